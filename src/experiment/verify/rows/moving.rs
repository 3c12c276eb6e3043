//! Rates that move: M_t/G/∞ under a sine, and a day of M_t/M/c_t+M that starts empty.

use core::f64::consts::TAU;

use super::super::case::{Case, Check, check, pair, plain};
use super::super::reference::{Row, table};
use super::super::seen::{Seen, Watch};
use super::text::{MICRO, call_center, name, planned, reason};
use crate::statistics::{AtShiftEnd, Period, PeriodMeans, mt_m_ct_m};
use crate::units::HOUR;

/// As many agents as nobody ever waits for: mean and 8 standard deviations of a Poisson number, and some.
fn endless(peak: f64) -> u32 {
    (peak + 8.0 * peak.sqrt() + 10.0).ceil() as u32
}

/// Busy agents in the hours around a peak, a trough and both crossings: the lag moves the crossings, the amplitude the rest.
pub fn infinite_servers() -> Result<Vec<Case>, String> {
    let plan = [
        ("INF01", 8.0),
        ("INF03", 8.0),
        ("INF04", 10.0),
        ("INF05", 8.0),
        ("INF06", 8.0),
        ("INF07", 6.0),
        ("INF08", 4.0),
    ];
    table("mt_g_inf")?.iter().map(|row| sine(row, planned(&plan, row.id()?, 6.0))).collect()
}

fn sine(row: &Row, customers: f64) -> Result<Case, String> {
    let (per_h, amplitude, service) =
        (row.number("mean_lambda_per_h")?, row.number("amplitude_per_h")?, row.number("mean_service_s")?);
    let (mean, swing, lag) = (row.number("mean_busy")?, row.number("busy_amplitude")?, row.number("peak_lag_s")?);
    if row.number("period_h")? != 24.0 {
        return Err("a period that is no day".into());
    }
    let handling = super::general::law(row.text("service_law")?, service)?;
    let mut case = Case::new("M_t/G/∞", name("mt_g_inf", row)?, customers, per_h);
    case.whole_h = 24.0;
    case.lead_h = 24.0 * (20.0 * service / 86_400.0).ceil();
    case.text = format!(
        "{}wave = {{ amplitude = \"{} %\", period = \"24 h\", peak = \"1980-01-07T06:00\" }}\n{}",
        reason(per_h, &handling),
        100.0 * amplitude / per_h,
        call_center(endless(row.number("peak_busy")?), 20.0, ""),
    );
    case.checks = vec![check("mean busy", mean, 1.0, |s| pair(s.staff.groups.iter().map(|g| g.busy).sum(), s.span))];
    // The peak of the rate is at 6 h; that of the busy agents later by the lag.
    let peak_h = 6.0 + lag / 3600.0;
    for (label, after) in [("peak", 0.0), ("falling", 6.0), ("trough", 12.0), ("rising", 18.0)] {
        let hour = ((peak_h + after).floor() as usize) % 24;
        let angle = |h: f64| TAU * (h - peak_h) / 24.0;
        let cosine = (libm::sin(angle(hour as f64 + 1.0)) - libm::sin(angle(hour as f64))) * 24.0 / TAU;
        case.checks.push(check(format!("busy, hour {hour} ({label})"), mean + swing * cosine, 1.0, move |s: &Seen| {
            let hours = || s.staff.hours.iter().skip(hour).step_by(24);
            pair(hours().map(|h| h.busy).sum(), hours().map(|h| h.span).sum())
        }));
    }
    Ok(case)
}

/// Model of the day of the table.
const DAY: &str = "M_t/M/c_t+M, a day from empty";
/// Its rows: the day without the night, and the night alone.
const DAYS: [&str; 2] = ["transient_mt_m_ct_plus_m", "transient_mt_m_ct_plus_m night"];

/// Models and rows of [`day`], whose exact values take seconds.
pub fn day_names() -> [(&'static str, &'static str); 2] {
    DAYS.map(|row| (DAY, row))
}

/// Hours that few call in: simulated alone, more often than whole days are.
const NIGHT: usize = 7;

