//! Relations between settings. Each check passes silently over values that are wrong in themselves.

mod conversation;
mod desk;
mod fleet;
mod money;
mod people;
mod second_tier;
mod sources;
mod staff;
mod time;

use super::view::View;
use crate::facts::Channel;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::source::Place;
use crate::units::Share;

/// Everything that two or more settings can get wrong together.
pub fn cross_check(view: &View, channel: Channel, begin: &Place) -> Vec<Diagnostic> {
    let mut check = Check { view, channel, begin, found: Vec::new() };
    check.zone();
    check.run();
    check.sampling();
    check.people();
    check.numbers();
    check.sources();
    check.fleet();
    check.reasons();
    check.profiles();
    check.answer();
    check.staff();
    check.phone();
    check.conversation();
    check.second_tier();
    check.tariff();
    check.satisfaction();
    check.currencies();
    check.found
}

struct Check<'a> {
    view: &'a View,
    channel: Channel,
    begin: &'a Place,
    found: Vec<Diagnostic>,
}

impl Check<'_> {
    /// A text, name or word.
    fn text(&self, path: &Path) -> Option<String> {
        self.view.get(path)
    }

    /// A share, 0 if there is none.
    fn share(&self, path: &Path) -> f64 {
        self.view.get::<Share>(path).map_or(0.0, |s| s.0)
    }

    /// A place for a table that may not be there.
    fn table_place(&self, path: &Path) -> Place {
        if self.view.given(path) { self.view.key_place(path) } else { self.begin.clone() }
    }

    fn missing(&mut self, path: &str, place: Place, fix: &str) {
        self.found.push(Diagnostic::error("missing-setting", format!("`{path}` must be given")).at(&place, fix));
    }

    fn needs(&mut self, what: &str, place: Place, fix: &str) {
        self.found.push(Diagnostic::error("needs-other", what).at(&place, fix));
    }

    fn conflict(&mut self, what: String, a: Place, b: Place) {
        self.found.push(Diagnostic::error("conflict", what).at(&a, "leave out this one").at(&b, "or this one"));
    }
}
