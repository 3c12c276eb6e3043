//! The dialler where something ends: the run, a shift, an attempt of another kind to call the customer.

use crate::desk::stage::{Play, arrives, play_variant, week};
use chatfare::facts::{Body, Origin, Part};

/// Calls of `notice` length about the reason `r`, and the rest of the file.
fn dialled(center: &str, notice: &str, reason: &str, volume: &str) -> String {
    format!(
        "[call_center]\nwage = \"0 USD\"\n{center}[notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"{notice}\"\n\
         reason = \"r\"\n{volume}[reason.r]\nsame_difficulty = 0\n{reason}"
    )
}

/// A notice by message is answered after an hour, past a window of no length, by telephone. That call is about the reason, ten
/// minutes, not the notice's of 30 s, whether or not the variant by telephone has a dialler.
#[test]
fn a_late_answer_by_telephone_is_no_call_of_the_dialler() {
    let talk = |dialer: &str| {
        let text = dialled(
            &format!("variant = false\nagents = 1\n{dialer}"),
            "fixed 30 s",
            "handling = \"fixed 10 min\"\ncall_handling = \"fixed 10 min\"\n",
            &format!("reply = \"100 %\"\ndelay = \"fixed 1 h\"\n{}", arrives("2018-08-06T09:00")),
        );
        let world =
            week(1).replace("in_force = \"whatsapp-2018-08\"\n", "in_force = \"whatsapp-2018-08\"\nwindow = \"0 h\"\n");
        let team = "[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nwage = \"0 USD\"\n[desk.answer]\nlate = \"call\"\n";
        let story = play_variant(&format!("{world}{team}{text}"), "messages").story("note");
        assert!(story.contains("Mon 10:00:00 talks wait 0"), "{story}");
        story.split(" talk ").nth(1).map(|rest| rest.split(' ').next().unwrap_or_default().to_string())
    };
    assert_eq!(talk("").as_deref(), Some("600"));
    assert_eq!(talk("dialer = { reached = \"100 %\" }\n").as_deref(), Some("600"));
}

/// Who is interrupted when a shift ends is served anew from the beginning: as long as the notice's calls take, not those of the reason.
#[test]
fn who_is_begun_anew_is_served_as_the_notice_says() {
    let text = dialled(
        "leaving = \"pre-empt\"\ndialer = { reached = \"100 %\" }\n[call_center.agent.x]\nhours = \"daily 09:00-09:15\"\n\
         [call_center.agent.y]\nhours = \"daily 09:15-20:00\"\n",
        "fixed 890 s",
        "call_handling = \"fixed 2 min\"\nhandling = \"fixed 2 min\"\n",
        &arrives("2018-08-06T09:00"),
    );
    let story = play_variant(&format!("{}{text}", week(1)), "phone").story("note");
    // All of it again by the other agent, at 9:15: he hangs up 14 minutes and 50 s later.
    assert!(story.contains("Mon 09:00:20 talks wait 0") && story.contains("Mon 09:29:50 hangs up"), "{story}");
}

fn drained(drain: &str, dialer: &str, hours: &str, volume: &str) -> Play {
    let text = dialled(
        &format!("agents = 20\n{hours}dialer = {{ {dialer} }}\n"),
        "exponential, mean 3 min",
        "handling = \"fixed 10 min\"\n",
        &format!("volume = \"{volume}\"\nbetween = [\"2018-08-06T08:00\", \"2018-08-06T20:00\"]\n"),
    );
    let world = week(1).replace("contacts = 1\n", "").replace("drain = \"7 d\"", &format!("drain = \"{drain}\""));
    play_variant(&format!("{}{text}", world.replace("to = \"2018-08-13\"", "to = \"2018-08-07\"")), "phone")
}

/// A list that is longer than the run: nobody is called in the drain, however long it is, neither who waited nor who was to be tried
/// again, and nobody who lets it ring over the end opens a contact.
#[test]
fn nobody_is_called_after_the_run() {
    let open = "hours = \"Mon-Fri 09:00-10:00\"\n";
    for (dialer, hours) in [
        ("kind = \"predictive\", reached = \"10 %\", ring = \"exponential, mean 18 s\"", open),
        ("reached = \"10 %\", tries = 2, between = \"fixed 2 h\"", open),
        ("reached = \"40 %\", ring = \"fixed 10 min\", calls = 3", ""),
    ] {
        let (long, short) = (drained("3 d", dialer, hours, "100000/day"), drained("1 d", dialer, hours, "100000/day"));
        let opened = |play: &Play, part: Part| {
            let new = |body: &Body| matches!(body, Body::ContactOpened { .. });
            play.facts.iter().filter(|fact| fact.head.part == part && new(&fact.body)).count()
        };
        assert!(opened(&long, Part::Run) > 100 && opened(&long, Part::Drain) == 0, "{}", opened(&long, Part::Drain));
        assert_eq!((long.facts.len(), long.sums.dialled), (short.facts.len(), short.sums.dialled));
        assert!(long.sums.dialled.left > 1000, "{:?}", long.sums.dialled);
    }
}

