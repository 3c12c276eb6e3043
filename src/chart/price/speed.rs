//! Response time against the window, at the tariff's own rates: median and the slowest tenth.

use super::super::figure::Figure;
use super::super::format::seconds;
use super::super::theme::{Ink, Look, Theme};
use super::super::{Error, Picture};
use super::curves::{Curve, Panel, panels};
use super::revenue::{HORIZONS, distinct, on_grid, window_words};
use super::{PriceChart, PriceContext};
use crate::table::{PlatformRow, PriceTables, plain};

const NAME: &str = "response_times";
const MEDIAN: Look = Look { ink: Ink::Series(0), dash: None };
const SLOW: Look = Look { ink: Ink::Series(1), dash: Some((7.0, 4.0)) };

/// The chart.
pub const CHART: PriceChart = PriceChart { name: NAME, needs, draw };

fn needs(tables: &PriceTables) -> bool {
    on_grid(tables, "response_median").next().is_some()
}

fn draw(tables: &PriceTables, context: &PriceContext, theme: &Theme) -> Result<Picture, Error> {
    let price = distinct(on_grid(tables, "response_median").map(|row| row.price))
        .into_iter()
        .min_by(|a, b| (a - 1.0).abs().total_cmp(&(b - 1.0).abs()))
        .unwrap_or(1.0);
    let rows = |metric: &'static str| on_grid(tables, metric).filter(move |row| row.price == price).collect::<Vec<_>>();
    let (median, slow) = (rows("response_median"), rows("response_p90"));
    let windows = distinct(median.iter().filter_map(|row| row.window_s));
    let subtitle = format!(
        "Time to the answer by length of the window, at {} times the tariff's rates, all firms (logarithmic); {}",
        plain(price),
        context.interval()
    );
    let mut figure = Figure::new(theme, "Does a shorter window make firms faster?", &subtitle);
    figure.key(&[(MEDIAN, "median".into()), (SLOW, "the slowest tenth begins here (90 %)".into())]);
    let step = |row: &PlatformRow| windows.iter().position(|w| Some(*w) == row.window_s).unwrap_or(0);
    let curve = |look: Look, rows: &[&PlatformRow], horizon: &str| Curve {
        look,
        points: rows.iter().filter(|row| row.horizon == horizon).map(|row| (step(row), row.value)).collect(),
    };
    let of = |horizon: &&str| Panel {
        heading: format!("{horizon} run"),
        curves: vec![curve(MEDIAN, &median, horizon), curve(SLOW, &slow, horizon)],
        ring: None,
    };
    let all: Vec<Panel> = HORIZONS.iter().map(of).collect();
    let values = || median.iter().chain(&slow).map(|row| row.value.mean).filter(|x| *x > 0.0);
    let low = values().fold(f64::INFINITY, f64::min) / 2.0;
    let high = values().fold(0.0, f64::max) * 2.0;
    let steps: Vec<String> = windows.iter().map(|w| window_words(*w)).collect();
    panels(&mut figure, &all, &steps, (low, high, true), &seconds);
    let data = median.iter().chain(&slow).map(|row| {
        let end = |x: Option<f64>| x.map(plain).unwrap_or_default();
        let window = row.window_s.map(plain).unwrap_or_default();
        let head = vec![row.horizon.to_string(), window, row.metric.to_string()];
        head.into_iter().chain([plain(row.value.mean), end(row.value.lower), end(row.value.upper)]).collect()
    });
    figure.data(&["horizon", "window s", "quantile", "seconds", "lower", "upper"], data.collect());
    context.close(NAME, figure)
}
