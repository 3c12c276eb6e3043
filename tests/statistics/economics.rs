//! Queueing economics against the tables of the notes, and against the thing they describe.

use chatfare::statistics::economics::{edelson_hildebrand, free_window, mendelson, naor};

use super::reference::close;

#[track_caller]
fn near(got: f64, expected: f64) {
    assert!((got - expected).abs() < 6e-7, "{got}, expected {expected}");
}

#[test]
fn naor_known_answers() {
    for (input, thresholds, welfare, toll, revenue, refused) in [
        ([10.0, 1.0, 0.9, 1.0], [10, 4, 2], [4.573236, 5.767771], (5.0, 6.0), [8.0, 5.047970], [0.050814, 0.160216]),
        ([5.0, 1.0, 0.5, 1.0], [5, 3, 1], [1.555556, 1.6], (1.0, 2.0), [4.0, 1.333333], [0.015873, 0.066667]),
        (
            [20.0, 1.0, 1.2, 1.0],
            [20, 5, 4],
            [4.444508, 14.964713],
            (14.0, 15.0),
            [16.0, 13.849925],
            [0.170370, 0.250588],
        ),
        ([6.5, 1.0, 0.8, 1.0], [6, 3, 2], [2.712590, 3.073171], (2.5, 3.5), [4.5, 2.655738], [0.066342, 0.173442]),
    ] {
        let [reward, cost, lambda, mu] = input;
        let n = naor(reward, cost, lambda, mu).unwrap();
        assert_eq!([n.joins_alone, n.joins_socially, n.joins_at_revenue], thresholds, "{input:?}");
        near(n.welfare_alone, welfare[0]);
        near(n.welfare_socially, welfare[1]);
        assert_eq!(n.toll, toll);
        near(n.revenue_toll, revenue[0]);
        near(n.revenue, revenue[1]);
        near(n.refused_alone, refused[0]);
        near(n.refused_socially, refused[1]);
        // The clock of the model does not matter.
        let minutes = naor(reward, cost / 60.0, lambda / 60.0, mu / 60.0).unwrap();
        close("welfare by the minute", minutes.welfare_socially * 60.0, n.welfare_socially, 1e-12);
    }
    // ρ = 1, ν = 10: 3 and 4 are equally good, and the larger is given.
    assert_eq!(naor(10.0, 1.0, 1.0, 1.0).unwrap().joins_socially, 4);
}

/// Every threshold tried out: welfare and revenue of M/M/1/n summed state by state.
#[test]
fn naor_is_the_best_of_all_thresholds() {
    for (nu, rho) in [(3.7, 0.3), (12.2, 0.95), (25.9, 1.6), (1.0, 0.5), (40.3, 3.0), (8.5, 1.0)] {
        let measure = |n: i32| {
            let weight: Vec<f64> = (0..=n).map(|k| libm::pow(rho, f64::from(k))).collect();
            let total: f64 = weight.iter().sum();
            let joined = rho * (1.0 - weight[n as usize] / total);
            let mean: f64 = weight.iter().zip(0..).map(|(w, k)| w * f64::from(k)).sum::<f64>() / total;
            (joined * nu - mean, joined * (nu - f64::from(n)))
        };
        let alone = nu as i32;
        let best = |value: &dyn Fn(i32) -> f64| (1..=alone).map(value).fold(f64::NEG_INFINITY, f64::max);
        let found = naor(nu, 1.0, rho, 1.0).unwrap();
        close("welfare", found.welfare_socially, best(&|n| measure(n).0), 1e-11);
        assert!((found.revenue - best(&|n| measure(n).1)).abs() < 1e-11, "{nu} {rho}: {found:?}");
    }
    assert!(naor(0.5, 1.0, 0.5, 1.0).is_err() && naor(f64::NAN, -1.0, 0.5, 1.0).unwrap_err().problems.len() > 1);
}

#[test]
fn unobservable_known_answers() {
    let e = edelson_hildebrand(10.0, 1.0, 1.0).unwrap();
    close("alone", e.joins_alone, 0.9, 1e-15);
    near(e.joins_socially, 0.683772);
    near(e.price, 6.837722);
    near(e.revenue, 4.675445);
    // Customers who pay the price join until joining is worth nothing.
    close("equilibrium", 10.0 - 1.0 / (1.0 - e.joins_socially), e.price, 1e-12);
    let m = mendelson(20.0, 10.0, 1.0, 2.0).unwrap();
    near(m.rate, 1.415196);
    near(m.price, 4.138060);
    near(m.revenue, 5.856167);
    near(m.net_value, 15.870072);
    // All customers alike: the model of Edelson & Hildebrand.
    let alike = mendelson(10.0, 0.0, 1.0, 1.0).unwrap();
    close("rate", alike.rate, e.joins_socially, 1e-12);
    close("price", alike.price, e.price, 1e-11);
    assert!(mendelson(0.1, 1.0, 1.0, 2.0).is_err() && edelson_hildebrand(0.5, 1.0, 1.0).is_err());
}

#[test]
fn free_window_known_answers() {
    let window = |price, delay| free_window(1.0, price, 2.0, 0.5, delay, f64::INFINITY).unwrap();
    for (price, service_rate, late, revenue) in [
        (0.1, 1.0, 1.0, 0.1),
        (0.3, 1.091161, 0.833333, 0.25),
        (1.0, 1.693147, 0.25, 0.25),
        (5.0, 2.497866, 0.05, 0.25),
        (20.0, 3.191013, 0.0125, 0.25),
    ] {
        let found = window(price, 0.0);
        near(found.service_rate, service_rate);
        near(found.late_share, late);
        near(found.revenue, revenue);
        near(found.revenue, price.min(0.5 / 2.0));
    }
    for (price, spare, revenue) in [(0.3, 0.444317, 0.123365), (1.0, 0.782342, 0.209154), (5.0, 1.519990, 0.239179)] {
        let found = window(price, 0.05);
        near(found.service_rate - 1.0, spare);
        near(found.revenue, revenue);
        // No speed nearby is cheaper.
        let cost = |x: f64| 0.5 * (1.0 + x) + price * libm::exp(-2.0 * x) + 0.05 / x;
        close("cost", found.cost, cost(spare), 1e-9);
        assert!(cost(spare * 1.01) > found.cost && cost(spare * 0.99) > found.cost);
    }
    // Dearer than the answer is worth: nothing is paid and the desk drops.
    let dropped = free_window(1.0, 5.0, 2.0, 0.5, 0.0, 1.0).unwrap();
    assert_eq!(dropped.revenue, 0.0);
    near(dropped.service_rate, 1.693147);
    assert_eq!(window(0.0, 0.0).revenue, 0.0);
    assert_eq!(free_window(0.0, -1.0, 0.0, 0.0, -1.0, -1.0).unwrap_err().problems.len(), 6);
}
