//! Linked lists of keys in one vector, for the buckets of calendar and ladder: a bucket is four bytes, and its events move to
//! other buckets without being copied.

/// No node.
pub const END: u32 = u32::MAX;

/// A key and the node after it.
#[derive(Clone, Copy)]
pub struct Node {
    pub key: u64,
    pub next: u32,
}

/// The nodes of all lists.
#[derive(Default)]
pub struct Chains {
    nodes: Vec<Node>,
    /// First node that nobody uses.
    free: Option<u32>,
}

impl Chains {
    /// A node outside of all lists.
    #[inline]
    pub fn node(&mut self, key: u64) -> u32 {
        match self.free {
            Some(place) => {
                let next = self.nodes[place as usize].next;
                self.free = (next != END).then_some(next);
                self.nodes[place as usize].key = key;
                place
            }
            None => {
                self.nodes.push(Node { key, next: END });
                (self.nodes.len() - 1) as u32
            }
        }
    }

    #[inline]
    pub fn at(&self, place: u32) -> Node {
        self.nodes[place as usize]
    }

    /// Put a node before a list's first.
    #[inline]
    pub fn lead(&mut self, first: &mut u32, place: u32) {
        self.nodes[place as usize].next = *first;
        *first = place;
    }

    /// Put a node where it belongs in a list in rising order.
    #[inline]
    pub fn insert(&mut self, first: &mut u32, place: u32) {
        let key = self.at(place).key;
        let (mut before, mut after) = (END, *first);
        while after != END && self.at(after).key < key {
            (before, after) = (after, self.at(after).next);
        }
        self.nodes[place as usize].next = after;
        match before {
            END => *first = place,
            before => self.nodes[before as usize].next = place,
        }
    }

    /// Take the first node of a list that has one out of use; returns its key.
    #[inline]
    pub fn take(&mut self, first: &mut u32) -> u64 {
        let place = *first;
        let Node { key, next } = self.at(place);
        *first = next;
        self.nodes[place as usize].next = self.free.unwrap_or(END);
        self.free = Some(place);
        key
    }
}
