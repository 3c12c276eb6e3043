//! `[[extra]]` and `[fee.X]`: lines beside those of the rules.

use super::super::problem::Problems;
use super::super::quantity;
use super::super::tree::{Node, Value};
use super::price;
use super::rules::{Context, check_name, label, read_conditions};
use super::volume::tables;
use super::words::Fields;
use super::{Extra, ExtraPrice, Fee, Label, Per, Rule, Scope};

const KEYS: [&str; 7] = ["name", "of", "while", "unless", "after", "price", "as"];
const FEE_KEYS: [&str; 4] = ["price", "per", "every", "due"];

/// Most extras of a tariff.
const MOST_EXTRAS: usize = 8;

/// Reads all extras in their order; a share is taken of lines above, so order matters.
pub(super) fn read(node: Option<&Node>, rules: &[Rule], context: &Context<'_>, problems: &mut Problems) -> Vec<Extra> {
    let Some(node) = node else { return Vec::new() };
    let Value::List(items) = &node.value else {
        problems.add(node.place, "`extra` is a list", "write [[extra]] with `name` and `price`");
        return Vec::new();
    };
    if items.len() > MOST_EXTRAS {
        problems.add(node.place, format!("{} extras; a tariff has at most {MOST_EXTRAS}", items.len()), "");
        return Vec::new();
    }
    let mut extras: Vec<Extra> = Vec::new();
    for item in items {
        let Some(extra) = read_one(item, context, problems) else { continue };
        let names = rules.iter().map(|r| &r.name).chain(extras.iter().map(|e| &e.name));
        if names.into_iter().any(|n| *n == extra.name) {
            let message = format!("a second line named `{}`", extra.name);
            problems.add(extra.place, message, "names of rules and extras stand in the bill; give each its own");
        }
        extras.push(extra);
    }
    extras
}

fn read_one(item: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Extra> {
    let fields = Fields::of(item, "an extra", &KEYS, &[], problems)?;
    let (name, place) = fields.required_text("name", "name = \"what the bill says\"", problems)?;
    check_name(name, place, problems);
    let of = fields.classes("of", problems);
    let (text, price_place) = fields.required_text("price", "price = \"20 %\"", problems)?;
    let (price, per) = price::read_extra(text).unwrap_or_else(|message| {
        problems.add(price_place, message, "an extra asks \"-0.01 EUR\", \"20 %\" or \"list CATEGORY\"");
        (ExtraPrice::Share { millionths: 1, of_all: false }, Per::Message)
    });
    if let Per::Talk { .. } = per {
        problems.add(price_place, "an extra is not asked by the length of a call", "write a rule of class `call`");
    }
    if matches!(price, ExtraPrice::Share { millionths: 0, .. } | ExtraPrice::Fixed(0, _)) {
        problems.add(price_place, "this extra never changes a bill", "take it away");
    }
    let unconditional = ["of", "while", "unless", "after"].iter().all(|key| fields.node(key).is_none());
    Some(Extra {
        name: name.to_string(),
        place,
        of,
        fits: read_conditions(&fields, of, context, problems),
        of_everything: unconditional,
        price,
        per,
        label: match label(&fields, problems) {
            Label::OfPrice => Label::Own,
            label => label,
        },
    })
}

/// Reads all fees.
pub(super) fn read_fees(node: Option<&Node>, problems: &mut Problems) -> Vec<Fee> {
    let all = tables(node, problems);
    let read = |(name, node): (&str, &Node)| {
        let fields = Fields::of(node, &format!("fee `{name}`"), &FEE_KEYS, &[], problems)?;
        check_name(name, node.place, problems);
        fields.choice("every", &[("month", ())], (), problems);
        let always = fields.choice("due", &[("first message", false), ("always", true)], false, problems);
        if fields.node("per").is_none() {
            let message = format!("fee `{name}` needs `per`");
            problems.add(node.place, message, "write per = \"number\", \"account\" or \"business\"");
        }
        let scope = fields.scope("per", Scope::Account, problems);
        let (text, place) = fields.required_text("price", "price = \"49 EUR\"", problems)?;
        match quantity::money(text) {
            Ok((nanos, currency)) => Some(Fee { name: name.to_string(), nanos, currency, place, scope, always }),
            Err(message) => {
                problems.add(place, message, "");
                None
            }
        }
    };
    all.into_iter().filter_map(read).collect()
}
