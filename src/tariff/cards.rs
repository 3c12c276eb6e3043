//! Reads the cards that a definition names and checks that they fit it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::card::{Card, TierCard};
use super::compile::Cards;
use super::library;
use super::markets::Markets;
use super::missing::{self, MissingRate};
use super::problem::{Problem, Problems, suggest};
use super::tree::Place;
use super::vocabulary::{CLASSES, CardName, Definition, ExtraPrice, Price, StepRate, category_word};
use crate::units::{Currency, Money};

/// Cards that were read already: choices of settings ask for the same ones again.
#[derive(Default)]
pub(super) struct Shelf {
    lists: BTreeMap<String, Option<Arc<Card>>>,
    ladders: BTreeMap<String, Option<Arc<TierCard>>>,
}

impl Shelf {
    /// The cards of a definition; `None` (with problems) if one cannot be read.
    pub(super) fn cards(
        &mut self,
        definition: &Definition,
        folder: Option<&Path>,
        own: &Own<'_>,
        problems: &mut Problems,
    ) -> Option<Cards> {
        let list = match &definition.card {
            CardName::None => None,
            CardName::Given if own.may_lack_rates && own.rates.is_empty() => None,
            CardName::Given => {
                let read = || keep(Card::given(own.rates), problems);
                Some(self.lists.entry("given".into()).or_insert_with(read).clone()?)
            }
            CardName::Named(name, place) => {
                let both = definition.tiers.iter().any(|tiers| tiers.card == *name);
                let parse = if both { Card::parse_with_ladders } else { Card::parse };
                let read = || {
                    let card = read_file(name, *place, folder, parse, problems)?;
                    keep(missing::supply(Card::clone(&card), own, &definition.markets), problems)
                };
                Some(self.lists.entry(name.clone()).or_insert_with(read).clone()?)
            }
        };
        let mut ladders = Vec::new();
        for tiers in &definition.tiers {
            if tiers.card.is_empty() {
                let currency = list.as_ref().map_or(Currency::USD, |l| l.currency);
                ladders.push(Arc::new(TierCard::empty(currency)));
                continue;
            }
            let name = tiers.card.strip_prefix(DISCOUNTS_OF);
            let file = name.unwrap_or(&tiers.card);
            let read = || read_file(file, tiers.place, folder, TierCard::parse, problems);
            let ladder = self.ladders.entry(file.to_string()).or_insert_with(read).clone()?;
            ladders.push(match (name, &list) {
                (Some(_), Some(list)) => keep(ladder.over(list), problems)?,
                _ => ladder,
            });
        }
        Some(Cards { list, ladders })
    }
}

/// What a user brings to a tariff's cards.
pub(super) struct Own<'a> {
    /// Name of the tariff, as asked for.
    pub(super) tariff: &'a str,
    /// Rates of a card that is `given`.
    pub(super) rates: &'a [(String, Money, String)],
    /// Rates that a card lacks.
    pub(super) missing: &'a [MissingRate],
    /// A card that is `given` may be absent: the tariff is looked at, not billed by.
    pub(super) may_lack_rates: bool,
}

/// A card of tiers of which only bounds and discounts are taken.
const DISCOUNTS_OF: &str = "discounts of ";

fn keep<T>(read: Result<T, Vec<Problem>>, problems: &mut Problems) -> Option<Arc<T>> {
    read.map(Arc::new).map_err(|list| list.into_iter().for_each(|p| problems.push(p))).ok()
}

fn read_file<T>(
    name: &str,
    place: Place,
    folder: Option<&Path>,
    parse: impl Fn(&str, &str) -> Result<T, Vec<Problem>>,
    problems: &mut Problems,
) -> Option<Arc<T>> {
    match library::card(name, folder) {
        Ok(document) => keep(parse(&document.name, &document.text), problems),
        Err(problem) => {
            problems.add(place, problem.message, problem.help);
            None
        }
    }
}

