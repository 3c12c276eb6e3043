//! Notifications under the platform's limits: so many customers a day and number (or business), so many messages a second, and what is
//! tried again.
//!
//! A number may send first to so many customers in any 24 hours; a customer whose window is open does not count. What goes
//! beyond is refused, and sent again if the scenario says so. Notifications of a number leave one after the other.

use std::collections::{BTreeMap, VecDeque};

use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Channel, Fold, NumberEntry};
use crate::scenario::Model;
use crate::units::{DAY, SECOND};

use super::Floor;
use super::contact::{Contact, NEVER, State};
use super::plan::{NoticePlan, SourcePlan};

/// The limits, compiled.
#[derive(Clone, Debug)]
pub struct LimitsPlan {
    customers: usize,
    /// By number: the number at which its customers are counted.
    counter: Vec<u16>,
    /// Between two notifications, µs.
    gap: i64,
}

impl LimitsPlan {
    /// What holds for each number; customers of a business are counted at its first one, if its numbers share them. `None`
    /// where nothing is limited.
    pub fn new(model: &Model) -> Option<LimitsPlan> {
        let (limits, book) = (&model.desk.limits, &model.book);
        let business = |number: &NumberEntry| book.accounts[usize::from(number.account)].business;
        let first = |number: &NumberEntry| book.numbers.iter().position(|other| business(other) == business(number));
        let own = |place: usize, number| if limits.by_portfolio { first(number).unwrap_or(place) } else { place };
        let counter = book.numbers.iter().enumerate().map(|(place, number)| own(place, number) as u16).collect();
        let limited = limits.customers_a_day.is_some() || limits.messages_a_second.is_some();
        limited.then(|| LimitsPlan {
            counter,
            customers: limits.customers_a_day.map_or(usize::MAX, |n| n as usize),
            gap: limits.messages_a_second.map_or(0, |rate| (SECOND as f64 / rate + 0.5) as i64),
        })
    }
}

/// Sending again, compiled.
#[derive(Clone, Debug)]
pub struct RetryPlan {
    after: Sampler,
    at_most: u32,
}

impl RetryPlan {
    /// Of a notification.
    pub fn new((after, at_most): &(crate::scenario::Law, u32)) -> RetryPlan {
        RetryPlan { after: Sampler::new(after), at_most: *at_most }
    }
}

/// What a number has sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// When its next notification may leave.
    free_at: i64,
    /// Customers written to in the last 24 h by time, and when each was written to last.
    day: VecDeque<(i64, u64)>,
    counted: BTreeMap<u64, i64>,
}

impl Sent {
    /// Forget whom it reached 24 h ago or earlier.
    fn forget(&mut self, now: i64) {
        while let Some((at, customer)) = self.day.front().copied().filter(|(at, _)| at + DAY <= now) {
            self.day.pop_front();
            if self.counted.get(&customer) == Some(&at) {
                self.counted.remove(&customer);
            }
        }
    }

    /// Is the customer one too many?
    fn is_full(&self, customer: u64, most: usize) -> bool {
        !self.counted.contains_key(&customer) && self.counted.len() >= most
    }

    fn count(&mut self, now: i64, customer: u64) {
        self.day.push_back((now, customer));
        self.counted.insert(customer, now);
    }
}

impl<F: Fold> Floor<'_, F> {
    /// A notification that is due waits for its turn among those of its number.
    #[cold]
    pub(super) fn wait_to_send(&mut self, contact: &mut Contact) {
        contact.state = State::Sending;
        contact.customer_at = NEVER;
        let gap = self.plan.limits.as_ref().map_or(0, |limits| limits.gap);
        let number = &mut self.sent[contact.number as usize];
        contact.business_at = self.now.max(number.free_at);
        number.free_at = contact.business_at + gap;
    }

    /// It leaves: it arrives, or is refused or lost and perhaps sent again.
    #[cold]
    pub(super) fn send_notice(&mut self, contact: &mut Contact) {
        let plan = self.plan;
        let source = plan.streams[contact.stream as usize].source;
        let SourcePlan::Notification(notice) = &plan.sources[source as usize] else { return self.forget(contact) };
        contact.business_at = NEVER;
        if plan.extras.any && !self.may_notify(contact) {
            return self.forget(contact);
        }
        let (tried, now) = (contact.attempts, self.now);
        contact.attempts = contact.attempts.saturating_add(1);
        let inside = contact.shared && self.window_is_open(contact);
        let (most, counter) = plan.limits.as_ref().map_or((usize::MAX, usize::from(contact.number)), |limits| {
            (limits.customers, usize::from(limits.counter[usize::from(contact.number)]))
        });
        let number = &mut self.sent[counter];
        number.forget(now);
        let full = !inside && number.is_full(contact.customer, most);
        let terms = plan.rules.at(contact.number, now);
        let people = &plan.streams[contact.stream as usize].people;
        let known = !terms.contact_before || people.is_known(self.draws, contact.entity, contact.customer);
        let arrives = contact.entity.draw(Purpose::Delivery, 0, u32::from(tried)).under(notice.delivered);
        let reached = self.notify_by_message(contact, notice.class, known, full, arrives);
        if reached {
            if !inside {
                self.sent[counter].count(now, contact.customer);
            }
            contact.attempts = 0;
            if !self.replies(contact, notice) {
                self.forget(contact);
            }
        } else {
            self.send_again(contact, notice, u32::from(tried), known && (full || !arrives));
        }
    }

    fn send_again(&mut self, contact: &mut Contact, notice: &NoticePlan, tried: u32, worth: bool) {
        match notice.retry.as_ref().filter(|retry| worth && tried < retry.at_most) {
            Some(retry) => {
                let wait = retry.after.sample(&mut contact.entity.draw(Purpose::Resend, 0, tried));
                // It takes its turn when it is due: others that leave before do not wait for it.
                contact.state = State::Resting;
                contact.business_at = self.now.saturating_add(wait);
            }
            None => self.forget(contact),
        }
    }

    /// Are notifications sent by these rules?
    pub(super) fn sends_by_limits(&self, notice: &NoticePlan) -> bool {
        notice.channel == Channel::Messages && (self.plan.limits.is_some() || notice.retry.is_some())
    }
}
