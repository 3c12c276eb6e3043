//! Tariffs and currencies.

use super::Check;
use crate::facts::Channel;
use crate::scenario::check::Typed;
use crate::scenario::check::suggest::did_you_mean;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::source::Place;
use crate::units::{Currency, Money};
use std::collections::BTreeSet;

impl Check<'_> {
    pub(super) fn tariff(&mut self) {
        let path = Path::of(&["tariff", "in_force"]);
        if self.channel == Channel::Messages && !self.view.given(&path) {
            let place = self.table_place(&Path::of(&["tariff"]));
            self.missing("tariff.in_force", place, "add `[tariff]` with `in_force = \"whatsapp-2018-08\"`");
        }
    }

    /// What a further contact takes away is given for curves that there are.
    pub(super) fn satisfaction(&mut self) {
        let path = Path::of(&["satisfaction"]);
        let (curves, extra) = (self.view.keys(&path.join("curves")), path.join("extra_contact"));
        for name in self.view.keys(&extra).into_iter().filter(|name| !curves.contains(name)) {
            let label = did_you_mean(&name, curves.iter().map(String::as_str).collect::<Vec<_>>());
            let d = Diagnostic::error("unknown-name", format!("there is no curve named {name:?}"));
            self.found.push(d.at(&self.view.key_place(&extra.join(&name)), label));
        }
    }

    pub(super) fn currencies(&mut self) {
        let Some(report) = self.view.get::<Currency>(&Path::of(&["currency", "report"])) else {
            if !self.view.given(&Path::of(&["currency", "report"])) {
                let place = self.table_place(&Path::of(&["currency"]));
                self.missing(
                    "currency.report",
                    place,
                    "the file uses several currencies: add `[currency]` with `report = \"EUR\"`",
                );
            }
            return;
        };
        let rates = Path::of(&["currency", "rates"]);
        let known: BTreeSet<String> = self.view.keys(&rates).into_iter().collect();
        for (path, item) in &self.view.items {
            let Typed::Money(money) = item.typed else { continue };
            let place = self.view.place(path);
            if path.0.starts_with(&rates.0) {
                self.found.extend(rate_fault(money, report, &path.0[2], &place));
            } else if money.currency != report
                && !known.contains(money.currency.code())
                && money.nanos != 0
                && (item.places.is_some() || path.0[0] == "platform")
            {
                let (code, to) = (money.currency.code(), report.code());
                let d = Diagnostic::error("no-exchange-rate", format!("{code} cannot be converted into {to}"));
                let fix = format!("add `[currency.rates]` with `{code} = {{ rate = \"… {to}\", source = \"…\" }}`");
                self.found.push(d.at(&place, format!("an amount in {code}")).help(fix));
            }
        }
    }
}

/// What is wrong with an exchange rate.
fn rate_fault(rate: Money, report: Currency, of: &str, place: &Place) -> Option<Diagnostic> {
    let to = report.code();
    if rate.currency != report {
        let d = Diagnostic::error("wrong-unit", format!("an exchange rate is given in the reporting currency, {to}"));
        return Some(d.at(place, format!("how many {to} for one {of}?")));
    }
    if rate.nanos == 0 {
        return Some(
            Diagnostic::error("out-of-range", "an exchange rate is more than 0")
                .at(place, format!("how many {to} for one {of}?")),
        );
    }
    (of == to && rate.nanos != crate::units::NANOS)
        .then(|| Diagnostic::error("out-of-range", format!("one {of} is one {to}")).at(place, "leave it out"))
}
