//! Arrivals: enquiries, ads, notifications and the replies to them.

use crate::engine::purpose::Purpose;
use crate::facts::{Author, Body, Channel, Class, Entry, Fold, Origin, Quantity, Reason, Status};

use super::contact::{Contact, NEVER, NO_GROUP, NOT_YET, State};
use super::plan::{BaselinePlan, NO_LINE, NoticePlan, SourcePlan};
use super::{Desk, Floor};

impl<F: Fold> Desk<'_, F> {
    /// No event is left: did the list hold all that were to happen? What was put in the place of a later one counts alone.
    #[cold]
    pub(super) fn none_lost(&self) -> Result<(), String> {
        let Desk { contacts, floor } = self;
        let waits = |place: usize| floor.tree.loses(contacts[place as u32].armed_at);
        // Arrivals end with the run.
        let lost = floor.tree.loses(floor.plan.to) || floor.has_shifts_left() || (0..contacts.places()).any(waits);
        if lost { Err(too_many(contacts.places())) } else { Ok(()) }
    }

    /// A stream's next arrival.
    #[inline]
    pub(super) fn stream_event(&mut self, stream: usize) -> Result<(), String> {
        let floor = &mut self.floor;
        let ordinal = floor.ordinals[stream];
        floor.next_arrival(stream);
        let plan = floor.plan;
        let mut contact = floor.somebody(stream, ordinal);
        match &plan.sources[plan.streams[stream].source as usize] {
            SourcePlan::Contacts { reason, entry } => {
                contact.reason = *reason;
                contact.ad = *entry == Entry::Ad;
                contact.origin = if contact.ad { Origin::Ad } else { Origin::Enquiry };
                let place = self.admit(contact)?;
                let contact = &mut self.contacts[place];
                self.floor.open_contact(contact);
                let ended = self.floor.conclude(contact);
                self.settle(place, ended);
            }
            SourcePlan::Notification(notice) => {
                if floor.sends_by_limits(notice) || floor.dials_for(notice) {
                    let place = self.admit(contact)?;
                    let contact = &mut self.contacts[place];
                    match notice.channel {
                        Channel::Messages => self.floor.wait_to_send(contact),
                        Channel::Phone => self.floor.list(contact, notice),
                    }
                    self.floor.arm(contact);
                } else if floor.notify(&mut contact, notice) {
                    let place = self.admit(contact)?;
                    self.floor.arm(&mut self.contacts[place]);
                }
            }
        }
        Ok(())
    }

    /// Give a contact a place and a leaf.
    #[inline(always)]
    fn admit(&mut self, contact: Contact) -> Result<u32, String> {
        let place = self.contacts.insert(contact);
        let tree = &mut self.floor.tree;
        if self.floor.first_contact as usize + self.contacts.places() > tree.capacity() && !tree.grow() {
            return Err(too_many(self.contacts.places()));
        }
        Ok(place)
    }
}

