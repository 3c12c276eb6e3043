//! The fan-out: of how many messages answers consist, and which answers cost most.
//!
//! An answer is what the log says it is (`answer`), else everything free-form that the business sends a customer between two
//! messages of his, as long as the last one is less than a day old.

use super::Seen;
use crate::billing::pairs::{Pair, Pairs};
use crate::facts::{Class, Instant};
use crate::units::DAY;

/// Sizes counted apart; the last one holds everything above.
pub const LARGEST: usize = 20;
/// Dearest answers kept.
const DEAREST: usize = 20;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dear {
    /// Nano-units.
    pub amount: i128,
    /// Index of the file and row of the first message.
    pub place: (u16, u64),
    /// Id of the first message.
    pub id: Box<str>,
    /// When it was delivered.
    pub at: Instant,
    /// Index of the number.
    pub number: u16,
    /// Messages.
    pub messages: u32,
    /// Of these charged.
    pub charged: u32,
}

/// Answers of one tariff.
#[derive(Debug)]
pub struct Answers {
    /// Open answers of logs that do not name them, by pair.
    open: Pairs<Dear>,
    /// Open answers by their name in the log.
    named: Pairs<Dear>,
    done: Done,
}

/// Answers that are complete.
#[derive(Debug)]
struct Done {
    /// Answers and messages by number and size.
    sizes: Vec<[(u64, u64); LARGEST]>,
    dearest: Vec<Dear>,
}

impl Answers {
    /// For a book with so many numbers.
    pub fn new(numbers: usize) -> Answers {
        let done = Done { sizes: vec![[(0, 0); LARGEST]; numbers], dearest: Vec::new() };
        Answers { open: Pairs::new(DAY), named: Pairs::new(DAY), done }
    }

    /// A customer's message: what was sent before it is one answer.
    #[inline]
    pub fn inbound(&mut self, at: Instant, pair: Pair) {
        self.tick(at);
        if let Some(answer) = self.open.remove(pair) {
            self.done.add(answer);
        }
    }

    /// Pairs that are seen next.
    pub fn fetch(&self, pairs: impl Iterator<Item = Pair> + Clone) {
        self.open.fetch(pairs);
    }

    fn tick(&mut self, at: Instant) {
        let done = &mut self.done;
        self.open.tick(at, |_, answer| done.add(answer));
        self.named.tick(at, |_, answer| done.add(answer));
    }

    /// Adds a decision.
    #[inline]
    pub fn see(&mut self, seen: &Seen<'_>) {
        let side = seen.side();
        let free_form = matches!(seen.class, Class::Service | Class::App);
        if !(free_form || side.answer > 0) || !delivered(seen) {
            return;
        }
        self.tick(seen.head.at);
        let fresh = || Dear {
            amount: 0,
            place: (side.file, side.row),
            id: seen.block.id(seen.index).into(),
            at: seen.head.at,
            number: seen.head.number,
            messages: 0,
            charged: 0,
        };
        let answer = match side.answer {
            0 => self.open.entry((seen.head.number, seen.head.customer), fresh),
            name => self.named.entry((seen.head.number, name), fresh),
        };
        answer.messages += u32::from(seen.first);
        answer.charged += u32::from(seen.first && seen.ruling.charged);
        answer.amount += seen.amount;
    }

    /// Ends all answers.
    pub fn finish(mut self) -> (Vec<[(u64, u64); LARGEST]>, Vec<Dear>) {
        let done = &mut self.done;
        self.open.drain(|_, answer| done.add(answer));
        self.named.drain(|_, answer| done.add(answer));
        self.done.cut();
        (self.done.sizes, self.done.dearest)
    }
}

/// Was the message delivered and accepted? Its own line says so.
fn delivered(seen: &Seen<'_>) -> bool {
    !matches!(seen.ruling.rule.as_str(), "not delivered" | "refused" | "not accepted")
}

impl Done {
    fn add(&mut self, answer: Dear) {
        let size = (answer.messages as usize).clamp(1, LARGEST);
        if let Some(sizes) = self.sizes.get_mut(usize::from(answer.number)) {
            sizes[size - 1].0 += 1;
            sizes[size - 1].1 += u64::from(answer.messages);
        }
        // Once the list is full, most answers are cheaper than its last one and cost one comparison.
        if answer.amount > 0 && (self.dearest.len() < DEAREST || answer.amount >= self.least()) {
            self.dearest.push(answer);
            if self.dearest.len() >= 8 * DEAREST {
                self.cut();
            }
        }
    }

    fn least(&self) -> i128 {
        self.dearest.get(DEAREST - 1).map_or(0, |d| d.amount)
    }

    /// Keeps the dearest; ties go to the first in the log.
    fn cut(&mut self) {
        self.dearest.sort_by(|a, b| b.amount.cmp(&a.amount).then(a.at.cmp(&b.at)).then(a.place.cmp(&b.place)));
        self.dearest.truncate(DEAREST);
    }
}
