//! Naive functions for the regimes between 2022 and 2026 on the shipped cards: totals and messages unrated.

use std::collections::BTreeMap;

use chatfare::facts::{Body, Book, Class, Entry, Fact, Instant, NEVER, Part, Status};
use chatfare::tariff::{Options, price};
use chatfare::units::{HOUR, SECOND};

use super::naive::Prices;
use super::world::{Folder, assert_sums, fold, large_book, plan, random_log};

/// 2022-06-01 and 2026-02-01. `date -u -d 2022-06-01 +%s`.
const JUNE_2022: Instant = 1_654_041_600 * SECOND;
const FEBRUARY_2026: Instant = 1_769_904_000 * SECOND;

#[derive(Clone, Copy)]
struct Talk {
    last_in: Instant,
    last_ad: Instant,
    entry_point: Instant,
    session: Instant,
}

/// What one accepted, delivered message asks: a category of the card, or nothing.
type Asked = Option<&'static str>;

fn naive(
    facts: &[Fact],
    prices: &Prices,
    entry_hours: i64,
    mut decide: impl FnMut(&Fact, Class, &mut Talk) -> Asked,
    book: &Book,
) -> (i128, u64) {
    const LONG_AGO: Instant = i64::MIN / 2;
    let mut talks: BTreeMap<(u16, u64), Talk> = BTreeMap::new();
    let (mut total, mut unrated) = (0, 0);
    for fact in facts {
        let blank = Talk { last_in: LONG_AGO, last_ad: LONG_AGO, entry_point: LONG_AGO, session: LONG_AGO };
        let (at, talk) = (fact.head.at, talks.entry((fact.head.number, fact.head.customer)).or_insert(blank));
        match fact.body {
            Body::MessageIn { entry, .. } => {
                talk.last_in = at;
                talk.last_ad = if entry == Entry::Ad { at } else { talk.last_ad };
            }
            Body::MessageOut { class, status, sent_at, window_from, .. } => {
                let open = window_from != NEVER && sent_at - window_from < 24 * HOUR;
                if status != Status::Delivered || class == Class::App || (class == Class::Service && !open) {
                    continue;
                }
                if at - talk.entry_point < entry_hours * HOUR {
                    talk.last_ad = LONG_AGO;
                    continue;
                }
                if at - talk.last_ad < 24 * HOUR {
                    *talk = Talk { last_ad: LONG_AGO, entry_point: at, session: LONG_AGO, ..*talk };
                    continue;
                }
                let Some(category) = decide(fact, class, talk) else { continue };
                if fact.head.part == Part::Run {
                    let market = &prices.markets[&book.countries[fact.head.country as usize]];
                    let rate = |category: &str| prices.rates.get(&(market.clone(), category.to_string()));
                    let own = match category {
                        "authentication_international" => rate(category).or(rate("authentication")),
                        _ => rate(category),
                    };
                    total += own.copied().unwrap_or(0);
                    unrated += own.is_none() as u64;
                }
            }
            _ => {}
        }
    }
    (total, unrated)
}

fn prices(card: &str) -> Prices {
    let mut prices = Prices::read(card, "", "");
    for (country, market) in [("FR", "France"), ("DE", "Germany"), ("IN", "India"), ("CO", "Colombia")] {
        prices.markets.insert(country.into(), market.into());
    }
    prices
}

#[test]
fn sessions_of_2022_agree_with_a_naive_function() {
    let prices = prices(include_str!("../../data/rates/wa_cbp2_2022-02-01_usd.csv"));
    let book = large_book(&["FR", "DE", "IN"]);
    let mut totals = 0;
    for quota in [0, 3, 1000] {
        let change = format!("based_on = \"whatsapp-2022-02\"\nchange = {{ \"quota.sessions.size\" = {quota} }}");
        let folder = Folder::new(&[("t.toml", &change)]);
        let plan = plan(&folder.path("t.toml"), &Options::default());
        for seed in 0..600 {
            let facts = random_log(seed, JUNE_2022, &book, 40 + (seed as usize % 4) * 50);
            let mut taken: BTreeMap<(String, u16), u64> = BTreeMap::new();
            let decide = |fact: &Fact, class: Class, talk: &mut Talk| -> Asked {
                let at = fact.head.at;
                if at - talk.session < 24 * HOUR {
                    return None;
                }
                let user = class == Class::Service || at - talk.last_in < 24 * HOUR;
                talk.session = at;
                if fact.head.part == Part::Run {
                    let account = book.numbers[fact.head.number as usize].account;
                    let zone = jiff::tz::TimeZone::get(&book.accounts[account as usize].zone).unwrap();
                    let local = jiff::Timestamp::from_microsecond(at).unwrap().to_zoned(zone);
                    let used = taken.entry((local.strftime("%Y-%m").to_string(), account)).or_default();
                    *used += 1;
                    if *used <= quota {
                        return None;
                    }
                }
                Some(if user { "user_initiated" } else { "business_initiated" })
            };
            let expected = naive(&facts, &prices, 24, decide, &book);
            let bill = price(&plan, &book, &fold(&plan, &book, JUNE_2022, JUNE_2022 + 33 * 24 * HOUR, &facts));
            assert_sums(&bill);
            assert_eq!((bill.total, bill.unrated), expected, "quota {quota}, seed {seed}");
            totals += bill.total;
        }
    }
    assert!(totals > 0);
}

#[test]
fn templates_of_2025_and_2026_agree_with_a_naive_function() {
    let cards = [
        ("whatsapp-2025-07", include_str!("../../data/rates/wa_pmp_2025-07-01_usd.csv")),
        ("whatsapp-2025-10", include_str!("../../data/rates/wa_pmp_2025-10-01_usd.csv")),
        ("whatsapp-2026-01", include_str!("../../data/rates/wa_pmp_2026-01-01_usd.csv")),
        ("whatsapp-2026-04", include_str!("../../data/rates/wa_pmp_2026-04-01_usd.csv")),
        ("whatsapp-2026-07", include_str!("../../data/rates/wa_pmp_2026-07-01_usd.csv")),
    ];
    let book = large_book(&["FR", "DE", "IN", "CO"]);
    let mut unrated_seen = 0;
    for (name, card) in cards {
        let (plan, prices) = (plan(name, &Options::default()), prices(card));
        for seed in 0..300 {
            let facts = random_log(seed + 5000, FEBRUARY_2026, &book, 120);
            let decide = |fact: &Fact, class: Class, talk: &mut Talk| -> Asked {
                let inside = fact.head.at - talk.last_in < 24 * HOUR;
                let free = class == Class::Service || (class == Class::Utility && inside);
                (!free).then_some(class.word())
            };
            let expected = naive(&facts, &prices, 72, decide, &book);
            let bill = price(&plan, &book, &fold(&plan, &book, FEBRUARY_2026, FEBRUARY_2026 + 33 * 24 * HOUR, &facts));
            assert_sums(&bill);
            assert_eq!((bill.total, bill.unrated), expected, "{name}, seed {seed}");
            unrated_seen += bill.unrated;
        }
    }
    assert!(unrated_seen > 0, "Colombia has no utility rate in July 2025");
}
