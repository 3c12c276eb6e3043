//! Plan and naive functions on thousands of random logs: every line, every amount, every bin of ages, fee by country.

use std::collections::BTreeMap;
use std::sync::Arc;

use chatfare::facts::{Book, Fact, Instant};
use chatfare::tariff::{Counts, Options, Plan, price, price_by_country};
use chatfare::units::{HOUR, Span};

use super::naive::{Lines, Outcome, Prices, Reading, bill_2018, bill_2026};
use super::world::{AUGUST_2018, Dice, Folder, OCTOBER, assert_sums, book, fold, large_book, launch, plan, random_log};

const MARKETS: &str = include_str!("../../data/markets.csv");
const LIST: &str = include_str!("../../data/rates/wa_pmp_2026-10-01_usd.csv");
const TIERS: &str = include_str!("../../data/rates/wa_tiers_2026-10-01_usd.csv");

/// The bill in the naive form.
fn lines_of(plan: &Plan, book: &Book, counts: &Counts) -> Lines {
    let bill = price(plan, book, counts);
    assert_sums(&bill);
    let fees = price_by_country(plan, book, counts);
    assert_eq!(fees.iter().map(|f| f.amount).sum::<i128>(), bill.total);
    assert_eq!(fees.iter().map(|f| f.charged).sum::<u64>(), bill.charged);
    let mut lines = Lines::new();
    for l in bill.lines {
        let key = (l.month, l.number, l.market, l.category, l.rule, l.tier);
        let line = lines.entry(key).or_default();
        *line = (line.0 + l.messages, line.1 + l.charged, line.2 + l.unrated, line.3 + l.amount);
    }
    lines
}

fn assert_agree(seed: u64, plan: &Arc<Plan>, book: &Book, from: Instant, facts: &[Fact], naive: Outcome) {
    let counts = fold(plan, book, from, from + 33 * 24 * HOUR, facts);
    assert_eq!(lines_of(plan, book, &counts), naive.lines, "seed {seed}");
    for (ours, theirs) in [counts.free_by_age(), counts.billed_by_age()].into_iter().zip(naive.ages) {
        let filled = ours.iter().enumerate().filter(|(_, n)| **n > 0);
        let ours: BTreeMap<u64, u64> = filled.map(|(hour, n)| (hour as u64, *n)).collect();
        assert_eq!(ours, theirs, "ages, seed {seed}");
    }
}

#[test]
fn the_launch_tariff_agrees_with_a_naive_function() {
    // No rate for BR: its notifications are unrated.
    let rates = BTreeMap::from([("FR", 80_000_000), ("DE", 50_000_000), ("IN", 10_000_000)]);
    let rates: BTreeMap<String, i128> = rates.into_iter().map(|(c, r)| (c.to_string(), r)).collect();
    let book = large_book(&["FR", "DE", "IN", "BR"]);
    for (window, lasts) in [(None, 24 * HOUR), (Some(Span(5 * HOUR)), 5 * HOUR), (Some(Span(0)), 0)] {
        let plan = plan("whatsapp-2018-08", &Options { window, ..launch() });
        for seed in 0..700 {
            let facts = random_log(seed, AUGUST_2018, &book, 20 + (seed as usize % 5) * 30);
            let naive = bill_2018(&facts, &book, &rates, lasts);
            assert_agree(seed, &plan, &book, AUGUST_2018, &facts, naive);
        }
    }
}

#[test]
fn october_2026_agrees_with_a_naive_function_on_the_real_card() {
    let prices = Prices::read(LIST, TIERS, MARKETS);
    let book = large_book(&["FR", "DE", "IN", "BR", "KZ"]);
    let plan = plan("whatsapp-2026-10", &Options::default());
    for seed in 0..500 {
        let facts = random_log(seed, OCTOBER, &book, 150);
        let naive = bill_2026(&facts, &book, &prices, &Reading::default());
        assert_agree(seed, &plan, &book, OCTOBER, &facts, naive);
    }
}

pub const SMALL_LIST: &str = "market,category,tier_from,tier_to,currency,rate,basis
France,marketing,,,USD,0.0859,test
France,utility,,,USD,0.03,test
France,authentication,,,USD,0.03,test
France,service,,,USD,0.03,test
Germany,marketing,,,USD,0,test
Germany,utility,,,USD,0.055,test
Germany,authentication,,,USD,0,test
Germany,service,,,USD,0.055,test
India,marketing,,,USD,0.0118,test
India,utility,,,USD,0.0014,test
India,authentication,,,USD,0.0014,test
India,authentication_international,,,USD,0.0304,test
India,service,,,USD,0.0014,test
";

pub const SMALL_TIERS: &str = "market,category,tier_from,tier_to,currency,rate,basis
France,utility,0,3,USD,0.03,test
France,utility,4,5,USD,0.02,test
France,utility,6,,USD,0.01,test
France,authentication,0,2,USD,0.03,test
France,authentication,3,,USD,0.029,test
Germany,utility,0,1,USD,0.055,test
Germany,utility,2,,USD,0.054,test
Germany,authentication,0,1,USD,0,test
Germany,authentication,2,,USD,0.01,test
India,utility,0,2,USD,0.0014,test
India,utility,3,,USD,0.0013,test
India,authentication,0,4,USD,0.0014,test
India,authentication,5,,USD,0.0012,test
India,authentication_international,0,2,USD,0.0304,test
India,authentication_international,3,,USD,0.03,test
";

