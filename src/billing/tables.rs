//! What a pass found, as rows of tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::days::{Days, day_label, stamp};
use super::lens::{BINS, LARGEST, QuotaMonth, Sum};
use super::pass::Ask;
use super::under::View;
use crate::facts::Book;
use crate::log::{Verdict, VerdictType};
use crate::table::*;
use crate::tariff::{Bill, Counts, Line, Plan, month_label, price, price_by_country};
use crate::units::{Money, Span};

/// Bills and what they were made from.
pub(super) struct Found<'a> {
    pub(super) ask: &'a Ask<'a>,
    pub(super) bills: &'a [Bill],
    pub(super) counts: &'a [Arc<Counts>],
    pub(super) extras: &'a [Vec<LogBillRow>],
}

type Doubled = (Book, Vec<(usize, Counts)>);

/// All tables but `import`.
pub(super) fn tables(
    found: &Found<'_>,
    views: Vec<View>,
    merged: Vec<(Span, u64, Vec<Counts>)>,
    second: Option<Doubled>,
) -> LogTables {
    let mut tables = LogTables { bill: bill(found), comparison: comparison(found), ..LogTables::default() };
    tables.merged = merged_rows(found, merged);
    if !found.ask.insights {
        return tables;
    }
    let saves = second_number(found, second);
    for view in views {
        let plan = &found.ask.plans[view.place];
        tables.origins.extend(origins(found.ask, plan, &view));
        tables.sent_earlier.extend(earlier(found.ask, plan, &view));
        if let Some(verdicts) = view.verdicts {
            let lines = &view.rulings;
            let (counts, examples) = verdicts.finish();
            let currency = plan.currency();
            let row = |(reason, (messages, amount)): (&'static str, (u64, i128))| VerdictRow {
                tariff: plan.name().to_string(),
                reason,
                messages,
                amount,
                currency,
            };
            tables.verdicts = counts.into_iter().map(row).collect();
            let example = |d: super::lens::Difference| VerdictExample {
                reason: d.reason,
                file: file(found.ask, d.place.0),
                row: d.place.1,
                time: stamp(d.at),
                ours: format!("{}: {}", lines.get(d.line).rule, Money { nanos: d.amount, currency }),
                theirs: words(&d.theirs, currency),
                id: d.id,
            };
            tables.verdict_examples = examples.into_iter().map(example).collect();
        }
        let (months, days) = view.quotas.finish();
        let saved = saves.get(&view.place);
        tables.quotas.extend(quotas(found.ask, plan, &months, saved));
        tables.quota_days.extend(quota_days(found.ask, plan, days));
        let (sizes, dearest) = view.answers.finish();
        if tables.fan_out.is_empty() {
            tables.fan_out = fan_out(found.ask.book, &sizes);
        }
        tables.dearest.extend(dearest.into_iter().map(|d| DearestRow {
            tariff: plan.name().to_string(),
            file: file(found.ask, d.place.0),
            row: d.place.1,
            id: d.id.to_string(),
            time: stamp(d.at),
            number: number(found.ask.book, d.number),
            messages: d.messages,
            charged: d.charged,
            currency: plan.currency(),
            amount: d.amount,
        }));
    }
    tables
}

fn number(book: &Book, index: u16) -> String {
    book.numbers.get(usize::from(index)).map(|n| n.name.clone()).unwrap_or_default()
}

fn file(ask: &Ask<'_>, index: u16) -> String {
    ask.files.get(usize::from(index)).cloned().unwrap_or_default()
}

fn words(verdict: &Verdict, currency: crate::units::Currency) -> String {
    let kind = match verdict.kind {
        VerdictType::Regular => "regular",
        VerdictType::FreeCustomerService => "free_customer_service",
        VerdictType::FreeEntryPoint => "free_entry_point",
        VerdictType::NotBillable => "not billable",
        VerdictType::Unknown => "a word that is not known",
    };
    let category = verdict.category.map(|c| format!(", {}", c.word())).unwrap_or_default();
    let amount = verdict.amount.map(|a| format!(", {}", Money { nanos: i128::from(a), currency })).unwrap_or_default();
    format!("{kind}{category}{amount}")
}

