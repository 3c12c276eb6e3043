//! Rows of the tables that `bill` writes, as plain data.

use crate::units::Currency;

/// `bill`: auditable lines of a real log; tax and mark-up are lines of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogBillRow {
    /// Billed under.
    pub tariff: String,
    /// `YYYY-MM` in the account's zone.
    pub month: String,
    /// Portfolio.
    pub business: String,
    /// Account.
    pub account: String,
    /// Number; empty on lines of tax.
    pub number: String,
    /// Market (or country).
    pub market: String,
    /// Category.
    pub category: String,
    /// Rule that decided, `mark-up` or `tax`.
    pub rule: String,
    /// Tier: `1`, `2` … or empty.
    pub tier: String,
    /// Rate in nano-units of `currency`; `None` = unrated.
    pub rate: Option<i64>,
    /// Where the rate comes from.
    pub basis: String,
    /// Currency of `rate` and `amount`.
    pub currency: Currency,
    /// Messages on the line.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Of these unrated: their price is in no amount.
    pub unrated: u64,
    /// Nano-units.
    pub amount: i128,
}

/// `comparison`: one part of the log under one tariff, against the baseline tariff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TariffRow {
    /// What the log is split by: `all`, `month`, `account`, `number`, `country`, `category`.
    pub by: &'static str,
    /// Name of the part.
    pub name: String,
    /// Tariff.
    pub tariff: String,
    /// Tariff it is compared with.
    pub baseline: String,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Messages.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Of these unrated.
    pub unrated: u64,
    /// Nano-units.
    pub amount: i128,
    /// Nano-units under the baseline; `None`: it is in another currency.
    pub reference: Option<i128>,
}

impl TariffRow {
    /// What the tariff costs more than the baseline; `None` in another currency.
    pub fn difference(&self) -> Option<i128> {
        self.reference.map(|r| self.amount - r)
    }

    /// `baseline`, `wins` (pays less), `loses` (pays more), `equal`, `other currency`.
    pub fn reading(&self) -> &'static str {
        match self.difference() {
            _ if self.tariff == self.baseline => "baseline",
            None => "other currency",
            Some(0) => "equal",
            Some(d) if d < 0 => "wins",
            Some(_) => "loses",
        }
    }
}

/// `origins`: the bill by who wrote (bot, human, campaign …), as the log's own column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginRow {
    /// Tariff.
    pub tariff: String,
    /// The log's word; empty = none given.
    pub origin: String,
    /// Category.
    pub category: String,
    /// Currency.
    pub currency: Currency,
    /// Messages.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Of these unrated.
    pub unrated: u64,
    /// Nano-units.
    pub amount: i128,
}

/// `import`: what reading the log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// What was counted, in words.
    pub what: String,
    /// How many.
    pub rows: u64,
    /// The first rows concerned (`file:row`), with what was wrong.
    pub examples: String,
}

/// `verdicts`: the platform's own word against ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictRow {
    /// Tariff that decided on our side.
    pub tariff: String,
    /// `agrees`, or why the two differ.
    pub reason: &'static str,
    /// Messages.
    pub messages: u64,
    /// What ours asks for them, nano-units.
    pub amount: i128,
    /// Currency of the amount.
    pub currency: Currency,
}

/// `verdict_examples`: the first messages of each difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictExample {
    /// Why the two differ.
    pub reason: &'static str,
    /// File.
    pub file: String,
    /// Row in the file, from 1.
    pub row: u64,
    /// Id of the message.
    pub id: String,
    /// UTC, RFC 3339.
    pub time: String,
    /// Our rule and amount.
    pub ours: String,
    /// The platform's word.
    pub theirs: String,
}

/// `sent_earlier`: charged messages that would have been free inside the customer's window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierRow {
    /// Tariff.
    pub tariff: String,
    /// Number.
    pub number: String,
    /// At most so much earlier, in words: `1 h`, `7 d`.
    pub earlier: &'static str,
    /// Upper edge of the bin, seconds.
    pub within_s: u64,
    /// Currency.
    pub currency: Currency,
    /// Messages.
    pub messages: u64,
    /// What they cost, nano-units.
    pub amount: i128,
}

