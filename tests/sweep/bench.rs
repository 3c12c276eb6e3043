//! A shop so small that 200 points cost a few seconds.

use crate::store::bench::{chatfare, stderr};
use chatfare::experiment::host::Host;
use chatfare::experiment::points::Points;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::store::Store;
use chatfare::experiment::sweep::{Reader, SweepStudy, sweep_on};
use chatfare::scenario::{LoadOptions, Scenario};
use std::path::Path;

/// Two days of twelve contacts; messages and phone.
pub const TEXT: &str = r#"[run]
from = "2026-10-05"
to = "2026-10-07"
lead = "0 h"
drain = "1 d"
replications = 2
seed = 5
[business]
name = "kiosk"
zone = "Europe/Paris"
[currency]
report = "EUR"
[currency.rates]
USD = { rate = "0.8550 EUR", source = "ECB" }
[population.neighbours]
size = 500
countries = { FR = "60 %", DE = "40 %" }
[reason.question]
volume = "12/day"
handling = "lognormal, mean 5 min, CV 1"
turns = "geometric, mean 2"
thinking = "exponential, mean 5 min"
patience = "exponential, mean 6 h"
fan_out = "geometric, mean 1.5"
resolved = "80 %"
value = "4 EUR"
[group.team]
hours = "Mon-Sun 09:00-19:00"
agents = 1
wage = "20 EUR"
[call_center]
hours = "Mon-Sun 09:00-19:00"
agents = 1
wage = "24 EUR"
patience = "exponential, mean 3 min"
[tariff]
in_force = "whatsapp-2026-10"
free_messages = 10
"#;

/// A folder with the shop and what is added to it.
pub fn folder(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("kiosk.toml"), format!("{TEXT}{more}")).expect("written");
    folder
}

/// Options of a loader that knows tariffs and metrics.
pub fn options() -> LoadOptions {
    chatfare::cli::options(&[])
}

/// A sweep in this process, kept nowhere.
pub fn sweep(at: &Path) -> (Scenario, Points, SweepStudy, Reader) {
    let reader = Reader::new(&at.join("kiosk.toml"), options());
    let base = reader.base().unwrap_or_else(|report| panic!("{}", report.render(false)));
    let points = Points::of(base.sweep.as_ref().expect("[sweep]"), base.run.seed).expect("points");
    let found = sweep_on(&reader, &base, &points, &Host::new(&Unwatched, &Store::none())).expect("a study");
    assert!(found.complete && found.failures.is_empty(), "{:?}", found.failures);
    (base, points, found, reader)
}

/// Rows of a table: (column → cell).
pub fn rows(file: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut lines = text.lines();
    let cells = |line: &str| -> Vec<String> {
        let (mut list, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match (c, quoted) {
                ('"', _) => quoted = !quoted,
                (',', false) => list.push(String::new()),
                _ => list.last_mut().expect("one").push(c),
            }
        }
        list
    };
    let head = cells(lines.next().expect("a heading"));
    lines.map(|line| head.iter().cloned().zip(cells(line)).collect()).collect()
}

/// What a refused command says.
pub fn refused(at: &Path, args: &[&str]) -> String {
    let output = chatfare(at, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
    stderr(&output)
}
