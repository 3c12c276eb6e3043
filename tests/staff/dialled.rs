//! Heads for what the dialler calls: its list by hand, in fleets and for promises.

use chatfare::desk::simulate;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::study;
use chatfare::facts::{Fact, Fold};
use chatfare::scenario::Scenario;

use super::desk::scenario;

struct Nothing;

impl Fold for Nothing {
    fn block(&mut self, _: &[Fact]) {}
}

/// Two weeks of 2400 customers a day to be called, half of whom answer a call, two tries, 20 s of ringing, talks of 3 min and 30 s of
/// work after them; open 40 h a week.
fn text(center: &str, dialer: &str, rest: &str) -> String {
    format!(
        "format = 1\n[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-20\"\nlead = \"0 s\"\ndrain = \"0 s\"\nreplications = 2\n\
         [business]\nzone = \"UTC\"\n[currency]\nreport = \"USD\"\n[population.p]\ncountries = {{ FR = \"100 %\" }}\n\
         [zone]\nFR = \"UTC\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ FR = \"0.05 USD\" }}\n\
         [call_center]\nwage = \"20 USD\"\nhours = \"Mon-Fri 09:00-17:00\"\n{center}\n\
         dialer = {{ reached = \"50 %\", tries = 2, between = \"fixed 4 h\", ring = \"fixed 20 s\", {dialer} }}\n\
         [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"fixed 3 min\"\nreason = \"r\"\nvolume = \"2400/day\"\n\
         [reason.r]\ncall_handling = \"fixed 20 min\"\nhandling = \"fixed 20 min\"\nafter_call_work = \"fixed 30 s\"\n{rest}"
    )
}

fn of_phone(scenario: &Scenario) -> &chatfare::scenario::Variant {
    scenario.variants.iter().find(|variant| variant.name == "phone").expect("a variant by telephone")
}

/// By hand: three in four are reached, in 1.5 calls: 0.75 × 210 s + 1.5 × 20 s for one call an idle agent, half the ringing for two.
/// 16,800 a week in 40 h: R = 21.875 and 20.125 erlangs, R + √R = 26.6 and 24.6: 27 and 25 heads. Sixteen kept idle beside: 22 and 16.
/// Then the list is worked off: at the end there are at most those of the last weekend and of two tries of half a day (4200), of 33,600.
#[test]
fn a_fleet_has_the_heads_for_its_lists() {
    for (dialer, heads) in
        [("calls = 1", 27), ("calls = 2", 25), ("kind = \"predictive\"", 27), ("calls = 1, keep = 16", 38)]
    {
        let scenario = scenario(&text("agents = 1", dialer, "[fleet]\ndesks = 1\n"));
        let assembly = assemble(&of_phone(&scenario).model, &scenario.run).unwrap_or_else(|e| panic!("{e:?}"));
        let desk = assembly.fleet.as_ref().expect("a fleet").desk(0, 0);
        assert_eq!(desk.groups[0].most, heads, "{dialer}");
        let sums = simulate(&desk, Draws::new(1, 0, 0), &mut Nothing).expect("a run");
        let dialled = sums.dialled;
        println!("{dialer} {dialled:?}");
        assert!(dialled.left < 2 * 2400 + 4200, "{dialer} {dialled:?}");
        assert!(dialled.answered > 17_000, "{dialer} {dialled:?}");
    }
}

/// A promise of the telephone is kept by any team where only the dialler calls; the heads are those that work its list off: R of above,
/// 22. With 30 callers an hour of 20 min (10 erlangs) beside 32, although 80 % of all who talk would be kept if half of the callers were not.
#[test]
fn a_promise_leaves_heads_for_the_list() {
    let peak = |rest: &str| {
        let study = study(
            &scenario(&text("meet = \"80 % in 20 s\"\npatience = \"exponential, mean 5 min\"", "calls = 1", rest)),
            &Unwatched,
        );
        let study = study.unwrap_or_else(|e| panic!("{e:?}"));
        let line = study.verdict.iter().find(|line| line.starts_with("Staff")).cloned().unwrap_or_default();
        println!("{line}");
        study.tables.value("phone", "all", "agents_peak").expect("a peak").mean
    };
    assert_eq!(peak(""), 22.0);
    let beside = peak(
        "[reason.in]\nvolume = \"30/h\"\ncall_handling = \"exponential, mean 20 min\"\nhandling = \"fixed 20 min\"\n",
    );
    assert_eq!(beside, 32.0);
}
