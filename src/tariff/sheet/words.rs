//! Conditions and outcomes in plain words.

use super::super::check::{States, Walk};
use super::super::vocabulary::{
    CLASSES, Clocks, Definition, Extra, ExtraPrice, Fee, Label, Per, Price, Scope, class_word,
};
use super::outcomes::Conjunction;
use crate::units::{Currency, DAY, HOUR, MINUTE, Money, SECOND};

/// Names of the bits of a state: clocks, then those of which it matters that they ran out.
pub(super) struct Bits {
    pub(super) clocks: Vec<String>,
    pub(super) ran_out: Vec<String>,
}

impl Bits {
    pub(super) fn of(definition: &Definition, states: &States) -> Bits {
        let name = |c: &u32| definition.clocks[*c as usize].name.clone();
        let clocks = definition.clocks.iter().map(|c| c.name.clone()).collect();
        Bits { clocks, ran_out: states.remembered.iter().map(name).collect() }
    }

    pub(super) fn count(&self) -> u32 {
        (self.clocks.len() + self.ran_out.len()) as u32
    }

    /// Names of the literals that `keep` chooses; a class's own clock of a family is "its conversation".
    fn named(&self, literals: &Conjunction, class: usize, keep: impl Fn(bool, bool) -> bool) -> Vec<String> {
        let name = |(bit, set): &(u32, bool)| {
            let at = bit.trailing_zeros() as usize;
            let clock = self.clocks.get(at);
            let found = clock.or_else(|| self.ran_out.get(at - self.clocks.len()))?;
            keep(clock.is_some(), *set).then(|| own(found, class))
        };
        literals.iter().filter_map(name).collect()
    }
}

/// "while entry_point runs", "while conversation of marketing or service runs, and window does not".
pub(super) fn when(any: &[Conjunction], bits: &Bits, class: usize) -> String {
    let told: Vec<String> = any.iter().map(|c| conjunction(c, bits, class)).collect();
    let singles: Vec<&str> = told.iter().filter_map(|t| t.strip_prefix("while ")?.strip_suffix(" runs")).collect();
    if singles.len() == told.len() && told.len() > 1 {
        return format!("while {} runs", family(&singles, &bits.clocks));
    }
    if told.iter().all(String::is_empty) { String::new() } else { told.join(", or ") }
}

fn conjunction(literals: &Conjunction, bits: &Bits, class: usize) -> String {
    let runs = bits.named(literals, class, |clock, set| clock && set);
    let not = bits.named(literals, class, |clock, set| clock && !set);
    let ended = bits.named(literals, class, |clock, set| !clock && set);
    let mut parts = Vec::new();
    if !runs.is_empty() {
        parts.push(format!("while {} {}", runs.join(" and "), if runs.len() == 1 { "runs" } else { "run" }));
    }
    if !ended.is_empty() {
        parts.push(format!("after {} ran out", ended.join(" and ")));
    }
    if !not.is_empty() {
        parts.push(format!("while {} {} not run", not.join(" and "), if not.len() == 1 { "does" } else { "do" }));
    }
    parts.join(", ")
}

fn own(name: &str, class: usize) -> String {
    match name.split_once(" of ") {
        Some((family, of)) if of.split(" or ").any(|word| word == class_word(class)) => format!("its {family}"),
        _ => name.to_string(),
    }
}

/// A list of clocks, "any conversation" where it is all of a family.
fn family(names: &[&str], clocks: &[String]) -> String {
    let family_of = |name: &str| name.strip_prefix("its ").or(name.split_once(" of ").map(|n| n.0)).map(String::from);
    if let Some(first) = family_of(names[0]) {
        let members = clocks.iter().filter(|c| family_of(c).as_ref() == Some(&first)).count();
        if members == names.len() && names.iter().all(|n| family_of(n).as_ref() == Some(&first)) {
            return format!("any {first}");
        }
    }
    names.join(" or ")
}

