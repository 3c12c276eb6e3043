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
    all.extend(moving::day()?);
    all.extend(priorities::priorities()?);
    all.extend(retrials::retrials()?);
    all.extend(hawkes::clusters()?);
    all.extend(arrivals::arrivals());
    all.extend(laws::laws()?);
    Ok(all)
}
