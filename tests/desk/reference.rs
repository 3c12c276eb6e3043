//! Reads the tables of `tests/reference/`.

use std::collections::BTreeMap;

/// One row: its cells by column name.
pub struct Row(BTreeMap<String, String>);

/// All rows of a table.
pub fn table(text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), header.len(), "{line}");
        Row(header.iter().zip(cells).map(|(name, cell)| (name.to_string(), cell.to_string())).collect())
    };
    lines.map(row).collect()
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    pub fn number(&self, column: &str) -> f64 {
        self.text(column).parse().unwrap_or_else(|_| panic!("{column} is {}", self.text(column)))
    }
}
