//! The statistics of the pairs beside closed forms: Erlang C for (a) and (c), Erlang A for (b).

use chatfare::statistics::{erlang_a, erlang_c};

use super::pairs::Pairs;
use super::product::Outcome;

/// Standard errors by which a mean may miss: in a right program one figure of a million does.
const MISS: f64 = 5.0;

/// A figure with its exact value.
struct Figure {
    name: &'static str,
    exact: f64,
    of: fn(&Outcome) -> f64,
}

/// Print every figure beside its exact value; returns those that miss.
pub fn check(workload: char, pairs: &Pairs) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    for figure in figures(workload)? {
        for (who, runs) in [("chatfare", &pairs.product), ("C", &pairs.yardstick)] {
            let (mean, error) = mean_and_error(runs, figure.of);
            let turns: f64 = runs.iter().map(|run| run.turns).sum();
            println!(
                "    {:<14} {who:<8} {mean:.5} ± {error:.5} (n = {turns:.3e} turns in {} runs), exact {:.5}: off by {:+.2} %",
                figure.name,
                runs.len(),
                figure.exact,
                100.0 * (mean / figure.exact - 1.0),
            );
            // With three runs the standard error itself is a guess: allow a relative miss of a tenth as well.
            let allowed = (MISS * error).max(if runs.len() < 10 { 0.1 * figure.exact } else { 0.0 });
            if (mean - figure.exact).abs() > allowed {
                faults.push(format!("({workload}) {} of {who}: {mean}, exact {}", figure.name, figure.exact));
            }
        }
    }
    Ok(faults)
}

fn figures(workload: char) -> Result<Vec<Figure>, String> {
    let wait = |exact| Figure { name: "mean wait, s", exact, of: |run| run.mean_wait };
    let over = |exact| Figure { name: "P(wait > 20 s)", exact, of: |run| run.over };
    if workload == 'b' {
        let queue = erlang_a(420.0, 180.0, 120.0, 20, 20.0).map_err(|e| e.to_string())?;
        // All turns, served or not: those within the threshold are the answered and the abandoned within it.
        let abandoned = Figure { name: "P(abandon)", exact: queue.p_abandon, of: |run| run.abandoned };
        return Ok(vec![wait(queue.mean_wait_all_s), over(1.0 - queue.sl_abandons_within_count), abandoned]);
    }
    // (c) is M/M/60: three turns a conversation, three places an agent.
    let (turns_per_h, servers) = if workload == 'c' { (1080.0, 60) } else { (360.0, 20) };
    let queue = erlang_c(turns_per_h, 180.0, servers, 20.0).map_err(|e| e.to_string())?;
    Ok(vec![wait(queue.asa_s), over(1.0 - queue.service_level)])
}

fn mean_and_error(runs: &[Outcome], of: fn(&Outcome) -> f64) -> (f64, f64) {
    let n = runs.len() as f64;
    let mean = runs.iter().map(of).sum::<f64>() / n;
    let squares: f64 = runs.iter().map(|run| (of(run) - mean).powi(2)).sum();
    (mean, if runs.len() > 1 { (squares / (n - 1.0) / n).sqrt() } else { f64::INFINITY })
}
