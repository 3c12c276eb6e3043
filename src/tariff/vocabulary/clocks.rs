//! `[clock.X]`.

use jiff::civil::Date;

use super::super::problem::{Problems, suggest};
use super::super::quantity;
use super::super::tree::{Key, Node, Place, Table, Value};
use super::words::{Fields, Named, Names, class_set, class_word, text_of};
use super::{CLASSES, Clock, Clocks, Hours, MOST_CLOCKS, Scope, Starts};
use crate::units::{HOUR, MINUTE};

const KEYS: [&str; 11] =
    ["per", "starts", "again", "lasts", "while", "unless", "ends", "each", "longer", "hours", "zone"];

/// Reads all clocks; members of a family follow one another. Names are known before conditions are read.
pub(super) fn read(node: Option<&Node>, problems: &mut Problems) -> (Vec<Clock>, Names) {
    let Some(node) = node else { return (Vec::new(), Names::default()) };
    let Value::Table(table) = &node.value else {
        problems.add(node.place, "`clock` is a table of clocks", "write [clock.window]");
        return (Vec::new(), Names::default());
    };
    let mut names = Names::default();
    let mut groups = Vec::new();
    let mut count = 0;
    for (key, node) in &table.0 {
        check_name(key, problems);
        let members = members(node, problems);
        let named = match &members {
            None => Named::Clock(1u32.checked_shl(count).unwrap_or(0)),
            Some(members) => Named::Own(own_clocks(members, count)),
        };
        count += members.as_ref().map_or(1, Vec::len) as u32;
        names.0.push((key.name.clone(), named));
        groups.push(members);
    }
    if count as usize > MOST_CLOCKS {
        let message = format!("{count} clocks; a tariff has at most {MOST_CLOCKS}");
        problems.add(node.place, message, "members of a family count as one each");
        return (Vec::new(), Names::default());
    }
    let mut clocks = Vec::new();
    for ((key, node), members) in table.0.iter().zip(groups) {
        read_clock(key, node, members, &names, &mut clocks, problems);
    }
    (clocks, names)
}

fn own_clocks(members: &[[bool; CLASSES]], first: u32) -> [Clocks; CLASSES] {
    let mut own = [0; CLASSES];
    for (i, member) in members.iter().enumerate() {
        for class in (0..CLASSES).filter(|c| member[*c]) {
            own[class] = 1u32.checked_shl(first + i as u32).unwrap_or(0);
        }
    }
    own
}

fn check_name(key: &Key, problems: &mut Problems) {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if key.name.is_empty() || !key.name.chars().all(plain) || ["always", "never"].contains(&key.name.as_str()) {
        let message = format!("`{}` cannot be the name of a clock", key.name);
        problems.add(key.place, message, "use letters, digits and _, but not `always` or `never`");
    }
}

/// The groups of classes of `each`; `None` for a single clock.
fn members(node: &Node, problems: &mut Problems) -> Option<Vec<[bool; CLASSES]>> {
    let Value::Table(table) = &node.value else { return None };
    let each = table.get("each")?;
    let Value::List(items) = &each.value else {
        problems.add(
            each.place,
            "`each` is a list of classes",
            "write each = [\"marketing\", [\"utility\", \"service\"]]",
        );
        return None;
    };
    let mut taken = [false; CLASSES];
    let mut groups = Vec::new();
    for item in items {
        let words: Vec<&Node> = if let Value::List(words) = &item.value { words.iter().collect() } else { vec![item] };
        let mut group = [false; CLASSES];
        for node in words {
            let Some(word) = text_of(node, problems) else { continue };
            match class_set(word) {
                Some(set) if (0..CLASSES).any(|c| set[c] && taken[c]) => {
                    problems.add(node.place, format!("`{word}` is in two groups of `each`"), "");
                }
                Some(set) => (0..CLASSES).filter(|c| set[*c]).for_each(|c| {
                    group[c] = true;
                    taken[c] = true;
                }),
                None => problems.add(node.place, format!("`{word}` is not a class of messages"), ""),
            }
        }
        groups.push(group);
    }
    Some(groups)
}

