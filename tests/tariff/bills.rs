//! Bills made by hand.

use chatfare::facts::{Body, Class, Entry, Fact, Fold, Part, Status};
use chatfare::tariff::{Bill, Biller, Line, Options, price};
use chatfare::units::{HOUR, MINUTE, SECOND};

use super::world::{AUGUST_2018, Log, MONTH, OCTOBER, bill, book, built_in, launch, plan, usd};

const PARIS: [&str; 1] = ["Europe/Paris"];

fn line<'a>(bill: &'a Bill, rule: &str, category: &str) -> &'a Line {
    let mut found = bill.lines.iter().filter(|l| l.rule == rule && l.category == category);
    let first = found.next().unwrap_or_else(|| panic!("no line {rule}, {category} in {bill:#?}"));
    assert!(found.next().is_none(), "two lines {rule}, {category}: {bill:#?}");
    first
}

#[test]
fn germany_utility_costs_the_list_rate() {
    // 7 utility templates × 0.0550 USD (list, first of six tiers) = 0.3850 USD; 2 marketing × 0.1365 = 0.2730.
    let mut log = Log::default();
    for i in 0..9 {
        let class = if i < 7 { Class::Utility } else { Class::Marketing };
        log.outbound(OCTOBER + i * HOUR, i as u64, 0, 0, class);
    }
    let bill = bill(&built_in("whatsapp-2026-10"), &book(&["UTC"], &["DE"]), OCTOBER, &log.sorted());
    assert_eq!(bill.total, usd("0.6580"));
    assert_eq!((bill.messages, bill.charged, bill.unrated), (9, 9, 0));
    let utility = line(&bill, "template", "utility");
    assert_eq!((utility.month.as_str(), utility.market.as_str(), utility.tier.as_str()), ("2026-10", "Germany", "1"));
    assert_eq!((utility.rate, utility.messages, utility.amount), (Some(55_000_000), 7, usd("0.3850")));
    assert_eq!(utility.basis, "official_card");
    assert_eq!((utility.business.as_str(), utility.account.as_str()), ("main", "account-0"));
    assert_eq!(line(&bill, "template", "marketing").amount, usd("0.2730"));
    assert_eq!(line(&bill, "template", "marketing").tier, "");
}

/// A customer who writes once an hour and gets `answers` answers after each.
fn busy_customer(messages: u64, zone_offset: i64) -> Vec<Fact> {
    let mut log = Log::default();
    for i in 0..messages as i64 {
        let at = OCTOBER + zone_offset + i * MINUTE;
        log.inbound(at, 1, 0, 0, Entry::None);
        log.outbound(at + SECOND, 1, 0, 0, Class::Service);
    }
    log.sorted()
}

#[test]
fn a_thousand_service_messages_are_free() {
    // 1,003 service messages to France: 1,000 free, 3 × 0.0300 USD = 0.0900 USD.
    let bill = bill(&built_in("whatsapp-2026-10"), &book(&["UTC"], &["FR"]), OCTOBER, &busy_customer(1003, 0));
    assert_eq!(bill.total, usd("0.0900"));
    let free = line(&bill, "service message (quota service)", "service");
    assert_eq!((free.messages, free.charged, free.rate, free.basis.as_str()), (1000, 0, Some(0), "quota"));
    let paid = line(&bill, "service message", "service");
    assert_eq!((paid.messages, paid.charged, paid.rate), (3, 3, Some(30_000_000)));
}

#[test]
fn the_quota_starts_anew_with_the_month_of_the_accounts_zone() {
    // October in Lima ends at 2026-11-01T05:00Z. 1,500 messages a minute apart from 1,000 minutes before that instant:
    // 1,000 in October (all free), 500 in November (all free). In UTC the month ends 300 minutes earlier: 700 and 800.
    let facts: Vec<Fact> = busy_customer(1500, 31 * 24 * HOUR + 5 * HOUR - 1000 * MINUTE);
    for (zone, october, november) in [("America/Lima", 1000, 500), ("UTC", 700, 800)] {
        let book = book(&[zone], &["FR"]);
        let plan = built_in("whatsapp-2026-10");
        let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + 2 * MONTH).unwrap();
        biller.block(&facts);
        let bill = price(&plan, &book, &biller.finish());
        assert_eq!(bill.total, 0, "{zone}");
        let of = |month: &str| bill.lines.iter().filter(|l| l.month == month).map(|l| l.messages).sum::<u64>();
        assert_eq!((of("2026-10"), of("2026-11")), (october, november), "{zone}");
    }
}

