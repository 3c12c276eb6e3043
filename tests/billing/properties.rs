//! Random logs: what must not change a bill, and what must.

use std::collections::BTreeMap;
use std::sync::Arc;

use chatfare::billing::{Ask, Billed, Held, bill};
use chatfare::facts::{Body, Book, Class, Fact, Head, Place, Status};
use chatfare::log::{self, Block, Log, Side};
use chatfare::tariff::{self, Plan};
use chatfare::units::Span;

use super::command::Desk;
use crate::tariff::world::{Dice, OCTOBER, large_book, random_log};

fn plans(names: &[&str]) -> Vec<Arc<Plan>> {
    names.iter().map(|n| Arc::new(tariff::load(n, &tariff::Options::default()).expect(n))).collect()
}

/// Bills facts held in memory, cut into blocks of this length.
fn held(facts: &[Fact], book: &Book, plans: &[Arc<Plan>], run: (i64, i64), cut: usize, merge: &[Span]) -> Billed {
    let block = |facts: &[Fact]| {
        let sides = (0..facts.len()).map(|i| Side { row: i as u64 + 1, ..Side::default() }).collect();
        Block { facts: facts.to_vec(), sides, ..Block::default() }
    };
    blocks(facts.chunks(cut).map(block), book, plans, run, merge)
}

fn blocks(
    blocks: impl Iterator<Item = Block>,
    book: &Book,
    plans: &[Arc<Plan>],
    run: (i64, i64),
    merge: &[Span],
) -> Billed {
    let ask = Ask {
        plans: plans.to_vec(),
        readings: Vec::new(),
        book,
        run,
        origins: &[String::new()],
        files: &["log".to_string()],
        insights: true,
        merge: merge.to_vec(),
        lines: None,
        metadata: Vec::new(),
        markups: Vec::new(),
        taxes: Vec::new(),
    };
    bill(Held::new(blocks), &ask).unwrap()
}

const COUNTRIES: [&str; 3] = ["FR", "BR", "IN"];
const MONTH: i64 = 31 * 86_400_000_000;

#[test]
fn the_lines_are_the_bill_and_cuts_between_blocks_mean_nothing() {
    let (book, plans) = (large_book(&COUNTRIES), plans(&["whatsapp-2026-07", "whatsapp-2026-10", "whatsapp-2023-06"]));
    for seed in 0..60 {
        let facts = random_log(seed, OCTOBER, &book, 300);
        let run = (OCTOBER, OCTOBER + MONTH);
        let merge = [Span(60_000_000)];
        let (whole, parts) =
            (held(&facts, &book, &plans, run, 1000, &merge), held(&facts, &book, &plans, run, 7, &merge));
        assert_eq!(whole.bills, parts.bills, "seed {seed}");
        assert_eq!(format!("{:?}", whole.tables), format!("{:?}", parts.tables), "seed {seed}");
        for bill in &whole.bills {
            assert_eq!(bill.total, bill.lines.iter().map(|l| l.amount).sum::<i128>());
            let rows = whole.tables.bill.iter().filter(|r| r.tariff == bill.tariff);
            assert_eq!(bill.total, rows.map(|r| r.amount).sum::<i128>());
            for by in ["all", "month", "account", "number", "country", "category"] {
                let parts = whole.tables.comparison.iter().filter(|r| r.by == by && r.tariff == bill.tariff);
                assert_eq!(bill.total, parts.map(|r| r.amount).sum::<i128>(), "seed {seed}, by {by}");
            }
        }
    }
}

