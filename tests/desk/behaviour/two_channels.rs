//! Customers who write and customers who call, on one desk: the same team, other teams, calls of the firm beside them.

use crate::desk::exact::{days, runs};
use crate::desk::stage::{Play, arrives, play, play_variant, scenario, told, week};
use chatfare::experiment::study::study;
use chatfare::experiment::{runner::Unwatched, study::Study};
use chatfare::facts::{Body, Channel};
use chatfare::scenario::{LoadOptions, load_text};
use chatfare::statistics::erlang_c;

const CENTER: &str = "[call_center]\nvariant = false\nwage = \"0 USD\"\nagents = 1\n";

/// Everybody calls where everybody may write: it is the variant by phone, call by call.
#[test]
fn a_desk_where_all_call_is_a_call_centre() {
    let text = |team: &str, center: &str, share: &str| {
        format!(
            "{}{team}[call_center]\nwage = \"0 USD\"\n{center}patience = \"exponential, mean 3 min\"\n\
             menu = \"20 s\"\nmenu_containment = \"10 %\"\nlines = 6\n\
             retrial = {{ chance = \"50 %\", after = \"exponential, mean 10 min\" }}\n\
             [reason.r]\n{share}volume = \"900/day\"\nhandling = \"exponential, mean 6 min\"\nresolved_by_phone = \"80 %\"\n\
             repeat = {{ chance = \"60 %\", after = \"exponential, mean 5 h\" }}\n",
            week(0).replace("contacts = 0\n", "")
        )
    };
    let calls = |play: &Play| -> Vec<(i64, u32, Body)> {
        play.facts.iter().map(|fact| (fact.head.at, fact.head.id.ordinal, fact.body)).collect()
    };
    let center = play_variant(&text("", "agents = 4\n", ""), "phone");
    let team = "[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 4\nwage = \"0 USD\"\n";
    let desk = play(&text(team, "variant = false\nagents = 1\n", "by_phone = \"100 %\"\n"));
    assert!(calls(&center).len() > 10_000 && calls(&center) == calls(&desk));
    for metric in ["response_mean", "response_within_threshold", "answered_share", "blocked_share", "occupancy"] {
        assert_eq!(center.metric(metric), desk.metric(metric), "{metric}");
    }
}

/// One agent, three chats at once, who also answers the phone: by hand.
#[test]
fn one_agent_writes_and_talks() {
    let world = format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nconcurrency = 3\nwage = \"0 USD\"\n",
        week(1)
    );
    let play = play(&format!(
        "{world}{CENTER}[reason.a]\n{}handling = \"fixed 6 min\"\nsame_difficulty = 0\n\
         [reason.b]\nby_phone = \"100 %\"\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:02"),
    ));
    told(
        &play.story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:06:00 agent service wait 360 queued 0",
            "Mon 09:06:00 closes resolved",
        ],
    );
    // A call takes a whole agent, so it waits for the chat to end.
    told(
        &play.story("b"),
        &[
            "Mon 09:02:00 calls",
            "Mon 09:06:00 talks wait 240",
            "Mon 09:09:00 hangs up wait 240 talk 180 line 420",
            "Mon 09:09:00 closes resolved",
        ],
    );
}

/// Calls and messages of the same length in one pool: who waits, and how long on average, does not depend on whose turn it is
/// (M/M/5, 80 %). n = 10 replications of 60 days, 0.7 million turns; 6 % is seen. A third of the customers calls: 4.5 standard errors
/// are 0.3 points.
#[test]
fn one_pool_of_calls_and_messages_is_erlang_c() {
    let text = format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 5\nwage = \"0 USD\"\n{CENTER}patience = \"never\"\n\
         [reason.r]\nby_phone = \"33 %\"\nvolume = \"120/h\"\nhandling = \"exponential, mean 2 min\"\nsame_difficulty = 0\n",
        days(60)
    );
    let found = runs("one pool", &text, "messages", 10);
    let exact = erlang_c(120.0, 120.0, 5, 20.0).expect("stable").asa_s;
    found.agrees("wait", exact, 0.06, 1e-6, |c| {
        let (messages, calls) = (&c.tally.messages, &c.tally.phone);
        (messages.queued_sum + calls.queued_sum, messages.answered + calls.answered)
    });
    found.agrees("calls", 0.33, 0.01, 1.0, |c| (c.tally.phone.offered, c.tally.opened));
}

