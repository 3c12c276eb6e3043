//! Customers.

use super::{Kind, Presence, Section, optional, required};

/// `[population.NAME]`.
pub const POPULATION: Section = Section {
    at: &["population.{name}"],
    presence: Presence::Given,
    doc: "Customers who write, call, or are written to.",
    settings: &[
        optional("size", Kind::Size, "How many people; \"unlimited\": each contact is somebody new.", "400000")
            .or("\"unlimited\"")
            .assumed("nobody comes back by chance, so nobody has a window open from another need"),
        optional(
            "known",
            Kind::Share(0.0, 1.0),
            "Share that had contact before or opted in: only they may be written to first.",
            "\"70 %\"",
        )
        .or("\"100 %\"")
        .assumed("everybody had contact before"),
        required(
            "countries.{country}",
            Kind::Share(0.0, 1.0),
            "Share of people in this country; all together 100 %.",
            "\"100 %\"",
        ),
    ],
};

/// `[zone]`.
pub const ZONE: Section = Section {
    at: &["zone"],
    presence: Presence::Given,
    doc: "Time zones of countries that have several.",
    settings: &[optional(
        "{country}",
        Kind::Zone,
        "Zone in which customers of this country live.",
        "\"America/Sao_Paulo\"",
    )
    .derived("the zone of the country's table, data/markets.csv")],
};
