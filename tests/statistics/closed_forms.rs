//! Every row and column of the reference tables, values outside their range, and identities between the models.

use chatfare::scenario::Law;
use chatfare::statistics::{ErlangA, erlang_a, erlang_b, erlang_c, erlang_r, mmc_plus_g};

use super::reference::{close, table};

#[test]
fn erlang_b_equals_the_table() {
    for row in table(include_str!("../../data/reference/erlang_b.csv"), 12) {
        let b = erlang_b(row.number("offered_load_erl"), row.servers()).unwrap();
        row.compare(
            &["servers", "offered_load_erl"],
            &[("p_block", b.p_block), ("carried_load_erl", b.carried_load_erl), ("occupancy", b.occupancy)],
        );
    }
}

#[test]
fn erlang_c_equals_the_table() {
    for row in table(include_str!("../../data/reference/erlang_c.csv"), 14) {
        let c = erlang_c(row.number("lambda_per_h"), row.number("aht_s"), row.servers(), row.number("T_s")).unwrap();
        row.compare(
            &["lambda_per_h", "aht_s", "servers", "T_s"],
            &[
                ("offered_load_erl", c.offered_load_erl),
                ("occupancy", c.occupancy),
                ("p_wait", c.p_wait),
                ("asa_s", c.asa_s),
                ("sl_T", c.service_level),
                ("mean_queue", c.mean_queue),
                ("mean_in_system", c.mean_in_system),
                ("mean_sojourn_s", c.mean_sojourn_s),
                ("mean_wait_of_delayed_s", c.mean_wait_of_delayed_s),
                ("wait_p50_s", c.wait_quantile_s(0.5)),
                ("wait_p90_s", c.wait_quantile_s(0.9)),
                ("wait_p95_s", c.wait_quantile_s(0.95)),
            ],
        );
        close("tail", 1.0 - c.p_wait_longer_than(row.number("T_s")), c.service_level, 1e-15);
    }
}

#[test]
fn erlang_a_equals_the_table() {
    for row in table(include_str!("../../data/reference/erlang_a.csv"), 15) {
        let (lambda, aht) = (row.number("lambda_per_h"), row.number("aht_s"));
        let a = erlang_a(lambda, aht, row.number("mean_patience_s"), row.servers(), row.number("T_s")).unwrap();
        row.compare(
            &["lambda_per_h", "aht_s", "mean_patience_s", "servers", "T_s"],
            &[
                ("offered_load_erl", a.offered_load_erl),
                ("p_wait", a.p_wait),
                ("p_abandon", a.p_abandon),
                ("p_abandon_given_wait", a.p_abandon_given_wait),
                ("mean_wait_all_s", a.mean_wait_all_s),
                ("mean_wait_served_s", a.mean_wait_served_s),
                ("mean_wait_abandoned_s", a.mean_wait_abandoned_s),
                ("mean_wait_delayed_s", a.mean_wait_delayed_s),
                ("mean_queue", a.mean_queue),
                ("occupancy", a.occupancy),
                ("p_abandon_within_T", a.p_abandon_within),
                ("sl_offered", a.sl_offered),
                ("sl_excl_short_abandons", a.sl_excl_short_abandons),
                ("sl_answered", a.sl_answered),
                ("sl_abandons_within_T_count", a.sl_abandons_within_count),
            ],
        );
    }
}

