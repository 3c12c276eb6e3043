//! One value against its kind.

use super::suggest::{did_you_mean, nearest};
use super::typed::Typed;
use crate::scenario::data;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::settings::{Kind, Words};
use crate::scenario::source::{Place, Sources};
use crate::scenario::tree::{self, Value};
use crate::scenario::words::{
    HALF_HOURS, When, parse_axis, parse_count_law, parse_hours, parse_law, parse_precision, parse_promise,
    parse_slowdown,
};
use crate::scenario::{AxisValues, Law};
use crate::units::{Currency, Decimal, Fault, HourlyRate, Money, Share, Span, UnitError};

/// Reads a value, or says what is wrong with it. `path` is for the message.
pub fn read(value: &Value, kind: &Kind, path: &str, sources: &Sources) -> Result<Typed, Vec<Diagnostic>> {
    use tree::Kind as Raw;
    let one = |d: Diagnostic| vec![d];
    match (kind, &value.kind) {
        (Kind::Choices(words), Raw::List(list)) => each(list, |v| read(v, &Kind::Choice(words), path, sources)),
        (Kind::NamesOf(table), Raw::List(list)) => each(list, |v| read(v, &Kind::NameOf(table), path, sources)),
        (Kind::Tariffs, Raw::List(list)) => each(list, |v| read(v, &Kind::Tariff, path, sources)),
        (Kind::Precisions, Raw::List(list)) if !list.is_empty() => each(list, |v| match &v.kind {
            Raw::Text(text) => parse_precision(text).map(Typed::Precision).map_err(|e| one(unit_error(e, v, sources))),
            _ => Err(one(wrong_type(kind, v, path))),
        }),
        (Kind::Shares, Raw::List(list)) if !list.is_empty() => {
            each(list, |v| read(v, &Kind::Share(0.0, 1.0), path, sources))
        }
        (Kind::Metrics, Raw::List(list)) if !list.is_empty() => each(list, |v| read(v, &Kind::Text, path, sources)),
        (Kind::Axis, Raw::List(list)) if !list.is_empty() => list
            .iter()
            .map(|v| written(v, sources))
            .collect::<Option<Vec<_>>>()
            .map_or_else(|| Err(one(wrong_type(kind, value, path))), |list| Ok(Typed::Axis(AxisValues::List(list)))),
        (Kind::Axis, Raw::Table(_)) => Err(one(Diagnostic::error("bad-value", format!("`{path}` is a table"))
            .at(&value.place, "write the path of an axis in quotes: \"desk.answer.quiet\" = …"))),
        (Kind::Axis, Raw::Integer(n) | Raw::Float(n)) => Ok(Typed::Axis(AxisValues::List(vec![n.clone()]))),
        (Kind::Axis, Raw::Flag(b)) => Ok(Typed::Axis(AxisValues::List(vec![b.to_string()]))),
        (Kind::Files, Raw::List(list)) => each(list, |v| read(v, &Kind::File, path, sources)),
        (Kind::Numbers(n, low, high), Raw::List(list)) => {
            let typed = each(list, |v| number(v, *low, *high, path).map(Typed::Number).map_err(one))?;
            exactly(typed, *n, value, path).map_err(one)
        }
        (Kind::Between, Raw::List(list)) => {
            let typed = each(list, |v| read(v, &Kind::When, path, sources))?;
            exactly(typed, 2, value, path).map_err(one)
        }
        (Kind::Agents, Raw::List(list)) => {
            let typed = each(list, |v| count(v, 0, 60_000, path).map_err(one))?;
            let slots = if list.len() == 2 * HALF_HOURS { 2 * HALF_HOURS } else { HALF_HOURS };
            exactly(typed, slots, value, path).map_err(one)
        }
        (Kind::Agents, _) => count(value, 0, 60_000, path).map_err(one),
        (Kind::Speed, Raw::List(list)) => {
            let typed = each(list, |v| number(v, 0.01, 1.0, path).map(Typed::Number).map_err(one))?;
            falling(typed, value).map_err(one)
        }
        (Kind::Flag, Raw::Flag(b)) => Ok(Typed::Flag(*b)),
        (Kind::Count(low, high), _) => count(value, *low, *high, path).map_err(one),
        (Kind::Size, Raw::Text(t)) if t == "unlimited" => Ok(Typed::Unlimited),
        (Kind::Size, _) => count(value, 1, 20_000_000_000, path).map_err(one),
        (Kind::Number(low, high), _) => number(value, *low, *high, path).map(Typed::Number).map_err(one),
        (Kind::When, Raw::Date(text)) => {
            When::parse(text).map(Typed::When).map_err(|e| one(unit_error(e, value, sources)))
        }
        (_, Raw::Text(text)) => read_text(text, kind).map_err(|e| one(unit_error(e, value, sources))),
        (_, Raw::Integer(n) | Raw::Float(n)) if unit_of(kind, n).is_some() => Err(one(bare_number(kind, n, value))),
        _ => Err(one(wrong_type(kind, value, path))),
    }
}

