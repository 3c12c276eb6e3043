//! JSON values one after the other: a value a line, values end to end, or the elements of one array; in bounded memory.

use std::io::{self, Read};

/// Longest value. Unit: bytes.
pub(in super::super) const LONGEST: usize = 16 << 20;

/// Cuts text into values without reading them.
pub(in super::super) struct Values<R> {
    input: R,
    buffer: Vec<u8>,
    at: usize,
    held: usize,
    value: Vec<u8>,
    /// A value a line; else values are cut where their brackets close.
    lines: bool,
    /// Inside one array that holds the values.
    array: bool,
    begun: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Piece {
    /// A value, in [`Values::value`].
    Value,
    /// A value longer than [`LONGEST`]; with a value a line the next one follows, else nothing does.
    TooLong,
    /// The end of the file.
    End,
}

impl<R: Read> Values<R> {
    /// Decides by the first bytes whether each line is a value.
    pub(in super::super) fn new(input: R, head: &[u8]) -> Values<R> {
        let line = head.split(|b| *b == b'\n').find(|l| !l.trim_ascii().is_empty()).unwrap_or_default().trim_ascii();
        let whole = line.first() == Some(&b'{') && (closes(line) || !head.contains(&b'\n'));
        Values {
            input,
            buffer: vec![0; 1 << 18],
            at: 0,
            held: 0,
            value: Vec::new(),
            lines: whole,
            array: false,
            begun: false,
        }
    }

    /// Whether each line is a value.
    pub(in super::super) fn by_line(&self) -> bool {
        self.lines
    }

    /// The text of the value read last.
    pub(in super::super) fn value(&self) -> &[u8] {
        &self.value
    }

    /// Reads the next value.
    pub(in super::super) fn advance(&mut self) -> io::Result<Piece> {
        if self.lines { self.line() } else { self.nested() }
    }

    fn more(&mut self) -> io::Result<bool> {
        if self.at == self.held {
            self.held = self.input.read(&mut self.buffer)?;
            self.at = 0;
        }
        Ok(self.held > 0)
    }

    fn line(&mut self) -> io::Result<Piece> {
        loop {
            self.value.clear();
            let (mut long, mut ended, mut any) = (false, false, false);
            while !ended && self.more()? {
                any = true;
                let rest = &self.buffer[self.at..self.held];
                let run = rest.iter().position(|b| *b == b'\n');
                let end = run.unwrap_or(rest.len());
                long |= self.value.len() + end > LONGEST;
                if !long {
                    self.value.extend_from_slice(&rest[..end]);
                }
                ended = run.is_some();
                self.at += end + ended as usize;
            }
            match (long, any) {
                (true, _) => return Ok(Piece::TooLong),
                (_, false) => return Ok(Piece::End),
                _ if self.value.trim_ascii().is_empty() => {}
                _ => return Ok(Piece::Value),
            }
        }
    }

    fn nested(&mut self) -> io::Result<Piece> {
        self.value.clear();
        let (mut depth, mut text, mut escaped) = (0usize, false, false);
        while self.more()? {
            while self.at < self.held {
                let byte = self.buffer[self.at];
                self.at += 1;
                if self.value.is_empty() {
                    match byte {
                        b'[' if !self.begun => (self.array, self.begun) = (true, true),
                        b']' if self.array => self.array = false,
                        b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                        _ => {
                            self.begun = true;
                            self.value.push(byte);
                            depth = matches!(byte, b'{' | b'[') as usize;
                            text = byte == b'"';
                        }
                    }
                    continue;
                }
                let scalar_ends = depth == 0 && !text && matches!(byte, b',' | b']' | b'\n');
                if !scalar_ends {
                    self.value.push(byte);
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if text => escaped = true,
                    b'"' => text = !text,
                    b'{' | b'[' if !text => depth += 1,
                    b'}' | b']' if !text && depth > 0 => depth -= 1,
                    _ => {}
                }
                let closed = depth == 0 && !text && matches!(byte, b'}' | b']' | b'"');
                if scalar_ends || closed {
                    return Ok(Piece::Value);
                }
            }
            if self.value.len() > LONGEST {
                (self.at, self.held) = (0, 0);
                while self.more()? {
                    self.at = self.held;
                }
                return Ok(Piece::TooLong);
            }
        }
        Ok(if self.value.is_empty() { Piece::End } else { Piece::Value })
    }
}

/// Do the brackets of a line close at its end?
fn closes(line: &[u8]) -> bool {
    let (mut depth, mut text, mut escaped) = (0i64, false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if text => escaped = true,
            b'"' => text = !text,
            b'{' | b'[' if !text => depth += 1,
            b'}' | b']' if !text => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && !text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut values = Values::new(text.as_bytes(), text.as_bytes());
        let mut found = Vec::new();
        while values.advance().expect("memory") == Piece::Value {
            found.push(String::from_utf8_lossy(values.value()).trim().to_string());
        }
        found
    }

    #[test]
    fn lines_arrays_and_values_end_to_end() {
        assert_eq!(all("{\"a\":1}\n\n{\"b\":\"}\\\"\"}\n"), ["{\"a\":1}", "{\"b\":\"}\\\"\"}"]);
        assert_eq!(all("[{\"a\":[1,2]},\n {\"b\":{}}]"), ["{\"a\":[1,2]}", "{\"b\":{}}"]);
        assert_eq!(all("{\n \"a\": 1\n}\n{\"b\":2}"), ["{\n \"a\": 1\n}", "{\"b\":2}"]);
        assert_eq!(all("{\"a\":1}\n{\"broken\n{\"c\":3}"), ["{\"a\":1}", "{\"broken", "{\"c\":3}"]);
        assert_eq!(all("[]"), Vec::<String>::new());
        assert_eq!(all("[1,\"x\"]"), ["1", "\"x\""]);
    }
}
