//! `[[rule]]`.

use super::super::problem::{Problems, suggest};
use super::super::tree::{Node, Place, Value};
use super::price::{self, Written};
use super::words::{Fields, Named, Names, class_word};
use super::{CALL, CLASSES, Clocks, Condition, Label, Per, Price, Quota, Rule, Tiers};
use crate::units::Currency;

const KEYS: [&str; 12] =
    ["name", "of", "while", "unless", "after", "opens", "closes", "price", "quota", "uses", "tiers", "as"];

/// Words that the bill itself uses for messages that no rule prices.
pub(in super::super) const RESERVED: [&str; 4] = ["not delivered", "refused", "not accepted", "phone app"];

/// Most rules of a tariff.
const MOST_RULES: usize = 50;

/// What rules refer to.
pub(super) struct Context<'a> {
    pub(super) clocks: &'a Names,
    pub(super) quotas: &'a [(String, Quota)],
    pub(super) tiers: &'a [(String, Tiers)],
}

/// Reads all rules in their order.
pub(super) fn read(node: Option<&Node>, root: Place, context: &Context<'_>, problems: &mut Problems) -> Vec<Rule> {
    let Some(Node { value: Value::List(items), .. }) = node else {
        let place = node.map_or(root, |n| n.place);
        problems.add(place, "a tariff needs a list of rules", "write [[rule]] with `name` and `price`");
        return Vec::new();
    };
    if items.len() > MOST_RULES {
        problems.add(root, format!("{} rules; a tariff has at most {MOST_RULES}", items.len()), "");
        return Vec::new();
    }
    let mut rules: Vec<Rule> = Vec::new();
    for item in items {
        let Some(rule) = read_one(item, context, problems) else { continue };
        if rules.iter().any(|r| r.name == rule.name) {
            problems.add(
                rule.place,
                format!("a second rule named `{}`", rule.name),
                "names of rules stand in the bill; give each its own",
            );
        }
        rules.push(rule);
    }
    rules
}

