//! An axis of the plan as an axis of a chart.

use crate::chart::format;
use crate::chart::scale::{Scale, decades_first};
use crate::table::{SweepLevel, SweepTables};

/// From this ratio of its ends on, an axis is logarithmic.
const LOG_FROM: f64 = 30.0;

/// Positions of an axis' values.
pub struct Axis {
    /// Values in order.
    pub levels: Vec<SweepLevel>,
    /// Unit of the numbers; `None`: words, at equal distances.
    pub unit: Option<String>,
    log: bool,
}

impl Axis {
    /// The axis at this place.
    pub fn of(tables: &SweepTables, place: usize) -> Axis {
        let levels = tables.levels(place);
        let unit = tables.axes[place].unit.clone();
        let ends = levels.first().zip(levels.last()).and_then(|(a, b)| Some((a.number?, b.number?)));
        let log = unit.is_some() && ends.is_some_and(|(a, b)| a > 0.0 && b / a >= LOG_FROM);
        Axis { levels, unit, log }
    }

    /// Where a value stands.
    pub fn position(&self, level: &SweepLevel) -> f64 {
        let place = || self.levels.iter().position(|l| l.text == level.text).unwrap_or(0) as f64;
        level.number.filter(|_| self.unit.is_some()).unwrap_or_else(place)
    }

    /// The scale between two pixels.
    pub fn scale(&self, start: f64, end: f64) -> Scale {
        let at = |level: Option<&SweepLevel>| level.map_or(0.0, |level| self.position(level));
        let (low, high) = (at(self.levels.first()), at(self.levels.last()));
        match self.log {
            true => Scale::log(low, high, start, end),
            false if low == high => Scale::linear(low - 0.5, high + 0.5, start, end),
            false => Scale::linear(low, high, start, end),
        }
    }

    /// Ticks: the values themselves if they are few, else round numbers.
    pub fn ticks(&self, scale: &Scale) -> Vec<(f64, String)> {
        if self.unit.is_none() || self.levels.len() <= 8 {
            return self.levels.iter().map(|level| (self.position(level), self.text(level))).collect();
        }
        let ticks = scale.ticks(7);
        let ticks = if self.log { decades_first(ticks) } else { ticks };
        ticks.into_iter().map(|v| (v, self.number(v))).collect()
    }

    /// A value for people.
    pub fn text(&self, level: &SweepLevel) -> String {
        match level.number.filter(|_| self.unit.is_some()) {
            Some(number) => self.number(number),
            None => level.text.clone(),
        }
    }

    /// A number in the axis' unit.
    pub fn number(&self, number: f64) -> String {
        match self.unit.as_deref() {
            Some("s") => tidy_seconds(number),
            Some("share") => format::percent(number),
            Some("") | None => format::short(number),
            Some(unit) if unit.contains('…') => format::short(number),
            Some(_) => format::short(number),
        }
    }

    /// What stands under the axis: its name and unit.
    pub fn title(&self, label: &str) -> String {
        let unit = match self.unit.as_deref() {
            Some("s" | "share" | "") | None => String::new(),
            Some(unit) if unit.contains('…') => format!(" ({unit})"),
            Some(unit) => format!(" ({unit})"),
        };
        let log = if self.log { ", logarithmic" } else { "" };
        format!("{label}{unit}{log}")
    }
}

/// A time without needless zeros: `45 s`, `2 min`.
fn tidy_seconds(seconds: f64) -> String {
    let (size, unit) = format::time_unit(seconds);
    format!("{} {unit}", format::short(seconds / size))
}