fn bill(found: &Found<'_>) -> Vec<LogBillRow> {
    let row = |bill: &Bill, l: &Line| LogBillRow {
        tariff: bill.tariff.clone(),
        month: l.month.clone(),
        business: l.business.clone(),
        account: l.account.clone(),
        number: l.number.clone(),
        market: l.market.clone(),
        category: l.category.clone(),
        rule: l.rule.clone(),
        tier: l.tier.clone(),
        rate: l.rate,
        basis: l.basis.clone(),
        currency: bill.currency,
        messages: l.messages,
        charged: l.charged,
        unrated: l.unrated,
        amount: l.amount,
    };
    let bills = found.bills.iter().zip(found.extras);
    bills
        .flat_map(|(bill, extras)| {
            bill.lines.iter().map(|l| row(bill, l)).chain(extras.iter().cloned()).collect::<Vec<_>>()
        })
        .collect()
}

/// Sums by part of the log.
type Parts = BTreeMap<(usize, &'static str, String), Sum>;

fn comparison(found: &Found<'_>) -> Vec<TariffRow> {
    let parts: Vec<Parts> = (0..found.bills.len()).map(|place| parts(found, place)).collect();
    let keys: BTreeSet<_> = parts.iter().flat_map(|p| p.keys().cloned()).collect();
    let Some(first) = found.bills.first() else { return Vec::new() };
    let mut rows = Vec::new();
    for key in keys {
        let reference = parts.first().and_then(|p| p.get(&key)).copied().unwrap_or_default();
        for (bill, parts) in found.bills.iter().zip(&parts) {
            let sum = parts.get(&key).copied().unwrap_or_default();
            rows.push(TariffRow {
                by: key.1,
                name: key.2.clone(),
                tariff: bill.tariff.clone(),
                baseline: first.tariff.clone(),
                currency: bill.currency,
                messages: sum.messages,
                charged: sum.charged,
                unrated: sum.unrated,
                amount: sum.amount,
                reference: (bill.currency == first.currency).then_some(reference.amount),
            });
        }
    }
    rows
}

fn parts(found: &Found<'_>, place: usize) -> Parts {
    let mut parts = Parts::new();
    let mut add = |order: usize, by: &'static str, name: &str, sum: Sum| {
        let to = parts.entry((order, by, name.to_string())).or_default();
        to.messages += sum.messages;
        to.charged += sum.charged;
        to.unrated += sum.unrated;
        to.amount += sum.amount;
    };
    let bill = &found.bills[place];
    add(0, "all", "all", Sum::default());
    for l in &bill.lines {
        let sum = Sum { messages: l.messages, charged: l.charged, unrated: l.unrated, amount: l.amount };
        add(0, "all", "all", sum);
        add(1, "month", &l.month, sum);
        add(2, "account", &l.account, sum);
        add(3, "number", &l.number, sum);
        add(5, "category", &l.category, sum);
    }
    // Markets have other names under other tariffs; countries have not.
    for fee in price_by_country(&found.ask.plans[place], found.ask.book, &found.counts[place]) {
        let sum = Sum { messages: fee.messages, charged: fee.charged, unrated: fee.unrated, amount: fee.amount };
        let country = found.ask.book.countries.get(usize::from(fee.country)).map_or("", String::as_str);
        if sum != Sum::default() {
            add(4, "country", country, sum);
        }
    }
    parts
}

fn origins(ask: &Ask<'_>, plan: &Plan, view: &View) -> Vec<OriginRow> {
    let sums = view.origins.sums(|line| view.rulings.get(line).category.as_str());
    let row = |((origin, category), sum): ((u16, &str), Sum)| OriginRow {
        tariff: plan.name().to_string(),
        origin: ask.origins.get(usize::from(origin)).cloned().unwrap_or_default(),
        category: category.to_string(),
        currency: plan.currency(),
        messages: sum.messages,
        charged: sum.charged,
        unrated: sum.unrated,
        amount: sum.amount,
    };
    sums.into_iter().map(row).collect()
}

