//! Decisions message by message: they add up to the bill, line by line, and say what a message came to.

use std::collections::BTreeMap;

use chatfare::facts::{Body, Class, Entry, Fact, Quantity, Status};
use chatfare::tariff::{Biller, Counts, Decision, Options, Plan, month_label, price};
use chatfare::units::HOUR;

use super::world::{Dice, Log, MONTH, OCTOBER, book, built_in, fixture, large_book, launch, plan, random_log};

/// The decisions of every fact, and the counts of the same fold.
pub fn decide(plan: &std::sync::Arc<Plan>, book: &chatfare::facts::Book, facts: &[Fact]) -> (Vec<Decision>, Counts) {
    let mut biller = Biller::new(plan, book, OCTOBER, OCTOBER + MONTH).unwrap();
    let mut decisions = Vec::new();
    biller.block_with(facts, &mut |_, decision| decisions.push(decision));
    (decisions, biller.finish())
}

/// What a line says beside its sums.
type Name = (String, String, String, String, String, String, Option<i64>, String);

/// Asserts that decisions, summed by what they say, are exactly the lines of the bill.
pub fn assert_adds_up(plan: &Plan, book: &chatfare::facts::Book, decisions: &[Decision], counts: &Counts) {
    let mut sums: BTreeMap<Name, [i128; 5]> = BTreeMap::new();
    for decision in decisions {
        let d = plan.describe(book, decision);
        assert_eq!(d.amount, d.rate.unwrap_or(0) as i128 * d.units as i128);
        let number = book.numbers[decision.number as usize].name.clone();
        let tier = if d.tier > 0 { d.tier.to_string() } else { String::new() };
        let (market, category) = (d.market.to_string(), d.category.to_string());
        let name = (month_label(d.month), number, market, category, d.rule.into(), tier, d.rate, d.basis.into());
        let more = [d.messages.into(), d.charged.into(), d.unrated.into(), d.units.into(), d.amount];
        sums.entry(name).or_default().iter_mut().zip(more).for_each(|(sum, more): (&mut i128, i128)| *sum += more);
    }
    let bill = price(plan, book, counts);
    let mut lines: BTreeMap<Name, [i128; 5]> = BTreeMap::new();
    for l in bill.lines {
        let name = (l.month, l.number, l.market, l.category, l.rule, l.tier, l.rate, l.basis);
        let more = [l.messages.into(), l.charged.into(), l.unrated.into(), l.units.into(), l.amount];
        lines.entry(name).or_default().iter_mut().zip(more).for_each(|(sum, more): (&mut i128, i128)| *sum += more);
    }
    assert_eq!(sums, lines);
    assert_eq!(sums.values().map(|s| s[4]).sum::<i128>(), bill.total);
}

/// Gives some messages several recipients, segments and tokens.
pub fn with_quantities(facts: &mut [Fact], seed: u64) {
    let mut dice = Dice(seed);
    for fact in facts {
        if let Body::MessageOut { quantity, .. } = &mut fact.body
            && dice.chance(40)
        {
            let recipients = 1 + dice.below(5) as u16;
            *quantity = Quantity { recipients, segments: 1 + dice.below(4) as u16, tokens: dice.below(50_000) as u32 };
        }
    }
}

#[test]
fn decisions_add_up_to_the_bill_line_by_line() {
    let book = large_book(&["FR", "DE", "IN", "BR", "KZ"]);
    let plans = [
        plan("whatsapp-2018-08", &launch()),
        built_in("whatsapp-2026-10"),
        plan(&fixture("minutes-late.toml"), &Options::default()),
    ];
    for plan in &plans {
        for seed in 0..300 {
            let mut facts = random_log(seed, OCTOBER, &book, 150);
            if seed % 2 == 0 {
                with_quantities(&mut facts, seed);
            }
            let (decisions, counts) = decide(plan, &book, &facts);
            assert_adds_up(plan, &book, &decisions, &counts);
        }
    }
}

#[test]
fn one_fact_at_a_time_gives_the_same_decisions() {
    let book = large_book(&["FR", "IN"]);
    let plan = built_in("whatsapp-2026-10");
    let facts = random_log(7, OCTOBER, &book, 400);
    let (whole, counts) = decide(&plan, &book, &facts);
    let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
    let single: Vec<Decision> = facts.iter().flat_map(|f| biller.bill_one(f)).collect();
    assert_eq!((single, biller.finish()), (whole, counts));
}

