//! Wrong input gives all its problems with the way to mend them, never a panic or a NaN.

use chatfare::scenario::Law;
use chatfare::statistics::{
    calls_heads, erlang_a, erlang_b, erlang_c, erlang_r, heads_erlang_a, mmc_plus_g, paid_heads,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[test]
fn all_problems_are_told_at_once() {
    let error = erlang_c(-1.0, f64::NAN, 0, -20.0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the volume is -1: write arrivals an hour from 0.000000001 to 1000000000; \
         the mean handling time is NaN: write seconds from 0.000001 to 1000000000; \
         `servers` is 0: write a whole number from 1 to 1000000; \
         the promised time is -20: write seconds from 0 to 1000000000"
    );
    let law = Law::AtomAtZero { zero: 1.5, rest: Box::new(Law::Weibull { mean: -3.0, shape: 0.0 }) };
    let error = mmc_plus_g(0.0, 60.0, &law, 3, 20.0).unwrap_err();
    assert_eq!(error.problems.len(), 4, "{error}");
}

#[test]
fn an_unstable_queue_is_told_what_is_enough() {
    let text = "10 erlangs are too much for 10 agents, the queue grows without end: \
                take at least 11 agents, or a model with patience (Erlang A)";
    assert_eq!(erlang_c(200.0, 180.0, 10, 20.0).unwrap_err().to_string(), text);
    assert_eq!(mmc_plus_g(200.0, 180.0, &Law::Never, 10, 20.0).unwrap_err().to_string(), text);
    assert_eq!(erlang_r(100.0, 180.0, 0.5, 60.0, 10, 20.0).unwrap_err().to_string(), text);
    assert!(erlang_a(200.0, 180.0, 60.0, 10, 20.0).is_ok());
}

#[test]
fn impossible_promises_and_sizes_are_refused() {
    let promise = |share| calls_heads(200.0, 180.0, None, share, 20.0);
    for share in [0.0, 1.0, 80.0, f64::NAN] {
        assert!(promise(share).unwrap_err().to_string().contains("80 % is 0.8"));
    }
    assert!(calls_heads(1e9, 1e9, None, 0.8, 20.0).unwrap_err().to_string().contains("not even 1000000 agents"));
    assert!(calls_heads(1e9, 1e9, Some(60.0), 0.8, 20.0).unwrap_err().to_string().contains("not even 1000000 agents"));
    assert!(heads_erlang_a(200.0, 180.0, 0.0, 0.8, 20.0).is_err());
    let text = erlang_a(1e9, 3600.0, 1e9, 100, 20.0).unwrap_err().to_string();
    assert!(text.starts_with("the mean patience: about 2.778e14 customers could wait at once"), "{text}");
    assert!(erlang_b(-1.0, 5).is_err() && erlang_b(1.0, 0).is_err() && erlang_b(f64::INFINITY, 1).is_err());
    assert!(paid_heads(10, 1.0).is_err());
    let deep = Law::Uniform { low: 5.0, high: 5.0 };
    assert!(mmc_plus_g(60.0, 60.0, &deep, 3, 20.0).unwrap_err().to_string().contains("`low` must be below `high`"));
}

fn patience() -> impl Strategy<Value = Law> {
    let mean = (-3.0..4.0_f64).prop_map(libm_exp10);
    let plain = prop_oneof![
        mean.clone().prop_map(|mean| Law::Exponential { mean }),
        mean.clone().prop_map(|mean| Law::Deterministic { mean }),
        mean.clone().prop_map(|high| Law::Uniform { low: 0.3 * high, high }),
        (mean.clone(), 0.02..10.0_f64).prop_map(|(mean, cv)| Law::Gamma { mean, cv }),
        (mean.clone(), 1..500_u32).prop_map(|(mean, stages)| Law::Erlang { mean, stages }),
        (mean.clone(), 0.2..20.0_f64).prop_map(|(mean, shape)| Law::Weibull { mean, shape }),
        (mean.clone(), 0.02..10.0_f64).prop_map(|(mean, cv)| Law::Lognormal { mean, cv }),
        (mean, 1.0..30.0_f64).prop_map(|(mean, cv)| Law::Hyperexponential { mean, cv }),
    ];
    (plain, 0.0..0.9_f64).prop_map(|(law, zero)| match zero < 0.6 {
        true => law,
        false => Law::AtomAtZero { zero, rest: Box::new(law) },
    })
}

fn libm_exp10(x: f64) -> f64 {
    libm::exp(x * std::f64::consts::LN_10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    /// Shares stay shares and add up, for any law and load.
    #[test]
    fn mmc_plus_g_is_a_law(law in patience(), servers in 1..300_u32, rho in 0.01..4.0_f64, t in 0.0..300.0_f64) {
        let lambda = rho * f64::from(servers) * 3600.0 / 240.0;
        let g = mmc_plus_g(lambda, 240.0, &law, servers, t).map_err(|e| TestCaseError::fail(e.to_string()))?;
        for share in [g.p_offered_wait_positive, g.p_abandon, g.p_abandon_within, g.sl_offered,
            g.sl_excl_short_abandons, g.sl_answered, g.sl_abandons_within_count, g.occupancy] {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&share), "{share} in {g:?}");
        }
        prop_assert!((g.sl_offered + g.p_abandon_within - g.sl_abandons_within_count).abs() < 1e-10);
        prop_assert!((g.occupancy - rho * (1.0 - g.p_abandon)).abs() < 1e-9 * rho.max(1.0));
        prop_assert!(g.mean_wait_all_s <= g.mean_offered_wait_s * (1.0 + 1e-10));
    }

    /// The same for Erlang A, from a hundredth to four times the capacity.
    #[test]
    fn erlang_a_is_a_law(patience in -3.0..5.0_f64, servers in 1..2000_u32, rho in 0.01..4.0_f64, t in 0.0..300.0_f64) {
        let lambda = rho * f64::from(servers) * 3600.0 / 240.0;
        let a = erlang_a(lambda, 240.0, libm_exp10(patience), servers, t).map_err(|e| TestCaseError::fail(e.to_string()))?;
        for share in [a.p_wait, a.p_abandon, a.p_abandon_given_wait, a.p_abandon_within, a.sl_offered,
            a.sl_excl_short_abandons, a.sl_answered, a.sl_abandons_within_count, a.occupancy] {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&share), "{share} in {a:?}");
        }
        prop_assert!((a.sl_offered + a.p_abandon_within - a.sl_abandons_within_count).abs() < 1e-9, "{a:?}");
        prop_assert!((a.occupancy - rho * (1.0 - a.p_abandon)).abs() < 1e-9 * rho.max(1.0));
        prop_assert!(a.mean_wait_abandoned_s.is_finite() && a.mean_wait_served_s.is_finite());
    }
}
