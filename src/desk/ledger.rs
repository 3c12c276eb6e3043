//! What the team did: time integrals that no fact carries (staff on duty, busy, queue), by group and hour of the week.
//!
//! All sums are integer microseconds × heads, so replications merge exactly in any order.

/// Hours in a week.
pub const HOURS: usize = 168;

/// A time integral of a count since the ledger's last tick.
///
/// ∫ value dt over `elapsed` = value · elapsed − Σ change · (when it changed): a change touches two sums and no clock.
#[derive(Clone, Copy, Debug, Default)]
struct Integral {
    value: i64,
    moment: i64,
}

impl Integral {
    /// Nothing is checked: inside the run changes are few heads and `elapsed` is at most an hour, so that no sum of them comes
    /// near 2⁶³; what is longer lies outside, and is not kept.
    #[inline]
    fn add(&mut self, elapsed: i64, change: i64) {
        self.value = self.value.wrapping_add(change);
        self.moment = self.moment.wrapping_add(change.wrapping_mul(elapsed));
    }

    /// What has gathered since the last tick.
    fn take(&mut self, elapsed: i64) -> i64 {
        self.value.wrapping_mul(elapsed).wrapping_sub(std::mem::take(&mut self.moment))
    }
}

/// Sums of one group inside `[from, to)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GroupSums {
    /// Agent-time on duty or finishing work after the shift, µs.
    pub staffed: i64,
    /// Agent-time with at least one contact, µs.
    pub busy: i64,
    /// Contact-time in service, µs.
    pub serving: i64,
    /// Contact-time in an agent's place without his work, µs: between the turns of chats that keep their places, for customers who
    /// left without a word.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resting: i64,
    /// Of `staffed`, after the shift, µs.
    pub overtime: i64,
    /// Most heads on duty at once.
    pub peak: i64,
    /// Turns and calls begun with, counted where something depends on it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub begun: i64,
}

fn is_zero(count: &i64) -> bool {
    *count == 0
}

/// Sums of one hour of the week inside `[from, to)`. Stored as a list in the order of the fields without the zeros at its
/// end: there are 168 of them in every chunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<i64>", into = "Vec<i64>")]
pub struct HourSums {
    /// Time that fell into this hour of the week, µs.
    pub span: i64,
    /// Turns (and calls) that arrived.
    pub arrivals: i64,
    /// ∫ turns waiting dt, µs.
    pub queue: i64,
    /// Agent-time busy, µs.
    pub busy: i64,
    /// Agent-time staffed, µs.
    pub staffed: i64,
    /// Turns of this hour that were answered.
    pub answered: i64,
    /// Their waits, µs.
    pub wait: i64,
}

impl From<HourSums> for Vec<i64> {
    fn from(hour: HourSums) -> Vec<i64> {
        let HourSums { span, arrivals, queue, busy, staffed, answered, wait } = hour;
        let mut list = vec![span, arrivals, queue, busy, staffed, answered, wait];
        while list.last() == Some(&0) {
            list.pop();
        }
        list
    }
}

impl TryFrom<Vec<i64>> for HourSums {
    type Error = String;

    fn try_from(mut list: Vec<i64>) -> Result<HourSums, String> {
        list.resize(list.len().max(7), 0);
        match list[..] {
            [span, arrivals, queue, busy, staffed, answered, wait] => {
                Ok(HourSums { span, arrivals, queue, busy, staffed, answered, wait })
            }
            _ => Err(format!("an hour has 7 sums, not {}", list.len())),
        }
    }
}

/// Everything the ledger knows at the end of a replication.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StaffSums {
    /// By group.
    pub groups: Vec<GroupSums>,
    /// By hour of the week, 168.
    pub hours: Vec<HourSums>,
    /// ∫ open contacts dt inside `[from, to)`, µs: the event side of Little's identity.
    pub open_contacts: i64,
    /// Most lines in use at once.
    pub lines_peak: i64,
    /// Events processed in the whole run.
    pub events: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct GroupNow {
    staffed: Integral,
    busy: Integral,
    serving: Integral,
    overtime: Integral,
    /// Places that contacts have, where some keep theirs without being served.
    places: Integral,
}

/// The running accounts of one replication.
#[derive(Debug)]
pub struct Ledger {
    groups: Vec<GroupNow>,
    queue: Integral,
    open: Integral,
    lines: i64,
    counting: bool,
    /// Are places kept without service? Then they are counted.
    keeps: bool,
    hour: usize,
    cohort: u16,
    /// The last tick: every integral runs from here.
    since: i64,
    sums: StaffSums,
}

impl Ledger {
    /// Accounts for so many groups; nothing is counted before the first [`Ledger::tick`] with `counting`.
    pub fn new(groups: usize) -> Ledger {
        let sums = StaffSums {
            groups: vec![GroupSums::default(); groups],
            hours: vec![HourSums::default(); HOURS],
            ..StaffSums::default()
        };
        Ledger {
            groups: vec![GroupNow::default(); groups],
            queue: Integral::default(),
            open: Integral::default(),
            lines: 0,
            counting: false,
            keeps: false,
            hour: 0,
            cohort: u16::MAX,
            since: 0,
            sums,
        }
    }

    /// For a desk whose agents keep places of contacts that they do not work on, or not.
    pub fn keeping(self, keeps: bool) -> Ledger {
        Ledger { keeps, ..self }
    }

