//! `staff`: the solver against exhaustive search, cutting planes against closed forms, the desk against Erlang's table, and
//! shifts that `run` accepts.

mod desk;
mod dialled;
mod fragment;
mod kept;
mod pace;
mod promise;
mod quarters;
mod search;
mod solver;

/// Numbers that look random.
pub struct Lcg(pub u64);

impl Lcg {
    /// From 0 to below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}
