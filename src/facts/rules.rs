//! What a desk may know of the tariff in force: no more than a firm on the platform knows.

use super::{Class, Instant, NEVER};

/// The platform's rules as the desk sees them, made by `tariff/` from the tariff in force.
///
/// Plain data instead of a trait object: the desk asks once a message, on its hottest path.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Those in force at the beginning: always, unless there are `changes`.
    pub first: Terms,
    /// Those that follow within the run.
    pub later: Vec<Terms>,
    /// By number: from which instant (00:00 of its account's zone) which of `later` hold, in order of time. Empty if nothing changes.
    pub changes: Vec<Vec<(Instant, u16)>>,
}

/// The rules of one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Microseconds after the customer's last message in which free-form answers are accepted (`i64::MAX`: always).
    pub window: i64,
    /// Is a message exactly at the end of the window inside?
    pub edge_inside: bool,
    /// Promotions are accepted.
    pub promotion: bool,
    /// Templates only to customers who had contact before (or opted in).
    pub contact_before: bool,
    /// List price of a late answer by country index, in nano-units of the card's currency; -1 = unrated.
    pub late_price: Vec<i64>,
    /// List price of a free-form answer in the window by country index, free ones of a quota apart; 0 = free, -1 = unrated.
    pub answer_price: Vec<i64>,
    /// Free-form answers a month that a quota makes free (of each number).
    pub free_answers: u64,
}

impl Rules {
    /// Rules that never change.
    pub fn always(terms: Terms) -> Rules {
        Rules { first: terms, later: Vec::new(), changes: Vec::new() }
    }

    /// What holds for a number at an instant.
    #[inline(always)]
    pub fn at(&self, number: u16, at: Instant) -> &Terms {
        if self.changes.is_empty() { &self.first } else { self.changed(number, at) }
    }

    #[inline(never)]
    fn changed(&self, number: u16, at: Instant) -> &Terms {
        let changes = self.changes.get(usize::from(number)).map_or(&[][..], Vec::as_slice);
        let past = changes.partition_point(|(from, _)| *from <= at);
        let now = past.checked_sub(1).and_then(|last| self.later.get(usize::from(changes[last].1)));
        now.unwrap_or(&self.first)
    }

    /// Does anything change within the run?
    #[inline(always)]
    pub fn change(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Are two equal at every instant, as far as `same` looks?
    pub fn alike(&self, other: &Rules, same: impl Fn(&Terms, &Terms) -> bool) -> bool {
        let numbers = self.changes.len().max(other.changes.len());
        same(&self.first, &other.first)
            && (0..numbers).all(|number| {
                let changes = [self, other].into_iter().filter_map(|rules| rules.changes.get(number)).flatten();
                changes.map(|change| change.0).all(|at| same(self.at(number as u16, at), other.at(number as u16, at)))
            })
    }

    /// The same with instants counted from `base`: the engine's time.
    pub fn since(mut self, base: Instant) -> Rules {
        let all = self.changes.iter_mut().flatten();
        all.for_each(|change| change.0 = change.0.saturating_sub(base));
        self
    }
}

impl Terms {
    /// End of the window that `last_in` opened (first instant outside it).
    #[inline]
    pub fn window_end(&self, last_in: Instant) -> Instant {
        if last_in == NEVER {
            NEVER
        } else {
            last_in.saturating_add(self.window).saturating_add(self.edge_inside as i64)
        }
    }

    /// Is a message of this class, sent now, accepted after the customer's last message at `last_in`?
    #[inline]
    pub fn accepts(&self, class: Class, last_in: Instant, sent_at: Instant) -> bool {
        match class {
            Class::Service => sent_at < self.window_end(last_in),
            Class::Marketing => self.promotion,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(window: i64) -> Terms {
        Terms {
            window,
            edge_inside: false,
            promotion: true,
            contact_before: false,
            late_price: Vec::new(),
            answer_price: Vec::new(),
            free_answers: 0,
        }
    }

    #[test]
    fn each_number_follows_its_own_changes_from_their_instant_on() {
        let rules = Rules {
            first: terms(10),
            later: vec![terms(20), terms(30)],
            changes: vec![vec![(100, 0), (200, 1)], vec![(150, 0)], vec![]],
        };
        let window = |number, at| rules.at(number, at).window;
        assert_eq!([99, 100, 199, 200].map(|at| window(0, at)), [10, 20, 20, 30]);
        assert_eq!([149, 150, 999].map(|at| window(1, at)), [10, 20, 20]);
        assert_eq!(window(2, 999), 10);
        let shifted = rules.clone().since(50);
        assert_eq!([49, 50, 150].map(|at| shifted.at(0, at).window), [10, 20, 30]);
        let short = |a: &Terms, b: &Terms| a.window == b.window;
        assert!(rules.alike(&rules, short) && !rules.alike(&Rules::always(terms(10)), short));
        let by_place = Rules {
            later: vec![terms(30), terms(20)],
            changes: vec![vec![(100, 1), (200, 0)], vec![(150, 1)]],
            ..rules.clone()
        };
        assert!(rules.alike(&by_place, short));
        assert!(rules.change() && !Rules::always(terms(1)).change());
        assert_eq!(Rules::always(terms(7)).at(3, 0).window, 7);
    }
}
