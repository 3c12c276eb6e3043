//! Hand-made bills for words that no shipped tariff needs: extras, fees, all-units tiers, ladders in the file, quantities, calls,
//! the phone app, hours, lengths by date, ceilings, readings by account.

use std::sync::Arc;

use chatfare::facts::{Body, Book, Class, Entry, Fact, Instant, Network};
use chatfare::tariff::{Bill, Biller, Options, Plan, load, price};
use chatfare::units::{HOUR, MINUTE, SECOND};

use super::decisions::{assert_adds_up, decide};
use super::world::{Folder, Log, MONTH, OCTOBER, assert_sums, bill, book, fold, large_book, plan};

fn tariff(body: &str) -> Arc<Plan> {
    let text = format!("says = \"Test.\"\nfrom = \"2026-10-01\"\n{body}");
    let list = "market,category,tier_from,tier_to,currency,rate,basis\nFR,service,,,EUR,0.08,card\nIN,service,,,EUR,0.02,card\n";
    let folder = Folder::new(&[("t.toml", &text), ("list.csv", list)]);
    plan(&folder.path("t.toml"), &Options::default())
}

fn paris() -> Book {
    book(&["Europe/Paris"], &["FR", "IN"])
}

/// The bill, and a check that decisions add up to it.
fn billed(plan: &Arc<Plan>, book: &Book, log: Log) -> Bill {
    let facts = log.sorted();
    let (decisions, counts) = decide(plan, book, &facts);
    if decisions.iter().any(|d| d.country != u16::MAX) {
        assert_adds_up(plan, book, &decisions, &counts);
    }
    bill(plan, book, OCTOBER, &facts)
}

fn lines(bill: &Bill) -> Vec<(&str, u64, u64, i128)> {
    bill.lines.iter().map(|l| (l.rule.as_str(), l.messages, l.units, l.amount)).collect()
}

/// Answers of one customer in France, a second apart.
fn answers(n: i64) -> Log {
    let mut log = Log::default();
    (0..n).for_each(|i| _ = log.outbound(OCTOBER + HOUR + i * SECOND, 1, 0, 0, Class::Service));
    log
}

const TAXED: &str = "rule = [{ name = \"message\", price = \"0.10 EUR\" }]\n\
    extra = [{ name = \"rebate\", of = \"service\", price = \"-0.01 EUR\" }, { name = \"mark-up\", price = \"20 %\" },\n\
    { name = \"tax\", price = \"10 % of all above\" }]\n";

#[test]
fn extras_stand_beside_the_line_of_the_rule() {
    let mut log = answers(1);
    log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Class::Utility);
    let bill = billed(&tariff(TAXED), &paris(), log);
    // Service: 0.10 - 0.01 + 0.02, and a tenth of each: 0.121. Utility: 0.10 + 0.02 and a tenth of each: 0.132.
    assert_eq!(bill.total, 121_000_000 + 132_000_000);
    assert_eq!((bill.messages, bill.charged), (2, 2));
    let of = |rule: &str| bill.lines.iter().filter(|l| l.rule == rule).map(|l| l.amount).sum::<i128>();
    assert_eq!((of("message"), of("rebate"), of("mark-up")), (200_000_000, -10_000_000, 40_000_000));
    assert_eq!(of("tax"), 10_000_000 + 10_000_000 - 1_000_000 + 2_000_000 + 2_000_000);
}

#[test]
fn a_fee_falls_due_once_a_month_and_is_taxed() {
    let plan = tariff(&format!("{TAXED}fee.basic = {{ price = \"49 EUR\", per = \"account\" }}"));
    let mut log = answers(3);
    log.outbound(OCTOBER + 40 * 24 * HOUR, 1, 0, 0, Class::Service);
    let facts = log.sorted();
    let counts = fold(&plan, &paris(), OCTOBER, OCTOBER + 2 * MONTH, &facts);
    let bill = price(&plan, &paris(), &counts);
    assert_sums(&bill);
    // Two months with messages, of three in the run: 2 × (49 + 4.90), and four messages of 0.121.
    assert_eq!(bill.total, 2 * 53_900_000_000 + 4 * 121_000_000);
    let fees: Vec<_> =
        bill.lines.iter().filter(|l| l.rule == "basic").map(|l| (l.month.as_str(), l.number.as_str())).collect();
    assert_eq!(fees, [("2026-10", ""), ("2026-11", "")]);
}

