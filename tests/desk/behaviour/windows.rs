//! Contacts of one customer share a window: what he writes about one need moves it for the others.

use crate::desk::stage::{ONE_AGENT, Play, arrives, play, told, week};

/// `p` is one customer, `q` anybody.
fn world() -> String {
    let people = "size = 1\ncountries = { FR = \"100 %\" }\n[population.q]\ncountries = { FR = \"100 %\" }\n";
    week(1).replace("countries = { FR = \"100 %\" }\n", people)
}

fn reason(name: &str, population: &str, at: &str, handling: &str) -> String {
    format!(
        "[reason.{name}]\npopulation = \"{population}\"\n{}handling = \"fixed {handling}\"\nsame_difficulty = 0\n",
        arrives(at)
    )
}

/// a is held on Tuesday at 10:00, 25 hours after it came; at 12:00 the same customer writes about b.
fn held(population: &str, late: &str) -> Play {
    let team = "[group.team]\nagents = 1\nhours = \"Tue-Fri 10:00-18:00\"\nwage = \"0 USD\"\n";
    play(&format!(
        "{}{team}[desk.answer]\n{late}{}{}",
        world(),
        reason("a", "p", "2018-08-06T09:00", "1 min"),
        reason("b", population, "2018-08-07T12:00", "1 min")
    ))
}

#[test]
fn an_answer_that_is_held_goes_out_when_the_customer_writes_about_something_else() {
    for late in ["late = \"hold\"\n", "late = \"cap\"\ncap = 0\n"] {
        let both = held("p", late);
        // First come, first served: a goes before b.
        told(
            &both.story("a"),
            &[
                "Mon 09:00:00 opens",
                "Mon 09:00:00 writes",
                "Tue 12:01:00 agent service wait 97260 queued 97200",
                "Tue 12:01:00 closes resolved",
            ],
        );
        assert!(both.story("b").contains("Tue 12:02:00 agent service wait 120 queued 60"), "{}", both.story("b"));
        // Somebody else's message lets it lie.
        let other = held("q", late);
        assert!(other.story("a").ends_with("closes open at end wait 1177200"), "{}", other.story("a"));
        assert!(other.story("b").contains("Tue 12:01:00 agent service wait 60 queued 0"), "{}", other.story("b"));
    }
}

/// The answer to a takes 25 hours and may not go out when it is written, Tuesday 10:00; it does at 12:00, without further work.
#[test]
fn a_written_answer_goes_out_too() {
    let team = "[group.team]\nagents = 1\nwage = \"0 USD\"\n[desk.answer]\nlate = \"hold\"\n";
    let play = play(&format!(
        "{}{team}{}{}",
        world(),
        reason("a", "p", "2018-08-06T09:00", "25 h"),
        reason("b", "p", "2018-08-07T12:00", "1 min")
    ));
    assert!(play.story("a").contains("Tue 12:00:00 agent service wait 97200 queued 0"), "{}", play.story("a"));
    assert!(play.story("b").contains("Tue 12:01:00 agent service wait 60 queued 0"), "{}", play.story("b"));
}

/// The agent is busy until 12:00. a came before b, but its customer wrote again at 10:30, about c: its window closes after that of b.
#[test]
fn the_order_by_windows_follows_what_the_customer_writes_elsewhere() {
    let text = |rest: &str| {
        format!(
            "{}{ONE_AGENT}[desk]\ndiscipline = \"window expiry\"\n{rest}{}{}{}{}",
            world(),
            reason("first", "q", "2018-08-06T09:00", "3 h"),
            reason("a", "p", "2018-08-06T09:10", "10 min"),
            reason("b", "q", "2018-08-06T09:20", "10 min"),
            reason("c", "p", "2018-08-06T10:30", "10 min"),
        )
    };
    // Searched queues have the same order.
    for rest in ["", "routing = \"random\"\n"] {
        let play = play(&text(rest));
        for (name, at) in [("b", "12:10"), ("a", "12:20"), ("c", "12:30")] {
            assert!(play.story(name).contains(&format!("Mon {at}:00 agent service")), "{rest}{}", play.story(name));
        }
    }
}
