//! Many desks of one description, or of several.

use super::{CountLaw, Model};

/// `[fleet]`: the model describes each desk, its volumes are those of all of them together.
#[derive(Clone, Debug)]
pub struct Fleet {
    /// Number of desks.
    pub desks: u32,
    /// How the volume is spread over them.
    pub sizes: Sizes,
    /// β of the square-root rule: places for R + β√R chats.
    pub spare: f64,
    /// How many desks a business owns.
    pub per_business: CountLaw,
    /// What desks are drawn from; none: all are as the file says.
    pub templates: Vec<Template>,
}

/// Sizes of desks, the largest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sizes {
    /// All alike.
    Equal,
    /// The k-th in proportion to k^−s (Zipf 1949).
    Zipf {
        /// s.
        exponent: f64,
    },
    /// Quantiles of a lognormal law.
    Lognormal {
        /// Coefficient of variation.
        cv: f64,
    },
}

/// `[fleet.template.NAME]`: countries, reasons and groups have the indices of the file's model.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name in tables.
    pub name: String,
    /// One line for the report; may be empty.
    pub title: String,
    /// Chance that a desk is of it.
    pub share: f64,
    /// The fleet as if all desks were of it; has no fleet of its own.
    pub model: Model,
}
