//! Laws of a positive quantity: `"lognormal, mean 3 min, CV 1.1"`.

use super::{law_compound, law_numbers};
use crate::scenario::Law;
use crate::units::{Decimal, Fault, Share, Span, UnitError};
use std::ops::Range;

/// Every spelling, for errors and for the documentation.
pub const FORMS: &str = "\"lognormal, mean 3 min, CV 1.1\", \"exponential, mean 20 s\", \"gamma, mean 3 min, CV 0.8\", \
\"Erlang, mean 3 min, stages 2\", \"Weibull, mean 6 h, shape 0.7\", \"hyperexponential, mean 3 min, CV 2\", \
\"uniform, 1 min to 5 min\", \"triangular, 1 min to 5 min, mode 2 min\", \"fixed 3 min\", \"never\", \
\"0 with 10 %, else exponential, mean 3 min\", \"80 % exponential, mean 2 min; 20 % fixed 10 min\", \
\"30 s + exponential, mean 2 min\", \"exponential, mean 3 min, at least 10 s, at most 20 min\", \
\"empirical, 20 s | 35 s | 4 min\", \"empirical, file talk.csv\"";

/// A part of the text between commas, with its place.
struct Part<'a> {
    text: &'a str,
    at: Range<usize>,
}

/// Laws inside laws at most: each is read by a call of its own.
const DEEPEST: usize = 16;

/// Reads a law. Errors: unknown name, missing or superfluous parameter, unit, range (mean above 0 and at most
/// 1,000 years, CV in (0, 20], above 1 for hyperexponential, shape in [0.1, 20], stages 1 to 1,000), more than 16 laws
/// inside each other.
pub fn parse_law(text: &str) -> Result<Law, UnitError> {
    // Parts of a mixture stand side by side; what else holds a law begins with one of these.
    let inside = |part: &str| part.matches('+').count() + part.matches("else ").count();
    if text.split(';').any(|part| inside(part) > DEEPEST) {
        let why = format!("more than {DEEPEST} laws stand inside each other");
        return Err(UnitError::new(Fault::OutOfRange, why, "add up the times, write one \"0 with … %, else\""));
    }
    if let Some(rest) = text.trim_start().strip_prefix("0 with ") {
        return with_atom(text, text.len() - rest.len());
    }
    let compound = law_compound::mixture(text).or_else(|| law_compound::shift(text));
    if let Some(law) = compound.or_else(|| law_compound::truncation(text)) {
        return law;
    }
    let parts = parts(text);
    let Some((head, rest)) = parts.split_first() else {
        return Err(unreadable(text));
    };
    let (name, inline) = head.text.split_once(char::is_whitespace).unwrap_or((head.text, ""));
    let inline_at = head.at.end - inline.len()..head.at.end;
    match name.to_ascii_lowercase().as_str() {
        "never" if inline.is_empty() => finish(Law::Never, rest),
        "fixed" | "deterministic" | "constant" => {
            let at = inline_at.clone();
            let span = span(inline, &at)?;
            finish(Law::Deterministic { mean: span }, rest)
        }
        "uniform" => uniform(inline, inline_at, rest),
        "triangular" => law_compound::triangular(text, &(0..text.len())),
        "empirical" => law_compound::empirical(text, &(0..text.len())),
        "exponential" => Ok(Law::Exponential { mean: only_mean(head, rest)? }),
        "gamma" => two(head, rest, "CV").map(|(mean, cv)| Law::Gamma { mean, cv }),
        "lognormal" => two(head, rest, "CV").map(|(mean, cv)| Law::Lognormal { mean, cv }),
        "weibull" => two(head, rest, "shape").map(|(mean, shape)| Law::Weibull { mean, shape }),
        "hyperexponential" => two(head, rest, "CV").map(|(mean, cv)| Law::Hyperexponential { mean, cv }),
        "erlang" => two(head, rest, "stages").map(|(mean, stages)| Law::Erlang { mean, stages: stages as u32 }),
        _ => Err(unknown(name, head)),
    }
}

/// `"0 with 10 %, else LAW"`; `start` is the byte after "0 with ".
fn with_atom(text: &str, start: usize) -> Result<Law, UnitError> {
    let comma = text[start..].find(',').map(|at| start + at);
    let Some((comma, rest)) = comma.and_then(|at| Some((at, text[at + 1..].trim_start().strip_prefix("else ")?)))
    else {
        return Err(UnitError::new(
            Fault::BadValue,
            "a law with zeros has two parts",
            "write \"0 with 10 %, else exponential, mean 3 min\"",
        ));
    };
    let zero = Share::parse(&text[start..comma]).map_err(|e| e.within(start..comma))?;
    if !(zero.0 > 0.0 && zero.0 < 1.0) {
        return Err(UnitError::new(
            Fault::OutOfRange,
            "the chance of zero lies between 0 and 100 %",
            "leave it out, or write \"fixed 0 s\"",
        )
        .within(start..comma));
    }
    let rest_at = text.len() - rest.len();
    let law = parse_law(rest).map_err(|e| e.within(rest_at..text.len()))?;
    match law {
        Law::Never | Law::AtomAtZero { .. } => Err(UnitError::new(
            Fault::BadValue,
            "the second part must be a plain law",
            "such as \"exponential, mean 3 min\"",
        )
        .within(rest_at..text.len())),
        law => Ok(Law::AtomAtZero { zero: zero.0, rest: Box::new(law) }),
    }
}

