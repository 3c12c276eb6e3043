//! Staffing by a promise: `meet = "80 % in 20 s"` becomes a schedule by half-hour of the week.
//!
//! Calls: the smallest team by Erlang A (Erlang C without patience) in each half-hour. Messages: heads =
//! ceil(k × offered load averaged over the promise's length / concurrency), the smallest k by bisection on fixed
//! replications with seeds of their own. What the schedules then achieve is simulated and printed with the results.

mod calls;
mod closed_forms;
mod load;
mod messages;

pub use closed_forms::closed_forms;

use crate::facts::Channel;
use crate::scenario::{Group, Model, Promise, Run, Staff};
use crate::traffic;
use crate::units::DAY;

use super::runner::Watch;
use load::WeekLoad;

/// How hard a promise is tried.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Replications a schedule is tried on.
    pub replications: u32,
    /// Days of each, from the start of the run.
    pub days: i64,
}

impl Effort {
    /// For a study's own variants: ten replications of two weeks, since a schedule repeats weekly.
    pub const FULL: Effort = Effort { replications: 10, days: 14 };
    /// For the points of a curve.
    pub const QUICK: Effort = Effort { replications: 4, days: 7 };

    /// The run of a trial: shorter, with one day of lead.
    fn run(self, run: &Run) -> Run {
        let mut trial = run.clone();
        trial.to = run.to.min(run.from + self.days * DAY);
        trial.lead.0 = run.lead.0.min(DAY);
        trial.drain.0 = run.drain.0.min(2 * DAY);
        trial
    }
}

/// Replace every promise of the model by a schedule. Returns the model and what was found, one line a group.
///
/// Errors: a promise that no team keeps, a model that does not compile.
pub fn staff(
    model: &Model,
    run: &Run,
    effort: Effort,
    watch: &dyn Watch,
) -> Result<(Model, Vec<String>), Vec<String>> {
    let mut staffed = model.clone();
    note_promises(&mut staffed);
    let mut notes = Vec::new();
    let traffic = traffic::compile(model, run)?;
    // Calls first: their schedules are formulas, and messages are tried with them in place.
    for messages in [false, true] {
        for index in 0..model.desk.groups.len() {
            let group = &model.desk.groups[index];
            let Staff::Meet { promise, open } = &group.staff else { continue };
            if group.messages != messages {
                continue;
            }
            let load = WeekLoad::new(model, run, &traffic, group)?;
            let (heads, how) = match messages {
                false => (calls::heads(model, group, &load, *promise, open)?, "Erlang A by half-hour".to_string()),
                true => messages::heads(&staffed, index, &load, (*promise, open), (&effort.run(run), effort, watch))?,
            };
            notes.push(note(group, *promise, &heads, &how));
            staffed.desk.groups[index].staff = Staff::Schedule(heads);
        }
    }
    Ok((staffed, notes))
}

/// Measure each channel by the promise that its first promising group makes.
fn note_promises(model: &mut Model) {
    for group in model.desk.groups.iter().rev() {
        if let Staff::Meet { promise, .. } = &group.staff {
            if group.messages {
                model.measures.promises[Channel::Messages as usize] = Some(promise.within);
            }
            if group.phone {
                model.measures.promises[Channel::Phone as usize] = Some(promise.within);
            }
        }
    }
}

fn note(group: &Group, promise: Promise, heads: &[u16], how: &str) -> String {
    let hours: u32 = heads.iter().map(|heads| u32::from(*heads)).sum();
    format!(
        "{}: {} % in {} needs up to {} heads, {} agent-hours a week on duty ({how})",
        group.name,
        (promise.share.0 * 100.0).round(),
        promise.within,
        heads.iter().max().unwrap_or(&0),
        f64::from(hours) / 2.0
    )
}
