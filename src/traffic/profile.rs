//! Volume as a mean day times a week's profile in local time, growth, season and holidays.

use jiff::tz::TimeZone;

use super::calendar::{civil, stretches};
use super::curve::Curve;
use super::holidays::Holidays;
use super::wave::Sine;
use crate::facts::Instant;
use crate::scenario::{Chance, Counts, Volume};
use crate::units::{DAY, HOUR};

/// Microseconds of a mean year (365.25 days), the unit in which growth compounds.
const YEAR: f64 = 365.25 * DAY as f64;

/// The time axis of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    /// UTC instant of engine time 0.
    pub start: Instant,
    /// Growth counts from here.
    pub from: Instant,
    /// Arrivals end here.
    pub to: Instant,
}

/// The curve of one source in one zone. `country` matters for its holidays only.
pub(super) fn curve(
    volume: &Volume,
    chance: &Chance,
    axis: Axis,
    zone: &TimeZone,
    country: &str,
) -> Result<Curve, String> {
    let end = axis.to - axis.start;
    let mut curve = Curve::new(end, chance.wave.as_ref().map(|wave| Sine::new(wave, axis.start)));
    let by_hour = chance.hour_cv > 0.0 || chance.counts != Counts::Poisson;
    let by_day = by_hour || chance.day_cv > 0.0;
    let named = |date: i32, half_hour: u8| (if by_day { date } else { 0 }, if by_hour { half_hour } else { 0 });
    match volume {
        Volume::Constant(rate) => curve.push(0, end, rate.0 / HOUR as f64, (0, 0)),
        Volume::Table(rows) => {
            let mut rows = rows.clone();
            rows.sort_by_key(|row| row.0);
            for (from, to, expected) in rows {
                let rate = expected / (to as f64 - from as f64);
                let local = from.saturating_add(offset(zone, from));
                let name = named(local.div_euclid(DAY) as i32, (local.rem_euclid(DAY) / (HOUR / 2)) as u8);
                curve.push(from.saturating_sub(axis.start), to.saturating_sub(axis.start), rate, name);
            }
        }
        Volume::Profile { per_day, week, between, growth, season, holiday } => {
            let holidays = Holidays::shipped();
            let (open, close) = between.unwrap_or((axis.start, axis.to));
            let (open, close) = (open.max(axis.start), close.min(axis.to));
            if open >= close {
                return Ok(curve);
            }
            let mut day = Day::default();
            for stretch in stretches(zone, open, close)? {
                for hour in stretch.hours() {
                    if day.date != Some(hour.date) {
                        let month = civil(hour.date).1 as usize - 1;
                        let closed = *holiday != 1.0 && holidays.is_holiday(country, hour.date);
                        let factor = season[month] * if closed { *holiday } else { 1.0 };
                        day = Day { date: Some(hour.date), rate: per_day / DAY as f64 * factor };
                    }
                    let rate = day.rate * week[hour.hour_of_week] * grown(*growth, axis.from, hour.from, hour.to);
                    let name = named(hour.date, 2 * (hour.hour_of_week % 24) as u8);
                    curve.push(hour.from - axis.start, hour.to - axis.start, rate, name);
                }
            }
        }
    }
    Ok(curve)
}

/// Offset of local time at an instant, microseconds; 0 outside the calendar.
fn offset(zone: &TimeZone, at: Instant) -> i64 {
    jiff::Timestamp::from_microsecond(at)
        .map_or(0, |at| i64::from(zone.to_offset_info(at).offset().seconds()) * crate::units::SECOND)
}

/// What a local day adds to its hours.
#[derive(Default)]
struct Day {
    date: Option<i32>,
    rate: f64,
}

/// Growth since the run's start, at the middle of the hour: (1 + growth)^years, before the start below 1.
fn grown(growth: f64, origin: Instant, from: Instant, to: Instant) -> f64 {
    if growth == 0.0 {
        return 1.0;
    }
    let middle = from + (to - from) / 2;
    libm::pow(1.0 + growth, (middle - origin) as f64 / YEAR)
}
