//! The shipped card, market by market, and what a desk is told of it.

use std::sync::Arc;

use chatfare::facts::{Class, Entry};
use chatfare::tariff::{Options, names};
use chatfare::units::{HOUR, Span};

use super::naive::Prices;
use super::world::{Folder, Log, MONTH, OCTOBER, bill, book, built_in, launch, plan};

const MARKETS: &str = include_str!("../../data/markets.csv");
const LIST: &str = include_str!("../../data/rates/wa_pmp_2026-10-01_usd.csv");
const TIERS: &str = include_str!("../../data/rates/wa_tiers_2026-10-01_usd.csv");
const FREE_OF_QUOTA: &str = "based_on = \"whatsapp-2026-10\"\nchange = { \"quota.service.size\" = 0 }\n";

#[test]
fn every_market_charges_each_category_the_rate_of_the_card() {
    let prices = Prices::read(LIST, TIERS, MARKETS);
    let folder = Folder::new(&[("all.toml", FREE_OF_QUOTA)]);
    let plan = plan(&folder.path("all.toml"), &Options::default());
    let mut seen = 0;
    for (country, market) in &prices.markets {
        let book = book(&["UTC"], &[country]);
        let mut log = Log::default();
        log.inbound(OCTOBER, 1, 0, 0, Entry::None);
        for class in [Class::Service, Class::Marketing, Class::Utility, Class::Authentication] {
            log.outbound(OCTOBER + HOUR, 1, 0, 0, class);
        }
        let bill = bill(&plan, &book, OCTOBER, &log.sorted());
        assert_eq!((bill.lines.len(), bill.charged, bill.unrated), (4, 4, 0), "{country}");
        for line in &bill.lines {
            assert_eq!(line.market, *market);
            let rate = prices.rates[&(market.clone(), line.category.clone())];
            assert_eq!(line.rate.map(i128::from), Some(rate), "{country}, {}", line.category);
            assert!((800_000..=159_700_000).contains(&rate), "{market}: the card runs from 0.0008 to 0.1597 USD");
            seen += 1;
        }
    }
    assert_eq!(seen, 243 * 4);
    let markets: std::collections::BTreeSet<&String> = prices.markets.values().collect();
    assert_eq!(markets.len(), 47);
}

#[test]
fn published_extremes_of_the_card_are_there() {
    // Notes on the card of October 2026: marketing 0.0109 (Turkey) to 0.1597 (Netherlands), utility 0.0008 (Colombia) to 0.0550 (Germany).
    let book = book(&["UTC"], &["TR", "NL", "CO", "DE"]);
    let plan = built_in("whatsapp-2026-10");
    let mut log = Log::default();
    for (country, class) in [Class::Marketing, Class::Marketing, Class::Utility, Class::Utility].into_iter().enumerate()
    {
        log.outbound(OCTOBER, 1, 0, country as u16, class);
    }
    let bill = bill(&plan, &book, OCTOBER, &log.sorted());
    let rate = |market: &str| bill.lines.iter().find(|l| l.market == market).and_then(|l| l.rate);
    assert_eq!([rate("Turkey"), rate("Netherlands")], [Some(10_900_000), Some(159_700_000)]);
    assert_eq!([rate("Colombia"), rate("Germany")], [Some(800_000), Some(55_000_000)]);
}

#[test]
fn the_desk_is_told_the_rules_of_the_tariff() {
    let book = book(&["UTC"], &["FR", "IN"]);
    let now = built_in("whatsapp-2026-10").rules(&book, OCTOBER, OCTOBER + MONTH).first;
    assert_eq!((now.window, now.edge_inside, now.promotion, now.contact_before), (24 * HOUR, false, true, false));
    assert_eq!(now.late_price, [30_000_000, 1_400_000]);
    let then = plan("whatsapp-2018-08", &launch()).rules(&book, OCTOBER, OCTOBER + MONTH).first;
    assert_eq!((then.window, then.edge_inside, then.promotion, then.contact_before), (24 * HOUR, false, false, true));
    assert_eq!(then.late_price, [80_000_000, 10_000_000]);
    for window in [Span(0), Span(HOUR), Span::FOREVER] {
        let options = Options { window: Some(window), ..launch() };
        assert_eq!(plan("whatsapp-2018-08", &options).rules(&book, OCTOBER, OCTOBER + MONTH).first.window, window.0);
    }
}

#[test]
fn every_built_in_tariff_loads_under_every_reading() {
    let expected = "whatsapp-2018-08 whatsapp-2022-02 whatsapp-2023-06 whatsapp-2024-11 whatsapp-2025-07 whatsapp-2025-10 \
                    whatsapp-2026-01 whatsapp-2026-04 whatsapp-2026-07 whatsapp-2026-10 whatsapp-calling-2026-10 sms-2022-12 sms-2024-09 sms-2026-06";
    assert_eq!(names().join(" "), expected);
    for name in names() {
        let first = plan(name, &launch());
        assert_eq!(first.name(), name);
        assert!(first.says().ends_with('.') && name.ends_with(&first.from()[..7]), "{name}");
        for setting in first.settings() {
            assert_eq!(setting.choice, setting.choices[0], "defaults");
            assert!(setting.reason.ends_with('.'), "{name}: why is {} open?", setting.name);
            for choice in &setting.choices {
                let settings = vec![(setting.name.clone(), choice.clone())];
                let other = plan(name, &Options { settings, ..launch() });
                let same = other.fingerprint() == first.fingerprint();
                assert_eq!(
                    same,
                    *choice == setting.choice,
                    "{name}: {} = {choice} must change what is counted",
                    setting.name
                );
            }
        }
    }
    let settings: Vec<String> = built_in("whatsapp-2026-10").settings().iter().map(|s| s.name.clone()).collect();
    assert_eq!(
        settings,
        ["entry_point_answer", "second_ad", "utility_uses_quota", "entry_point_uses_quota", "entry_point_length"]
    );
}

#[test]
fn every_country_has_a_market_and_a_rate() {
    let plan = built_in("whatsapp-2026-10");
    let countries: Vec<&str> = MARKETS.lines().skip(1).map(|l| &l[..2]).collect();
    assert_eq!(countries.len(), 243);
    let all = book(&["UTC"], &countries);
    assert!(plan.unrated_countries(&all).is_empty());
    let unknown = Arc::clone(&plan).unrated_countries(&book(&["UTC"], &["FR", "ZZ"]));
    assert_eq!((unknown.len(), unknown[0].country.as_str(), &unknown[0].market), (1, "ZZ", &None));
}
