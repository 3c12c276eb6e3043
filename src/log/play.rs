//! Rows in order → facts: what is computed while a log streams.

use std::io;

use super::block::{Block, NOT_IN_LOG, Side};
use super::options::Unmarked;
use super::row::{Row, decode};
use super::shape::{Maps, Shape, What};
use super::spool::{Cursor, Spool};
use super::unique::Dropped;
use super::window::{Pair, Windows};
use super::words::Arrival;
use crate::facts::{
    Body, Class, Entry, Fact, FactId, Head, Instant, NEVER, Network, Origin, Part, Reason as Why, Status,
};

/// Everything that streaming needs, shared by all streams.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) spool: Spool,
    pub(super) dropped: Dropped,
    pub(super) shapes: Vec<Shape>,
    pub(super) maps: Maps,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) unmarked: Unmarked,
    /// Longest time from sending to delivery.
    pub(super) delay: i64,
}

/// Facts of one block.
pub(super) const BLOCK: usize = 1 << 12;
/// Rows whose windows are fetched at once.
const NEAR: usize = 1 << 8;
/// Bytes read at once.
const CHUNK: usize = 1 << 19;
/// 24 hours: what `--unmarked …-outside` goes by.
const WINDOW: i64 = 86_400_000_000;

/// One run through the rows.
#[derive(Debug)]
pub(super) struct Player {
    cursor: Cursor,
    position: u64,
    windows: Windows,
    /// Of the block that is filled: number of each row's shape, and who wrote.
    shapes: Vec<u32>,
    pairs: Vec<Pair>,
    /// Messages outside the window that the platform accepted all the same.
    pub(super) window_not_in_log: u64,
}

impl Player {
    pub(super) fn new(store: &Store) -> Player {
        Player {
            cursor: Cursor::new(0, store.spool.len(), CHUNK),
            position: 0,
            windows: Windows::new(store.delay),
            shapes: Vec::with_capacity(BLOCK),
            pairs: Vec::with_capacity(BLOCK),
            window_not_in_log: 0,
        }
    }

    /// Fills the block anew; false at the end.
    pub(super) fn fill(&mut self, store: &Store, block: &mut Block) -> io::Result<bool> {
        block.clear();
        self.shapes.clear();
        self.pairs.clear();
        while block.facts.len() < BLOCK {
            if !self.cursor.advance(&store.spool)? {
                break;
            }
            let position = self.position;
            self.position += 1;
            if store.dropped.contains(position) {
                continue;
            }
            let row = decode(self.cursor.record());
            let shape = &store.shapes[row.shape as usize];
            let number = store.maps.numbers[shape.number as usize];
            let head = Head {
                at: row.at,
                customer: row.customer,
                id: FactId { stream: (position >> 32) as u16, ordinal: position as u32, ..FactId::default() },
                number,
                country: store.maps.countries[shape.country as usize],
                part: part(store, row.at),
            };
            block.facts.push(Fact { head, body: body(shape, &row) });
            block.sides.push(side(shape, &row, store, block.ids.len()));
            block.ids.push_str(row.id);
            self.shapes.push(row.shape);
            self.pairs.push(Pair::new(number, row.customer));
        }
        self.judge(store, &mut block.facts);
        Ok(!block.facts.is_empty())
    }

    /// What follows from the customer's last message before each one.
    fn judge(&mut self, store: &Store, facts: &mut [Fact]) {
        let near = facts.chunks_mut(NEAR).zip(self.pairs.chunks(NEAR)).zip(self.shapes.chunks(NEAR));
        for ((facts, pairs), shapes) in near {
            self.windows.fetch(pairs);
            for ((Fact { head, body }, pair), shape) in facts.iter_mut().zip(pairs).zip(shapes) {
                let (shape, pair) = (&store.shapes[*shape as usize], *pair);
                match body {
                    Body::MessageIn { moves_clocks: true, .. }
                    | Body::CallEnded { network: Network::Platform, outbound: false, .. } => {
                        self.windows.inbound(pair, head.at);
                    }
                    Body::MessageOut { sent_at, class, status, window_from, .. } => {
                        *window_from = self.windows.last(pair, *sent_at);
                        *class = read_class(shape, *sent_at, *window_from, store.unmarked);
                        let outside = *window_from == NEVER || *sent_at - *window_from >= WINDOW;
                        let taken = *class == Class::Service && *status == Status::Delivered && shape.verdict.is_some();
                        if outside && taken {
                            // The platform took it: the customer's message is missing in the log.
                            *window_from = sent_at.saturating_add(NOT_IN_LOG);
                            self.window_not_in_log += 1;
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

fn part(store: &Store, at: Instant) -> Part {
    match at {
        at if at < store.from => Part::Lead,
        at if at < store.to => Part::Run,
        _ => Part::Drain,
    }
}

fn side(shape: &Shape, row: &Row, store: &Store, start: usize) -> Side {
    Side {
        row: row.row,
        file: row.file,
        origin: store.maps.origins[shape.origin as usize],
        id: (start as u32, (start + row.id.len()) as u32),
        answer: row.answer,
        verdict: shape.verdict.map(|v| super::Verdict { amount: row.amount, ..v }),
    }
}

/// The fact of a row, without what follows from earlier rows.
#[inline]
fn body(shape: &Shape, row: &Row) -> Body {
    match shape.what {
        What::In => {
            let origin = if shape.entry == Entry::Ad { Origin::Ad } else { Origin::Enquiry };
            Body::MessageIn { entry: shape.entry, origin, reminder: false, moves_clocks: shape.moves_clocks }
        }
        What::Call { outbound, platform } => {
            let network = if platform { Network::Platform } else { Network::Phone };
            Body::CallEnded { wait: 0, talk: row.talk, answered: row.talk > 0, outbound, line: row.talk, network }
        }
        What::Out => {
            let (status, reason) = status(shape.arrival);
            Body::MessageOut {
                sent_at: row.sent_at,
                class: shape.class,
                status,
                reason,
                author: shape.author,
                nth: 0,
                window_from: NEVER,
                wait: -1,
                queued: -1,
                quantity: row.quantity,
            }
        }
    }
}

/// The class said, or read by the user's rule.
#[inline]
fn read_class(shape: &Shape, sent_at: Instant, window_from: Instant, rule: Unmarked) -> Class {
    match rule {
        Unmarked::TemplateOutside(class) if shape.unmarked => {
            let inside = window_from != NEVER && sent_at - window_from < WINDOW;
            if inside { Class::Service } else { class }
        }
        _ => shape.class,
    }
}

fn status(arrival: Arrival) -> (Status, Why) {
    match arrival {
        Arrival::Delivered => (Status::Delivered, Why::None),
        Arrival::Failed => (Status::Failed, Why::Undeliverable),
        Arrival::Refused => (Status::Refused, Why::WindowClosed),
        Arrival::Sent => (Status::Failed, Why::None),
    }
}
