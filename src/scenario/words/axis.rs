//! The values of an axis: a list, or a range such as `"5 s to 60 s in 4 steps"`, `"0.001 USD to 0.1 USD in 7 log steps"`,
//! `"2 to 10 by 2"`, `"1 min to 3 min by 1 s"`, `"10 % to 50 %"` (both ends only, or a design chooses between them).

use crate::scenario::{AxisRange, AxisValues};
use crate::units::{Decimal, Fault, HourlyRate, Span, UnitError};

/// How to write it.
const FORM: &str = "write such as \"5 s to 60 s in 4 steps\", \"1 s to 100 s in 5 log steps\" or \"2 to 10 by 2\"";
/// Values of one axis at most.
const MOST: u32 = 100_000;

/// Reads a range, or a list with ` | ` between its values, or a single value. Errors: ends that are not alike, no step, a step
/// that does not divide the range, values between whole numbers, more than 100,000 values.
pub fn parse_axis(text: &str) -> Result<AxisValues, UnitError> {
    if text.contains(" | ") {
        return Ok(AxisValues::List(text.split(" | ").map(|value| toml_text(value.trim())).collect()));
    }
    let Some((low, rest)) = text.split_once(" to ") else {
        return Ok(AxisValues::List(vec![toml_text(text.trim())]));
    };
    let (high, how) = tail(rest);
    range(low.trim(), high.trim(), how, text).map(AxisValues::Range)
}

/// A text of the command line as TOML: as it stands if it is a TOML value, else as a string.
pub fn toml_text(text: &str) -> String {
    match toml::de::DeValue::parse(text) {
        Ok(_) => text.to_string(),
        Err(_) => quoted(text),
    }
}

/// A TOML string.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}

/// What follows the upper end.
fn tail(rest: &str) -> (&str, Option<&str>) {
    let found = [" in ", " by "].iter().filter_map(|word| rest.rfind(word)).max();
    match found {
        // `80 % in 20 s to 80 % in 60 s`: the words belong to the value unless steps follow.
        Some(at) if rest[at..].starts_with(" by ") || rest[at..].ends_with("steps") => {
            (&rest[..at], Some(rest[at + 1..].trim()))
        }
        _ => match rest.trim_end().strip_suffix(" log") {
            Some(high) => (high, Some("log")),
            None => (rest, None),
        },
    }
}

fn range(low: &str, high: &str, how: Option<&str>, text: &str) -> Result<AxisRange, UnitError> {
    let wrong = |why: String| UnitError::new(Fault::BadValue, why, FORM);
    let (a, b) = (pieces(low), pieces(high));
    let alike = a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| x.1 == y.1);
    if !alike {
        let why = format!("the ends {low:?} and {high:?} are not written alike");
        return Err(UnitError::new(Fault::BadValue, why, "give both in one unit, such as \"5 s to 60 s in 4 steps\""));
    }
    let differ: Vec<usize> = (0..a.len()).filter(|i| a[*i].0 != b[*i].0).collect();
    let [place] = differ[..] else {
        return Err(wrong(format!("{text:?} is no range: exactly one number differs between its ends")));
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|x| x.is_finite());
    let (Some(from), Some(to)) = (a[place].0.as_deref().and_then(number), b[place].0.as_deref().and_then(number))
    else {
        return Err(wrong(format!("{text:?} has no numbers at its ends")));
    };
    let join =
        |pieces: &[Piece]| pieces.iter().map(|(n, t)| format!("{}{t}", n.as_deref().unwrap_or(""))).collect::<String>();
    let before = join(&a[..place]);
    let after = format!("{}{}", a[place].1, join(&a[place + 1..]));
    let whole = [&a[place].0, &b[place].0].iter().all(|n| n.as_deref().is_some_and(|n| !n.contains('.')));
    let whole = whole && !how.is_some_and(|how| how.starts_with("by ") && how.contains('.'));
    let bare = before.is_empty() && after.is_empty();
    let log = how.is_some_and(|how| how.contains("log"));
    if log && (from <= 0.0 || to <= 0.0) {
        return Err(wrong("a logarithmic range begins above 0".into()));
    }
    let range = AxisRange { before, after, low: from, high: to, whole: whole && bare, bare, steps: None, log };
    let range = match how.filter(|how| *how != "log") {
        None => return Ok(range),
        Some(how) => match how.strip_prefix("by ") {
            Some(step) => by(step.trim(), range)?,
            None => AxisRange { steps: Some(steps(how)?), ..range },
        },
    };
    if repeats(&range) {
        let why = format!("{text:?} has values between whole numbers");
        let fix = "write 1.0 to 2.0 where fractions may be, or as many steps as there are whole numbers";
        return Err(UnitError::new(Fault::BadValue, why, fix));
    }
    Ok(range)
}