#[test]
fn a_fee_that_is_always_due_needs_no_message() {
    let plan = tariff(
        "rule = [{ name = \"message\", price = \"free\" }]\nfee.line = { price = \"5 EUR\", per = \"number\", due = \"always\" }",
    );
    let book = large_book(&["FR"]);
    let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + 20 * 24 * HOUR).unwrap();
    let mut told = 0;
    biller.close_with(&mut |_| told += 1);
    let bill = price(&plan, &book, &biller.finish());
    // Four numbers. That of Lima is still in September when the run begins: it pays two months.
    assert_eq!((told, bill.total), (5, 25_000_000_000));
}

const ALL_UNITS: &str = "tiers.v = { kind = \"all-units\", sum = \"account\", over = \"month\", of = \"service\", rates = [\n\
    { up_to = 2, rate = \"0.10 EUR\" }, { up_to = 4, rate = \"0.08 EUR\" }, { rate = \"0.05 EUR\" }] }\n\
    rule = [{ name = \"message\", of = \"service\", price = \"tiers\", tiers = \"v\" }, { name = \"rest\", price = \"free\" }]\n";

#[test]
fn all_units_tiers_jump_where_they_should_and_marginal_ones_are_continuous() {
    // n × the rate of n.
    let expected = [100, 200, 240, 320, 250, 300].map(|m| m * 1_000_000);
    for (n, expected) in expected.into_iter().enumerate() {
        let bill = billed(&tariff(ALL_UNITS), &paris(), answers(n as i64 + 1));
        assert_eq!(bill.total, expected, "{} messages", n + 1);
        assert_eq!(bill.messages, n as u64 + 1);
    }
    let bill = billed(&tariff(ALL_UNITS), &paris(), answers(5));
    assert_eq!(
        lines(&bill),
        [
            ("message", 2, 2, 200_000_000),
            ("message", 2, 2, 160_000_000),
            ("message", 1, 1, 50_000_000),
            ("message (earlier re-rated)", 0, 2, -40_000_000),
            ("message (earlier re-rated)", 0, 4, -120_000_000),
        ]
    );
    let marginal = tariff(&ALL_UNITS.replace("all-units", "marginal"));
    let totals: Vec<i128> = (1..7).map(|n| billed(&marginal, &paris(), answers(n)).total).collect();
    let steps: Vec<i128> = totals.windows(2).map(|w| w[1] - w[0]).collect();
    assert_eq!(steps, [100, 80, 80, 50, 50].map(|m| m * 1_000_000));
}

#[test]
fn a_group_that_crosses_two_bounds_re_rates_twice() {
    let mut log = answers(1);
    let group = log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Class::Service);
    if let Body::MessageOut { quantity, .. } = &mut group.body {
        quantity.recipients = 5;
    }
    assert_eq!(billed(&tariff(ALL_UNITS), &paris(), log.clone()).total, 6 * 50_000_000);
    // Groups outside: one message at the first rate; the others have no tier, so the first rate too.
    let outside = tariff(&ALL_UNITS.replace("sum =", "groups = \"outside\", sum ="));
    assert_eq!(billed(&outside, &paris(), log).total, 6 * 100_000_000);
}

