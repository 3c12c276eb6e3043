//! Named random draws: a pure function of (seed, replication, desk, purpose, entity, turn, k).

/// Placeholder until merged.
#[derive(Clone, Copy, Debug)]
pub struct Draws(pub u64);