/// A range in steps of a size, in the unit of the ends or another one: then in the finer of the two, where all values are round.
fn by(step: &str, range: AxisRange) -> Result<AxisRange, UnitError> {
    let wrong = |why: String| UnitError::new(Fault::BadValue, why, FORM);
    let none = || wrong(format!("`by {step}` is no step"));
    let (number, unit, _) = Decimal::split(step).map_err(|_| none())?;
    let own = range.after.split(',').next().unwrap_or_default();
    // How many of the step's unit the unit of the ends is.
    let factor = match unit == own.trim() || unit.is_empty() {
        true => 1.0,
        false => ratio(own.trim(), unit)
            .ok_or_else(|| wrong(format!("the step `{step}` is in no unit like that of the ends")))?,
    };
    let size = Some(number.to_f64(0)).filter(|size| *size > 0.0).ok_or_else(none)?;
    let count = (range.high - range.low).abs() * factor / size;
    if count > f64::from(MOST - 1) {
        let why = format!("more than {MOST} values lie in the range in steps of {step}");
        return Err(UnitError::new(Fault::OutOfRange, why, "take a larger step"));
    }
    if count < 0.5 || (count - count.round()).abs() > 1e-6 {
        return Err(wrong(format!("the range is no whole number of steps `by {step}`")));
    }
    let steps = Some(count.round() as u32 + 1);
    if factor <= 1.0 {
        return Ok(AxisRange { steps, ..range });
    }
    let gap = &own[..own.len() - own.trim_start().len()];
    let after = format!("{gap}{unit}{}", &range.after[own.len()..]);
    Ok(AxisRange { after, low: range.low * factor, high: range.high * factor, steps, ..range })
}

/// One `unit` in units of `other`: of time, or of frequency.
fn ratio(unit: &str, other: &str) -> Option<f64> {
    let spans = || {
        let span = |unit: &str| Span::parse(&format!("1 {unit}")).ok().map(Span::seconds);
        Some(span(unit)? / span(other)?)
    };
    let rate = |unit: &str| HourlyRate::parse(&format!("1 {unit}")).ok().map(|rate| rate.0);
    spans().or_else(|| Some(rate(unit)? / rate(other)?))
}

/// Would rounding to whole numbers move values of an even range, or make two of a logarithmic one the same?
fn repeats(range: &AxisRange) -> bool {
    let Some(n) = range.steps.filter(|_| range.whole) else { return false };
    let last = f64::from(n - 1);
    if !range.log {
        return ((range.high - range.low) / last).fract() != 0.0;
    }
    let values: Vec<String> = (0..n).map(|i| range.at(f64::from(i) / last)).collect();
    values.windows(2).any(|pair| pair[0] == pair[1])
}

/// Number of values of `in 4 steps`, `in 4 log steps`.
fn steps(how: &str) -> Result<u32, UnitError> {
    let wrong = |why: String| UnitError::new(Fault::BadValue, why, FORM);
    let words: Vec<&str> = how.split_whitespace().collect();
    let number = match words[..] {
        ["in", n, "steps"] | ["in", n, "log", "steps"] => n.parse::<u32>().ok(),
        _ => None,
    };
    match number {
        Some(n) if (2..=MOST).contains(&n) => Ok(n),
        Some(n) => Err(UnitError::new(Fault::OutOfRange, format!("{n} values"), format!("2 to {MOST}"))),
        None => Err(wrong(format!("`{how}` does not say how many values"))),
    }
}

/// A number as written and the text behind it; the first may have no number.
type Piece = (Option<String>, String);

/// Cuts a text at its numbers.
fn pieces(text: &str) -> Vec<Piece> {
    let mut list: Vec<Piece> = vec![(None, String::new())];
    let mut open = false;
    for c in text.chars() {
        let digit = c.is_ascii_digit() || (c == '.' && open);
        if digit && !open {
            list.push((Some(String::new()), String::new()));
        }
        open = digit;
        let Some(last) = list.last_mut() else { continue };
        match (&mut last.0, digit) {
            (Some(number), true) => number.push(c),
            _ => last.1.push(c),
        }
    }
    if list[0].1.is_empty() && list.len() > 1 {
        list.remove(0);
    }
    list
}

/// The one number of a text, and the text around it with `…` in its place.
pub fn one_number(text: &str) -> Option<(f64, String)> {
    let all = pieces(text);
    let numbers: Vec<&Piece> = all.iter().filter(|(n, _)| n.is_some()).collect();
    let [(Some(number), _)] = numbers[..] else { return None };
    let around: String = all.iter().map(|(n, t)| format!("{}{t}", if n.is_some() { "…" } else { "" })).collect();
    Some((number.parse().ok()?, around))
}

