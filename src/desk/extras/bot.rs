//! The bot: settles a contact, or turn by turn what it can, and hands over the rest.

use crate::desk::Floor;
use crate::desk::contact::{Contact, NEVER, State};
use crate::engine::purpose::Purpose;
use crate::facts::{Author, Fold, Part, Quantity};
use crate::scenario::WhenUsedUp;

use super::inactivity::times;

impl<F: Fold> Floor<'_, F> {
    /// Is the contact one that the bot settles alone? Where chances go by turn, it may be until a turn says otherwise.
    pub(in crate::desk) fn contained(&self, contact: &Contact) -> bool {
        let Some(bot) = &self.plan.bot else { return false };
        let reason = contact.reason as usize;
        !bot.turns.chances[reason].is_empty() || contact.entity.draw(Purpose::Bot, 0, 0).under(bot.containment[reason])
    }

    /// A turn, counted as waiting, comes to the bot.
    pub(in crate::desk) fn ask_bot(&mut self, contact: &mut Contact) {
        let Some(bot) = &self.plan.bot else { return self.hand_to_team(contact) };
        if contact.generation > 0 && bot.turns.return_to_team {
            contact.contained = false;
            return self.hand_to_team(contact);
        }
        if self.plan.extras.any
            && let Some(then) = self.bot_barred(contact)
        {
            contact.contained = false;
            return match then {
                WhenUsedUp::StopBot => self.hand_to_team(contact),
                then => self.refuse_in_line(contact, then),
            };
        }
        let chances = &bot.turns.chances[contact.reason as usize];
        if let (true, Some(last)) = (contact.contained, chances.last()) {
            let chance = *chances.get(usize::from(contact.turn)).unwrap_or(last);
            contact.contained = contact.entity.draw(Purpose::BotTurn, u32::from(contact.turn), 0).under(chance);
        }
        contact.state = State::Bot;
        contact.business_at = self.now + bot.delay;
        contact.wake();
    }

    /// The bot settles the turn, or says that a person will take over.
    pub(in crate::desk) fn bot_answers(&mut self, contact: &mut Contact) {
        contact.business_at = NEVER;
        if contact.contained {
            let (wait, hour) = (self.now - contact.turn_from, contact.hour);
            contact.taken_at = self.now;
            self.ledger.queue(self.now, -1);
            self.send_answer(contact, hour, wait);
        } else {
            self.hand_over(contact);
        }
    }

    fn hand_over(&mut self, contact: &mut Contact) {
        // No answer, so not worth a template.
        if self.window_is_open(contact) {
            self.send(contact, Author::Bot, 1, None, false);
        }
        self.sums.extras.handed_over += (contact.hour != u16::MAX) as i64;
        let factor = self.plan.bot.as_ref().map_or(1.0, |bot| bot.turns.handover);
        contact.work_a_message = times(contact.work_a_message, factor);
        self.hand_to_team(contact);
    }

    /// A contact that the bot settled alone: was the need met?
    #[cold]
    pub(in crate::desk) fn settled_by_bot(&mut self, contact: &Contact) -> bool {
        let Some(bot) = &self.plan.bot else { return true };
        let wrong = bot.turns.wrong[contact.reason as usize];
        let met = !contact.entity.draw(Purpose::BotWrong, 0, 0).under(wrong);
        let counts = self.note_unaided(contact);
        self.sums.extras.contained.0 += counts;
        self.sums.extras.contained.1 += counts * !met as i64;
        met
    }

    /// The customer whom the bot sent away without help comes back, or does not.
    #[cold]
    pub(in crate::desk) fn return_from_bot(&mut self, contact: &mut Contact) {
        let Some(bot) = &self.plan.bot else { return self.forget(contact) };
        let (chance, delay) = &bot.turns.comes_back;
        if contact.entity.draw(Purpose::BotReturn, 0, 0).under(*chance) {
            let wait = delay.sample(&mut contact.entity.draw(Purpose::BotReturnDelay, 0, 0)).max(1);
            let back = self.now.saturating_add(wait);
            if back < self.plan.to {
                contact.state = State::Pending;
                contact.customer_at = back;
                return;
            }
        }
        self.forget(contact);
    }

    /// Tokens of an answer of the bot.
    #[cold]
    pub(in crate::desk) fn bot_quantity(&mut self, contact: &Contact) -> Quantity {
        let tokens = self.plan.bot.as_ref().and_then(|bot| bot.turns.tokens.as_ref());
        let draw = &mut contact.entity.draw(Purpose::BotTokens, u32::from(contact.turn), u32::from(contact.told));
        let tokens = tokens.map_or(0, |law| law.sample_count(draw));
        self.sums.extras.tokens += i64::from(tokens) * (self.emit.part() == Part::Run) as i64;
        Quantity { tokens, ..Quantity::ONE }
    }
}
