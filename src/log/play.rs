//! Rows in order → facts: what is computed while a log streams.

use std::collections::BTreeSet;
use std::io;

use super::block::{Block, NOT_IN_LOG, Side};
use super::kept::{KeptRow, Reader};
use super::options::Unmarked;
use super::shape::{Maps, Shape, What};
use super::spool::Spool;
use super::unique::Dropped;
use super::window::Windows;
use super::words::Arrival;
use crate::facts::{
    Body, Class, Entry, Fact, FactId, Head, Instant, NEVER, Network, Origin, Part, Place, Reason as Why, Status,
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
/// 24 hours: what `--unmarked …-outside` goes by.
const WINDOW: i64 = 86_400_000_000;

/// One run through the rows.
#[derive(Debug)]
pub(super) struct Player {
    reader: Reader,
    position: u64,
    windows: Windows,
    /// Of the block that is filled: number of each row's shape.
    shapes: Vec<u32>,
    /// Places of new customers of whom every row so far was left out.
    begun: BTreeSet<u32>,
    /// Messages outside the window that the platform accepted all the same.
    pub(super) window_not_in_log: u64,
}

impl Player {
    pub(super) fn new(store: &Store) -> Player {
        Player {
            reader: Reader::default(),
            position: 0,
            windows: Windows::new(store.delay),
            shapes: Vec::with_capacity(BLOCK),
            begun: BTreeSet::new(),
            window_not_in_log: 0,
        }
    }

    /// Fills the block anew; false at the end.
    pub(super) fn fill(&mut self, store: &Store, block: &mut Block) -> io::Result<bool> {
        block.clear();
        self.shapes.clear();
        while block.facts.len() < BLOCK {
            let Some(row) = self.reader.next(&store.spool)? else { break };
            let position = self.position;
            self.position += 1;
            if store.dropped.contains(position) {
                if row.fresh {
                    self.begun.insert(row.place);
                }
                continue;
            }
            let fresh = (!self.begun.is_empty() && self.begun.remove(&row.place)) || row.fresh;
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
            block.ids.push_str(std::str::from_utf8(row.id).unwrap_or(""));
            block.places.push(Place::new(row.place, fresh));
            self.shapes.push(row.shape);
        }
        self.judge(store, block);
        Ok(!block.facts.is_empty())
    }

    /// What follows from the customer's last message before each one.
    fn judge(&mut self, store: &Store, block: &mut Block) {
        let near = block.facts.chunks_mut(NEAR).zip(block.places.chunks(NEAR)).zip(self.shapes.chunks(NEAR));
        for ((facts, places), shapes) in near {
            self.windows.fetch(places.iter().map(|place| place.index()));
            for ((Fact { head, body }, place), shape) in facts.iter_mut().zip(places).zip(shapes) {
                if place.fresh() {
                    self.windows.begin(place.index());
                }
                let (shape, place) = (&store.shapes[*shape as usize], place.index());
                match body {
                    Body::MessageIn { moves_clocks: true, .. }
                    | Body::CallEnded { network: Network::Platform, outbound: false, .. } => {
                        self.windows.inbound(place, head.at);
                    }
                    Body::MessageOut { sent_at, class, status, window_from, .. } => {
                        *window_from = self.windows.last(place, *sent_at);
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

fn side(shape: &Shape, row: &KeptRow, store: &Store, start: usize) -> Side {
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
fn body(shape: &Shape, row: &KeptRow) -> Body {
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
