//! Words of the vocabulary that the shipped tariffs do not use, each on a small tariff with fixed prices; odd months.

use std::sync::Arc;

use chatfare::facts::{Class, Entry, Fact, Fold};
use chatfare::tariff::{Biller, Options, Plan, price};
use chatfare::units::{HOUR, MINUTE, SECOND};

use super::world::{Folder, Log, OCTOBER, bill, book, large_book, plan, usd};

/// A tariff of clocks and rules without a card.
fn small(body: &str) -> Arc<Plan> {
    let folder = Folder::new(&[("t.toml", &format!("says = \"Test.\"\nfrom = \"2026-10-01\"\n{body}"))]);
    plan(&folder.path("t.toml"), &Options::default())
}

/// Messages by rule, in the order of the bill.
fn by_rule(plan: &Arc<Plan>, facts: &[Fact]) -> Vec<(String, u64)> {
    let bill = bill(plan, &book(&["UTC"], &["FR"]), OCTOBER, facts);
    bill.lines.into_iter().map(|l| (l.rule, l.messages)).collect()
}

fn rules(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(rule, n)| (rule.to_string(), *n)).collect()
}

#[test]
fn a_clock_belongs_to_number_account_or_business() {
    // The customer writes to number a of account paris of business shop; a template goes out on a, b (same account), c (same
    // business) and d (another business).
    let book = large_book(&["FR"]);
    let mut log = Log::default();
    log.inbound(OCTOBER + 24 * HOUR, 1, 0, 0, Entry::None);
    for number in 0..4 {
        log.outbound(OCTOBER + 25 * HOUR, 1, number, 0, Class::Utility);
    }
    let facts = log.sorted();
    for (per, free) in [("\"number\"", 1), ("\"account\"", 2), ("[\"business\", \"customer\"]", 3)] {
        let plan = small(&format!(
            "clock.window = {{ starts = \"customer message\", lasts = \"24h\", per = {per} }}\n\
             rule = [ {{ name = \"in\", while = \"window\", price = \"free\" }}, {{ name = \"out\", price = \"0.01 USD\" }} ]"
        ));
        let bill = bill(&plan, &book, OCTOBER, &facts);
        assert_eq!(bill.charged, 4 - free, "{per}");
    }
}

#[test]
fn again_ignore_does_not_restart() {
    let mut log = Log::default();
    for hour in [0, 10] {
        log.inbound(OCTOBER + hour * HOUR, 1, 0, 0, Entry::None);
    }
    log.outbound(OCTOBER + 23 * HOUR, 1, 0, 0, Class::Utility);
    log.outbound(OCTOBER + 25 * HOUR, 1, 0, 0, Class::Utility);
    let facts = log.sorted();
    for (again, inside) in [("ignore", 1), ("restart", 2)] {
        let plan = small(&format!(
            "clock.w = {{ starts = \"customer message\", lasts = \"24h\", again = \"{again}\" }}\n\
             rule = [ {{ name = \"in\", while = \"w\", price = \"free\" }}, {{ name = \"out\", price = \"0.01 USD\" }} ]"
        ));
        assert_eq!(by_rule(&plan, &facts)[0], ("in".to_string(), inside), "{again}");
    }
}

#[test]
fn a_clock_that_ends_at_the_answer_is_seen_by_the_answer_itself() {
    // Free is the first message within the hour after the customer began to wait: `waiting` runs until answered, and `fresh` starts
    // only unless he waits already, so that a reminder does not start it anew.
    let plan = small(
        "clock.waiting = { starts = \"customer message\", lasts = \"for ever\", again = \"ignore\", ends = \"answer\" }\n\
         clock.fresh = { starts = \"customer message\", lasts = \"1h\", unless = \"waiting\", ends = \"answer\" }\n\
         rule = [ { name = \"quick\", while = [\"waiting\", \"fresh\"], price = \"free\" }, { name = \"slow\", while = \"waiting\", price = \"0.02 USD\" },\n\
         { name = \"more\", price = \"0.01 USD\" } ]",
    );
    let mut log = Log::default();
    let minutes = |m: i64| OCTOBER + m * MINUTE;
    log.inbound(minutes(0), 1, 0, 0, Entry::None);
    log.outbound(minutes(30), 1, 0, 0, Class::Service); // quick
    log.outbound(minutes(30) + SECOND, 1, 0, 0, Class::Service); // more
    log.inbound(minutes(100), 1, 0, 0, Entry::None);
    log.inbound(minutes(170), 1, 0, 0, Entry::None); // a reminder, 70 minutes later
    log.outbound(minutes(175), 1, 0, 0, Class::Service); // slow
    log.inbound(minutes(200), 1, 0, 0, Entry::None);
    log.outbound(minutes(259), 1, 0, 0, Class::Service); // quick
    let facts = log.sorted();
    assert_eq!(by_rule(&plan, &facts), rules(&[("quick", 2), ("slow", 1), ("more", 1)]));
    assert_eq!(bill(&plan, &book(&["UTC"], &["FR"]), OCTOBER, &facts).total, usd("0.03"));
}

