//! From counts to statements: closed forms of queues, intervals over replications, mergeable tallies.
//!
//! A replication hands over integers only: counts, sums of microseconds and nano-units, histogram bins. Floats appear
//! after the merge, so a table has the same bytes for any number of threads and shards. Three kinds of parts:
//!
//! **Closed forms**, the witnesses of the simulation and the start of every staffing search. Rates are per hour, times
//! in seconds, loads in erlangs; each function checks its input and reports every problem at once ([`QueueError`]).
//!
//! | file | model |
//! | --- | --- |
//! | `erlang_b.rs` | M/M/c/c: lines without a queue |
//! | `erlang_c.rs` | M/M/c: callers wait for ever |
//! | `erlang_a.rs` | M/M/c+M: exponential patience |
//! | `mmc_plus_g.rs` | M/M/c+G: any patience law of a scenario (`patience.rs`, `gamma.rs`, `quadrature.rs`) |
//! | `erlang_r.rs` | contacts of several turns that come back after thinking |
//! | `transient.rs` | M_t/M/c_t+M: a day hour by hour from an empty system |
//! | `staffing.rs` | the smallest team that keeps a promise |
//!
//! **Intervals** over replications: [`student`] (`interval.rs`), [`ratio`] and [`share`] (`ratio.rs`), [`paired`] and
//! [`relative_change`] (`paired.rs`), [`wait_quantile_s`] (`quantile.rs`).
//!
//! **Output analysis and experiments**: when to stop ([`Precision`], [`Checkpoints`], `stopping.rs`), warm-up ([`mser5`],
//! `warm_up.rs`), one long run ([`batch_means`]), less noise ([`control_variates`], [`stratified`]), independent samples
//! ([`quantile_ranks`], `order_statistics.rs`), which system is best ([`selection`]), what the answer depends on
//! ([`sensitivity`]), and closed forms of the price game ([`economics`]).
//!
//! **Tallies** inside a replication: [`Histogram`] of waits (`histogram.rs`), [`ContactWaits`] (`contact_waits.rs`), [`Little`]
//! (`little.rs`).

mod batch_means;
mod contact_waits;
mod control_variates;
mod controlled;
pub mod economics;
mod erlang_a;
mod erlang_b;
mod erlang_c;
mod erlang_r;
mod gamma;
mod histogram;
mod interval;
mod little;
mod mmc_plus_g;
mod normal;
mod order_statistics;
mod paired;
mod patience;
mod problem;
mod quadrature;
mod quantile;
mod ratio;
pub mod selection;
pub mod sensitivity;
mod staffing;
mod stopping;
mod stratified;
pub mod tally;
mod tally_merge;
mod tally_parts;
mod tally_whole;
mod transient;
mod warm_up;

pub use batch_means::{BatchMeans, batch_means};
pub use contact_waits::ContactWaits;
pub use control_variates::{Control, Controlled, control_variates};
pub use controlled::{paired_controlled, ratio_controlled};
pub use erlang_a::{ErlangA, erlang_a};
pub use erlang_b::{ErlangB, erlang_b};
pub use erlang_c::{ErlangC, erlang_c};
pub use erlang_r::{ErlangR, erlang_r};
pub use histogram::{Bin, Histogram, NegativeWait};
pub use interval::{Interval, bonferroni_level, student, t_quantile};
pub use little::{Little, LittleError, time_inside};
pub use mmc_plus_g::{MmcPlusG, mmc_plus_g};
pub use order_statistics::{QuantileRanks, quantile_ranks, sample_quantile};
pub use paired::{PairedDifference, Reading, paired, relative_change};
pub use problem::{InputError, Problem, QueueError};
pub use quantile::{wait_quantile_by, wait_quantile_s};
pub use ratio::{
    Pair, linearised, linearised_together, ratio, ratio_delta, ratio_fieller, ratio_jackknife, rule_of_three, share,
};
pub use staffing::{Heads, calls_heads, heads_erlang_a, heads_erlang_c, paid_heads, square_root_heads};
pub use stopping::{
    Checkpoints, Decision, LOOK_AHEAD, Precision, Stopped, hoad_robinson_davies, law_kelton, look_ahead,
};
pub use stratified::{Stratum, proportional_allocation, stratified};
pub use transient::{AtShiftEnd, Period, PeriodMeans, mt_m_ct_m};
pub use warm_up::{MSER_BATCH, RunTooShort, WarmUp, mser5};
