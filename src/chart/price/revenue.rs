//! The platform's revenue over prices, a curve a window, a panel a horizon; the best point ringed.

use super::super::figure::Figure;
use super::super::format::{short, time_unit};
use super::super::scale::{Scale, round_up, tick_labels};
use super::super::theme::{Look, Theme, look};
use super::super::{Error, Picture};
use super::curves::{Curve, Panel, panels};
use super::{PriceChart, PriceContext};
use crate::table::{Estimate, PlatformRow, PriceTables, plain};

const NAME: &str = "revenue";
/// Horizons in the order of panels.
pub const HORIZONS: [&str; 3] = ["short", "medium", "long"];

/// The chart.
pub const CHART: PriceChart = PriceChart { name: NAME, needs, draw };

fn needs(tables: &PriceTables) -> bool {
    on_grid(tables, "revenue").next().is_some()
}

/// Rows of the grid for a number, where all markets have the same multiple.
pub fn on_grid<'a>(tables: &'a PriceTables, metric: &'a str) -> impl Iterator<Item = &'a PlatformRow> {
    let even = |row: &PlatformRow| {
        let own = plain(row.price);
        row.prices == own || row.prices.split(", ").all(|part| part.rsplit(' ').next() == Some(own.as_str()))
    };
    tables.platform.iter().filter(move |row| row.rule == "grid" && row.metric == metric && even(row))
}

/// Distinct values in ascending order.
pub fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// A window in words.
pub fn window_words(seconds: f64) -> String {
    let whole = |size: f64| seconds >= size && (seconds / size).fract() == 0.0;
    let (size, unit) = match seconds {
        s if s > 86_400.0 && whole(86_400.0) => (86_400.0, "days"),
        _ if whole(3_600.0) => (3_600.0, "h"),
        _ => time_unit(seconds),
    };
    format!("{} {unit}", short(seconds / size))
}

/// Money, large amounts in millions: divisor and word.
pub fn unit_of_money(most: f64) -> (f64, &'static str) {
    match most {
        m if m >= 2e9 => (1e9, "billion "),
        m if m >= 2e6 => (1e6, "million "),
        m if m >= 2e4 => (1e3, "thousand "),
        _ => (1.0, ""),
    }
}

fn draw(tables: &PriceTables, context: &PriceContext, theme: &Theme) -> Result<Picture, Error> {
    let rows: Vec<&PlatformRow> = on_grid(tables, "revenue").collect();
    let windows = distinct(rows.iter().filter_map(|row| row.window_s));
    let prices = distinct(rows.iter().map(|row| row.price));
    // A wide band at one point must not press all curves to the floor: it is cut off.
    let most = 1.25 * rows.iter().map(|row| row.value.mean).fold(0.0, f64::max);
    let (size, word) = unit_of_money(most);
    let subtitle = format!(
        "{word}{} a year by multiple of the tariff's rates, after firms have answered; a curve a window; {}. Ring: the best of the grid.",
        context.currency,
        context.interval()
    );
    let mut figure = Figure::new(theme, "What window and price earn the platform", &subtitle);
    let keys: Vec<(Look, String)> =
        windows.iter().enumerate().map(|(i, w)| (look(Some(i)), window_words(*w))).collect();
    figure.key(&keys);
    let scaled = |e: Estimate| Estimate {
        mean: e.mean / size,
        lower: e.lower.map(|x| x / size),
        upper: e.upper.map(|x| x / size),
        ..e
    };
    let step = |price: f64| prices.iter().position(|p| *p == price).unwrap_or(0);
    let of = |horizon: &&str| {
        let own: Vec<&&PlatformRow> = rows.iter().filter(|row| row.horizon == *horizon).collect();
        let curve = |(i, window): (usize, &f64)| {
            let points = own.iter().filter(|row| row.window_s == Some(*window));
            Curve { look: look(Some(i)), points: points.map(|row| (step(row.price), scaled(row.value))).collect() }
        };
        let best = own.iter().max_by(|a, b| a.value.mean.total_cmp(&b.value.mean).then(b.price.total_cmp(&a.price)));
        Panel {
            heading: format!("{horizon} run"),
            curves: windows.iter().enumerate().map(curve).collect(),
            ring: best.map(|row| (step(row.price), row.value.mean / size)),
        }
    };
    let all: Vec<Panel> = HORIZONS.iter().map(of).collect();
    let steps: Vec<String> = prices.iter().map(|p| plain(*p)).collect();
    let high = round_up(most / size);
    let values = Scale::linear(0.0, high, 1.0, 0.0).ticks(5);
    let ticks: Vec<(f64, String)> = values.iter().copied().zip(tick_labels(&values)).collect();
    panels(&mut figure, &all, &steps, (0.0, high, false), &ticks);
    figure.note("Short run: staff and channel stay. Medium: staff and bot answer too. Long: firms may leave for the telephone, or stop answering.");
    let data = rows.iter().map(|row| {
        let end = |x: Option<f64>| x.map(plain).unwrap_or_default();
        let window = row.window_s.map(plain).unwrap_or_default();
        vec![
            row.horizon.into(),
            window,
            plain(row.price),
            plain(row.value.mean),
            end(row.value.lower),
            end(row.value.upper),
        ]
    });
    figure.data(&["horizon", "window s", "price", "revenue", "lower", "upper"], data.collect());
    context.close(NAME, figure)
}
