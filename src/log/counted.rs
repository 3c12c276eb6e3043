//! Counts of the platform made ready to be billed: dimensions, time, what is kept out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::countries::countries;
use super::counts::{CountRow, counts};
use super::import::{FileRead, Import};
use super::options::{Edge, Options, zone};
use super::problem::{Problem, suggest};
use super::reason::Reason;
use crate::facts::{AccountEntry, Book, Instant, NumberEntry};

/// Account or number that the counts do not name.
const MAIN: &str = "main";

/// Counts that can be billed.
#[derive(Clone, Debug)]
pub struct Counted {
    /// One business; accounts, numbers and countries each in order of name.
    pub book: Book,
    /// Begin of what is billed: `--from`, else that of the first point.
    pub from: Instant,
    /// End (exclusive): `--to`, else that of the last point.
    pub to: Instant,
    /// Points with the indices of their number and country, in order of time.
    pub rows: Vec<(u16, u16, CountRow)>,
    /// What was read and kept out.
    pub report: Import,
    /// Dimensions that were not asked for, words that are not known.
    pub notes: Vec<String>,
}

/// Reads files of counts; `None`: none of them holds any (open them as a log).
///
/// # Errors
/// Files that cannot be read, counts beside a log, zones of unknown accounts, nothing that can be billed.
pub fn counted(paths: &[PathBuf], options: &Options) -> Result<Option<Counted>, Vec<Problem>> {
    let mut files = Vec::new();
    let mut others = Vec::new();
    for path in paths {
        // A file that cannot be opened is reported by the log's reader.
        match if path.is_file() { counts(path)? } else { None } {
            Some(found) => files.push((path.display().to_string(), found)),
            None => others.push(path.display().to_string()),
        }
    }
    if files.is_empty() {
        return Ok(None);
    }
    if let Some(other) = others.first() {
        let help = "bill the counts alone, or the messages alone: together they would be billed twice";
        return Err(vec![Problem::of(other, "messages beside counts of the platform", help)]);
    }
    let mut report = Import::default();
    let mut notes = Vec::new();
    let mut points = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, found) in files {
        let account = if found.account.is_empty() { MAIN.to_string() } else { found.account };
        let read_as = "counts of the platform (pricing_analytics)".to_string();
        report.files.push(FileRead { file: file.clone(), read_as, rows: found.rows.len() as u64 });
        notes.extend(found.notes.into_iter().map(|note| format!("{file}: {note}")));
        for (at, row) in found.rows.into_iter().enumerate() {
            report.rows += 1;
            let place = at as u64 + 1;
            let mut keep_out = |reason, value: &str| report.keep_out(reason, value, &file, place, options.listed, None);
            let number = if row.number.is_empty() { MAIN.to_string() } else { row.number.clone() };
            let key = (
                account.clone(),
                number.clone(),
                row.from,
                row.country.clone(),
                row.category,
                row.kind,
                row.tier.clone(),
            );
            match countries().named(&row.country) {
                _ if row.country.is_empty() => keep_out(Reason::NoCountry, ""),
                None => keep_out(Reason::UnknownCountry, &row.country),
                Some(_) if row.category.is_none() => keep_out(Reason::UnknownCategory, ""),
                Some(_) if row.to <= row.from => keep_out(Reason::ImpossibleTime, ""),
                Some(_) if !seen.insert(key) => report.duplicates += 1,
                Some(country) => points.push((account.clone(), number, countries().code(country).to_string(), row)),
            }
        }
    }
    ready(points, report, notes, options).map(Some)
}

type Point = (String, String, String, CountRow);

fn ready(
    mut points: Vec<Point>,
    mut report: Import,
    notes: Vec<String>,
    options: &Options,
) -> Result<Counted, Vec<Problem>> {
    let Some(first) = points.iter().map(|p| p.3.from).min() else {
        let file = report.files.first().map_or("counts", |f| f.file.as_str());
        let help = "ask for DAILY and the dimensions PHONE, COUNTRY, PRICING_CATEGORY, PRICING_TYPE and TIER";
        let mut problems = vec![Problem::of(file, "no count that can be billed", help)];
        problems.extend(report.kept_out.values().flat_map(|kept| kept.first.first()).cloned());
        return Err(problems);
    };
    let last = points.iter().map(|p| p.3.to).max().unwrap_or(first);
    points.sort_by(|a, b| (a.3.from, &a.0, &a.1, &a.2).cmp(&(b.3.from, &b.0, &b.1, &b.2)));
    let book = book(&points, options)?;
    let said = |account: &str| options.zones.of(account).is_some();
    report.zones = book.accounts.iter().map(|a| (a.name.clone(), a.zone.clone(), said(&a.name))).collect();
    (report.first, report.last) = (Some(first), Some(last));
    report.delivered = points.iter().map(|p| p.3.volume).sum();
    let own_zone = zone(book.accounts.first().map_or("UTC", |a| a.zone.as_str())).map_err(|p| vec![p])?;
    let edge = |edge: &Option<Edge>| edge.as_ref().and_then(|e| e.instant(&own_zone));
    let (from, to) = (edge(&options.from).unwrap_or(first), edge(&options.to).unwrap_or(last));
    if from >= to {
        let message = format!("nothing lies between {} and {}", super::time::print(from), super::time::print(to));
        return Err(vec![Problem::of("--from, --to", message, "give an end after the begin")]);
    }
    if (options.from.is_some() || options.to.is_some()) && !points.iter().any(|p| p.3.from < to && p.3.to > from) {
        return Err(vec![super::open::nothing_between((from, to), (Some(first), Some(last)))]);
    }
    let place = |account: &str, number: &str| {
        let own = |n: &NumberEntry| n.name == number && book.accounts[n.account as usize].name == account;
        book.numbers.iter().position(own).unwrap_or(0) as u16
    };
    let country = |code: &str| book.countries.iter().position(|c| c == code).unwrap_or(0) as u16;
    let rows = points.into_iter().map(|(account, number, code, row)| (place(&account, &number), country(&code), row));
    let rows = rows.collect();
    Ok(Counted { rows, book, from, to, report, notes })
}

fn book(points: &[Point], options: &Options) -> Result<Book, Vec<Problem>> {
    let accounts: BTreeSet<&String> = points.iter().map(|p| &p.0).collect();
    let numbers: BTreeSet<(&String, &String)> = points.iter().map(|p| (&p.1, &p.0)).collect();
    let countries: BTreeSet<&String> = points.iter().map(|p| &p.2).collect();
    let unknown = options.zones.accounts.keys().filter(|a| !accounts.contains(a));
    let names = || accounts.iter().map(|a| a.as_str());
    let unknown: Vec<Problem> = unknown
        .map(|a| Problem::of("--zone", format!("the counts have no account `{a}`"), suggest(a, names())))
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    if numbers.len() > usize::from(u16::MAX) {
        return Err(vec![Problem::of("counts", "more than 65,535 numbers", "bill fewer accounts at once")]);
    }
    let entry = |name: &&String| AccountEntry {
        name: name.to_string(),
        business: 0,
        zone: options.zones.of(name).unwrap_or("UTC").to_string(),
    };
    let of_account = |name: &String| accounts.iter().position(|a| *a == name).unwrap_or(0) as u16;
    Ok(Book {
        businesses: vec![MAIN.to_string()],
        accounts: accounts.iter().map(entry).collect(),
        numbers: numbers
            .iter()
            .map(|(number, account)| NumberEntry { name: number.to_string(), account: of_account(account) })
            .collect(),
        countries: countries.into_iter().cloned().collect(),
    })
}
