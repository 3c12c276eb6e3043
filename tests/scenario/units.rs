//! Quantities: hand-checked values, and print–parse round trips.

use chatfare::scenario::words::*;
use chatfare::scenario::{CountLaw, Law, Promise};
use chatfare::units::*;
use proptest::prelude::*;

#[test]
fn spans() {
    for (text, micros) in [
        ("24h", 24 * HOUR),
        ("1440 min", 24 * HOUR),
        ("90 s", 90 * SECOND),
        ("1.5 h", 90 * MINUTE),
        ("7 d", 7 * DAY),
        ("500 ms", SECOND / 2),
        ("1 h 30 min", 90 * MINUTE),
        ("2 weeks", 14 * DAY),
        ("0.000001 s", 1),
        ("0s", 0),
        ("for ever", i64::MAX),
    ] {
        assert_eq!(Span::parse(text), Ok(Span(micros)), "{text}");
    }
    for (span, text) in [
        (24 * HOUR, "24 h"),
        (7 * DAY, "7 d"),
        (90 * MINUTE, "90 min"),
        (90 * SECOND, "90 s"),
        (0, "0 s"),
        (1500, "1500 us"),
    ] {
        assert_eq!(Span(span).to_string(), text);
    }
    for (text, fault) in [
        ("24", Fault::MissingUnit),
        ("7 moons", Fault::WrongUnit),
        ("5 m", Fault::WrongUnit),
        ("soon", Fault::BadValue),
        ("", Fault::BadValue),
        ("-5 s", Fault::OutOfRange),
        ("0.0000001 s", Fault::OutOfRange),
        ("9e30 d", Fault::OutOfRange),
        ("1e9 d", Fault::OutOfRange),
        ("1 h nan", Fault::BadValue),
    ] {
        assert_eq!(Span::parse(text).map_err(|e| e.fault), Err(fault), "{text}");
    }
}

#[test]
fn money_is_exact() {
    for (text, nanos) in [
        ("0.005 USD", 5_000_000),
        ("19.50 EUR", 19_500_000_000),
        ("0.1 USD", 100_000_000),
        ("0.000000001 USD", 1),
        ("19000000000 USD", 19_000_000_000 * NANOS),
        ("19e9 USD", 19_000_000_000 * NANOS),
        ("1_000 INR", 1000 * NANOS),
        ("-2 EUR", -2 * NANOS),
    ] {
        assert_eq!(Money::parse(text).map(|m| m.nanos), Ok(nanos), "{text}");
    }
    assert_eq!(Money::parse("19.50 EUR").expect("good").to_string(), "19.5 EUR");
    for (text, fault) in [
        ("0.005", Fault::MissingUnit),
        ("$5", Fault::WrongUnit),
        ("5 usd", Fault::WrongUnit),
        ("5 dollars", Fault::WrongUnit),
        ("0.0000000001 USD", Fault::OutOfRange),
        ("1e19 USD", Fault::OutOfRange),
        ("free", Fault::BadValue),
        ("1.2.3 USD", Fault::BadValue),
    ] {
        assert_eq!(Money::parse(text).map_err(|e| e.fault), Err(fault), "{text}");
    }
}

