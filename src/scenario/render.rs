//! Printing of diagnostics: for people with carets, for programs as JSON lines.

use super::diagnostic::{Diagnostic, MOST_SHOWN, Report, Severity};
use super::source::{Place, Sources, floor_char};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// Longest part of a line that is shown; longer lines are cut around the carets.
const LONGEST_LINE: usize = 2000;

/// All problems, at most [`MOST_SHOWN`] of them, and a last line that counts them.
pub fn render(report: &Report, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in report.diagnostics.iter().take(MOST_SHOWN) {
        text.push_str(&one(&renderer, diagnostic, &report.sources));
        text.push('\n');
    }
    if report.diagnostics.len() > MOST_SHOWN {
        text.push_str(&format!("… and {} more\n", report.diagnostics.len() - MOST_SHOWN));
    }
    text
}

/// One problem.
fn one(renderer: &Renderer, d: &Diagnostic, sources: &Sources) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let excerpts = excerpts(d, sources);
    let mut group =
        level.primary_title(printable(&d.message)).id(d.code).elements(Vec::<annotate_snippets::Element<'_>>::new());
    for excerpt in &excerpts {
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(excerpt.name).annotations(
            excerpt.labels.iter().map(|(range, text, main)| {
                let kind = if *main { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(range.clone()).label(printable(text))
            }),
        );
        group = group.element(snippet);
    }
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    renderer.render(&[group])
}

/// Labels closer than this many bytes are shown in one excerpt.
const NEAR: usize = 1500;

/// Bytes of a label, its text, and whether it is the main one.
type Mark = (Range<usize>, String, bool);

/// Lines of one source that carry labels.
struct Excerpt<'a> {
    name: &'a str,
    text: &'a str,
    line: usize,
    labels: Vec<Mark>,
}

/// Cuts the lines around the labels out of their sources, so that a large file costs nothing.
fn excerpts<'a>(d: &Diagnostic, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut groups: Vec<(&'a str, &'a str, Vec<Mark>)> = Vec::new();
    for (i, label) in d.labels.iter().enumerate() {
        let Some(source) = sources.at(label.place.start) else { continue };
        let (name, text, bytes) = source.shown(source.inside(&label.place));
        let range = one_line(text, bytes);
        let near = |list: &[Mark]| list.iter().all(|(r, ..)| r.start.abs_diff(range.start) < NEAR);
        let entry = (range.clone(), label.text.clone(), i == 0);
        match groups.iter_mut().find(|(other, _, list)| *other == name && near(list)) {
            Some((.., list)) => list.push(entry),
            None => groups.push((name, text, vec![entry])),
        }
    }
    groups.into_iter().map(|(name, text, labels)| excerpt(name, text, labels)).collect()
}

/// The lines that these ranges of one source touch.
fn excerpt<'a>(name: &'a str, whole: &'a str, labels: Vec<Mark>) -> Excerpt<'a> {
    let first = labels.iter().map(|(r, ..)| r.start).min().unwrap_or(0);
    let last = labels.iter().map(|(r, ..)| r.end).max().unwrap_or(first);
    let (text, start, line) = window(whole, &(first..last));
    let cut = |r: Range<usize>| r.start - start..(r.end - start).min(text.len()).max(r.start - start);
    let labels = labels.into_iter().map(|(r, t, main)| (cut(r), t, main)).collect();
    Excerpt { name, text, line, labels }
}

/// Bytes of a text on character borders, not beyond the first line break after their start.
fn one_line(text: &str, place: Place) -> Range<usize> {
    let start = floor_char(text, place.start);
    let mut end = floor_char(text, place.end).max(start);
    if let Some(br) = text[start..end].find('\n') {
        end = start + br;
    }
    start..end
}

/// The lines of a range (or the part of them around the range), their first byte and their first number.
fn window<'a>(text: &'a str, range: &Range<usize>) -> (&'a str, usize, usize) {
    let mut start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[..start].bytes().filter(|b| *b == b'\n').count() + 1;
    let mut end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    if end - start > LONGEST_LINE + NEAR {
        start = floor_char(text, range.start.saturating_sub(60).max(start));
        end = floor_char(text, end.min(range.end + 60));
    }
    (&text[start..end], start, line)
}

/// Control characters made visible, so that no text of a user moves the cursor.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { c.escape_default().to_string() } else { c.to_string() })
        .collect()
}

/// One JSON object a line: code, severity, message, file, line, column, end, label, help.
pub fn json_lines(report: &Report) -> String {
    let mut text = String::new();
    for d in &report.diagnostics {
        let first = d.labels.first();
        let (from, to) = first.map(|l| report.sources.positions(&l.place)).unzip();
        let object = serde_json::json!({
            "code": d.code,
            "severity": if d.severity == Severity::Error { "error" } else { "warning" },
            "message": d.message,
            "file": from.as_ref().map(|p| p.source.clone()),
            "line": from.as_ref().map(|p| p.line),
            "column": from.as_ref().map(|p| p.column),
            "end_line": to.as_ref().map(|p| p.line),
            "end_column": to.as_ref().map(|p| p.column),
            "label": first.map(|l| l.text.clone()),
            "help": d.help,
        });
        text.push_str(&object.to_string());
        text.push('\n');
    }
    text
}
