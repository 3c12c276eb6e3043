//! The rules of one tariff as actions: what every class meets in every state, and where it is counted.

use super::check::{States, walk};
use super::compile::{Cards, global_set};
use super::items::{Items, Line, label};
use super::naming::Numbers;
use super::plan::{Action, Asks, FoldExtra, FoldFee, FoldPer, Late, NO_CELL, NONE, NOT_ACCEPTED};
use super::vocabulary::{
    CLASSES, Clocks, Definition, ExtraPrice, Label, Per, Price, RESERVED, Rule, StepRate, category_word, class_word,
};

/// Gives out cells and actions while the table is filled.
pub(super) struct Rulebook<'a> {
    definition: &'a Definition,
    cards: &'a Cards,
    numbers: &'a Numbers,
    pub(super) items: Items,
    pub(super) actions: Vec<Action>,
    pub(super) lates: Vec<Late>,
    /// By rule and class: the cells given out.
    decided: Vec<[Option<Decided>; CLASSES]>,
    /// Cells of rules: below those of extras and fees.
    rule_cells: u32,
}

#[derive(Clone, Copy)]
struct Decided {
    cell: u16,
    units: u16,
    rerate: u16,
    late: u8,
    quota_cell: Option<u16>,
}

impl<'a> Rulebook<'a> {
    pub(super) fn new(definition: &'a Definition, cards: &'a Cards, numbers: &'a Numbers) -> Rulebook<'a> {
        let mut items = Items::default();
        let order = usize::MAX;
        for rule in &RESERVED[..3] {
            for class in 0..CLASSES {
                let category = class_word(class).to_string();
                let line = Line { order, class: Some(class), name: rule.to_string(), category };
                items.one(&line, Asks::Nothing(rule.to_string()));
            }
        }
        let app = RESERVED[3];
        let line = Line { order, class: None, name: app.to_string(), category: "app".into() };
        items.one(&line, Asks::Nothing(app.to_string()));
        let decided = vec![[None; CLASSES]; definition.rules.len()];
        let (actions, lates) = (Vec::new(), Vec::new());
        Rulebook { definition, cards, numbers, items, actions, lates, decided, rule_cells: 0 }
    }

    /// By class and state: index of the action, and the extras that fit (none if there are no extras).
    pub(super) fn tables(&mut self, states: &States) -> (Vec<u16>, Vec<u8>) {
        let mut table = Vec::with_capacity(CLASSES << states.bits());
        let mut extra_table = Vec::new();
        for class in 0..CLASSES {
            for state in 0..1u32 << states.bits() {
                let (open, ran_out) = (states.open(state), states.ran_out(state));
                let action = self.action(class, open, ran_out);
                let known = self.actions.iter().position(|a| *a == action);
                let index = known.unwrap_or_else(|| {
                    self.actions.push(action);
                    self.actions.len() - 1
                });
                table.push(index as u16);
                let fit = |e: &super::vocabulary::Extra| e.of[class] && e.fits[class].holds(open, ran_out);
                let extras = self.definition.extras.iter().enumerate().filter(|(_, e)| fit(e));
                extra_table.push(extras.fold(0, |all, (i, _)| all | 1 << i));
            }
        }
        self.rule_cells = self.items.cells;
        let extra_table = if self.definition.extras.is_empty() { Vec::new() } else { extra_table };
        (table, extra_table)
    }

    /// The action of a class in a state. Checked before: some rule decides (else, in an impossible state, the last one met).
    fn action(&mut self, class: usize, open: Clocks, ran_out: Clocks) -> Action {
        let walk = walk(self.definition, class, open, ran_out);
        let mut action = Action {
            closes: global_set(walk.closes, self.numbers),
            opens: global_set(walk.opens, self.numbers),
            cell: NOT_ACCEPTED + class as u16,
            units: NOT_ACCEPTED + class as u16,
            rerate: 0,
            pays: false,
            quota: NONE,
            quota_cell: 0,
            uses: NONE,
            tiers: NONE,
            late: NONE,
            per: FoldPer::Message,
            simple: true,
        };
        let Some(&decider) = walk.met.last().filter(|_| walk.decided) else { return action };
        let rule = &self.definition.rules[decider];
        let decided = self.decide(decider, class);
        (action.cell, action.units, action.rerate) = (decided.cell, decided.units, decided.rerate);
        action.late = decided.late;
        action.per = fold_per(rule.per);
        action.pays = rule.price != Price::Free;
        action.tiers = self.tiers_of(rule, class).map_or(NONE, |t| t as u8);
        let may_use = |q: &usize| self.definition.quotas[*q].entitled[class].iter().any(|set| set & !open == 0);
        action.simple = action.tiers == NONE && action.late == NONE && rule.per == Per::Message;
        action.uses = rule.uses.filter(may_use).map_or(NONE, |q| q as u8);
        if let Some(quota) = rule.quota.filter(may_use) {
            action.quota = quota as u8;
            action.quota_cell = self.quota_cell(decider, class, quota);
        }
        action
    }

    fn tiers_of(&self, rule: &Rule, class: usize) -> Option<usize> {
        rule.tiers.filter(|t| self.definition.tiers[*t].of[class])
    }

    /// The cells of a rule and class, given out once.
    fn decide(&mut self, at: usize, class: usize) -> Decided {
        if let Some(decided) = self.decided[at][class] {
            return decided;
        }
        let rule = &self.definition.rules[at];
        let category = label(&rule.label, &rule.price, class);
        let line = Line { order: at, class: Some(class), name: rule.name.clone(), category };
        let decided = match rule.price {
            Price::Late { .. } => self.decide_late(rule, &line),
            _ => self.decide_rate(rule, class, &line),
        };
        self.decided[at][class] = Some(decided);
        decided
    }

    fn decide_late(&mut self, rule: &Rule, line: &Line) -> Decided {
        let Price::Late { nanos, unit, clock, at_most, .. } = rule.price else {
            return Decided { cell: 0, units: 0, rerate: 0, late: NONE, quota_cell: None };
        };
        let late = self.lates.len() as u8;
        let (cell, units) = self.items.block(line, vec![Asks::Fixed(nanos, "tariff")], true);
        let most_units = at_most.map_or(u64::MAX, |cap| (cap / nanos) as u64);
        let capped = |cap| {
            let line = Line { name: format!("{} (at most)", line.name), ..line.clone() };
            self.items.one(&line, Asks::Fixed(cap, "tariff"))
        };
        let capped_cell = at_most.map_or(cell, capped);
        let clock = self.numbers.clocks[clock] as usize;
        self.lates.push(Late { clock, unit, most_units, units_cell: units, capped_cell });
        Decided { cell, units, rerate: 0, late, quota_cell: None }
    }

    fn decide_rate(&mut self, rule: &Rule, class: usize, line: &Line) -> Decided {
        let tiers = self.tiers_of(rule, class);
        let tier_rates = tiers.map(|t| self.tier_rates(t, class)).unwrap_or_default();
        let own = match &rule.price {
            Price::Free | Price::Next | Price::Late { .. } => Asks::Nothing("free".into()),
            Price::Fixed(nanos, _) => Asks::Fixed(*nanos, "tariff"),
            Price::List(category) => Asks::List(category.clone().unwrap_or_else(|| category_word(class).to_string())),
            Price::Tiers => tier_rates.first().cloned().unwrap_or(Asks::List(category_word(class).to_string())),
        };
        let asks: Vec<Asks> = std::iter::once(own).chain(tier_rates).map(|a| finish(a, rule)).collect();
        let (cell, units) = self.items.block(line, asks.clone(), rule.per != Per::Message);
        let all_units = tiers.is_some_and(|t| self.definition.tiers[t].all_units);
        let mut rerate = 0;
        for (tier, pair) in asks.windows(2).enumerate().skip(1).filter(|_| all_units) {
            let line = Line { name: format!("{} (earlier re-rated)", line.name), ..line.clone() };
            let difference = Asks::Difference(Box::new(pair[0].clone()), Box::new(pair[1].clone()));
            let cell = self.items.beside(&line, tier as u16 + 1, difference);
            rerate = if rerate == 0 { cell - 1 } else { rerate };
        }
        Decided { cell, units, rerate, late: NONE, quota_cell: None }
    }

    /// The rates of a ladder for a class.
    fn tier_rates(&self, at: usize, class: usize) -> Vec<Asks> {
        let (tiers, category) = (&self.definition.tiers[at], category_word(class));
        if tiers.card.is_empty() {
            let rate = |step: &(u64, StepRate)| match step.1 {
                StepRate::Amount(nanos, _) => Asks::Fixed(nanos, "tariff"),
                StepRate::Off(millionths) => Asks::Off(category.to_string(), millionths),
            };
            return tiers.steps.iter().map(rate).collect();
        }
        let longest = self.cards.ladders.get(at).map_or(0, |l| l.longest(category));
        (0..longest).map(|tier| Asks::Tier(at, category.to_string(), tier)).collect()
    }

    fn quota_cell(&mut self, at: usize, class: usize, quota: usize) -> u16 {
        if let Some(cell) = self.decided[at][class].and_then(|d| d.quota_cell) {
            return cell;
        }
        let rule = &self.definition.rules[at];
        let name = format!("{} (quota {})", rule.name, self.definition.quotas[quota].name);
        let line = Line { order: at, class: Some(class), name, category: label(&rule.label, &rule.price, class) };
        let cell = self.items.one(&line, Asks::Nothing("quota".into()));
        if let Some(decided) = &mut self.decided[at][class] {
            decided.quota_cell = Some(cell);
        }
        cell
    }

    /// Fees stand above extras, so that shares of all lines are taken of them too.
    pub(super) fn fees(&mut self) -> Vec<FoldFee> {
        let first = self.definition.rules.len() + self.definition.extras.len();
        let fees = self.definition.fees.iter().enumerate().map(|(at, fee)| {
            let line = Line { order: first + at, class: None, name: fee.name.clone(), category: "fee".into() };
            let asks = Asks::Fixed(fee.nanos, "tariff");
            let cell = self.items.beside(&line, 0, asks.clone());
            let mut own = vec![(cell, asks)];
            for extra in self.definition.extras.iter().filter(|e| e.of_everything) {
                let ExtraPrice::Share { millionths, of_all: true } = extra.price else { continue };
                let line = Line { name: extra.name.clone(), ..line.clone() };
                let shares = own.clone().into_iter().map(|(_, asks)| {
                    let share = Asks::Share(Box::new(asks), millionths);
                    (self.items.beside(&line, 0, share.clone()), share)
                });
                let shares: Vec<(u16, Asks)> = shares.collect();
                own.extend(shares);
            }
            let cells: Vec<u16> = own.into_iter().map(|o| o.0).collect();
            for item in self.items.list.iter_mut().filter(|i| cells.contains(&i.cell)) {
                item.fee = Some(fee.scope);
            }
            FoldFee {
                store: self.numbers.fees[at],
                scope: fee.scope,
                always: fee.always,
                cell,
                shares: cells[1..].to_vec(),
            }
        });
        fees.collect()
    }

    /// The cells of extras, each a share of what stands above it or units of the message.
    pub(super) fn extras(&mut self) -> Vec<FoldExtra> {
        let first = self.definition.rules.len();
        let extras = self.definition.extras.iter().enumerate().map(|(at, extra)| {
            let line = Line { order: first + at, class: None, name: extra.name.clone(), category: String::new() };
            let asks = match &extra.price {
                ExtraPrice::Share { millionths, of_all } => {
                    let below = if *of_all { self.items.cells } else { self.rule_cells };
                    return FoldExtra::Share(self.items.shares(&line, below, &extra.label, *millionths));
                }
                ExtraPrice::Fixed(nanos, _) => Asks::Fixed(*nanos, "tariff"),
                ExtraPrice::List(category) => Asks::List(category.clone()),
            };
            let (numerator, denominator) = extra.per.share();
            let asks = if numerator == denominator { asks } else { Asks::Part(Box::new(asks), numerator, denominator) };
            let mut cells = [NO_CELL; CLASSES];
            for class in (0..CLASSES).filter(|c| extra.of[*c]) {
                let word = if let Label::Text(text) = &extra.label { text } else { class_word(class) };
                let line = Line { class: Some(class), category: word.to_string(), ..line.clone() };
                cells[class] = self.items.beside(&line, 0, asks.clone());
            }
            FoldExtra::Units(fold_per(extra.per), cells)
        });
        extras.collect()
    }
}

/// A rate for one unit, under the rule's ceiling.
fn finish(asks: Asks, rule: &Rule) -> Asks {
    let (numerator, denominator) = rule.per.share();
    let capped = match rule.at_most {
        Some((cap, _)) if !matches!(asks, Asks::Nothing(_)) => Asks::AtMost(Box::new(asks), cap),
        _ => asks,
    };
    if numerator == denominator { capped } else { Asks::Part(Box::new(capped), numerator, denominator) }
}

fn fold_per(per: Per) -> FoldPer {
    match per {
        Per::Message => FoldPer::Message,
        Per::Segment => FoldPer::Segment,
        Per::Tokens(_) => FoldPer::Token,
        Per::Talk { pulse, .. } => FoldPer::Talk(pulse),
    }
}