fn uniform(inline: &str, inline_at: Range<usize>, rest: &[Part<'_>]) -> Result<Law, UnitError> {
    let (text, at, rest) = match (inline, rest.split_first()) {
        ("", Some((part, rest))) => (part.text, part.at.clone(), rest),
        _ => (inline, inline_at, rest),
    };
    let Some((low, high)) = text.split_once(" to ") else {
        return Err(UnitError::new(
            Fault::BadValue,
            "a uniform law needs two bounds",
            "write \"uniform, 1 min to 5 min\"",
        )
        .within(at));
    };
    let (a, b) = (span(low, &(at.start..at.start + low.len()))?, span(high, &(at.end - high.len()..at.end))?);
    if b <= a {
        return Err(
            UnitError::new(Fault::OutOfRange, "the upper bound must lie above the lower", "swap the bounds").within(at)
        );
    }
    finish(Law::Uniform { low: a, high: b }, rest)
}

/// The mean of a law with no other parameter.
fn only_mean(head: &Part<'_>, rest: &[Part<'_>]) -> Result<f64, UnitError> {
    let (mean, rest) = mean(head, rest)?;
    finish(mean, rest)
}

/// The mean and one parameter more.
fn two(head: &Part<'_>, rest: &[Part<'_>], word: &str) -> Result<(f64, f64), UnitError> {
    let (mean, rest) = mean(head, rest)?;
    let name = head.text;
    let Some((part, rest)) = rest.split_first() else {
        let fix = format!("add `, {word} {}`", if word == "stages" { "2" } else { "1.2" });
        return Err(UnitError::new(Fault::BadValue, format!("a {name} law needs {word}"), fix).within(head.at.clone()));
    };
    let given = strip_word(part.text, word).ok_or_else(|| {
        UnitError::new(Fault::BadValue, format!("a {name} law has a mean and {word}"), format!("write `{word} …` here"))
            .within(part.at.clone())
    })?;
    let number = Decimal::parse(given).map_err(|e| e.within(part.at.end - given.len()..part.at.end))?.to_f64(0);
    let (low, high) = bounds(&name.to_ascii_lowercase(), word);
    let whole = word != "stages" || number.fract() == 0.0;
    if !(number >= low && number <= high && whole) {
        let fix = format!("between {low} and {high}");
        return Err(UnitError::new(Fault::OutOfRange, format!("{word} of a {name} law is out of range"), fix)
            .within(part.at.clone()));
    }
    finish((mean, number), rest)
}

/// Range of a parameter. A hyperexponential law varies more than an exponential one by its nature.
fn bounds(law: &str, word: &str) -> (f64, f64) {
    match (law, word) {
        ("hyperexponential", _) => (1.0001, 20.0),
        (_, "shape") => (0.1, 20.0),
        (_, "stages") => (1.0, 1000.0),
        _ => (0.01, 20.0),
    }
}