fn earlier(ask: &Ask<'_>, plan: &Plan, view: &View) -> Vec<EarlierRow> {
    let row = |(at, bin, sum): (u16, usize, Sum)| EarlierRow {
        tariff: plan.name().to_string(),
        number: number(ask.book, at),
        earlier: BINS[bin].1,
        within_s: if BINS[bin].0 == i64::MAX { 0 } else { (BINS[bin].0 / 1_000_000) as u64 },
        currency: plan.currency(),
        messages: sum.messages,
        amount: sum.amount,
    };
    view.earlier.sums().map(row).collect()
}

fn fan_out(book: &Book, sizes: &[[(u64, u64); LARGEST]]) -> Vec<FanOutRow> {
    let rows = sizes.iter().enumerate().flat_map(|(at, sizes)| {
        let some = sizes.iter().enumerate().filter(|(_, (answers, _))| *answers > 0);
        some.map(move |(size, (answers, messages))| FanOutRow {
            number: number(book, at as u16),
            size: size as u32 + 1,
            answers: *answers,
            messages: *messages,
        })
    });
    rows.collect()
}

fn merged_rows(found: &Found<'_>, merged: Vec<(Span, u64, Vec<Counts>)>) -> Vec<MergedRow> {
    let mut rows = Vec::new();
    for (place, (plan, bill)) in found.ask.plans.iter().zip(found.bills).enumerate() {
        for (within, joined, counts) in &merged {
            let Some(counts) = counts.get(place) else { continue };
            let again = price(plan, found.ask.book, counts);
            rows.push(MergedRow {
                tariff: plan.name().to_string(),
                within: within.to_string(),
                within_s: within.seconds(),
                currency: bill.currency,
                messages: again.messages,
                joined: *joined,
                amount: again.total,
                reference: bill.total,
            });
        }
    }
    rows
}

/// What a second number saves, by plan, month and number.
fn second_number(found: &Found<'_>, second: Option<Doubled>) -> BTreeMap<usize, BTreeMap<(String, String), i128>> {
    let Some((book, counts)) = second else { return BTreeMap::new() };
    let names = &found.ask.book.numbers;
    let original = |name: &str| {
        let at = book.numbers.iter().position(|n| n.name == name);
        at.and_then(|at| names.get(at % names.len().max(1))).map(|n| n.name.clone()).unwrap_or_default()
    };
    let saved = |(place, counts): (usize, Counts)| {
        let mut sums: BTreeMap<(String, String), i128> = BTreeMap::new();
        for line in &found.bills[place].lines {
            *sums.entry((line.month.clone(), line.number.clone())).or_default() += line.amount;
        }
        for line in price(&found.ask.plans[place], &book, &counts).lines {
            *sums.entry((line.month.clone(), original(&line.number))).or_default() -= line.amount;
        }
        (place, sums)
    };
    counts.into_iter().map(saved).collect()
}

