//! The report of a real log's bill, and everything else that `bill` writes.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::figures::{Figure, Widths, drawn, variables};
use super::pictures::write_pictures;
use super::{LIMIT, fill};
use crate::chart::{self, LOG_CHARTS, LogContext, Theme};
use crate::table::{
    LogTables, Manifest, RunFacts, TariffRow, Written, plain_nanos, write_file, write_log_tables, write_manifest,
};
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

/// Rows of a table on the page.
const MOST: usize = 40;

#[derive(Debug, Serialize)]
struct Cell {
    text: String,
    /// What it is sorted by, if not the text.
    key: String,
}

/// A table of the page: the first `text` columns are words.
#[derive(Debug, Serialize)]
struct Grid {
    caption: String,
    head: Vec<&'static str>,
    text: usize,
    rows: Vec<Vec<Cell>>,
    more: String,
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

/// Makes the page's tables.
struct Grids<'a> {
    tables: &'a LogTables,
    locale: Locale,
}

fn word(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), key: String::new() }
}

impl Grids<'_> {
    fn count(&self, value: u64) -> Cell {
        Cell { text: self.locale.count(value), key: value.to_string() }
    }

    fn money(&self, nanos: i128) -> Cell {
        Cell { text: self.locale.amount(nanos), key: plain_nanos(nanos) }
    }

    fn maybe(&self, nanos: Option<i128>) -> Cell {
        nanos.map_or_else(|| word("–"), |n| self.money(n))
    }

    fn grid(&self, caption: &str, head: &[&'static str], text: usize, mut rows: Vec<Vec<Cell>>, file: &str) -> Grid {
        let all = rows.len();
        rows.truncate(MOST);
        let more = match all {
            n if n > MOST => format!("{MOST} of {} rows; all are in {file}.csv.", self.locale.count(n as u64)),
            _ => String::new(),
        };
        Grid { caption: caption.to_string(), head: head.to_vec(), text, rows, more }
    }

    fn compared(&self, first: String, r: &TariffRow) -> Vec<Cell> {
        let currency = r.currency.code().to_string();
        let mut row = vec![word(first), word(r.tariff.clone()), word(currency)];
        row.extend([self.count(r.messages), self.count(r.charged), self.count(r.unrated), self.money(r.amount)]);
        row.push(match r.difference() {
            Some(more) if r.tariff != r.baseline => {
                let sign = if more > 0 { "+" } else { "" };
                Cell { text: format!("{sign}{}", self.locale.amount(more)), key: plain_nanos(more) }
            }
            _ => word("–"),
        });
        row
    }

    fn totals(&self) -> Grid {
        let rows = self.tables.comparison.iter().filter(|r| r.by == "all");
        let rows = rows.map(|r| {
            let mut row = self.compared(r.tariff.clone(), r);
            row.remove(1);
            row
        });
        let head = ["Tariff", "Currency", "Messages", "Charged", "Unrated", "Amount", "Difference"];
        self.grid(
            "The whole log; mark-up and tax are lines of their own in bill.csv",
            &head,
            2,
            rows.collect(),
            "comparison",
        )
    }

    /// The log split by one thing, the dearest parts first; none if there is one part only.
    fn split(&self, by: &'static str) -> Option<Grid> {
        let rows: Vec<&TariffRow> = self.tables.comparison.iter().filter(|r| r.by == by).collect();
        let names: std::collections::BTreeSet<&str> = rows.iter().map(|r| r.name.as_str()).collect();
        if names.len() < 2 {
            return None;
        }
        let cells = rows.iter().map(|r| self.compared(r.name.clone(), r)).collect();
        let (title, caption) = match by {
            "month" => ("Month", "By month of the account's zone"),
            "account" => ("Account", "By account"),
            "number" => ("Number", "By business number"),
            "country" => ("Country", "By the customer's country"),
            _ => ("Category", "By category"),
        };
        let head = [title, "Tariff", "Currency", "Messages", "Charged", "Unrated", "Amount", "Difference"];
        Some(self.grid(caption, &head, 3, cells, "comparison"))
    }

    fn quotas(&self) -> Option<Grid> {
        let rows: Vec<Vec<Cell>> = self
            .tables
            .quotas
            .iter()
            .map(|r| {
                let whose = if r.number.is_empty() { r.account.clone() } else { r.number.clone() };
                // To the minute; the second is in the table beside the page.
                let used_up = match r.used_up.get(..16) {
                    Some(minute) => minute.replace('T', " "),
                    None => "never".to_string(),
                };
                vec![
                    word(whose),
                    word(r.tariff.clone()),
                    word(r.month.clone()),
                    word(used_up),
                    self.count(r.used),
                    r.unused.map_or_else(|| word("–"), |n| self.count(n)),
                    self.count(r.after),
                    self.maybe(r.next.map(i128::from)),
                    self.maybe(r.second_number_saves),
                ]
            })
            .collect();
        let head = [
            "Whose",
            "Tariff",
            "Month",
            "Used up (UTC)",
            "Used",
            "Lapsed",
            "Charged after",
            "The next one",
            "One more number saves",
        ];
        (!rows.is_empty()).then(|| self.grid("Free messages by number and month", &head, 4, rows, "quotas"))
    }

    fn answers(&self) -> Vec<Grid> {
        let mut grids = Vec::new();
        let merged: Vec<Vec<Cell>> = self
            .tables
            .merged
            .iter()
            .map(|r| {
                let saved = self.money(r.reference - r.amount);
                let code = r.currency.code().to_string();
                vec![
                    word(r.within.clone()),
                    word(r.tariff.clone()),
                    word(code),
                    self.count(r.joined),
                    self.money(r.amount),
                    saved,
                ]
            })
            .collect();
        if !merged.is_empty() {
            let head = ["Sent within", "Tariff", "Currency", "Messages joined", "Amount", "Saved"];
            let caption = "Messages joined that were sent close together, the log billed anew with quotas and tiers";
            grids.push(self.grid(caption, &head, 3, merged, "merged"));
        }
        let dear: Vec<Vec<Cell>> = self
            .tables
            .dearest
            .iter()
            .map(|r| {
                let place = format!("{}:{}", r.file, r.row);
                let texts = [word(r.id.clone()), word(r.tariff.clone()), word(place), word(r.time.clone())];
                let numbers = [self.count(r.messages.into()), self.count(r.charged.into()), self.money(r.amount)];
                texts.into_iter().chain(numbers).collect()
            })
            .collect();
        if !dear.is_empty() {
            let head = ["First message", "Tariff", "File:row", "Delivered (UTC)", "Messages", "Charged", "Amount"];
            grids.push(self.grid("The dearest answers", &head, 4, dear, "dearest_answers"));
        }
        grids
    }

    fn origins(&self) -> Option<Grid> {
        let rows = self.tables.origins.iter().map(|r| {
            let origin = if r.origin.is_empty() { "(none given)".to_string() } else { r.origin.clone() };
            let mut row = vec![word(origin), word(r.tariff.clone()), word(r.category.clone()), word(r.currency.code())];
            row.extend([self.count(r.messages), self.count(r.charged), self.count(r.unrated), self.money(r.amount)]);
            row
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let head = ["Origin", "Tariff", "Category", "Currency", "Messages", "Charged", "Unrated", "Amount"];
        (!rows.is_empty()).then(|| self.grid("By who wrote, in the log's words", &head, 4, rows, "origins"))
    }

    fn late(&self) -> Option<Grid> {
        let rows: Vec<Vec<Cell>> = self
            .tables
            .sent_earlier
            .iter()
            .map(|r| {
                let texts = [word(r.number.clone()), word(r.tariff.clone()), word(r.earlier), word(r.currency.code())];
                texts.into_iter().chain([self.count(r.messages), self.money(r.amount)]).collect()
            })
            .collect();
        let head = ["Number", "Tariff", "Late by at most", "Currency", "Messages", "Amount"];
        (!rows.is_empty())
            .then(|| self.grid("Charged messages that the window would have made free", &head, 4, rows, "sent_earlier"))
    }

    fn verdicts(&self) -> Vec<Grid> {
        if self.tables.verdicts.is_empty() {
            return Vec::new();
        }
        let rows = self.tables.verdicts.iter().map(|r| {
            let texts = [word(r.reason), word(r.tariff.clone()), word(r.currency.code())];
            texts.into_iter().chain([self.count(r.messages), self.money(r.amount)]).collect()
        });
        let head = ["Reason", "Tariff", "Currency", "Messages", "Amount by our bill"];
        let mut grids = vec![self.grid("Agreements and differences", &head, 3, rows.collect(), "verdicts")];
        let rows: Vec<Vec<Cell>> = self
            .tables
            .verdict_examples
            .iter()
            .map(|r| {
                let place = format!("{}:{}", r.file, r.row);
                [r.reason.to_string(), place, r.id.clone(), r.time.clone(), r.ours.clone(), r.theirs.clone()]
                    .map(word)
                    .into()
            })
            .collect();
        if !rows.is_empty() {
            let head = ["Reason", "File:row", "Message", "Delivered (UTC)", "Ours", "The platform's"];
            grids.push(self.grid("The first messages of each difference", &head, 6, rows, "verdict_examples"));
        }
        grids
    }

    fn import(&self) -> Grid {
        let rows =
            self.tables.import.iter().map(|r| vec![word(r.what.clone()), word(r.examples.clone()), self.count(r.rows)]);
        self.grid("Rows of the log", &["What", "The first ones", "Rows"], 2, rows.collect(), "import")
    }
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
