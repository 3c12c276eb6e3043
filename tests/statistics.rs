//! Closed forms against exact tables, intervals against known answers, tallies against their own definition.

#[path = "statistics/closed_forms.rs"]
mod closed_forms;
#[path = "statistics/coverage.rs"]
mod coverage;
#[path = "statistics/economics.rs"]
mod economics;
#[path = "statistics/inputs.rs"]
mod inputs;
#[path = "statistics/intervals.rs"]
mod intervals;
#[path = "statistics/output.rs"]
mod output;
#[path = "statistics/reference.rs"]
mod reference;
#[path = "statistics/selection.rs"]
mod selection;
#[path = "statistics/sensitivity.rs"]
mod sensitivity;
#[path = "statistics/staffing.rs"]
mod staffing;
#[path = "statistics/stopping.rs"]
mod stopping;
#[path = "statistics/tallies.rs"]
mod tallies;
