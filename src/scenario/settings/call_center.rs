//! The call centre.

use super::{Kind, Presence, Section, Setting, optional, required};

/// `[call_center]`.
pub const CALL_CENTER: Section = Section {
    at: &["call_center"],
    presence: Presence::Given,
    doc: "The telephone side. It makes the variant `phone`: the same customers call.",
    settings: &[
        optional("lines", Kind::Count(1, 1_000_000), "Lines: calls in the menu, waiting and talking, and the firm's own calls from when they ring. A caller who finds none free is blocked; the firm waits for one.", "60")
            .derived("enough"),
        optional(
            "queue",
            Kind::Count(0, 1_000_000),
            "Callers who may wait at once; others are blocked after the menu.",
            "20",
        ),
        optional("patience", Kind::Law { never: true }, "How long a caller waits.", "\"exponential, mean 3 min\"")
            .or("\"never\"")
            .assumed("no caller hangs up"),
        optional("balking", Kind::Share(0.0, 1.0), "Chance of hanging up at once when there is a queue.", "\"3 %\"")
            .or("\"0 %\"")
            .assumed("no caller hangs up at once"),
        optional("menu", Kind::Span { zero: true, forever: false }, "Time in the menu before the queue.", "\"25 s\"")
            .or("\"0 s\""),
        optional("menu_containment", Kind::Share(0.0, 1.0), "Share of calls that the menu settles alone.", "\"10 %\"")
            .or("\"0 %\""),
        optional(
            "menu_containment.{reason}",
            Kind::Share(0.0, 1.0),
            "The same by reason; those not named: 0 %.",
            "\"20 %\"",
        ),
        optional("minute", Kind::Money, "Price of an inbound minute, menu and waiting included.", "\"0.02 EUR\"")
            .derived("nothing")
            .assumed("calls cost nothing"),
        optional("outbound_minute", Kind::Money, "Price of an outbound minute.", "\"0.05 EUR\"")
            .derived("nothing")
            .assumed("calls cost nothing"),
        optional(
            "line_month",
            Kind::Money,
            "Rent of a line and month; without `lines` the busiest moment counts.",
            "\"8 EUR\"",
        )
        .derived("nothing")
        .assumed("lines cost nothing"),
        optional(
            "line_hour",
            Kind::Money,
            "Price of a rented line and hour of the run; without `lines` the busiest moment counts.",
            "\"0.05 EUR\"",
        ),
        optional(
            "groups",
            Kind::NamesOf("group"),
            "Groups that answer calls in the variant `phone` too, after its own agents; in `reason.NAME.groups` these are \"call center\".",
            "[\"experts\"]",
        ),
        optional(
            "variant",
            Kind::Flag,
            "Make the variant `phone`; false: only serve those who move to the phone.",
            "true",
        )
        .or("true"),
    ],
};

/// `retrial = {…}`.
pub const RETRIAL: Section = Section {
    at: &["call_center.retrial"],
    presence: Presence::Given,
    doc: "Callers who did not get through call again.",
    settings: &[
        required("chance", Kind::Share(0.0, 1.0), "Chance of calling again.", "\"40 %\""),
        optional("after", Kind::Law { never: false }, "When.", "\"exponential, mean 20 min\"")
            .or("\"exponential, mean 20 min\"")
            .assumed("no measurement was found"),
        optional(
            "after_opening",
            Kind::Law { never: false },
            "When, counted from the next opening, for those who called outside opening hours.",
            "\"exponential, mean 3 h\"",
        )
        .or("\"exponential, mean 3 h\"")
        .assumed("no measurement was found"),
        optional(
            "patience",
            Kind::Choice(&[("fresh", "drawn anew for each call"), ("same", "that of the first call")]),
            "Patience of the further calls. Not given: fresh.",
            "\"same\"",
        ),
        optional("as", Kind::NameOf("reason"), "They come back with this reason.", "\"complaint\""),
        optional(
            "by",
            Kind::Choice(&[("phone", "they call"), ("messages", "they write; needs a group that answers messages")]),
            "How they come back. Not given: phone.",
            "\"messages\"",
        ),
    ],
};

/// Whom the firm calls back: what `callback` and `voicemail` have in common.
const fn reached() -> Setting {
    optional("reached", Kind::Share(0.0, 1.0), "Chance that a call of the firm reaches the customer.", "\"80 %\"")
        .or("\"100 %\"")
}
const fn tries() -> Setting {
    optional("tries", Kind::Count(1, 100), "Calls until the firm gives up.", "3").or("1")
}
const fn between() -> Setting {
    optional("between", Kind::Law { never: false }, "Time between two tries.", "\"fixed 1 h\"").or("\"fixed 15 min\"")
}
const fn ring() -> Setting {
    optional("ring", Kind::Span { zero: true, forever: false }, "How long an agent lets it ring in vain.", "\"30 s\"")
        .or("\"30 s\"")
}

