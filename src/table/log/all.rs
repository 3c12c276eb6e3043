//! All tables of one bill together.

use super::rows::*;

/// All tables of one bill.
#[derive(Clone, Debug, Default)]
pub struct LogTables {
    /// Lines.
    pub bill: Vec<LogBillRow>,
    /// Parts of the log across tariffs.
    pub comparison: Vec<TariffRow>,
    /// By origin.
    pub origins: Vec<OriginRow>,
    /// What reading found.
    pub import: Vec<ImportRow>,
    /// The platform's word against ours.
    pub verdicts: Vec<VerdictRow>,
    /// Examples of differences.
    pub verdict_examples: Vec<VerdictExample>,
    /// Charged, free had they been sent earlier.
    pub sent_earlier: Vec<EarlierRow>,
    /// Answers by size.
    pub fan_out: Vec<FanOutRow>,
    /// Dearest answers.
    pub dearest: Vec<DearestRow>,
    /// Joined messages.
    pub merged: Vec<MergedRow>,
    /// Quotas by month.
    pub quotas: Vec<QuotaRow>,
    /// Quotas by day.
    pub quota_days: Vec<QuotaDayRow>,
    /// Other readings.
    pub readings: Vec<ReadingRow>,
    /// The platform's counts.
    pub analytics: Vec<AnalyticsRow>,
}

impl LogTables {
    /// Tariffs billed, in the order of the bill.
    pub fn tariffs(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for row in self.comparison.iter().filter(|r| r.by == "all") {
            if !names.contains(&row.tariff.as_str()) {
                names.push(&row.tariff);
            }
        }
        names
    }

    /// The whole log under one tariff.
    pub fn whole(&self, tariff: &str) -> Option<&TariffRow> {
        self.comparison.iter().find(|r| r.by == "all" && r.tariff == tariff)
    }
}
