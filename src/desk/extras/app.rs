//! People who answer in the phone app beside the platform: never billed, outside the window and all clocks.

use crate::desk::Floor;
use crate::desk::contact::{Contact, NO_GROUP};
use crate::engine::purpose::Purpose;
use crate::facts::{Author, Channel, Class, Fold};

impl<F: Fold> Floor<'_, F> {
    /// Does somebody of this group answer the open turn in the app, if he answers now?
    #[cold]
    pub(in crate::desk) fn in_app(&self, contact: &Contact, group: u8) -> bool {
        if group == NO_GROUP {
            return false;
        }
        let Some(Some(app)) = self.plan.extras.app.get(usize::from(group)) else { return false };
        let next = app.hours.partition_point(|(at, _)| *at <= self.now);
        let open = next == 0 || app.hours[next - 1].1;
        open && contact.entity.draw(Purpose::PhoneApp, u32::from(contact.turn), 0).under(app.share)
    }

    /// The answer goes out through the app.
    #[cold]
    pub(in crate::desk) fn answer_in_app(&mut self, contact: &mut Contact, hour: u16, wait: i64) {
        self.sums.extras.app_answers += (hour != u16::MAX) as i64;
        self.count_answer(contact, Channel::Messages, hour, wait);
        let (_, messages) = self.fan_out(contact);
        self.send(contact, Author::Agent, messages, Some(Class::App), true);
        self.after_answer(contact);
    }
}
