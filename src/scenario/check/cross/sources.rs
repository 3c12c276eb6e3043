//! Streams, reasons, profiles.

use super::Check;
use crate::facts::Channel;
use crate::scenario::Law;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::units::Share;

/// Settings that shape a rate over time.
const SHAPES: &[&str] = &["profile", "between", "growth", "season", "holiday"];

/// Settings by which arrivals scatter around their expectation.
const CHANCES: &[&str] = &["busyness_cv", "busyness_hour_cv", "counts", "wave", "excitation"];

impl Check<'_> {
    pub(super) fn sources(&mut self) {
        let several = self.view.names("population").len() > 1;
        let mut any = false;
        for table in ["reason", "campaign", "notification"] {
            for name in self.view.names(table) {
                let here = Path::of(&[table, &name]);
                let volume = self.view.given(&here.join("volume"));
                any |= volume;
                if !volume && table != "reason" {
                    self.missing(
                        &here.join("volume").to_string(),
                        self.view.key_place(&here),
                        "add `volume = \"800/day\"`",
                    );
                }
                if volume && several && !self.view.given(&here.join("population")) {
                    let text = "there are several populations: add `population`";
                    self.missing(&here.join("population").to_string(), self.view.key_place(&here), text);
                }
                self.between(&here);
                self.given_volume(&here);
            }
        }
        if !any && !self.view.poisoned.contains(&Path::of(&["reason"])) {
            let place = self.table_place(&Path::of(&["reason"]));
            self.missing(
                "reason.NAME.volume",
                place,
                "nobody writes or calls: give a reason its `volume = \"1200/day\"`",
            );
        }
        for name in self.view.names("notification") {
            self.notification(&Path::of(&["notification", &name]));
        }
    }

    /// A file says when events come: what shapes or scatters them otherwise would change nothing.
    fn given_volume(&mut self, here: &Path) {
        let (table, log) = (here.dot("volume.csv"), here.dot("volume.replay"));
        if self.view.given(&table) && self.view.given(&log) {
            let text = "a volume is a table of expected events, or a log that is replayed, not both".to_string();
            self.conflict(text, self.view.place(&log), self.view.place(&table));
        }
        if self.view.given(&table) {
            let why = "a table says how many events to expect in each half-hour";
            let cure = "put it into the numbers of the table";
            self.without_effect(here, (&table, why, cure), SHAPES);
        } else if self.view.given(&log) {
            let why = "a log says when each event comes";
            self.without_effect(here, (&log, why, "change the log"), SHAPES);
            self.without_effect(here, (&log, why, "give expected events by `volume.csv`"), CHANCES);
        }
    }

    /// Each of these settings that is written, and not as if it were not.
    fn without_effect(&mut self, here: &Path, (volume, why, cure): (&Path, &str, &str), settings: &[&str]) {
        let idle: Vec<&str> = settings.iter().copied().filter(|key| self.shapes(here, key)).collect();
        for key in idle {
            let d = Diagnostic::error("conflict", format!("{why}: `{key}` would change nothing"));
            let place = self.view.place(&here.join(key));
            let label = format!("leave it out, or {cure}");
            self.found.push(d.at(&place, label).at(&self.view.place(volume), "comes from this file"));
        }
    }

    /// Is the setting written, with a value that differs from its default?
    fn shapes(&self, here: &Path, key: &str) -> bool {
        let path = here.join(key);
        let number = |path: &Path, neutral: f64| self.view.get::<f64>(path).is_none_or(|value| value != neutral);
        let share = |path: &Path, neutral: f64| self.view.get::<Share>(path).is_none_or(|value| value.0 != neutral);
        let word = |neutral: &str| self.text(&path).is_none_or(|value| value != neutral);
        self.view.given(&path)
            && match key {
                "profile" => word("constant"),
                "counts" => word("Poisson"),
                "season" => self.view.get::<Vec<f64>>(&path).is_none_or(|season| season.iter().any(|s| *s != 1.0)),
                "holiday" => share(&path, 1.0),
                "growth" => share(&path, 0.0),
                "wave" => share(&path.join("amplitude"), 0.0),
                "excitation" => share(&path.join("share"), 0.0),
                "busyness_cv" | "busyness_hour_cv" => number(&path, 0.0),
                _ => true,
            }
    }

    pub(super) fn notification(&mut self, here: &Path) {
        if self.share(&here.join("reply")) > 0.0 && !self.view.given(&here.join("reason")) {
            let place = self.view.place(&here.join("reply"));
            self.needs("replies to a notification need their reason", place, "add `reason = …`: what do they ask?");
        }
        let baseline = here.join("baseline");
        if self.text(&baseline).as_deref() == Some("call") && !self.view.given(&here.join("call")) {
            let place = self.view.place(&baseline);
            self.needs(
                "an outbound call needs its handling time",
                place,
                "add `call = \"lognormal, mean 2 min, CV 1\"`",
            );
        }
    }

    pub(super) fn reasons(&mut self) {
        for name in self.view.names("reason") {
            let here = Path::of(&["reason", &name]);
            if !self.view.given(&here.join("handling")) && !self.view.given(&here.join("call_handling")) {
                let fix = "add `handling = \"lognormal, mean 3 min, CV 1.1\"`, or `call_handling`";
                self.missing(&here.join("handling").to_string(), self.view.key_place(&here), fix);
            }
            let resolved = self.share(&here.join("resolved")).min(self.share(&here.join("resolved_by_phone")));
            let chance = here.join("repeat").join("chance");
            if self.share(&chance) >= 1.0 && resolved <= 0.0 {
                let d =
                    Diagnostic::error("endless-repeats", format!("every contact about {name:?} causes another one"));
                self.found.push(d.at(&self.view.place(&chance), "lower this, or raise `resolved`"));
            }
            self.comes_back_at_once(&here.join("repeat"), "who was not helped writes again");
        }
        self.comes_back_at_once(&Path::of(&["call_center", "retrial"]), "who does not get through calls again");
        self.comes_back_to_the_bot();
    }

    /// Customers whom the bot always settles, always wrongly, and who always come back to it.
    pub(super) fn comes_back_to_the_bot(&mut self) {
        let at = |key: &str| Path::of(&["bot", key]);
        let returns = self.share(&at("return_chance")) >= 1.0 && self.text(&at("return_to")).as_deref() == Some("bot");
        if self.channel == Channel::Phone || !returns {
            return;
        }
        let view = self.view;
        let always = |path: &Path| {
            let by_turn = view.get::<Vec<f64>>(path).is_some_and(|list| list.iter().all(|share| *share >= 1.0));
            by_turn || view.get::<Share>(path).is_some_and(|share| share.0 >= 1.0)
        };
        let of = |key: &str, reason: &str| [at(key), at(key).join(reason)].into_iter().find(always);
        for name in self.view.names("reason") {
            let settled = of("containment", &name).or_else(|| of("by_turn", &name));
            if let (Some(_), Some(wrong)) = (settled, of("wrong", &name)) {
                let text =
                    format!("every contact about {name:?} that the bot settles causes another one, and it settles all");
                let d = Diagnostic::error("endless-repeats", text);
                let place = self.view.place(&wrong);
                self.found.push(d.at(&place, "lower this or `return_chance`, or write `return_to = \"team\"`"));
            }
        }
    }

    /// Who always comes back and loses no time never lets the instant end.
    fn comes_back_at_once(&mut self, table: &Path, what: &str) {
        let after = table.join("after");
        let at_once = self.view.get::<Law>(&after) == Some(Law::Deterministic { mean: 0.0 });
        if at_once && self.share(&table.join("chance")) >= 1.0 {
            let d = Diagnostic::error("endless-repeats", format!("{what} at once, without end"));
            self.found.push(d.at(&self.view.place(&after), "write such as \"exponential, mean 20 min\""));
        }
    }

    pub(super) fn profiles(&mut self) {
        for name in self.view.names("profile") {
            let here = Path::of(&["profile", &name]);
            let (week, hours) = (here.join("week"), here.join("hours"));
            match (self.view.given(&week), self.view.given(&hours)) {
                (false, false) => {
                    self.missing(&hours.to_string(), self.view.key_place(&here), "add 24 `hours`, or the whole `week`")
                }
                (true, true) => {
                    let text = "a profile has `hours` or a `week`, not both".to_string();
                    self.conflict(text, self.view.place(&week), self.view.place(&hours));
                }
                _ => {}
            }
            for path in [week, hours, here.join("days")] {
                let zero = self.view.get::<Vec<f64>>(&path).is_some_and(|list| list.iter().all(|w| *w == 0.0));
                if zero {
                    let d = Diagnostic::error("out-of-range", "all weights of the profile are 0");
                    self.found.push(d.at(&self.view.place(&path), "one must be above 0"));
                }
            }
        }
    }
}
