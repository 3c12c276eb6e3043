//! The layouts of logs: what users really have. A layout is a file.
//!
//! * `input`: bytes of a file as text: gzip, UTF-16, byte-order marks;
//! * `csv`: records of separated values; `json`: values of NDJSON, arrays and objects;
//! * `table`: the documented columns, in any of these and in Parquet.

pub(super) mod csv;
pub(super) mod input;
pub(super) mod table;

/// Layout of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The documented columns ([`super::COLUMNS`]), one row a message.
    Table,
}

impl Format {
    /// Every layout.
    pub const ALL: [Format; 1] = [Format::Table];

    /// Its word for `--format`.
    pub fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
        }
    }
}
