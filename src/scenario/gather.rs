//! Many readings of one scenario, each with other settings laid on it: every error is told once, with the settings that meet it.

use std::collections::BTreeMap;

use super::diagnostic::{Diagnostic, Report, Severity};
use super::source::Sources;

/// What two tellings of one error have in common: code, message, file and first byte.
type Key = (&'static str, String, String, usize);

/// Errors of all readings so far.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    readings: usize,
    told: Vec<Told>,
    known: BTreeMap<Key, usize>,
    sources: Sources,
    offsets: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Told {
    problem: Diagnostic,
    /// The first settings that meet it.
    settings: String,
    readings: usize,
}

impl Gathered {
    /// A reading without errors.
    pub(crate) fn good(&mut self) {
        self.readings += 1;
    }

    /// A reading that was refused; `settings` names what was laid on the scenario. Warnings are no reason and are left out.
    pub(crate) fn refused(&mut self, settings: &str, report: &Report) {
        self.readings += 1;
        for problem in report.diagnostics.iter().filter(|problem| problem.severity == Severity::Error) {
            let key = key(problem, &report.sources);
            if let Some(known) = self.known.get(&key) {
                self.told[*known].readings += 1;
                continue;
            }
            self.known.insert(key, self.told.len());
            let problem = self.adopted(problem.clone(), &report.sources);
            self.told.push(Told { problem, settings: settings.to_string(), readings: 1 });
        }
    }

    /// Is there nothing to tell?
    pub(crate) fn is_good(&self) -> bool {
        self.told.is_empty()
    }

    /// All errors; those that not every reading has name one that does. `what` are the readings: `points`.
    pub(crate) fn report(self, what: &str) -> Report {
        let of = self.readings;
        let told = self.told.into_iter().map(|Told { mut problem, settings, readings }| {
            if readings < of && !settings.is_empty() {
                let among = format!("met by {readings} of {of} {what}: {settings}");
                problem.help = Some(problem.help.map_or(among.clone(), |help| format!("{help}; {among}")));
            }
            problem
        });
        Report::new(told.collect(), self.sources)
    }

    /// A problem with its places in the sources of all readings.
    fn adopted(&mut self, mut problem: Diagnostic, from: &Sources) -> Diagnostic {
        for label in &mut problem.labels {
            let Some(source) = from.at(label.place.start) else { continue };
            let (name, text, bytes) = source.shown(source.inside(&label.place));
            let offset = match self.offsets.get(name) {
                Some(offset) => *offset,
                None => self.sources.add(name, text.clone()),
            };
            self.offsets.insert(name.to_string(), offset);
            label.place = bytes.start + offset..bytes.end + offset;
        }
        problem
    }
}

/// Values made from one range are one: what is wrong with one of them is told of the range.
fn key(problem: &Diagnostic, sources: &Sources) -> Key {
    let place = problem.labels.first().map(|label| &label.place);
    let source = place.and_then(|place| Some((sources.at(place.start)?, place)));
    let Some((source, place)) = source else { return (problem.code, problem.message.clone(), String::new(), 0) };
    let (name, _, bytes) = source.shown(source.inside(place));
    let made = source.written.as_ref().is_some_and(|written| written.is_made(&source.text));
    let message = if made { String::new() } else { problem.message.clone() };
    (problem.code, message, name.to_string(), bytes.start)
}
