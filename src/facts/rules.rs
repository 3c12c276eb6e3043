//! What a desk may know of the tariff in force: no more than a firm on the platform knows.

use super::{Class, Instant, NEVER};

/// The platform's rules as the desk sees them, made by `tariff/` from the tariff in force.
///
/// Plain data instead of a trait object: the desk asks once a message, on its hottest path.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Microseconds after the customer's last message in which free-form answers are accepted (`i64::MAX`: always).
    pub window: i64,
    /// Is a message exactly at the end of the window inside?
    pub edge_inside: bool,
    /// Promotions are accepted.
    pub promotion: bool,
    /// Templates only to customers who had contact before (or opted in).
    pub contact_before: bool,
    /// List price of a late answer by country index, in nano-units of the card's currency; -1 = unrated.
    pub late_price: Vec<i64>,
}

impl Rules {
    /// End of the window that `last_in` opened (first instant outside it).
    #[inline]
    pub fn window_end(&self, last_in: Instant) -> Instant {
        if last_in == NEVER {
            NEVER
        } else {
            last_in.saturating_add(self.window).saturating_add(self.edge_inside as i64)
        }
    }

    /// Is a message of this class, sent now, accepted after the customer's last message at `last_in`?
    #[inline]
    pub fn accepts(&self, class: Class, last_in: Instant, sent_at: Instant) -> bool {
        match class {
            Class::Service => sent_at < self.window_end(last_in),
            Class::Marketing => self.promotion,
            _ => true,
        }
    }
}
