//! Half-hours of a country's wall clock as instants: an hour that the clock skips never comes, one that it repeats comes twice.

use super::Builder;
use super::volume::Rows;
use crate::facts::Instant;
use crate::scenario::check::Internal;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::source::Place;
use crate::units::MINUTE;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// Expected events by the time of the wall clock, and where the line stands.
pub type HalfHours = BTreeMap<DateTime, (f64, Place)>;

/// How often the wall clock shows a time.
enum Shown {
    /// As on most days.
    Once(Instant),
    /// The clock was put back.
    Twice(Instant, Instant),
    /// The clock was put forward.
    Never,
}

impl Builder<'_> {
    /// Rows by instant, sorted. What is expected in a half-hour that comes twice is spread evenly over both; what is expected
    /// in one that never comes moves to the next that does, with a warning if it lies in the run.
    pub(super) fn on_the_clock(&mut self, half_hours: HalfHours, zone_name: &str) -> Result<Rows, Internal> {
        let zone = TimeZone::get(zone_name).map_err(|_| Internal(zone_name.to_string()))?;
        let mut rows: BTreeMap<Instant, f64> = BTreeMap::new();
        let mut moved = Moved::default();
        for (time, (events, place)) in half_hours {
            match shown(time, &zone)? {
                Shown::Once(at) => *rows.entry(at).or_default() += events,
                Shown::Twice(first, second) => {
                    [first, second].iter().for_each(|at| *rows.entry(*at).or_default() += events / 2.0)
                }
                // A regular export has the line all the same.
                Shown::Never if events == 0.0 => {}
                Shown::Never => {
                    let (later, at) = next_shown(time, &zone)?;
                    *rows.entry(at).or_default() += events;
                    if (self.run.from.saturating_sub(self.run.lead.0)..self.run.to).contains(&at) {
                        moved.add(time, later, events, place);
                    }
                }
            }
        }
        if let Some((time, later, place)) = &moved.first {
            let text = format!("{time} does not exist in {zone_name}: the clock is put forward");
            let label = match moved.lines {
                1 => format!("its {} events are expected at {}", moved.events, later.time()),
                n => {
                    format!("{} events of {n} such lines are expected at the next half-hour that exists", moved.events)
                }
            };
            self.report_problem(Diagnostic::warning("skipped-hour", format!("{text}; {label}")).at(place, label));
        }
        Ok(rows.into_iter().map(|(at, events)| (at, at + 30 * MINUTE, events)).collect())
    }
}

/// Events that are expected when the clock skips.
#[derive(Default)]
struct Moved {
    /// The first line: its time, that to which its events move, its place.
    first: Option<(DateTime, DateTime, Place)>,
    lines: usize,
    events: f64,
}

impl Moved {
    fn add(&mut self, time: DateTime, later: DateTime, events: f64, place: Place) {
        self.first.get_or_insert((time, later, place));
        self.lines += 1;
        self.events += events;
    }
}

/// When the wall clock of a zone shows a time.
fn shown(time: DateTime, zone: &TimeZone) -> Result<Shown, Internal> {
    let internal = || Internal(time.to_string());
    let at =
        |offset: jiff::tz::Offset| offset.to_timestamp(time).map(Timestamp::as_microsecond).map_err(|_| internal());
    Ok(match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } => Shown::Once(at(offset)?),
        AmbiguousOffset::Fold { before, after } => Shown::Twice(at(before)?, at(after)?),
        AmbiguousOffset::Gap { .. } => Shown::Never,
    })
}

/// The first half-hour after one that the clock skips, and its instant.
fn next_shown(time: DateTime, zone: &TimeZone) -> Result<(DateTime, Instant), Internal> {
    let mut later = time;
    loop {
        later = later.checked_add(30.minutes()).map_err(|_| Internal(time.to_string()))?;
        if let Shown::Once(at) | Shown::Twice(at, _) = shown(later, zone)? {
            return Ok((later, at));
        }
    }
}