fn read_clock(
    key: &Key,
    node: &Node,
    members: Option<Vec<[bool; CLASSES]>>,
    names: &Names,
    clocks: &mut Vec<Clock>,
    problems: &mut Problems,
) {
    let what = format!("clock `{}`", key.name);
    let named: Vec<String> = match &members {
        None => vec![key.name.clone()],
        Some(groups) => groups.iter().map(|g| format!("{} of {}", key.name, words_of(g))).collect(),
    };
    let fields = Fields::of(node, &what, &KEYS, &[], problems);
    for name in named {
        clocks.push(match &fields {
            None => blank(name),
            Some(fields) => read_one(name, fields, members.is_some(), names, problems),
        });
    }
}

fn words_of(group: &[bool; CLASSES]) -> String {
    let words: Vec<&str> = (0..CLASSES).filter(|c| group[*c]).map(class_word).collect();
    words.join(" or ")
}

fn blank(name: String) -> Clock {
    Clock {
        name,
        scope: Scope::Number,
        starts: Starts::ByRule,
        restart: true,
        lasts: 1,
        later: Vec::new(),
        hours: None,
        while_: 0,
        unless: 0,
        ends_at_answer: false,
        longer: None,
        longer_from: None,
    }
}

fn read_one(name: String, fields: &Fields<'_>, family: bool, names: &Names, problems: &mut Problems) -> Clock {
    let mut clock = blank(name);
    clock.scope = fields.scope("per", Scope::Number, problems);
    // A wrong word is one mistake: the clock then counts as started, so that it makes no second one.
    let default = if fields.node("starts").is_some() { Starts::CustomerMessage } else { Starts::ByRule };
    if fields.node("hours").is_some() {
        return Clock { hours: read_hours(fields, family, problems), ..clock };
    }
    clock.starts = read_starts(fields, default, problems);
    clock.restart = fields.choice("again", &[("restart", true), ("ignore", false)], true, problems);
    clock.ends_at_answer = fields.choice("ends", &[("answer", true)], false, problems);
    clock.while_ = mask(fields, "while", names, problems);
    clock.unless = mask(fields, "unless", names, problems);
    if let Some((longer, from)) = fields.node("longer").and_then(|node| read_longer(node, problems)) {
        (clock.longer, clock.longer_from) = (Some(longer), from);
    }
    match fields.node("lasts") {
        Some(Node { value: Value::Table(table), place }) => match read_lengths(table, *place, problems).split_first() {
            Some(((_, first), later)) => (clock.lasts, clock.later) = (*first, later.to_vec()),
            None => problems.add(*place, "a length is needed here", "write \"24h\" or { \"2022-02-01\" = \"24h\" }"),
        },
        _ => {
            if let Some((text, place)) = fields.required_text("lasts", "lasts = \"24h\"", problems) {
                clock.lasts = positive(text, place, problems);
            }
        }
    }
    if clock.starts == Starts::ByRule {
        for key in ["again", "while", "unless"] {
            if let Some(node) = fields.node(key) {
                problems.add(
                    node.place,
                    format!("`{key}` without `starts`: only rules open this clock"),
                    "put it into the rule",
                );
            }
        }
    } else if let (true, Some(node)) = (family, fields.node("starts")) {
        problems.add(
            node.place,
            "a customer's message has no class, so it cannot start a family",
            "let a rule open it",
        );
    }
    clock
}

/// One fact that starts the clock, or several of them.
fn read_starts(fields: &Fields<'_>, default: Starts, problems: &mut Problems) -> Starts {
    let known = ["customer message", "ad message", "customer call"];
    let words = fields.texts("starts", problems);
    if let Some((word, place)) = words.iter().find(|(w, _)| !known.contains(w)) {
        let message = format!("`{word}` is not a value of `starts` that this version can bill");
        problems.add(*place, message, suggest(word, known));
        return default;
    }
    let has = |word: &str| words.iter().any(|(w, _)| *w == word);
    match (has(known[0]), has(known[1]), has(known[2])) {
        (false, false, false) => default,
        (true, _, false) => Starts::CustomerMessage,
        (true, _, true) => Starts::MessageOrCall,
        (false, true, false) => Starts::AdMessage,
        (false, false, true) => Starts::CustomerCall,
        (false, true, true) => {
            let place = words.first().map_or(Place::default(), |w| w.1);
            problems.add(place, "ad messages and calls cannot start one clock", "make two clocks");
            default
        }
    }
}

