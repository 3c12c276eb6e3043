//! What `bill` prints on stdout: a compact table and sentences, or JSON.

use super::super::screen::{Failure, out};
use super::super::work::wrapped;
use crate::billing::{Ask, Billed, Days, day_label};
use crate::chart::LogContext;
use crate::facts::{Book, Instant};
use crate::table::plain_nanos;
use crate::units::Locale;

/// The bills.
pub fn print(
    billed: &Billed,
    ask: &Ask<'_>,
    context: &LogContext,
    (sentences, notes): (&[String], &[String]),
    json: bool,
    locale: &Locale,
) -> Result<(), Failure> {
    if json {
        return out(&as_json(billed, ask, context, (sentences, notes)));
    }
    let mut text = format!("{}, {}\n\n", context.title, context.period);
    text.push_str(&table(billed, locale));
    text.push('\n');
    text.extend(sentences.iter().map(|line| wrapped(line)));
    out(&text)
}

/// First and last local day of what is billed, in the zone of the first account.
pub fn period(book: &Book, (from, to): (Instant, Instant)) -> String {
    let days = Days::new(book);
    let day = |at: i64| days.as_ref().map_or_else(|_| String::new(), |d| day_label(d.clone().of(0, at)));
    let (first, last) = (day(from), day(to.saturating_sub(1)));
    if first == last { first } else { format!("{first} to {last}") }
}

/// One row a tariff, columns as wide as they must be.
fn table(billed: &Billed, locale: &Locale) -> String {
    let Some(first) = billed.bills.first() else { return String::new() };
    let extra = billed.extras.iter().any(|rows| !rows.is_empty());
    let mut head = vec!["tariff", "", "messages", "charged", "unrated", "amount", "difference"];
    if extra {
        head.extend(["mark-up and tax", "in all"]);
    }
    let mut rows: Vec<Vec<String>> = vec![head.into_iter().map(String::from).collect()];
    for (bill, extras) in billed.bills.iter().zip(&billed.extras) {
        let difference = match bill.total - first.total {
            _ if bill.tariff == first.tariff || bill.currency != first.currency => String::new(),
            d if d > 0 => format!("+{}", locale.amount(d)),
            d => locale.amount(d),
        };
        let mut row = vec![
            bill.tariff.clone(),
            bill.currency.code().to_string(),
            locale.count(bill.messages),
            locale.count(bill.charged),
            locale.count(bill.unrated),
            locale.amount(bill.total),
            difference,
        ];
        if extra {
            let more: i128 = extras.iter().map(|r| r.amount).sum();
            row.extend([locale.amount(more), locale.amount(bill.total + more)]);
        }
        rows.push(row);
    }
    aligned(&rows)
}

/// Words to the left, numbers to the right; columns that are empty in all rows but the head go.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let kept: Vec<usize> = (0..columns)
        .filter(|c| rows.iter().skip(1).any(|r| !(r[*c].is_empty() || (rows[0][*c] == "unrated" && r[*c] == "0"))))
        .collect();
    let width = |c: usize| rows.iter().map(|r| r[c].chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = kept
            .iter()
            .map(|&c| {
                let pad = " ".repeat(width(c) - row[c].chars().count());
                if c < 2 { format!("{}{pad}", row[c]) } else { format!("{pad}{}", row[c]) }
            })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn as_json(billed: &Billed, ask: &Ask<'_>, context: &LogContext, (sentences, notes): (&[String], &[String])) -> String {
    let bills: Vec<serde_json::Value> = billed
        .bills
        .iter()
        .zip(&billed.extras)
        .map(|(bill, extras)| {
            let more: i128 = extras.iter().map(|r| r.amount).sum();
            serde_json::json!({
                "tariff": bill.tariff, "currency": bill.currency.code(), "messages": bill.messages,
                "charged": bill.charged, "unrated": bill.unrated, "amount": plain_nanos(bill.total),
                "markup_and_tax": plain_nanos(more),
            })
        })
        .collect();
    let value = serde_json::json!({
        "log": context.title, "period": context.period, "from": ask.run.0, "to": ask.run.1, "hash": context.hash,
        "bills": bills, "sentences": sentences, "warnings": notes,
    });
    format!("{value:#}\n")
}
