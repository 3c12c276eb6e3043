//! The same for prices per message: July 2025 to October 2026, SMS, calls.

use Class::{Authentication, AuthenticationInternational, Marketing, Service, Utility};
use chatfare::facts::{Body, Class, Fact, FactId, Head, Instant, Network, Part, Quantity};
use chatfare::tariff::Options;
use chatfare::units::{HOUR, MINUTE, SECOND};

use super::story::{Act, Ad, DAY, In, Out, around, told, total};
use super::world::{Log, OCTOBER, bill, book, plan, usd};

/// `date -u -d 2025-07-01 +%s`.
const JULY_2025: Instant = 1_751_328_000 * SECOND;

// 2025-07 to 2026-07: delivered templates, one by one. France on 2026-07-01: marketing 0.0859, utility 0.0300, authentication 0.0300.

#[test]
fn since_2025_utility_is_free_inside_the_window_and_other_templates_are_not() {
    for (tariff, start, utility, marketing) in [
        ("whatsapp-2025-07", JULY_2025, "0.0300", "0.1432"),
        ("whatsapp-2025-10", JULY_2025, "0.0300", "0.1432"),
        ("whatsapp-2026-01", JULY_2025, "0.0300", "0.0859"),
        ("whatsapp-2026-04", JULY_2025, "0.0300", "0.0859"),
        ("whatsapp-2026-07", JULY_2025, "0.0300", "0.0859"),
    ] {
        let inside = |class, at| total(tariff, start, "FR", &[(0, In), (at, Out(class))]);
        assert_eq!(around(DAY, |at| inside(Utility, at)), [0, usd(utility), usd(utility)], "{tariff}");
        assert_eq!(inside(Marketing, HOUR), usd(marketing), "{tariff}");
        assert_eq!(inside(Authentication, HOUR), usd("0.0300"), "{tariff}");
        assert_eq!(inside(Service, HOUR), 0, "{tariff}");
        // No conversation: the second one costs again.
        let twice = [(0, Out(Marketing)), (HOUR, Out(Marketing))];
        assert_eq!(total(tariff, start, "FR", &twice), 2 * usd(marketing), "{tariff}");
    }
}

#[test]
fn since_2025_the_entry_point_is_free_for_72_hours() {
    let story = |at| total("whatsapp-2026-07", JULY_2025, "FR", &[(0, Ad), (HOUR, Out(Service)), (at, Out(Marketing))]);
    assert_eq!(around(73 * HOUR, story), [0, usd("0.0859"), usd("0.0859")]);
    let answered = |at| total("whatsapp-2026-07", JULY_2025, "FR", &[(0, Ad), (at, Out(Marketing))]);
    assert_eq!(around(DAY, answered), [0, usd("0.0859"), usd("0.0859")]);
}

// 2026-10. France: utility and service 0.0300.

#[test]
fn since_october_2026_utility_is_charged_inside_the_window_too() {
    assert_eq!(total("whatsapp-2026-10", OCTOBER, "FR", &[(0, In), (HOUR, Out(Utility))]), usd("0.0300"));
}

#[test]
fn the_quota_of_a_number_ends_in_mid_day() {
    // From 00:00 a message each 72 s: the 1,001st goes out at 1,000 × 72 s = 20:00, and costs; 1,200 in the day: 200 × 0.0300.
    let mut story = Vec::new();
    for i in 0..1200 {
        story.extend([(i * 72 * SECOND, In), (i * 72 * SECOND, Out(Service))]);
    }
    let at_eight = &story[..2 * 1000];
    assert_eq!(total("whatsapp-2026-10", OCTOBER, "FR", at_eight), 0);
    assert_eq!(total("whatsapp-2026-10", OCTOBER, "FR", &story[..2 * 1001]), usd("0.0300"));
    assert_eq!(total("whatsapp-2026-10", OCTOBER, "FR", &story), usd("6.0000"));
}

