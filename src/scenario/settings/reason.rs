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
            "by_phone",
            Kind::Share(0.0, 1.0),
            "Share of its contacts that begin with a call where customers may also write; in a variant by phone all do. Not given: 0 %.",
            "\"35 %\"",
        ),
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
        optional(
            "groups",
            Kind::NamesOf("group"),
            "Groups that serve it, the preferred one first. Not given: all whose `reasons` allow it, in the order of the file.",
            "[\"experts\", \"team\"]",
        ),
        optional(
            "overflow.{group}",
            Kind::Span { zero: true, forever: false },
            "This group serves it only after such a wait.",
            "\"30 s\"",
        ),
        optional(
            "weight",
            Kind::Number(0.001, 1000.0),
            "Weight of its waits in the discipline `weighted wait`. Not given: 1.",
            "2.5",
        ),
        optional(
            "after_call_work",
            LAW,
            "Work of the agent after the customer has hung up, beside `call_handling`: he is busy, the line is free.",
            "\"exponential, mean 30 s\"",
        ),
        optional(
            "after_chat_work",
            LAW,
            "The same after the last answer by message, beside `handling`: it takes a place of the agent, whatever his load.",
            "\"exponential, mean 30 s\"",
        ),
    ],
};

/// `transfer = {…}`.
pub const TRANSFER: Section = Section {
    at: &["reason.{name}.transfer"],
    presence: Presence::Given,
    doc: "Some contacts need a second group: they wait for it in its queue and count as one contact.",
    settings: &[
        required("share", Kind::Share(0.0, 1.0), "Share of contacts that are passed on.", "\"20 %\""),
        required("to", Kind::NameOf("group"), "Group they are passed on to.", "\"experts\""),
        optional("after", Kind::Share(0.0, 1.0), "Part of the first handling that is done before.", "\"40 %\"")
            .or("\"100 %\""),
        optional(
            "handling",
            LAW,
            "Work of the second group on each turn by message, the one passed on and all after it.",
            "\"exponential, mean 5 min\"",
        )
        .derived("`handling` of the reason"),
        optional("call_handling", LAW, "The same by phone.", "\"exponential, mean 5 min\"")
            .derived("`call_handling` of the reason"),
        optional(
            "first",
            Kind::Choice(&[
                ("released", "the first agent is free at once"),
                ("until taken", "he stays with the customer until the second has taken over and `briefing` is done"),
                ("to the end", "he stays until the second group has finished (conference)"),
            ]),
            "What the first agent does meanwhile.",
            "\"until taken\"",
        )
        .or("\"released\""),
        optional("briefing", LAW, "Time both agents spend together; `first = \"until taken\"`.", "\"fixed 30 s\""),
        optional(
            "patience",
            Kind::Law { never: true },
            "How long the customer waits for the second group.",
            "\"exponential, mean 5 min\"",
        )
        .or("\"never\""),
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
