//! Where the blocks come from: a log, or blocks held in memory.

use crate::log::{Block, Blocks};

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

impl Source for Blocks {
    fn next(&mut self, block: &mut Block) -> Result<bool, String> {
        Blocks::next(self, block).map_err(|problem| problem.to_string())
    }
}
