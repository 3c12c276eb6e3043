//! Bars of a tornado chart.

/// The answer at both ends of one factor, the others at base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Index of the factor.
    pub factor: usize,
    /// Answer at the factor's low value.
    pub at_low: f64,
    /// Answer at its high value.
    pub at_high: f64,
    /// Largest less smallest of the answers at low, base and high: a factor that bends at the base has a swing too.
    pub swing: f64,
}

/// Sorts the factors by swing, the largest first, equal ones in their order. `ends` holds (at low, at high) of each factor.
pub fn tornado(base: f64, ends: &[(f64, f64)]) -> Vec<Bar> {
    let swing = |low: f64, high: f64| low.max(high).max(base) - low.min(high).min(base);
    let mut bars: Vec<Bar> = ends
        .iter()
        .enumerate()
        .map(|(factor, (low, high))| Bar { factor, at_low: *low, at_high: *high, swing: swing(*low, *high) })
        .collect();
    bars.sort_by(|a, b| b.swing.total_cmp(&a.swing));
    bars
}
