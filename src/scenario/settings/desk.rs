//! The desk, its answering policy, the bot.

use super::notification::CLASSES;
use super::{Kind, Presence, Section, optional, required};

/// `[desk]`.
pub const DESK: Section = Section {
    at: &["desk"],
    presence: Presence::Always,
    doc: "How the team works through its messages.",
    settings: &[
        optional(
            "slots",
            Kind::Choice(&[
                ("released", "asynchronous messaging: free while the customer thinks"),
                ("held", "live chat: kept for the customer"),
            ]),
            "What a slot does between turns.",
            "\"released\"",
        )
        .or("\"released\""),
        optional(
            "discipline",
            Kind::Choice(&[
                ("first come", "in order of arrival"),
                ("window expiry", "the turn whose window closes next"),
                ("price-weighted expiry", "cost at stake per time left in the window"),
                ("due date", "the earliest due date of the policy `by target`"),
                ("priority", "the `priority` of the reason, then order of arrival; calls too"),
                ("weighted wait", "the longest wait times the `weight` of the reason; calls too"),
            ]),
            "Which turn is taken first.",
            "\"first come\"",
        )
        .or("\"first come\""),
        optional(
            "routing",
            Kind::Choice(&[
                ("least loaded", "fewest open chats, ties by longest idle"),
                ("most loaded", "most open chats below the limit"),
                ("longest idle", "idle for longest"),
                ("random", "each of those who could take it with the same chance"),
                ("fill to level", "most chats below `fill_to`, else fewest above"),
            ]),
            "Which free agent takes it.",
            "\"least loaded\"",
        )
        .or("\"least loaded\""),
        optional(
            "fill_to",
            Kind::Count(1, 50),
            "Level of `fill to level`: open chats an agent is filled up to first.",
            "2",
        ),
        optional(
            "same_agent",
            Kind::Span { zero: false, forever: true },
            "Turns and calls wait so long for the agent who served the contact last, if he is on duty; then anybody takes them.",
            "\"10 min\"",
        ),
        optional(
            "acknowledgement",
            Kind::Span { zero: true, forever: false },
            "Automatic text when nobody is on duty, after this time.",
            "\"30 s\"",
        ),
    ],
};

/// `[desk.answer]`.
pub const ANSWER: Section = Section {
    at: &["desk.answer"],
    presence: Presence::Always,
    doc: "When turns go to the agents, and what happens when the window has closed before the answer.",
    settings: &[
        optional(
            "policy",
            Kind::Choice(&[
                ("as staff allows", "at once"),
                ("by target", "at once, due `target` after the turn began"),
                ("office hours", "only inside `hours`"),
                ("batches", "collected and released every `every`"),
                (
                    "careful",
                    "at once, one message an answer; late answers worth less than `skip_below` are not written",
                ),
                ("wait and merge", "once the customer has been silent for `quiet`; answered once"),
            ]),
            "When turns are released to the agents.",
            "\"as staff allows\"",
        )
        .or("\"as staff allows\""),
        optional("target", Kind::Span { zero: false, forever: false }, "Due time of `by target`.", "\"4 h\""),
        optional("hours", Kind::Hours, "Hours of `office hours`.", "\"Mon-Fri 09:00-18:00\""),
        optional(
            "every",
            Kind::Span { zero: false, forever: false },
            "Length of `batches`, counted from local midnight.",
            "\"2 h\"",
        ),
        optional("skip_below", Kind::Money, "Limit of `careful`.", "\"0.10 EUR\""),
        optional("quiet", Kind::Span { zero: false, forever: false }, "Silence of `wait and merge`.", "\"45 s\""),
        optional("zone", Kind::Zone, "Zone of `hours` and `every`.", "\"Europe/Paris\"")
            .derived("zone of the first account"),
        optional(
            "late",
            Kind::Choice(&[
                ("pay", "sent as a template of class `late_as`, and paid"),
                ("hold", "kept until the customer writes again"),
                ("drop", "not answered"),
                ("call", "the customer is called; needs a group that answers the phone"),
                ("cap", "`pay` for `cap` a month and number, then `hold`"),
            ]),
            "What happens to an answer when the window has closed.",
            "\"pay\"",
        )
        .or("\"pay\""),
        optional("cap", Kind::Count(0, 1_000_000_000), "Late answers a month and number that `cap` pays.", "500"),
        optional("late_as", Kind::Choice(CLASSES), "Class of a late answer sent as template.", "\"utility\"")
            .or("\"utility\""),
        optional("consolidate", Kind::Flag, "Send every answer as one message.", "false").or("false"),
    ],
};

/// `[bot]`.
pub const BOT: Section = Section {
    at: &["bot"],
    presence: Presence::Given,
    doc: "A bot in front of the team.",
    settings: &[
        optional("containment", Kind::Share(0.0, 1.0), "Share of contacts it settles alone.", "\"30 %\""),
        optional(
            "containment.{reason}",
            Kind::Share(0.0, 1.0),
            "The same by reason; those not named: 0 %.",
            "\"45 %\"",
        ),
        required("delay", Kind::Span { zero: true, forever: false }, "Time to its answer.", "\"3 s\""),
        optional("fan_out", Kind::CountLaw, "Messages of one of its answers.", "\"fixed 2\"")
            .or("\"fixed 1\"")
            .assumed("one message an answer"),
        optional("price", Kind::Money, "Price of one of its turns.", "\"0.01 EUR\"")
            .derived("nothing")
            .assumed("the bot costs nothing"),
        optional(
            "by_turn",
            Kind::Shares,
            "Chance that it settles its first, second … turn, the last for all further ones; else it hands over there. In place of `containment`.",
            "[\"80 %\", \"60 %\"]",
        ),
        optional("by_turn.{reason}", Kind::Shares, "The same by reason.", "[\"80 %\", \"60 %\"]"),
        optional(
            "wrong",
            Kind::Share(0.0, 1.0),
            "Share of the contacts it settled alone whose need was not met.",
            "\"15 %\"",
        ),
        optional("wrong.{reason}", Kind::Share(0.0, 1.0), "The same by reason; those not named: 0 %.", "\"15 %\""),
        optional("return_chance", Kind::Share(0.0, 1.0), "Chance that these customers come back.", "\"80 %\"")
            .or("\"100 %\""),
        optional("return_after", Kind::Law { never: false }, "After how long.", "\"exponential, mean 4 h\"")
            .or("\"exponential, mean 1 d\""),
        optional(
            "return_to",
            Kind::Choice(&[("bot", "the bot tries again"), ("team", "a person answers at once")]),
            "Who answers customers who come back.",
            "\"team\"",
        )
        .or("\"bot\""),
        optional(
            "handover_handling",
            Kind::Number(1.0, 10.0),
            "Factor on the work of the turn that it hands over: what was said before is read or asked again.",
            "1.3",
        )
        .or("1"),
        optional(
            "tokens",
            Kind::CountLaw,
            "Tokens of one of its turns, for `token_price` and for tariffs that charge by them.",
            "\"geometric, mean 400\"",
        ),
        optional("token_price", Kind::Money, "Price of one token.", "\"0.00001 EUR\"").derived("nothing"),
    ],
};