#[test]
fn mmc_plus_g_equals_the_table() {
    for row in table(include_str!("../../data/reference/mmc_plus_g.csv"), 8) {
        let mean = row.number("mean_patience_s");
        let law = match row.text("patience_law") {
            "deterministic" => Law::Deterministic { mean },
            "uniform_0_2m" => Law::Uniform { low: 0.0, high: 2.0 * mean },
            "weibull_k0.5" => Law::Weibull { mean, shape: 0.5 },
            "weibull_k2" => Law::Weibull { mean, shape: 2.0 },
            "erlang2" => Law::Erlang { mean, stages: 2 },
            "hyperexp2_scv4" => Law::Hyperexponential { mean, cv: 2.0 },
            "lognormal_cv2" => Law::Lognormal { mean, cv: 2.0 },
            other => panic!("unknown law {other}"),
        };
        let (lambda, aht) = (row.number("lambda_per_h"), row.number("aht_s"));
        let g = mmc_plus_g(lambda, aht, &law, row.servers(), row.number("T_s")).unwrap();
        row.compare(
            &["lambda_per_h", "aht_s", "patience_law", "mean_patience_s", "servers", "T_s"],
            &[
                ("p_offered_wait_positive", g.p_offered_wait_positive),
                ("p_abandon", g.p_abandon),
                ("mean_wait_all_s", g.mean_wait_all_s),
                ("mean_offered_wait_s", g.mean_offered_wait_s),
                ("p_abandon_within_T", g.p_abandon_within),
                ("sl_offered", g.sl_offered),
                ("sl_excl_short_abandons", g.sl_excl_short_abandons),
                ("sl_abandons_within_T_count", g.sl_abandons_within_count),
            ],
        );
        // The columns the table does not have, from those it has.
        close("occupancy", g.occupancy, lambda * aht / 3600.0 * (1.0 - g.p_abandon) / f64::from(row.servers()), 1e-12);
        close("Little", g.mean_queue, lambda / 3600.0 * g.mean_wait_all_s, 1e-14);
        close("answered", g.sl_answered, g.sl_offered / (1.0 - g.p_abandon), 1e-12);
    }
}

/// Values computed with 40 digits from the balance equations and the recursion: few and 10,000 servers, deep overload
/// and nearly no load, where factorials and e^y overflow and differences cancel.
#[test]
fn extreme_sizes_keep_their_digits() {
    close("B(10000)", erlang_b(9900.0, 10_000).unwrap().p_block, 0.0028581267388565865, 1e-12);
    close("B in overload", erlang_b(12_000.0, 10_000).unwrap().p_block, 0.1670808676259389, 1e-12);
    close("B of nothing", erlang_b(0.5, 60).unwrap().p_block, 6.322344693288229e-101, 1e-12);
    let c = erlang_c(118_800.0, 300.0, 10_000, 20.0).unwrap();
    close("C(10000)", c.p_wait, 0.22277692886414824, 1e-12);
    close("asa", c.asa_s, 0.6683307865924447, 1e-12);
    close("sl", c.service_level, 0.9997164865501688, 1e-12);
    close("C of nothing", erlang_c(1.0, 60.0, 40, 20.0).unwrap().p_wait, 9.020854310215346e-120, 1e-12);

    let columns = |a: ErlangA| {
        [
            a.p_wait,
            a.p_abandon,
            a.mean_wait_all_s,
            a.mean_wait_served_s,
            a.mean_wait_abandoned_s,
            a.p_abandon_within,
            a.sl_offered,
            a.sl_excl_short_abandons,
        ]
    };
    let cases = [
        (
            erlang_a(26_400.0, 300.0, 300.0, 2000, 60.0),
            [
                0.9999928300749118,
                0.09090912373134082,
                27.272737119402244,
                28.51807209993883,
                14.819392259872803,
                0.09090911548807849,
                0.9090891050571078,
                0.999998042599652,
            ],
        ),
        (
            erlang_a(36_000.0, 300.0, 120.0, 1500, 100.0),
            [
                1.0,
                0.5,
                60.0,
                83.0776894449635,
                36.9223105550365,
                0.49999799736836326,
                0.49982105913987585,
                0.9996381144659251,
            ],
        ),
        // The weights of this one grow to 10⁵⁶².
        (
            erlang_a(18_000.0, 300.0, 600.0, 500, 640.0),
            [
                1.0,
                0.6666666666666666,
                400.0,
                658.8674232008608,
                270.5662883995696,
                0.6549848576221154,
                0.053315640387375136,
                0.15453130555348246,
            ],
        ),
        (
            erlang_a(60.0, 60.0, 1000.0, 3, 30.0),
            [
                0.08975151970423605,
                0.002546656650680708,
                2.546656650680708,
                2.481559301528668,
                28.04344615213326,
                0.0016680039163887116,
                0.9669657513933102,
                0.9685813488765773,
            ],
        ),
        (
            erlang_a(6.0, 60.0, 1.0, 3, 0.5),
            [
                0.00015104635090193482,
                0.0001438592340208046,
                0.0001438592340208046,
                6.848709091044577e-06,
                0.9523998310736841,
                5.875717183470767e-05,
                0.999851887760444,
                0.9999106396817191,
            ],
        ),
    ];
    for (number, (got, expected)) in cases.into_iter().enumerate() {
        for (k, (got, expected)) in columns(got.unwrap()).into_iter().zip(expected).enumerate() {
            close(&format!("Erlang A case {number} column {k}"), got, expected, 1e-12);
        }
    }
}

