//! Cells and what they stand for on a bill, given out while a tariff is compiled.

use super::plan::{Asks, Item, NO_CELL};
use super::vocabulary::{Label, Price, class_word};

/// The items of one part.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) list: Vec<Item>,
    /// Cells given out; beyond those that fit, the tariff is refused.
    pub(super) cells: u32,
}

/// What a block of items has in common.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Position of its rule.
    pub(super) order: usize,
    pub(super) class: Option<usize>,
    pub(super) name: String,
    pub(super) category: String,
}

impl Items {
    /// Items one behind the other: messages, and behind them all their units, unless messages are the units. Tiers are
    /// counted from `tier`. The result: first cell of messages, first cell of units.
    pub(super) fn block(&mut self, line: &Line, asks: Vec<Asks>, own_units: bool) -> (u16, u16) {
        let (count, first) = (asks.len() as u32, self.cells);
        let units = if own_units { first + count } else { first };
        for (i, asks) in asks.into_iter().enumerate() {
            let item = self.item(line, first + i as u32, units + i as u32, i as u16, asks);
            self.list.push(item);
        }
        self.cells = units + count;
        (first as u16, units as u16)
    }

    /// One item whose messages are its units.
    pub(super) fn one(&mut self, line: &Line, asks: Asks) -> u16 {
        self.block(line, vec![asks], false).0
    }

    /// One item beside those of rules: it counts units only.
    pub(super) fn beside(&mut self, line: &Line, tier: u16, asks: Asks) -> u16 {
        let cell = self.cells;
        let item = Item { tier, beside: true, ..self.item(line, cell, cell, 0, asks) };
        self.list.push(item);
        self.cells += 1;
        cell as u16
    }

    /// For each cell of units below `below` in which money is asked: the cell of a share of it; else [`NO_CELL`].
    pub(super) fn shares(&mut self, line: &Line, below: u32, label: &Label, millionths: i64) -> Vec<u16> {
        let mut cells = vec![NO_CELL; below as usize];
        let sources: Vec<Item> = self.list.iter().filter(|i| u32::from(i.units_cell) < below).cloned().collect();
        for source in sources.into_iter().filter(|s| !matches!(s.asks, Asks::Nothing(_))) {
            let category = if let Label::Text(text) = label { text.clone() } else { source.category.clone() };
            let class = source.class.map(usize::from);
            let own = Line { class, category, ..line.clone() };
            let cell = self.beside(&own, source.tier, Asks::Share(Box::new(source.asks), millionths));
            if let Some(item) = self.list.last_mut() {
                item.fee = source.fee;
            }
            cells[source.units_cell as usize] = cell;
        }
        cells
    }

    fn item(&self, line: &Line, cell: u32, units_cell: u32, tier: u16, asks: Asks) -> Item {
        Item {
            part: 0,
            rule_order: line.order,
            cell: cell as u16,
            units_cell: units_cell as u16,
            rule: line.name.clone(),
            class: line.class.map(|c| c as u8),
            category: line.category.clone(),
            tier,
            beside: false,
            fee: None,
            asks,
        }
    }
}

/// Category in the bill.
pub(super) fn label(label: &Label, price: &Price, class: usize) -> String {
    match (label, price) {
        (Label::Text(text), _) => text.clone(),
        (Label::OfPrice, Price::List(Some(category))) => category.clone(),
        _ => class_word(class).to_string(),
    }
}
