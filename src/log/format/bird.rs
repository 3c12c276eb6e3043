//! Bird (MessageBird): messages of its conversations API. Source: developers.messagebird.com/api/conversations.

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::flat::Flat;

const CREATED: [&str; 2] = ["createddatetime", "createdat"];

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has_all(&["id", "conversationid", "channelid", "direction"]) && CREATED.iter().any(|n| flat.has(n))
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let platform = flat.get(&["platform"]);
    if !platform.is_empty() && !platform.eq_ignore_ascii_case("whatsapp") {
        intake.no_message("messages of other channels");
        return Ok(());
    }
    let inbound = matches!(flat.get(&["direction"]), "received" | "incoming");
    let mut fields = Fields::default();
    fields.put(Field::Id, flat.get(&["id"]));
    fields.put(Field::Number, flat.get(&["channelid"]));
    fields.put(Field::Phone, flat.get(&[if inbound { "from" } else { "to" }]));
    fields.put(Field::Time, flat.get(&CREATED));
    fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
    fields.put(Field::Status, flat.get(&["status"]));
    if flat.get(&["type"]).eq_ignore_ascii_case("hsm") {
        fields.set(Field::Kind, Cell::Text("template"));
    }
    intake.note("Bird's rows have the time of sending, not of delivery".to_string());
    intake.shaped(fields, row)
}
