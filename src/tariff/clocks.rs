//! Clocks: which of them run for a customer, and until when; those that a tariff keeps lie in tables by scope.

use super::clock_table::{ABSENT, ClockTable};
use super::fold::after;
use super::plan::Stores;
use super::vocabulary::{Clocks, Scope};
use crate::facts::{Instant, NEVER, Place};

/// Table of clocks that have none.
const DERIVED: usize = usize::MAX;

/// Indices of a number and of what it belongs to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Owners {
    pub(super) number: u32,
    pub(super) account: u32,
    pub(super) business: u32,
}

impl Owners {
    #[inline]
    pub(super) fn of(&self, scope: Scope) -> u32 {
        match scope {
            Scope::Number => self.number,
            Scope::Account => self.account,
            Scope::Business => self.business,
        }
    }
}

/// Which clocks run and which ran out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    pub(super) open: Clocks,
    /// Those that are remembered and ran out.
    pub(super) ran_out: Clocks,
}

/// Where the clocks of a customer are kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entries {
    tables: [usize; 3],
    /// The customer's last message, from which clocks without a table follow.
    last_in: Instant,
}

impl Entries {
    /// Not looked up yet; `last_in` matters only to clocks without a table.
    #[inline]
    pub(super) fn none(last_in: Instant) -> Entries {
        Entries { tables: [ABSENT; 3], last_in }
    }
}

/// The clocks of a plan: a table for each scope that a clock has.
#[derive(Clone, Debug)]
pub(super) struct ClockStore {
    tables: Vec<ClockTable>,
    /// By clock: table, and position of its end among the entry's values.
    place: Vec<(usize, usize)>,
    /// By clock: position of its start, if that is kept.
    start: Vec<Option<usize>>,
    /// Clocks in the tables whose past matters.
    remembered: Vec<u32>,
    /// Clocks without a table.
    derived: Vec<Derived>,
    /// Entries in all tables.
    held: usize,
    /// The place whose clocks are looked up next, in tables by place.
    here: usize,
}

/// A clock that follows from the customer's last message.
#[derive(Clone, Copy, Debug)]
struct Derived {
    clock: u32,
    lasts: i64,
    edge_inside: bool,
    /// Its bit if something asks whether it ran out, else 0.
    ran_out: Clocks,
}

impl ClockStore {
    /// `derived`: clocks that need no table, since every message of the business says when the customer wrote last. Their
    /// lengths are those of `fold`, and the same in all parts that know them.
    pub(super) fn new(stores: &Stores, derived: &[(usize, i64)], edge_inside: bool) -> ClockStore {
        let count = stores.clocks.len();
        let in_table = |clock: usize| !stores.clocks[clock].hours && derived.iter().all(|d| d.0 != clock);
        let blank = |(clock, lasts): &(usize, i64)| {
            let ran_out = (stores.clocks[*clock].remembered as u32) << clock;
            Derived { clock: *clock as u32, lasts: *lasts, edge_inside, ran_out }
        };
        let remembered: Vec<u32> = (0..count as u32).filter(|c| stores.clocks[*c as usize].remembered).collect();
        let mut store = ClockStore {
            tables: Vec::new(),
            place: vec![(DERIVED, 0); count],
            start: vec![None; count],
            remembered: remembered.clone(),
            derived: derived.iter().map(blank).collect(),
            held: 0,
            here: 0,
        };
        for scope in [Scope::Number, Scope::Account, Scope::Business] {
            let here = |c: &u32| stores.clocks[*c as usize].scope == scope && in_table(*c as usize);
            let own: Vec<u32> = (0..count as u32).filter(here).collect();
            if own.is_empty() {
                continue;
            }
            let kept = own.iter().filter(|c| stores.clocks[**c as usize].keeps_start);
            for (i, clock) in kept.clone().enumerate() {
                store.start[*clock as usize] = Some(own.len() + i);
            }
            own.iter().enumerate().for_each(|(i, c)| store.place[*c as usize] = (store.tables.len(), i));
            let starts = kept.count();
            store.tables.push(ClockTable::new(scope, own, starts, &remembered));
        }
        store
    }

    /// Is one of these clocks kept in a table?
    pub(super) fn keeps(&self, clocks: Clocks) -> bool {
        self.place.iter().enumerate().any(|(clock, (table, _))| clocks >> clock & 1 == 1 && *table != DERIVED)
    }

