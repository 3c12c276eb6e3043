//! The report of a real log's bill, and everything else that `bill` writes.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::figures::{Figure, Widths, drawn, variables};
use super::log_grids::{Grid, Grids};
use super::pictures::write_pictures;
use super::{LIMIT, fill};
use crate::chart::{self, LOG_CHARTS, LogContext, Theme};
use crate::table::{LogTables, Manifest, RunFacts, Written, write_file, write_log_tables, write_manifest};
use crate::units::Locale;

/// What the page is made of. Nothing in it is of the machine: the same input gives the same bytes.
#[derive(Clone, Debug)]
pub struct LogReport<'a> {
    /// The numbers.
    pub tables: &'a LogTables,
    /// Names and provenance.
    pub context: &'a LogContext,
    /// The sentences printed on the terminal too.
    pub sentences: Vec<String>,
    /// What must be known before the numbers are trusted.
    pub warnings: Vec<String>,
    /// Tariffs billed: name and what it says.
    pub tariffs: Vec<(String, String)>,
    /// Their open readings: tariff, setting, choice.
    pub settings: Vec<(String, String, String)>,
    /// How numbers are written.
    pub locale: Locale,
    /// The command that makes this result again.
    pub command: String,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    /// What the page is, for its title.
    kind: &'static str,
    title: &'a str,
    period: &'a str,
    question: String,
    sentences: &'a [String],
    light: String,
    dark: String,
    totals: Grid,
    bill_figures: Vec<Figure>,
    splits: Vec<Grid>,
    differences: Vec<Figure>,
    quota_figures: Vec<Figure>,
    quotas: Option<Grid>,
    fan_figures: Vec<Figure>,
    answers: Vec<Grid>,
    origins: Option<Grid>,
    late: Option<Grid>,
    verdicts: Vec<Grid>,
    analytics: Option<Grid>,
    import: Grid,
    tariffs: &'a [(String, String)],
    settings: Vec<(String, String, String)>,
    warnings: &'a [String],
    command: &'a str,
    hash: &'a str,
    model_version: &'a str,
    glossary: Vec<(&'static str, &'static str)>,
}

/// Words of the page that a reader may not know.
const GLOSSARY: [(&str, &str); 8] = [
    ("Charged", "Messages on lines whose rate is above zero; one for each recipient."),
    (
        "Unrated",
        "A rule asks money, but the card has no rate for the market: counted, in no amount, never taken as zero.",
    ),
    ("Customer's window", "24 hours from the customer's last message; free-form messages are accepted only inside it."),
    ("Free entry point", "72 hours, free of charge, after answering a customer who came through an ad."),
    ("Quota", "Free messages a month of the account's time zone; what is left lapses."),
    ("Tier", "A lower rate from a monthly volume on; it holds for the messages of the tier, not for those before."),
    (
        "Answer",
        "What the log says is one, else everything free-form between two messages of the customer, at most a day old.",
    ),
    ("Refused", "A free-form message outside the window: the tariff does not accept it, no money."),
];

/// The page as HTML. Charts come at two widths; should they make it larger than [`LIMIT`], telephones get the wide ones.
fn render(report: &LogReport<'_>) -> Result<String, super::Error> {
    let page = fill(include_str!("log.html"), view(report, Widths::Both)?)?;
    if page.len() <= LIMIT { Ok(page) } else { fill(include_str!("log.html"), view(report, Widths::One)?) }
}

fn view<'a>(report: &'a LogReport<'_>, widths: Widths) -> Result<View<'a>, chart::Error> {
    let figures = |names: &[&str]| -> Result<Vec<Figure>, chart::Error> {
        let wanted = LOG_CHARTS.iter().filter(|c| names.contains(&c.name) && (c.needs)(report.tables));
        wanted.map(|c| drawn(widths, |theme| (c.draw)(report.tables, report.context, theme))).collect()
    };
    let grids = Grids { tables: report.tables, locale: report.locale };
    Ok(View {
        kind: "bill",
        title: &report.context.title,
        period: &report.context.period,
        question: "What did these messages cost, and what would they cost?".to_string(),
        sentences: &report.sentences,
        light: variables(&Theme::light()),
        dark: variables(&Theme::dark()),
        totals: grids.totals(),
        bill_figures: figures(&["bill_by_tariff"])?,
        splits: ["month", "account", "number", "country", "category"]
            .into_iter()
            .filter_map(|by| grids.split(by))
            .collect(),
        differences: figures(&["winners_and_losers"])?,
        quota_figures: figures(&["quota_use"])?,
        quotas: grids.quotas(),
        fan_figures: figures(&["fan_out"])?,
        answers: grids.answers(),
        origins: grids.origins(),
        late: grids.late(),
        verdicts: grids.verdicts(),
        analytics: grids.analytics(),
        import: grids.import(),
        tariffs: &report.tariffs,
        settings: super::words::linked_notes(&report.settings),
        warnings: &report.warnings,
        command: &report.command,
        hash: &report.context.hash,
        model_version: &report.context.model_version,
        glossary: GLOSSARY.to_vec(),
    })
}

/// Writes tables, charts, report and, last of all, the manifest below `dir`. Returns the files written. `source` is what it takes to
/// make them again.
///
/// # Errors
/// Input/output, naming step and file; a chart or the report that cannot be made.
pub fn publish_log(
    dir: &Path,
    report: &LogReport<'_>,
    lines: Option<Written>,
    pairs: &[(String, String)],
    mut manifest: Manifest,
    (source, run): (&serde_json::Value, &RunFacts),
) -> io::Result<Vec<Written>> {
    let mut files = write_log_tables(dir, report.tables, pairs)?;
    files.extend(lines);
    let pictures = chart::draw_log(report.tables, report.context, &Theme::light()).map_err(io::Error::other)?;
    files.extend(write_pictures(dir, &pictures)?);
    let page = render(report).map_err(io::Error::other)?;
    files.push(write_file(dir, "report.html", page.as_bytes())?);
    manifest.files = files.clone();
    files.push(write_manifest(dir, &manifest, source, run)?);
    Ok(files)
}
