//! Chatwoot: its message table, its API and its webhooks. Source: schema comments of the public repository.
//!
//! `message_type` 3 is Chatwoot's own automatic message, no template of the platform; a template is known by `template_params`.

use super::super::field::{Cell, Field, Fields};
use super::super::intake::Intake;
use super::super::problem::Problem;
use super::super::words;
use super::flat::Flat;

pub(in super::super) fn is(flat: &Flat) -> bool {
    flat.has("messagetype")
        && (flat.has("inboxid") || flat.has("inbox.id"))
        && (flat.has("conversationid") || flat.has("conversation.id") || flat.has("private"))
}

pub(in super::super) fn read(flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    if words::truth(flat.get(&["private"])) == Some(true) {
        intake.no_message("private notes");
        return Ok(());
    }
    let inbound = match flat.get(&["messagetype"]) {
        "0" | "incoming" => true,
        "1" | "outgoing" | "3" | "template" => false,
        "2" | "activity" => {
            intake.no_message("activity lines");
            return Ok(());
        }
        other => return intake.keep_out(super::super::Reason::UnknownDirection, other, row),
    };
    let conversation = flat.get(&["conversationid", "conversation.id"]);
    let inbox = flat.get(&["inboxid", "inbox.id"]);
    let key = format!("{inbox}-{}", flat.get(&["id"]));
    let mut fields = Fields::default();
    fields.put(Field::Id, &key);
    fields.put(Field::Id, flat.get(&["sourceid"]));
    fields.put(Field::Account, flat.get(&["accountid", "account.id"]));
    fields.put(Field::Number, inbox);
    fields.put(Field::Customer, conversation);
    fields.put(
        Field::Customer,
        flat.get(&["contactid", "conversation.contactinbox.contactid", "conversation.meta.sender.id"]),
    );
    fields
        .put(Field::Phone, flat.get(&["phone", "phonenumber", "contactphone", "conversation.meta.sender.phonenumber"]));
    if inbound {
        fields.default_to(Field::Phone, Cell::text(flat.get(&["sender.phonenumber"])));
    }
    fields.put(Field::Time, flat.get(&["createdat"]));
    fields.set(Field::Direction, Cell::Text(if inbound { "in" } else { "out" }));
    let category = flat.get(&["additionalattributes.templateparams.category", "templateparams.category"]);
    let template = flat.pairs().any(|(name, text)| name.contains("templateparams.") && !text.is_empty());
    let echo = words::truth(flat.get(&["contentattributes.externalecho"])) == Some(true);
    if !inbound {
        fields.put(Field::Category, category);
        fields.set(
            Field::Kind,
            Cell::Text(if echo {
                "app"
            } else if template {
                "template"
            } else {
                "free_form"
            }),
        );
        fields.put(
            Field::Status,
            match flat.get(&["status"]) {
                "0" => "sent",
                "1" => "delivered",
                "2" => "read",
                "3" => "failed",
                word => word,
            },
        );
        fields.put(Field::Origin, flat.get(&["sendertype", "sender.type"]));
    }
    intake.shaped(fields, row)
}