#[test]
fn a_clock_may_need_another_one() {
    // The bonus starts only with an ad message while the window runs.
    let plan = small(
        "clock.window = { starts = \"customer message\", lasts = \"24h\" }\n\
         clock.bonus = { starts = \"ad message\", lasts = \"48h\", while = \"window\" }\n\
         rule = [ { name = \"bonus\", while = \"bonus\", price = \"free\" }, { name = \"other\", price = \"0.01 USD\" } ]",
    );
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::Ad); // the window did not run before this message
    log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::Utility); // other
    log.inbound(OCTOBER + 2 * HOUR, 1, 0, 0, Entry::Ad); // now it runs
    log.outbound(OCTOBER + 49 * HOUR, 1, 0, 0, Class::Utility); // bonus
    log.outbound(OCTOBER + 50 * HOUR, 1, 0, 0, Class::Utility); // other
    assert_eq!(by_rule(&plan, &log.sorted()), rules(&[("bonus", 1), ("other", 2)]));
}

#[test]
fn after_means_ran_out_not_closed() {
    let plan = small(
        "clock.window = { starts = \"customer message\", lasts = \"10h\" }\n\
         rule = [ { name = \"code\", of = \"authentication\", price = \"free\", closes = \"window\" },\n\
         { name = \"in\", while = \"window\", price = \"free\" }, { name = \"late\", after = \"window\", price = \"0.02 USD\" }, { name = \"cold\", price = \"0.01 USD\" } ]",
    );
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::None);
    log.outbound(OCTOBER + 11 * HOUR, 1, 0, 0, Class::Utility); // late
    log.inbound(OCTOBER, 2, 0, 0, Entry::None);
    log.outbound(OCTOBER + HOUR, 2, 0, 0, Class::Authentication); // closes the window
    log.outbound(OCTOBER + 11 * HOUR, 2, 0, 0, Class::Utility); // cold
    log.outbound(OCTOBER + 11 * HOUR, 3, 0, 0, Class::Utility); // cold
    assert_eq!(by_rule(&plan, &log.sorted()), rules(&[("code", 1), ("late", 1), ("cold", 2)]));
}

#[test]
fn a_quota_may_belong_to_a_business_and_ask_for_a_clock() {
    // Three units for the business, for utility inside the window only. Numbers a, b, c are of one business, d of another.
    let plan = small(
        "clock.window = { starts = \"customer message\", lasts = \"24h\" }\n\
         quota.gift = { size = 3, per = \"business\", of = \"utility while window\" }\n\
         rule = [ { name = \"all\", price = \"0.01 USD\", quota = \"gift\" } ]",
    );
    let mut log = Log::default();
    for number in 0..4 {
        log.inbound(OCTOBER + 24 * HOUR, 1, number, 0, Entry::None);
        log.outbound(OCTOBER + 25 * HOUR, 1, number, 0, Class::Utility); // entitled
        log.outbound(OCTOBER + 26 * HOUR, 1, number, 0, Class::Marketing); // wrong class
        log.outbound(OCTOBER + 49 * HOUR, 1, number, 0, Class::Utility); // window shut
    }
    log.outbound(OCTOBER + 27 * HOUR, 1, 0, 0, Class::Utility); // the fourth of its business
    let bill = bill(&plan, &large_book(&["FR"]), OCTOBER, &log.sorted());
    assert_eq!((bill.messages, bill.charged), (13, 9));
    let free: u64 = bill.lines.iter().filter(|l| l.rule == "all (quota gift)").map(|l| l.messages).sum();
    assert_eq!(free, 4);
}

/// The months that messages just before, at and after an instant belong to.
fn months(zone: &str, start: i64) -> Vec<String> {
    let plan = small("rule = [ { name = \"all\", price = \"0.01 USD\" } ]");
    let book = book(&[zone], &["FR"]);
    let mut months = Vec::new();
    for at in [start - 1, start, start + 90 * MINUTE] {
        let mut log = Log::default();
        log.outbound(at, 1, 0, 0, Class::Utility);
        let mut biller = Biller::new(&plan, &book, start - 20 * 24 * HOUR, start + 20 * 24 * HOUR).unwrap();
        biller.block(&log.facts);
        months.push(price(&plan, &book, &biller.finish()).lines[0].month.clone());
    }
    months
}

#[test]
fn a_month_may_begin_with_a_midnight_that_does_not_exist_or_comes_twice() {
    // Asunción skipped 00:00 to 01:00 on 1 October 2017: the month begins at 04:00Z. Havana repeated 00:00 to 01:00 on 1 November 2015:
    // it begins with the first one, 04:00Z. `date -u -d '2017-10-01 04:00' +%s` = 1506830400, '2015-11-01 04:00' = 1446350400.
    assert_eq!(months("America/Asuncion", 1_506_830_400 * SECOND), ["2017-09", "2017-10", "2017-10"]);
    assert_eq!(months("America/Havana", 1_446_350_400 * SECOND), ["2015-10", "2015-11", "2015-11"]);
}
