//! What a manager needs to read, in whole sentences made from the numbers.

use super::counted::platform_says;
use super::days::Days;
use super::pass::{Ask, Billed};
use crate::tariff::{Bill, Standing, by_basis};
use crate::units::Locale;

/// Which question the sentences answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The tariffs that somebody named.
    Named,
    /// A log of before October 2026 that names none: its own time, then the rule since.
    BeforeAndAfter,
}

/// The sentences, most important first.
pub fn sentences(ask: &Ask<'_>, billed: &Billed, reading: Reading, locale: &Locale) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(first) = billed.bills.first() else { return lines };
    lines.push(own(billed, first, reading, locale));
    for (bill, place) in billed.bills.iter().zip(0..).skip(1) {
        lines.push(against(ask, billed, first, (place, bill), reading, locale));
    }
    lines.extend(fan_out(ask, billed, locale));
    lines.extend(quota(ask, billed, locale));
    lines.extend(late(billed, locale));
    lines.extend(verdicts(billed, locale));
    lines.extend(platform_says(billed, locale));
    lines
}

fn own(billed: &Billed, bill: &Bill, reading: Reading, locale: &Locale) -> String {
    let name = match reading {
        Reading::BeforeAndAfter => "Under the price list of its time".to_string(),
        Reading::Named => format!("Under {}", bill.tariff),
    };
    let extras: i128 = billed.extras.first().map_or(0, |rows| rows.iter().map(|r| r.amount).sum());
    let all = if extras == 0 {
        String::new()
    } else {
        format!("; with mark-up and tax {}", locale.money(bill.total + extras, bill.currency))
    };
    format!(
        "{name} the log costs {}: {} of {} messages are charged{}{all}.",
        locale.money(bill.total, bill.currency),
        locale.count(bill.charged),
        locale.count(bill.messages),
        unrated(bill, locale)
    )
}

fn unrated(bill: &Bill, locale: &Locale) -> String {
    if bill.unrated == 0 {
        return String::new();
    }
    format!(", {} more have no rate and are in no amount", locale.count(bill.unrated))
}

fn against(
    ask: &Ask<'_>,
    billed: &Billed,
    first: &Bill,
    (place, bill): (usize, &Bill),
    reading: Reading,
    locale: &Locale,
) -> String {
    let name = match reading {
        Reading::BeforeAndAfter => format!("Since October 2026 ({}) the same messages", bill.tariff),
        Reading::Named => format!("Under {} they", bill.tariff),
    };
    let money = locale.money(bill.total, bill.currency);
    let charged = format!("{} are charged{}", locale.count(bill.charged), unrated(bill, locale));
    if bill.currency != first.currency {
        return format!("{name} cost {money}; {charged}.");
    }
    let difference = bill.total - first.total;
    let change = match difference {
        0 => "the same".to_string(),
        d => {
            let word = if d > 0 { "more" } else { "less" };
            let times = if first.total > 0 && bill.total > 0 {
                format!(" ({} times)", locale.tenths(bill.total as f64 / first.total as f64))
            } else {
                String::new()
            };
            format!("{} {word}{times}", locale.money(d.abs(), bill.currency))
        }
    };
    let most = most_changed(ask, billed, place, locale);
    format!("{name} cost {money}, {change}; {charged}{most}.")
}

/// Number and country that the change comes from, where there are several.
fn most_changed(ask: &Ask<'_>, billed: &Billed, place: usize, locale: &Locale) -> String {
    let Some(plan) = ask.plans.get(place) else { return String::new() };
    let mut parts = Vec::new();
    for (by, word) in [("number", "number"), ("country", "country"), ("category", "category")] {
        let rows = || billed.tables.comparison.iter().filter(|r| r.by == by && r.tariff == plan.name());
        let largest = rows().filter_map(|r| r.difference().map(|d| (d, r))).max_by_key(|(d, r)| (d.abs(), &r.name));
        if let Some((d, row)) = largest.filter(|(d, _)| *d != 0 && rows().count() > 1) {
            let sign = if d > 0 { "+" } else { "−" };
            parts.push(format!("{word} {} ({sign}{})", row.name, locale.money(d.abs(), row.currency)));
        }
    }
    if parts.is_empty() { String::new() } else { format!("; most of it: {}", parts.join(", ")) }
}

fn fan_out(ask: &Ask<'_>, billed: &Billed, locale: &Locale) -> Vec<String> {
    let traffic = &billed.traffic;
    let mut lines = Vec::new();
    if traffic.came > 0 && ask.insights {
        let each = traffic.answers as f64 / traffic.came as f64;
        let app = match traffic.app {
            0 => String::new(),
            n => format!(" ({} of them typed in the phone app, which is free)", locale.count(n)),
        };
        lines.push(format!(
            "Customers wrote {} messages and got {} free-form ones{app}: {} for each.",
            locale.count(traffic.came),
            locale.count(traffic.answers),
            locale.tenths(each)
        ));
    }
    let dearest = billed.bills.iter().max_by_key(|b| b.total);
    for row in billed.tables.merged.iter().filter(|r| dearest.is_some_and(|d| d.tariff == r.tariff)) {
        lines.push(format!(
            "Joining messages sent within {} of each other would leave {} messages fewer and save {} under {}.",
            row.within,
            locale.count(row.joined),
            locale.money(row.reference - row.amount, row.currency),
            row.tariff
        ));
    }
    lines
}

