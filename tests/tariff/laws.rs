//! Laws of the fold: cuts, merges, doubled rates, windows of 0 and of no end, memory.

use chatfare::facts::{Body, Class, Entry, Fact, Fold, Part};
use chatfare::tariff::{Biller, Counts, Options, price};
use chatfare::units::{HOUR, MINUTE, Span};

use super::world::{
    AUGUST_2018, Dice, Log, MONTH, OCTOBER, book, built_in, dollars, fold, large_book, launch, plan, random_log,
};

#[test]
fn any_cut_into_blocks_gives_the_same_counts() {
    let book = large_book(&["FR", "DE", "IN"]);
    for name in ["whatsapp-2018-08", "whatsapp-2026-10"] {
        let plan = plan(name, &launch());
        for seed in 0..200 {
            let facts = random_log(seed, OCTOBER, &book, 200);
            let whole = fold(&plan, &book, OCTOBER, OCTOBER + MONTH, &facts);
            let mut dice = Dice(seed);
            let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
            let mut rest = facts.as_slice();
            while !rest.is_empty() {
                let (block, after) = rest.split_at((dice.below(20) as usize).min(rest.len()));
                biller.block(block);
                rest = after;
            }
            assert_eq!(biller.finish(), whole, "{name}, seed {seed}");
        }
    }
}

#[test]
fn counts_of_replications_add_up_in_any_order() {
    let book = large_book(&["FR", "DE", "IN"]);
    let plan = built_in("whatsapp-2026-10");
    let all: Vec<Counts> = (0..6)
        .map(|seed| fold(&plan, &book, OCTOBER, OCTOBER + MONTH, &random_log(seed, OCTOBER, &book, 300)))
        .collect();
    let merge = |order: &[usize]| {
        let mut sum = all[order[0]].clone();
        order[1..].iter().for_each(|i| sum.merge(&all[*i]).unwrap());
        sum
    };
    let sum = merge(&[0, 1, 2, 3, 4, 5]);
    assert_eq!(sum, merge(&[4, 1, 5, 0, 3, 2]));
    let mut halves = merge(&[0, 1, 2]);
    halves.merge(&merge(&[3, 4, 5])).unwrap();
    assert_eq!(sum, halves);
    let totals: i128 = all.iter().map(|c| price(&plan, &book, c).total).sum();
    assert_eq!(price(&plan, &book, &sum).total, totals);
    let stored = serde_json::to_string(&sum).unwrap();
    assert_eq!(serde_json::from_str::<Counts>(&stored).unwrap(), sum);
}

#[test]
fn counts_of_another_tariff_are_refused_or_unrated() {
    let book = large_book(&["FR"]);
    let (now, then) = (built_in("whatsapp-2026-10"), plan("whatsapp-2018-08", &launch()));
    let facts = random_log(3, OCTOBER, &book, 300);
    let mut counts = fold(&now, &book, OCTOBER, OCTOBER + MONTH, &facts);
    let before = counts.clone();
    assert!(counts.merge(&fold(&then, &book, OCTOBER, OCTOBER + MONTH, &facts)).is_err());
    assert_eq!(counts, before);
    let bill = price(&then, &book, &counts);
    assert_eq!((bill.total, bill.unrated), (0, bill.messages));
    assert!(bill.messages > 50);
}

#[test]
fn doubled_rates_double_the_fee_and_change_no_count() {
    let book = large_book(&["FR", "DE", "IN", "BR"]);
    let single = plan("whatsapp-2018-08", &launch());
    let doubled = launch().rates.into_iter().map(|(c, m, b)| (c, dollars(2 * m.nanos), b)).collect();
    let double = plan("whatsapp-2018-08", &Options { rates: doubled, ..launch() });
    assert_eq!(single.fingerprint(), double.fingerprint());
    let mut sum = 0;
    for seed in 0..100 {
        let facts = random_log(seed, AUGUST_2018, &book, 200);
        let counts = fold(&single, &book, AUGUST_2018, AUGUST_2018 + MONTH, &facts);
        assert_eq!(counts, fold(&double, &book, AUGUST_2018, AUGUST_2018 + MONTH, &facts));
        let (one, two) = (price(&single, &book, &counts), price(&double, &book, &counts));
        assert_eq!((2 * one.total, one.charged, one.unrated), (two.total, two.charged, two.unrated));
        sum += one.total;
    }
    assert!(sum > 0);
}

