//! Adaptive Gauss–Kronrod quadrature of several positive integrands at once.
//!
//! Nodes and weights of the 10-point Gauss and 21-point Kronrod rules: Piessens et al., QUADPACK, 1983.

use super::problem::Problem;

/// This many times the precision asked for is still taken when noise in the integrand keeps the sum from settling.
const ENOUGH: f64 = 100.0;
/// Below this an integral is nothing: subnormal numbers have no relative precision.
const NOTHING: f64 = 1e-290;
/// Segments at most; bounds the time on hostile integrands.
const MOST_SEGMENTS: usize = 4000;

/// Kronrod nodes on (0, 1]; those with an odd index are Gauss nodes too. The centre 0 comes last.
const NODES: [f64; 11] = [
    0.995_657_163_025_808_1,
    0.973_906_528_517_171_7,
    0.930_157_491_355_708_2,
    0.865_063_366_688_984_5,
    0.780_817_726_586_416_9,
    0.679_409_568_299_024_4,
    0.562_757_134_668_604_7,
    0.433_395_394_129_247_2,
    0.294_392_862_701_460_2,
    0.148_874_338_981_631_22,
    0.0,
];
const KRONROD: [f64; 11] = [
    0.011_694_638_867_371_874,
    0.032_558_162_307_964_725,
    0.054_755_896_574_351_995,
    0.075_039_674_810_919_96,
    0.093_125_454_583_697_6,
    0.109_387_158_802_297_64,
    0.123_491_976_262_065_84,
    0.134_709_217_311_473_34,
    0.142_775_938_577_060_09,
    0.147_739_104_901_338_49,
    0.149_445_554_002_916_9,
];
const GAUSS: [f64; 5] = [
    0.066_671_344_308_688_14,
    0.149_451_349_150_580_6,
    0.219_086_362_515_982_04,
    0.269_266_719_309_996_35,
    0.295_524_224_714_752_87,
];

/// One interval with the values of the integrals over it and their errors.
struct Segment<const N: usize> {
    from: f64,
    to: f64,
    value: [f64; N],
    error: [f64; N],
}

/// Integrates `f`, whose `N` components are nowhere negative, from the first to the last of the ascending `breaks`.
///
/// Put kinks and the places where the integrands change scale among the breaks. Each component is settled to `precision`
/// relative to itself.
///
/// # Errors
/// [`Problem::NotSettled`] if 4,000 segments do not come within 100 times the precision.
pub(super) fn integrate<const N: usize>(
    f: impl Fn(f64) -> [f64; N],
    breaks: &[f64],
    precision: f64,
) -> Result<[f64; N], Problem> {
    let mut segments: Vec<Segment<N>> =
        breaks.windows(2).filter(|w| w[0] < w[1]).map(|w| rule(&f, w[0], w[1])).collect();
    loop {
        let total = sum(&segments, |s| &s.value);
        let error = sum(&segments, |s| &s.error);
        let relative = if total.iter().all(|t| t.is_finite()) { worst(&error, &total) } else { f64::NAN };
        if relative <= precision {
            return Ok(total);
        }
        if segments.len() >= MOST_SEGMENTS || !relative.is_finite() {
            return if relative <= ENOUGH * precision { Ok(total) } else { Err(Problem::NotSettled(relative)) };
        }
        // Halve all segments that hold more than their part of the error: few rounds, the same in every run.
        let part = 0.5 * precision / segments.len() as f64;
        let mut finer = Vec::with_capacity(2 * segments.len());
        for segment in segments {
            let middle = 0.5 * (segment.from + segment.to);
            let splits = segment.from < middle && middle < segment.to;
            if splits && worst(&segment.error, &total) > part {
                finer.push(rule(&f, segment.from, middle));
                finer.push(rule(&f, middle, segment.to));
            } else {
                finer.push(segment);
            }
        }
        segments = finer;
    }
}

/// Sum over the segments, small ones included, in their order on the line.
fn sum<const N: usize>(segments: &[Segment<N>], part: impl Fn(&Segment<N>) -> &[f64; N]) -> [f64; N] {
    segments.iter().fold([0.0; N], |total, s| std::array::from_fn(|i| total[i] + part(s)[i]))
}

/// Largest error of a component, relative to its integral; NaN if any is.
fn worst<const N: usize>(error: &[f64; N], total: &[f64; N]) -> f64 {
    let worse = |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) };
    error.iter().zip(total).map(|(e, t)| e / (t.abs() + NOTHING)).fold(0.0, worse)
}

