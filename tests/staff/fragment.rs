//! The shifts that `staff` writes are a piece of scenario, and the scenario with them keeps its promise.

use chatfare::experiment::host::Host;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::staff::{fragment, plan};
use chatfare::experiment::store::Store;
use chatfare::experiment::study::study;
use chatfare::scenario::Staff;

use super::desk::scenario;

/// A shop that answers messages within an hour; 240 contacts a day, six days a week.
const SHOP: &str = r#"
    format = 1
    [run]
    from = "2026-09-01"
    to = "2026-10-01"
    replications = 10
    [business]
    zone = "Europe/Paris"
    [currency]
    report = "EUR"
    [population.customers]
    size = 100000
    countries = { FR = "100 %" }
    [profile.day]
    hours = [0,0,0,0,0,0,0,0,0,6,9,11,8,7,8,9,10,8,6,3,0,0,0,0]
    days = [1.2,1.1,1,1,1,0.7,0]
    [reason.order]
    volume = "200/day"
    profile = "day"
    handling = "lognormal, mean 3 min, CV 1.1"
    turns = "geometric, mean 2"
    thinking = "lognormal, mean 5 min, CV 2"
    [group.team]
    hours = "Mon-Sat 09:00-20:00"
    meet = "80 % in 30 min"
    concurrency = 2
    wage = "20 EUR"
    shrinkage = "20 %"
    [tariff]
    in_force = "whatsapp-2018-08"
    [tariff.rates]
    FR = "0.07 USD"
    [currency.rates]
    USD = { rate = "0.86 EUR", source = "a test" }
    [staff]
    period = "60 min"
    every = "day"
    replications = 4
    confirm = 8
    weeks = 2
    [staff.shift.long]
    length = "8h 30min"
    break = "30 min"
    [staff.shift.short]
    length = "5 h"
"#;

#[test]
fn shifts_are_run_and_keep_the_promise() {
    let before = scenario(SHOP);
    let store = Store::none();
    let found = plan(&before, 0, &Host::new(&Unwatched, &store)).unwrap_or_else(|e| panic!("{e:?}"));
    let piece = fragment(&found, false);
    println!("{piece}\n{} plans, cost {}", found.simulated, found.plan.cost);
    let after = scenario(&format!("{SHOP}\n{piece}"));
    let Staff::Schedule(heads) = &after.variants[0].model.desk.groups[0].staff else { panic!("no shifts were read") };
    assert_eq!(heads, &found.plan.heads[0], "what is read is not what was planned");
    // Paid by the model of `run`: wage × hours on duty / (1 − shrinkage).
    let hours = heads.iter().map(|n| f64::from(*n)).sum::<f64>() / 2.0;
    assert!((found.plan.cost - hours * 20.0 / 0.8).abs() < 1e-6, "{} {hours}", found.plan.cost);
    let study = study(&after, &Unwatched).unwrap_or_else(|e| panic!("{e:?}"));
    let kept = study.tables.value("messages", "all", "promise_kept").expect("a promise");
    println!("{kept:?}");
    // 10 replications of a month with other customers. The plan had to keep 80 % on each day with 95 % confidence.
    assert!(kept.lower.is_some_and(|lower| lower >= 0.8), "{kept:?}");
    // Planned anew, the promise is still known.
    assert_eq!(after.variants[0].model.kept.len(), 1);
}

/// The promise beside shifts is measured, not staffed again; `agents` beside them is a mistake.
#[test]
fn shifts_beside_other_heads_are_refused() {
    let roster = "[group.team.shift.one]\nhours = \"Mon-Fri 09:00-17:00\"\nheads = 2";
    let text = format!("{}\n{roster}", SHOP.replace("meet = \"80 % in 30 min\"", "agents = 3"));
    let report = chatfare::scenario::load_text("x", &text, &Default::default()).expect_err("two kinds of heads");
    assert!(report.render(false).contains("has its heads twice"), "{}", report.render(false));
    let alone = SHOP.replace("meet = \"80 % in 30 min\"", "").replace("hours = \"Mon-Sat 09:00-20:00\"", "");
    let read = scenario(&format!("{alone}\n{roster}"));
    let Staff::Schedule(heads) = &read.variants[0].model.desk.groups[0].staff else { panic!("no shifts") };
    assert_eq!((heads[17], heads[18], heads[33], heads[34], heads[48 * 5 + 20]), (0, 2, 2, 0, 0));
}

/// A promise to those with one reason alone: it is counted of them alone, planned for, and confirmed; the plan without it is
/// cheaper. The desk serves all in order of arrival, so that the urgent fifth needs heads for everybody.
#[test]
fn a_promise_to_one_reason_is_planned_for() {
    let two = SHOP.replace("[group.team]", "[reason.urgent]\nvolume = \"50/day\"\nprofile = \"day\"\nhandling = \"lognormal, mean 3 min, CV 1.1\"\n[group.team]");
    let target = "[staff.promise.soon]\nreasons = [\"urgent\"]\nmeet = \"90 % in 10 min\"\n[staff.promise.never-late]\nwindow = \"99 %\"\n";
    let store = Store::none();
    let planned =
        |text: &str| plan(&scenario(text), 0, &Host::new(&Unwatched, &store)).unwrap_or_else(|e| panic!("{e:?}"));
    let (plain, strict) = (planned(&two), planned(&format!("{two}{target}")));
    let names: Vec<(&str, Vec<bool>)> =
        strict.problem.services.iter().map(|s| (s.name.as_str(), s.reasons.clone())).collect();
    // Reasons in the order of their names: order, urgent.
    let all = vec![true, true];
    assert_eq!(
        names,
        [("team: messages", all.clone()), ("team: soon", vec![false, true]), ("team: never-late, window", all)]
    );
    println!("{} {}", plain.plan.cost, strict.plan.cost);
    assert!(strict.plan.cost > 1.05 * plain.plan.cost, "{} {}", plain.plan.cost, strict.plan.cost);
    assert_eq!((plain.tried.failed(), strict.tried.failed()), (0, 0));
    let slots: Vec<usize> = (0..336).filter(|slot| strict.problem.services[1].open[*slot]).collect();
    let share = strict.tried.share(&strict.tried.plan, 1, &slots).expect("urgent ones came");
    assert!(share.mean >= 0.9, "{share:?}");
}

#[test]
fn a_promise_that_says_nothing_is_refused() {
    let text = format!(
        "{SHOP}[staff.promise.nothing]\n[staff.promise.calls]\nchannel = \"calls\"\nwindow = \"99 %\"\n[staff.promise.who]\nreasons = [\"ordr\"]\nmeet = \"90 % in 1 h\"\n"
    );
    let report = chatfare::scenario::load_text("x", &text, &Default::default()).expect_err("promises");
    let said = report.render(false);
    assert!(said.contains("did you mean `order`"), "{said}");
    let report =
        chatfare::scenario::load_text("x", &text.replace("ordr", "order"), &Default::default()).expect_err("promises");
    let said = report.render(false);
    assert!(said.contains("[staff.promise.nothing] promises nothing") && said.contains("calls have none"), "{said}");
}
