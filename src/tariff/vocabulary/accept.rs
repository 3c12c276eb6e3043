//! `otherwise` and `[accept]`: what is billed as something else, and what the platform takes.

use super::super::problem::{Problems, suggest};
use super::super::tree::{Node, Place, Value};
use super::definition::{Accept, CLASSES, Clock, MESSAGES, Scope};
use super::words::{class_index, class_word, text_of};

/// Which class is billed as another where the card lacks its rate.
pub(super) fn read_otherwise(node: Option<&Node>, problems: &mut Problems) -> [Option<usize>; CLASSES] {
    let mut otherwise = [None; CLASSES];
    let Some(Node { value: Value::Table(table), .. }) = node else {
        if let Some(node) = node {
            problems.add(node.place, "`otherwise` is a table", "write otherwise = { CLASS = \"CLASS\" }");
        }
        return otherwise;
    };
    for (key, value) in &table.0 {
        let class = class_index(&key.name, key.place, problems);
        let other = text_of(value, problems).and_then(|t| class_index(t, value.place, problems));
        if let (Some(class), Some(other)) = (class, other) {
            otherwise[class] = Some(other);
        }
    }
    for (class, other) in otherwise.iter().enumerate().filter_map(|(c, o)| o.map(|o| (c, o))) {
        if otherwise[other].is_some() {
            let (class, other) = (class_word(class), class_word(other));
            let place = table.get(class).map_or(Place::default(), |n| n.place);
            let message = format!("`{other}` is itself billed as something else");
            problems.add(place, message, "name the class that is billed in the end");
        }
    }
    otherwise
}

/// What the platform takes.
pub(super) fn read_accept(node: Option<&Node>, clocks: &[Clock], problems: &mut Problems) -> Accept {
    let mut accept = Accept::default();
    let Some(node) = node else { return accept };
    let Value::Table(table) = &node.value else {
        problems.add(node.place, "`accept` is a table", "write accept = { service = \"window\" }");
        return accept;
    };
    let mut contact = [None; CLASSES];
    for (key, value) in &table.0 {
        let (Some(class), Some(word)) = (class_index(&key.name, key.place, problems), text_of(value, problems)) else {
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
                    problems.add(value.place, format!("there is no clock `{name}`"), suggest(name, known));
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
