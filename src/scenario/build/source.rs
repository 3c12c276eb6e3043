//! Streams: enquiries, campaigns, notifications.

use super::volume::Written;
use super::{Builder, Indices, position};
use crate::facts::{Class, Entry};
use crate::scenario::check::Internal;
use crate::scenario::data;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Chance, Model, NotificationBaseline, Population, Source, SourceKind, Volume};
use crate::scenario::path::Path;
use crate::scenario::source::Place;
use crate::units::{Money, Share};

impl Builder<'_> {
    /// Fills in the sources, sorted by kind and name; a volume by country adds a population for each country.
    pub(super) fn sources(&mut self, index: &Indices, model: &mut Model) -> Result<(), Internal> {
        for table in ["reason", "campaign", "notification"] {
            let mut names = self.view.names(table);
            names.sort();
            for name in names {
                let path = Path::of(&[table, &name]);
                if !self.view.given(&path.join("volume")) {
                    continue;
                }
                let kind = match table {
                    "reason" => SourceKind::Contacts {
                        reason: position(&index.reasons, &name)?,
                        entry: Entry::None,
                        price: Money::zero(self.report()?),
                    },
                    "campaign" => self.campaign(&path, index)?,
                    _ => self.notification(&path, index)?,
                };
                let population: String = self.view.need(&path.join("population"))?;
                let population = position(&index.populations, &population)?;
                self.add(model, &path, &name, kind, population)?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        model: &mut Model,
        path: &Path,
        name: &str,
        kind: SourceKind,
        population: u16,
    ) -> Result<(), Internal> {
        let chance = self.chance(path)?;
        let push = |model: &mut Model, population: u16, volume: Volume, chance: Chance| {
            model.sources.push(Source { name: name.to_string(), population, kind: kind.clone(), volume, chance });
        };
        if self.view.given(&path.dot("volume.replay")) {
            for (country, (instants, hours)) in self.replay(path, model, population)? {
                let population = one_country(model, population, country);
                let chance = Chance { replay: Some(instants), ..chance.clone() };
                push(model, population, Volume::Table(hours), chance);
            }
            return Ok(());
        }
        match self.volume(path, name, model, population)? {
            Written::Everywhere(volume) => push(model, population, volume, chance),
            Written::ByCountry(list) => {
                for (country, rows) in list {
                    let population = one_country(model, population, country);
                    push(model, population, Volume::Table(rows), chance.clone());
                }
            }
        }
        Ok(())
    }

    fn campaign(&self, path: &Path, index: &Indices) -> Result<SourceKind, Internal> {
        let reason: String = self.view.need(&path.join("reason"))?;
        Ok(SourceKind::Contacts {
            reason: position(&index.reasons, &reason)?,
            entry: Entry::Ad,
            price: self.money(&path.join("click"))?,
        })
    }

    fn notification(&mut self, path: &Path, index: &Indices) -> Result<SourceKind, Internal> {
        let view = self.view;
        let n = view.at(path);
        let reason = match n.get::<String>("reason") {
            Some(reason) => Some(position(&index.reasons, &reason)?),
            None => None,
        };
        let word: String = n.need("baseline")?;
        let baseline = match word.as_str() {
            "sms" => NotificationBaseline::Sms(self.sms(path, index)?),
            "call" => NotificationBaseline::Call(n.need("call")?),
            _ => NotificationBaseline::Nothing,
        };
        Ok(SourceKind::Notification {
            class: class(&n.need::<String>("class")?),
            delivered: n.need("delivered")?,
            reply: n.need::<Share>("reply")?,
            reason,
            delay: n.need("delay")?,
            retry: match n.has("retry") {
                true => Some((n.need("retry.after")?, n.need::<u64>("retry.at_most")? as u32)),
                false => None,
            },
            baseline,
            by_phone: n.get::<String>("by").is_some_and(|word| word == "phone"),
        })
    }

    /// Price of one SMS by country index: the scenario's own, or from the list of the run's date.
    fn sms(&mut self, path: &Path, index: &Indices) -> Result<Vec<Money>, Internal> {
        if let Some(price) = self.view.get::<Money>(&path.join("price")) {
            return Ok(vec![price; index.countries.len()]);
        }
        let (prices, date) = data::sms_prices(&self.run.dates.0);
        let place = self.view.place(&path.join("baseline"));
        if date > self.run.dates.0.as_str() {
            let text = format!("SMS prices are those of {date}, the oldest list there is: later than the run");
            self.report_problem(
                Diagnostic::warning("later-prices", text).at(&place, "add `price = …` if you know better"),
            );
        }
        let mut list = Vec::new();
        for code in &index.countries {
            match prices.get(code) {
                Some(price) => list.push(*price),
                None => {
                    let text = format!("no SMS price list up to {date} has a price for {code}");
                    self.report_problem(
                        Diagnostic::error("no-price", text)
                            .at(&place, "add `price = \"0.06 EUR\"` to this notification"),
                    );
                }
            }
        }
        self.convertible(&list, &place)?;
        Ok(list)
    }

    /// Prices of a list can be converted into the reporting currency.
    fn convertible(&mut self, prices: &[Money], place: &Place) -> Result<(), Internal> {
        let (report, known) = (self.report()?, self.view.keys(&Path::of(&["currency", "rates"])));
        let foreign = prices.iter().map(|p| p.currency).find(|c| *c != report && !known.iter().any(|k| k == c.code()));
        if let Some(currency) = foreign {
            let (code, to) = (currency.code(), report.code());
            let d =
                Diagnostic::error("no-exchange-rate", format!("SMS prices in {code} cannot be converted into {to}"));
            let fix = format!("add `[currency.rates]` with `{code} = {{ rate = \"… {to}\", source = \"…\" }}`");
            self.report_problem(d.at(place, "takes its prices from the list; or add `price`").help(fix));
        }
        Ok(())
    }
}

/// The class of a checked word.
pub(super) fn class(word: &str) -> Class {
    Class::ALL.into_iter().find(|c| c.word() == word).unwrap_or(Class::Utility)
}

/// The people of one country of a population, as a population of their own: `customers:FR`.
fn one_country(model: &mut Model, population: u16, country: u16) -> u16 {
    let whole = &model.populations[population as usize];
    if let [(only, _)] = whole.countries.as_slice()
        && *only == country
    {
        return population;
    }
    let name = format!("{}:{}", whole.name, model.book.countries[country as usize]);
    if let Some(known) = model.populations.iter().position(|p| p.name == name) {
        return known as u16;
    }
    let share = whole.countries.iter().find(|c| c.0 == country).map_or(0.0, |c| c.1);
    let part = Population {
        name,
        part_of: Some(whole.name.clone()),
        size: whole.size.map(|n| (libm::round(n as f64 * share) as u64).max(1)),
        countries: vec![(country, 1.0)],
        known: whole.known,
    };
    model.populations.push(part);
    (model.populations.len() - 1) as u16
}