/// Lengths by the local date on which the clock starts, in order of dates. Starts before the first date have its length.
fn read_lengths(table: &Table, place: Place, problems: &mut Problems) -> Vec<(Date, i64)> {
    let mut lengths = Vec::new();
    for (key, node) in &table.0 {
        let Ok(date) = key.name.parse::<Date>() else {
            problems.add(key.place, format!("`{}` is not a date", key.name), "write \"2023-03-01\" = \"72h\"");
            continue;
        };
        let Some(text) = text_of(node, problems) else { continue };
        lengths.push((date, positive(text, node.place, problems)));
    }
    if lengths.windows(2).any(|w| w[0].0 >= w[1].0) {
        problems.add(place, "lengths by date stand in order of their dates", "");
    }
    lengths
}

/// `hours = "22:00-06:00"`, `zone = "customer"`.
fn read_hours(fields: &Fields<'_>, family: bool, problems: &mut Problems) -> Option<Hours> {
    let (text, place) = fields.text("hours", problems)?;
    for key in KEYS.iter().filter(|k| !["hours", "zone"].contains(k)) {
        if let Some(node) = fields.node(key) {
            let message = format!("`{key}` beside `hours`: this clock follows the time of day alone");
            problems.add(node.place, message, "take it away");
        }
    }
    if family {
        problems.add(place, "a time of day has no classes", "name the class in the rule");
    }
    let of_customer = fields.choice("zone", &[("account", false), ("customer", true)], false, problems);
    let parts = text.split_once('-').and_then(|(from, to)| Some((time_of_day(from)?, time_of_day(to)?)));
    match parts {
        Some((from, to)) if from != to => Some(Hours { from, to, of_customer }),
        _ => {
            problems.add(place, format!("`{text}` is not a span of the day"), "write \"22:00-06:00\"");
            None
        }
    }
}

/// Microseconds since midnight of `22:00`; `24:00` is the end of the day.
fn time_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |t: &str, most: i64| t.parse::<i64>().ok().filter(|n| t.len() == 2 && (0..=most).contains(n));
    let (hour, minute) = (number(hour, 24)?, number(minute, 59)?);
    (hour < 24 || minute == 0).then_some(hour * HOUR + minute * MINUTE)
}

fn mask(fields: &Fields<'_>, key: &str, names: &Names, problems: &mut Problems) -> Clocks {
    let mut mask = 0;
    for (word, place) in fields.texts(key, problems) {
        match names.find(word, place, problems) {
            Some(Named::Clock(bits)) => mask |= bits,
            Some(Named::Any(bits)) if key == "unless" => mask |= bits,
            Some(_) => problems.add(place, format!("`{word}` is a family; a customer's message has no class"), ""),
            None => {}
        }
    }
    mask
}

fn positive(text: &str, place: Place, problems: &mut Problems) -> i64 {
    match quantity::span(text) {
        Ok(span) if span > 0 => span,
        Ok(_) => {
            problems.add(place, "a length of 0 never runs", "take the clock away, or write a length above 0");
            1
        }
        Err(message) => {
            problems.add(place, message, "");
            1
        }
    }
}

/// By how much and up to what, and from which local day on.
fn read_longer(node: &Node, problems: &mut Problems) -> Option<((i64, i64), Option<Date>)> {
    let fields = Fields::of(node, "`longer`", &["at", "by", "at_most", "from"], &[], problems)?;
    fields.choice("at", &[("customer message", ())], (), problems);
    fields.required_text("at", "at = \"customer message\"", problems);
    let from = fields.text("from", problems).and_then(|(text, place)| {
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            problems.add(place, format!("`{text}` is not a date"), "write \"2026-09-28\"");
        }
        date
    });
    let (by, by_place) = fields.required_text("by", "by = \"24h\"", problems)?;
    let (most, most_place) = fields.required_text("at_most", "at_most = \"168h\"", problems)?;
    Some(((positive(by, by_place, problems), positive(most, most_place, problems)), from))
}
