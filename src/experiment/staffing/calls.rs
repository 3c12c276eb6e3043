//! Heads for calls: Erlang A in each half-hour, on k times the expected calls.

use crate::engine::law::Sampler;
use crate::scenario::{Group, Law, Model, Promise};
use crate::statistics::calls_heads;

use super::load::{WeekLoad, mean_seconds};

/// Half an hour, µs.
const HALF_HOUR: f64 = 1.8e9;

/// Heads by half-hour; an open half-hour has at least one. The dialler's list is worked off beside the callers, whatever `k`.
pub(super) fn heads(
    model: &Model,
    group: &Group,
    load: &WeekLoad,
    promise: Promise,
    open: &[bool],
    k: f64,
) -> Result<Vec<u16>, Vec<String>> {
    let phone = model.phone.as_ref();
    let contained = contained(model);
    let patience = phone.and_then(|phone| match &phone.patience {
        Law::Never => None,
        law => Some(mean_seconds(law)),
    });
    let within = promise.within.seconds();
    let dialled = load.dialled_heads(open);
    let rates = with_rush(&load.contacts_per_hour, open, model);
    let heads = rates.iter().zip(&load.contacts_per_hour).zip(open).map(|((rate, offered), open)| {
        if !open {
            return Ok(0);
        }
        let rate = rate * (1.0 - contained) * k;
        let heads = calls_heads(rate, load.call_seconds, patience, promise.share.0, within)
            .map_err(|error| vec![format!("group `{}`: {error}", group.name)])?;
        let busy = offered * (1.0 - contained) * load.call_seconds / 3600.0;
        let heads = load.with_list(f64::from(heads), busy, dialled);
        Ok(heads.clamp(1.0, f64::from(u16::MAX)) as u16)
    });
    heads.collect()
}

/// Share of calls that the menu settles, as if all reasons had as many.
pub(super) fn contained(model: &Model) -> f64 {
    let settled = |reason: usize| model.phone.as_ref().map_or(0.0, |phone| phone.menu_containment[reason]);
    (0..model.reasons.len()).map(settled).sum::<f64>() / model.reasons.len().max(1) as f64
}

/// Calls an hour with those who called while closed and call again after opening, by the chance and delay of a retrial.
fn with_rush(rates: &[f64], open: &[bool], model: &Model) -> Vec<f64> {
    let mut result = rates.to_vec();
    let Some(retrial) = model.phone.as_ref().and_then(|phone| phone.retrial.as_ref()) else { return result };
    let delay = Sampler::new(&retrial.after_opening);
    let mut pending = 0.0;
    // Two rounds, so that who calls at the end of the week is met at its beginning; only the second one counts.
    for place in 0..2 * rates.len() {
        let slot = place % rates.len();
        if !open[slot] {
            pending += rates[slot] * 0.5 * retrial.chance.0;
            continue;
        }
        let mut from = 1.0;
        for (later, half_hour) in (slot..slot + rates.len()).map(|s| s % rates.len()).enumerate() {
            let to = delay.survival((later + 1) as f64 * HALF_HOUR);
            if pending == 0.0 || from < 0.01 {
                break;
            }
            if place >= rates.len() {
                result[half_hour] += 2.0 * pending * (from - to);
            }
            from = to;
        }
        pending = 0.0;
    }
    result
}