/// Checks cards against rules, tiers and markets. The result is the currency of the bill.
pub(super) fn check(definition: &Definition, cards: &Cards, problems: &mut Problems) -> Currency {
    check_lists(definition, cards, problems);
    check_shares(definition, cards, problems);
    if let Some(list) = &cards.list {
        check_markets(definition, list, problems);
        check_ladders(definition, list, cards, problems);
    }
    let mut found: Vec<(Currency, Place, String)> = Vec::new();
    if let Some(list) = &cards.list {
        found.push((list.currency, definition.place, format!("the card {}", list.name)));
    }
    let ladders = definition.tiers.iter().zip(&cards.ladders);
    let on_cards = ladders.filter(|(t, _)| !t.card.is_empty());
    found.extend(on_cards.map(|(t, card)| (card.currency, t.place, format!("the card {}", card.name))));
    found.extend(own_currencies(definition));
    let Some((first, _, what)) = found.first().cloned() else { return Currency::USD };
    for (currency, place, other) in found.iter().filter(|f| f.0 != first) {
        let message = format!("{what} is in {}, {other} in {}", first.code(), currency.code());
        problems.add(*place, message, "a tariff has one currency");
    }
    first
}

/// A rate for many tokens or a minute must be whole nano-units for one token or pulse, so that nothing is ever rounded.
fn check_shares(definition: &Definition, cards: &Cards, problems: &mut Problems) {
    for rule in &definition.rules {
        let (numerator, denominator) = rule.per.share();
        if numerator == denominator {
            continue;
        }
        let mut rates: Vec<i64> = Vec::new();
        rates.extend(if let Price::Fixed(nanos, _) = rule.price { Some(nanos) } else { None });
        rates.extend(rule.at_most.map(|(nanos, _)| nanos));
        for class in (0..CLASSES).filter(|c| rule.of[*c]) {
            let category = match &rule.price {
                Price::List(Some(category)) => category.as_str(),
                _ => category_word(class),
            };
            let listed = cards.list.iter().flat_map(|c| c.markets().filter_map(move |m| c.rate(m, category)));
            rates.extend(listed.map(|r| r.nanos));
            let ladder = rule.tiers.and_then(|t| cards.ladders.get(t));
            let steps = ladder.into_iter().flat_map(|l| l.markets().filter_map(move |m| l.ladder(m, category)));
            rates.extend(steps.flatten().map(|s| s.rate.nanos));
        }
        let steps = rule.tiers.into_iter().flat_map(|t| &definition.tiers[t].steps);
        rates.extend(steps.filter_map(|s| if let StepRate::Amount(n, _) = s.1 { Some(n) } else { None }));
        let broken = |r: &&i64| (**r as i128 * numerator as i128) % denominator as i128 != 0;
        if let Some(rate) = rates.iter().find(broken) {
            let message = format!(
                "rule `{}`: {}.{:09} is not a whole number of billionths for one unit counted",
                rule.name,
                rate / 1_000_000_000,
                rate % 1_000_000_000
            );
            problems.add(rule.price_place, message, "write a rate that divides without a rest");
        }
    }
}

/// Currencies of the amounts in the file itself.
fn own_currencies(definition: &Definition) -> Vec<(Currency, Place, String)> {
    let mut found = Vec::new();
    for rule in &definition.rules {
        let name = || format!("rule `{}`", rule.name);
        if let Price::Fixed(_, currency) | Price::Late { currency, .. } = rule.price {
            found.push((currency, rule.price_place, name()));
        }
        found.extend(rule.at_most.map(|(_, currency)| (currency, rule.price_place, name())));
    }
    for tiers in &definition.tiers {
        let amounts = tiers.steps.iter().filter_map(|s| if let StepRate::Amount(_, c) = s.1 { Some(c) } else { None });
        found.extend(amounts.map(|currency| (currency, tiers.place, format!("tiers `{}`", tiers.name))));
    }
    for extra in &definition.extras {
        if let ExtraPrice::Fixed(_, currency) = extra.price {
            found.push((currency, extra.place, format!("extra `{}`", extra.name)));
        }
    }
    found.extend(definition.fees.iter().map(|fee| (fee.currency, fee.place, format!("fee `{}`", fee.name))));
    found
}

