//! Streaming a log's facts, block by block.

use std::sync::Arc;

use super::block::Block;
use super::intake::temporary;
use super::play::{Player, Store};
use super::problem::Problem;

/// The facts of a log in order; from [`super::Log::blocks`].
#[derive(Debug)]
pub struct Blocks {
    store: Arc<Store>,
    player: Player,
}

impl Blocks {
    pub(super) fn new(store: Arc<Store>) -> Blocks {
        let player = Player::new(&store);
        Blocks { store, player }
    }

    /// Fills `block` with the next facts, using its buffers again; false (and an empty block) at the end.
    ///
    /// # Errors
    /// A temporary file that can no longer be read.
    pub fn next(&mut self, block: &mut Block) -> Result<bool, Problem> {
        self.player.fill(&self.store, block).map_err(|e| temporary(&e))
    }
}
