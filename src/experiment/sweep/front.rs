//! The Pareto front of cost against response time over all points and variants.

use crate::statistics::t_quantile;
use crate::table::{ParetoRow, Unit};

use super::tables::{Place, Source};

/// Rows of the front that others are tested against, at most.
const MOST_RIVALS: usize = 400;

/// Cost: the first metric in money; response: the first ratio in seconds. Empty if either is not asked for.
pub fn front(source: &Source) -> Vec<ParetoRow> {
    let first = |fits: &dyn Fn(Unit) -> bool| {
        let places = 0..source.asked.metrics.len();
        places.into_iter().find(|m| fits(source.asked.metrics[*m].unit) && source.answers.pairs(0, 0, *m).is_some())
    };
    let cost = first(&|unit| matches!(unit, Unit::Money | Unit::MoneyPer(_)));
    let response = first(&|unit| unit == Unit::Second);
    let (Some(cost), Some(response)) = (cost, response) else { return Vec::new() };
    let complete = |place: &Place| {
        [cost, response].iter().all(|m| source.answers.value(place.0, place.1, source.asked, *m).is_some())
    };
    let places: Vec<Place> = source.places().filter(complete).collect();
    let (Some(costs), Some(responses)) = (source.observations(&places, cost), source.observations(&places, response))
    else {
        return Vec::new();
    };
    let standings = standings(&costs, &responses, source.asked.level);
    let row = |(place, standing): (&Place, &'static str)| {
        let value = |metric: usize| source.answers.value(place.0, place.1, source.asked, metric).unwrap_or_default();
        ParetoRow {
            point: place.0 as u32,
            variant: source.base.variants[place.1].name.clone(),
            cost_metric: source.asked.metrics[cost].name.into(),
            cost: value(cost),
            response_metric: source.asked.metrics[response].name.into(),
            response: value(response),
            standing,
        }
    };
    places.iter().zip(standings).map(row).collect()
}

/// Who is on the front of the means, and who is surely beaten by one of it in both measures.
fn standings(costs: &[Vec<f64>], responses: &[Vec<f64>], level: f64) -> Vec<&'static str> {
    let mean = |x: &Vec<f64>| x.iter().sum::<f64>() / x.len().max(1) as f64;
    let (x, y): (Vec<f64>, Vec<f64>) = (costs.iter().map(mean).collect(), responses.iter().map(mean).collect());
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]).then(y[*a].total_cmp(&y[*b])).then(a.cmp(b)));
    let mut best = f64::INFINITY;
    let mut on = vec![false; x.len()];
    let mut last = (f64::NAN, f64::NAN);
    for i in order {
        // Equal points (shared simulations) stand on the front together.
        if y[i] < best || (x[i], y[i]) == last {
            (best, on[i], last) = (y[i], true, (x[i], y[i]));
        }
    }
    let rivals: Vec<usize> = (0..x.len()).filter(|i| on[*i]).take(MOST_RIVALS).collect();
    let n = costs.first().map_or(0, Vec::len);
    let t = t_quantile(level, n.saturating_sub(1) as u32);
    // Student's interval of a − b lies below zero; its quantile is the same for all pairs.
    let below = |a: &[f64], b: &[f64]| {
        let mean = a.iter().zip(b).map(|(a, b)| a - b).sum::<f64>() / n as f64;
        let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b - mean) * (a - b - mean)).sum();
        t.is_some_and(|t| mean + t * (squares / (n - 1) as f64 / n as f64).sqrt() < 0.0)
    };
    let beaten = |i: usize| rivals.iter().any(|r| below(&costs[*r], &costs[i]) && below(&responses[*r], &responses[i]));
    (0..x.len())
        .map(|i| match (on[i], !on[i] && beaten(i)) {
            (true, _) => "front",
            (_, true) => "dominated",
            _ => "not distinguishable from the front",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::standings;

    /// Hand-made: (1, 3), (2, 1) are the front; (3, 4) is beaten by both; (2.05, 1.02) only within its noise.
    #[test]
    fn the_front_and_how_sure_it_is() {
        let wobble = [-0.1, 0.1, 0.0, 0.05, -0.05];
        let other = [0.2, -0.3, 0.1, -0.1, 0.1];
        let cell = |mean: f64, noise: &[f64; 5]| noise.iter().map(|e| mean + e).collect::<Vec<f64>>();
        let costs = [cell(1.0, &wobble), cell(2.0, &wobble), cell(3.0, &wobble), cell(2.05, &other)];
        let responses = [cell(3.0, &wobble), cell(1.0, &wobble), cell(4.0, &wobble), cell(1.02, &other)];
        let found = standings(&costs, &responses, 0.95);
        assert_eq!(found, ["front", "front", "dominated", "not distinguishable from the front"]);
    }
}
