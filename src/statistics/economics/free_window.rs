//! The free window in its smallest form: one agent whose speed is the decision, late answers cost money.

use super::super::problem::{Checks, InputError};

/// The best answer of a desk to a price and a window, and what the platform earns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreeWindow {
    /// Service rate that costs least; equal to the arrival rate where spare capacity does not pay (a limit).
    pub service_rate: f64,
    /// Share of answers after the window.
    pub late_share: f64,
    /// What the platform earns a unit of time.
    pub revenue: f64,
    /// What the desk pays a unit of time: capacity, late answers, waiting.
    pub cost: f64,
}

/// One M/M/1 desk, the answer delivered at the end of handling: cost(μ) = cμ + λ p e^{−(μ−λ)W} + h λ/(μ−λ), with the window W on
/// the sojourn time, late answers at p each, capacity at c a unit of rate, delay at h a customer and unit of time.
///
/// Without delay cost: μ = λ + ln(λpW/c)/W if λpW > c, else no spare capacity; the late share is c/(λpW) and the revenue
/// min(λp, c/W): above p = c/(λW) a higher price buys faster answers and no revenue. With h > 0 the best x = μ − λ solves
/// c = λpW e^{−xW} + λh/x². A price above `value_of_late_answer` is never paid: late answers are dropped, revenue 0, each at the
/// loss of that value.
///
/// # Errors
/// Numbers that are not above zero (price and delay cost may be zero) or not finite.
pub fn free_window(
    arrival_rate: f64,
    price: f64,
    window: f64,
    capacity_cost: f64,
    delay_cost: f64,
    value_of_late_answer: f64,
) -> Result<FreeWindow, InputError> {
    Checks::default()
        .range("arrival_rate", arrival_rate, "conversations a unit of time", 1e-9, 1e9)
        .range("price", price, "money a late answer", 0.0, 1e12)
        .range("window", window, "units of time", 1e-9, 1e12)
        .range("capacity_cost", capacity_cost, "money a unit of rate and time", 1e-12, 1e12)
        .range("delay_cost", delay_cost, "money a customer and unit of time", 0.0, 1e12)
        .range("value_of_late_answer", value_of_late_answer, "money a late answer", 0.0, f64::INFINITY)
        .finish()?;
    let paid = price <= value_of_late_answer;
    let penalty = arrival_rate * if paid { price } else { value_of_late_answer };
    // Derivative of the cost in x = μ − λ.
    let slope = |x: f64| {
        let delay = if delay_cost > 0.0 { arrival_rate * delay_cost / (x * x) } else { 0.0 };
        capacity_cost - penalty * window * libm::exp(-x * window) - delay
    };
    let spare =
        if delay_cost == 0.0 { (libm::log(penalty * window / capacity_cost) / window).max(0.0) } else { root(slope) };
    let late_share = libm::exp(-spare * window);
    let delay = if delay_cost > 0.0 { arrival_rate * delay_cost / spare } else { 0.0 };
    Ok(FreeWindow {
        service_rate: arrival_rate + spare,
        late_share,
        revenue: if paid { penalty * late_share } else { 0.0 },
        cost: capacity_cost * (arrival_rate + spare) + penalty * late_share + delay,
    })
}

/// Zero of a function that increases from minus infinity at 0 to above zero.
fn root(slope: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while slope(high) < 0.0 && high < 1e300 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if slope(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
