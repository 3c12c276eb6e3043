//! Budgets of a month, caps of a customer, against bills by hand.

use crate::desk::stage::{Play, arrives, play};

/// Under the rule of October 2026 an answer costs the list rate of service: here 0.01 USD, the first 1,000 free.
fn autumn(contacts: u32, size: &str) -> String {
    format!(
        "[run]\nfrom = \"2026-10-05\"\nto = \"2026-11-09\"\nlead = \"0 s\"\ndrain = \"7 d\"\ncontacts = {contacts}\n\
         allow_unstable = true\n[business]\nzone = \"UTC\"\n[population.p]\ncountries = {{ US = \"100 %\" }}\n{size}\
         [zone]\nUS = \"UTC\"\n[tariff]\nin_force = \"whatsapp-2026-10\"\n"
    )
}

/// Five contacts a source, one agent each, two messages an answer; `b` comes a day, `c` a month after `a`.
fn five(desk: &str, more: &str) -> Play {
    let mut text = autumn(5, "");
    text += &format!(
        "[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nwage = \"0 USD\"\n[call_center]\nvariant = false\nwage = \"0 USD\"\nagents = 1\n{desk}{more}"
    );
    for (name, at) in [("a", "2026-10-05T09:00"), ("b", "2026-10-06T09:00"), ("c", "2026-11-02T09:00")] {
        text += &format!(
            "[reason.{name}]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nfan_out = \"fixed 2\"\n",
            arrives(at)
        );
    }
    play(&text)
}

#[test]
fn a_budget_of_messages_ends_with_its_month() {
    // Three answers of two messages use up 5: a fourth is not begun. November has a budget of its own.
    let stop = five("[desk.budget]\nmessages = 5\nthen = \"stop\"\n", "");
    assert_eq!(stop.outcomes(), "6 resolved, 9 dropped");
    assert_eq!((stop.chunk.tally.messages_out[0], stop.sums.extras.used_up), (12, 9));
    // Three answers are exactly 6.
    assert_eq!(five("[desk.budget]\nmessages = 6\nthen = \"stop\"\n", "").outcomes(), "6 resolved, 9 dropped");
    let pay = five("[desk.budget]\nmessages = 5\nthen = \"pay\"\n", "");
    assert_eq!((pay.outcomes().as_str(), pay.chunk.tally.messages_out[0]), ("15 resolved", 30));
    let call = five("[desk.budget]\nmessages = 5\nthen = \"call\"\n", "");
    assert_eq!(call.outcomes(), "15 resolved");
    assert_eq!((call.chunk.tally.messages_out[0], call.chunk.tally.calls), (12, 9));
    assert!(call.story_of("a", 4).contains("turn lost"), "{}", call.story_of("a", 4));
}

/// The free quota made small: 4 free messages a month, then nobody answers, so nothing is ever charged.
#[test]
fn the_free_quota_is_kept() {
    let desk = "[desk.budget]\nfree_quota = true\n";
    let quota = |more: &str| {
        let text = five_text(desk, more).replace("[tariff]\n", "[tariff]\nfree_messages = 4\n");
        play(&text)
    };
    let kept = quota("");
    assert_eq!((kept.outcomes().as_str(), kept.bill().charged), ("4 resolved, 11 dropped", 0));
    let beyond = play(&five_text("", "").replace("[tariff]\n", "[tariff]\nfree_messages = 4\n"));
    assert_eq!(beyond.bill().charged, 30 - 8);
}

fn five_text(desk: &str, more: &str) -> String {
    let mut text = autumn(5, "") + "[group.team]\nagents = 1\nwage = \"0 USD\"\n" + desk + more;
    for (name, at) in [("a", "2026-10-05T09:00"), ("b", "2026-10-06T09:00"), ("c", "2026-11-02T09:00")] {
        text += &format!(
            "[reason.{name}]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nfan_out = \"fixed 2\"\n",
            arrives(at)
        );
    }
    text
}

/// The amount: price of one message from the bill without a budget; a budget of 5 messages' price is used up by 6.
#[test]
fn a_budget_of_money_counts_what_the_bill_charges() {
    let free = |text: String| text.replace("[tariff]\n", "[tariff]\nfree_messages = 4\n");
    let all = play(&free(five_text("", "")));
    let each = all.bill().total / i128::from(all.bill().charged);
    let amount = format!("[desk.budget]\namount = \"{} USD\"\n", 5.0 * each as f64 / 1e9);
    let kept = play(&free(five_text(&amount, "")));
    // 4 free and 6 paid messages in each of the two months.
    assert_eq!((kept.bill().charged, kept.bill().total), (12, 12 * each));
    assert_eq!(kept.outcomes(), "10 resolved, 5 dropped");
}

