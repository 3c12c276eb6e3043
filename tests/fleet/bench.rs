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
    let exact = std::fs::read_to_string(folder.path().join("table/bench_statistics.csv")).expect("a table");
    assert_eq!(exact.lines().count(), 1 + 2 + 3 + 2);
}

/// A fleet that can be run has a largest desk with 65,535 heads at most: 3 chats each are 196,605 places for R + √R, so R = 196,162 erlangs; at
/// 180 s a turn over 16 h that is 62.77 million turns. At 10,000 turns a desk and 1 / (ζ(0.9) + n^0.1 / 0.1) of all, ζ(0.9) = −9.4301140, n is
/// some 147,000 (62.77 · 10⁶ / 10⁴ × 23.4). A thousand cores have a thousandth of the work each; the largest desk takes its turns times its own speed.
#[test]
fn many_cores_are_bound_by_the_largest_desk() {
    use chatfare::experiment::workloads::ManyCores;
    let folder = folder();
    let args =
        ["bench", "--workload", "d", "--desks", "300", "--runs", "3", "--cores", "1,1000", "--json", "--out", "table"];
    let output = chatfare(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let fleet: Measured = serde_json::from_str(lines[0]).expect("JSON");
    let cores: Vec<ManyCores> = lines[1..].iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let desks = cores[0].desks as f64;
    let share = 1.0 / (-9.430_114 + 10.0 * desks.powf(0.1));
    assert!((cores[0].largest / share - 1.0).abs() < 1e-3, "{cores:?}");
    assert!((share * desks * 1e4 / 62.77e6 - 1.0).abs() < 0.02, "{cores:?}");
    assert!((cores[0].fleets * desks * 2e4 / 60e9 - 1.0).abs() < 0.06, "{cores:?}");
    let hours = fleet.cpu_ns_per_message.expect("CPU time") * 60e9 / 3.6e12;
    assert!((cores[0].work_h / hours - 1.0).abs() < 1e-9 && (cores[1].work_h * 1000.0 / hours - 1.0).abs() < 1e-9);
    let largest = fleet.largest.expect("timed apart");
    let turns = fleet.turns as f64 / 3.0 / 300.0 * desks * cores[1].largest;
    let own = turns * largest.cpu_ns_per_turn.expect("CPU time") / 3.6e12;
    assert!((cores[1].largest_h / own - 1.0).abs() < 1e-9 && (cores[1].busy_cores * own / hours - 1.0).abs() < 1e-9);
    // The largest of 300 has 1 / (ζ(0.9) + 300^0.1 / 0.1 + 300^−0.9 / 2) of all turns, within chance.
    let of_300 = 1.0 / (-9.430_114 + 10.0 * 300f64.powf(0.1) + 0.5 * 300f64.powf(-0.9));
    assert!((largest.share / of_300 - 1.0).abs() < 0.03, "{largest:?} {of_300}");
    let table = std::fs::read_to_string(folder.path().join("table/bench_cores.csv")).expect("a table");
    assert_eq!(table.lines().count(), 3);
}

/// What cannot be answered is refused before anything runs; letters are taken in order, once.
#[test]
fn questions_that_have_no_answer_are_refused_first() {
    let folder = folder();
    let args =
        ["bench", "--workload", "a", "--contacts", "4000000000", "--runs", "10000", "--cores", "9", "--out", "table"];
    let refused = chatfare(folder.path(), &args);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    for command in [vec!["bench"], vec!["run", "scenarios/one-person-shop.toml"], vec!["verify"]] {
        let refused = chatfare(folder.path(), &[command, vec!["--threads", "1025"]].concat());
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains("1024 threads at most"), "{}", stderr(&refused));
    }
    let args = ["bench", "--workload", "c,a,a", "--contacts", "1000", "--runs", "1", "--threads", "2", "--scaling"];
    let said = String::from_utf8(chatfare(folder.path(), &args).stdout).expect("UTF-8");
    let letters: Vec<&str> = said.lines().skip(1).take(2).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(letters, ["a", "c"], "{said}");
    assert!(said.contains("2 threads instead of one: –") && !said.contains("inf"), "{said}");
}
