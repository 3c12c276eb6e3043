//! Staffing by a promise: `meet = "80 % in 20 s"` becomes a schedule by half-hour of the week.
//!
//! Calls: the smallest team by Erlang A (Erlang C without patience) in each half-hour for k times the expected calls.
//! Messages: heads = ceil(k × offered load averaged over the promise's length / concurrency). Both: the smallest k by
//! search on fixed replications with seeds of their own, so that both sides *keep* what they promise. Erlang alone
//! (k = 1) knows neither retrials nor the rush at opening, and would leave the telephone short of its promise; how far
//! is printed. What the schedules achieve in the reported replications is simulated and printed with the results.

mod calls;
mod carried;
mod closed_forms;
mod effort;
mod evidence;
mod guess;
pub(in crate::experiment) mod load;
mod messages;
mod search;
mod trial;

pub use closed_forms::closed_forms;
pub use effort::Effort;

use serde::{Deserialize, Serialize};

use crate::desk::calendar::HALF_HOURS;
use crate::desk::promise::ApartPlan;
use crate::facts::{Channel, Rules};
use crate::scenario::{Group, Model, Promise, Run, Staff, left_out_words};
use crate::traffic::{self, TrafficPlan};

use super::assemble::rules;
use super::host::{Host, Part};
use super::runner::Watch;
use super::store::staffing_of;
use carried::Carried;
use load::WeekLoad;
use search::{Found, Schedule, smallest};
use trial::Trial;

/// The heads that were found, as they are stored.
#[derive(Debug, Serialize, Deserialize)]
struct Heads {
    /// Group index, heads by half-hour of the week.
    groups: Vec<(usize, Vec<u16>)>,
    /// One line a group.
    notes: Vec<String>,
}

/// Replace every promise of the model by a schedule, from the store where it was found before; what is found is kept there.
///
/// `behaviour` says what the model depends on (see [`store`](super::store)). Returns the model and what was found, one line
/// a group.
///
/// Errors: a promise that no team keeps, a model that does not compile; on a host that computes nothing, heads that are not stored.
pub fn staff_kept(
    model: &Model,
    run: &Run,
    effort: Effort,
    behaviour: &str,
    host: &Host,
) -> Result<(Model, Vec<String>), Vec<String>> {
    let promised = model.desk.groups.iter().any(|group| matches!(group.staff, Staff::Meet { .. }));
    if !promised {
        return Ok((model.clone(), Vec::new()));
    }
    let rules = rules(model, run)?;
    let name = staffing_of(behaviour, model, &rules, run.seed, effort).at(0);
    let stored = host.store.find::<Heads>(&name);
    if let Some(heads) = stored.filter(|heads| fits(heads, model)) {
        let mut staffed = model.clone();
        note_promises(&mut staffed);
        for (index, schedule) in heads.groups {
            staffed.desk.groups[index].put_on_duty(schedule);
        }
        return Ok((staffed, heads.notes));
    }
    if host.part == Part::Stored {
        return Err(vec!["the heads that keep its promise are missing: run the shards to their end".into()]);
    }
    let (staffed, notes) = staff(model, run, effort, &rules, host.watch)?;
    let changed = model.desk.groups.iter().zip(&staffed.desk.groups).enumerate();
    let groups = changed.filter_map(|(index, (before, after))| match (&before.staff, &after.staff) {
        (Staff::Meet { .. }, Staff::Schedule(heads)) => Some((index, heads.clone())),
        _ => None,
    });
    host.store.keep(&name, &Heads { groups: groups.collect(), notes: notes.clone() });
    Ok((staffed, notes))
}

/// Does a stored result fit the model's groups?
fn fits(heads: &Heads, model: &Model) -> bool {
    let wanted = model.desk.groups.iter().enumerate().filter(|(_, group)| matches!(group.staff, Staff::Meet { .. }));
    let wanted: Vec<usize> = wanted.map(|(index, _)| index).collect();
    heads.groups.iter().map(|(index, _)| *index).collect::<Vec<_>>() == wanted
        && heads.groups.iter().all(|(_, heads)| heads.len() == HALF_HOURS)
}

/// Replace every promise of the model by a schedule. Returns the model and what was found, one line a group.
///
/// `rules`: what the desk may know of the tariff in force.
///
/// Errors: a promise that no team keeps, a model that does not compile.
fn staff(
    model: &Model,
    run: &Run,
    effort: Effort,
    rules: &Rules,
    watch: &dyn Watch,
) -> Result<(Model, Vec<String>), Vec<String>> {
    let mut staffed = model.clone();
    note_promises(&mut staffed);
    let (trial_run, effort) = effort.trial(model, run);
    let search = Staffing {
        model,
        run,
        traffic: traffic::compile(model, run)?,
        trial_traffic: traffic::compile(model, &trial_run)?,
        trial_run,
        rules,
        effort,
        watch,
    };
    // Calls first: their schedules are formulas, and messages are tried with them in place.
    let groups = || (0..model.desk.groups.len()).filter(|index| promise_of(model, *index).is_some());
    let (messages, calls): (Vec<usize>, Vec<usize>) = groups().partition(|index| model.desk.groups[*index].messages);
    let order: Vec<usize> = calls.into_iter().chain(messages).collect();
    let mut notes = vec![String::new(); order.len()];
    let overlap = ApartPlan::new(&staffed).map_err(|e| vec![e])?.is_some_and(|apart| apart.overlaps());
    for round in 0..ROUNDS {
        let mut changed = false;
        for (note, index) in notes.iter_mut().zip(&order) {
            if round > 0 && search.keeps(&staffed, *index)? {
                continue;
            }
            let found = search.find(&staffed, *index)?;
            *note = search.note(*index, &found);
            staffed.desk.groups[*index].put_on_duty(found.heads);
            changed = true;
        }
        // Groups that share what comes were found with help that another of them may not give any more.
        if !overlap || !changed {
            break;
        }
    }
    Ok((staffed, notes))
}

