//! Numbers in words, guarded: a direction is named only where the interval allows it.

use crate::chart::format;
use crate::table::{Estimate, Metric, Unit, metric};
use crate::units::Currency;

/// A value in the unit people say it in.
pub fn value(name: &str, number: f64, currency: Currency) -> String {
    match metric(name).map(|m| m.unit) {
        Some(Unit::Share) => format::share(number, None),
        Some(Unit::Second) => format::seconds(number),
        Some(Unit::Money | Unit::MoneyPer(_)) => format!("{} {}", format::money(number), currency.code()),
        _ => format::number(number),
    }
}

/// An estimate in the unit people say it in.
pub fn estimate(name: &str, e: &Estimate, currency: Currency) -> String {
    match metric(name).map(|m| m.unit) {
        Some(Unit::Share) => format::share(e.mean, e.lower.zip(e.upper)),
        _ => value(name, e.mean, currency),
    }
}

/// A difference: shares in percentage points, always with its sign.
pub fn difference(name: &str, number: f64, currency: Currency) -> String {
    let text = match metric(name).map(|m| m.unit) {
        Some(Unit::Share) if number.is_finite() => format!("{:.2} points", number * 100.0).replace('-', "−"),
        _ => value(name, number, currency),
    };
    // What rounds to nothing has no sign.
    if !text.contains(|c: char| c.is_ascii_digit() && c != '0') {
        return text.trim_start_matches('−').to_string();
    }
    let sign = if number > 0.0 { "+" } else { "" };
    format!("{sign}{text}")
}

/// The interval of a value in its unit, or that there is none.
pub fn interval(name: &str, e: &Estimate, currency: Currency) -> String {
    ends(name, e, currency, "%", false)
}

/// The interval of a difference.
pub fn difference_interval(name: &str, e: &Estimate, currency: Currency) -> String {
    ends(name, e, currency, "points", true)
}

fn ends(name: &str, e: &Estimate, currency: Currency, share: &str, signed: bool) -> String {
    let (Some(low), Some(high)) = (e.lower, e.upper) else {
        return "no interval".to_string();
    };
    let (scale, unit, least) = match metric(name).map(|m| m.unit) {
        Some(Unit::Share) => (0.01, share, 1),
        Some(Unit::Second) => {
            let (scale, unit) = format::time_unit(e.mean);
            // Nobody waits for less than a millisecond.
            let tidy = |seconds: f64| (seconds * 1e3).round() / 1e3;
            let text = format::ends(tidy(low) / scale, tidy(high) / scale, signed, 0);
            return format!("{text} {unit}");
        }
        Some(Unit::Money | Unit::MoneyPer(_)) if high.abs().max(low.abs()) < 1_000.0 => (1.0, currency.code(), 2),
        Some(Unit::Money | Unit::MoneyPer(_)) => (1.0, currency.code(), 0),
        _ => (1.0, "", 0),
    };
    format!("{} {unit}", format::ends(low / scale, high / scale, signed, least)).trim_end().to_string()
}

/// Half the interval's width relative to the mean.
pub fn precision(e: &Estimate) -> String {
    match (e.lower, e.upper) {
        (Some(l), Some(u)) if e.mean != 0.0 => format!("± {}", format::percent((u - l) / 2.0 / e.mean.abs())),
        _ => "–".to_string(),
    }
}

/// What may be said about a difference: the row's reading, unless its interval says otherwise.
pub fn reading(row: &crate::table::ComparisonRow) -> &'static str {
    match (row.difference.lower, row.difference.upper) {
        (Some(l), Some(u)) if l <= 0.0 && u >= 0.0 => "not distinguishable",
        (None, _) | (_, None) => "no interval: not decided",
        _ => row.reading,
    }
}

/// How a variant stands against the best of the others, in one word or two.
pub fn standing(row: &crate::table::BestRow) -> &'static str {
    match row.standing {
        "best" => "leads",
        "worse" => "behind",
        "within the indifference zone" => "close enough",
        _ => "open",
    }
}

/// How far a variant is from the best of the others: the one end that is not zero, or the whole interval.
pub fn behind(row: &crate::table::BestRow, currency: Currency) -> String {
    match (row.behind.lower, row.behind.upper) {
        (Some(0.0), Some(0.0)) => "equal".to_string(),
        (Some(0.0), Some(end)) | (Some(end), Some(0.0)) => {
            format!("at most {}", difference(&row.metric, end, currency))
        }
        _ => difference_interval(&row.metric, &row.behind, currency),
    }
}

/// The metric's heading, or its name if the list does not know it.
pub fn title(name: &str) -> String {
    metric(name).map_or_else(|| name.to_string(), |m: &Metric| m.title.to_string())
}

/// Rows whose last text is a note with web addresses: see [`linked`].
pub fn linked_notes(rows: &[(String, String, String)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(a, b, note)| (a.clone(), b.clone(), linked(note))).collect()
}

/// Text with its web addresses as links, escaped.
pub fn linked(text: &str) -> String {
    let piece = |word: &str| {
        let bare = word.trim_end_matches(['.', ',', ';', ')', '>']);
        let start = ["https://", "http://"].iter().find_map(|p| bare.find(p));
        match start {
            Some(at) => {
                let (before, url) = bare.split_at(at);
                let url = crate::chart::escape(url);
                format!(
                    "{}<a href=\"{url}\" rel=\"noreferrer\">{url}</a>{}",
                    crate::chart::escape(before),
                    crate::chart::escape(&word[bare.len()..])
                )
            }
            None => crate::chart::escape(word),
        }
    };
    text.split(' ').map(piece).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_escaped() {
        let html = linked("see (https://example.org/?a=1&b=\"x\"), <b>");
        assert_eq!(
            html,
            "see (<a href=\"https://example.org/?a=1&amp;b=&quot;x&quot;\" rel=\"noreferrer\">https://example.org/?a=1&amp;b=&quot;x&quot;</a>), &lt;b&gt;"
        );
    }

    #[test]
    fn differences_say_sign_and_unit() {
        assert_eq!(difference("cost_per_resolved", -1.92, Currency::EUR), "−1.92 EUR");
        assert_eq!(difference("resolved_share", 0.021, Currency::EUR), "+2.10 points");
        let e = Estimate { mean: 4_100.0, lower: Some(4_000.0), upper: Some(4_200.0), level: 0.95, n: 30 };
        assert_eq!(interval("response_mean", &e, Currency::EUR), "67 to 70 min");
        assert_eq!(value("response_p95", 41_000.0, Currency::EUR), "11.4 h");
    }
}