#[test]
fn a_decision_says_what_a_message_came_to() {
    let book = book(&["Europe/Paris"], &["FR"]);
    let plan = built_in("whatsapp-2026-10");
    let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::None);
    log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::Service);
    log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Class::Marketing);
    let failed = log.outbound(OCTOBER + 3 * HOUR, 1, 0, 0, Class::Marketing);
    if let Body::MessageOut { status, .. } = &mut failed.body {
        *status = Status::Failed;
    }
    let mut decisions = Vec::new();
    biller.block_with(&log.sorted(), &mut |at, decision| decisions.push((at, decision)));
    let places: Vec<usize> = decisions.iter().map(|d| d.0).collect();
    assert_eq!(places, [1, 2, 3]);
    let quota = decisions[0].1.quota.unwrap();
    assert_eq!((plan.quota(quota.quota), quota.units, quota.free), ("service", 1, true));
    let said = plan.describe(&book, &decisions[0].1);
    assert_eq!(
        (said.rule, said.rate, said.basis, said.amount),
        ("service message (quota service)", Some(0), "quota", 0)
    );
    assert_eq!(plan.clocks(decisions[1].1.open).collect::<Vec<_>>(), ["window"]);
    // The card: marketing in France is 0.0859 USD.
    let said = plan.describe(&book, &decisions[1].1);
    assert_eq!((said.rule, said.category, said.market), ("template", "marketing", "France"));
    assert_eq!((said.tier, said.messages, said.charged, said.units), (0, 1, 1, 1));
    assert_eq!((said.rate, said.amount), (Some(85_900_000), 85_900_000));
    assert_eq!(month_label(said.month), "2026-10");
    let said = plan.describe(&book, &decisions[2].1);
    assert_eq!((said.rule, said.messages, said.charged, said.amount), ("not delivered", 1, 0, 0));
}

#[test]
fn each_recipient_of_a_group_is_charged_and_takes_one_of_the_quota() {
    // 998 single answers, then one to a group of five: two are free, three charged at France's 0.03 USD.
    let book = book(&["UTC"], &["FR"]);
    let plan = built_in("whatsapp-2026-10");
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::None);
    for i in 0..998 {
        log.outbound(OCTOBER + i + 1, 1, 0, 0, Class::Service);
    }
    let group = log.outbound(OCTOBER + HOUR, 1, 0, 0, Class::Service);
    if let Body::MessageOut { quantity, .. } = &mut group.body {
        quantity.recipients = 5;
    }
    let (decisions, counts) = decide(&plan, &book, &log.sorted());
    let [.., free, paid] = decisions.as_slice() else { panic!("two decisions") };
    assert_eq!((free.messages, free.quota.map(|q| (q.units, q.free))), (2, Some((2, true))));
    assert_eq!((paid.messages, paid.quota), (3, None));
    let bill = price(&plan, &book, &counts);
    let rate = plan.describe(&book, paid).rate.unwrap();
    assert_eq!((bill.messages, bill.charged, bill.total), (1003, 3, 3 * rate as i128));
    assert_adds_up(&plan, &book, &decisions, &counts);
}

#[test]
fn the_recipients_of_one_message_may_fall_into_two_tiers() {
    // India utility: the first tier ends at 25 million; a group of ten crosses a bound of 3 in a small card (tests of tiers).
    let tariff = "says = \"Small tiers.\"\nfrom = \"2026-10-01\"\ncard = \"list.csv\"\nmarkets = \"2026-10-01\"\n\
        tiers.v = { kind = \"marginal\", card = \"tiers.csv\", of = \"utility\" }\n\
        rule = [{ name = \"all\", of = \"utility\", price = \"list\", tiers = \"v\" }, { name = \"rest\", price = \"free\" }]";
    let list = "market,category,tier_from,tier_to,currency,rate,basis\nFrance,utility,,,USD,0.03,test\n";
    let tiers = "market,category,tier_from,tier_to,currency,rate,basis\n\
        France,utility,0,3,USD,0.03,test\nFrance,utility,4,7,USD,0.02,test\nFrance,utility,8,,USD,0.01,test\n";
    let folder = super::world::Folder::new(&[("t.toml", tariff), ("list.csv", list), ("tiers.csv", tiers)]);
    let plan = plan(&folder.path("t.toml"), &Options::default());
    let book = book(&["UTC"], &["FR"]);
    let mut log = Log::default();
    for (i, recipients) in [2, 7].into_iter().enumerate() {
        let fact = log.outbound(OCTOBER + i as i64, 1, 0, 0, Class::Utility);
        if let Body::MessageOut { quantity, .. } = &mut fact.body {
            quantity.recipients = recipients;
        }
    }
    let (decisions, counts) = decide(&plan, &book, &log.sorted());
    let told: Vec<(u16, u64)> = decisions.iter().map(|d| (plan.describe(&book, d).tier, d.messages)).collect();
    assert_eq!(told, [(1, 2), (1, 1), (2, 4), (3, 2)]);
    // 3 × 0.03 + 4 × 0.02 + 2 × 0.01 = 0.19
    assert_eq!(price(&plan, &book, &counts).total, 190_000_000);
}
