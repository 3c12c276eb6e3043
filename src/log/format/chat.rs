//! A chat exported as text from the phone app: no ids, no status, local minutes; a bill from it is an estimate.

use std::collections::BTreeSet;

use jiff::civil::{DateTime, date};

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::options::Options;
use super::super::problem::{Problem, shown};
use super::super::reason::Reason;
use super::csv::{Csv, Next};
use super::input::Input;

/// Which number of a date comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Day,
    Month,
    Year,
}

/// A line with a stamp: the numbers of its date, its time, and what follows.
struct Stamped<'a> {
    date: [u32; 3],
    hour: i8,
    minute: i8,
    second: i8,
    rest: &'a str,
}

/// Does one of the first lines have a stamp?
pub(in super::super) fn is(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&head[..head.len().min(4096)]).into_owned();
    text.lines().take(5).any(|line| stamped(&plain(line)).is_some_and(|s| !s.rest.is_empty()))
}

/// Reads the chat; the name of the business is `--map number:=NAME`.
pub(in super::super) fn read(input: Input, options: &Options, intake: &mut Intake) -> Result<String, Vec<Problem>> {
    let head = String::from_utf8_lossy(&input.head).into_owned();
    let (order, business) = ask(&head, options, intake)?;
    // Lines, read in bounded memory: a separator that no text holds.
    let mut lines = Csv::new(input, 0);
    let mut row = 0;
    loop {
        match lines.advance().map_err(|e| vec![intake.failed(&e)])? {
            Next::End => break,
            Next::TooLong => return Err(vec![Problem::at(&intake.name, row + 1, "a line of more than 16 MiB", "")]),
            Next::Record => row += 1,
        }
        let line = plain(lines.cell(0));
        let Some(stamp) = stamped(&line) else { continue };
        let Some((name, _)) = stamp.rest.split_once(": ") else {
            intake.no_message("system lines");
            continue;
        };
        let local = local(&stamp, order);
        let Some((at, _)) = local.and_then(|l| intake.converter.clock.local(l)) else {
            intake.keep_out(Reason::UnreadableTime, &line, row)?;
            continue;
        };
        let mut fields = Fields::default();
        fields.set(Field::Time, Cell::Instant(at));
        fields.set(Field::Number, Cell::text(&business));
        let inbound = name.trim() != business;
        fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
        fields.set(Field::Kind, Cell::Text("free_form"));
        if inbound && name.trim_start().starts_with('+') {
            fields.set(Field::Phone, Cell::text(name));
        }
        // One export is one chat: all that is not the business is one customer.
        let chat = format!("chat {}", intake.name);
        fields.set(Field::Customer, Cell::text(&chat));
        fields.set(Field::Origin, if inbound { Cell::Empty } else { Cell::Text("human") });
        intake.shaped(fields, row)?;
    }
    intake.note("chat of the phone app: an estimate of a bill if this number moved to the platform; deleted and media lines count as messages".into());
    Ok("chat exported from the phone app (an estimate)".to_string())
}

/// What the file does not say by itself.
fn ask(head: &str, options: &Options, intake: &Intake) -> Result<(First, String), Vec<Problem>> {
    let mut problems = Vec::new();
    let mapping = options.mapping.as_ref();
    let lines: Vec<String> = head.lines().map(plain).collect();
    let dates = || lines.iter().filter_map(|l| stamped(l)).map(|s| s.date);
    let format = mapping.and_then(|m| m.time_format.as_deref());
    let order = match format.map(|f| f.trim_start_matches(['%', '[', '-'])).and_then(|f| f.chars().next()) {
        Some('m') => Some(First::Month),
        Some('Y' | 'y') => Some(First::Year),
        Some(_) => Some(First::Day),
        None if dates().any(|d| d[0] > 31) => Some(First::Year),
        None if dates().any(|d| d[0] > 12) => Some(First::Day),
        None if dates().any(|d| d[1] > 12) => Some(First::Month),
        None => None,
    };
    if order.is_none() {
        let help = "say it: --map time_format=%d.%m.%y (day first) or --map time_format=%m/%d/%y (month first)";
        problems.push(Problem::of(
            &intake.name,
            "its dates do not tell whether the day or the month comes first",
            help,
        ));
    }
    let names: BTreeSet<String> = lines
        .iter()
        .filter_map(|l| stamped(l)?.rest.split_once(": ").map(|(n, _)| shown(n.trim())))
        .take(1000)
        .collect();
    let business = mapping.and_then(|m| m.constants.get(&Field::Number)).cloned();
    match &business {
        None => {
            let names: Vec<&str> = names.iter().take(10).map(String::as_str).collect();
            let help = format!("say it: --map 'number:=NAME'; names: {}", names.join(", "));
            problems.push(Problem::of(&intake.name, "a chat does not say which of its names is the business", help));
        }
        Some(name) if !names.contains(name) => {
            let help = super::super::problem::suggest(name, names.iter().map(String::as_str));
            problems.push(Problem::of(&intake.name, format!("nobody in the chat is called `{name}`"), help));
        }
        Some(_) => {}
    }
    match (order, business) {
        (Some(order), Some(business)) if problems.is_empty() => Ok((order, business)),
        _ => Err(problems),
    }
}

/// Without the marks of direction and with plain spaces.
fn plain(line: &str) -> String {
    let mark = |c: &char| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\r');
    line.chars().filter(mark).map(|c| if matches!(c, '\u{202f}' | '\u{a0}') { ' ' } else { c }).collect()
}

/// `[03.10.26, 14:05:09] …` or `03/10/2026, 2:05 PM - …`.
fn stamped(line: &str) -> Option<Stamped<'_>> {
    let (inner, rest) = match line.strip_prefix('[') {
        Some(inner) => inner.split_once("] ")?,
        None => line.split_once(" - ")?,
    };
    let (day, time) = inner.split_once(", ").or_else(|| inner.split_once(' '))?;
    let mut date = [0; 3];
    let mut parts = day.split(['.', '/', '-']).filter(|p| !p.is_empty());
    for part in &mut date {
        *part = parts.next()?.trim().parse().ok()?;
    }
    let (clock, half) = time.trim().split_once(' ').unwrap_or((time.trim(), ""));
    let mut numbers = clock.split(':');
    let mut number = || numbers.next().map(|n| n.parse::<i8>().ok());
    let (hour, minute, second) = (number()??, number()??, number().unwrap_or(Some(0))?);
    let half: String = half.chars().filter(char::is_ascii_alphabetic).flat_map(char::to_lowercase).collect();
    let hour = match half.as_str() {
        "am" => hour % 12,
        "pm" => hour % 12 + 12,
        _ => hour,
    };
    parts.next().is_none().then_some(Stamped { date, hour, minute, second, rest })
}

fn local(stamp: &Stamped, order: First) -> Option<DateTime> {
    let [a, b, c] = stamp.date;
    let (year, month, day) = match order {
        First::Day => (c, b, a),
        First::Month => (c, a, b),
        First::Year => (a, b, c),
    };
    let year = if year < 100 { 2000 + year } else { year };
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    jiff::civil::Date::new(year, month, day).ok()?;
    let time = jiff::civil::Time::new(stamp.hour, stamp.minute, stamp.second, 0).ok()?;
    Some(date(year, month, day).to_datetime(time))
}
