//! Before computing: how much work comes in, and can the staff ever do it?
//!
//! Offered load = contacts an hour × work of a contact, in erlangs (work of so many agents at speed 1), by
//! half-hour of the week. Seasons count at the run's first month, holidays and busyness do not.

use super::check::View;
use super::diagnostic::Diagnostic;
use super::layers::Layers;
use super::left_out::left_out;
use super::model::*;
use super::path::Path;
use super::words::{HALF_HOURS, law_mean};
use crate::facts::{Channel, Instant};
use crate::units::{DAY, HOUR, MINUTE, Share};
use jiff::tz::TimeZone;

/// Half an hour in microseconds.
const SLOT: i64 = 30 * MINUTE;

/// What one replication of a variant brings, before any repeat is decided by chance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    /// Contacts inside the run, repeats of unresolved ones included.
    pub contacts: f64,
    /// Turns of these contacts (calls: one each).
    pub turns: f64,
    /// Notifications inside the run.
    pub notifications: f64,
}

/// Expected work of one replication inside the run.
pub fn expected(model: &Model, run: &Run) -> Expected {
    let slots = (run.to - run.from) as f64 / SLOT as f64;
    let mut sum = Expected::default();
    for source in &model.sources {
        let week = by_slot(source, model, run);
        let mut events = week.iter().sum::<f64>() / HALF_HOURS as f64 * slots * between_share(&source.volume, run);
        if let Some(limit) = run.contacts {
            events = events.min(limit as f64);
        }
        if let SourceKind::Notification { .. } = source.kind {
            sum.notifications += events;
        }
        if let Some((reason, share)) = contacts_of(model, &source.kind) {
            let reason = &model.reasons[reason as usize];
            let contacts = events * share * repeats(reason, channel_of(model, &source.kind));
            let calls = model.calls_of(&source.kind);
            sum.contacts += contacts;
            sum.turns += contacts * (calls + (1.0 - calls) * count_mean(&reason.turns));
        }
    }
    sum
}

/// Reason and share of events that become contacts.
fn contacts_of(model: &Model, kind: &SourceKind) -> Option<(u16, f64)> {
    if let Some((reason, dialer, _)) = model.dialled(kind) {
        return Some((reason, dialer.reached_at_last()));
    }
    match kind {
        SourceKind::Contacts { reason, .. } => Some((*reason, 1.0)),
        SourceKind::Notification { reason: Some(reason), delivered, reply, .. } => {
            Some((*reason, delivered.0 * reply.0))
        }
        SourceKind::Notification { .. } => None,
    }
}

/// Channel on which contacts of a source are resolved.
fn channel_of(model: &Model, kind: &SourceKind) -> Channel {
    if model.dialled(kind).is_some() { Channel::Phone } else { model.channel }
}

/// Contacts caused by one: repeats of unresolved ones.
fn repeats(reason: &ContactReason, channel: Channel) -> f64 {
    let resolved = if channel == Channel::Phone { reason.resolved_by_phone } else { reason.resolved };
    match &reason.repeat {
        Some((Share(chance), _)) => 1.0 / (1.0 - chance * (1.0 - resolved.0)).max(1e-6),
        None => 1.0,
    }
}

fn count_mean(law: &CountLaw) -> f64 {
    match law {
        CountLaw::Fixed(n) => f64::from(*n),
        CountLaw::Geometric { mean } => *mean,
    }
}

/// Share of the run in which a volume with `between` flows.
fn between_share(volume: &Volume, run: &Run) -> f64 {
    match volume {
        Volume::Profile { between: Some((a, b)), .. } => {
            let inside = (*b).min(run.to).saturating_sub((*a).max(run.from)).max(0);
            inside as f64 / (run.to - run.from) as f64
        }
        _ => 1.0,
    }
}

/// Half-hours by which a zone is ahead of UTC when the run begins.
fn ahead(zone: &str, at: Instant) -> i64 {
    let offset = TimeZone::get(zone).ok().zip(jiff::Timestamp::from_microsecond(at).ok());
    offset.map_or(0, |(zone, at)| i64::from(zone.to_offset(at).seconds()) / 1800)
}

