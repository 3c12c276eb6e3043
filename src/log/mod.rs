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

pub use block::{Block, Side, Verdict, VerdictType};
