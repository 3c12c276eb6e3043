//! The smallest team that keeps a promise.

use chatfare::statistics::{
    calls_heads, erlang_a, erlang_c, heads_erlang_a, heads_erlang_c, paid_heads, square_root_heads,
};

use super::reference::{close, table};

#[test]
fn staffing_equals_the_table() {
    for row in table(include_str!("../../data/reference/staffing_erlang_c.csv"), 8) {
        let lambda = row.number("contacts") * 60.0 / row.number("period_min");
        let (aht, t, target) = (row.number("aht_s"), row.number("T_s"), row.number("sl_target"));
        let heads = heads_erlang_c(lambda, aht, target, t).unwrap();
        let c = erlang_c(lambda, aht, heads.heads, t).unwrap();
        let patient = heads_erlang_a(lambda, aht, aht, target, t).unwrap();
        row.compare(
            &["contacts", "period_min", "aht_s", "T_s", "sl_target"],
            &[
                ("offered_load_erl", c.offered_load_erl),
                ("agents_erlang_c", f64::from(heads.heads)),
                ("p_wait", c.p_wait),
                ("sl_T", heads.service_level),
                ("asa_s", c.asa_s),
                ("occupancy", c.occupancy),
                ("sl_with_one_agent_less", heads.service_level_one_less.unwrap()),
                ("scheduled_agents_30pct_shrinkage", f64::from(paid_heads(heads.heads, 0.3).unwrap())),
                ("agents_erlang_a_patience_eq_aht_sl_offered", f64::from(patient.heads)),
                ("sl_offered_erlang_a", patient.service_level),
            ],
        );
        assert_eq!(calls_heads(lambda, aht, None, target, t).unwrap(), heads.heads);
        assert_eq!(calls_heads(lambda, aht, Some(aht), target, t).unwrap(), patient.heads);
    }
}

/// Against the plain search from one agent up, over small and large loads, loose and strict promises.
#[test]
fn bisection_finds_what_counting_up_finds() {
    for lambda in [0.01, 3.0, 40.0, 700.0] {
        for share in [0.05, 0.5, 0.8, 0.99, 0.999_999] {
            for within in [0.0, 20.0, 3600.0] {
                let c = (1..).find(|c| erlang_c(lambda, 400.0, *c, within).is_ok_and(|e| e.service_level >= share));
                assert_eq!(heads_erlang_c(lambda, 400.0, share, within).unwrap().heads, c.unwrap());
                let a = (1..).find(|c| erlang_a(lambda, 400.0, 90.0, *c, within).unwrap().sl_offered >= share);
                assert_eq!(heads_erlang_a(lambda, 400.0, 90.0, share, within).unwrap().heads, a.unwrap());
            }
        }
    }
}

#[test]
fn edges_of_staffing() {
    assert_eq!(calls_heads(0.0, 180.0, None, 0.8, 20.0).unwrap(), 0);
    let one = heads_erlang_c(0.1, 180.0, 0.8, 20.0).unwrap();
    assert_eq!((one.heads, one.service_level_one_less), (1, None));
    assert_eq!(heads_erlang_c(36_000.0, 300.0, 0.8, 20.0).unwrap().heads, {
        (3001..).find(|c| erlang_c(36_000.0, 300.0, *c, 20.0).unwrap().service_level >= 0.8).unwrap()
    });
    assert_eq!(square_root_heads(100.0, 1.0), 110);
    assert_eq!(square_root_heads(10.0, 0.5), 12);
    assert_eq!(square_root_heads(f64::NAN, 1.0), 0);
    for heads in 0..1000_u32 {
        // ceil(c / 0.7) = ceil(10 c / 7) in whole numbers.
        assert_eq!(paid_heads(heads, 0.3).unwrap(), (10 * heads).div_ceil(7));
    }
    // Mandelbaum & Zeltyn's printed example: 48 calls a minute, 50 agents, 3.1 % lost after 3.7 s.
    let a = erlang_a(2880.0, 60.0, 120.0, 50, 30.0).unwrap();
    close("lost", (a.p_abandon * 1000.0).round(), 31.0, 1e-15);
    close("wait", (a.mean_wait_all_s * 10.0).round(), 37.0, 1e-15);
}
