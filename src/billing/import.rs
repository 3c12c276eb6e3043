//! The import's report as rows of a table and as lines for people.

use crate::log::{Import, Problem};
use crate::table::ImportRow;
use crate::units::Locale;

/// Every count of an import that is not zero, then the rows kept out by reason with the first of them.
pub fn import_rows(import: &Import) -> Vec<ImportRow> {
    let row = |what: &str, rows: u64| ImportRow { what: what.to_string(), rows, examples: String::new() };
    let counts = [
        ("rows read", import.rows),
        ("messages of customers", import.messages_in),
        ("messages of the business, delivered", import.delivered),
        ("failed", import.failed),
        ("refused", import.refused),
        ("sent, not delivered yet", import.not_delivered),
        ("typed in the phone app", import.echoes),
        ("calls", import.calls),
        ("rows with an id seen before", import.duplicates),
        ("rows that got an id of their own", import.without_id),
        ("delivered messages with the platform's own word", import.with_verdict),
        ("free-form messages outside the window that the platform took", import.window_not_in_log),
        ("messages of which the log does not say whether they are templates", import.unmarked),
        ("messages of customers from an unknown country", import.unknown_countries),
        ("events without a customer's number", import.hidden_numbers),
        ("times without offset, read in the zone given", import.local_times),
        ("rows before the begin (they move clocks only)", import.before),
        ("rows from the end on (they move clocks only)", import.after),
    ];
    let mut rows: Vec<ImportRow> = import
        .files
        .iter()
        .map(|f| ImportRow { what: format!("{}: {}", name(&f.file), f.read_as), rows: f.rows, examples: String::new() })
        .collect();
    rows.extend(counts.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| row(what, n)));
    rows.extend(import.no_messages.iter().map(|(what, n)| row(&format!("no messages: {what}"), *n)));
    rows.extend(
        import.unknown_words.iter().map(|((column, word), n)| row(&format!("unknown word `{word}` in {column}"), *n)),
    );
    rows.extend(import.kept_out.iter().map(|(reason, kept)| ImportRow {
        what: format!("kept out: {}", reason.message()),
        rows: kept.rows,
        examples: kept.first.iter().map(place).collect::<Vec<_>>().join("; "),
    }));
    rows
}

/// `file:row` and what is wrong there.
fn place(problem: &Problem) -> String {
    format!("{}:{} {}", name(&problem.file), problem.row, problem.message)
}

/// A file's name without its folders: results carry no path of a machine.
pub fn name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What a reader must know of the import, a line each.
pub fn import_notes(import: &Import, locale: &Locale) -> Vec<String> {
    let mut lines = Vec::new();
    for (reason, kept) in &import.kept_out {
        let first = kept.first.first().map(|p| format!("; the first: {}", place(p))).unwrap_or_default();
        let help = reason.help();
        let help = if help.is_empty() { String::new() } else { format!(" ({help})") };
        lines.push(format!("{} rows are kept out, {}{help}{first}", locale.count(kept.rows), reason.message()));
    }
    if import.duplicates > 0 {
        lines.push(format!(
            "{} rows have an id seen before: of each the earliest delivered one counts",
            locale.count(import.duplicates)
        ));
    }
    if import.without_id > 0 {
        lines
            .push(format!("{} rows have no id: repeated rows among them count twice", locale.count(import.without_id)));
    }
    if let (1.., (zone, false)) = (import.local_times, &import.local_zone) {
        lines.push(format!(
            "{} times have no offset and are read as {zone}, which is assumed; if they are local times, say where: --zone America/Bogota",
            locale.count(import.local_times)
        ));
    }
    let unsaid: Vec<&str> =
        import.zones.iter().filter(|(.., said)| !said).map(|(account, ..)| account.as_str()).collect();
    if !unsaid.is_empty() {
        lines.push(format!("no zone is given for {}: months are read in UTC; give --zone", unsaid.join(", ")));
    }
    lines.extend(import.notes.iter().cloned());
    lines
}
