//! The statistics of the pairs beside closed forms: Erlang C for (a) and (c), Erlang A for (b).

use chatfare::experiment::workloads;

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
    workloads::figures(workload.to_string().parse()?).map(|figures| {
        figures
            .iter()
            .map(|figure| Figure { name: figure.name, exact: figure.exact, of: outcome_of(figure.name) })
            .collect()
    })
}

/// Where an outcome holds a figure.
fn outcome_of(name: &str) -> fn(&Outcome) -> f64 {
    match name {
        "mean wait, s" => |run| run.mean_wait,
        "P(abandon)" => |run| run.abandoned,
        _ => |run| run.over,
    }
}

fn mean_and_error(runs: &[Outcome], of: fn(&Outcome) -> f64) -> (f64, f64) {
    let n = runs.len() as f64;
    let mean = runs.iter().map(of).sum::<f64>() / n;
    let squares: f64 = runs.iter().map(|run| (of(run) - mean).powi(2)).sum();
    (mean, if runs.len() > 1 { (squares / (n - 1.0) / n).sqrt() } else { f64::INFINITY })
}
