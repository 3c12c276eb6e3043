//! One row: a model as a scenario file, with the statistics that it must show.

use super::seen::{Seen, Watch};

/// Replications of a row.
pub const REPLICATIONS: u32 = 100;

/// Longest run, hours: 100 years from 1980 are within the calendar of scenarios.
const LONGEST_H: f64 = 100.0 * 8766.0;

/// Numerator and denominator of a statistic in a replication.
pub type Of = Box<dyn Fn(&Seen) -> (i128, i128) + Send + Sync>;

/// One statistic with its exact value.
pub struct Check {
    /// Name, with its unit.
    pub what: String,
    /// Exact value.
    pub exact: f64,
    /// Numerator and denominator in a replication.
    pub of: Of,
    /// Value = scale × numerator / denominator.
    pub scale: f64,
    /// May chance in arrivals and work be taken out?
    pub controlled: bool,
    /// Further chance in arrivals and work that may be taken out: observations with mean 0 whatever the desk does.
    pub own: Option<Controls>,
    /// The exact value is a variance, and shown as its root: a standard deviation.
    pub root: bool,
}

/// Observations of a replication with mean 0.
pub type Controls = Box<dyn Fn(&Seen) -> Vec<f64> + Send + Sync>;

impl Check {
    /// With chance of its own taken out, too.
    pub fn with(self, own: impl Fn(&Seen) -> Vec<f64> + Send + Sync + 'static) -> Check {
        Check { own: Some(Box::new(own)), ..self }
    }

    /// Shown as a standard deviation.
    pub fn rooted(self) -> Check {
        Check { root: true, ..self }
    }
}

/// One row as a scenario.
pub struct Case {
    /// Model, in words of the trade: `M/M/c (Erlang C)`.
    pub model: &'static str,
    /// Row: table and number, `erlang_c C01`.
    pub row: String,
    /// Contacts (turns, calls) to simulate in all replications together, lead apart.
    pub customers: f64,
    /// Turns an hour: the expectation that chance in arrivals is measured from.
    pub per_hour: f64,
    /// Warm-up, hours.
    pub lead_h: f64,
    /// A run of so many hours, repeated as often as needed (a day that starts empty); none: one long run.
    pub day_h: Option<f64>,
    /// A run lasts a whole number of such stretches, hours: the mean rate is that of a whole day; 0: as long as it likes.
    pub whole_h: f64,
    /// The scenario without `[run]`.
    pub text: String,
    /// Threshold of the service level, seconds.
    pub threshold_s: f64,
    /// Mean of the time that the served spend in service, seconds, where it does not depend on the load.
    pub service_s: Option<f64>,
    /// What is watched beside the waits.
    pub watch: Watch,
    /// The statistics.
    pub checks: Vec<Check>,
}

/// A statistic from which chance in arrivals and work is taken out.
pub fn check(
    what: impl Into<String>,
    exact: f64,
    scale: f64,
    of: impl Fn(&Seen) -> (i128, i128) + Send + Sync + 'static,
) -> Check {
    Check { what: what.into(), exact, of: Box::new(of), scale, controlled: true, own: None, root: false }
}

/// A statistic that is compared as it is: what the controls themselves are made of.
pub fn plain(
    what: impl Into<String>,
    exact: f64,
    scale: f64,
    of: impl Fn(&Seen) -> (i128, i128) + Send + Sync + 'static,
) -> Check {
    Check { controlled: false, ..check(what, exact, scale, of) }
}

/// A pair of counts or sums.
pub fn pair(numerator: i64, denominator: i64) -> (i128, i128) {
    (i128::from(numerator), i128::from(denominator))
}

impl Case {
    /// A row with the common values: one long run, nothing watched but waits, threshold 20 s.
    pub fn new(model: &'static str, row: String, customers: f64, per_hour: f64) -> Case {
        Case {
            model,
            row,
            customers,
            per_hour,
            lead_h: 0.0,
            day_h: None,
            whole_h: 0.0,
            text: String::new(),
            threshold_s: 20.0,
            service_s: None,
            watch: Watch::Nothing,
            checks: Vec::new(),
        }
    }

    /// Runs of one replication for so many customers: several where a run is one day, or where one would end after the
    /// calendar does.
    pub fn repeats(&self, customers: f64) -> u32 {
        ((self.hours(customers) / self.day_h.unwrap_or(LONGEST_H)).ceil() as u32).max(1)
    }

    /// Customers in whole runs, on average.
    pub fn rounded(&self, customers: f64) -> f64 {
        let hours = self.day_h.map_or(self.hours(customers), |day| f64::from(self.repeats(customers)) * day);
        hours * self.per_hour * f64::from(REPLICATIONS)
    }

    /// Hours of one replication for so many customers.
    fn hours(&self, customers: f64) -> f64 {
        let hours = customers / f64::from(REPLICATIONS) / self.per_hour;
        if self.whole_h > 0.0 { (hours / self.whole_h).ceil().max(1.0) * self.whole_h } else { hours }
    }

    /// The whole scenario file for so many customers.
    ///
    /// # Errors
    /// A run that would end after the calendar does.
    pub fn file(&self, customers: f64, seed: u64) -> Result<String, String> {
        let hours = self.day_h.unwrap_or(self.hours(customers) / f64::from(self.repeats(customers)));
        let minutes = (hours * 60.0).ceil().max(1.0) as i64;
        let start = jiff::civil::date(1980, 1, 7).at(0, 0, 0, 0);
        let to = start
            .checked_add(jiff::Span::new().try_minutes(minutes).map_err(|e| e.to_string())?)
            .map_err(|e| format!("{}: {e}", self.row))?;
        let lead = (self.lead_h * 60.0).ceil();
        Ok(format!(
            "[run]\nfrom = \"1980-01-07\"\nto = \"{to}\"\nlead = \"{lead} min\"\ndrain = \"for ever\"\n\
             replications = {REPLICATIONS}\nseed = {seed}\nallow_unstable = true\n[business]\nzone = \"UTC\"\n\
             [population.everybody]\ncountries = {{ US = \"100 %\" }}\n[zone]\nUS = \"UTC\"\n{}\
             [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n",
            self.text
        ))
    }
}
