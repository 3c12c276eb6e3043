//! What changed from one tariff to another: outcomes of the two tables, clocks, quotas, and rates country by country.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::check::{States, walk};
use super::super::markets::Markets;
use super::super::plan::Plan;
use super::super::vocabulary::{CLASSES, Clocks, Definition, class_word};
use super::outcomes::cases;
use super::words::{self, Bits};
use super::{clocks, rates};

/// Everything that differs between two tariffs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Changed outcomes, classes that change alike together.
    pub rules: Vec<RuleChange>,
    /// Changes of clocks, quotas, tiers, open readings and of what is accepted, one sentence each.
    pub notes: Vec<String>,
    /// Currencies of the rates, before and after.
    pub currencies: [String; 2],
    /// Changed rates by market and category; none if the currencies differ.
    pub rates: Vec<RateChange>,
    /// Markets of which no rate differs, in the categories that both cards have.
    pub unchanged_markets: usize,
}

/// A changed outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// Classes.
    pub classes: Vec<String>,
    /// When, in words; empty = in all other cases.
    pub when: String,
    /// What it came to before.
    pub from: String,
    /// What it comes to now.
    pub to: String,
}

/// A changed rate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RateChange {
    /// Market after the change.
    pub market: String,
    /// Market before, if it was another.
    pub was: Option<String>,
    /// Category.
    pub category: String,
    /// Countries concerned (ISO 3166).
    pub countries: Vec<String>,
    /// Rate before, as a decimal; `None` = the card had none.
    pub from: Option<String>,
    /// Rate after.
    pub to: Option<String>,
    /// Change in thousandths of the rate before, rounded half away from zero.
    pub per_mille: Option<i64>,
}

/// Compares two tariffs, `from` to `to`.
pub fn difference(from: &Plan, to: &Plan) -> Difference {
    let (rates, unchanged_markets) = rate_changes(from, to);
    Difference {
        rules: rule_changes(&from.definition, &to.definition),
        notes: notes(from, to),
        currencies: [from.currency.code().to_string(), to.currency.code().to_string()],
        rates,
        unchanged_markets,
    }
}

/// One tariff seen from the clocks of both.
struct Side<'a> {
    definition: &'a Definition,
    states: States,
    /// By bit of the common state: the bit of its own state, if it has that clock.
    open: Vec<Option<u32>>,
    ran_out: Vec<Option<u32>>,
    /// Own clocks that the other has too.
    common: Clocks,
}

