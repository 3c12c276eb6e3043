//! Tax and a reseller's mark-up: lines of their own, never inside a rate.

use std::collections::BTreeMap;

use crate::table::LogBillRow;
use crate::tariff::Bill;
use crate::units::{Currency, Decimal, Money};

/// What a reseller adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Parts per 10^9 of the platform's fees.
    Share(i128),
    /// Nano-units for each message of these kinds.
    Each { nanos: i128, currency: Currency, on: On },
}

/// Messages that a mark-up counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Delivered,
    InOrOut,
    Failed,
}

/// A tax on everything before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tax {
    text: String,
    /// Parts per 10^9.
    share: i128,
}

/// Parts per 10^9 of `"19 %"`.
fn share(text: &str) -> Option<i128> {
    let number = text.trim().strip_suffix('%')?.trim();
    let parts = Decimal::parse(number).ok()?.times_ten_to(7)?;
    (0..=1_000_000_000_000).contains(&parts).then_some(parts)
}

impl Tax {
    /// Reads `"19 %"`.
    ///
    /// # Errors
    /// Anything else, with how to write it.
    pub fn parse(text: &str) -> Result<Tax, String> {
        let share = share(text).ok_or_else(|| format!("`{text}` is not a tax: write \"19 %\""))?;
        Ok(Tax { text: text.trim().to_string(), share })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Markup {
    /// Reads `"20 %"`, `"0.005 USD per message"`, `"0.005 USD per message in or out"`, `"0.001 USD per failed message"`.
    ///
    /// # Errors
    /// Anything else, with how to write it.
    pub fn parse(text: &str) -> Result<Markup, String> {
        let text = text.trim();
        let wrong = || {
            format!(
                "`{text}` is not a mark-up: write \"20 %\", \"0.005 USD per message\", \"0.005 USD per message in or out\" or \
                 \"0.001 USD per failed message\""
            )
        };
        if text.ends_with('%') {
            return Ok(Markup { text: text.to_string(), kind: Kind::Share(share(text).ok_or_else(wrong)?) });
        }
        let (money, each) = text.split_once(" per ").ok_or_else(wrong)?;
        let on = match each.trim() {
            "message" => On::Delivered,
            "message in or out" => On::InOrOut,
            "failed message" => On::Failed,
            _ => return Err(wrong()),
        };
        let money = Money::parse(money).map_err(|e| format!("{}: {}", wrong(), e.message))?;
        let kind = Kind::Each { nanos: money.nanos, currency: money.currency, on };
        Ok(Markup { text: text.to_string(), kind })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Does it count customers' messages too?
    pub fn counts_inbound(&self) -> bool {
        matches!(self.kind, Kind::Each { on: On::InOrOut, .. })
    }

    /// The currency it is in, if it is an amount.
    pub fn currency(&self) -> Option<Currency> {
        match self.kind {
            Kind::Each { currency, .. } => Some(currency),
            Kind::Share(_) => None,
        }
    }
}

/// Customers' messages by (month as `YYYY-MM`, account).
pub type Inbound = BTreeMap<(String, String), u64>;

/// What one account's month comes to before mark-up and tax.
#[derive(Clone, Debug, Default)]
struct Month {
    business: String,
    amount: i128,
    delivered: u64,
    failed: u64,
}

/// The lines of mark-ups and taxes of a bill: one for each month, account and extra. Taxes stand on fees and mark-ups.
/// A share of a nano-unit is rounded half up.
pub fn extras(bill: &Bill, inbound: &Inbound, markups: &[Markup], taxes: &[Tax]) -> Vec<LogBillRow> {
    let mut months: BTreeMap<(String, String), Month> = BTreeMap::new();
    for line in &bill.lines {
        let month = months.entry((line.month.clone(), line.account.clone())).or_default();
        month.business.clone_from(&line.business);
        month.amount += line.amount;
        match line.rule.as_str() {
            "not delivered" => month.failed += line.messages,
            "refused" | "not accepted" => {}
            _ => month.delivered += line.messages,
        }
    }
    let mut rows = Vec::new();
    for ((month, account), sums) in &months {
        let row = |rule: &str, basis: String, rate: Option<i64>, amount: i128| LogBillRow {
            tariff: bill.tariff.clone(),
            month: month.clone(),
            business: sums.business.clone(),
            account: account.clone(),
            number: String::new(),
            market: String::new(),
            category: rule.to_string(),
            rule: rule.to_string(),
            tier: String::new(),
            rate,
            basis,
            currency: bill.currency,
            messages: 0,
            charged: 0,
            unrated: 0,
            amount,
        };
        let mut before_tax = sums.amount;
        for markup in markups {
            let came = inbound.get(&(month.clone(), account.clone())).copied().unwrap_or(0);
            let (rate, amount) = match markup.kind {
                Kind::Share(parts) => (None, part(sums.amount, parts)),
                Kind::Each { nanos, on, .. } => {
                    let messages = match on {
                        On::Delivered => sums.delivered,
                        On::InOrOut => sums.delivered + came,
                        On::Failed => sums.failed,
                    };
                    (i64::try_from(nanos).ok(), nanos * i128::from(messages))
                }
            };
            before_tax += amount;
            rows.push(row("mark-up", markup.text.clone(), rate, amount));
        }
        for tax in taxes {
            rows.push(row("tax", tax.text.clone(), None, part(before_tax, tax.share)));
        }
    }
    rows
}

/// `parts` billionths of an amount, half up.
fn part(amount: i128, parts: i128) -> i128 {
    (amount * parts + 500_000_000).div_euclid(1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_or_refused() {
        assert_eq!(Tax::parse("19 %").unwrap().share, 190_000_000);
        assert_eq!(Tax::parse("7.7%").unwrap().share, 77_000_000);
        for wrong in ["19", "x %", "-3 %", ""] {
            assert!(Tax::parse(wrong).unwrap_err().contains("write \"19 %\""), "{wrong}");
        }
        assert_eq!(Markup::parse("20 %").unwrap().kind, Kind::Share(200_000_000));
        let each = Markup::parse("0.005 USD per message in or out").unwrap();
        assert_eq!(each.kind, Kind::Each { nanos: 5_000_000, currency: Currency::USD, on: On::InOrOut });
        for wrong in ["0.005 USD", "0.005 per message", "0.005 USD per day", "USD per message"] {
            assert!(Markup::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn parts_are_rounded_half_up() {
        assert_eq!(part(1, 500_000_000), 1);
        assert_eq!(part(1, 499_999_999), 0);
        assert_eq!(part(-1, 500_000_000), 0);
        assert_eq!(part(100_000_000_000, 190_000_000), 19_000_000_000);
    }
}
