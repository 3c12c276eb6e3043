//! Webhook bodies of the Cloud API, as they arrive: whole, without their envelope, or wrapped by queues and tools.
//!
//! Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference (messages, statuses, smb_message_echoes,
//! history), May 2026. Names marked "check" in no document are read where they occur and needed nowhere.

use serde_json::Value;

use super::super::event::Step;
use super::super::field::{Cell, Cells, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words::{Arrival, arrival};

type Done = Result<(), Vec<Problem>>;

/// Deepest wrapping.
const DEEPEST: usize = 6;
/// Names under which queues and tools keep the body.
const WRAPPERS: [&str; 12] =
    ["body", "Body", "payload", "message", "Message", "data", "raw", "webhook", "content", "json", "event", "detail"];

/// Is it, somewhere inside, a body of the Cloud API?
pub(in super::super) fn is(value: &Value) -> bool {
    bodies(value, 0, &mut |_, _| {})
}

/// Hands on every message, status and echo; false: it is no body.
pub(in super::super) fn read(value: &Value, intake: &mut Intake, row: u64) -> Result<bool, Vec<Problem>> {
    let mut result = Ok(());
    let known = bodies(value, 0, &mut |account, change| {
        if result.is_ok() {
            result = change_of(account, change, intake, row);
        }
    });
    result.map(|()| known)
}

/// Finds the changes: calls `each` with the account and `{field, value}` or a bare value.
fn bodies(value: &Value, depth: usize, each: &mut dyn FnMut(&str, &Value)) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match value {
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            serde_json::from_str::<Value>(text).is_ok_and(|inner| bodies(&inner, depth + 1, each))
        }
        Value::Array(values) => {
            let mut known = false;
            for value in values {
                known |= bodies(value, depth + 1, each);
            }
            known
        }
        Value::Object(fields) => {
            if let Some(entries) = fields.get("entry").and_then(Value::as_array) {
                let ours = fields.get("object").is_none_or(|o| o == "whatsapp_business_account");
                for entry in entries.iter().filter(|_| ours) {
                    let account = entry.get("id").and_then(Value::as_str).unwrap_or("");
                    for change in entry.get("changes").and_then(Value::as_array).into_iter().flatten() {
                        each(account, change);
                    }
                }
                return ours;
            }
            if fields.contains_key("field") && fields.get("value").is_some_and(Value::is_object) || bare(value) {
                each("", value);
                return true;
            }
            if let Some(records) = fields.get("Records").or_else(|| fields.get("records")) {
                return bodies(records, depth + 1, each);
            }
            WRAPPERS.iter().filter_map(|name| fields.get(*name)).any(|inner| bodies(inner, depth + 1, each))
        }
        _ => false,
    }
}

/// The `value` of a change without its envelope.
fn bare(value: &Value) -> bool {
    let holds = |name: &str| value.get(name).is_some_and(Value::is_array);
    let ours = value.get("messaging_product").is_some_and(|p| p == "whatsapp")
        || value.get("metadata").is_some_and(|m| m.get("phone_number_id").is_some());
    ours && ["messages", "statuses", "message_echoes", "calls", "errors"].iter().any(|n| holds(n))
}

fn change_of(account: &str, change: &Value, intake: &mut Intake, row: u64) -> Done {
    let value = change.get("value").filter(|v| v.is_object()).unwrap_or(change);
    let field = change.get("field").and_then(Value::as_str).unwrap_or("messages");
    let meta = |name: &str| value.get("metadata").and_then(|m| m.get(name)).map_or(Cell::Empty, cell);
    let number =
        if meta("phone_number_id").is_empty() { meta("display_phone_number") } else { meta("phone_number_id") };
    let mut common = Fields::default();
    common.put(Field::Account, account);
    common.set(Field::Number, number);
    let list = |name: &str| value.get(name).and_then(Value::as_array).into_iter().flatten();
    let mut any = false;
    for item in list("messages") {
        any = true;
        message(item, value, common, intake, row)?;
    }
    for item in list("statuses") {
        any = true;
        status(item, common, intake, row)?;
    }
    for item in list("message_echoes") {
        any = true;
        echo(item, common, intake, row)?;
    }
    for item in list("calls") {
        any = true;
        call(item, common, intake, row)?;
    }
    if !any {
        intake.no_message(match field {
            "history" => "history of the phone app",
            "messages" => "errors without a message",
            _ => "events of the account",
        });
    }
    Ok(())
}

