//! `service_levels`: every definition of a service level by reason, group and interval of the week.

use crate::desk::extras::detail::{Level, Levels};
use crate::statistics::Pair;
use crate::table::ServiceLevelRow;

use super::breakeven::scale;
use super::metrics::Joined;
use super::replicate::Chunk;
use super::tabulate::{Source, channel_word};

type Part = fn(&Level) -> (i64, i64);

fn offered(level: &Level) -> i64 {
    level.answered + level.lost + level.blocked
}

/// Name, unit, factor, numerator and denominator; those of a group have answers only.
const MEASURES: [(&str, &str, f64, bool, Part); 13] = [
    ("offered", "turns", 1.0, false, |l| (offered(l), 1)),
    ("answered", "turns", 1.0, true, |l| (l.answered, 1)),
    ("within / offered", "share", 1.0, false, |l| (l.within, offered(l))),
    ("within / (offered − blocked)", "share", 1.0, false, |l| (l.within, offered(l) - l.blocked)),
    ("within / (offered − lost within)", "share", 1.0, false, |l| (l.within, offered(l) - l.lost_within)),
    ("within / answered", "share", 1.0, true, |l| (l.within, l.answered)),
    ("(within + lost within) / offered", "share", 1.0, false, |l| (l.within + l.lost_within, offered(l))),
    ("lost / offered", "share", 1.0, false, |l| (l.lost, offered(l))),
    ("blocked / offered", "share", 1.0, false, |l| (l.blocked, offered(l))),
    ("mean response", "s", 1e-6, true, |l| (l.wait, l.answered)),
    ("mean beyond threshold", "s", 1e-6, true, |l| (l.excess, l.answered)),
    ("longest response", "s", 1e-6, true, |l| (l.longest, 1)),
    ("mean time to leave", "s", 1e-6, false, |l| (l.lost_wait, l.lost)),
];

/// In opening hours.
const OPEN: [(&str, &str, f64, bool, Part); 2] = [
    ("within in opening hours / offered", "share", 1.0, false, |l| (l.open_within, offered(l))),
    ("mean response in opening hours", "s", 1e-6, true, |l| (l.open_wait, l.answered)),
];

/// The rows that each variant asks for.
pub fn service_levels(source: &Source) -> Vec<ServiceLevelRow> {
    let mut rows = Vec::new();
    for (place, (variant, assembly, _)) in source.variants().enumerate() {
        let chunks = source.observed(place);
        let (model, details) = (&assembly.model, &assembly.model.measures.details);
        let mut add = |kind, names: &dyn Fn(usize) -> String, of: fn(&Chunk) -> &Levels| {
            let count = chunks.first().map_or(0, |chunk| of(chunk).len());
            for index in 0..count {
                let columns = of_one((source, place), &chunks, index, of, kind == "group");
                rows.extend(columns.into_iter().map(|(metric, unit, value)| ServiceLevelRow {
                    variant: variant.into(),
                    channel: channel_word(assembly),
                    kind,
                    name: names(index),
                    metric: metric.into(),
                    unit: unit.into(),
                    value,
                }));
            }
        };
        if details.reason {
            add("reason", &|i| model.reasons[i].name.clone(), |chunk| &chunk.desk.details.reasons);
        }
        if details.group {
            add("group", &|i| model.desk.groups[i].name.clone(), |chunk| &chunk.desk.details.groups);
        }
        if details.by_period {
            let minutes = details.period.0 / crate::units::MINUTE;
            add("period", &|i| clock(i, minutes), |chunk| &chunk.desk.details.periods);
        }
    }
    rows
}

/// Start of an interval of the week, `Mon 09:30`.
fn clock(index: usize, minutes: i64) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let minute = index as i64 * minutes;
    let day = DAYS[(minute / 1440).clamp(0, 6) as usize];
    format!("{day} {:02}:{:02}", minute % 1440 / 60, minute % 60)
}

fn of_one(
    (source, variant): (&Source, usize),
    chunks: &[&Chunk],
    index: usize,
    of: fn(&Chunk) -> &Levels,
    answers_only: bool,
) -> Vec<(&'static str, &'static str, crate::table::Estimate)> {
    let assembly = &source.assemblies[variant];
    let column = assembly.model.channel as usize;
    let levels: Vec<Level> = chunks.iter().map(|chunk| of(chunk)[index][column]).collect();
    // Nights without a turn would bury the reader.
    if levels.iter().all(|level| offered(level) == 0) {
        return Vec::new();
    }
    let open = if assembly.model.measures.details.opening_hours { &OPEN[..] } else { &[] };
    let wanted = MEASURES.iter().chain(open).filter(|(.., answers, _)| *answers || !answers_only);
    let found = wanted.filter_map(|(metric, unit, factor, _, part)| {
        let pairs: Vec<Pair> = levels.iter().map(part).map(|(n, d)| (n.into(), d.into())).collect();
        let interval = match *unit {
            "share" => source.share(variant, pairs),
            "turns" => source.ratio(variant, Joined::Total, pairs),
            _ if metric.starts_with("longest") => source.ratio(variant, Joined::Largest, pairs),
            _ => source.ratio(variant, Joined::Ratio, pairs),
        };
        Some((*metric, *unit, scale(interval?, *factor)))
    });
    found.collect()
}