fn quotas(
    ask: &Ask<'_>,
    plan: &Plan,
    months: &BTreeMap<(i32, u16, u8), QuotaMonth>,
    saved: Option<&BTreeMap<(String, String), i128>>,
) -> Vec<QuotaRow> {
    let mut sums: BTreeMap<(i32, String, String, u8), QuotaMonth> = BTreeMap::new();
    let all: Vec<(u64, &str)> = plan.quotas().map(|(_, size, whose)| (size, whose)).collect();
    let owner = |number: u16, quota: u8| -> (String, String) {
        let entry = ask.book.numbers.get(usize::from(number));
        let account = entry.and_then(|n| ask.book.accounts.get(usize::from(n.account)));
        let business = account.and_then(|a| ask.book.businesses.get(usize::from(a.business)));
        let account = account.map(|a| a.name.clone()).unwrap_or_default();
        match all.get(usize::from(quota)).map(|q| q.1) {
            Some("account") => (account, String::new()),
            Some("business") => (business.cloned().unwrap_or_default(), String::new()),
            _ => (account, entry.map(|n| n.name.clone()).unwrap_or_default()),
        }
    };
    if plan.name() != "calendar" {
        // Also those who used nothing: what lapses is theirs too.
        for (at, entry) in ask.book.numbers.iter().enumerate() {
            for month in run_months(ask, entry.account) {
                for quota in 0..all.len() as u8 {
                    let (account, number) = owner(at as u16, quota);
                    sums.entry((month, account, number, quota)).or_default();
                }
            }
        }
    }
    for ((month, number, quota), seen) in months {
        let (account, number) = owner(*number, *quota);
        let sum = sums.entry((*month, account, number, *quota)).or_default();
        sum.used += seen.used;
        sum.after += seen.after;
        if seen.used_up.is_some() && (sum.used_up.is_none() || seen.used_up < sum.used_up) {
            (sum.used_up, sum.next) = (seen.used_up, seen.next);
        }
    }
    let row = |((month, account, number, quota), sum): ((i32, String, String, u8), QuotaMonth)| {
        let size = all.get(usize::from(quota)).map_or(0, |q| q.0);
        let month = month_label(month);
        QuotaRow {
            tariff: plan.name().to_string(),
            second_number_saves: saved.and_then(|s| s.get(&(month.clone(), number.clone())).copied()),
            month,
            account,
            number,
            used: sum.used,
            unused: Some(size.saturating_sub(sum.used)),
            used_up: sum.used_up.map(stamp).unwrap_or_default(),
            after: sum.after,
            next: sum.next,
            currency: plan.currency(),
        }
    };
    sums.into_iter().map(row).collect()
}

/// Months of the run in an account's zone.
fn run_months(ask: &Ask<'_>, account: u16) -> Vec<i32> {
    let Ok(days) = Days::new(ask.book) else { return Vec::new() };
    let (first, last) = (days.month(account, ask.run.0), days.month(account, ask.run.1.saturating_sub(1)));
    (first..=last.min(first.saturating_add(240))).collect()
}

/// Running sums since the month began.
fn quota_days(ask: &Ask<'_>, plan: &Plan, days: BTreeMap<(u16, i32), (u64, u64)>) -> Vec<QuotaDayRow> {
    let mut rows: Vec<QuotaDayRow> = Vec::new();
    let (mut at, mut sums) = ((String::new(), u16::MAX), (0, 0));
    for ((number_at, day), (used, charged)) in days {
        let day = day_label(day);
        let month = (day.get(..7).unwrap_or("").to_string(), number_at);
        if at != month {
            (at, sums) = (month, (0, 0));
        }
        sums = (sums.0 + used, sums.1 + charged);
        rows.push(QuotaDayRow {
            tariff: plan.name().to_string(),
            number: number(ask.book, number_at),
            day,
            used: sums.0,
            charged: sums.1,
        });
    }
    rows
}

/// What other readings would cost.
pub(super) fn readings(found: &Found<'_>, counts: &[Counts]) -> Vec<ReadingRow> {
    let row = |((place, setting, choice, plan), counts): (&(usize, String, String, Arc<Plan>), &Counts)| {
        let bill = found.bills.get(*place)?;
        let chosen = found.ask.plans.get(*place)?.settings().iter().find(|s| s.name == *setting)?;
        Some(ReadingRow {
            tariff: bill.tariff.clone(),
            setting: setting.clone(),
            chosen: chosen.choice.clone(),
            other: choice.clone(),
            currency: plan.currency(),
            amount: price(plan, found.ask.book, counts).total,
            reference: bill.total,
        })
    };
    found.ask.readings.iter().zip(counts).filter_map(row).collect()
}
