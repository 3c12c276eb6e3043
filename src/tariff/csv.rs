//! A small reader of comma-separated files with quotes (RFC 4180, one record a line): rate cards and the market table.

use super::problem::Problem;

/// Largest data file that is read. Unit: bytes.
const LARGEST: usize = 16 << 20;

/// A file by columns' names.
pub(super) struct Csv<'a> {
    pub(super) name: &'a str,
    header: Vec<String>,
    rows: Vec<(usize, &'a str, Vec<String>)>,
}

/// One record.
pub(super) struct Row<'a> {
    csv: &'a Csv<'a>,
    cells: &'a [String],
    line: usize,
    text: &'a str,
}

impl<'a> Csv<'a> {
    /// Reads a text; every line must have as many cells as the header, which must have the columns `needed`.
    pub(super) fn parse(name: &'a str, text: &'a str, needed: &[&str]) -> Result<Csv<'a>, Vec<Problem>> {
        if text.len() > LARGEST {
            let message = format!("the file has {} bytes; at most {LARGEST} are read", text.len());
            return Err(vec![Problem::of_file(name, message, String::new())]);
        }
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
        let header = lines.next().map(|(_, l)| cells(l.trim_start_matches('\u{feff}'))).unwrap_or_default();
        let mut problems: Vec<Problem> = needed
            .iter()
            .filter(|n| !header.iter().any(|h| h == *n))
            .map(|n| {
                let help = format!("columns: {}", header.join(", "));
                Problem::of_line(name, 1, text.lines().next().unwrap_or(""), format!("no column `{n}`"), help)
            })
            .collect();
        let mut rows = Vec::new();
        for (i, line) in lines {
            let cells = cells(line);
            if cells.len() != header.len() {
                let message = format!("{} cells, but the header has {}", cells.len(), header.len());
                problems.push(Problem::of_line(name, i + 1, line, message, String::new()));
            }
            rows.push((i + 1, line, cells));
        }
        if problems.is_empty() { Ok(Csv { name, header, rows }) } else { Err(problems) }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, text, cells)| Row { csv: self, cells, line: *line, text })
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }
}

impl Row<'_> {
    /// The cell of a column; empty if there is no such column.
    pub(super) fn get(&self, column: &str) -> &str {
        let at = self.csv.header.iter().position(|h| h == column);
        at.and_then(|i| self.cells.get(i)).map_or("", String::as_str)
    }

    pub(super) fn problem(&self, message: String, help: &str) -> Problem {
        Problem::of_line(self.csv.name, self.line, self.text, message, help.to_string())
    }
}

fn cells(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, all.last_mut()) {
            ('"', Some(cell)) if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => all.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
    }
    all
}
