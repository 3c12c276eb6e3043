//! From a checked definition and its cards to the flat [`Plan`]: every class in every state gets its action and its cells.

use std::sync::Arc;

use super::card::{Card, Step, TierCard};
use super::check::{States, walk};
use super::plan::{
    Action, Asks, FoldClock, FoldPlan, Item, Late, Longer, NO_LADDER, NONE, NOT_ACCEPTED, Plan, Setting, Start,
};
use super::vocabulary::{CLASSES, Clock, Clocks, Definition, Label, Price, RESERVED, Scope, Starts, class_word};
use crate::units::Currency;

/// The cards a definition names, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Cards {
    pub(super) list: Option<Arc<Card>>,
    pub(super) ladders: Vec<Arc<TierCard>>,
}

/// What of a plan the file does not say.
pub(super) struct Frame {
    pub(super) name: String,
    pub(super) settings: Vec<Setting>,
    pub(super) window: Option<i64>,
    pub(super) edge_inside: bool,
    pub(super) currencies: Vec<Currency>,
}

/// Compiles a definition that `check.rs` and `cards.rs` found good.
pub(super) fn compile(definition: Definition, cards: Cards, currency: Currency, frame: Frame) -> Plan {
    let market_names: Vec<String> = cards.list.iter().flat_map(|c| c.markets()).map(str::to_string).collect();
    let mut definition = definition;
    if let (Some(window), Some(clock)) = (frame.window, definition.accept.window) {
        definition.clocks[clock].lasts = window;
    }
    let states = States::of(&definition);
    let mut compiler = Compiler::new(&definition, &cards);
    let table = compiler.table(&states);
    let Compiler { mut items, actions, lates, cells, .. } = compiler;
    let keeps_start = |c: &Clock| c.longer.is_some();
    let clocks = definition.clocks.iter();
    items.sort_by_key(|i| (i.rule_order, i.class, i.cell));
    let mut item_of_cell = vec![None; cells as usize];
    items.iter().enumerate().for_each(|(at, item)| item_of_cell[item.cell as usize] = Some(at));
    let fold = FoldPlan {
        clocks: clocks
            .clone()
            .map(|c| FoldClock { scope: c.scope, lasts: c.lasts, keeps_start: keeps_start(c) })
            .collect(),
        starts: starts(&definition),
        longer: clocks
            .clone()
            .enumerate()
            .filter_map(|(clock, c)| c.longer.map(|(by, at_most)| Longer { clock, by, at_most }))
            .collect(),
        answer_ends: clocks.enumerate().filter(|(_, c)| c.ends_at_answer).fold(0, |all, (i, _)| all | 1 << i),
        bits: states.bits(),
        remembered: states.remembered,
        table,
        actions,
        lates,
        cells,
        window: definition.accept.window.map(|c| definition.clocks[c].lasts),
        never: definition.accept.never,
        edge_inside: frame.edge_inside,
        quotas: definition.quotas.iter().map(|q| (q.scope, q.size)).collect(),
        tiers: definition.tiers.iter().map(|t| t.scope).collect(),
        market_count: market_names.len(),
        billed_class: billed_classes(&definition, &cards, &market_names),
        ladder_start: Vec::new(),
        bounds: Vec::new(),
    };
    let derivable = derivable(&definition);
    let fold = with_ladders(fold, &definition, &cards, &market_names);
    Plan {
        name: frame.name,
        says: definition.says.clone(),
        from: definition.from.clone(),
        settings: frame.settings,
        currency,
        currencies: frame.currencies,
        card: cards.list,
        ladders: cards.ladders,
        market_names,
        promotion: !definition.accept.never[1],
        contact_before: definition.accept.contact_before,
        items,
        item_of_cell,
        derivable,
        clock_names: definition.clocks.iter().map(|c| c.name.clone()).collect(),
        quota_names: definition.quotas.iter().map(|q| q.name.clone()).collect(),
        definition,
        fingerprint: blake3::hash(format!("{fold:?}").as_bytes()).to_hex().to_string(),
        fold,
    }
}

