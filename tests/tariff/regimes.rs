//! Bills made by hand for each rule and each edge of each clock, regime by regime: one second before, at, and one second after.

use chatfare::facts::{Body, Class, Entry, Fact, FactId, Head, Instant, Network, Part, Quantity};
use chatfare::tariff::{Bill, Options};
use chatfare::units::{HOUR, MINUTE, SECOND};

use super::world::{AUGUST_2018, Log, OCTOBER, bill, book, launch, plan, usd};

/// `date -u -d 2022-02-01 +%s` = 1643673600, and so on.
const FEBRUARY_2022: Instant = 1_643_673_600 * SECOND;
const JUNE_2023: Instant = 1_685_577_600 * SECOND;
const NOVEMBER_2024: Instant = 1_730_419_200 * SECOND;
const JULY_2025: Instant = 1_751_328_000 * SECOND;

/// What a story does at a time.
#[derive(Clone, Copy)]
enum Act {
    /// The customer writes.
    In,
    /// The customer writes through an ad.
    Ad,
    /// The business sends a message of a class, delivered at once.
    Out(Class),
}

use Act::{Ad, In, Out};
use Class::{Authentication, AuthenticationInternational, Marketing, Service, Utility};

/// Bills a story of one customer; times from `start`.
fn told(tariff: &str, options: &Options, start: Instant, country: &str, story: &[(i64, Act)]) -> Bill {
    let mut log = Log::default();
    for (at, act) in story {
        match act {
            In => drop(log.inbound(start + at, 1, 0, 0, Entry::None)),
            Ad => drop(log.inbound(start + at, 1, 0, 0, Entry::Ad)),
            Out(class) => drop(log.outbound(start + at, 1, 0, 0, *class)),
        }
    }
    bill(&plan(tariff, options), &book(&["UTC"], &[country]), start, &log.sorted())
}

/// The total of a story, which must hold no unrated message.
fn total(tariff: &str, start: Instant, country: &str, story: &[(i64, Act)]) -> i128 {
    let options = if tariff.ends_with("2018-08") { launch() } else { Options::default() };
    let bill = told(tariff, &options, start, country, story);
    assert_eq!(bill.unrated, 0, "{bill:#?}");
    bill.total
}

/// Totals when the last act stands one second before, at, and one second after `edge`.
fn around(edge: i64, bill: impl Fn(i64) -> i128) -> [i128; 3] {
    [edge - SECOND, edge, edge + SECOND].map(bill)
}

const DAY: i64 = 24 * HOUR;

// 2018-08. France 0.08 USD a template outside the window.

#[test]
fn in_2018_templates_are_free_inside_the_window_only() {
    let last = |at| total("whatsapp-2018-08", AUGUST_2018, "FR", &[(0, In), (at, Out(Utility))]);
    assert_eq!(around(DAY, last), [0, usd("0.08"), usd("0.08")]);
    // The window runs from the customer's last message; the business's own do not move it.
    let kept = |at| {
        total(
            "whatsapp-2018-08",
            AUGUST_2018,
            "FR",
            &[(0, In), (5 * HOUR, In), (9 * HOUR, Out(Service)), (at, Out(Utility))],
        )
    };
    assert_eq!(around(5 * HOUR + DAY, kept), [0, usd("0.08"), usd("0.08")]);
}

#[test]
fn in_2018_an_answer_outside_the_window_is_not_accepted_and_promotion_never() {
    let bill =
        told("whatsapp-2018-08", &launch(), AUGUST_2018, "FR", &[(0, In), (HOUR, Out(Marketing)), (DAY, Out(Service))]);
    assert_eq!((bill.total, bill.charged, bill.lines.len()), (0, 0, 2));
    assert!(bill.lines.iter().all(|l| l.rule == "not accepted"), "{bill:#?}");
}

// 2022-02. Argentina: 0.0526 business-initiated, 0.0316 user-initiated; a quota of 0 shows the prices.

const NO_QUOTA_2022: &str = "based_on = \"whatsapp-2022-02\"\nchange = { \"quota.sessions.size\" = 0 }\n";

fn cost_2022(story: &[(i64, Act)]) -> i128 {
    let folder = super::world::Folder::new(&[("none.toml", NO_QUOTA_2022)]);
    total(&folder.path("none.toml"), FEBRUARY_2022, "AR", story)
}

