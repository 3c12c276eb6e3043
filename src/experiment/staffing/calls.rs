//! Heads for calls: Erlang A in each half-hour.

use crate::scenario::{Group, Law, Model, Promise};
use crate::statistics::calls_heads;

use super::load::{WeekLoad, mean_seconds};

/// Heads by half-hour; an open half-hour has at least one.
pub(super) fn heads(
    model: &Model,
    group: &Group,
    load: &WeekLoad,
    promise: Promise,
    open: &[bool],
) -> Result<Vec<u16>, Vec<String>> {
    let phone = model.phone.as_ref();
    let settled = |reason: usize| phone.map_or(0.0, |phone| phone.menu_containment[reason]);
    let served: Vec<usize> = (0..model.reasons.len()).collect();
    let contained = served.iter().map(|reason| settled(*reason)).sum::<f64>() / served.len().max(1) as f64;
    let patience = phone.and_then(|phone| match &phone.patience {
        Law::Never => None,
        law => Some(mean_seconds(law)),
    });
    let within = promise.within.seconds();
    let heads = load.contacts_per_hour.iter().zip(open).map(|(rate, open)| {
        if !open {
            return Ok(0);
        }
        let rate = rate * (1.0 - contained);
        let heads = calls_heads(rate, load.call_seconds, patience, promise.share.0, within)
            .map_err(|error| vec![format!("group `{}`: {error}", group.name)])?;
        Ok(heads.clamp(1, u32::from(u16::MAX)) as u16)
    });
    heads.collect()
}
