//! Profiles of a week as 168 weights of mean 1.

use super::Builder;
use crate::scenario::check::Internal;
use crate::scenario::path::Path;

impl Builder<'_> {
    /// Weights of a profile from Monday 00:00, mean 1.
    pub(super) fn week(&self, profile: &str) -> Result<Box<[f64; 168]>, Internal> {
        let path = Path::of(&["profile", profile]);
        let p = self.view.at(&path);
        let mut week = Box::new([0.0; 168]);
        if let Some(given) = p.get::<Vec<f64>>("week") {
            week.iter_mut().zip(&given).for_each(|(w, g)| *w = *g);
        } else {
            let hours: Vec<f64> = p.need("hours")?;
            let days: Vec<f64> = p.need("days")?;
            let own = [(5, p.get("saturday")), (6, p.get("sunday"))];
            for (day, weight) in days.iter().enumerate() {
                let shape = own.iter().find(|(d, _)| *d == day).and_then(|(_, s)| s.as_ref()).unwrap_or(&hours);
                let sum: f64 = shape.iter().sum();
                for (hour, share) in shape.iter().enumerate() {
                    week[day * 24 + hour] = if sum > 0.0 { weight * share / sum } else { 0.0 };
                }
            }
        }
        if week.iter().all(|w| *w == week[0]) {
            return Ok(Box::new([1.0; 168]));
        }
        let mean = week.iter().sum::<f64>() / 168.0;
        if mean > 0.0 {
            week.iter_mut().for_each(|w| *w /= mean);
        }
        Ok(week)
    }
}
