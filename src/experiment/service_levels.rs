//! `service_levels`: every definition of a service level by reason, group and interval of the week.

use crate::desk::extras::detail::{Level, Levels};
use crate::facts::Channel;
use crate::scenario::Model;
use crate::statistics::{Interval, Pair};
use crate::table::{Estimate, ServiceLevelRow};
use crate::units::{HOUR, Span};

use super::assemble::Assembly;
use super::breakeven::scale;
use super::group_rows::group_rows;
use super::metrics::Joined;
use super::metrics::levels::{Counts, DEFINITIONS, Definition, Expected, expected_by_interval, expected_by_reason};
use super::replicate::Chunk;
use super::tabulate::{Source, channel_word, mean_of_ratios};

type Part = fn(&Level) -> (i64, i64);

/// Name, unit, factor, has a group it too, numerator and denominator.
type Simple = (&'static str, &'static str, f64, bool, Part);

/// The one level of a group: who was lost belongs to none.
const ANSWERED: &str = "within / answered";

fn offered(level: &Level) -> i64 {
    level.answered + level.lost + level.blocked
}

/// How many; those of a group have answers only.
const COUNTS: [Simple; 2] =
    [("offered", "turns", 1.0, false, |l| (offered(l), 1)), ("answered", "turns", 1.0, true, |l| (l.answered, 1))];

/// The same after the service levels.
const MEASURES: [Simple; 6] = [
    ("lost / offered", "share", 1.0, false, |l| (l.lost, offered(l))),
    ("blocked / offered", "share", 1.0, false, |l| (l.blocked, offered(l))),
    ("mean response", "s", 1e-6, true, |l| (l.wait, l.answered)),
    ("mean beyond threshold", "s", 1e-6, true, |l| (l.excess, l.answered)),
    ("longest response", "s", 1e-6, true, |l| (l.longest, 1)),
    ("mean time to leave", "s", 1e-6, false, |l| (l.lost_wait, l.lost)),
];

/// In opening hours.
const OPEN: [Simple; 2] = [
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
            for channel in model.channels() {
                let expected = details.expected.then(|| match kind {
                    "reason" => Expected::of(assembly, channel, expected_by_reason),
                    "period" => Expected::of(assembly, channel, expected_by_interval),
                    _ => Expected::default(),
                });
                let answers_only = kind == "group";
                let levelled = Levelled { source, place, channel, chunks: &chunks, of, answers_only, expected };
                let count = chunks.first().map_or(0, |chunk| of(chunk).len());
                for index in 0..count {
                    rows.extend(levelled.one(index).into_iter().map(|(metric, unit, value)| ServiceLevelRow {
                        variant: variant.into(),
                        channel: channel.word(),
                        kind,
                        name: names(index),
                        threshold_s: threshold_s(model, channel),
                        metric: metric.into(),
                        unit: unit.into(),
                        value,
                    }));
                }
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
        rows.extend(promises(source, place, variant, assembly));
        if details.group {
            rows.extend(group_rows(source, place, variant, assembly, threshold_s(model, model.channel)));
        }
        rows.extend(agents(source, place, variant, assembly));
    }
    rows
}

/// How groups that promise each for itself keep it.
fn promises(source: &Source, index: usize, variant: &str, assembly: &Assembly) -> Vec<ServiceLevelRow> {
    let Some(apart) = &assembly.desk.apart else { return Vec::new() };
    let chunks = source.observed(index);
    let mut rows = Vec::new();
    for (group, own) in assembly.model.desk.groups.iter().enumerate() {
        let Some(place) = apart.place_of(group) else { continue };
        // As it was staffed: by messages if the group answers any.
        let channel = if own.messages { Channel::Messages } else { Channel::Phone } as usize;
        let kept = |chunk: &&Chunk| {
            chunk.desk.promises.get(place).map_or((0, 0), |by| (by[channel].within, by[channel].offered))
        };
        let pairs: Vec<Pair> = chunks.iter().map(kept).map(|(kept, offered)| (kept.into(), offered.into())).collect();
        let Some(value) = source.share(index, pairs) else { continue };
        rows.push(ServiceLevelRow {
            variant: variant.into(),
            channel: channel_word(assembly),
            kind: "promise",
            name: own.name.clone(),
            threshold_s: Span(apart.within(place)).seconds(),
            metric: "kept / promised".into(),
            unit: "share".into(),
            value: scale(value, 1.0),
        });
    }
    rows
}

/// What agents who are given one by one began with, and how long they were on duty.
fn agents(source: &Source, index: usize, variant: &str, assembly: &Assembly) -> Vec<ServiceLevelRow> {
    let chunks = source.observed(index);
    let (model, desk) = (&assembly.model, &assembly.desk);
    let mut rows = Vec::new();
    for (place, (group, plan)) in model.desk.groups.iter().zip(&desk.groups).enumerate() {
        let times = plan.people.as_ref().map_or(Vec::new(), |people| people.time_on_duty(desk.from, desk.to));
        for (agent, (person, time)) in group.people.iter().zip(times).enumerate() {
            let begun =
                |chunk: &&Chunk| chunk.desk.agents.get(place).and_then(|all| all.get(agent)).copied().unwrap_or(0);
            let of = |by: i64| chunks.iter().map(|chunk| (begun(chunk).into(), by.into())).collect::<Vec<Pair>>();
            // Thousandths of an hour.
            let hours = time / (HOUR / 1000);
            let measures = [
                ("begun", "turns", of(1), 1.0),
                ("on duty", "h", chunks.iter().map(|_| (hours.into(), 1000)).collect(), 1.0),
                ("begun / hour on duty", "turns/h", of(hours), 1000.0),
            ];
            for (metric, unit, pairs, factor) in measures {
                let Some(value) = source.ratio(index, Joined::Ratio, pairs) else { continue };
                rows.push(ServiceLevelRow {
                    variant: variant.into(),
                    channel: channel_word(assembly),
                    kind: "agent",
                    name: format!("{}, {}", group.name, person.name),
                    threshold_s: threshold_s(model, model.channel),
                    metric: metric.into(),
                    unit: unit.into(),
                    value: scale(value, factor),
                });
            }
        }
    }
    rows
}

