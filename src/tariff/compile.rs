//! From checked definitions and their cards to the flat [`Plan`]: every class in every state gets its action and its cells.

use std::sync::Arc;

use super::card::{Card, TierCard};
use super::check::States;
use super::ladders;
use super::naming::{Naming, Numbers};
use super::plan::{BY_AD, BY_CALL, BY_MESSAGE, FoldClock, FoldPlan, Longer, Part, Plan, Setting, Start, Steps, Times};
use super::problem::Problem;
use super::rulebook::Rulebook;
use super::vocabulary::{APP, CALL, CLASSES, Clock, Clocks, Definition, Scope, Starts, class_word};
use crate::units::Currency;

/// Most cells of a plan.
const MOST_CELLS: u32 = 60_000;

/// The cards a definition names, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Cards {
    pub(super) list: Option<Arc<Card>>,
    pub(super) ladders: Vec<Arc<TierCard>>,
}

/// One tariff of a plan, read and checked.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) definition: Definition,
    pub(super) cards: Cards,
}

/// What of a plan no file says.
pub(super) struct Frame {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) from: String,
    pub(super) settings: Vec<Setting>,
    pub(super) edge_inside: bool,
    pub(super) currency: Currency,
    pub(super) currencies: Vec<Currency>,
    pub(super) schedule: Steps,
    pub(super) own_parts: Vec<(String, Steps)>,
    pub(super) times: Times,
    pub(super) runs_on: bool,
}

/// Compiles tariffs that `check.rs` and `cards.rs` found good into one plan.
pub(super) fn compile(sources: Vec<Source>, frame: Frame) -> Result<Plan, Problem> {
    let too_large = |what: &str| Problem::of_file(&frame.name, what.to_string(), "make it simpler".into());
    let named: Vec<(&Definition, &Cards)> = sources.iter().map(|s| (&s.definition, &s.cards)).collect();
    let naming = Naming::over(&named).ok_or_else(|| too_large("more than 32 different clocks"))?;
    let mut items = Vec::new();
    let mut item_of_cell = Vec::new();
    let mut parts = Vec::new();
    let mut first_cell = 0u32;
    for (at, source) in sources.iter().enumerate() {
        let (fold, mut own) = compile_part(source, &naming, &naming.parts[at], frame.edge_inside);
        if first_cell + own.cells > MOST_CELLS {
            return Err(too_large("more than 60,000 different lines of a bill: rules × classes × tiers × extras"));
        }
        own.list.sort_by_key(|i| (i.rule_order, i.class, i.cell));
        item_of_cell.resize((first_cell + own.cells) as usize, None);
        for mut item in own.list {
            item.part = at;
            item.cell += first_cell as u16;
            item.units_cell += first_cell as u16;
            for cell in [item.cell, item.units_cell] {
                item_of_cell[cell as usize] = Some(items.len());
            }
            items.push(item);
        }
        let Source { name, definition, cards } = source;
        parts.push(Part {
            name: name.clone(),
            fold: Arc::new(fold),
            first_cell: first_cell as u16,
            card: cards.list.clone(),
            ladders: cards.ladders.clone(),
            markets: Arc::new(definition.markets.clone()),
            promotion: !definition.accept.never[1],
            contact_before: definition.accept.contact_before,
            times: frame.times.clone(),
            derivable: derivable(definition, &naming.parts[at]),
        });
        first_cell += own.cells;
    }
    let folds: Vec<(&FoldPlan, u16)> = parts.iter().map(|p| (p.fold.as_ref(), p.first_cell)).collect();
    let runs_on = if frame.runs_on { " run on" } else { "" };
    let counted = format!("{folds:?} {:?} {:?}{runs_on}", frame.schedule, frame.own_parts);
    let fingerprint = blake3::hash(counted.as_bytes()).to_hex().to_string();
    let Some(last) = sources.into_iter().last() else { return Err(too_large("no tariff")) };
    Ok(Plan {
        name: frame.name,
        says: frame.says,
        from: frame.from,
        settings: frame.settings,
        currency: frame.currency,
        currencies: frame.currencies,
        card: last.cards.list,
        ladders: last.cards.ladders,
        parts,
        own_parts: frame.own_parts,
        schedule: frame.schedule,
        runs_on: frame.runs_on,
        items,
        item_of_cell,
        clock_names: naming.clocks,
        quota_names: naming.quotas,
        market_names: naming.markets,
        definition: last.definition,
        fingerprint,
    })
}

