//! Businesses, accounts, numbers, countries.

use super::{Builder, Indices, position};
use crate::facts::{AccountEntry, Book, NumberEntry};
use crate::scenario::check::Internal;
use crate::scenario::data;
use crate::scenario::model::NumberChoice;
use crate::scenario::path::Path;
use crate::units::Share;

impl Builder<'_> {
    /// The book, and the share of contacts of each number.
    pub(super) fn book(&self, index: &Indices) -> Result<(Book, Vec<f64>), Internal> {
        let mut book = Book { countries: index.countries.clone(), ..Book::default() };
        let mut tenants = Vec::new();
        let accounts = self.view.names("account");
        if accounts.is_empty() {
            let zone: String = self.view.need(&Path::of(&["business", "zone"]))?;
            let business: String = self.view.need(&Path::of(&["business", "name"]))?;
            add_account(&mut book, "main", &business, &zone);
        }
        for name in accounts {
            let path = Path::of(&["account", &name]);
            let account = self.view.at(&path);
            let (zone, business): (String, String) = (account.need("zone")?, account.need("business")?);
            match account.get::<u64>("count") {
                None => add_account(&mut book, &name, &business, &zone),
                Some(count) => {
                    let width = count.to_string().len().max(2);
                    for i in 1..=count {
                        let tenant = format!("{name}-{i:0width$}");
                        tenants.push(book.accounts.len());
                        add_account(&mut book, &tenant, &tenant, &zone);
                    }
                }
            }
        }
        let shares = self.numbers(&mut book, &tenants)?;
        Ok((book, shares))
    }

    /// Numbers of the file, sorted by name; one each for tenants and, if there are none, for every account.
    fn numbers(&self, book: &mut Book, tenants: &[usize]) -> Result<Vec<f64>, Internal> {
        let mut names = self.view.names("number");
        names.sort();
        let mut shares = Vec::new();
        let accounts: Vec<String> = book.accounts.iter().map(|a| a.name.clone()).collect();
        for name in &names {
            let path = Path::of(&["number", name]);
            let account = match self.view.get::<String>(&path.join("account")) {
                Some(account) => position(&accounts, &account)?,
                None => 0,
            };
            book.numbers.push(NumberEntry { name: name.clone(), account });
            shares.push(self.view.get::<Share>(&path.join("share")).map(|s| s.0));
        }
        for (i, account) in accounts.iter().enumerate() {
            if names.is_empty() || tenants.contains(&i) {
                book.numbers.push(NumberEntry { name: account.clone(), account: i as u16 });
                shares.push(None);
            }
        }
        let equal = 1.0 / shares.len() as f64;
        Ok(shares.into_iter().map(|s| s.unwrap_or(equal)).collect())
    }

    /// Shares of the numbers by country and reason.
    pub(super) fn number_choice(&self, index: &Indices, book: &Book) -> NumberChoice {
        let shares = |table: &str, names: &[String]| -> Vec<(u16, Vec<f64>)> {
            let of = |key: &String| -> Vec<Option<f64>> {
                let own = |n: &NumberEntry| self.view.get::<Share>(&Path::of(&["number", &n.name, table, key]));
                book.numbers.iter().map(|number| own(number).map(|share| share.0)).collect()
            };
            let given = names.iter().enumerate().map(|(i, key)| (i as u16, of(key)));
            let given = given.filter(|(_, list)| list.iter().any(Option::is_some));
            given.map(|(i, list)| (i, list.into_iter().map(Option::unwrap_or_default).collect())).collect()
        };
        NumberChoice {
            by_country: shares("share_in", &index.countries),
            by_reason: shares("share_about", &index.reasons),
            sticky: self.view.get(&Path::of(&["business", "same_number"])).unwrap_or(false),
        }
    }

    /// Zone in which customers of a country live.
    pub(super) fn country_zone(&self, code: &str) -> String {
        let own = self.view.get(&Path::of(&["zone", code]));
        own.or_else(|| data::market(code).map(|c| c.zone.clone())).unwrap_or_else(|| "UTC".to_string())
    }
}

fn add_account(book: &mut Book, name: &str, business: &str, zone: &str) {
    let known = book.businesses.iter().position(|b| b == business);
    let business = known.unwrap_or_else(|| {
        book.businesses.push(business.to_string());
        book.businesses.len() - 1
    });
    book.accounts.push(AccountEntry { name: name.to_string(), business: business as u16, zone: zone.to_string() });
}
