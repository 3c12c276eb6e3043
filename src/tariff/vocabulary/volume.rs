//! `[quota.X]` and `[tiers.X]`.

use super::super::problem::Problems;
use super::super::quantity;
use super::super::tree::{Node, Value};
use super::words::{Fields, Named, Names, class_set, class_word};
use super::{CLASSES, MESSAGES, Quota, Scope, StepRate, Tiers, price};

const QUOTA_KEYS: [&str; 4] = ["size", "per", "every", "of"];
const TIERS_KEYS: [&str; 8] = ["kind", "of", "sum", "over", "counts", "groups", "card", "rates"];

/// Reads all quotas with their names.
pub(super) fn read_quotas(node: Option<&Node>, names: &Names, problems: &mut Problems) -> Vec<(String, Quota)> {
    let all = tables(node, problems);
    let read = |(name, node): (&str, &Node)| {
        let fields = Fields::of(node, &format!("quota `{name}`"), &QUOTA_KEYS, &[], problems)?;
        fields.choice("every", &[("month", ())], (), problems);
        let size = match fields.node("size") {
            Some(Node { value: Value::Integer(n), place }) => u64::try_from(*n).unwrap_or_else(|_| {
                problems.add(*place, "a quota has a size of 0 or more", "");
                0
            }),
            other => {
                let place = other.map_or(node.place, |n| n.place);
                problems.add(place, "`size` is a whole number of messages", "write size = 1000");
                0
            }
        };
        let scope = fields.scope("per", Scope::Account, problems);
        if fields.node("per").is_none() {
            problems.add(
                node.place,
                format!("quota `{name}` needs `per`"),
                "write per = \"number\", \"account\" or \"business\"",
            );
        }
        let entitled = entitled(&fields, names, problems);
        Some((name.to_string(), Quota { name: name.to_string(), size, scope, entitled }))
    };
    all.into_iter().filter_map(read).collect()
}

/// `of = ["service", "utility while window"]`.
fn entitled(fields: &Fields<'_>, names: &Names, problems: &mut Problems) -> [Vec<u32>; CLASSES] {
    if fields.node("of").is_none() {
        return std::array::from_fn(|class| if class < MESSAGES { vec![0] } else { Vec::new() });
    }
    let mut entitled: [Vec<u32>; CLASSES] = Default::default();
    for (text, place) in fields.texts("of", problems) {
        let (word, clock) = text.split_once(" while ").map_or((text, None), |(w, c)| (w, Some(c)));
        let Some(set) = class_set(word) else {
            problems.add(
                place,
                format!("`{word}` is not a class of messages"),
                "write \"service\" or \"utility while window\"",
            );
            continue;
        };
        let named = clock.map(|c| names.find(c, place, problems));
        for class in (0..CLASSES).filter(|c| set[*c]) {
            match named {
                None => entitled[class].push(0),
                Some(Some(Named::Clock(bits))) => entitled[class].push(bits),
                Some(Some(Named::Own(own))) if own[class] != 0 => entitled[class].push(own[class]),
                Some(Some(Named::Any(bits))) => {
                    entitled[class].extend((0..32).map(|b| 1 << b).filter(|b| bits & b != 0));
                }
                Some(Some(Named::Own(_))) => {
                    problems.add(place, format!("no clock of the family is for `{}`", class_word(class)), "");
                }
                Some(None) => {}
            }
        }
    }
    entitled
}

/// Reads all tier tables with their names.
pub(super) fn read_tiers(node: Option<&Node>, problems: &mut Problems) -> Vec<(String, Tiers)> {
    let all = tables(node, problems);
    let read = |(name, node): (&str, &Node)| {
        let fields = Fields::of(node, &format!("tiers `{name}`"), &TIERS_KEYS, &[], problems)?;
        let all_units = fields.choice("kind", &[("marginal", false), ("all-units", true)], false, problems);
        let delivered = fields.choice("counts", &[("charged", false), ("delivered", true)], false, problems);
        let without_groups = fields.choice("groups", &[("inside", false), ("outside", true)], false, problems);
        let (over_market, over_category) = over(&fields, problems);
        let scope = fields.scope("sum", Scope::Business, problems);
        let of = fields.classes("of", problems);
        let steps = fields.node("rates").map(|node| read_steps(node, problems)).unwrap_or_default();
        let (card, place) = match (fields.node("rates"), fields.node("card")) {
            (Some(rates), None) => ("", rates.place),
            (Some(rates), Some(_)) => {
                problems.add(rates.place, "`rates` beside `card`: the ladder stands in one place", "take one away");
                return None;
            }
            (None, _) => fields.required_text("card", "card = \"NAME\" or rates = […]", problems)?,
        };
        if all_units && !(over_market && over_category) && steps.iter().any(|s| matches!(s.1, StepRate::Off(_))) {
            let message = "all-units tiers over several markets or categories, with rates that differ between them";
            problems.add(place, message, "write amounts in `rates`, or over = [\"month\", \"market\", \"category\"]");
        }
        let apart = over_market && over_category;
        if !apart && !card.is_empty() {
            let message = "the ladders of a card stand by market and category, so they are counted apart";
            problems.add(place, message, "write `rates` here, or over = [\"month\", \"market\", \"category\"]");
        }
        let tiers = Tiers {
            name: name.to_string(),
            scope,
            of,
            card: card.to_string(),
            steps,
            all_units,
            delivered,
            over_market,
            over_category,
            without_groups,
            place,
        };
        Some((name.to_string(), tiers))
    };
    all.into_iter().filter_map(read).collect()
}

