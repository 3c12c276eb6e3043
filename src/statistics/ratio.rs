//! Ratio of means over replications: cost per contact, answered within the window per offered.
//!
//! The estimand is E[X] / E[Y], not the mean of the ratios: long replications weigh more, as in the money spent.

use super::interval::{Interval, count, student, t_quantile};

/// Numerator and denominator of one replication, in integer units (µs, nano-units, counts).
pub type Pair = (i128, i128);

/// Above this squared relative uncertainty of the denominator, g, the delta method gives way to Fieller's.
const FIELLER_FROM: f64 = 0.05;

/// Ratio of means with its interval: the delta method while the mean denominator is well known, Fieller's method when
/// g = t² S_yy / (n ȳ²) exceeds 0.05, no bounds when g ≥ 1 (denominator not distinguishable from zero).
///
/// Replications with an empty denominator are dropped, and `n` counts the others: what such a replication has in its
/// numerator is not in the ratio. `None` if none is left or the denominators sum to zero; no bounds with one replication.
///
/// ```
/// let pairs = [(121, 40), (98, 31), (153, 52), (110, 36), (139, 49), (102, 35), (144, 46), (127, 43)];
/// let r = chatfare::statistics::ratio(&pairs, 0.95).unwrap();
/// assert!((r.mean - 2.9939759).abs() < 5e-8 && (r.half_width().unwrap() - 0.0933009).abs() < 5e-8);
/// ```
pub fn ratio(pairs: &[Pair], level: f64) -> Option<Interval> {
    let moments = Moments::new(pairs)?;
    Some(match moments.uncertainty(level) {
        Some(g) if g > FIELLER_FROM => moments.fieller(level),
        _ => moments.delta(level),
    })
}

/// Ratio of means by the delta method: r ± t √(v/n), v = (S_xx − 2r S_xy + r² S_yy) / ȳ². Cases as in [`ratio`].
pub fn ratio_delta(pairs: &[Pair], level: f64) -> Option<Interval> {
    Some(Moments::new(pairs)?.delta(level))
}

/// Ratio of means by Fieller's method (Fieller 1954, 10.1111/j.2517-6161.1954.tb00159.x): the bounds are the roots of
/// (1 − g) ρ² − 2 (r − q s_xy) ρ + r² − q s_xx, q = t²/n, s = S/ȳ². No bounds when g ≥ 1. Cases as in [`ratio`].
pub fn ratio_fieller(pairs: &[Pair], level: f64) -> Option<Interval> {
    Some(Moments::new(pairs)?.fieller(level))
}

impl Interval {
    /// Of what cannot be negative (an amount, a count, a time): the bounds end at 0.
    #[must_use]
    pub fn at_least_zero(self) -> Interval {
        let cut = |bound: f64| bound.max(0.0);
        Interval { lower: self.lower.map(cut), upper: self.upper.map(cut), ..self }
    }

    /// The same of a ratio of means, if none of the observations was negative. What may be (a credit, a difference of two
    /// variants) keeps its bounds.
    #[must_use]
    pub fn of_amounts(self, pairs: &[Pair]) -> Interval {
        if pairs.iter().any(|(n, d)| *n < 0 || *d < 0) { self } else { self.at_least_zero() }
    }
}

/// Share of trials with an event, from (events, trials) of each replication: [`ratio`], kept inside 0 to 1.
///
/// With no event in N trials, or with nothing but events, replications do not vary and the interval comes from the
/// trials: [`rule_of_three`].
pub fn share(pairs: &[Pair], level: f64) -> Option<Interval> {
    let pooled = ratio(pairs, level)?;
    let counted = pairs.iter().filter(|p| p.1 != 0);
    let (events, trials) = counted.fold((0_i128, 0_i128), |s, p| (s.0.saturating_add(p.0), s.1.saturating_add(p.1)));
    let edge = rule_of_three(trials, level);
    Some(if events == 0 {
        Interval { lower: edge.map(|_| 0.0), upper: edge, ..pooled }
    } else if events == trials {
        Interval { lower: edge.map(|e| 1.0 - e), upper: edge.map(|_| 1.0), ..pooled }
    } else {
        let inside = |bound: f64| bound.clamp(0.0, 1.0);
        Interval { lower: pooled.lower.map(inside), upper: pooled.upper.map(inside), ..pooled }
    })
}

/// Upper bound of a chance that showed no event in `trials` independent trials: 3/n at 95 % (Hanley & Lippman-Hand 1983,
/// 10.1001/jama.1983.03330370053031); in general −ln(1 − level)/n, the factor rounded up to a tenth. At most 1.
///
/// `None` without trials or for a level outside 0 to 1.
pub fn rule_of_three(trials: i128, level: f64) -> Option<f64> {
    if trials <= 0 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let factor = (-libm::log(1.0 - level) * 10.0).ceil() / 10.0;
    Some((factor / trials as f64).min(1.0))
}

/// A ratio of means as one observation a replication: r + (x_i − X̄ − r (y_i − ȳ))/ȳ, whose mean is the ratio and whose
/// Student interval is that of the delta method. What works on means then works on ratios: comparisons with the best,
/// selection, control variates.
///
/// Replications with an empty denominator are dropped; `None` if none is left or the denominators sum to zero.
pub fn linearised(pairs: &[Pair]) -> Option<Vec<f64>> {
    let moments = Moments::new(pairs)?;
    Some(moments.influence.iter().map(|i| moments.ratio + i).collect())
}

