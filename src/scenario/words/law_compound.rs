//! Laws made of others: mixtures, shifts, truncation; and laws given by their values.

use super::law::{parse_law, span};
use super::law_numbers::inside;
use crate::scenario::Law;
use crate::units::{Fault, Share, UnitError};
use std::ops::Range;

/// Parts of a mixture at most.
const MOST_PARTS: usize = 20;
/// Values of an empirical law at most.
pub const MOST_VALUES: usize = 1_000_000;
/// What a truncation must leave of its law.
const LEAST_LEFT: f64 = 1e-6;

/// `"80 % exponential, mean 2 min; 20 % fixed 10 min"`; `None` if the text is no mixture.
pub fn mixture(text: &str) -> Option<Result<Law, UnitError>> {
    text.contains(';').then(|| parts(text))
}

fn parts(text: &str) -> Result<Law, UnitError> {
    let mut at = 0;
    let mut list = Vec::new();
    for piece in text.split(';') {
        let place = at..at + piece.len();
        at += piece.len() + 1;
        let bad = || {
            UnitError::new(
                Fault::BadValue,
                "each part of a mixture has its share and its law",
                "write \"80 % exponential, mean 2 min; 20 % fixed 10 min\"",
            )
            .within(place.clone())
        };
        let (share, law) = piece.split_once('%').ok_or_else(bad)?;
        let share = Share::parse(&format!("{share}%")).map_err(|e| e.within(place.clone()))?;
        let law_at = place.end - law.len()..place.end;
        let law = parse_law(law).map_err(|e| e.within(law_at))?;
        if law == Law::Never {
            return Err(bad());
        }
        list.push((share.0, law));
    }
    let sum: f64 = list.iter().map(|(share, _)| share).sum();
    if (sum - 1.0).abs() > 1e-9 || list.iter().any(|(share, _)| *share <= 0.0) || list.len() > MOST_PARTS {
        let fix = format!("they sum to {} %; at most {MOST_PARTS} parts, each above 0 %", sum * 100.0);
        return Err(UnitError::new(Fault::OutOfRange, "the shares of a mixture must sum to 100 %", fix));
    }
    Ok(Law::Mixture(list))
}

/// `"30 s + lognormal, mean 3 min, CV 1"`; `None` if the text is no shift.
pub fn shift(text: &str) -> Option<Result<Law, UnitError>> {
    let (by, rest) = text.split_once('+')?;
    let at = 0..by.len();
    Some(span(by.trim(), &at).and_then(|by| {
        let start = text.len() - rest.len();
        match parse_law(rest).map_err(|e| e.within(start..text.len()))? {
            Law::Never => Err(UnitError::new(Fault::BadValue, "never and a time is never", "write \"never\"")),
            rest => Ok(Law::Shifted { by, rest: Box::new(rest) }),
        }
    }))
}

/// `"LAW, at least 10 s, at most 20 min"`; `None` if the text has no bounds.
pub fn truncation(text: &str) -> Option<Result<Law, UnitError>> {
    let cut = [", at least ", ", at most "].iter().filter_map(|word| text.find(word)).min()?;
    Some(bounds(text, cut))
}

fn bounds(text: &str, cut: usize) -> Result<Law, UnitError> {
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut at = cut + 1;
    for piece in text[cut + 1..].split(',') {
        let place = at..at + piece.len();
        at += piece.len() + 1;
        let piece = piece.trim();
        let twice = || {
            UnitError::new(Fault::BadValue, "the same bound stands there twice", "give it once").within(place.clone())
        };
        if let Some(least) = piece.strip_prefix("at least ") {
            low = if low == 0.0 { span(least, &place)? } else { return Err(twice()) };
        } else if let Some(most) = piece.strip_prefix("at most ") {
            high = if high.is_finite() { return Err(twice()) } else { span(most, &place)? };
        } else {
            let fix = "write \"exponential, mean 3 min, at least 10 s, at most 20 min\"";
            return Err(UnitError::new(Fault::BadValue, "bounds stand at the end of a law", fix).within(place));
        }
    }
    let of = parse_law(&text[..cut]).map_err(|e| e.within(0..cut))?;
    let plain = matches!(
        of,
        Law::Exponential { .. }
            | Law::Gamma { .. }
            | Law::Erlang { .. }
            | Law::Lognormal { .. }
            | Law::Weibull { .. }
            | Law::Hyperexponential { .. }
            | Law::Uniform { .. }
            | Law::Triangular { .. }
    );
    if !plain {
        return Err(UnitError::new(Fault::BadValue, "only a law with a density can be cut", "cut the parts of it")
            .within(0..cut));
    }
    if low >= high || inside(&of, low, high).0 < LEAST_LEFT {
        let text = "next to nothing of the law lies between the bounds";
        return Err(
            UnitError::new(Fault::OutOfRange, text, "move them apart, or change its mean").within(cut..text.len())
        );
    }
    Ok(Law::Truncated { low, high, of: Box::new(of) })
}

/// `"triangular, 1 min to 5 min, mode 2 min"`.
pub fn triangular(text: &str, whole: &Range<usize>) -> Result<Law, UnitError> {
    let form = || {
        UnitError::new(
            Fault::BadValue,
            "a triangular law has two bounds and a mode",
            "write \"triangular, 1 min to 5 min, mode 2 min\"",
        )
        .within(whole.clone())
    };
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let [_, ends, mode] = parts.as_slice() else { return Err(form()) };
    let (low, high) = ends.split_once(" to ").ok_or_else(form)?;
    let mode = mode.strip_prefix("mode ").ok_or_else(form)?;
    let (low, high, mode) = (span(low, whole)?, span(high, whole)?, span(mode, whole)?);
    if !(low <= mode && mode <= high && low < high) {
        let fix = "the mode lies between the bounds, the lower bound below the upper";
        return Err(UnitError::new(Fault::OutOfRange, "the bounds and the mode do not fit", fix).within(whole.clone()));
    }
    Ok(Law::Triangular { low, mode, high })
}

/// `"empirical, 20 s | 35 s | 4 min"` or `"empirical, file talk.csv"`.
pub fn empirical(text: &str, whole: &Range<usize>) -> Result<Law, UnitError> {
    let form = "write \"empirical, 20 s | 35 s | 4 min\" or \"empirical, file talk.csv\"";
    let Some((_, given)) = text.split_once(',') else {
        return Err(UnitError::new(Fault::BadValue, "an empirical law needs its values", form).within(whole.clone()));
    };
    let given = given.trim();
    if let Some(file) = given.strip_prefix("file ") {
        return Ok(Law::Empirical { file: Some(file.trim().to_string()), values: Vec::new() });
    }
    let mut values = given.split('|').map(|value| span(value.trim(), whole)).collect::<Result<Vec<f64>, _>>()?;
    values.sort_by(f64::total_cmp);
    Ok(Law::Empirical { file: None, values })
}