impl<'a> Side<'a> {
    fn new(definition: &'a Definition, bits: &Bits, other: &Definition) -> Side<'a> {
        let place = |name: &String| definition.clocks.iter().position(|c| c.name == *name).map(|i| i as u32);
        let known = |c: &&super::super::vocabulary::Clock| other.clocks.iter().any(|o| o.name == c.name);
        let common = definition.clocks.iter().enumerate().filter(|(_, c)| known(c)).fold(0, |all, (i, _)| all | 1 << i);
        let states = States::of(definition);
        let remembered = |name| place(name).filter(|c| states.remembered.contains(c));
        Side {
            definition,
            open: bits.clocks.iter().map(place).collect(),
            ran_out: bits.ran_out.iter().map(remembered).collect(),
            states,
            common,
        }
    }

    fn outcome(&self, class: usize, state: u32) -> String {
        if self.definition.accept.never[class] {
            return "not accepted".into();
        }
        if !self.definition.takes(class) {
            return "not billed".into();
        }
        let set = |places: &[Option<u32>], from: usize| {
            let held = places.iter().enumerate().filter(|(i, _)| state & (1 << (from + i)) != 0);
            held.fold(0, |all, (_, clock)| all | clock.map_or(0, |c| 1 << c))
        };
        let mut walk = walk(self.definition, class, set(&self.open, 0), set(&self.ran_out, self.open.len()));
        walk.opens &= self.common;
        walk.closes &= self.common;
        words::outcome(&walk, self.definition, class)
    }
}

fn union(mut names: Vec<String>, more: Vec<String>) -> Vec<String> {
    names.extend(more);
    let mut seen = BTreeSet::new();
    names.retain(|n| seen.insert(n.clone()));
    names
}

fn rule_changes(from: &Definition, to: &Definition) -> Vec<RuleChange> {
    let bits = |d: &Definition| Bits::of(d, &States::of(d));
    let (a, b) = (bits(from), bits(to));
    let bits = Bits { clocks: union(a.clocks, b.clocks), ran_out: union(a.ran_out, b.ran_out) };
    let sides = [Side::new(from, &bits, to), Side::new(to, &bits, from)];
    let mut changes: Vec<RuleChange> = Vec::new();
    // More clocks than this would make the common table large; both tariffs are then told apart by `show`.
    if bits.count() > 16 {
        return changes;
    }
    for class in 0..CLASSES {
        let all = (0..1u32 << bits.count()).filter(|s| possible(*s, &bits, &sides)).map(|state| {
            let [from, to] = [sides[0].outcome(class, state), sides[1].outcome(class, state)];
            (state, if from == to { None } else { Some((from, to)) })
        });
        for (any, outcome) in cases(all.collect(), bits.count(), |_| 0) {
            let Some((from, to)) = outcome else { continue };
            let when = words::when(&any, &bits, class);
            match changes.iter_mut().find(|c| (&c.when, &c.from, &c.to) == (&when, &from, &to)) {
                Some(same) => same.classes.push(class_word(class).to_string()),
                None => changes.push(RuleChange { classes: vec![class_word(class).to_string()], when, from, to }),
            }
        }
    }
    changes
}

/// No clock both runs and ran out.
fn possible(state: u32, bits: &Bits, sides: &[Side<'_>; 2]) -> bool {
    let clocks = bits.clocks.len();
    let both = |i: usize| {
        let name = &bits.ran_out[i];
        let open = bits.clocks.iter().position(|c| c == name);
        state & (1 << (clocks + i)) != 0 && open.is_some_and(|c| state & (1 << c) != 0)
    };
    debug_assert!(sides.iter().all(|s| s.states.clocks as usize <= clocks));
    !(0..bits.ran_out.len()).any(both)
}

fn notes(from: &Plan, to: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    let told = |plan: &Plan| -> Vec<(String, String)> {
        let clocks = clocks::clocks(&plan.definition)
            .into_iter()
            .map(|c| (format!("Clock {}", c.name), format!("{}, started by {}", c.lasts, c.starts)));
        let quotas = clocks::quotas(&plan.definition).into_iter().map(|q| {
            (
                format!("Quota {}", q.name),
                format!("{} a month of the {} ({})", words::count(q.size), q.per, q.of.join(", ")),
            )
        });
        let tiers = plan.definition.tiers.iter().map(|t| {
            let of: Vec<&str> = (0..CLASSES).filter(|c| t.of[*c]).map(class_word).collect();
            let families = rates::tiers(plan);
            let bounds: BTreeSet<&Vec<u64>> = families.iter().map(|f| &f.bounds).collect();
            let sum = words::scope(t.scope);
            (
                format!("Volume tiers of {}", of.join(", ")),
                format!("{} ladders of bounds, summed over the {sum}", bounds.len()),
            )
        });
        let settings = plan.settings.iter().map(|s| (format!("Open reading {}", s.name), s.choices.join(" or ")));
        clocks.chain(quotas).chain(tiers).chain(settings).collect()
    };
    let (a, b) = (told(from), told(to));
    let of = |list: &[(String, String)], key: &String| list.iter().find(|(k, _)| k == key).map(|k| k.1.clone());
    for (key, before) in &a {
        match of(&b, key) {
            None => notes.push(format!("{key} is gone (was {before}).")),
            Some(now) if now != *before => notes.push(format!("{key}: {before} → {now}.")),
            Some(_) => {}
        }
    }
    notes.extend(b.iter().filter(|(key, _)| of(&a, key).is_none()).map(|(key, now)| format!("{key} is new: {now}.")));
    let (before, now) = (words::notes(&from.definition), words::notes(&to.definition));
    notes.extend(before.iter().filter(|n| !now.contains(n)).map(|n| format!("No longer: {n}")));
    notes.extend(now.iter().filter(|n| !before.contains(n)).map(|n| format!("New: {n}")));
    notes
}

fn rate_changes(from: &Plan, to: &Plan) -> (Vec<RateChange>, usize) {
    let (Some(old), Some(new)) = (&from.card, &to.card) else { return (Vec::new(), 0) };
    if from.currency != to.currency {
        return (Vec::new(), 0);
    }
    let categories: BTreeSet<&str> = old.categories().into_iter().chain(new.categories()).collect();
    let mut rows: BTreeMap<(&str, &str, &str), Vec<String>> = BTreeMap::new();
    let mut unchanged: BTreeSet<&str> = new.markets().collect();
    for country in Markets::countries() {
        let (Some(before), Some(after)) = (from.market(country), to.market(country)) else { continue };
        for category in &categories {
            let rate = |card: &super::super::card::Card, market| card.rate(market, category).map(|r| r.nanos);
            if rate(old, before) != rate(new, after) {
                rows.entry((after, before, category)).or_default().push(country.to_string());
                if old.categories().contains(category) && new.categories().contains(category) {
                    unchanged.remove(after);
                }
            }
        }
    }
    let change = |((after, before, category), countries): ((&str, &str, &str), Vec<String>)| {
        let (a, b) = (old.rate(before, category).map(|r| r.nanos), new.rate(after, category).map(|r| r.nanos));
        RateChange {
            market: after.to_string(),
            was: (before != after).then(|| before.to_string()),
            category: category.to_string(),
            countries,
            from: a.map(|n| rates::decimal(n, from)),
            to: b.map(|n| rates::decimal(n, to)),
            per_mille: a.zip(b).and_then(|(a, b)| per_mille(a, b)),
        }
    };
    (rows.into_iter().map(change).collect(), unchanged.len())
}

/// (b − a) / a in thousandths, rounded half away from zero.
fn per_mille(a: i64, b: i64) -> Option<i64> {
    let scaled = (b as i128 - a as i128) * 2_000;
    (a > 0).then(|| ((scaled + (a as i128) * scaled.signum()) / (2 * a as i128)) as i64)
}
