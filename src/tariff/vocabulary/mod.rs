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

mod clocks;
mod extras;
mod price;
mod rules;
pub(super) mod settings;
mod volume;
mod words;

use jiff::civil::Date;

use super::markets::Markets;
use super::problem::Problems;
use super::tree::{Node, Place, Value};
use crate::units::Currency;
pub(super) use rules::RESERVED;
use words::{Fields, class_index};
pub(super) use words::{category_word, class_word};

/// Number of classes of messages on the platform: those a rule takes that names none.
pub(super) const MESSAGES: usize = 5;

/// Messages written in the phone app.
pub(super) const APP: usize = 5;

/// Calls that the business places over the platform.
pub(super) const CALL: usize = 6;

/// Number of classes that a rule can take: messages, `app`, `call`.
pub(super) const CLASSES: usize = 7;

/// A set of clocks, one bit each.
pub(super) type Clocks = u32;

/// Most clocks of a tariff (members of families and clocks asked for by `after` count).
pub(super) const MOST_CLOCKS: usize = 12;

/// A tariff as written, names resolved to indices.
#[derive(Clone, Debug)]
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
    pub(super) extras: Vec<Extra>,
    pub(super) fees: Vec<Fee>,
    pub(super) place: Place,
}

impl Definition {
    /// Can a message of this class stand on a bill by a rule? `app` and `call` only if a rule names them.
    pub(super) fn takes(&self, class: usize) -> bool {
        class < MESSAGES || self.rules.iter().any(|r| r.of[class])
    }
}

/// Where list rates come from.
#[derive(Clone, Debug)]
pub(super) enum CardName {
    None,
    Given,
    Named(String, Place),
}

/// What the platform takes.
#[derive(Clone, Debug, Default)]
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
    CustomerCall,
    /// Either of them.
    MessageOrCall,
}

impl Starts {
    /// Does each message of the customer start it?
    pub(super) fn by_message(self) -> bool {
        matches!(self, Starts::CustomerMessage | Starts::MessageOrCall)
    }
}

/// One clock.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) starts: Starts,
    pub(super) restart: bool,
    pub(super) lasts: i64,
    /// Other lengths from later local dates on, in order: (first day, length).
    pub(super) later: Vec<(Date, i64)>,
    /// Open by local time, instead of all else.
    pub(super) hours: Option<Hours>,
    pub(super) while_: Clocks,
    pub(super) unless: Clocks,
    pub(super) ends_at_answer: bool,
    /// (by, at most from the start), both in microseconds.
    pub(super) longer: Option<(i64, i64)>,
    /// First local day on which messages prolong it; `None`: always.
    pub(super) longer_from: Option<Date>,
}

/// A span of the local day, over midnight if it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    /// Microseconds since local midnight.
    pub(super) from: i64,
    /// The first instant outside.
    pub(super) to: i64,
    /// In the customer's zone (that of his country's largest city); else the account's.
    pub(super) of_customer: bool,
}

/// Free units.
#[derive(Clone, Debug)]
pub(super) struct Quota {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) scope: Scope,
    /// By class: the sets of clocks, one of which must run whole; empty = this class may not use it.
    pub(super) entitled: [Vec<Clocks>; CLASSES],
}

/// A volume ladder.
#[derive(Clone, Debug)]
pub(super) struct Tiers {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) of: [bool; CLASSES],
    /// Name of the card; empty if the ladder stands in the file.
    pub(super) card: String,
    /// The ladder in the file: last unit (`u64::MAX` in the last step) and rate.
    pub(super) steps: Vec<(u64, StepRate)>,
    /// All units have the rate of the month's last, not each its own.
    pub(super) all_units: bool,
    /// Free units count too, once they are delivered.
    pub(super) delivered: bool,
    pub(super) over_market: bool,
    pub(super) over_category: bool,
    /// Messages to groups stand outside: they have the rate of the list, and do not count.
    pub(super) without_groups: bool,
    pub(super) place: Place,
}

/// The rate of one step of a ladder that stands in the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepRate {
    /// Nano-units.
    Amount(i64, Currency),
    /// So many millionths off the list rate.
    Off(i64),
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
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) price_place: Place,
    pub(super) of: [bool; CLASSES],
    pub(super) fits: [Condition; CLASSES],
    pub(super) closes: [Clocks; CLASSES],
    pub(super) opens: [Clocks; CLASSES],
    pub(super) price: Price,
    pub(super) per: Per,
    /// Highest rate that is charged, in nano-units of the currency: a bid.
    pub(super) at_most: Option<(i64, Currency)>,
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
    /// The ladder of the rule's `tiers` has it.
    Tiers,
    /// Effects only.
    Next,
}

/// What the rate of a rule multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Per {
    Message,
    Segment,
    /// So many tokens.
    Tokens(u64),
    /// The rate is for `of` of talk; counted are started `pulse`s. Microseconds.
    Talk {
        pulse: i64,
        of: i64,
    },
}

impl Per {
    /// One unit's share of what the rate is for: numerator, denominator.
    pub(super) fn share(self) -> (i64, i64) {
        match self {
            Per::Message | Per::Segment => (1, 1),
            Per::Tokens(n) => (1, n as i64),
            Per::Talk { pulse, of } => (pulse, of),
        }
    }
}

/// What stands on the bill beside the line of the rule.
#[derive(Clone, Debug)]
pub(super) struct Extra {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) of: [bool; CLASSES],
    pub(super) fits: [Condition; CLASSES],
    pub(super) price: ExtraPrice,
    pub(super) per: Per,
    pub(super) label: Label,
    /// It has no condition and takes every class: it meets fees too.
    pub(super) of_everything: bool,
}

/// What an extra asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ExtraPrice {
    /// Nano-units; below 0 a rebate.
    Fixed(i64, Currency),
    List(String),
    /// Millionths of the rule's line, or of all lines above, those of other extras and fees included.
    Share {
        millionths: i64,
        of_all: bool,
    },
}

/// A line without a message of its own.
#[derive(Clone, Debug)]
pub(super) struct Fee {
    pub(super) name: String,
    pub(super) nanos: i64,
    pub(super) currency: Currency,
    pub(super) place: Place,
    pub(super) scope: Scope,
    /// Also in months without a message.
    pub(super) always: bool,
}

/// Category in the bill.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Label {
    OfPrice,
    Own,
    Text(String),
}

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
        (1..MESSAGES).filter(|c| !accept.never[*c]).map(|c| contact[c].unwrap_or(false)).collect();
    accept.contact_before = templates.contains(&true);
    if accept.contact_before && templates.contains(&false) {
        let message = "\"contact before\" holds for some templates only";
        problems.add(node.place, message, "write it for every template class that is not \"never\"");
    }
    accept
}

/// Acceptance is judged from the customer's last message at that number, which is all that a desk knows.
fn judged_by_the_desk(clock: &Clock, value: &Node, problems: &mut Problems) -> bool {
    let plain = clock.starts.by_message()
        && clock.hours.is_none()
        && clock.later.is_empty()
        && clock.restart
        && clock.scope == Scope::Number
        && clock.while_ | clock.unless == 0
        && clock.longer.is_none()
        && !clock.ends_at_answer;
    if !plain {
        let message = format!("`{}` cannot be the window in which service messages are accepted", clock.name);
        let help = "that clock starts at each customer message, per number, without conditions, `ends` or `longer`, with one length";
        problems.add(value.place, message, help);
    }
    plain
}