#[test]
fn in_2022_a_session_is_a_fixed_day_whoever_began() {
    let business = |at| cost_2022(&[(0, Out(Utility)), (at, Out(Marketing))]);
    assert_eq!(around(DAY, business), [usd("0.0526"), usd("0.1052"), usd("0.1052")]);
    // The customer's messages neither start nor prolong it; the answer does start one, user-initiated.
    let user = |at| cost_2022(&[(0, In), (HOUR, Out(Service)), (20 * HOUR, In), (at, Out(Service))]);
    assert_eq!(around(HOUR + DAY, user), [usd("0.0316"), usd("0.0632"), usd("0.0632")]);
}

#[test]
fn in_2022_a_template_inside_the_window_is_user_initiated() {
    let last = |at| cost_2022(&[(0, In), (at, Out(Utility))]);
    assert_eq!(around(DAY, last), [usd("0.0316"), usd("0.0526"), usd("0.0526")]);
}

#[test]
fn in_2022_both_kinds_of_session_use_one_quota_of_the_account() {
    // 1,000 customers on one of two numbers get a template each; then an answer and a template: 0.0316 + 0.0526.
    let mut log = Log::default();
    for customer in 0..1000 {
        log.outbound(FEBRUARY_2022 + customer * SECOND, customer as u64, (customer % 2) as u16, 0, Utility);
    }
    log.inbound(FEBRUARY_2022 + HOUR, 5000, 1, 0, Entry::None);
    log.outbound(FEBRUARY_2022 + 2 * HOUR, 5000, 1, 0, Service);
    log.outbound(FEBRUARY_2022 + 3 * HOUR, 5001, 0, 0, Utility);
    let mut book = book(&["UTC", "UTC"], &["AR"]);
    book.numbers[1].account = 0;
    let bill = bill(&plan("whatsapp-2022-02", &Options::default()), &book, FEBRUARY_2022, &log.sorted());
    assert_eq!((bill.total, bill.charged, bill.messages), (usd("0.0842"), 2, 1002));
}

#[test]
fn in_2022_an_answered_ad_opens_a_free_session_and_ends_the_others() {
    // A paid session at hour 0 would last until 24; the entry point (24 h in 2022) from hour 2 ends it and lasts until 26.
    let story = |at| cost_2022(&[(0, Out(Utility)), (HOUR, Ad), (2 * HOUR, Out(Service)), (at, Out(Marketing))]);
    assert_eq!(around(26 * HOUR, story), [usd("0.0526"), usd("0.1052"), usd("0.1052")]);
    // The ad must be answered within 24 h.
    let answered = |at| cost_2022(&[(0, Ad), (10 * HOUR, In), (at, Out(Service))]);
    assert_eq!(around(DAY, answered), [0, usd("0.0316"), usd("0.0316")]);
}

#[test]
fn in_2022_markets_without_a_rate_are_unrated_and_can_be_supplied() {
    let story = [(0, Out(Utility))];
    let folder = super::world::Folder::new(&[("none.toml", NO_QUOTA_2022)]);
    for country in ["AT", "KW", "AD"] {
        // Rest of Western Europe, Rest of Middle East, Other.
        let bill = told(&folder.path("none.toml"), &Options::default(), FEBRUARY_2022, country, &story);
        assert_eq!((bill.total, bill.unrated, bill.charged), (0, 1, 0), "{country}");
    }
}

// 2023-06. Argentina: marketing 0.0618, utility 0.0408, authentication 0.0367, service 0.0316.

const NO_QUOTA_2023: &str = "based_on = \"whatsapp-2023-06\"\nchange = { \"quota.service.size\" = 0 }\n";

fn cost_2023(story: &[(i64, Act)]) -> i128 {
    let folder = super::world::Folder::new(&[("none.toml", NO_QUOTA_2023)]);
    total(&folder.path("none.toml"), JUNE_2023, "AR", story)
}

/// Both examples stand on the platform's page on conversation-based pricing (S1).
#[test]
fn the_platforms_first_example_of_2023() {
    // Hour 0: a promotion opens a marketing conversation; hour 4: an order confirmation opens a utility conversation; hour 10: a
    // shipment confirmation joins it.
    let story = [(0, Out(Marketing)), (4 * HOUR, Out(Utility)), (10 * HOUR, Out(Utility))];
    assert_eq!(cost_2023(&story), usd("0.0618") + usd("0.0408"));
}

