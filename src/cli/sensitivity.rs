//! `chatfare sensitivity`

use super::Overrides;
use super::points::{Experiment, Kind};
use super::screen::{Exit, Failure, Screen};
use super::sweep::{carry_out, moved, read};
use super::work::{Effort, refuse};
use crate::experiment::host::Part;
use crate::experiment::sensitivity::{Method, Planned, inputs};
use crate::experiment::sweep::Reader;
use crate::scenario::Scenario;
use clap::Args;
use std::path::PathBuf;

/// Options of `sensitivity`.
#[derive(Debug, Args)]
#[command(after_help = "\
Inputs and their ranges stand in [sensitivity.input], come from --input, or end the note of an
assumption in the file: `# assumption: a guess [2 min to 4 min]`.

Methods:
  tornado  each input at its low and high value, all others at base; 2 points an input
  morris   mean size and spread of an effect: which inputs matter at all
  sobol    shares of the variance, alone and with interactions; many points

Examples:
  chatfare sensitivity scenarios/sweep-price.toml
  chatfare sensitivity shop.toml --input group.team.wage=\"12 EUR to 24 EUR\" --metric response_mean
  chatfare sensitivity shop.toml --method morris,sobol --set sensitivity.points=128")]
pub struct Sensitivity {
    /// The scenario.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    overrides: Overrides,
    /// One more input: PATH="LOW to HIGH"; it takes the place of one of the file with the same path.
    #[arg(long = "input", value_name = "PATH=RANGE")]
    inputs: Vec<String>,
    /// How the answer is explained: tornado, morris, sobol, or several with commas.
    #[arg(long = "method", value_name = "METHOD", value_delimiter = ',', default_value = "tornado")]
    methods: Vec<Method>,
    /// The metric that is explained [default: that of the file, or cost_per_resolved].
    #[arg(long, value_name = "METRIC")]
    metric: Option<String>,
    /// Folder of the results [default: output/<file name>-sensitivity].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    effort: Effort,
    /// Compute only the i-th of n shares, into chunks alone; `chatfare merge` joins them.
    #[arg(long, value_name = "i/n")]
    shard: Option<Part>,
}

/// The analysis of a scenario that was read; `methods` as a plan says them.
pub(super) fn analysis(reader: Reader, base: Scenario, methods: Option<&str>) -> Result<Experiment, Failure> {
    let methods: Result<Vec<Method>, String> = methods.unwrap_or("tornado").split(',').map(str::parse).collect();
    let inputs = inputs(&base).map_err(|problems| refuse(&problems))?;
    let planned = Planned::of(&base, inputs, &methods.map_err(Failure::Usage)?).map_err(Failure::Usage)?;
    let known = crate::table::metric(&planned.metric).is_some();
    if !known || ["response_median", "response_p90", "response_p95"].contains(&planned.metric.as_str()) {
        let why = "quantiles have no value a replication; explain response_mean instead";
        return Err(Failure::Usage(format!("`{}` cannot be explained: {why}", planned.metric)));
    }
    Ok(Experiment { reader, base, kind: Kind::Sensitivity(planned) })
}

impl Sensitivity {
    /// Simulates every point that is not there yet, and writes tables, charts and report.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let mut sets = self.overrides.sets.clone();
        sets.extend(self.inputs.iter().map(|i| moved("sensitivity.input", i)).collect::<Result<Vec<_>, _>>()?);
        sets.extend(self.metric.iter().map(|metric| format!("sensitivity.metric={metric:?}")));
        let (reader, base) = read(&self.file, &sets, &self.overrides, screen)?;
        let methods: Vec<&str> = self.methods.iter().map(|method| method.word()).collect();
        let experiment = analysis(reader, base, Some(&methods.join(",")))?;
        carry_out(&experiment, self.out, &self.effort, self.shard, screen)
    }
}
