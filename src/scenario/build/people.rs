//! Populations.

use super::{Builder, Indices, position};
use crate::scenario::check::Internal;
use crate::scenario::model::Population;
use crate::scenario::path::Path;
use crate::units::Share;

impl Builder<'_> {
    /// Every population, sorted by name.
    pub(super) fn populations(&self, index: &Indices) -> Result<Vec<Population>, Internal> {
        index.populations.iter().map(|name| self.population(name, index)).collect()
    }

    fn population(&self, name: &str, index: &Indices) -> Result<Population, Internal> {
        let path = Path::of(&["population", name]);
        let mut countries = Vec::new();
        for code in self.view.keys(&path.join("countries")) {
            let share: Share = self.view.need(&path.join("countries").join(&code))?;
            countries.push((position(&index.countries, &code)?, share.0));
        }
        countries.sort_by_key(|c| c.0);
        Ok(Population {
            name: name.to_string(),
            part_of: None,
            size: self.view.get(&path.join("size")),
            countries,
            known: self.view.need(&path.join("known"))?,
        })
    }
}
