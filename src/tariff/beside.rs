//! Lines beside those of rules: extras and fees.

use super::clocks::Owners;
use super::counts::NO_COUNTRY;
use super::decision::Decision;
use super::fold::Biller;
use super::in_force::BilledPart;
use super::plan::{FoldExtra, FoldFee, NO_CELL};
use super::settle::Billed;
use super::vocabulary::Scope;

impl Biller {
    /// The extras that fit a message (a bit each), in their order: a share is taken of lines above it. Then fees that fall
    /// due with the first message of their month.
    pub(super) fn beside(&mut self, billed: &Billed<'_>, fit: u8, sink: &mut impl FnMut(Decision)) {
        let plan = &billed.part.fold;
        for (_, extra) in plan.extras.iter().enumerate().filter(|(i, _)| fit & (1 << i) != 0) {
            match extra {
                FoldExtra::Units(per, cells) => {
                    let units = billed.out.units(*per, billed.out.recipients());
                    if units > 0 {
                        self.count_beside(billed, cells[billed.class], units, sink);
                    }
                }
                FoldExtra::Share(cells) => {
                    for at in 0..self.noted.len() {
                        let (cell, units) = self.noted[at];
                        match cells.get(cell as usize) {
                            None | Some(&NO_CELL) => {}
                            Some(share) => self.count_beside(billed, *share, units, sink),
                        }
                    }
                }
            }
        }
        self.noted.clear();
        for fee in plan.fees.iter().filter(|f| !f.always) {
            self.charge_fee(billed.part, fee, billed.spot.month, billed.owners, sink);
        }
    }

    /// Fees that are due in every month of the run, message or not: under the part that is in force when the month begins.
    pub(super) fn standing_fees(&mut self, parts: &[BilledPart], sink: &mut impl FnMut(Decision)) {
        for at in 0..self.numbers.len() {
            let owners = self.numbers[at];
            for month in self.calendar.months_of(owners.account as usize) {
                let start = self.calendar.start(owners.account as usize, month).max(self.from);
                let part = &parts[self.schedule.span(owners.account as usize, start).2 as usize];
                for fee in part.fold.fees.iter().filter(|f| f.always) {
                    self.charge_fee(part, fee, month, &owners, sink);
                }
            }
        }
    }

    /// Counts a fee and the shares of it, once a month and owner, at the owner's first number.
    fn charge_fee(
        &mut self,
        part: &BilledPart,
        fee: &FoldFee,
        month: usize,
        owners: &Owners,
        sink: &mut impl FnMut(Decision),
    ) {
        let (count, charged) = &mut self.fees[fee.store as usize];
        if std::mem::replace(&mut charged[month * *count + owners.of(fee.scope) as usize], true) {
            return;
        }
        let same = |o: &Owners| o.of(fee.scope) == owners.of(fee.scope);
        let number = match fee.scope {
            Scope::Number => owners.number as usize,
            _ => self.numbers.iter().position(same).unwrap_or(owners.number as usize),
        };
        let row = self.row(part, month, number as u16, NO_COUNTRY);
        for cell in std::iter::once(&fee.cell).chain(&fee.shares) {
            self.cells[row + *cell as usize] += 1;
            sink(Decision {
                month: self.calendar.first + month as i32,
                number: number as u16,
                country: NO_COUNTRY,
                cell: part.first_cell + cell,
                messages: 0,
                units: 1,
                quota: None,
                open: 0,
            });
        }
    }
}
