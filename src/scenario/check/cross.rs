//! Relations between settings. Each check passes silently over values that are wrong in themselves.

use super::derive::first_zone;
use super::typed::Typed;
use super::view::View;
use crate::facts::{Channel, Instant};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::source::Place;
use crate::scenario::words::When;
use crate::units::{Currency, Money, Share};
use std::collections::BTreeSet;

/// Everything that two or more settings can get wrong together.
pub fn cross_check(view: &View, channel: Channel, begin: &Place) -> Vec<Diagnostic> {
    let mut check = Check { view, channel, begin, found: Vec::new() };
    check.zone();
    check.run();
    check.people();
    check.numbers();
    check.sources();
    check.reasons();
    check.profiles();
    check.answer();
    check.staff();
    check.phone();
    check.bot();
    check.tariff();
    check.currencies();
    check.found
}

struct Check<'a> {
    view: &'a View,
    channel: Channel,
    begin: &'a Place,
    found: Vec<Diagnostic>,
}

/// Sums of shares may be off by this much: thirds are written with a few digits.
const SUM_TOLERANCE: f64 = 1e-9;

impl Check<'_> {
    fn text(&self, path: &Path) -> Option<String> {
        self.view.get(path)
    }

    fn share(&self, path: &Path) -> f64 {
        self.view.get::<Share>(path).map_or(0.0, |s| s.0)
    }

    /// A place for a table that may not be there.
    fn table_place(&self, path: &Path) -> Place {
        if self.view.given(path) { self.view.key_place(path) } else { self.begin.clone() }
    }

    fn missing(&mut self, path: &str, place: Place, fix: &str) {
        self.found.push(Diagnostic::error("missing-setting", format!("`{path}` must be given")).at(&place, fix));
    }

    fn needs(&mut self, what: &str, place: Place, fix: &str) {
        self.found.push(Diagnostic::error("needs-other", what).at(&place, fix));
    }

    fn conflict(&mut self, what: String, a: Place, b: Place) {
        self.found.push(Diagnostic::error("conflict", what).at(&a, "leave out this one").at(&b, "or this one"));
    }

    fn zone(&mut self) {
        let zone = Path::of(&["business", "zone"]);
        let names = self.view.names("account");
        let bare = names.iter().find(|a| !self.view.given(&Path::of(&["account", a, "zone"])));
        if !self.view.given(&zone) && (names.is_empty() || bare.is_some()) {
            let place = self.table_place(&Path::of(&["business"]));
            self.missing("business.zone", place, "add `[business]` with `zone = \"Europe/Paris\"`");
        }
    }

    fn instant(&self, when: When) -> Option<Instant> {
        when.instant(&jiff::tz::TimeZone::get(&first_zone(self.view)?).ok()?)
    }

    fn run(&mut self) {
        let (from, to) = (Path::of(&["run", "from"]), Path::of(&["run", "to"]));
        let (Some(a), Some(b)) = (self.view.get::<When>(&from), self.view.get::<When>(&to)) else { return };
        if let (Some(a), Some(b)) = (self.instant(a), self.instant(b))
            && b <= a
        {
            let d = Diagnostic::error("empty-run", "the run ends before it begins");
            self.found.push(
                d.at(&self.view.place(&to), "must lie after `run.from`").at(&self.view.place(&from), "begins here"),
            );
        }
        if let (When::Local(a), When::Local(b)) = (a, b) {
            let whole = |t: jiff::civil::DateTime| t.day() == 1 && t.time() == jiff::civil::Time::midnight();
            if !(whole(a) && whole(b)) {
                let text =
                    "the run is not made of whole calendar months: monthly quotas, tiers and fees are not scaled";
                let place = self.view.place(if whole(a) && self.view.given(&to) { &to } else { &from });
                self.found.push(Diagnostic::warning("part-month", text).at(&place, "not the first of a month"));
            }
        }
    }

    fn people(&mut self) {
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
    fn sum(&mut self, table: &Path, what: &str) {
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

    fn numbers(&mut self) {
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
        let accounts = self.view.names("account");
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

    fn sources(&mut self) {
        let several = self.view.names("population").len() > 1;
        let mut any = false;
        for table in ["reason", "campaign", "notification"] {
            for name in self.view.names(table) {
                let here = Path::of(&[table, &name]);
                let volume = self.view.given(&here.join("volume"));
                any |= volume;
                if !volume && table != "reason" {
                    self.missing(
                        &here.join("volume").to_string(),
                        self.view.key_place(&here),
                        "add `volume = \"800/day\"`",
                    );
                }
                if volume && several && !self.view.given(&here.join("population")) {
                    let text = "there are several populations: add `population`";
                    self.missing(&here.join("population").to_string(), self.view.key_place(&here), text);
                }
                self.between(&here);
            }
        }
        if !any && !self.view.poisoned.contains(&Path::of(&["reason"])) {
            let place = self.table_place(&Path::of(&["reason"]));
            self.missing(
                "reason.NAME.volume",
                place,
                "nobody writes or calls: give a reason its `volume = \"1200/day\"`",
            );
        }
        for name in self.view.names("notification") {
            self.notification(&Path::of(&["notification", &name]));
        }
    }

    fn between(&mut self, here: &Path) {
        let path = here.join("between");
        let Some(list) = self.view.get::<Vec<When>>(&path) else { return };
        if let (Some(a), Some(b)) = (self.instant(list[0]), self.instant(list[1]))
            && b <= a
        {
            let d = Diagnostic::error("empty-run", "the second date does not lie after the first");
            self.found.push(d.at(&self.view.place(&path), "events come from the first date to before the second"));
        }
    }

    fn notification(&mut self, here: &Path) {
        if self.share(&here.join("reply")) > 0.0 && !self.view.given(&here.join("reason")) {
            let place = self.view.place(&here.join("reply"));
            self.needs("replies to a notification need their reason", place, "add `reason = …`: what do they ask?");
        }
        let baseline = here.join("baseline");
        if self.text(&baseline).as_deref() == Some("call") && !self.view.given(&here.join("call")) {
            let place = self.view.place(&baseline);
            self.needs(
                "an outbound call needs its handling time",
                place,
                "add `call = \"lognormal, mean 2 min, CV 1\"`",
            );
        }
    }

    fn reasons(&mut self) {
        for name in self.view.names("reason") {
            let here = Path::of(&["reason", &name]);
            if !self.view.given(&here.join("handling")) && !self.view.given(&here.join("call_handling")) {
                let fix = "add `handling = \"lognormal, mean 3 min, CV 1.1\"`, or `call_handling`";
                self.missing(&here.join("handling").to_string(), self.view.key_place(&here), fix);
            }
            let resolved = self.share(&here.join("resolved")).min(self.share(&here.join("resolved_by_phone")));
            let chance = here.join("repeat").join("chance");
            if self.share(&chance) >= 1.0 && resolved <= 0.0 {
                let d =
                    Diagnostic::error("endless-repeats", format!("every contact about {name:?} causes another one"));
                self.found.push(d.at(&self.view.place(&chance), "lower this, or raise `resolved`"));
            }
        }
    }

    fn profiles(&mut self) {
        for name in self.view.names("profile") {
            let here = Path::of(&["profile", &name]);
            let (week, hours) = (here.join("week"), here.join("hours"));
            match (self.view.given(&week), self.view.given(&hours)) {
                (false, false) => {
                    self.missing(&hours.to_string(), self.view.key_place(&here), "add 24 `hours`, or the whole `week`")
                }
                (true, true) => {
                    let text = "a profile has `hours` or a `week`, not both".to_string();
                    self.conflict(text, self.view.place(&week), self.view.place(&hours));
                }
                _ => {}
            }
            for path in [week, hours, here.join("days")] {
                let zero = self.view.get::<Vec<f64>>(&path).is_some_and(|list| list.iter().all(|w| *w == 0.0));
                if zero {
                    let d = Diagnostic::error("out-of-range", "all weights of the profile are 0");
                    self.found.push(d.at(&self.view.place(&path), "one must be above 0"));
                }
            }
        }
    }

    fn answer(&mut self) {
        if self.channel == Channel::Phone {
            return;
        }
        let at = |key: &str| Path::of(&["desk", "answer", key]);
        let policy = self.text(&at("policy")).unwrap_or_default();
        for (word, partner, example) in [
            ("by target", "target", "\"4 h\""),
            ("office hours", "hours", "\"Mon-Fri 09:00-18:00\""),
            ("batches", "every", "\"2 h\""),
            ("careful", "skip_below", "\"0.10 EUR\""),
            ("wait and merge", "quiet", "\"45 s\""),
        ] {
            if policy == word && !self.view.given(&at(partner)) {
                let place = self.view.place(&at("policy"));
                self.needs(
                    &format!("the policy {word:?} needs `{partner}`"),
                    place,
                    &format!("add `{partner} = {example}`"),
                );
            }
        }
        let discipline = Path::of(&["desk", "discipline"]);
        if self.text(&discipline).as_deref() == Some("due date") && policy != "by target" {
            let place = self.view.place(&discipline);
            self.needs(
                "only the policy \"by target\" gives turns a due date",
                place,
                "set `desk.answer.policy = \"by target\"`",
            );
        }
        let late = self.text(&at("late")).unwrap_or_default();
        if late == "cap" && !self.view.given(&at("cap")) {
            self.needs("`late = \"cap\"` needs the cap", self.view.place(&at("late")), "add `cap = 500`");
        }
        if late == "call" && !self.phone_group() {
            self.needs(
                "`late = \"call\"` needs a group that answers the phone",
                self.view.place(&at("late")),
                PHONE_GROUP,
            );
        }
        for name in self.view.names("reason") {
            let path = Path::of(&["reason", &name, "switch_to_phone"]);
            if self.share(&path) > 0.0 && !self.phone_group() {
                let text = "customers who move to the phone need a group that answers it";
                self.needs(text, self.view.place(&path), PHONE_GROUP);
            }
        }
    }

    /// Does a group answer the phone (or is one not readable)?
    fn phone_group(&self) -> bool {
        self.view.names("group").iter().any(|g| {
            let path = Path::of(&["group", g, "channels"]);
            self.view.get::<Vec<String>>(&path).is_none_or(|c| c.iter().any(|c| c == "phone"))
        })
    }

    fn staff(&mut self) {
        let mut tables: Vec<Path> = Vec::new();
        if self.channel == Channel::Messages {
            tables.extend(self.view.names("group").iter().map(|g| Path::of(&["group", g])));
            if tables.is_empty() {
                self.missing("group.NAME", self.begin.clone(), "nobody answers: add `[group.team]` or `[call_center]`");
            }
        }
        tables.extend(self.view.has(&Path::of(&["call_center"])).then(|| Path::of(&["call_center"])));
        for here in tables {
            self.heads(&here);
        }
        for name in self.view.names("group") {
            self.speeds(&Path::of(&["group", &name]));
        }
    }

    fn heads(&mut self, here: &Path) {
        let given: Vec<Path> =
            ["agents", "meet", "schedule"].iter().map(|k| here.join(k)).filter(|p| self.view.given(p)).collect();
        match given.as_slice() {
            [] => self.missing(
                &here.join("agents").to_string(),
                self.view.key_place(here),
                "add `agents = 12`, or `meet = \"80 % in 1 h\"`",
            ),
            [_] => {}
            [a, b, ..] => {
                let text = format!("[{here}] has its heads twice");
                self.conflict(text, self.view.key_place(a), self.view.key_place(b));
            }
        }
        let (agents, hours) = (here.join("agents"), here.join("hours"));
        let listed = self.view.items.get(&agents).is_some_and(|i| matches!(i.typed, Typed::List(_)));
        if self.view.given(&hours) && (listed || self.view.given(&here.join("schedule"))) {
            let other = if listed { agents } else { here.join("schedule") };
            let text = "heads by half-hour say when the group is open: `hours` must not say it again".to_string();
            self.conflict(text, self.view.key_place(&hours), self.view.key_place(&other));
        }
    }

    fn speeds(&mut self, here: &Path) {
        let chats: u64 = self.view.get(&here.join("concurrency")).unwrap_or(1);
        let speed = here.join("speed");
        if let Some(list) = self.view.get::<Vec<f64>>(&speed)
            && (list.len() as u64) < chats
        {
            let d =
                Diagnostic::error("needs-other", format!("{} speeds are given for {chats} chats at once", list.len()));
            self.found.push(
                d.at(&self.view.place(&speed), format!("write {chats} speeds, or a rule such as \"linear 10 %\"")),
            );
        }
    }

    fn phone(&mut self) {
        let center = self.view.given(&Path::of(&["call_center"]));
        for name in self.view.names("group") {
            let path = Path::of(&["group", &name, "channels"]);
            let phone = self.view.get::<Vec<String>>(&path).is_some_and(|c| c.iter().any(|c| c == "phone"));
            if phone && !center {
                let text = "a group answers the phone, but nothing says what callers do and what calls cost";
                self.needs(text, self.view.place(&path), "add [call_center] with `variant = false`");
            }
        }
        if self.channel == Channel::Phone && !center {
            let place = self.table_place(&Path::of(&["variant"]));
            self.missing("call_center", place, "customers call: add `[call_center]`");
        }
    }

    fn bot(&mut self) {
        let here = Path::of(&["bot"]);
        if self.view.has(&here) && !self.view.given(&here.join("containment")) {
            self.missing("bot.containment", self.view.key_place(&here), "add `containment = \"30 %\"`");
        }
    }

    fn tariff(&mut self) {
        let path = Path::of(&["tariff", "in_force"]);
        if self.channel == Channel::Messages && !self.view.given(&path) {
            let place = self.table_place(&Path::of(&["tariff"]));
            self.missing("tariff.in_force", place, "add `[tariff]` with `in_force = \"whatsapp-2018-08\"`");
        }
    }

    fn currencies(&mut self) {
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
                && item.places.is_some()
            {
                let (code, to) = (money.currency.code(), report.code());
                let d = Diagnostic::error("no-exchange-rate", format!("{code} cannot be converted into {to}"));
                let fix = format!("add `[currency.rates]` with `{code} = {{ rate = \"… {to}\", source = \"…\" }}`");
                self.found.push(d.at(&place, format!("an amount in {code}")).help(fix));
            }
        }
    }
}

const PHONE_GROUP: &str = "add `channels = [\"messages\", \"phone\"]` to a group";

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

/// A sum of shares as text, to six digits.
fn percent(sum: f64) -> String {
    format!("{} %", libm::round(sum * 1e8) / 1e6)
}

/// What is missing or too much.
fn off(sum: f64) -> String {
    if sum < 1.0 { format!("{} are missing", percent(1.0 - sum)) } else { format!("{} too much", percent(sum - 1.0)) }
}
