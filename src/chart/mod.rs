//! Charts: tables in, SVG and PNG out.
//!
//! A chart is a file of this folder with one [`Chart`] in it, and one word in [`CHARTS`]. `theme` holds colours and
//! sizes, `canvas` a list of shapes over plotters, `figure` what all charts share, `place` direct labels.

mod answers_by_age;
mod best;
mod breakeven;
mod canvas;
mod context;
mod cost;
mod crossing;
mod fee_by_country;
mod figure;
mod font;
pub mod format;
mod log;
mod place;
mod price;
mod raster;
mod response_times;
mod scale;
mod selection;
mod sensitivity;
mod service_levels;
mod staff;
mod sweep;
mod theme;
mod week;

pub use canvas::{Area, Label, escape};
pub use context::Context;
pub use crossing::{Crossing, crossing};
pub use log::{LOG_CHARTS, LogChart, LogContext, draw_log};
pub use price::{PRICE_CHARTS, PriceChart, PriceContext, draw_price, unit_of_money, window_words};
pub use raster::{PNG_SCALE, png, tree};
pub use selection::draw_selection;
pub use sensitivity::{SENSITIVITY_CHARTS, SensitivityChart};
pub use staff::draw_staff;
pub use sweep::{SWEEP_CHARTS, SweepChart};
pub use theme::{Ink, Size, Theme};

use crate::table::Tables;

/// Every chart, in the order of the report.
pub const CHARTS: &[Chart] = &[
    best::CHART,
    breakeven::CHART,
    cost::CHART,
    response_times::CHART,
    answers_by_age::CHART,
    week::CHART,
    service_levels::CHART,
    fee_by_country::CHART,
];

/// The function that draws a chart.
pub type Draw = fn(&Tables, &Context, &Theme) -> Result<Picture, Error>;

/// One kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// File stem.
    pub name: &'static str,
    /// Are the rows it draws there?
    pub needs: fn(&Tables) -> bool,
    /// Draws it; without its rows it draws a note that says so.
    pub draw: Draw,
}

/// A drawn chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// File stem.
    pub name: &'static str,
    /// Title.
    pub title: String,
    /// Unit, level, n.
    pub subtitle: String,
    /// The SVG's text.
    pub svg: String,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// Every text with the room it takes.
    pub labels: Vec<Label>,
    /// The numbers plotted: the picture's text alternative.
    pub data: Data,
}

/// A small table of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// Headings.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Plotters failed.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
    /// Resvg failed.
    #[error("the chart could not be turned into a picture: {0}")]
    Raster(String),
}

/// Draws every chart whose rows are there.
///
/// # Errors
/// The first chart that fails.
pub fn draw_all(tables: &Tables, context: &Context, theme: &Theme) -> Result<Vec<Picture>, Error> {
    CHARTS.iter().filter(|c| (c.needs)(tables)).map(|c| (c.draw)(tables, context, theme)).collect()
}
