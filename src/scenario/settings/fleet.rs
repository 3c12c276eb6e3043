//! Many desks at once.

use super::{Kind, Presence, Section, optional, required};

/// `[fleet]`.
pub const FLEET: Section = Section {
    at: &["fleet"],
    presence: Presence::Given,
    doc: "Many desks instead of one: the file describes each of them, its volumes are those of all desks together. Desks share neither customers nor agents. Each is a business of its own, with quotas and tiers of its own, unless `desks_per_business` says otherwise.",
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
            "Heads by the square-root rule: with R erlangs of work in opening hours a group has places for R + spare × √R chats (at full speed). Of whom a dialler is to call the work is the talk of those reached, and an idle agent for each call that rings (`calls` of them, where given), in opening hours, whenever they come onto the list. What a group's own heads say is only when it is open, and when it has more.",
            "1",
        )
        .or("1"),
        optional(
            "desks_per_business",
            Kind::CountLaw,
            "How many desks a business owns; which ones is drawn. What a tariff sums over the business (volume tiers, fees) is counted over all of its desks, each of which has an account and a number of its own.",
            "\"geometric, mean 3\"",
        )
        .or("\"fixed 1\""),
    ],
};

/// `[fleet.template.NAME]`.
pub const TEMPLATE: Section = Section {
    at: &["fleet.template.{name}"],
    presence: Presence::Given,
    doc: "Desks of another kind in the same fleet. Each desk is drawn from one template, the same one in every variant and replication. A template describes the fleet as if all desks were of it, so a volume in `set` is that of all desks; without any [fleet.template.NAME] all are as the file says.",
    settings: &[
        required(
            "share",
            Kind::Share(0.0, 1.0),
            "Chance that a desk is of this template; those of all templates make 100 %.",
            "\"30 %\"",
        ),
        optional("title", Kind::Prose, "One line for the report.", "\"clinics\"").or("\"\""),
        optional(
            "set",
            Kind::Overrides,
            "What differs from the file: paths and their values. Groups, reasons, accounts and tariffs are those of the file.",
            "{ \"reason.question.handling\" = \"lognormal, mean 6 min, CV 1\", \"group.owner.wage\" = \"9 USD\" }",
        ),
    ],
};