/// `fan_out`: answers by their number of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FanOutRow {
    /// Number.
    pub number: String,
    /// Messages of one answer; the last size holds everything above.
    pub size: u32,
    /// Answers of this size.
    pub answers: u64,
    /// Messages in them.
    pub messages: u64,
}

/// `dearest_answers`: the answers that cost most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DearestRow {
    /// Tariff.
    pub tariff: String,
    /// File of the first message.
    pub file: String,
    /// Its row.
    pub row: u64,
    /// Its id.
    pub id: String,
    /// UTC, RFC 3339.
    pub time: String,
    /// Number.
    pub number: String,
    /// Messages of the answer.
    pub messages: u32,
    /// Of these charged.
    pub charged: u32,
    /// Currency.
    pub currency: Currency,
    /// Nano-units.
    pub amount: i128,
}

/// `merged`: the same log with messages sent close together joined, billed anew.
#[derive(Clone, Debug, PartialEq)]
pub struct MergedRow {
    /// Tariff.
    pub tariff: String,
    /// Joined if sent within this time of the one before, in words.
    pub within: String,
    /// The same in seconds.
    pub within_s: f64,
    /// Currency.
    pub currency: Currency,
    /// Messages left.
    pub messages: u64,
    /// Messages joined to the one before.
    pub joined: u64,
    /// Bill of the log with joined messages, nano-units.
    pub amount: i128,
    /// Bill of the log as it is, nano-units.
    pub reference: i128,
}

/// `quotas`: free messages of a month, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaRow {
    /// Tariff.
    pub tariff: String,
    /// `YYYY-MM` in the account's zone.
    pub month: String,
    /// Account.
    pub account: String,
    /// Number (or account, business: whose quota it is).
    pub number: String,
    /// Free messages that the quota covered.
    pub used: u64,
    /// Free messages left at the end of the month; `None`: the size is not known.
    pub unused: Option<u64>,
    /// When the first message was charged that the quota no longer covered (UTC, RFC 3339); empty = never.
    pub used_up: String,
    /// Messages charged after that.
    pub after: u64,
    /// What the first one after it cost, nano-units.
    pub next: Option<i64>,
    /// What one more number would save: the log billed anew with this number's customers split over two, nano-units.
    pub second_number_saves: Option<i128>,
    /// Currency.
    pub currency: Currency,
}

/// `quota_days`: free messages covered by the quota up to the end of each day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaDayRow {
    /// Tariff.
    pub tariff: String,
    /// Number.
    pub number: String,
    /// `YYYY-MM-DD`, local day of the account.
    pub day: String,
    /// Covered since the month began.
    pub used: u64,
    /// Service messages charged since the month began.
    pub charged: u64,
}

/// `readings`: what the bill would be under another reading of what the sources leave open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRow {
    /// Tariff.
    pub tariff: String,
    /// Setting.
    pub setting: String,
    /// The reading billed.
    pub chosen: String,
    /// The other reading.
    pub other: String,
    /// Currency.
    pub currency: Currency,
    /// Bill under the other reading, nano-units.
    pub amount: i128,
    /// The bill, nano-units.
    pub reference: i128,
}

/// `analytics`: the bill of the platform's counts beside the platform's own charges and costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyticsRow {
    /// Tariff.
    pub tariff: String,
    /// `YYYY-MM` in the account's zone.
    pub month: String,
    /// Account.
    pub account: String,
    /// Number.
    pub number: String,
    /// Market.
    pub market: String,
    /// Category.
    pub category: String,
    /// Messages billed.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Our amount, nano-units.
    pub amount: i128,
    /// Messages that the platform counted.
    pub platform_messages: u64,
    /// Of these charged, by the platform.
    pub platform_charged: u64,
    /// The platform's cost, nano-units of the account's currency; approximate; `None`: it did not say.
    pub platform_cost: Option<i128>,
    /// Currency of `amount`.
    pub currency: Currency,
}
