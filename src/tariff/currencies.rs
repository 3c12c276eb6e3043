//! Which of a tariff's cards is billed by: `card = { USD = "…", COP = "…" }`, the first one unless another is asked for.

use super::problem::{Problem, Problems};
use super::quantity;
use super::tree::{Node, Table, Value};
use super::vocabulary::{CardName, Definition};
use crate::units::Currency;

/// The currencies in which a tree names cards, the default first; none if its card is one file or `given`.
pub(super) fn offered(root: &Node) -> Vec<Currency> {
    match &root.value {
        Value::Table(top) => match top.get("card") {
            Some(Node { value: Value::Table(cards), .. }) => cards.names().filter_map(quantity::currency).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Puts one card in the place of each choice by currency: that of the list rates and those of the tiers.
pub(super) fn choose(root: &mut Node, wanted: Option<Currency>, problems: &mut Problems) {
    let Some(currency) = wanted.or_else(|| offered(root).first().copied()) else { return };
    let Value::Table(top) = &mut root.value else { return };
    let before = problems.list.len();
    choose_in(top, "the tariff", currency, problems);
    if problems.list.len() > before {
        return;
    }
    if let Some(Node { value: Value::Table(tiers), .. }) = top.get_mut("tiers") {
        for (key, node) in &mut tiers.0 {
            if let Value::Table(one) = &mut node.value {
                choose_in(one, &format!("tiers `{}`", key.name), currency, problems);
            }
        }
    }
}

fn choose_in(table: &mut Table, what: &str, currency: Currency, problems: &mut Problems) {
    let Some(card) = table.get_mut("card") else { return };
    let Value::Table(cards) = &card.value else { return };
    for (key, _) in cards.0.iter().filter(|(k, _)| quantity::currency(&k.name).is_none()) {
        let message = format!("`{}` is not a currency", key.name);
        problems.add(key.place, message, "write card = { USD = \"NAME\", EUR = \"NAME\" }");
    }
    match cards.get(currency.code()) {
        Some(chosen) => *card = chosen.clone(),
        None => {
            let known: Vec<&str> = cards.names().collect();
            let message = format!("{what} has no card in {}", currency.code());
            problems.add(card.place, message, format!("there are cards in {}", known.join(", ")));
        }
    }
}

/// A card that stands alone must be in the currency asked for. Rates that the user gives, and fixed prices, are what they are.
pub(super) fn refused(definition: &Definition, wanted: Option<Currency>, found: Currency) -> Option<Problem> {
    let wanted = wanted.filter(|wanted| *wanted != found && matches!(definition.card, CardName::Named(..)))?;
    let message = format!("the tariff has no card in {}", wanted.code());
    let help = format!("there is a card in {}; amounts are never converted in a bill", found.code());
    Some(Problem::of_file("currency", message, help))
}
