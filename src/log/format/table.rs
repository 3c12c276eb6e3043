//! The documented columns, one row a message: which column of a file is which field.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;

use serde_json::Value;

use super::super::field::{COLUMNS, Cell, FIELDS, Field, Fields, normal};
use super::super::intake::Intake;
use super::super::mapping::Mapping;
use super::super::problem::{Problem, shown, suggest};
use super::super::reason::Reason;
use super::Format;
use super::csv::{Csv, Next};

/// Most columns named in a message.
const MOST_SHOWN: usize = 40;

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
        let needed: [&[Field]; 3] =
            [&[Field::Time], &[Field::Direction, Field::Kind], &[Field::Customer, Field::Phone]];
        let absent: Vec<&[Field]> = needed
            .into_iter()
            .filter(|fields| !fields.iter().any(|f| has(*f) || self.mapping.columns.contains_key(f)))
            .collect();
        let columns: Vec<String> = header.iter().take(MOST_SHOWN).map(|c| shown(c)).collect();
        if absent.len() == needed.len() && problems.is_empty() {
            return vec![unknown(file, &columns)];
        }
        for fields in absent {
            let names: Vec<String> = fields.iter().map(|f| format!("`{}`", f.name())).collect();
            let name = fields[0].name();
            let hint = suggest(name, header.iter().map(String::as_str));
            let hint = if hint.starts_with("did") { hint } else { format!("columns: {}", columns.join(", ")) };
            let help = format!("say which it is: --map {name}=COLUMN; {hint}");
            problems.push(Problem::of(file, format!("no column {}", names.join(" or ")), help));
        }
        problems
    }

    /// Fills in constants and replaces words.
    #[inline]
    pub(in super::super) fn finish<'a>(&'a self, fields: &mut Fields<'a>) {
        self.mapping.finish(fields);
    }
}

/// Columns that share their name with an earlier one: nobody can say which of them is meant. Names that are no field of a log and
/// that no mapping asks for may stand as often as they like.
pub(in super::super) fn twice(file: &str, header: &[String], mapping: Option<&Mapping>) -> Vec<Problem> {
    let names: Vec<String> = header.iter().map(|h| normal(h)).collect();
    let asked: Vec<String> = mapping.iter().flat_map(|m| m.columns.values()).map(|c| normal(c)).collect();
    let mut first_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match first_of.entry(name) {
            Entry::Occupied(first) => pairs.push((*first.get(), at)),
            Entry::Vacant(none) => drop(none.insert(at)),
        }
    }
    let meant = |at: usize| Field::named(&header[at]).is_some() || asked.contains(&names[at]);
    let problem = |(first, at): (usize, usize)| {
        let message = format!("columns {} and {} are both named `{}`", first + 1, at + 1, shown(&header[at]));
        Problem::of(file, message, "rename or remove one of them: the two may say different things")
    };
    pairs.into_iter().filter(|(_, at)| meant(*at)).map(problem).collect()
}

/// A file in which nothing says when, which way and with whom: what was read as its header, what could be read, how to help.
fn unknown(file: &str, columns: &[String]) -> Problem {
    let columns: Vec<&str> = columns.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
    if columns.iter().any(|c| is_value(c)) {
        let message =
            format!("there is no line with the columns' names: the first one holds values, {}", columns.join(", "));
        let help = "put a first line before them that names each column, such as `id,time,phone,direction,category`";
        return Problem::of(file, message, help);
    }
    let header = match columns.as_slice() {
        [] => "it has no header".to_string(),
        [one] => format!("its first line, `{one}`, names no column of a log"),
        all => format!("its header names {} columns, none of them a log's: {}", all.len(), all.join(", ")),
    };
    let layouts: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
    let help = format!(
        "a log has a column that says when, one that says which way and one that says with whom; name them: \
         --map time=COLUMN,direction=COLUMN,phone=COLUMN; other layouts that are known: {}",
        layouts[1..].join(", ")
    );
    Problem::of(file, format!("not a layout that is known: {header}"), help)
}