#[test]
fn a_ladder_over_the_month_counts_all_markets_and_one_over_markets_each() {
    let mut log = answers(2);
    (0..2).for_each(|i| _ = log.outbound(OCTOBER + 3 * HOUR + i, 2, 0, 1, Class::Service));
    let text = "card = \"list.csv\"\ntiers.v = { over = OVER, of = \"service\", counts = COUNTS, rates = [{ up_to = 2, rate = \"list\" }, { rate = \"list - 50 %\" }] }\n\
        clock.hour = { starts = \"customer message\", lasts = \"1h\" }\n\
        rule = [{ name = \"soon\", while = \"hour\", price = \"free\" }, { name = \"message\", of = \"service\", price = \"list\", tiers = \"v\" }, { name = \"rest\", price = \"free\" }]\n";
    let with = |over: &str, counts: &str| tariff(&text.replace("OVER", over).replace("COUNTS", counts));
    // France 2 × 0.08; India 2 × 0.02, halved where all markets count together.
    let total = |over: &str| billed(&with(over, "\"charged\""), &paris(), log.clone()).total;
    assert_eq!(total("[\"month\", \"market\"]"), 160_000_000 + 40_000_000);
    assert_eq!(total("\"month\""), 160_000_000 + 20_000_000);
    // Two free answers before: by volume delivered, the two that are charged have the second rate.
    let mut log = answers(2);
    log.inbound(OCTOBER + HOUR - 1, 1, 0, 0, Entry::None);
    (0..2).for_each(|i| _ = log.outbound(OCTOBER + 5 * HOUR + i, 1, 0, 0, Class::Service));
    let total = |counts: &str| billed(&with("\"month\"", counts), &paris(), log.clone()).total;
    assert_eq!((total("\"charged\""), total("\"delivered\"")), (160_000_000, 80_000_000));
}

#[test]
fn segments_and_tokens_are_counted() {
    let mut log = Log::default();
    let message = log.outbound(OCTOBER, 1, 0, 0, Class::Service);
    if let Body::MessageOut { quantity, .. } = &mut message.body {
        (quantity.segments, quantity.tokens, quantity.recipients) = (3, 23_456, 2);
    }
    let segments = tariff(
        "card = \"list.csv\"\nrule = [{ name = \"sms\", of = \"service\", price = \"list per segment\" }, { name = \"rest\", price = \"free\" }]",
    );
    let bill = billed(&segments, &paris(), log.clone());
    assert_eq!(lines(&bill), [("sms", 2, 6, 480_000_000)]);
    // 23,456 tokens at 2 EUR a million: 0.046912 EUR, beside a free message.
    let tokens = tariff(
        "rule = [{ name = \"message\", price = \"free\" }]\nextra = [{ name = \"agent\", price = \"2.00 EUR per 1000000 tokens\" }]",
    );
    assert_eq!(lines(&billed(&tokens, &paris(), log)), [("message", 2, 0, 0), ("agent", 0, 23_456, 46_912_000)]);
}

fn call(log: &mut Log, at: Instant, seconds: i64, outbound: bool, network: Network) {
    let fact = log.inbound(at, 1, 0, 0, Entry::None);
    let talk = seconds * SECOND;
    fact.body = Body::CallEnded { wait: 0, talk, answered: talk > 0, outbound, line: talk, network };
}

#[test]
fn calls_of_the_business_are_billed_by_pulses_and_climb_tiers_by_minutes() {
    let plan = tariff(
        "tiers.v = { of = \"call\", rates = [{ up_to = 1, rate = \"0.06 EUR\" }, { rate = \"0.03 EUR\" }] }\n\
         rule = [{ name = \"call\", of = \"call\", price = \"tiers per minute by started 6 s\", tiers = \"v\" }, { name = \"message\", price = \"free\" }]",
    );
    let mut log = Log::default();
    for (seconds, outbound, network) in [
        (31, true, Network::Platform),
        (61, true, Network::Platform),
        (600, false, Network::Platform), // the customer's calls are free
        (600, true, Network::Phone),     // not on the platform
        (0, true, Network::Platform),    // not answered
    ] {
        let at = OCTOBER + log.facts.len() as i64 * HOUR;
        call(&mut log, at, seconds, outbound, network);
    }
    // 6 pulses of 0.006; of 11 pulses 4 are in the first minute, 7 cost 0.003.
    let bill = billed(&plan, &paris(), log);
    assert_eq!(lines(&bill), [("call", 2, 10, 60_000_000), ("call", 0, 7, 21_000_000)]);
}

