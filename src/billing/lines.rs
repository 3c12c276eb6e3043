//! `bill_lines`: one row a message and tariff, streamed while the log is billed.

use std::io;
use std::path::Path;

use super::days::stamp;
use super::under::View;
use crate::log::Block;
use crate::table::{Format, Frame, LINE_TABLE, Stream, Values, Written};

/// A decision of the present block, as little as a row needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRow {
    /// Place of the fact in the block.
    pub index: usize,
    /// Index of the line among the plan's rulings.
    pub line: usize,
    /// What the rate multiplies.
    pub units: u64,
    /// Messages.
    pub messages: u64,
}

/// Writes the rows of all tariffs in order of message, then tariff.
pub struct LineWriter {
    stream: Stream,
    columns: Columns,
}

/// Rows of a row group.
const ROWS: usize = 1 << 17;

#[derive(Default)]
struct Columns {
    text: [Vec<String>; 7],
    charged: Vec<Option<u64>>,
    rate: Vec<Option<i128>>,
    amount: Vec<Option<i128>>,
}

impl Columns {
    fn frame(&mut self) -> Frame {
        let mut next = std::mem::take(&mut self.text).into_iter().map(Values::Text);
        let mut text = || next.next().unwrap_or(Values::Text(Vec::new()));
        let values = vec![
            text(),
            text(),
            text(),
            text(),
            text(),
            text(),
            Values::Whole(std::mem::take(&mut self.charged)),
            Values::Nanos(std::mem::take(&mut self.rate)),
            Values::Nanos(std::mem::take(&mut self.amount)),
            text(),
        ];
        Frame::new(&LINE_TABLE, values)
    }
}

impl LineWriter {
    /// Opens `dir/bill_lines.ENDING`.
    ///
    /// # Errors
    /// Input/output, naming step and file.
    pub fn create(dir: &Path, format: Format, pairs: &[(String, String)]) -> io::Result<LineWriter> {
        let stream = Stream::new(dir, format, &Columns::default().frame(), pairs)?;
        Ok(LineWriter { stream, columns: Columns::default() })
    }

    /// Adds the rows of a block; views come in the order of the tariffs.
    ///
    /// # Errors
    /// Input/output.
    pub fn block(&mut self, block: &Block, views: &[&View]) -> io::Result<()> {
        let mut next = vec![0usize; views.len()];
        for index in 0..block.facts.len() {
            for (view, next) in views.iter().zip(&mut next) {
                while let Some(row) = view.rows.get(*next).filter(|r| r.index == index) {
                    self.push(block, view, row);
                    *next += 1;
                }
            }
        }
        if self.columns.charged.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    /// Adds the lines that belong to no message: fees of a month. They have neither id nor time.
    pub fn standing(&mut self, views: &[&View]) {
        let nothing = Block::default();
        for view in views {
            view.rows.iter().for_each(|row| self.push(&nothing, view, row));
        }
    }

    fn push(&mut self, block: &Block, view: &View, row: &LineRow) {
        let ruling = view.rulings.get(row.line);
        let plan = view.rulings.plan();
        let time = block.facts.get(row.index).map_or_else(String::new, |f| stamp(f.head.at));
        let texts = [
            block.id(row.index).to_string(),
            time,
            plan.name().to_string(),
            ruling.market.clone(),
            ruling.category.clone(),
            ruling.rule.clone(),
            plan.currency().code().to_string(),
        ];
        self.columns.text.iter_mut().zip(texts).for_each(|(column, text)| column.push(text));
        self.columns.charged.push(Some(if ruling.charged { row.messages } else { 0 }));
        self.columns.rate.push(ruling.rate.map(i128::from));
        self.columns.amount.push(Some(i128::from(ruling.rate.unwrap_or(0)) * i128::from(row.units)));
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = self.columns.frame();
        self.stream.write(&frame)
    }

    /// Writes what is left and puts the file in place.
    ///
    /// # Errors
    /// Input/output.
    pub fn finish(mut self) -> io::Result<Written> {
        self.flush()?;
        self.stream.finish()
    }
}