/// Expected events of each half-hour of the week in UTC, from Monday 00:00.
fn by_slot(source: &Source, model: &Model, run: &Run) -> Vec<f64> {
    let mut slots = vec![0.0; HALF_HOURS];
    match &source.volume {
        Volume::Constant(rate) => slots.fill(rate.0 / 2.0),
        Volume::Profile { per_day, week, season, .. } => {
            let month =
                jiff::Timestamp::from_microsecond(run.from).map(|t| t.to_zoned(TimeZone::UTC).month()).unwrap_or(1);
            let factor = season[(month as usize - 1).min(11)];
            for (country, share) in &model.populations[source.population as usize].countries {
                let ahead = ahead(&model.country_zone[*country as usize], run.from);
                for (slot, events) in slots.iter_mut().enumerate() {
                    let local = (slot as i64 + ahead).rem_euclid(HALF_HOURS as i64) as usize;
                    *events += per_day * factor * share / 48.0 * week[local / 2];
                }
            }
        }
        Volume::Table(rows) => {
            let weeks = ((run.to - run.from) as f64 / (7 * DAY) as f64).max(1e-9);
            for (start, end, events) in rows.iter().filter(|r| r.0 >= run.from && r.0 < run.to) {
                let _ = end;
                slots[slot_of(*start)] += events / weeks;
            }
        }
    }
    slots
}

/// Half-hour of the week of an instant: 1970-01-01 was a Thursday.
fn slot_of(at: Instant) -> usize {
    ((at + 3 * DAY).rem_euclid(7 * DAY) / SLOT) as usize
}

/// Work that a set of groups has to do for one reason: the first groups, or the second one.
struct Job {
    reason: usize,
    channel: Channel,
    /// Who may do it, in ascending order.
    groups: Vec<usize>,
    /// By half-hour of the week (UTC), erlangs.
    work: Vec<f64>,
    /// The dialler does not place more calls than the groups can take.
    listed: bool,
}

/// All of it; after-contact work and second groups among it.
fn jobs(model: &Model, run: &Run) -> Vec<Job> {
    // By channel and reason.
    let mut contacts = [Channel::Messages, Channel::Phone].map(|_| vec![vec![0.0; HALF_HOURS]; model.reasons.len()]);
    let mut jobs = Vec::new();
    for source in &model.sources {
        let Some((index, share)) = contacts_of(model, &source.kind) else { continue };
        let listed = model.dialled(&source.kind);
        // Whom the dialler reached calls himself if he comes back.
        let first = if listed.is_some() { 1.0 } else { 0.0 };
        let contacts_each = repeats(&model.reasons[index as usize], channel_of(model, &source.kind)) - first;
        let each = share * contacts_each * between_share(&source.volume, run);
        if let Some((_, _, talk)) = listed {
            let hours = share * between_share(&source.volume, run) * law_mean(talk) / 3600.0;
            let mut groups: Vec<usize> = model.served_by(index, true).into_iter().map(usize::from).collect();
            groups.sort_unstable();
            let work = by_slot(source, model, run).into_iter().map(|events| events * 2.0 * hours).collect();
            jobs.push(Job { reason: index as usize, channel: Channel::Phone, groups, work, listed: true });
        }
        let calls = model.calls_of(&source.kind);
        for (slot, events) in by_slot(source, model, run).into_iter().enumerate() {
            for (channel, part) in [(Channel::Messages, 1.0 - calls), (Channel::Phone, calls)] {
                contacts[channel as usize][index as usize][slot] += events * 2.0 * each * part;
            }
        }
    }
    for channel in [Channel::Messages, Channel::Phone] {
        for (reason, contacts) in contacts[channel as usize].iter().enumerate() {
            let [first, second] = contact_hours(model, channel, reason);
            let mut add = |mut groups: Vec<usize>, hours: f64| {
                groups.sort_unstable();
                let places = if channel == Channel::Phone { places_of_a_call(model, &groups) } else { 1.0 };
                let work: Vec<f64> = contacts.iter().map(|contacts| contacts * hours * places).collect();
                if work.iter().sum::<f64>() > 0.0 {
                    jobs.push(Job { reason, channel, groups, work, listed: false });
                }
            };
            let phone = channel == Channel::Phone;
            add(model.served_by(reason as u16, phone).into_iter().map(usize::from).collect(), first);
            if let Some(to) = model.reasons[reason].transfer.as_ref().and_then(|transfer| transfer.to) {
                add(vec![usize::from(to)], second);
            }
        }
    }
    jobs
}

/// Chats whose work an agent of these groups leaves undone while he talks; the fewest, so that nothing is refused that can be done.
fn places_of_a_call(model: &Model, groups: &[usize]) -> f64 {
    let places = groups.iter().filter_map(|group| model.desk.groups.get(*group)).map(places);
    let fewest = places.fold(f64::INFINITY, f64::min);
    if fewest.is_finite() { fewest } else { 1.0 }
}

