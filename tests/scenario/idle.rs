//! Settings that change nothing are warned of, once, and only where no variant, sweep or argument makes them act.

use super::good::{SMALL, options, text};
use chatfare::scenario::{LoadOptions, load_text};

/// The small scenario, calmer, with more lines in its reason, its group, and at its end.
fn with([reason, group, further]: [&str; 3]) -> String {
    let calm = SMALL.replace("120/h\"", &format!("12/h\"\n{reason}"));
    format!("{}\n{further}\n", calm.replace("wage = \"20 EUR\"", &format!("wage = \"20 EUR\"\n{group}")))
}

const DEFAULT_POLICY: &str = "`desk.answer.policy` is \"as staff allows\"";
const WEEK: &str = "hours = \"Mon-Fri 08:00-20:00\"\novertime = 1.5\n";
const PHONE: &str = "channels = [\"messages\", \"phone\"]\nclosing = \"clear\"";
const CENTRE: &str = "[call_center]\nvariant = false\nagents = 1\nwage = \"20 EUR\"\ngroups = [\"team\"]";

/// Setting, part of its message, the scenario in which it does nothing, the same in which it acts.
fn cases() -> Vec<(&'static str, &'static str, [String; 3], [String; 3])> {
    let own = |parts: [&str; 3]| parts.map(str::to_string);
    let answer = |lines: &str| ["".to_string(), "".to_string(), format!("[desk.answer]\n{lines}")];
    let desk = |reason: &str, group: &str, lines: &str| [reason.into(), group.into(), format!("[desk]\n{lines}")];
    let mut list = Vec::new();
    for (key, value, policy) in [
        ("desk.answer.quiet", "quiet = \"45 s\"", "wait and merge"),
        ("desk.answer.every", "every = \"2 h\"", "batches"),
        ("desk.answer.hours", "hours = \"Mon-Sun 00:00-23:30\"", "office hours"),
        ("desk.answer.target", "target = \"4 h\"", "by target"),
        ("desk.answer.skip_below", "skip_below = \"0.10 EUR\"", "careful"),
    ] {
        list.push((key, DEFAULT_POLICY, answer(value), answer(&format!("policy = {policy:?}\n{value}"))));
    }
    let late = "`desk.answer.late` is \"pay\"";
    list.push(("desk.answer.cap", late, answer("cap = 5"), answer("cap = 5\nlate = \"cap\"")));
    let (level, three) = ("routing = \"fill to level\"\nfill_to = 3", "concurrency = 3");
    list.push(("desk.fill_to", "is \"least loaded\"", desk("", three, "fill_to = 3"), desk("", three, level)));
    list.push(("desk.fill_to", "more than 2 at once", desk("", "concurrency = 2", level), desk("", three, level)));
    let first = "`desk.discipline` is \"first come\"";
    list.push((
        "reason.help.priority",
        first,
        own(["priority = 2", "", ""]),
        desk("priority = 2", "", "discipline = \"priority\""),
    ));
    list.push((
        "reason.help.weight",
        first,
        own(["weight = 3", "", ""]),
        desk("weight = 3", "", "discipline = \"weighted wait\""),
    ));
    let correlated = "busyness_correlation = 0.5";
    let hours = format!("{correlated}\nbusyness_hour_cv = 0.3");
    let key = "reason.help.busyness_correlation";
    list.push((key, "`busyness_hour_cv` is 0", own([correlated, "", ""]), own([&hours, "", ""])));
    let dirichlet = "concentration = 40\ncounts = \"Dirichlet\"";
    let key = "reason.help.concentration";
    list.push((key, "`counts`", own(["concentration = 40", "", ""]), own([dirichlet, "", ""])));
    let key = "group.team.reserve.help";
    list.push((key, "all 8 agents", own(["", "reserve.help = 8", ""]), own(["", "reserve.help = 7", ""])));
    let hands_over = format!("{WEEK}leaving = \"hand over\"");
    let after = "after_chat_work = \"fixed 1 min\"";
    list.push(("group.team.overtime", "after his shift", own(["", &hands_over, ""]), own([after, &hands_over, ""])));
    let shuts = "closing = \"clear\"";
    list.push(("group.team.closing", "no calls", own(["", shuts, ""]), own(["", PHONE, CENTRE])));
    let again = "repeat = { chance = \"50 %\" }";
    let unresolved = format!("{again}\nresolved = \"75 %\"");
    list.push(("reason.help.repeat", "is resolved", own([again, "", ""]), own([&unresolved, "", ""])));
    let impatient = format!("{again}\npatience = \"exponential, mean 1 h\"");
    list.push(("reason.help.repeat", "is resolved", own([again, "", ""]), own([&impatient, "", ""])));
    let limits = "[limits]\ncustomers_a_day = 1000";
    let sends = format!("{limits}\n[notification.news]\nvolume = \"5/day\"\nclass = \"marketing\"");
    list.push(("limits", "no notification", own(["", "", limits]), own(["", "", &sends])));
    list
}

