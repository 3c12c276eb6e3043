//! Messages in and out, counted once beside the tariffs.

use std::collections::BTreeMap;

use super::days::Days;
use super::extras::Inbound;
use super::pipeline::Take;
use crate::facts::{Body, Book, Class, Instant, Part, Status};
use crate::log::Block;
use crate::tariff::month_label;

/// Counts of the run.
#[derive(Debug)]
pub struct Traffic {
    days: Days,
    accounts: Vec<u16>,
    names: Vec<String>,
    inbound: BTreeMap<(i32, u16), u64>,
    recent: (u16, i32, i32),
    /// Customers' messages.
    pub came: u64,
    /// Free-form messages delivered, also those of the phone app.
    pub answers: u64,
    /// Of these typed in the phone app.
    pub app: u64,
    /// Messages of the business delivered.
    pub delivered: u64,
    /// First and last fact of the run.
    pub seen: Option<(Instant, Instant)>,
    /// Rows taken, also those before `from` and after `to`.
    pub facts: u64,
}

impl Traffic {
    /// For a book.
    ///
    /// # Errors
    /// A zone that does not exist.
    pub fn new(book: &Book) -> Result<Traffic, String> {
        Ok(Traffic {
            days: Days::new(book)?,
            accounts: book.numbers.iter().map(|n| n.account).collect(),
            names: book.accounts.iter().map(|a| a.name.clone()).collect(),
            inbound: BTreeMap::new(),
            recent: (u16::MAX, i32::MIN, 0),
            came: 0,
            answers: 0,
            app: 0,
            delivered: 0,
            seen: None,
            facts: 0,
        })
    }

    fn month(&mut self, account: u16, at: Instant) -> i32 {
        let day = self.days.of(account, at);
        if (self.recent.0, self.recent.1) != (account, day) {
            self.recent = (account, day, self.days.month(account, at));
        }
        self.recent.2
    }

    /// Customers' messages by month and account.
    pub fn inbound(&self) -> Inbound {
        let name = |account: u16| self.names.get(usize::from(account)).cloned().unwrap_or_default();
        self.inbound.iter().map(|((month, account), n)| ((month_label(*month), name(*account)), *n)).collect()
    }
}

impl Take for Traffic {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        self.facts += block.facts.len() as u64;
        for fact in block.facts.iter().filter(|f| f.head.part == Part::Run) {
            let at = fact.head.at;
            self.seen = Some(self.seen.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
            match fact.body {
                Body::MessageIn { .. } => {
                    self.came += 1;
                    let account = self.accounts.get(usize::from(fact.head.number)).copied().unwrap_or(0);
                    let month = self.month(account, at);
                    *self.inbound.entry((month, account)).or_default() += 1;
                }
                Body::MessageOut { class, status: Status::Delivered, .. } => {
                    self.delivered += 1;
                    self.answers += u64::from(matches!(class, Class::Service | Class::App));
                    self.app += u64::from(class == Class::App);
                }
                _ => {}
            }
        }
        Ok(())
    }
}
