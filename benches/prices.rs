//! A thousand price points over one scenario whose policies read no price, against one point.
//!
//! ```text
//! cargo bench --bench prices -- [POINTS] [REPLICATIONS]
//! ```
//!
//! One thread, nothing stored, tables included: the points are read one by one by the loader, simulated once, billed at all of
//! them, and tabulated. CPU time, which does not depend on what else the machine does. The target is less than three times
//! the cost of one point.

#[path = "support/clock.rs"]
mod clock;

use std::path::Path;

use chatfare::cli::options;
use chatfare::experiment::host::Host;
use chatfare::experiment::points::Points;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::store::Store;
use chatfare::experiment::sweep::{Reader, sweep_on};

/// Seconds of a sweep over so many price points.
fn seconds(points: u32, replications: u32) -> Result<f64, Box<dyn std::error::Error>> {
    let axis = match points {
        1 => "[1]".to_string(),
        n => format!("0.5 to 2.0 in {n} steps"),
    };
    let sets = [
        "sweep.metrics=[\"cost_per_resolved\", \"fee\", \"response_mean\"]".to_string(),
        format!("run.replications={replications}"),
    ];
    // The file's own axes give way: the sweep of the bench is written into a file beside it.
    let folder = tempfile::tempdir()?;
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/sweep-price.toml"))?;
    let own = text.split("[sweep]").next().unwrap_or_default();
    let file = folder.path().join("prices.toml");
    std::fs::write(&file, format!("{own}[sweep.axis]\n\"tariff.rate_times\" = {}\n", quoted(&axis)))?;
    let reader = Reader::new(&file, options(&sets));
    let begun = clock::cpu_ns()?;
    let base = reader.base().map_err(|report| report.render(false))?;
    let sweep = base.sweep.as_ref().ok_or("no [sweep]")?;
    let plan = Points::of(sweep, base.run.seed)?;
    let found = sweep_on(&reader, &base, &plan, &Host::new(&Unwatched, &Store::none()));
    let found = found.map_err(|problems| problems.join("\n"))?;
    if found.desks != base.variants.len() || !found.complete {
        return Err(format!("{} desks for {} variants", found.desks, base.variants.len()).into());
    }
    Ok((clock::cpu_ns()? - begun) as f64 * 1e-9)
}

fn quoted(axis: &str) -> String {
    if axis.starts_with('[') { axis.to_string() } else { format!("{axis:?}") }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The one thread is this one, whose clock is read.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    let numbers: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let points = numbers.first().copied().unwrap_or(1000);
    let replications = numbers.get(1).copied().unwrap_or(30);
    let one = seconds(1, replications)?;
    let many = seconds(points, replications)?;
    println!("1 point       {one:8.2} s");
    println!("{points} points   {many:8.2} s");
    println!("ratio         {:8.2}", many / one);
    Ok(())
}