/// Both rules on one segment. The error is their difference, which overstates that of the Kronrod rule by far;
/// differences within rounding count as none.
fn rule<const N: usize>(f: &impl Fn(f64) -> [f64; N], from: f64, to: f64) -> Segment<N> {
    let (centre, half) = (0.5 * (from + to), 0.5 * (to - from));
    let middle = f(centre);
    let mut kronrod = middle.map(|v| v * KRONROD[10]);
    let mut gauss = [0.0; N];
    for (k, node) in NODES[..10].iter().enumerate() {
        let (low, high) = (f(centre - half * node), f(centre + half * node));
        for i in 0..N {
            let both = low[i] + high[i];
            kronrod[i] += KRONROD[k] * both;
            if k % 2 == 1 {
                gauss[i] += GAUSS[k / 2] * both;
            }
        }
    }
    let error = std::array::from_fn(|i| {
        let difference = (kronrod[i] - gauss[i]).abs();
        if difference <= 8.0 * f64::EPSILON * kronrod[i].abs() { 0.0 } else { half * difference }
    });
    Segment { from, to, value: kronrod.map(|v| v * half), error }
}

/// Nodes and weights of the 21-point Kronrod rule on `panels` equal panels, ascending.
pub(super) fn nodes(from: f64, to: f64, panels: u32) -> Vec<(f64, f64)> {
    let half = 0.5 * (to - from) / f64::from(panels);
    let panel = |centre: f64| {
        let at = move |k: usize, side: f64| (centre + side * half * NODES[k], half * KRONROD[k]);
        (0..10).map(move |k| at(k, -1.0)).chain([at(10, 1.0)]).chain((0..10).rev().map(move |k| at(k, 1.0)))
    };
    (0..panels).flat_map(|p| panel(from + (2.0 * f64::from(p) + 1.0) * half)).collect()
}

/// Nodes s and weights w with Σ w g(s) = E g(χ_ν): the root of a chi-square variable, whose spread is below 0.71 for any ν.
pub(super) fn under_chi(nu: f64) -> Vec<(f64, f64)> {
    let centre = nu.sqrt();
    let raw = nodes((centre - 7.0).max(0.0), centre + 7.0, 8);
    // ln of s^{ν−1} e^{−s²/2}, relative to s = √ν so that nothing overflows.
    let log = |s: f64| (nu - 1.0) * libm::log(s / centre) - 0.5 * (s * s - nu);
    let weights: Vec<f64> = raw.iter().map(|(s, w)| w * libm::exp(log(*s))).collect();
    let total: f64 = weights.iter().sum();
    raw.iter().zip(weights).map(|((s, _), w)| (*s, w / total)).collect()
}

/// Where an increasing function of x > 0 reaches `value`: bracketed by doubling, then false position with the Illinois
/// weights (Dowell & Jarratt 1971), in about ten steps; `None` if it does not reach it by 10⁶.
pub(super) fn increasing_root(f: impl Fn(f64) -> f64, value: f64) -> Option<f64> {
    let (mut low, mut high) = ((0.0, f(0.0) - value), (1.0, f(1.0) - value));
    while high.1 < 0.0 {
        let next = 2.0 * high.0;
        (low, high) = (high, (next, f(next) - value));
        if next > 1e6 {
            return None;
        }
    }
    let mut last = 0;
    for _ in 0..200 {
        let x = (low.0 * high.1 - high.0 * low.1) / (high.1 - low.1);
        let error = f(x) - value;
        if error.abs() < 1e-14 || high.0 - low.0 < 1e-13 * high.0 {
            return Some(x);
        }
        let side = if error < 0.0 { -1 } else { 1 };
        if error < 0.0 {
            low = (x, error)
        } else {
            high = (x, error)
        }
        // The end that stays twice counts half.
        if side == last {
            if error < 0.0 { high.1 *= 0.5 } else { low.1 *= 0.5 }
        }
        last = side;
    }
    Some(0.5 * (low.0 + high.0))
}

/// xⁿ by squaring: the same bits everywhere, and much faster than a general power.
pub(super) fn whole_power(mut x: f64, mut n: u32) -> f64 {
    let mut product = 1.0;
    while n > 0 {
        if n & 1 == 1 {
            product *= x;
        }
        x *= x;
        n >>= 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kronrod_rule_is_exact_for_polynomials_up_to_degree_31() {
        for degree in (0..=30).step_by(2) {
            let whole = rule(&|x: f64| [libm::pow(x, f64::from(degree))], -1.0, 1.0).value[0];
            let exact = 2.0 / f64::from(degree + 1);
            assert!((whole / exact - 1.0).abs() < 1e-14, "degree {degree}: {whole} against {exact}");
        }
    }

    #[test]
    fn a_root_at_the_edge_and_a_kink_are_settled() {
        let root = integrate(|x| [libm::sqrt(x), 0.0], &[0.0, 2.0], 1e-13).unwrap();
        assert!((root[0] / (2.0 / 3.0 * libm::sqrt(8.0)) - 1.0).abs() < 1e-14);
        assert_eq!(root[1], 0.0);
        let kink = integrate(|x: f64| [(x - 0.3).abs()], &[0.0, 1.0], 1e-13).unwrap()[0];
        assert!((kink - 0.29).abs() < 1e-14);
    }

    #[test]
    fn what_cannot_settle_is_refused() {
        assert!(integrate(|x: f64| [1.0 / x], &[0.0, 1.0], 1e-13).is_err());
        assert!(integrate(|_| [f64::NAN], &[0.0, 1.0], 1e-13).is_err());
    }
}
