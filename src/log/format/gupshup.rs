//! Gupshup's own events, version 2 (version 3 is the Cloud API's). Source: docs.gupshup.io/docs/billing-events.

use super::super::event::Step;
use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words::{Arrival, arrival};
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has_all(&["app", "type", "timestamp"]) && flat.pairs().any(|(name, _)| name.starts_with("payload."))
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    let mut fields = Fields::default();
    fields.put(Field::Number, flat.get(&["app"]));
    fields.put(Field::Time, flat.get(&["payload.payload.ts", "timestamp"]));
    let kind = flat.get(&["type"]);
    let step = match kind {
        "message" => {
            fields.put(Field::Id, flat.get(&["payload.id"]));
            fields.put(Field::Phone, flat.get(&["payload.source", "payload.sender.phone"]));
            if flat.pairs().any(|(name, _)| name.starts_with("payload.referral.")) {
                fields.set(Field::Entry, Cell::Text("ad"));
            }
            Step::In
        }
        "message-event" => {
            fields.put(Field::Id, flat.get(&["payload.gsid", "payload.id"]));
            fields.put(Field::Phone, flat.get(&["payload.destination"]));
            let word = flat.get(&["payload.type"]);
            match arrival(word) {
                Some(Arrival::Delivered) => Step::Delivered,
                Some(Arrival::Sent) => Step::Sent,
                Some(_) => Step::Failed,
                None => return intake.keep_out(super::super::Reason::UnknownStatus, word, row),
            }
        }
        "billing-event" => {
            fields.put(Field::Id, flat.get(&["payload.references.gsid", "payload.references.id"]));
            fields.put(Field::Phone, flat.get(&["payload.references.destination"]));
            let word = |name: &str| flat.get(&[name]);
            // Before July 2025 `type` held what `category` holds now.
            let (model, kind, category) = (
                word("payload.deductions.model"),
                word("payload.deductions.type"),
                word("payload.deductions.category"),
            );
            match (model, kind) {
                ("PMP", _) => {
                    fields.put(Field::PricingType, kind);
                    fields.put(Field::PricingCategory, category);
                }
                (_, "FTC") => {
                    fields.put(Field::PricingType, "free_customer_service");
                    fields.put(Field::PricingCategory, "service");
                }
                _ => fields.put(Field::PricingCategory, if category.is_empty() { kind } else { category }),
            }
            fields.put(Field::Billable, word("payload.deductions.billable"));
            Step::Priced
        }
        _ => {
            intake.no_message("other events of Gupshup");
            return Ok(());
        }
    };
    intake.event(step, &fields, row)
}
