//! Reading CSV: RFC 4180, with the place of every cell.

use std::ops::Range;

/// One line.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Cells without their quotes, with their bytes.
    pub cells: Vec<(String, Range<usize>)>,
}

impl Row {
    /// A cell, trimmed.
    pub fn cell(&self, i: usize) -> Option<String> {
        self.cells.get(i).map(|(text, _)| text.trim().to_string())
    }

    /// Bytes of the whole line.
    pub fn place(&self) -> Range<usize> {
        match (self.cells.first(), self.cells.last()) {
            (Some(a), Some(b)) => a.1.start..b.1.end,
            _ => 0..0,
        }
    }
}

/// All lines that are not empty.
pub fn rows(text: &str) -> Vec<Row> {
    let bytes = text.as_bytes();
    let (mut list, mut row, mut at) = (Vec::new(), Row::default(), 0);
    if text.starts_with('\u{feff}') {
        at = 3;
    }
    while at <= bytes.len() {
        let (cell, place) = cell(text, at);
        at = place.end;
        row.cells.push((cell, place));
        let end = matches!(bytes.get(at), None | Some(b'\n' | b'\r'));
        if end {
            while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
                at += 1;
            }
            let empty = row.cells.len() == 1 && row.cells[0].0.trim().is_empty();
            if !empty {
                list.push(std::mem::take(&mut row));
            }
            row.cells.clear();
            if at >= bytes.len() {
                break;
            }
        } else {
            at += 1;
        }
    }
    list
}

/// The cell that begins at a byte; its place ends at the comma, line break or end after it.
fn cell(text: &str, at: usize) -> (String, Range<usize>) {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        let end = bytes[at..].iter().position(|b| matches!(b, b',' | b'\n' | b'\r')).map_or(bytes.len(), |n| at + n);
        return (text[at..end].to_string(), at..end);
    }
    let (mut content, mut i) = (String::new(), at + 1);
    loop {
        match text[i..].find('"') {
            None => {
                content.push_str(&text[i..]);
                return (content, at..bytes.len());
            }
            Some(n) => {
                content.push_str(&text[i..i + n]);
                i += n + 1;
                if bytes.get(i) != Some(&b'"') {
                    break;
                }
                content.push('"');
                i += 1;
            }
        }
    }
    let end = bytes[i..].iter().position(|b| matches!(b, b',' | b'\n' | b'\r')).map_or(bytes.len(), |n| i + n);
    (content, at..end)
}
