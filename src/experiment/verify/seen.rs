//! What one replication shows: a second tally, written from the definitions of facts alone.

use super::clusters::Clusters;
use crate::desk::ledger::{HourSums, StaffSums};
use crate::facts::{Body, Class, Fact, Fold, Instant, Kinds, Part};

/// What is watched beside the waits of all turns together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Watch {
    /// Nothing.
    Nothing,
    /// Waits by arrival stream.
    Streams,
    /// Waits by hour of the run.
    Hours,
    /// Arrivals in stretches of this length, µs.
    Bins(i64),
    /// Arrivals in clusters that a silence of `gap` µs parts; durations are held against two bounds, µs.
    Clusters {
        /// Silence, µs.
        gap: i64,
        /// Bounds of the duration, µs.
        bounds: [i64; 2],
    },
    /// Times in service, held against three bounds, µs.
    Service([i64; 3]),
}

/// Sums over the turns (or calls) that began in `[from, to)`. Times in µs.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    /// All of them, those without a line apart.
    pub offered: i64,
    /// Had to wait for an agent, answered or not.
    pub waited: i64,
    /// Gave up.
    pub lost: i64,
    /// Taken up within the threshold.
    pub answered_within: i64,
    /// Gave up within the threshold.
    pub lost_within: i64,
    /// Waits until taken up.
    pub wait_answered: i64,
    /// Waits in vain.
    pub wait_lost: i64,
    /// Squares of the waits until taken up, ms².
    pub squares: i128,
    /// From taken up to the answer (messages) or the end (calls).
    pub service: i64,
    /// No line was free (calls).
    pub blocked: i64,
    /// Contacts opened in the cohort.
    pub opened: i64,
    /// Answers after the platform's window had closed (messages).
    pub late: i64,
}

impl Waits {
    /// Turns taken up.
    pub fn answered(&self) -> i64 {
        self.offered - self.lost
    }

    fn add(&mut self, other: &Waits) {
        self.offered += other.offered;
        self.waited += other.waited;
        self.lost += other.lost;
        self.answered_within += other.answered_within;
        self.lost_within += other.lost_within;
        self.wait_answered += other.wait_answered;
        self.wait_lost += other.wait_lost;
        self.squares += other.squares;
        self.service += other.service;
        self.blocked += other.blocked;
        self.opened += other.opened;
        self.late += other.late;
    }
}

/// What one replication shows.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// All turns.
    pub waits: Waits,
    /// By stream or hour, where watched.
    pub cohorts: Vec<Waits>,
    /// The desk's own integrals.
    pub staff: StaffSums,
    /// Length of the run (all its repeats together), µs.
    pub span: i64,
    /// Arrivals by stretch, where watched.
    pub bins: Vec<i64>,
    /// Clusters of arrivals, where watched.
    pub clusters: Clusters,
    /// Times in service: sum of squares in ms², and how many did not exceed each bound.
    pub service: (i128, [i64; 3]),
}

impl Seen {
    /// Adds another run of the same replication.
    pub fn add(&mut self, other: Seen) {
        self.waits.add(&other.waits);
        grow(&mut self.cohorts, other.cohorts.len());
        self.cohorts.iter_mut().zip(&other.cohorts).for_each(|(own, more)| own.add(more));
        self.span += other.span;
        self.bins.extend(other.bins);
        self.clusters.add(&other.clusters);
        self.service.0 += other.service.0;
        self.service.1.iter_mut().zip(other.service.1).for_each(|(own, more)| *own += more);
        if self.staff.hours.is_empty() {
            self.staff = other.staff;
            return;
        }
        self.staff.open_contacts += other.staff.open_contacts;
        for (own, more) in self.staff.groups.iter_mut().zip(other.staff.groups) {
            own.staffed += more.staffed;
            own.busy += more.busy;
            own.serving += more.serving;
            own.overtime += more.overtime;
            own.peak = own.peak.max(more.peak);
        }
        self.staff.hours.iter_mut().zip(&other.staff.hours).for_each(|(own, more)| add_hour(own, more));
    }
}

fn add_hour(own: &mut HourSums, more: &HourSums) {
    own.span += more.span;
    own.arrivals += more.arrivals;
    own.queue += more.queue;
    own.busy += more.busy;
    own.staffed += more.staffed;
    own.answered += more.answered;
    own.wait += more.wait;
}

fn grow(list: &mut Vec<Waits>, length: usize) {
    if list.len() < length {
        list.resize(length, Waits::default());
    }
}