/// Clocks kept by place and by name: the same bill, and places that are given away take nothing with them.
#[test]
fn places_bill_as_names_do() {
    const DAY: i64 = 86_400_000_000;
    let book = large_book(&COUNTRIES);
    let names = ["calendar", "whatsapp-2022-02", "whatsapp-2023-06", "whatsapp-2026-07", "whatsapp-2026-10"];
    let plans = plans(&names);
    let (mut charged, mut given_away) = (0, 0);
    for seed in 0..40 {
        // Two months, more than 400 days apart, of different customers: the places of the first ones are free for the others. In the
        // first one, which begins on 2025-06-20, conversations end with their tariff, at midnight of each account.
        let mut facts = random_log(seed, OCTOBER - 468 * DAY, &book, 150);
        let late = random_log(seed + 1_000, OCTOBER, &book, 150);
        let first = facts.len();
        facts
            .extend(late.into_iter().map(|f| Fact { head: Head { customer: f.head.customer + 1_000, ..f.head }, ..f }));
        facts.iter_mut().enumerate().for_each(|(i, f)| f.head.id.ordinal = i as u32);
        let (mut known, mut free): (BTreeMap<(u16, u64), u32>, Vec<u32>) = (BTreeMap::new(), Vec::new());
        let mut count = 0;
        let place = |(i, fact): (usize, &Fact)| {
            if i == first {
                free = known.values().copied().collect();
                known.clear();
            }
            let pair = (fact.head.number, fact.head.customer);
            let fresh = !known.contains_key(&pair);
            let place = *known.entry(pair).or_insert_with(|| {
                given_away += usize::from(!free.is_empty());
                free.pop().unwrap_or_else(|| {
                    count += 1;
                    count - 1
                })
            });
            Place::new(place, fresh)
        };
        let places: Vec<Place> = facts.iter().enumerate().map(place).collect();
        let run = (OCTOBER - 468 * DAY, OCTOBER + MONTH);
        let merge = [Span(600_000_000)];
        let by_name = held(&facts, &book, &plans, run, 37, &merge);
        let placed = facts.chunks(50).zip(places.chunks(50)).map(|(facts, places)| Block {
            facts: facts.to_vec(),
            sides: (0..facts.len()).map(|i| Side { row: i as u64 + 1, ..Side::default() }).collect(),
            places: places.to_vec(),
            ..Block::default()
        });
        let by_place = blocks(placed, &book, &plans, run, &merge);
        assert_eq!(by_name.bills, by_place.bills, "seed {seed}");
        let bare = |b: &Billed| format!("{:?} {:?} {:?}", b.tables.merged, b.tables.comparison, b.tables.quotas);
        assert_eq!(bare(&by_name), bare(&by_place), "seed {seed}");
        charged += by_name.bills.iter().map(|b| b.charged).sum::<u64>();
    }
    assert!(charged > 1_000 && given_away > 100, "{charged} charged, {given_away} places given away");
}

#[test]
fn joining_nothing_changes_nothing_and_joining_more_leaves_fewer_messages() {
    let (book, plans) = (large_book(&COUNTRIES), plans(&["whatsapp-2026-10"]));
    let mut joined = 0;
    for seed in 100..140 {
        let facts = random_log(seed, OCTOBER, &book, 400);
        let spans = [Span(0), Span(600_000_000), Span(3_600_000_000)];
        let billed = held(&facts, &book, &plans, (OCTOBER, OCTOBER + MONTH), 64, &spans);
        let rows = &billed.tables.merged;
        assert!(rows[0].joined <= rows[1].joined && rows[1].joined <= rows[2].joined, "seed {seed}");
        for row in rows {
            assert_eq!(row.messages + row.joined, billed.bills[0].messages, "seed {seed}");
            joined += row.joined;
        }
    }
    assert!(joined > 10, "the logs hold too few messages to join: {joined}");
}

/// A random log as CSV rows in a random order.
fn csv(seed: u64, rows: usize, accounts: [&str; 2], months: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    let mut all: Vec<String> = (0..rows)
        .map(|i| {
            let at = OCTOBER / 1_000_000 - 3 * 86_400 + dice.below(months * 31 * 86_400) as i64;
            let (account, customer) = (accounts[dice.below(2) as usize], dice.below(5));
            let country = COUNTRIES[customer as usize % 3];
            if dice.chance(35) {
                let entry = if dice.chance(20) { "ad" } else { "" };
                format!("m{i:05},{at},{account},n-{account},c{customer},{country},in,,{entry},")
            } else {
                let category = ["service", "service", "marketing", "utility", "authentication"][dice.below(5) as usize];
                let status = if dice.chance(10) { "failed" } else { "delivered" };
                format!("m{i:05},{at},{account},n-{account},c{customer},{country},out,{category},,{status}")
            }
        })
        .collect();
    for i in (1..all.len()).rev() {
        all.swap(i, dice.below(i as u64 + 1) as usize);
    }
    all
}

fn open(desk: &Desk, rows: &[String], edges: Option<(i64, i64)>) -> Log {
    let head = "id,time,account,number,customer,country,direction,category,entry,status\n";
    desk.write("log.csv", &(head.to_string() + &rows.join("\n") + "\n"));
    let edge = |at: i64| Some(log::Edge::Instant(at));
    let options = log::Options {
        from: edges.and_then(|e| edge(e.0)),
        to: edges.and_then(|e| edge(e.1)),
        ..log::Options::default()
    };
    log::open(&[desk.path("log.csv")], &options).unwrap_or_else(|p| panic!("{p:?}"))
}

fn billed(log: &mut Log, plans: &[Arc<Plan>]) -> Billed {
    let blocks = log.blocks().unwrap();
    let ask = Ask {
        plans: plans.to_vec(),
        readings: Vec::new(),
        book: &log.book,
        run: (log.from, log.to),
        origins: &log.origins,
        files: &["log.csv".to_string()],
        insights: true,
        merge: vec![Span(60_000_000)],
        lines: None,
        metadata: Vec::new(),
        markups: Vec::new(),
        taxes: Vec::new(),
    };
    bill(blocks, &ask).unwrap()
}

