//! Ranking and selection: which of many systems is best, with as few replications as the answer takes.
//!
//! ```text
//!  all systems ─► first stage ─► who is surely not the best is dropped (Kim & Nelson) ─► one more stage of the rest ─► …
//!                            └─► the budget goes where it tells most (OCBA) ─► …
//! ```
//!
//! Systems are variants; they meet the same customers in replications of the same number, and replications that a store
//! holds are taken from there. What decides is a ratio of means: it enters linearised about the first stage, so that each
//! replication is one observation (see [`Linear`]).

mod procedure;
mod slippage;
mod systems;
mod tabulate;
mod words;

pub use procedure::{Decided, Linear, Method, Rule, Stage, Systems, select};
pub use slippage::{Normals, SelectionRow, slippage};
pub use systems::{Variants, goal_of};
pub use tabulate::tables;
pub use words::words;
