//! Where the blocks come from: a log, or blocks held in memory.

use crate::facts::{Body, Class, Fact, NEVER, Status};
use crate::log::{Block, Side};
use crate::units::DAY;

/// Blocks of facts in order of time; cuts between them mean nothing.
pub trait Source: Send {
    /// Fills `block` with what comes next; `false` (and an empty block) at the end.
    ///
    /// # Errors
    /// What cannot be read, in words.
    fn next(&mut self, block: &mut Block) -> Result<bool, String>;
}

/// Blocks in memory.
#[derive(Clone, Debug, Default)]
pub struct Held(std::collections::VecDeque<Block>);

impl Held {
    /// A source of these blocks.
    pub fn new(blocks: impl IntoIterator<Item = Block>) -> Held {
        Held(blocks.into_iter().collect())
    }
}

impl Source for Held {
    fn next(&mut self, block: &mut Block) -> Result<bool, String> {
        let found = self.0.pop_front();
        let more = found.is_some();
        *block = found.unwrap_or_default();
        Ok(more)
    }
}

/// `window_from` of a message that the platform carried although the log shows no open window: `sent_at` plus this. No real
/// message of a customer lies after the sending that it precedes.
pub const NOT_IN_LOG: i64 = 1;

/// The platform's window.
const WINDOW: i64 = DAY;

/// A source whose free-form messages outside the window are taken as accepted where the row carries the platform's verdict:
/// the platform did carry them, so the customer's message is missing in the log.
#[derive(Debug)]
pub struct Believing<S>(pub S);

impl<S: Source> Source for Believing<S> {
    fn next(&mut self, block: &mut Block) -> Result<bool, String> {
        let more = self.0.next(block)?;
        for (fact, side) in block.facts.iter_mut().zip(&block.sides) {
            believe(fact, side);
        }
        Ok(more)
    }
}

fn believe(fact: &mut Fact, side: &Side) {
    if side.verdict.is_none() {
        return;
    }
    if let Body::MessageOut { class: Class::Service, status: Status::Delivered, sent_at, window_from, .. } = &mut fact.body
        && (*window_from == NEVER || sent_at.saturating_sub(*window_from) >= WINDOW)
    {
        *window_from = sent_at.saturating_add(NOT_IN_LOG);
    }
}
