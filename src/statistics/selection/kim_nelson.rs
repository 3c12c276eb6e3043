//! Kim & Nelson's fully sequential selection of the best, with or without common random numbers.

use super::super::problem::{Checks, InputError};
use super::{Goal, MOST_SYSTEMS, check_level, check_systems, variance_of_difference};

/// The constants of the procedure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KimNelsonConstants {
    /// η = ((2α/(k−1))^{−2/(n₀−1)} − 1)/2.
    pub eta: f64,
    /// h² = 2 η (n₀ − 1).
    pub h2: f64,
}

/// η and h² for `systems` systems, `first` replications of each at the start and error probability 1 − `level`.
///
/// # Errors
/// Fewer than two systems or replications, a level that is not between 0.5 and 1.
pub fn kim_nelson_constants(systems: u32, first: u32, level: f64) -> Result<KimNelsonConstants, InputError> {
    let checks = Checks::default().range("systems", f64::from(systems), "systems to compare", 2.0, MOST_SYSTEMS).range(
        "first",
        f64::from(first),
        "replications in the first stage",
        2.0,
        1e9,
    );
    check_level(checks, level).finish()?;
    let freedom = f64::from(first - 1);
    let eta = 0.5 * libm::expm1(-2.0 / freedom * libm::log(2.0 * (1.0 - level) / f64::from(systems - 1)));
    Ok(KimNelsonConstants { eta, h2: 2.0 * eta * freedom })
}

/// What the procedure wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status<'a> {
    /// One more replication of each of these systems, all with the same index: common random numbers are allowed.
    Sample(&'a [usize]),
    /// Done: this system is the best with probability `level`, if the best leads by at least the indifference zone; else
    /// it is within the zone of the best.
    Selected(usize),
}

/// The procedure KN (Kim & Nelson 2001, 10.1145/502109.502111) as it runs.
///
/// After r replications system i stays while X̄_i(r) ≥ X̄_l(r) − W_il(r) for all contenders l,
/// W_il(r) = max(0, (δ/2r)(h² S²_il/δ² − r)), with S²_il the variance of the paired differences of the first stage. It ends
/// with one contender, at the latest after 1 + max ⌊h² S²_il/δ²⌋ replications.
///
/// The guarantee assumes normal observations, independent over replications; systems may be correlated.
#[derive(Clone, Debug)]
pub struct KimNelson {
    sign: f64,
    indifference: f64,
    /// h² S²_il / δ², replications, by pair.
    reach: Vec<Vec<f64>>,
    /// Sums of the observations, times `sign`.
    sums: Vec<f64>,
    contenders: Vec<usize>,
    replications: u64,
    most: u64,
    sampled: u64,
}

impl KimNelson {
    /// Starts from the first stage: at least two replications of each system (10 or more are usual).
    ///
    /// # Errors
    /// Fewer than two systems or replications, systems of different length, numbers that are not finite, a zone that is not
    /// above zero, a level that is not between 0.5 and 1.
    pub fn new(first_stage: &[Vec<f64>], goal: Goal, indifference: f64, level: f64) -> Result<KimNelson, InputError> {
        let checks = check_systems(first_stage, 2).range(
            "indifference",
            indifference,
            "a difference worth finding, above 0",
            f64::MIN_POSITIVE,
            1e300,
        );
        check_level(checks, level).finish()?;
        let (k, n) = (first_stage.len(), first_stage[0].len());
        let constants =
            kim_nelson_constants(super::super::interval::count(k), super::super::interval::count(n), level)?;
        let reach = |i: usize, l: usize| {
            let variance = if i == l { 0.0 } else { variance_of_difference(&first_stage[i], &first_stage[l]) };
            constants.h2 * variance / indifference / indifference
        };
        let reach: Vec<Vec<f64>> = (0..k).map(|i| (0..k).map(|l| reach(i, l)).collect()).collect();
        let most = reach.iter().flatten().fold(0.0, |most: f64, r| most.max(r.floor())) as u64;
        let sign = goal.sign();
        let sums = first_stage.iter().map(|s| sign * s.iter().sum::<f64>()).collect();
        let mut procedure = KimNelson {
            sign,
            indifference,
            reach,
            sums,
            contenders: (0..k).collect(),
            replications: n as u64,
            most: most.saturating_add(1),
            sampled: (k * n) as u64,
        };
        procedure.screen();
        Ok(procedure)
    }

    /// What to do next.
    pub fn status(&self) -> Status<'_> {
        match self.contenders.as_slice() {
            [only] => Status::Selected(*only),
            contenders => Status::Sample(contenders),
        }
    }

    /// Takes one more replication of each contender, in the order of [`Status::Sample`]. After the end nothing changes.
    ///
    /// # Errors
    /// Not one finite number a contender; nothing is taken then.
    pub fn add(&mut self, observations: &[f64]) -> Result<(), InputError> {
        let expected = self.contenders.len();
        Checks::default()
            .holds(observations.len() == expected, || {
                format!("{} observations for {expected} contenders: give one each, in their order", observations.len())
            })
            .finite("observations", observations)
            .finish()?;
        if expected > 1 {
            for (i, x) in self.contenders.iter().zip(observations) {
                self.sums[*i] += self.sign * x;
            }
            self.replications += 1;
            self.sampled += expected as u64;
            self.screen();
        }
        Ok(())
    }

    /// Replications of each contender so far.
    pub fn replications(&self) -> u64 {
        self.replications
    }

    /// Replications of all systems together, the first stage included.
    pub fn sampled(&self) -> u64 {
        self.sampled
    }

    /// Replications of a contender at most.
    pub fn most_replications(&self) -> u64 {
        self.most
    }

    /// Drops who is surely not the best; at the end keeps the best mean, the first of equals.
    fn screen(&mut self) {
        let r = self.replications as f64;
        let allowed = |i: usize, l: usize| (0.5 * self.indifference * (self.reach[i][l] - r)).max(0.0);
        let stays = |i: &usize| self.contenders.iter().all(|l| self.sums[*i] >= self.sums[*l] - allowed(*i, *l));
        let mut kept: Vec<usize> = self.contenders.iter().copied().filter(|i| stays(i)).collect();
        if self.replications >= self.most {
            let best = kept.iter().copied().reduce(|best, i| if self.sums[i] > self.sums[best] { i } else { best });
            kept = best.into_iter().collect();
        }
        self.contenders = kept;
    }
}
