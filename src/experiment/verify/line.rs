//! What a comparison says: one line of the table.

/// How the value was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Simulated through a scenario file.
    Simulated,
    /// Computed by a closed form of this program.
    Formula,
    /// A share of many experiments, held against bounds.
    Study,
}

impl Way {
    /// In a table.
    pub fn word(self) -> &'static str {
        match self {
            Way::Simulated => "simulated",
            Way::Formula => "formula",
            Way::Study => "study",
        }
    }
}

/// Does the value agree with the exact one?
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The exact value lies in the interval.
    Agrees,
    /// It lay outside once, and inside when run again with four times as many customers on another seed.
    Again,
    /// It lay outside twice.
    Differs,
}

impl Verdict {
    /// In a table.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Again => "agrees at 4 n",
            Verdict::Differs => "DIFFERS",
        }
    }
}

/// One statistic of one row.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Line {
    /// Model.
    pub model: &'static str,
    /// Table and number.
    pub row: String,
    /// Statistic with its unit.
    pub measure: String,
    /// How it was made.
    pub way: Way,
    /// Exact value.
    pub exact: f64,
    /// Value found.
    pub value: f64,
    /// Lower end of its interval; of a formula: what rounding allows; of a study: the bound that the share must keep.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Customers (turns, calls) simulated; 0 for a formula; experiments of a study.
    pub n: u64,
    /// Smallest relative error that the row would show in nine runs of ten.
    pub smallest_fault: f64,
    /// The verdict.
    pub verdict: Verdict,
}

impl Line {
    /// A closed form against the table: relative tolerance as the table's two ways of computing allow.
    pub fn formula(model: &'static str, row: String, measure: &str, exact: f64, value: f64, tolerance: f64) -> Line {
        // Below 1e-20 the table holds the rounding of zero.
        let scale = if exact.abs() < 1e-20 { 1.0 } else { exact.abs() };
        let half = tolerance * scale;
        let agrees = (value - exact).abs() <= half;
        Line {
            model,
            row,
            measure: measure.to_string(),
            way: Way::Formula,
            exact,
            value,
            lower: value - half,
            upper: value + half,
            n: 0,
            smallest_fault: tolerance,
            verdict: if agrees { Verdict::Agrees } else { Verdict::Differs },
        }
    }
}
