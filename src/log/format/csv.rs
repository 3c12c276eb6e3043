//! Separated values (RFC 4180 with `,`, `;` or tab), record by record in bounded memory.

use std::io::{self, Read};

/// Longest record. Unit: bytes.
pub(in super::super) const LONGEST: usize = 16 << 20;

/// Reads records; the buffers are used again.
pub(in super::super) struct Csv<R> {
    input: R,
    separator: u8,
    buffer: Vec<u8>,
    at: usize,
    held: usize,
    text: Vec<u8>,
    ends: Vec<usize>,
    valid: String,
    /// Some record was not UTF-8.
    pub(in super::super) broken_text: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Next {
    /// A record.
    Record,
    /// The record is longer than [`LONGEST`]: a quote is not closed.
    TooLong,
    /// The end of the file.
    End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// A quote inside a quoted cell: its end, or one half of `""`.
    Quote,
}

impl<R: Read> Csv<R> {
    pub(in super::super) fn new(input: R, separator: u8) -> Csv<R> {
        Csv {
            input,
            separator,
            buffer: vec![0; 1 << 18],
            at: 0,
            held: 0,
            text: Vec::new(),
            ends: Vec::new(),
            valid: String::new(),
            broken_text: false,
        }
    }

    /// Reads the next record that is not an empty line.
    pub(in super::super) fn advance(&mut self) -> io::Result<Next> {
        loop {
            let next = self.record()?;
            let blank = self.ends.len() == 1 && self.text.is_empty();
            if next == Next::Record && blank {
                continue;
            }
            self.validate();
            return Ok(next);
        }
    }

    fn record(&mut self) -> io::Result<Next> {
        self.text.clear();
        self.ends.clear();
        let mut state = State::Start;
        loop {
            if self.at == self.held {
                self.held = self.input.read(&mut self.buffer)?;
                self.at = 0;
                if self.held == 0 {
                    if self.text.is_empty() && self.ends.is_empty() && state == State::Start {
                        return Ok(Next::End);
                    }
                    self.ends.push(self.text.len());
                    return Ok(Next::Record);
                }
            }
            if self.chunk(&mut state) {
                return Ok(Next::Record);
            }
            if self.text.len() > LONGEST || self.ends.len() > LONGEST / 8 {
                return Ok(Next::TooLong);
            }
        }
    }

    /// Takes in what the buffer holds; true at the end of a record.
    fn chunk(&mut self, state: &mut State) -> bool {
        let separator = self.separator;
        while self.at < self.held {
            let rest = &self.buffer[self.at..self.held];
            match *state {
                State::Quoted => {
                    let run = rest.iter().position(|b| *b == b'"').unwrap_or(rest.len());
                    self.text.extend_from_slice(&rest[..run]);
                    self.at += run;
                    if run < rest.len() {
                        self.at += 1;
                        *state = State::Quote;
                    } else if self.text.len() > LONGEST {
                        return false;
                    }
                }
                State::Quote if rest[0] == b'"' => {
                    self.text.push(b'"');
                    self.at += 1;
                    *state = State::Quoted;
                }
                State::Start if rest[0] == b'"' => {
                    self.at += 1;
                    *state = State::Quoted;
                }
                _ => {
                    let special = |b: &u8| *b == separator || *b == b'\n' || *b == b'\r';
                    let run = rest.iter().position(special).unwrap_or(rest.len());
                    self.text.extend_from_slice(&rest[..run]);
                    let found = rest.get(run).copied();
                    self.at += run + found.is_some() as usize;
                    *state = State::Plain;
                    match found {
                        Some(b'\n') => {
                            self.ends.push(self.text.len());
                            return true;
                        }
                        Some(b'\r') | None => {}
                        Some(_) => {
                            self.ends.push(self.text.len());
                            *state = State::Start;
                        }
                    }
                }
            }
        }
        false
    }

    fn validate(&mut self) {
        self.valid.clear();
        match std::str::from_utf8(&self.text) {
            Ok(text) => self.valid.push_str(text),
            Err(_) => {
                self.broken_text = true;
                // Windows-1252 as Latin-1: only names could be read differently, and each byte stays one character.
                let mut start = 0;
                for end in &mut self.ends {
                    let cell = &self.text[start..*end];
                    start = *end;
                    self.valid.extend(cell.iter().map(|b| *b as char));
                    *end = self.valid.len();
                }
            }
        }
    }

    /// Number of cells.
    pub(in super::super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell; empty beyond the last one.
    #[inline]
    pub(in super::super) fn cell(&self, i: usize) -> &str {
        let Some(end) = self.ends.get(i) else { return "" };
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        self.valid.get(start..*end).unwrap_or("")
    }
}

/// The separator that the header line holds most of; commas stand in names sooner than the others.
pub(in super::super) fn separator(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').find(|l| !l.trim_ascii().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(0, b','), (0, b'|'), (0, b'\t'), (0, b';')];
    for byte in line {
        quoted ^= *byte == b'"';
        for (count, separator) in &mut counts {
            *count += (!quoted && byte == separator) as usize;
        }
    }
    counts.iter().max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0).map_or(b',', |(_, s)| *s)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let mut csv = Csv::new(text.as_bytes(), separator(text.as_bytes()));
        let mut rows = Vec::new();
        while csv.advance().expect("text") == Next::Record {
            rows.push((0..csv.len()).map(|i| csv.cell(i).to_string()).collect());
        }
        rows
    }

    #[test]
    fn quotes_separators_line_ends() {
        assert_eq!(
            all("a,b\r\n1,\"x, \"\"y\"\"\n z\"\n\n,\n"),
            [vec!["a", "b"], vec!["1", "x, \"y\"\n z"], vec!["", ""]]
        );
        assert_eq!(all("a;b,c\n1;2,5"), [["a", "b,c"], ["1", "2,5"]]);
        assert_eq!(all("a\tb\n1\t"), [["a", "b"], ["1", ""]]);
        assert_eq!(all("a\n\"open"), [["a"], ["open"]]);
        assert_eq!(all(""), Vec::<Vec<String>>::new());
    }
}
