//! The product's own list, a tournament tree over fixed leaves.

use chatfare::engine::tree::EventTree;

use crate::event::EventList;

/// As the engine uses it: the winner's leaf gets its next time, one walk.
pub struct Tree(EventTree);

impl EventList for Tree {
    fn new(entities: u32) -> Self {
        Tree(EventTree::new(entities as usize, i64::MAX))
    }

    #[inline]
    fn push(&mut self, at: i64, entity: u32) {
        self.0.set(entity, at);
    }

    #[inline]
    fn pop(&mut self) -> Option<(i64, u32)> {
        let first = self.0.first()?;
        self.0.clear(first.1);
        Some(first)
    }

    #[inline]
    fn hold(&mut self, next: impl FnOnce(i64, u32) -> i64) -> Option<(i64, u32)> {
        let (at, entity) = self.0.first()?;
        self.0.set(entity, next(at, entity));
        Some((at, entity))
    }
}

/// Cleared and set anew: two walks, as pop and push of a heap.
pub struct TreeTwice(Tree);

impl EventList for TreeTwice {
    fn new(entities: u32) -> Self {
        TreeTwice(Tree::new(entities))
    }

    #[inline]
    fn push(&mut self, at: i64, entity: u32) {
        self.0.push(at, entity);
    }

    #[inline]
    fn pop(&mut self) -> Option<(i64, u32)> {
        self.0.pop()
    }
}
