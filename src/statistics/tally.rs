//! What a replication is boiled down to: integer counts and sums, folded from facts.
//!
//! Waits belong to the cohort that arrived in `[from, to)`, however late it is answered; contacts by outcome to the
//! cohort that was opened there; money, messages and `resolved` (the denominator of cost) to the calendar.
//! Everything is an integer, so tallies merge in any order with the same result.

use serde::{Deserialize, Serialize};

use crate::facts::{
    Author, Body, Channel, Class, Fact, Fold, Head, Instant, Kinds, Outcome, Part, Reason, Rules, Status,
};

use crate::units::Span;

use super::tally_whole::Whole;
use super::{ContactWaits, Histogram};

pub use super::tally_parts::{Conservation, CountryCounts, Waits};

/// The tally of one replication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Contacts opened in the run.
    pub opened: i64,
    /// Of these repeats of an earlier contact.
    pub repeats: i64,
    /// Repeats opened in the run that ended resolved.
    #[serde(default)]
    pub repeats_resolved: i64,
    /// Of these through ads, first contacts only, by stream index (each costs a click).
    pub clicks: Vec<i64>,
    /// Outcomes of contacts opened in the run, in the order of [`Outcome::ALL`].
    pub outcomes: [i64; 8],
    /// Contacts closed as resolved inside the run, whenever opened.
    pub resolved_in_run: i64,
    /// Contacts closed inside the run, whenever opened.
    pub closed_in_run: i64,
    /// Value at stake of contacts of the cohort that were not resolved, by reason.
    pub lost_by_reason: Vec<i64>,
    /// Waits by message.
    pub messages: Waits,
    /// Waits by phone.
    pub phone: Waits,
    /// Customers' messages in the run; of these reminders.
    pub messages_in: (i64, i64),
    /// Outbound messages in the run: delivered, failed, refused.
    pub messages_out: [i64; 3],
    /// Delivered by author: agent, bot, system.
    pub by_author: [i64; 3],
    /// Refused for: contact-before, promotion, other.
    pub refused: [i64; 3],
    /// Answers of the run: sent inside the window of the tariff in force.
    pub inside_window: i64,
    /// Of these owed to a reminder.
    pub owed_to_reminder: i64,
    /// Answers of the run sent as a late template.
    pub late_answers: i64,
    /// Bot turns in the run.
    pub bot_turns: i64,
    /// Line time in the run, µs: inbound, outbound.
    pub line_time: [i64; 2],
    /// Calls that ended in the run.
    pub calls: i64,
    /// By country index.
    pub countries: Vec<CountryCounts>,
    /// Σ over contacts of the time they were open inside `[from, to)`, µs: the fact side of Little's identity.
    pub open_time: i64,
    /// Smallest wait seen, µs (never negative).
    pub smallest_wait: i64,
    /// The fact side of conservation.
    pub conservation: Conservation,
    /// What contacts waited; only where [`Tallier::noting_contacts`] asks for it.
    #[serde(default, skip_serializing_if = "ContactWaits::is_empty")]
    pub contacts: ContactWaits,
}

/// The fold that fills a [`Tally`].
pub struct Tallier {
    from: Instant,
    to: Instant,
    pub(super) thresholds: [i64; 2],
    pub(super) rules: Rules,
    pub(super) tally: Tally,
    notes_contacts: bool,
    /// What is counted once for many of the tally's sums, by stream.
    pub(super) whole: Vec<Whole>,
}

impl Tallier {
    /// For a run over `[from, to)` with thresholds for messages and calls, so many streams, reasons and countries.
    pub fn new(from: Instant, to: Instant, thresholds: [i64; 2], rules: &Rules, sizes: (usize, usize, usize)) -> Self {
        let tally = Tally {
            clicks: vec![0; sizes.0],
            lost_by_reason: vec![0; sizes.1],
            countries: vec![CountryCounts::default(); sizes.2],
            smallest_wait: i64::MAX,
            ..Tally::default()
        };
        let whole = vec![Whole::default(); sizes.0];
        Tallier { from, to, thresholds, rules: rules.clone(), tally, notes_contacts: false, whole }
    }

    /// Whether it counts contacts by what they waited. Facts must come one by one then: those told as a whole say no wait.
    pub fn noting_contacts(self, notes_contacts: bool) -> Self {
        Tallier { notes_contacts, ..self }
    }

