//! What plans on paper know of agents' speeds and of groups that help, and what they say they do not.

use chatfare::experiment::host::Host;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::staff::{Staffed, plan, words};
use chatfare::experiment::store::Store;
use chatfare::scenario::Scenario;
use chatfare::statistics::calls_heads;

use super::desk::{BLOCKS, scenario};

fn planned(scenario: &Scenario) -> Staffed {
    let store = Store::none();
    plan(scenario, 0, &Host::new(&Unwatched, &store)).unwrap_or_else(|e| panic!("{e:?}"))
}

/// Agents of twice the pace talk for 90 s in place of 180 s: Erlang C's heads are those of that time, and no floor from work at
/// pace 1 keeps the search from finding them. Only `pace` changes.
#[test]
fn pace_is_in_the_plan_on_paper_and_in_its_floors() {
    let fast = planned(&scenario(&BLOCKS.replace("wage = \"20 EUR\"", "wage = \"20 EUR\"\n    pace = 2")));
    let table = |rate: f64| calls_heads(rate, 90.0, None, 0.85, 20.0).expect("heads") as u16;
    let hour = |week: &[u16], hour: usize| week[2 * hour];
    let paper: Vec<u16> = [9, 10, 12, 13].map(|h| hour(&fast.problem.erlang[0], h)).to_vec();
    assert_eq!(paper, [table(200.0), table(200.0), table(100.0), table(100.0)]);
    let needed: Vec<u16> = [9, 10, 12, 13].map(|h| hour(&fast.requirement.heads[0], h)).to_vec();
    println!("{needed:?} {paper:?}");
    assert!(needed.iter().zip(&paper).all(|(needed, paper)| needed.abs_diff(*paper) <= 1), "{needed:?} {paper:?}");
    // At pace 1 the hours need 14 and 8.
    assert!(needed[0] < 14 && needed[3] < 8, "{needed:?}");
}

/// A team with heads of its own answers the same calls: the planned one needs fewer than Erlang without help says, the floors of
/// Erlang are dropped, and the words say that the help is not on paper.
#[test]
fn help_from_outside_the_plan_is_simulated_and_said() {
    let helped = "[call_center]\n    groups = [\"helpers\"]\n";
    let group =
        "[group.helpers]\n    channels = [\"phone\"]\n    agents = 8\n    wage = \"10 EUR\"\n    agent_cv = 0.1\n";
    let text = format!("{}{group}", BLOCKS.replace("[call_center]\n", helped));
    let scenario = scenario(&text);
    let found = planned(&scenario);
    let hour = |week: &[u16], hour: usize| week[2 * hour];
    println!("{:?}", found.requirement.heads[0].iter().step_by(2).collect::<Vec<_>>());
    // Fourteen agents were needed from 9 to 11; eight are there.
    assert!(hour(&found.requirement.heads[0], 9) <= 7, "{}", hour(&found.requirement.heads[0], 9));
    assert_eq!(hour(&found.problem.erlang[0], 9), 14);
    let said = words(&scenario, &found).join("\n");
    assert!(
        said.contains("On paper call center: calls gets no help") && said.contains("helpers answers some"),
        "{said}"
    );
}
