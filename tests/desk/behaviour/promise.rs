//! What counts as a turn of the team whose promise is kept or broken, turn by turn.

use chatfare::desk::Kept;

use crate::desk::stage::{Play, arrives, play, play_variant, week};

fn kept(play: &Play, channel: usize) -> (i64, i64) {
    let Kept { within, offered } = play.sums.promise[channel];
    (within, offered)
}

/// Calls at 09:00, 09:01, 09:02 of 10 min each, threshold 20 s. All three come in opening hours.
fn three_calls(center: &str) -> Play {
    let mut text =
        format!("{}[measures]\ncall_threshold = \"20 s\"\n[call_center]\nwage = \"0 USD\"\n{center}", week(1));
    for (name, minute) in [("a", 0), ("b", 1), ("c", 2)] {
        let at = arrives(&format!("2018-08-06T09:0{minute}"));
        text += &format!("[reason.{name}]\n{at}handling = \"fixed 10 min\"\nsame_difficulty = 0\n");
    }
    play_variant(&text, "phone")
}

#[test]
fn blocked_calls_break_the_promise() {
    // a is answered at once, b waits, c finds no line.
    let play = three_calls("agents = 1\nlines = 2\n");
    assert_eq!((kept(&play, 1), play.sums.extras.blocked), ((1, 3), 1));
    // Two agents: a and b are answered at once, c finds no line.
    assert_eq!(kept(&three_calls("agents = 2\nlines = 2\n"), 1), (2, 3));
    // Nobody may wait: b and c find no place in the queue.
    let play = three_calls("agents = 1\nqueue = 0\n");
    assert_eq!((kept(&play, 1), play.sums.extras.blocked), ((1, 3), 2));
    assert!((play.metric("promise_kept") - 1.0 / 3.0).abs() < 1e-12);
    // Who calls again after he was blocked begins another turn: c at 09:12, when b has been answered (late) and is on the line.
    let play = three_calls("agents = 1\nlines = 2\nretrial = { chance = \"100 %\", after = \"fixed 10 min\" }\n");
    assert_eq!(kept(&play, 1), (1, 4));
    // Outside opening hours nothing is promised, and what the menu settles is none of the team's.
    let closed = three_calls("agents = 1\nlines = 2\nhours = \"Mon 10:00-18:00\"\n");
    assert_eq!(kept(&closed, 1), (0, 0));
    assert_eq!(kept(&three_calls("agents = 1\nmenu = \"5 s\"\nmenu_containment = \"100 %\"\n"), 1), (0, 0));
}

/// Two turns each of two contacts; the bot settles one contact, a person answers the other after 3 min.
#[test]
fn what_the_bot_settles_is_none_of_the_teams() {
    let text = |containment: &str| {
        let reasons = [("a", 0), ("b", 30)].map(|(name, minute)| {
            format!(
                "[reason.{name}]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 1 min\"\n",
                arrives(&format!("2018-08-06T09:{minute:02}"))
            )
        });
        format!(
            "{}[measures]\nmessage_threshold = \"{{within}}\"\n[group.team]\nagents = 1\nwage = \"0 USD\"\n[bot]\ndelay = \"5 s\"\n\
             [bot.containment]\n{containment}\n{}",
            week(1),
            reasons.concat()
        )
    };
    let of = |containment: &str, within: &str| kept(&play(&text(containment).replace("{within}", within)), 0);
    let half = "a = \"100 %\"\nb = \"0 %\"";
    // The hand-over's 5 s belong to the team's first wait: 185 s, then 180 s.
    assert_eq!((of(half, "3 min"), of(half, "4 min"), of(half, "1 min")), ((1, 2), (2, 2), (0, 2)));
    assert_eq!(of("a = \"100 %\"\nb = \"100 %\"", "1 min"), (0, 0));
    assert_eq!(of("a = \"0 %\"\nb = \"0 %\"", "4 min"), (4, 4));
}