/// Canonical text.
pub fn axis_text(values: &AxisValues) -> String {
    match values {
        AxisValues::List(list) => format!("[{}]", list.join(", ")),
        AxisValues::Range(range) => {
            let steps =
                range.steps.map_or(String::new(), |n| format!(" in {n} {}steps", if range.log { "log " } else { "" }));
            let log = if range.log && range.steps.is_none() { " log" } else { "" };
            quoted(&format!("{} to {}{steps}{log}", range.text(range.low), range.text(range.high)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{axis_text, one_number, parse_axis};
    use crate::scenario::AxisValues;

    fn values(text: &str) -> Vec<String> {
        match parse_axis(text).expect(text) {
            AxisValues::List(list) => list,
            AxisValues::Range(range) => {
                let n = range.steps.expect("steps");
                (0..n).map(|i| range.at(f64::from(i) / f64::from(n - 1))).collect()
            }
        }
    }

    #[test]
    fn ranges_have_the_values_that_one_expects() {
        assert_eq!(values("5 s to 65 s in 4 steps"), [r#""5 s""#, r#""25 s""#, r#""45 s""#, r#""65 s""#]);
        assert_eq!(values("1 s to 100 s in 3 log steps"), [r#""1 s""#, r#""10 s""#, r#""100 s""#]);
        assert_eq!(values("10 to 2 by 4"), ["10", "6", "2"]);
        assert_eq!(values("0.0 to 1.0 in 3 steps"), ["0", "0.5", "1"]);
        assert_eq!(values("geometric, mean 1 to geometric, mean 2 in 3 steps")[1], r#""geometric, mean 1.5""#);
        assert_eq!(values("80 % in 20 s to 80 % in 60 s in 2 steps")[1], r#""80 % in 60 s""#);
        assert_eq!(values("1 to 2 by 0.5"), ["1", "1.5", "2"]);
        assert_eq!(values("1 to 100 in 5 log steps"), ["1", "3", "10", "32", "100"]);
        assert_eq!(values("0.01 USD | 5 | \"x\""), [r#""0.01 USD""#, "5", r#""x""#]);
        assert_eq!(axis_text(&parse_axis("5 % to 10 % log").expect("a range")), r#""5 % to 10 % log""#);
    }

    /// A step has a unit of its own: what counts is its size, and all values are exact.
    #[test]
    fn a_step_is_read_with_its_unit() {
        let all = values("1 min to 3 min by 1 s");
        assert_eq!((all.len(), all[1].as_str(), all[120].as_str()), (121, r#""61 s""#, r#""180 s""#));
        assert_eq!(values("10 s to 130 s by 1 min"), [r#""10 s""#, r#""70 s""#, r#""130 s""#]);
        assert_eq!(values("1/h to 3/h by 24/day"), [r#""24/day""#, r#""48/day""#, r#""72/day""#]);
        assert_eq!(values("10 % to 50 % by 20 %"), [r#""10 %""#, r#""30 %""#, r#""50 %""#]);
        assert_eq!(values("1 USD to 2 USD by 5e-1 USD")[1], r#""1.5 USD""#);
        let law = values("lognormal, mean 1 min, CV 1 to lognormal, mean 2 min, CV 1 by 30 s");
        assert_eq!(law[1], r#""lognormal, mean 90 s, CV 1""#);
        let said = |text: &str| parse_axis(text).expect_err(text).message;
        assert!(said("1 to 1000000000000 by 1").contains("more than 100000 values"));
        assert!(said("1 to 5 by 2e-20").contains("more than 100000 values"));
        assert!(said("1/day to 5/day by 1/h").contains("no whole number of steps"));
        assert!(said("1 s to 5 s by 1 USD").contains("no unit like that of the ends"));
        assert!(said("1 to 3 in 5 steps").contains("between whole numbers"));
        assert!(said("1 to 4 in 9 log steps").contains("between whole numbers"));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in [
            "5 s to 1 min in 3 steps",
            "5 s to 5 s in 3 steps",
            "5 s to 60 s in 1 steps",
            "0 s to 60 s in 4 log steps",
            "2 to 9 by 2",
            "1 to 2 by 0",
            "a to b in 3 steps",
            "lognormal, mean 3 min, CV 1 to lognormal, mean 5 min, CV 2 in 3 steps",
        ] {
            assert!(parse_axis(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_one_number_of_a_text() {
        assert_eq!(one_number("geometric, mean 2.4"), Some((2.4, "geometric, mean …".into())));
        assert_eq!(one_number("80 % in 20 s"), None);
        assert_eq!(one_number("batches"), None);
    }
}