/// A value as TOML: texts, numbers, flags and lists of them.
fn written(value: &Value, sources: &Sources) -> Option<String> {
    match &value.kind {
        tree::Kind::Table(_) => None,
        tree::Kind::Text(text) => Some(crate::scenario::words::quoted(text)),
        _ => sources.slice(&value.place).map(str::to_string),
    }
}

/// Reads a text by its kind: the defaults of the table go the same way.
pub fn read_text(text: &str, kind: &Kind) -> Result<Typed, UnitError> {
    match kind {
        Kind::Prose => Ok(Typed::Text(text.to_string())),
        Kind::Text | Kind::NameOf(_) | Kind::Tariff | Kind::File => name(text),
        Kind::Choice(words) => choice(text, words),
        Kind::Span { zero, forever } => span(text, *zero, *forever),
        Kind::Money => positive(Money::parse(text)?),
        Kind::Share(low, high) => share(text, *low, *high),
        Kind::Rate => HourlyRate::parse(text).map(Typed::Rate),
        Kind::Law { never } => law(text, *never),
        Kind::CountLaw => parse_count_law(text).map(Typed::CountLaw),
        Kind::Promise => parse_promise(text).map(Typed::Promise),
        Kind::Precisions => parse_precision(text).map(|wanted| Typed::List(vec![Typed::Precision(wanted)])),
        Kind::Axis => parse_axis(text).map(Typed::Axis),
        Kind::Metrics => name(text).map(|metric| Typed::List(vec![metric])),
        Kind::Hours => parse_hours(text).map(Typed::Hours),
        Kind::When => When::parse(text).map(Typed::When),
        Kind::Zone => zone(text),
        Kind::Currency => Currency::parse(text).map(Typed::Currency),
        Kind::Speed => parse_slowdown(text).map(Typed::Slowdown),
        Kind::Size if text == "unlimited" => Ok(Typed::Unlimited),
        _ => Err(UnitError::new(Fault::BadValue, format!("expected {}", kind.form()), "write it without quotes")),
    }
}

fn name(text: &str) -> Result<Typed, UnitError> {
    if text.trim().is_empty() || text.chars().any(char::is_control) || text.chars().count() > 500 {
        return Err(UnitError::new(
            Fault::BadValue,
            "a name is empty, too long or has control characters",
            "write plain text",
        ));
    }
    Ok(Typed::Text(text.to_string()))
}

fn choice(text: &str, words: Words) -> Result<Typed, UnitError> {
    if words.iter().any(|(word, _)| *word == text) {
        return Ok(Typed::Text(text.to_string()));
    }
    let fix = did_you_mean(text, words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
    Err(UnitError::new(Fault::BadValue, format!("{text:?} is not one of the choices"), fix))
}

fn span(text: &str, zero: bool, forever: bool) -> Result<Typed, UnitError> {
    let span = Span::parse(text)?;
    if span == Span::FOREVER && !forever {
        return Err(UnitError::new(Fault::OutOfRange, "this time must be finite", "write such as \"7 d\""));
    }
    if span.0 == 0 && !zero {
        return Err(UnitError::new(Fault::OutOfRange, "this time must be more than 0", "write such as \"1 h\""));
    }
    Ok(Typed::Span(span))
}

fn positive(money: Money) -> Result<Typed, UnitError> {
    if money.nanos < 0 {
        return Err(UnitError::new(Fault::OutOfRange, "a price cannot be negative", "write 0 or more"));
    }
    Ok(Typed::Money(money))
}

fn share(text: &str, low: f64, high: f64) -> Result<Typed, UnitError> {
    let share = Share::parse(text)?;
    if !(low..=high).contains(&share.0) {
        let fix = format!("between {} and {}", Share(low), Share(high));
        return Err(UnitError::new(Fault::OutOfRange, format!("{share} is out of range"), fix));
    }
    Ok(Typed::Share(share))
}

fn law(text: &str, never: bool) -> Result<Typed, UnitError> {
    let law = parse_law(text)?;
    if law == Law::Never && !never {
        return Err(UnitError::new(
            Fault::OutOfRange,
            "this takes a time",
            "write such as \"exponential, mean 3 min\"",
        ));
    }
    Ok(Typed::Law(law))
}

fn zone(text: &str) -> Result<Typed, UnitError> {
    if jiff::tz::TimeZone::get(text).is_ok() && text.contains('/') || text == "UTC" {
        return Ok(Typed::Text(text.to_string()));
    }
    let fix = match nearest(text, data::zones()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "write such as \"Europe/Paris\"".to_string(),
    };
    Err(UnitError::new(Fault::BadValue, format!("{text:?} is not a time zone"), fix))
}

fn count(value: &Value, low: u64, high: u64, path: &str) -> Result<Typed, Diagnostic> {
    let tree::Kind::Integer(text) = &value.kind else {
        return Err(wrong_type(&Kind::Count(low, high), value, path));
    };
    match text.parse::<u64>() {
        Ok(n) if (low..=high).contains(&n) => Ok(Typed::Count(n)),
        _ => Err(range(text, &format!("between {low} and {high}"), value, path)),
    }
}

fn number(value: &Value, low: f64, high: f64, path: &str) -> Result<f64, Diagnostic> {
    let (tree::Kind::Integer(text) | tree::Kind::Float(text)) = &value.kind else {
        return Err(wrong_type(&Kind::Number(low, high), value, path));
    };
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() && (low..=high).contains(&x) => Ok(if x == 0.0 { 0.0 } else { x }),
        Ok(x) if !x.is_finite() => Err(Diagnostic::error("bad-value", format!("`{path}` must be a finite number"))
            .at(&value.place, "not a number to count with")),
        _ => Err(range(text, &format!("between {low} and {high}"), value, path)),
    }
}