/// Customers write, and each is answered once, 5 to 100 hours later, by the class that a desk under this window would take.
fn answers(window: Span) -> Vec<Fact> {
    let mut dice = Dice(11);
    let mut log = Log::default();
    for customer in 0..500 {
        let at = AUGUST_2018 + dice.below(20 * 24) as i64 * HOUR;
        log.inbound(at, customer, 0, (customer % 3) as u16, Entry::None);
        let after = (5 + dice.below(95) as i64) * HOUR;
        let class = if after < window.0 { Class::Service } else { Class::Utility };
        log.outbound(at + after, customer, 0, (customer % 3) as u16, class);
    }
    log.sorted()
}

#[test]
fn a_window_of_0_bills_every_answer_and_an_endless_one_none() {
    let book = book(&["UTC"], &["FR", "DE", "IN"]);
    for (window, charged) in [(Span(0), 500), (Span::FOREVER, 0)] {
        let plan = plan("whatsapp-2018-08", &Options { window: Some(window), ..launch() });
        let counts = fold(&plan, &book, AUGUST_2018, AUGUST_2018 + MONTH, &answers(window));
        let bill = price(&plan, &book, &counts);
        assert_eq!((bill.messages, bill.charged, counts.not_accepted()), (500, charged, 0));
    }
    // Notifications to customers who never wrote are charged under any window.
    let mut log = Log::default();
    log.outbound(AUGUST_2018, 1, 0, 0, Class::Utility);
    let endless = plan("whatsapp-2018-08", &Options { window: Some(Span::FOREVER), ..launch() });
    let counts = fold(&endless, &book, AUGUST_2018, AUGUST_2018 + MONTH, &log.sorted());
    assert_eq!(price(&endless, &book, &counts).charged, 1);
}

#[test]
fn an_in_force_tariff_agrees_with_the_rules_it_gave_the_desk() {
    let book = book(&["UTC"], &["FR", "DE", "IN"]);
    for hours in [0, 1, 24, 50, 1000] {
        let plan = plan("whatsapp-2018-08", &Options { window: Some(Span(hours * HOUR)), ..launch() });
        let rules = plan.rules(&book, OCTOBER, OCTOBER + MONTH).first;
        let mut facts = random_log(hours as u64, AUGUST_2018, &book, 500);
        facts.retain(|f| match f.body {
            Body::MessageOut { class, window_from, sent_at, .. } => rules.accepts(class, window_from, sent_at),
            _ => true,
        });
        let counts = fold(&plan, &book, AUGUST_2018, AUGUST_2018 + MONTH, &facts);
        assert_eq!(counts.not_accepted(), 0);
        assert!(price(&plan, &book, &counts).messages > 20);
    }
}

#[test]
fn lead_and_drain_move_clocks_and_are_never_billed() {
    let book = book(&["UTC"], &["FR"]);
    let plan = plan("whatsapp-2018-08", &launch());
    let mut log = Log::default();
    log.inbound(AUGUST_2018 - HOUR, 1, 0, 0, Entry::None).head.part = Part::Lead;
    log.outbound(AUGUST_2018 - 30 * HOUR, 1, 0, 0, Class::Utility).head.part = Part::Lead; // would be charged
    log.outbound(AUGUST_2018 + HOUR, 1, 0, 0, Class::Utility); // free: the window of the lead still runs
    log.outbound(AUGUST_2018 + MONTH + HOUR, 1, 0, 0, Class::Utility).head.part = Part::Drain; // would be charged
    let bill = price(&plan, &book, &fold(&plan, &book, AUGUST_2018, AUGUST_2018 + MONTH, &log.sorted()));
    assert_eq!((bill.messages, bill.charged), (1, 0));
}

#[test]
fn memory_follows_what_is_open_now() {
    // 200,000 customers, one a minute, each writes once: at any time at most 24 × 60 windows run, so few entries are kept.
    let plan = built_in("whatsapp-2026-10");
    let book = book(&["UTC"], &["FR"]);
    let mut biller = Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
    let mut most = 0;
    for block in 0..200 {
        let mut log = Log::default();
        for i in 0..1000 {
            let n = block * 1000 + i;
            log.inbound(OCTOBER + n * MINUTE, n as u64, 0, 0, Entry::None);
        }
        biller.block(&log.facts);
        most = most.max(biller.pairs_held());
    }
    assert!((1440..=4096).contains(&most), "{most} pairs held");
}

