//! Prices, thresholds, assumed curves.

use crate::units::{Currency, MINUTE, Money, Span};

/// Prices and tariffs.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Name of the tariff that shapes behaviour.
    pub in_force: String,
    /// Tariffs billed (the one in force first).
    pub billed: Vec<String>,
    /// The user's own rates for tariffs with card `given`: (country, rate, basis).
    pub given_rates: Vec<(String, Money, String)>,
    /// Open readings of tariffs: (tariff, setting, choice).
    pub settings: Vec<(String, String, String)>,
    /// Card of the tariffs by its currency; `None` = the first one that each names.
    pub currency: Option<Currency>,
    /// Window override for what-if runs (`0` or `FOREVER` in tests); `None` = the tariff's own.
    pub window: Option<Span>,
    /// What if every rate of the tariff in force were so many times as high? Millionths.
    pub rate_times: Option<u64>,
    /// The same for single countries, on top.
    pub rate_times_in: Vec<(String, u64)>,
    /// What if the free quota of the tariff in force had this size?
    pub free_messages: Option<u64>,
    /// Fixed platform or provider fee a month.
    pub platform_month: Money,
}

/// Thresholds of the measures.
#[derive(Clone, Debug)]
pub struct Measures {
    /// Answered-within thresholds for messages.
    pub message_threshold: Span,
    /// Answered-within threshold for calls.
    pub call_threshold: Span,
    /// Times promised by `meet`, by index of the group, which staffing fills in; the thresholds hold where there is none.
    pub promises: Vec<(u8, Span)>,
    /// What service levels are told by.
    pub details: Details,
    /// Shares are means over replications of each one's share instead of the share of all.
    pub mean_of_ratios: bool,
}

/// What service levels are told by beside the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Details {
    /// By reason.
    pub reason: bool,
    /// By group.
    pub group: bool,
    /// By interval of the week.
    pub by_period: bool,
    /// Waits while somebody was on duty.
    pub opening_hours: bool,
    /// Levels over what the forecast expects, too.
    pub expected: bool,
    /// Length of the interval: 15, 30 or 60 min.
    pub period: Span,
}

impl Details {
    /// None.
    pub const NONE: Details = Details {
        reason: false,
        group: false,
        by_period: false,
        opening_hours: false,
        expected: false,
        period: Span(30 * MINUTE),
    };

    /// Is any asked for?
    pub fn any(&self) -> bool {
        self.reason || self.group || self.by_period || self.opening_hours
    }
}

/// What an answer to a lead is worth: value × exp(−t / decay).
#[derive(Clone, Debug)]
pub struct Lead {
    /// At once.
    pub value: Money,
    /// Time after which a share of 1/e is left.
    pub decay: Span,
}

/// Customers who leave after what happened to them. All assumptions.
#[derive(Clone, Debug)]
pub struct Loyalty {
    /// Where the numbers come from.
    pub source: String,
    /// Margin of the rest of a customer's life.
    pub margin: Money,
    /// Chance that he leaves: need met by the first contact, by a later one, not met.
    pub leaves: [f64; 3],
}

impl Measures {
    /// Notes what a group promises, in the order of groups.
    pub fn note_promise(&mut self, group: u8, within: Span) {
        self.promises.retain(|(known, _)| *known != group);
        self.promises.push((group, within));
        self.promises.sort_unstable_by_key(|(group, _)| *group);
    }
}

/// Satisfaction as logistic curves of the log of the wait. All assumptions: no causal curve is published.
#[derive(Clone, Debug)]
pub struct Satisfaction {
    /// (name, intercept, slope per ln(1 + wait/3 min), minus if unresolved).
    pub curves: Vec<(String, f64, f64, f64)>,
    /// By curve: loss of a contact about a need that had one before.
    pub extra_contact: Vec<f64>,
    /// Where they come from.
    pub source: String,
}

/// A factor in whole millionths.
pub fn millionths(factor: f64) -> u64 {
    (factor * 1e6).round() as u64
}
