//! Zammad: articles of tickets.

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words;
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has_all(&["ticketid", "sender", "internal"]) && flat.has("createdat")
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let kind = flat.get(&["type"]).to_lowercase();
    if words::truth(flat.get(&["internal"])) == Some(true) {
        intake.no_message("private notes");
        return Ok(());
    }
    if !kind.contains("whatsapp") {
        intake.no_message("messages of other channels");
        return Ok(());
    }
    let sender = flat.get(&["sender"]);
    let inbound = sender.eq_ignore_ascii_case("customer");
    if sender.eq_ignore_ascii_case("system") {
        intake.no_message("system lines");
        return Ok(());
    }
    let (from, to) = (flat.get(&["from"]), flat.get(&["to"]));
    let mut fields = Fields::default();
    fields.put(Field::Id, flat.get(&["id"]));
    fields.put(Field::Id, flat.get(&["messageid"]));
    fields.put(Field::Customer, flat.get(&["ticketid"]));
    let phone = flat.get(&["phone", "preferences.whatsapp.phone"]);
    fields.put(Field::Phone, if phone.is_empty() { digits_in(if inbound { from } else { to }) } else { phone });
    fields.put(Field::Customer, digits_in(if inbound { from } else { to }));
    let delivered = flat.get(&["preferences.whatsapp.timestampdelivered", "preferences.whatsapp.timestampread"]);
    let sent = flat.get(&["preferences.whatsapp.timestampsent", "createdat"]);
    fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
    if inbound {
        fields.put(Field::Time, flat.get(&["createdat"]));
    } else {
        let known = flat.pairs().any(|(name, _)| name.starts_with("preferences.whatsapp.timestamp"));
        fields.put(Field::Time, if delivered.is_empty() { sent } else { delivered });
        fields.put(Field::SentAt, sent);
        fields.set(Field::Status, Cell::Text(if delivered.is_empty() && known { "sent" } else { "delivered" }));
    }
    intake.shaped(fields, row)
}

/// The telephone number in `Name (+573005550101)` or `+573005550101`; empty if there is none.
fn digits_in(text: &str) -> &str {
    let start = text.find(|c: char| c == '+' || c.is_ascii_digit()).unwrap_or(text.len());
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '+')).unwrap_or(rest.len());
    if end >= 8 { &rest[..end] } else { "" }
}