#[test]
fn a_book_that_does_not_hold_together_is_refused() {
    let plan = built_in("whatsapp-2026-10");
    let mut bad = book(&["Europe/Atlantis"], &["FR"]);
    let text = |book| Biller::new(&plan, &book, OCTOBER, OCTOBER + MONTH).unwrap_err()[0].to_string();
    assert_eq!(
        text(bad.clone()),
        "error: there is no time zone `Europe/Atlantis`\n --> account `account-0`\n  = help: write an IANA name such as Europe/Paris"
    );
    bad.accounts[0].zone = "Europe/Paris".into();
    bad.numbers[0].account = 7;
    assert_eq!(text(bad), "error: number `number-0` has no account, or that account no business\n --> book");
}

/// A random log as a desk writes it: delivered when sent, some messages do not move clocks, and an answer at the very instant
/// of the customer's message may not know of it.
pub fn desk_log(seed: u64, book: &chatfare::facts::Book) -> Vec<Fact> {
    let mut dice = Dice(seed ^ 0xde5c);
    let mut facts = random_log(seed, OCTOBER, book, 200);
    for fact in &mut facts {
        match &mut fact.body {
            Body::MessageIn { moves_clocks, .. } => *moves_clocks = !dice.chance(15),
            Body::MessageOut { sent_at, .. } => *sent_at = fact.head.at,
            _ => {}
        }
    }
    let wrote: Vec<_> = facts
        .iter()
        .filter(|f| matches!(f.body, Body::MessageIn { moves_clocks: true, .. }))
        .map(|f| (f.head.at, f.head.customer, f.head.number))
        .collect();
    for fact in &mut facts {
        let head = fact.head;
        let blind = dice.chance(50) as i64;
        if let Body::MessageOut { window_from, .. } = &mut fact.body {
            let before = wrote.iter().filter(|w| (w.1, w.2) == (head.customer, head.number) && w.0 <= head.at - blind);
            *window_from = before.map(|w| w.0).max().unwrap_or(chatfare::facts::NEVER);
        }
    }
    facts
}

