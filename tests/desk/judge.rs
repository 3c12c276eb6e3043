//! Runs a scenario in many replications and compares ratios with exact values.
//!
//! Rules of every comparison:
//! * The seed is the first 63 bits of blake3 of the row's name; it is never changed to turn a test green.
//! * Under the exact value R the differences x − R y of independent replications have mean 0 (x / y the statistic's
//!   numerator and denominator). Part of their noise is what chance brought in: arrivals beside their expectation, and
//!   work of those served beside theirs. Both have known means whatever the desk does, so they are controls (Lavenberg &
//!   Welch 1981): the mean of the differences is the intercept of a regression on them, with a Student interval of
//!   n − 3 (or n − 2) degrees of freedom. That arrivals and work are right is compared for itself, uncontrolled.
//! * A row with an exact value outside its interval is run once more with 4 × as many customers on the fixed seed of
//!   its name + " again"; outside again is a failure. The two runs are independent, so with m comparisons in all a level
//!   of 1 − √(0.001 / m) each makes all of them together wrong with less than 0.1 % (Bonferroni). m = [`COMPARISONS`].
//! * The smallest fault that a row would see is the relative error that leaves the interval in nine runs of ten: half
//!   the width + 1.2816 standard errors, over the exact value.

use chatfare::desk;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::facts::{Channel, Fact, Fold};
use chatfare::scenario::{LoadOptions, Scenario, load_text};
use chatfare::statistics::t_quantile;
use chatfare::statistics::tally::{Tallier, Tally};
use rayon::prelude::*;

use super::witness::{Seen, Waits, Witness};

/// Replications of a row.
pub const REPLICATIONS: u32 = 100;
/// Statistics compared in all rows together; counted by the test `the_comparisons_are_counted`.
pub const COMPARISONS: u32 = 400;

/// One statistic with its exact value.
pub struct Check {
    pub what: &'static str,
    pub exact: f64,
    /// Numerator and denominator in a replication.
    pub of: fn(&Seen) -> (i128, i128),
    /// Value = scale × numerator / denominator.
    pub scale: f64,
    /// May chance in arrivals and work be taken out?
    pub controlled: bool,
}

/// One row of a table as a scenario.
pub struct Case {
    pub name: String,
    /// Customers (turns) to simulate in all replications together, warm-up apart.
    pub customers: f64,
    /// Turns an hour.
    pub per_hour: f64,
    /// Warm-up, hours.
    pub lead_h: f64,
    /// The scenario without `[run]`.
    pub text: String,
    pub threshold_s: f64,
    /// Mean of the time that the served spend in service, where it does not depend on the load.
    pub service_s: Option<f64>,
    /// Relative faults that these statistics must be able to see; asserted.
    pub sees: Vec<(&'static str, f64)>,
    pub checks: Vec<Check>,
}

/// A fold for both tallies.
struct Both(Witness, Tallier);

impl Fold for Both {
    fn block(&mut self, facts: &[Fact]) {
        self.0.block(facts);
        self.1.block(facts);
    }
}

/// CPU time of this thread, seconds (0 where the system does not tell).
fn cpu_s() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) * 1e-9
}

/// The seed of a name.
pub fn seed(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("8 bytes")) >> 1
}

/// A scenario text that must be right.
pub fn scenario(name: &str, text: &str) -> Scenario {
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    load_text(name, text, &LoadOptions { tariffs, ..LoadOptions::default() })
        .unwrap_or_else(|report| panic!("{report}\n{text}"))
}

impl Case {
    /// The whole scenario file for so many customers.
    pub fn file(&self, customers: f64, seed: u64) -> String {
        let hours = customers / f64::from(REPLICATIONS) / self.per_hour;
        let minutes = (hours * 60.0).ceil() as i64;
        let start: jiff::civil::DateTime = "1980-01-01T00:00:00".parse().expect("a date");
        let to = start.checked_add(jiff::Span::new().minutes(minutes)).expect("an end before 2100");
        let lead = (self.lead_h * 60.0).ceil();
        format!(
            "[run]\nfrom = \"1980-01-01\"\nto = \"{to}\"\nlead = \"{lead} min\"\ndrain = \"for ever\"\n\
             replications = {REPLICATIONS}\nseed = {seed}\nallow_unstable = true\n[business]\nzone = \"UTC\"\n\
             [population.everybody]\ncountries = {{ US = \"100 %\" }}\n{}",
            self.text
        )
    }

