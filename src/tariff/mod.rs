//! Tariffs: a vocabulary for prices of messaging, a compiler, and pure folds over facts.
//!
//! ```text
//! name or file ─► tree ─► settings, based_on ─► vocabulary ─► check ─► plan ─┬─► Biller (fold over facts) ─► Counts ─┐
//!                                      cards, markets ────────────────────┴───────────────────────────► price ─► Bill
//! ```
//!
//! Order of evaluation of one fact, the same for every tariff:
//!
//! 1. The month by the account's local date; which clocks run (`now < end`: a message exactly at the end is outside, unless
//!    [`Options::edge_inside`]).
//! 2. A customer's message prolongs clocks, then starts them; all conditions read the state before it.
//! 3. A message of the business that was not delivered, was refused, or is not accepted by this tariff is a line without price
//!    and has no effect. Acceptance goes by sending, everything else by delivery. Then the class, by `otherwise`.
//! 4. The first rule that fits: it closes, then opens clocks; `next` hands on to the rules below with the new state.
//! 5. A unit of the quota if one is left (conditions of the quota read the state before step 4); else rate and tier.
//!    No rate: the line is unrated, quota and clocks have moved, tiers have not.
//! 6. Clocks that an answer `ends`.
//!
//! Amounts never enter the fold: it counts units, [`price`] multiplies. The words are listed in `vocabulary/mod.rs`.

mod basis;
mod beside;
mod bill;
mod calendar;
mod card;
mod cards;
mod check;
mod clock_table;
mod clocks;
mod compile;
mod counts;
mod csv;
mod currencies;
mod decision;
mod direct;
mod fetch;
mod fold;
mod from_counts;
mod given;
mod in_force;
mod items;
mod ladders;
mod library;
mod load;
mod local;
mod markets;
mod missing;
mod naming;
mod opened;
mod phone;
mod plan;
mod portfolio;
mod pricing;
mod problem;
mod quantity;
mod quota;
mod rulebook;
mod rules;
mod run_on;
mod sequence;
mod settle;
pub mod sheet;
mod spot;
mod tied;
mod tiers;
mod tree;
mod vocabulary;

pub use basis::{BasisShare, Standing, basis_meaning, by_basis, standing};
pub use bill::{Bill, CountryFee, Line, price, price_by_country};
pub use counts::{AGE_BINS, Counts, Mismatch};
pub use decision::{Decision, Described, QuotaUse, month_label};
pub use fold::Biller;
pub use given::read_rates;
pub use library::{CALENDAR, names};
pub use load::{Options, load};
pub use missing::{MissingRate, read_missing_rates};
pub use phone::{PhoneProblem, country_of_phone, decides};
pub use plan::{Plan, Setting};
pub use portfolio::rate_together;
pub use problem::Problem;
pub use rules::Unrated;
