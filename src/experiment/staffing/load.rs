//! Offered load of a group by half-hour or quarter of its week.

use crate::desk::calendar::{self, HALF_HOURS};
use crate::engine::law::Sampler;
use crate::facts::Channel;
use crate::scenario::{CountLaw, Group, Law, Model, Run, SourceKind};
use crate::traffic::{StreamPlan, TrafficPlan};
use crate::units::{HOUR, SECOND};

/// Expected work and contacts a group meets, by half-hour or quarter of the week in the group's zone.
pub(in crate::experiment) struct WeekLoad {
    /// Contacts an hour.
    pub(in crate::experiment) contacts_per_hour: Vec<f64>,
    /// Turns × handling: offered load in erlangs of one chat (or call) each.
    pub(in crate::experiment) erlangs: Vec<f64>,
    /// The same by reason.
    pub(super) by_reason: Vec<Vec<f64>>,
    /// Mean handling time of a call, s.
    pub(in crate::experiment) call_seconds: f64,
    /// Hours of the run that fall into each of them.
    pub(in crate::experiment) hours: Vec<f64>,
    /// Work of all whom the dialler is to call in the run, in hours of an agent: what comes on its list waits for the agents.
    pub(in crate::experiment) dialled_hours: f64,
    /// Idle agents whom the dialler keeps for callers, if it calls for the group.
    pub(in crate::experiment) kept: f64,
}

impl WeekLoad {
    /// By half-hour.
    pub(in crate::experiment) fn new(
        model: &Model,
        run: &Run,
        traffic: &TrafficPlan,
        group: &Group,
    ) -> Result<WeekLoad, Vec<String>> {
        WeekLoad::on(model, run, traffic, group, HALF_HOURS)
    }

    /// By periods of which a week has so many: 336 half-hours or 672 quarters.
    pub(in crate::experiment) fn on(
        model: &Model,
        run: &Run,
        traffic: &TrafficPlan,
        group: &Group,
        week: usize,
    ) -> Result<WeekLoad, Vec<String>> {
        let from = run.lead.0;
        let to = from + (run.to - run.from);
        let slots: Vec<u16> = (0..week as u16).collect();
        let steps = calendar::steps(&slots, &group.zone, traffic.start, to).map_err(|e| vec![e])?;
        let mut contacts = vec![0.0; week];
        let mut work = vec![0.0; week];
        let mut by_reason = vec![vec![0.0; week]; model.reasons.len()];
        let mut hours = vec![0.0; week];
        let (mut calls, mut talk, mut dialled) = (0.0, 0.0, 0.0);
        for (number, (start, slot)) in steps.iter().enumerate() {
            let end = steps.get(number + 1).map_or(to, |(next, _)| *next).min(to);
            let start = (*start).max(from);
            if start >= end {
                continue;
            }
            hours[*slot as usize] += (end - start) as f64 / HOUR as f64;
            for stream in &traffic.streams {
                let customers = stream.expected(start, end);
                dialled += customers * seconds_a_listed(model, group, stream);
                let Some((reason, share)) = contacts_of(model, stream) else { continue };
                let expected = customers * share;
                let part = Part::of(model, group, reason, &model.reasons[reason as usize].call_handling);
                let menu = model.phone.as_ref().map_or(0.0, |phone| phone.menu_containment[reason as usize]);
                let share = Split::of(model, group, stream);
                contacts[*slot as usize] += expected * part.contacts * share.contacts;
                let seconds =
                    expected * (part.by_message * share.by_message + part.by_phone * (1.0 - menu) * share.places);
                work[*slot as usize] += seconds;
                by_reason[reason as usize][*slot as usize] += seconds;
                calls += expected * (1.0 - menu) * part.contacts * share.by_phone;
                talk += expected * (1.0 - menu) * part.by_phone * share.by_phone;
            }
        }
        let per_hour = |sums: &[f64]| -> Vec<f64> {
            sums.iter().zip(&hours).map(|(sum, hours)| if *hours > 0.0 { sum / hours } else { 0.0 }).collect()
        };
        let busy = |work: &Vec<f64>| -> Vec<f64> {
            per_hour(work).into_iter().map(|seconds_per_hour| seconds_per_hour / 3600.0).collect()
        };
        let erlangs = busy(&work);
        let by_reason = by_reason.iter().map(busy).collect();
        let contacts_per_hour = per_hour(&contacts);
        let dialer = model.phone.as_ref().and_then(|phone| phone.dialer.as_ref()).filter(|_| dialled > 0.0);
        Ok(WeekLoad {
            contacts_per_hour,
            erlangs,
            by_reason,
            call_seconds: talk / calls.max(1e-9),
            hours,
            dialled_hours: dialled / 3600.0,
            kept: dialer.map_or(0.0, |dialer| f64::from(dialer.keep)),
        })
    }
}