/// The fold that fills [`Seen`].
pub struct Witness {
    /// Start of the run.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
    /// Threshold of the service level, µs.
    pub threshold: i64,
    /// What is watched.
    pub watch: Watch,
    /// What was seen.
    pub seen: Seen,
}

const HOUR: i64 = crate::units::HOUR;

impl Witness {
    fn inside(&self, at: Instant) -> bool {
        (self.from..self.to).contains(&at)
    }

    fn answered(&mut self, stream: u16, began: Instant, queued: i64, service: i64, late: bool) {
        if !self.inside(began) {
            return;
        }
        let ms = i128::from(queued / 1000);
        let one = Waits {
            offered: 1,
            waited: (queued > 0) as i64,
            answered_within: (queued <= self.threshold) as i64,
            wait_answered: queued,
            squares: ms * ms,
            service,
            late: late as i64,
            ..Waits::default()
        };
        self.turn(stream, began, &one);
        if let Watch::Service(bounds) = self.watch {
            let ms = i128::from(service / 1000);
            self.seen.service.0 += ms * ms;
            self.seen.service.1.iter_mut().zip(bounds).for_each(|(count, bound)| *count += (service <= bound) as i64);
        }
    }

    fn lost(&mut self, stream: u16, began: Instant, wait: i64) {
        if !self.inside(began) {
            return;
        }
        let one = Waits {
            offered: 1,
            waited: (wait > 0) as i64,
            lost: 1,
            lost_within: (wait <= self.threshold) as i64,
            wait_lost: wait,
            ..Waits::default()
        };
        self.turn(stream, began, &one);
    }

    fn turn(&mut self, stream: u16, began: Instant, one: &Waits) {
        self.seen.waits.add(one);
        let cohort = match self.watch {
            Watch::Streams => usize::from(stream),
            Watch::Hours => ((began - self.from) / HOUR) as usize,
            _ => return,
        };
        grow(&mut self.seen.cohorts, cohort + 1);
        self.seen.cohorts[cohort].add(one);
    }

    fn opened(&mut self, at: Instant) {
        match self.watch {
            Watch::Bins(width) if self.inside(at) => {
                let bins = ((self.to - self.from) / width) as usize;
                self.seen.bins.resize(bins, 0);
                if let Some(bin) = self.seen.bins.get_mut(((at - self.from) / width) as usize) {
                    *bin += 1;
                }
            }
            Watch::Clusters { gap, bounds } if self.inside(at) => self.seen.clusters.arrival(at, gap, bounds),
            _ => {}
        }
    }

    /// What was seen, at the end of the run.
    pub fn finish(mut self) -> Seen {
        match self.watch {
            Watch::Clusters { bounds, .. } => self.seen.clusters.close(bounds),
            Watch::Bins(width) => self.seen.bins.resize(((self.to - self.from) / width) as usize, 0),
            _ => {}
        }
        self.seen.span = self.to - self.from;
        self.seen
    }
}

impl Witness {
    /// Must it see facts in order of time? Only clusters hang on it.
    pub fn in_order(&self) -> bool {
        matches!(self.watch, Watch::Clusters { .. })
    }
}

impl Fold for Witness {
    fn told(&mut self, Fact { head, body }: &Fact) {
        let stream = head.id.stream;
        match *body {
            Body::MessageOut { wait, queued, class, .. } if wait >= 0 => {
                self.answered(stream, head.at - wait, queued, wait - queued, class != Class::Service)
            }
            Body::TurnLost { wait } => self.lost(stream, head.at - wait, wait),
            Body::ContactClosed { wait, .. } if wait >= 0 => self.lost(stream, head.at - wait, wait),
            Body::CallEnded { wait, talk, answered: true, .. } => {
                self.answered(stream, head.at - talk - wait, wait, talk, false)
            }
            Body::CallEnded { line: 0, answered: false, .. } => {
                self.seen.waits.blocked += self.inside(head.at) as i64;
            }
            Body::CallEnded { wait, .. } => self.lost(stream, head.at - wait, wait),
            Body::ContactOpened { .. } => {
                self.seen.waits.opened += (head.part == Part::Run) as i64;
                self.opened(head.at);
            }
            _ => {}
        }
    }

    fn wants(&self) -> Kinds {
        Kinds::NONE
    }

    /// Facts that nobody told one by one.
    fn block(&mut self, facts: &[Fact]) {
        facts.iter().for_each(|fact| self.told(fact));
    }
}
