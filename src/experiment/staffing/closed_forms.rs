//! Erlang C and A beside the simulation.

use crate::desk::calendar::HALF_HOURS;
use crate::facts::Channel;
use crate::scenario::{Run, Staff};
use crate::statistics::{QueueError, erlang_a, erlang_c};
use crate::traffic;

use super::load::{WeekLoad, mean_seconds};
use crate::experiment::assemble::Assembly;

/// What a schedule promises on paper, for the report: Erlang C and A of the busiest half-hour beside the simulation.
pub fn closed_forms(assembly: &Assembly, run: &Run) -> Vec<String> {
    let model = &assembly.model;
    let mut lines = Vec::new();
    let Ok(traffic) = traffic::compile(model, run) else { return lines };
    for group in model.desk.groups.iter().filter(|group| group.phone && model.channel == Channel::Phone) {
        let (Ok(load), Staff::Schedule(heads)) = (WeekLoad::new(model, run, &traffic, group), &group.staff) else {
            continue;
        };
        let busiest = (0..HALF_HOURS)
            .filter(|slot| heads[*slot] > 0)
            .max_by(|a, b| load.contacts_per_hour[*a].total_cmp(&load.contacts_per_hour[*b]));
        let Some(slot) = busiest else { continue };
        let (rate, aht, agents) = (load.contacts_per_hour[slot], load.call_seconds, u32::from(heads[slot]));
        let within = model.measures.call_threshold.seconds();
        let patience = model.phone.as_ref().map_or(0.0, |phone| mean_seconds(&phone.patience));
        let erlang_c = erlang_c(rate, aht, agents, within).map(|c| c.service_level);
        // Who waits for ever is served as Erlang C says.
        let erlang_a =
            patience.is_finite().then(|| erlang_a(rate, aht, patience, agents, within).map(|a| a.sl_offered));
        let text = |level: Result<f64, QueueError>| match level {
            Ok(level) => format!("{:.1} %", level * 100.0),
            Err(error) => error.to_string(),
        };
        lines.push(format!(
            "{}, busiest half-hour: {rate:.0} calls an hour of {aht:.0} s, {agents} agents: answered within {within:.0} s by Erlang C {}{}{}",
            group.name,
            text(erlang_c),
            erlang_a.map_or(String::new(), |level| format!(", by Erlang A {}", text(level))),
            if load.dialled_hours > 0.0 { "; without the calls that the dialler places" } else { "" }
        ));
    }
    lines
}
