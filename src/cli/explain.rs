//! `chatfare explain`

use super::hooks::TOPICS;
use super::screen::{Exit, Failure, Screen, out, show_report};
use super::{Overrides, options};
use crate::scenario::{Scenario, codes, load, settings};
use clap::Args;
use std::path::Path;

/// Options of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare explain scenario.toml --origin      every value, where from, what it replaced
  chatfare explain reason.NAME.patience        a setting
  chatfare explain missing-unit                an error code
  chatfare explain                             all sections and codes")]
pub struct Explain {
    /// A scenario file, a setting such as reason.NAME.volume, a measure, or an error code.
    #[arg(value_name = "FILE|TOPIC")]
    subject: Option<String>,
    /// Tell where each value comes from and what it replaced.
    #[arg(long)]
    origin: bool,
    /// Only values that are assumptions.
    #[arg(long)]
    assumptions: bool,
    /// The whole language as Markdown.
    #[arg(long, conflicts_with = "subject")]
    reference: bool,
    #[command(flatten)]
    overrides: Overrides,
}

impl Explain {
    /// Explains a file or a topic.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let Some(subject) = &self.subject else {
            out(&if self.reference { settings::reference() } else { overview() })?;
            return Ok(Exit::Done);
        };
        let path = Path::new(subject);
        if subject == "-" || path.extension().is_some_and(|e| e == "toml") || path.is_file() {
            let scenario = load(path, &options(&self.overrides.sets))
                .map_err(|r| show_report(r, self.overrides.message_format, screen))?;
            out(&self.values(&scenario))?;
            return Ok(Exit::Done);
        }
        // A word may be a setting and a table at once: say all that is known.
        let known: Vec<String> = TOPICS.iter().filter_map(|topic| topic(subject)).collect();
        match known.is_empty() {
            false => out(&known.join("\n")).map(|()| Exit::Done),
            true => Err(Failure::Usage(format!("nothing is known about {subject:?}; {}", near(subject)))),
        }
    }

    /// The effective values as TOML, with origin and assumption as comments.
    fn values(&self, scenario: &Scenario) -> String {
        let mut text = String::new();
        for e in scenario.effective.iter().filter(|e| !self.assumptions || e.assumption.is_some()) {
            let mut notes = Vec::new();
            if self.origin {
                notes.push(e.origin.clone());
                notes.extend(e.replaced.iter().rev().map(|r| format!("replaces {r}")));
            }
            notes.extend(
                e.assumption
                    .iter()
                    .map(|a| if a.is_empty() { "assumption".to_string() } else { format!("assumption: {a}") }),
            );
            notes.extend(e.source.iter().map(|s| format!("source: {s}")));
            let comment = if notes.is_empty() { String::new() } else { format!("  # {}", notes.join("; ")) };
            text.push_str(&format!("{} = {}{comment}\n", e.path, e.value));
        }
        let (assumed, all) = (scenario.assumptions().count(), scenario.effective.len());
        let percent = 100.0 * assumed as f64 / all.max(1) as f64;
        text.push_str(&format!(
            "# {assumed} of {all} values ({percent:.0} %) are assumptions; hash {}\n",
            scenario.hash
        ));
        text
    }
}

/// All sections and codes.
fn overview() -> String {
    let mut text = "Sections (chatfare explain SECTION, or SECTION.SETTING):\n".to_string();
    let list = settings::overview();
    let width = list.iter().map(|(place, _)| place.len()).max().unwrap_or(0);
    for (place, doc) in list {
        text.push_str(&format!("  {place:width$}  {doc}\n"));
    }
    text.push_str("\nError codes (chatfare explain CODE):\n");
    for code in codes::CODES {
        text.push_str(&format!("  {:width$}  {}\n", code.name, code.reason));
    }
    text
}

/// The nearest topic in words.
fn near(subject: &str) -> String {
    let grammar = settings::Grammar::get().settings();
    let last = subject.rsplit('.').next().unwrap_or(subject);
    let keys = grammar.iter().filter_map(|(path, ..)| path.rsplit('.').next());
    let known: Vec<&str> = codes::CODES.iter().map(|c| c.name).chain(keys).collect();
    match crate::scenario::nearest(last, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`chatfare explain` lists what there is".to_string(),
    }
}
