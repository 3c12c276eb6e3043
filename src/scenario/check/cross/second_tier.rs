//! Second groups, and groups that reasons name.

use super::Check;
use crate::facts::Channel;
use crate::scenario::CALL_CENTER;
use crate::scenario::path::Path;

impl Check<'_> {
    pub(super) fn second_tier(&mut self) {
        let path = Path::of(&["call_center", "groups"]);
        let written = self.text(&Path::of(&["call_center", "retrial", "by"])).as_deref() == Some("messages");
        for group in self.view.get::<Vec<String>>(&path).unwrap_or_default() {
            if group != CALL_CENTER && !self.answers(&group, "phone") && !written {
                let text = format!("the group {group:?} does not answer the phone");
                let fix = format!("add `channels = [\"messages\", \"phone\"]` to [group.{group}]");
                self.needs(&text, self.view.place(&path), &fix);
            }
        }
        let by = Path::of(&["call_center", "retrial", "by"]);
        if self.text(&by).as_deref() == Some("messages") && !self.message_group() {
            let text = "callers who write instead need a group that answers messages";
            self.needs(
                text,
                self.view.place(&by),
                "add one to `groups` of [call_center], with `channels = [\"messages\"]`",
            );
        }
        let routing = Path::of(&["desk", "routing"]);
        if self.text(&routing).as_deref() == Some("fill to level") && !self.view.given(&Path::of(&["desk", "fill_to"]))
        {
            let text = "the routing \"fill to level\" needs the level";
            self.needs(text, self.view.place(&routing), "add `fill_to = 2` to [desk]");
        }
        for group in self.view.names("group") {
            let at = |key: &str| Path::of(&["group", &group, key]);
            if self.view.get::<bool>(&at("in_order")) == Some(true) && !self.view.given(&at("reasons")) {
                let text = "the order in which a group takes its reasons is that of its list";
                self.needs(text, self.view.place(&at("in_order")), "add `reasons = [\"first\", \"second\"]`");
            }
        }
        for name in self.view.names("reason") {
            self.transfer(&Path::of(&["reason", &name, "transfer"]));
            self.listed(&name);
        }
    }

    /// Does a group of this variant answer messages?
    fn message_group(&self) -> bool {
        self.view.names("group").iter().any(|group| self.is_there(group) && self.answers(group, "messages"))
    }

    fn transfer(&mut self, here: &Path) {
        let to = here.join("to");
        if let Some(group) = self.text(&to)
            && self.share(&here.join("share")) > 0.0
            && !self.is_there(&group)
        {
            let text = format!("nobody of {group:?} answers in the variant `phone`");
            let fix = format!("add `groups = [{group:?}]` to [call_center]");
            self.needs(&text, self.view.place(&to), &fix);
        }
        let briefing = here.join("briefing");
        if self.view.given(&briefing) && self.text(&here.join("first")).as_deref() != Some("until taken") {
            let text = "`briefing` is the time that the first agent spends with the second";
            self.needs(text, self.view.place(&briefing), "add `first = \"until taken\"`");
        }
    }

    /// Groups that a reason names: one of them at least serves it in this variant, on each channel on which its contacts begin.
    fn listed(&mut self, reason: &str) {
        let path = Path::of(&["reason", reason, "groups"]);
        let Some(groups) = self.view.get::<Vec<String>>(&path) else { return };
        for channel in self.begins_by(reason) {
            let serves = |group: &String| {
                let reasons = Path::of(&["group", group, "reasons"]);
                let allowed: Vec<String> = self.view.get(&reasons).unwrap_or_default();
                let own = group == CALL_CENTER;
                self.is_there(group)
                    && (own && channel == "phone" || !own && self.answers(group, channel))
                    && (own || allowed.is_empty() || allowed.iter().any(|r| r == reason))
            };
            if !groups.iter().any(serves) {
                let text = format!("no group of this list serves the reason `{reason}` by {channel}");
                self.needs(&text, self.view.place(&path), "name one whose `channels` and `reasons` allow it");
            }
        }
    }

    /// Channels on which contacts about a reason begin.
    fn begins_by(&self, reason: &str) -> Vec<&'static str> {
        if self.channel == Channel::Phone {
            return vec!["phone"];
        }
        let about =
            |table: &str, name: &String| self.text(&Path::of(&[table, name, "reason"])).as_deref() == Some(reason);
        let told = |by_phone: bool| {
            let by = |name: &String| self.text(&Path::of(&["notification", name, "by"])).as_deref() == Some("phone");
            self.view.names("notification").iter().any(|name| about("notification", name) && by(name) == by_phone)
        };
        let calls = self.share(&Path::of(&["reason", reason, "by_phone"]));
        let asked = self.view.given(&Path::of(&["reason", reason, "volume"]));
        let ads = self.view.names("campaign").iter().any(|name| about("campaign", name));
        let phone = calls > 0.0 && asked || told(true);
        let written = calls < 1.0 && asked || ads || told(false);
        match (written || !phone, phone) {
            (true, true) => vec!["messages", "phone"],
            (false, _) => vec!["phone"],
            (true, false) => vec!["messages"],
        }
    }

    /// Does the group answer on this channel (or is that not readable)?
    fn answers(&self, group: &str, channel: &str) -> bool {
        let path = Path::of(&["group", group, "channels"]);
        self.view.get::<Vec<String>>(&path).is_none_or(|c| c.iter().any(|c| c == channel))
    }

    /// Is the group one of this variant's (or not known at all, which is told elsewhere)?
    fn is_there(&self, group: &str) -> bool {
        let known = group == CALL_CENTER || self.view.names("group").iter().any(|g| g == group);
        let further: Vec<String> = self.view.get(&Path::of(&["call_center", "groups"])).unwrap_or_default();
        !known
            || match self.channel {
                Channel::Messages => group != CALL_CENTER,
                Channel::Phone => group == CALL_CENTER || further.iter().any(|g| g == group),
            }
    }
}
