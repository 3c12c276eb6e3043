//! The report: one HTML file that opens from disk, without network, on a telephone and on paper.
//!
//! `render` turns plain data into the page; `figures` makes charts follow the reader's colours and width, `words`
//! puts numbers into guarded sentences, `sections` prepares what `template.html` shows. The page works without
//! scripts: the one it carries only sorts tables.

mod answer;
mod figures;
mod levels;
mod log;
mod log_grids;
mod pictures;
mod points;
mod price;
mod publish;
mod sections;
mod sweep;
mod words;

pub use answer::{Answer, Drawing, publish_answer, render_answer};
pub use log::{LogReport, publish_log};
pub use price::{price_context, publish_price};
pub use publish::{context, manifest_of, publish};
pub use sweep::{publish_plan, publish_sensitivity, publish_sweep};

use crate::chart::Context;
use crate::table::Tables;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};

/// What the report is made of. Nothing in it is of the machine: the same input gives the same bytes.
#[derive(Clone, Debug)]
pub struct ReportInput<'a> {
    /// The numbers.
    pub tables: &'a Tables,
    /// Names, baseline, window, provenance.
    pub context: &'a Context,
    /// The verdict in plain words, a sentence a line; also printed on the terminal.
    pub verdict: Vec<String>,
    /// First day and first day after the run, as written.
    pub dates: (String, String),
    /// Replications asked for.
    pub replications: u32,
    /// `false` after an interruption or a failed replication.
    pub complete: bool,
    /// Lines about closed-form and conservation checks.
    pub checks: Vec<String>,
    /// Assumptions: dotted path, value, note with its source.
    pub assumptions: Vec<(String, String, String)>,
    /// Open readings of the tariffs: tariff, setting, choice with its reason.
    pub settings: Vec<(String, String, String)>,
    /// Effective values: dotted path, value, origin.
    pub effective: Vec<(String, String, String)>,
    /// Advice and failures.
    pub warnings: Vec<String>,
    /// The command that makes this result again.
    pub command: String,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A chart failed.
    #[error(transparent)]
    Chart(#[from] crate::chart::Error),
    /// The template failed.
    #[error("the report's template failed: {0:#}")]
    Template(#[from] minijinja::Error),
}

/// Largest report, in bytes: it must go through any mail.
pub const LIMIT: usize = 2_000_000;

/// The report as HTML.
///
/// Charts come at two widths; should they make the page larger than [`LIMIT`], telephones get the wide ones.
///
/// # Errors
/// A chart or the template failed.
pub fn render(input: &ReportInput<'_>) -> Result<String, Error> {
    let page = page(input, figures::Widths::Both)?;
    if page.len() <= LIMIT { Ok(page) } else { self::page(input, figures::Widths::One) }
}

fn page(input: &ReportInput<'_>, widths: figures::Widths) -> Result<String, Error> {
    let view = sections::view(input, widths)?;
    fill(include_str!("template.html"), view)
}

/// Fills a template; what all pages share (head, style, figures, tables, sorting) is put in for its marks first.
fn fill(template: &str, view: impl serde::Serialize) -> Result<String, Error> {
    let source = template
        .replace("%HEAD.HTML%", include_str!("head.html"))
        .replace("%MACROS.HTML%", include_str!("macros.html"))
        .replace("%FOOT.HTML%", include_str!("foot.html"))
        .replace("%PAGE.CSS%", include_str!("page.css"))
        .replace("%SORT.JS%", include_str!("sort.js"));
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    templates.add_template_owned("report.html", source)?;
    Ok(templates.get_template("report.html")?.render(Serde(view))?)
}