fn threshold_s(model: &Model, channel: Channel) -> f64 {
    match channel {
        Channel::Messages => model.measures.message_threshold.seconds(),
        Channel::Phone => model.measures.call_threshold.seconds(),
    }
}

/// Start of an interval of the week, `Mon 09:30`.
fn clock(index: usize, minutes: i64) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let minute = index as i64 * minutes;
    let day = DAYS[(minute / 1440).clamp(0, 6) as usize];
    format!("{day} {:02}:{:02}", minute % 1440 / 60, minute % 60)
}

/// A part of a variant's levels: reasons, groups or intervals.
struct Levelled<'a> {
    source: &'a Source<'a>,
    /// Place of the variant.
    place: usize,
    channel: Channel,
    chunks: &'a [&'a Chunk],
    of: fn(&Chunk) -> &Levels,
    /// Groups have answers only: who was lost belongs to none.
    answers_only: bool,
    /// Expected turns, where levels over them are asked for.
    expected: Option<Expected>,
}

/// Numerator and denominator from the counts of a chunk.
type Share<'a> = &'a dyn Fn(&(Counts, &Chunk)) -> (i64, i64);

/// Measure, unit, value.
type Measured = (&'static str, &'static str, Estimate);

impl Levelled<'_> {
    /// The measures of one reason, group or interval; none where nobody came.
    fn one(&self, index: usize) -> Vec<Measured> {
        let model = &self.source.assemblies[self.place].model;
        let column = self.channel as usize;
        let levels: Vec<Level> = self.chunks.iter().map(|chunk| (self.of)(chunk)[index][column]).collect();
        // Nights without a turn would bury the reader.
        if levels.iter().all(|level| offered(level) == 0) {
            return Vec::new();
        }
        let open = if model.measures.details.opening_hours { &OPEN[..] } else { &[] };
        let simple = |measures: &[Simple]| -> Vec<Measured> {
            let wanted = measures.iter().filter(|(.., answers, _)| *answers || !self.answers_only);
            wanted.filter_map(|measure| self.simple(&levels, measure)).collect()
        };
        let mut found = simple(&COUNTS);
        found.extend(self.definitions(&levels, index));
        found.extend(simple(&MEASURES));
        found.extend(simple(open));
        found
    }

    fn simple(&self, levels: &[Level], (metric, unit, factor, _, part): &Simple) -> Option<Measured> {
        let pairs = levels.iter().map(part).map(|(n, d)| (n.into(), d.into())).collect();
        let interval = match *unit {
            "share" => self.share(pairs),
            "turns" => self.source.ratio(self.place, Joined::Total, pairs),
            _ if metric.starts_with("longest") => self.source.ratio(self.place, Joined::Largest, pairs),
            _ => self.source.ratio(self.place, Joined::Ratio, pairs),
        };
        Some((metric, unit, scale(interval?, *factor)))
    }

    /// Every definition of a service level, over what came and, if asked for, over what was expected.
    fn definitions(&self, levels: &[Level], index: usize) -> Vec<Measured> {
        let counts: Vec<(Counts, &Chunk)> =
            levels.iter().map(Counts::of_level).zip(self.chunks.iter().copied()).collect();
        let known = |definition: &&Definition| !self.answers_only || definition.row == ANSWERED;
        let mut found = Vec::new();
        for definition in DEFINITIONS.iter().filter(known) {
            let mut add = |row, of: Share<'_>| {
                let pairs = counts.iter().map(of).map(|(n, d)| (n.into(), d.into())).collect();
                found.extend(self.share(pairs).map(|interval| (row, "share", scale(interval, 1.0))));
            };
            add(definition.row, &|(counts, _)| definition.observed(counts));
            if let Some(expected) = self.expected.as_ref().filter(|all| !self.answers_only && all.knows(index)) {
                let row = definition.row_of_expected;
                add(row, &|(counts, chunk)| definition.expected(counts, expected.of_chunk(index, chunk)));
            }
        }
        found
    }

    /// A share as the summary averages it; what may exceed 1 is a ratio.
    fn share(&self, pairs: Vec<Pair>) -> Option<Interval> {
        let whole = pairs.iter().all(|(n, d)| 0 <= *n && n <= d);
        match self.source.assemblies[self.place].model.measures.mean_of_ratios {
            true if whole => mean_of_ratios(&pairs, self.source.level()),
            false if whole => self.source.share(self.place, pairs),
            _ => self.source.ratio(self.place, Joined::Ratio, pairs),
        }
    }
}
