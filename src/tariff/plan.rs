//! A checked tariff as flat tables: what the fold looks up, and what `price` multiplies by.

use std::sync::Arc;

use super::card::{Card, Step, TierCard};
use super::check::{States, walk};
use super::markets::Markets;
use super::vocabulary::{CLASSES, Clocks, Definition, Label, Price, Scope, Starts, class_word};
use crate::units::Currency;

/// "None" in the small indices of [`Action`].
pub(super) const NONE: u8 = u8::MAX;

/// Cells that every plan has: not delivered, refused and not accepted by class, then the phone app's messages.
pub(super) const NOT_DELIVERED: u16 = 0;
pub(super) const REFUSED: u16 = CLASSES as u16;
pub(super) const NOT_ACCEPTED: u16 = 2 * CLASSES as u16;
pub(super) const PHONE_APP: u16 = 3 * CLASSES as u16;

/// No ladder: every message of this market and class has tier-less rate.
pub(super) const NO_LADDER: u32 = u32::MAX;

/// A tariff ready to bill: made by [`super::load`], shared by all folds.
#[derive(Debug)]
pub struct Plan {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) from: String,
    pub(super) settings: Vec<Setting>,
    pub(super) currency: Currency,
    pub(super) card: Option<Arc<Card>>,
    pub(super) ladders: Vec<Arc<TierCard>>,
    pub(super) markets: Markets,
    /// Names behind market indices: those of the card, in order.
    pub(super) market_names: Vec<String>,
    pub(super) promotion: bool,
    pub(super) contact_before: bool,
    pub(super) items: Vec<Item>,
    pub(super) fold: FoldPlan,
    /// Of everything that the fold reads.
    pub(super) fingerprint: String,
}

/// An open reading of the tariff and what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Name in the file.
    pub name: String,
    /// The reading this plan bills by.
    pub choice: String,
    /// Every reading, the default first.
    pub choices: Vec<String>,
}

/// Everything the fold looks up. No amounts: plans with equal ones count alike.
#[derive(Debug)]
pub(super) struct FoldPlan {
    pub(super) clocks: Vec<FoldClock>,
    pub(super) starts: Vec<Start>,
    pub(super) longer: Vec<Longer>,
    /// Clocks whose end must be kept after they ran out.
    pub(super) remembered: Vec<u32>,
    pub(super) answer_ends: Clocks,
    /// Bits of a state.
    pub(super) bits: u32,
    /// `class << bits | state` → index in `actions`.
    pub(super) table: Vec<u16>,
    pub(super) actions: Vec<Action>,
    pub(super) lates: Vec<Late>,
    pub(super) cells: u16,
    /// A service message is accepted if sent less than this after the customer's last message; `None`: always.
    pub(super) window: Option<i64>,
    pub(super) never: [bool; CLASSES],
    pub(super) edge_inside: bool,
    pub(super) quotas: Vec<(Scope, u64)>,
    pub(super) tiers: Vec<Scope>,
    pub(super) market_count: usize,
    /// `market * CLASSES + class` → class billed; one market more for countries that the card does not know.
    pub(super) billed_class: Vec<u8>,
    /// `(tiers * markets + market) * CLASSES + class` → first bound, or [`NO_LADDER`].
    pub(super) ladder_start: Vec<u32>,
    /// Upper bounds of tiers, ladder after ladder, each ending in `u64::MAX`.
    pub(super) bounds: Vec<u64>,
}

/// Length and scope of one clock.
#[derive(Debug)]
pub(super) struct FoldClock {
    pub(super) scope: Scope,
    pub(super) lasts: i64,
    /// Its start is kept beside its end.
    pub(super) keeps_start: bool,
}

/// A clock that inbound messages start.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) clock: usize,
    pub(super) only_ads: bool,
    pub(super) restart: bool,
    pub(super) while_: Clocks,
    pub(super) unless: Clocks,
}

/// A clock that inbound messages prolong.
#[derive(Debug)]
pub(super) struct Longer {
    pub(super) clock: usize,
    pub(super) by: i64,
    pub(super) at_most: i64,
}

/// What happens to a message of one class in one state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Action {
    pub(super) closes: Clocks,
    pub(super) opens: Clocks,
    /// Cell of the deciding rule (its first tier).
    pub(super) cell: u16,
    /// It asks for money.
    pub(super) pays: bool,
    pub(super) quota: u8,
    pub(super) quota_cell: u16,
    pub(super) uses: u8,
    pub(super) tiers: u8,
    pub(super) late: u8,
}

/// A price by delay: units since a clock ran out, and where they are counted.
#[derive(Debug)]
pub(super) struct Late {
    pub(super) clock: usize,
    /// Microseconds of one unit.
    pub(super) unit: i64,
    /// Units whose price is still below the cap.
    pub(super) most_units: u64,
    pub(super) units_cell: u16,
    pub(super) capped_cell: u16,
}

