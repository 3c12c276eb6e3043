//! Streaming a log's facts, block by block; the next blocks are made on another thread while the current one is billed.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use super::block::Block;
use super::intake::temporary;
use super::play::{Player, Store};
use super::problem::Problem;

/// Blocks made ahead.
const AHEAD: usize = 4;

/// The facts of a log in order; from [`super::Log::blocks`].
#[derive(Debug)]
pub struct Blocks {
    full: Receiver<Result<Block, Problem>>,
    used: Sender<Block>,
    ended: bool,
}

impl Blocks {
    /// Starts the thread; it ends with the log, or when the stream is dropped.
    pub(super) fn new(store: Arc<Store>) -> Result<Blocks, Problem> {
        let (sender, full) = sync_channel(AHEAD);
        let (used, buffers) = channel();
        let make = std::thread::Builder::new().name("log".to_string());
        make.spawn(move || play(&store, &sender, &buffers))
            .map_err(|e| Problem::of("the log", format!("no thread can be started: {e}"), "end other programs"))?;
        Ok(Blocks { full, used, ended: false })
    }

    /// Fills `block` with the next facts, using its buffers again; false (and an empty block) at the end.
    ///
    /// # Errors
    /// A temporary file that can no longer be read.
    pub fn next(&mut self, block: &mut Block) -> Result<bool, Problem> {
        if !self.ended {
            if let Ok(next) = self.full.recv() {
                let old = std::mem::replace(block, next?);
                // The thread may have made its last block already: then nobody needs the buffers.
                let _ = self.used.send(old);
                return Ok(true);
            }
            self.ended = true;
        }
        block.clear();
        Ok(false)
    }
}

fn play(store: &Store, full: &SyncSender<Result<Block, Problem>>, buffers: &Receiver<Block>) {
    let mut player = Player::new(store);
    loop {
        let mut block = buffers.try_recv().unwrap_or_default();
        let next = match player.fill(store, &mut block) {
            Ok(false) => return,
            Ok(true) => Ok(block),
            Err(error) => Err(temporary(&error)),
        };
        let failed = next.is_err();
        if full.send(next).is_err() || failed {
            return;
        }
    }
}
