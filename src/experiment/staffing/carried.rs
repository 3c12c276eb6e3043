//! Work that does not go away: who is called back, or has left a message, waits until he is reached, and so does who was passed on
//! without patience. A promise to callers could be kept by calling everybody back, ever later; so the heads must do this work too.

use crate::scenario::{Group, Law, Model, Promise, Recall, Staff};

use super::calls::contained;
use super::load::WeekLoad;

/// What heads must be able to do in the run.
pub(super) struct Carried {
    /// Work, in hours of agents.
    work: f64,
    /// Hours of the run in each half-hour of the week.
    hours: Vec<f64>,
    /// Hours of agents of other groups that answer calls.
    others: f64,
    /// Groups that are tried with the same heads, the one to be staffed included.
    alike: f64,
}

impl Carried {
    /// `None` if all who wait may leave.
    ///
    /// Of the callers of opening hours the share p of the promise is to be answered in time, and of the others those who are called
    /// back with chance c: p + (1 − p) c of their work is to be done, and that of the messages left while closed.
    pub(super) fn new(
        model: &Model,
        index: usize,
        load: &WeekLoad,
        promise: Promise,
        open: &[bool],
    ) -> Option<Carried> {
        let (back, mail, closed) = chances(model);
        let share = match passed_on_for_ever(model, index) {
            true => 1.0,
            false => promise.share.0 + (1.0 - promise.share.0) * (1.0 - (1.0 - back) * (1.0 - mail)),
        };
        if back + mail + closed <= 0.0 && share < 1.0 {
            return None;
        }
        let calls = load.contacts_per_hour.iter().zip(&load.hours).zip(open);
        let calls: f64 = calls.map(|((rate, hours), open)| rate * hours * if *open { share } else { closed }).sum();
        let others = model.desk.groups.iter().enumerate().filter(|(other, group)| *other != index && group.phone);
        let given = others.clone().filter_map(|(_, group)| heads_of(group));
        Some(Carried {
            work: calls * (1.0 - contained(model)) * load.call_seconds / 3600.0 + load.dialled_hours,
            others: given.map(|heads| agent_hours(heads, &load.hours)).sum(),
            alike: 1.0 + others.filter(|(_, group)| heads_of(group).is_none()).count() as f64,
            hours: load.hours.clone(),
        })
    }

    /// Can these heads do it?
    pub(super) fn by(&self, heads: &[u16]) -> bool {
        self.alike * agent_hours(heads, &self.hours) + self.others > self.work
    }
}

fn heads_of(group: &Group) -> Option<&[u16]> {
    match &group.staff {
        Staff::Schedule(heads) => Some(heads),
        Staff::Meet { .. } => None,
    }
}

fn agent_hours(heads: &[u16], hours: &[f64]) -> f64 {
    heads.iter().zip(hours).map(|(heads, hours)| f64::from(*heads) * hours).sum()
}

/// Of callers who are not answered: those reached by calling back, those reached after a message, the same of who called while closed.
fn chances(model: &Model) -> (f64, f64, f64) {
    let Some(phone) = &model.phone else { return (0.0, 0.0, 0.0) };
    let back = phone.callback.as_ref().map_or(0.0, |offer| offer.chance.0 * reached(&offer.recall));
    let Some(mail) = &phone.voicemail else { return (back, 0.0, 0.0) };
    let left = mail.chance.0 * reached(&mail.recall);
    let after = |place: bool| if place { left } else { 0.0 };
    (back, after(mail.after[..3].contains(&true)), after(mail.after[3]))
}

/// Chance that one of the tries reaches the customer.
fn reached(recall: &Recall) -> f64 {
    1.0 - libm::pow(1.0 - recall.reached.0, f64::from(recall.tries))
}

/// Does nothing come to the group but what is passed on, and nobody of them ever gives up?
fn passed_on_for_ever(model: &Model, index: usize) -> bool {
    let index = index as u8;
    let first = (0..model.reasons.len() as u16).any(|reason| model.served_by(reason, true).contains(&index));
    let transfers = model.reasons.iter().filter_map(|reason| reason.transfer.as_ref());
    let mut passed = transfers.filter(|transfer| transfer.to == Some(index)).peekable();
    !first && passed.peek().is_some() && passed.all(|transfer| matches!(transfer.patience, Law::Never))
}
