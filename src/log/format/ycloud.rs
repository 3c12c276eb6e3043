//! YCloud: webhooks of messages, incoming messages and app echoes. Source: docs.ycloud.com (whatsapp.message.updated).

use super::super::event::Step;
use super::super::field::{Cell, Cells, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words::{Arrival, arrival};
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.get(&["type"]).starts_with("whatsapp.") || flat.has_all(&["wamid", "wabaid", "status"])
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let kind = flat.get(&["type"]);
    let get = |name: &str| {
        let paths =
            ["whatsappmessage", "whatsappinboundmessage", "whatsappinboundmessages"].map(|p| format!("{p}.{name}"));
        flat.get(&[&paths[0], &paths[1], &paths[2], name])
    };
    if kind.starts_with("whatsapp.") && get("wamid").is_empty() && get("id").is_empty() {
        intake.no_message("other events of YCloud");
        return Ok(());
    }
    let inbound = kind.contains("inbound");
    let mut fields = Fields::default();
    fields.put(Field::Id, if get("wamid").is_empty() { get("id") } else { get("wamid") });
    fields.put(Field::Account, get("wabaid"));
    fields.put(Field::Number, get(if inbound { "to" } else { "from" }));
    fields.put(Field::Phone, get(if inbound { "from" } else { "to" }));
    if fields.get(Field::Phone).is_empty() {
        intake.import.hidden_numbers += 1;
        fields.put(Field::Customer, get("recipientuserid"));
    }
    fields.put(Field::PricingType, get("pricingtype"));
    fields.put(Field::PricingCategory, get("pricingcategory"));
    if get("type") == "template" {
        fields.set(Field::Kind, Cell::Text("template"));
    }
    let word = get("status");
    let (step, times) = match (inbound, kind.contains("echoes"), arrival(word)) {
        (true, ..) => (Step::In, ["sendtime", "createtime", ""]),
        (_, true, _) => (Step::Echo, ["sendtime", "createtime", ""]),
        (.., Some(Arrival::Delivered)) => (Step::Delivered, ["delivertime", "readtime", "updatetime"]),
        (.., Some(Arrival::Sent)) => (Step::Sent, ["sendtime", "createtime", "updatetime"]),
        (.., Some(_)) => (Step::Failed, ["updatetime", "sendtime", "createtime"]),
        (.., None) => return intake.keep_out(super::super::Reason::UnknownStatus, word, row),
    };
    let late = flat.get(&["createtime"]);
    let time = times.iter().map(|t| get(t)).find(|t| !t.is_empty()).unwrap_or(late);
    fields.put(Field::Time, time);
    fields.put(Field::SentAt, get("sendtime"));
    intake.event(step, &fields, row)
}
