//! Offered load of a group by half-hour of its week.

use crate::desk::calendar::{self, HALF_HOURS};
use crate::engine::law::Sampler;
use crate::facts::Channel;
use crate::scenario::{CountLaw, Group, Law, Model, Run, SourceKind};
use crate::traffic::{StreamPlan, TrafficPlan};
use crate::units::{HOUR, SECOND};

/// Expected work and contacts a group meets, by half-hour of the week in the group's zone.
pub(in crate::experiment) struct WeekLoad {
    /// Contacts an hour.
    pub(in crate::experiment) contacts_per_hour: Vec<f64>,
    /// Turns × handling: offered load in erlangs of one chat (or call) each.
    pub(in crate::experiment) erlangs: Vec<f64>,
    /// Mean handling time of a call, s.
    pub(in crate::experiment) call_seconds: f64,
    /// Hours of the run that fall into each half-hour of the week.
    pub(in crate::experiment) hours: Vec<f64>,
}

impl WeekLoad {
    pub(in crate::experiment) fn new(
        model: &Model,
        run: &Run,
        traffic: &TrafficPlan,
        group: &Group,
    ) -> Result<WeekLoad, Vec<String>> {
        let from = run.lead.0;
        let to = from + (run.to - run.from);
        let slots: Vec<u16> = (0..HALF_HOURS as u16).collect();
        let steps = calendar::steps(&slots, &group.zone, traffic.start, to).map_err(|e| vec![e])?;
        let mut contacts = vec![0.0; HALF_HOURS];
        let mut work = vec![0.0; HALF_HOURS];
        let mut hours = vec![0.0; HALF_HOURS];
        let (mut calls, mut talk) = (0.0, 0.0);
        for (number, (start, slot)) in steps.iter().enumerate() {
            let end = steps.get(number + 1).map_or(to, |(next, _)| *next).min(to);
            let start = (*start).max(from);
            if start >= end {
                continue;
            }
            hours[*slot as usize] += (end - start) as f64 / HOUR as f64;
            for stream in &traffic.streams {
                let Some((reason, share)) = contacts_of(model, stream) else { continue };
                if !(group.reasons.is_empty() || group.reasons.contains(&reason)) {
                    continue;
                }
                let expected = stream.expected(start, end) * share * repeats(model, reason);
                contacts[*slot as usize] += expected;
                work[*slot as usize] += expected * work_seconds(model, reason);
                let menu = model.phone.as_ref().map_or(0.0, |phone| phone.menu_containment[reason as usize]);
                calls += expected * (1.0 - menu);
                talk += expected * (1.0 - menu) * mean_seconds(&model.reasons[reason as usize].call_handling);
            }
        }
        let per_hour = |sums: &[f64]| -> Vec<f64> {
            sums.iter().zip(&hours).map(|(sum, hours)| if *hours > 0.0 { sum / hours } else { 0.0 }).collect()
        };
        let erlangs = per_hour(&work).into_iter().map(|seconds_per_hour| seconds_per_hour / 3600.0).collect();
        let contacts_per_hour = per_hour(&contacts);
        Ok(WeekLoad { contacts_per_hour, erlangs, call_seconds: talk / calls.max(1e-9), hours })
    }
}

impl WeekLoad {
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

/// Reason and share of a stream's events that become contacts.
fn contacts_of(model: &Model, stream: &StreamPlan) -> Option<(u16, f64)> {
    match &model.sources[stream.source as usize].kind {
        SourceKind::Contacts { reason, .. } => Some((*reason, 1.0)),
        SourceKind::Notification { reason, reply, delivered, .. } => reason.map(|r| (r, reply.0 * delivered.0)),
    }
}

/// Contacts a need makes on average: those unresolved come back with the chance of a repeat.
fn repeats(model: &Model, reason: u16) -> f64 {
    let need = &model.reasons[reason as usize];
    let resolved = match model.channel {
        Channel::Messages => need.resolved.0,
        Channel::Phone => need.resolved_by_phone.0,
    };
    let again = need.repeat.as_ref().map_or(0.0, |(chance, _)| (1.0 - resolved) * chance.0);
    1.0 / (1.0 - again.min(0.9))
}

/// Agents' work of one contact by message: turns × handling, less what the bot settles.
fn work_seconds(model: &Model, reason: u16) -> f64 {
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