#[test]
fn a_desks_facts_are_billed_alike_with_and_without_a_table_of_windows() {
    let book = large_book(&["FR", "DE", "IN"]);
    let short = Options { window: Some(Span(5 * HOUR)), ..launch() };
    let mut plans = vec![plan("whatsapp-2018-08", &launch()), plan("whatsapp-2018-08", &short)];
    plans.push(plan("whatsapp-2018-08", &Options { window: Some(Span(0)), ..launch() }));
    plans.push(plan("whatsapp-2018-08", &Options { window: Some(Span(0)), edge_inside: true, ..launch() }));
    plans.push(built_in("whatsapp-2026-10"));
    let longer = vec![("entry_point_length".to_string(), "up to 7 days".to_string())];
    plans.push(plan("whatsapp-2026-10", &Options { settings: longer, edge_inside: true, ..Options::default() }));
    plans.push(plan(&super::world::fixture("minutes-late.toml"), &Options::default()));
    let mut ties = 0;
    for plan in &plans {
        for seed in 0..300 {
            let facts = desk_log(seed, &book);
            ties += facts.windows(2).filter(|w| w[0].head.at == w[1].head.at).count();
            let table = fold(plan, &book, OCTOBER, OCTOBER + MONTH, &facts);
            let mut dice = Dice(seed);
            let mut biller = Biller::for_desk(plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
            let mut rest = facts.as_slice();
            while !rest.is_empty() {
                let (block, after) = rest.split_at((dice.below(20) as usize).min(rest.len()));
                biller.block(block);
                rest = after;
            }
            assert_eq!(biller.finish(), table, "{}, seed {seed}", plan.name());
        }
    }
    assert!(ties > 1000, "the logs must have ties: {ties}");
}

#[test]
fn a_log_split_at_a_months_end_adds_up_if_clocks_are_carried_over_and_only_then() {
    // November begins at OCTOBER + 31 days. The first half's facts move the clocks of the second as its lead.
    let book = book(&["UTC", "UTC"], &["FR", "DE", "IN"]);
    let middle = OCTOBER + MONTH;
    let start = middle - 3 * 24 * HOUR;
    for name in ["whatsapp-2018-08", "whatsapp-2022-02", "whatsapp-2023-06", "whatsapp-2026-10"] {
        let plan = plan(name, &launch());
        let mut differ = 0;
        for seed in 0..200 {
            let mut facts = random_log(seed, start, &book, 150);
            facts.iter_mut().for_each(|f| f.head.part = Part::Run);
            let whole = fold(&plan, &book, start, middle + MONTH, &facts);
            let cut = facts.partition_point(|f| f.head.at < middle);
            let as_part = |facts: &[Fact], part| -> Vec<Fact> {
                facts.iter().map(|f| Fact { head: chatfare::facts::Head { part, ..f.head }, ..*f }).collect()
            };
            let first = fold(&plan, &book, start, middle, &facts[..cut]);
            let lead = [as_part(&facts[..cut], Part::Lead), facts[cut..].to_vec()].concat();
            let mut carried = first.clone();
            carried.merge(&fold(&plan, &book, middle, middle + MONTH, &lead)).unwrap();
            assert_eq!(carried, whole, "{name}, seed {seed}");
            let mut forgotten = first;
            forgotten.merge(&fold(&plan, &book, middle, middle + MONTH, &facts[cut..])).unwrap();
            differ += (price(&plan, &book, &forgotten) != price(&plan, &book, &whole)) as u64;
        }
        assert!(differ > 10, "{name}: forgetting the clocks changed {differ} of 200 bills");
    }
}

#[test]
fn swapped_accounts_give_swapped_bills() {
    let book = book(&["Europe/Paris", "Europe/Paris"], &["FR", "DE", "IN"]);
    for name in ["whatsapp-2018-08", "whatsapp-2023-06", "whatsapp-2026-07"] {
        let plan = plan(name, &launch());
        for seed in 0..100 {
            let facts = random_log(seed, OCTOBER, &book, 200);
            let mut swapped = facts.clone();
            swapped.iter_mut().for_each(|f| f.head.number = 1 - f.head.number);
            let lines = |facts: &[Fact], swap: bool| {
                let bill = price(&plan, &book, &fold(&plan, &book, OCTOBER, OCTOBER + MONTH, facts));
                let other =
                    |n: &str| if swap == (n == "number-0") { "number-1".to_string() } else { "number-0".into() };
                let mut lines: Vec<_> = bill
                    .lines
                    .into_iter()
                    .map(|l| (l.month, other(&l.number), l.market, l.category, l.rule, l.messages, l.amount))
                    .collect();
                lines.sort();
                lines
            };
            assert_eq!(lines(&facts, false), lines(&swapped, true), "{name}, seed {seed}");
        }
    }
}

#[test]
fn a_longer_window_never_costs_more_in_2018() {
    let book = large_book(&["FR", "DE", "IN"]);
    let hours = [0, 1, 6, 24, 48, 200];
    let plans: Vec<_> =
        hours.iter().map(|h| plan("whatsapp-2018-08", &Options { window: Some(Span(h * HOUR)), ..launch() })).collect();
    let mut fell = 0;
    for seed in 0..200 {
        let facts = random_log(seed, AUGUST_2018, &book, 200);
        let total = |p: &std::sync::Arc<chatfare::tariff::Plan>| {
            price(p, &book, &fold(p, &book, AUGUST_2018, AUGUST_2018 + MONTH, &facts)).total
        };
        let totals: Vec<i128> = plans.iter().map(total).collect();
        assert!(totals.windows(2).all(|w| w[0] >= w[1]), "seed {seed}: {totals:?}");
        fell += (totals[0] > totals[5]) as u64;
    }
    assert!(fell > 150);
}

#[test]
fn tiers_of_a_portfolio_count_each_message_by_its_own_months_label() {
    let text = "says = \"Test.\"\nfrom = \"2026-09-01\"\n\
        tiers.v = { sum = \"business\", over = \"month\", of = \"utility\", rates = [{ up_to = 1, rate = \"0.10 EUR\" }, { rate = \"0.05 EUR\" }] }\n\
        rule = [{ name = \"m\", of = \"utility\", price = \"tiers\", tiers = \"v\" }, { name = \"rest\", price = \"free\" }]";
    let folder = super::world::Folder::new(&[("t.toml", text)]);
    let plan = plan(&folder.path("t.toml"), &Options::default());
    let book = large_book(&["FR"]); // a and b in Paris, c in Lima: one business
    let mut log = Log::default();
    log.outbound(OCTOBER - HOUR - HOUR / 2, 1, 0, 0, Class::Utility); // 00:30 of October in Paris: its first
    log.outbound(OCTOBER - HOUR, 1, 2, 0, Class::Utility); // still September in Lima: its first
    log.outbound(OCTOBER + 6 * HOUR, 1, 2, 0, Class::Utility); // October in Lima: the second of the business
    let from = OCTOBER - 10 * 24 * HOUR;
    let bill = price(&plan, &book, &fold(&plan, &book, from, from + MONTH, &log.sorted()));
    assert_eq!(bill.total, 250_000_000);
}
