//! Closed forms of queueing economics: exact witnesses of the price game.
//!
//! | file | model |
//! | --- | --- |
//! | `naor.rs` | customers see the queue of an M/M/1 and decide whether to join |
//! | `unobservable.rs` | they do not see it (Edelson & Hildebrand), or differ in what service is worth (Mendelson) |
//! | `free_window.rs` | a desk is charged for answers that come after a free window |
//!
//! Rates and times share one unit of time; money is any one currency.

mod free_window;
mod naor;
mod unobservable;

pub use free_window::{FreeWindow, free_window};
pub use naor::{Naor, naor};
pub use unobservable::{EdelsonHildebrand, Mendelson, edelson_hildebrand, mendelson};