fn shop(rest: &str) -> String {
    format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 6\nwage = \"20 USD\"\n{CENTER}patience = \"exponential, mean 2 min\"\n\
         [reason.r]\nby_phone = \"40 %\"\nvolume = \"40/h\"\nhandling = \"exponential, mean 4 min\"\nturns = \"geometric, mean 2\"\n\
         [measures]\ndetails = [\"reason\", \"expected\"]\n{rest}",
        days(10).replace("lead = ", "replications = 4\nlead = ")
    )
}

fn found(text: &str) -> Study {
    study(&scenario("shop.toml", text), &Unwatched).expect("a study")
}

/// Each channel has its rows, and all is their sum: in the integers of each replication, and in the table by reason.
#[test]
fn measures_tell_the_channels_apart() {
    let found = found(&shop(""));
    let tables = &found.tables;
    let sums = |channel: &str, metric: &str| -> Vec<(i128, i128)> {
        let rows = tables.replications.iter().filter(|row| row.channel == channel && row.metric == metric);
        rows.map(|row| (row.numerator, row.denominator)).collect()
    };
    for metric in ["response_mean", "queue_wait_mean", "answered_share", "response_within_threshold", "wait_all_mean"] {
        let (all, messages, calls) = (sums("all", metric), sums("messages", metric), sums("phone", metric));
        assert_eq!(all.len(), 4, "{metric}");
        for ((all, messages), calls) in all.iter().zip(&messages).zip(&calls) {
            assert_eq!((messages.0 + calls.0, messages.1 + calls.1), *all, "{metric}");
            assert!(messages.1 > 0 && calls.1 > 0, "{metric}");
        }
    }
    // Money is that of the variant.
    assert!(tables.value("messages", "all", "cost_per_resolved").is_some());
    assert!(tables.value("messages", "phone", "cost_per_resolved").is_none());
    // 60 % write twice on average, 40 % call once: 64 turns an hour are expected, and come.
    for (channel, near) in [("all", 0.04), ("messages", 0.06), ("phone", 0.06)] {
        let found = tables.value("messages", channel, "offered_of_expected").expect("a value").mean;
        assert!((found - 1.0).abs() < near, "{channel}: {found}");
        let rows = tables.service_levels.iter().filter(|row| row.kind == "reason" && row.metric == "within / offered");
        assert_eq!(rows.filter(|row| row.channel == channel).count(), usize::from(channel != "all"), "{channel}");
    }
    let median = |channel: &str| tables.value("messages", channel, "response_median").expect("a value").mean;
    assert!(median("phone") < median("all") && median("all") < median("messages"));
    let times: Vec<&str> = tables.response_times.iter().map(|row| row.channel).collect();
    assert!(times.contains(&"messages") && times.contains(&"phone"));
    assert!(
        found.verdict.iter().any(|line| line.contains("(messages: half") && line.contains("; calls: half")),
        "{:?}",
        found.verdict
    );
}

/// Where nobody calls, a team that might answer changes nothing.
#[test]
fn nobody_calls() {
    let text = |share: &str| shop("").replace("by_phone = \"40 %\"\n", share);
    let (none, zero) = (found(&text("")), found(&text("by_phone = \"0 %\"\n")));
    assert_eq!(format!("{:?}", none.tables.replications), format!("{:?}", zero.tables.replications));
    assert!(none.tables.value("messages", "phone", "answered_share").is_none());
}

