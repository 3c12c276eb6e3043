//! `[quota.X]` and `[tiers.X]`.

use super::super::problem::Problems;
use super::super::tree::{Node, Value};
use super::words::{Fields, Named, Names, class_set, class_word};
use super::{CLASSES, Quota, Scope, Tiers};

const QUOTA_KEYS: [&str; 4] = ["size", "per", "every", "of"];
const TIERS_KEYS: [&str; 6] = ["kind", "of", "sum", "over", "counts", "card"];

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
        return std::array::from_fn(|_| vec![0]);
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
        let fields = Fields::of(node, &format!("tiers `{name}`"), &TIERS_KEYS, &["rates"], problems)?;
        fields.choice("kind", &[("marginal", ())], (), problems);
        fields.choice("counts", &[("charged", ())], (), problems);
        let mut over: Vec<&str> = fields.texts("over", problems).into_iter().map(|(w, _)| w).collect();
        over.sort_unstable();
        if let (Some(node), true) = (fields.node("over"), over != ["category", "market", "month"]) {
            let message = "tiers are billed apart by month, market and category only";
            problems.add(node.place, message, "write over = [\"month\", \"market\", \"category\"] or leave it out");
        }
        let scope = fields.scope("sum", Scope::Business, problems);
        let of = fields.classes("of", problems);
        let (card, place) = fields.required_text("card", "card = \"NAME\"", problems)?;
        Some((name.to_string(), Tiers { scope, of, card: card.to_string(), place }))
    };
    all.into_iter().filter_map(read).collect()
}

/// The named tables under a word.
fn tables<'a>(node: Option<&'a Node>, problems: &mut Problems) -> Vec<(&'a str, &'a Node)> {
    match node {
        None => Vec::new(),
        Some(Node { value: Value::Table(table), place }) if table.0.len() > 16 => {
            problems.add(*place, format!("{} tables here; at most 16", table.0.len()), "");
            Vec::new()
        }
        Some(Node { value: Value::Table(table), .. }) => table.0.iter().map(|(k, v)| (k.name.as_str(), v)).collect(),
        Some(node) => {
            problems.add(node.place, "a table of tables is needed here", "write [quota.X] or [tiers.X] with its keys");
            Vec::new()
        }
    }
}
