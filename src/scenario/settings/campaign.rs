//! Click-to-chat advertising.

use super::{Kind, Presence, Section, optional, required};

/// `[campaign.NAME]`.
pub const CAMPAIGN: Section = Section {
    at: &["campaign.{name}"],
    presence: Presence::Given,
    doc: "A click-to-chat campaign: customers who come through an ad.",
    settings: &[
        required("reason", Kind::NameOf("reason"), "What they ask.", "\"presales\""),
        optional("click", Kind::Money, "Price of one arrival.", "\"0.40 EUR\"")
            .derived("nothing")
            .assumed("ads cost nothing"),
    ],
};
