//! The vocabulary says the conversations of June 2023: worked examples, and a naive function on random logs.

use std::collections::BTreeMap;

use chatfare::facts::{Body, Book, Class, Entry, Fact, Instant, NEVER, Part, Status};
use chatfare::tariff::{Options, price};
use chatfare::units::HOUR;

use super::naive::Prices;
use super::world::{
    Dice, Folder, Log, OCTOBER, assert_sums, bill, book, built_in, fold, large_book, plan, random_log, usd,
};

const CARD: &str = include_str!("../../data/rates/wa_cbp4_2023-06-01_usd.csv");

#[test]
fn conversations_join_and_do_not_restart() {
    // Argentina: utility 0.0408, marketing 0.0618, service 0.0316 USD a conversation.
    // Hours 0 utility (opens, 0.0408), 4 utility (joins), 5 marketing (opens its own, 0.0618), 23 answer (joins), 24 utility (opens anew, 0.0408).
    let mut log = Log::default();
    log.inbound(OCTOBER + 22 * HOUR, 1, 0, 0, Entry::None);
    for (hour, class) in
        [(0, Class::Utility), (4, Class::Utility), (5, Class::Marketing), (23, Class::Service), (24, Class::Utility)]
    {
        log.outbound(OCTOBER + hour * HOUR, 1, 0, 0, class);
    }
    let plan = built_in("whatsapp-2023-06");
    let bill = bill(&plan, &book(&["UTC"], &["AR"]), OCTOBER, &log.sorted());
    assert_eq!(bill.total, usd("0.1434"));
    assert_eq!((bill.messages, bill.charged), (5, 3));
}

#[test]
fn the_entry_point_closes_conversations_and_opens_with_a_template() {
    // The platform's example: ad at 10:00, template at 22:00 opens 72 h; a marketing template in it is free; after it a utility
    // template opens a conversation (0.0408) although the one opened before the ad was answered lasted until hour 24.
    let mut log = Log::default();
    log.outbound(OCTOBER, 1, 0, 0, Class::Utility); // 0.0408
    log.inbound(OCTOBER + 10 * HOUR, 1, 0, 0, Entry::Ad);
    log.outbound(OCTOBER + 22 * HOUR, 1, 0, 0, Class::Utility); // answer to the ad: free
    log.outbound(OCTOBER + 50 * HOUR, 1, 0, 0, Class::Marketing); // free
    log.outbound(OCTOBER + 94 * HOUR, 1, 0, 0, Class::Utility); // 22 + 72: outside, 0.0408
    let plan = built_in("whatsapp-2023-06");
    let bill = bill(&plan, &book(&["UTC"], &["AR"]), OCTOBER, &log.sorted());
    assert_eq!((bill.total, bill.charged), (usd("0.0816"), 2));
}

#[test]
fn a_thousand_service_conversations_of_the_account_are_free() {
    // Two numbers of one account share the quota: 1,002 conversations opened by answers, two of them charged 0.0316.
    let mut log = Log::default();
    for i in 0..1002 {
        log.inbound(OCTOBER + i * HOUR / 2, i as u64, (i % 2) as u16, 0, Entry::None);
        log.outbound(OCTOBER + i * HOUR / 2, i as u64, (i % 2) as u16, 0, Class::Service);
    }
    let mut book = book(&["UTC", "UTC"], &["AR"]);
    book.numbers[1].account = 0;
    let plan = built_in("whatsapp-2023-06");
    assert_eq!(bill(&plan, &book, OCTOBER, &log.sorted()).total, usd("0.0632"));
}

