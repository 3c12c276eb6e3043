//! Contacts that take more than one agent.
//!
//! A share of contacts is passed on to a second group when the first agent has done his part; he is free at once, stays
//! until the second has taken over, or stays to the end. The customer waits in the second group's queue from the moment
//! he is passed on; turn or call stay one. By phone the line is kept. Asked only where [`DeskPlan::staged`] says so.
//!
//! [`DeskPlan::staged`]: super::plan::DeskPlan::staged

use std::collections::BTreeMap;

use crate::engine::draws::Threshold;
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Channel, Fold, Outcome};
use crate::scenario::{FirstAgent, Transfer};

use super::Floor;
use super::compile::patience;
use super::contact::{Contact, NEVER, NO_GROUP, State, mark};
use super::plan::NO_LINE;

/// Passing on, compiled.
#[derive(Clone, Debug)]
pub struct TransferPlan {
    /// Is a contact passed on?
    share: Threshold,
    /// Queue of the second group: messages, phone; [`NO_LINE`] if it does not serve the channel.
    pub lines: [u16; 2],
    /// Part of the first handling done before.
    after: f64,
    /// Work of the second group: messages, phone.
    handling: [Sampler; 2],
    /// What the first agent does meanwhile.
    pub first: FirstAgent,
    briefing: Option<Sampler>,
    patience: Option<Sampler>,
}

impl TransferPlan {
    /// Without queues yet.
    pub fn new(transfer: &Transfer) -> TransferPlan {
        TransferPlan {
            share: Threshold::new(transfer.share.0),
            lines: [NO_LINE; 2],
            after: transfer.after.0,
            handling: transfer.handling.each_ref().map(Sampler::new),
            first: transfer.first,
            briefing: transfer.briefing.as_ref().map(Sampler::new),
            patience: patience(&transfer.patience),
        }
    }
}

/// Contacts passed on to a second group, of those that arrived in the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SecondTier {
    /// Passed on.
    pub passed_on: i64,
    /// Of these taken up.
    pub taken: i64,
    /// Given up in the second queue.
    pub lost: i64,
    /// Time from being passed on to being taken up, µs, of those taken up.
    pub wait: i64,
}

impl SecondTier {
    /// Nobody was.
    pub fn is_empty(&self) -> bool {
        *self == SecondTier::default()
    }
}

/// A place of an agent.
#[derive(Clone, Copy, Debug)]
struct Place {
    group: u8,
    agent: u16,
    slot: u8,
    weight: u8,
}

/// First agents who stay with contacts that they have passed on, by the contact's place.
#[derive(Debug, Default)]
pub(super) struct Staying(BTreeMap<u32, Place>);

