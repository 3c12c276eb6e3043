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
//! | | `starts`, `again` | `customer message`, `ad message`; while it runs `restart` (default) or `ignore` |
//! | | `lasts`, `each` | length; a family, one clock a group of classes |
//! | | `while`, `unless` | starts only while all of these run, none of these |
//! | | `ends` | `answer`: any accepted, delivered message of the business ends it, last of all |
//! | | `longer` | `{ at = "customer message", by, at_most }`: each message adds `by`, up to `at_most` from its start |
//! | `[quota.X]` | `size`, `per`, `every`, `of` | units; scope; `month`; classes, each with an optional clock |
//! | `[tiers.X]` | `kind`, `sum`, `over`, `of`, `counts`, `card` | `marginal`; scope; month, market, category; classes; `charged`; ladders |
//! | `[[rule]]` | `name`, `of` | name in the bill; classes (`template` = the four, default all) |
//! | | `while`, `unless`, `after` | these clocks run; none of these runs; these ran out by themselves |
//! | | `closes`, `opens` | clocks, in this order |
//! | | `price` | `free`, `list`, `list CATEGORY`, `0.05 EUR`, `0.004 EUR per started minute after CLOCK, at most 0.5 EUR`, `next` |
//! | | `quota`, `uses` | free while units are left; takes a unit, the price stays. Of the rule that decides the price |
//! | | `tiers`, `as` | ladder; category in the bill (default that of the price) or `own` |
//! | `[setting.X]` | `default`, choices | an open reading: each choice is a list of changes |

mod clocks;
mod price;
mod rules;
pub(super) mod settings;
mod volume;
mod words;

use super::markets::Markets;
use super::problem::Problems;
use super::tree::{Node, Place, Value};
use crate::units::Currency;
pub(super) use rules::RESERVED;
pub(super) use words::class_word;
use words::{Fields, class_index};

/// Number of classes that can be billed (all but `app`).
pub(super) const CLASSES: usize = 5;

/// A set of clocks, one bit each.
pub(super) type Clocks = u32;

/// Most clocks of a tariff (members of families and clocks asked for by `after` count).
pub(super) const MOST_CLOCKS: usize = 12;

/// A tariff as written, names resolved to indices.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) says: String,
    pub(super) source: String,
    pub(super) from: String,
    pub(super) card: CardName,
    pub(super) markets: Markets,
    pub(super) otherwise: [Option<usize>; CLASSES],
    pub(super) accept: Accept,
    pub(super) clocks: Vec<Clock>,
    pub(super) quotas: Vec<Quota>,
    pub(super) tiers: Vec<Tiers>,
    pub(super) rules: Vec<Rule>,
    pub(super) place: Place,
}

/// Where list rates come from.
#[derive(Debug)]
pub(super) enum CardName {
    None,
    Given,
    Named(String, Place),
}

/// What the platform takes.
#[derive(Debug, Default)]
pub(super) struct Accept {
    /// The clock that must run when a service message is sent.
    pub(super) window: Option<usize>,
    pub(super) never: [bool; CLASSES],
    pub(super) contact_before: bool,
}

/// Whose clock or counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Number,
    Account,
    Business,
}

/// Which inbound facts start a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Starts {
    /// Only rules open it.
    ByRule,
    CustomerMessage,
    AdMessage,
}

/// One clock.
#[derive(Debug)]
pub(super) struct Clock {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) starts: Starts,
    pub(super) restart: bool,
    pub(super) lasts: i64,
    pub(super) while_: Clocks,
    pub(super) unless: Clocks,
    pub(super) ends_at_answer: bool,
    /// (by, at most from the start), both in microseconds.
    pub(super) longer: Option<(i64, i64)>,
}

/// Free units.
#[derive(Debug)]
pub(super) struct Quota {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) scope: Scope,
    /// By class: the sets of clocks, one of which must run whole; empty = this class may not use it.
    pub(super) entitled: [Vec<Clocks>; CLASSES],
}

/// A volume ladder.
#[derive(Debug)]
pub(super) struct Tiers {
    pub(super) scope: Scope,
    pub(super) of: [bool; CLASSES],
    pub(super) card: String,
    pub(super) place: Place,
}

/// When a rule fits, for one class.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    /// All of these run.
    pub(super) all: Clocks,
    /// Of each of these sets at least one runs.
    pub(super) any: Vec<Clocks>,
    /// None of these runs.
    pub(super) none: Clocks,
    /// All of these ran out by themselves.
    pub(super) after: Clocks,
}

/// One rule; arrays are by class, since a family means the message's own clock.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) price_place: Place,
    pub(super) of: [bool; CLASSES],
    pub(super) fits: [Condition; CLASSES],
    pub(super) closes: [Clocks; CLASSES],
    pub(super) opens: [Clocks; CLASSES],
    pub(super) price: Price,
    pub(super) quota: Option<usize>,
    pub(super) uses: Option<usize>,
    pub(super) tiers: Option<usize>,
    pub(super) label: Label,
}

