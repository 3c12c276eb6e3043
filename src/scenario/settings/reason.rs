//! Reasons for contact: how hard they are and how customers behave.

use super::{Kind, Presence, Section, optional, required};

const LAW: Kind = Kind::Law { never: false };

/// `[reason.NAME]`.
pub const REASON: Section = Section {
    at: &["reason.{name}"],
    presence: Presence::Given,
    doc: "A reason for contact.",
    settings: &[
        optional(
            "handling",
            LAW,
            "Work of one turn by message, at the speed of a single chat.",
            "\"lognormal, mean 3 min, CV 1.1\"",
        )
        .derived("`call_handling`")
        .assumed("one turn by message takes as long as the call"),
        optional(
            "call_handling",
            LAW,
            "Work of the whole contact by phone, after-call work included.",
            "\"lognormal, mean 6 min, CV 1.2\"",
        )
        .derived("`handling`")
        .assumed("the call takes as long as one turn by message"),
        optional(
            "same_difficulty",
            Kind::Number(0.0, 1.0),
            "Correlation of the same need's difficulty over turns and channels.",
            "0.5",
        )
        .or("0.5")
        .assumed("no study was found; exact tests use 0"),
        optional("turns", Kind::CountLaw, "Turns of a contact by message.", "\"geometric, mean 2.4\"")
            .or("\"fixed 1\"")
            .assumed("one answer settles it"),
        optional(
            "thinking",
            Kind::Law { never: false },
            "The customer's time from an answer to the next turn.",
            "\"lognormal, mean 5 min, CV 2\"",
        )
        .or("\"lognormal, mean 5 min, CV 2\"")
        .assumed("no measurement on customers was found"),
        optional(
            "patience",
            Kind::Law { never: true },
            "How long a turn may wait before the customer gives up; \"never\" waits for ever.",
            "\"Weibull, mean 6 h, shape 0.7\"",
        )
        .or("\"never\"")
        .assumed("nobody gives up waiting for a message"),
        optional("fan_out", Kind::CountLaw, "Messages of one answer.", "\"geometric, mean 1.5\"")
            .or("\"fixed 1\"")
            .assumed("one message an answer"),
        optional(
            "resolved",
            Kind::Share(0.0, 1.0),
            "Chance that the contact is resolved once all turns are answered.",
            "\"75 %\"",
        )
        .or("\"100 %\"")
        .assumed("every answered contact is resolved"),
        optional("resolved_by_phone", Kind::Share(0.0, 1.0), "The same by phone.", "\"78 %\"")
            .derived("`resolved`")
            .assumed("the channel does not matter"),
        optional(
            "switch_to_phone",
            Kind::Share(0.0, 1.0),
            "Chance that a customer who gives up waiting for a message calls instead.",
            "\"30 %\"",
        )
        .or("\"0 %\"")
        .assumed("nobody changes the channel"),
        optional(
            "value",
            Kind::Money,
            "What an answer is worth to the business; `careful` and `drop` read it.",
            "\"4 EUR\"",
        )
        .derived("nothing"),
        optional(
            "priority",
            Kind::Count(1, 100),
            "Class in the queue of the discipline `priority`: 1 goes first; nobody is interrupted. Not given: 1.",
            "2",
        ),
    ],
};

/// `burst = {…}`.
pub const BURST: Section = Section {
    at: &["reason.{name}.burst"],
    presence: Presence::Given,
    doc: "A turn comes in several messages.",
    settings: &[
        required("messages", Kind::CountLaw, "Messages of one turn.", "\"geometric, mean 1.6\""),
        optional("gap", LAW, "Time between them.", "\"exponential, mean 20 s\"")
            .or("\"exponential, mean 20 s\"")
            .assumed("no measurement on customers was found"),
    ],
};

/// `reminder = {…}`.
pub const REMINDER: Section = Section {
    at: &["reason.{name}.reminder"],
    presence: Presence::Given,
    doc: "Customers who wait write again.",
    settings: &[
        required("after", LAW, "Wait before a reminder and between further ones.", "\"exponential, mean 2 h\""),
        required("chance", Kind::Share(0.0, 1.0), "Chance of each.", "\"40 %\""),
        optional("at_most", Kind::Count(1, 1000), "At most so many a turn.", "2").or("1"),
        optional(
            "restarts_window",
            Kind::Flag,
            "A reminder restarts the platform's window (it does on the real one).",
            "true",
        )
        .or("true"),
    ],
};

/// `repeat = {…}`.
pub const REPEAT: Section = Section {
    at: &["reason.{name}.repeat"],
    presence: Presence::Given,
    doc: "Customers whose need was not met come back.",
    settings: &[
        required("chance", Kind::Share(0.0, 1.0), "Chance of another contact about the same need.", "\"40 %\""),
        optional("after", LAW, "When.", "\"exponential, mean 1 d\"")
            .or("\"exponential, mean 1 d\"")
            .assumed("no distribution was found; most come back within a week"),
    ],
};