#[test]
fn a_call_of_the_customer_may_start_a_clock() {
    let plan = tariff(
        "clock.window = { starts = [\"customer message\", \"customer call\"], lasts = \"24h\" }\n\
         rule = [{ name = \"inside\", while = \"window\", price = \"free\" }, { name = \"outside\", price = \"0.05 EUR\" }]",
    );
    for (network, outbound, rule) in
        [(Network::Platform, false, "inside"), (Network::Platform, true, "outside"), (Network::Phone, false, "outside")]
    {
        let mut log = Log::default();
        let started = log.inbound(OCTOBER, 1, 0, 0, Entry::None);
        started.body = Body::CallStarted { wait: 0, network, outbound };
        log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::Utility);
        assert_eq!(billed(&plan, &paris(), log).lines[0].rule, rule, "{network:?}");
    }
    // A call that nobody answered opens it too.
    let mut log = Log::default();
    call(&mut log, OCTOBER, 0, false, Network::Platform);
    log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::Utility);
    assert_eq!(billed(&plan, &paris(), log).lines[0].rule, "inside");
}

#[test]
fn the_phone_app_can_be_priced_and_never_answers() {
    let plan = tariff(
        "clock.waiting = { starts = \"customer message\", lasts = \"24h\", ends = \"answer\" }\n\
         rule = [{ name = \"by phone\", of = \"app\", price = \"0.01 EUR\" }, { name = \"answer\", while = \"waiting\", price = \"free\" }, { name = \"more\", price = \"0.05 EUR\" }]",
    );
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::None);
    [Class::App, Class::Service, Class::Service].into_iter().enumerate().for_each(|(i, class)| {
        log.outbound(OCTOBER + HOUR + i as i64, 1, 0, 0, class);
    });
    let bill = billed(&plan, &paris(), log);
    assert_eq!(lines(&bill), [("by phone", 1, 1, 10_000_000), ("answer", 1, 0, 0), ("more", 1, 1, 50_000_000)]);
}

#[test]
fn prices_by_the_hour_follow_the_clock_on_the_wall() {
    let text = "clock.night = { hours = \"22:00-06:00\", zone = ZONE }\n\
        rule = [{ name = \"night\", while = \"night\", price = \"0.05 EUR\" }, { name = \"day\", price = \"0.10 EUR\" }]";
    let at = |zone: &str, country: u16, at: Instant| {
        let mut log = Log::default();
        log.outbound(at, 1, 0, country, Class::Service);
        billed(&tariff(&text.replace("ZONE", zone)), &paris(), log).lines[0].rule.clone()
    };
    let evening = OCTOBER + 20 * HOUR; // 22:00 in Paris in summer time, 01:30 in India
    assert_eq!(at("\"account\"", 0, evening), "night");
    assert_eq!(at("\"account\"", 0, evening - 1), "day");
    assert_eq!(at("\"account\"", 0, OCTOBER + 4 * HOUR), "day"); // 06:00
    assert_eq!(at("\"account\"", 0, OCTOBER + 4 * HOUR - 1), "night");
    // Summer time ends on 25 October: 20:00 UTC is 21:00.
    assert_eq!(at("\"account\"", 0, evening + 25 * 24 * HOUR), "day");
    assert_eq!(at("\"customer\"", 1, OCTOBER + 16 * HOUR + 30 * MINUTE), "night"); // 22:00 in India
    assert_eq!(at("\"customer\"", 1, OCTOBER + 16 * HOUR + 30 * MINUTE - 1), "day");
    assert_eq!(at("\"customer\"", 1, evening + 25 * 24 * HOUR), "night");
}