fn message<'a>(item: &'a Value, value: &'a Value, mut fields: Fields<'a>, intake: &mut Intake, row: u64) -> Done {
    let get = |name: &str| item.get(name).map_or(Cell::Empty, cell);
    if matches!(item.get("type").and_then(Value::as_str), Some("system" | "request_welcome")) {
        intake.no_message("system lines");
        return Ok(());
    }
    let contact = value.get("contacts").and_then(|c| c.get(0));
    let of_contact = |name: &str| contact.and_then(|c| c.get(name)).map_or(Cell::Empty, cell);
    fields.set(Field::Id, get("id"));
    fields.set(Field::Time, get("timestamp"));
    fields.set(Field::Phone, get("from"));
    fields.default_to(Field::Phone, of_contact("wa_id"));
    if fields.get(Field::Phone).is_empty() {
        intake.import.hidden_numbers += 1;
        for id in [get("from_user_id"), get("user_id"), of_contact("user_id")] {
            fields.default_to(Field::Customer, id);
        }
    }
    for country in [get("country_code"), get("country"), of_contact("country_code"), of_contact("country")] {
        fields.default_to(Field::Country, country);
    }
    if !get("group_id").is_empty() {
        fields.set(Field::Customer, get("group_id"));
    }
    if item.get("referral").is_some_and(Value::is_object) {
        fields.set(Field::Entry, Cell::Text("ad"));
    }
    intake.event(Step::In, &fields, row)
}

fn status<'a>(item: &'a Value, fields: Fields<'a>, intake: &mut Intake, row: u64) -> Done {
    let id = item.get("id").and_then(Value::as_str).unwrap_or("");
    let participant = item.get("recipient_participant_id").and_then(Value::as_str);
    let member = format!("{id}/{}", participant.unwrap_or(""));
    let mut fields: Fields<'_> = fields;
    let get = |name: &str| item.get(name).map_or(Cell::Empty, cell);
    let step = match item.get("status").and_then(Value::as_str).map(|word| (word, arrival(word))) {
        Some(("deleted" | "warning", _)) => {
            intake.no_message("deletions and warnings");
            return Ok(());
        }
        Some((_, Some(Arrival::Delivered))) => Step::Delivered,
        Some((_, Some(Arrival::Sent))) => Step::Sent,
        Some((_, Some(_))) => Step::Failed,
        other => {
            let word = other.map_or("", |o| o.0);
            return intake.keep_out(super::super::Reason::UnknownStatus, word, row);
        }
    };
    fields.set(Field::Id, get("id"));
    fields.set(Field::Time, get("timestamp"));
    if item.get("recipient_type").is_some_and(|t| t == "group") {
        // One charge for each member reached: each is a message of its own, with the window of the group.
        fields.set(Field::Customer, get("recipient_id"));
        if let Some(participant) = participant {
            fields.put(Field::Phone, participant);
            fields.put(Field::Id, &member);
        }
    } else {
        fields.set(Field::Phone, get("recipient_id"));
        if fields.get(Field::Phone).is_empty() {
            intake.import.hidden_numbers += 1;
            fields.set(Field::Customer, get("recipient_user_id"));
        }
    }
    for name in ["country_code", "recipient_country_code", "country"] {
        fields.default_to(Field::Country, get(name));
    }
    let pricing = item.get("pricing");
    let price = |name: &str| pricing.and_then(|p| p.get(name)).map_or(Cell::Empty, cell);
    fields.set(Field::PricingType, price("type"));
    fields.set(Field::PricingCategory, price("category"));
    fields.set(Field::Billable, price("billable"));
    let origin = item.get("conversation").and_then(|c| c.get("origin")).and_then(|o| o.get("type"));
    fields.default_to(Field::PricingCategory, origin.map_or(Cell::Empty, cell));
    if price("pricing_model") == Cell::Text("CBP") {
        intake.note("pricing model CBP (to June 2025): a message's category is that of its conversation".to_string());
    }
    intake.event(step, &fields, row)
}

fn echo<'a>(item: &'a Value, mut fields: Fields<'a>, intake: &mut Intake, row: u64) -> Done {
    let get = |name: &str| item.get(name).map_or(Cell::Empty, cell);
    fields.set(Field::Id, get("id"));
    fields.set(Field::Time, get("timestamp"));
    fields.set(Field::Phone, get("to"));
    intake.event(Step::Echo, &fields, row)
}

fn call<'a>(item: &'a Value, mut fields: Fields<'a>, intake: &mut Intake, row: u64) -> Done {
    let get = |name: &str| item.get(name).map_or(Cell::Empty, cell);
    let outbound = item.get("direction").is_some_and(|d| d == "BUSINESS_INITIATED");
    fields.set(Field::Id, get("id"));
    fields.set(Field::Time, get("timestamp"));
    fields.set(Field::Phone, if outbound { get("to") } else { get("from") });
    fields.set(Field::Kind, Cell::Text("call"));
    fields.set(Field::Seconds, get("duration"));
    intake.event(if outbound { Step::Delivered } else { Step::In }, &fields, row)
}

/// A leaf as a cell.
pub(in super::super) fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::String(text) => Cell::text(text),
        Value::Number(number) => number.as_i64().map_or(Cell::Empty, Cell::Integer),
        Value::Bool(true) => Cell::Text("true"),
        Value::Bool(false) => Cell::Text("false"),
        _ => Cell::Empty,
    }
}
