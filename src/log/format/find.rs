//! Which layout a file has, by its content; and which logs cannot be billed, and why.

use serde_json::Value;

use super::flat::{Flat, squash};
use super::{
    Format, bird, chatwoot, cloud, front, gorgias, gupshup, highlevel, infobip, intercom, twilio, ycloud, zammad,
};

/// Does a record look like one of a layout?
type Is = fn(&Flat) -> bool;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Found {
    Layout(Format),
    /// It holds no messages: what it is, and what to do.
    Refused(&'static str, &'static str),
}

/// By the first value of a JSON file.
pub(in super::super) fn by_value(value: &Value) -> Found {
    let has = |name: &str| value.get(name).is_some();
    let word = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("");
    if let Some(refused) = counts(value) {
        return refused;
    }
    if has("object") && has("entry") && word("object") != "whatsapp_business_account" {
        return Found::Refused(
            "webhooks of another product of the platform, not of WhatsApp",
            "keep the bodies whose `object` is whatsapp_business_account",
        );
    }
    if ["event", "type", "name"].iter().any(|n| word(n) == "CONVERSATION_COST_DEDUCTED") {
        return Found::Refused(
            "DoubleTick's cost events: one for each charged conversation, so messages cannot be counted from them",
            "export the messages, or keep the platform's own webhooks",
        );
    }
    if cloud::is(value) {
        return Found::Layout(Format::CloudApi);
    }
    if intercom::is(value) {
        return Found::Layout(Format::Intercom);
    }
    by_names(&Flat::of_json(value))
}

/// By the names of a record, of CSV or JSON.
pub(in super::super) fn by_names(flat: &Flat) -> Found {
    let layouts: [(Is, Format); 10] = [
        (ycloud::is, Format::YCloud),
        (gupshup::is, Format::Gupshup),
        (chatwoot::is, Format::Chatwoot),
        (zammad::is, Format::Zammad),
        (gorgias::is, Format::Gorgias),
        (highlevel::is, Format::HighLevel),
        (front::is, Format::Front),
        (bird::is, Format::Bird),
        (infobip::is, Format::Infobip),
        (twilio::is, Format::Twilio),
    ];
    if let Some((_, format)) = layouts.into_iter().find(|(is, _)| is(flat)) {
        return Found::Layout(format);
    }
    let any = |names: &[&str]| names.iter().any(|n| flat.has(n));
    if any(&["lineitemusagetype", "usagetype", "lineitem.usagetype"]) {
        return Found::Refused(
            "a cost report of AWS: quantities by day and country, no messages",
            "keep the events of End User Messaging Social, which hold the platform's webhooks",
        );
    }
    let times = any(&[
        "replytimeinminutes",
        "fullresolutiontimeinminutes",
        "replytimeinminutes.calendar",
        "statistics.timetoadminreply",
    ]);
    if times || flat.has_all(&["value", "valueinbusinesshours"]) {
        return Found::Refused(
            "times of answers of a help desk, no messages",
            "export the messages; one comment or ticket is not one message, so these cannot be billed",
        );
    }
    Found::Layout(Format::Table)
}

/// Counts of the platform itself.
fn counts(value: &Value) -> Option<Found> {
    if super::super::counts::is_pricing(value) {
        return Some(Found::Refused(
            "counts of the platform (pricing_analytics), not messages",
            "bill them as counts: they need no other rows, and no other rows may stand beside them",
        ));
    }
    if ["conversation_analytics", "template_analytics", "analytics"].iter().any(|n| value.get(n).is_some()) {
        return Some(Found::Refused(
            "counts of the platform without prices by category and type",
            "ask for pricing_analytics with the dimensions PHONE, COUNTRY, PRICING_CATEGORY, PRICING_TYPE and TIER",
        ));
    }
    None
}

/// By the header of separated values.
pub(in super::super) fn by_header(header: &[String]) -> (Found, Vec<String>) {
    let names: Vec<String> = header.iter().map(|h| squash(h)).collect();
    (by_names(&Flat::of_cells(&names, header.iter().map(|_| ""))), names)
}
