//! What few desks have, apart from what every turn goes through: silent leaving, closure by inactivity, answers in the
//! phone app, budgets and caps, the bot turn by turn, what contacts waited. Decided when the plan is compiled; unused, it costs nothing.

mod app;
mod bot;
pub mod detail;
mod detail_plan;
mod inactivity;
mod limits;
mod merge;
mod notes;
pub mod plan;
mod silent;
pub mod sums;

pub(super) use limits::Limits;
