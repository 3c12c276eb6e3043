//! Assumed forms of value: leads that fade, customers who leave.

use crate::desk::stage::{ONE_AGENT, Play, arrives, play, play_variant, week};

/// `a` is answered after 10 min, `b` after 20 min, `c` never.
fn leads(lead: &str) -> Play {
    let mut text = format!("{}{ONE_AGENT}", week(1));
    for (name, patience) in [("a", ""), ("b", ""), ("c", "patience = \"fixed 1 min\"\n")] {
        text += &format!(
            "[reason.{name}]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\n\
             thinking = \"fixed 3 h\"\n{patience}{lead}",
            arrives(if name == "a" { "2018-08-06T09:00" } else { "2018-08-06T09:01" })
        );
    }
    play(&text)
}

#[test]
fn leads_fade_until_the_first_answer() {
    let play = leads("lead = { value = \"20 USD\", decay = \"30 min\" }\n");
    let b = play.story("b");
    let wait_min = if b.contains("wait 1140") { 19.0 } else { panic!("{b}") };
    let kept = (-10.0_f64 / 30.0).exp() + (-wait_min / 30.0_f64).exp();
    let lost = play.metric("lead_value_lost");
    assert!((lost - 20.0 * (3.0 - kept)).abs() < 1e-4, "{lost}");
    assert!(leads("").metrics().iter().all(|value| value.metric != "lead_value_lost"));
}

/// Of four needs two are met at once, one by the second contact, one never: 5, 5, 9 and 25 % leave.
#[test]
fn who_leaves_costs_his_margin() {
    let mut text = format!("{}{ONE_AGENT}[loyalty]\nsource = \"a test\"\nmargin = \"100 USD\"\n", week(1));
    for (name, resolved, repeat) in [("a", "100 %", ""), ("b", "100 %", ""), ("d", "0 %", "")] {
        text += &format!(
            "[reason.{name}]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\nresolved = \"{resolved}\"\n{repeat}",
            arrives("2018-08-06T09:00")
        );
    }
    // Not met by the first contact (patience), met by its repeat when the agent is free.
    text += &format!(
        "[reason.c]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\npatience = \"fixed 10 s\"\n\
         repeat = {{ chance = \"100 %\", after = \"fixed 1 h\" }}\n",
        arrives("2018-08-06T09:00")
    );
    let play = play(&text);
    let late = play.story("c");
    assert!(late.contains("abandoned") && late.ends_with("closes resolved"), "{late}");
    assert!((play.metric("leaving_share") - (0.05 + 0.05 + 0.09 + 0.25) / 4.0).abs() < 1e-6);
    assert!((play.metric("loyalty_lost") - 44.0).abs() < 1e-6);
}

/// Called back 20 min later, as many as the caller before him talks.
#[test]
fn leads_fade_until_the_firm_calls_back() {
    let text = |talk: u32| {
        format!(
            "{}[call_center]\nwage = \"0 USD\"\nagents = 1\ncallback = {{ above = \"0 s\", chance = \"100 %\" }}\n\
             [reason.a]\n{}handling = \"fixed {talk} min\"\nsame_difficulty = 0\n\
             [reason.b]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\nlead = {{ value = \"20 USD\", decay = \"30 min\" }}\n",
            week(1),
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T09:01"),
        )
    };
    for (talk, waited) in [(21, 20.0_f64), (51, 50.0)] {
        let lost = play_variant(&text(talk), "phone").metric("lead_value_lost");
        let exact = 20.0 * (1.0 - (-waited / 30.0).exp());
        assert!((lost - exact).abs() < 1e-3, "{lost}, by hand {exact}");
    }
}

/// `q` calls at 9:01, gives up after 6 min, comes back twice, as `s`, and is answered at 9:23: 22 min of the hour by which a lead of his
/// fades have passed. He wanted what `q` is worth; `s` itself comes on Saturday and is answered at once. Neither is resolved.
#[test]
fn who_comes_back_with_another_reason_is_worth_what_he_came_for() {
    let reason =
        |name: &str, at: &str, rest: &str| format!("[reason.{name}]\n{}same_difficulty = 0\n{rest}\n", arrives(at));
    let text = format!(
        "{}[call_center]\nagents = 1\nwage = \"0 USD\"\npatience = \"fixed 6 min\"\n\
         retrial = {{ chance = \"100 %\", after = \"fixed 5 min\", as = \"s\" }}\n{}{}{}",
        week(1),
        reason("y", "2018-08-06T09:00", "call_handling = \"fixed 20 min\""),
        reason(
            "q",
            "2018-08-06T09:01",
            "call_handling = \"fixed 5 min\"\nvalue = \"7 USD\"\nlead = { value = \"100 USD\", decay = \"1 h\" }"
        ),
        reason(
            "s",
            "2018-08-11T09:00",
            "call_handling = \"fixed 3 min\"\nvalue = \"1000 USD\"\nresolved_by_phone = \"0 %\"\n\
             lead = { value = \"1000 USD\", decay = \"1 h\" }"
        ),
    );
    let play = play_variant(&text, "phone");
    assert!(play.story("q").contains("Mon 09:23:00 talks wait 0"), "{}", play.story("q"));
    let lost = play.metric("lead_value_lost");
    assert!((lost - 100.0 * (1.0 - (-22.0_f64 / 60.0).exp())).abs() < 1e-3, "{lost}");
    assert!((play.metric("value_lost") - 1007.0).abs() < 1e-6, "{}", play.metric("value_lost"));
}
