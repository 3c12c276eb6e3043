//! Agents one by one: `[group.NAME.agent.NAME]`, or the lines of a file.

use std::ops::Range;

use super::{Builder, Indices, position};
use crate::scenario::check::{Internal, did_you_mean};
use crate::scenario::csv::Row;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Group, Person};
use crate::scenario::path::Path;
use crate::scenario::source::Place;
use crate::scenario::words::{HALF_HOURS, by_quarter, parse_hours};

/// Columns of a roster; the first two must be there.
const COLUMNS: [&str; 4] = ["agent", "hours", "pace", "reasons"];
/// Paces that agents may have.
const PACES: std::ops::RangeInclusive<f64> = 0.05..=20.0;

impl Builder<'_> {
    /// Reads the agents of a group, if they are given one by one; the group's heads and reasons follow from theirs.
    pub(super) fn persons(&mut self, path: &Path, group: &mut Group, index: &Indices) -> Result<(), Internal> {
        let table = path.join("agent");
        let usual = match self.view.get::<Vec<bool>>(&path.join("hours")) {
            Some(hours) => by_quarter(&hours),
            None => vec![true; 2 * HALF_HOURS],
        };
        if self.view.has(&table) {
            for name in self.view.keys(&table) {
                let person = self.person(&table.join(&name), &name, &usual, group, index)?;
                group.people.push(person);
            }
        } else if self.view.at(path).has("roster") {
            self.listed(&path.dot("roster.csv"), &usual, group, index)?;
        } else {
            return Ok(());
        }
        let on = |quarter: usize| group.people.iter().filter(|person| person.open[quarter]).count() as u16;
        let week = (0..2 * HALF_HOURS).map(on).collect();
        group.put_on_duty(week);
        // A group serves what somebody in it serves.
        if !group.people.is_empty() && group.people.iter().all(|person| !person.reasons.is_empty()) {
            let mut served: Vec<u16> = group.people.iter().flat_map(|person| person.reasons.clone()).collect();
            served.sort_unstable();
            served.dedup();
            group.reasons = served;
        }
        Ok(())
    }

    /// `[group.NAME.agent.NAME]`.
    fn person(
        &mut self,
        path: &Path,
        name: &str,
        usual: &[bool],
        group: &Group,
        index: &Indices,
    ) -> Result<Person, Internal> {
        let agent = self.view.at(path);
        let open = agent.get::<Vec<bool>>("hours").map_or_else(|| usual.to_vec(), |hours| by_quarter(&hours));
        let pace = agent.get("pace").unwrap_or(1.0);
        let names: Vec<String> = agent.get("reasons").unwrap_or_default();
        let mut reasons = names.iter().map(|name| position(&index.reasons, name)).collect::<Result<Vec<u16>, _>>()?;
        reasons.sort_unstable();
        let strange = |reason: &&u16| !group.reasons.is_empty() && !group.reasons.contains(reason);
        if let Some(other) = reasons.iter().find(strange) {
            let text = format!(
                "`{name}` serves {:?}, which is not one of the group's reasons",
                index.reasons[usize::from(*other)]
            );
            let place = self.view.place(&path.join("reasons"));
            self.report_problem(Diagnostic::error("conflict", text).at(&place, "add it to the `reasons` of the group"));
        }
        Ok(Person { name: name.to_string(), open, pace, reasons })
    }

    /// Lines of a file: agent, hours and perhaps pace, reasons. An empty cell is what the group has.
    fn listed(&mut self, setting: &Path, usual: &[bool], group: &mut Group, index: &Indices) -> Result<(), Internal> {
        let file: String = self.view.need(setting)?;
        let place = self.view.place(setting);
        let Some((rows, offset)) = self.rows(setting, &file) else { return Ok(()) };
        if self.columns(&rows, &COLUMNS[..2], offset, &place).is_none() {
            return Ok(());
        }
        let heads: Vec<String> = (0..rows[0].cells.len()).filter_map(|i| rows[0].cell(i)).collect();
        let column = |name: &str| heads.iter().position(|head| head.trim_start_matches('\u{feff}') == name);
        let columns = COLUMNS.map(column);
        for row in &rows[1..] {
            match one(row, columns, usual, group, index) {
                Ok(person) => group.people.push(person),
                Err((at, what, fix)) => {
                    let place: Place = at.start + offset..at.end + offset;
                    self.report_problem(Diagnostic::error("bad-csv", what).at(&place, fix));
                }
            }
        }
        if group.people.is_empty() {
            let d = Diagnostic::error("bad-csv", "the file names no agent");
            self.report_problem(d.at(&place, "write a line for each: agent,hours"));
        }
        Ok(())
    }
}

/// Place, what is wrong, how to mend it.
type Wrong = (Range<usize>, String, String);

/// One line of a roster.
fn one(
    row: &Row,
    columns: [Option<usize>; 4],
    usual: &[bool],
    group: &Group,
    index: &Indices,
) -> Result<Person, Wrong> {
    let cell = |column: usize| columns[column].and_then(|i| row.cell(i)).filter(|text| !text.is_empty());
    let place =
        |column: usize| columns[column].and_then(|i| row.cells.get(i)).map_or(row.place(), |cell| cell.1.clone());
    let wrong = |column: usize, what: String, fix: &str| (place(column), what, fix.to_string());
    let name =
        cell(0).ok_or_else(|| (row.place(), "the agent has no name".to_string(), "write agent,hours".to_string()))?;
    if group.people.iter().any(|other| other.name == name) {
        return Err(wrong(0, format!("the agent {name:?} stands there twice"), "give each a name of his own"));
    }
    let open = match cell(1) {
        None => usual.to_vec(),
        Some(text) => by_quarter(&parse_hours(&text).map_err(|e| wrong(1, e.message.clone(), &e.fix))?),
    };
    let pace = match cell(2) {
        None => 1.0,
        Some(text) => text.parse().ok().filter(|pace| PACES.contains(pace)).ok_or_else(|| {
            wrong(2, format!("{text:?} is not a pace"), "write a number from 0.05 to 20, such as 1.2")
        })?,
    };
    let mut reasons = Vec::new();
    for word in cell(3).unwrap_or_default().split(';').map(str::trim).filter(|word| !word.is_empty()) {
        let known = index.reasons.iter().position(|reason| reason == word);
        let Some(reason) = known else {
            let fix = did_you_mean(word, index.reasons.iter().map(String::as_str).collect::<Vec<_>>());
            return Err((place(3), format!("there is no reason named {word:?}"), fix));
        };
        if !group.reasons.is_empty() && !group.reasons.contains(&(reason as u16)) {
            let what = format!("`{name}` serves {word:?}, which is not one of the group's reasons");
            return Err(wrong(3, what, "add it to the `reasons` of the group"));
        }
        reasons.push(reason as u16);
    }
    reasons.sort_unstable();
    reasons.dedup();
    Ok(Person { name, open, pace, reasons })
}
