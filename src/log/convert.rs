//! From the cells of a row to a checked [`Row`]; or why it is none.

use super::countries::{Phones, countries, digits};
use super::field::{Cell, Cells, Field, Fields};
use super::hash::{hash64, hash128};
use super::number::{amount, answer, damaged, decimal, small};
use super::options::MissingIds;
use super::reason::Reason;
use super::row::{LONGEST_ID, Row};
use super::said::{marked, verdict, what, word};
use super::shape::{Shape, Shapes, What};
use super::time::{Clock, FIRST, LAST, unix};
use super::words::{self, Arrival};
use crate::facts::{Author, Class, Entry, Instant, Quantity};

/// Turns cells into rows; keeps what it has seen.
pub(super) struct Converter {
    pub(super) shapes: Shapes,
    pub(super) clock: Clock,
    pub(super) missing_ids: MissingIds,
    pub(super) key: Option<[u8; 32]>,
    /// Some time had no offset, so that the zone decided.
    pub(super) local_times: u64,
    /// Rows that got an id of their own.
    pub(super) without_id: u64,
    /// Incoming rows of an unknown country.
    pub(super) inbound_without_country: u64,
    cache: Cache,
    phones: Phones,
    dimensions: Vec<u8>,
    digits: String,
    id: String,
    number: String,
}

/// What a row turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Converted {
    /// A row: encoded at the end of the buffer.
    Row,
    /// No message at all, and why.
    NoMessage(&'static str),
    /// Kept out: why, and the value at fault.
    KeptOut(Reason, String),
}

/// The fields that a shape is made of.
pub(super) const DIMENSIONS: [Field; 16] = [
    Field::Business,
    Field::Account,
    Field::Number,
    Field::Direction,
    Field::CallDirection,
    Field::Kind,
    Field::Category,
    Field::Entry,
    Field::Status,
    Field::Network,
    Field::Origin,
    Field::Author,
    Field::PricingType,
    Field::PricingCategory,
    Field::Billable,
    Field::MovesClocks,
];

/// Something of a row, or what the row turned out to be.
pub(super) type Kept<T> = Result<T, Converted>;

/// Kept out for a reason, with the value at fault.
pub(super) fn out<T>(reason: Reason, value: &str) -> Kept<T> {
    Err(Converted::KeptOut(reason, super::problem::shown(value)))
}

impl Converter {
    pub(super) fn new(clock: Clock, missing_ids: MissingIds, key: Option<[u8; 32]>) -> Converter {
        Converter {
            shapes: Shapes::default(),
            clock,
            missing_ids,
            key,
            local_times: 0,
            without_id: 0,
            inbound_without_country: 0,
            cache: Cache::new(),
            phones: Phones::new(),
            dimensions: Vec::new(),
            digits: String::new(),
            id: String::new(),
            number: String::new(),
        }
    }

    /// Checks a row and appends it to `buffer`.
    pub(super) fn convert(&mut self, fields: &Fields, file: u16, row: u64, buffer: &mut Vec<u8>) -> Converted {
        match self.row(fields, file, row, buffer) {
            Ok(()) => Converted::Row,
            Err(other) => other,
        }
    }

    fn row(&mut self, fields: &Fields, file: u16, row: u64, buffer: &mut Vec<u8>) -> Kept<()> {
        let country = self.country(fields)?;
        let index = self.shape(fields, country)?;
        self.known(fields, index, country, file, row, buffer)
    }

