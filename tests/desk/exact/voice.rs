//! What callers meet, with a known answer: capacity of the queue, announcements, no patience at all, offers to be called back.

use chatfare::statistics::{erlang_a, erlang_b, erlang_c};

use super::markov::mmck;
use super::{Runs, days, runs};

const SECONDS: f64 = 1e-6;

/// 100 calls an hour of 2 min on 4 agents.
fn calls(name: &str, center: &str) -> Runs {
    let text = format!(
        "{}[call_center]\nagents = 4\nwage = \"0 USD\"\n{center}[reason.r]\nvolume = \"100/h\"\n\
         handling = \"exponential, mean 2 min\"\nsame_difficulty = 0\n",
        days(60)
    );
    runs(name, &text, "phone", 10)
}

#[test]
fn a_queue_of_three_places_is_m_m_c_k() {
    let (blocked, wait) = mmck(100.0 / 3600.0, 1.0 / 120.0, 4, 7);
    let runs = calls("queue of three places", "queue = 3\nmenu = \"20 s\"\n");
    runs.agrees("blocked", blocked, 0.04, 1.0, |c| (c.tally.outcomes[4], c.tally.opened));
    runs.agrees("wait", wait, 0.04, SECONDS, |c| (c.tally.phone.answered_sum, c.tally.phone.answered));
    // Whoever finds no place has used a line for the menu; the lines are all free again in the end.
    let line = 20.0 + (1.0 - blocked) * (wait + 120.0);
    runs.agrees("line", line, 0.02, SECONDS, |c| (c.tally.line_time[0], c.tally.calls));
}

#[test]
fn without_a_queue_it_is_erlang_b() {
    let lost = erlang_b(100.0 / 30.0, 4).expect("a load").p_block;
    let runs = calls("no queue", "queue = 0\n");
    runs.agrees("blocked", lost, 0.03, 1.0, |c| (c.tally.outcomes[4], c.tally.opened));
    // Callers without any patience are served if an agent is free, and leave if not: the same losses.
    let runs = calls("no patience", "patience = \"fixed 0 s\"\n");
    runs.agrees("abandoned", lost, 0.03, 1.0, |c| (c.tally.outcomes[2], c.tally.opened));
}

/// Exponential patience forgets: an announcement after which it is drawn anew changes nothing (Erlang A).
#[test]
fn an_announcement_that_renews_patience_changes_nothing() {
    let exact = erlang_a(100.0, 120.0, 180.0, 4, 20.0).expect("a load");
    let center = "patience = \"exponential, mean 3 min\"\nannouncement = { after = \"30 s\", patience = \"exponential, mean 3 min\" }\n";
    let runs = calls("announcement renews", center);
    runs.agrees("abandoned", exact.p_abandon, 0.04, 1.0, |c| (c.tally.outcomes[2], c.tally.opened));
    // A longer patience from the announcement on keeps more callers: the test before would see it.
    let longer = "patience = \"exponential, mean 3 min\"\nannouncement = { after = \"30 s\", patience = \"never\" }\n";
    let fewer = calls("announcement calms", longer);
    let share = |runs: &Runs| {
        let sum = |f: &dyn Fn(&chatfare::experiment::replicate::Chunk) -> i64| runs.0.iter().map(f).sum::<i64>() as f64;
        sum(&|c| c.tally.outcomes[2]) / sum(&|c| c.tally.opened)
    };
    assert!(share(&fewer) < 0.8 * exact.p_abandon, "{} {}", share(&fewer), exact.p_abandon);
}

/// If all who would wait take the offer, the queue is that of Erlang C, only that they wait at home.
#[test]
fn call_backs_for_all_who_wait_are_erlang_c() {
    let exact = erlang_c(100.0, 120.0, 4, 20.0).expect("stable");
    let runs = calls("call-backs for all", "callback = { above = \"0 s\", chance = \"100 %\" }\n");
    runs.agrees("accepted", exact.p_wait, 0.05, 1.0, |c| (c.desk.recalls.accepted, c.tally.opened));
    runs.agrees("wait at home", exact.mean_wait_of_delayed_s, 0.08, SECONDS, |c| {
        (c.desk.recalls.wait, c.desk.recalls.reached)
    });
    // Nobody waits on the line.
    runs.agrees("line", 120.0 * (1.0 - exact.p_wait), 0.05, SECONDS, |c| (c.tally.line_time[0], c.tally.opened));
    runs.agrees("outbound", 120.0 * exact.p_wait, 0.05, SECONDS, |c| (c.tally.line_time[1], c.tally.opened));
}

/// Tries reach a customer with 60 %, three of them: 1 − 0.4³.
#[test]
fn three_tries_reach_what_three_tries_must() {
    let center = "patience = \"fixed 0 s\"\nvoicemail = { chance = \"50 %\", reached = \"60 %\", tries = 3, between = \"fixed 10 min\" }\n";
    let runs = calls("three tries", center);
    runs.agrees("messages left", 0.5, 0.02, 1.0, |c| {
        (c.desk.recalls.messages, c.tally.phone.offered - c.tally.phone.answered)
    });
    runs.agrees("reached", 1.0 - 0.4f64.powi(3), 0.01, 1.0, |c| (c.desk.recalls.reached, c.desk.recalls.messages));
}