fn read_one(item: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Rule> {
    let what = match &item.value {
        Value::Table(t) => t.get("name").and_then(|n| if let Value::Text(t) = &n.value { Some(t) } else { None }),
        _ => None,
    };
    let what = what.map_or("a rule".to_string(), |name| format!("rule `{name}`"));
    let fields = Fields::of(item, &what, &KEYS, &[], problems)?;
    let (name, place) = fields.required_text("name", "name = \"what the bill says\"", problems)?;
    check_name(name, place, problems);
    let of = fields.classes("of", problems);
    let (priced, price_place) = match fields.required_text("price", "price = \"free\"", problems) {
        Some((text, place)) => (read_price(text, place, context, problems), place),
        None => (Priced::FREE, item.place),
    };
    let rule = Rule {
        name: name.to_string(),
        place,
        price_place,
        of,
        fits: read_conditions(&fields, of, context, problems),
        closes: effects(&fields, "closes", of, context, problems),
        opens: effects(&fields, "opens", of, context, problems),
        price: priced.price,
        per: priced.per,
        at_most: priced.at_most,
        quota: named(&fields, "quota", context.quotas, problems),
        uses: named(&fields, "uses", context.quotas, problems),
        tiers: named(&fields, "tiers", context.tiers, problems),
        label: label(&fields, problems),
    };
    check_price(&rule, price_place, &fields, context, problems);
    Some(rule)
}

/// A name that stands in the bill.
pub(super) fn check_name(name: &str, place: Place, problems: &mut Problems) {
    if name.is_empty() || name.contains(['(', ')', '"', '\n']) || RESERVED.contains(&name) {
        let message = format!("`{name}` cannot be the name of a rule");
        problems.add(place, message, format!("not empty, without ( ) and \", and none of: {}", RESERVED.join(", ")));
    }
}

/// `as`.
pub(super) fn label(fields: &Fields<'_>, problems: &mut Problems) -> Label {
    match fields.text("as", problems) {
        None => Label::OfPrice,
        Some(("own", _)) => Label::Own,
        Some((text, _)) => Label::Text(text.to_string()),
    }
}

/// A price with what its rate multiplies, and its ceiling.
struct Priced {
    price: Price,
    per: Per,
    at_most: Option<(i64, Currency)>,
}

impl Priced {
    const FREE: Priced = Priced { price: Price::Free, per: Per::Message, at_most: None };
}

fn read_price(text: &str, place: Place, context: &Context<'_>, problems: &mut Problems) -> Priced {
    let late = match price::read(text) {
        Err(message) => {
            problems.add(place, message, "");
            return Priced::FREE;
        }
        Ok(Written::Plain { price, per, at_most }) => return Priced { price, per, at_most },
        Ok(late) => late,
    };
    let price = match late {
        Written::Plain { price, .. } => price,
        Written::Late { nanos, unit, clock, at_most, currency } => match context.clocks.find(clock, place, problems) {
            Some(Named::Clock(bits)) => {
                Price::Late { nanos, unit, clock: bits.trailing_zeros() as usize, at_most, currency }
            }
            Some(_) => {
                problems.add(place, format!("`{clock}` is a family; a price by delay needs one clock"), "");
                Price::Free
            }
            None => Price::Free,
        },
    };
    Priced { price, per: Per::Message, at_most: None }
}

/// What price, quota and tiers of one rule ask of each other.
fn check_price(rule: &Rule, place: Place, fields: &Fields<'_>, context: &Context<'_>, problems: &mut Problems) {
    if let Price::Late { clock, .. } = rule.price {
        let waits = |c: &Condition| c.after & (1 << clock) != 0;
        if (0..CLASSES).any(|c| rule.of[c] && !waits(&rule.fits[c])) {
            let of_price = |n: &&(String, Named)| matches!(n.1, Named::Clock(bits) if bits == 1 << clock);
            let name = context.clocks.0.iter().find(of_price).map_or("", |n| n.0.as_str());
            let message =
                format!("this price counts from the end of `{name}`, but the rule also fits when it never ended");
            problems.add(place, message, format!("write after = \"{name}\" in this rule"));
        }
    }
    let laddered = matches!(rule.price, Price::List(None) | Price::Tiers | Price::Next);
    if let (Some(node), true) = (fields.node("tiers"), !laddered) {
        let help = "the ladder goes by the class of the message";
        problems.add(node.place, "`tiers` needs price = \"list\" or \"tiers\"", help);
    }
    if (&rule.price, rule.tiers) == (&Price::Tiers, None) && fields.node("tiers").is_none() {
        problems.add(place, "this price is that of a ladder, but the rule names none", "write tiers = \"NAME\"");
    }
    let call = rule.of[CALL];
    let others = (0..CLASSES).any(|c| c != CALL && rule.of[c]);
    match rule.per {
        Per::Talk { .. } if others => {
            let message = "a price by the length of a call, but the rule takes messages too";
            problems.add(place, message, "write of = \"call\"");
        }
        Per::Segment | Per::Tokens(_) if call => {
            problems.add(place, "a call has no segments and no tokens", "take `call` out of `of`");
        }
        _ => {}
    }
    if let (Some(_), Some(node)) = (rule.quota, fields.node("uses")) {
        problems.add(node.place, "`quota` takes a unit already; `uses` would take a second", "write one of the two");
    }
    if let (Some(quota), Some(node)) = (rule.quota, fields.node("quota")) {
        let entitled = &context.quotas[quota].1.entitled;
        if (0..CLASSES).all(|c| !rule.of[c] || entitled[c].is_empty()) {
            problems.add(node.place, "no class of this rule may use this quota", "name one in `of` of the quota");
        }
        if rule.price == Price::Free {
            problems.add(node.place, "a free rule needs no quota", "write `uses` if it takes a unit");
        }
    }
}

fn named<T>(fields: &Fields<'_>, key: &str, known: &[(String, T)], problems: &mut Problems) -> Option<usize> {
    let (word, place) = fields.text(key, problems)?;
    let found = known.iter().position(|(n, _)| n == word);
    if found.is_none() {
        let word_of_table = if key == "tiers" { "tiers" } else { "quota" };
        let message = format!("there is no [{word_of_table}.{word}]");
        let help = match known {
            [] => format!("write [{word_of_table}.{word}] with its keys"),
            _ => suggest(word, known.iter().map(|(n, _)| n.as_str())),
        };
        problems.add(place, message, help);
    }
    found
}

pub(super) fn read_conditions(
    fields: &Fields<'_>,
    of: [bool; CLASSES],
    context: &Context<'_>,
    problems: &mut Problems,
) -> [Condition; CLASSES] {
    let mut conditions: [Condition; CLASSES] = Default::default();
    for key in ["while", "unless", "after"] {
        for (word, place) in fields.texts(key, problems) {
            let Some(named) = context.clocks.find(word, place, problems) else { continue };
            for class in (0..CLASSES).filter(|c| of[*c]) {
                let Some(bits) = own_bits(named, class, word, place, problems) else { break };
                let condition = &mut conditions[class];
                match (key, named) {
                    ("while", Named::Any(_)) => condition.any.push(bits),
                    ("while", _) => condition.all |= bits,
                    ("unless", _) => condition.none |= bits,
                    (_, Named::Any(_)) => {
                        problems.add(place, "`after` takes one clock, not any of a family", "");
                        break;
                    }
                    _ => condition.after |= bits,
                }
            }
        }
    }
    conditions
}

fn effects(
    fields: &Fields<'_>,
    key: &str,
    of: [bool; CLASSES],
    context: &Context<'_>,
    problems: &mut Problems,
) -> [Clocks; CLASSES] {
    let mut effects = [0; CLASSES];
    for (word, place) in fields.texts(key, problems) {
        let Some(named) = context.clocks.find(word, place, problems) else { continue };
        if let (Named::Any(_), "opens") = (named, key) {
            problems.add(place, "a message opens one clock of a family, not all", "");
            continue;
        }
        for class in (0..CLASSES).filter(|c| of[*c]) {
            let Some(bits) = own_bits(named, class, word, place, problems) else { break };
            effects[class] |= bits;
        }
    }
    effects
}

/// The clocks that a name means for one class; a family without one for this class is a mistake.
fn own_bits(named: Named, class: usize, word: &str, place: Place, problems: &mut Problems) -> Option<Clocks> {
    match named {
        Named::Clock(bits) | Named::Any(bits) => Some(bits),
        Named::Own(own) if own[class] != 0 => Some(own[class]),
        Named::Own(_) => {
            let message =
                format!("the rule takes `{}` messages, but no clock of `{word}` is for them", class_word(class));
            problems.add(place, message, "name the class in `each`, or narrow `of`");
            None
        }
    }
}

/// The names of all rules of a tree, as far as they can be read.
pub(super) fn names(node: Option<&Node>) -> Vec<&str> {
    let Some(Node { value: Value::List(items), .. }) = node else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| if let Value::Table(t) = &item.value { t.get("name") } else { None })
        .filter_map(|n| if let Value::Text(t) = &n.value { Some(t.as_str()) } else { None })
        .collect()
}
