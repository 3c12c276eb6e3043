//! How hard a promise is tried, and on what part of the run.

use crate::desk::calendar::months;
use crate::scenario::{Model, Run, Source, Staff, Volume};
use crate::units::DAY;

/// Fewest replications of a whole run.
const FEWEST: u32 = 4;

/// How hard a promise is tried.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Replications a schedule is tried on.
    pub replications: u32,
    /// Days of each, from the start of the run.
    pub days: i64,
}

impl Effort {
    /// For a study's own variants: ten replications of a month: at high occupancy queues grow over weeks,
    /// and shorter trials promise what the month does not keep.
    pub const FULL: Effort = Effort { replications: 10, days: 31 };
    /// For the points of a curve.
    pub const QUICK: Effort = Effort { replications: 2, days: 7 };

    /// The run of a trial, and its replications.
    ///
    /// Where all weeks are alike, the first days with at most a week of lead. Else the whole run: a promise that the first month keeps
    /// may be broken by those that follow. Longer runs show as much in fewer replications.
    pub(super) fn trial(self, model: &Model, run: &Run) -> (Run, Effort) {
        let mut trial = run.clone();
        // A turn that is open when the promise has passed is late, however long one waits.
        trial.drain.0 = run.drain.0.min(longest_promise(model));
        if !model.sources.iter().all(|source| steady(source, run)) {
            let days = ((run.to - run.from) / DAY).max(1);
            let alike = (self.days * i64::from(self.replications) + days - 1) / days;
            let replications = (alike.max(i64::from(FEWEST)) as u32).min(self.replications);
            return (trial, Effort { replications, ..self });
        }
        trial.to = run.to.min(run.from + self.days * DAY);
        trial.lead.0 = run.lead.0.min(7 * DAY);
        (trial, self)
    }
}

/// Is no week of the run busier than its first ones? Holidays on which less comes make none busier.
fn steady(source: &Source, run: &Run) -> bool {
    match &source.volume {
        Volume::Constant(_) => true,
        Volume::Table(_) => false,
        Volume::Profile { between, growth, season, holiday, .. } => {
            between.is_none() && *growth == 0.0 && *holiday <= 1.0 && level(season, run)
        }
    }
}

/// Have all months that the run touches the same factor?
fn level(season: &[f64; 12], run: &Run) -> bool {
    let length = run.to - run.from;
    let starts = months(&run.zone, run.from, length).unwrap_or_default();
    // In the middle of a month it is the same month everywhere.
    let of_month = |start: &i64| {
        let middle = jiff::Timestamp::from_microsecond(run.from + start + 15 * DAY).ok()?;
        season.get(middle.to_zoned(jiff::tz::TimeZone::UTC).month() as usize - 1)
    };
    let mut factors = starts.iter().filter(|start| **start < length).map(of_month);
    let first = factors.next().flatten();
    first.is_some() && factors.all(|factor| factor == first)
}

fn longest_promise(model: &Model) -> i64 {
    let promises = model.desk.groups.iter().map(|group| match &group.staff {
        Staff::Meet { promise, .. } => promise.within.0,
        Staff::Schedule(_) => 0,
    });
    promises.max().unwrap_or(0)
}
