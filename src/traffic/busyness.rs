//! Days and hours busier than others.

use crate::engine::draws::Draws;
use crate::engine::law::normal::quantile;
use crate::engine::law::{Sampler, StandardNormal};
use crate::engine::purpose::Purpose;

/// Gamma factors with mean 1 of a local day and of its hours, common to all countries of a source's day.
#[derive(Clone, Debug)]
pub struct Busyness {
    key: u64,
    day: Option<Sampler>,
    hour: Option<Hours>,
    strata: Option<Strata>,
}

/// The days of so many replications in a row, from the quietest to the busiest: each has one of the equally probable strata, in an
/// order of its own for each day (a Latin hypercube: McKay, Beckman & Conover 1979, 10.1080/00401706.1979.10489755).
#[derive(Clone, Copy, Debug)]
struct Strata {
    seed: u64,
    size: u32,
}

impl Strata {
    /// The normal score of a day: `inside` says where in its stratum.
    #[cold]
    fn score(self, draws: Draws, key: u64, date: i32, inside: f64) -> f64 {
        let (block, place) = (draws.replication() / self.size, draws.replication() % self.size);
        let order = Draws::new(self.seed, block, u32::MAX).entity(key, i64::from(date) as u64, 0);
        let mut strata: Vec<u32> = (0..self.size).collect();
        for last in (1..self.size).rev() {
            let other = order.draw(Purpose::Strata, last, 0).below(u64::from(last) + 1);
            strata.swap(last as usize, other as usize);
        }
        quantile((f64::from(strata[place as usize]) + inside) / f64::from(self.size))
    }
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
        (day.is_some() || hour.is_some()).then_some(Busyness { key, day, hour, strata: None })
    }

    /// With the factors of days stratified over `size` replications in a row; 1: not at all.
    pub(super) fn stratified(self, seed: u64, size: u32) -> Busyness {
        Busyness { strata: (size > 1).then_some(Strata { seed, size }), ..self }
    }

    /// Do hours have factors of their own?
    pub(super) fn by_hour(&self) -> bool {
        self.hour.is_some()
    }

    /// The factor of a local date (days since 1970-01-01).
    pub fn factor(&self, draws: Draws, date: i32) -> f64 {
        let Some(law) = &self.day else { return 1.0 };
        let day = draws.entity(self.key, i64::from(date) as u64, 0);
        let mut own = day.draw(Purpose::Busyness, 0, 0);
        match self.strata {
            None => law.sample_f64(&mut own),
            Some(strata) => law.quantile_of_normal_f64(strata.score(draws, self.key, date, own.open01())),
        }
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
