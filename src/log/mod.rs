//! Real message logs: files as users have them → the same facts that a simulation gives.
//!
//! ```text
//! files ─► format (CSV, Parquet, NDJSON, webhooks, exports) ─► rows ─► checked ─► merged by (time, inbound first, id) ─► blocks of facts
//!                                                                  └─► rows that no tariff could bill: reported, kept out
//! ```
//!
//! Opening a log reads it once for its dimensions ([`Log::book`], first and last time) and, where it is not sorted, sorts it in
//! temporary files. After that the blocks stream in order of time with bounded memory.

mod block;
mod census;
mod convert;
mod counted;
mod countries;
mod counts;
mod event;
mod field;
mod format;
mod hash;
mod import;
mod intake;
mod kept;
mod mapping;
mod months;
mod number;
mod open;
mod options;
mod places;
mod play;
mod problem;
mod reason;
mod row;
mod said;
mod shape;
mod sort;
mod spool;
mod stream;
mod time;
mod unique;
mod window;
mod words;

pub use block::{Block, NOT_IN_LOG, Side, Verdict, VerdictType};
pub use counted::{Counted, counted};
pub use counts::{CountRow, Counts, counts};
pub use field::{COLUMNS, ColumnHelp, Field};
pub use format::Format;
pub use import::{FileRead, Import, KeptOut};
pub use mapping::Mapping;
pub use open::{Log, open};
pub use options::{Edge, LEAST_MEMORY, MEMORY, MissingIds, Options, Unmarked, Zones};
pub use problem::Problem;
pub use reason::Reason;
pub use stream::Blocks;