#[test]
fn shares_and_rates() {
    assert_eq!(Share::parse("8 %"), Ok(Share(0.08)));
    assert_eq!(Share::parse("0.08"), Ok(Share(0.08)));
    assert_eq!(Share::parse("100%"), Ok(Share(1.0)));
    assert_eq!(Share(0.08).to_string(), "8 %");
    assert_eq!(Share(1.0 / 3.0).to_string(), "33.33333333333333 %");
    for (text, per_hour, print) in [
        ("120/h", 120.0, "120/h"),
        ("2000/day", 2000.0 / 24.0, "2000/day"),
        ("30/min", 1800.0, "1800/h"),
        ("1200/day", 50.0, "50/h"),
        ("150/day", 6.25, "150/day"),
        ("0.5/s", 1800.0, "1800/h"),
        ("7 per week", 7.0 / 168.0, "1/day"),
    ] {
        let rate = HourlyRate::parse(text).expect(text);
        assert!((rate.0 - per_hour).abs() <= 1e-15 * per_hour, "{text}");
        assert_eq!(rate.to_string(), print, "{text}");
    }
    assert_eq!(HourlyRate::parse("120").map_err(|e| e.fault), Err(Fault::MissingUnit));
    assert_eq!(HourlyRate::parse("120/month").map_err(|e| e.fault), Err(Fault::WrongUnit));
    assert_eq!(HourlyRate::parse("-1/h").map_err(|e| e.fault), Err(Fault::OutOfRange));
}

#[test]
fn laws() {
    for (text, law, mean) in [
        ("lognormal, mean 3 min, CV 1.1", Law::Lognormal { mean: 180.0, cv: 1.1 }, 180.0),
        ("exponential, mean 20 s", Law::Exponential { mean: 20.0 }, 20.0),
        ("erlang, mean 3 min, stages 2", Law::Erlang { mean: 180.0, stages: 2 }, 180.0),
        ("gamma, mean 1 h, cv 0.5", Law::Gamma { mean: 3600.0, cv: 0.5 }, 3600.0),
        ("Weibull, mean 6 h, shape 0.7", Law::Weibull { mean: 21600.0, shape: 0.7 }, 21600.0),
        ("hyperexponential, mean 3 min, CV 2", Law::Hyperexponential { mean: 180.0, cv: 2.0 }, 180.0),
        ("uniform, 1 min to 5 min", Law::Uniform { low: 60.0, high: 300.0 }, 180.0),
        ("uniform 1 min to 5 min", Law::Uniform { low: 60.0, high: 300.0 }, 180.0),
        ("fixed 3 min", Law::Deterministic { mean: 180.0 }, 180.0),
        ("deterministic 3 min", Law::Deterministic { mean: 180.0 }, 180.0),
        (
            "0 with 10 %, else exponential, mean 3 min",
            Law::AtomAtZero { zero: 0.1, rest: Box::new(Law::Exponential { mean: 180.0 }) },
            162.0,
        ),
        ("never", Law::Never, f64::INFINITY),
    ] {
        assert_eq!(parse_law(text).as_ref(), Ok(&law), "{text}");
        assert_eq!(law_mean(&law), mean, "{text}");
    }
    for text in [
        "",
        ",",
        "normal, mean 3 min",
        "exponential",
        "exponential, mean 0 s",
        "gamma, mean 3 min, CV 0",
        "Erlang, mean 3 min, stages 1.5",
        "hyperexponential, mean 3 min, CV 1",
        "fixed",
        "fixed for ever",
        "0 with 10 %",
        "0 with 10 %, else never",
        "0 with 0 %, else fixed 3 s",
        "lognormal, CV 1, mean 3 min",
        "lognormal, mean 3 min, CV nan",
        "exponential, mean 3 min, at least 10 s, at least 1 s",
        "exponential, mean 3 min, at most 10 min, at most 1 h",
    ] {
        assert!(parse_law(text).is_err(), "{text}");
    }
}

/// Sixteen laws inside each other are read, thousands refused: each is read by a call of its own, and the stack is not endless.
#[test]
fn laws_inside_laws_end_somewhere() {
    let sum = |parts: usize| "1 s + ".repeat(parts) + "exponential, mean 3 min";
    assert_eq!(law_mean(&parse_law(&sum(16)).expect("sixteen")), 196.0);
    for text in [sum(17), sum(200_000), "0 with 10 %, else ".repeat(200_000) + "fixed 3 s"] {
        let error = parse_law(&text).expect_err("too deep");
        assert!(error.message.contains("inside each other"), "{}", error.message);
    }
    // Side by side there may be more.
    let mixture = ["5 % 1 s + fixed 2 s"; 20].join("; ");
    assert!((law_mean(&parse_law(&mixture).expect("a mixture")) - 3.0).abs() < 1e-12);
}