/// A choice of every reading and length, and the same for the naive function.
struct Choice {
    settings: Vec<(String, String)>,
    tariff: String,
    reading: Reading,
}

fn random_choice(dice: &mut Dice) -> Choice {
    let hours = |dice: &mut Dice, choices: [i64; 4]| choices[dice.below(4) as usize];
    let (window, ad, entry_point) =
        (hours(dice, [24, 6, 48, 1]), hours(dice, [24, 6, 12, 100]), hours(dice, [72, 5, 24, 100]));
    let yes: Vec<bool> = (0..5).map(|_| dice.chance(40)).collect();
    let quota = dice.below(6);
    let mut settings = Vec::new();
    let names =
        ["entry_point_answer", "second_ad", "utility_uses_quota", "entry_point_uses_quota", "entry_point_length"];
    for ((name, choice), _) in
        names.iter().zip(["paid", "pending", "yes", "yes", "up to 7 days"]).zip(&yes).filter(|p| *p.1)
    {
        settings.push((name.to_string(), choice.to_string()));
    }
    let tariff = format!(
        "based_on = \"whatsapp-2026-10\"\nsays = \"A small card.\"\ncard = \"small.csv\"\n[change]\n\
         \"tiers.volume.card\" = \"small_tiers.csv\"\n\"quota.service.size\" = {quota}\n\
         \"clock.window.lasts\" = \"{window}h\"\n\"clock.ad.lasts\" = \"{ad} h\"\n\
         \"clock.entry_point.lasts\" = \"{entry_point}h\"\n"
    );
    let reading = Reading {
        window: window * HOUR,
        ad: ad * HOUR,
        entry_point: entry_point * HOUR,
        longer: yes[4].then_some((24 * HOUR, 168 * HOUR)),
        answer_free: !yes[0],
        second_ad_pending: yes[1],
        utility_uses_quota: yes[2],
        entry_point_uses_quota: yes[3],
        quota,
    };
    Choice { settings, tariff, reading }
}

#[test]
fn october_2026_agrees_with_a_naive_function_over_readings_lengths_quota_and_tiers() {
    let prices = Prices::read(&with_prefix(SMALL_LIST), &with_prefix(SMALL_TIERS), MARKETS);
    let book = large_book(&["FR", "DE", "IN", "NG"]);
    let mut tiers_seen = 0;
    for seed in 0..150 {
        let choice = random_choice(&mut Dice(seed));
        let folder =
            Folder::new(&[("small.csv", SMALL_LIST), ("small_tiers.csv", SMALL_TIERS), ("small.toml", &choice.tariff)]);
        let options = Options { settings: choice.settings, ..Options::default() };
        let plan = plan(&folder.path("small.toml"), &options);
        for log in 0..20 {
            let facts = random_log(seed * 1000 + log, OCTOBER, &book, 30 + 10 * log as usize);
            let naive = bill_2026(&facts, &book, &prices, &choice.reading);
            tiers_seen += naive.lines.keys().filter(|k| k.5.as_str() > "1").count();
            assert_agree(seed * 1000 + log, &plan, &book, OCTOBER, &facts, naive);
        }
    }
    assert!(tiers_seen > 1000, "the logs must cross tiers: {tiers_seen}");
}

/// The naive reader counts columns as on the shipped cards: two columns more in front.
fn with_prefix(card: &str) -> String {
    card.lines().map(|l| format!("regime,date,{l}\n")).collect()
}

#[test]
fn a_reading_that_matters_is_seen() {
    // The comparison above would be blind if the random logs never met an entry point or a quota: change one reading and it must differ.
    let prices = Prices::read(&with_prefix(SMALL_LIST), &with_prefix(SMALL_TIERS), MARKETS);
    let book = book(&["Europe/Paris"], &["FR", "IN"]);
    let base = Reading { quota: 5, ..Reading::default() };
    let others = [
        Reading { answer_free: false, ..base.clone() },
        Reading { second_ad_pending: true, ..base.clone() },
        Reading { utility_uses_quota: true, ..base.clone() },
        Reading { entry_point_uses_quota: true, ..base.clone() },
        Reading { longer: Some((24 * HOUR, 168 * HOUR)), ..base.clone() },
        Reading { quota: 6, ..base.clone() },
    ];
    for (i, other) in others.iter().enumerate() {
        let differs = (0..100).filter(|seed| {
            let facts = random_log(*seed, OCTOBER, &book, 200);
            bill_2026(&facts, &book, &prices, &base).lines != bill_2026(&facts, &book, &prices, other).lines
        });
        assert!(differs.count() >= 5, "reading {i} is not met by the logs");
    }
}