/// Who comes from an ad writes; who answers a notification does so the way he was told.
#[test]
fn ads_and_replies_keep_their_channel() {
    let play = play(&format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 9\nwage = \"0 USD\"\n{CENTER}\
         [campaign.ad]\nreason = \"r\"\nclick = \"0 USD\"\n{}\
         [notification.told]\nclass = \"utility\"\nreason = \"r\"\nreply = \"100 %\"\ndelay = \"fixed 1 h\"\n{}\
         [notification.called]\nclass = \"utility\"\nby = \"phone\"\nbaseline = \"call\"\ncall = \"fixed 1 min\"\nreason = \"r\"\nreply = \"100 %\"\ndelay = \"fixed 1 h\"\n{}\
         [reason.r]\nby_phone = \"100 %\"\nhandling = \"fixed 3 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T10:00"),
        arrives("2018-08-06T12:00"),
    ));
    assert!(play.story("ad").starts_with("Mon 09:00:00 opens\nMon 09:00:00 writes ad"), "{}", play.story("ad"));
    assert!(
        play.story("told").starts_with("Mon 10:00:00 system utility\nMon 11:00:00 opens"),
        "{}",
        play.story("told")
    );
    assert!(play.story("called").starts_with("Mon 13:00:00 calls"), "{}", play.story("called"));
    // One minute of talk of the firm's call, by the telephone group.
    assert_eq!((play.chunk.desk.outbound, play.chunk.tally.messages_out[0]), ((60_000_000, 1), 3));
}

/// The dialler calls for agents who also chat: outbound, inbound calls and messages in one group. With nothing else to do it is the
/// variant by phone.
#[test]
fn the_dialler_works_beside_chats() {
    let text = |team: &str, center: &str, by: &str, rest: &str| {
        format!(
            "{}{team}[call_center]\nwage = \"0 USD\"\n{center}dialer = {{ reached = \"50 %\", ring = \"fixed 20 s\" }}\n\
             [notification.note]\nclass = \"utility\"\n{by}baseline = \"call\"\ncall = \"exponential, mean 2 min\"\nreason = \"r\"\n{}\
             [reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\n{rest}",
            week(400),
            arrives("2018-08-06T09:00"),
        )
    };
    let team = "[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 3\nconcurrency = 2\nwage = \"0 USD\"\n";
    let center = play_variant(&text("", "agents = 3\n", "", ""), "phone");
    let alone = play(&text(team, "variant = false\nagents = 1\n", "by = \"phone\"\n", ""));
    assert_eq!(
        (center.sums.dialled.calls, center.sums.dialled.answered),
        (alone.sums.dialled.calls, alone.sums.dialled.answered)
    );
    assert!(alone.sums.dialled.answered > 100 && alone.chunk.tally.messages.offered == 0);
    let chats =
        format!("[reason.chat]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\n", arrives("2018-08-06T09:30"),);
    let beside = play(&text(team, "variant = false\nagents = 1\n", "by = \"phone\"\n", &chats));
    assert_eq!(beside.sums.dialled.calls, alone.sums.dialled.calls);
    assert_eq!(
        (beside.chunk.tally.messages.answered, beside.chunk.tally.phone.answered),
        (400, alone.chunk.tally.phone.answered)
    );
    let ended = |play: &Play| {
        let calls = play.facts.iter().filter(|fact| matches!(fact.body, Body::CallEnded { .. }));
        calls.map(|fact| fact.head.at).max().expect("a call")
    };
    assert!(ended(&beside) > ended(&alone), "chats take time from calls");
}

/// A promise by message is kept by a team that also answers the phone: it gets the heads for both. Half of 60 contacts an hour call.
#[test]
fn a_promise_counts_the_calls_of_its_team() {
    let heads = |share: &str, channels: &str| {
        let text = format!(
            "{}[group.team]\nchannels = [{channels}]\nmeet = \"90 % in 10 min\"\nconcurrency = 2\nwage = \"0 USD\"\n{CENTER}\
             [reason.r]\n{share}volume = \"60/h\"\nhandling = \"exponential, mean 4 min\"\nsame_difficulty = 0\n",
            days(7)
        );
        let scenario = scenario("promise.toml", &text);
        let found = study(&scenario, &Unwatched).expect("a study");
        let kept = found.tables.value("messages", "messages", "promise_kept").or(found.tables.value(
            "messages",
            "all",
            "promise_kept",
        ));
        assert!(kept.expect("a value").mean > 0.88, "{kept:?}");
        found.tables.value("messages", "all", "paid_hours").expect("a value").mean
    };
    let (writes, both) = (heads("", "\"messages\""), heads("by_phone = \"50 %\"\n", "\"messages\", \"phone\""));
    assert!(both > writes * 1.15, "{both} {writes}");
}