    /// Close the accounts of the hour that ends now and open those of `hour`; `counting` = inside `[from, to)`.
    pub fn tick(&mut self, now: i64, hour: u16, counting: bool) {
        let elapsed = now - self.since;
        let queue = self.queue.take(elapsed);
        let open = self.open.take(elapsed);
        let mut total = HourSums { span: elapsed, queue, ..HourSums::default() };
        for (group, sums) in self.groups.iter_mut().zip(&mut self.sums.groups) {
            let part = GroupSums {
                staffed: group.staffed.take(elapsed),
                busy: group.busy.take(elapsed),
                serving: group.serving.take(elapsed),
                overtime: group.overtime.take(elapsed),
                ..GroupSums::default()
            };
            let places = group.places.take(elapsed);
            if self.counting {
                total.staffed += part.staffed;
                total.busy += part.busy;
                sums.staffed += part.staffed;
                sums.busy += part.busy;
                sums.serving += part.serving;
                sums.resting += if self.keeps { places - part.serving } else { 0 };
                sums.overtime += part.overtime;
            }
            if counting {
                sums.peak = sums.peak.max(group.staffed.value - group.overtime.value);
            }
        }
        if self.counting {
            let sums = &mut self.sums.hours[self.hour];
            sums.span += total.span;
            sums.queue += total.queue;
            sums.busy += total.busy;
            sums.staffed += total.staffed;
            self.sums.open_contacts += open;
        }
        if counting && !self.counting {
            self.sums.lines_peak = self.lines;
        }
        self.hour = hour as usize;
        self.cohort = if counting { hour } else { u16::MAX };
        self.since = now;
        self.counting = counting;
    }

    /// The hour of the week that a turn which begins now belongs to; `u16::MAX` outside `[from, to)`.
    #[inline]
    pub fn cohort(&self) -> u16 {
        self.cohort
    }

    /// Is it a time inside `[from, to)`?
    #[inline]
    pub fn is_counting(&self) -> bool {
        self.counting
    }

    /// A turn or call arrived.
    #[inline]
    pub fn arrival(&mut self) {
        if self.counting {
            self.sums.hours[self.hour].arrivals += 1;
        }
    }

    /// So many turns arrived since the last tick, beside those told one by one.
    pub fn arrivals(&mut self, turns: i64) {
        if self.counting {
            self.sums.hours[self.hour].arrivals += turns;
        }
    }

    /// A turn that had arrived in `hour` inside the run was answered after `wait` µs.
    #[inline]
    pub fn answered(&mut self, hour: u16, wait: i64) {
        let sums = &mut self.sums.hours[hour as usize];
        sums.answered += 1;
        sums.wait += wait;
    }

    /// The number of waiting turns changed.
    #[inline]
    pub fn queue(&mut self, now: i64, change: i64) {
        self.queue.add(now - self.since, change);
    }

    /// The number of open contacts changed.
    #[inline]
    pub fn open(&mut self, now: i64, change: i64) {
        self.open.add(now - self.since, change);
    }

    /// Heads on duty (or in overtime) of a group changed.
    pub fn staffed(&mut self, now: i64, group: u8, change: i64, overtime: i64) {
        let account = &mut self.groups[group as usize];
        account.staffed.add(now - self.since, change);
        account.overtime.add(now - self.since, overtime);
        if self.counting {
            let heads = account.staffed.value - account.overtime.value;
            let sums = &mut self.sums.groups[group as usize];
            sums.peak = sums.peak.max(heads);
        }
    }

    /// Busy agents of a group changed.
    #[inline]
    pub fn busy(&mut self, now: i64, group: u8, change: i64) {
        self.groups[group as usize].busy.add(now - self.since, change);
    }

    /// Contacts in service of a group changed.
    #[inline]
    pub fn serving(&mut self, now: i64, group: u8, change: i64) {
        self.groups[group as usize].serving.add(now - self.since, change);
    }

    /// Places that contacts have with a group's agents changed.
    #[inline(always)]
    pub fn places(&mut self, now: i64, group: u8, change: i64) {
        if self.keeps {
            self.groups[group as usize].places.add(now - self.since, change);
        }
    }

    /// Turns waited and agents of the first group, each with one contact, were busy for so long in an hour of the week inside
    /// `[from, to)`: beside what is counted event by event.
    pub fn add(&mut self, hour: u16, queue: i64, busy: i64) {
        let sums = &mut self.sums.hours[usize::from(hour)];
        sums.queue += queue;
        sums.busy += busy;
        self.sums.groups[0].busy += busy;
        self.sums.groups[0].serving += busy;
    }

    /// Contacts were open for so long inside `[from, to)`.
    pub fn add_open(&mut self, open: i64) {
        self.sums.open_contacts += open;
    }

    /// An agent of a group began with a turn or call.
    pub fn begun(&mut self, group: u8) {
        self.sums.groups[group as usize].begun += i64::from(self.counting);
    }

    /// Lines in use changed.
    pub fn lines(&mut self, change: i64) {
        self.lines += change;
        if self.counting {
            self.sums.lines_peak = self.sums.lines_peak.max(self.lines);
        }
    }

    /// Lines in use now.
    pub fn lines_in_use(&self) -> i64 {
        self.lines
    }

    /// Close the books.
    pub fn finish(mut self, now: i64, events: i64) -> StaffSums {
        self.tick(now, 0, false);
        self.sums.events = events;
        self.sums
    }
}