/// Total in nano-units and messages unrated, by hand.
pub fn naive(facts: &[Fact], book: &Book, prices: &Prices, lengths: [i64; 4], quota: u64, paid: bool) -> (i128, u64) {
    let [window, ad, entry_point, conversation] = lengths;
    #[derive(Clone, Default)]
    struct Talk {
        last_ad: Option<Instant>,
        entry_point: Option<Instant>,
        opened: BTreeMap<&'static str, Instant>,
    }
    let mut talks: BTreeMap<(u16, u64), Talk> = BTreeMap::new();
    let mut taken: BTreeMap<(String, u16), u64> = BTreeMap::new();
    let (mut total, mut unrated) = (0, 0);
    for fact in facts {
        let at = fact.head.at;
        let talk = talks.entry((fact.head.number, fact.head.customer)).or_default();
        let (sent_at, class, status, window_from) = match fact.body {
            Body::MessageIn { entry, .. } => {
                if entry == Entry::Ad {
                    talk.last_ad = Some(at);
                }
                continue;
            }
            Body::MessageOut { sent_at, class, status, window_from, .. } => (sent_at, class, status, window_from),
            _ => continue,
        };
        let accepted = class != Class::Service || (window_from != NEVER && sent_at - window_from < window);
        if class == Class::App || status != Status::Delivered || !accepted {
            continue;
        }
        let category = if class == Class::AuthenticationInternational { "authentication" } else { class.word() };
        let alive = |since: &Instant, length: i64| at - since < length;
        if talk.entry_point.is_some_and(|e| alive(&e, entry_point)) {
            talk.last_ad = None;
            continue;
        }
        if talk.last_ad.is_some_and(|a| alive(&a, ad)) {
            talk.last_ad = None;
            talk.opened.clear();
            talk.entry_point = Some(at);
            if !paid {
                continue;
            }
        }
        let joins = match class {
            Class::Service => talk.opened.values().any(|o| alive(o, conversation)),
            _ => talk.opened.get(category).is_some_and(|o| alive(o, conversation)),
        };
        if joins {
            continue;
        }
        talk.opened.insert(category, at);
        if fact.head.part != Part::Run {
            continue;
        }
        let account = book.numbers[fact.head.number as usize].account;
        if class == Class::Service {
            let zone = jiff::tz::TimeZone::get(&book.accounts[account as usize].zone).unwrap();
            let local = jiff::Timestamp::from_microsecond(at).unwrap().to_zoned(zone);
            let used = taken.entry((local.strftime("%Y-%m").to_string(), account)).or_default();
            *used += 1;
            if *used <= quota {
                continue;
            }
        }
        let market = &prices.markets[&book.countries[fact.head.country as usize]];
        let rate = |category: &str| prices.rates.get(&(market.clone(), category.to_string()));
        match rate(class.word()).or(rate(category)) {
            Some(rate) => total += rate,
            None => unrated += 1,
        }
    }
    (total, unrated)
}

#[test]
fn conversations_agree_with_a_naive_function() {
    let mut prices = Prices::read(CARD, "", "");
    for (country, market) in [("FR", "France"), ("DE", "Germany"), ("AR", "Argentina"), ("IN", "India")] {
        prices.markets.insert(country.into(), market.into()); // India has no authentication rate in 2023
    }
    let book = large_book(&["FR", "DE", "AR", "IN"]);
    let mut unrated_seen = 0;
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let hours = [24, 6, 48, 90, 1];
        let [w, a, e, c] = std::array::from_fn(|_| hours[dice.below(5) as usize]);
        let (quota, paid) = (dice.below(5), dice.chance(50));
        let change = format!(
            "based_on = \"whatsapp-2023-06\"\nchange = {{ \"clock.window.lasts\" = \"{w}h\", \"clock.ad.lasts\" = \"{a}h\", \"clock.entry_point.lasts\" = \"{e}h\", \"clock.conversation.lasts\" = \"{c}h\", \"quota.service.size\" = {quota} }}"
        );
        let folder = Folder::new(&[("changed.toml", &change)]);
        let reading = if paid { "paid" } else { "free" };
        let settings = vec![("entry_point_answer".to_string(), reading.to_string())];
        let plan = plan(&folder.path("changed.toml"), &Options { settings, ..Options::default() });
        for log in 0..20 {
            let facts = random_log(seed * 100 + log, OCTOBER, &book, 150);
            let bill = price(&plan, &book, &fold(&plan, &book, OCTOBER, OCTOBER + 33 * 24 * HOUR, &facts));
            assert_sums(&bill);
            let expected = naive(&facts, &book, &prices, [w, a, e, c].map(|h| h * HOUR), quota, paid);
            assert_eq!((bill.total, bill.unrated), expected, "seed {seed}, log {log}");
            unrated_seen += bill.unrated;
        }
    }
    assert!(unrated_seen > 100);
}