/// `list X` must exist on the card, at least in one market.
fn check_lists(definition: &Definition, cards: &Cards, problems: &mut Problems) {
    if cards.list.is_none() && matches!(definition.card, CardName::Given) {
        return; // Looked at without rates.
    }
    let known = cards.list.as_ref().map(|c| c.categories()).unwrap_or_default();
    for rule in &definition.rules {
        let Price::List(category) = &rule.price else { continue };
        if cards.list.is_none() {
            problems.add(
                rule.price_place,
                format!("rule `{}` asks the list rate, but there is no `card`", rule.name),
                "write card = \"NAME\"",
            );
            continue;
        }
        let asked: Vec<&str> = match category {
            Some(category) => vec![category],
            None => {
                (0..CLASSES).filter(|c| rule.of[*c] && definition.otherwise[*c].is_none()).map(category_word).collect()
            }
        };
        for category in asked.into_iter().filter(|c| !known.contains(c)) {
            let message =
                format!("rule `{}` asks the list rate of `{category}`, which the card does not have", rule.name);
            problems.add(rule.price_place, message, suggest(category, known.iter().copied()));
        }
    }
}

/// Codes that ISO 3166 reserves and that price lists use: Ascension and Diego Garcia. Nobody is told to be there.
const RESERVED_CODES: [&str; 2] = ["AC", "DG"];

/// Every market of the card must be one that some country belongs to.
fn check_markets(definition: &Definition, list: &Card, problems: &mut Problems) {
    let by_country = definition.markets == Markets::Country;
    let mut known = if by_country { Markets::countries() } else { definition.markets.all() };
    if by_country {
        known.extend(RESERVED_CODES);
    }
    let unknown: Vec<&str> = list.markets().filter(|m| !known.contains(m)).collect();
    let help = match unknown.as_slice() {
        [] => return,
        ["UK", ..] => "did you mean `GB`?".to_string(),
        _ if by_country && unknown.iter().any(|m| m.len() > 2) => {
            "write markets = \"DATE\", the date of the card's markets".into()
        }
        _ if by_country => "write the two capitals of ISO 3166: FR".to_string(),
        [one, ..] => suggest(one, known.iter().copied()),
    };
    let what = if by_country { "that is not a country" } else { "that no country belongs to" };
    let message = format!("the card has a market {what}: {}", some_of(&unknown));
    problems.push(Problem::of_file(&list.name, message, help));
}

/// Tier 1 must be the list rate, and a market with a list rate must have its ladder.
fn check_ladders(definition: &Definition, list: &Card, cards: &Cards, problems: &mut Problems) {
    for (tiers, card) in definition.tiers.iter().zip(&cards.ladders).filter(|(t, _)| !t.card.is_empty()) {
        for category in (0..CLASSES).filter(|c| tiers.of[*c]).map(category_word) {
            let first = |market| card.ladder(market, category).and_then(|l| l.first()).map(|s| s.rate.nanos);
            let rated: Vec<(&str, i64)> =
                list.markets().filter_map(|m| list.rate(m, category).map(|r| (m, r.nanos))).collect();
            let rated: Vec<(&str, i64)> =
                rated.into_iter().filter(|(m, _)| first(m).is_some() || !list.is_supplied(m, category)).collect();
            let missing: Vec<&str> = rated.iter().filter(|(m, _)| first(m).is_none()).map(|r| r.0).collect();
            let differ: Vec<&str> =
                rated.iter().filter(|(m, r)| first(m).is_some_and(|f| f != *r)).map(|r| r.0).collect();
            if !missing.is_empty() {
                let message = format!("{category} has a list rate but no tiers in {}", some_of(&missing));
                problems.add(
                    tiers.place,
                    message,
                    "name the classes with tiers in `of`, or complete the card of tiers",
                );
            }
            if !differ.is_empty() {
                let message = format!("the first tier of {category} is not the list rate in {}", some_of(&differ));
                problems.add(tiers.place, message, "the ladder must fit the card of list rates");
            }
        }
    }
}

/// The first few names of a list and how many there are.
fn some_of(names: &[&str]) -> String {
    match names.len() {
        0..=4 => names.join(", "),
        n => format!("{} … ({n} in all)", names[..3].join(", ")),
    }
}