fn compile_part(
    source: &Source,
    naming: &Naming,
    numbers: &Numbers,
    edge_inside: bool,
) -> (FoldPlan, super::items::Items) {
    let Source { definition, cards, .. } = source;
    let states = States::of(definition);
    let mut book = Rulebook::new(definition, cards, numbers);
    let (table, extra_table) = book.tables(&states);
    let extras = book.extras();
    let fees = book.fees();
    let Rulebook { items, actions, lates, .. } = book;
    let global = |clock: usize| numbers.clocks[clock] as usize;
    let mut clocks = vec![FoldClock { lasts: 0, later: Vec::new(), hours: None }; naming.clocks.len()];
    for (at, clock) in definition.clocks.iter().enumerate() {
        clocks[global(at)] = FoldClock { lasts: clock.lasts, later: clock.later.clone(), hours: clock.hours };
    }
    let all = || definition.clocks.iter().enumerate();
    let plain = states.remembered.is_empty() && numbers.clocks.iter().enumerate().all(|(i, c)| i as u32 == *c);
    let (tiers, bounds) = ladders::lay_out(definition, cards, naming, numbers);
    let fold = FoldPlan {
        clocks,
        own: numbers.clocks.clone(),
        starts: starts(definition, numbers),
        longer: all()
            .filter_map(|(clock, c)| {
                c.longer.map(|(by, at_most)| Longer { clock: global(clock), by, at_most, from: c.longer_from })
            })
            .collect(),
        remembered: states.remembered.iter().map(|c| numbers.clocks[*c as usize]).collect(),
        answer_ends: all().filter(|(_, c)| c.ends_at_answer).fold(0, |set, (i, _)| set | 1 << global(i)),
        bits: states.bits(),
        plain,
        table,
        extra_table,
        actions,
        lates,
        extras,
        fees,
        cells: items.cells as u16,
        window: definition.accept.window.map(|c| definition.clocks[c].lasts),
        never: definition.accept.never,
        takes_app: definition.takes(APP),
        takes_calls: definition.takes(CALL),
        edge_inside,
        quotas: definition.quotas.iter().zip(&numbers.quotas).map(|(q, n)| (*n, q.size)).collect(),
        by_hours: definition.clocks.iter().any(|c| c.hours.is_some()),
        counts_delivered: definition.tiers.iter().any(|t| t.delivered),
        tiers,
        market_count: naming.markets.len(),
        billed_class: billed_classes(definition, cards, &naming.markets),
        bounds,
        stores: naming.stores.clone(),
    };
    (fold, items)
}

/// A set of a part's clocks as a set of the plan's.
pub(super) fn global_set(set: Clocks, numbers: &Numbers) -> Clocks {
    let own = numbers.clocks.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
    own.fold(0, |all, (_, clock)| all | 1 << clock)
}

/// Clocks whose end follows from the time of the customer's last message at that number: each message starts them anew,
/// nothing else moves them, and no start of another clock asks for them (a customer's message does not say when the one
/// before it came).
fn derivable(definition: &Definition, numbers: &Numbers) -> Clocks {
    let clocks = &definition.clocks;
    let moved_by_rules = definition.rules.iter().flat_map(|r| r.opens.iter().chain(&r.closes)).fold(0, |a, b| a | b);
    let asked_by_starts = clocks.iter().fold(0, |all, c| all | c.while_ | c.unless);
    let plain = |(i, c): (usize, &Clock)| {
        let alone = (moved_by_rules | asked_by_starts) & (1 << i) == 0 && c.while_ | c.unless == 0;
        let by_message = c.starts.by_message() && c.restart && c.scope == Scope::Number;
        (alone && by_message && c.longer.is_none() && !c.ends_at_answer && c.later.is_empty()) as u32
    };
    global_set(clocks.iter().enumerate().fold(0, |all, (i, c)| all | plain((i, c)) << i), numbers)
}

fn starts(definition: &Definition, numbers: &Numbers) -> Vec<Start> {
    let by = |starts: Starts| match starts {
        Starts::ByRule => 0,
        Starts::CustomerMessage => BY_MESSAGE,
        Starts::AdMessage => BY_AD,
        Starts::CustomerCall => BY_CALL,
        Starts::MessageOrCall => BY_MESSAGE | BY_CALL,
    };
    let started = definition.clocks.iter().enumerate().filter(|(_, c)| by(c.starts) != 0);
    started
        .map(|(clock, c)| Start {
            clock: numbers.clocks[clock] as usize,
            by: by(c.starts),
            restart: c.restart,
            while_: global_set(c.while_, numbers),
            unless: global_set(c.unless, numbers),
        })
        .collect()
}

fn billed_classes(definition: &Definition, cards: &Cards, markets: &[String]) -> Vec<u8> {
    let rated = |market: &str, class| cards.list.as_ref().is_some_and(|c| c.rate(market, class_word(class)).is_some());
    let billed = |market: &str, class: usize| match definition.otherwise[class] {
        Some(other) if !rated(market, class) => other as u8,
        _ => class as u8,
    };
    let mut classes = Vec::with_capacity((markets.len() + 1) * CLASSES);
    for market in markets.iter().map(String::as_str).chain([""]) {
        classes.extend((0..CLASSES).map(|class| billed(market, class)));
    }
    classes
}
