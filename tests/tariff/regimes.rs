//! Bills made by hand for each rule and each edge of each clock, regime by regime: one second before, at, and one second after.

use Class::{Authentication, AuthenticationInternational, Marketing, Service, Utility};
use chatfare::facts::{Class, Entry, Instant};
use chatfare::tariff::Options;
use chatfare::units::{HOUR, SECOND};

use super::story::{Act, Ad, DAY, In, Out, around, told, total};
use super::world::{AUGUST_2018, Log, bill, book, launch, plan, usd};

/// `date -u -d 2022-02-01 +%s` = 1643673600, and so on.
const FEBRUARY_2022: Instant = 1_643_673_600 * SECOND;
const JUNE_2023: Instant = 1_685_577_600 * SECOND;
const NOVEMBER_2024: Instant = 1_730_419_200 * SECOND;

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
