//! Whether the team keeps what it promises while it is open: turns and calls counted where they begin and where they are answered.
//!
//! A call that finds no line, or no place in the queue, begins and is never answered. What a menu settles never begins here; what the
//! bot settles is taken out again: the promise is the team's.
//!
//! Where groups promise each for itself, a group's promise holds for the turns that arrive while it is on duty and that it may serve. If
//! several hold for a turn, each is counted by its own time, and the turn keeps what the variant promises if it keeps the shortest.

use crate::facts::{Channel, Fold};
use crate::scenario::{Group, Model};

use super::compile::mixed;
use super::contact::Contact;
use super::plan::DeskPlan;
use super::{Floor, Kept};

/// Promises that a variant can tell apart: a bit of a contact each.
const MOST: usize = 32;

/// Promises of groups, apart from one another.
#[derive(Clone, Debug)]
pub struct ApartPlan {
    /// Group, promised time, µs.
    pledges: Vec<(u8, i64)>,
    /// Does any group promise anything on this channel, `[messages, phone]`?
    any: [bool; 2],
    /// By reason and channel: the promises of groups that may serve it, a bit each.
    of_reason: Vec<[u32; 2]>,
}

impl ApartPlan {
    /// `None` if one promise holds for all that comes on a channel: of the only group that promises there, if it serves every reason
    /// that is served; and if not both channels have one where contacts begin on both.
    ///
    /// # Errors
    /// More groups that promise than can be told apart.
    pub fn new(model: &Model) -> Result<Option<ApartPlan>, String> {
        let pledges: Vec<(u8, i64)> =
            model.measures.promises.iter().map(|(group, within)| (*group, within.0)).collect();
        let on = |phone: bool| {
            pledges.iter().filter(|(group, _)| serves(&model.desk.groups[usize::from(*group)], phone)).count()
        };
        let holders = [on(false), on(true)];
        let of_reason: Vec<[u32; 2]> = (0..model.reasons.len() as u16)
            .map(|reason| [false, true].map(|phone| bits(model, &pledges, reason, phone)))
            .collect();
        let left_out = |channel: usize| {
            let served = |reason: &usize| !model.served_by(*reason as u16, channel == 1).is_empty();
            (0..of_reason.len()).filter(served).any(|reason| of_reason[reason][channel] == 0)
        };
        let both = mixed(model) && holders[0] > 0 && holders[1] > 0;
        if !both && (0..2).all(|channel| holders[channel] == 0 || holders[channel] == 1 && !left_out(channel)) {
            return Ok(None);
        }
        if pledges.len() > MOST {
            return Err(format!(
                "{} groups promise something (`meet`): {MOST} at most can be told apart",
                pledges.len()
            ));
        }
        Ok(Some(ApartPlan { pledges, any: holders.map(|holders| holders > 0), of_reason }))
    }

    /// Where the promise of a group is counted in [`DeskSums::promises`](super::DeskSums::promises).
    pub fn place_of(&self, group: usize) -> Option<usize> {
        self.pledges.iter().position(|(known, _)| usize::from(*known) == group)
    }

    /// Promised time of a group, µs.
    pub fn within(&self, place: usize) -> i64 {
        self.pledges[place].1
    }

    /// Do groups that promise share what comes, so that the heads of one are the help of another?
    pub fn overlaps(&self) -> bool {
        self.of_reason.iter().flatten().any(|promises| promises.count_ones() > 1)
    }
}

fn serves(group: &Group, phone: bool) -> bool {
    if phone { group.phone } else { group.messages }
}

/// Promises of the groups that may serve a reason, first or as second group.
fn bits(model: &Model, pledges: &[(u8, i64)], reason: u16, phone: bool) -> u32 {
    let first = model.served_by(reason, phone);
    let second = model.reasons[usize::from(reason)].transfer.as_ref().and_then(|transfer| transfer.to);
    let holds = |group: u8| {
        first.contains(&group)
            || second == Some(group) && !first.is_empty() && serves(&model.desk.groups[usize::from(group)], phone)
    };
    let places = pledges.iter().enumerate().filter(|(place, (group, _))| *place < MOST && holds(*group));
    places.fold(0, |all, (place, _)| all | 1 << place)
}