#[test]
fn opening_hours() {
    let open = |text: &str| parse_hours(text).unwrap_or_else(|e| panic!("{text}: {e}")).iter().filter(|o| **o).count();
    assert_eq!(open("always"), 336);
    assert_eq!(open("Mon-Fri 09:00-18:00; Sat 10:00-14:00"), 5 * 18 + 8);
    assert_eq!(open("daily 08:00-20:00"), 7 * 24);
    assert_eq!(open("09:00-10:00"), 14);
    assert_eq!(open("Mon-Fri 09:00-12:00, 13:00-18:00"), 5 * 16);
    assert_eq!(open("Sat, Sun 10:00-12:00"), 8);
    let night = parse_hours("Sun 22:00-06:00").expect("good");
    // Sunday 22:00 to midnight, then Monday until 06:00.
    assert!(night[6 * 48 + 44..].iter().all(|o| *o) && night[..12].iter().all(|o| *o) && !night[12]);
    assert_eq!(open("Fri-Mon 10:00-11:00"), 8);
    // A quarter makes the whole week 672 quarters; it is told back as it was.
    let fine = parse_hours("Mon-Fri 09:15-12:00, 13:00-18:45; Sat 10:00-14:00").expect("good");
    assert_eq!((fine.len(), fine.iter().filter(|open| **open).count()), (672, 5 * (11 + 23) + 16));
    assert!(!fine[36] && fine[37] && fine[47] && !fine[48] && fine[74] && !fine[75]);
    assert_eq!(hours_text(&fine), "Mon-Fri 09:15-12:00, 13:00-18:45; Sat 10:00-14:00");
    for text in ["", "Mon", "Mon 9-18:10", "Foo 09:00-10:00", "Mon 25:00-26:00", "Mon 10:00-10:00", "Mon 09:00"] {
        assert!(parse_hours(text).is_err(), "{text}");
    }
    assert_eq!(
        hours_text(&parse_hours("Sat 10:00-14:00;Mon-Fri 9:00-18:00").expect("good")),
        "Mon-Fri 09:00-18:00; Sat 10:00-14:00"
    );
}

#[test]
fn dates() {
    for text in
        ["2018-08-01", "2018-08-01T09:00", "2018-08-01 09:00:30", "2018-08-01T09:00:00Z", "2018-08-01T09:00:00+02:00"]
    {
        assert!(When::parse(text).is_ok(), "{text}");
    }
    for text in ["2018-8-1", "2018-02-30", "yesterday", "1970-01-01", "2200-01-01", "2018-08-01Z", "1234567890"] {
        assert!(When::parse(text).is_err(), "{text}");
    }
    let paris = jiff::tz::TimeZone::get("Europe/Paris").expect("known");
    let at = |text: &str| When::parse(text).expect("good").instant(&paris).expect("there");
    // 02:30 does not exist on 25 March 2018: the clock jumps from 02:00 to 03:00.
    assert_eq!(at("2018-03-25T02:30"), at("2018-03-25T01:30:00Z"));
    // 02:30 happens twice on 28 October 2018: the first one, still summer time.
    assert_eq!(at("2018-10-28T02:30"), at("2018-10-28T00:30:00Z"));
}

