//! CSV after RFC 4180: UTF-8, comma, point, line feed, a header line; empty cell = no value.

use super::frame::{Frame, Values};
use super::number::{plain, plain_nanos};

/// The frame as CSV text.
pub fn csv(frame: &Frame) -> String {
    let mut out = header(frame);
    out.push_str(&records(frame));
    out
}

/// The header line.
pub(super) fn header(frame: &Frame) -> String {
    let names: Vec<&str> = frame.columns.iter().map(|(c, _)| c.name.as_str()).collect();
    let mut out = String::new();
    for (i, name) in names.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        push_cell(&mut out, name);
    }
    out + "\n"
}

/// The rows without header.
pub(super) fn records(frame: &Frame) -> String {
    let mut out = String::new();
    for row in 0..frame.height() {
        for (i, (_, values)) in frame.columns.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            push_cell(&mut out, &cell(values, row));
        }
        out.push('\n');
    }
    out
}

/// One value as text.
fn cell(values: &Values, row: usize) -> String {
    match values {
        Values::Text(v) => v[row].clone(),
        Values::Count(v) => v[row].to_string(),
        Values::Whole(v) => v[row].map(|n| n.to_string()).unwrap_or_default(),
        Values::Micros(v) => v[row].map(|n| n.to_string()).unwrap_or_default(),
        Values::Integer(v) => v[row].to_string(),
        Values::Real(v) => v[row].map(plain).unwrap_or_default(),
        Values::Nanos(v) => v[row].map(plain_nanos).unwrap_or_default(),
    }
}

/// Quotes where the text holds a separator, a quote or a line end.
fn push_cell(out: &mut String, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}
