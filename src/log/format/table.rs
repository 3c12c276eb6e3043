//! The documented columns, one row a message: which column of a file is which field.

use std::io::Read;

use super::super::field::{COLUMNS, Cell, FIELDS, Field, Fields, normal};
use super::super::intake::Intake;
use super::super::mapping::Mapping;
use super::super::problem::{Problem, suggest};
use super::super::reason::Reason;
use super::csv::{Csv, Next};

/// Where each field stands in the rows of one file.
#[derive(Clone, Debug)]
pub(in super::super) struct Binding {
    /// Column by field.
    pub(in super::super) columns: [Option<usize>; FIELDS],
    mapping: Mapping,
}

impl Binding {
    /// Finds the columns by the mapping, then by their names.
    pub(in super::super) fn new(header: &[String], mapping: Option<&Mapping>) -> Binding {
        let mapping = mapping.cloned().unwrap_or_default();
        let names: Vec<String> = header.iter().map(|h| normal(h)).collect();
        let of = |name: &str| names.iter().position(|n| *n == name);
        let mut columns = [None; FIELDS];
        for help in &COLUMNS {
            let said = mapping.columns.get(&help.field).map(|c| of(&normal(c)));
            columns[help.field as usize] = match said {
                Some(found) => found,
                None if mapping.constants.contains_key(&help.field) => None,
                None => help.names.iter().find_map(|n| of(n)),
            };
        }
        // A simulation's own log says in `fact` what the row is; its `direction` is that of calls.
        if let (Some(fact), false) = (of("fact"), mapping.columns.contains_key(&Field::Direction)) {
            columns[Field::CallDirection as usize] = of("direction");
            columns[Field::Direction as usize] = Some(fact);
        }
        Binding { columns, mapping }
    }

    /// What a log cannot do without.
    pub(in super::super) fn missing(&self, file: &str, header: &[String]) -> Vec<Problem> {
        let has = |f: Field| self.columns[f as usize].is_some() || self.mapping.constants.contains_key(&f);
        let mut problems = self.mapping.missing(file, header);
        let mut need = |fields: &[Field]| {
            if problems.is_empty() && !fields.iter().any(|f| has(*f)) {
                let names: Vec<String> = fields.iter().map(|f| format!("`{}`", f.name())).collect();
                let columns = if header.len() > 40 { &header[..40] } else { header };
                let near = header.iter().map(String::as_str);
                let hint = suggest(fields[0].name(), near).replace("known: ", "columns: ");
                let hint = if hint.starts_with("columns") { format!("columns: {}", columns.join(", ")) } else { hint };
                let help = format!("say which it is: --map {}=COLUMN; {hint}", fields[0].name());
                problems.push(Problem::of(file, format!("no column {}", names.join(" or ")), help));
            }
        };
        need(&[Field::Time]);
        need(&[Field::Direction, Field::Kind]);
        need(&[Field::Customer, Field::Phone]);
        problems
    }

    /// Fills in constants and replaces words.
    #[inline]
    pub(in super::super) fn finish<'a>(&'a self, fields: &mut Fields<'a>) {
        for (field, value) in &self.mapping.constants {
            fields.default_to(*field, Cell::text(value));
        }
        if self.mapping.words.is_empty() {
            return;
        }
        for cell in COLUMNS.iter().map(|c| c.field) {
            let buffer = &mut String::new();
            let Some(word) = self.mapping.word(cell, fields.get(cell).str(buffer)) else { continue };
            fields.set(cell, Cell::text(word));
        }
    }
}

/// Reads a file of separated values whose header is `header`.
pub(in super::super) fn read_csv<R: Read>(
    mut csv: Csv<R>,
    header: &[String],
    mapping: Option<&Mapping>,
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    let binding = Binding::new(header, mapping);
    let problems = binding.missing(&intake.name, header);
    if !problems.is_empty() {
        return Err(problems);
    }
    let bound: Vec<(usize, usize)> =
        binding.columns.iter().enumerate().filter_map(|(field, column)| column.map(|c| (field, c))).collect();
    let mut row = 0;
    loop {
        match csv.advance().map_err(|e| vec![intake.failed(&e)])? {
            Next::End => break,
            Next::TooLong => {
                return Err(vec![Problem::at(
                    &intake.name,
                    row + 1,
                    "a row of more than 16 MiB",
                    "a quote is not closed",
                )]);
            }
            Next::Record => {}
        }
        row += 1;
        if csv.len() != header.len() && (csv.len() > header.len() || csv.len() + 1 < header.len()) {
            let value = format!("{} cells, the header has {}", csv.len(), header.len());
            intake.keep_out(Reason::Unreadable, &value, row)?;
            continue;
        }
        let mut fields = Fields::default();
        for (field, column) in &bound {
            fields.0[*field] = Cell::text(csv.cell(*column));
        }
        binding.finish(&mut fields);
        intake.row(&fields, row)?;
    }
    if csv.broken_text {
        intake.note(format!("{}: not UTF-8, read as Windows-1252", intake.name));
    }
    Ok(())
}
