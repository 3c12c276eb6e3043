//! A tariff of our own: a price by delay with a cap, `after`, fixed prices, euros, no card.

use chatfare::facts::{Class, Entry, Fold};
use chatfare::tariff::{Biller, Options, price};
use chatfare::units::{Currency, HOUR, MINUTE};

use super::world::{Dice, Folder, Log, MONTH, OCTOBER, bill, book, fixture, plan};

#[test]
fn minutes_late_cost_by_the_started_minute_up_to_the_cap() {
    // Minutes after the window: 0 (the edge, the first minute has started), 1 exactly, 1 and a bit, 125 (0.500, not capped), 126 (capped).
    let minutes = [(0, 0, 1), (1, 0, 1), (1, 1, 2), (125, 0, 125), (125, 1, 0), (100_000, 0, 0)];
    let mut log = Log::default();
    for (customer, (minute, bit, _)) in minutes.iter().enumerate() {
        log.inbound(OCTOBER - HOUR, customer as u64, 0, 0, Entry::None);
        log.outbound(OCTOBER, customer as u64, 0, 0, Class::Service); // in time
        if *minute < 40_000 {
            log.outbound(OCTOBER + 23 * HOUR + minute * MINUTE + bit, customer as u64, 0, 0, Class::Utility);
        }
    }
    log.outbound(OCTOBER, 99, 0, 0, Class::Utility); // never wrote: 0.07 EUR
    let plan = plan(&fixture("minutes-late.toml"), &Options::default());
    assert_eq!(plan.currency(), Currency::EUR);
    assert_eq!(plan.rules(&book(&["UTC"], &["FR"]), OCTOBER, OCTOBER + MONTH).first.late_price, [70_000_000]);
    let bill = bill(&plan, &book(&["UTC"], &["FR"]), OCTOBER, &log.sorted());
    // (1 + 1 + 2 + 125) × 0.004 = 0.516; one capped 0.50; one unasked 0.07: 1.086 EUR.
    assert_eq!(bill.total, 1_086_000_000);
    let lines: Vec<_> =
        bill.lines.iter().map(|l| (l.rule.as_str(), l.category.as_str(), l.messages, l.units)).collect();
    assert_eq!(
        lines,
        [
            ("in time", "service", 6, 0),
            ("late", "late answer", 4, 129),
            ("late (at most)", "late answer", 1, 1),
            ("unasked", "utility", 1, 1)
        ]
    );
}

#[test]
fn a_remembered_clock_survives_the_sweep() {
    // `after` needs the end of clocks that ran out: a sweep must keep them, however many customers come in between.
    let plan = plan(&fixture("minutes-late.toml"), &Options::default());
    let book = book(&["UTC"], &["FR"]);
    let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
    let mut log = Log::default();
    for customer in 0..5000 {
        log.inbound(OCTOBER + customer * MINUTE, customer as u64, 0, 0, Entry::None);
    }
    biller.block(&log.facts);
    let mut late = Log::default();
    let mut expected = 0;
    let mut dice = Dice(5);
    for customer in 0..5000 {
        let after = (1 + dice.below(200)) as i64;
        late.outbound(OCTOBER + customer * MINUTE + 24 * HOUR + after * MINUTE, customer as u64, 0, 0, Class::Utility);
        expected += (after as i128 * 4_000_000).min(500_000_000);
    }
    late.facts.sort_by_key(|f| f.head.at);
    biller.block(&late.facts);
    assert_eq!(biller.pairs_held(), 5000);
    assert_eq!(price(&plan, &book, &biller.finish()).total, expected);
}

#[test]
fn the_example_of_the_readme_is_a_tariff() {
    let readme = include_str!("../../data/tariffs/README.md");
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = Folder::new(&[("example.toml", example)]);
    let plan = plan(&folder.path("example.toml"), &Options::default());
    assert_eq!(
        (plan.name(), plan.rules(&book(&["UTC"], &["FR"]), OCTOBER, OCTOBER + MONTH).first.late_price),
        ("example", vec![70_000_000])
    );
}