/// Two ways that share no code: sums over states, and integrals over waits. With 500 and 2,000 agents and in overload.
#[test]
fn exponential_patience_gives_erlang_a_by_both_ways() {
    for (lambda, aht, patience, servers, t) in [
        (6000.0, 300.0, 600.0, 500, 20.0),
        (26_400.0, 300.0, 300.0, 2000, 60.0),
        (200.0, 180.0, 60.0, 10, 20.0),
        (60.0, 60.0, 60.0, 1, 0.0),
    ] {
        let a = erlang_a(lambda, aht, patience, servers, t).unwrap();
        let g = mmc_plus_g(lambda, aht, &Law::Exponential { mean: patience }, servers, t).unwrap();
        close("p_wait", g.p_offered_wait_positive, a.p_wait, 1e-12);
        close("p_abandon", g.p_abandon, a.p_abandon, 1e-12);
        close("mean wait", g.mean_wait_all_s, a.mean_wait_all_s, 1e-12);
        close("occupancy", g.occupancy, a.occupancy, 1e-12);
        close("sl_offered", g.sl_offered, a.sl_offered, 1e-12);
        close("sl_excl", g.sl_excl_short_abandons, a.sl_excl_short_abandons, 1e-12);
        close("sl_answered", g.sl_answered, a.sl_answered, 1e-12);
        if t > 0.0 {
            close("within", g.p_abandon_within, a.p_abandon_within, 1e-12);
        } else {
            assert_eq!((g.p_abandon_within, a.p_abandon_within), (0.0, 0.0));
            close("at once", a.sl_offered, 1.0 - a.p_wait, 1e-14);
        }
    }
}

/// One customer in ten leaves at once when all are busy: a birth-death chain whose births fall by a tenth from c on.
#[test]
fn balking_equals_its_balance_equations() {
    let (lambda, mu, theta, servers, balk) = (600.0 / 3600.0, 1.0 / 300.0, 1.0 / 150.0, 46_u32, 0.1);
    let (mut weight, mut total, mut waiting, mut full) = (1.0_f64, 1.0, 0.0, 0.0);
    for j in 1..4000_u32 {
        let birth = if j > servers { lambda * (1.0 - balk) } else { lambda };
        let queue = f64::from(j.saturating_sub(servers));
        weight *= birth / (f64::from(j.min(servers)) * mu + queue * theta);
        total += weight;
        waiting += weight * queue;
        full += if j >= servers { weight } else { 0.0 };
    }
    let (p_full, queue) = (full / total, waiting / total);
    let law = Law::AtomAtZero { zero: balk, rest: Box::new(Law::Exponential { mean: 150.0 }) };
    let g = mmc_plus_g(600.0, 300.0, &law, servers, 0.0).unwrap();
    close("all busy", g.p_offered_wait_positive, p_full, 1e-12);
    close("queue", g.mean_queue, queue, 1e-12);
    close("lost", g.p_abandon, balk * p_full + theta * queue / lambda, 1e-12);
    close("balked", g.p_abandon_within, balk * p_full, 1e-12);
}