/// What a message comes to, without the name of the rule.
pub(super) fn outcome(walk: &Walk, definition: &Definition, class: usize) -> String {
    let Some(rule) = walk.met.last().map(|r| &definition.rules[*r]) else { return "no rule".into() };
    let mut text = price(&rule.price, definition);
    text.push_str(&per(rule.per));
    if let Some((most, currency)) = rule.at_most {
        text.push_str(&format!(", at most {}", amount(most, currency)));
    }
    if rule.tiers.is_some_and(|t| definition.tiers[t].of[class]) {
        text.push_str(match &rule.price {
            Price::Tiers => " by its volume",
            _ if rule.tiers.is_some_and(|t| definition.tiers[t].all_units) => {
                ", less the discount of the month's volume for all of them"
            }
            _ => ", less the discount of its volume tier",
        });
    }
    if let Some(quota) = rule.quota.map(|q| &definition.quotas[q])
        && !quota.entitled[class].is_empty()
    {
        let only: Vec<String> = entitled_while(&quota.entitled[class], definition);
        let only = if only.is_empty() { String::new() } else { format!(" sent while {} runs", only.join(" or ")) };
        let (size, whose) = (count(quota.size), scope(quota.scope));
        text.push_str(&format!("; the first {size} a month of the {whose}{only} are free"));
    }
    if let Some(quota) = rule.uses.map(|q| &definition.quotas[q]) {
        text.push_str(&format!("; takes one of quota {}", quota.name));
    }
    if let Label::Text(label) = &rule.label {
        text.push_str(&format!("; billed as {label}"));
    }
    let opens = clock_names(walk.opens, definition, class);
    let closes = clock_names(walk.closes, definition, class);
    if !opens.is_empty() {
        text.push_str(&format!("; starts {}", listed(&opens)));
    }
    if !closes.is_empty() {
        text.push_str(&format!("; ends {}", listed(&closes)));
    }
    text
}

/// "a, b and c".
fn listed(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => names.join(""),
    }
}

/// Clocks that one of must run for the quota; none if it may always be used.
fn entitled_while(sets: &[Clocks], definition: &Definition) -> Vec<String> {
    if sets.contains(&0) {
        return Vec::new();
    }
    let all = sets.iter().fold(0, |all, set| all | set);
    let named = definition.clocks.iter().enumerate().filter(|(i, _)| all & (1 << i) != 0);
    named.map(|(_, c)| c.name.clone()).collect()
}

fn clock_names(set: Clocks, definition: &Definition, class: usize) -> Vec<String> {
    let mut names: Vec<String> = (0..definition.clocks.len())
        .filter(|i| set & (1 << i) != 0)
        .map(|i| definition.clocks[i].name.clone())
        .collect();
    // All of a family in one word.
    let families: Vec<String> = names.iter().filter_map(|n| n.split_once(" of ").map(|f| f.0.to_string())).collect();
    for one in families {
        let member = |n: &String| n.split_once(" of ").is_some_and(|f| f.0 == one);
        let all = definition.clocks.iter().filter(|c| member(&c.name)).count();
        if all > 1 && names.iter().filter(|n| member(n)).count() == all {
            let at = names.iter().position(member).unwrap_or(0);
            names.retain(|n| !member(n));
            names.insert(at.min(names.len()), format!("any {one}"));
        }
    }
    names.iter().map(|n| own(n, class)).collect()
}

fn price(price: &Price, definition: &Definition) -> String {
    match price {
        Price::Free => "free".into(),
        Price::Next => "goes on".into(),
        Price::Tiers => "the rate of its volume tier".into(),
        Price::List(None) => "the list rate of its category".into(),
        Price::List(Some(category)) => format!("the list rate of {category}"),
        Price::Fixed(nanos, currency) => amount(*nanos, *currency),
        Price::Late { nanos, unit, clock, at_most, currency } => {
            let unit = match *unit {
                SECOND => "second",
                MINUTE => "minute",
                _ => "hour",
            };
            let most = at_most.map(|most| format!(", at most {}", amount(most, *currency))).unwrap_or_default();
            let clock = &definition.clocks[*clock].name;
            format!("{} for each started {unit} since {clock} ran out{most}", amount(*nanos, *currency))
        }
    }
}

/// What the rate of a rule multiplies, unless it is the message.
fn per(per: Per) -> String {
    match per {
        Per::Message => String::new(),
        Per::Segment => " for each segment".into(),
        Per::Tokens(n) => format!(" for {} tokens", count(n)),
        Per::Talk { pulse, of } if pulse == of => format!(" for each started {}", span(of)),
        Per::Talk { pulse, of } => format!(" for {} of talk, by started {}", span(of), span(pulse)),
    }
}

