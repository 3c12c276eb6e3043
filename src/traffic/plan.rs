//! The plan of arrivals: what [`compile`](super::compile) makes and every replication reads.

use std::sync::Arc;

use super::busyness::Busyness;
use super::curve::Curve;
use super::customer::{NumberShare, People};
use crate::engine::draws::{Draws, Entity};
use crate::engine::law::Sampler;
use crate::facts::Instant;

/// All arrivals of one desk.
#[derive(Clone, Debug)]
pub struct TrafficPlan {
    /// One for each (source, country with a share), in the order of the model.
    pub streams: Vec<StreamPlan>,
    /// UTC instant of engine time 0: `run.from − lead`.
    pub start: Instant,
    /// Engine time of `run.to`: no arrival on or after it.
    pub end: i64,
    /// Advice that does not stop the run (holidays that are not known).
    pub warnings: Vec<String>,
}

/// One stream of generation-0 events: arrivals of contacts, or notifications to be sent.
#[derive(Clone, Debug)]
pub struct StreamPlan {
    /// Index in [`Model::sources`](crate::scenario::Model::sources).
    pub source: u16,
    /// Index in [`Model::populations`](crate::scenario::Model::populations).
    pub population: u16,
    /// Index in the book's countries.
    pub country: u16,
    /// Identity for draws: a hash of names (population, reason or notification, source, country).
    pub key: u64,
    /// The customers behind it.
    pub people: People,
    /// Expected events of the whole source, shared by the countries of one zone.
    pub curve: Arc<Curve>,
    /// Share of the curve that is this country's.
    pub share: f64,
    /// Days busier than others.
    pub busyness: Option<Busyness>,
    /// Chooses the business number of each contact.
    pub numbers: NumberShare,
    /// Stop after so many events.
    pub limit: u32,
    /// Counts that are given instead of Poisson.
    pub counts: Option<CountPlan>,
    /// Arrivals that bring others.
    pub excitation: Option<ExcitationPlan>,
    /// Instants of a log instead of all chance, microseconds since the start of the lead, sorted.
    pub replay: Option<Arc<[i64]>>,
}

/// Counts of hours or days that are their expectation.
#[derive(Clone, Debug)]
pub struct CountPlan {
    pub(super) key: u64,
    /// The day's count is given, not the hour's.
    pub by_day: bool,
    /// Of the Dirichlet law of the hours' shares; `None`: the profile's shares.
    pub concentration: Option<f64>,
}

/// Self-excitation, ready to be sampled.
#[derive(Clone, Debug)]
pub struct ExcitationPlan {
    /// Mean number of arrivals that one brings.
    pub share: f64,
    /// After how long each.
    pub after: Sampler,
}

impl TrafficPlan {
    /// Expected arrivals of customers who may come again: those of populations with a size.
    pub fn recurring(&self) -> f64 {
        let recurring = self.streams.iter().filter(|stream| stream.people.new_each_time().is_none());
        recurring.map(|stream| stream.expected(0, self.end).min(f64::from(stream.limit))).sum()
    }
}

impl StreamPlan {
    /// Expected events in `[from, to)` (microseconds since the start of the lead), busyness at its mean of 1.
    pub fn expected(&self, from: i64, to: i64) -> f64 {
        self.share * self.curve.expected(from, to)
    }

    /// Share of the curve that this stream brings of itself; the rest are arrivals that others bring.
    #[inline]
    pub(super) fn own_share(&self) -> f64 {
        match &self.excitation {
            None => self.share,
            Some(excitation) => self.share * (1.0 - excitation.share),
        }
    }

    /// The entity of a contact of this stream.
    #[inline]
    pub fn contact(&self, draws: Draws, ordinal: u32, generation: u32) -> Entity {
        draws.entity(self.key, u64::from(ordinal), generation)
    }
}
