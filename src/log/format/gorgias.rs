//! Gorgias: messages of its tickets. Source: developers.gorgias.com, the TicketMessage object.

use serde_json::Value;

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words;
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has_all(&["ticketid", "fromagent", "createddatetime"]) && flat.has("channel")
}

/// One message of the API: its `source` names whom it went to in a list.
pub(in super::super) fn read_value(value: &Value, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let to = value.pointer("/source/to/0/address").and_then(Value::as_str).unwrap_or("");
    message(&Flat::of_json(value), to, intake, row)
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    message(flat, flat.get(&["sourceto", "source.to.address"]), intake, row)
}

fn message(flat: &Flat, to: &str, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    if words::truth(flat.get(&["public"])) == Some(false) || flat.get(&["channel"]) == "internal-note" {
        intake.no_message("private notes");
        return Ok(());
    }
    let on = |name: &str| flat.get(&[name]).to_lowercase().contains("whatsapp");
    if !on("channel") && !on("source.type") {
        intake.no_message("messages of other channels");
        return Ok(());
    }
    let Some(outbound) = words::truth(flat.get(&["fromagent"])) else {
        return intake.keep_out(super::super::Reason::UnknownDirection, flat.get(&["fromagent"]), row);
    };
    let from = flat.get(&["source.from.address", "sourcefrom"]);
    let (customer, business) = if outbound { (to, from) } else { (from, to) };
    let person = flat.get(&[if outbound { "receiver.id" } else { "sender.id" }]);
    let mut fields = Fields::default();
    fields.put(Field::Id, flat.get(&["id"]));
    fields.put(Field::Id, flat.get(&["messageid"]));
    fields.put(Field::Number, business);
    fields.put(Field::Number, flat.get(&["integrationid"]));
    if customer.is_empty() {
        fields.put(Field::Customer, if person.is_empty() { flat.get(&["ticketid"]) } else { person });
    }
    fields.put(Field::Phone, customer);
    fields.set(Field::Direction, Cell::Text(if outbound { "out" } else { "in" }));
    let (created, sent) = (flat.get(&["createddatetime"]), flat.get(&["sentdatetime"]));
    fields.put(Field::Time, created);
    if outbound {
        fields.put(Field::Time, sent);
        let failed = !flat.get(&["faileddatetime"]).is_empty();
        let status = match (failed, sent.is_empty()) {
            (true, _) => "failed",
            (_, true) => "sent",
            _ => "delivered",
        };
        fields.set(Field::Status, Cell::Text(status));
        fields.put(Field::Origin, flat.get(&["via"]));
    }
    intake.note(
        "Gorgias tells when a message was sent, not when it arrived: each is taken as delivered then".to_string(),
    );
    intake.shaped(fields, row)
}
