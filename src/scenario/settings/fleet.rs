//! Many desks at once.

use super::{Kind, Presence, Section, optional, required};

/// `[fleet]`.
pub const FLEET: Section = Section {
    at: &["fleet"],
    presence: Presence::Given,
    doc: "Many desks instead of one: the file describes each of them, its volumes are those of all desks together. Desks share neither customers nor agents; each is a business of its own, with quotas and tiers of its own.",
    settings: &[
        required("desks", Kind::Count(1, 10_000_000), "How many desks.", "100000"),
        optional(
            "sizes",
            Kind::Choice(&[
                ("equal", "all alike"),
                ("zipf", "the k-th largest has a share in proportion to k to the power of minus `exponent`"),
                ("lognormal", "quantiles of a lognormal law with `cv`"),
            ]),
            "How the volume is spread over the desks.",
            "\"zipf\"",
        )
        .or("\"equal\""),
        optional("exponent", Kind::Number(0.0, 4.0), "Of `sizes = \"zipf\"`.", "0.9").or("1"),
        optional("cv", Kind::Number(0.0, 20.0), "Standard deviation by mean, of `sizes = \"lognormal\"`.", "2").or("1"),
        optional(
            "spare",
            Kind::Number(0.0, 10.0),
            "Heads by the square-root rule: with R erlangs of work in opening hours a group has places for R + spare × √R chats (at full speed). What a group's own heads say is only when it is open, and when it has more.",
            "1",
        )
        .or("1"),
    ],
};