#[test]
fn hours_within_one_day_have_their_first_and_lack_their_last_instant() {
    let plan = tariff(
        "clock.office = { hours = \"09:00-17:00\", zone = \"account\" }\n\
         rule = [{ name = \"office\", while = \"office\", price = \"0.05 EUR\" }, { name = \"else\", price = \"0.10 EUR\" }]",
    );
    // 09:00 and 17:00 in Paris are 07:00 and 15:00 UTC in summer time.
    for (at, rule) in [(7 * HOUR - 1, "else"), (7 * HOUR, "office"), (15 * HOUR - 1, "office"), (15 * HOUR, "else")] {
        let mut log = Log::default();
        log.outbound(OCTOBER + at, 1, 0, 0, Class::Service);
        assert_eq!(billed(&plan, &paris(), log).lines[0].rule, rule, "{at}");
    }
}

#[test]
fn a_length_may_change_with_the_local_date_of_the_start() {
    // 2023-03-01T05:00Z is midnight in Lima. `date -u -d 2023-03-01T05:00 +%s` = 1677646800.
    let march: Instant = 1_677_646_800 * SECOND;
    let plan = tariff(
        "clock.entry = { starts = \"ad message\", lasts = { \"2022-02-01\" = \"24h\", \"2023-03-01\" = \"72h\" } }\n\
         rule = [{ name = \"inside\", while = \"entry\", price = \"free\" }, { name = \"outside\", price = \"0.05 EUR\" }]",
    );
    let lima = book(&["America/Lima"], &["FR"]);
    for (start, hours) in [(march - 1, 24), (march, 72), (march - 400 * 24 * HOUR, 24)] {
        for (late, rule) in [(-1, "inside"), (0, "outside")] {
            let mut log = Log::default();
            log.inbound(start, 1, 0, 0, Entry::Ad);
            log.outbound(start + hours * HOUR + late, 1, 0, 0, Class::Utility);
            let counts = fold(&plan, &lima, start, start + MONTH, &log.sorted());
            assert_eq!(price(&plan, &lima, &counts).lines[0].rule, rule, "{start} {late}");
        }
    }
}

#[test]
fn a_bid_is_a_ceiling() {
    let plan = tariff(
        "card = \"list.csv\"\nrule = [{ name = \"bid\", of = \"service\", price = \"list, at most 0.05 EUR\" }, { name = \"rest\", price = \"free\" }]",
    );
    let mut log = answers(1);
    log.outbound(OCTOBER + 3 * HOUR, 2, 0, 1, Class::Service);
    let bill = billed(&plan, &paris(), log);
    let rates: Vec<_> = bill.lines.iter().map(|l| (l.market.as_str(), l.rate, l.basis.as_str())).collect();
    assert_eq!(rates, [("FR", Some(50_000_000), "tariff"), ("IN", Some(20_000_000), "card")]);
}

#[test]
fn a_rebate_for_the_first_answer_within_the_hour_is_two_clocks() {
    let plan = tariff(
        "clock.waiting = { starts = \"customer message\", again = \"ignore\", lasts = \"for ever\", ends = \"answer\" }\n\
         clock.fresh = { starts = \"customer message\", unless = \"waiting\", lasts = \"1h\", ends = \"answer\" }\n\
         rule = [{ name = \"message\", price = \"0.05 EUR\" }]\nextra = [{ name = \"fast\", while = \"fresh\", price = \"-0.01 EUR\" }]",
    );
    let total = |times: &[(i64, bool)]| {
        let mut log = Log::default();
        for (minute, inbound) in times {
            match inbound {
                true => log.inbound(OCTOBER + minute * MINUTE, 1, 0, 0, Entry::None),
                false => log.outbound(OCTOBER + minute * MINUTE, 1, 0, 0, Class::Service),
            };
        }
        billed(&plan, &paris(), log).total / 10_000_000
    };
    assert_eq!(total(&[(0, true), (59, false), (59, false)]), 9); // one rebate
    assert_eq!(total(&[(0, true), (60, false)]), 5);
    assert_eq!(total(&[(0, true), (50, true), (70, false)]), 5); // a reminder earns nothing anew
    assert_eq!(total(&[(0, true), (70, false), (80, true), (90, false)]), 9);
}