/// What stands on the bill beside the lines of the rules, one sentence each.
pub(super) fn extras(definition: &Definition) -> Vec<String> {
    let extra = |extra: &Extra| {
        let asks = match &extra.price {
            ExtraPrice::Fixed(nanos, currency) => amount(*nanos, *currency),
            ExtraPrice::List(category) => format!("the list rate of {category}"),
            ExtraPrice::Share { millionths, of_all } => {
                let of = if *of_all { "all lines above" } else { "the rule's line" };
                format!("{} % of {of}", percent(*millionths))
            }
        };
        let of: Vec<&str> = (0..CLASSES).filter(|c| extra.of[*c]).map(class_word).collect();
        let of = if extra.of_everything { "everything".to_string() } else { of.join(", ") };
        let clocks = |set: Clocks| {
            let named = definition.clocks.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
            named.map(|(_, c)| c.name.as_str()).collect::<Vec<_>>().join(" and ")
        };
        // All classes of an extra have the same conditions but for families, of which the first class's clock is told.
        let fits = (0..CLASSES).find(|c| extra.of[*c]).map(|c| &extra.fits[c]);
        let mut when = String::new();
        for (set, words) in fits.into_iter().flat_map(|f| [(f.all, "while"), (f.none, "unless"), (f.after, "after")]) {
            if set != 0 {
                when.push_str(&format!(" {words} {}", clocks(set)));
            }
        }
        format!("Beside it \"{}\": {asks}{}, on {of}{when}.", extra.name, per(extra.per))
    };
    let fee = |fee: &Fee| {
        let always = if fee.always { "every month" } else { "in every month with a message" };
        format!("Fee \"{}\": {} for each {}, {always}.", fee.name, amount(fee.nanos, fee.currency), scope(fee.scope))
    };
    definition.extras.iter().map(extra).chain(definition.fees.iter().map(fee)).collect()
}

/// Millionths as a percentage, without needless zeros.
fn percent(millionths: i64) -> String {
    let (sign, size) = (if millionths < 0 { "-" } else { "" }, millionths.unsigned_abs());
    let part = format!("{:04}", size % 10_000);
    let part = part.trim_end_matches('0');
    format!("{sign}{}{}{part}", size / 10_000, if part.is_empty() { "" } else { "." })
}

/// What the platform does not take, and what is billed as something else.
pub(super) fn notes(definition: &Definition) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(window) = definition.accept.window.map(|c| &definition.clocks[c].name) {
        notes.push(format!("A service message is accepted only while {window} runs when it is sent."));
    }
    let never: Vec<&str> = (0..CLASSES).filter(|c| definition.accept.never[*c]).map(class_word).collect();
    if !never.is_empty() {
        notes.push(format!("Not accepted at all: {}.", never.join(", ")));
    }
    if definition.accept.contact_before {
        notes.push("Templates go only to people who had contact with the business before.".into());
    }
    for (class, other) in definition.otherwise.iter().enumerate().filter_map(|(c, o)| o.map(|o| (c, o))) {
        let (class, other) = (class_word(class), class_word(other));
        notes.push(format!("Where the card has no rate for {class}, it is billed as {other}."));
    }
    notes.extend(extras(definition));
    notes
}

/// Whose clock or counter.
pub(super) fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Number => "number",
        Scope::Account => "account",
        Scope::Business => "business",
    }
}

/// An amount without needless zeros.
fn amount(nanos: i64, currency: Currency) -> String {
    Money { nanos: nanos as i128, currency }.to_string()
}

/// A length of time in its largest whole unit, hours up to a week.
pub(super) fn span(micros: i64) -> String {
    match micros {
        i64::MAX => "for ever".into(),
        m if m % HOUR == 0 && m <= 14 * DAY => format!("{} h", m / HOUR),
        m if m % DAY == 0 => format!("{} days", m / DAY),
        m if m % MINUTE == 0 => format!("{} min", m / MINUTE),
        m if m % SECOND == 0 => format!("{} s", m / SECOND),
        m => format!("{m} µs"),
    }
}

/// A count with its thousands apart.
pub(super) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
