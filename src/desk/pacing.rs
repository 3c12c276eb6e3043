//! How many calls a dialler lets ring (ContactCenters, Buist and L'Ecuyer 2005: constant and threshold; predictive: paced by the
//! share of those who answer and find nobody, after Samuelson 1999, 10.1287/inte.29.5.66).

use crate::scenario::{Dialer, Pacing};

/// The rule, compiled.
#[derive(Clone, Debug)]
pub(super) struct PacingPlan {
    pacing: Pacing,
    calls: f64,
    keep: usize,
    /// Chance of an answer.
    chance: f64,
}

/// The next call that rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ring {
    /// For whoever is free when it is answered.
    ForAny,
    /// For one agent, who is kept for it and does nothing else meanwhile.
    ForOne,
}

impl PacingPlan {
    pub(super) fn new(dialer: &Dialer) -> PacingPlan {
        PacingPlan { pacing: dialer.pacing, calls: dialer.calls, keep: dialer.keep as usize, chance: dialer.reached.0 }
    }

    /// The limit of a predictive dialler.
    pub(super) fn limit(&self) -> Option<f64> {
        match self.pacing {
            Pacing::Predictive(limit) => Some(limit.0),
            Pacing::ForEach | Pacing::Constant => None,
        }
    }

    /// Does another call ring, while `idle` agents could take it and `ringing` calls have no agent of their own? While one more
    /// who finds nobody would be too many for the limit, only calls ring for which an agent is kept: none of these is lost,
    /// whatever callers come meanwhile, so that the share falls again.
    pub(super) fn next(&self, idle: usize, ringing: usize, learnt: &Learnt, known: &mut Known) -> Option<Ring> {
        let free = idle.saturating_sub(self.keep);
        let wanted = match self.pacing {
            _ if free == 0 => 0,
            Pacing::ForEach => (free as f64 * self.calls) as usize,
            Pacing::Constant => self.calls as usize,
            Pacing::Predictive(limit) if !learnt.affords_one_more(limit.0) => {
                return (ringing < free).then_some(Ring::ForOne);
            }
            // So many lose nobody, and the others need not be known.
            Pacing::Predictive(_) if ringing < free => free,
            Pacing::Predictive(limit) => {
                let share = (limit.0 * learnt.boldness).min(0.9);
                known.of((free, share), || most_ringing(free, self.chance, share))
            }
        };
        (ringing < wanted).then_some(Ring::ForAny)
    }
}

/// The most calls that may ring, of the free agents and the share that it was computed for last: few calls of a list change
/// either, and it takes free agents × calls steps.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known(Option<((usize, f64), usize)>);

impl Known {
    fn of(&mut self, asked: (usize, f64), compute: impl FnOnce() -> usize) -> usize {
        match self.0 {
            Some((known, calls)) if known == asked => calls,
            _ => {
                let calls = compute();
                self.0 = Some((asked, calls));
                calls
            }
        }
    }
}

/// The most calls that may ring for `free` agents if the share of those who answer and find nobody is to stay within
/// `share`, were all to answer at once: E[(B − free)⁺] / E[B] ≤ share, B binomial of the calls and the chance of an answer.
fn most_ringing(free: usize, chance: f64, share: f64) -> usize {
    // Chances that 0, 1, … below `free` answer; (B − free)⁺ grows with each call by chance × P(B ≥ free).
    let mut few = vec![0.0; free];
    few[0] = 1.0;
    let (mut lost, mut calls) = (0.0, 0usize);
    loop {
        lost += chance * (1.0 - few.iter().sum::<f64>()).max(0.0);
        calls += 1;
        if lost > share * chance * calls as f64 || calls > 40 * free {
            return calls - 1;
        }
        for k in (0..free).rev() {
            few[k] = few[k] * (1.0 - chance) + if k > 0 { few[k - 1] * chance } else { 0.0 };
        }
    }
}

