//! What callers meet besides a queue: its capacity, offers to be called back, announcements, a way to leave a message.

use crate::engine::draws::Threshold;
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Channel, Fold, Outcome};
use crate::scenario::{Phone, Recall};

use super::Floor;
use super::compile::patience;
use super::contact::{Contact, NEVER, State, mark};
use super::extras::detail::Lost;
use super::plan::SourcePlan;

/// The further rules of the telephone, compiled; all of them may be absent.
#[derive(Clone, Debug)]
pub struct VoicePlan {
    /// Callers who may wait at once.
    queue: u32,
    callback: Option<(i64, Threshold, RecallPlan)>,
    voicemail: Option<(Threshold, [bool; 4], RecallPlan)>,
    announcement: Option<(i64, Threshold, Option<Option<Sampler>>)>,
    same_patience: bool,
    /// Reason of those who come back.
    reason: Option<u16>,
    by_message: bool,
}

/// How the firm calls back, compiled.
#[derive(Clone, Debug)]
pub struct RecallPlan {
    pub(super) reached: Threshold,
    pub(super) tries: u32,
    pub(super) between: Sampler,
    pub(super) ring: i64,
}

impl RecallPlan {
    fn new(recall: &Recall) -> RecallPlan {
        RecallPlan {
            reached: Threshold::new(recall.reached.0),
            tries: recall.tries,
            between: Sampler::new(&recall.between),
            ring: recall.ring.0,
        }
    }
}

impl VoicePlan {
    /// `None` if the telephone has none of it.
    pub fn new(phone: &Phone) -> Option<Box<VoicePlan>> {
        let retrial = phone.retrial.as_ref();
        let plan = VoicePlan {
            queue: phone.queue.unwrap_or(u32::MAX),
            callback: phone.callback.as_ref().map(|callback| {
                (callback.above.0, Threshold::new(callback.chance.0), RecallPlan::new(&callback.recall))
            }),
            voicemail: phone
                .voicemail
                .as_ref()
                .map(|mail| (Threshold::new(mail.chance.0), mail.after, RecallPlan::new(&mail.recall))),
            announcement: phone
                .announcement
                .as_ref()
                .map(|text| (text.after.0, Threshold::new(text.leave.0), text.patience.as_ref().map(patience))),
            same_patience: retrial.is_some_and(|retrial| retrial.same_patience),
            reason: retrial.and_then(|retrial| retrial.reason),
            by_message: retrial.is_some_and(|retrial| retrial.by_message),
        };
        let any = plan.queue < u32::MAX
            || plan.callback.is_some()
            || plan.voicemail.is_some()
            || plan.announcement.is_some()
            || plan.same_patience
            || plan.reason.is_some()
            || plan.by_message;
        any.then(|| Box::new(plan))
    }

    /// How contacts of this kind are called back.
    pub(super) fn recall(&self, contact: &Contact) -> Option<&RecallPlan> {
        match contact.marks & mark::LEFT != 0 {
            true => self.voicemail.as_ref().map(|(.., recall)| recall),
            false => self.callback.as_ref().map(|(.., recall)| recall),
        }
    }

    /// Do callers come back with another reason than they began with?
    pub(super) fn renames(&self) -> bool {
        self.reason.is_some()
    }

    /// Which draw of patience holds for this call.
    pub(super) fn patience_of(&self, attempt: u32) -> u32 {
        if self.same_patience { 0 } else { attempt }
    }
}

