//! Closure by inactivity: of all thinking times a share P(thinking > τ) is longer than the limit, exactly that of the law.

use crate::desk::stage::scenario;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::replicate::replicate;

/// About 300,000 thinking times a law: 4.5 standard errors are below 0.4 points.
#[test]
fn the_share_of_closures_is_the_tail_of_the_law() {
    let exponential = (-600.0_f64 / 300.0).exp();
    // Lognormal of mean 300 s and CV 2: σ² = ln 5, P(X > 600) = Φ(−(ln 600 − ln 300 + σ²/2) / σ).
    let variance = 5.0_f64.ln();
    let lognormal = normal_tail((2.0_f64.ln() + variance / 2.0) / variance.sqrt());
    let weibull = (-(600.0_f64 / 150.0).sqrt()).exp();
    for (law, exact, slots) in [
        ("exponential, mean 5 min", exponential, "held"),
        ("lognormal, mean 5 min, CV 2", lognormal, "released"),
        ("Weibull, mean 5 min, shape 0.5", weibull, "held"),
    ] {
        let text = format!(
            "[run]\nfrom = \"2018-08-01\"\nto = \"2018-09-01\"\nlead = \"0 s\"\n[business]\nzone = \"UTC\"\n\
             [population.p]\ncountries = {{ FR = \"100 %\" }}\n[zone]\nFR = \"UTC\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\n\
             rates = {{ FR = \"0.05 USD\" }}\n[desk]\nslots = \"{slots}\"\ninactivity = {{ after = \"10 min\" }}\n\
             [group.team]\nagents = 40\nconcurrency = 3\nwage = \"0 USD\"\n[reason.r]\nvolume = \"100/h\"\n\
             handling = \"exponential, mean 1 min\"\nsame_difficulty = 0\nturns = \"fixed 5\"\nthinking = \"{law}\"\n"
        );
        let scenario = scenario("silence.toml", &text);
        let assembly = assemble(&scenario.variants[0].model, &scenario.run).expect("a desk");
        let (mut closed, mut thought, mut back) = (0, 0, 0);
        for replication in 0..1 {
            let chunk = replicate(&assembly, &scenario.run, 2024, replication).expect("a replication");
            closed += chunk.desk.extras.closed_inactive;
            back += chunk.desk.extras.reopened;
            thought += chunk.tally.messages.answered - chunk.tally.outcomes[0];
        }
        let (share, n) = (closed as f64 / thought as f64, thought as f64);
        let error = 4.5 * (exact * (1.0 - exact) / n).sqrt();
        assert!(n > 250_000.0 && error < 0.004, "{n} thinking times");
        // At the edges of the run a few closures belong to thinking that began outside.
        assert!((share - exact).abs() < error + 100.0 / n, "{law}: {share} of {n}, exact {exact}");
        assert!((closed - back).abs() < 100, "{closed} closed, {back} came back");
    }
}

/// P(Z > z) by Simpson's rule.
fn normal_tail(z: f64) -> f64 {
    let density = |x: f64| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let (n, top) = (20_000, z + 12.0);
    let step = (top - z) / f64::from(n);
    let weight = |i: i32| {
        if i == 0 || i == n {
            1.0
        } else if i % 2 == 1 {
            4.0
        } else {
            2.0
        }
    };
    (0..=n).map(|i| weight(i) * density(z + f64::from(i) * step)).sum::<f64>() * step / 3.0
}
