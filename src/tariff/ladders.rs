//! Volume tiers as the fold reads them: the bounds of every ladder, one behind the other.

use super::compile::Cards;
use super::naming::{Naming, Numbers};
use super::plan::{FoldTiers, NO_LADDER};
use super::vocabulary::{CLASSES, Definition, StepRate, Tiers, category_word};

/// Lays out the bounds of every ladder whose first rate is above 0: a message at rate 0 is not charged, so it moves no tier.
pub(super) fn lay_out(
    definition: &Definition,
    cards: &Cards,
    naming: &Naming,
    numbers: &Numbers,
) -> (Vec<FoldTiers>, Vec<u64>) {
    let mut bounds = Vec::new();
    let tiers = definition.tiers.iter().enumerate().map(|(at, tiers)| {
        let scale = scale(definition, at);
        let mut start = Vec::new();
        // A ladder in the file is the same for all markets: laid out once.
        let mut in_file = None;
        for market in naming.markets.iter().map(Some).chain([None]) {
            for class in 0..CLASSES {
                let uppers = uppers(tiers, at, cards, market.map(String::as_str), class);
                match uppers.filter(|_| tiers.of[class]) {
                    None => start.push(NO_LADDER),
                    Some(_) if in_file.is_some() => start.extend(in_file),
                    Some(uppers) => {
                        in_file = tiers.card.is_empty().then_some(bounds.len() as u32);
                        start.push(bounds.len() as u32);
                        bounds.extend(
                            uppers.into_iter().map(|u| if u == u64::MAX { u } else { u.saturating_mul(scale) }),
                        );
                    }
                }
            }
        }
        FoldTiers {
            store: numbers.tiers[at],
            delivered: tiers.delivered,
            without_groups: tiers.without_groups,
            of: tiers.of,
            start,
        }
    });
    (tiers.collect(), bounds)
}

/// Units that one step of a bound is: bounds count what the rate is for (minutes), the fold counts pulses.
fn scale(definition: &Definition, tiers: usize) -> u64 {
    let rule = definition.rules.iter().find(|r| r.tiers == Some(tiers));
    let (numerator, denominator) = rule.map_or((1, 1), |r| r.per.share());
    (denominator / numerator).max(1) as u64
}

/// The last units of each tier; `None` if there is no ladder here, or its first rate is 0.
fn uppers(tiers: &Tiers, at: usize, cards: &Cards, market: Option<&str>, class: usize) -> Option<Vec<u64>> {
    let category = category_word(class);
    let list = || cards.list.as_ref()?.rate(market?, category).map(|r| r.nanos);
    if tiers.card.is_empty() {
        let charged = match tiers.steps.first()?.1 {
            StepRate::Amount(nanos, _) => nanos > 0,
            StepRate::Off(_) => list()? > 0,
        };
        return charged.then(|| tiers.steps.iter().map(|s| s.0).collect());
    }
    let steps = cards.ladders.get(at)?.ladder(market?, category)?;
    let first = if cards.list.is_some() { list()? } else { steps.first()?.rate.nanos };
    (first > 0).then(|| steps.iter().map(|s| s.upper).collect())
}
