//! The settings of the language, each written once: path, kind, default, meaning, example.
//!
//! The check for unknown keys, types and units, the defaults, `explain`, the JSON Schema and the reference in the
//! README all read this table. A section is a file; a setting is a line in it.

mod call_center;
mod campaign;
mod conversation;
mod cost;
mod currency;
mod desk;
mod fleet;
mod general;
mod grammar;
mod group;
mod kind;
mod notification;
mod people;
mod profile;
mod reason;
mod reference;
mod staff;
mod sweep;
mod tariff;
mod variant;
mod volume;

pub use grammar::{Grammar, Node, key_class};
pub use kind::{Kind, Words};
pub use reference::{describe, overview, reference, shown};

/// What holds when a setting is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// It must be given.
    Required,
    /// Nothing: the feature is off.
    Absent,
    /// This text, read like one of the file.
    Text(&'static str),
    /// Worked out from other values; the text says how.
    Derived(&'static str),
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Path below the section; `{name}`, `{country}` … stand for keys of the user.
    pub key: &'static str,
    /// What may be written.
    pub kind: Kind,
    /// What holds otherwise.
    pub default: Default,
    /// Why the default is a guess that may matter, if it is one.
    pub assumption: Option<&'static str>,
    /// One sentence.
    pub doc: &'static str,
    /// A value as TOML.
    pub example: &'static str,
}

/// When the defaults of a section hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Always,
    /// Only if the file gives the table.
    Given,
}

/// A table of the file.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Where it may stand; several places share one meaning.
    pub at: &'static [&'static str],
    /// When its defaults hold.
    pub presence: Presence,
    /// One sentence.
    pub doc: &'static str,
    /// Its settings.
    pub settings: &'static [Setting],
}

/// Every section, in the order of the reference.
pub const SECTIONS: &[&Section] = &[
    &general::ROOT,
    &general::RUN,
    &general::BUSINESS,
    &general::ACCOUNT,
    &general::NUMBER,
    &currency::CURRENCY,
    &currency::RATE,
    &people::POPULATION,
    &people::ZONE,
    &profile::PROFILE,
    &volume::VOLUME,
    &volume::WAVE,
    &volume::EXCITATION,
    &reason::REASON,
    &reason::BURST,
    &reason::REMINDER,
    &reason::REPEAT,
    &conversation::SILENT,
    &reason::TRANSFER,
    &campaign::CAMPAIGN,
    &notification::NOTIFICATION,
    &notification::RETRY,
    &notification::LIMITS,
    &desk::DESK,
    &desk::ANSWER,
    &conversation::INACTIVITY,
    &conversation::BUDGET,
    &conversation::CUSTOMER_CAP,
    &desk::BOT,
    &group::STAFF,
    &group::GROUP,
    &staff::ROSTER,
    &staff::AGENT,
    &call_center::CALL_CENTER,
    &call_center::RETRIAL,
    &call_center::CALLBACK,
    &call_center::VOICEMAIL,
    &call_center::ANNOUNCEMENT,
    &call_center::DIALER,
    &tariff::TARIFF,
    &cost::COST,
    &cost::MEASURES,
    &cost::SATISFACTION,
    &cost::LEAD,
    &cost::LOYALTY,
    &cost::PLATFORM,
    &fleet::FLEET,
    &fleet::TEMPLATE,
    &staff::PLANNING,
    &staff::TARGET,
    &staff::SHIFT,
    &variant::VARIANT,
    &sweep::SWEEP,
    &sweep::SENSITIVITY,
];

/// A setting that must be given.
const fn required(key: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Setting {
    Setting { key, kind, default: Default::Required, assumption: None, doc, example }
}

/// A setting that may be left out, with nothing in its place.
const fn optional(key: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Setting {
    Setting { key, kind, default: Default::Absent, assumption: None, doc, example }
}

impl Setting {
    /// With a default.
    const fn or(self, text: &'static str) -> Setting {
        Setting { default: Default::Text(text), ..self }
    }

    /// With a default that depends on other values.
    const fn derived(self, how: &'static str) -> Setting {
        Setting { default: Default::Derived(how), ..self }
    }

    /// The default is a guess that may matter.
    const fn assumed(self, why: &'static str) -> Setting {
        Setting { assumption: Some(why), ..self }
    }
}
