//! Dates and zones.

use super::Check;
use crate::facts::Instant;
use crate::scenario::check::derive::first_zone;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::words::When;

impl Check<'_> {
    pub(super) fn zone(&mut self) {
        let zone = Path::of(&["business", "zone"]);
        let names = self.view.names("account");
        let bare = names.iter().find(|a| !self.view.given(&Path::of(&["account", a, "zone"])));
        if !self.view.given(&zone) && (names.is_empty() || bare.is_some()) {
            let place = self.table_place(&Path::of(&["business"]));
            self.missing("business.zone", place, "add `[business]` with `zone = \"Europe/Paris\"`");
        }
    }

    /// A date in the zone of the first account.
    pub(super) fn instant(&self, when: When) -> Option<Instant> {
        when.instant(&jiff::tz::TimeZone::get(&first_zone(self.view)?).ok()?)
    }

    pub(super) fn run(&mut self) {
        let (from, to) = (Path::of(&["run", "from"]), Path::of(&["run", "to"]));
        let (Some(a), Some(b)) = (self.view.get::<When>(&from), self.view.get::<When>(&to)) else { return };
        if let (Some(a), Some(b)) = (self.instant(a), self.instant(b))
            && b <= a
        {
            let d = Diagnostic::error("empty-run", "the run ends before it begins");
            self.found.push(
                d.at(&self.view.place(&to), "must lie after `run.from`").at(&self.view.place(&from), "begins here"),
            );
        }
        if let (When::Local(a), When::Local(b)) = (a, b) {
            let whole = |t: jiff::civil::DateTime| t.day() == 1 && t.time() == jiff::civil::Time::midnight();
            if !(whole(a) && whole(b)) {
                let text =
                    "the run is not made of whole calendar months: monthly quotas, tiers and fees are not scaled";
                let place = self.view.place(if whole(a) && self.view.given(&to) { &to } else { &from });
                self.found.push(Diagnostic::warning("part-month", text).at(&place, "not the first of a month"));
            }
        }
    }

    /// Strata need whole blocks, a warm-up that is found none that is given.
    pub(super) fn sampling(&mut self) {
        let at = |key: &str| Path::of(&["run", key]);
        let (strata, replications) = (at("strata"), at("replications"));
        if let (Some(size), Some(n)) = (self.view.get::<u64>(&strata), self.view.get::<u64>(&replications))
            && (n % size != 0 || n < 2 * size)
        {
            let text = format!("{n} replications are not several whole blocks of {size} strata");
            let fix = format!("write `replications = {}`, or fewer strata", (n.div_ceil(size)).max(2) * size);
            self.found.push(Diagnostic::error("needs-other", text).at(&self.view.place(&strata), fix));
        }
        let (warm_up, lead) = (at("warm_up"), at("lead"));
        if self.view.given(&warm_up) && self.view.given(&lead) {
            let what = "`run.warm_up` finds the lead that `run.lead` gives".to_string();
            self.conflict(what, self.view.place(&warm_up), self.view.place(&lead));
        }
    }

    /// The second date lies after the first.
    pub(super) fn between(&mut self, here: &Path) {
        let path = here.join("between");
        let Some(list) = self.view.get::<Vec<When>>(&path) else { return };
        if let (Some(a), Some(b)) = (self.instant(list[0]), self.instant(list[1]))
            && b <= a
        {
            let d = Diagnostic::error("empty-run", "the second date does not lie after the first");
            self.found.push(d.at(&self.view.place(&path), "events come from the first date to before the second"));
        }
    }
}
