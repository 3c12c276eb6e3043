//! Policies, routing, groups, limits.

use super::Idles;
use crate::scenario::path::Path;

/// What only one policy reads: key, policy.
const OF_A_POLICY: [(&str, &str); 5] = [
    ("target", "by target"),
    ("hours", "office hours"),
    ("every", "batches"),
    ("skip_below", "careful"),
    ("quiet", "wait and merge"),
];

const LEAVE_OUT: &str = "leave it out, or set the other one";

impl Idles<'_> {
    pub(super) fn answers(&mut self) {
        let at = |key: &str| Path::of(&["desk", "answer", key]);
        for (key, policy) in OF_A_POLICY {
            self.of_a_word(at(key), at("policy"), policy);
        }
        self.of_a_word(at("cap"), at("late"), "cap");
    }

    /// A setting that is read under one word of another one.
    pub(super) fn of_a_word(&mut self, path: Path, chooser: Path, word: &str) {
        let chosen = self.word(&chooser);
        if self.view.given(&path) && chosen != word {
            let why = format!("changes nothing, since `{chooser}` is {chosen:?} and only {word:?} reads it");
            self.idle(path, why, LEAVE_OUT, &[chooser]);
        }
    }

    pub(super) fn routing(&mut self) {
        let (level, routing) = (Path::of(&["desk", "fill_to"]), Path::of(&["desk", "routing"]));
        if !self.view.given(&level) {
            return;
        }
        if self.word(&routing) != "fill to level" {
            return self.of_a_word(level, routing, "fill to level");
        }
        let chats: Vec<Path> =
            self.view.names("group").iter().map(|group| Path::of(&["group", group, "concurrency"])).collect();
        let most = chats.iter().filter_map(|path| self.view.get::<u64>(path)).max().unwrap_or(1);
        if self.view.get::<u64>(&level).is_some_and(|level| level > most) {
            let why = format!("is never reached, since no agent holds more than {most} at once (`concurrency`)");
            self.idle(level, why, "write at most so many", &chats);
        }
    }

    pub(super) fn groups(&mut self) {
        for name in self.view.names("group") {
            let group = Path::of(&["group", &name]);
            self.closing(&group);
            self.overtime(&group);
            self.reserve(&group);
        }
        self.overtime(&Path::of(&["call_center"]));
    }

    fn closing(&mut self, group: &Path) {
        let (path, channels) = (group.join("closing"), group.join("channels"));
        let written = self.view.get::<Vec<String>>(&channels).is_some_and(|list| list.iter().all(|c| c != "phone"));
        if self.view.given(&path) && self.word(&path) != "keep" && written {
            let why = format!("changes nothing, since `{group}` answers no calls");
            self.idle(path, why, "leave it out, or add `channels = [\"messages\", \"phone\"]`", &[channels]);
        }
    }

    /// Who hands over what he works on has no overtime, unless something is left that cannot be handed over.
    fn overtime(&mut self, group: &Path) {
        let (path, leaving) = (group.join("overtime"), group.join("leaving"));
        let surplus = self.view.get::<f64>(&path).is_some_and(|times| times != 1.0);
        let hands_over = ["hand over", "pre-empt"].contains(&self.word(&leaving).as_str());
        let drains = self.word(&group.join("closing")) == "drain";
        if surplus && hands_over && !drains && !self.has_work_of_one() {
            let why =
                format!("changes nothing, since nobody stays after his shift (`leaving` is {:?})", self.word(&leaving));
            self.idle(path, why, LEAVE_OUT, &[leaving, group.join("closing")]);
        }
    }

    /// Work that the agent who began with it does to its end: after the contact, of two agents at once, by the dialler.
    fn has_work_of_one(&self) -> bool {
        let own = ["after_call_work", "after_chat_work", "silent", "transfer"];
        let reason = |name: &String| own.iter().any(|key| self.view.given(&Path::of(&["reason", name, key])));
        let calls = |name: &String| {
            let at = |key: &str| self.word(&Path::of(&["notification", name, key]));
            at("by") == "phone" || at("baseline") == "call"
        };
        self.view.names("reason").iter().any(reason) || self.view.names("notification").iter().any(calls)
    }

    /// Agents kept free of a reason who are all that there are.
    fn reserve(&mut self, group: &Path) {
        let agents = group.join("agents");
        let listed = self.view.get::<Vec<u64>>(&agents).and_then(|list| list.into_iter().max());
        let Some(most) = self.view.get::<u64>(&agents).or(listed) else { return };
        for reason in self.view.keys(&group.join("reserve")) {
            let path = group.join("reserve").join(&reason);
            let kept: u64 = self.view.get(&path).unwrap_or(0);
            if kept > 0 && kept >= most {
                let why =
                    format!("keeps all {most} agents of `{group}` free of {reason:?}: none without a contact takes it");
                self.idle(path, why, "write fewer than `agents`", std::slice::from_ref(&agents));
            }
        }
    }

    pub(super) fn limits(&mut self) {
        let limits = Path::of(&["limits"]);
        let set = ["customers_a_day", "messages_a_second"].iter().any(|key| self.view.given(&limits.join(key)));
        let by: Vec<Path> =
            self.view.names("notification").iter().map(|name| Path::of(&["notification", name, "by"])).collect();
        if set && by.iter().all(|by| self.word(by) == "phone") {
            let why = "changes nothing, since no notification is sent by message, and answers are not limited";
            self.idle(limits, why, "leave it out, or add [notification.NAME]", &by);
        }
    }
}
