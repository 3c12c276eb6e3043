//! A real log under any number of price lists: bills, what differs, and what the log itself can tell.
//!
//! ```text
//! blocks of facts ─► [reading thread] ─► every fold in parallel over each block ─► counts × rates ─► bills ─► tables
//!                                         ├─ under:   all tariffs that count alike share one fold; lenses see each decision
//!                                         ├─ merge:   the log with messages joined that were sent close together
//!                                         ├─ second:  the log on twice as many numbers
//!                                         └─ traffic: what came and went
//! ```
//!
//! One pass, blocks in order of time, memory that follows what is open and not the log's length. Nothing here needs anybody to
//! have behaved otherwise: counterfactuals of behaviour (answer faster, close a shift) are for a simulated scenario.

mod counted;
mod days;
mod extras;
mod import;
mod lens;
mod lines;
mod merge;
mod pairs;
mod pass;
mod pipeline;
mod places;
mod ruling;
mod second;
mod sentences;
mod source;
mod tables;
mod traffic;
mod under;

pub use counted::{CountSource, analytics, billable, count_notes};
pub use days::{Days, day_label, stamp};
pub use extras::{Markup, Tax};
pub use import::{import_notes, import_rows, name};
pub use merge::{Joined, Joiner};
pub use pass::{Ask, Billed, Error, bill};
pub use sentences::{Reading, sentences, warnings};
pub use source::{Held, Source};
pub use traffic::Traffic;
