//! What must hold of any stream of facts, checked by code that knows nothing of the desk.

use std::collections::{BTreeMap, BTreeSet};

use chatfare::experiment::assemble::Assembly;
use chatfare::experiment::replicate::Chunk;
use chatfare::facts::{Body, Channel, Fact, FactId, Fold, Part, Status};
use chatfare::scenario::Run;
use chatfare::statistics::tally::{Tallier, Tally};
use chatfare::tariff::{self, Biller, Counts};
use chatfare::units::Span;

/// One contact as its facts tell it.
#[derive(Default)]
struct Story {
    opened_at: Option<i64>,
    closed: bool,
    /// First message of the open turn.
    turn: Option<i64>,
    talking: bool,
}

/// Totals over all facts, and over the cohort of the run.
#[derive(Default)]
struct Sums {
    opened: i64,
    closed: i64,
    /// Turns and calls: begun (by message), ended answered, ended in vain, by channel.
    begun: i64,
    answered: [i64; 2],
    lost: [i64; 2],
    open_time: i64,
}

/// Checks everything; panics with the first fault.
pub fn audit(assembly: &Assembly, run: &Run, facts: &[Fact], chunk: &Chunk) {
    order(run, facts);
    let sums = stories(run, facts);
    let tally = &chunk.tally;
    assert_eq!(sums.opened, sums.closed, "every contact ends once");
    assert_eq!(tally.outcomes.iter().sum::<i64>(), tally.opened, "outcomes of the contacts opened in the run");
    assert_eq!(tally.opened, tally.countries.iter().map(|c| c.contacts).sum::<i64>());
    for (channel, waits) in [(Channel::Messages, &tally.messages), (Channel::Phone, &tally.phone)] {
        assert_eq!(waits.answered, sums.answered[channel as usize], "answered {channel:?}");
        assert_eq!(waits.offered, sums.answered[channel as usize] + sums.lost[channel as usize], "offered {channel:?}");
        assert_eq!(waits.histogram.count() as i64, waits.answered);
    }
    assert_eq!(sums.open_time, chunk.desk.staff.open_contacts, "Little's identity");
    let hours = &chunk.desk.staff.hours;
    let arrivals: i64 = hours.iter().map(|h| h.arrivals).sum();
    let offered = tally.messages.offered + tally.phone.offered;
    // Calls that found no line are no arrivals of the team; without a menu those who balk look like them.
    assert!((offered - lineless(run, facts)..=offered).contains(&arrivals), "turns by hour of the week: {arrivals}");
    assert_eq!(hours.iter().map(|h| h.span).sum::<i64>(), run.to - run.from, "the hours of the run");
    for group in &chunk.desk.staff.groups {
        assert!(group.busy <= group.staffed && group.overtime <= group.staffed && group.busy >= 0);
    }
    windows(facts);
    bills(assembly, chunk);
    recut(assembly, run, facts, chunk);
}

/// Ordered by (at, inbound first, id); inside the simulated time; each in its part; no identity twice.
fn order(run: &Run, facts: &[Fact]) {
    let rank = |fact: &Fact| match fact.body {
        Body::ContactOpened { .. } | Body::MessageIn { .. } | Body::CallStarted { .. } => 0,
        Body::MessageOut { .. } | Body::CallEnded { .. } | Body::TurnLost { .. } => 1,
        Body::ContactClosed { .. } => 2,
    };
    let key = |fact: &Fact| (fact.head.at, rank(fact), fact.head.id);
    if let Some(pair) = facts.windows(2).find(|pair| key(&pair[0]) >= key(&pair[1])) {
        panic!("out of order: {pair:#?}");
    }
    let begin = run.from - run.lead.0;
    let end = if run.drain == Span::FOREVER { i64::MAX } else { run.to + run.drain.0 };
    let mut seen = BTreeSet::new();
    for fact in facts {
        let head = &fact.head;
        assert!((begin..=end).contains(&head.at), "outside: {fact:?}");
        let part = match head.at {
            at if at < run.from => Part::Lead,
            at if at < run.to => Part::Run,
            _ => Part::Drain,
        };
        assert_eq!(head.part, part, "{fact:?}");
        assert!(seen.insert(head.id), "twice: {:?}", head.id);
        assert!(!matches!(fact.body, Body::ContactOpened { .. }) || head.at < run.to, "opened after the run: {fact:?}");
    }
}