/// What a predictive dialler has learnt on a day. What the day before has taught held for agents who were at work: in the
/// morning all are idle, and as many calls would be answered at once.
#[derive(Debug)]
pub(super) struct Learnt {
    day: usize,
    /// Those who answered today, and those of them who found nobody.
    today: (u32, u32),
    /// The limit is multiplied by this: who answers comes later than at once, and agents become free meanwhile.
    boldness: f64,
    /// Those who answered, and those of them who found nobody; earlier ones fade.
    answered: f64,
    missed: f64,
}

impl Default for Learnt {
    fn default() -> Learnt {
        Learnt { day: 0, today: (0, 0), boldness: 1.0, answered: 0.0, missed: 0.0 }
    }
}

/// Part of what was learnt that is left after one answer: some 200 count.
const FADE: f64 = 1.0 - 1.0 / 200.0;
/// Steps up and down, and how far they lead.
const UP: f64 = 1.01;
const DOWN: f64 = 0.98;
const BOLD: std::ops::RangeInclusive<f64> = 0.02..=100.0;

impl Learnt {
    /// Nothing is known on a new day.
    pub(super) fn on(&mut self, day: usize) {
        if self.day != day {
            *self = Learnt { day, ..Learnt::default() };
        }
    }

    /// Would the share of the day be within the limit if one more found nobody?
    fn affords_one_more(&self, limit: f64) -> bool {
        f64::from(self.today.1 + 1) <= limit * f64::from(self.today.0)
    }

    /// Somebody found nobody.
    pub(super) fn miss(&mut self) {
        self.missed += 1.0;
        self.today.1 += 1;
    }

    /// Somebody answered a call for which an agent was kept: nothing is learnt of how bold one may be.
    pub(super) fn answer_for_one(&mut self) {
        self.today.0 += 1;
    }

    /// Somebody answered. Bolder while the share of those who found nobody is below the limit; but nothing is learnt from a
    /// list so short that boldness did not matter (`bound`: others wait to be called).
    pub(super) fn answer(&mut self, limit: f64, bound: bool) {
        self.today.0 += 1;
        self.answered = self.answered * FADE + 1.0;
        self.missed *= FADE;
        let step = match self.missed > limit * self.answered {
            true => DOWN,
            false if bound => UP,
            false => 1.0,
        };
        self.boldness = (self.boldness * step).clamp(*BOLD.start(), *BOLD.end());
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, most_ringing};

    /// Whatever is asked again is not computed again; the answer is that of the agents and the share asked for.
    #[test]
    fn what_is_known_is_not_computed_again() {
        let (mut known, mut computed) = (Known::default(), 0);
        let questions = [(3, 0.03), (3, 0.03), (2, 0.03), (2, 0.06), (2, 0.06), (3, 0.03)];
        let answers = questions.map(|(free, share)| {
            known.of((free, share), || {
                computed += 1;
                most_ringing(free, 0.25, share)
            })
        });
        assert_eq!((answers, computed), ([6, 6, 3, 4, 4, 6], 4));
    }

    /// By hand with one answer in four: two calls for one agent lose 1/16 of 1/2, that is 12.5 %; three for two agents 1/64 of
    /// 3/4, 2.1 %, four 14/256 of 1, 5.5 %; six for three (135 + 2 × 18 + 3) / 4096 of 3/2, 2.8 %, seven 5.3 %.
    #[test]
    fn as_many_ring_as_the_share_allows() {
        let most = |free: usize, share: f64| most_ringing(free, 0.25, share);
        assert_eq!([most(1, 0.03), most(1, 0.124), most(1, 0.126)], [1, 1, 2]);
        assert_eq!([most(2, 0.03), most(2, 0.0207), most(2, 0.055)], [3, 2, 4]);
        assert_eq!([most(3, 0.0284), most(3, 0.028), most(3, 0.0)], [6, 5, 3]);
        // As many as are free always may.
        let shares = [0.000_02, 0.001, 0.03, 0.9];
        assert!((1..60).all(|free| shares.into_iter().all(|share| most_ringing(free, 0.3, share) >= free)));
        // Everybody answers: as many as are free.
        assert_eq!(most_ringing(7, 1.0, 0.03), 7);
        // Nobody is lost as long as nobody answers; it ends all the same.
        assert_eq!(most_ringing(1, 0.0, 0.03), 40);
    }
}
