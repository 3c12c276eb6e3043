//! Erlang-R: contacts of several turns with slots released between them; every turn waits as in Erlang C.

use super::super::case::{Case, check, pair, plain};
use super::text::{MICRO, level_offered, p_wait, reason, relaxation_h, team};
use crate::statistics::erlang_r;

struct Returning {
    name: &'static str,
    contacts_per_h: f64,
    turns: f64,
    turn_s: f64,
    thinking: &'static str,
    think_s: f64,
    agents: u32,
    concurrency: u32,
    customers: f64,
}

/// Two small teams, and a window that lapses.
pub fn returning() -> Result<Vec<Case>, String> {
    let small = Returning {
        name: "erlang_r 2 agents of 3 chats",
        contacts_per_h: 34.0,
        turns: 3.0,
        turn_s: 180.0,
        thinking: "lognormal, mean 5 min, CV 2",
        think_s: 300.0,
        agents: 2,
        concurrency: 3,
        customers: 12e6,
    };
    let larger = Returning {
        name: "erlang_r 9 agents of 2 chats",
        contacts_per_h: 150.0,
        turns: 2.0,
        thinking: "fixed 10 min",
        think_s: 600.0,
        agents: 9,
        concurrency: 2,
        customers: 14e6,
        ..small
    };
    let mut all = [small, larger].iter().map(case).collect::<Result<Vec<Case>, String>>()?;
    all.push(lapsing());
    Ok(all)
}

fn case(row: &Returning) -> Result<Case, String> {
    let servers = row.agents * row.concurrency;
    let p_return = 1.0 - 1.0 / row.turns;
    let exact =
        erlang_r(row.contacts_per_h, row.turn_s, p_return, row.think_s, servers, 20.0).map_err(|e| e.to_string())?;
    let mut case = Case::new("Erlang-R", row.name.to_string(), row.customers, exact.turns_per_h);
    case.lead_h = 10.0 * relaxation_h(exact.turns_per_h, row.turn_s, servers) + 40.0 * row.turns * row.think_s / 3600.0;
    case.service_s = Some(row.turn_s);
    case.text = format!(
        "{}turns = \"geometric, mean {}\"\nthinking = \"{}\"\n[desk]\nslots = \"released\"\n{}",
        reason(row.contacts_per_h, &format!("exponential, mean {} s", row.turn_s)),
        row.turns,
        row.thinking,
        team(row.agents, row.concurrency, 20.0, ""),
    );
    let open = row.contacts_per_h * exact.mean_contact_s / 3600.0;
    case.checks = vec![
        p_wait(exact.turn.p_wait),
        check("mean wait, s", exact.turn.asa_s, MICRO, |s| pair(s.waits.wait_answered, s.waits.offered)),
        level_offered(exact.turn.service_level),
        plain("turns an hour", exact.turns_per_h, 3.6e9, |s| pair(s.waits.offered, s.span)),
        check("open contacts", open, 1.0, |s| pair(s.staff.open_contacts, s.span)),
    ];
    Ok(case)
}

/// One agent whose answers are often later than 24 h after the message they answer: in M/M/1 a turn takes an exponential
/// time with rate μ − Λ, each turn of a contact alike, and the window runs from the turn's own message.
fn lapsing() -> Case {
    let (contacts_h, turns, turn_h, window_h) = (0.05, 2.0, 5.0, 24.0);
    let gap = 1.0 / turn_h - contacts_h * turns;
    let mut case = Case::new("M/M/1, window of 24 h", "window 1 agent".into(), 4e6, contacts_h * turns);
    case.lead_h = 10.0 * relaxation_h(contacts_h * turns, turn_h * 3600.0, 1) + 400.0;
    case.service_s = Some(turn_h * 3600.0);
    case.text = format!(
        "{}turns = \"geometric, mean {turns}\"\nthinking = \"exponential, mean 10 h\"\n[desk]\nslots = \"released\"\n{}",
        reason(contacts_h, &format!("exponential, mean {turn_h} h")),
        team(1, 1, 20.0, ""),
    );
    case.checks = vec![
        check("answers after the window", libm::exp(-gap * window_h), 1.0, |s| pair(s.waits.late, s.waits.answered())),
        check("mean time to answer, s", 3600.0 / gap, MICRO, |s| {
            pair(s.waits.wait_answered + s.waits.service, s.waits.answered())
        }),
    ];
    case
}
