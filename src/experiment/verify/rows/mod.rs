//! The rows by model: each file makes the scenario files of its models, with the statistics they must show.

mod arrivals;
mod chat;
mod erlang;
mod general;
mod hawkes;
mod laws;
mod lines;
mod moving;
mod priorities;
mod retrials;
mod returning;
mod text;

use super::case::Case;
pub use text::name;

/// Every simulated row, in the order of the printed table.
///
/// # Errors
/// A table that does not hold what its rows need.
pub fn cases() -> Result<Vec<Case>, String> {
    let mut all = before_the_day()?;
    all.extend(moving::day()?);
    all.extend(after_the_day()?);
    Ok(all)
}

/// Model and row of every case, none of whose exact values takes long to compute.
///
/// # Errors
/// As [`cases`].
pub fn names() -> Result<Vec<(&'static str, String)>, String> {
    let quick = before_the_day()?.into_iter().chain(after_the_day()?).map(|case| (case.model, case.row));
    Ok(quick.chain(moving::day_names().map(|(model, row)| (model, row.to_string()))).collect())
}

fn before_the_day() -> Result<Vec<Case>, String> {
    let mut all = erlang::erlang_b()?;
    all.extend(erlang::erlang_c()?);
    all.extend(erlang::staffing()?);
    all.extend(erlang::erlang_a()?);
    all.extend(erlang::many_servers()?);
    all.extend(general::patience()?);
    all.extend(general::one_server()?);
    all.extend(general::phase_type()?);
    all.extend(lines::lines()?);
    all.extend(chat::chats()?);
    all.extend(returning::returning()?);
    all.extend(moving::infinite_servers()?);
    Ok(all)
}

fn after_the_day() -> Result<Vec<Case>, String> {
    let mut all = priorities::priorities()?;
    all.extend(retrials::retrials()?);
    all.extend(hawkes::clusters()?);
    all.extend(arrivals::arrivals());
    all.extend(laws::laws()?);
    Ok(all)
}