    /// The finished tally.
    pub fn finish(mut self) -> Tally {
        for (stream, whole) in self.whole.iter().enumerate() {
            whole.add_to(&mut self.tally, stream);
        }
        self.tally
    }

    /// Facts one by one.
    #[cold]
    fn each(&mut self, facts: [Fact; 2]) {
        facts.iter().for_each(|fact| self.told(fact));
    }

    #[inline]
    fn cohort(&self, at: Instant) -> bool {
        (self.from..self.to).contains(&at)
    }

    #[inline]
    pub(super) fn lost(&mut self, channel: Channel, wait: i64) {
        let threshold = self.thresholds[channel as usize];
        self.tally.smallest_wait = self.tally.smallest_wait.min(wait);
        let waits = self.waits(channel);
        waits.offered += 1;
        waits.lost_within += (wait <= threshold) as i64;
        waits.lost_sum += wait;
    }

    #[inline(always)]
    fn waits(&mut self, channel: Channel) -> &mut Waits {
        match channel {
            Channel::Messages => &mut self.tally.messages,
            Channel::Phone => &mut self.tally.phone,
        }
    }

    #[inline(always)]
    fn message_in(&mut self, fact: &Fact) {
        let Body::MessageIn { reminder, .. } = fact.body else { return };
        self.tally.conservation.messages_in += 1;
        if fact.head.part == Part::Run {
            self.tally.messages_in.0 += 1;
            self.tally.messages_in.1 += reminder as i64;
        }
    }

    #[inline(always)]
    fn opened(&mut self, fact: &Fact) {
        let head = &fact.head;
        self.tally.conservation.opened += 1;
        if head.part == Part::Run {
            self.tally.opened += 1;
            self.tally.repeats += (head.id.generation > 0) as i64;
            self.tally.clicks[head.id.stream as usize] += (head.id.generation == 0) as i64;
            self.tally.countries[head.country as usize].contacts += 1;
        }
    }

    #[inline(always)]
    fn closed(&mut self, fact: &Fact) {
        let Body::ContactClosed { reason, outcome, wait, opened_at, waited, .. } = fact.body else { return };
        let head = &fact.head;
        self.tally.conservation.closed += 1;
        self.tally.open_time += (head.at.min(self.to) - opened_at.max(self.from)).max(0);
        if head.part == Part::Run {
            self.tally.closed_in_run += 1;
            if outcome == Outcome::Resolved {
                self.tally.resolved_in_run += 1;
                self.tally.countries[head.country as usize].resolved += 1;
            }
        }
        if self.cohort(opened_at) {
            self.tally.outcomes[outcome as usize] += 1;
            self.tally.repeats_resolved += (outcome == Outcome::Resolved && head.id.generation > 0) as i64;
            self.tally.lost_by_reason[reason as usize] += (outcome != Outcome::Resolved) as i64;
            if self.notes_contacts {
                self.tally.contacts.closed(outcome, waited, head.id.generation > 0);
            }
        }
        // Lost calls have said so themselves (CallEnded); lost turns by message say it here.
        self.tally.conservation.turns += (wait >= 0) as i64;
        if wait >= 0 && self.cohort(head.at - wait) {
            self.lost(Channel::Messages, wait);
        }
    }

    /// Calls, and turns by message that go on as calls.
    fn call(&mut self, fact: &Fact) {
        let head = &fact.head;
        match fact.body {
            Body::TurnLost { wait } => {
                self.tally.conservation.turns += 1;
                if self.cohort(head.at - wait) {
                    self.lost(Channel::Messages, wait);
                }
            }
            Body::CallEnded { wait, talk, answered, outbound, line, .. } => {
                self.tally.conservation.turns += (wait >= 0) as i64;
                if head.part == Part::Run {
                    self.tally.line_time[outbound as usize] += line;
                    self.tally.calls += 1;
                }
                // The menu settles a call without any wait: it is no turn of the team.
                if wait >= 0 && self.cohort(head.at - talk - wait) {
                    if answered {
                        self.answered(Channel::Phone, (wait, wait), true, head);
                    } else {
                        self.lost(Channel::Phone, wait);
                    }
                }
            }
            _ => {}
        }
    }