#[test]
fn one_account_may_have_a_reading_of_its_own() {
    let own = vec![("lima".to_string(), "utility_uses_quota".to_string(), "yes".to_string())];
    let plan = plan("whatsapp-2026-10", &Options { account_settings: own.clone(), ..Options::default() });
    let book = large_book(&["FR"]);
    let mut log = Log::default();
    for number in 0..4 {
        log.inbound(OCTOBER + 24 * HOUR, 1, number, 0, Entry::None);
        log.outbound(OCTOBER + 25 * HOUR, 1, number, 0, Class::Utility);
    }
    let bill = bill(&plan, &book, OCTOBER, &log.sorted());
    let rules: Vec<_> = bill.lines.iter().map(|l| (l.number.as_str(), l.rule.as_str())).collect();
    assert_eq!(rules, [("a", "template"), ("b", "template"), ("c", "template (quota service)"), ("d", "template")]);
    let unknown = vec![("limo".to_string(), "utility_uses_quota".to_string(), "yes".to_string())];
    let plan = super::world::plan("whatsapp-2026-10", &Options { account_settings: unknown, ..Options::default() });
    let problems = Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap_err();
    assert!(problems[0].to_string().contains("there is no account `limo`"), "{}", problems[0]);
    let wrong = vec![("lima".to_string(), "utility_uses_quota".to_string(), "perhaps".to_string())];
    assert!(load("whatsapp-2026-10", &Options { account_settings: wrong, ..Options::default() }).is_err());
}

#[test]
fn random_logs_add_up_under_every_word_at_once() {
    let plan = tariff(
        "card = \"list.csv\"\nclock.window = { starts = [\"customer message\", \"customer call\"], lasts = \"24h\" }\n\
         clock.night = { hours = \"20:00-08:00\", zone = \"customer\" }\n\
         clock.session = { lasts = { \"2026-01-01\" = \"3h\", \"2026-10-05\" = \"30h\" } }\n\
         quota.some = { size = 7, per = \"account\" }\n\
         tiers.v = { kind = \"all-units\", over = \"month\", of = \"utility\", rates = [{ up_to = 5, rate = \"0.07 EUR\" }, { up_to = 9, rate = \"0.09 EUR\" }, { rate = \"0.03 EUR\" }] }\n\
         tiers.w = { over = [\"month\", \"market\"], counts = \"delivered\", of = \"service\", rates = [{ up_to = 3, rate = \"list\" }, { rate = \"list - 12.5 %\" }] }\n\
         fee.a = { price = \"3 EUR\", per = \"number\" }\n\
         rule = [{ name = \"joins\", while = \"session\", unless = \"night\", price = \"free\" },\n\
         { name = \"utility\", of = \"utility\", price = \"tiers\", tiers = \"v\", opens = \"session\" },\n\
         { name = \"service\", of = \"service\", price = \"list, at most 0.07 EUR\", tiers = \"w\", quota = \"some\" },\n\
         { name = \"app\", of = \"app\", price = \"0.001 EUR per segment\" },\n\
         { name = \"rest\", price = \"0.02 EUR per segment\" }]\n\
         extra = [{ name = \"up\", price = \"7.5 %\" }, { name = \"in\", while = \"window\", of = \"service\", price = \"-0.003 EUR\" }, { name = \"tax\", price = \"19 % of all above\" }]",
    );
    let book = large_book(&["FR", "IN", "BR"]);
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..300 {
        let mut facts: Vec<Fact> = super::world::random_log(seed, OCTOBER, &book, 150);
        super::decisions::with_quantities(&mut facts, seed);
        let (decisions, counts) = super::decisions::decide(&plan, &book, &facts);
        assert_adds_up(&plan, &book, &decisions, &counts);
        let bill = price(&plan, &book, &counts);
        seen.extend(bill.lines.iter().map(|l| l.rule.clone()));
        let fees = chatfare::tariff::price_by_country(&plan, &book, &counts);
        assert_eq!(fees.iter().map(|f| f.amount).sum::<i128>(), bill.total);
    }
    for rule in ["joins", "utility (earlier re-rated)", "service (quota some)", "app", "up", "in", "tax", "a"] {
        assert!(seen.contains(rule), "{rule} is never met: {seen:?}");
    }
}