/// Promised times of messages and calls where one holds for all, µs: of the first group that promises, else the threshold.
pub(super) fn common(model: &Model) -> [i64; 2] {
    let measures = &model.measures;
    [(false, measures.message_threshold), (true, measures.call_threshold)].map(|(phone, threshold)| {
        let mut own =
            measures.promises.iter().filter(|(group, _)| serves(&model.desk.groups[usize::from(*group)], phone));
        own.next().map_or(threshold, |(_, within)| *within).0
    })
}

/// Nothing counted yet.
pub(super) fn counts(plan: &DeskPlan) -> Vec<[Kept; 2]> {
    plan.apart.as_ref().map_or(Vec::new(), |apart| vec![[Kept::default(); 2]; apart.pledges.len()])
}

impl<F: Fold> Floor<'_, F> {
    /// Note whether the promise of opening hours holds for the turn that begins now.
    #[inline(always)]
    pub(super) fn promise(&mut self, contact: &mut Contact, channel: Channel, in_run: bool) {
        let mut promised = in_run && self.is_open(contact.reason, channel);
        if let Some(apart) = &self.plan.apart {
            promised = self.promise_apart(apart, contact, channel, promised);
        }
        contact.promised = promised;
        self.sums.promise[channel as usize].offered += promised as i64;
    }

    /// A turn that arrived in the run (`hour`) is answered after `wait`.
    #[inline(always)]
    pub(super) fn count_answer(&mut self, contact: &mut Contact, channel: Channel, hour: u16, wait: i64) {
        if hour != u16::MAX {
            self.ledger.answered(hour, wait);
            if self.plan.bot.is_some() && contact.contained {
                self.settled_without_team(contact, channel);
            }
            let within = match &self.plan.apart {
                None => self.plan.promise[channel as usize],
                Some(apart) => self.answered_apart(apart, contact, channel, wait),
            };
            let kept = contact.promised && wait <= within;
            self.sums.promise[channel as usize].within += kept as i64;
            if self.plan.extras.details.is_some() {
                self.note_answer(contact, channel, wait);
            }
        }
        if self.plan.extras.notes {
            self.note_waited(contact, wait);
        }
    }

    /// The promise is neither kept nor broken by a turn that no person answers.
    #[cold]
    fn settled_without_team(&mut self, contact: &mut Contact, channel: Channel) {
        self.sums.promise[channel as usize].offered -= contact.promised as i64;
        contact.promised = false;
        for place in places(contact.promises) {
            self.sums.promises[place][channel as usize].offered -= 1;
        }
        contact.promises = 0;
    }

    /// Which groups promise something for the turn that begins now, if it is one of opening hours? Is anything promised?
    #[cold]
    fn promise_apart(&mut self, apart: &ApartPlan, contact: &mut Contact, channel: Channel, open: bool) -> bool {
        contact.promises = 0;
        let line = self.plan.line_of[contact.reason as usize][channel as usize] as usize;
        let holds = if open { apart.of_reason[contact.reason as usize][channel as usize] } else { 0 };
        for place in places(holds) {
            let group = apart.pledges[place].0;
            let first = self.plan.lines[line].groups.contains(&group);
            // Of a second group nobody has the skill of the first queue.
            if if first { self.serves_now(line, group) } else { self.crews[group as usize].on_duty() > 0 } {
                contact.promises |= 1 << place;
                self.sums.promises[place][channel as usize].offered += 1;
            }
        }
        open && (contact.promises != 0 || !apart.any[channel as usize])
    }

    /// An answer after `wait`, counted for each promise that holds for it; the shortest of them, µs.
    #[cold]
    fn answered_apart(&mut self, apart: &ApartPlan, contact: &Contact, channel: Channel, wait: i64) -> i64 {
        let mut shortest = None;
        for place in places(if contact.promised { contact.promises } else { 0 }) {
            let within = apart.pledges[place].1;
            self.sums.promises[place][channel as usize].within += (wait <= within) as i64;
            shortest = Some(shortest.map_or(within, |known: i64| known.min(within)));
        }
        shortest.unwrap_or(self.plan.promise[channel as usize])
    }
}

/// The places of the bits that are set.
fn places(promises: u32) -> impl Iterator<Item = usize> {
    (0..MOST).filter(move |place| promises >> place & 1 == 1)
}
