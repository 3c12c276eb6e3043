//! Heads and speeds.

use super::Check;
use crate::facts::Channel;
use crate::scenario::check::Typed;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;

/// Groups that a desk can number.
const MOST_GROUPS: usize = 255;

impl Check<'_> {
    pub(super) fn staff(&mut self) {
        let mut tables: Vec<Path> = Vec::new();
        if self.channel == Channel::Messages {
            tables.extend(self.view.names("group").iter().map(|g| Path::of(&["group", g])));
            if tables.is_empty() {
                self.missing("group.NAME", self.begin.clone(), "nobody answers: add `[group.team]` or `[call_center]`");
            }
        }
        tables.extend(self.view.has(&Path::of(&["call_center"])).then(|| Path::of(&["call_center"])));
        if tables.len() > MOST_GROUPS {
            let text = format!("{} groups are more than {MOST_GROUPS}", tables.len());
            let place = self.view.key_place(&tables[MOST_GROUPS]);
            self.found.push(Diagnostic::error("too-large", text).at(&place, "put groups that are alike together"));
        }
        for here in tables {
            self.heads(&here);
        }
        for name in self.view.names("group") {
            self.speeds(&Path::of(&["group", &name]));
        }
    }

    /// Heads are given in exactly one way.
    pub(super) fn heads(&mut self, here: &Path) {
        let mut given: Vec<Path> = ["agents", "meet", "schedule", "shift", "agent", "roster"]
            .iter()
            .map(|k| here.join(k))
            .filter(|p| self.view.given(p))
            .collect();
        // A promise beside shifts is what these were planned for: it is measured, and planned anew by `staff`.
        let meet = here.join("meet");
        let planned = given.contains(&meet) && given.contains(&here.join("shift"));
        given.retain(|path| !planned || *path != meet);
        match given.as_slice() {
            [] => self.missing(
                &here.join("agents").to_string(),
                self.view.key_place(here),
                "add `agents = 12`, or `meet = \"80 % in 1 h\"`",
            ),
            [_] => {}
            [a, b, ..] => {
                let text = format!("[{here}] has its heads twice");
                self.conflict(text, self.view.key_place(a), self.view.key_place(b));
            }
        }
        let learning = here.join("learning");
        for (one, other) in [("start", "contacts = 200"), ("contacts", "start = \"70 %\"")] {
            let key = other.split(' ').next().unwrap_or_default();
            if self.view.given(&learning.join(one)) && !self.view.given(&learning.join(key)) {
                let text = format!("`learning.{one}` needs `learning.{key}`");
                self.needs(&text, self.view.place(&learning.join(one)), &format!("add `learning.{other}`"));
            }
        }
        let (agents, hours) = (here.join("agents"), here.join("hours"));
        let listed = self.view.items.get(&agents).is_some_and(|i| matches!(i.typed, Typed::List(_)));
        let tables = ["schedule", "shift"].map(|key| here.join(key));
        let other = if listed { Some(agents) } else { tables.into_iter().find(|table| self.view.given(table)) };
        if let Some(other) = other.filter(|_| self.view.given(&hours) && !planned) {
            let text =
                "heads by half-hour or quarter say when the group is open: `hours` must not say it again".to_string();
            self.conflict(text, self.view.key_place(&hours), self.view.key_place(&other));
        }
    }

    pub(super) fn speeds(&mut self, here: &Path) {
        let chats: u64 = self.view.get(&here.join("concurrency")).unwrap_or(1);
        let speed = here.join("speed");
        if let Some(list) = self.view.get::<Vec<f64>>(&speed)
            && (list.len() as u64) < chats
        {
            let d =
                Diagnostic::error("needs-other", format!("{} speeds are given for {chats} chats at once", list.len()));
            self.found.push(
                d.at(&self.view.place(&speed), format!("write {chats} speeds, or a rule such as \"linear 10 %\"")),
            );
        }
    }
}