/// What a rule asks for a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Price {
    Free,
    /// List rate of a category, `None`: of the message's class.
    List(Option<String>),
    /// So many nano-units.
    Fixed(i64, Currency),
    /// So many nano-units a started `unit` (µs) since the clock ran out, at most so many in all.
    Late {
        nanos: i64,
        unit: i64,
        clock: usize,
        at_most: Option<i64>,
        currency: Currency,
    },
    /// Effects only.
    Next,
}

/// Category in the bill.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Label {
    OfPrice,
    Own,
    Text(String),
}

const TOP: [&str; 14] = [
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
    "setting",
    "based_on",
    "change",
];
const TOP_UNBUILT: [&str; 3] = ["extra", "fee", "calendar"];

/// Reads a whole tree. `None` only if nothing usable is there; otherwise problems say what is missing.
pub(super) fn read(root: &Node, problems: &mut Problems) -> Option<Definition> {
    let top = Fields::of(root, "a tariff", &TOP, &TOP_UNBUILT, problems)?;
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

fn read_otherwise(node: Option<&Node>, problems: &mut Problems) -> [Option<usize>; CLASSES] {
    let mut otherwise = [None; CLASSES];
    let Some(Node { value: Value::Table(table), .. }) = node else {
        if let Some(node) = node {
            problems.add(node.place, "`otherwise` is a table", "write otherwise = { CLASS = \"CLASS\" }");
        }
        return otherwise;
    };
    for (key, value) in &table.0 {
        let class = class_index(&key.name, key.place, problems);
        let other = words::text_of(value, problems).and_then(|t| class_index(t, value.place, problems));
        if let (Some(class), Some(other)) = (class, other) {
            otherwise[class] = Some(other);
        }
    }
    for (class, other) in otherwise.iter().enumerate().filter_map(|(c, o)| o.map(|o| (c, o))) {
        if otherwise[other].is_some() {
            let (class, other) = (words::class_word(class), words::class_word(other));
            let place = table.get(class).map_or(Place::default(), |n| n.place);
            let message = format!("`{other}` is itself billed as something else");
            problems.add(place, message, "name the class that is billed in the end");
        }
    }
    otherwise
}

fn read_accept(node: Option<&Node>, clocks: &[Clock], problems: &mut Problems) -> Accept {
    let mut accept = Accept::default();
    let Some(node) = node else { return accept };
    let Value::Table(table) = &node.value else {
        problems.add(node.place, "`accept` is a table", "write accept = { service = \"window\" }");
        return accept;
    };
    let mut contact = [None; CLASSES];
    for (key, value) in &table.0 {
        let (Some(class), Some(word)) = (class_index(&key.name, key.place, problems), words::text_of(value, problems))
        else {
            continue;
        };
        match (class, word) {
            (_, "always") => contact[class] = Some(false),
            (_, "never") => accept.never[class] = true,
            (1.., "contact before") => contact[class] = Some(true),
            (0, name) => match clocks.iter().position(|c| c.name == name) {
                Some(clock) => accept.window = judged_by_the_desk(&clocks[clock], value, problems).then_some(clock),
                None => {
                    let known = clocks.iter().map(|c| c.name.as_str()).chain(["always", "never"]);
                    problems.add(
                        value.place,
                        format!("there is no clock `{name}`"),
                        super::problem::suggest(name, known),
                    );
                }
            },
            (_, other) => {
                let message = format!("`{other}` cannot decide whether a template is accepted");
                problems.add(value.place, message, "write \"always\", \"never\" or \"contact before\"");
            }
        }
    }
    let templates: Vec<bool> =
        (1..CLASSES).filter(|c| !accept.never[*c]).map(|c| contact[c].unwrap_or(false)).collect();
    accept.contact_before = templates.contains(&true);
    if accept.contact_before && templates.contains(&false) {
        let message = "\"contact before\" holds for some templates only";
        problems.add(node.place, message, "write it for every template class that is not \"never\"");
    }
    accept
}

/// Acceptance is judged from the customer's last message at that number, which is all that a desk knows.
fn judged_by_the_desk(clock: &Clock, value: &Node, problems: &mut Problems) -> bool {
    let plain = clock.starts == Starts::CustomerMessage
        && clock.restart
        && clock.scope == Scope::Number
        && clock.while_ | clock.unless == 0
        && clock.longer.is_none()
        && !clock.ends_at_answer;
    if !plain {
        let message = format!("`{}` cannot be the window in which service messages are accepted", clock.name);
        let help = "that clock starts at each customer message, per number, without conditions, `ends` or `longer`";
        problems.add(value.place, message, help);
    }
    plain
}