fn range(text: &str, fix: &str, value: &Value, path: &str) -> Diagnostic {
    let short: String = text.chars().take(40).collect();
    Diagnostic::error("out-of-range", format!("`{path}` cannot be {short}")).at(&value.place, fix)
}

fn falling(typed: Typed, value: &Value) -> Result<Typed, Diagnostic> {
    let Typed::List(list) = &typed else { return Ok(typed) };
    let speeds: Vec<f64> = list.iter().filter_map(|t| if let Typed::Number(x) = t { Some(*x) } else { None }).collect();
    if speeds.first() == Some(&1.0) && speeds.windows(2).all(|w| w[1] <= w[0]) {
        return Ok(typed);
    }
    Err(Diagnostic::error("out-of-range", "speeds begin with 1.0 and never rise")
        .at(&value.place, "write such as [1.0, 0.85, 0.75]"))
}

fn each(list: &[Value], read: impl Fn(&Value) -> Result<Typed, Vec<Diagnostic>>) -> Result<Typed, Vec<Diagnostic>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for value in list {
        match read(value) {
            Ok(typed) => good.push(typed),
            Err(more) => bad.extend(more),
        }
    }
    if bad.is_empty() { Ok(Typed::List(good)) } else { Err(bad) }
}

fn exactly(typed: Typed, n: usize, value: &Value, path: &str) -> Result<Typed, Diagnostic> {
    match &typed {
        Typed::List(list) if list.len() != n => {
            Err(Diagnostic::error("out-of-range", format!("`{path}` needs {n} values, not {}", list.len()))
                .at(&value.place, format!("write {n} values")))
        }
        _ => Ok(typed),
    }
}

/// Turns a fault of a text into a diagnostic with the caret at the faulty bytes.
fn unit_error(error: UnitError, value: &Value, sources: &Sources) -> Diagnostic {
    let code = match error.fault {
        Fault::MissingUnit => "missing-unit",
        Fault::WrongUnit => "wrong-unit",
        Fault::BadValue => "bad-value",
        Fault::OutOfRange => "out-of-range",
    };
    Diagnostic::error(code, error.message).at(&narrow(&error.at, value, sources), error.fix)
}

/// The place of bytes of a string's content: only if it is written without escapes.
fn narrow(at: &Option<std::ops::Range<usize>>, value: &Value, sources: &Sources) -> Place {
    let (Some(at), tree::Kind::Text(text)) = (at, &value.kind) else { return value.place.clone() };
    let raw = sources.slice(&value.place).unwrap_or("");
    let quote = if raw.starts_with(['"', '\'']) { 1 } else { 0 };
    let fits = raw.get(quote..quote + text.len()).is_some_and(|inner| inner == text);
    if !fits || at.start >= at.end || at.end > text.len() {
        return value.place.clone();
    }
    value.place.start + quote + at.start..value.place.start + quote + at.end
}

/// The error for a number without unit of this kind, if the kind has units.
fn unit_of(kind: &Kind, number: &str) -> Option<UnitError> {
    match kind {
        Kind::Span { .. } => Some(Span::without_unit(number)),
        Kind::Money => Some(Money::without_unit(number)),
        Kind::Share(..) => Some(Share::without_unit(number)),
        Kind::Rate => Some(HourlyRate::without_unit(number)),
        Kind::CountLaw => {
            Some(UnitError::new(Fault::MissingUnit, "a count needs its law", format!("write \"fixed {number}\"")))
        }
        Kind::Law { .. } => {
            let fix = format!("write \"fixed {number} s\" or \"exponential, mean {number} s\"");
            Some(UnitError::new(Fault::MissingUnit, "a law of a time needs a name and a unit", fix))
        }
        _ => None,
    }
}

fn bare_number(kind: &Kind, number: &str, value: &Value) -> Diagnostic {
    if Decimal::parse(number).is_err() {
        return Diagnostic::error("bad-value", "not a number to count with")
            .at(&value.place, format!("expected {}", kind.form()));
    }
    match unit_of(kind, number) {
        Some(e) => Diagnostic::error("missing-unit", e.message).at(&value.place, e.fix),
        None => wrong_type(kind, value, ""),
    }
}

/// The value is of another TOML type than the setting.
pub fn wrong_type(kind: &Kind, value: &Value, path: &str) -> Diagnostic {
    Diagnostic::error("wrong-type", format!("`{path}` cannot be {}", value.kind.word()))
        .at(&value.place, format!("expected {}", kind.form()))
}
