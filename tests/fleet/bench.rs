//! `chatfare bench` on small sizes: what it prints is what was simulated.

use super::super::store::bench::{chatfare, folder, stderr};
use chatfare::experiment::workloads::Measured;

/// 20,000 customers and conversations, four runs: mean waits within 40 % of the exact ones (their spread over such short runs
/// is some 10 %); (d) has its 10,000 turns a desk to 5 %.
#[test]
fn workloads_are_what_they_say() {
    let folder = folder();
    let args = ["bench", "--contacts", "20000", "--desks", "30", "--threads", "2", "--json", "--out", "table"];
    let output = chatfare(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let all: Vec<Measured> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(all.iter().map(|m| m.workload.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    for measured in &all[..3] {
        let turns = if measured.workload == "c" { 3.0 } else { 1.0 } * 80_000.0;
        assert!((measured.turns as f64 / turns - 1.0).abs() < 0.03, "{measured:?}");
        for statistic in &measured.statistics {
            assert!((statistic.mean / statistic.exact - 1.0).abs() < 0.4, "{statistic:?}");
            assert!(statistic.half_width.is_some_and(|half| half > 0.0));
        }
    }
    let fleet = &all[3];
    assert!((fleet.turns as f64 / 300_000.0 - 1.0).abs() < 0.05 && fleet.messages > 2 * fleet.turns - 10, "{fleet:?}");
    let table = std::fs::read_to_string(folder.path().join("table/bench.csv")).expect("a table");
    assert_eq!(table.lines().count(), 5);
}