/// Chats that an agent works off at once at the speed of a single one.
fn places(group: &Group) -> f64 {
    if group.messages { f64::from(group.concurrency) * group.speed.last().copied().unwrap_or(1.0) } else { 1.0 }
}

/// Hours of work in one contact: of the first agents, of the second ones.
fn contact_hours(model: &Model, channel: Channel, index: usize) -> [f64; 2] {
    let reason = &model.reasons[index];
    let column = channel as usize;
    let after = reason.after_work[column].as_ref().map_or(0.0, law_mean);
    let (turn, turns, left) = match (channel, &model.phone) {
        (Channel::Phone, phone) => {
            let menu = phone.as_ref().and_then(|p| p.menu_containment.get(index)).copied().unwrap_or(0.0);
            (law_mean(&reason.call_handling), 1.0, 1.0 - menu)
        }
        (Channel::Messages, _) => {
            let bot = model.desk.bot.as_ref().map_or(0.0, |bot| bot.share_of_turns(index, reason));
            (law_mean(&reason.handling), count_mean(&reason.turns), 1.0 - bot)
        }
    };
    let (passed, before, second) = match &reason.transfer {
        Some(transfer) if transfer.to.is_some() => {
            (transfer.share.0, transfer.after.0, law_mean(&transfer.handling[column]) + after)
        }
        _ => (0.0, 1.0, 0.0),
    };
    // Of a contact that is passed on, what is left of the turn in which that happens is not done.
    let first = (turn * turns - passed * (1.0 - before) * turn + after * (1.0 - passed)) * left;
    [first / 3600.0, passed * second * left / 3600.0]
}

fn waits_for_ever(model: &Model, job: &Job) -> bool {
    match (job.channel, &model.phone) {
        _ if job.listed => false,
        (Channel::Phone, Some(phone)) => phone.patience == Law::Never,
        _ => model.reasons[job.reason].patience == Law::Never,
    }
}

/// What a group can do in each half-hour (UTC), in erlangs; `None` if its heads are still to be found.
fn capacity(group: &Group, run: &Run) -> Option<Vec<f64>> {
    let Staff::Schedule(heads) = &group.staff else { return None };
    let chats = places(group);
    let ahead = ahead(&group.zone, run.from);
    let local = |slot: usize| (slot as i64 + ahead).rem_euclid(HALF_HOURS as i64) as usize;
    let paces = |quarter: usize| -> f64 {
        group.people.iter().filter(|person| person.open[quarter]).map(|person| person.pace).sum()
    };
    let on_duty = |slot: usize| match &group.quarters {
        _ if !group.people.is_empty() => (paces(2 * slot) + paces(2 * slot + 1)) / 2.0,
        Some(quarters) => f64::from(quarters[2 * slot] + quarters[2 * slot + 1]) / 2.0,
        None => f64::from(heads[slot]),
    };
    let chats = chats * group.ability.pace;
    Some((0..HALF_HOURS).map(|slot| on_duty(local(slot)) * chats).collect())
}

/// Reports work that nobody can do, now or ever.
pub fn check(layers: &mut Layers, view: &View, run: &Run, model: &Model, variant: &str) {
    // The desks of a fleet are staffed for their work.
    if model.fleet.is_some() {
        return;
    }
    unused(layers, view);
    let jobs = jobs(model, run);
    let capacities: Vec<Option<Vec<f64>>> = model.desk.groups.iter().map(|g| capacity(g, run)).collect();
    let mut seen: Vec<&[usize]> = Vec::new();
    for job in &jobs {
        let team = job.groups.as_slice();
        if team.is_empty() {
            let name = &model.reasons[job.reason].name;
            let d = Diagnostic::error("not-served", format!("no group serves the reason {name:?}"));
            layers
                .found
                .push(d.at(&view.key_place(&Path::of(&["reason", name])), "add it to the `reasons` of a group"));
            continue;
        }
        if seen.contains(&team) || team.iter().any(|g| capacities[*g].is_none()) {
            continue;
        }
        // Work that nobody outside the team can do.
        let captive = |job: &&Job| job.groups.iter().all(|group| team.contains(group)) && waits_for_ever(model, job);
        let work: Vec<f64> =
            (0..HALF_HOURS).map(|s| jobs.iter().filter(captive).map(|job| job.work[s]).sum()).collect();
        let able: Vec<f64> =
            (0..HALF_HOURS).map(|s| team.iter().filter_map(|g| capacities[*g].as_ref()).map(|c| c[s]).sum()).collect();
        Question { view, run, model, team, variant }.answer(layers, &work, &able);
        seen.push(team);
    }
}

