//! Routing with a known answer: pooled groups, overflow at its limits, agents in reserve, preferences of a group.

use chatfare::statistics::erlang_c;

use super::markov::reserved;
use super::{days, runs};

const SECONDS: f64 = 1e-6;

/// Two reasons of calls a and b, `rest` by reason.
fn two(a: (f64, &str), b: (f64, &str)) -> String {
    let reason = |name: &str, (per_h, rest): (f64, &str)| {
        format!(
            "[reason.{name}]\nvolume = \"{per_h}/h\"\nhandling = \"exponential, mean 2 min\"\nsame_difficulty = 0\n{rest}"
        )
    };
    reason("a", a) + &reason("b", b)
}

fn groups(text: &str) -> String {
    format!("{}{text}", days(60))
}

/// Each reason prefers another group and takes the other too: five agents in one pool. So it is if the other group is
/// reached after no wait; after a wait that never ends they are two teams.
#[test]
fn groups_that_share_everything_are_one_team() {
    let teams = "[group.x]\nagents = 3\nwage = \"0 USD\"\n[group.y]\nagents = 2\nwage = \"0 USD\"\n";
    let pooled = erlang_c(100.0, 120.0, 5, 20.0).expect("stable").asa_s;
    for (name, overflow) in [("preference lists", None), ("overflow at once", Some("0 s"))] {
        let rest = |first: &str, second: &str| {
            let wait = overflow.map_or(String::new(), |wait| format!("overflow = {{ {second} = \"{wait}\" }}\n"));
            format!("groups = [\"{first}\", \"{second}\"]\n{wait}")
        };
        let text = groups(&format!("{teams}{}", two((60.0, &rest("x", "y")), (40.0, &rest("y", "x")))));
        let runs = runs(name, &text, "messages", 10);
        runs.agrees("wait", pooled, 0.06, SECONDS, |c| (c.tally.messages.queued_sum, c.tally.messages.answered));
    }
    let rest = |first: &str, second: &str| {
        format!("groups = [\"{first}\", \"{second}\"]\noverflow = {{ {second} = \"5000 h\" }}\n")
    };
    let text = groups(&format!("{teams}{}", two((60.0, &rest("x", "y")), (40.0, &rest("y", "x")))));
    let apart = runs("overflow never", &text, "messages", 10);
    let (x, y) = (erlang_c(60.0, 120.0, 3, 20.0).expect("stable"), erlang_c(40.0, 120.0, 2, 20.0).expect("stable"));
    let mean = 0.6 * x.asa_s + 0.4 * y.asa_s;
    apart.agrees("wait", mean, 0.06, SECONDS, |c| (c.tally.messages.queued_sum, c.tally.messages.answered));
}

/// Type b is taken only while more than two of five agents are free: a Markov chain.
#[test]
fn agents_in_reserve_are_a_markov_chain() {
    let [first, second] = reserved(50.0 / 3600.0, 30.0 / 3600.0, 1.0 / 120.0, 5, 2, 90);
    let text = groups(&format!(
        "[group.t]\nagents = 5\nwage = \"0 USD\"\nreserve = {{ b = 2 }}\nreasons = [\"a\", \"b\"]\nin_order = true\n{}",
        two((50.0, ""), (30.0, ""))
    ));
    let runs = runs("agents in reserve", &text, "messages", 10);
    let mean = (50.0 * first + 30.0 * second) / 80.0;
    runs.agrees("mean of both", mean, 0.08, SECONDS, |c| (c.tally.messages.queued_sum, c.tally.messages.answered));
    // Who waits: Little, by the queue itself.
    let queue = (50.0 * first + 30.0 * second) / 3600.0;
    runs.agrees("queue", queue, 0.08, 1.0, |c| {
        let hours = &c.desk.staff.hours;
        (hours.iter().map(|h| h.queue).sum(), hours.iter().map(|h| h.span).sum())
    });
}

/// A group that takes a before b, whoever waits for longer: two classes of priority (Cobham 1954).
#[test]
fn the_order_of_a_group_is_a_priority() {
    let whole = erlang_c(100.0, 120.0, 5, 20.0).expect("stable");
    let delay = whole.p_wait * 120.0 / 5.0;
    let (sigma, rho) = (50.0 / 3600.0 * 120.0 / 5.0, whole.occupancy);
    let (first, second) = (delay / (1.0 - sigma), delay / ((1.0 - sigma) * (1.0 - rho)));
    for (order, exact) in [("[\"a\", \"b\"]", first), ("[\"b\", \"a\"]", second)] {
        let team = format!("[group.t]\nagents = 5\nwage = \"0 USD\"\nreasons = {order}\nin_order = true\n");
        let text = groups(&format!("{team}{}", two((50.0, ""), (50.0, ""))));
        let runs = runs("order of a group", &text, "messages", 10);
        let both = (first + second) / 2.0;
        runs.agrees("both", both, 0.06, SECONDS, |c| (c.tally.messages.queued_sum, c.tally.messages.answered));
        let mean = wait_of_a(&text);
        assert!((mean / exact - 1.0).abs() < 0.08, "a waits {mean} s, exact {exact} s");
    }
}

/// Mean time until taken up of reason a, s, from the facts of one long run.
fn wait_of_a(text: &str) -> f64 {
    use crate::desk::stage::play;
    use chatfare::facts::Body;
    let play = play(text);
    let stream =
        play.assembly.desk.streams.iter().position(|s| play.assembly.model.sources[s.source as usize].name == "a");
    let stream = stream.expect("a stream") as u16;
    let queued = play.facts.iter().filter(|fact| fact.head.id.stream == stream).filter_map(|fact| match fact.body {
        Body::MessageOut { queued, .. } if queued >= 0 => Some(queued as f64),
        _ => None,
    });
    let (sum, n) = queued.fold((0.0, 0.0), |(sum, n), wait| (sum + wait, n + 1.0));
    sum / n / 1e6
}
