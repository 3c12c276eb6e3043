//! Twilio: the Message resource as JSON or CSV, and status callbacks. Source: twilio.com/docs/messaging/api/message-resource.
//!
//! `price` is Twilio's own fee, never the platform's: it is not read. No row says whether it was a template.

use super::super::event::Step;
use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words::{Arrival, arrival};
use super::flat::Flat;

const ID: [&str; 3] = ["sid", "messagesid", "smssid"];

pub(in super::super) fn is(flat: &Flat) -> bool {
    ID.iter().any(|n| flat.has(n))
        && flat.has_all(&["from", "to"])
        && ["direction", "messagestatus", "smsstatus"].iter().any(|n| flat.has(n))
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let status = flat.get(&["status", "messagestatus", "smsstatus"]);
    let direction = flat.get(&["direction"]);
    let inbound =
        direction.eq_ignore_ascii_case("inbound") || direction.is_empty() && status.eq_ignore_ascii_case("received");
    let (from, to) = (flat.get(&["from"]), flat.get(&["to"]));
    let mut fields = Fields::default();
    fields.put(Field::Id, flat.get(&ID));
    fields.put(Field::Account, flat.get(&["accountsid"]));
    fields.put(Field::Number, strip(if inbound { to } else { from }));
    fields.put(Field::Phone, strip(if inbound { from } else { to }));
    fields.put(Field::Time, flat.get(&["datesent", "sentdate", "datecreated", "createddate", "timestamp"]));
    fields.put(Field::Segments, flat.get(&["numsegments"]));
    if !flat.get(&["contentsid"]).is_empty() {
        fields.set(Field::Kind, Cell::Text("template"));
    }
    if !flat.get(&["referralsourceid", "referralctwaclid"]).is_empty() {
        fields.set(Field::Entry, Cell::Text("ad"));
    }
    if !from.starts_with("whatsapp:") && !to.starts_with("whatsapp:") {
        intake.note("some rows are SMS, not WhatsApp: they are read as messages alike".to_string());
    }
    let step = match (inbound, arrival(status)) {
        (true, _) => Step::In,
        (_, Some(Arrival::Delivered)) => Step::Delivered,
        (_, Some(Arrival::Sent)) => Step::Sent,
        (_, Some(_)) => Step::Failed,
        (_, None) => return intake.keep_out(super::super::Reason::UnknownStatus, status, row),
    };
    intake.note("Twilio's rows have the time of sending, not of delivery".to_string());
    intake.event(step, &fields, row)
}

fn strip(address: &str) -> &str {
    address.strip_prefix("whatsapp:").unwrap_or(address)
}
