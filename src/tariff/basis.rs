//! On what the rates of a bill rest: read from a card, derived, assumed, or supplied by the user.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bill::Bill;
use super::card::COMPUTED;

/// How firm a rate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Printed on a card of the platform or vendor, or a copy of it, or written in the tariff itself.
    Printed,
    /// Calculated from printed rates by a documented step: reconstructed between two cards, list less a discount, a mark-up removed.
    Derived,
    /// Nobody has seen the number: an assumption, or a point inside a published range.
    Assumed,
    /// Supplied by the user with a basis of his own.
    Supplied,
}

/// The words of the shipped cards: basis, standing, meaning.
const KNOWN: [(&str, Standing, &str); 16] = [
    ("official_card", Standing::Printed, "the platform's own card, stored with its checksum in a public repository"),
    ("copy_of_official_card", Standing::Printed, "a table that says it copies the platform's card"),
    ("copy_of_official_card_2024", Standing::Derived, "from the card of 2024, which the copy of 2023 lacks"),
    ("carried_back_from_2024_card", Standing::Derived, "from the card of 2024, which the copy of 2023 lacks"),
    (
        "equals_2022_user_initiated",
        Standing::Derived,
        "the rate of user-initiated conversations of 2022; equal in all 29 markets where both are known",
    ),
    (
        "vendor_price_divided_by_1.2",
        Standing::Derived,
        "a vendor's price less its 20 % mark-up, exact to four decimals",
    ),
    ("reconstructed", Standing::Derived, "between two known cards, by the documented changes"),
    (
        "official_bounds_rate_computed",
        Standing::Derived,
        "bounds read from the official table; rate = list less discount, rounded half up to four decimals",
    ),
    (COMPUTED, Standing::Derived, "list rate less the discount of the tier, rounded half up to four decimals"),
    ("rule", Standing::Printed, "follows from a published rule"),
    ("press_range", Standing::Assumed, "only a range was published"),
    ("telesign_list_price", Standing::Printed, "one vendor's list price"),
    ("third_party_estimate", Standing::Assumed, "an estimate by others"),
    ("tariff", Standing::Printed, "an amount written in the tariff's rules"),
    ("given", Standing::Supplied, "given by the user"),
    ("assumption", Standing::Assumed, "assumed"),
];

/// The standing of a basis; words of the user's own are [`Standing::Supplied`] unless they begin with `assumption`.
pub fn standing(basis: &str) -> Standing {
    let known = KNOWN.iter().find(|(word, ..)| *word == basis).map(|k| k.1);
    known.unwrap_or(if basis.starts_with("assum") { Standing::Assumed } else { Standing::Supplied })
}

/// What the basis of a shipped rate means; `None` for a user's own words.
pub fn basis_meaning(basis: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(word, ..)| *word == basis).map(|k| k.2)
}

/// The part of a bill that rests on rates of one basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BasisShare {
    /// As on the card.
    pub basis: String,
    /// How firm it stands.
    pub standing: Standing,
    /// Charged messages.
    pub messages: u64,
    /// Nano-units of the bill's currency. The shares of a bill add up to its total.
    pub amount: i128,
}

/// Splits a bill by the basis of its rates, the largest amount first. Free and unrated messages rest on no rate.
pub fn by_basis(bill: &Bill) -> Vec<BasisShare> {
    let mut shares: BTreeMap<&str, (u64, i128)> = BTreeMap::new();
    for line in bill.lines.iter().filter(|l| l.charged > 0 || l.amount != 0) {
        let share = shares.entry(&line.basis).or_default();
        *share = (share.0 + line.charged, share.1 + line.amount);
    }
    let named = |(basis, (messages, amount)): (&str, (u64, i128))| BasisShare {
        basis: basis.to_string(),
        standing: standing(basis),
        messages,
        amount,
    };
    let mut shares: Vec<BasisShare> = shares.into_iter().map(named).collect();
    shares.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.basis.cmp(&b.basis)));
    shares
}