/// One set of groups against the work that only they can do.
struct Question<'a> {
    view: &'a View,
    run: &'a Run,
    model: &'a Model,
    team: &'a [usize],
    variant: &'a str,
}

impl Question<'_> {
    fn answer(&self, layers: &mut Layers, work: &[f64], able: &[f64]) {
        let (offered, done): (f64, f64) = (work.iter().sum(), able.iter().sum());
        let names: Vec<&str> = self.team.iter().map(|g| self.model.desk.groups[*g].name.as_str()).collect();
        let place = self.view.place(&self.heads(self.team[0]));
        if done <= 0.0 {
            let d = Diagnostic::error("closed-desk", format!("nobody of {} is ever on duty", names.join(", ")));
            layers.found.push(d.at(&place, "work comes in, but no half-hour has an agent"));
            return;
        }
        let open: Vec<usize> = (0..HALF_HOURS).filter(|s| able[*s] > 0.0).collect();
        let busiest = open
            .iter()
            .rev()
            .copied()
            .max_by(|a, b| (work[*a] / able[*a]).total_cmp(&(work[*b] / able[*b])))
            .unwrap_or(0);
        let (load, hours) = (offered / open.len() as f64, open.len() as f64 / 2.0);
        let peak = format!(
            "in the busiest open half-hour ({}) {:.1} erlangs come in and {:.1} can be done",
            self.clock(busiest),
            work[busiest],
            able[busiest]
        );
        let mut words = left_out(self.model, self.team);
        if self.model.sources.iter().any(|source| self.model.dialled(&source.kind).is_some()) {
            words.push("calls that the dialler places");
        }
        let left_out = if words.is_empty() { String::new() } else { format!("; left out: {}", words.join(", ")) };
        if offered >= done * (1.0 - 1e-9)
            && !self.view.get::<bool>(&Path::of(&["run", "allow_unstable"])).unwrap_or(false)
        {
            let text = format!(
                "{} cannot keep up in variant {}: {load:.1} erlangs of work for each open hour, {:.1} can be done",
                names.join(" and "),
                self.variant,
                done / open.len() as f64
            );
            let label = format!("load {:.2} of capacity over {hours} open hours a week", offered / done);
            let help = format!(
                "{peak}; add agents or hours, give customers a finite patience, or set `run.allow_unstable = true`{left_out}"
            );
            layers.found.push(Diagnostic::error("overload", text).at(&place, label).help(help));
        } else if work[busiest] > able[busiest] && offered < done {
            let d = Diagnostic::warning("busy-hour", format!("{}: {peak}{left_out}", names.join(" and ")));
            layers.found.push(d.at(&place, "a queue builds up and is worked off later"));
        }
    }

    /// Where the heads of a group stand.
    fn heads(&self, group: usize) -> Path {
        let table = match self.model.channel {
            Channel::Phone => Path::of(&["call_center"]),
            Channel::Messages => Path::of(&["group", &self.model.desk.groups[group].name]),
        };
        let keys = ["agents", "schedule"];
        keys.iter().map(|k| table.join(k)).find(|p| self.view.given(p)).unwrap_or(table)
    }

    /// A half-hour of the week in UTC as local day and time of the first group.
    fn clock(&self, slot: usize) -> String {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let ahead = ahead(&self.model.desk.groups[self.team[0]].zone, self.run.from);
        let local = (slot as i64 + ahead).rem_euclid(HALF_HOURS as i64);
        format!("{} {:02}:{:02}", DAYS[(local / 48) as usize], local % 48 / 2, local % 2 * 30)
    }
}

/// Parts of the file without effect.
fn unused(layers: &mut Layers, view: &View) {
    let named = |key: &str| -> Vec<String> {
        let items = view.items.iter().filter(|(path, _)| path.0.last().is_some_and(|k| k == key));
        items.filter_map(|(path, _)| view.get::<String>(path)).collect()
    };
    let asked = named("reason");
    for name in view.names("reason") {
        let path = Path::of(&["reason", &name]);
        if !view.given(&path.join("volume")) && !asked.contains(&name) {
            let d = Diagnostic::warning("unused", format!("nobody contacts the business about {name:?}"));
            layers.found.push(d.at(&view.key_place(&path), "add `volume`, or name it in a campaign or notification"));
        }
    }
    let people = named("population");
    for name in view.names("population").into_iter().filter(|n| !people.contains(n)) {
        let d = Diagnostic::warning("unused", format!("nobody of the population {name:?} ever writes or calls"));
        layers.found.push(d.at(&view.key_place(&Path::of(&["population", &name])), "no volume names it"));
    }
}

const _: () = assert!(HOUR == 2 * SLOT);
