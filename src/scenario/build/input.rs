//! Files that settings name: read once, their lines and columns.

use super::{Builder, InputFile};
use crate::scenario::csv::{self, Row};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::source::Place;

/// Lines of a wrong width that are told.
const MOST_TOLD: usize = 100;

/// Bytes of a file as bytes of all texts.
pub(super) fn shift(at: Place, offset: usize) -> Place {
    at.start + offset..at.end + offset
}

impl Builder<'_> {
    /// Positions of columns by name; reports those that are missing.
    pub(super) fn columns(&mut self, rows: &[Row], names: &[&str], offset: usize, place: &Place) -> Option<Vec<usize>> {
        let Some(head) = rows.first() else {
            self.report_problem(Diagnostic::error("bad-csv", "the file is empty").at(place, "named here"));
            return None;
        };
        let at = |name: &str| head.cells.iter().position(|(c, _)| c.trim().trim_start_matches('\u{feff}') == name);
        let missing: Vec<&str> = names.iter().filter(|n| at(n).is_none()).copied().collect();
        if !missing.is_empty() {
            let d = Diagnostic::error("bad-csv", format!("column {} is missing", missing.join(", ")));
            let label = format!("columns are {}", names.join(","));
            self.report_problem(d.at(&shift(head.place(), offset), label).at(place, "named here"));
            return None;
        }
        names.iter().map(|n| at(n)).collect()
    }

    /// The lines of the input file that a setting names, and the offset of its text; reported if it cannot be read, a quote
    /// swallows lines, or a line has not as many cells as the first one has headings.
    pub(super) fn rows(&mut self, setting: &Path, file: &str) -> Option<(Vec<Row>, usize)> {
        let (text, offset) = self.input(setting, file)?;
        let rows = match csv::rows(&text) {
            Ok(rows) => rows,
            Err(broken) => {
                let fix = "quotes stand around a whole cell; inside they are written twice";
                self.report_problem(Diagnostic::error("bad-csv", broken.why).at(&shift(broken.at, offset), fix));
                return None;
            }
        };
        let width = rows.first().map_or(0, |head| head.cells.len());
        // Sheets are often exported with empty cells at the end.
        let used =
            |row: &Row| row.cells.iter().rposition(|(text, _)| !text.trim().is_empty()).map_or(0, |last| last + 1);
        let (fitting, others): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| row.cells.len() >= width && used(row) <= width);
        for row in others.iter().take(MOST_TOLD) {
            let count = row.cells.len();
            let what = format!("{count} {} under {width} headings", if count == 1 { "cell" } else { "cells" });
            let fix = "write a cell for each heading; one with a comma inside stands in quotes";
            self.report_problem(Diagnostic::error("bad-csv", what).at(&shift(row.place(), offset), fix));
        }
        Some((fitting, offset))
    }

    /// The text of the input file that a setting names, and its offset; reported if it cannot be read.
    pub(super) fn input(&mut self, setting: &Path, file: &str) -> Option<(String, usize)> {
        let place = self.view.place(setting);
        let path = self.layers.folder(&place).join(file);
        let key = path.display().to_string();
        if !self.files.contains_key(&key) {
            let input = self.read_input(&path, &key, &place)?;
            self.files.insert(key.clone(), input);
        }
        let known = self.files.get(&key)?;
        self.inputs.push((setting.to_string(), known.digest.clone()));
        Some((self.layers.sources.at(known.offset)?.text.to_string(), known.offset))
    }

    fn read_input(&mut self, path: &std::path::Path, key: &str, place: &Place) -> Option<InputFile> {
        match crate::scenario::text::read_text(path) {
            Ok(text) if self.layers.room(text.len(), key, Some(place)) => {
                let digest = blake3::hash(text.replace('\r', "").as_bytes()).to_hex().to_string();
                let offset = self.layers.sources.add(key, text);
                self.layers.folders.push((offset, std::path::PathBuf::new()));
                self.layers.files.push((offset, path.to_path_buf()));
                Some(InputFile { offset, digest })
            }
            Ok(_) => None,
            Err(why) => {
                let d = Diagnostic::error("unreadable-file", format!("cannot read {key}: {why}"));
                self.report_problem(d.at(place, "named here").help("paths are relative to the file that names them"));
                None
            }
        }
    }
}