/// Rounds over groups that share what comes, the first one included.
const ROUNDS: usize = 4;

/// What a search for the heads of all groups is given.
struct Staffing<'a> {
    model: &'a Model,
    run: &'a Run,
    traffic: TrafficPlan,
    trial_run: Run,
    trial_traffic: TrafficPlan,
    rules: &'a Rules,
    effort: Effort,
    watch: &'a dyn Watch,
}

impl Staffing<'_> {
    /// A trial of a group among the others as they are staffed now.
    fn trial<'b>(&'b self, staffed: &'b Model, index: usize, promise: Promise) -> Trial<'b> {
        let Staffing { trial_run, trial_traffic, rules, effort, watch, .. } = self;
        let channel = if self.model.desk.groups[index].messages { Channel::Messages } else { Channel::Phone };
        Trial {
            model: staffed,
            index,
            channel,
            promise,
            run: trial_run,
            traffic: trial_traffic,
            rules,
            effort: *effort,
            watch: *watch,
        }
    }

    /// Does a group keep its promise among the others as they are staffed now?
    fn keeps(&self, staffed: &Model, index: usize) -> Result<bool, Vec<String>> {
        let (Some((promise, _)), Staff::Schedule(heads)) =
            (promise_of(self.model, index), &staffed.desk.groups[index].staff)
        else {
            return Ok(true);
        };
        let kept = self.trial(staffed, index, promise).kept(heads, 0..self.effort.replications)?;
        let (within, offered) = kept.iter().fold((0, 0), |(w, o), kept| (w + kept.0, o + kept.1));
        Ok(offered == 0 || within as f64 / offered as f64 >= promise.share.0)
    }

    /// The least heads of a group.
    fn find(&self, staffed: &Model, index: usize) -> Result<Found, Vec<String>> {
        let Some((promise, open)) = promise_of(self.model, index) else { return Err(Vec::new()) };
        let (model, group) = (self.model, &self.model.desk.groups[index]);
        let load = WeekLoad::new(model, self.run, &self.traffic, group)?;
        let trial = self.trial(staffed, index, promise);
        let smooth = messages::smooth(model, group, &load, open, promise.within.0);
        let of_messages = |k: f64| Ok(messages::heads(k, &smooth, open, messages::chats_done_at_once(group), &load));
        let of_calls = |k: f64| calls::heads(model, group, &load, promise, open, k);
        let schedule: Schedule = if group.messages { &of_messages } else { &of_calls };
        let slope = guess::slope(&schedule(1.0)?, promise.within.seconds(), load.work_seconds(trial.channel));
        let by_phone = !group.messages;
        let carried = Carried::new(staffed, index, &load, promise, open).filter(|_| by_phone);
        smallest(&trial, schedule, slope, carried.as_ref())
    }

    /// What was found for a group, in a line.
    fn note(&self, index: usize, found: &Found) -> String {
        let group = &self.model.desk.groups[index];
        let Some((promise, open)) = promise_of(self.model, index) else { return String::new() };
        let load = WeekLoad::new(self.model, self.run, &self.traffic, group);
        let dialled = load.map_or(0.0, |load| load.dialled_heads(open));
        note(group, promise, found, group.messages, self.effort) + &of_list(dialled) + &aside(self.model, index)
    }
}

/// What a group promises whose heads are to be found, and the half-hours in which it is open.
fn promise_of(model: &Model, index: usize) -> Option<(Promise, &[bool])> {
    match &model.desk.groups[index].staff {
        Staff::Meet { promise, open } => Some((*promise, open)),
        Staff::Schedule(_) => None,
    }
}

/// Measure each group by what it promises.
fn note_promises(model: &mut Model) {
    for (index, group) in (0..=u8::MAX).zip(&model.desk.groups) {
        if let Staff::Meet { promise, .. } = &group.staff {
            model.measures.note_promise(index, promise.within);
        }
    }
}

/// Heads for the dialler's list.
fn of_list(dialled: f64) -> String {
    if dialled > 0.0 {
        format!("; {dialled:.1} of the heads are for the calls that the dialler places")
    } else {
        String::new()
    }
}

/// What the plan on paper does not know of a group; the trials have it.
fn aside(model: &Model, group: usize) -> String {
    left_out_words(model, &[group]).map_or(String::new(), |words| format!("; on paper without: {words}"))
}

fn note(group: &Group, promise: Promise, found: &Found, messages: bool, effort: Effort) -> String {
    let hours: u32 = found.heads.iter().map(|heads| u32::from(*heads)).sum();
    let plan = if messages { "the smoothed offered load" } else { "the expected calls by Erlang A" };
    format!(
        "{}: {} % in {} needs up to {} heads, {} agent-hours a week on duty: k = {:.2} of {plan}, the smallest that keeps it on \
         {} replications of their own; the plan on paper (k = 1) would keep {:.1} %",
        group.name,
        (promise.share.0 * 100.0).round(),
        promise.within,
        found.heads.iter().max().unwrap_or(&0),
        f64::from(hours) / 2.0,
        found.k,
        effort.replications,
        found.on_paper * 100.0
    )
}