/// [`linearised`] for systems on common replications: one is dropped for all where any has an empty denominator, so that
/// the rows stay paired. `None` also for systems of different length.
pub fn linearised_together(systems: &[Vec<Pair>]) -> Option<Vec<Vec<f64>>> {
    let n = systems.first()?.len();
    if systems.iter().any(|s| s.len() != n) {
        return None;
    }
    let common: Vec<usize> = (0..n).filter(|j| systems.iter().all(|s| s[*j].1 != 0)).collect();
    systems.iter().map(|s| linearised(&common.iter().map(|j| s[*j]).collect::<Vec<Pair>>())).collect()
}

/// Ratio of means by the jackknife: J_i = n r − (n−1) r₍₋ᵢ₎, mean(J) ± t S_J/√n; less biased than the delta method where few
/// replications vary much. Cases as in [`ratio`]; no bounds if some denominators sum to zero without one replication.
pub fn ratio_jackknife(pairs: &[Pair], level: f64) -> Option<Interval> {
    let moments = Moments::new(pairs)?;
    let n = moments.n();
    if n < 2 {
        return Some(Interval::unbounded(moments.ratio, level, n));
    }
    // r − r₍₋ᵢ₎ = influence_i / (n − 1) / (1 − spread_i/(n − 1)): nothing cancels.
    let left = |spread: &f64| 1.0 - spread / (n - 1) as f64;
    let pseudo: Vec<f64> =
        moments.influence.iter().zip(&moments.spread).map(|(i, s)| moments.ratio + i / left(s)).collect();
    let sum = pairs.iter().fold(0_i128, |sum, p| sum.saturating_add(p.1));
    let whole = pairs.iter().all(|p| p.1 == 0 || p.1 != sum);
    if whole { student(&pseudo, level) } else { Some(Interval::unbounded(moments.ratio, level, n)) }
}

/// Means and deviations of integers: the deviations keep their digits however large the common part is.
pub(super) struct Centred {
    pub(super) mean: f64,
    pub(super) deviations: Vec<f64>,
}

impl Centred {
    /// `None` without values.
    pub(super) fn new(values: impl Iterator<Item = i128>) -> Option<Centred> {
        let values: Vec<i128> = values.collect();
        let origin = *values.first()?;
        // Exact before the conversion: only the spread, not the size, is rounded.
        let mut deviations: Vec<f64> = values.iter().map(|v| v.saturating_sub(origin) as f64).collect();
        let offset = deviations.iter().sum::<f64>() / deviations.len() as f64;
        deviations.iter_mut().for_each(|d| *d -= offset);
        Some(Centred { mean: origin as f64 + offset, deviations })
    }
}

/// A ratio of means with what its interval needs.
pub(super) struct Moments {
    /// X̄ / ȳ.
    pub(super) ratio: f64,
    /// (x_i − X̄ − r (y_i − ȳ)) / ȳ: what replication i adds to the ratio, to first order.
    pub(super) influence: Vec<f64>,
    /// (y_i − ȳ) / ȳ.
    spread: Vec<f64>,
}

impl Moments {
    pub(super) fn new(pairs: &[Pair]) -> Option<Moments> {
        let counted = || pairs.iter().filter(|p| p.1 != 0);
        let (x, y) = (Centred::new(counted().map(|p| p.0))?, Centred::new(counted().map(|p| p.1))?);
        if y.mean == 0.0 {
            return None;
        }
        let ratio = x.mean / y.mean;
        let influence = x.deviations.iter().zip(&y.deviations).map(|(dx, dy)| (dx - ratio * dy) / y.mean).collect();
        let spread = y.deviations.iter().map(|dy| dy / y.mean).collect();
        Some(Moments { ratio, influence, spread })
    }

    fn n(&self) -> usize {
        self.influence.len()
    }

    /// t²/n, `None` with one replication.
    fn q(&self, level: f64) -> Option<f64> {
        let t = t_quantile(level, count(self.n() - 1))?;
        Some(t * t / self.n() as f64)
    }

    /// Fieller's g: the squared relative half-width of the mean denominator. `None` with one replication.
    pub(super) fn uncertainty(&self, level: f64) -> Option<f64> {
        Some(self.q(level)? * covariance(&self.spread, &self.spread))
    }

    fn delta(&self, level: f64) -> Interval {
        let half = self.q(level).map(|q| (q * covariance(&self.influence, &self.influence)).sqrt());
        Interval::around(self.ratio, half, level, self.n())
    }

    fn fieller(&self, level: f64) -> Interval {
        let open = Interval::unbounded(self.ratio, level, self.n());
        let Some((q, g)) = self.q(level).zip(self.uncertainty(level)).filter(|(_, g)| *g < 1.0) else {
            return open;
        };
        // In u = ρ − r the quadratic is (1 − g) u² + 2 q c u − q v with v = var(influence), c = cov(influence, spread):
        // nothing cancels when the interval is narrow.
        let v = covariance(&self.influence, &self.influence);
        let c = covariance(&self.influence, &self.spread);
        let root = (q * q * c * c + (1.0 - g) * q * v).sqrt();
        Interval {
            lower: Some(self.ratio + (-q * c - root) / (1.0 - g)),
            upper: Some(self.ratio + (-q * c + root) / (1.0 - g)),
            ..open
        }
    }
}

/// Covariance of centred values, divisor n − 1 (0 with one value).
pub(super) fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let products: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    products / (a.len().max(2) - 1) as f64
}
