//! `[fleet]`.

use super::Builder;
use crate::scenario::check::Internal;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Desk, Fleet, Sizes, Staff};
use crate::scenario::path::Path;

impl Builder<'_> {
    pub(super) fn fleet(&mut self, desk: &Desk) -> Result<Option<Fleet>, Internal> {
        let path = Path::of(&["fleet"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let fleet = self.view.at(&path);
        let sizes = match fleet.need::<String>("sizes")?.as_str() {
            "zipf" => Sizes::Zipf { exponent: fleet.need("exponent")? },
            "lognormal" => Sizes::Lognormal { cv: fleet.need("cv")? },
            _ => Sizes::Equal,
        };
        let built = Fleet { desks: fleet.need::<u64>("desks")? as u32, sizes, spare: fleet.need("spare")? };
        for group in desk.groups.iter().filter(|group| matches!(group.staff, Staff::Meet { .. })) {
            let what =
                format!("[{}]: the desks of a fleet are staffed by `fleet.spare`, not for a promise", group.name);
            let place = self.view.key_place(&path);
            let fix = "write `agents = 1` with the group's `hours` in place of `meet`";
            self.report_problem(Diagnostic::error("conflict", what).at(&place, fix));
        }
        Ok(Some(built))
    }
}
