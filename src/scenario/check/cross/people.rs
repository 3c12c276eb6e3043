//! Shares of populations and numbers.

use super::Check;
use crate::scenario::check::suggest::did_you_mean;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::units::Share;

/// Sums of shares may be off by this much: thirds are written with a few digits.
const SUM_TOLERANCE: f64 = 1e-9;

/// Accounts of one scenario.
const MOST_ACCOUNTS: u64 = 60_000;

impl Check<'_> {
    pub(super) fn people(&mut self) {
        for name in self.view.names("population") {
            let table = Path::of(&["population", &name, "countries"]);
            self.sum(&table, "countries of the population");
        }
        if self.view.names("population").is_empty() {
            let place = self.table_place(&Path::of(&["population"]));
            self.missing(
                "population.NAME",
                place,
                "add `[population.customers]` with `countries = { FR = \"100 %\" }`",
            );
        }
    }

    /// Shares in a table add up to 1, unless one of them is unreadable.
    pub(super) fn sum(&mut self, table: &Path, what: &str) {
        let keys = self.view.keys(table);
        let shares: Option<Vec<f64>> =
            keys.iter().map(|k| self.view.get::<Share>(&table.join(k)).map(|s| s.0)).collect();
        let Some(shares) = shares.filter(|s| !s.is_empty()) else { return };
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            let text = format!("the {what} add up to {}, not 100 %", percent(sum));
            let place = self.view.key_place(table);
            self.found.push(Diagnostic::error("share-sum", text).at(&place, off(sum)));
        }
    }

    /// Tables number accounts with 16 bits.
    fn tenants(&mut self, accounts: &[String]) {
        let counts = accounts.iter().map(|a| Path::of(&["account", a, "count"]));
        let given: Vec<(Path, u64)> = counts.filter_map(|p| self.view.get::<u64>(&p).map(|n| (p, n))).collect();
        let total = given.iter().map(|(_, n)| n).sum::<u64>() + accounts.len() as u64;
        if let Some((path, _)) = given.last().filter(|_| total > MOST_ACCOUNTS) {
            let d = Diagnostic::error("too-large", format!("{total} accounts are more than {MOST_ACCOUNTS}"));
            self.found.push(d.at(&self.view.place(path), "lower this"));
        }
    }

    /// Shares of one country (or reason) add up to 1 over the numbers that name it.
    fn shares_of_numbers(&mut self, numbers: &[String], table: &str) {
        let at = |number: &String| Path::of(&["number", number, table]);
        let mut keys: Vec<String> = numbers.iter().flat_map(|number| self.view.keys(&at(number))).collect();
        keys.sort();
        keys.dedup();
        let reasons = self.view.names("reason");
        for key in keys {
            let paths: Vec<Path> = numbers.iter().map(|number| at(number).join(&key)).collect();
            let given: Vec<&Path> = paths.iter().filter(|path| self.view.given(path)).collect();
            let Some(first) = given.first() else { continue };
            let place = self.view.key_place(first);
            if table == "share_about" && !reasons.contains(&key) {
                let label = did_you_mean(&key, reasons.iter().map(String::as_str).collect::<Vec<_>>());
                let d = Diagnostic::error("unknown-name", format!("there is no reason named {key:?}"));
                self.found.push(d.at(&place, label));
                continue;
            }
            let shares: Option<Vec<f64>> = given.iter().map(|p| self.view.get::<Share>(p).map(|s| s.0)).collect();
            let Some(sum) = shares.map(|shares| shares.iter().sum::<f64>()) else { continue };
            if (sum - 1.0).abs() > SUM_TOLERANCE {
                let text = format!("the shares of the numbers for {key:?} add up to {}, not 100 %", percent(sum));
                self.found.push(Diagnostic::error("share-sum", text).at(&place, off(sum)));
            }
        }
    }

    pub(super) fn numbers(&mut self) {
        let names = self.view.names("number");
        let path = |n: &String| Path::of(&["number", n, "share"]);
        let given: Vec<&String> = names.iter().filter(|n| self.view.given(&path(n))).collect();
        if let (Some(first), Some(bare)) = (given.first(), names.iter().find(|n| !given.contains(n))) {
            let d = Diagnostic::error("share-sum", "some numbers have a share of the contacts and some have none");
            let bare = self.view.key_place(&Path::of(&["number", bare]));
            self.found.push(d.at(&bare, "add `share`").at(&self.view.place(&path(first)), "as here"));
        } else if !given.is_empty() {
            let shares: Option<Vec<f64>> =
                given.iter().map(|n| self.view.get::<Share>(&path(n)).map(|s| s.0)).collect();
            if let Some(sum) = shares.map(|s| s.iter().sum::<f64>())
                && (sum - 1.0).abs() > SUM_TOLERANCE
            {
                let text = format!("the shares of the numbers add up to {}, not 100 %", percent(sum));
                let place = self.view.place(&path(given[0]));
                self.found.push(Diagnostic::error("share-sum", text).at(&place, off(sum)));
            }
        }
        self.shares_of_numbers(&names, "share_in");
        self.shares_of_numbers(&names, "share_about");
        let accounts = self.view.names("account");
        self.tenants(&accounts);
        let several = accounts.len() > 1;
        for name in &names {
            let account = Path::of(&["number", name, "account"]);
            if several && !self.view.given(&account) {
                let place = self.view.key_place(&Path::of(&["number", name]));
                self.missing(&account.to_string(), place, "there are several accounts: add `account`");
            }
            let tenants = self.text(&account).map(|a| Path::of(&["account", &a, "count"]));
            if let Some(count) = tenants.filter(|c| self.view.given(c)) {
                let (a, b) = (self.view.key_place(&Path::of(&["number", name])), self.view.place(&count));
                self.conflict("an account with `count` has a number for each of its tenants".to_string(), a, b);
            }
        }
    }
}

/// A sum of shares as text, to six digits.
pub(super) fn percent(sum: f64) -> String {
    format!("{} %", libm::round(sum * 1e8) / 1e6)
}

/// What is missing or too much.
pub(super) fn off(sum: f64) -> String {
    if sum < 1.0 { format!("{} are missing", percent(1.0 - sum)) } else { format!("{} too much", percent(sum - 1.0)) }
}
