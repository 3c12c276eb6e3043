//! Whether the team keeps what it promises while it is open: turns and calls counted where they begin and where they are answered.
//!
//! A call that finds no line, or no place in the queue, begins and is never answered. What a menu settles never begins here; what the
//! bot settles is taken out again: the promise is the team's.
//!
//! Where groups promise each for itself, a group's promise holds for the turns that arrive while it is on duty and that it may serve. If
//! several hold for a turn, each is counted by its own time, and the turn keeps what the variant promises if it keeps the shortest. The
//! promise of a second group holds for what is passed on to it, from that moment: see `pledge.rs`.

use crate::facts::{Channel, Fold};
use crate::scenario::{Group, Model};

use super::compile::mixed;
use super::contact::{Contact, mark};
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
    /// By reason and channel: the promises of groups that may serve it first, a bit each.
    of_reason: Vec<[u32; 2]>,
    /// The same of the group it may be passed on to.
    of_second: Vec<[u32; 2]>,
}

impl ApartPlan {
    /// `None` if one promise holds for all that comes on a channel: of the only group that promises there, if it serves every reason
    /// that is served and nothing is passed on to it; and if not both channels have one where contacts begin on both.
    ///
    /// # Errors
    /// More groups that promise than can be told apart.
    pub fn new(model: &Model) -> Result<Option<ApartPlan>, String> {
        let pledges: Vec<(u8, i64)> =
            model.measures.promises.iter().map(|(group, within)| (*group, within.0)).collect();
        let on = |phone: bool| pledges.iter().filter(|(group, _)| is_first(model, *group, phone)).count();
        let holders = [on(false), on(true)];
        let by_reason = |holds: fn(&Model, u8, u16, bool) -> bool| -> Vec<[u32; 2]> {
            let reasons = 0..model.reasons.len() as u16;
            let of =
                |reason: u16| [false, true].map(|phone| bits(&pledges, |group| holds(model, group, reason, phone)));
            reasons.map(of).collect()
        };
        let (of_reason, of_second) = (by_reason(serves_first), by_reason(serves_second));
        let left_out = |channel: usize| {
            let served = |reason: &usize| !model.served_by(*reason as u16, channel == 1).is_empty();
            (0..of_reason.len()).filter(served).any(|reason| of_reason[reason][channel] == 0)
        };
        let both = mixed(model) && holders[0] > 0 && holders[1] > 0;
        let passed_on = of_second.iter().flatten().any(|promises| *promises != 0);
        if !both
            && !passed_on
            && (0..2).all(|channel| holders[channel] == 0 || holders[channel] == 1 && !left_out(channel))
        {
            return Ok(None);
        }
        if pledges.len() > MOST {
            return Err(format!(
                "{} groups promise something (`meet`): {MOST} at most can be told apart",
                pledges.len()
            ));
        }
        Ok(Some(ApartPlan { pledges, any: holders.map(|holders| holders > 0), of_reason, of_second }))
    }

    /// Where the promise of a group is counted in [`DeskSums::promises`](super::DeskSums::promises).
    pub fn place_of(&self, group: usize) -> Option<usize> {
        self.pledges.iter().position(|(known, _)| usize::from(*known) == group)
    }

    /// Promised time of a group, µs.
    pub fn within(&self, place: usize) -> i64 {
        self.pledges[place].1
    }

    /// Do groups that promise share what comes, or pass it on to one another, so that the heads of one matter to another?
    pub fn overlaps(&self) -> bool {
        let all = self.of_reason.iter().flatten().zip(self.of_second.iter().flatten());
        all.into_iter().any(|(first, second)| (first | second).count_ones() > 1)
    }

    /// The place and group of what the second group promises for what is passed on to it.
    pub(super) fn of_second(&self, reason: u16, channel: Channel) -> Option<(usize, u8)> {
        let place = places(self.of_second[reason as usize][channel as usize]).next()?;
        Some((place, self.pledges[place].0))
    }
}

fn serves(group: &Group, phone: bool) -> bool {
    if phone { group.phone } else { group.messages }
}

/// May anything on this channel come to the group first?
fn is_first(model: &Model, group: u8, phone: bool) -> bool {
    (0..model.reasons.len() as u16).any(|reason| serves_first(model, group, reason, phone))
}

fn serves_first(model: &Model, group: u8, reason: u16, phone: bool) -> bool {
    model.served_by(reason, phone).contains(&group)
}

/// May what comes for this reason be passed on to the group?
fn serves_second(model: &Model, group: u8, reason: u16, phone: bool) -> bool {
    let second = model.reasons[usize::from(reason)].transfer.as_ref().and_then(|transfer| transfer.to);
    second == Some(group)
        && serves(&model.desk.groups[usize::from(group)], phone)
        && !model.served_by(reason, phone).is_empty()
}

/// A bit for each promise whose group is one of these.
fn bits(pledges: &[(u8, i64)], holds: impl Fn(u8) -> bool) -> u32 {
    let places = pledges.iter().enumerate().filter(|(place, (group, _))| *place < MOST && holds(*group));
    places.fold(0, |all, (place, _)| all | 1 << place)
}

/// Promised times of messages and calls where one holds for all, µs: of the first group that promises, else the threshold.
pub(super) fn common(model: &Model) -> [i64; 2] {
    let measures = &model.measures;
    [(false, measures.message_threshold), (true, measures.call_threshold)].map(|(phone, threshold)| {
        let mut own = measures.promises.iter().filter(|(group, _)| is_first(model, *group, phone));
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
        let line = self.line_for(contact, channel).filter(|_| open);
        // Later turns of a contact that was passed on are the second group's.
        let by_reason = if contact.marks & mark::PASSED_ON == 0 { &apart.of_reason } else { &apart.of_second };
        let holds = line.map_or(0, |_| by_reason[contact.reason as usize][channel as usize]);
        for place in places(holds) {
            let group = apart.pledges[place].0;
            if line.is_some_and(|line| self.serves_now(line, group)) {
                contact.promises |= 1 << place;
                self.sums.promises[place][channel as usize].offered += 1;
            }
        }
        open && (contact.promises != 0 || !apart.any[channel as usize])
    }

    /// An answer after `wait`, counted for each promise that holds for it; the shortest of them, µs.
    #[cold]
    fn answered_apart(&mut self, apart: &ApartPlan, contact: &Contact, channel: Channel, wait: i64) -> i64 {
        if channel == Channel::Messages {
            self.redeem_pledge(contact, channel);
        }
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