/// Each contact's facts make sense: opened once, turns begin before they end, closed last.
fn stories(run: &Run, facts: &[Fact]) -> Sums {
    let mut contacts: BTreeMap<(u16, u32, u16), Story> = BTreeMap::new();
    let mut sums = Sums::default();
    let cohort = |at: i64| (run.from..run.to).contains(&at) as i64;
    for Fact { head, body } in facts {
        let FactId { stream, ordinal, generation, .. } = head.id;
        let notification = matches!(body, Body::MessageOut { .. });
        let story = contacts.entry((stream, ordinal, generation)).or_default();
        assert!(!story.closed, "after the end: {head:?} {body:?}");
        assert!(
            story.opened_at.is_some() || notification || matches!(body, Body::ContactOpened { .. }),
            "{head:?} {body:?}"
        );
        match *body {
            Body::ContactOpened { .. } => {
                assert!(story.opened_at.replace(head.at).is_none(), "opened twice: {head:?}");
                assert!(generation == 0 || contacts[&(stream, ordinal, generation - 1)].closed, "{head:?}");
                sums.opened += 1;
            }
            Body::MessageIn { reminder, .. } => {
                sums.begun += story.turn.is_none() as i64;
                assert!(!reminder || story.turn.is_some(), "a reminder of nothing: {head:?}");
                story.turn.get_or_insert(head.at);
            }
            Body::MessageOut { wait, queued, .. } if wait >= 0 => {
                assert_eq!(story.turn.take(), Some(head.at - wait), "{head:?} {body:?}");
                assert!((0..=wait).contains(&queued), "{body:?}");
                sums.answered[0] += cohort(head.at - wait);
            }
            Body::MessageOut { .. } => {}
            Body::TurnLost { wait } => {
                assert_eq!(story.turn.take(), Some(head.at - wait), "{head:?}");
                sums.lost[0] += cohort(head.at - wait);
            }
            Body::CallStarted { wait, .. } => {
                assert!(wait >= 0 && !std::mem::replace(&mut story.talking, true), "{head:?}");
            }
            Body::CallEnded { wait, talk, answered, line, outbound, .. } => {
                let held = if outbound { talk } else { talk + wait.max(0) };
                assert!(talk >= 0 && (line >= held || line == 0), "{body:?}");
                assert_eq!(std::mem::take(&mut story.talking), answered && wait >= 0, "{head:?} {body:?}");
                let began = head.at - talk - wait;
                if wait >= 0 {
                    if answered { sums.answered[1] += cohort(began) } else { sums.lost[1] += cohort(began) }
                }
            }
            Body::ContactClosed { wait, opened_at, .. } => {
                assert_eq!(story.opened_at, Some(opened_at), "{head:?}");
                assert!(!story.talking, "{head:?}");
                if wait >= 0 {
                    assert_eq!(story.turn.take(), Some(head.at - wait), "{head:?} {body:?}");
                    sums.lost[0] += cohort(head.at - wait);
                }
                assert_eq!(story.turn, None, "a turn without end: {head:?} {body:?}");
                story.closed = true;
                sums.closed += 1;
                sums.open_time += (head.at.min(run.to) - opened_at.max(run.from)).max(0);
            }
        }
    }
    sums
}

/// Calls that ended at once without holding a line for any time.
fn lineless(run: &Run, facts: &[Fact]) -> i64 {
    let of = |fact: &&Fact| {
        matches!(fact.body, Body::CallEnded { line: 0, wait: 0, answered: false, .. })
            && (run.from..run.to).contains(&fact.head.at)
    };
    facts.iter().filter(of).count() as i64
}

/// `window_from` is the customer's last message at that number that moved the clocks, in whichever contact.
fn windows(facts: &[Fact]) {
    let mut last: BTreeMap<(u64, u16), i64> = BTreeMap::new();
    for Fact { head, body } in facts {
        let pair = (head.customer, head.number);
        match *body {
            Body::MessageIn { moves_clocks: true, .. } => {
                last.insert(pair, head.at);
            }
            Body::MessageOut { window_from, sent_at, status, .. } => {
                assert!(sent_at == head.at || status != Status::Delivered);
                assert_eq!(last.get(&pair).copied().unwrap_or(i64::MIN), window_from, "{head:?} {body:?}");
            }
            _ => {}
        }
    }
}

/// The sum of the lines is the bill; every message of the run stands on one line.
fn bills(assembly: &Assembly, chunk: &Chunk) {
    let sent: i64 = chunk.tally.messages_out.iter().sum();
    for (plan, counts) in assembly.tariffs.iter().zip(&chunk.bills) {
        let bill = tariff::price(plan, &assembly.model.book, counts);
        assert_eq!(bill.lines.iter().map(|l| l.amount).sum::<i128>(), bill.total);
        assert_eq!(bill.lines.iter().map(|l| l.messages).sum::<u64>(), sent as u64);
        for line in &bill.lines {
            let expected = i128::from(line.rate.unwrap_or(0)) * i128::from(line.units);
            assert!(line.amount == expected && line.charged + line.unrated <= line.messages, "{line:?}");
        }
    }
}

/// Any cut into blocks gives the same tally and the same counts.
fn recut(assembly: &Assembly, run: &Run, facts: &[Fact], chunk: &Chunk) {
    for size in [1, 7, usize::MAX] {
        let (tally, counts) = fold(assembly, run, facts, size);
        assert_eq!(tally, chunk.tally, "blocks of {size}");
        assert_eq!(counts, chunk.bills, "blocks of {size}");
    }
}

fn fold(assembly: &Assembly, run: &Run, facts: &[Fact], size: usize) -> (Tally, Vec<Counts>) {
    let model = &assembly.model;
    let thresholds = [model.measures.message_threshold.0, model.measures.call_threshold.0];
    let sizes = (assembly.desk.streams.len(), model.reasons.len(), model.book.countries.len());
    let mut tallier = Tallier::new(run.from, run.to, thresholds, &assembly.rules, sizes);
    let biller = |plan| Biller::new(plan, &model.book, run.from, run.to).expect("a biller");
    let mut billers: Vec<Biller> = assembly.tariffs.iter().map(biller).collect();
    for block in facts.chunks(size.min(facts.len().max(1))) {
        tallier.block(block);
        billers.iter_mut().for_each(|biller| biller.block(block));
    }
    (tallier.finish(), billers.into_iter().map(Biller::finish).collect())
}