impl<F: Fold> Floor<'_, F> {
    /// A caller comes from the menu: does he go another way than into the queue?
    #[cold]
    pub(super) fn goes_another_way(&mut self, contact: &mut Contact, voice: &VoicePlan) -> bool {
        let Some(line) = self.line_for(contact, Channel::Phone) else { return false };
        if self.is_answered_at_once(contact, line) {
            return false;
        }
        if self.still_waiting(line) >= voice.queue {
            self.sums.done.turns += 1;
            self.ledger.arrival();
            contact.turn_from = self.now;
            self.promise(contact, Channel::Phone, self.ledger.cohort() != u16::MAX);
            self.sums.extras.blocked += self.counts();
            self.waited_in_vain(contact, Channel::Phone, 0, Lost::Blocked);
            self.release_line(contact, 0, 0, false);
            self.lost(contact, Outcome::Blocked);
            return true;
        }
        let Some((above, chance, _)) = &voice.callback else { return false };
        if self.announced_wait(contact, line) <= *above {
            return false;
        }
        self.sums.recalls.offered += self.counts();
        let accepts = contact.entity.draw(Purpose::CallBack, 0, u32::from(contact.attempts)).under(*chance);
        if accepts {
            self.sums.recalls.accepted += self.counts();
            // The call ends as one that was no turn of the team.
            self.release_line(contact, -1, 0, true);
            self.wait_for_recall(contact, 0);
        }
        accepts
    }

    /// The wait a caller is told: (callers waiting + 1) × mean call / agents on duty (Ibrahim, Whitt 2009: queue length).
    fn announced_wait(&self, contact: &Contact, line: usize) -> i64 {
        let groups = self.plan.lines[line].groups.iter();
        let agents: i64 = groups.map(|group| i64::from(self.crews[*group as usize].on_duty())).sum();
        let mean = self.plan.reasons[contact.reason as usize].call_handling.mean_us() as i64;
        (i64::from(self.callers[line]) + 1).saturating_mul(mean) / agents.max(1)
    }

    /// 1 inside the run.
    pub(super) fn counts(&self) -> i64 {
        i64::from(self.ledger.cohort() != u16::MAX)
    }

    /// A caller begins to wait: when he hears the announcement.
    #[cold]
    pub(super) fn plan_announcement(&mut self, contact: &mut Contact, voice: &VoicePlan) {
        if let Some((after, ..)) = &voice.announcement {
            contact.reminder_at = self.now.saturating_add(*after);
        }
    }

    /// He hears it: he hangs up, or waits on, perhaps with another patience.
    #[cold]
    pub(super) fn announce(&mut self, contact: &mut Contact) {
        contact.reminder_at = NEVER;
        let voice = self.plan.phone.as_ref().and_then(|phone| phone.voice.as_deref());
        let Some((_, leave, law)) = voice.and_then(|voice| voice.announcement.as_ref()) else { return };
        let attempt = u32::from(contact.attempts);
        if contact.entity.draw(Purpose::Announcement, 0, attempt).under(*leave) {
            return self.hang_up(contact);
        }
        if let Some(law) = law {
            contact.patience_at = law.as_ref().map_or(NEVER, |law| {
                let patience = law.sample(&mut contact.entity.draw(Purpose::AnnouncedPatience, 0, attempt));
                self.now.saturating_add(patience)
            });
        }
        contact.wake();
    }

    /// A caller who got nobody: does he leave a message?
    #[cold]
    pub(super) fn leaves_message(&mut self, contact: &mut Contact, outcome: Outcome, voice: &VoicePlan) -> bool {
        let Some((chance, after, _)) = &voice.voicemail else { return false };
        let place = match outcome {
            Outcome::Abandoned => 0,
            Outcome::Balked => 1,
            Outcome::Blocked => 2,
            _ => 3,
        };
        let leaves =
            after[place] && contact.entity.draw(Purpose::LeaveMessage, 0, u32::from(contact.attempts)).under(*chance);
        if leaves {
            self.sums.recalls.messages += self.counts();
            self.wait_for_recall(contact, mark::LEFT);
        }
        leaves
    }

    /// What the contact began with, whatever its customer calls again about: the value of the need.
    #[inline(always)]
    pub(super) fn need(&self, contact: &Contact) -> u16 {
        let voice = self.plan.phone.as_ref().and_then(|phone| phone.voice.as_deref());
        match voice {
            Some(voice) if voice.renames() => self.need_of_stream(contact),
            _ => contact.reason,
        }
    }

    #[cold]
    fn need_of_stream(&self, contact: &Contact) -> u16 {
        match &self.plan.sources[self.plan.streams[contact.stream as usize].source as usize] {
            SourcePlan::Contacts { reason, .. } => *reason,
            SourcePlan::Notification(notice) => notice.reason.unwrap_or(contact.reason),
        }
    }

    /// A caller who got nobody comes back: with another reason, or by message.
    #[cold]
    pub(super) fn redials(&mut self, contact: &mut Contact) {
        let voice = self.plan.phone.as_ref().and_then(|phone| phone.voice.as_deref());
        let Some(voice) = voice else { return self.dial(contact) };
        if contact.marks & mark::LATER != 0 {
            return self.dial(contact);
        }
        if let Some(reason) = voice.reason {
            contact.reason = reason;
        }
        if voice.by_message && self.line(contact.reason, Channel::Messages).is_some() {
            contact.customer_at = NEVER;
            contact.state = State::Thinking;
            if self.plan.bot.is_some() && contact.channel == Channel::Phone {
                contact.contained = self.contained(contact);
            }
            // What he called about has not been answered: it is still the same turn.
            return self.begin_turn(contact);
        }
        self.dial(contact)
    }
}
