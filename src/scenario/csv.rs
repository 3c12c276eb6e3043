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

/// A quote that swallows what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The opening quote.
    pub at: Range<usize>,
    /// What is wrong with it.
    pub why: &'static str,
}

/// All lines that are not empty.
///
/// # Errors
/// A quoted cell that is not closed, or closed before its end.
pub fn rows(text: &str) -> Result<Vec<Row>, Broken> {
    let bytes = text.as_bytes();
    let (mut list, mut row, mut at) = (Vec::new(), Row::default(), 0);
    if text.starts_with('\u{feff}') {
        at = 3;
    }
    while at <= bytes.len() {
        let (cell, place) = cell(text, at)?;
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
    Ok(list)
}

/// The cell that begins at a byte; its place ends at the comma, line break or end after it.
fn cell(text: &str, at: usize) -> Result<(String, Range<usize>), Broken> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        let end = bytes[at..].iter().position(|b| matches!(b, b',' | b'\n' | b'\r')).map_or(bytes.len(), |n| at + n);
        return Ok((text[at..end].to_string(), at..end));
    }
    let (mut content, mut i) = (String::new(), at + 1);
    loop {
        match text[i..].find('"') {
            None => return Err(Broken { at: at..at + 1, why: "this quote is never closed" }),
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
    if !text[i..end].trim().is_empty() {
        return Err(Broken { at: at..at + 1, why: "more follows the quote that closes this one" });
    }
    Ok((content, at..end))
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn quotes_that_swallow_are_found_where_they_open() {
        let good = rows("a,\"b \"\"c\"\",\nd\" \r\n\r\ne,f").expect("good");
        let cells: Vec<Vec<&str>> =
            good.iter().map(|row| row.cells.iter().map(|(text, _)| text.as_str()).collect()).collect();
        assert_eq!(cells, [["a", "b \"c\",\nd"], ["e", "f"]]);
        // The quote of the second line is closed by the one that opens in the third.
        for (text, at) in [("a,b\nc,\"d\ne,f\n", 6), ("a,b\nc,\"d\ne,\"f\"\n", 6), ("\"", 0), ("x,\"y\"z", 2)] {
            assert_eq!(rows(text).map(|_| ()).expect_err(text).at, at..at + 1, "{text:?}");
        }
    }
}