/// One customer writes all: 3 messages a day or month.
#[test]
fn a_customer_has_his_cap() {
    let one = |cap: &str| {
        play(
            &five_text(cap, "")
                .replace("countries = { US = \"100 %\" }\n", "size = 1\ncountries = { US = \"100 %\" }\n"),
        )
    };
    let daily = one("[desk.customer_cap]\nmessages = 3\nper = \"day\"\n");
    assert_eq!((daily.outcomes().as_str(), daily.chunk.tally.messages_out[0]), ("6 resolved, 9 dropped", 12));
    let monthly = one("[desk.customer_cap]\nmessages = 3\nper = \"month\"\n");
    assert_eq!((monthly.outcomes().as_str(), monthly.chunk.tally.messages_out[0]), ("4 resolved, 11 dropped", 8));
    // Two answers are exactly 4.
    let exact = one("[desk.customer_cap]\nmessages = 4\nper = \"day\"\n");
    assert_eq!(exact.outcomes(), "6 resolved, 9 dropped");
    // Everybody else has a cap of his own.
    for messages in [2, 3] {
        let many = play(&five_text(&format!("[desk.customer_cap]\nmessages = {messages}\n"), ""));
        assert_eq!(many.outcomes(), "15 resolved");
    }
}

#[test]
fn notifications_count_and_are_not_sent_beyond_the_cap() {
    let text = autumn(5, "size = 1\n")
        .replace("[population.p]\ncountries", "[population.p]\nsize = 1\ncountries")
        .replace("}\nsize = 1\n", "}\n")
        + "[group.team]\nagents = 1\nwage = \"0 USD\"\n[desk.customer_cap]\nmessages = 3\nper = \"day\"\n[notification.n]\nclass = \"utility\"\n"
        + &arrives("2026-10-05T09:00");
    let play = play(&text);
    assert_eq!((play.chunk.tally.messages_out[0], play.sums.extras.capped_notifications), (3, 2));
}

/// The bot stops, people go on; it is asked again in November.
#[test]
fn the_bot_alone_may_stop() {
    let bot = "[bot]\ncontainment = \"100 %\"\ndelay = \"1 s\"\nfan_out = \"fixed 2\"\n";
    let play = five("[desk.budget]\nmessages = 5\nthen = \"stop the bot\"\n", bot);
    assert_eq!(play.outcomes(), "15 resolved");
    // The five of `a`, and of November, come within a second: the bot is asked before any answer has gone out.
    assert_eq!(play.chunk.tally.by_author, [10, 20, 0]);
    assert_eq!(play.chunk.tally.bot_turns, 10);
    // Who pays goes on with it.
    let pays = five("[desk.budget]\nmessages = 5\nthen = \"pay\"\n", bot);
    assert_eq!((pays.outcomes().as_str(), pays.chunk.tally.bot_turns), ("15 resolved", 15));
}

/// Five notifications of October and five of November, three messages a month.
#[test]
fn notifications_stop_when_the_budget_is_used_up() {
    let sent = |then: &str, rest: &str| {
        let mut text = autumn(5, "")
            + "[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nwage = \"0 USD\"\n[call_center]\nvariant = false\nwage = \"0 USD\"\nagents = 1\n";
        text +=
            &format!("[bot]\ndelay = \"1 s\"\ncontainment = \"0 %\"\n[desk.budget]\nmessages = 3\nthen = \"{then}\"\n");
        for (name, at) in [("n", "2026-10-05T09:00"), ("m", "2026-11-02T09:00")] {
            text += &format!("[notification.{name}]\nclass = \"utility\"\n{}{rest}", arrives(at));
        }
        play(&text)
    };
    for then in ["stop", "call", "stop the bot"] {
        let play = sent(then, "");
        assert_eq!((play.chunk.tally.messages_out, play.bill().charged), ([6, 0, 0], 6), "{then}");
        assert_eq!(play.metric("notifications_withheld"), 4.0);
        // Nothing is gained by trying again: it is not sent, not lost.
        let again = sent(then, "delivered = \"0 %\"\nretry = { after = \"fixed 1 h\", at_most = 2 }\n");
        assert_eq!((again.chunk.tally.messages_out[1], again.metric("notifications_withheld")), (30, 0.0));
        let again = sent(then, "retry = { after = \"fixed 1 h\", at_most = 2 }\n");
        assert_eq!((again.chunk.tally.messages_out[0], again.metric("notifications_withheld")), (6, 4.0));
    }
    let pay = sent("pay", "");
    assert_eq!((pay.chunk.tally.messages_out[0], pay.metric("notifications_withheld")), (10, 0.0));
    assert!(
        !five("[desk.budget]\nmessages = 5\n", "")
            .metrics()
            .iter()
            .any(|value| value.metric == "notifications_withheld")
    );
}

/// Answers in the phone app are free: a budget of nothing does not keep anybody from them.
#[test]
fn a_used_up_budget_lets_answers_in_the_app_go_on() {
    let none = "[desk.budget]\nmessages = 0\n";
    let shut = play(&five_text(none, ""));
    assert_eq!((shut.outcomes().as_str(), shut.sums.extras.used_up), ("15 dropped", 15));
    let open = play(&five_text(none, "").replace("[group.team]\n", "[group.team]\napp = \"100 %\"\n"));
    assert_eq!((open.outcomes().as_str(), open.sums.extras.used_up), ("15 resolved", 0));
    assert_eq!((open.sums.extras.app_answers, open.bill().charged), (15, 0));
    let cap = play(
        &five_text("[desk.customer_cap]\nmessages = 1\n", "")
            .replace("[group.team]\n", "[group.team]\napp = \"100 %\"\n")
            .replace("countries = { US = \"100 %\" }\n", "size = 1\ncountries = { US = \"100 %\" }\n"),
    );
    assert_eq!(cap.outcomes(), "15 resolved");
}
