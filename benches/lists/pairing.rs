//! A pairing heap (Fredman, Sedgewick, Sleator & Tarjan 1986, doi 10.1007/BF01840439) whose nodes lie in one vector; two passes.

use crate::event::Keys;

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Node {
    key: u64,
    child: u32,
    /// The next child of the same parent; of a node without use, the next such node.
    sibling: u32,
}

pub struct Pairing {
    nodes: Vec<Node>,
    root: u32,
    free: u32,
}

impl Pairing {
    /// The higher of two roots becomes the first child of the lower; returns the lower.
    #[inline]
    fn meld(&mut self, a: u32, b: u32) -> u32 {
        let b_is_lower = self.nodes[b as usize].key < self.nodes[a as usize].key;
        let (low, high) = if b_is_lower { (b, a) } else { (a, b) };
        self.nodes[high as usize].sibling = self.nodes[low as usize].child;
        self.nodes[low as usize].child = high;
        low
    }

    /// One heap of many that are linked as siblings: melded in pairs from the left, then together from the right.
    fn join(&mut self, mut first: u32) -> u32 {
        let mut pairs = NONE;
        while first != NONE {
            let second = self.nodes[first as usize].sibling;
            let (pair, next) = match second {
                NONE => (first, NONE),
                _ => {
                    let next = self.nodes[second as usize].sibling;
                    (self.meld(first, second), next)
                }
            };
            self.nodes[pair as usize].sibling = pairs;
            (pairs, first) = (pair, next);
        }
        let mut root = pairs;
        if root == NONE {
            return NONE;
        }
        let mut rest = self.nodes[root as usize].sibling;
        while rest != NONE {
            let next = self.nodes[rest as usize].sibling;
            root = self.meld(root, rest);
            rest = next;
        }
        root
    }

    #[inline]
    fn enter(&mut self, place: u32) {
        self.root = if self.root == NONE { place } else { self.meld(self.root, place) };
    }
}

impl Keys for Pairing {
    fn new(_microsecond: u64) -> Self {
        Pairing { nodes: Vec::new(), root: NONE, free: NONE }
    }

    #[inline]
    fn push(&mut self, key: u64) {
        let node = Node { key, child: NONE, sibling: NONE };
        let place = match self.free {
            NONE => {
                self.nodes.push(node);
                (self.nodes.len() - 1) as u32
            }
            place => {
                self.free = self.nodes[place as usize].sibling;
                self.nodes[place as usize] = node;
                place
            }
        };
        self.enter(place);
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        if self.root == NONE {
            return None;
        }
        let place = self.root as usize;
        let Node { key, child, .. } = self.nodes[place];
        self.nodes[place].sibling = self.free;
        self.free = place as u32;
        self.root = self.join(child);
        Some(key)
    }
}