/// A time, an amount or a telephone number rather than the name of a column: mostly digits.
fn is_value(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 && 2 * digits >= cell.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Reads a file of separated values whose header is `header`.
pub(in super::super) fn read_csv<R: Read>(
    mut csv: Csv<R>,
    first: Next,
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
    let (mut row, mut next) = (0, first);
    loop {
        match next {
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
            next = csv.advance().map_err(|e| vec![intake.failed(&e)])?;
            continue;
        }
        let mut fields = Fields::default();
        for (field, column) in &bound {
            fields.0[*field] = Cell::text(csv.cell(*column));
        }
        binding.finish(&mut fields);
        intake.row(&fields, row)?;
        next = csv.advance().map_err(|e| vec![intake.failed(&e)])?;
    }
    if csv.broken_text {
        intake.note(format!("{}: not UTF-8, read as Windows-1252", intake.name));
    }
    Ok(())
}

/// Which keys of JSON objects are which fields.
pub(in super::super) struct Keys {
    known: BTreeMap<String, Option<(Field, usize)>>,
    mapping: Mapping,
}

impl Keys {
    pub(in super::super) fn new(mapping: Option<&Mapping>) -> Keys {
        Keys { known: BTreeMap::new(), mapping: mapping.cloned().unwrap_or_default() }
    }

    /// Has the first object what a log cannot do without?
    pub(in super::super) fn check(&self, value: &Value, file: &str) -> Result<(), Vec<Problem>> {
        let Value::Object(object) = value else {
            return Err(vec![Problem::of(file, "JSON without objects", "write one object a message")]);
        };
        let mut header: Vec<String> = object.keys().cloned().collect();
        header.extend(self.mapping.columns.values().filter(|c| c.contains('.') && path(value, c).is_some()).cloned());
        let problems = Binding::new(&header, Some(&self.mapping)).missing(file, &header);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Hands on one object.
    pub(in super::super) fn row(&mut self, value: &Value, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
        let Value::Object(object) = value else {
            return intake.keep_out(Reason::Unreadable, "not an object", row);
        };
        let is_fact = object.contains_key("fact");
        let (mut fields, mut ranks) = (Fields::default(), [usize::MAX; FIELDS]);
        let numbers: Vec<(&String, String)> = object
            .iter()
            .filter_map(|(k, v)| v.as_f64().filter(|_| v.as_i64().is_none()).map(|n| (k, n.to_string())))
            .collect();
        for (key, value) in object {
            let mut cell = super::cloud::cell(value);
            if cell.is_empty()
                && let Some((_, text)) = numbers.iter().find(|(k, _)| *k == key)
            {
                cell = Cell::text(text);
            }
            let Some((mut field, rank)) = self.field(key) else { continue };
            if is_fact && key == "direction" {
                field = Field::CallDirection;
            }
            if !cell.is_empty() && rank < ranks[field as usize] {
                ranks[field as usize] = rank;
                fields.set(field, cell);
            }
        }
        for (field, column) in &self.mapping.columns {
            fields.set(*field, path(value, column).map_or(Cell::Empty, super::cloud::cell));
        }
        self.mapping.finish(&mut fields);
        intake.row(&fields, row)
    }

    fn field(&mut self, key: &str) -> Option<(Field, usize)> {
        if let Some(known) = self.known.get(key) {
            return *known;
        }
        let mapped = |f: Field| self.mapping.columns.contains_key(&f) || self.mapping.constants.contains_key(&f);
        let found = Field::named(key).filter(|(field, _)| !mapped(*field));
        if self.known.len() < 4096 {
            self.known.insert(key.to_string(), found);
        }
        found
    }
}

/// A value by its path: `payload.references.id`.
fn path<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    value.get(path).or_else(|| path.split('.').try_fold(value, |v, name| v.get(name)))
}
