//! One pass: a thread reads the next blocks while the others are folded; every fold sees every block in order.

use rayon::prelude::*;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use super::source::Source;
use crate::log::Block;

/// Blocks read ahead: enough that neither side waits for long, few enough to stay small.
const AHEAD: usize = 3;

/// Takes the blocks of a log in order.
pub trait Take: Send {
    /// The next block.
    ///
    /// # Errors
    /// Why it cannot go on, in words.
    fn take(&mut self, block: &Block) -> Result<(), String>;
}

/// Sees each block when all folds have taken it.
pub type After<'a, T> = dyn FnMut(&Block, &mut [T]) -> Result<(), String> + 'a;

/// Runs a source through all folds, those of one block in parallel on the present rayon pool; `after` sees each block when
/// all folds have taken it.
///
/// # Errors
/// The first of: what cannot be read, what a fold or `after` says.
pub fn pass<S: Source, T: Take>(mut source: S, folds: &mut [T], after: &mut After<'_, T>) -> Result<(), String> {
    let (full, blocks) = sync_channel::<Result<Block, String>>(AHEAD);
    let (back, empty) = channel::<Block>();
    std::thread::scope(|scope| {
        scope.spawn(move || read(&mut source, &full, &empty));
        // Owned here, so that the reader's channel closes when folding stops early.
        let blocks = blocks;
        while let Ok(block) = blocks.recv() {
            let block = block?;
            each(folds, &block)?;
            after(&block, folds)?;
            // The reader may have ended already; then nobody wants the room back.
            let _ = back.send(block);
        }
        Ok(())
    })
}

/// Reads until the end or until nobody listens.
fn read<S: Source>(source: &mut S, full: &SyncSender<Result<Block, String>>, empty: &Receiver<Block>) {
    loop {
        let mut block = empty.try_recv().unwrap_or_default();
        let sent = match source.next(&mut block) {
            Ok(true) => full.send(Ok(block)),
            Ok(false) => return,
            Err(problem) => {
                let _ = full.send(Err(problem));
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn each<T: Take>(folds: &mut [T], block: &Block) -> Result<(), String> {
    if let [fold] = folds {
        return fold.take(block);
    }
    folds.par_iter_mut().with_max_len(1).map(|fold| fold.take(block)).collect()
}
