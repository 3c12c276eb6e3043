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

/// 60·10⁹ messages at two a turn and 10,000 turns a desk are 3·10⁶ desks; the largest of them has 1 / (ζ(0.9) + n^0.1 / 0.1) of all,
/// ζ(0.9) = −9.4301140: 2.87 %. A thousand cores have a thousandth of the work each, whatever they are.
#[test]
fn many_cores_are_bound_by_the_largest_desk() {
    use chatfare::experiment::workloads::ManyCores;
    let folder = folder();
    let args = ["bench", "--workload", "d", "--desks", "30", "--cores", "1,1000", "--json"];
    let output = chatfare(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let fleet: Measured = serde_json::from_str(lines[0]).expect("JSON");
    let cores: Vec<ManyCores> = lines[1..].iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let largest = 1.0 / (-9.430_114 + 10.0 * (cores[0].desks as f64).powf(0.1));
    assert!(
        (cores[0].desks as f64 / 3e6 - 1.0).abs() < 0.06 && (cores[0].largest / largest - 1.0).abs() < 1e-3,
        "{cores:?}"
    );
    let hours = fleet.cpu_ns_per_message.expect("CPU time") * 60e9 / 3.6e12;
    assert!((cores[0].work_h / hours - 1.0).abs() < 1e-9 && (cores[1].work_h * 1000.0 / hours - 1.0).abs() < 1e-9);
    assert!((cores[1].largest_h / (hours * cores[1].largest) - 1.0).abs() < 1e-9);
    let refused =
        chatfare(folder.path(), &["bench", "--workload", "a", "--contacts", "1000", "--runs", "1", "--cores", "9"]);
    assert_eq!(refused.status.code(), Some(2));
}