/// `mean 3 min` and what follows.
fn mean<'a, 'b>(head: &Part<'_>, rest: &'b [Part<'a>]) -> Result<(f64, &'b [Part<'a>]), UnitError> {
    let need = || UnitError::new(Fault::BadValue, format!("a {} law needs its mean", head.text), "add `, mean 3 min`");
    let (part, rest) = rest.split_first().ok_or_else(|| need().within(head.at.clone()))?;
    let given = strip_word(part.text, "mean").ok_or_else(|| need().within(part.at.clone()))?;
    let at = part.at.end - given.len()..part.at.end;
    let seconds = span(given, &at)?;
    if seconds <= 0.0 {
        return Err(UnitError::new(
            Fault::OutOfRange,
            "the mean of a law is more than 0",
            "write \"fixed 0 s\" for none",
        )
        .within(at));
    }
    Ok((seconds, rest))
}

/// A span in seconds; "for ever" is none.
pub(super) fn span(text: &str, at: &Range<usize>) -> Result<f64, UnitError> {
    let span = Span::parse(text).map_err(|e| e.within(at.clone()))?;
    if span == Span::FOREVER {
        return Err(UnitError::new(
            Fault::OutOfRange,
            "a law needs a finite time",
            "write \"never\" for a thing that never happens",
        )
        .within(at.clone()));
    }
    Ok(span.seconds())
}

/// What follows a parameter's name, whatever its case.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    (head.eq_ignore_ascii_case(word) && rest.starts_with([' ', '='])).then(|| rest.trim_start_matches([' ', '=']))
}

/// Nothing may follow.
fn finish<T>(value: T, rest: &[Part<'_>]) -> Result<T, UnitError> {
    match rest.first() {
        None => Ok(value),
        Some(part) => {
            Err(UnitError::new(Fault::BadValue, format!("{:?} does not belong to this law", part.text), "leave it out")
                .within(part.at.clone()))
        }
    }
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut list = Vec::new();
    let mut at = 0;
    for piece in text.split(',') {
        let trimmed = piece.trim();
        let start = at + (piece.len() - piece.trim_start().len());
        list.push(Part { text: trimmed, at: start..start + trimmed.len() });
        at += piece.len() + 1;
    }
    list
}

fn unreadable(text: &str) -> UnitError {
    UnitError::new(Fault::BadValue, format!("{text:?} is not a law"), "write such as \"lognormal, mean 3 min, CV 1.1\"")
}

fn unknown(name: &str, head: &Part<'_>) -> UnitError {
    const NAMES: [&str; 12] = [
        "lognormal",
        "exponential",
        "gamma",
        "Erlang",
        "Weibull",
        "hyperexponential",
        "uniform",
        "triangular",
        "empirical",
        "fixed",
        "deterministic",
        "never",
    ];
    if Span::parse(head.text).is_ok() {
        let fix = format!("write \"fixed {0}\" or \"exponential, mean {0}\"", head.text);
        return UnitError::new(Fault::BadValue, "a time alone is not a law", fix).within(head.at.clone());
    }
    let lower = name.to_ascii_lowercase();
    let near = NAMES.iter().find(|n| strsim::damerau_levenshtein(&n.to_ascii_lowercase(), &lower) <= 2);
    let fix = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", NAMES.join(", ")),
    };
    UnitError::new(Fault::BadValue, format!("{name:?} is not a law"), fix)
        .within(head.at.start..head.at.start + name.len())
}

/// Canonical text: reads back as the same law (means of whole microseconds).
pub fn law_text(law: &Law) -> String {
    let t = |seconds: f64| Span(libm::round(seconds * 1e6) as i64).to_string();
    match law {
        Law::Deterministic { mean } => format!("fixed {}", t(*mean)),
        Law::Exponential { mean } => format!("exponential, mean {}", t(*mean)),
        Law::Gamma { mean, cv } => format!("gamma, mean {}, CV {cv}", t(*mean)),
        Law::Erlang { mean, stages } => format!("Erlang, mean {}, stages {stages}", t(*mean)),
        Law::Lognormal { mean, cv } => format!("lognormal, mean {}, CV {cv}", t(*mean)),
        Law::Weibull { mean, shape } => format!("Weibull, mean {}, shape {shape}", t(*mean)),
        Law::Hyperexponential { mean, cv } => format!("hyperexponential, mean {}, CV {cv}", t(*mean)),
        Law::Uniform { low, high } => format!("uniform, {} to {}", t(*low), t(*high)),
        Law::Triangular { low, mode, high } => format!("triangular, {} to {}, mode {}", t(*low), t(*high), t(*mode)),
        Law::Empirical { file: Some(file), .. } => format!("empirical, file {file}"),
        Law::Empirical { file: None, values } => {
            format!("empirical, {}", values.iter().map(|v| t(*v)).collect::<Vec<_>>().join(" | "))
        }
        Law::Mixture(parts) => {
            let part = |(share, law): &(f64, Law)| format!("{} {}", Share(*share), law_text(law));
            parts.iter().map(part).collect::<Vec<_>>().join("; ")
        }
        Law::Shifted { by, rest } => format!("{} + {}", t(*by), law_text(rest)),
        Law::Truncated { low, high, of } => {
            let least = if *low > 0.0 { format!(", at least {}", t(*low)) } else { String::new() };
            let most = if high.is_finite() { format!(", at most {}", t(*high)) } else { String::new() };
            law_text(of) + &least + &most
        }
        Law::AtomAtZero { zero, rest } => format!("0 with {}, else {}", Share(*zero), law_text(rest)),
        Law::Never => "never".to_string(),
    }
}

/// Mean in seconds; infinite for a law that never happens.
pub fn law_mean(law: &Law) -> f64 {
    match law {
        Law::Deterministic { mean }
        | Law::Exponential { mean }
        | Law::Gamma { mean, .. }
        | Law::Erlang { mean, .. }
        | Law::Lognormal { mean, .. }
        | Law::Weibull { mean, .. }
        | Law::Hyperexponential { mean, .. } => *mean,
        Law::Uniform { low, high } => (low + high) / 2.0,
        Law::Triangular { low, mode, high } => (low + mode + high) / 3.0,
        Law::Empirical { values, .. } => values.iter().sum::<f64>() / values.len().max(1) as f64,
        Law::Mixture(parts) => parts.iter().map(|(share, law)| share * law_mean(law)).sum(),
        Law::Shifted { by, rest } => by + law_mean(rest),
        Law::Truncated { low, high, of } => law_numbers::inside(of, *low, *high).1,
        Law::AtomAtZero { zero, rest } => (1.0 - zero) * law_mean(rest),
        Law::Never => f64::INFINITY,
    }
}