/// Numbers that used up their free messages, of the last tariff that has any.
fn quota(ask: &Ask<'_>, billed: &Billed, locale: &Locale) -> Vec<String> {
    let with: Option<&str> = ask
        .plans
        .iter()
        .rev()
        .map(|p| p.name())
        .find(|name| billed.tables.quotas.iter().any(|r| r.tariff == *name && r.used > 0));
    let Some(tariff) = with else { return Vec::new() };
    let rows: Vec<_> = billed.tables.quotas.iter().filter(|r| r.tariff == tariff).collect();
    let gone: Vec<_> = rows.iter().filter(|r| !r.used_up.is_empty()).collect();
    let unused: u64 = rows.iter().filter_map(|r| r.unused).sum();
    let whose = |r: &crate::table::QuotaRow| if r.number.is_empty() { r.account.clone() } else { r.number.clone() };
    let mut lines = Vec::new();
    if let Some(first) = gone.iter().min_by(|a, b| (&a.used_up, &a.number).cmp(&(&b.used_up, &b.number))) {
        let next = first.next.map(|n| format!("; the next one cost {}", locale.money(n.into(), first.currency)));
        let many = if gone.len() > 1 { format!(" (the first of {})", gone.len()) } else { String::new() };
        let best = gone.iter().filter_map(|r| r.second_number_saves.map(|s| (s, *r))).max_by_key(|(s, _)| *s);
        let second = best.filter(|(s, _)| *s > 0).map(|(s, r)| {
            format!(
                "; with its customers split over two numbers {} would cost {} less in {}",
                whose(r),
                locale.money(s, r.currency),
                r.month
            )
        });
        lines.push(format!(
            "Under {tariff} {} used up its free messages at {}{many}{}{}.",
            whose(first),
            first.used_up,
            next.unwrap_or_default(),
            second.unwrap_or_default()
        ));
    }
    lines.push(format!("{} free messages of {tariff} lapse unused.", locale.count(unused)));
    lines
}

fn late(billed: &Billed, locale: &Locale) -> Vec<String> {
    let rows = &billed.tables.sent_earlier;
    let mut tariffs: Vec<&str> = rows.iter().map(|r| r.tariff.as_str()).collect();
    tariffs.dedup();
    let line = |tariff: &&str| {
        let of = |edge: u64| {
            let some = rows.iter().filter(|r| r.tariff == *tariff && r.within_s > 0 && r.within_s <= edge);
            some.fold((0, 0), |(n, a), r| (n + r.messages, a + r.amount))
        };
        let (all, (day, amount)) =
            (rows.iter().filter(|r| r.tariff == *tariff).map(|r| r.messages).sum::<u64>(), of(86_400));
        let currency = rows.iter().find(|r| r.tariff == *tariff).map(|r| r.currency)?;
        Some(format!(
            "Under {tariff} {} charged messages came after the window had closed and would have been free inside it; {} of them ({}) \
             by less than 24 h.",
            locale.count(all),
            locale.count(day),
            locale.money(amount, currency)
        ))
    };
    tariffs.iter().filter_map(line).collect()
}

fn verdicts(billed: &Billed, locale: &Locale) -> Vec<String> {
    let rows = &billed.tables.verdicts;
    let all: u64 = rows.iter().map(|r| r.messages).sum();
    if all == 0 {
        return Vec::new();
    }
    let agree: u64 = rows.iter().filter(|r| r.reason == "agrees").map(|r| r.messages).sum();
    let others: Vec<String> = rows
        .iter()
        .filter(|r| r.reason != "agrees")
        .map(|r| format!("{} {}", r.reason, locale.count(r.messages)))
        .collect();
    let why = if others.is_empty() { String::new() } else { format!("; differences: {}", others.join(", ")) };
    vec![format!("The platform's own word agrees on {} of {} messages{why}.", locale.count(agree), locale.count(all))]
}

/// What a reader must know before he trusts the numbers: part months, rates that nobody published, other readings.
pub fn warnings(ask: &Ask<'_>, billed: &Billed, locale: &Locale) -> Vec<String> {
    let mut lines = part_months(ask);
    for bill in &billed.bills {
        let weak = by_basis(bill).into_iter().filter(|share| share.standing != Standing::Printed && share.amount != 0);
        for share in weak {
            let money = locale.money(share.amount, bill.currency);
            let word = match share.standing {
                Standing::Derived => "derived",
                Standing::Assumed => "assumed",
                _ => "given by you",
            };
            lines.push(format!(
                "{money} of the bill under {} rest on rates that are {word} ({})",
                bill.tariff, share.basis
            ));
        }
    }
    for row in billed.tables.readings.iter().filter(|r| r.amount != r.reference) {
        lines.push(format!(
            "{}: read as `{}` instead of `{}`, {} would make the bill {} instead of {}",
            row.tariff,
            row.other,
            row.chosen,
            row.setting,
            locale.money(row.amount, row.currency),
            locale.money(row.reference, row.currency)
        ));
    }
    lines
}

/// Accounts whose run begins or ends inside a month.
fn part_months(ask: &Ask<'_>) -> Vec<String> {
    let Ok(days) = Days::new(ask.book) else { return Vec::new() };
    let whole = |at: usize| days.begins_month(at as u16, ask.run.0) && days.begins_month(at as u16, ask.run.1);
    let part: Vec<&str> =
        ask.book.accounts.iter().enumerate().filter(|(at, _)| !whole(*at)).map(|(_, a)| a.name.as_str()).collect();
    if part.is_empty() {
        return Vec::new();
    }
    let who = if part.len() == ask.book.accounts.len() { String::new() } else { format!(" for {}", part.join(", ")) };
    vec![format!(
        "the log begins or ends inside a month{who}: quotas, tiers and fixed fees count as if nothing lay outside; give --from and --to of whole months"
    )]
}
