//! Days and hours busier than others.

use crate::engine::draws::Draws;
use crate::engine::law::{Sampler, StandardNormal};
use crate::engine::purpose::Purpose;

/// Gamma factors with mean 1 of a local day and of its hours, common to all countries of a source's day.
#[derive(Clone, Debug)]
pub struct Busyness {
    key: u64,
    day: Option<Sampler>,
    hour: Option<Hours>,
}

/// Factors of hours joined by a normal copula: neighbouring scores have a correlation (Oreshkin et al. 2016).
#[derive(Clone, Debug)]
struct Hours {
    law: Sampler,
    correlation: f64,
    normal: StandardNormal,
}

impl Busyness {
    /// Coefficients of variation of the day's and the hours' factors; `None` if both are 0.
    pub(super) fn new(key: u64, day_cv: f64, hour_cv: f64, correlation: f64) -> Option<Busyness> {
        let law = |cv: f64| (cv > 0.0).then(|| Sampler::gamma(1.0, cv));
        let hour = law(hour_cv).map(|law| Hours { law, correlation, normal: StandardNormal::new() });
        let day = law(day_cv);
        (day.is_some() || hour.is_some()).then_some(Busyness { key, day, hour })
    }

    /// Do hours have factors of their own?
    pub(super) fn by_hour(&self) -> bool {
        self.hour.is_some()
    }

    /// The factor of a local date (days since 1970-01-01).
    pub fn factor(&self, draws: Draws, date: i32) -> f64 {
        let Some(law) = &self.day else { return 1.0 };
        let day = draws.entity(self.key, i64::from(date) as u64, 0);
        law.sample_f64(&mut day.draw(Purpose::Busyness, 0, 0))
    }

    /// The factor of a local hour, that of its day apart.
    pub fn hour_factor(&self, draws: Draws, date: i32, hour: u8) -> f64 {
        let Some(hours) = &self.hour else { return 1.0 };
        let day = draws.entity(self.key, i64::from(date) as u64, 0);
        let own = |hour: u8| hours.normal.sample(&mut day.draw(Purpose::Busyness, 1 + u32::from(hour), 0));
        // The score of an hour is that of the hour before, faded, and something of its own.
        let fresh = libm::sqrt(1.0 - hours.correlation * hours.correlation);
        let score = match hours.correlation > 0.0 {
            true => (1..=hour).fold(own(0), |score, hour| hours.correlation * score + fresh * own(hour)),
            false => own(hour),
        };
        hours.law.quantile_of_normal_f64(score)
    }
}
