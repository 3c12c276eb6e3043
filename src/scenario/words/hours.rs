//! Opening hours on the half-hours or quarters of a week: `"Mon-Fri 09:00-18:00; Sat 10:15-14:45"`.

use crate::units::{Fault, UnitError};
use std::ops::Range;

/// Half-hours of a week, from Monday 00:00.
pub const HALF_HOURS: usize = 336;

/// Quarters of an hour in a week and in a day: what is read; given back by half-hour where that loses nothing.
const QUARTERS: usize = 2 * HALF_HOURS;
const DAY: usize = QUARTERS / 7;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Reads opening hours into 336 half-hours, or 672 quarters of an hour where a time needs them. `"always"` and
/// `"daily 08:00-22:00"` are understood; a range may run across midnight (`"Fri 22:00-06:00"`). Errors: unknown day, time
/// off the grid of quarters, empty range.
pub fn parse_hours(text: &str) -> Result<Vec<bool>, UnitError> {
    parse_quarters(text).map(coarsest)
}

/// By half-hour, if both quarters of each are alike.
fn coarsest(quarters: Vec<bool>) -> Vec<bool> {
    match quarters.chunks(2).all(|pair| pair[0] == pair[1]) {
        true => quarters.into_iter().step_by(2).collect(),
        false => quarters,
    }
}

/// The same hours by quarter of an hour; hours by half-hour are doubled.
pub fn by_quarter<T: Copy>(week: &[T]) -> Vec<T> {
    let times = (QUARTERS / week.len().max(1)).max(1);
    week.iter().flat_map(|value| std::iter::repeat_n(*value, times)).collect()
}

fn parse_quarters(text: &str) -> Result<Vec<bool>, UnitError> {
    let mut open = vec![false; QUARTERS];
    match text.trim().to_ascii_lowercase().as_str() {
        "always" => return Ok(vec![true; QUARTERS]),
        "never" | "closed" => return Ok(open),
        _ => {}
    }
    let mut at = 0;
    for piece in text.split(';') {
        let start = at + piece.len() - piece.trim_start().len();
        let piece_at = start..start + piece.trim().len();
        at += piece.len() + 1;
        if !piece.trim().is_empty() {
            part(piece.trim(), &mut open).map_err(|e| e.within(piece_at))?;
        }
    }
    if open.iter().all(|o| !o) {
        return Err(UnitError::new(
            Fault::BadValue,
            "no opening hours are given",
            "write \"always\" or \"Mon-Fri 09:00-18:00\"",
        ));
    }
    Ok(open)
}

/// `"Mon-Fri 09:00-12:00, 13:00-18:00"`.
fn part(text: &str, open: &mut [bool]) -> Result<(), UnitError> {
    let first_digit = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let days = days(&text[..first_digit]).map_err(|e| e.within(0..first_digit))?;
    if text[first_digit..].trim().is_empty() {
        return Err(UnitError::new(Fault::BadValue, "the times are missing", "write \"Mon-Fri 09:00-18:00\""));
    }
    let mut at = first_digit;
    for range in text[first_digit..].split(',') {
        let start = at + range.len() - range.trim_start().len();
        let place = start..start + range.trim().len();
        at += range.len() + 1;
        let (from, to) = times(range.trim()).map_err(|e| e.within(place))?;
        for day in &days {
            let first = day * DAY + from;
            let length = if to > from { to - from } else { to + DAY - from };
            (first..first + length).for_each(|slot| open[slot % QUARTERS] = true);
        }
    }
    Ok(())
}

/// `"Mon-Fri"`, `"Sat, Sun"`, `"daily"`, or nothing (every day).
fn days(text: &str) -> Result<Vec<usize>, UnitError> {
    let clean = text.trim().trim_end_matches(',');
    if clean.is_empty() || clean.eq_ignore_ascii_case("daily") {
        return Ok((0..7).collect());
    }
    let mut list = Vec::new();
    for word in clean.split(',') {
        match word.split_once('-') {
            None => list.push(day(word)?),
            Some((from, to)) => {
                let (from, to) = (day(from)?, day(to)?);
                list.extend((0..=(to + 7 - from) % 7).map(|d| (from + d) % 7));
            }
        }
    }
    Ok(list)
}

