//! A heap of D children a node in one vector (Johnson 1975, doi 10.1016/0020-0190(75)90001-0).

use crate::event::Keys;

/// Pop and push.
pub struct Heap<const D: usize>(Vec<u64>);

impl<const D: usize> Heap<D> {
    /// Let a key rise from a place that is free.
    #[inline]
    fn rise(&mut self, mut place: usize, key: u64) {
        while place > 0 {
            let parent = (place - 1) / D;
            if self.0[parent] < key {
                break;
            }
            self.0[place] = self.0[parent];
            place = parent;
        }
        self.0[place] = key;
    }

    /// Let a key sink from the top, which is free.
    #[inline]
    fn sink(&mut self, key: u64) {
        let mut place = 0;
        loop {
            let first = D * place + 1;
            let lowest = match self.0.get(first..first + D) {
                Some(children) => first + least(children),
                None if first < self.0.len() => first + least(&self.0[first..]),
                None => break,
            };
            if self.0[lowest] > key {
                break;
            }
            self.0[place] = self.0[lowest];
            place = lowest;
        }
        self.0[place] = key;
    }
}

/// Which of the keys is the lowest.
#[inline]
fn least(keys: &[u64]) -> usize {
    let (mut which, mut lowest) = (0, keys[0]);
    for (place, key) in keys.iter().enumerate().skip(1) {
        let less = *key < lowest;
        which = if less { place } else { which };
        lowest = if less { *key } else { lowest };
    }
    which
}

impl<const D: usize> Keys for Heap<D> {
    fn new(_microsecond: u64) -> Self {
        Heap(Vec::new())
    }

    #[inline]
    fn push(&mut self, key: u64) {
        self.0.push(key);
        self.rise(self.0.len() - 1, key);
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        let top = *self.0.first()?;
        let last = self.0.pop()?;
        if !self.0.is_empty() {
            self.sink(last);
        }
        Some(top)
    }
}

/// The same, whose top is replaced: one walk instead of two.
pub struct HeapReplaced<const D: usize>(Heap<D>);

impl<const D: usize> Keys for HeapReplaced<D> {
    fn new(microsecond: u64) -> Self {
        HeapReplaced(Heap::new(microsecond))
    }

    #[inline]
    fn push(&mut self, key: u64) {
        self.0.push(key);
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        self.0.pop()
    }

    #[inline]
    fn hold(&mut self, next: impl FnOnce(u64) -> u64) -> Option<u64> {
        let top = *self.0.0.first()?;
        self.0.sink(next(top));
        Some(top)
    }
}