#[test]
fn the_platforms_second_example_of_2023() {
    // Hour 0: a promotion opens a marketing conversation; 4: the customer writes; 5: an answer joins; 24: the conversation expires;
    // 25: an answer opens a service conversation; 26: an answer joins it.
    let story = [
        (0, Out(Marketing)),
        (4 * HOUR, In),
        (5 * HOUR, Out(Service)),
        (25 * HOUR, Out(Service)),
        (26 * HOUR, Out(Service)),
    ];
    assert_eq!(cost_2023(&story), usd("0.0618") + usd("0.0316"));
    // "Expires at hour 24": an answer exactly then opens the service conversation, one second earlier it joins.
    let last = |at| cost_2023(&[(0, Out(Marketing)), (4 * HOUR, In), (at, Out(Service))]);
    assert_eq!(around(DAY, last), [usd("0.0618"), usd("0.0934"), usd("0.0934")]);
}

#[test]
fn in_2023_each_category_has_its_own_day() {
    for (class, rate) in [(Marketing, "0.0618"), (Utility, "0.0408"), (Authentication, "0.0367")] {
        let again = |at| cost_2023(&[(0, Out(class)), (at, Out(class))]);
        assert_eq!(around(DAY, again), [usd(rate), 2 * usd(rate), 2 * usd(rate)], "{class:?}");
        // Another category never joins it.
        let other = if class == Utility { Marketing } else { Utility };
        let both = cost_2023(&[(0, Out(class)), (HOUR, Out(other))]);
        assert_eq!(both, usd(rate) + usd(if class == Utility { "0.0618" } else { "0.0408" }), "{class:?}");
    }
}

#[test]
fn in_2023_an_answer_joins_any_conversation_and_opens_one_after_it() {
    for class in [Marketing, Utility, Authentication] {
        let rate = cost_2023(&[(0, Out(class))]);
        let answer = |at| cost_2023(&[(0, Out(class)), (20 * HOUR, In), (at, Out(Service))]);
        assert_eq!(around(DAY, answer), [rate, rate + usd("0.0316"), rate + usd("0.0316")], "{class:?}");
    }
    let service = |at| cost_2023(&[(0, In), (0, Out(Service)), (20 * HOUR, In), (at, Out(Service))]);
    assert_eq!(around(DAY, service), [usd("0.0316"), usd("0.0632"), usd("0.0632")]);
    // A template does not join a service conversation.
    assert_eq!(cost_2023(&[(0, In), (0, Out(Service)), (HOUR, Out(Utility))]), usd("0.0316") + usd("0.0408"));
}

#[test]
fn in_2023_an_answer_is_accepted_inside_the_window_only() {
    let answer = |at| cost_2023(&[(0, In), (at, Out(Service))]);
    // Outside it is not accepted: no money, no conversation.
    assert_eq!(around(DAY, answer), [usd("0.0316"), 0, 0]);
}

#[test]
fn in_2023_the_entry_point_ends_all_others_and_lasts_72_hours() {
    // Answered at hour 10: free until hour 82. Before it three conversations had opened at hours 8 and 9 (0.0618 + 0.0408 + 0.0367).
    let before = [(8 * HOUR, Out(Marketing)), (8 * HOUR, Out(Utility)), (9 * HOUR, Out(Authentication))];
    let paid = usd("0.1393");
    let story = |acts: &[(i64, Act)]| {
        cost_2023(&[&before[..], &[(9 * HOUR + SECOND, Ad), (10 * HOUR, Out(Utility))], acts].concat())
    };
    assert_eq!(story(&[]), paid);
    let marketing = |at| story(&[(at, Out(Marketing))]);
    assert_eq!(around(82 * HOUR, marketing), [paid, paid + usd("0.0618"), paid + usd("0.0618")]);
    // Those before it were ended: with an entry point of one hour (10 to 11) the one of hour 8 would else run until 32.
    let short = "based_on = \"whatsapp-2023-06\"\nchange = { \"clock.entry_point.lasts\" = \"1h\" }\n";
    let folder = super::world::Folder::new(&[("short.toml", short)]);
    let acts =
        [&before[..], &[(9 * HOUR + SECOND, Ad), (10 * HOUR, Out(Utility)), (12 * HOUR, Out(Marketing))]].concat();
    assert_eq!(total(&folder.path("short.toml"), JUNE_2023, "AR", &acts), paid + usd("0.0618"));
}

