//! What customers do, and how often they come.

use super::Idles;
use crate::scenario::Law;
use crate::scenario::path::Path;
use crate::units::Share;

impl Idles<'_> {
    pub(super) fn reasons(&mut self) {
        let discipline = Path::of(&["desk", "discipline"]);
        for name in self.view.names("reason") {
            let at = |key: &str| Path::of(&["reason", &name, key]);
            if self.view.get::<u64>(&at("priority")).is_some_and(|class| class != 1) {
                self.of_a_word(at("priority"), discipline.clone(), "priority");
            }
            if self.view.get::<f64>(&at("weight")).is_some_and(|weight| weight != 1.0) {
                self.of_a_word(at("weight"), discipline.clone(), "weighted wait");
            }
            self.repeat(&name);
        }
    }

    /// Nobody comes back if every contact ends resolved: nobody gives up, calls, or is left without an answer.
    fn repeat(&mut self, name: &str) {
        let at = |key: &str| Path::of(&["reason", name, key]);
        let share = |path: &Path| self.view.get::<Share>(path).map_or(0.0, |share| share.0);
        let repeat = at("repeat");
        let asked = self.view.has(&repeat) && share(&repeat.join("chance")) > 0.0;
        let waits = self.view.get::<Law>(&at("patience")) == Some(Law::Never);
        if asked && waits && share(&at("resolved")) >= 1.0 && self.only_answers() {
            let why = "changes nothing, since every contact is resolved and nobody gives up waiting";
            let by = [at("resolved"), at("patience")];
            self.idle(repeat, why, "give `resolved` below 100 %, or `patience`", &by);
        }
    }

    /// Is nobody on the phone, every message answered by a person, and no answer held back?
    fn only_answers(&self) -> bool {
        let phone = |name: &String| {
            let channels: Option<Vec<String>> = self.view.get(&Path::of(&["group", name, "channels"]));
            channels.is_none_or(|list| list.iter().any(|channel| channel == "phone"))
        };
        let answer = |key: &str| self.word(&Path::of(&["desk", "answer", key]));
        let limited =
            ["inactivity", "budget", "customer_cap"].iter().any(|key| self.view.has(&Path::of(&["desk", key])));
        let others = ["bot", "call_center", "fleet"].iter().any(|table| self.view.has(&Path::of(&[table])));
        !self.view.names("group").iter().any(phone)
            && answer("late") == "pay"
            && answer("policy") != "careful"
            && !limited
            && !others
    }

    /// Chance of arrivals that needs another one beside it.
    pub(super) fn busyness(&mut self) {
        for table in ["reason", "campaign", "notification"] {
            for name in self.view.names(table) {
                let at = |key: &str| Path::of(&[table, &name, key]);
                let number = |key: &str| self.view.get::<f64>(&at(key)).unwrap_or(0.0);
                if number("busyness_correlation") != 0.0 && number("busyness_hour_cv") == 0.0 {
                    let why = "changes nothing, since hours have no factors of their own (`busyness_hour_cv` is 0)";
                    let by = [at("busyness_hour_cv")];
                    self.idle(at("busyness_correlation"), why, "add such as `busyness_hour_cv = 0.3`", &by);
                }
                let counts = at("counts");
                if self.view.given(&at("concentration")) && self.word(&counts) != "Dirichlet" {
                    let why = "changes nothing, since `counts` is not \"Dirichlet\"";
                    self.idle(at("concentration"), why, "add `counts = \"Dirichlet\"`", &[counts]);
                }
            }
        }
    }
}
