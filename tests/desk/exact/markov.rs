//! Small Markov chains, solved by Gauss-Seidel sweeps: the independent witness where no formula is printed.

/// Stationary probabilities of a chain: `rates(state)` lists (state, rate) of its jumps.
pub fn stationary(states: usize, rates: impl Fn(usize) -> Vec<(usize, f64)>) -> Vec<f64> {
    let mut into: Vec<Vec<(usize, f64)>> = vec![Vec::new(); states];
    let mut out = vec![0.0; states];
    for (from, out) in out.iter_mut().enumerate() {
        for (to, rate) in rates(from) {
            into[to].push((from, rate));
            *out += rate;
        }
    }
    let mut p = vec![1.0 / states as f64; states];
    for sweep in 0..200_000 {
        let mut change: f64 = 0.0;
        for state in 0..states {
            let inflow: f64 = into[state].iter().map(|(from, rate)| p[*from] * rate).sum();
            let new = inflow / out[state];
            change = change.max((new - p[state]).abs());
            p[state] = new;
        }
        let sum: f64 = p.iter().sum();
        p.iter_mut().for_each(|p| *p /= sum);
        if change < 1e-15 && sweep > 10 {
            break;
        }
    }
    p
}

/// Two types at `agents` servers of one rate: the first is served by anybody, the second only while more than `kept` are
/// free. Mean waits of both by Little, s. Rates per second; queues cut at `cut`.
pub fn reserved(first: f64, second: f64, mu: f64, agents: usize, kept: usize, cut: usize) -> [f64; 2] {
    // Busy agents, first in line (only if all are busy), second in line (only if no more than `kept` are free).
    let index = |busy: usize, a: usize, b: usize| (busy * (cut + 1) + a) * (cut + 1) + b;
    let shape = (agents + 1) * (cut + 1) * (cut + 1);
    let open = agents - kept;
    let rates = |state: usize| {
        let (b, a, busy) = (state % (cut + 1), state / (cut + 1) % (cut + 1), state / (cut + 1) / (cut + 1));
        if (a > 0 && busy < agents) || (b > 0 && busy < open) {
            // Not a state of the chain: it falls back at once.
            return vec![(index(0, 0, 0), 1.0)];
        }
        let mut jumps = Vec::new();
        match busy < agents {
            true => jumps.push((index(busy + 1, 0, b), first)),
            false if a < cut => jumps.push((index(busy, a + 1, b), first)),
            false => {}
        }
        match busy < open {
            true => jumps.push((index(busy + 1, 0, 0), second)),
            false if b < cut => jumps.push((index(busy, a, b + 1), second)),
            false => {}
        }
        if busy > 0 {
            let done = mu * busy as f64;
            let next = match (a, b) {
                (1.., _) => index(busy, a - 1, b),
                (0, 1..) if busy - 1 < open => index(busy, 0, b - 1),
                _ => index(busy - 1, 0, b),
            };
            jumps.push((next, done));
        }
        jumps
    };
    let p = stationary(shape, rates);
    let mean = |of: &dyn Fn(usize) -> usize| p.iter().enumerate().map(|(s, p)| p * of(s) as f64).sum::<f64>();
    let waiting = [mean(&|s| s / (cut + 1) % (cut + 1)), mean(&|s| s % (cut + 1))];
    [waiting[0] / first, waiting[1] / second]
}

/// M/M/c/K: blocked share, and mean wait of those let in, s.
pub fn mmck(lambda: f64, mu: f64, agents: usize, places: usize) -> (f64, f64) {
    let p = stationary(places + 1, |n| {
        let mut jumps = Vec::new();
        if n < places {
            jumps.push((n + 1, lambda));
        }
        if n > 0 {
            jumps.push((n - 1, mu * n.min(agents) as f64));
        }
        jumps
    });
    let waiting: f64 = p.iter().enumerate().map(|(n, p)| p * n.saturating_sub(agents) as f64).sum();
    (p[places], waiting / (lambda * (1.0 - p[places])))
}

#[test]
fn the_solver_knows_erlang_c_and_an_empty_reserve() {
    let exact = chatfare::statistics::erlang_c(100.0, 120.0, 5, 20.0).expect("stable").asa_s;
    let (lambda, mu) = (100.0 / 3600.0, 1.0 / 120.0);
    let (blocked, wait) = mmck(lambda, mu, 5, 400);
    assert!(blocked < 1e-12 && (wait / exact - 1.0).abs() < 1e-6, "{blocked} {wait} {exact}");
    // Without a reserve the first type has priority; the mean over both is that of Erlang C.
    let [first, second] = reserved(lambda / 2.0, lambda / 2.0, mu, 5, 0, 60);
    assert!(first < second && ((first + second) / 2.0 / exact - 1.0).abs() < 1e-3, "{first} {second} {exact}");
}