#[test]
fn international_authentication_has_its_own_rate_where_the_card_has_one() {
    // India 0.0304 against 0.0014; France has none, so it is plain authentication there.
    let bill = told("whatsapp-2026-10", &Options::default(), OCTOBER, "IN", &[(0, Out(AuthenticationInternational))]);
    assert_eq!((bill.total, bill.lines[0].category.as_str()), (usd("0.0304"), "authentication_international"));
    let bill = told("whatsapp-2026-10", &Options::default(), OCTOBER, "FR", &[(0, Out(AuthenticationInternational))]);
    assert_eq!((bill.total, bill.lines[0].category.as_str()), (usd("0.0300"), "authentication"));
}

#[test]
fn a_month_ends_in_the_accounts_zone_also_when_clocks_change() {
    // Paris leaves summer time on 25 October 2026, so its October ends at 23:00Z; Lord Howe Island (half an hour of summer time)
    // is at +11:00 then, so its October ends at 13:00Z; New York is at −4:00 until 1 November, so it ends at 04:00Z on the 1st.
    let end = OCTOBER + 31 * DAY;
    for (zone, edge) in
        [("Europe/Paris", end - HOUR), ("Australia/Lord_Howe", end - 11 * HOUR), ("America/New_York", end + 4 * HOUR)]
    {
        let month = |at: Instant| {
            let mut log = Log::default();
            log.outbound(at, 1, 0, 0, Utility);
            let plan = plan("whatsapp-2026-10", &Options::default());
            let facts = log.sorted();
            let counts = super::world::fold(&plan, &book(&[zone], &["FR"]), OCTOBER, OCTOBER + 40 * DAY, &facts);
            chatfare::tariff::price(&plan, &book(&[zone], &["FR"]), &counts).lines[0].month.clone()
        };
        let months = [edge - SECOND, edge, edge + SECOND].map(month);
        assert_eq!(months, ["2026-10", "2026-11", "2026-11"], "{zone}");
    }
}

#[test]
fn sms_cost_the_list_price_of_the_country() {
    // Telesign's list of 17 June 2026: United States 0.0090, India 0.0582; of 6 December 2022: 0.0062 and 0.0730.
    for (tariff, us, india) in [("sms-2026-06", "0.0090", "0.0582"), ("sms-2022-12", "0.0062", "0.0730")] {
        assert_eq!(total(tariff, OCTOBER, "US", &[(0, In), (HOUR, Out(Service)), (DAY, Out(Marketing))]), 2 * usd(us));
        assert_eq!(total(tariff, OCTOBER, "IN", &[(0, Out(Authentication))]), usd(india));
    }
    let bill = told("sms-2026-06", &Options::default(), OCTOBER, "RE", &[(0, Out(Utility))]);
    assert_eq!((bill.total, bill.unrated), (0, 1), "the list gives Réunion no code");
}

#[test]
fn an_sms_costs_its_segments() {
    let mut log = Log::default();
    for segments in [1, 3] {
        let fact = log.outbound(OCTOBER, 1, 0, 0, Service);
        let Body::MessageOut { quantity, .. } = &mut fact.body else { unreachable!() };
        *quantity = Quantity { segments, ..Quantity::ONE };
    }
    let bill = bill(&plan("sms-2026-06", &Options::default()), &book(&["UTC"], &["IN"]), OCTOBER, &log.sorted());
    assert_eq!((bill.total, bill.messages), (4 * usd("0.0582"), 2));
}

