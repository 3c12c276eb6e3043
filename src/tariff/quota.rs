//! Free units by month and scope, taken in order of time.

use super::clocks::Owners;
use super::plan::Stores;
use super::vocabulary::Scope;
use crate::facts::Book;

/// Units taken so far.
#[derive(Clone, Debug)]
pub(super) struct Quotas(Vec<Taken>);

#[derive(Clone, Debug)]
struct Taken {
    scope: Scope,
    owners: usize,
    /// By month and owner.
    units: Vec<u64>,
}

/// How many owners a scope has in a book.
pub(super) fn owners(scope: Scope, book: &Book) -> usize {
    match scope {
        Scope::Number => book.numbers.len(),
        Scope::Account => book.accounts.len(),
        Scope::Business => book.businesses.len(),
    }
}

impl Quotas {
    pub(super) fn new(stores: &Stores, book: &Book, months: usize) -> Quotas {
        let taken = stores.quotas.iter().map(|scope| {
            let owners = owners(*scope, book);
            Taken { scope: *scope, owners, units: vec![0; months * owners] }
        });
        Quotas(taken.collect())
    }

    /// Is nothing left of a quota of this size?
    #[inline]
    pub(super) fn used_up(&self, (store, size): (u16, u64), month: usize, owners: &Owners) -> bool {
        let taken = &self.0[store as usize];
        taken.units[month * taken.owners + owners.of(taken.scope) as usize] >= size
    }

    /// Takes up to `wanted` units of a quota of this size, and tells how many were left.
    #[inline]
    pub(super) fn take(&mut self, (store, size): (u16, u64), month: usize, owners: &Owners, wanted: u64) -> u64 {
        let taken = &mut self.0[store as usize];
        let units = &mut taken.units[month * taken.owners + owners.of(taken.scope) as usize];
        let granted = wanted.min(size.saturating_sub(*units));
        *units += granted;
        granted
    }
}
