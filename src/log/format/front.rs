//! Front: its analytics export of messages. Source: dev.frontapp.com, analytics exports, columns of messages.
//!
//! The export has no column for the channel and none for the delivery: a message is one of WhatsApp if its contact is a telephone
//! number, and `Status` is that of the conversation.

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::{Reason, words};
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    let contact = ["contacthandle", "from", "to"].iter().any(|n| flat.has(n));
    flat.has_all(&["messageid", "conversationid", "messagedate", "direction"]) && contact
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let inbound = match words::direction(flat.get(&["direction"])) {
        Some(words::Direction::In) => true,
        Some(words::Direction::Out) => false,
        _ => return intake.keep_out(Reason::UnknownDirection, flat.get(&["direction"]), row),
    };
    let contact = flat.get(&["contacthandle", if inbound { "from" } else { "to" }]);
    if !is_number(contact) {
        intake.no_message("messages of other channels");
        return Ok(());
    }
    let mut fields = Fields::default();
    fields.put(Field::Id, flat.get(&["messageid"]));
    fields.put(Field::Time, flat.get(&["messagedate"]));
    fields.put(Field::Number, flat.get(&["inbox"]));
    fields.put(Field::Number, flat.get(&["inboxapiid"]));
    fields.put(Field::Phone, contact);
    fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
    if !inbound {
        let automatic = words::truth(flat.get(&["autoreply"])) == Some(true);
        fields.put(Field::Origin, flat.get(&["author", "attributedto"]));
        if automatic {
            fields.set(Field::Origin, Cell::Text("autoreply"));
            fields.set(Field::Author, Cell::Text("bot"));
        }
    }
    intake.note(
        "Front's export names neither channel nor delivery: every message whose contact is a telephone number is taken as one of \
         WhatsApp, delivered at its date"
            .to_string(),
    );
    intake.shaped(fields, row)
}

/// Digits with what people write between them, and no letters: `+57 300 555 0101`.
fn is_number(contact: &str) -> bool {
    let digits = contact.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7 && contact.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.'))
}