    /// The rest of a row whose shape is known.
    #[inline]
    pub(super) fn known<'a>(
        &mut self,
        fields: &impl Cells<'a>,
        index: u32,
        country: u16,
        file: u16,
        row: u64,
        buffer: &mut Vec<u8>,
    ) -> Kept<()> {
        let shape = self.shapes.list[index as usize];
        let time = self.instant(fields.get(Field::Time))?;
        let Some(time) = time else { return out(Reason::NoTime, "") };
        let sent = self.instant(fields.get(Field::SentAt))?.unwrap_or(time);
        let outbound = !matches!(shape.what, What::In | What::Call { outbound: false, .. });
        let (at, sent_at) = match (shape.what, shape.arrival) {
            (What::Out, Arrival::Delivered) => (time, sent.min(time)),
            (What::Out, _) => (sent, sent),
            _ => (time, time),
        };
        let customer = self.customer(fields)?;
        let quantity = Quantity {
            recipients: small(fields, Field::Recipients, 1)?,
            segments: small(fields, Field::Segments, 1)?,
            tokens: small(fields, Field::Tokens, 0)?,
        };
        let talk = self.seconds(fields.get(Field::Seconds))?;
        let amount = amount(fields.get(Field::Amount))?;
        let answer = answer(fields.get(Field::Answer), &mut self.number);
        if country == countries().unknown() {
            self.inbound_without_country += 1;
        }
        let cell = fields.get(Field::Id);
        let said = cell.str(&mut self.number);
        let mut checked = Row {
            at,
            sent_at,
            customer,
            shape: index,
            outbound,
            rank: shape.arrival as u8,
            file,
            row,
            id: said.as_bytes(),
            answer,
            quantity,
            talk,
            amount,
        };
        if said.is_empty() {
            if self.missing_ids == MissingIds::KeepOut {
                return out(Reason::NoId, "");
            }
            self.without_id += 1;
            let content = content(&checked, &self.dimensions);
            self.id.clear();
            use std::fmt::Write;
            let _ = write!(self.id, "~{content:016x}-{file}-{row}");
            checked.id = self.id.as_bytes();
        } else if said.len() > LONGEST_ID {
            return out(Reason::LongId, said);
        }
        checked.encode(shape.number, buffer);
        Ok(())
    }

    /// Index of the customer's country.
    pub(super) fn country<'a>(&mut self, fields: &impl Cells<'a>) -> Kept<u16> {
        if let Cell::Text(text) = fields.get(Field::Country) {
            return Ok(countries().named(text).unwrap_or(countries().unknown()));
        }
        let phone = fields.get(Field::Phone).str(&mut self.number);
        if phone.is_empty() {
            return Ok(countries().unknown());
        }
        match self.phones.country(phone) {
            Some(country) => Ok(country),
            None if damaged(phone) => out(Reason::DamagedPhone, phone),
            None => Ok(countries().unknown()),
        }
    }

    /// Number of the row's shape.
    pub(super) fn shape<'a>(&mut self, fields: &impl Cells<'a>, country: u16) -> Kept<u32> {
        self.dimensions.clear();
        self.dimensions.extend(country.to_le_bytes());
        for field in DIMENSIONS {
            match fields.get(field) {
                Cell::Empty => {}
                Cell::Text(text) => self.dimensions.extend(text.as_bytes()),
                Cell::Integer(n) | Cell::Instant(n) => {
                    self.dimensions.push(1);
                    self.dimensions.extend(n.to_le_bytes());
                }
            }
            self.dimensions.push(0);
        }
        let hash = hash64(&self.dimensions);
        if let Some(index) = self.cache.get(hash) {
            return Ok(index);
        }
        let shape = self.read_shape(fields, country)?;
        let index = self.shapes.intern(shape);
        self.cache.set(hash, index);
        Ok(index)
    }

    fn read_shape<'a>(&mut self, fields: &impl Cells<'a>, country: u16) -> Kept<Shape> {
        let mut buffers: [String; DIMENSIONS.len()] = Default::default();
        let mut texts = [""; DIMENSIONS.len()];
        for ((text, buffer), field) in texts.iter_mut().zip(&mut buffers).zip(DIMENSIONS) {
            *text = fields.get(field).str(buffer);
        }
        let [
            business,
            account,
            number,
            direction,
            call_direction,
            kind,
            category,
            entry,
            status,
            network,
            origin,
            author,
            rest @ ..,
        ] = texts;
        let [pricing_type, pricing_category, billable, moves_clocks] = rest;
        let kind = word(kind, words::kind, Reason::UnknownKind)?;
        let what = what(direction, call_direction, kind, network)?;
        let message = if what == What::Out { marked(kind, category, pricing_category)? } else { None };
        if what == What::Out && country == countries().unknown() {
            let text = fields.get(Field::Country).str(&mut self.number);
            return if text.is_empty() { out(Reason::NoCountry, "") } else { out(Reason::UnknownCountry, text) };
        }
        let arrival = match what {
            What::Out => word(status, words::arrival, Reason::UnknownStatus)?.unwrap_or(Arrival::Delivered),
            _ => Arrival::Delivered,
        };
        let class = message.unwrap_or(Class::Service);
        let said = words::author(author).or_else(|| words::author(origin)).or_else(|| words::author(direction));
        let usual = if matches!(class, Class::Service | Class::App) { Author::Agent } else { Author::System };
        let main = |name: &'static str, text: &str| if text.is_empty() { name.to_string() } else { text.to_string() };
        let names = &mut self.shapes.names;
        let found = names.number(&main("main", business), &main("main", account), &main("main", number));
        let (Some(number), Some(origin)) = (found, names.origin(origin)) else {
            return out(Reason::TooManyNames, number);
        };
        Ok(Shape {
            what,
            arrival,
            class,
            unmarked: what == What::Out && message.is_none(),
            author: said.unwrap_or(usual),
            entry: word(entry, words::entry, Reason::UnknownEntry)?.unwrap_or(Entry::None),
            moves_clocks: word(moves_clocks, words::truth, Reason::NotTrueOrFalse)?.unwrap_or(true),
            verdict: if what == What::Out { verdict(pricing_type, pricing_category, billable) } else { None },
            number,
            country,
            origin,
        })
    }

    /// A time, checked; `None`: nothing is there.
    pub(super) fn instant(&mut self, cell: Cell) -> Kept<Option<Instant>> {
        let read = match cell {
            Cell::Empty => return Ok(None),
            Cell::Instant(at) => Some((at, false)),
            Cell::Integer(n) => unix(n).map(|at| (at, false)),
            Cell::Text(text) => self.clock.text(text),
        };
        match read {
            Some((at, local)) if (FIRST..LAST).contains(&at) => {
                self.local_times += local as u64;
                Ok(Some(at))
            }
            Some(_) => out(Reason::ImpossibleTime, cell.str(&mut self.number)),
            None => out(Reason::UnreadableTime, cell.str(&mut self.number)),
        }
    }

    fn customer<'a>(&mut self, fields: &impl Cells<'a>) -> Kept<u64> {
        let mut text = fields.get(Field::Customer).str(&mut self.number);
        let phone = text.is_empty();
        let other = &mut String::new();
        if phone {
            text = fields.get(Field::Phone).str(other);
        }
        if text.is_empty() {
            return out(Reason::NoCustomer, "");
        }
        let plain = text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        if !plain && (phone || text.starts_with(['+', 'w'])) {
            text = digits(text, &mut self.digits).unwrap_or(text);
        }
        Ok(match &self.key {
            None => hash64(text.as_bytes()),
            Some(key) => {
                let hash = blake3::keyed_hash(key, text.as_bytes());
                hash.as_bytes()[..8].iter().fold(0, |h, b| h << 8 | *b as u64)
            }
        })
    }

    /// Seconds with a decimal point or comma, as microseconds.
    fn seconds(&mut self, cell: Cell) -> Kept<i64> {
        let text = cell.str(&mut self.number);
        if text.is_empty() {
            return Ok(0);
        }
        let micros = decimal(text, 6).filter(|m| *m >= 0).and_then(|m| i64::try_from(m).ok());
        micros.map_or_else(|| out(Reason::BadNumber, text), Ok)
    }
}

/// Hash of what a row says, for rows without an id: their order among each other then does not follow the file.
fn content(row: &Row, dimensions: &[u8]) -> u64 {
    let mut bytes = dimensions.to_vec();
    for word in [row.at, row.sent_at, row.customer as i64, row.answer as i64, row.talk] {
        bytes.extend(word.to_le_bytes());
    }
    (hash128(&bytes) >> 64) as u64
}

/// Shapes by the hash of their cells.
struct Cache(Vec<(u64, u32)>);

const CACHE: usize = 1 << 16;

impl Cache {
    fn new() -> Cache {
        Cache(vec![(0, 0); CACHE])
    }

    #[inline]
    fn get(&self, hash: u64) -> Option<u32> {
        let (key, index) = self.0[hash as usize % CACHE];
        (key == hash && index > 0).then(|| index - 1)
    }

    fn set(&mut self, hash: u64, index: u32) {
        self.0[hash as usize % CACHE] = (hash, index + 1);
    }
}
