//! Naive functions for the regimes that stand in no other file: conversations since November 2024, SMS, calls.

use std::collections::BTreeMap;

use chatfare::facts::{Body, Class, Fact, FactId, Head, Network, Part, Status};
use chatfare::tariff::{Options, price};
use chatfare::units::{HOUR, MINUTE, SECOND};

use super::conversations::naive;
use super::naive::Prices;
use super::world::{Dice, OCTOBER, assert_sums, fold, large_book, plan, random_log, usd};

const RUN: i64 = 33 * 24 * HOUR;

#[test]
fn conversations_since_november_2024_agree_with_a_naive_function() {
    let mut prices = Prices::read(include_str!("../../data/rates/wa_cbp4_2024-11-01_usd.csv"), "", "");
    for (country, market) in [("FR", "France"), ("DE", "Germany"), ("AR", "Argentina"), ("IN", "India")] {
        prices.markets.insert(country.into(), market.into());
    }
    let book = large_book(&["FR", "DE", "AR", "IN"]);
    let lengths = [24, 24, 72, 24].map(|hours| hours * HOUR);
    let mut totals = [0; 2];
    for (paid, reading) in [(false, "free"), (true, "paid")] {
        let settings = vec![("entry_point_answer".to_string(), reading.to_string())];
        let plan = plan("whatsapp-2024-11", &Options { settings, ..Options::default() });
        for seed in 0..400 {
            let facts = random_log(seed + 9000, OCTOBER, &book, 60 + (seed as usize % 3) * 60);
            let bill = price(&plan, &book, &fold(&plan, &book, OCTOBER, OCTOBER + RUN, &facts));
            assert_sums(&bill);
            // Service conversations have no cap: a quota that never ends.
            let expected = naive(&facts, &book, &prices, lengths, u64::MAX, paid);
            assert_eq!((bill.total, bill.unrated), expected, "{reading}, seed {seed}");
            totals[paid as usize] += bill.total;
        }
    }
    assert!(0 < totals[0] && totals[0] < totals[1], "{totals:?}");
}

#[test]
fn sms_agree_with_a_naive_function() {
    let lists = [
        ("sms-2022-12", include_str!("../../data/rates/sms_telesign_2022-12-06_usd.csv")),
        ("sms-2024-09", include_str!("../../data/rates/sms_telesign_2024-09-27_usd.csv")),
        ("sms-2026-06", include_str!("../../data/rates/sms_telesign_2026-06-17_usd.csv")),
    ];
    // The last list gives Réunion no code.
    let book = large_book(&["FR", "IN", "US", "RE"]);
    for (name, list) in lists {
        let own = |country: &str| {
            let rows = list.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());

            rows.filter(|c| c[2] == country).map(|c| usd(c[c.len() - 3])).next()
        };
        let plan = plan(name, &Options::default());
        for seed in 0..300 {
            let mut dice = Dice(seed);
            let mut facts = random_log(seed + 20_000, OCTOBER, &book, 80);
            let (mut total, mut unrated) = (0, 0);
            for fact in &mut facts {
                let Body::MessageOut { class, status, quantity, .. } = &mut fact.body else { continue };
                quantity.segments = 1 + dice.below(4) as u16;
                if *class == Class::App || *status != Status::Delivered || fact.head.part != Part::Run {
                    continue;
                }
                match own(&book.countries[fact.head.country as usize]) {
                    Some(rate) => total += rate * i128::from(quantity.segments),
                    None => unrated += 1,
                }
            }
            let bill = price(&plan, &book, &fold(&plan, &book, OCTOBER, OCTOBER + RUN, &facts));
            assert_sums(&bill);
            assert_eq!((bill.total, bill.unrated), (total, unrated), "{name}, seed {seed}");
        }
    }
}

#[test]
fn calls_agree_with_a_naive_function() {
    // Tiers in minutes, rates a minute, of the one market that the source shows.
    let card: Vec<(i128, i128)> = include_str!("../../data/rates/wa_calling_2026-10-01_usd.csv")
        .lines()
        .filter(|line| line.contains("business_initiated_call,") && line.contains("Central"))
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|c| (if c[5].is_empty() { i128::MAX } else { c[5].parse::<i128>().unwrap() * 10 }, usd(c[7]) / 10))
        .collect();
    assert_eq!(card.len(), 6);
    let book = large_book(&["BG", "FR"]);
    let plan = plan("whatsapp-calling-2026-10", &Options::default());
    let mut tiers_seen = 0;
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let mut facts: Vec<Fact> = (0..30)
            .map(|ordinal| {
                let at = OCTOBER - 24 * HOUR + dice.below(50 * 24) as i64 * HOUR;
                let outbound = dice.chance(70);
                // Calls of weeks, so that few of them climb the tiers.
                let talk = if dice.chance(10) {
                    0
                } else {
                    dice.below(40_000) as i64 * MINUTE + dice.below(60) as i64 * SECOND
                };
                let answered = talk > 0;
                let network = if dice.chance(80) { Network::Platform } else { Network::Phone };
                let part = if at < OCTOBER { Part::Lead } else { Part::Run };
                let id = FactId { ordinal, ..FactId::default() };
                let (number, country) = (dice.below(4) as u16, dice.chance(20) as u16);
                let head = Head { at, customer: dice.below(3), id, number, country, part };
                Fact { head, body: Body::CallEnded { wait: 0, talk, answered, outbound, line: talk, network } }
            })
            .collect();
        facts.sort_by_key(|f| (f.head.at, f.head.id));
        let (mut total, mut unrated) = (0i128, 0);
        let mut used: BTreeMap<(String, u16), i128> = BTreeMap::new();
        for fact in &facts {
            let Body::CallEnded { talk, outbound: true, answered: true, network: Network::Platform, .. } = fact.body
            else {
                continue;
            };
            if fact.head.part != Part::Run {
                continue;
            }
            if fact.head.country == 1 {
                unrated += 1;
                continue;
            }
            let account = &book.accounts[book.numbers[fact.head.number as usize].account as usize];
            let zone = jiff::tz::TimeZone::get(&account.zone).unwrap();
            let local = jiff::Timestamp::from_microsecond(fact.head.at).unwrap().to_zoned(zone);
            let used = used.entry((local.strftime("%Y-%m").to_string(), account.business)).or_default();
            let mut pulses = i128::from((talk + 6 * SECOND - 1) / (6 * SECOND));
            for (upper, rate) in &card {
                let here = pulses.min(upper - *used).max(0);
                total += here * rate;
                *used += here;
                pulses -= here;
            }
            tiers_seen += (*used > card[0].0) as u32;
        }
        let bill = price(&plan, &book, &fold(&plan, &book, OCTOBER, OCTOBER + 2 * RUN, &facts));
        assert_sums(&bill);
        assert_eq!((bill.total, bill.unrated), (total, unrated), "seed {seed}");
    }
    assert!(tiers_seen > 300, "{tiers_seen}");
}