/// What is counted apart: by market, by category. The month always is.
fn over(fields: &Fields<'_>, problems: &mut Problems) -> (bool, bool) {
    let Some(node) = fields.node("over") else { return (true, true) };
    let words: Vec<&str> = fields.texts("over", problems).into_iter().map(|(w, _)| w).collect();
    let known = ["month", "market", "category"];
    if words.iter().any(|w| !known.contains(w)) || !words.contains(&"month") {
        let message = "tiers are billed apart by month, and by market and category if you say so";
        problems.add(
            node.place,
            message,
            "write over = [\"month\", \"market\", \"category\"] or leave words out, but not `month`",
        );
    }
    (words.contains(&"market"), words.contains(&"category"))
}

/// `rates = [{ up_to = 1000, rate = "0.05 EUR" }, { rate = "list - 10 %" }]`.
fn read_steps(node: &Node, problems: &mut Problems) -> Vec<(u64, StepRate)> {
    let Value::List(items) = &node.value else {
        problems.add(
            node.place,
            "`rates` is a list",
            "write rates = [{ up_to = 1000, rate = \"0.05 EUR\" }, { rate = \"0.04 EUR\" }]",
        );
        return Vec::new();
    };
    let mut steps: Vec<(u64, StepRate)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(fields) = Fields::of(item, "a step", &["up_to", "rate"], &[], problems) else { continue };
        let last = at + 1 == items.len();
        let before = steps.last().map_or(0, |s| s.0);
        let upper = match fields.node("up_to") {
            None if last => u64::MAX,
            Some(Node { value: Value::Integer(n), .. }) if !last && *n > before as i64 => *n as u64,
            other => {
                let place = other.map_or(item.place, |n| n.place);
                problems.add(place, "steps end at rising whole numbers, the last one has no `up_to`", "");
                continue;
            }
        };
        let Some((text, place)) = fields.required_text("rate", "rate = \"0.05 EUR\"", problems) else { continue };
        match step_rate(text) {
            Ok(rate) => steps.push((upper, rate)),
            Err(message) => problems.add(place, message, "write \"0.05 EUR\", \"list\" or \"list - 10 %\""),
        }
    }
    if items.is_empty() || items.len() > 64 {
        problems.add(node.place, "a ladder has 1 to 64 steps", "");
    }
    steps
}

fn step_rate(text: &str) -> Result<StepRate, String> {
    if text == "list" {
        return Ok(StepRate::Off(0));
    }
    if let Some(percent) = text.strip_prefix("list - ").and_then(|p| p.trim_end().strip_suffix('%')) {
        let off = price::millionths(percent)?;
        return if (0..=1_000_000).contains(&off) {
            Ok(StepRate::Off(off))
        } else {
            Err(format!("`{percent}` is not 0 to 100 %"))
        };
    }
    quantity::money(text).map(|(nanos, currency)| StepRate::Amount(nanos, currency))
}

/// The named tables under a word.
pub(super) fn tables<'a>(node: Option<&'a Node>, problems: &mut Problems) -> Vec<(&'a str, &'a Node)> {
    match node {
        None => Vec::new(),
        Some(Node { value: Value::Table(table), place }) if table.0.len() > 16 => {
            problems.add(*place, format!("{} tables here; at most 16", table.0.len()), "");
            Vec::new()
        }
        Some(Node { value: Value::Table(table), .. }) => table.0.iter().map(|(k, v)| (k.name.as_str(), v)).collect(),
        Some(node) => {
            problems.add(
                node.place,
                "a table of tables is needed here",
                "write [quota.X], [tiers.X] or [fee.X] with its keys",
            );
            Vec::new()
        }
    }
}
