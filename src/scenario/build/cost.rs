//! Tariffs, fixed cost, measures, satisfaction, platform.

use super::Builder;
use crate::scenario::check::{Internal, View};
use crate::scenario::companions::tariff_files;
use crate::scenario::model::{Cost, Details, Lead, Loyalty, Measures, Platform, Satisfaction, millionths};
use crate::scenario::path::Path;
use crate::units::{MINUTE, Money, Span};

impl Builder<'_> {
    /// Prices and tariffs.
    pub(super) fn cost(&mut self) -> Result<Cost, Internal> {
        let path = Path::of(&["tariff"]);
        let own: Option<String> = self.view.get(&path.join("in_force"));
        let further: Vec<String> = self.view.need(&path.join("bill"))?;
        let mut billed = Vec::new();
        for (key, name) in own.iter().map(|n| ("in_force", n)).chain(further.iter().map(|n| ("bill", n))) {
            let name = self.tariff_file(&path.join(key), name);
            if !billed.contains(&name) {
                billed.push(name);
            }
        }
        let rates = path.join("rates");
        let mut given_rates = Vec::new();
        for code in self.view.keys(&rates) {
            let rate: Money = self.view.need(&rates.join(&code))?;
            given_rates.push((code.clone(), rate, self.basis(&rates.join(&code))));
        }
        given_rates.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Cost {
            in_force: if own.is_some() { billed.first().cloned().unwrap_or_default() } else { String::new() },
            billed,
            given_rates,
            settings: self.tariff_settings()?,
            currency: self.view.get(&path.join("currency")),
            window: self.view.get(&path.join("window")),
            rate_times: self.view.get(&path.join("rate_times")).map(millionths),
            rate_times_in: self.rate_times_in(&path)?,
            free_messages: self.view.get(&path.join("free_messages")),
            platform_month: self.money(&Path::of(&["cost", "platform_month"]))?,
        })
    }

    /// Factors of single countries, sorted.
    fn rate_times_in(&self, path: &Path) -> Result<Vec<(String, u64)>, Internal> {
        let table = path.join("rate_times_in");
        let mut list = Vec::new();
        for code in self.view.keys(&table) {
            list.push((code.clone(), millionths(self.view.need(&table.join(&code))?)));
        }
        list.sort();
        Ok(list)
    }

    /// A tariff of the user's own as a path that can be opened from here; its text, and those of the files it stands on, count for
    /// the hash and are carried with the scenario.
    fn tariff_file(&mut self, setting: &Path, name: &str) -> String {
        if !name.ends_with(".toml") {
            return name.to_string();
        }
        let place = self.view.place(setting);
        let folder = self.layers.folder(&place).to_path_buf();
        let main = folder.join(name);
        self.input(setting, name);
        for file in tariff_files(&main).iter().skip(1) {
            let own = file.strip_prefix(&folder).unwrap_or(file).display().to_string();
            self.input(setting, &own);
        }
        main.display().to_string()
    }

    /// What the file says of a rate: its source or assumption.
    fn basis(&self, path: &Path) -> String {
        let note = self
            .view
            .items
            .get(path)
            .and_then(|i| i.places.as_ref())
            .and_then(|(key, value)| self.layers.note(key, value));
        match note {
            Some(n) if n.assumption.is_some() => format!("assumption: {}", n.assumption.as_deref().unwrap_or(""))
                .trim_end_matches([':', ' '])
                .to_string(),
            Some(n) => n.source.clone().unwrap_or_else(|| "given".to_string()),
            None => "given".to_string(),
        }
    }

    /// Open readings of tariffs: (tariff, setting, choice).
    fn tariff_settings(&self) -> Result<Vec<(String, String, String)>, Internal> {
        let path = Path::of(&["tariff", "settings"]);
        let mut list = Vec::new();
        for key in self.view.keys(&path) {
            let choice: String = self.view.need(&path.join(&key))?;
            if let Some((tariff, setting)) = key.rsplit_once('.') {
                list.push((tariff.to_string(), setting.to_string(), choice));
            }
        }
        list.sort();
        Ok(list)
    }

    /// Thresholds.
    pub(super) fn measures(&self) -> Result<Measures, Internal> {
        let path = Path::of(&["measures"]);
        let measures = self.view.at(&path);
        Ok(Measures {
            message_threshold: measures.need("message_threshold")?,
            call_threshold: measures.need("call_threshold")?,
            promises: Vec::new(),
            details: self.details()?,
            mean_of_ratios: measures.need::<String>("average")? == "mean of ratios",
        })
    }

    fn details(&self) -> Result<Details, Internal> {
        let path = Path::of(&["measures"]);
        let words: Vec<String> = self.view.need(&path.join("details"))?;
        let has = |word: &str| words.iter().any(|w| w == word);
        let minutes = match self.view.need::<String>(&path.join("period"))?.as_str() {
            "15 min" => 15,
            "1 h" => 60,
            _ => 30,
        };
        Ok(Details {
            reason: has("reason"),
            group: has("group"),
            by_period: has("period"),
            opening_hours: has("opening hours"),
            expected: has("expected"),
            period: Span(minutes * MINUTE),
        })
    }

    /// What an answer to a reason's leads is worth.
    pub(super) fn lead(&self, reason: &Path) -> Result<Option<Lead>, Internal> {
        let path = reason.join("lead");
        if !self.view.has(&path) {
            return Ok(None);
        }
        Ok(Some(Lead { value: self.view.need(&path.join("value"))?, decay: self.view.need(&path.join("decay"))? }))
    }

    /// Who leaves after what happened to him.
    pub(super) fn loyalty(&self) -> Result<Option<Loyalty>, Internal> {
        let path = Path::of(&["loyalty"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let loyalty = self.view.at(&path);
        let chance = |key: &str| loyalty.need::<f64>(key);
        Ok(Some(Loyalty {
            source: loyalty.need("source")?,
            margin: loyalty.need("margin")?,
            leaves: [chance("leaves_resolved")?, chance("leaves_after_more")?, chance("leaves_unresolved")?],
        }))
    }

    /// Curves in the order low, base, high, then by name.
    pub(super) fn satisfaction(&self) -> Result<Option<Satisfaction>, Internal> {
        let path = Path::of(&["satisfaction"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let mut names = self.view.keys(&path.join("curves"));
        let rank = |name: &String| ["low", "base", "high"].iter().position(|n| n == name).unwrap_or(3);
        names.sort_by(|a, b| (rank(a), a).cmp(&(rank(b), b)));
        let mut curves = Vec::new();
        let mut extra_contact = Vec::new();
        for name in names {
            extra_contact.push(self.view.get(&path.join("extra_contact").join(&name)).unwrap_or(0.0));
            let c: Vec<f64> = self.view.need(&path.join("curves").join(&name))?;
            curves.push((name, c[0], c[1], c[2]));
        }
        Ok(Some(Satisfaction { curves, extra_contact, source: self.view.need(&path.join("source"))? }))
    }
}

/// The platform's view, if the file asks for it.
pub fn build_platform(view: &View) -> Result<Option<Platform>, Internal> {
    let path = Path::of(&["platform"]);
    if !view.has(&path) {
        return Ok(None);
    }
    let platform = view.at(&path);
    Ok(Some(Platform {
        messages_a_day: platform.need("messages_a_day")?,
        target: platform.need("target")?,
        years: platform.need("years")?,
    }))
}
