//! Naor's queue: join or leave, and the toll that makes it right.

use super::super::problem::{Checks, InputError};

/// An M/M/1 whose customers see the queue before they join: worth R when served, C for each unit of time inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Naor {
    /// n_e: without toll a customer joins while fewer than this many are present.
    pub joins_alone: u64,
    /// n*: the threshold that is best for all together.
    pub joins_socially: u64,
    /// n_r: the threshold at the toll that earns most.
    pub joins_at_revenue: u64,
    /// Value less waiting per unit of time at n_e.
    pub welfare_alone: f64,
    /// The same at n*.
    pub welfare_socially: f64,
    /// Tolls that make customers choose n*: above the first, up to the second.
    pub toll: (f64, f64),
    /// The toll that earns most.
    pub revenue_toll: f64,
    /// Revenue per unit of time at that toll.
    pub revenue: f64,
    /// Share of customers who leave at n_e.
    pub refused_alone: f64,
    /// Share who leave at n*.
    pub refused_socially: f64,
}

/// Naor (1969, 10.2307/1909200) with ν = Rμ/C and ρ = λ/μ: n_e = ⌊ν⌋; n* = ⌊x⌋ with
/// (x(1−ρ) − ρ(1−ρˣ))/(1−ρ)² = ν; tolls R − C(n*+1)/μ < t ≤ R − C n*/μ; n_r = ⌊y⌋ with
/// y + (1−ρ^{y−1})(1−ρ^{y+1})/(ρ^{y−1}(1−ρ)²) = ν at the toll R − C n_r/μ; n_r ≤ n* ≤ n_e.
///
/// Where x or y is whole, two thresholds are equally good and the larger is given.
///
/// # Errors
/// Numbers that are not above zero or not finite; ν below 1 (nobody ever joins) or above 10⁶.
pub fn naor(reward: f64, waiting_cost: f64, arrival_rate: f64, service_rate: f64) -> Result<Naor, InputError> {
    let nu = reward * service_rate / waiting_cost;
    Checks::default()
        .range("reward", reward, "money a service", 1e-12, 1e12)
        .range("waiting_cost", waiting_cost, "money a unit of time", 1e-12, 1e12)
        .range("arrival_rate", arrival_rate, "arrivals a unit of time", 1e-9, 1e9)
        .range("service_rate", service_rate, "services a unit of time", 1e-9, 1e9)
        .range("reward × service_rate / waiting_cost", nu, "services worth one wait", 1.0, 1e6)
        .finish()?;
    let rho = arrival_rate / service_rate;
    let alone = whole(nu);
    let (mut socially, mut at_revenue) = (1, 1);
    // Both left sides increase in the threshold, from 1 at 1.
    let mut sums = Sums::new(rho);
    while socially < alone && fits(sums.social, nu) {
        at_revenue += u64::from(at_revenue == socially && fits(sums.revenue, nu));
        socially += 1;
        sums.next();
    }
    let state = |n: u64| States::new(rho, n);
    let welfare = |n: u64| arrival_rate * reward * (1.0 - state(n).full) - waiting_cost * state(n).mean;
    let price = |n: u64| reward - waiting_cost * n as f64 / service_rate;
    Ok(Naor {
        joins_alone: alone,
        joins_socially: socially,
        joins_at_revenue: at_revenue,
        welfare_alone: welfare(alone),
        welfare_socially: welfare(socially),
        toll: (price(socially + 1), price(socially)),
        revenue_toll: price(at_revenue),
        revenue: arrival_rate * (1.0 - state(at_revenue).full) * price(at_revenue),
        refused_alone: state(alone).full,
        refused_socially: state(socially).full,
    })
}

/// ⌊ν⌋, where a rounding error below a whole number is that number.
fn whole(nu: f64) -> u64 {
    libm::floor(nu * (1.0 + 1e-12)) as u64
}

fn fits(left: f64, nu: f64) -> bool {
    left <= nu * (1.0 + 1e-12)
}

/// Left sides of both equations at the whole number n + 1, as sums: (x(1−ρ) − ρ(1−ρˣ))/(1−ρ)² = Σ_{j<x} (1 + ρ + … + ρʲ), so
/// that ρ = 1 is no exception.
struct Sums {
    rho: f64,
    n: f64,
    /// 1 + ρ + … + ρ^{n}.
    series: f64,
    /// ρ^{n}.
    power: f64,
    /// Left side of the social equation at x = n + 1.
    social: f64,
    /// Left side of the revenue equation at y = n + 1.
    revenue: f64,
}

impl Sums {
    /// At n = 1.
    fn new(rho: f64) -> Sums {
        let mut sums = Sums { rho, n: 1.0, series: 1.0 + rho, power: rho, social: 2.0 + rho, revenue: 0.0 };
        sums.revenue = sums.revenue();
        sums
    }

    fn next(&mut self) {
        self.n += 1.0;
        self.power *= self.rho;
        self.series += self.power;
        self.social += self.series;
        self.revenue = self.revenue();
    }

    /// y + (1−ρ^{y−1})(1−ρ^{y+1})/(ρ^{y−1}(1−ρ)²) at y = n + 1: the quotients are sums of n and n + 2 powers.
    fn revenue(&self) -> f64 {
        let shorter = self.series - self.power;
        let longer = self.series + self.power * self.rho;
        self.n + 1.0 + shorter * longer / self.power
    }
}

/// M/M/1/n.
struct States {
    /// Probability that n are present.
    full: f64,
    /// Mean number present.
    mean: f64,
}

impl States {
    fn new(rho: f64, n: u64) -> States {
        // Weights relative to the full or the empty state, whichever is larger: nothing overflows.
        let ratio = rho.min(1.0 / rho);
        let (mut weight, mut total, mut moment) = (1.0, 0.0, 0.0);
        let mut last = 1.0;
        for step in 0..=n {
            let present = if rho <= 1.0 { step } else { n - step };
            total += weight;
            moment += weight * present as f64;
            last = weight;
            weight *= ratio;
        }
        let full = if rho <= 1.0 { last } else { 1.0 };
        States { full: full / total, mean: moment / total }
    }
}
