//! Plans, shifts and hours by quarter of an hour.

use chatfare::experiment::host::Host;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::staff::{Grid, Staffed, fragment, plan, tables};
use chatfare::experiment::store::Store;
use chatfare::scenario::Scenario;

use super::desk::{BLOCKS, scenario};

fn planned(scenario: &Scenario) -> Staffed {
    let store = Store::none();
    plan(scenario, 0, &Host::new(&Unwatched, &store)).unwrap_or_else(|e| panic!("{e:?}"))
}

/// The half-hour in which 200 calls an hour become 100, planned by half-hour and by quarter; only `period` changes. The load
/// falls at 10:45, and Erlang C asks for 14 heads before and 8 after it: a half-hour needs the larger number for all of
/// it, quarters need it for one of two. Erlang's rate lags by the mean call of 3 min, so that the quarter from 10:45 on is
/// reckoned with 120 calls an hour.
#[test]
fn a_quarter_needs_no_more_than_its_own_heads() {
    let rates: Vec<String> = (0..24).map(|hour| if hour == 10 { "100" } else { "0" }.to_string()).collect();
    let text = BLOCKS
        .replace("[0,0,0,0,0,0,0,0,200,200,200,100,100,100,0,0,0,0,0,0,0,0,0,0]", &format!("[{}]", rates.join(",")));
    let text =
        text.replace("volume = \"900/week\"", "volume = \"100/week\"").replace("Mon 08:00-14:00", "Mon 10:00-11:15");
    let of = |period: &str| {
        let text = text.replace("period = \"60 min\"", &format!("period = \"{period}\""));
        planned(&scenario(&text.replace("length = \"3 h\"", "length = \"1h 15min\"")))
    };
    // 11:00 to 11:15 is open and nobody comes: one head is the least.
    let (quarters, halves) = (of("15 min"), of("30 min"));
    assert_eq!((quarters.grid, quarters.width, halves.grid, halves.width), (Grid::Quarters, 1, Grid::Quarters, 2));
    let heads = |found: &Staffed| -> Vec<u16> { (39..46).map(|slot| found.requirement.heads[0][slot]).collect() };
    let paper: Vec<u16> = (40..45).map(|slot| quarters.problem.erlang[0][slot]).collect();
    println!("{:?} {:?} {paper:?}", heads(&quarters), heads(&halves));
    let fine = heads(&quarters);
    assert_eq!((fine[0], fine[6]), (0, 0), "outside opening hours");
    assert!(fine[1..5].iter().all(|n| (7..=9).contains(n)), "{fine:?}");
    // By quarter a head is enough at the end (who is left over was served within 20 s); with half an hour from 11:00 on too.
    assert!(fine[5] <= 2, "{fine:?}");
    // One shift of five quarters: 1.25 h at 20 EUR each, no break.
    let shifts: u32 = quarters.plan.counts.iter().sum();
    assert_eq!(quarters.plan.cost, f64::from(shifts) * 25.0);
    // On paper the rate lags by 3 min: the first quarter is reckoned with 80 calls an hour, the last with 20.
    assert_eq!((paper[1], paper[2], paper[3]), (8, 8, 8));
    assert!(paper[0] < 8 && (1..4).contains(&paper[4]), "{paper:?}");
    let rows = tables(&[quarters]);
    let starts: Vec<&str> = rows.requirement.iter().map(|row| row.starts.as_str()).collect();
    assert_eq!(starts, ["Mon 10:00", "Mon 10:15", "Mon 10:30", "Mon 10:45", "Mon 11:00"]);
    assert_eq!(rows.requirement[1].minute, 615);
}

/// A shift of 2 h 45 min with a break of 15 min makes the plan fine; what is written is read back as the same heads by
/// quarter, and costs what its paid hours cost.
#[test]
fn odd_shifts_are_planned_written_and_read() {
    let shift = "length = \"2h 45min\"\nbreak = \"15 min\"\nbreak_after = \"45 min\"\nbreak_before = \"2h 15min\"";
    let text = BLOCKS.replace("length = \"3 h\"", shift).replace("Mon 08:00-14:00", "Mon 08:15-13:45");
    let text = text.replace(
        "sure = \"50 %\"\n    replications = 20",
        "sure = \"50 %\"\n    every = \"run\"\n    replications = 4",
    );
    let before = scenario(&text);
    let found = planned(&before);
    assert_eq!((found.grid, found.width), (Grid::Quarters, 4));
    let piece = fragment(&found, true);
    println!("{piece}");
    let after = scenario(&format!(
        "{}\n{piece}",
        text.replace("[staff]", "[unused]").split("[unused]").next().unwrap_or_default()
    ));
    let group = &after.variants[0].model.desk.groups[0];
    let quarters = group.quarters.as_ref().expect("heads by quarter of an hour");
    assert_eq!(quarters, &found.plan.heads[0], "what is read is not what was planned");
    let hours = quarters.iter().map(|n| f64::from(*n)).sum::<f64>() / 4.0;
    let shifts: u32 = found.plan.counts.iter().sum();
    assert_eq!((hours, found.plan.cost), (f64::from(shifts) * 2.5, f64::from(shifts) * 50.0));
    assert!(piece.contains(":15") || piece.contains(":45"), "{piece}");
}
