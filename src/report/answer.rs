//! The page of a command that answers one question from tables of its own: sentences, charts, tables, how to make it again.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::figures::{Figure, Widths, drawn, variables};
use super::{Error, LIMIT, fill};
use crate::chart::{self, Context, Picture, Theme};
use crate::table::{
    Frame, Manifest, Meta, RunFacts, Values, Written, clear_manifest, plain, write_file, write_frames, write_manifest,
};

/// Draws one chart in a theme.
pub type Drawing<'a> = &'a dyn Fn(&Theme) -> Result<Picture, chart::Error>;

/// What the page is made of. Nothing in it is of the machine: the same input gives the same bytes.
pub struct Answer<'a> {
    /// Names and provenance.
    pub context: &'a Context,
    /// First day and first day after the run, as written.
    pub dates: (String, String),
    /// What the command answers, if the scenario asks nothing itself.
    pub question: &'a str,
    /// The verdict, a sentence a line; also printed on the terminal.
    pub sentences: Vec<String>,
    /// Advice.
    pub warnings: Vec<String>,
    /// Charts.
    pub charts: Vec<Drawing<'a>>,
    /// Tables, written as CSV and Parquet; the first rows of each stand on the page.
    pub frames: Vec<Frame>,
    /// Assumptions: dotted path, value, note with its source.
    pub assumptions: Vec<(String, String, String)>,
    /// The command that makes this result again.
    pub command: String,
}

/// Rows of a table on the page.
const MOST: usize = 60;

/// A table of the page.
#[derive(Debug, Serialize)]
struct Grid {
    name: &'static str,
    meaning: &'static str,
    /// Heading, meaning, is it a number?
    head: Vec<(String, String, bool)>,
    rows: Vec<Vec<String>>,
    more: String,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    kind: &'static str,
    title: &'a str,
    dates: &'a (String, String),
    question: &'a str,
    sentences: &'a [String],
    light: String,
    dark: String,
    figures: Vec<Figure>,
    grids: Vec<Grid>,
    assumptions: &'a [(String, String, String)],
    warnings: &'a [String],
    command: &'a str,
    hash: &'a str,
    seed: u64,
    model_version: &'a str,
}

/// The page as HTML. Charts come at two widths; should they make it larger than [`LIMIT`], telephones get the wide ones.
///
/// # Errors
/// A chart or the template failed.
pub fn render_answer(answer: &Answer<'_>) -> Result<String, Error> {
    let page = fill(include_str!("answer.html"), view(answer, Widths::Both)?)?;
    if page.len() <= LIMIT { Ok(page) } else { fill(include_str!("answer.html"), view(answer, Widths::One)?) }
}

fn view<'a>(answer: &'a Answer<'_>, widths: Widths) -> Result<View<'a>, chart::Error> {
    let context = answer.context;
    let figures: Result<Vec<Figure>, chart::Error> = answer.charts.iter().map(|draw| drawn(widths, draw)).collect();
    Ok(View {
        kind: "report",
        title: &context.title,
        dates: &answer.dates,
        question: if context.question.is_empty() { answer.question } else { &context.question },
        sentences: &answer.sentences,
        light: variables(&Theme::light()),
        dark: variables(&Theme::dark()),
        figures: figures?,
        grids: answer.frames.iter().filter(|frame| frame.height() > 0).map(grid).collect(),
        assumptions: &answer.assumptions,
        warnings: &answer.warnings,
        command: &answer.command,
        hash: &context.hash,
        seed: context.seed,
        model_version: &context.model_version,
    })
}

fn grid(frame: &Frame) -> Grid {
    let shown = frame.height().min(MOST);
    let cells = |row: usize| frame.columns.iter().map(|(_, values)| cell(values, row)).collect();
    let head = frame.columns.iter().map(|(column, values)| {
        let meaning = format!("{} [{}]", column.meaning, column.unit);
        (column.name.to_string(), meaning, !matches!(values, Values::Text(_)))
    });
    let rest = frame.height() - shown;
    Grid {
        name: frame.name,
        meaning: frame.meaning,
        head: head.collect(),
        rows: (0..shown).map(cells).collect(),
        more: if rest > 0 { format!("{rest} more rows in {}.csv.", frame.name) } else { String::new() },
    }
}

fn cell(values: &Values, row: usize) -> String {
    // Four digits that count: the files have all.
    let short = |value: f64| {
        let places =
            if value == 0.0 { 0 } else { (3.0 - libm::floor(libm::log10(value.abs()))).clamp(0.0, 6.0) as i32 };
        let unit = libm::pow(10.0, f64::from(places));
        plain((value * unit).round() / unit)
    };
    match values {
        Values::Text(list) => list[row].clone(),
        Values::Count(list) => list[row].to_string(),
        Values::Whole(list) => list[row].map_or(String::new(), |n| n.to_string()),
        Values::Micros(list) => list[row].map_or(String::new(), |n| n.to_string()),
        Values::Integer(list) => list[row].to_string(),
        Values::Real(list) => list[row].map_or(String::new(), short),
        Values::Nanos(list) => list[row].map_or(String::new(), crate::table::plain_nanos),
    }
}

/// Writes tables, charts, report and, last of all, the manifest below `dir`; `others` are files written before. Returns
/// the files written.
///
/// # Errors
/// Input/output, naming step and file; a chart or the report that cannot be made.
pub fn publish_answer(
    dir: &Path,
    answer: &Answer<'_>,
    others: Vec<Written>,
    mut manifest: Manifest,
    source: &serde_json::Value,
    run: &RunFacts,
) -> io::Result<Vec<Written>> {
    clear_manifest(dir)?;
    let context = answer.context;
    let meta = Meta { hash: context.hash.clone(), model_version: context.model_version.clone(), seed: context.seed };
    let mut files = write_frames(dir, &answer.frames, &meta)?;
    files.extend(others);
    for draw in &answer.charts {
        let picture = draw(&Theme::light()).map_err(io::Error::other)?;
        files.push(write_file(dir, &format!("charts/{}.svg", picture.name), picture.svg.as_bytes())?);
        let png = chart::png(&picture.svg).map_err(io::Error::other)?;
        files.push(write_file(dir, &format!("charts/{}.png", picture.name), &png)?);
    }
    let page = render_answer(answer).map_err(io::Error::other)?;
    files.push(write_file(dir, "report.html", page.as_bytes())?);
    manifest.files = files.clone();
    files.push(write_manifest(dir, &manifest, source, run)?);
    Ok(files)
}