impl WeekLoad {
    /// Agents whom the dialler's list keeps busy if it is worked off in these half-hours or quarters.
    pub(in crate::experiment) fn dialled_heads(&self, open: &[bool]) -> f64 {
        let open_hours: f64 = self.hours.iter().zip(open).filter(|(_, open)| **open).map(|(hours, _)| hours).sum();
        if open_hours > 0.0 { self.dialled_hours / open_hours } else { 0.0 }
    }

    /// `heads` for what comes, which keeps `busy` agents busy, and those for the dialler's list, of `dialled` agents: enough for
    /// both, and for all of the work whatever share of those who come is to be answered.
    pub(in crate::experiment) fn with_list(&self, heads: f64, busy: f64, dialled: f64) -> f64 {
        match dialled > 0.0 {
            true => (heads + dialled.ceil()).max((busy + dialled).ceil() + self.kept),
            false => heads,
        }
    }

    /// Mean work of a contact on this channel, s.
    pub(super) fn work_seconds(&self, channel: Channel) -> f64 {
        match channel {
            Channel::Phone => self.call_seconds,
            Channel::Messages => {
                3600.0 * self.erlangs.iter().sum::<f64>() / self.contacts_per_hour.iter().sum::<f64>().max(1e-9)
            }
        }
    }
}

/// Work of a customer on the dialler's list, s: of those reached, and of agents who must be free while a call rings.
fn seconds_a_listed(model: &Model, group: &Group, stream: &StreamPlan) -> f64 {
    let Some((reason, dialer, talk)) = model.dialled(&model.sources[stream.source as usize].kind) else { return 0.0 };
    if !group.phone {
        return 0.0;
    }
    let part = Part::of(model, group, reason, talk);
    let ringing = dialer.calls_a_customer() * mean_seconds(&dialer.ring) * dialer.idle_a_call();
    dialer.reached_at_last() * part.by_phone + part.first * ringing
}

/// Reason of a stream's events, and contacts that one of them brings; of those whom the dialler calls, contacts that come back.
fn contacts_of(model: &Model, stream: &StreamPlan) -> Option<(u16, f64)> {
    let kind = &model.sources[stream.source as usize].kind;
    if let Some((reason, dialer, _)) = model.dialled(kind) {
        return Some((reason, dialer.reached_at_last() * (repeats(model, reason, Channel::Phone) - 1.0)));
    }
    match kind {
        SourceKind::Contacts { reason, .. } => Some((*reason, repeats(model, *reason, model.channel))),
        SourceKind::Notification { reason, reply, delivered, .. } => {
            reason.map(|r| (r, reply.0 * delivered.0 * repeats(model, r, model.channel)))
        }
    }
}

/// Contacts a need makes on average: those unresolved come back with the chance of a repeat.
fn repeats(model: &Model, reason: u16, channel: Channel) -> f64 {
    let need = &model.reasons[reason as usize];
    let resolved = match channel {
        Channel::Messages => need.resolved.0,
        Channel::Phone => need.resolved_by_phone.0,
    };
    let again = need.repeat.as_ref().map_or(0.0, |(chance, _)| (1.0 - resolved) * chance.0);
    1.0 / (1.0 - again.min(0.9))
}