#[test]
fn laws_agree_where_they_coincide() {
    let exact = mmc_plus_g(600.0, 300.0, &Law::Exponential { mean: 150.0 }, 46, 20.0).unwrap();
    for law in [
        Law::Erlang { mean: 150.0, stages: 1 },
        Law::Gamma { mean: 150.0, cv: 1.0 },
        Law::Weibull { mean: 150.0, shape: 1.0 },
        Law::Hyperexponential { mean: 150.0, cv: 1.0 },
        Law::AtomAtZero { zero: 0.0, rest: Box::new(Law::Exponential { mean: 150.0 }) },
    ] {
        let g = mmc_plus_g(600.0, 300.0, &law, 46, 20.0).unwrap();
        for (got, expected) in [
            (g.p_abandon, exact.p_abandon),
            (g.mean_wait_all_s, exact.mean_wait_all_s),
            (g.mean_offered_wait_s, exact.mean_offered_wait_s),
            (g.sl_offered, exact.sl_offered),
            (g.p_abandon_within, exact.p_abandon_within),
        ] {
            close(&format!("{law:?}"), got, expected, 1e-12);
        }
    }
    let patient = mmc_plus_g(200.0, 180.0, &Law::Never, 14, 20.0).unwrap();
    let c = erlang_c(200.0, 180.0, 14, 20.0).unwrap();
    close("p_wait", patient.p_offered_wait_positive, c.p_wait, 1e-12);
    close("asa", patient.mean_wait_all_s, c.asa_s, 1e-12);
    close("sl", patient.sl_offered, c.service_level, 1e-12);
    assert_eq!((patient.p_abandon, patient.p_abandon_within), (0.0, 0.0));
    // A law of small spread is nearly fixed: the same integrals by another branch, cv² = 1e-4.
    let fixed = mmc_plus_g(600.0, 300.0, &Law::Deterministic { mean: 150.0 }, 46, 20.0).unwrap();
    for law in [Law::Gamma { mean: 150.0, cv: 0.01 }, Law::Lognormal { mean: 150.0, cv: 0.01 }] {
        let g = mmc_plus_g(600.0, 300.0, &law, 46, 20.0).unwrap();
        close(&format!("{law:?}"), g.p_abandon, fixed.p_abandon, 3e-4);
    }
}

/// Contacts of mean 2 and 3 turns: each turn waits as in the Erlang C row of the same number of turns.
#[test]
fn erlang_r_gives_each_turn_the_wait_of_erlang_c() {
    for row in table(include_str!("../../data/reference/erlang_c.csv"), 14) {
        for p_return in [0.0, 0.5, 2.0 / 3.0] {
            let contacts = row.number("lambda_per_h") * (1.0 - p_return);
            let t = row.number("T_s");
            let r = erlang_r(contacts, row.number("aht_s"), p_return, 300.0, row.servers(), t).unwrap();
            close("turns", r.turns_per_h, row.number("lambda_per_h"), 1e-14);
            close("R1", r.offered_load_erl, row.number("offered_load_erl"), 1e-14);
            close("p_wait", r.turn.p_wait, row.number("p_wait"), 1e-12);
            close("asa", r.turn.asa_s, row.number("asa_s"), 1e-12);
            close("sl", r.turn.service_level, row.number("sl_T"), 1e-12);
            // R2 = p λ / ((1 − p) δ), and Little over the whole contact.
            let thinking = p_return * contacts / (1.0 - p_return) * 300.0 / 3600.0;
            assert!((r.mean_thinking - thinking).abs() <= 1e-12 * thinking);
            let inside = row.number("mean_in_system") + thinking;
            close("Little", contacts / 3600.0 * r.mean_contact_s, inside, 1e-12);
        }
    }
}
