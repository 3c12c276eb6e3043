//! Policies, phone.

use super::Check;
use crate::facts::Channel;
use crate::scenario::path::Path;

pub(super) const PHONE_GROUP: &str = "add `channels = [\"messages\", \"phone\"]` to a group";

impl Check<'_> {
    pub(super) fn answer(&mut self) {
        if self.channel == Channel::Phone {
            return;
        }
        let at = |key: &str| Path::of(&["desk", "answer", key]);
        let policy = self.text(&at("policy")).unwrap_or_default();
        for (word, partner, example) in [
            ("by target", "target", "\"4 h\""),
            ("office hours", "hours", "\"Mon-Fri 09:00-18:00\""),
            ("batches", "every", "\"2 h\""),
            ("careful", "skip_below", "\"0.10 EUR\""),
            ("wait and merge", "quiet", "\"45 s\""),
        ] {
            if policy == word && !self.view.given(&at(partner)) {
                let place = self.view.place(&at("policy"));
                self.needs(
                    &format!("the policy {word:?} needs `{partner}`"),
                    place,
                    &format!("add `{partner} = {example}`"),
                );
            }
        }
        let discipline = Path::of(&["desk", "discipline"]);
        if self.text(&discipline).as_deref() == Some("due date") && policy != "by target" {
            let place = self.view.place(&discipline);
            self.needs(
                "only the policy \"by target\" gives turns a due date",
                place,
                "set `desk.answer.policy = \"by target\"`",
            );
        }
        let late = self.text(&at("late")).unwrap_or_default();
        if late == "cap" && !self.view.given(&at("cap")) {
            self.needs("`late = \"cap\"` needs the cap", self.view.place(&at("late")), "add `cap = 500`");
        }
        if late == "call" && !self.phone_group() {
            self.needs(
                "`late = \"call\"` needs a group that answers the phone",
                self.view.place(&at("late")),
                PHONE_GROUP,
            );
        }
        for name in self.view.names("reason") {
            for (key, text) in [
                ("switch_to_phone", "customers who move to the phone need a group that answers it"),
                ("by_phone", "customers who call need a group that answers the phone"),
            ] {
                let path = Path::of(&["reason", &name, key]);
                if self.share(&path) > 0.0 && !self.phone_group() {
                    self.needs(text, self.view.place(&path), PHONE_GROUP);
                }
            }
        }
        for name in self.view.names("notification") {
            let path = Path::of(&["notification", &name, "by"]);
            if self.text(&path).as_deref() == Some("phone") && !self.phone_group() {
                let text = "calls in place of notifications need a group that answers the phone";
                self.needs(text, self.view.place(&path), PHONE_GROUP);
            }
        }
    }

    /// Does a group answer the phone (or is one not readable)?
    pub(super) fn phone_group(&self) -> bool {
        self.view.names("group").iter().any(|g| {
            let path = Path::of(&["group", g, "channels"]);
            self.view.get::<Vec<String>>(&path).is_none_or(|c| c.iter().any(|c| c == "phone"))
        })
    }

    pub(super) fn phone(&mut self) {
        let center = self.view.given(&Path::of(&["call_center"]));
        for name in self.view.names("group") {
            let path = Path::of(&["group", &name, "channels"]);
            let phone = self.view.get::<Vec<String>>(&path).is_some_and(|c| c.iter().any(|c| c == "phone"));
            if phone && !center {
                let text = "a group answers the phone, but nothing says what callers do and what calls cost";
                self.needs(text, self.view.place(&path), "add [call_center] with `variant = false`");
            }
        }
        if self.channel == Channel::Phone && !center {
            let place = self.table_place(&Path::of(&["variant"]));
            self.missing("call_center", place, "customers call: add `[call_center]`");
        }
    }
}
