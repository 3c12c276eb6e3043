//! Silent leaving against a Markov chain that is written out and solved here, on its own.
//!
//! Two agents of one chat, Poisson arrivals, exponential service, patience and detection; who gives up stays in the queue as a
//! ghost with probability q. First come, first served, so the chain must know which places of the queue are ghosts: a state
//! is (agents who serve, agents who hold a ghost's place, the queue as a word of people and ghosts). Queues are cut at 11:
//! the probability of a full one is below 10⁻⁴ and enters both answers, which differ from the endless queue by less than that.

use crate::desk::stage::scenario;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::replicate::replicate;
use chatfare::statistics::{Pair, ratio};

/// Rates an hour.
struct Rates {
    arrival: f64,
    service: f64,
    patience: f64,
    detection: f64,
    silent: f64,
}

const AGENTS: usize = 2;
const LONGEST: usize = 11;

/// Ghosts in the queue as bits from the head, and its length.
type Queue = (u32, usize);

/// Dense index of (ghosts held, queue); a queue stands only where all agents are busy, so serving = AGENTS − ghosts.
struct Space {
    /// Without a queue: index by (serving, ghosts held).
    first_queue: usize,
    size: usize,
}

impl Space {
    fn new() -> Space {
        let free = (AGENTS + 1) * (AGENTS + 1);
        Space { first_queue: free, size: free + (AGENTS + 1) * (1 << (LONGEST + 1)) }
    }

    fn at(&self, serving: usize, held: usize, (word, length): Queue) -> usize {
        if length == 0 {
            return serving * (AGENTS + 1) + held;
        }
        // Words of one length follow those of all shorter ones.
        self.first_queue + held * (1 << (LONGEST + 1)) + (1 << length) + word as usize
    }
}

/// All transitions out of a state: (rate, next serving, next held, next queue).
fn moves(rates: &Rates, serving: usize, held: usize, (word, length): Queue) -> Vec<(f64, usize, usize, Queue)> {
    let mut list = Vec::new();
    let full = serving + held == AGENTS;
    match full {
        false => list.push((rates.arrival, serving + 1, held, (0, 0))),
        true if length < LONGEST => list.push((rates.arrival, serving, held, (word, length + 1))),
        true => {}
    }
    // An agent is free: the head of the queue, person or ghost.
    let next = |serving: usize, held: usize| match length {
        0 => (serving, held, (0, 0)),
        _ if word & 1 == 1 => (serving, held + 1, (word >> 1, length - 1)),
        _ => (serving + 1, held, (word >> 1, length - 1)),
    };
    if serving > 0 {
        let (s, h, q) = next(serving - 1, held);
        list.push((serving as f64 * rates.service, s, h, q));
    }
    if held > 0 {
        let (s, h, q) = next(serving, held - 1);
        list.push((held as f64 * rates.detection, s, h, q));
    }
    for place in (0..length).filter(|place| word >> place & 1 == 0) {
        let below = word & ((1 << place) - 1);
        let removed = below | (word >> (place + 1)) << place;
        list.push((rates.patience * rates.silent, serving, held, (word | 1 << place, length)));
        list.push((rates.patience * (1.0 - rates.silent), serving, held, (removed, length - 1)));
    }
    list
}