    fn run(&self, customers: f64, seed: u64) -> (Vec<Seen>, f64) {
        let scenario = scenario(&format!("{}.toml", self.name), &self.file(customers, seed));
        let variant = scenario.variants.first().expect("a variant");
        let assembly = assemble(&variant.model, &scenario.run).unwrap_or_else(|e| panic!("{}: {e:?}", self.name));
        let all: Vec<(Seen, f64)> =
            (0..REPLICATIONS).into_par_iter().map(|r| self.replicate(&scenario, &assembly, r)).collect();
        let seconds = all.iter().map(|(_, s)| s).sum();
        (all.into_iter().map(|(seen, _)| seen).collect(), seconds)
    }

    fn replicate(&self, scenario: &Scenario, assembly: &Assembly, replication: u32) -> (Seen, f64) {
        let begun = cpu_s();
        let (run, model) = (&scenario.run, &assembly.model);
        let threshold = (self.threshold_s * 1e6) as i64;
        let thresholds = [model.measures.message_threshold.0, model.measures.call_threshold.0];
        let sizes = (assembly.desk.streams.len(), model.reasons.len(), model.book.countries.len());
        let tallier = Tallier::new(run.from, run.to, thresholds, &assembly.rules, sizes);
        let witness = Witness { from: run.from, to: run.to, threshold, waits: Waits::default() };
        let mut fold = Both(witness, tallier);
        let draws = Draws::new(run.seed, replication, 0);
        let sums = desk::simulate(&assembly.desk, draws, &mut fold).unwrap_or_else(|e| panic!("{}: {e}", self.name));
        let (waits, tally) = (fold.0.waits, fold.1.finish());
        self.agree(&waits, &tally, model.channel, sums.staff.open_contacts);
        (Seen { waits, staff: sums.staff, span: run.to - run.from }, cpu_s() - begun)
    }

    /// The product's tally says the same as the witness.
    fn agree(&self, waits: &Waits, tally: &Tally, channel: Channel, open_contacts: i64) {
        let theirs = if channel == Channel::Phone { &tally.phone } else { &tally.messages };
        let both = [
            ("offered", waits.offered + waits.blocked, theirs.offered),
            ("answered", waits.answered(), theirs.answered),
            ("wait of answered", waits.wait_answered, theirs.queued_sum),
            ("wait of lost", waits.wait_lost, theirs.lost_sum),
            ("late", waits.answered() - waits.answered_within, theirs.queued_over),
            ("opened", waits.opened, tally.opened),
            ("Little", open_contacts, tally.open_time),
        ];
        for (what, mine, theirs) in both {
            assert_eq!(mine, theirs, "{}: {what}", self.name);
        }
    }
}

/// One line of the report.
struct Line {
    what: &'static str,
    exact: f64,
    mean: f64,
    half: f64,
    fault: f64,
    green: bool,
}

/// Mean of y where the controls stand at 0, with its standard error and degrees of freedom: least squares.
fn intercept(y: &[f64], controls: &[Vec<f64>]) -> (f64, f64, u32) {
    let n = y.len();
    // Householder-free: few, well-scaled columns, so normal equations on centred controls do.
    let mean = |v: &[f64]| v.iter().sum::<f64>() / n as f64;
    let centred = |v: &[f64]| v.iter().map(|x| x - mean(v)).collect::<Vec<f64>>();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    // Orthogonalise the controls one by one (Gram–Schmidt), carrying the value 0 of each along.
    let mut basis: Vec<(Vec<f64>, f64)> = Vec::new();
    for control in controls {
        let (mut own, mut at_zero) = (centred(control), -mean(control));
        for (other, other_zero) in &basis {
            let slope = dot(&own, other) / dot(other, other);
            own.iter_mut().zip(other).for_each(|(a, b)| *a -= slope * b);
            at_zero -= slope * other_zero;
        }
        basis.push((own, at_zero));
    }
    let (mut rest, mut value, mut leverage) = (centred(y), mean(y), 1.0 / n as f64);
    for (own, at_zero) in &basis {
        let size = dot(own, own);
        let slope = dot(&rest, own) / size;
        rest.iter_mut().zip(own).for_each(|(a, b)| *a -= slope * b);
        value += slope * at_zero;
        leverage += at_zero * at_zero / size;
    }
    let freedom = n - 1 - controls.len();
    (value, (dot(&rest, &rest) / freedom as f64 * leverage).sqrt(), freedom as u32)
}