/// Laws as the parser can make them: times in whole microseconds, up to 1,000 hours.
fn any_law() -> impl Strategy<Value = Law> {
    let seconds = (1i64..3_600_000_000_000).prop_map(|micros| Span(micros).seconds());
    let plain = prop_oneof![
        seconds.clone().prop_map(|mean| Law::Deterministic { mean }),
        seconds.clone().prop_map(|mean| Law::Exponential { mean }),
        (seconds.clone(), 0.01f64..20.0).prop_map(|(mean, cv)| Law::Gamma { mean, cv }),
        (seconds.clone(), 0.01f64..20.0).prop_map(|(mean, cv)| Law::Lognormal { mean, cv }),
        (seconds.clone(), 1.001f64..20.0).prop_map(|(mean, cv)| Law::Hyperexponential { mean, cv }),
        (seconds.clone(), 0.1f64..20.0).prop_map(|(mean, shape)| Law::Weibull { mean, shape }),
        (seconds.clone(), 1u32..1000).prop_map(|(mean, stages)| Law::Erlang { mean, stages }),
        (seconds.clone(), 1i64..1_000_000).prop_map(|(low, more)| {
            let high = Span(libm::round(low * 1e6) as i64 + more).seconds();
            Law::Uniform { low, high }
        }),
    ];
    prop_oneof![
        plain.clone(),
        (0.001f64..0.999, plain).prop_map(|(zero, rest)| Law::AtomAtZero { zero, rest: Box::new(rest) }),
        Just(Law::Never),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_round_trip(micros in 0i64..365_000 * DAY) {
        prop_assert_eq!(Span::parse(&Span(micros).to_string()), Ok(Span(micros)));
    }

    #[test]
    fn money_round_trips(nanos in -(10i128.pow(27))..10i128.pow(27)) {
        let money = Money { nanos, currency: Currency::USD };
        prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
    }

    #[test]
    fn shares_round_trip(x in -10.0f64..10.0) {
        prop_assert_eq!(Share::parse(&Share(x).to_string()), Ok(Share(x)));
    }

    #[test]
    fn rates_round_trip(x in 0.0f64..1e9) {
        prop_assert_eq!(HourlyRate::parse(&HourlyRate(x).to_string()), Ok(HourlyRate(x)));
    }

    #[test]
    fn rates_a_day_print_as_written(n in 1u32..1_000_000) {
        let rate = HourlyRate::parse(&format!("{n}/day")).expect("good");
        prop_assert_eq!(HourlyRate::parse(&rate.to_string()), Ok(rate));
        prop_assert!(rate.to_string().len() <= format!("{n}/day").len() + 3, "{}", rate);
    }

    #[test]
    fn laws_round_trip(law in any_law()) {
        prop_assert_eq!(parse_law(&law_text(&law)), Ok(law));
    }

    #[test]
    fn counts_round_trip(n in 1u32..1000, mean in 1.001f64..1000.0) {
        for law in [CountLaw::Fixed(n), CountLaw::Geometric { mean }] {
            prop_assert_eq!(parse_count_law(&count_law_text(&law)), Ok(law));
        }
    }

    #[test]
    fn hours_round_trip(open in prop::collection::vec(any::<bool>(), 336)) {
        prop_assume!(open.iter().any(|o| *o));
        prop_assert_eq!(parse_hours(&hours_text(&open)), Ok(open));
    }

    #[test]
    fn promises_round_trip(percent in 1u32..99, micros in 1i64..1000 * HOUR) {
        let promise = Promise { share: Share(f64::from(percent) / 100.0), within: Span(micros) };
        prop_assert_eq!(parse_promise(&promise_text(&promise)), Ok(promise));
    }

    #[test]
    fn decimals_round_trip(digits in -(10i128.pow(30))..10i128.pow(30), scale in 0i32..20) {
        let d = Decimal { digits, scale };
        let again = Decimal::parse(&d.to_string()).expect("readable");
        prop_assert_eq!(again.times_ten_to(20), d.times_ten_to(20));
    }

    #[test]
    fn no_text_breaks_a_parser(text in "\\PC{0,40}") {
        let _ = (Span::parse(&text), Money::parse(&text), Share::parse(&text), HourlyRate::parse(&text));
        let _ = (parse_law(&text), parse_count_law(&text), parse_hours(&text), parse_promise(&text));
        let _ = (When::parse(&text), parse_slowdown(&text));
    }
}
