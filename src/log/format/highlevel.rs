//! HighLevel: messages of its conversations, exported or as webhooks. Source: marketplace.gohighlevel.com/docs, InboundMessage.

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::{Reason, words};
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has_all(&["messagetype", "direction", "dateadded"])
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    if !flat.get(&["messagetype"]).to_lowercase().contains("whatsapp") {
        intake.no_message("messages of other channels");
        return Ok(());
    }
    let inbound = match words::direction(flat.get(&["direction"])) {
        Some(words::Direction::In) => true,
        Some(words::Direction::Out) => false,
        _ => return intake.keep_out(Reason::UnknownDirection, flat.get(&["direction"]), row),
    };
    let (customer, business) = if inbound { ("from", "to") } else { ("to", "from") };
    let mut fields = Fields::default();
    fields.put(Field::Id, flat.get(&["messageid", "id"]));
    fields.put(Field::Account, flat.get(&["locationid"]));
    fields.put(Field::Number, flat.get(&[business]));
    fields.put(Field::Customer, flat.get(&["contactid", "conversationid"]));
    fields.put(Field::Phone, flat.get(&["phone", "contact.phone", "contactphone", customer]));
    fields.put(Field::Country, flat.get(&["country", "contact.country"]));
    fields.put(Field::Time, flat.get(&["dateadded"]));
    fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
    if !inbound {
        fields.put(Field::Status, flat.get(&["status"]));
        fields.put(Field::Origin, flat.get(&["source", "userid"]));
        if !flat.get(&["templateid"]).is_empty() {
            fields.set(Field::Kind, Cell::Text("template"));
        }
    }
    intake.note("HighLevel's rows have the time of sending, not of delivery".to_string());
    intake.shaped(fields, row)
}
