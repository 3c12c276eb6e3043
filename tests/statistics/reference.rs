//! Reads the tables of `data/reference/` and compares with the tolerance they allow.

use std::collections::BTreeMap;

/// One row: its cells by column name.
pub struct Row {
    cells: BTreeMap<String, String>,
}

/// All rows of a table, which must have as many rows as the test expects.
pub fn table(text: &str, rows: usize) -> Vec<Row> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("header").split(',').collect();
    let table: Vec<Row> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), header.len(), "{line}");
            Row { cells: header.iter().zip(cells).map(|(h, c)| (h.to_string(), c.to_owned())).collect() }
        })
        .collect();
    assert_eq!(table.len(), rows);
    table
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    pub fn number(&self, column: &str) -> f64 {
        self.text(column).parse().unwrap_or_else(|_| panic!("{column} is {}", self.text(column)))
    }

    pub fn servers(&self) -> u32 {
        self.text("servers").parse().expect("servers")
    }

    /// Every column that is neither input nor bookkeeping must be compared, each to relative 1e-12 (1e-9 where the two
    /// methods of the table themselves differ by more than 1e-12). A value below 1e-20 is the table's rounding of zero.
    pub fn compare(&self, inputs: &[&str], got: &[(&str, f64)]) {
        let tolerance = if self.number("max_rel_diff") > 1e-12 { 1e-9 } else { 1e-12 };
        let compared: Vec<&str> = got.iter().map(|g| g.0).collect();
        for column in self.cells.keys().map(String::as_str) {
            assert!(
                inputs.contains(&column) || compared.contains(&column) || ["id", "max_rel_diff"].contains(&column),
                "column {column} is not compared"
            );
        }
        for (column, got) in got {
            let expected = self.number(column);
            let scale = if expected.abs() < 1e-20 { 1.0 } else { expected.abs() };
            let error = (got - expected).abs() / scale;
            assert!(error <= tolerance, "{} {column}: {got:e}, table {expected:e}, error {error:e}", self.text("id"));
        }
    }
}

/// Compares numbers that carry a name to a relative tolerance.
#[track_caller]
pub fn close(name: &str, got: f64, expected: f64, tolerance: f64) {
    let error = (got - expected).abs() / expected.abs().max(f64::MIN_POSITIVE);
    assert!(error <= tolerance, "{name}: {got:e}, expected {expected:e}, error {error:e}");
}
