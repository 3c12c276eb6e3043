//! Text in columns: wrapped paragraphs and aligned tables, as wide as the reader's terminal.

pub(super) use super::super::screen::width;

/// Wraps a paragraph; every line begins with `indent` spaces, the first one with `head` in their place.
pub(super) fn paragraph(head: &str, indent: usize, text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut line = format!("{head:indent$}");
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = " ".repeat(indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push_str(line.trim_end());
    lines.push('\n');
    lines
}

/// A title above a section.
pub(super) fn title(text: &str) -> String {
    format!("\n{text}\n{}\n", "-".repeat(text.chars().count()))
}

/// How the cells of a column stand.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Align {
    Left,
    Right,
}

/// An aligned table, two spaces between columns. Cells of the last column are wrapped to the width; the others are not.
pub(super) fn table(header: &[(&str, Align)], rows: &[Vec<String>], width: usize) -> String {
    let widths: Vec<usize> = header
        .iter()
        .enumerate()
        .map(|(i, (name, _))| {
            let cells = rows.iter().filter_map(|r| r.get(i)).map(|c| c.chars().count());
            cells.chain([name.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let names: Vec<String> = header.iter().map(|(name, _)| name.to_string()).collect();
    let mut text = String::new();
    for row in std::iter::once(&names).chain(rows) {
        let mut head = String::from("  ");
        for (i, cell) in row.iter().enumerate().take(header.len() - 1) {
            let gap = " ".repeat(widths[i].saturating_sub(cell.chars().count()));
            let cell = if header[i].1 == Align::Right { format!("{gap}{cell}") } else { format!("{cell}{gap}") };
            head.push_str(&cell);
            head.push_str("  ");
        }
        let last = row.last().map_or("", String::as_str);
        if header.last().is_some_and(|h| h.1 == Align::Right) {
            let gap = " ".repeat(widths[header.len() - 1].saturating_sub(last.chars().count()));
            text.push_str(&format!("{head}{gap}{last}\n"));
        } else {
            text.push_str(&paragraph(&head, head.chars().count(), last, width));
        }
    }
    text
}
