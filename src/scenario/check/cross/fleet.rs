//! Fleets: shares of templates, what belongs to which law of sizes, what only one desk can have.

use super::Check;
use super::people::{off, percent};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::units::Share;

/// Shares of templates may be off by this much: sevenths are written with a few digits.
const SUM_TOLERANCE: f64 = 1e-6;

impl Check<'_> {
    pub(super) fn fleet(&mut self) {
        let fleet = Path::of(&["fleet"]);
        if !self.view.has(&fleet) {
            return;
        }
        self.shares_of_templates(&fleet.join("template"));
        self.of_other_sizes(&fleet, "exponent", "zipf");
        self.of_other_sizes(&fleet, "cv", "lognormal");
        let one_desk = [
            ("control", "counts the contacts of one desk", "leave it out: a fleet has intervals over its desks"),
            ("warm_up", "looks at the waits of one desk", "write `lead` in its place: a fleet does not find its own"),
        ];
        for (key, what, fix) in one_desk {
            let path = Path::of(&["run", key]);
            if self.view.given(&path) {
                let problem = Diagnostic::error("conflict", format!("`{path}` {what}, and [fleet] has many"));
                let place = self.view.key_place(&fleet);
                self.found.push(problem.at(&self.view.place(&path), fix).at(&place, "many desks"));
            }
        }
    }

    /// The chances of all templates make 1.
    fn shares_of_templates(&mut self, all: &Path) {
        let names = self.view.keys(all);
        let shares: Option<Vec<f64>> = names
            .iter()
            .map(|name| self.view.get::<Share>(&all.join(name).join("share")).map(|share| share.0))
            .collect();
        let Some(shares) = shares.filter(|shares| !shares.is_empty()) else { return };
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            let text = format!("the shares of all [fleet.template.NAME] add up to {}, not 100 %", percent(sum));
            let fix = match sum < 1.0 {
                true => format!("{}; a template without `set` is the file as it stands", off(sum)),
                false => off(sum),
            };
            self.found.push(Diagnostic::error("share-sum", text).at(&self.view.key_place(all), fix));
        }
    }

    /// What only one law of sizes reads is an error beside another, unless a variant or `--set` chose that one.
    fn of_other_sizes(&mut self, fleet: &Path, key: &str, law: &str) {
        let (own, sizes) = (fleet.join(key), fleet.join("sizes"));
        let chosen = self.view.items.get(&sizes).filter(|item| item.replaced.is_empty());
        let other = chosen.is_some() && self.text(&sizes).is_some_and(|sizes| sizes != law);
        if other && self.view.given(&own) {
            let what = format!("`{own}` needs `sizes = \"{law}\"`");
            self.needs(&what, self.view.key_place(&own), "leave this out, or write `sizes` so");
        }
    }
}
