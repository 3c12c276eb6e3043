//! Workloads (a), (b) and (c) of the performance chapter beside the C yardstick, each through its scenario file.
//!
//! ```text
//! cargo bench --bench workloads -- [--workload c] [--pairs 15] [--contacts 1000000] [--quick]
//! ```
//!
//! Every run is a process of its own that measures its own CPU time, product and yardstick take turns, and the ratio is
//! the median over pairs: what else the machine does meets both. Then the statistics are held against closed forms.
//!
//! Two further modes serve `instructions.sh`, `scaling.sh` and whoever changes the engine: `--run WORKLOAD CONTACTS SEED
//! [PATH=VALUE …]` is one run, of a, b, c, or of the fleet d; `--digest` prints a hash of all that replications leave, which a change for speed alone must not move.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/digest.rs"]
mod digest;
#[path = "support/exact.rs"]
mod exact;
#[path = "support/pairs.rs"]
mod pairs;
#[path = "support/product.rs"]
mod product;
#[path = "support/yardstick.rs"]
mod yardstick;

use std::process::ExitCode;

/// What stands after `--`.
struct Options {
    workloads: Vec<char>,
    pairs: usize,
    contacts: u64,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["--run", workload, contacts, seed, sets @ ..] => product::child(workload, contacts, seed, sets),
        ["--digest"] => digest::print(),
        _ => options(&words).and_then(|options| bench(&options)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn options(words: &[&str]) -> Result<Options, String> {
    let mut options = Options { workloads: vec!['a', 'b', 'c'], pairs: 15, contacts: 1_000_000 };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = |least: u64| {
            let value = words.next().and_then(|text| text.replace('_', "").parse::<u64>().ok());
            value.filter(|value| *value >= least).ok_or(format!("{word} needs a number of at least {least}"))
        };
        match *word {
            "--pairs" => options.pairs = number(1)? as usize,
            "--contacts" => options.contacts = number(1000)?,
            "--quick" => (options.pairs, options.contacts) = (3, 100_000),
            "--workload" => match words.next() {
                Some(&name @ ("a" | "b" | "c")) => options.workloads = name.chars().collect(),
                _ => return Err("--workload needs a, b or c".into()),
            },
            other => {
                return Err(format!(
                    "unknown word `{other}`: --workload, --pairs, --contacts, --quick, --run, --digest"
                ));
            }
        }
    }
    Ok(options)
}

fn bench(options: &Options) -> Result<(), String> {
    let yardstick = yardstick::build()?;
    let mut faults = Vec::new();
    for &workload in &options.workloads {
        let pairs = pairs::run(&yardstick, workload, options.contacts, options.pairs)?;
        println!("{}", pairs.line());
        faults.extend(exact::check(workload, &pairs)?);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