/// Clocks whose end follows from the time of the customer's last message at that number: each message starts them anew,
/// nothing else moves them, and no start of another clock asks for them (a customer's message does not say when the one
/// before it came).
fn derivable(definition: &Definition) -> Clocks {
    let clocks = &definition.clocks;
    let moved_by_rules = definition.rules.iter().flat_map(|r| r.opens.iter().chain(&r.closes)).fold(0, |a, b| a | b);
    let asked_by_starts = clocks.iter().fold(0, |all, c| all | c.while_ | c.unless);
    let plain = |(i, c): (usize, &Clock)| {
        let alone = (moved_by_rules | asked_by_starts) & (1 << i) == 0 && c.while_ | c.unless == 0;
        let by_message = c.starts == Starts::CustomerMessage && c.restart && c.scope == Scope::Number;
        (alone && by_message && c.longer.is_none() && !c.ends_at_answer) as u32
    };
    clocks.iter().enumerate().fold(0, |all, (i, c)| all | plain((i, c)) << i)
}

fn starts(definition: &Definition) -> Vec<Start> {
    let started = definition.clocks.iter().enumerate().filter(|(_, c)| c.starts != Starts::ByRule);
    started
        .map(|(clock, c)| Start {
            clock,
            only_ads: c.starts == Starts::AdMessage,
            restart: c.restart,
            while_: c.while_,
            unless: c.unless,
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

/// Lays out the bounds of every ladder whose list rate is above 0: a message at rate 0 is not charged, so it moves no tier.
fn with_ladders(mut fold: FoldPlan, definition: &Definition, cards: &Cards, markets: &[String]) -> FoldPlan {
    for (tiers, card) in definition.tiers.iter().zip(&cards.ladders) {
        for market in markets {
            for class in 0..CLASSES {
                let charged = |c: &Arc<Card>| c.rate(market, class_word(class)).is_some_and(|r| r.nanos > 0);
                let applies = tiers.of[class] && cards.list.as_ref().is_some_and(charged);
                match card.ladder(market, class_word(class)).filter(|_| applies) {
                    None => fold.ladder_start.push(NO_LADDER),
                    Some(steps) => {
                        fold.ladder_start.push(fold.bounds.len() as u32);
                        fold.bounds.extend(steps.iter().map(|s| s.upper));
                    }
                }
            }
        }
    }
    fold
}

/// Gives out cells and actions while the table is filled.
struct Compiler<'a> {
    definition: &'a Definition,
    cards: &'a Cards,
    items: Vec<Item>,
    actions: Vec<Action>,
    lates: Vec<Late>,
    cells: u16,
    /// By rule and class: the cells given out, and the cell of its messages inside the quota.
    decided: Vec<[Option<Decided>; CLASSES]>,
}

#[derive(Clone, Copy)]
struct Decided {
    cell: u16,
    late: u8,
    quota_cell: Option<u16>,
}

impl<'a> Compiler<'a> {
    fn new(definition: &'a Definition, cards: &'a Cards) -> Compiler<'a> {
        let mut compiler = Compiler {
            definition,
            cards,
            items: Vec::new(),
            actions: Vec::new(),
            lates: Vec::new(),
            cells: 0,
            decided: vec![[None; CLASSES]; definition.rules.len()],
        };
        for rule in &RESERVED[..3] {
            for class in 0..CLASSES {
                let word = class_word(class).to_string();
                compiler.item(usize::MAX, Some(class), rule.to_string(), word, Asks::Nothing(rule.to_string()));
            }
        }
        let app = RESERVED[3];
        compiler.item(usize::MAX, None, app.to_string(), "app".to_string(), Asks::Nothing(app.to_string()));
        compiler
    }

    fn table(&mut self, states: &States) -> Vec<u16> {
        let mut table = Vec::with_capacity(CLASSES << states.bits());
        for class in 0..CLASSES {
            for state in 0..1u32 << states.bits() {
                let action = self.action(class, states.open(state), states.ran_out(state));
                let known = self.actions.iter().position(|a| *a == action);
                let index = known.unwrap_or_else(|| {
                    self.actions.push(action);
                    self.actions.len() - 1
                });
                table.push(index as u16);
            }
        }
        table
    }

    /// The action of a class in a state. Checked before: some rule decides (else, in an impossible state, the last one met).
    fn action(&mut self, class: usize, open: Clocks, ran_out: Clocks) -> Action {
        let walk = walk(self.definition, class, open, ran_out);
        let mut action = Action {
            closes: walk.closes,
            opens: walk.opens,
            cell: NOT_ACCEPTED + class as u16,
            pays: false,
            quota: NONE,
            quota_cell: 0,
            uses: NONE,
            tiers: NONE,
            late: NONE,
        };
        let Some(&decider) = walk.met.last().filter(|_| walk.decided) else { return action };
        let rule = &self.definition.rules[decider];
        let decided = self.decide(decider, class);
        action.cell = decided.cell;
        action.late = decided.late;
        action.pays = rule.price != Price::Free;
        action.tiers = rule.tiers.filter(|t| self.definition.tiers[*t].of[class]).map_or(NONE, |t| t as u8);
        let may_use = |q: &usize| self.definition.quotas[*q].entitled[class].iter().any(|set| set & !open == 0);
        action.uses = rule.uses.filter(may_use).map_or(NONE, |q| q as u8);
        if let Some(quota) = rule.quota.filter(may_use) {
            action.quota = quota as u8;
            action.quota_cell = self.quota_cell(decider, class, quota);
        }
        action
    }

    /// The cells of a rule and class, given out once.
    fn decide(&mut self, at: usize, class: usize) -> Decided {
        if let Some(decided) = self.decided[at][class] {
            return decided;
        }
        let rule = &self.definition.rules[at];
        let (name, label) = (rule.name.clone(), label(&rule.label, &rule.price, class));
        let mut late = NONE;
        let cell = match rule.price.clone() {
            Price::Free | Price::Next => self.item(at, Some(class), name, label, Asks::Nothing("free".into())),
            Price::Fixed(nanos, _) => self.item(at, Some(class), name, label, Asks::Fixed(nanos, "tariff")),
            Price::Late { nanos, unit, clock, at_most, .. } => {
                late = self.lates.len() as u8;
                let cell = self.item(at, Some(class), name.clone(), label.clone(), Asks::Fixed(nanos, "tariff"));
                let units_cell = self.cells;
                self.cells += 1;
                self.items.iter_mut().filter(|i| i.cell == cell).for_each(|i| i.units_cell = units_cell);
                let most_units = at_most.map_or(u64::MAX, |cap| (cap / nanos) as u64);
                let capped_cell = match at_most {
                    None => cell,
                    Some(cap) => {
                        self.item(at, Some(class), format!("{name} (at most)"), label, Asks::Fixed(cap, "tariff"))
                    }
                };
                self.lates.push(Late { clock, unit, most_units, units_cell, capped_cell });
                cell
            }
            Price::List(category) => {
                let category = category.unwrap_or_else(|| class_word(class).to_string());
                let ladder = rule.tiers.filter(|t| self.definition.tiers[*t].of[class]);
                let list = self.item(at, Some(class), name.clone(), label.clone(), Asks::List(category.clone()));
                let steps = ladder.map_or(0, |t| self.cards.longest(t, &category));
                for tier in 0..steps {
                    let asks = Asks::Tier(ladder.unwrap_or(0), category.clone(), tier);
                    self.item(at, Some(class), name.clone(), label.clone(), asks);
                }
                list
            }
        };
        let decided = Decided { cell, late, quota_cell: None };
        self.decided[at][class] = Some(decided);
        decided
    }

    fn quota_cell(&mut self, at: usize, class: usize, quota: usize) -> u16 {
        if let Some(cell) = self.decided[at][class].and_then(|d| d.quota_cell) {
            return cell;
        }
        let rule = &self.definition.rules[at];
        let name = format!("{} (quota {})", rule.name, self.definition.quotas[quota].name);
        let label = label(&rule.label, &rule.price, class);
        let cell = self.item(at, Some(class), name, label, Asks::Nothing("quota".into()));
        if let Some(decided) = &mut self.decided[at][class] {
            decided.quota_cell = Some(cell);
        }
        cell
    }

    fn item(&mut self, order: usize, class: Option<usize>, rule: String, category: String, asks: Asks) -> u16 {
        let cell = self.cells;
        self.cells += 1;
        let class = class.map(|c| c as u8);
        self.items.push(Item { rule_order: order, cell, units_cell: cell, rule, class, category, asks });
        cell
    }
}

impl Cards {
    fn longest(&self, tiers: usize, category: &str) -> usize {
        let markets = self.list.iter().flat_map(|c| c.markets());
        let steps = markets.filter_map(|m| self.ladders.get(tiers)?.ladder(m, category).map(<[Step]>::len));
        steps.max().unwrap_or(0)
    }
}

fn label(label: &Label, price: &Price, class: usize) -> String {
    match (label, price) {
        (Label::Text(text), _) => text.clone(),
        (Label::OfPrice, Price::List(Some(category))) => category.clone(),
        _ => class_word(class).to_string(),
    }
}
