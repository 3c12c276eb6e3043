//! Several messages in a row: answered in parts, waited for like any other turn, and written at the agent's own pace.

use crate::desk::stage::{ONE_AGENT, arrives, play, told, week};

/// The first message is answered before the second comes; then the agent is busy for five hours.
#[test]
fn what_is_left_of_a_burst_is_waited_for_with_patience_and_reminders() {
    let text = format!(
        "{}{ONE_AGENT}[reason.a]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\npatience = \"fixed 1 h\"\n\
         reminder = {{ after = \"fixed 20 min\", chance = \"100 %\", at_most = 2 }}\n\
         burst = {{ messages = \"fixed 2\", gap = \"fixed 10 min\" }}\n\
         [reason.b]\n{}handling = \"fixed 5 h\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:05"),
    );
    told(
        &play(&text).story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:00:30 agent service wait 30 queued 0",
            "Mon 09:10:00 writes",
            "Mon 09:30:00 writes again",
            "Mon 09:50:00 writes again",
            "Mon 10:10:00 closes abandoned wait 3600",
        ],
    );
}

/// Three messages, a minute apart, each answered at once, of ten customers: answers of one turn are of different length. That all
/// three of all ten were alike by chance has a probability below 10⁻⁹.
#[test]
fn each_answer_to_a_burst_has_its_own_number_of_messages() {
    let answers = |burst: &str| {
        let text = format!(
            "{}[group.team]\nagents = 50\nwage = \"0 USD\"\n[reason.a]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n\
             fan_out = \"geometric, mean 3\"\n{burst}",
            week(10),
            arrives("2018-08-06T09:00"),
        );
        let play = play(&text);
        let of = |contact: u32| {
            let story = play.story_of("a", contact);
            story.split("writes").skip(1).map(|part| part.matches("agent service").count()).collect::<Vec<_>>()
        };
        (0..10).map(of).collect::<Vec<_>>()
    };
    let alone = answers("");
    let parts = answers("burst = { messages = \"fixed 3\", gap = \"fixed 1 min\" }\n");
    assert!(parts.iter().all(|of_one| of_one.len() == 3), "{parts:?}");
    assert!(parts.iter().any(|of_one| of_one.iter().any(|messages| *messages != of_one[0])), "{parts:?}");
    // The first of them is that of the turn answered whole.
    let first = |of_one: &Vec<usize>| of_one[0];
    assert_eq!(parts.iter().map(first).collect::<Vec<_>>(), alone.iter().map(first).collect::<Vec<_>>());
}

/// Six minutes of work in two messages, the second of which comes while the agent writes: at half the pace twelve minutes, as if
/// both had been there at the start.
#[test]
fn a_message_that_comes_while_the_agent_writes_takes_his_pace() {
    let reason = format!(
        "[reason.a]\n{}handling = \"fixed 6 min\"\nsame_difficulty = 0\nburst = {{ messages = \"fixed 2\", gap = \"fixed 1 min\" }}\n",
        arrives("2018-08-06T09:00"),
    );
    let slow = play(&format!("{}{ONE_AGENT}pace = 0.5\n{reason}", week(1)));
    assert!(slow.story("a").contains("Mon 09:12:00 agent service wait 720"), "{}", slow.story("a"));
    // Half of the work is the first agent's, three minutes; the expert needs four.
    let groups = "[group.team]\nagents = 1\nwage = \"0 USD\"\nreasons = [\"a\"]\n[group.experts]\nagents = 1\nwage = \"0 USD\"\nreasons = [\"x\"]\n";
    let further = "[reason.x]\nhandling = \"fixed 1 min\"\n\
                   [reason.a.transfer]\nshare = \"100 %\"\nto = \"experts\"\nhandling = \"fixed 4 min\"\nafter = \"50 %\"\n";
    let passed = play(&format!("{}{groups}{reason}{further}", week(1)));
    assert!(passed.story("a").contains("Mon 09:07:00 agent service wait 420"), "{}", passed.story("a"));
    let busy = |group: usize| (passed.sums.staff.groups[group].busy + 500_000) / 1_000_000;
    assert_eq!((busy(0), busy(1)), (180, 240));
}