impl<F: Fold> Floor<'_, F> {
    /// Put the stream's next arrival into the event list.
    #[inline]
    pub(super) fn next_arrival(&mut self, stream: usize) {
        let leaf = super::GROUPS + (self.plan.groups.len() + stream) as u32;
        match self.arrivals[stream].next(&self.plan.streams[stream]) {
            Some((at, ordinal)) => {
                self.ordinals[stream] = ordinal;
                self.tree.set(leaf, at);
            }
            None => self.tree.clear(leaf),
        }
    }

    /// The contact of this arrival with all that does not depend on what it is about.
    #[inline(always)]
    fn somebody(&mut self, stream: usize, ordinal: u32) -> Contact {
        let source = &self.plan.streams[stream];
        let entity = source.contact(self.draws, ordinal, 0);
        let customer = source.people.customer(entity, ordinal);
        let number = source.numbers.number(self.draws, entity, customer);
        // Who calls only opens no window.
        let shared = customer.recurs() && self.plan.channel == Channel::Messages;
        Contact {
            place: 0,
            armed_at: NEVER,
            entity,
            stream: stream as u16,
            generation: 0,
            ordinal,
            told: 0,
            customer: customer.id,
            opened_at: self.now,
            turn_from: self.now,
            last_in: NOT_YET,
            window_end: NOT_YET,
            business_at: NEVER,
            customer_at: NEVER,
            patience_at: NEVER,
            reminder_at: NEVER,
            burst_at: NEVER,
            remaining: 0,
            updated_at: 0,
            work_a_message: 0,
            taken_at: 0,
            line_from: 0,
            difficulty: 0.0,
            stamp: 0,
            common: if shared { self.last_in.place(customer.id, number) } else { 0 },
            number,
            country: source.country,
            reason: 0,
            hour: u16::MAX,
            unserved: 0,
            burst_left: 0,
            turn: 0,
            reminders: 0,
            answered: 0,
            attempts: 0,
            agent: 0,
            group: NO_GROUP,
            slot: 0,
            pace: 1,
            state: State::Free,
            channel: self.plan.channel,
            origin: Origin::Enquiry,
            ad: false,
            shared,
            promised: false,
            promises: 0,
            contained: false,
            outbound: false,
            waited: 0,
            answers: 0,
            marks: 0,
            last_group: NO_GROUP,
        }
    }

    /// The need arises: the customer writes or calls.
    #[inline]
    pub(super) fn open_contact(&mut self, contact: &mut Contact) {
        self.ledger.open(self.now, 1);
        self.sums.done.contacts += 1;
        let reason = &self.plan.reasons[contact.reason as usize];
        contact.opened_at = self.now;
        contact.channel = if self.plan.mixed { self.begins_by(contact) } else { self.plan.channel };
        if self.plan.extras.details.is_some() {
            self.note_lead(contact);
        }
        if reason.difficulty.0 > 0.0 {
            contact.difficulty = self.plan.normal.sample(&mut contact.entity.draw(Purpose::Difficulty, 0, 0));
        }
        let body = Body::ContactOpened { reason: contact.reason, channel: contact.channel, origin: contact.origin };
        self.emit.of(contact, body);
        match contact.channel {
            Channel::Messages => {
                if self.plan.bot.is_some() {
                    contact.contained = self.contained(contact);
                }
                self.begin_turn(contact);
            }
            Channel::Phone => self.dial(contact),
        }
    }

    /// How a contact begins where customers may write and call. Who is told of something answers the way he was told, who comes
    /// from an ad writes.
    #[cold]
    fn begins_by(&self, contact: &Contact) -> Channel {
        let plan = self.plan;
        match &plan.sources[plan.streams[contact.stream as usize].source as usize] {
            SourcePlan::Notification(notice) => notice.channel,
            SourcePlan::Contacts { .. } if contact.ad => plan.channel,
            SourcePlan::Contacts { .. } => {
                let calls = plan.reasons[contact.reason as usize].by_phone;
                let calls = contact.entity.draw(Purpose::Channel, 0, 0).under(calls);
                if calls { Channel::Phone } else { plan.channel }
            }
        }
    }

    /// The business writes first (or does what the phone variant does instead); is there a contact then?
    fn notify(&mut self, contact: &mut Contact, notice: &NoticePlan) -> bool {
        let plan = self.plan;
        let NoticePlan { class, delivered, baseline, .. } = notice;
        let reached = match notice.channel {
            Channel::Messages if plan.extras.any && !self.may_notify(contact) => false,
            Channel::Messages => {
                let terms = plan.rules.at(contact.number, self.now);
                let people = &plan.streams[contact.stream as usize].people;
                let known = !terms.contact_before || people.is_known(self.draws, contact.entity, contact.customer);
                let arrives = contact.entity.draw(Purpose::Delivery, 0, 0).under(*delivered);
                self.notify_by_message(contact, *class, known, false, arrives)
            }
            Channel::Phone => {
                self.notify_otherwise(contact, baseline);
                contact.entity.draw(Purpose::Delivery, 0, 0).under(*delivered)
                    && !matches!(baseline, BaselinePlan::Nothing)
            }
        };
        reached && self.replies(contact, notice)
    }

    /// Will the customer answer the notification that has arrived?
    pub(super) fn replies(&mut self, contact: &mut Contact, notice: &NoticePlan) -> bool {
        let replies = contact.entity.draw(Purpose::Reply, 0, 0).under(notice.reply);
        let (true, Some(reason)) = (replies, notice.reason) else { return false };
        contact.reason = reason;
        contact.origin = Origin::Notification;
        contact.state = State::Notified;
        let wait = notice.delay.sample(&mut contact.entity.draw(Purpose::ReplyDelay, 0, 0));
        contact.customer_at = self.now.saturating_add(wait);
        true
    }

    /// A template to a customer; `full`: the number has reached its limit of customers.
    pub(super) fn notify_by_message(
        &mut self,
        contact: &mut Contact,
        class: Class,
        known: bool,
        full: bool,
        arrives: bool,
    ) -> bool {
        let window_from = self.window_from(contact);
        let (status, reason) = if class == Class::Marketing && !self.plan.rules.at(contact.number, self.now).promotion {
            (Status::Refused, Reason::Promotion)
        } else if !known {
            (Status::Refused, Reason::ContactBefore)
        } else if full {
            (Status::Refused, Reason::DailyLimit)
        } else if !arrives {
            (Status::Failed, Reason::Undeliverable)
        } else {
            (Status::Delivered, Reason::None)
        };
        let sent_at = self.emit.instant(self.now);
        self.sums.done.messages_out += 1;
        let body = Body::MessageOut {
            sent_at,
            class,
            status,
            reason,
            author: Author::System,
            nth: 0,
            window_from,
            wait: -1,
            queued: -1,
            quantity: Quantity::ONE,
        };
        self.emit.of(contact, body);
        if self.plan.extras.any && status == Status::Delivered {
            self.meter(contact, class, 1);
        }
        status == Status::Delivered
    }

    fn notify_otherwise(&mut self, contact: &Contact, baseline: &BaselinePlan) {
        let counts = self.emit.part() == crate::facts::Part::Run;
        match baseline {
            BaselinePlan::Sms => self.sums.sms[contact.stream as usize] += counts as i64,
            BaselinePlan::Call(law) => {
                let talk = law.sample(&mut contact.entity.draw(Purpose::CallHandling, 1, 0));
                if counts {
                    self.sums.outbound.0 += talk;
                    self.sums.outbound.1 += 1;
                }
            }
            BaselinePlan::Nothing => {}
        }
    }

    /// A customer answers a notification: a contact begins.
    pub(super) fn reply(&mut self, contact: &mut Contact) {
        if self.now >= self.plan.to {
            return self.forget(contact);
        }
        contact.customer_at = NEVER;
        self.open_contact(contact);
    }

    /// The same need comes up again.
    ///
    /// No number names it after it has come up 65,535 times: then it rests.
    pub(super) fn reopen(&mut self, contact: &mut Contact) {
        let (Some(generation), true) = (contact.generation.checked_add(1), self.now < self.plan.to) else {
            return self.forget(contact);
        };
        contact.generation = generation;
        contact.told = 0;
        let stream = &self.plan.streams[contact.stream as usize];
        contact.entity = stream.contact(self.draws, contact.ordinal, u32::from(contact.generation));
        contact.customer_at = NEVER;
        contact.attempts = 0;
        contact.turn = 0;
        contact.ad = false;
        contact.outbound = false;
        contact.contained = false;
        contact.marks = 0;
        contact.waited = 0;
        contact.answers = 0;
        self.open_contact(contact);
    }

    /// Is anybody on duty who serves this reason on this channel?
    #[inline]
    pub(super) fn is_open(&self, reason: u16, channel: Channel) -> bool {
        let line = self.plan.line_of[reason as usize][channel as usize];
        line != NO_LINE && self.open[line as usize]
    }

    /// The queue that the contact goes to on this channel: that of its reason, or of the second group.
    #[inline]
    pub(super) fn line_for(&self, contact: &Contact, channel: Channel) -> Option<usize> {
        if contact.marks == 0 { self.line(contact.reason, channel) } else { self.line_of_marked(contact, channel) }
    }

    /// Is there a queue for this reason and channel?
    pub(super) fn line(&self, reason: u16, channel: Channel) -> Option<usize> {
        let line = self.plan.line_of[reason as usize][channel as usize];
        (line != NO_LINE).then_some(line as usize)
    }
}

/// What is wrong with a run whose contacts do not find room.
pub(super) fn too_many(contacts: usize) -> String {
    format!(
        "{contacts} contacts are open at once, more than the event list can number over a run of this length: \
         is the desk overloaded without patience?"
    )
}
