//! Charts of a real log's bill. A chart is a file of this folder and one word in [`LOG_CHARTS`].

pub mod bars;
mod bill_by_tariff;
mod fan_out;
mod quota_use;
mod winners;

use super::figure::Figure;
use super::theme::Theme;
use super::{Error, Picture};
use crate::table::LogTables;

/// Every chart of a bill, in the order of the report.
pub const LOG_CHARTS: &[LogChart] = &[bill_by_tariff::CHART, winners::CHART, quota_use::CHART, fan_out::CHART];

/// One kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct LogChart {
    /// File stem.
    pub name: &'static str,
    /// Are the rows it draws there?
    pub needs: fn(&LogTables) -> bool,
    /// Draws it.
    pub draw: fn(&LogTables, &LogContext, &Theme) -> Result<Picture, Error>,
}

/// Where the numbers come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogContext {
    /// Name of the log.
    pub title: String,
    /// Period billed, in words.
    pub period: String,
    /// blake3 of log, tariffs and options, hexadecimal.
    pub hash: String,
    /// Changes only when numbers change.
    pub model_version: String,
}

impl LogContext {
    fn close(&self, name: &'static str, figure: Figure) -> Result<Picture, Error> {
        let short: String = self.hash.chars().take(12).collect();
        let foot = format!("chatfare · log {short} · model {}", self.model_version);
        let origin = format!("Hash of log and tariffs {}, model version {}.", self.hash, self.model_version);
        figure.close(name, &foot, &origin)
    }
}

/// Draws every chart whose rows are there.
///
/// # Errors
/// The first chart that fails.
pub fn draw_log(tables: &LogTables, context: &LogContext, theme: &Theme) -> Result<Vec<Picture>, Error> {
    LOG_CHARTS.iter().filter(|c| (c.needs)(tables)).map(|c| (c.draw)(tables, context, theme)).collect()
}

/// Nano-units as a number of currency units, for pixels only.
fn units(nanos: i128) -> f64 {
    nanos as f64 / crate::units::NANOS as f64
}