/// What one cell of the counters stands for on a bill.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) cell: u16,
    /// Cell of the units that the rate multiplies; that of the messages unless the price is by delay.
    pub(super) units_cell: u16,
    pub(super) rule: String,
    /// Class as billed; none in the phone app.
    pub(super) class: Option<u8>,
    pub(super) category: String,
    pub(super) asks: Asks,
}

/// What an item asks for a unit.
#[derive(Debug, PartialEq)]
pub(super) enum Asks {
    /// Nothing; the word says why.
    Nothing(String),
    /// The list rate of a category.
    List(String),
    /// The rate of a tier (from 0) of a category on one of the plan's ladders.
    Tier(usize, String, usize),
    /// So many nano-units; the word is the basis.
    Fixed(i64, &'static str),
}

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
    let Compiler { items, actions, lates, cells, .. } = compiler;
    let keeps_start = |c: &super::vocabulary::Clock| c.longer.is_some();
    let clocks = definition.clocks.iter();
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
    let fold = with_ladders(fold, &definition, &cards, &market_names);
    Plan {
        name: frame.name,
        says: definition.says,
        from: definition.from,
        settings: frame.settings,
        currency,
        card: cards.list,
        ladders: cards.ladders,
        markets: definition.markets,
        market_names,
        promotion: !definition.accept.never[1],
        contact_before: definition.accept.contact_before,
        items,
        fingerprint: blake3::hash(format!("{fold:?}").as_bytes()).to_hex().to_string(),
        fold,
    }
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
        for rule in &super::vocabulary::RESERVED[..3] {
            for class in 0..CLASSES {
                let word = class_word(class).to_string();
                compiler.item(rule.to_string(), Some(class), word, Asks::Nothing(rule.to_string()));
            }
        }
        let app = super::vocabulary::RESERVED[3];
        compiler.item(app.to_string(), None, "app".to_string(), Asks::Nothing(app.to_string()));
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
            Price::Free | Price::Next => self.item(name, Some(class), label, Asks::Nothing("free".into())),
            Price::Fixed(nanos, _) => self.item(name, Some(class), label, Asks::Fixed(nanos, "tariff")),
            Price::Late { nanos, unit, clock, at_most, .. } => {
                late = self.lates.len() as u8;
                let cell = self.item(name.clone(), Some(class), label.clone(), Asks::Fixed(nanos, "tariff"));
                let units_cell = self.cells;
                self.cells += 1;
                self.items.iter_mut().filter(|i| i.cell == cell).for_each(|i| i.units_cell = units_cell);
                let most_units = at_most.map_or(u64::MAX, |cap| (cap / nanos) as u64);
                let capped_cell = match at_most {
                    None => cell,
                    Some(cap) => self.item(format!("{name} (at most)"), Some(class), label, Asks::Fixed(cap, "tariff")),
                };
                self.lates.push(Late { clock, unit, most_units, units_cell, capped_cell });
                cell
            }
            Price::List(category) => {
                let category = category.unwrap_or_else(|| class_word(class).to_string());
                let ladder = rule.tiers.filter(|t| self.definition.tiers[*t].of[class]);
                let list = self.item(name.clone(), Some(class), label.clone(), Asks::List(category.clone()));
                let steps = ladder.map_or(0, |t| self.cards.longest(t, &category));
                for tier in 0..steps {
                    let asks = Asks::Tier(ladder.unwrap_or(0), category.clone(), tier);
                    self.item(name.clone(), Some(class), label.clone(), asks);
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
        let cell = self.item(name, Some(class), label, Asks::Nothing("quota".into()));
        if let Some(decided) = &mut self.decided[at][class] {
            decided.quota_cell = Some(cell);
        }
        cell
    }

    fn item(&mut self, rule: String, class: Option<usize>, category: String, asks: Asks) -> u16 {
        let cell = self.cells;
        self.cells += 1;
        let class = class.map(|c| c as u8);
        self.items.push(Item { cell, units_cell: cell, rule, class, category, asks });
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

impl Plan {
    /// The tariff's name: that of the built-in one, or the file's without `.toml`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Currency of every amount of this plan.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The tariff in one sentence.
    pub fn says(&self) -> &str {
        &self.says
    }

    /// First local day in force, `YYYY-MM-DD`.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// Open readings of the tariff, with what was chosen.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Plans with the same fingerprint count alike: they differ in amounts at most, so one fold serves all of them.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The market of a country, if the tariff's table knows the country.
    pub fn market<'a>(&'a self, country: &'a str) -> Option<&'a str> {
        self.markets.of(country)
    }

    /// Index of a country's market on the card; `fold.market_count` if it has none.
    pub(super) fn market_index(&self, country: &str) -> usize {
        let found = self.market(country).and_then(|m| self.market_names.iter().position(|n| n == m));
        found.unwrap_or(self.market_names.len())
    }
}
