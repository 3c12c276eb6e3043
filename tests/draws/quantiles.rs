//! Quantiles at normal scores: the coupling of equally difficult turns and calls.

use chatfare::engine::law::{Sampler, normal};
use chatfare::scenario::Law;
use statrs::distribution::{self as reference, ContinuousCDF};

/// Scores from −7 to 7 by 0.07, aside from the nodes of any table: one sample in 4·10¹¹ lies outside.
fn scores() -> impl Iterator<Item = f64> {
    (-100..=100).map(|i| f64::from(i) * 0.07)
}

/// Our quantile at z, given back to statrs: the smaller tail must be that of z to `tolerance`, but for the 1e-15
/// that statrs loses itself where it subtracts from 1.
fn round_trip(name: &str, law: &Law, reference: &dyn ContinuousCDF<f64, f64>, tolerance: f64) {
    let sampler = Sampler::new(law);
    let score = reference::Normal::standard();
    for z in scores() {
        let t = sampler.quantile_of_normal_f64(z) / 1e6;
        let (ours, theirs) = if z < 0.0 { (reference.cdf(t), score.cdf(z)) } else { (reference.sf(t), score.sf(z)) };
        assert!(
            (ours - theirs).abs() < tolerance * theirs + 1e-15,
            "{name} at {z}: {t} has tail {ours:e}, wanted {theirs:e}"
        );
        let survival = sampler.survival(t * 1e6);
        assert!(
            (survival - reference.sf(t)).abs() < tolerance * survival + 1e-15,
            "{name} at {z}: survival {survival:e}"
        );
    }
}

#[test]
fn round_trips_by_statrs() {
    let m = |cv: f64| f64::ln_1p(cv * cv);
    for cv in [0.3, 1.0, 2.0] {
        let law = reference::LogNormal::new(180f64.ln() - m(cv) / 2.0, m(cv).sqrt()).unwrap();
        round_trip("lognormal", &Law::Lognormal { mean: 180.0, cv }, &law, 1e-9);
    }
    round_trip("exponential", &Law::Exponential { mean: 180.0 }, &reference::Exp::new(1.0 / 180.0).unwrap(), 1e-9);
    for shape in [0.5, 1.0, 2.0] {
        let scale = 180.0 / statrs::function::gamma::gamma(1.0 + 1.0 / shape);
        let law = reference::Weibull::new(shape, scale).unwrap();
        round_trip("weibull", &Law::Weibull { mean: 180.0, shape }, &law, 1e-9);
    }
    for shape in [0.2, 0.5, 0.999, 1.7, 4.0, 30.0, 400.0] {
        let law = reference::Gamma::new(shape, shape / 180.0).unwrap();
        round_trip("gamma", &Law::Gamma { mean: 180.0, cv: 1.0 / shape.sqrt() }, &law, 1e-8);
    }
}

/// Witness: the mixture's own survival function, written out.
#[test]
fn hyperexponential_round_trip() {
    for cv in [1.001f64, 1.5, 3.0, 30.0] {
        let p = (1.0 + ((cv * cv - 1.0) / (cv * cv + 1.0)).sqrt()) / 2.0;
        let sampler = Sampler::new(&Law::Hyperexponential { mean: 1.0, cv });
        for z in scores() {
            let t = sampler.quantile_of_normal_f64(z) / 1e6;
            let below = -p * (-2.0 * p * t).exp_m1() - (1.0 - p) * (-2.0 * (1.0 - p) * t).exp_m1();
            let above = p * (-2.0 * p * t).exp() + (1.0 - p) * (-2.0 * (1.0 - p) * t).exp();
            let score = reference::Normal::standard();
            let (ours, wanted) = if z < 0.0 { (below, score.cdf(z)) } else { (above, score.sf(z)) };
            assert!((ours / wanted - 1.0).abs() < 1e-8, "cv {cv} at {z}: {ours:e} {wanted:e}");
        }
    }
}

#[test]
fn simple_laws() {
    let score = reference::Normal::standard();
    let uniform = Sampler::new(&Law::Uniform { low: 10.0, high: 30.0 });
    let atom = Sampler::new(&Law::AtomAtZero { zero: 0.25, rest: Box::new(Law::Exponential { mean: 8.0 }) });
    for z in scores() {
        assert!((uniform.quantile_of_normal_f64(z) / 1e6 - 10.0 - 20.0 * score.cdf(z)).abs() < 1e-9);
        let wanted = (-8.0 * (score.sf(z) / 0.75).ln()).max(0.0);
        assert!((atom.quantile_of_normal_f64(z) / 1e6 - wanted).abs() < 1e-8 * wanted.max(1.0), "{z}");
    }
    let nested = Law::AtomAtZero { zero: 0.5, rest: Box::new(Law::Lognormal { mean: 5.0, cv: 1.0 }) };
    let median_of_rest = 5.0 / 2f64.sqrt();
    let at = Sampler::new(&nested).quantile_of_normal_f64(score.inverse_cdf(0.75)) / 1e6;
    assert!((at / median_of_rest - 1.0).abs() < 1e-9, "{at}");
}

/// Wichura's own check values (AS 241): z at 0.25, 0.001 and 1e-20; and there and back by libm's erfc.
#[test]
fn normal_quantile() {
    for (p, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814), (1e-20, -9.262_340_089_798_408)] {
        assert!((normal::quantile(p) / z - 1.0).abs() < 1e-15, "{p}: {}", normal::quantile(p));
    }
    for z in scores().chain([-30.0, -12.0]) {
        let there = if z < 0.0 { normal::quantile(normal::below(z)) } else { -normal::quantile(normal::above(z)) };
        assert!((there - z).abs() < 1e-13 * z.abs().max(1.0), "{z}: {there}");
    }
    assert_eq!((normal::quantile(0.0), normal::quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert!(normal::quantile(-0.1).is_nan() && normal::quantile(f64::NAN).is_nan());
}
