//! Response time against the window, at the tariff's own rates: median and the slowest tenth.

use super::super::figure::Figure;
use super::super::theme::{Look, Theme, look};
use super::super::{Error, Picture};
use super::curves::{Curve, Panel, panels};
use super::revenue::{HORIZONS, distinct, on_grid, window_words};
use super::{PriceChart, PriceContext};
use crate::table::{PlatformRow, PriceTables, plain};

const NAME: &str = "response_times";
/// Where rules stand, s.
const TICKS: [(f64, &str); 9] = [
    (10.0, "10 s"),
    (60.0, "1 min"),
    (600.0, "10 min"),
    (3_600.0, "1 h"),
    (21_600.0, "6 h"),
    (86_400.0, "1 day"),
    (259_200.0, "3 days"),
    (604_800.0, "1 week"),
    (2_419_200.0, "4 weeks"),
];

/// The chart.
pub const CHART: PriceChart = PriceChart { name: NAME, needs, draw };

fn needs(tables: &PriceTables) -> bool {
    on_grid(tables, "response_median").next().is_some()
}

fn draw(tables: &PriceTables, context: &PriceContext, theme: &Theme) -> Result<Picture, Error> {
    let slow: Vec<&PlatformRow> = on_grid(tables, "response_p90").collect();
    let median: Vec<&PlatformRow> = on_grid(tables, "response_median").collect();
    let windows = distinct(slow.iter().filter_map(|row| row.window_s));
    let shown = few(&distinct(slow.iter().map(|row| row.price)));
    let usual = shown.iter().copied().min_by(|a, b| (a - 1.0).abs().total_cmp(&(b - 1.0).abs())).unwrap_or(1.0);
    let subtitle = format!(
        "Time within which 90 % of answers come, by length of the window, at some multiples of the tariff's rates; dashed: the median at {}; logarithmic; {}",
        plain(usual),
        context.interval()
    );
    let mut figure = Figure::new(theme, "Does a window make firms faster?", &subtitle);
    let colour = |i: usize| look(Some(i));
    figure.key(&shown.iter().enumerate().map(|(i, p)| (colour(i), format!("{} times", plain(*p)))).collect::<Vec<_>>());
    let step = |row: &PlatformRow| windows.iter().position(|w| Some(*w) == row.window_s).unwrap_or(0);
    let curve = |look: Look, rows: &[&PlatformRow], horizon: &str, price: f64| Curve {
        look,
        points: rows.iter().filter(|r| r.horizon == horizon && r.price == price).map(|r| (step(r), r.value)).collect(),
    };
    let of = |horizon: &&str| {
        let mut curves: Vec<Curve> =
            shown.iter().enumerate().map(|(i, price)| curve(colour(i), &slow, horizon, *price)).collect();
        let place = shown.iter().position(|p| *p == usual).unwrap_or(0);
        curves.push(curve(Look { dash: Some((5.0, 4.0)), ..colour(place) }, &median, horizon, usual));
        Panel { heading: format!("{horizon} run"), curves, ring: None }
    };
    let all: Vec<Panel> = HORIZONS.iter().map(of).collect();
    let values = || all.iter().flat_map(|p| &p.curves).flat_map(|c| &c.points).map(|p| p.1.mean).filter(|x| *x > 0.0);
    let low = values().fold(f64::INFINITY, f64::min) / 1.6;
    let high = values().fold(0.0, f64::max) * 1.6;
    let steps: Vec<String> = windows.iter().map(|w| window_words(*w)).collect();
    let ticks = TICKS.iter().filter(|(at, _)| low <= *at && *at <= high).map(|(at, word)| (*at, word.to_string()));
    panels(&mut figure, &all, &steps, (low, high, true), &ticks.collect::<Vec<_>>());
    let data = median.iter().chain(&slow).map(|row| {
        let end = |x: Option<f64>| x.map(plain).unwrap_or_default();
        let window = row.window_s.map(plain).unwrap_or_default();
        let head = vec![row.horizon.to_string(), window, plain(row.price), row.metric.to_string()];
        head.into_iter().chain([plain(row.value.mean), end(row.value.lower), end(row.value.upper)]).collect()
    });
    figure.data(&["horizon", "window s", "price", "quantile", "seconds", "lower", "upper"], data.collect());
    context.close(NAME, figure)
}

/// The lowest, the one nearest to 1, the one nearest to ten times that, and the highest.
fn few(prices: &[f64]) -> Vec<f64> {
    let near = |to: f64| prices.iter().copied().min_by(|a, b| (a - to).abs().total_cmp(&(b - to).abs()));
    distinct([prices.first().copied(), near(1.0), near(10.0), prices.last().copied()].into_iter().flatten())
}