/// The day of the table, and its night alone: the first hours of the same day, which starts empty. Agents finish their call
/// when heads fall; the exact values are those of that reading, from the same equations that give the table's values for the
/// other one.
pub fn day() -> Result<Vec<Case>, String> {
    let rows = table("transient_mt_m_ct_plus_m")?;
    let first = rows.first().ok_or("an empty table")?;
    let (aht, patience) = (first.number("aht_s")?, first.number("mean_patience_s")?);
    let periods: Vec<Period> = rows
        .iter()
        .map(|row| Ok(Period { hours: 1.0, per_h: row.number("lambda_per_h")?, heads: row.count("servers")? }))
        .collect::<Result<_, String>>()?;
    let exact = mt_m_ct_m(&periods, aht, patience, 60, AtShiftEnd::Finish).map_err(|e| e.to_string())?;
    let total: f64 = periods.iter().map(|p| p.per_h).sum();
    let case = |name: &str, customers: f64, hours: std::ops::Range<usize>| {
        let length = hours.end as f64;
        let per_h = periods[..hours.end].iter().map(|p| p.per_h).sum::<f64>() / length;
        let mut case = Case::new(DAY, name.into(), customers, per_h);
        case.day_h = Some(length);
        case.checks = hours.flat_map(|hour| of_hour(hour, &exact[hour], &periods, aht)).collect();
        case
    };
    let mut cases = vec![case(DAYS[0], 8e6, NIGHT..periods.len()), case(DAYS[1], 2e6, 0..NIGHT)];
    let week = |value: &dyn Fn(&Period) -> f64, each: usize| {
        let day: Vec<String> =
            periods.iter().flat_map(|p| std::iter::repeat_n(format!("{}", value(p)), each)).collect();
        std::iter::repeat_n(day.join(", "), 7).collect::<Vec<_>>().join(", ")
    };
    let text = format!(
        "[profile.day]\nweek = [{}]\n{}profile = \"day\"\n[call_center]\nagents = [{}]\nwage = \"0 USD\"\n\
         patience = \"exponential, mean {patience} s\"\n",
        week(&|p| p.per_h, 1),
        reason(total / 24.0, &format!("exponential, mean {aht} s")),
        week(&|p| f64::from(p.heads), 2),
    );
    for case in &mut cases {
        (case.text, case.watch, case.service_s) = (text.clone(), Watch::Hours, Some(aht));
    }
    Ok(cases)
}

/// What is compared in an hour. Chance in the arrivals and the work of that hour and of the one before is taken out.
fn of_hour(hour: usize, exact: &PeriodMeans, periods: &[Period], aht_s: f64) -> [Check; 3] {
    let expected = [hour.checked_sub(1), Some(hour)].map(|hour| hour.map(|hour| (hour, periods[hour].per_h)));
    let chance = move |s: &Seen| {
        let of = |(hour, per_h): (usize, f64)| {
            let (waits, hours) = (s.cohorts.get(hour), s.staff.hours.get(hour));
            let days = hours.map_or(0, |h| h.span) as f64 / HOUR as f64;
            let (offered, answered, work) = waits.map_or((0, 0, 0), |w| (w.offered, w.answered(), w.service));
            [offered as f64 - per_h * days, work as f64 * MICRO - aht_s * answered as f64]
        };
        expected.into_iter().flatten().flat_map(of).collect()
    };
    let queue = check(format!("mean queue, hour {hour}"), exact.mean_queue, 1.0, move |s| {
        s.staff.hours.get(hour).map_or((0, 0), |h| pair(h.queue, h.span))
    });
    let wait = check(format!("P(wait), hour {hour}"), exact.p_wait, 1.0, move |s| {
        s.cohorts.get(hour).map_or((0, 0), |w| pair(w.waited, w.offered))
    });
    let busy = plain(format!("busy, hour {hour}"), exact.mean_busy, 1.0, move |s| {
        s.staff.hours.get(hour).map_or((0, 0), |h| pair(h.busy, h.span))
    });
    [queue.with(chance), wait.with(chance), busy]
}
