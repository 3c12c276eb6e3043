//! Turns and contacts that lie in the run as a whole: counted once for all the sums of a tally that they add the same to.
//!
//! A message and its answer, or the beginning and the end of a contact, move some thirty counters, most of them by one. What
//! follows from the number of such turns and contacts by stream and outcome is worked out at the end. Counts that grow by one
//! are not checked for overflow: 2⁶³ turns would take longer than the platform has existed.

use crate::facts::{Author, Body, Channel, Class, Fact, Outcome, Part, Status};
use crate::units::Span;

use super::tally::{Tallier, Tally};

/// Counts of one stream.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole {
    /// Turns of one message, answered by an agent inside the window, and their waits, µs.
    turns: i64,
    wait: i64,
    /// Contacts by outcome.
    stories: [i64; 8],
    country: u16,
    reason: u16,
}

impl Tallier {
    /// A message that lies in the run with its answer, free-form and of an agent; false, and nothing counted, if they are not.
    #[inline(always)]
    pub(super) fn whole_turn(&mut self, asked: &Fact, answer: &Fact) -> bool {
        let Body::MessageIn { reminder: false, .. } = asked.body else { return false };
        let Body::MessageOut {
            sent_at,
            class: Class::Service,
            status: Status::Delivered,
            author: Author::Agent,
            window_from,
            wait,
            queued,
            ..
        } = answer.body
        else {
            return false;
        };
        let turn_from = asked.head.at;
        let run = asked.head.part == Part::Run && answer.head.part == Part::Run;
        let whole = run && window_from == turn_from && sent_at.wrapping_sub(wait) == turn_from;
        if !whole || !self.rules.at(answer.head.number, sent_at).accepts(Class::Service, window_from, sent_at) {
            return false;
        }
        let own = &mut self.whole[answer.head.id.stream as usize];
        own.turns = own.turns.wrapping_add(1);
        own.wait += wait;
        own.country = answer.head.country;
        let threshold = self.thresholds[0];
        let tally = &mut self.tally;
        tally.smallest_wait = tally.smallest_wait.min(wait).min(queued);
        let waits = &mut tally.messages;
        waits.answered_within = waits.answered_within.wrapping_add((wait <= threshold) as i64);
        waits.queued_sum += queued;
        waits.queued_over = waits.queued_over.wrapping_add((queued > threshold) as i64);
        waits.longest = waits.longest.max(wait);
        waits.excess_sum += (wait - threshold).max(0);
        if answer.head.id.turn == 0 {
            waits.first.0 = waits.first.0.wrapping_add(1);
            waits.first.1 += wait;
        }
        let _ = waits.histogram.record(Span(wait));
        true
    }

    /// A first contact that was opened and closed in the run; false, and nothing counted, if it was not.
    #[inline(always)]
    pub(super) fn whole_story(&mut self, opened: &Fact, closed: &Fact) -> bool {
        let Body::ContactClosed { reason, outcome, wait, opened_at, .. } = closed.body else { return false };
        let run = opened.head.part == Part::Run && closed.head.part == Part::Run;
        if !run || closed.head.id.generation > 0 {
            return false;
        }
        let own = &mut self.whole[closed.head.id.stream as usize];
        let count = &mut own.stories[outcome as usize % 8];
        *count = count.wrapping_add(1);
        (own.country, own.reason) = (closed.head.country, reason);
        self.tally.open_time += closed.head.at - opened_at;
        if wait >= 0 {
            // Its last turn lies in the run as the contact does.
            self.tally.conservation.turns += 1;
            self.lost(Channel::Messages, wait);
        }
        true
    }
}

impl Whole {
    /// What the turns and contacts come to.
    pub(super) fn add_to(&self, tally: &mut Tally, stream: usize) {
        let Whole { turns, wait, stories, country, reason } = self;
        let contacts: i64 = stories.iter().sum();
        if *turns == 0 && contacts == 0 {
            return;
        }
        let resolved = stories[Outcome::Resolved as usize];
        tally.opened += contacts;
        tally.clicks[stream] += contacts;
        tally.outcomes.iter_mut().zip(stories).for_each(|(all, own)| *all += own);
        tally.resolved_in_run += resolved;
        tally.closed_in_run += contacts;
        tally.lost_by_reason[usize::from(*reason)] += contacts - resolved;
        tally.messages.offered += turns;
        tally.messages.answered += turns;
        tally.messages.answered_sum += wait;
        tally.messages_in.0 += turns;
        tally.messages_out[Status::Delivered as usize] += turns;
        tally.by_author[Author::Agent as usize] += turns;
        tally.inside_window += turns;
        let own = &mut tally.countries[usize::from(*country)];
        own.contacts += contacts;
        own.resolved += resolved;
        own.messages_out += turns;
        own.answered += turns;
        own.wait += wait;
        tally.conservation.opened += contacts;
        tally.conservation.closed += contacts;
        tally.conservation.turns += turns;
        tally.conservation.messages_in += turns;
        tally.conservation.messages_out += turns;
    }
}