#[test]
fn india_crosses_a_volume_tier() {
    // Authentication in India: 750,000 × 0.0014 = 1,050.00; then 5 × 0.0013 (tier 2, minus 6 %) = 0.0065. Marginal: the first
    // 750,000 keep their rate. In the lead 3 more went out: they count for nothing.
    let (plan, book) = (built_in("whatsapp-2026-10"), book(&["Asia/Kolkata"], &["IN"]));
    let start = OCTOBER - 5 * HOUR - 30 * MINUTE; // midnight in India
    let mut biller = Biller::new(&plan, &book, start, start + MONTH).unwrap();
    let mut sent = 0;
    while sent < 750_008 {
        let mut log = Log::default();
        for i in sent..(sent + 50_000).min(750_008) {
            let fact = log.outbound(start + (i - 3) * SECOND, i as u64 % 1000, 0, 0, Class::Authentication);
            fact.head.part = if i < 3 { Part::Lead } else { Part::Run };
        }
        sent += log.facts.len() as i64;
        biller.block(&log.facts);
    }
    let bill = price(&plan, &book, &biller.finish());
    assert_eq!(bill.total, usd("1050.0065"));
    let tiers: Vec<_> = bill.lines.iter().map(|l| (l.tier.as_str(), l.messages, l.rate)).collect();
    assert_eq!(tiers, [("1", 750_000, Some(1_400_000)), ("2", 5, Some(1_300_000))]);
    assert_eq!(bill.lines[1].basis, "official_bounds_rate_computed");
}

#[test]
fn tiers_are_summed_over_the_numbers_of_a_business() {
    // Two numbers of one business: 100,000 utility messages to Germany from the first fill tier 1 (up to 100,000), so one more
    // from the second is in tier 2: 0.0550 × 0.95 = 0.05225, printed 0.0523.
    let plan = built_in("whatsapp-2026-10");
    let mut book = book(&["UTC", "UTC"], &["DE"]);
    for (same, tier, rate) in [(true, "2", 52_300_000), (false, "1", 55_000_000)] {
        if !same {
            book.businesses.push("other".into());
            book.accounts[1].business = 1;
        }
        let mut log = Log::default();
        for i in 0..100_001 {
            let number = (i == 100_000) as u16;
            log.outbound(OCTOBER + i * SECOND, 1, number, 0, Class::Utility);
        }
        let bill = bill(&plan, &book, OCTOBER, &log.facts);
        let last = bill.lines.iter().find(|l| l.number == "number-1").unwrap();
        assert_eq!((last.tier.as_str(), last.rate), (tier, Some(rate)));
    }
}

/// A customer comes through an ad at 10:00; the business answers by template at 22:00 (the platform's own example).
fn entry_point_log() -> Log {
    let mut log = Log::default();
    log.inbound(OCTOBER + 10 * HOUR, 1, 0, 0, Entry::Ad);
    log.outbound(OCTOBER + 22 * HOUR, 1, 0, 0, Class::Utility);
    log
}

#[test]
fn the_entry_point_is_free_for_72_hours() {
    let opened = OCTOBER + 22 * HOUR;
    let mut log = entry_point_log();
    log.outbound(opened + 72 * HOUR - 1, 1, 0, 0, Class::Marketing); // still free
    log.outbound(opened + 72 * HOUR, 1, 0, 0, Class::Marketing); // 0.0859 in France
    log.outbound(opened + HOUR, 2, 0, 0, Class::Marketing); // another customer: 0.0859
    let book = book(&PARIS, &["FR"]);
    let bill = bill(&built_in("whatsapp-2026-10"), &book, OCTOBER - 2 * HOUR, &log.sorted());
    assert_eq!(bill.total, usd("0.1718"));
    assert_eq!(line(&bill, "answer to an ad", "utility").messages, 1);
    assert_eq!(line(&bill, "inside the entry point", "marketing").messages, 1);
    assert_eq!(line(&bill, "template", "marketing").messages, 2);
}