fn lines(case: &Case, seen: &[Seen]) -> Vec<Line> {
    let level = 1.0 - (0.001 / f64::from(COMPARISONS)).sqrt();
    let mut controls = vec![
        seen.iter()
            .map(|s| (s.waits.offered + s.waits.blocked) as f64 - case.per_hour * s.span as f64 / 3.6e9)
            .collect(),
    ];
    if let Some(mean) = case.service_s {
        let work = |s: &Seen| s.waits.service as f64 * 1e-6 - mean * s.waits.answered() as f64;
        controls.push(seen.iter().map(work).collect::<Vec<f64>>());
    }
    let line = |check: &Check| {
        let exact = check.exact / check.scale;
        let pairs: Vec<(i128, i128)> = seen.iter().map(check.of).collect();
        let differences: Vec<f64> = pairs.iter().map(|(x, y)| *x as f64 - exact * *y as f64).collect();
        let denominator = pairs.iter().map(|(_, y)| *y as f64).sum::<f64>() / pairs.len() as f64;
        let controls = if check.controlled { controls.as_slice() } else { &[] };
        let (value, error, freedom) = intercept(&differences, controls);
        let unit = check.scale / denominator;
        let half = t_quantile(level, freedom).expect("a quantile") * error * unit;
        Line {
            what: check.what,
            exact: check.exact,
            mean: check.exact + value * unit,
            half,
            fault: (half + 1.2816 * error * unit) / check.exact,
            green: (value * unit).abs() <= half,
        }
    };
    case.checks.iter().map(line).collect()
}

fn print(case: &Case, customers: f64, lines: &[Line], seconds: f64) {
    for line in lines {
        println!(
            "{:<26} {:<22} exact {:>12.6} simulated {:>12.6} ± {:>10.6} n {:>10.3e} smallest fault {:>7.3} % {}",
            case.name,
            line.what,
            line.exact,
            line.mean,
            line.half,
            customers,
            line.fault * 100.0,
            if line.green { "ok" } else { "RED" }
        );
    }
    println!("{:<26} {seconds:.1} CPU s, {:.0} ns a customer", case.name, seconds / customers * 1e9);
}

/// Runs a row; red once is run again at 4 × n, red twice is a problem, and so is a row that would not see the faults
/// it states. Returns problems and CPU seconds.
pub fn judge(case: &Case) -> (Vec<String>, f64) {
    let (seen, mut seconds) = case.run(case.customers, seed(&case.name));
    let mut found = lines(case, &seen);
    print(case, case.customers, &found, seconds);
    let mut problems = Vec::new();
    for (what, fault) in &case.sees {
        let line = found.iter().find(|line| line.what == *what).expect("a statistic of this row");
        if line.fault > *fault {
            let need = case.customers * (line.fault / fault).powi(2);
            let percent = line.fault * 100.0;
            problems.push(format!("{} {what} sees faults of {percent:.3} % only: n must be {need:.2e}", case.name));
        }
    }
    if found.iter().any(|line| !line.green) {
        let (again, more) = case.run(4.0 * case.customers, seed(&format!("{} again", case.name)));
        let second = lines(case, &again);
        println!("{} again:", case.name);
        print(case, 4.0 * case.customers, &second, more);
        seconds += more;
        found.retain(|line| !line.green && second.iter().any(|other| other.what == line.what && !other.green));
        problems.extend(found.iter().map(|line| format!("{} {} is red twice", case.name, line.what)));
    }
    (problems, seconds)
}
