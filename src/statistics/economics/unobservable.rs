//! Queues whose length customers do not see.

use super::super::problem::{Checks, InputError};

/// An M/M/1 with as many customers as it likes, each worth R when served, at C for each unit of time inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdelsonHildebrand {
    /// Rate at which they join without a price.
    pub joins_alone: f64,
    /// Rate that is best for all together, and at the price below.
    pub joins_socially: f64,
    /// The price that makes them choose it; it also earns most.
    pub price: f64,
    /// Revenue per unit of time at that price.
    pub revenue: f64,
}

/// Edelson & Hildebrand (1975, 10.2307/1913415): rate μ − C/R without a price, μ − √(Cμ/R) at the price R − √(CR/μ).
///
/// # Errors
/// Numbers that are not above zero or not finite; Rμ/C below 1 (nobody ever joins).
pub fn edelson_hildebrand(reward: f64, waiting_cost: f64, service_rate: f64) -> Result<EdelsonHildebrand, InputError> {
    Checks::default()
        .range("reward", reward, "money a service", 1e-12, 1e12)
        .range("waiting_cost", waiting_cost, "money a unit of time", 1e-12, 1e12)
        .range("service_rate", service_rate, "services a unit of time", 1e-9, 1e9)
        .range(
            "reward × service_rate / waiting_cost",
            reward * service_rate / waiting_cost,
            "services worth one wait",
            1.0,
            1e15,
        )
        .finish()?;
    let joins_socially = service_rate - (waiting_cost * service_rate / reward).sqrt();
    let price = reward - (waiting_cost * reward / service_rate).sqrt();
    Ok(EdelsonHildebrand {
        joins_alone: service_rate - waiting_cost / reward,
        joins_socially,
        price,
        revenue: price * joins_socially,
    })
}

/// An M/M/1 whose customers differ in what a service is worth to them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mendelson {
    /// Arrival rate that is best for all together.
    pub rate: f64,
    /// The price that brings it about: the delay that one more customer causes to the others.
    pub price: f64,
    /// Price × rate.
    pub revenue: f64,
    /// Value of the services less waiting, per unit of time.
    pub net_value: f64,
}

/// Mendelson (1985, 10.1145/3166.3171) with the marginal value V'(λ) = `first` − `slope` λ, a delay worth `waiting_cost` a unit of
/// time, capacity μ: V'(λ) = v/(μ−λ) + price, price = v λ/(μ−λ)².
///
/// # Errors
/// Numbers that are not above zero (the slope may be zero) or not finite; a first customer who is worth less than his service
/// time.
pub fn mendelson(first: f64, slope: f64, waiting_cost: f64, service_rate: f64) -> Result<Mendelson, InputError> {
    Checks::default()
        .range("first", first, "money a service", 1e-12, 1e12)
        .range("slope", slope, "money a service, by rate", 0.0, 1e12)
        .range("waiting_cost", waiting_cost, "money a unit of time", 1e-12, 1e12)
        .range("service_rate", service_rate, "services a unit of time", 1e-9, 1e9)
        .holds(first * service_rate >= waiting_cost, || {
            format!("the first customer is worth {first}, less than the time of the own service: nobody joins")
        })
        .finish()?;
    let price = |rate: f64| waiting_cost * rate / ((service_rate - rate) * (service_rate - rate));
    let surplus = |rate: f64| first - slope * rate - waiting_cost / (service_rate - rate) - price(rate);
    // The surplus of one more customer falls from above zero to minus infinity at μ.
    let (mut low, mut high) = (0.0, service_rate);
    while high - low > 4.0 * f64::EPSILON * service_rate {
        let middle = 0.5 * (low + high);
        if surplus(middle) > 0.0 { low = middle } else { high = middle }
    }
    let net_value = low * (first - 0.5 * slope * low) - waiting_cost * low / (service_rate - low);
    Ok(Mendelson { rate: low, price: price(low), revenue: price(low) * low, net_value })
}
