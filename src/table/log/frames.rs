//! Rows of `bill` to named, typed columns.

use super::super::frame::{Frame, Values};
use super::all::LogTables;
use super::columns::LOG_TABLES;

/// Every table, in the order of [`LOG_TABLES`]; empty ones too, so that readers find their header.
pub fn log_frames(tables: &LogTables) -> Vec<Frame> {
    let frame = |t: &'static super::super::columns::TableColumns| {
        let values = match t.name {
            "bill" => bill(tables),
            "comparison" => comparison(tables),
            "origins" => origins(tables),
            "import" => import(tables),
            "verdicts" => verdicts(tables),
            "verdict_examples" => examples(tables),
            "sent_earlier" => sent_earlier(tables),
            "fan_out" => fan_out(tables),
            "dearest_answers" => dearest(tables),
            "merged" => merged(tables),
            "quotas" => quotas(tables),
            "quota_days" => quota_days(tables),
            "readings" => readings(tables),
            _ => analytics(tables),
        };
        Frame::new(t, values)
    };
    LOG_TABLES.iter().map(frame).collect()
}

fn text<R>(rows: &[R], of: impl Fn(&R) -> &str) -> Values {
    Values::Text(rows.iter().map(|r| of(r).to_string()).collect())
}

fn whole<R>(rows: &[R], of: impl Fn(&R) -> u64) -> Values {
    Values::Whole(rows.iter().map(|r| Some(of(r))).collect())
}

fn nanos<R>(rows: &[R], of: impl Fn(&R) -> Option<i128>) -> Values {
    Values::Nanos(rows.iter().map(of).collect())
}

fn bill(t: &LogTables) -> Vec<Values> {
    let r = &t.bill;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.month),
        text(r, |r| &r.business),
        text(r, |r| &r.account),
        text(r, |r| &r.number),
        text(r, |r| &r.market),
        text(r, |r| &r.category),
        text(r, |r| &r.rule),
        text(r, |r| &r.tier),
        nanos(r, |r| r.rate.map(i128::from)),
        text(r, |r| &r.basis),
        text(r, |r| r.currency.code()),
        whole(r, |r| r.messages),
        whole(r, |r| r.charged),
        whole(r, |r| r.unrated),
        nanos(r, |r| Some(r.amount)),
    ]
}

fn comparison(t: &LogTables) -> Vec<Values> {
    let r = &t.comparison;
    vec![
        text(r, |r| r.by),
        text(r, |r| &r.name),
        text(r, |r| &r.tariff),
        text(r, |r| &r.baseline),
        text(r, |r| r.currency.code()),
        whole(r, |r| r.messages),
        whole(r, |r| r.charged),
        whole(r, |r| r.unrated),
        nanos(r, |r| Some(r.amount)),
        nanos(r, |r| r.reference),
        nanos(r, |r| r.difference()),
        text(r, |r| r.reading()),
    ]
}

fn origins(t: &LogTables) -> Vec<Values> {
    let r = &t.origins;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.origin),
        text(r, |r| &r.category),
        text(r, |r| r.currency.code()),
        whole(r, |r| r.messages),
        whole(r, |r| r.charged),
        whole(r, |r| r.unrated),
        nanos(r, |r| Some(r.amount)),
    ]
}

fn import(t: &LogTables) -> Vec<Values> {
    let r = &t.import;
    vec![text(r, |r| &r.what), whole(r, |r| r.rows), text(r, |r| &r.examples)]
}

fn verdicts(t: &LogTables) -> Vec<Values> {
    let r = &t.verdicts;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| r.reason),
        whole(r, |r| r.messages),
        nanos(r, |r| Some(r.amount)),
        text(r, |r| r.currency.code()),
    ]
}

fn examples(t: &LogTables) -> Vec<Values> {
    let r = &t.verdict_examples;
    vec![
        text(r, |r| r.reason),
        text(r, |r| &r.file),
        whole(r, |r| r.row),
        text(r, |r| &r.id),
        text(r, |r| &r.time),
        text(r, |r| &r.ours),
        text(r, |r| &r.theirs),
    ]
}

fn sent_earlier(t: &LogTables) -> Vec<Values> {
    let r = &t.sent_earlier;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.number),
        text(r, |r| r.earlier),
        whole(r, |r| r.within_s),
        text(r, |r| r.currency.code()),
        whole(r, |r| r.messages),
        nanos(r, |r| Some(r.amount)),
    ]
}

fn fan_out(t: &LogTables) -> Vec<Values> {
    let r = &t.fan_out;
    vec![text(r, |r| &r.number), whole(r, |r| u64::from(r.size)), whole(r, |r| r.answers), whole(r, |r| r.messages)]
}

fn dearest(t: &LogTables) -> Vec<Values> {
    let r = &t.dearest;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.file),
        whole(r, |r| r.row),
        text(r, |r| &r.id),
        text(r, |r| &r.time),
        text(r, |r| &r.number),
        whole(r, |r| u64::from(r.messages)),
        whole(r, |r| u64::from(r.charged)),
        text(r, |r| r.currency.code()),
        nanos(r, |r| Some(r.amount)),
    ]
}

fn merged(t: &LogTables) -> Vec<Values> {
    let r = &t.merged;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.within),
        Values::Real(r.iter().map(|r| Some(r.within_s)).collect()),
        text(r, |r| r.currency.code()),
        whole(r, |r| r.messages),
        whole(r, |r| r.joined),
        nanos(r, |r| Some(r.amount)),
        nanos(r, |r| Some(r.reference)),
        nanos(r, |r| Some(r.reference - r.amount)),
    ]
}

fn quotas(t: &LogTables) -> Vec<Values> {
    let r = &t.quotas;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.month),
        text(r, |r| &r.account),
        text(r, |r| &r.number),
        whole(r, |r| r.used),
        Values::Whole(r.iter().map(|r| r.unused).collect()),
        text(r, |r| &r.used_up),
        whole(r, |r| r.after),
        nanos(r, |r| r.next.map(i128::from)),
        nanos(r, |r| r.second_number_saves),
        text(r, |r| r.currency.code()),
    ]
}

fn quota_days(t: &LogTables) -> Vec<Values> {
    let r = &t.quota_days;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.number),
        text(r, |r| &r.day),
        whole(r, |r| r.used),
        whole(r, |r| r.charged),
    ]
}

fn analytics(t: &LogTables) -> Vec<Values> {
    let r = &t.analytics;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.month),
        text(r, |r| &r.account),
        text(r, |r| &r.number),
        text(r, |r| &r.market),
        text(r, |r| &r.category),
        whole(r, |r| r.messages),
        whole(r, |r| r.charged),
        nanos(r, |r| Some(r.amount)),
        text(r, |r| r.currency.code()),
        whole(r, |r| r.platform_messages),
        whole(r, |r| r.platform_charged),
        nanos(r, |r| r.platform_cost),
        nanos(r, |r| r.platform_cost.map(|cost| r.amount - cost)),
    ]
}

fn readings(t: &LogTables) -> Vec<Values> {
    let r = &t.readings;
    vec![
        text(r, |r| &r.tariff),
        text(r, |r| &r.setting),
        text(r, |r| &r.chosen),
        text(r, |r| &r.other),
        text(r, |r| r.currency.code()),
        nanos(r, |r| Some(r.amount)),
        nanos(r, |r| Some(r.reference)),
        nanos(r, |r| Some(r.amount - r.reference)),
    ]
}
