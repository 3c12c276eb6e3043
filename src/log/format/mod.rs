//! The layouts of logs: what users really have. A layout is a file.
//!
//! * `input`: bytes of a file as text: gzip, UTF-16, byte-order marks;
//! * `csv`: records of separated values; `json`: values of NDJSON, arrays and objects; `flat`: one record of either by names;
//! * `find`: which layout a file has; `read`: the loop over its records;
//! * `table`: the documented columns, in any of these and (`parquet`) in Parquet: `columns` and the `combinations` of their words become
//!   rows `slice` by slice;
//! * `cloud`: webhooks of the Cloud API; the other files: one provider or help desk each.

pub(super) mod bird;
pub(super) mod chat;
pub(super) mod chatwoot;
pub(super) mod cloud;
mod columns;
mod combinations;
pub(super) mod csv;
pub(super) mod find;
pub(super) mod flat;
pub(super) mod front;
pub(super) mod gorgias;
pub(super) mod gupshup;
pub(super) mod highlevel;
pub(super) mod infobip;
pub(super) mod input;
pub(super) mod intercom;
pub(super) mod json;
pub(super) mod parquet;
pub(super) mod read;
mod slice;
pub(super) mod table;
pub(super) mod twilio;
pub(super) mod ycloud;
pub(super) mod zammad;

/// Layout of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The documented columns ([`super::COLUMNS`]), one row a message.
    Table,
    /// Webhook bodies of the Cloud API (360dialog and Gupshup v3 send the same).
    CloudApi,
    /// Message log of Twilio.
    Twilio,
    /// Events of Gupshup, version 2.
    Gupshup,
    /// Delivery and inbound reports of Infobip.
    Infobip,
    /// Messages of Bird (MessageBird).
    Bird,
    /// Webhooks of YCloud.
    YCloud,
    /// Messages of Chatwoot.
    Chatwoot,
    /// Articles of Zammad.
    Zammad,
    /// Conversations of Intercom.
    Intercom,
    /// Front's analytics export of messages.
    Front,
    /// Messages of Gorgias' tickets.
    Gorgias,
    /// Messages of HighLevel's conversations.
    HighLevel,
    /// A chat exported from the phone app: an estimate.
    Chat,
}

impl Format {
    /// Every layout.
    pub const ALL: [Format; 14] = [
        Format::Table,
        Format::CloudApi,
        Format::Twilio,
        Format::Gupshup,
        Format::Infobip,
        Format::Bird,
        Format::YCloud,
        Format::Chatwoot,
        Format::Zammad,
        Format::Intercom,
        Format::Front,
        Format::Gorgias,
        Format::HighLevel,
        Format::Chat,
    ];

    /// Its word for `--format`.
    pub fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::CloudApi => "cloud-api",
            Format::Twilio => "twilio",
            Format::Gupshup => "gupshup",
            Format::Infobip => "infobip",
            Format::Bird => "bird",
            Format::YCloud => "ycloud",
            Format::Chatwoot => "chatwoot",
            Format::Zammad => "zammad",
            Format::Intercom => "intercom",
            Format::Front => "front",
            Format::Gorgias => "gorgias",
            Format::HighLevel => "highlevel",
            Format::Chat => "chat",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table of messages",
            Format::CloudApi => "Cloud API webhooks",
            Format::Twilio => "Twilio messages",
            Format::Gupshup => "Gupshup events",
            Format::Infobip => "Infobip reports",
            Format::Bird => "Bird messages",
            Format::YCloud => "YCloud webhooks",
            Format::Chatwoot => "Chatwoot messages",
            Format::Zammad => "Zammad articles",
            Format::Intercom => "Intercom conversations",
            Format::Front => "Front messages",
            Format::Gorgias => "Gorgias messages",
            Format::HighLevel => "HighLevel messages",
            Format::Chat => "chat exported from the phone app",
        }
    }

    /// By its word.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Format, super::Problem> {
        Format::ALL.into_iter().find(|f| f.word() == text).ok_or_else(|| {
            let known = Format::ALL.iter().map(|f| f.word());
            super::Problem::of("--format", format!("`{text}` is not a format"), super::problem::suggest(text, known))
        })
    }
}