impl<F: Fold> Floor<'_, F> {
    /// The plan by which this contact will be passed on on this channel, unless it was already.
    fn transfer(&self, contact: &Contact, channel: Channel) -> Option<&TransferPlan> {
        let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref()?;
        let once = contact.marks & mark::PASSED_ON == 0 && plan.lines[channel as usize] != NO_LINE;
        (once && contact.entity.draw(Purpose::Transfer, 0, 0).under(plan.share)).then_some(plan)
    }

    /// The queue of a contact that is not like most.
    #[cold]
    pub(super) fn line_of_marked(&self, contact: &Contact, channel: Channel) -> Option<usize> {
        let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref();
        match plan {
            Some(plan) if contact.marks & mark::PASSED_ON != 0 => {
                let line = plan.lines[channel as usize];
                (line != NO_LINE).then_some(line as usize)
            }
            _ => self.line(contact.reason, channel),
        }
    }

    /// Since when it waits, as the order of its queue sees it: who was passed on came when he was.
    #[cold]
    pub(super) fn rank_of_marked(&self, contact: &Contact) -> i64 {
        let since = self.joined_at(contact);
        if contact.is_later() { since + AFTER_ALL } else { since }
    }

    /// How long the first agent talks, of the whole call's `talk`.
    #[cold]
    pub(super) fn first_talk(&mut self, contact: &Contact, talk: i64) -> i64 {
        let talk = self.dialled_talk(contact).unwrap_or(talk);
        let work = self.part_of_first(contact, Channel::Phone, talk);
        self.able(contact.group, contact.agent, work)
    }

    /// What the first agent does of this work.
    pub(super) fn part_of_first(&self, contact: &Contact, channel: Channel, work: i64) -> i64 {
        self.transfer(contact, channel).map_or(work, |plan| part_of(work, plan.after))
    }

    /// The first agent has done his part of a call: does the caller go on to the second group?
    #[cold]
    pub(super) fn passes_call_on(&mut self, contact: &mut Contact) -> bool {
        let Some(plan) = self.transfer(contact, Channel::Phone) else { return false };
        let (first, patience) = (plan.first, self.second_patience(contact, plan));
        self.ledger.serving(self.now, contact.group, -1);
        self.part_with(contact, first);
        self.pass_on(contact, Channel::Phone, patience);
        if self.is_turned_away(contact) {
            self.break_off(contact);
            return true;
        }
        contact.state = State::OnHold;
        contact.wake();
        self.in_line += 1;
        if let Some(line) = self.line_for(contact, Channel::Phone) {
            self.joins(contact, line);
        }
        self.ledger.queue(self.now, 1);
        self.push_entry(contact, Channel::Phone);
        true
    }

    /// The same for a turn by message. If it is not passed on, the answer goes out.
    #[cold]
    pub(super) fn passes_turn_on(&mut self, contact: &mut Contact) -> bool {
        let Some(plan) = self.transfer(contact, Channel::Messages) else {
            contact.marks &= !mark::BEGUN;
            self.first_leaves(contact);
            return false;
        };
        let (first, patience) = (plan.first, self.second_patience(contact, plan));
        let work = plan.handling[0].sample(&mut contact.entity.draw(Purpose::SecondHandling, 0, 0));
        self.part_with(contact, first);
        self.pass_on(contact, Channel::Messages, patience);
        // The first taking up is kept where calls keep their line's.
        contact.line_from = contact.taken_at;
        contact.work_a_message = work / i64::from(contact.unserved.max(1));
        contact.state = State::Queued;
        contact.wake();
        self.line_up(contact);
        true
    }

    /// Work of a turn of a contact that is not like most: who was passed on is the second group's, further turns too.
    #[cold]
    pub(super) fn work_of_marked(&self, contact: &Contact) -> i64 {
        let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref();
        match plan {
            Some(plan) if contact.marks & mark::PASSED_ON != 0 => {
                let turn = u32::from(contact.turn);
                plan.handling[0].sample(&mut contact.entity.draw(Purpose::SecondHandling, 0, turn))
            }
            _ => self.work_of_first(contact),
        }
    }

    fn second_patience(&self, contact: &Contact, plan: &TransferPlan) -> i64 {
        let law = plan.patience.as_ref();
        law.map_or(NEVER, |law| {
            let patience = law.sample(&mut contact.entity.draw(Purpose::SecondPatience, 0, 0));
            self.now.saturating_add(patience)
        })
    }

    fn pass_on(&mut self, contact: &mut Contact, channel: Channel, patience_at: i64) {
        contact.marks |= mark::PASSED_ON | mark::BEGUN;
        contact.updated_at = self.now;
        contact.business_at = NEVER;
        contact.reminder_at = NEVER;
        contact.patience_at = patience_at;
        if self.is_of_run(contact) {
            self.sums.second.passed_on += 1;
            // By phone it has been noted when it was answered.
            if channel == Channel::Messages {
                self.note_handled(contact.last_group);
            }
        }
        self.pledge(contact, channel);
    }

    /// Did its turn or call, or that for which it is called back, begin inside the run?
    pub(super) fn is_of_run(&self, contact: &Contact) -> bool {
        match contact.marks & mark::LATER {
            0 => contact.hour != u16::MAX,
            _ => contact.unserved > 0,
        }
    }

    /// The first agent gives the contact away; perhaps he stays with the customer.
    fn part_with(&mut self, contact: &mut Contact, first: FirstAgent) {
        if first == FirstAgent::Released {
            return self.free_agent(contact);
        }
        let calls = contact.state == State::Talking;
        let weight = if calls { self.plan.groups[contact.group as usize].concurrency } else { 1 };
        let place = Place { group: contact.group, agent: contact.agent, slot: contact.slot, weight };
        // His time with the customer is work, as it was until now.
        self.ledger.serving(self.now, contact.group, 1);
        self.staying.0.insert(contact.place, place);
        contact.group = NO_GROUP;
    }

    /// A first agent who had stayed leaves.
    fn first_leaves(&mut self, contact: &Contact) {
        if let Some(Place { group, agent, slot, weight }) = self.staying.0.remove(&contact.place) {
            self.ledger.serving(self.now, group, -1);
            self.release_place(group, agent, slot, weight);
        }
    }

    /// An agent picks up a call, or takes one over that another has begun.
    #[inline(always)]
    pub(super) fn pick_up_any(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        if contact.marks & mark::BEGUN == 0 {
            if contact.outbound && self.waits_for_line(contact) {
                return;
            }
            if contact.marks & mark::LATER == 0 || self.reaches(contact, group, agent) {
                self.pick_up(contact, group, agent)
            }
        } else {
            self.take_over(contact, group, agent)
        }
    }

    #[cold]
    fn take_over(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        let now = self.now;
        self.leave_queue(contact);
        self.take_all_places(contact, group, agent);
        contact.last_group = group;
        contact.patience_at = NEVER;
        contact.customer_at = NEVER;
        let handed = contact.marks & mark::HANDED != 0;
        let work = if handed { self.work_left(contact) } else { self.second_work(contact) };
        if !handed {
            self.count_taken(contact);
            self.redeem_pledge(contact, Channel::Phone);
            if self.is_of_run(contact) {
                self.note_handled(group);
            }
            contact.waited += now - contact.updated_at;
        }
        contact.marks &= !mark::BEGUN;
        contact.remaining = self.able(group, agent, work);
        contact.state = State::Briefing;
        match self.time_together(contact).filter(|_| !handed) {
            Some(time) => contact.business_at = now.saturating_add(time),
            None => self.briefed(contact),
        }
    }

    /// Work of the second group on a call.
    pub(super) fn second_work(&self, contact: &Contact) -> i64 {
        let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref();
        plan.map_or(0, |plan| plan.handling[1].sample(&mut contact.entity.draw(Purpose::SecondHandling, 1, 0)))
    }

    fn time_together(&self, contact: &Contact) -> Option<i64> {
        let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref()?;
        let law = plan.briefing.as_ref().filter(|_| plan.first == FirstAgent::UntilTaken)?;
        Some(law.sample(&mut contact.entity.draw(Purpose::Briefing, 0, 0)))
    }

    /// The second agent goes on alone, unless the first stays to the end.
    #[cold]
    pub(super) fn briefed(&mut self, contact: &mut Contact) {
        let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref();
        if plan.is_some_and(|plan| plan.first == FirstAgent::UntilTaken) {
            self.first_leaves(contact);
        }
        contact.state = State::Talking;
        contact.business_at = self.now.saturating_add(contact.remaining);
    }

    fn count_taken(&mut self, contact: &Contact) {
        let counts = i64::from(self.is_of_run(contact));
        self.sums.second.taken += counts;
        self.sums.second.wait += counts * (self.now - contact.updated_at);
    }

    /// An agent begins with a turn by message: the first does his part of it, the second goes on.
    #[cold]
    pub(super) fn begin_stage(&mut self, contact: &mut Contact) {
        if contact.marks & mark::BEGUN != 0 {
            contact.taken_at = contact.line_from;
        }
        if contact.marks & mark::HANDED != 0 {
            contact.remaining = self.work_left(contact);
        } else if contact.marks & mark::BEGUN != 0 {
            self.count_taken(contact);
            let plan = self.plan.reasons[contact.reason as usize].transfer.as_deref();
            if plan.is_some_and(|plan| plan.first == FirstAgent::UntilTaken) {
                self.first_leaves(contact);
            }
        } else {
            contact.remaining = self.part_of_first(contact, Channel::Messages, contact.remaining);
        }
        contact.remaining = self.able(contact.group, contact.agent, contact.remaining);
    }

    /// How long the contact's agent needs for one message more while he writes.
    #[cold]
    pub(super) fn work_added(&self, contact: &Contact) -> i64 {
        let work = self.part_of_first(contact, Channel::Messages, contact.work_a_message);
        self.paced(contact.group, contact.agent, work)
    }

    /// The caller who was passed on gives up: he had an answer, but the need is not met.
    #[cold]
    pub(super) fn lose_second(&mut self, contact: &mut Contact) {
        let (wait, talk) = (contact.taken_at - contact.turn_from, self.now - contact.taken_at);
        self.release_line(contact, wait, talk, true);
        self.close(contact, Outcome::Abandoned, -1);
    }

    /// A contact goes on by phone: whoever had begun with it by message does not any more.
    pub(super) fn begin_anew(&mut self, contact: &mut Contact) {
        if contact.marks != 0 {
            self.first_leaves(contact);
            self.forget_pledge(contact);
            contact.marks = 0;
        }
    }

    /// The contact closes: who had stayed leaves. If its agent has work left, the state in which he does it.
    #[cold]
    pub(super) fn ends_stages(&mut self, contact: &mut Contact, outcome: Outcome) -> Option<State> {
        self.first_leaves(contact);
        self.forget_interruption(contact);
        self.forget_pledge(contact);
        let begun = contact.marks & mark::BEGUN != 0;
        self.sums.second.lost += i64::from(begun && self.is_of_run(contact) && outcome == Outcome::Abandoned);
        let answered = matches!(outcome, Outcome::Resolved | Outcome::Unresolved);
        if !answered || contact.group == NO_GROUP {
            return None;
        }
        let state = if contact.state == State::Talking { State::AfterCall } else { State::AfterChat };
        self.work_after(contact, state).is_some().then_some(state)
    }
}

/// Call-backs rank as if they came so much later than they did: 285 years, so after all callers.
const AFTER_ALL: i64 = 1 << 53;

/// A share of a work, to the nearest microsecond.
fn part_of(work: i64, share: f64) -> i64 {
    if share >= 1.0 { work } else { (work as f64 * share + 0.5) as i64 }
}
