//! One factor at a time, for tornado charts.

/// Which end of its range a factor takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The low value.
    Low,
    /// The high value.
    High,
}

/// The runs of a tornado chart: the base (`None`), then for each factor its low and its high value, the others at base.
pub fn one_at_a_time(factors: usize) -> Vec<Option<(usize, End)>> {
    let ends = (0..factors).flat_map(|factor| [Some((factor, End::Low)), Some((factor, End::High))]);
    std::iter::once(None).chain(ends).collect()
}