    /// How long clocks without a table run after the customer's last message; the first instant outside.
    pub(super) fn derived_ends(&self) -> impl Iterator<Item = i64> + '_ {
        self.derived.iter().map(|d| after(0, d.lasts, d.edge_inside))
    }

    /// Reads the clocks of a customer at an instant, and where they are kept.
    #[inline(always)]
    pub(super) fn state(&self, owners: &Owners, customer: u64, now: Instant, entries: &mut Entries) -> Running {
        let (mut open, mut ran_out) = (0, 0);
        if self.held > 0 {
            (open, ran_out) = self.look_up(entries, owners, customer, now);
        }
        for derived in &self.derived {
            let end = derived.end(entries.last_in);
            open |= ((now < end) as u32) << derived.clock;
            ran_out |= if end != NEVER && end <= now { derived.ran_out } else { 0 };
        }
        Running { open, ran_out }
    }

    /// Reads where the entries of a customer begin and end, without a branch, so that many such reads overlap; what it gives
    /// means nothing.
    #[inline]
    pub(super) fn touch(&self, owners: &Owners, customer: u64) -> i64 {
        self.tables.iter().fold(0, |all, table| all ^ table.touch(owners.of(table.scope), customer))
    }

    #[inline(never)]
    fn look_up(&self, entries: &mut Entries, owners: &Owners, customer: u64, now: Instant) -> (Clocks, Clocks) {
        let mut open = 0;
        for (table, entry) in self.tables.iter().zip(&mut entries.tables) {
            *entry = match table.by_place {
                true => self.here * table.width,
                false => table.find(owners.of(table.scope), customer),
            };
            if *entry != ABSENT {
                open |= table.open(*entry, now);
            }
        }
        let mut ran_out = 0;
        for clock in self.remembered.iter().filter(|c| self.place[**c as usize].0 != DERIVED) {
            let end = self.end(entries, *clock as usize);
            ran_out |= ((end != NEVER && end <= now) as u32) << clock;
        }
        (open, ran_out)
    }

    /// The first instant after a clock; [`NEVER`] if it never started or was closed.
    #[inline]
    pub(super) fn end(&self, entries: &Entries, clock: usize) -> Instant {
        let (table, value) = self.place[clock];
        match entries.tables.get(table) {
            None => self.derived.iter().find(|d| d.clock == clock as u32).map_or(NEVER, |d| d.end(entries.last_in)),
            Some(&ABSENT) => NEVER,
            Some(&entry) => self.tables[table].values(entry)[value],
        }
    }

    /// When a clock whose start is kept began.
    pub(super) fn start(&self, entries: &Entries, clock: usize) -> Instant {
        let (table, _) = self.place[clock];
        match (entries.tables.get(table), self.start[clock]) {
            (None | Some(&ABSENT), _) | (_, None) => NEVER,
            (Some(&entry), Some(value)) => self.tables[table].values(entry)[value],
        }
    }

    /// Starts a clock now; its entry is made if there is none.
    #[inline]
    pub(super) fn start_clock(
        &mut self,
        entries: &mut Entries,
        owners: &Owners,
        customer: u64,
        clock: usize,
        now: Instant,
        end: Instant,
    ) {
        let (table, value) = self.place[clock];
        let start = self.start[clock];
        if table == DERIVED {
            return;
        }
        let table_ref = &mut self.tables[table];
        if entries.tables[table] == ABSENT {
            let before = table_ref.used;
            entries.tables[table] = table_ref.insert(owners.of(table_ref.scope), customer, now);
            self.held = self.held + table_ref.used - before;
        }
        let values = table_ref.values_mut(entries.tables[table]);
        values[value] = end;
        if let Some(start) = start {
            values[start] = now;
        }
    }

    /// Sets the end of a clock that has an entry; nothing happens to one that never started.
    #[inline]
    pub(super) fn set_end(&mut self, entries: &Entries, clock: usize, end: Instant) {
        let (table, value) = self.place[clock];
        if table != DERIVED && entries.tables[table] != ABSENT {
            self.tables[table].values_mut(entries.tables[table])[value] = end;
        }
    }

    /// Ends clocks of some owners, as if they had been closed.
    pub(super) fn vanish(&mut self, clocks: Clocks, owner: impl Fn(Scope, u32) -> bool) {
        for table in &mut self.tables {
            let ends: Vec<usize> = (0..table.own.len()).filter(|i| clocks & 1 << table.own[*i] != 0).collect();
            if ends.is_empty() {
                continue;
            }
            for (place, entry) in table.words.chunks_exact_mut(table.width).enumerate() {
                let of = match table.by_place {
                    true => Some(table.owners[place]),
                    false => (entry[1] as u32).checked_sub(1),
                };
                if of.is_some_and(|of| owner(table.scope, of)) {
                    ends.iter().for_each(|end| entry[table.key + end] = NEVER);
                }
            }
        }
    }

    /// Clocks of numbers are kept by place from now on; [`ClockStore::begin`] and [`ClockStore::stand_at`] say which. False if there
    /// are none, or if some are kept by customer already.
    pub(super) fn keep_by_place(&mut self) -> bool {
        let Some(table) = self.tables.iter_mut().find(|t| t.scope == Scope::Number) else { return false };
        if !table.by_place && table.used == 0 {
            (table.by_place, table.width, table.key) = (true, table.width - table.key, 0);
            table.words = Vec::new();
            // What is not looked up as long as nothing is held.
            self.held += 1;
        }
        table.by_place
    }

    /// The place is a new customer's at this number: no clock of his runs.
    pub(super) fn begin(&mut self, place: Place, number: u32) {
        let place = place.index() as usize;
        for table in self.tables.iter_mut().filter(|t| t.by_place) {
            if table.owners.len() <= place {
                table.owners.resize(place + 1, 0);
                table.words.resize((place + 1) * table.width, NEVER);
            }
            table.owners[place] = number;
            table.words[place * table.width..][..table.width].fill(NEVER);
        }
    }

    /// The customer at this place is the one that is asked for next.
    #[inline(always)]
    pub(super) fn stand_at(&mut self, place: Place) {
        self.here = place.index() as usize;
    }

    /// [`ClockStore::touch`] for tables by place; those by customer are left alone.
    #[inline]
    pub(super) fn touch_place(&self, place: Place) -> i64 {
        let at = |table: &ClockTable| table.words.get(place.index() as usize * table.width).copied().unwrap_or(0);
        self.tables.iter().filter(|t| t.by_place).fold(0, |all, table| all ^ at(table))
    }

    /// Entries held now.
    pub(super) fn entries(&self) -> usize {
        self.held
    }
}

impl Derived {
    /// The first instant after the clock; [`NEVER`] if the customer never wrote, or the clock never runs.
    #[inline]
    fn end(&self, last_in: Instant) -> Instant {
        match last_in {
            NEVER => NEVER,
            _ if self.lasts == 0 && !self.edge_inside => NEVER,
            from => after(from, self.lasts, self.edge_inside),
        }
    }
}