fn day(word: &str) -> Result<usize, UnitError> {
    let word = word.trim();
    let found = DAYS.iter().position(|d| word.len() >= 3 && word.is_ascii() && word[..3].eq_ignore_ascii_case(d));
    const FULL: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    found.filter(|i| FULL[*i].starts_with(&word.to_ascii_lowercase())).ok_or_else(|| {
        UnitError::new(
            Fault::BadValue,
            format!("{word:?} is not a day of the week"),
            "use Mon, Tue, Wed, Thu, Fri, Sat, Sun",
        )
    })
}

/// `"09:00-18:00"` in quarters of an hour; the end may be 24:00 or lie on the next day.
fn times(text: &str) -> Result<(usize, usize), UnitError> {
    let bad = || UnitError::new(Fault::BadValue, format!("{text:?} is not a range of times"), "write \"09:00-18:00\"");
    let (from, to) = text.split_once('-').ok_or_else(bad)?;
    let (from_at, to_at) = (0..from.len(), text.len() - to.len()..text.len());
    let (from, to) = (time(from, from_at)?, time(to, to_at)?);
    if from == DAY || from == to {
        return Err(UnitError::new(
            Fault::BadValue,
            "a range of times ends after it begins",
            "write \"00:00-24:00\" for a whole day",
        ));
    }
    Ok((from, to))
}

fn time(text: &str, at: Range<usize>) -> Result<usize, UnitError> {
    let trimmed = text.trim();
    let (hour, minute) = trimmed.split_once(':').unwrap_or((trimmed, "00"));
    let number = |t: &str| (t.len() <= 2 && !t.is_empty()).then(|| t.parse::<usize>().ok()).flatten();
    match (number(hour), number(minute)) {
        (Some(h), Some(m)) if h < 24 && m < 60 && m % 15 == 0 => Ok(h * 4 + m / 15),
        (Some(24), Some(0)) => Ok(DAY),
        (Some(h), Some(m)) if h < 24 && m < 60 => {
            let (what, fix) = ("opening hours change on the quarter of an hour", "use :00, :15, :30 or :45");
            Err(UnitError::new(Fault::OutOfRange, what, fix).within(at))
        }
        _ => {
            Err(UnitError::new(Fault::BadValue, format!("{trimmed:?} is not a time of day"), "write 09:00").within(at))
        }
    }
}

/// Canonical text: days with the same hours together; reads back as the same periods.
pub fn hours_text(open: &[bool]) -> String {
    if open.iter().all(|o| *o) {
        return "always".to_string();
    }
    let by_day: Vec<String> = open.chunks(open.len() / 7).map(day_text).collect();
    let mut pieces = Vec::new();
    let mut day = 0;
    while day < by_day.len() {
        let mut last = day;
        while last + 1 < by_day.len() && by_day[last + 1] == by_day[day] {
            last += 1;
        }
        if !by_day[day].is_empty() {
            let name = if last > day { format!("{}-{}", DAYS[day], DAYS[last]) } else { DAYS[day].to_string() };
            pieces.push(format!("{name} {}", by_day[day]));
        }
        day = last + 1;
    }
    if pieces.is_empty() { "closed".to_string() } else { pieces.join("; ") }
}

fn day_text(slots: &[bool]) -> String {
    let minutes = 24 * 60 / slots.len().max(1);
    let clock = |slot: usize| format!("{:02}:{:02}", slot * minutes / 60, slot * minutes % 60);
    let mut ranges = Vec::new();
    let mut from = 0;
    while from < slots.len() {
        if !slots[from] {
            from += 1;
            continue;
        }
        let to = (from..slots.len()).find(|s| !slots[*s]).unwrap_or(slots.len());
        ranges.push(format!("{}-{}", clock(from), clock(to)));
        from = to;
    }
    ranges.join(", ")
}
