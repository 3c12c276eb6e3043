//! What a metric is to be known to: `"2 % of cost_per_resolved"`, `"0.5 % or 0.01 EUR of fee"`, `"30 s of response_p90"`,
//! `"1 point of answered_share"`, `"0.02 EUR of cost_per_resolved against the baseline"`.

use crate::scenario::{Halfwidth, Wanted};
use crate::units::{Decimal, Fault, Money, Share, Span, UnitError};

/// Ends a wish that is about the paired difference.
const AGAINST: &str = " against the baseline";
/// How to write it.
const FORM: &str = "write such as \"2 % of cost_per_resolved\" or \"30 s of response_p90\"";

/// Reads a wish. Errors: another form, an amount of 0 or without unit.
pub fn parse_precision(text: &str) -> Result<Wanted, UnitError> {
    let (body, against) = match text.trim_end().strip_suffix(AGAINST) {
        Some(body) => (body, true),
        None => (text, false),
    };
    let wrong = || UnitError::new(Fault::BadValue, format!("{text:?} is not a precision"), FORM);
    let (amounts, metric) = body.split_once(" of ").ok_or_else(wrong)?;
    let metric = metric.trim();
    if metric.is_empty() || metric.contains(char::is_whitespace) {
        return Err(wrong());
    }
    let mut wanted = Wanted { metric: metric.to_string(), relative: 0.0, absolute: None, against };
    for (number, part) in amounts.split(" or ").enumerate() {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let at = start..start + part.len();
        match amount(part).map_err(|error| error.within(at.clone()))? {
            Amount::Relative(share) if wanted.relative == 0.0 => wanted.relative = share,
            Amount::Absolute(half) if wanted.absolute.is_none() => wanted.absolute = Some(half),
            _ => return Err(UnitError::new(Fault::BadValue, "two amounts of one kind", FORM).within(at)),
        }
        if number > 1 {
            return Err(wrong());
        }
    }
    Ok(wanted)
}

enum Amount {
    Relative(f64),
    Absolute(Halfwidth),
}

fn amount(text: &str) -> Result<Amount, UnitError> {
    let text = text.trim();
    let positive = |x: f64| {
        let fault = || UnitError::new(Fault::OutOfRange, "nothing is known to 0 or better", FORM);
        if x > 0.0 { Ok(x) } else { Err(fault()) }
    };
    if text.ends_with('%') {
        let share = positive(Share::parse(text)?.0)?;
        if share > 10.0 {
            return Err(UnitError::new(Fault::OutOfRange, "a precision is at most 1000 %", FORM));
        }
        return Ok(Amount::Relative(share));
    }
    if let Some(points) = text.strip_suffix("points").or_else(|| text.strip_suffix("point")) {
        return Ok(Amount::Absolute(Halfwidth::Points(positive(number(points)?)?)));
    }
    if text.ends_with(|c: char| c.is_ascii_uppercase()) {
        let money = Money::parse(text)?;
        positive(money.units())?;
        return Ok(Amount::Absolute(Halfwidth::Money(money)));
    }
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        return Ok(Amount::Absolute(Halfwidth::Number(positive(number(text)?)?)));
    }
    let span = Span::parse(text)?;
    positive(span.seconds())?;
    if span == Span::FOREVER {
        return Err(UnitError::new(Fault::OutOfRange, "a precision is finite", FORM));
    }
    Ok(Amount::Absolute(Halfwidth::Span(span)))
}

fn number(text: &str) -> Result<f64, UnitError> {
    let text = text.trim();
    let wrong = || UnitError::new(Fault::BadValue, format!("{text:?} is not a number"), FORM);
    Decimal::parse(text).map_err(|_| wrong())?;
    text.replace('_', "").parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(wrong)
}

/// Canonical text.
pub fn precision_text(wanted: &Wanted) -> String {
    let relative = (wanted.relative > 0.0).then(|| Share(wanted.relative).to_string());
    let absolute = wanted.absolute.map(|half| half.to_string());
    let amounts: Vec<String> = relative.into_iter().chain(absolute).collect();
    format!("{} of {}{}", amounts.join(" or "), wanted.metric, if wanted.against { AGAINST } else { "" })
}

#[cfg(test)]
mod tests {
    use super::{parse_precision, precision_text};

    #[test]
    fn wishes_are_read_and_said_again() {
        for (text, canonical) in [
            ("2 % of cost_per_resolved", "2 % of cost_per_resolved"),
            ("0.5% or 0.010 EUR of fee", "0.5 % or 0.01 EUR of fee"),
            ("120 s of response_p90", "2 min of response_p90"),
            ("1 point of answered_share", "1 points of answered_share"),
            ("10 of contacts", "10 of contacts"),
            ("0.02 EUR of fee against the baseline", "0.02 EUR of fee against the baseline"),
        ] {
            assert_eq!(precision_text(&parse_precision(text).expect(text)), canonical);
        }
    }

    #[test]
    fn what_is_no_wish_is_refused() {
        for text in [
            "",
            "2 %",
            "of fee",
            "2 % of",
            "0 % of fee",
            "-1 % of fee",
            "2 of of fee",
            "2 % or 3 % of fee",
            "x EUR of fee",
            "2 fortnights of fee",
            "2 % or 1 EUR or 3 s of fee",
            "for ever of fee",
            "2000 % of fee",
            "1e400 of fee",
            "2 % of a b",
        ] {
            assert!(parse_precision(text).is_err(), "{text}");
        }
    }
}
