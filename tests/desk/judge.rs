//! Runs a scenario in many replications and compares ratios with exact values.
//!
//! Rules of every comparison:
//! * The seed is the first 63 bits of blake3 of the row's name; it is never changed to turn a test green.
//! * Each ratio gets a Student interval over independent replications (delta method). All comparisons of this file's
//!   rows hold together with 99.9 %: each has level 1 − 0.001 / [`COMPARISONS`] (Bonferroni).
//! * A row with an exact value outside its interval is run once more with 4 × as many customers on the fixed seed of
//!   its name + " again"; outside again is a failure.
//! * The smallest fault that a row would see is the relative error that leaves the interval in nine runs of ten: half
//!   the width + 1.2816 standard errors, over the exact value.

use std::time::Instant as Clock;

use chatfare::desk;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::facts::{Channel, Fact, Fold};
use chatfare::scenario::{LoadOptions, Scenario, load_text};
use chatfare::statistics::tally::{Tallier, Tally};
use chatfare::statistics::{bonferroni_level, ratio_delta, t_quantile};
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

/// The seed of a name.
pub fn seed(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("8 bytes")) >> 1
}

/// A scenario text that must be right.
pub fn scenario(name: &str, text: &str) -> Scenario {
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    load_text(name, text, &LoadOptions { sets: Vec::new(), tariffs }).unwrap_or_else(|report| panic!("{report}\n{text}"))
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
        let begun = Clock::now();
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
        (Seen { waits, staff: sums.staff, span: run.to - run.from }, begun.elapsed().as_secs_f64())
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

fn lines(case: &Case, seen: &[Seen]) -> Vec<Line> {
    let level = bonferroni_level(0.999, COMPARISONS);
    let quantile = t_quantile(level, REPLICATIONS - 1).expect("a quantile");
    let line = |check: &Check| {
        let pairs: Vec<(i128, i128)> = seen.iter().map(check.of).collect();
        let interval = ratio_delta(&pairs, level).expect("observations");
        let (mean, half) = (interval.mean * check.scale, interval.half_width().expect("bounds") * check.scale);
        let fault = half * (1.0 + 1.2816 / quantile) / check.exact;
        Line { what: check.what, exact: check.exact, mean, half, fault, green: (mean - check.exact).abs() <= half }
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

/// Runs a row; red once is run again at 4 × n, red twice fails. Returns the smallest fault seen by statistic, and CPU s.
pub fn judge(case: &Case) -> (Vec<(&'static str, f64)>, f64) {
    let (seen, mut seconds) = case.run(case.customers, seed(&case.name));
    let mut found = lines(case, &seen);
    print(case, case.customers, &found, seconds);
    if found.iter().any(|line| !line.green) {
        let (again, more) = case.run(4.0 * case.customers, seed(&format!("{} again", case.name)));
        let second = lines(case, &again);
        println!("{} again:", case.name);
        print(case, 4.0 * case.customers, &second, more);
        seconds += more;
        let wrong: Vec<&str> = second.iter().filter(|line| !line.green).map(|line| line.what).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?} red twice", case.name);
        found = second;
    }
    (found.iter().map(|line| (line.what, line.fault)).collect(), seconds)
}