#[test]
fn an_ad_answered_after_24_hours_opens_nothing() {
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::Ad);
    log.outbound(OCTOBER + 24 * HOUR, 1, 0, 0, Class::Utility); // 0.0300
    log.outbound(OCTOBER + 25 * HOUR, 1, 0, 0, Class::Utility); // 0.0300
    let bill = bill(&built_in("whatsapp-2026-10"), &book(&["UTC"], &["FR"]), OCTOBER, &log.sorted());
    assert_eq!(bill.total, usd("0.0600"));
}

#[test]
fn a_failed_answer_to_an_ad_opens_nothing() {
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::Ad);
    if let Body::MessageOut { status, .. } = &mut log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::Utility).body {
        *status = Status::Failed;
    }
    log.outbound(OCTOBER + 25 * HOUR, 1, 0, 0, Class::Utility); // 0.0300
    let bill = bill(&built_in("whatsapp-2026-10"), &book(&["UTC"], &["FR"]), OCTOBER, &log.sorted());
    assert_eq!((bill.total, bill.messages), (usd("0.0300"), 2));
    assert_eq!(line(&bill, "not delivered", "utility").amount, 0);
}

#[test]
fn up_to_seven_days_is_a_reading() {
    // Opened at 22:00 on day 0, three further customer messages, each adding 24 h: 72 + 72 = 144 h; a fourth reaches 168, a fifth no more.
    let opened = OCTOBER + 22 * HOUR;
    let mut log = entry_point_log();
    for hour in [1, 2, 3, 4, 5] {
        log.inbound(opened + hour * HOUR, 1, 0, 0, Entry::None);
    }
    log.outbound(opened + 168 * HOUR - 1, 1, 0, 0, Class::Marketing);
    log.outbound(opened + 168 * HOUR, 1, 0, 0, Class::Marketing);
    let options =
        Options { settings: vec![("entry_point_length".into(), "up to 7 days".into())], ..Options::default() };
    let facts = log.sorted();
    let book = book(&["UTC"], &["FR"]);
    assert_eq!(bill(&plan("whatsapp-2026-10", &options), &book, OCTOBER, &facts).total, usd("0.0859"));
    assert_eq!(bill(&built_in("whatsapp-2026-10"), &book, OCTOBER, &facts).total, usd("0.1718"));
}

#[test]
fn exactly_24_hours_later_is_outside() {
    // Launch tariff, France at 0.08: one µs before the edge free, at the edge charged; `edge_inside` turns the edge.
    let mut log = Log::default();
    log.inbound(AUGUST_2018, 1, 0, 0, Entry::None);
    log.outbound(AUGUST_2018 + 24 * HOUR - 1, 1, 0, 0, Class::Utility);
    log.outbound(AUGUST_2018 + 24 * HOUR, 1, 0, 0, Class::Utility);
    log.outbound(AUGUST_2018 + 24 * HOUR + 1, 1, 0, 0, Class::Utility);
    let facts = log.sorted();
    let book = book(&["UTC"], &["FR"]);
    assert_eq!(bill(&plan("whatsapp-2018-08", &launch()), &book, AUGUST_2018, &facts).total, usd("0.16"));
    let inside = Options { edge_inside: true, ..launch() };
    assert_eq!(bill(&plan("whatsapp-2018-08", &inside), &book, AUGUST_2018, &facts).total, usd("0.08"));
}

#[test]
fn each_customer_message_restarts_the_window() {
    let mut log = Log::default();
    for hour in [0, 20, 40] {
        log.inbound(AUGUST_2018 + hour * HOUR, 1, 0, 0, Entry::None);
    }
    log.outbound(AUGUST_2018 + 63 * HOUR, 1, 0, 0, Class::Utility);
    log.outbound(AUGUST_2018 + 64 * HOUR, 1, 0, 0, Class::Utility); // Germany: 0.05
    let bill = bill(&plan("whatsapp-2018-08", &launch()), &book(&["UTC"], &["DE"]), AUGUST_2018, &log.sorted());
    assert_eq!(bill.total, usd("0.05"));
    assert_eq!(line(&bill, "notification", "utility").basis, "assumption");
}