#[test]
fn what_changes_nothing_is_told() {
    for (path, why, idle, acts) in cases() {
        let warnings = |parts: &[String; 3]| text(&with(parts.each_ref().map(String::as_str))).warnings;
        let told = warnings(&idle);
        assert_eq!(told.len(), 1, "{path}: {told:?}");
        assert!(told[0].starts_with(&format!("`{path}` ")) && told[0].contains(why), "{}", told[0]);
        assert!(told[0].contains("(text.toml:"), "{}", told[0]);
        assert!(warnings(&acts).is_empty(), "{path}: {:?}", warnings(&acts));
    }
}

/// A value that says what is the case anyway is no mistake.
#[test]
fn values_that_are_the_default_are_not_told() {
    let reason = "priority = 1\nweight = 1\nbusyness_correlation = 0\nrepeat = { chance = \"0 %\" }";
    let group = "closing = \"keep\"\novertime = 1\nleaving = \"hand over\"\nreserve.help = 0";
    let warnings = text(&with([reason, group, ""])).warnings;
    assert!(warnings.is_empty(), "{warnings:?}");
}

/// Told once if no variant reads it; not at all if one does.
#[test]
fn a_variant_may_make_it_act() {
    let own = |policy: &str| {
        format!(
            "[desk.answer]\nquiet = \"45 s\"\n[variant.a]\n[variant.b]\nset = {{ \"desk.answer.policy\" = {policy:?} }}"
        )
    };
    let warnings = |policy: &str| text(&with(["", "", &own(policy)])).warnings;
    assert_eq!(warnings("as staff allows").len(), 1);
    assert!(warnings("wait and merge").is_empty());
}

/// An axis or an argument that chooses the policy may leave out what others read; one that gives what nobody reads is told.
#[test]
fn an_experiment_may_make_it_act() {
    let quiet = "[desk.answer]\nquiet = \"45 s\"\n";
    let axis = |key: &str, value: &str| format!("{quiet}[sweep.axis]\n\"{key}\" = {value}\n");
    let policies = axis("desk.answer.policy", "[\"wait and merge\", \"as staff allows\"]");
    assert!(text(&with(["", "", &policies])).warnings.is_empty());
    assert_eq!(text(&with(["", "", &axis("group.team.agents", "[8, 9]")])).warnings.len(), 1);
    let set = |scenario: &str, set: &str| {
        let options = LoadOptions { sets: vec![set.to_string()], ..options() };
        load_text("text.toml", scenario, &options).unwrap_or_else(|report| panic!("{report}")).warnings
    };
    let merges = with(["", "", &format!("{quiet}policy = \"wait and merge\"\n")]);
    assert!(set(&merges, "desk.answer.policy=as staff allows").is_empty());
    let told = set(&with(["", "", ""]), "desk.answer.quiet=45 s");
    assert!(told.len() == 1 && told[0].ends_with("(--set #1)"), "{told:?}");
}
