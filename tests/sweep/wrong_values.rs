//! Wrong values of axes: each is told once, at its own place in the file; what only a combination has names one that does.

use super::bench::{folder, options, refused};
use chatfare::experiment::points::Points;
use chatfare::experiment::sweep::Reader;

const AXES: &str = "[sweep.axis]
\"reason.question.volume\" = [\"1/day\", \"2\"]
\"group.team.agents\" = [1, 2.5]
\"group.team.wage\" = \"1 EUR | 2 | 3 EUR\"
\"call_center.agents\" = \"0 to 70000 by 35000\"
";

/// Number of the line that holds these words, from 1, and their column.
fn place(text: &str, words: &str) -> String {
    let (line, found) = text.lines().enumerate().find(|(_, line)| line.contains(words)).expect(words);
    format!("kiosk.toml:{}:{}", line + 1, found.find(words).expect(words) + 1)
}

/// 2 × 2 × 3 × 3 points have one of four faults or more: four errors, at the values, not at texts nobody wrote.
#[test]
fn each_wrong_value_is_told_once_where_it_stands() {
    let folder = folder(AXES);
    let text = std::fs::read_to_string(folder.path().join("kiosk.toml")).expect("read");
    for command in ["sweep", "validate"] {
        let said = refused(folder.path(), &[command, "kiosk.toml"]);
        assert_eq!(said.matches("error[").count(), 4, "{said}");
        for (code, words) in [
            ("missing-unit", "\"2\""),
            ("wrong-type", "2.5"),
            ("missing-unit", "2 | 3 EUR"),
            ("out-of-range", "\"0 to"),
        ] {
            let at = place(&text, words);
            assert!(said.contains(&at) && said.contains(code), "{code} at {at} is not in\n{said}");
        }
        assert!(!said.contains("point"), "{said}");
    }
}

/// A scenario that is refused itself does not hide the values of its axes, nor those of a table of points.
#[test]
fn values_beside_other_mistakes_and_in_a_table_of_points() {
    let beside = folder(&format!("{AXES}[cost]\nplatform_month = \"200\"\n"));
    let said = refused(beside.path(), &["sweep", "kiosk.toml"]);
    assert_eq!(said.matches("error[").count(), 5, "{said}");
    let table = folder("[sweep]\ndesign = \"table\"\nfile = \"points.csv\"\n");
    std::fs::write(table.path().join("points.csv"), "group.team.agents,group.team.wage\n1,20 EUR\n2,20\n1.5,20\n")
        .expect("written");
    let said = refused(table.path(), &["sweep", "kiosk.toml"]);
    assert_eq!(said.matches("error[").count(), 2, "{said}");
    assert!(said.contains("points.csv:3:3") && said.contains("points.csv:4:1"), "{said}");
}

/// A policy that needs a target: no value is wrong for itself. Of four points the two with the policy are refused.
#[test]
fn what_only_some_points_have_names_one() {
    let folder = folder(
        "[sweep.axis]\n\"desk.answer.policy\" = [\"as staff allows\", \"by target\"]\n\"group.team.agents\" = [1, 2]\n",
    );
    let reader = Reader::new(&folder.path().join("kiosk.toml"), options());
    let base = reader.base().expect("a scenario");
    let points = Points::of(base.sweep.as_ref().expect("[sweep]"), 1).expect("points");
    let report = reader.scenarios(&base, &points).expect_err("no target");
    let said = report.render(false);
    assert_eq!(report.errors(), 1, "{said}");
    assert!(said.contains("error[needs-other]") && said.contains("kiosk.toml:40:"), "{said}");
    assert!(said.contains("met by 2 of 4 points: answer policy = by target, team agents = 1"), "{said}");
}