#[test]
fn the_order_of_rows_in_the_file_means_nothing() {
    let plans = plans(&["whatsapp-2026-10", "whatsapp-2024-11"]);
    for seed in 0..8 {
        let desk = Desk::new();
        let mut rows = csv(seed, 400, ["east", "west"], 1);
        let first = billed(&mut open(&desk, &rows, None), &plans);
        rows.sort();
        let second = billed(&mut open(&desk, &rows, None), &plans);
        assert_eq!(first.bills, second.bills, "seed {seed}");
        assert_eq!(first.tables.merged, second.tables.merged, "seed {seed}");
        assert_eq!(first.tables.quotas, second.tables.quotas, "seed {seed}");
    }
}

#[test]
fn two_accounts_swapped_give_swapped_bills() {
    let plans = plans(&["whatsapp-2026-10", "whatsapp-2023-06"]);
    let swap = |text: &str| text.replace("east", "?").replace("west", "east").replace('?', "west");
    for seed in 0..8 {
        let desk = Desk::new();
        let rows = csv(seed, 300, ["east", "west"], 1);
        let swapped: Vec<String> = rows.iter().map(|r| swap(r)).collect();
        let (a, b) = (billed(&mut open(&desk, &rows, None), &plans), billed(&mut open(&desk, &swapped, None), &plans));
        for (a, b) in a.bills.iter().zip(&b.bills) {
            let mut lines: Vec<String> = a.lines.iter().map(|l| swap(&format!("{l:?}"))).collect();
            let mut others: Vec<String> = b.lines.iter().map(|l| format!("{l:?}")).collect();
            lines.sort();
            others.sort();
            assert_eq!(lines, others, "seed {seed}, {}", a.tariff);
        }
    }
}

#[test]
fn months_add_up_only_if_open_clocks_are_carried_over() {
    let plans = plans(&["whatsapp-2026-10", "whatsapp-2023-06", "whatsapp-2022-02"]);
    let (from, middle, to) = (OCTOBER, OCTOBER + MONTH, OCTOBER + MONTH + 30 * 86_400_000_000);
    let mut differ = 0;
    for seed in 0..12 {
        let desk = Desk::new();
        let rows = csv(seed, 900, ["east", "west"], 2);
        let whole = billed(&mut open(&desk, &rows, Some((from, to))), &plans);
        let first = billed(&mut open(&desk, &rows, Some((from, middle))), &plans);
        let second = billed(&mut open(&desk, &rows, Some((middle, to))), &plans);
        for ((w, a), b) in whole.bills.iter().zip(&first.bills).zip(&second.bills) {
            let both: Vec<String> = {
                let mut lines: Vec<String> = a.lines.iter().chain(&b.lines).map(|l| format!("{l:?}")).collect();
                lines.sort();
                lines
            };
            let mut all: Vec<String> = w.lines.iter().map(|l| format!("{l:?}")).collect();
            all.sort();
            assert_eq!(all, both, "seed {seed}, {}", w.tariff);
        }
        // The second month alone, without the rows before it: clocks begin empty.
        let at = |row: &str| row.split(',').nth(1).unwrap().parse::<i64>().unwrap() * 1_000_000;
        let later: Vec<String> = rows.iter().filter(|r| at(r) >= middle).cloned().collect();
        let alone = billed(&mut open(&desk, &later, Some((middle, to))), &plans);
        differ += alone.bills.iter().zip(&second.bills).filter(|(a, b)| a.lines != b.lines).count();
    }
    assert!(differ >= 12, "forgetting open clocks changed {differ} of 36 bills only");
}

#[test]
fn facts_of_the_run_alone_are_billed() {
    // The random logs hold a lead and a drain: their messages are on no line.
    let (book, plans) = (large_book(&COUNTRIES), plans(&["whatsapp-2026-10"]));
    let facts = random_log(7, OCTOBER, &book, 500);
    let billed = held(&facts, &book, &plans, (OCTOBER, OCTOBER + MONTH), 50, &[]);
    // Messages of the phone app that did not arrive are on no line either.
    let billable = |f: &Fact| match f.body {
        Body::MessageOut { class, status, .. } => class != Class::App || status == Status::Delivered,
        _ => false,
    };
    let out = |f: &&Fact| billable(f) && f.head.part == chatfare::facts::Part::Run;
    assert_eq!(billed.bills[0].messages, facts.iter().filter(out).count() as u64);
}