/// `callback = {…}`.
pub const CALLBACK: Section = Section {
    at: &["call_center.callback"],
    presence: Presence::Given,
    doc: "Callers who would have to wait are offered to be called back, after all who wait; no turns of the queue any more.",
    settings: &[
        required(
            "above",
            Kind::Span { zero: true, forever: false },
            "Offered if the announced wait is longer: (callers waiting + 1) × mean call / agents on duty.",
            "\"2 min\"",
        ),
        required("chance", Kind::Share(0.0, 1.0), "Chance that the caller accepts.", "\"40 %\""),
        reached(),
        tries(),
        between(),
        ring(),
    ],
};

/// `voicemail = {…}`.
pub const VOICEMAIL: Section = Section {
    at: &["call_center.voicemail"],
    presence: Presence::Given,
    doc: "Callers who got nobody leave a message; the firm calls them back, after all who wait.",
    settings: &[
        required("chance", Kind::Share(0.0, 1.0), "Chance of leaving a message.", "\"30 %\""),
        optional(
            "after",
            Kind::Choices(&[
                ("abandoned", "who gave up waiting"),
                ("balked", "who hung up at once"),
                ("blocked", "who found no line or no place in the queue"),
                ("closed", "who called outside opening hours"),
            ]),
            "Whose calls.",
            "[\"closed\"]",
        )
        .or("[\"abandoned\", \"balked\", \"blocked\", \"closed\"]"),
        reached(),
        tries(),
        between(),
        ring(),
    ],
};

/// `announcement = {…}`.
pub const ANNOUNCEMENT: Section = Section {
    at: &["call_center.announcement"],
    presence: Presence::Given,
    doc: "Callers who wait hear an announcement that changes how long they go on waiting.",
    settings: &[
        required("after", Kind::Span { zero: false, forever: false }, "When they hear it.", "\"30 s\""),
        optional("leave", Kind::Share(0.0, 1.0), "Chance of hanging up at it.", "\"10 %\"").or("\"0 %\""),
        optional(
            "patience",
            Kind::Law { never: true },
            "How long they wait from there on. Not given: as before.",
            "\"exponential, mean 5 min\"",
        ),
    ],
};

/// `dialer = {…}`.
pub const DIALER: Section = Section {
    at: &["call_center.dialer"],
    presence: Presence::Given,
    doc: "Outbound calls in place of notifications (`baseline = \"call\"`) are dialled by a machine and handled by agents, not only counted. Who is not reached when the run ends is called no more (`dialled_left`).",
    settings: &[
        optional(
            "kind",
            Kind::Choice(&[
                ("threshold", "`calls` ring for each idle agent above `keep`"),
                ("constant", "`calls` ring as long as more than `keep` agents are idle"),
                ("predictive", "as many ring as `limit` allows, by the chance of an answer and by what came of earlier ones; `calls` is not read"),
            ]),
            "How many calls ring at once.",
            "\"constant\"",
        )
        .or("\"threshold\""),
        optional("calls", Kind::Number(0.1, 1000.0), "Calls at once, see `kind`.", "1.4").or("1"),
        optional(
            "limit",
            Kind::Share(0.001, 0.5),
            "Predictive: at most this share of those who answer on a day may find no agent. While one more would be too many (each day begins so), a call rings only for an agent who is kept for it, so that nobody is lost. Not given: 3 %, as in the safe harbour of the FTC's rule (16 CFR 310.4(b)(4), counted over 30 days) and in Ofcom's policy until 2017 (over 24 hours).",
            "\"2 %\"",
        ),
        optional("keep", Kind::Count(0, 60_000), "Idle agents kept for callers.", "2").or("0"),
        required("reached", Kind::Share(0.0, 1.0), "Chance that a call is answered.", "\"35 %\""),
        optional(
            "ring",
            Kind::Law { never: false },
            "Time until it is answered or given up.",
            "\"exponential, mean 15 s\"",
        )
        .or("\"fixed 20 s\""),
        optional("hold", Kind::Law { never: true }, "How long who answers waits for an agent.", "\"fixed 3 s\"")
            .or("\"fixed 2 s\""),
        tries(),
        between(),
    ],
};
