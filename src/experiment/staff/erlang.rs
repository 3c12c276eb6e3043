//! The plan on paper: Erlang's formulas, each period by itself.
//!
//! Stationary, independent, period by period, with the rate lagged by the mean handling time (Green, Kolesar & Soares 2001,
//! 10.1287/opre.49.4.549.11228): who comes at the end of a period is served in the next. Calls: Erlang A with the mean
//! patience, Erlang C without. Messages: Erlang C with a place for each chat that an agent may hold, at the speed of a
//! full agent. It knows no retrials, no rush at opening, no shifts that end, and no work that waits for the next period.

use crate::facts::Channel;
use crate::scenario::{CountLaw, Group, Law, Model, Promise};
use crate::statistics::{calls_heads, heads_erlang_c};

use super::grid::Grid;
use crate::experiment::staffing::load::{WeekLoad, mean_seconds};

/// Heads by half-hour or quarter, as the load is, that Erlang asks for, for `share` within the promise's time; none where nobody comes.
///
/// # Errors
/// A promise or a load outside the formulas' range.
pub fn erlang_heads(
    model: &Model,
    group: &Group,
    load: &WeekLoad,
    channel: Channel,
    promise: Promise,
    share: f64,
) -> Result<Vec<u16>, String> {
    let within = promise.within.seconds();
    let at = |slot: usize| -> Result<u32, crate::statistics::QueueError> {
        match channel {
            Channel::Phone => {
                let rate = lagged(&load.contacts_per_hour, slot, load.call_seconds) * (1.0 - by_menu(model, group));
                calls_heads(rate, load.call_seconds.max(1e-3), patience(model), share, within)
            }
            Channel::Messages => {
                let places = f64::from(group.concurrency.max(1));
                let speed = group.speed.get(usize::from(group.concurrency.max(1)) - 1).copied().unwrap_or(1.0);
                let seconds = turn_seconds(model, group) / speed;
                let rate = lagged(&load.erlangs, slot, seconds) * 3600.0 / turn_seconds(model, group);
                if rate <= 0.0 {
                    return Ok(0);
                }
                let servers = heads_erlang_c(rate, seconds, share, within)?.heads;
                Ok((f64::from(servers) / places).ceil() as u32)
            }
        }
    };
    let heads = (0..load.erlangs.len()).map(|slot| at(slot).map(|n| n.min(u32::from(u16::MAX)) as u16));
    heads.collect::<Result<_, _>>().map_err(|error| format!("group `{}`: {error}", group.name))
}

/// The mean of a weekly pattern over a slot that begins `seconds` earlier, at most a day.
fn lagged(pattern: &[f64], slot: usize, seconds: f64) -> f64 {
    let (week, grid) = (pattern.len(), Grid::of_week(pattern.len()));
    let lag = (seconds * 1e6 / grid.slot() as f64).clamp(0.0, grid.day() as f64);
    let (whole, part) = (lag.floor() as usize, lag.fract());
    let at = |back: usize| pattern[(slot + week - back) % week];
    (1.0 - part) * at(whole) + part * at(whole + 1)
}

fn patience(model: &Model) -> Option<f64> {
    model.phone.as_ref().and_then(|phone| match &phone.patience {
        Law::Never => None,
        law => Some(mean_seconds(law)),
    })
}

/// Share of the group's calls that the menu settles, reasons weighted alike.
fn by_menu(model: &Model, group: &Group) -> f64 {
    let Some(phone) = &model.phone else { return 0.0 };
    let served = served(model, group);
    served.iter().map(|reason| phone.menu_containment[*reason]).sum::<f64>() / served.len().max(1) as f64
}

/// Mean time of a turn at the pace of the group, s; reasons weighted by their turns.
fn turn_seconds(model: &Model, group: &Group) -> f64 {
    let turns = |reason: usize| match model.reasons[reason].turns {
        CountLaw::Fixed(n) => f64::from(n),
        CountLaw::Geometric { mean } => mean,
    };
    let served = served(model, group);
    let all: f64 = served.iter().map(|reason| turns(*reason)).sum();
    let work: f64 = served.iter().map(|r| turns(*r) * mean_seconds(&model.reasons[*r].handling)).sum();
    (work / all.max(1e-9) / group.mean_pace()).max(1e-3)
}

/// Reasons that a group serves.
pub fn served(model: &Model, group: &Group) -> Vec<usize> {
    let all = 0..model.reasons.len();
    all.filter(|reason| group.reasons.is_empty() || group.reasons.contains(&(*reason as u16))).collect()
}
