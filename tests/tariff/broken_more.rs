//! The same for SMS, calls and the readings of what sources leave open: a wrong word or another reading must change some bill.

use std::sync::Arc;

use chatfare::facts::{Body, Book, Class, Fact, FactId, Head, Network, Part};
use chatfare::tariff::{Options, load, price};
use chatfare::units::{DAY, HOUR, MINUTE, SECOND};

use super::broken_words::{TARIFFS, bills};
use super::world::{Dice, Log, OCTOBER, book, fold, large_book, launch, random_log};

const RUN: i64 = 33 * 24 * HOUR;

/// What bills of some logs say: total, then by line the rule, the category, what is charged, the amount.
type Said = Vec<(i128, Vec<(String, String, u64, i128)>)>;

fn said(text: &str, logs: &[(Book, Vec<Fact>)]) -> Option<Said> {
    let folder = super::world::Folder::new(&[("t.toml", text)]);
    let plan = Arc::new(load(&folder.path("t.toml"), &Options::default()).ok()?);
    let bill = |(book, facts): &(Book, Vec<Fact>)| {
        let bill = price(&plan, book, &fold(&plan, book, OCTOBER, OCTOBER + RUN, facts));
        (bill.total, bill.lines.into_iter().map(|l| (l.rule, l.category, l.charged, l.amount)).collect())
    };
    Some(logs.iter().map(bill).collect())
}

/// Messages of one to four segments, and calls of minutes to weeks.
fn mixed(seed: u64) -> (Book, Vec<Fact>) {
    let book = large_book(&["FR", "BG", "IN"]);
    let mut dice = Dice(seed);
    let mut facts = random_log(seed, OCTOBER, &book, 80);
    for fact in &mut facts {
        if let Body::MessageOut { quantity, .. } = &mut fact.body {
            quantity.segments = 1 + dice.below(4) as u16;
        }
    }
    let calls = (0..60).map(|i| {
        let at = OCTOBER + dice.below(32 * 24) as i64 * HOUR + i;
        let most = [10, 40_000][dice.below(2) as usize];
        let talk = dice.below(most) as i64 * MINUTE + dice.below(60) as i64 * SECOND;
        let (outbound, network) = (dice.chance(80), if dice.chance(80) { Network::Platform } else { Network::Phone });
        let id = FactId { ordinal: 1_000 + i as u32, ..FactId::default() };
        let head = Head { at, customer: dice.below(3), id, number: dice.below(4) as u16, country: 1, part: Part::Run };
        Fact { head, body: Body::CallEnded { wait: 0, talk, answered: talk > 0, outbound, line: talk, network } }
    });
    facts.extend(calls.collect::<Vec<_>>());
    facts.sort_by_key(|f| (f.head.at, f.head.id));
    (book, facts)
}

#[test]
fn every_word_of_sms_and_calls_that_is_broken_changes_a_bill() {
    let logs: Vec<(Book, Vec<Fact>)> = (0..12).map(mixed).collect();
    let sms = [
        ("rule.sms.price", "\"free\""),
        ("rule.sms.price", "\"list outbound_sms\""),
        ("rule.sms.of", "\"marketing\""),
        ("rule.sms.as", "\"text\""),
        ("card", "\"sms_telesign_2022-12-06_usd\""),
    ];
    let calls = [
        ("rule.call of the business.price", "\"free\""),
        ("rule.call of the business.price", "\"list per minute by started 60 s\""),
        ("rule.call of the business.of", "\"service\""),
        ("rule.call of the business.tiers", "\"\""),
        ("rule.message.price", "\"0.5 USD\""),
        ("rule.message.of", "\"service\""),
        ("tiers.minutes.kind", "\"all-units\""),
        ("tiers.minutes.sum", "\"number\""),
        ("tiers.minutes.of", "\"service\""),
        ("tiers.minutes.over", "[\"month\"]"),
    ];
    let cases = [("sms-2024-09", sms.as_slice()), ("sms-2026-06", &sms), ("whatsapp-calling-2026-10", &calls)];
    for (name, changes) in cases {
        let whole = said(&format!("based_on = \"{name}\"\n"), &logs).expect("it loads");
        for (path, value) in changes {
            let line = if path.contains('.') {
                format!("[change]\n\"{path}\" = {value}\n")
            } else {
                format!("{path} = {value}\n")
            };
            let other = said(&format!("based_on = \"{name}\"\n{line}"), &logs);
            assert!(other.is_none_or(|other| other != whole), "{name}: {path} = {value} changes no bill");
        }
    }
}

/// Random logs: many numbers, and one.
fn of_readings() -> Vec<(Book, Vec<Fact>)> {
    let many = large_book(&["FR", "DE", "IN"]);
    let one = book(&["Europe/Paris"], &["FR", "DE", "IN"]);
    let mut logs = Vec::new();
    logs.extend((0..60).map(|seed| (many.clone(), random_log(seed, OCTOBER, &many, 160))));
    logs.extend((0..60).map(|seed| (one.clone(), random_log(seed + 500, OCTOBER, &one, 200))));
    logs
}

/// Colombia's tier of utility messages ends at 100,000.
fn of_many() -> (Book, Vec<Fact>) {
    let book = book(&["America/Bogota"], &["CO"]);
    let mut log = Log::default();
    for i in 0..1_000_100 {
        log.outbound(OCTOBER + DAY + i * SECOND, 1, 0, 0, Class::Utility);
    }
    (book, log.sorted())
}

#[test]
fn every_reading_of_every_regime_changes_a_bill() {
    let many = of_many();
    let (mut read, mut unseen) = (0, Vec::new());
    let others = ["whatsapp-2025-10", "whatsapp-2026-01", "whatsapp-2026-04"].map(|name| (name, "", ""));
    for (name, _, base) in TARIFFS.into_iter().chain(others) {
        let options = if name.ends_with("2018-08") { launch() } else { Options::default() };
        let known = load(name, &options).expect("it loads").settings().to_vec();
        let logs = of_readings();
        for setting in &known {
            for choice in setting.choices.iter().filter(|choice| **choice != setting.choice) {
                let chosen = vec![(setting.name.clone(), choice.clone())];
                // Shorter entry points too: at 72 h they hide what happens after them.
                let short = format!("{base}\"clock.entry_point.lasts\" = \"5h\"\n\"clock.ad.lasts\" = \"30h\"\n");
                let changes = |base: &str, logs: &[(Book, Vec<Fact>)]| {
                    bills(name, base, &[], logs) != bills(name, base, &chosen, logs)
                };
                let differs = |logs: &[(Book, Vec<Fact>)]| {
                    changes(base, logs) || (setting.name == "second_ad" && changes(&short, logs))
                };
                read += 1;
                if !differs(&logs) && !differs(std::slice::from_ref(&many)) {
                    unseen.push(format!("{name}: {} = {choice}", setting.name));
                }
            }
        }
    }
    assert_eq!(unseen, SAME);
    assert!(read > 20, "{read}");
}

/// International authentication has no rate of its own on the card of 2023: it is billed as authentication, and so shares. The card of
/// July 2025 has no utility rate of Colombia, the country of the many messages: they are unrated either way.
const SAME: [&str; 2] =
    ["whatsapp-2023-06: authentication_shares_conversation = no", "whatsapp-2025-07: tiers = as 2026-10"];
