//! The finite table class × set of clocks → rules, walked whole: every class meets a price, every rule is reached.

use super::problem::Problems;
use super::vocabulary::{CLASSES, Clocks, Condition, Definition, Price, Rule, class_word};

/// The states that the rules tell apart: a bit for each clock that runs, then one for each that `after` asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct States {
    pub(super) clocks: u32,
    /// Clocks that `after` asks for, in order of their bits above `clocks`.
    pub(super) remembered: Vec<u32>,
}

/// What the rules do with one class in one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Walk {
    /// Rules that fitted, the deciding one last.
    pub(super) met: Vec<usize>,
    pub(super) decided: bool,
    /// Clocks that end now, and clocks that start now; none is in both.
    pub(super) closes: Clocks,
    pub(super) opens: Clocks,
}

impl States {
    pub(super) fn of(definition: &Definition) -> States {
        let after = definition.rules.iter().flat_map(|r| &r.fits).fold(0, |all, c| all | c.after);
        let clocks = definition.clocks.len() as u32;
        States { clocks, remembered: (0..clocks).filter(|c| after & (1 << c) != 0).collect() }
    }

    pub(super) fn bits(&self) -> u32 {
        self.clocks + self.remembered.len() as u32
    }

    /// Every state in which no clock both runs and ran out.
    pub(super) fn possible(&self) -> impl Iterator<Item = u32> + '_ {
        (0..1u32 << self.bits()).filter(|s| self.open(*s) & self.ran_out(*s) == 0)
    }

    pub(super) fn open(&self, state: u32) -> Clocks {
        state & ((1 << self.clocks) - 1)
    }

    /// The clocks that ran out, as a set of clocks.
    pub(super) fn ran_out(&self, state: u32) -> Clocks {
        let above = self.remembered.iter().enumerate().filter(|(i, _)| state & (1 << (self.clocks + *i as u32)) != 0);
        above.fold(0, |all, (_, clock)| all | 1 << clock)
    }

    /// The state in words, for messages.
    fn words(&self, state: u32, definition: &Definition) -> String {
        let named = |set: Clocks| -> Vec<&str> {
            let running = definition.clocks.iter().enumerate().filter(|(i, _)| set & (1 << i) != 0);
            running.map(|(_, c)| c.name.as_str()).collect()
        };
        match named(self.open(state)).as_slice() {
            [] => "no clock runs".to_string(),
            [one] => format!("only `{one}` runs"),
            many => format!("`{}` run", many.join("`, `")),
        }
    }
}

impl Condition {
    pub(super) fn holds(&self, open: Clocks, ran_out: Clocks) -> bool {
        self.all & !open == 0
            && self.none & open == 0
            && self.after & !ran_out == 0
            && self.any.iter().all(|a| a & open != 0)
    }
}

/// Leads a message of a class through the rules: a rule whose price is `next` acts and hands on with the new state.
pub(super) fn walk(definition: &Definition, class: usize, open: Clocks, ran_out: Clocks) -> Walk {
    let (mut open, mut ran_out) = (open, ran_out);
    let mut walk = Walk::default();
    for (i, rule) in definition.rules.iter().enumerate() {
        if !rule.of[class] || !rule.fits[class].holds(open, ran_out) {
            continue;
        }
        let (closes, opens) = (rule.closes[class], rule.opens[class]);
        walk.met.push(i);
        walk.closes = (walk.closes | closes) & !opens;
        walk.opens = (walk.opens & !closes) | opens;
        open = (open & !closes) | opens;
        ran_out &= !(closes | opens);
        if rule.price != Price::Next {
            walk.decided = true;
            break;
        }
    }
    walk
}

/// Tries every class in every state; `accept` is not leaned on, since a message may be delivered later than it was sent.
pub(super) fn check(definition: &Definition, states: &States, problems: &mut Problems) {
    let mut reached = vec![false; definition.rules.len()];
    let mut unpriced: Vec<(Vec<u32>, Vec<&str>)> = Vec::new();
    for class in (0..CLASSES).filter(|c| definition.takes(*c)) {
        let mut holes = Vec::new();
        for state in states.possible() {
            let walk = walk(definition, class, states.open(state), states.ran_out(state));
            walk.met.iter().for_each(|r| reached[*r] = true);
            if !walk.decided {
                holes.push(state);
            }
        }
        match unpriced.iter_mut().find(|(of, _)| *of == holes) {
            Some((_, classes)) => classes.push(class_word(class)),
            None => unpriced.push((holes, vec![class_word(class)])),
        }
    }
    for (holes, classes) in unpriced.iter().filter(|(holes, _)| !holes.is_empty()) {
        let place = definition.rules.last().map_or(definition.place, |r| r.place);
        let message = format!(
            "no rule prices a message of class {} when {} ({} of {} states)",
            classes.join(", "),
            states.words(holes[0], definition),
            holes.len(),
            states.possible().count()
        );
        problems.add(place, message, "add a rule without conditions at the end");
    }
    if let Some(window) = definition.accept.window {
        let moved = |r: &&Rule| (0..CLASSES).any(|c| (r.opens[c] | r.closes[c]) & (1 << window) != 0);
        for rule in definition.rules.iter().filter(moved) {
            let name = &definition.clocks[window].name;
            let message =
                format!("rule `{}` opens or closes `{name}`, by which service messages are accepted", rule.name);
            problems.add(rule.place, message, "only the customer's messages may move that clock; make a second one");
        }
    }
    for (rule, _) in definition.rules.iter().zip(reached).filter(|(_, reached)| !reached) {
        let message = format!("rule `{}` is never reached", rule.name);
        problems.add(
            rule.place,
            message,
            "the rules above it take every message that it fits; move it up or take it away",
        );
    }
}