/// Share of customers who give up, and the mean number of places held for ghosts.
fn solve(rates: &Rates) -> (f64, f64) {
    let space = Space::new();
    let mut states = Vec::new();
    for held in 0..=AGENTS {
        states.extend((0..=AGENTS - held).map(|serving| (serving, held, (0, 0))));
        for length in 1..=LONGEST {
            states.extend((0..1u32 << length).map(|word| (AGENTS - held, held, (word, length))));
        }
    }
    // Incoming rates of each state, for Gauss and Seidel.
    let mut incoming: Vec<Vec<(usize, f64)>> = vec![Vec::new(); space.size];
    let mut out = vec![0.0; space.size];
    for (serving, held, queue) in &states {
        let from = space.at(*serving, *held, *queue);
        for (rate, s, h, q) in moves(rates, *serving, *held, *queue).into_iter().filter(|m| m.0 > 0.0) {
            incoming[space.at(s, h, q)].push((from, rate));
            out[from] += rate;
        }
    }
    let order: Vec<usize> = states.iter().map(|(s, h, q)| space.at(*s, *h, *q)).collect();
    let mut p = vec![0.0; space.size];
    order.iter().for_each(|at| p[*at] = 1.0 / order.len() as f64);
    for _ in 0..3000 {
        let mut change = 0.0_f64;
        for at in &order {
            let new = incoming[*at].iter().map(|(from, rate)| p[*from] * rate).sum::<f64>() / out[*at];
            change = change.max((new - p[*at]).abs());
            p[*at] = new;
        }
        let sum: f64 = order.iter().map(|at| p[*at]).sum();
        order.iter().for_each(|at| p[*at] /= sum);
        if change < 1e-13 {
            break;
        }
    }
    let mean = |of: &dyn Fn(usize, usize, Queue) -> f64| -> f64 {
        states.iter().map(|(s, h, q)| p[space.at(*s, *h, *q)] * of(*s, *h, *q)).sum()
    };
    let full = mean(&|_, _, (_, length)| f64::from(u8::from(length == LONGEST)));
    assert!(full < 1e-4, "the cut is too short: {full}");
    let persons = mean(&|_, _, (word, length)| (length as u32 - word.count_ones()) as f64);
    (rates.patience * persons / rates.arrival, mean(&|_, held, _| held as f64))
}

/// Without ghosts the chain is Erlang A.
#[test]
fn the_chain_without_ghosts_is_erlang_a() {
    let rates = Rates { arrival: 18.0, service: 12.0, patience: 20.0, detection: 20.0, silent: 0.0 };
    let (lost, held) = solve(&rates);
    let exact = chatfare::statistics::erlang_a(18.0, 300.0, 180.0, 2, 20.0).expect("a queue");
    assert!((lost - exact.p_abandon).abs() < 1e-5, "{lost} not {}", exact.p_abandon);
    assert!(held < 1e-12, "{held}");
}

/// 60 replications of 60,000 customers: with 4.5 standard errors a fault of 2 % would be seen in either number.
#[test]
fn silent_leaving_is_its_markov_chain() {
    for (silent, arrival) in [(0.7, 18.0), (1.0, 15.0)] {
        let rates = Rates { arrival, service: 12.0, patience: 20.0, detection: 20.0, silent };
        let (lost, held) = solve(&rates);
        let text = format!(
            "[run]\nfrom = \"2018-08-01\"\nto = \"2019-01-01\"\nlead = \"1 d\"\nallow_unstable = true\n[business]\nzone = \"UTC\"\n\
             [population.p]\ncountries = {{ FR = \"100 %\" }}\n[zone]\nFR = \"UTC\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\n\
             rates = {{ FR = \"0.05 USD\" }}\n[group.team]\nagents = {AGENTS}\nwage = \"0 USD\"\n[reason.r]\nvolume = \"{arrival}/h\"\n\
             handling = \"exponential, mean 5 min\"\nsame_difficulty = 0\npatience = \"exponential, mean 3 min\"\n\
             silent = {{ chance = \"{} %\", detection = \"exponential, mean 3 min\" }}\n",
            silent * 100.0
        );
        let scenario = scenario("ghosts.toml", &text);
        let assembly = assemble(&scenario.variants[0].model, &scenario.run).expect("a desk");
        let (mut gone, mut places): (Vec<Pair>, Vec<Pair>) = (Vec::new(), Vec::new());
        for replication in 0..60 {
            let chunk = replicate(&assembly, &scenario.run, 20_250_108, replication).expect("a replication");
            let waits = &chunk.tally.messages;
            gone.push(((waits.offered - waits.answered).into(), waits.offered.into()));
            places.push((chunk.desk.extras.noticed.1.into(), (scenario.run.to - scenario.run.from).into()));
        }
        for (what, pairs, exact) in [("lost", gone, lost), ("places held", places, held)] {
            let found = ratio(&pairs, 0.99999).expect("a ratio");
            let half = found.half_width().expect("an interval");
            assert!(half / exact < 0.02, "{what}: sees only {half} of {exact}");
            assert!((found.mean - exact).abs() < half, "q {silent}, {what}: {} ± {half}, exact {exact}", found.mean);
        }
    }
}