/// Callers at 9:00 and 9:01, of 10 min each, and a writer whose answer takes a minute: two of three promises are kept, one of two calls.
#[test]
fn what_is_promised_to_callers_counts_beside_what_is_promised_to_writers() {
    let reason = |name: &str, clock: &str, rest: &str| {
        format!("[reason.{name}]\n{}same_difficulty = 0\n{rest}", arrives(&format!("2018-08-06T{clock}")))
    };
    let text = format!(
        "{}[measures]\ncall_threshold = \"20 s\"\nmessage_threshold = \"2 min\"\n\
         [group.calls]\nchannels = [\"phone\"]\nagents = 1\nwage = \"0 USD\"\n\
         [group.chats]\nchannels = [\"messages\"]\nagents = 1\nwage = \"0 USD\"\n{CENTER}{}{}{}",
        week(1).replace("contacts = 1\n", "contacts = 1\nreplications = 1\n"),
        reason("a", "09:00", "by_phone = \"100 %\"\nhandling = \"fixed 10 min\"\n"),
        reason("b", "09:01", "by_phone = \"100 %\"\nhandling = \"fixed 10 min\"\n"),
        reason("m", "09:00", "handling = \"fixed 1 min\"\n"),
    );
    let found = study(&scenario("promises.toml", &text), &Unwatched).expect("a study");
    let kept = |channel: &str| found.tables.value("messages", channel, "promise_kept").expect("a value").mean;
    for (channel, exact) in [("all", 2.0 / 3.0), ("phone", 0.5), ("messages", 1.0)] {
        assert!((kept(channel) - exact).abs() < 1e-9, "{channel}: {}", kept(channel));
    }
}

/// Who is to be called needs somebody who answers the phone.
#[test]
fn calls_need_a_group_that_answers_them() {
    let tariffs: Vec<String> = chatfare::tariff::names().into_iter().map(String::from).collect();
    let refused = |text: &str| {
        let options = LoadOptions { tariffs: tariffs.clone(), ..LoadOptions::default() };
        load_text("wrong.toml", text, &options).expect_err("refused").render(false)
    };
    let world = format!("{}[group.team]\nagents = 1\nwage = \"0 USD\"\n", week(1));
    let said =
        refused(&format!("{world}[reason.r]\nby_phone = \"10 %\"\nvolume = \"1/day\"\nhandling = \"fixed 3 min\"\n"));
    assert!(said.contains("customers who call need a group that answers the phone"), "{said}");
    let said = refused(&format!(
        "{world}[notification.n]\nclass = \"utility\"\nby = \"phone\"\nvolume = \"1/day\"\n[reason.r]\nvolume = \"1/day\"\nhandling = \"fixed 3 min\"\n"
    ));
    assert!(said.contains("calls in place of notifications need a group"), "{said}");
}

/// Repeats draw their channel anew, and the channel of each contact is told.
#[test]
fn the_channel_of_a_contact_is_told() {
    let text = format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 50\nwage = \"0 USD\"\n{CENTER}\
         [reason.r]\nby_phone = \"50 %\"\nresolved = \"0 %\"\nrepeat = {{ chance = \"50 %\", after = \"fixed 1 h\" }}\nvolume = \"4000/day\"\nhandling = \"fixed 1 s\"\nsame_difficulty = 0\n",
        week(0).replace("contacts = 0\n", "")
    );
    let play = play(&text);
    let opened = |again: bool| {
        let own = play.facts.iter().filter(|fact| (fact.head.id.generation > 0) == again);
        let of = |wanted: Channel| {
            own.clone()
                .filter(|fact| matches!(fact.body, Body::ContactOpened { channel, .. } if channel == wanted))
                .count() as f64
        };
        of(Channel::Phone) / (of(Channel::Phone) + of(Channel::Messages))
    };
    // 28,000 and as many repeats: 4.5 standard errors are 1.4 points.
    assert!(
        (opened(false) - 0.5).abs() < 0.014 && (opened(true) - 0.5).abs() < 0.014,
        "{} {}",
        opened(false),
        opened(true)
    );
}
