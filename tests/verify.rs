//! The validation ladder: `chatfare verify` is run once, and every table of exact values is in it.

use std::collections::BTreeSet;

use chatfare::experiment::verify::{Options, Verdict, Way, print, reference, rows, verify};

/// Statistics that must show a fault of this size: the ones that people plan by, in the rows where they are easy to see.
const MUST_SEE: &[(&str, &str, f64)] = &[
    ("erlang_c C01", "mean wait, s", 0.01),
    ("erlang_c C09", "P(wait)", 0.01),
    ("erlang_b B12", "P(blocked)", 0.01),
    ("erlang_a A05", "answered in T / (offered − lost in T)", 0.01),
    ("erlang_a A10", "P(abandon)", 0.01),
    ("mmc_plus_g G09", "P(abandon)", 0.01),
    ("chat_concurrency CH09", "P(abandon)", 0.01),
    ("mg1 PK07", "mean wait, s", 0.03),
    ("mphc_leelongton GC02", "mean wait, s", 0.03),
];

/// The whole table: nothing differs, and it sees what it must. About 250 CPU seconds, most of what the tests take.
#[test]
fn every_row_agrees() {
    let table = verify(&Options::default(), &mut |_, lines| {
        print!("{}", lines.iter().map(print::text_line).collect::<String>())
    })
    .expect("a table");
    println!("{}{:.0} CPU s", print::foot(&table), table.cpu_s);
    let failed: Vec<String> =
        table.lines.iter().filter(|line| line.verdict == Verdict::Differs).map(print::text_line).collect();
    assert!(failed.is_empty(), "{}", failed.concat());
    assert!(table.rows >= 200, "{} rows", table.rows);
    for (row, measure, fault) in MUST_SEE {
        let line = table.lines.iter().find(|line| line.row == *row && line.measure == *measure).expect(row);
        assert!(line.smallest_fault <= *fault, "{row} {measure} sees {:.3} only", line.smallest_fault);
    }
    let simulated = table.lines.iter().filter(|line| line.way == Way::Simulated);
    let blind: Vec<&str> = simulated.filter(|line| line.smallest_fault > 0.25).map(|line| line.row.as_str()).collect();
    assert!(blind.is_empty(), "rows that would see nothing: {blind:?}");
}

/// No row of a shipped table is left out.
#[test]
fn every_table_is_simulated() {
    let cases = rows::cases().expect("rows");
    let simulated: BTreeSet<&str> = cases.iter().map(|case| case.row.as_str()).collect();
    assert_eq!(simulated.len(), cases.len(), "two rows of one name would share their seed");
    for (name, _) in reference::TABLES {
        for row in reference::table(name).expect("a table") {
            let id = match *name {
                "transient_mt_m_ct_plus_m" => name.to_string(),
                // Its rows are the classes of one system.
                "mmc_priority" => {
                    let id = row.id().expect("an id");
                    format!("{name} {}", id.split('-').next().expect("a system"))
                }
                _ => format!("{name} {}", row.id().expect("an id")),
            };
            assert!(simulated.iter().any(|row| *row == id), "{id} is not simulated");
        }
    }
}

/// A pattern that fits nothing is wrong usage; a line says the same alone as in the whole table.
#[test]
fn a_pattern_chooses_rows() {
    let only = |pattern: &str| verify(&Options { only: Some(pattern.into()), full: false }, &mut |_, _| {});
    assert!(only("no such row").is_err());
    let table = only("ERLANG_A A01").expect("a table");
    assert_eq!(table.rows, 2, "the closed form and the simulation");
    let csv = print::csv(&table);
    assert_eq!(csv.lines().count(), table.lines.len() + 1);
    assert!(
        print::markdown(&table)
            .lines()
            .all(|line| !line.starts_with('|') || line.replace("\\|", "").matches('|').count() == 10)
    );
    assert_eq!(print::json(&table).expect("JSON").lines().count(), table.lines.len());
}

/// A row that differs is run again with four times as many customers, and `--full` takes more: no run ends after the calendar.
#[test]
fn every_row_can_be_enlarged() {
    for case in rows::cases().expect("rows") {
        let customers = 100.0 * case.customers;
        let text = case.file(customers, 1).unwrap_or_else(|error| panic!("{error}"));
        let to = text.lines().find(|line| line.starts_with("to = ")).expect("an end");
        assert!(to < "to = \"2099", "{}: {to}", case.row);
        assert!(case.day_h.is_some() || case.repeats(case.customers) == 1, "{}", case.row);
    }
}