    #[inline(always)]
    fn message_out(&mut self, fact: &Fact) {
        let Body::MessageOut { status, reason, author, nth, wait, .. } = fact.body else { return };
        self.tally.conservation.messages_out += 1;
        if wait >= 0 {
            self.tally.conservation.turns += 1;
            self.answer(fact);
        }
        if fact.head.part != Part::Run {
            return;
        }
        self.tally.messages_out[status as usize] += 1;
        match status {
            Status::Delivered => {
                self.tally.by_author[author as usize] += 1;
                self.tally.countries[fact.head.country as usize].messages_out += 1;
                self.tally.bot_turns += (author == Author::Bot && nth == 0) as i64;
            }
            Status::Refused => self.tally.refused[refusal(reason)] += 1,
            Status::Failed => {}
        }
    }

    /// The first message of an answer to a turn.
    #[inline(always)]
    fn answer(&mut self, fact: &Fact) {
        let Body::MessageOut { sent_at, class, status, window_from, wait, queued, .. } = fact.body else { return };
        let head = &fact.head;
        let turn_from = sent_at - wait;
        if status != Status::Delivered || !self.cohort(turn_from) {
            return;
        }
        self.answered(Channel::Messages, (wait, queued), head.id.turn == 0, head);
        self.tally.late_answers += !matches!(class, Class::Service | Class::App) as i64;
        let terms = self.rules.at(head.number, sent_at);
        if terms.accepts(Class::Service, window_from, sent_at) {
            self.tally.inside_window += 1;
            // Most turns are one message: what moved the window is what began the turn.
            let moved = window_from != turn_from;
            let owed = moved && !terms.accepts(Class::Service, turn_from, sent_at);
            self.tally.owed_to_reminder += owed as i64;
        }
    }

    /// A turn or call of the cohort was answered after `wait`, taken up after `queued`; `first`: the first turn of a contact.
    #[inline(always)]
    fn answered(&mut self, channel: Channel, (wait, queued): (i64, i64), first: bool, head: &Head) {
        let threshold = self.thresholds[channel as usize];
        self.tally.smallest_wait = self.tally.smallest_wait.min(wait).min(queued);
        let country = &mut self.tally.countries[head.country as usize];
        country.answered += 1;
        country.wait += wait;
        let waits = self.waits(channel);
        waits.offered += 1;
        waits.answered += 1;
        waits.answered_within += (wait <= threshold) as i64;
        waits.answered_sum += wait;
        waits.queued_sum += queued;
        waits.queued_over += (queued > threshold) as i64;
        waits.longest = waits.longest.max(wait);
        waits.excess_sum += (wait - threshold).max(0);
        if first {
            waits.first.0 += 1;
            waits.first.1 += wait;
        }
        record(&mut waits.histogram, wait);
    }
}

/// Negative waits are noted beside the histogram and fail the replication.
#[inline(always)]
fn record(histogram: &mut Histogram, wait: i64) {
    let _ = histogram.record(Span(wait));
}

/// Where a refused message is counted: contact-before, promotion, other.
fn refusal(reason: Reason) -> usize {
    match reason {
        Reason::ContactBefore => 0,
        Reason::Promotion => 1,
        _ => 2,
    }
}

impl Fold for Tallier {
    #[inline(always)]
    fn told(&mut self, fact: &Fact) {
        match fact.body {
            Body::MessageIn { .. } => self.message_in(fact),
            Body::MessageOut { .. } => self.message_out(fact),
            Body::ContactOpened { .. } => self.opened(fact),
            Body::ContactClosed { .. } => self.closed(fact),
            Body::CallStarted { .. } | Body::CallEnded { .. } | Body::TurnLost { .. } => self.call(fact),
        }
    }

    #[inline(always)]
    fn told_turn(&mut self, asked: &Fact, answer: &Fact) {
        if !self.whole_turn(asked, answer) {
            self.each([*asked, *answer]);
        }
    }

    #[inline(always)]
    fn told_story(&mut self, opened: &Fact, closed: &Fact) {
        if !self.whole_story(opened, closed) {
            self.each([*opened, *closed]);
        }
    }

    fn in_time(&self) -> bool {
        false
    }

    fn wants(&self) -> Kinds {
        Kinds::NONE
    }

    /// Facts that nobody told one by one.
    fn block(&mut self, facts: &[Fact]) {
        facts.iter().for_each(|fact| self.told(fact));
    }
}
