//! Rows in order → facts: what is computed while a log streams.

use std::io;

use super::block::{Block, NOT_IN_LOG, Side};
use super::options::Unmarked;
use super::row::{Row, decode};
use super::shape::{Maps, Shape, What};
use super::spool::{Cursor, Spool};
use super::unique::Dropped;
use super::window::Windows;
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
pub(super) const BLOCK: usize = 1 << 13;
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
    /// Messages outside the window that the platform accepted all the same.
    pub(super) window_not_in_log: u64,
}

impl Player {
    pub(super) fn new(store: &Store) -> Player {
        Player {
            cursor: Cursor::new(0, store.spool.len(), CHUNK),
            position: 0,
            windows: Windows::new(store.delay),
            window_not_in_log: 0,
        }
    }

    /// Fills the block anew; false at the end.
    pub(super) fn fill(&mut self, store: &Store, block: &mut Block) -> io::Result<bool> {
        block.facts.clear();
        block.sides.clear();
        block.ids.clear();
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
            let body = body(shape, &row, number, store, &mut self.windows, &mut self.window_not_in_log);
            block.facts.push(Fact { head, body });
            block.sides.push(side(shape, &row, store, block.ids.len()));
            block.ids.push_str(row.id);
        }
        Ok(!block.facts.is_empty())
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

#[inline]
fn body(shape: &Shape, row: &Row, number: u16, store: &Store, windows: &mut Windows, not_in_log: &mut u64) -> Body {
    match shape.what {
        What::In => {
            if shape.moves_clocks {
                windows.inbound(number, row.customer, row.at);
            }
            let origin = if shape.entry == Entry::Ad { Origin::Ad } else { Origin::Enquiry };
            Body::MessageIn { entry: shape.entry, origin, reminder: false, moves_clocks: shape.moves_clocks }
        }
        What::Call { outbound, platform } => {
            if platform && !outbound {
                windows.inbound(number, row.customer, row.at);
            }
            let network = if platform { Network::Platform } else { Network::Phone };
            Body::CallEnded { wait: 0, talk: row.talk, answered: row.talk > 0, outbound, line: row.talk, network }
        }
        What::Out => {
            let mut window_from = windows.last(number, row.customer, row.sent_at);
            let class = class(shape, row.sent_at, window_from, store.unmarked);
            let (status, reason) = status(shape.arrival);
            let outside = window_from == NEVER || row.sent_at - window_from >= WINDOW;
            if outside && class == Class::Service && status == Status::Delivered && shape.verdict.is_some() {
                // The platform took it: the customer's message is missing in the log.
                window_from = row.sent_at.saturating_add(NOT_IN_LOG);
                *not_in_log += 1;
            }
            let quantity = row.quantity;
            Body::MessageOut {
                sent_at: row.sent_at,
                class,
                status,
                reason,
                author: shape.author,
                nth: 0,
                window_from,
                wait: -1,
                queued: -1,
                quantity,
            }
        }
    }
}

/// The class said, or read by the user's rule.
fn class(shape: &Shape, sent_at: Instant, window_from: Instant, rule: Unmarked) -> Class {
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
