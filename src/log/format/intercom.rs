//! Intercom: conversations with their parts. Source: developers.intercom.com, conversation model.

use serde_json::Value;

use super::super::field::{Cell, Cells, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::cloud::cell;

pub(in super::super) fn is(value: &Value) -> bool {
    value.get("conversation_parts").is_some() && value.get("source").is_some()
}

pub(in super::super) fn read(value: &Value, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let source = value.get("source").unwrap_or(&Value::Null);
    if source.get("type").and_then(Value::as_str).is_some_and(|t| !t.eq_ignore_ascii_case("whatsapp")) {
        intake.no_message("conversations of other channels");
        return Ok(());
    }
    let contact = value.get("contacts").map(|c| c.get("contacts").unwrap_or(c)).and_then(|c| c.get(0));
    let id = value.get("id").map_or(Cell::Empty, cell);
    let mut common = Fields::default();
    let of_contact = |name: &str| contact.and_then(|c| c.get(name)).map_or(Cell::Empty, cell);
    common.set(Field::Customer, of_contact("id"));
    common.default_to(Field::Customer, id);
    common.set(Field::Phone, of_contact("phone"));
    if common.get(Field::Phone).is_empty() {
        common.set(Field::Phone, value.get("custom_attributes").and_then(|a| a.get("phone")).map_or(Cell::Empty, cell));
    }
    let first = message(source, value.get("created_at"), common);
    intake.shaped(first, row)?;
    let parts = value.get("conversation_parts");
    let parts = parts.map(|p| p.get("conversation_parts").unwrap_or(p)).and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        if part.get("part_type").is_some_and(|t| t != "comment") {
            intake.no_message("notes, assignments and other parts");
            continue;
        }
        intake.shaped(message(part, part.get("created_at"), common), row)?;
    }
    intake.note("Intercom's parts have no delivery: each is taken as delivered when it was created".to_string());
    Ok(())
}

fn message<'a>(part: &'a Value, at: Option<&'a Value>, mut fields: Fields<'a>) -> Fields<'a> {
    let author = part.get("author").and_then(|a| a.get("type")).and_then(Value::as_str).unwrap_or("");
    let inbound = matches!(author, "user" | "lead" | "contact");
    fields.set(Field::Id, part.get("id").map_or(Cell::Empty, cell));
    fields.set(Field::Time, at.map_or(Cell::Empty, cell));
    fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
    if !inbound {
        fields.put(Field::Origin, author);
    }
    fields
}
