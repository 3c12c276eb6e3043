//! The tables of a bill's page.

use serde::Serialize;

use crate::table::{AnalyticsRow, LogTables, TariffRow, plain_nanos};
use crate::units::Locale;

/// Rows of a table on the page.
const MOST: usize = 40;

#[derive(Debug, Serialize)]
pub(super) struct Cell {
    text: String,
    /// What it is sorted by, if not the text.
    key: String,
}

/// A table of the page: the first `text` columns are words.
#[derive(Debug, Serialize)]
pub(super) struct Grid {
    caption: String,
    head: Vec<&'static str>,
    text: usize,
    rows: Vec<Vec<Cell>>,
    more: String,
}

/// Makes the page's tables.
pub(super) struct Grids<'a> {
    pub(super) tables: &'a LogTables,
    pub(super) locale: Locale,
}

fn word(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), key: String::new() }
}

impl Grids<'_> {
    fn count(&self, value: u64) -> Cell {
        Cell { text: self.locale.count(value), key: value.to_string() }
    }

    fn money(&self, nanos: i128) -> Cell {
        Cell { text: self.locale.amount(nanos), key: plain_nanos(nanos) }
    }

    fn maybe(&self, nanos: Option<i128>) -> Cell {
        nanos.map_or_else(|| word("–"), |n| self.money(n))
    }

    fn grid(&self, caption: &str, head: &[&'static str], text: usize, mut rows: Vec<Vec<Cell>>, file: &str) -> Grid {
        let all = rows.len();
        rows.truncate(MOST);
        let more = match all {
            n if n > MOST => format!("{MOST} of {} rows; all are in {file}.csv.", self.locale.count(n as u64)),
            _ => String::new(),
        };
        Grid { caption: caption.to_string(), head: head.to_vec(), text, rows, more }
    }

    fn compared(&self, first: String, r: &TariffRow) -> Vec<Cell> {
        let currency = r.currency.code().to_string();
        let mut row = vec![word(first), word(r.tariff.clone()), word(currency)];
        row.extend([self.count(r.messages), self.count(r.charged), self.count(r.unrated), self.money(r.amount)]);
        row.push(match r.difference() {
            Some(more) if r.tariff != r.baseline => {
                let sign = if more > 0 { "+" } else { "" };
                Cell { text: format!("{sign}{}", self.locale.amount(more)), key: plain_nanos(more) }
            }
            _ => word("–"),
        });
        row
    }

    pub(super) fn totals(&self) -> Grid {
        let rows = self.tables.comparison.iter().filter(|r| r.by == "all");
        let rows = rows.map(|r| {
            let mut row = self.compared(r.tariff.clone(), r);
            row.remove(1);
            row
        });
        let head = ["Tariff", "Currency", "Messages", "Charged", "Unrated", "Amount", "Difference"];
        self.grid(
            "The whole log; mark-up and tax are lines of their own in bill.csv",
            &head,
            2,
            rows.collect(),
            "comparison",
        )
    }

    /// The log split by one thing, the dearest parts first; none if there is one part only.
    pub(super) fn split(&self, by: &'static str) -> Option<Grid> {
        let rows: Vec<&TariffRow> = self.tables.comparison.iter().filter(|r| r.by == by).collect();
        let names: std::collections::BTreeSet<&str> = rows.iter().map(|r| r.name.as_str()).collect();
        if names.len() < 2 {
            return None;
        }
        let cells = rows.iter().map(|r| self.compared(r.name.clone(), r)).collect();
        let (title, caption) = match by {
            "month" => ("Month", "By month of the account's zone"),
            "account" => ("Account", "By account"),
            "number" => ("Number", "By business number"),
            "country" => ("Country", "By the customer's country"),
            _ => ("Category", "By category"),
        };
        let head = [title, "Tariff", "Currency", "Messages", "Charged", "Unrated", "Amount", "Difference"];
        Some(self.grid(caption, &head, 3, cells, "comparison"))
    }

    pub(super) fn quotas(&self) -> Option<Grid> {
        let rows: Vec<Vec<Cell>> = self
            .tables
            .quotas
            .iter()
            .map(|r| {
                let whose = if r.number.is_empty() { r.account.clone() } else { r.number.clone() };
                // To the minute; the second is in the table beside the page.
                let used_up = match r.used_up.get(..16) {
                    Some(minute) => minute.replace('T', " "),
                    None => "never".to_string(),
                };
                vec![
                    word(whose),
                    word(r.tariff.clone()),
                    word(r.month.clone()),
                    word(used_up),
                    self.count(r.used),
                    r.unused.map_or_else(|| word("–"), |n| self.count(n)),
                    self.count(r.after),
                    self.maybe(r.next.map(i128::from)),
                    self.maybe(r.second_number_saves),
                ]
            })
            .collect();
        let head = [
            "Whose",
            "Tariff",
            "Month",
            "Used up (UTC)",
            "Used",
            "Lapsed",
            "Charged after",
            "The next one",
            "One more number saves",
        ];
        (!rows.is_empty()).then(|| self.grid("Free messages by number and month", &head, 4, rows, "quotas"))
    }

    pub(super) fn answers(&self) -> Vec<Grid> {
        let mut grids = Vec::new();
        let merged: Vec<Vec<Cell>> = self
            .tables
            .merged
            .iter()
            .map(|r| {
                let saved = self.money(r.reference - r.amount);
                let code = r.currency.code().to_string();
                vec![
                    word(r.within.clone()),
                    word(r.tariff.clone()),
                    word(code),
                    self.count(r.joined),
                    self.money(r.amount),
                    saved,
                ]
            })
            .collect();
        if !merged.is_empty() {
            let head = ["Sent within", "Tariff", "Currency", "Messages joined", "Amount", "Saved"];
            let caption = "Messages joined that were sent close together, the log billed anew with quotas and tiers";
            grids.push(self.grid(caption, &head, 3, merged, "merged"));
        }
        let dear: Vec<Vec<Cell>> = self
            .tables
            .dearest
            .iter()
            .map(|r| {
                let place = format!("{}:{}", r.file, r.row);
                let texts = [word(r.id.clone()), word(r.tariff.clone()), word(place), word(r.time.clone())];
                let numbers = [self.count(r.messages.into()), self.count(r.charged.into()), self.money(r.amount)];
                texts.into_iter().chain(numbers).collect()
            })
            .collect();
        if !dear.is_empty() {
            let head = ["First message", "Tariff", "File:row", "Delivered (UTC)", "Messages", "Charged", "Amount"];
            grids.push(self.grid("The dearest answers", &head, 4, dear, "dearest_answers"));
        }
        grids
    }

    pub(super) fn origins(&self) -> Option<Grid> {
        let rows = self.tables.origins.iter().map(|r| {
            let origin = if r.origin.is_empty() { "(none given)".to_string() } else { r.origin.clone() };
            let mut row = vec![word(origin), word(r.tariff.clone()), word(r.category.clone()), word(r.currency.code())];
            row.extend([self.count(r.messages), self.count(r.charged), self.count(r.unrated), self.money(r.amount)]);
            row
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let head = ["Origin", "Tariff", "Category", "Currency", "Messages", "Charged", "Unrated", "Amount"];
        (!rows.is_empty()).then(|| self.grid("By who wrote, in the log's words", &head, 4, rows, "origins"))
    }

    pub(super) fn late(&self) -> Option<Grid> {
        let rows: Vec<Vec<Cell>> = self
            .tables
            .sent_earlier
            .iter()
            .map(|r| {
                let texts = [word(r.number.clone()), word(r.tariff.clone()), word(r.earlier), word(r.currency.code())];
                texts.into_iter().chain([self.count(r.messages), self.money(r.amount)]).collect()
            })
            .collect();
        let head = ["Number", "Tariff", "Late by at most", "Currency", "Messages", "Amount"];
        (!rows.is_empty())
            .then(|| self.grid("Charged messages that the window would have made free", &head, 4, rows, "sent_earlier"))
    }

    pub(super) fn verdicts(&self) -> Vec<Grid> {
        if self.tables.verdicts.is_empty() {
            return Vec::new();
        }
        let rows = self.tables.verdicts.iter().map(|r| {
            let texts = [word(r.reason), word(r.tariff.clone()), word(r.currency.code())];
            texts.into_iter().chain([self.count(r.messages), self.money(r.amount)]).collect()
        });
        let head = ["Reason", "Tariff", "Currency", "Messages", "Amount by our bill"];
        let mut grids = vec![self.grid("Agreements and differences", &head, 3, rows.collect(), "verdicts")];
        let rows: Vec<Vec<Cell>> = self
            .tables
            .verdict_examples
            .iter()
            .map(|r| {
                let place = format!("{}:{}", r.file, r.row);
                [r.reason.to_string(), place, r.id.clone(), r.time.clone(), r.ours.clone(), r.theirs.clone()]
                    .map(word)
                    .into()
            })
            .collect();
        if !rows.is_empty() {
            let head = ["Reason", "File:row", "Message", "Delivered (UTC)", "Ours", "The platform's"];
            grids.push(self.grid("The first messages of each difference", &head, 6, rows, "verdict_examples"));
        }
        grids
    }

    /// Our bill of the platform's counts beside its own, what differs first.
    pub(super) fn analytics(&self) -> Option<Grid> {
        let difference = |r: &AnalyticsRow| r.platform_cost.map(|cost| r.amount - cost);
        let mut rows: Vec<&AnalyticsRow> = self.tables.analytics.iter().collect();
        rows.sort_by_key(|r| std::cmp::Reverse(difference(r).map_or(0, i128::abs)));
        let cells = |r: &&AnalyticsRow| {
            let texts = [&r.number, &r.month, &r.market, &r.category].map(|text| word(text.clone()));
            let counts = [r.charged, r.platform_charged].map(|n| self.count(n));
            let money = [Some(r.amount), r.platform_cost, difference(r)].map(|n| self.maybe(n));
            texts.into_iter().chain(counts).chain(money).collect()
        };
        let head =
            ["Number", "Month", "Market", "Category", "Charged", "Platform’s", "Amount", "Its cost", "Difference"];
        let rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
        (!rows.is_empty()).then(|| {
            self.grid("Bill and platform line by line, the largest differences first", &head, 4, rows, "analytics")
        })
    }

    pub(super) fn import(&self) -> Grid {
        let rows =
            self.tables.import.iter().map(|r| vec![word(r.what.clone()), word(r.examples.clone()), self.count(r.rows)]);
        self.grid("Rows of the log", &["What", "The first ones", "Rows"], 2, rows.collect(), "import")
    }
}
