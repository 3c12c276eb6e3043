//! Many desks of one description.

/// `[fleet]`: the model describes each desk, its volumes are those of all of them together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fleet {
    /// Number of desks.
    pub desks: u32,
    /// How the volume is spread over them.
    pub sizes: Sizes,
    /// β of the square-root rule: places for R + β√R chats.
    pub spare: f64,
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
