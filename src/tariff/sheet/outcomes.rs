//! From the table class × state → outcome to a short list of cases: "while this clock runs …, otherwise …".

use serde::Serialize;

use super::super::check::{States, Walk, walk};
use super::super::vocabulary::{CLASSES, Definition, class_word};
use super::{ClassRules, words};

/// One case: a condition and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// When, in words; empty = otherwise.
    pub when: String,
    /// What it costs and does, in words.
    pub then: String,
    /// The rule that decides, as on the bill.
    pub rule: String,
}

/// A set of literals that must hold; each is a bit of a state and whether it must be set.
pub(super) type Conjunction = Vec<(u32, bool)>;

/// What a class meets in every state, as cases; classes that are told alike stand together.
pub(super) fn by_class(definition: &Definition) -> Vec<ClassRules> {
    let states = States::of(definition);
    let mut told: Vec<ClassRules> = Vec::new();
    for class in (0..CLASSES).filter(|c| !definition.accept.never[*c] && definition.takes(*c)) {
        let cases = cases_of(definition, &states, class);
        match told.iter_mut().find(|t| t.cases == cases) {
            Some(same) => same.classes.push(class_word(class).to_string()),
            None => told.push(ClassRules { classes: vec![class_word(class).to_string()], cases }),
        }
    }
    told
}

fn cases_of(definition: &Definition, states: &States, class: usize) -> Vec<Case> {
    let all: Vec<(u32, Walk)> =
        states.possible().map(|s| (s, walk(definition, class, states.open(s), states.ran_out(s)))).collect();
    let list = cases(all, states.bits(), |walk| walk.met.last().copied().unwrap_or(usize::MAX));
    let bits = words::Bits::of(definition, states);
    let told = list.into_iter().map(|(any, walk)| Case {
        when: words::when(&any, &bits, class),
        then: words::outcome(&walk, definition, class),
        rule: walk.met.last().map(|r| definition.rules[*r].name.clone()).unwrap_or_default(),
    });
    told.collect()
}

/// Splits states into cases, so that the outcome of a state is that of the first case of which some conjunction holds.
///
/// Greedy: the shortest conjunction under which all states left agree, clocks that run before clocks that do not, earlier
/// rules (by `rank`) first; neighbours with one outcome are joined. The last case has an empty conjunction.
pub(super) fn cases<T: PartialEq + Clone>(
    mut left: Vec<(u32, T)>,
    bits: u32,
    rank: impl Fn(&T) -> usize,
) -> Vec<(Vec<Conjunction>, T)> {
    let mut found: Vec<(Vec<Conjunction>, T)> = Vec::new();
    while let Some((_, first)) = left.first() {
        if left.iter().all(|(_, outcome)| outcome == first) {
            found.push((vec![Vec::new()], first.clone()));
            break;
        }
        let Some((conjunction, outcome)) = shortest(&left, bits, &rank) else { break };
        left.retain(|(state, _)| !holds(&conjunction, *state));
        match found.last_mut() {
            Some((any, same)) if *same == outcome => any.push(conjunction),
            _ => found.push((vec![conjunction], outcome)),
        }
    }
    found
}

fn holds(conjunction: &Conjunction, state: u32) -> bool {
    conjunction.iter().all(|(bit, set)| (state & bit != 0) == *set)
}

/// Most literals of a case; a table of 12 clocks that needs more is told state by state.
const MOST_LITERALS: usize = 3;

fn shortest<T: PartialEq + Clone>(
    left: &[(u32, T)],
    bits: u32,
    rank: &impl Fn(&T) -> usize,
) -> Option<(Conjunction, T)> {
    let literals = |signs: &[bool]| -> Vec<(u32, bool)> {
        signs.iter().flat_map(|set| (0..bits).map(move |b| (1 << b, *set))).collect()
    };
    for length in 1..=MOST_LITERALS {
        for signs in [&[true][..], &[true, false]] {
            let mut best: Option<(usize, Conjunction, T)> = None;
            for conjunction in combinations(&literals(signs), length) {
                let mut inside = left.iter().filter(|(state, _)| holds(&conjunction, *state)).map(|(_, o)| o);
                let Some(first) = inside.next() else { continue };
                if inside.all(|o| o == first) && best.as_ref().is_none_or(|b| rank(first) < b.0) {
                    best = Some((rank(first), conjunction, first.clone()));
                }
            }
            if let Some((_, conjunction, outcome)) = best {
                return Some((conjunction, outcome));
            }
        }
    }
    // Every literal of one state: always constant, so the list always ends.
    let (state, outcome) = left.first()?;
    Some(((0..bits).map(|b| (1 << b, state & (1 << b) != 0)).collect(), outcome.clone()))
}

/// Every choice of `length` literals, in order; at most one literal of a bit.
fn combinations(literals: &[(u32, bool)], length: usize) -> Vec<Conjunction> {
    let mut all: Vec<(usize, Conjunction)> = vec![(0, Vec::new())];
    for _ in 0..length {
        let mut longer = Vec::new();
        for (from, chosen) in &all {
            for (i, literal) in literals.iter().enumerate().skip(*from) {
                if chosen.iter().all(|(bit, _)| *bit != literal.0) {
                    let mut next = chosen.clone();
                    next.push(*literal);
                    longer.push((i + 1, next));
                }
            }
        }
        all = longer;
    }
    all.into_iter().map(|(_, chosen)| chosen).collect()
}
