//! Agents who differ, with a known answer.

use super::{days, runs};

/// Lognormal speeds of mean 1 and CV v: work takes E[1 / speed] = 1 + v² as long. Agents are chosen with the same chance at
/// a load at which nobody waits.
#[test]
fn the_mean_handling_time_of_unlike_agents() {
    let text = format!(
        "{}[desk]\nrouting = \"random\"\n[group.t]\nagents = 400\nwage = \"0 USD\"\nagent_cv = 0.3\npace = 1.25\n\
         [reason.r]\nvolume = \"600/h\"\nhandling = \"fixed 100 s\"\nsame_difficulty = 0\n",
        days(4)
    );
    let runs = runs("unlike agents", &text, "messages", 40);
    runs.agrees("handling", 80.0 * 1.09, 0.01, 1e-6, |c| (c.desk.staff.groups[0].busy, c.tally.messages.answered));
}
