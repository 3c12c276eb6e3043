//! Clocks and quotas in plain words.

use serde::Serialize;

use super::super::vocabulary::{CLASSES, Clock, Definition, Starts, class_word};
use super::words::{scope, span};
use crate::units::{HOUR, MINUTE};

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockSheet {
    /// Name.
    pub name: String,
    /// How long it runs.
    pub lasts: String,
    /// What starts it.
    pub starts: String,
    /// Whose it is, beside the customer's.
    pub per: String,
}

/// One quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaSheet {
    /// Name.
    pub name: String,
    /// Units a month.
    pub size: u64,
    /// Whose it is.
    pub per: String,
    /// Which messages may use it.
    pub of: Vec<String>,
}

/// Every clock; members of a family that run and start alike are told in one.
pub(super) fn clocks(definition: &Definition) -> Vec<ClockSheet> {
    let mut told: Vec<(ClockSheet, Vec<String>)> = Vec::new();
    for (at, clock) in definition.clocks.iter().enumerate() {
        let (name, member) = clock.name.split_once(" of ").unwrap_or((&clock.name, ""));
        let sheet = ClockSheet {
            name: name.to_string(),
            lasts: length(clock),
            starts: starts(at, clock, definition),
            per: scope(clock.scope).to_string(),
        };
        match told.last_mut() {
            Some((last, members)) if !member.is_empty() && (&last.name, &last.lasts) == (&sheet.name, &sheet.lasts) => {
                members.push(member.to_string());
                if !last.starts.contains(&sheet.starts) {
                    last.starts = format!("{} or {}", last.starts, sheet.starts);
                }
            }
            _ => told.push((sheet, Some(member.to_string()).filter(|m| !m.is_empty()).into_iter().collect())),
        }
    }
    let joined = told.into_iter().map(|(sheet, members)| match members.is_empty() {
        true => sheet,
        false => ClockSheet { starts: format!("{}; one for each of {}", sheet.starts, members.join(", ")), ..sheet },
    });
    joined.collect()
}

fn length(clock: &Clock) -> String {
    let mut base = span(clock.lasts);
    for (date, lasts) in &clock.later {
        base.push_str(&format!(", from {date} on {}", span(*lasts)));
    }
    if let Some(hours) = clock.hours {
        let time = |t: i64| format!("{:02}:{:02}", t / HOUR, t % HOUR / MINUTE);
        let whose = if hours.of_customer { "customer" } else { "account" };
        return format!("from {} to {} in the zone of the {whose}", time(hours.from), time(hours.to));
    }
    match clock.longer {
        None => base,
        Some((by, most)) => {
            let from = clock.longer_from.map(|day| format!(" from {day} on")).unwrap_or_default();
            format!("{base}, {} more at each customer message{from}, at most {}", span(by), span(most))
        }
    }
}

fn starts(at: usize, clock: &Clock, definition: &Definition) -> String {
    let named = |set: u32| -> String {
        let running = definition.clocks.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
        running.map(|(_, c)| c.name.as_str()).collect::<Vec<_>>().join(" and ")
    };
    let fact = match clock.starts {
        Starts::CustomerMessage => "each message of the customer",
        Starts::CustomerCall => "each call of the customer",
        Starts::MessageOrCall => "each message or call of the customer",
        Starts::AdMessage => "each message of the customer through an ad or page button",
        Starts::ByRule => {
            let opening = definition.rules.iter().filter(|r| (0..CLASSES).any(|c| r.opens[c] & (1 << at) != 0));
            let names: Vec<String> = opening.map(|r| format!("\"{}\"", r.name)).collect();
            return if names.is_empty() { "nothing".into() } else { format!("rule {}", names.join(", ")) };
        }
    };
    let mut text = fact.to_string();
    if !clock.restart {
        text.push_str(", unless it runs");
    }
    if clock.while_ != 0 {
        text.push_str(&format!(", while {} runs", named(clock.while_)));
    }
    if clock.unless != 0 {
        text.push_str(&format!(", unless {} runs", named(clock.unless)));
    }
    if clock.ends_at_answer {
        text.push_str("; an answer ends it");
    }
    text
}

pub(super) fn quotas(definition: &Definition) -> Vec<QuotaSheet> {
    let named = |set: u32| -> String {
        let running = definition.clocks.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
        running.map(|(_, c)| c.name.as_str()).collect::<Vec<_>>().join(" and ")
    };
    let told = definition.quotas.iter().map(|quota| QuotaSheet {
        name: quota.name.clone(),
        size: quota.size,
        per: scope(quota.scope).to_string(),
        of: (0..CLASSES)
            .flat_map(|class| quota.entitled[class].iter().map(move |set| (class, *set)))
            .map(|(class, set)| match set {
                0 => class_word(class).to_string(),
                set => format!("{} while {} runs", class_word(class), named(set)),
            })
            .collect(),
    });
    told.collect()
}