#[test]
fn in_2023_free_form_answers_in_the_entry_point_need_the_window() {
    // The page's example: the user writes through an ad at hour 10, a template answers at 22: free until 94; free-form only until 34.
    let story = |at| {
        let acts = [(10 * HOUR, Ad), (22 * HOUR, Out(Utility)), (at, Out(Service))];
        let bill = told("whatsapp-2023-06", &Options::default(), JUNE_2023, "AR", &acts);
        assert_eq!(bill.total, 0);
        bill.lines.iter().filter(|l| l.rule == "not accepted").map(|l| l.messages as i128).sum()
    };
    assert_eq!(around(34 * HOUR, story), [0, 1, 1]);
}

#[test]
fn in_2023_international_authentication_is_authentication_and_shares_its_conversation() {
    assert_eq!(cost_2023(&[(0, Out(AuthenticationInternational))]), usd("0.0367"));
    assert_eq!(cost_2023(&[(0, Out(Authentication)), (HOUR, Out(AuthenticationInternational))]), usd("0.0367"));
    let settings = vec![("authentication_shares_conversation".to_string(), "no".to_string())];
    let apart = Options { settings, ..Options::default() };
    // Where the card has no rate of its own it is billed as authentication first, so even then it shares.
    let acts = [(0, Out(Authentication)), (HOUR, Out(AuthenticationInternational))];
    assert_eq!(told("whatsapp-2023-06", &apart, JUNE_2023, "AR", &acts).total, usd("0.0367"));
    // In India since November 2024 the two have rates of their own, 0.0014 and 0.0280: shared 0.0014, apart 0.0294.
    let shared = told("whatsapp-2024-11", &Options::default(), NOVEMBER_2024, "IN", &acts);
    assert_eq!((shared.total, shared.charged), (usd("0.0014"), 1));
    assert_eq!(told("whatsapp-2024-11", &apart, NOVEMBER_2024, "IN", &acts).total, usd("0.0294"));
}

// 2024-11. Argentina: utility 0.0340; service free without a cap.

#[test]
fn in_2024_service_is_free_without_a_cap() {
    let mut story: Vec<(i64, Act)> = vec![];
    for i in 0..1200 {
        story.extend([(i * HOUR / 2, In), (i * HOUR / 2, Out(Service))]);
    }
    let free = told("whatsapp-2024-11", &Options::default(), NOVEMBER_2024, "AR", &story);
    assert_eq!((free.total, free.charged, free.messages), (0, 0, 1200));
    let utility = |at| {
        total(
            "whatsapp-2024-11",
            NOVEMBER_2024,
            "AR",
            &[(0, In), (0, Out(Service)), (HOUR, Out(Utility)), (at, Out(Utility))],
        )
    };
    assert_eq!(around(HOUR + DAY, utility), [usd("0.0340"), usd("0.0680"), usd("0.0680")]);
}

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
fn the_entry_point_of_2022_lasts_72_hours_since_march_2023() {
    // `date -u -d 2023-03-01 +%s` = 1677628800. In Lima the day begins five hours later.
    const MARCH_2023: Instant = 1_677_628_800 * SECOND;
    let folder = super::world::Folder::new(&[("none.toml", NO_QUOTA_2022)]);
    let plan = plan(&folder.path("none.toml"), &Options::default());
    for (zone, day) in [("UTC", MARCH_2023), ("America/Lima", MARCH_2023 + 5 * HOUR)] {
        let free = |opened: Instant, later: i64| {
            let mut log = Log::default();
            log.inbound(opened - HOUR, 1, 0, 0, Entry::Ad);
            log.outbound(opened, 1, 0, 0, Service);
            log.outbound(opened + later, 1, 0, 0, Marketing);
            bill(&plan, &book(&[zone], &["AR"]), opened, &log.sorted()).total == 0
        };
        assert_eq!([DAY - SECOND, DAY].map(|l| free(day - SECOND, l)), [true, false], "{zone}, one second before");
        for opened in [day, day + SECOND] {
            assert_eq!([DAY, 3 * DAY - SECOND, 3 * DAY].map(|l| free(opened, l)), [true, true, false], "{zone}");
        }
    }
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