#[test]
fn a_message_at_the_instant_of_the_customers_is_inside() {
    let mut log = Log::default();
    log.outbound(AUGUST_2018, 1, 0, 0, Class::Utility);
    log.inbound(AUGUST_2018, 1, 0, 0, Entry::None);
    let bill = bill(&plan("whatsapp-2018-08", &launch()), &book(&["UTC"], &["DE"]), AUGUST_2018, &log.sorted());
    assert_eq!(bill.total, 0);
}

#[test]
fn an_answer_sent_in_time_and_delivered_late_is_still_an_answer() {
    let mut log = Log::default();
    log.inbound(AUGUST_2018, 1, 0, 0, Entry::None);
    let late = log.outbound(AUGUST_2018 + 25 * HOUR, 1, 0, 0, Class::Service);
    if let Body::MessageOut { sent_at, .. } = &mut late.body {
        *sent_at = AUGUST_2018 + 23 * HOUR;
    }
    log.outbound(AUGUST_2018 + 26 * HOUR, 1, 0, 0, Class::Service); // sent too late: the platform would not have taken it
    let facts = log.sorted();
    let bill = bill(&plan("whatsapp-2018-08", &launch()), &book(&["UTC"], &["DE"]), AUGUST_2018, &facts);
    assert_eq!(bill.total, 0);
    assert_eq!(line(&bill, "answer", "service").messages, 1);
    assert_eq!(line(&bill, "not accepted", "service").messages, 1);
}

#[test]
fn messages_of_the_phone_app_are_free_and_move_no_clock() {
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::Ad);
    log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::App); // no answer to the ad
    log.outbound(OCTOBER + 30 * HOUR, 1, 0, 0, Class::Utility); // hence no entry point: 0.0300
    let bill = bill(&built_in("whatsapp-2026-10"), &book(&["UTC"], &["FR"]), OCTOBER, &log.sorted());
    assert_eq!(bill.total, usd("0.0300"));
    assert_eq!(line(&bill, "phone app", "app").messages, 1);
}

#[test]
fn a_country_without_a_rate_is_unrated_not_free() {
    let mut log = Log::default();
    log.outbound(AUGUST_2018, 1, 0, 0, Class::Utility);
    log.outbound(AUGUST_2018, 2, 0, 1, Class::Utility);
    let (plan, book) = (plan("whatsapp-2018-08", &launch()), book(&["UTC"], &["DE", "PT"]));
    let bill = bill(&plan, &book, AUGUST_2018, &log.sorted());
    assert_eq!((bill.total, bill.messages, bill.charged, bill.unrated), (usd("0.05"), 2, 1, 1));
    let unrated = bill.lines.iter().find(|l| l.market == "PT").unwrap();
    assert_eq!((unrated.rate, unrated.unrated, unrated.units), (None, 1, 0));
    let missing = plan.unrated_countries(&book);
    assert_eq!(missing.len(), 1);
    assert_eq!((missing[0].country.as_str(), missing[0].categories.contains(&"utility".to_string())), ("PT", true));
    assert_eq!(plan.rules(&book, OCTOBER, OCTOBER + MONTH).first.late_price, [50_000_000, -1]);
}

#[test]
fn international_authentication_falls_back_where_the_card_has_no_rate() {
    // India 0.0304; France has none: plain authentication, 0.0300, label and tier too.
    let mut log = Log::default();
    log.outbound(OCTOBER, 1, 0, 0, Class::AuthenticationInternational);
    log.outbound(OCTOBER, 2, 0, 1, Class::AuthenticationInternational);
    let bill = bill(&built_in("whatsapp-2026-10"), &book(&["UTC"], &["IN", "FR"]), OCTOBER, &log.sorted());
    assert_eq!(bill.total, usd("0.0604"));
    assert_eq!(line(&bill, "template", "authentication").market, "France");
    assert_eq!(line(&bill, "template", "authentication_international").market, "India");
}
