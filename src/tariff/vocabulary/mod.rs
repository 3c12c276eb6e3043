//! The words a tariff is written in: TOML → [`Definition`], every mistake with its place.
//!
//! A tariff is *clocks* and an *ordered list of rules*. A message meets the rules from the top; the first that fits
//! decides. A condition names a message class or an open clock, nothing else, so that class × set of open clocks → rule
//! is a small finite table, which `check.rs` tries whole. A word that this version cannot bill is refused by name.
//!
//! | where | key | meaning (default) |
//! | --- | --- | --- |
//! | top | `says`, `from`, `source` | one sentence; first local day in force; where rules and rates come from |
//! | | `card`, `markets` | rate card, `"given"`, or none; date of the market table, or `"country"` (default) |
//! | | `otherwise` | a class whose rate the market's card lacks is billed as another |
//! | | `based_on`, `change` | all of another tariff, then path = value (`""` or `[]` takes a key away) |
//! | `[accept]` | class | `"always"` (default), `"never"`, templates `"contact before"`, service a clock that runs when it is sent |
//! | `[clock.X]` | `per` | `number` (default), `account`, `business`: whose clock, for each customer |
//! | | `starts`, `again` | `customer message`, `ad message`, `customer call`; while it runs `restart` (default) or `ignore` |
//! | | `lasts`, `each` | length, or lengths by local date; a family, one clock a group of classes |
//! | | `hours`, `zone` | instead of all these: open from `22:00-06:00`; `account` (default) or `customer` |
//! | | `while`, `unless` | starts only while all of these run, none of these |
//! | | `ends` | `answer`: any accepted, delivered message of the business ends it, last of all |
//! | | `longer` | `{ at = "customer message", by, at_most }`: each message adds `by`, up to `at_most` from its start; `from` a local date |
//! | `[quota.X]` | `size`, `per`, `every`, `of` | units; scope; `month`; classes, each with an optional clock |
//! | `[tiers.X]` | `kind`, `sum`, `over` | `marginal`, `all-units`; scope; `month`, `market`, `category` |
//! | | `of`, `counts`, `groups` | classes; `charged`, `delivered`; `inside`, `outside` |
//! | | `card`, `rates` | ladders on a card, or one here: `[{ up_to = 1000, rate = "0.05 EUR" }, { rate = "list - 10 %" }]` |
//! | `[[rule]]` | `name`, `of` | name in the bill; classes (`template` = the four, default all) |
//! | | `while`, `unless`, `after` | these clocks run; none of these runs; these ran out by themselves |
//! | | `closes`, `opens` | clocks, in this order |
//! | | `price` | `free`, `list`, `list CATEGORY`, `0.05 EUR`, `tiers`, `0.004 EUR per started minute after CLOCK, at most 0.5 EUR`, `next` |
//! | | | after a rate: `per segment`, `per 1000000 tokens`, `per started minute`, `per minute by started 6 s`, `, at most 0.05 EUR` |
//! | | `quota`, `uses` | free while units are left; takes a unit, the price stays. Of the rule that decides the price |
//! | | `tiers`, `as` | ladder; category in the bill (default that of the price) or `own` |
//! | `[[extra]]` | `name`, `of`, `while`, `unless`, `after`, `as` | every one that fits adds a line beside the rule's |
//! | | `price` | `-0.01 EUR`, `list CATEGORY`, `20 %` (of the rule's line), `20 % of all above`, with `per …` as in rules |
//! | `[fee.X]` | `price`, `per`, `every`, `due` | a line without message: amount; scope; `month`; `first message` (default), `always` |
//! | `[setting.X]` | `default`, choices | an open reading: each choice is a list of changes |

mod accept;
mod clocks;
mod definition;
mod extras;
mod price;
mod rules;
pub(super) mod settings;
mod volume;
mod words;

use super::markets::Markets;
use super::problem::Problems;
use super::tree::{Node, Place, Value};
use accept::{read_accept, read_otherwise};
pub(super) use definition::*;
pub(super) use rules::RESERVED;
use words::Fields;
pub(super) use words::{category_word, class_word};

const TOP: [&str; 16] = [
    "says",
    "source",
    "from",
    "card",
    "markets",
    "otherwise",
    "accept",
    "clock",
    "quota",
    "tiers",
    "rule",
    "extra",
    "fee",
    "setting",
    "based_on",
    "change",
];

/// Reads a whole tree. `None` only if nothing usable is there; otherwise problems say what is missing.
pub(super) fn read(root: &Node, problems: &mut Problems) -> Option<Definition> {
    let top = Fields::of(root, "a tariff", &TOP, &[], problems)?;
    let says = top.required_text("says", "says = \"one sentence\"", problems).map_or("", |t| t.0);
    let source = top.text("source", problems).map_or("", |t| t.0);
    let from = top.required_text("from", "from = \"2026-10-01\"", problems);
    if let Some((text, place)) = from
        && text.parse::<jiff::civil::Date>().is_err()
    {
        problems.add(place, format!("`{text}` is not a date"), "write \"2026-10-01\"");
    }
    let card = match top.text("card", problems) {
        None => CardName::None,
        Some(("given", _)) => CardName::Given,
        Some((name, place)) => CardName::Named(name.to_string(), place),
    };
    let (clocks, names) = clocks::read(top.node("clock"), problems);
    let quotas = volume::read_quotas(top.node("quota"), &names, problems);
    let tiers = volume::read_tiers(top.node("tiers"), problems);
    let context = rules::Context { clocks: &names, quotas: &quotas, tiers: &tiers };
    let rules = rules::read(top.node("rule"), root.place, &context, problems);
    let extras = extras::read(top.node("extra"), &rules, &context, problems);
    let fees = extras::read_fees(top.node("fee"), problems);
    for (at, (name, _)) in quotas.iter().enumerate() {
        if !rules.iter().any(|r| r.quota == Some(at) || r.uses == Some(at)) {
            problems.add(
                place_of(&top, "quota", name),
                format!("no rule uses the quota `{name}`"),
                "name it in a rule",
            );
        }
    }
    for (at, (name, _)) in tiers.iter().enumerate() {
        if !rules.iter().any(|r| r.tiers == Some(at)) {
            problems.add(
                place_of(&top, "tiers", name),
                format!("no rule uses the tiers `{name}`"),
                "name them in a rule",
            );
        }
    }
    Some(Definition {
        says: says.to_string(),
        source: source.to_string(),
        from: from.map_or("", |f| f.0).to_string(),
        card,
        markets: read_markets(&top, problems),
        otherwise: read_otherwise(top.node("otherwise"), problems),
        accept: read_accept(top.node("accept"), &clocks, problems),
        clocks,
        quotas: quotas.into_iter().map(|(_, q)| q).collect(),
        tiers: tiers.into_iter().map(|(_, t)| t).collect(),
        rules,
        extras,
        fees,
        place: root.place,
    })
}

/// The place of a named table.
fn place_of(top: &Fields<'_>, word: &str, name: &str) -> Place {
    match top.node(word).map(|n| &n.value) {
        Some(Value::Table(table)) => {
            table.0.iter().find(|(k, _)| k.name == name).map_or(Place::default(), |(k, _)| k.place)
        }
        _ => Place::default(),
    }
}

fn read_markets(top: &Fields<'_>, problems: &mut Problems) -> Markets {
    let Some((name, place)) = top.text("markets", problems) else { return Markets::Country };
    Markets::named(name).unwrap_or_else(|(message, help)| {
        problems.add(place, message, help);
        Markets::Country
    })
}
