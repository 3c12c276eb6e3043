//! The tables of exact values in `data/reference/`.

use std::collections::BTreeMap;

/// Every table that ships, by name.
pub const TABLES: &[(&str, &str)] = &[
    ("chat_concurrency", include_str!("../../../data/reference/chat_concurrency.csv")),
    ("erlang_a", include_str!("../../../data/reference/erlang_a.csv")),
    ("erlang_b", include_str!("../../../data/reference/erlang_b.csv")),
    ("erlang_c", include_str!("../../../data/reference/erlang_c.csv")),
    ("hawkes_cluster", include_str!("../../../data/reference/hawkes_cluster.csv")),
    ("laws", include_str!("../../../data/reference/laws.csv")),
    ("mg1", include_str!("../../../data/reference/mg1.csv")),
    ("mmc_plus_g", include_str!("../../../data/reference/mmc_plus_g.csv")),
    ("mmc_priority", include_str!("../../../data/reference/mmc_priority.csv")),
    ("mmck", include_str!("../../../data/reference/mmck.csv")),
    ("mphc_leelongton", include_str!("../../../data/reference/mphc_leelongton.csv")),
    ("mt_g_inf", include_str!("../../../data/reference/mt_g_inf.csv")),
    ("qed_approximations", include_str!("../../../data/reference/qed_approximations.csv")),
    ("staffing_erlang_c", include_str!("../../../data/reference/staffing_erlang_c.csv")),
    ("transient_mt_m_ct_plus_m", include_str!("../../../data/reference/transient_mt_m_ct_plus_m.csv")),
];

/// One row: its cells by column name.
#[derive(Clone, Debug)]
pub struct Row {
    cells: BTreeMap<String, String>,
}

/// All rows of a table.
///
/// # Errors
/// No such table, or a line with another number of cells than its header.
pub fn table(name: &str) -> Result<Vec<Row>, String> {
    let (_, text) = TABLES.iter().find(|(known, _)| *known == name).ok_or_else(|| format!("no table {name}"))?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        match cells.len() == header.len() {
            true => Ok(Row { cells: header.iter().zip(cells).map(|(h, c)| (h.to_string(), c.to_string())).collect() }),
            false => Err(format!("{name}: {line} has {} cells for {} columns", cells.len(), header.len())),
        }
    };
    lines.map(row).collect()
}

impl Row {
    /// A cell.
    ///
    /// # Errors
    /// No such column.
    pub fn text(&self, column: &str) -> Result<&str, String> {
        self.cells.get(column).map(String::as_str).ok_or_else(|| format!("no column {column}"))
    }

    /// A number.
    ///
    /// # Errors
    /// No such column, or no number in it.
    pub fn number(&self, column: &str) -> Result<f64, String> {
        let text = self.text(column)?;
        text.parse().map_err(|_| format!("column {column}: {text} is not a number"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// As [`Row::number`].
    pub fn count(&self, column: &str) -> Result<u32, String> {
        let text = self.text(column)?;
        text.parse().map_err(|_| format!("column {column}: {text} is not a count"))
    }

    /// Its name.
    ///
    /// # Errors
    /// A table without the column `id`.
    pub fn id(&self) -> Result<&str, String> {
        self.text("id")
    }
}
