//! Rows of `price` to named, typed columns.

use super::super::frame::{Frame, Values};
use super::super::rows::Estimate;
use super::columns::PRICE_TABLES;
use super::rows::PriceTables;

/// Every table, in the order of [`PRICE_TABLES`]; empty ones too, so that readers find their header.
pub fn price_frames(tables: &PriceTables) -> Vec<Frame> {
    let values = [
        platform(tables),
        responses(tables),
        winners(tables),
        elasticities(tables),
        claims(tables),
        assumptions(tables),
    ];
    PRICE_TABLES.iter().zip(values).map(|(table, values)| Frame::new(table, values)).collect()
}

fn text<R>(rows: &[R], of: impl Fn(&R) -> &str) -> Values {
    Values::Text(rows.iter().map(|r| of(r).to_string()).collect())
}

fn real<R>(rows: &[R], of: impl Fn(&R) -> Option<f64>) -> Values {
    Values::Real(rows.iter().map(|r| of(r).filter(|x| x.is_finite())).collect())
}

fn estimate<R>(rows: &[R], of: impl Fn(&R) -> Estimate) -> [Values; 5] {
    [
        real(rows, |r| Some(of(r).mean)),
        real(rows, |r| of(r).lower),
        real(rows, |r| of(r).upper),
        real(rows, |r| Some(of(r).level)),
        Values::Count(rows.iter().map(|r| of(r).n).collect()),
    ]
}

fn platform(t: &PriceTables) -> Vec<Values> {
    let r = &t.platform;
    let mut v = vec![
        text(r, |r| r.horizon),
        text(r, |r| &r.rule),
        text(r, |r| &r.tariff),
        real(r, |r| r.window_s),
        text(r, |r| &r.prices),
        real(r, |r| Some(r.price)),
        text(r, |r| r.metric),
        text(r, |r| &r.unit),
    ];
    v.extend(estimate(r, |r| r.value));
    v
}

fn responses(t: &PriceTables) -> Vec<Values> {
    let r = &t.responses;
    let mut v = vec![
        text(r, |r| r.horizon),
        text(r, |r| &r.rule),
        real(r, |r| r.window_s),
        text(r, |r| &r.prices),
        real(r, |r| Some(r.price)),
        text(r, |r| &r.segment),
        text(r, |r| &r.today),
        text(r, |r| &r.choice),
        real(r, |r| Some(r.probability)),
        real(r, |r| r.gain),
        text(r, |r| r.metric),
        text(r, |r| &r.unit),
    ];
    v.extend(estimate(r, |r| r.value));
    v
}

fn winners(t: &PriceTables) -> Vec<Values> {
    let r = &t.winners;
    let mut v = vec![
        text(r, |r| r.horizon),
        text(r, |r| &r.rule),
        text(r, |r| &r.against),
        text(r, |r| &r.who),
        real(r, |r| Some(r.firms)),
        text(r, |r| &r.unit),
    ];
    v.extend(estimate(r, |r| r.difference));
    v.push(text(r, |r| r.reading));
    v
}

fn elasticities(t: &PriceTables) -> Vec<Values> {
    let r = &t.elasticities;
    let mut v = vec![
        text(r, |r| r.horizon),
        real(r, |r| Some(r.window_s)),
        text(r, |r| &r.market),
        real(r, |r| Some(r.from)),
        real(r, |r| Some(r.to)),
        text(r, |r| r.quantity),
    ];
    v.extend(estimate(r, |r| r.value));
    v
}

fn claims(t: &PriceTables) -> Vec<Values> {
    let r = &t.claims;
    let mut v = vec![
        text(r, |r| r.claim),
        text(r, |r| r.horizon),
        text(r, |r| &r.answer),
        text(r, |r| r.metric),
        text(r, |r| &r.unit),
    ];
    v.extend(estimate(r, |r| r.value));
    v.push(text(r, |r| &r.hangs_on));
    v
}

fn assumptions(t: &PriceTables) -> Vec<Values> {
    let r = &t.assumptions;
    vec![
        text(r, |r| &r.assumption),
        text(r, |r| r.end),
        text(r, |r| &r.at),
        text(r, |r| &r.conclusion),
        text(r, |r| &r.before),
        text(r, |r| &r.after),
        text(r, |r| r.flips),
    ]
}
