//! A second tier behind the first is a Jackson network: each group waits as in Erlang C. After-call work of one agent is
//! an M/G/1 queue (Pollaczek, Khinchine).

use chatfare::statistics::erlang_c;

use super::{days, runs};

const SECONDS: f64 = 1e-6;

/// 100 calls an hour of 2 min on 5 agents; 40 % go on to experts of 3 min each, 3 of them. By phone and by message.
#[test]
fn both_groups_wait_as_in_erlang_c() {
    let reason = |groups: &str| {
        format!(
            "[reason.r]\nvolume = \"100/h\"\nhandling = \"exponential, mean 2 min\"\nsame_difficulty = 0\ngroups = [\"{groups}\"]\n\
             [reason.r.transfer]\nshare = \"40 %\"\nto = \"experts\"\nhandling = \"exponential, mean 3 min\"\n\
             call_handling = \"exponential, mean 3 min\"\n"
        )
    };
    let first = erlang_c(100.0, 120.0, 5, 20.0).expect("stable").asa_s;
    let second = erlang_c(40.0, 180.0, 3, 20.0).expect("stable").asa_s;
    let phone = format!(
        "{}[call_center]\nagents = 5\nwage = \"0 USD\"\ngroups = [\"experts\"]\n\
         [group.experts]\nchannels = [\"phone\"]\nagents = 3\nwage = \"0 USD\"\n{}",
        days(100),
        reason("call center")
    );
    let calls = runs("tandem by phone", &phone, "phone", 10);
    calls.agrees("first wait, calls", first, 0.05, SECONDS, |c| (c.tally.phone.answered_sum, c.tally.phone.answered));
    calls.agrees("second wait, calls", second, 0.08, SECONDS, |c| (c.desk.second.wait, c.desk.second.taken));
    calls.agrees("passed on", 0.4, 0.01, 1.0, |c| (c.desk.second.passed_on, c.tally.opened));
    calls.agrees("busy experts", 2.0 / 3.0, 0.02, 1.0, |c| {
        (c.desk.staff.groups[1].busy, c.desk.staff.groups[1].staffed)
    });
    let messages = format!(
        "{}[group.team]\nagents = 5\nwage = \"0 USD\"\n[group.experts]\nagents = 3\nwage = \"0 USD\"\n{}",
        days(100),
        reason("team")
    );
    let messages = runs("tandem by message", &messages, "messages", 10);
    messages.agrees("first wait, messages", first, 0.05, SECONDS, |c| {
        (c.tally.messages.queued_sum, c.tally.messages.answered)
    });
    messages.agrees("second wait, messages", second, 0.08, SECONDS, |c| (c.desk.second.wait, c.desk.second.taken));
    // The whole answer: both waits, both works.
    let whole = first + 120.0 + 0.4 * (second + 180.0);
    messages.agrees("answer", whole, 0.02, SECONDS, |c| (c.tally.messages.answered_sum, c.tally.messages.answered));
}

/// Talk exponential of 60 s, after-call work exponential of 30 s: E[S] = 90 s, E[S²] = 2·60² + 2·60·30 + 2·30².
#[test]
fn after_call_work_is_service_of_the_agent() {
    let (per_s, second_moment) = (24.0 / 3600.0, 2.0 * 3600.0 + 2.0 * 1800.0 + 2.0 * 900.0);
    let wait = per_s * second_moment / (2.0 * (1.0 - per_s * 90.0));
    let reason = |key: &str| {
        format!(
            "[reason.r]\nvolume = \"24/h\"\nhandling = \"exponential, mean 1 min\"\nsame_difficulty = 0\n\
             {key} = \"exponential, mean 30 s\"\n"
        )
    };
    let phone = format!("{}[call_center]\nagents = 1\nwage = \"0 USD\"\n{}", days(100), reason("after_call_work"));
    let calls = runs("after-call work", &phone, "phone", 10);
    calls.agrees("wait", wait, 0.05, SECONDS, |c| (c.tally.phone.answered_sum, c.tally.phone.answered));
    let busy =
        |c: &chatfare::experiment::replicate::Chunk| (c.desk.staff.groups[0].busy, c.desk.staff.groups[0].staffed);
    calls.agrees("occupancy", 0.6, 0.02, 1.0, busy);
    // The line is free when the customer has hung up.
    calls.agrees("line", wait + 60.0, 0.04, SECONDS, |c| (c.tally.line_time[0], c.tally.calls));
    let messages = format!("{}[group.t]\nagents = 1\nwage = \"0 USD\"\n{}", days(100), reason("after_chat_work"));
    let chats = runs("after-chat work", &messages, "messages", 10);
    chats.agrees("wait", wait, 0.05, SECONDS, |c| (c.tally.messages.queued_sum, c.tally.messages.answered));
    chats.agrees("occupancy", 0.6, 0.02, 1.0, busy);
}