/// How a stream's contacts come to a group where some begin with a call; all are as if by one channel where none does.
struct Split {
    /// Share of the contacts that the group sees.
    contacts: f64,
    /// Share that writes.
    by_message: f64,
    /// Share that calls.
    by_phone: f64,
    /// The same, times the chats that an agent who talks leaves undone.
    places: f64,
}

impl Split {
    fn of(model: &Model, group: &Group, stream: &StreamPlan) -> Split {
        let calls = model.calls_of(&model.sources[stream.source as usize].kind);
        let some_call = model.sources.iter().any(|source| model.calls_of(&source.kind) > 0.0);
        if model.channel == Channel::Phone || !some_call {
            return Split { contacts: 1.0, by_message: 1.0, by_phone: 1.0, places: 0.0 };
        }
        let by_message = if group.messages { 1.0 - calls } else { 0.0 };
        let by_phone = if group.phone { calls } else { 0.0 };
        let chats = f64::from(group.concurrency) * group.speed.last().copied().unwrap_or(1.0);
        let places = if group.messages { by_phone * chats } else { 0.0 };
        Split { contacts: by_message + by_phone, by_message, by_phone, places }
    }
}

/// A group's part of one contact of a reason.
#[derive(Default)]
struct Part {
    /// 1 if it is the first group, else 0.
    first: f64,
    /// Contacts it sees: as first group, and those that are passed on to it.
    contacts: f64,
    /// Its work by message, s.
    by_message: f64,
    /// Its work by phone, s.
    by_phone: f64,
}

impl Part {
    /// Of contacts whose calls take so long.
    fn of(model: &Model, group: &Group, reason: u16, talk: &Law) -> Part {
        let need = &model.reasons[reason as usize];
        let index = model.desk.groups.iter().position(|other| other.name == group.name).unwrap_or(0) as u8;
        let (passed, before) = need.transfer.as_ref().map_or((0.0, 1.0), |t| (t.share.0, t.after.0));
        let saved = passed * (1.0 - before);
        let after = need.after_work.each_ref().map(|law| law.as_ref().map_or(0.0, mean_seconds));
        let pace = group.mean_pace();
        let mut part = Part::default();
        let allows = group.reasons.is_empty() || group.reasons.contains(&reason);
        if allows && need.groups.as_ref().is_none_or(|listed| listed.contains(&index)) {
            part.first = 1.0;
            part.contacts += 1.0;
            // Of who is passed on it does a part of one turn; the second group goes on with that and has all further ones.
            let all = work_seconds(model, reason);
            let begun = before * mean_seconds(&need.handling).min(all);
            part.by_message += (1.0 - passed) * (all + after[0]) + passed * begun;
            part.by_phone += (1.0 - saved) * mean_seconds(talk) + after[1] * (1.0 - passed);
        }
        if let Some(transfer) = need.transfer.as_ref().filter(|transfer| transfer.to == Some(index)) {
            part.contacts += passed;
            let turns = work_seconds(model, reason) / mean_seconds(&need.handling).max(1e-9);
            part.by_message += passed * (turns * mean_seconds(&transfer.handling[0]) + after[0]);
            part.by_phone += passed * (mean_seconds(&transfer.handling[1]) + after[1]);
        }
        part.by_message /= pace;
        part.by_phone /= pace;
        part
    }
}

/// Agents' work of one contact by message: turns × handling, less what the bot settles.
pub(super) fn work_seconds(model: &Model, reason: u16) -> f64 {
    let need = &model.reasons[reason as usize];
    let turns = match need.turns {
        CountLaw::Fixed(n) => f64::from(n),
        CountLaw::Geometric { mean } => mean,
    };
    let left = 1.0
        - model
            .desk
            .bot
            .as_ref()
            .map_or(0.0, |bot| bot.share_of_turns(reason as usize, &model.reasons[reason as usize]));
    turns * mean_seconds(&need.handling) * left
}

pub(in crate::experiment) fn mean_seconds(law: &Law) -> f64 {
    Sampler::new(law).mean_us() / SECOND as f64
}
