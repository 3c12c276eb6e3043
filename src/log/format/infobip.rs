//! Infobip: delivery reports and inbound messages. Source: infobip.com/docs/api.

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has_all(&["messageid", "to"]) && (flat.has("receivedat") || flat.has("doneat") || flat.has("status.groupname"))
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let mut fields = Fields::default();
    let inbound = !flat.get(&["receivedat"]).is_empty();
    let (from, to) = (flat.get(&["from", "sender"]), flat.get(&["to"]));
    fields.put(Field::Id, flat.get(&["messageid"]));
    fields.put(Field::Number, if inbound { to } else { from });
    fields.put(Field::Phone, if inbound { from } else { to });
    if inbound {
        fields.set(Field::Direction, Cell::Text("in"));
        fields.put(Field::Time, flat.get(&["receivedat"]));
    } else {
        fields.set(Field::Direction, Cell::Text("out"));
        fields.put(Field::Time, flat.get(&["doneat", "sentat"]));
        fields.put(Field::SentAt, flat.get(&["sentat"]));
        fields.put(Field::Status, flat.get(&["status.groupname", "status"]));
        fields.put(Field::Segments, flat.get(&["messagecount"]));
    }
    intake.shaped(fields, row)
}
