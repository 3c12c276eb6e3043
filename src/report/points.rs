//! The page of a sweep or a sensitivity analysis.

use serde::Serialize;

use super::figures::{Figure, Widths, drawn, variables};
use super::{LIMIT, fill};
use crate::chart::{self, Context, Picture, Theme};
use crate::scenario::Scenario;
use crate::table::{Frame, Meta, csv};

/// Rows of a table on the page.
const MOST: usize = 40;

/// A chart that is ready to be drawn in any theme.
pub type Drawn<'a> = Box<dyn Fn(&Theme) -> Result<Picture, chart::Error> + 'a>;

/// What the page is made of. Nothing in it is of the machine: the same input gives the same bytes.
pub struct PointsReport<'a> {
    /// `sweep` or `sensitivity`.
    pub kind: &'static str,
    /// The scenario.
    pub base: &'a Scenario,
    /// Names and provenance of charts.
    pub context: &'a Context,
    /// Hash, model, seed.
    pub meta: &'a Meta,
    /// The sentences printed on the terminal too.
    pub verdict: &'a [String],
    /// Everything asked for is here.
    pub complete: bool,
    /// Charts in order.
    pub charts: Vec<Drawn<'a>>,
    /// Tables shown: frames, with a caption.
    pub tables: Vec<(&'static str, Frame)>,
    /// What moves: path and values.
    pub moved: Vec<(String, String)>,
    /// What is to be known.
    pub warnings: Vec<String>,
    /// The command that makes this result again.
    pub command: String,
}

#[derive(Debug, Serialize)]
struct Grid {
    caption: &'static str,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    more: String,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    title: &'a str,
    kind: &'static str,
    period: String,
    question: &'a str,
    complete: bool,
    verdict: &'a [String],
    light: String,
    dark: String,
    figures: Vec<Figure>,
    grids: Vec<Grid>,
    moved: &'a [(String, String)],
    assumptions: Vec<(&'a str, &'a str, &'a str)>,
    warnings: &'a [String],
    command: &'a str,
    hash: &'a str,
    seed: u64,
    replications: u32,
    level: String,
    model_version: &'a str,
}

/// The page as HTML. Charts come at two widths; should they make it larger than [`LIMIT`], telephones get the wide ones.
///
/// # Errors
/// A chart or the template failed.
pub fn render_points(report: &PointsReport<'_>) -> Result<String, super::Error> {
    let page = fill(include_str!("points.html"), view(report, Widths::Both)?)?;
    if page.len() <= LIMIT { Ok(page) } else { fill(include_str!("points.html"), view(report, Widths::One)?) }
}

fn view<'a>(report: &'a PointsReport<'_>, widths: Widths) -> Result<View<'a>, chart::Error> {
    let base = report.base;
    let figures: Result<Vec<Figure>, chart::Error> = report.charts.iter().map(|draw| drawn(widths, draw)).collect();
    let assumed = base
        .effective
        .iter()
        .filter_map(|value| value.assumption.as_deref().map(|note| (value.path.as_str(), value.value.as_str(), note)));
    let question = if base.question.is_empty() { report.context.title.as_str() } else { base.question.as_str() };
    Ok(View {
        title: &report.context.title,
        kind: report.kind,
        period: format!("{} to {}", base.run.dates.0, base.run.dates.1),
        question,
        complete: report.complete,
        verdict: report.verdict,
        light: variables(&Theme::light()),
        dark: variables(&Theme::dark()),
        figures: figures?,
        grids: report.tables.iter().filter(|(_, frame)| frame.height() > 0).map(|(c, frame)| grid(c, frame)).collect(),
        moved: &report.moved,
        assumptions: assumed.collect(),
        warnings: &report.warnings,
        command: &report.command,
        hash: &report.meta.hash,
        seed: report.meta.seed,
        replications: base.run.replications,
        level: report.context.level_words(),
        model_version: &report.meta.model_version,
    })
}

/// The first rows of a table.
fn grid(caption: &'static str, frame: &Frame) -> Grid {
    let text = csv(frame);
    let mut rows = text.lines().skip(1).take(MOST).map(cells).collect::<Vec<_>>();
    rows.iter_mut().flatten().for_each(|cell| *cell = tidy(cell));
    let left = frame.height().saturating_sub(MOST);
    let more = if left > 0 { format!("{left} more rows in {}.csv.", frame.name) } else { String::new() };
    Grid { caption, head: frame.columns.iter().map(|(head, _)| head.name.replace('_', " ")).collect(), rows, more }
}

/// Four significant digits are enough on the page; the files have nine.
fn tidy(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(number) if cell.contains('.') => chart::format::number(number),
        _ => cell.to_string(),
    }
}

/// Cells of a line of our own CSV.
fn cells(line: &str) -> Vec<String> {
    let mut list = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match (c, quoted) {
            ('"', _) => quoted = !quoted,
            (',', false) => list.push(String::new()),
            _ => list.last_mut().map_or((), |last| last.push(c)),
        }
    }
    list
}