/// Whoever comes onto a list has answered, was given up, or is still on it when the run ends: two lists, two groups of which one
/// serves both, few lines, callers beside. No more lines are in use than there are; what answered is what opened.
#[test]
fn whoever_is_listed_is_reached_given_up_or_left() {
    let kinds =
        ["kind = \"threshold\", calls = 2", "kind = \"constant\", calls = 4, keep = 1", "kind = \"predictive\""];
    for kind in kinds {
        for lines in [4, 40] {
            let mut text = format!(
                "{}[call_center]\nwage = \"0 USD\"\nagents = 3\nlines = {lines}\nhours = \"Mon-Sun 08:00-20:00\"\n\
                 patience = \"exponential, mean 2 min\"\ngroups = [\"pool\"]\n\
                 dialer = {{ {kind}, reached = \"30 %\", tries = 3, between = \"exponential, mean 5 h\", ring = \"exponential, mean 20 s\" }}\n\
                 [group.pool]\nagents = 2\nwage = \"0 USD\"\nchannels = [\"phone\"]\nhours = \"Mon-Sun 09:00-22:00\"\nreasons = [\"a\", \"b\"]\n\
                 [reason.in]\ngroups = [\"call center\"]\nvolume = \"20/h\"\nhandling = \"exponential, mean 3 min\"\n",
                week(1500)
            );
            for (name, groups) in [("a", "\"call center\", \"pool\""), ("b", "\"pool\"")] {
                text += &format!(
                    "[reason.{name}]\ngroups = [{groups}]\nhandling = \"exponential, mean 4 min\"\nresolved = \"70 %\"\nrepeat = {{ chance = \"50 %\" }}\n\
                     [notification.to_{name}]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"exponential, mean 3 min\"\n\
                     reason = \"{name}\"\nvolume = \"260/day\"\n"
                );
            }
            let play = play_variant(&text, "phone");
            let dialled = play.sums.dialled;
            let opened = play.facts.iter().filter(|fact| {
                let first = fact.head.id.generation == 0;
                first && matches!(fact.body, Body::ContactOpened { origin: Origin::Notification, .. })
            });
            assert_eq!(dialled.answered, opened.count() as i64, "{dialled:?}");
            assert_eq!(dialled.answered + dialled.missed + dialled.left, 2 * 1500, "{kind} {lines} {dialled:?}");
            assert!(dialled.missed > 50 && dialled.answered > 300 && dialled.left > 0, "{kind} {lines} {dialled:?}");
            assert!(play.sums.staff.lines_peak <= lines, "{kind} {lines}");
        }
    }
}

/// At 9:00:20 three answer and two find an agent, for 40 minutes; the third holds the line as long as it takes. At 9:30 the shift ends
/// and the group clears its queue: he is a lost call of the dialler, and holds no line overnight. Else he waits until Tuesday.
#[test]
fn who_waits_for_an_agent_of_the_dialler_is_cleared_with_callers() {
    let lost = |closing: &str| {
        let text = dialled(
            &format!(
                "agents = 2\nhours = \"Mon-Fri 09:00-09:30\"\nclosing = \"{closing}\"\nleaving = \"finish\"\n\
                 dialer = {{ kind = \"constant\", calls = 3, reached = \"100 %\", hold = \"never\" }}\n"
            ),
            "fixed 40 min",
            "handling = \"fixed 10 min\"\n",
            &arrives("2018-08-06T09:00"),
        );
        let play = play_variant(&format!("{}{text}", week(3)), "phone");
        (play.sums.dialled.mismatched, play.story_of("note", 2))
    };
    let (kept, story) = lost("keep");
    assert!(kept == 0 && story.contains("Tue 09:00:00 talks"), "{story}");
    let (cleared, story) = lost("clear");
    assert!(cleared == 1 && story.contains("Mon 09:30:00 closes abandoned"), "{story}");
}

/// Three customers called at 9:00 and 9:03, all reached: as many calls as were expected, none of them by `reply`; and a lead that the
/// firm calls itself is answered at once, so that nothing of it is lost.
#[test]
fn calls_of_the_dialler_are_expected_and_lose_no_lead() {
    let text = dialled(
        "agents = 2\ndialer = { reached = \"100 %\" }\n",
        "fixed 3 min",
        "handling = \"fixed 10 min\"\nlead = { value = \"20 USD\", decay = \"30 min\" }\n",
        &format!("reply = \"20 %\"\n{}", arrives("2018-08-06T09:00")),
    );
    let play = play_variant(&format!("{}[measures]\ndetails = [\"expected\"]\n{text}", week(3)), "phone");
    assert_eq!((play.sums.dialled.answered, play.metric("offered_of_expected")), (3, 1.0));
    assert_eq!((play.sums.details.leads[0].0, play.metric("lead_value_lost")), (3, 0.0));
}
