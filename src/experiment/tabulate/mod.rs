//! From chunks to tables: every number with its interval.

mod bill;
mod breakdowns;
mod estimates;
mod observations;
mod source;
mod summary;

pub use bill::bill;
pub use breakdowns::{answers_by_age, by_country, by_hour, response_times};
pub(super) use estimates::mean_of_ratios;
pub use observations::{Matrix, Observations, matrices, observations, pooled_sums};
pub use source::{Source, channel_word};
pub use summary::{comparison, replications, summary};