#[test]
fn the_entry_point_may_be_prolonged_from_28_september_2026_on() {
    // `date -u -d 2026-09-28 +%s` = 1790553600. Opened at hour 0 it ends at 72; the customer writes at hour 60: ends at 96 (72 + 24).
    const SEPTEMBER: Instant = 1_790_553_600 * SECOND;
    let settings = vec![("entry_point_length".to_string(), "up to 7 days".to_string())];
    let longer = Options { settings, ..Options::default() };
    let story = |hour: i64| [(0, Ad), (0, Out(Service)), (60 * HOUR, In), (hour * HOUR, Out(Marketing))];
    let paid = |options: &Options, start, hour| told("whatsapp-2026-07", options, start, "FR", &story(hour)).charged;
    for (options, start, expected) in [
        (&Options::default(), SEPTEMBER, [0, 1, 1]),
        (&longer, SEPTEMBER, [0, 0, 1]),
        // The customer's message of hour 60 falls on the 27th: too early; one second of the 28th is enough.
        (&longer, SEPTEMBER - 60 * HOUR - SECOND, [0, 1, 1]),
        (&longer, SEPTEMBER - 60 * HOUR, [0, 0, 1]),
    ] {
        assert_eq!([71, 95, 96].map(|hour| paid(options, start, hour)), expected);
    }
    // At most 168 h from the opening: messages at 60, 84, 108, 132, 156 add 24 h each, 192 in all, but it ends at 168.
    let many: Vec<(i64, Act)> = [60, 84, 108, 132, 156].iter().map(|h| (h * HOUR, In)).collect();
    let last = |at| {
        let acts = [&[(0, Ad), (0, Out(Service))][..], &many, &[(at, Out(Marketing))]].concat();
        told("whatsapp-2026-10", &longer, OCTOBER, "FR", &acts).total
    };
    assert_eq!(around(168 * HOUR, last), [0, usd("0.0859"), usd("0.0859")]);
}

/// A call of a number that ended, carried by the platform.
fn call(at: Instant, outbound: bool, talk: i64, ordinal: u32) -> Fact {
    let id = FactId { ordinal, ..FactId::default() };
    let head = Head { at, customer: 1, id, number: 0, country: 0, part: Part::Run };
    // An answered call of the customer counts when it starts, so one that ends without an answer stands for his calls.
    let body = Body::CallEnded { wait: 0, talk, answered: outbound, outbound, line: talk, network: Network::Platform };
    Fact { head, body }
}

#[test]
fn calls_of_the_business_cost_started_pulses_of_six_seconds() {
    // Hungary is in Rest of Central & Eastern Europe until June 2026 only: Bulgaria. 0.0095 USD a minute = 0.00095 a pulse.
    // 61 s = 11 pulses: 0.01045; 6 s = 1 pulse; 6 s and a microsecond = 2 pulses; calls of the customer cost nothing.
    let calls = [(61 * SECOND, 11), (6 * SECOND, 1), (6 * SECOND + 1, 2), (MINUTE, 10)];
    let plan = plan("whatsapp-calling-2026-10", &Options::default());
    for (talk, pulses) in calls {
        let facts = [call(OCTOBER, true, talk, 0), call(OCTOBER + HOUR, false, talk, 1)];
        let bill = bill(&plan, &book(&["UTC"], &["BG"]), OCTOBER, &facts);
        assert_eq!(bill.total, pulses * usd("0.00095"), "{talk}: {bill:#?}");
    }
    let unrated = bill(&plan, &book(&["UTC"], &["FR"]), OCTOBER, &[call(OCTOBER, true, MINUTE, 0)]);
    assert_eq!((unrated.total, unrated.unrated), (0, 1));
}

#[test]
fn minutes_of_calls_cross_a_tier_inside_one_call() {
    // 49,999 minutes, then a call of two: one minute at 0.0095, one at 0.0076.
    let plan = plan("whatsapp-calling-2026-10", &Options::default());
    let facts = [call(OCTOBER, true, 49_999 * MINUTE, 0), call(OCTOBER + HOUR, true, 2 * MINUTE, 1)];
    let bill = bill(&plan, &book(&["UTC"], &["BG"]), OCTOBER, &facts);
    assert_eq!(bill.total, 50_000 * usd("0.0095") + usd("0.0076"));
}

#[test]
fn a_call_of_the_customer_opens_the_window_since_2025() {
    for (tariff, free) in [("whatsapp-2024-11", false), ("whatsapp-2025-07", true), ("whatsapp-2026-07", true)] {
        let mut log = Log::default();
        log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Utility);
        let mut facts = vec![call(OCTOBER, false, MINUTE, 9)];
        facts.extend(log.sorted());
        if let Body::MessageOut { window_from, .. } = &mut facts[1].body {
            *window_from = OCTOBER; // A platform call counts for the window, as the desk or the import writes it.
        }
        let bill = bill(&plan(tariff, &Options::default()), &book(&["UTC"], &["FR"]), OCTOBER, &facts);
        assert_eq!(bill.total == 0, free, "{tariff}: {bill:#?}");
    }
}
