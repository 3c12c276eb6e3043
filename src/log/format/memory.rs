//! Which combinations of words a slice of Parquet has shown already: rows with one of them need not be read word by word.

use polars::prelude::StringChunked;

use super::super::hash::mix;

/// Places of the table of combinations, and of combinations with a country.
const PLACES: usize = 1 << 12;
const SHAPES: usize = 1 << 14;
/// Most combinations remembered.
const MOST: usize = 1 << 16;

/// Combinations by the views of their texts: equal views are equal texts, since they hold the text or point to one place.
pub(in super::super) struct Memory<'a> {
    /// Columns, and whether they have gaps.
    columns: Vec<(&'a StringChunked, bool)>,
    /// 1 + number of the combination by hash; 0 = empty.
    places: Vec<u32>,
    /// Views of the combinations, end to end.
    seen: Vec<u128>,
    now: Vec<u128>,
    /// (combination + 1, country, shape) by hash.
    shapes: Vec<(u32, u16, u32)>,
}

impl<'a> Memory<'a> {
    pub(in super::super) fn new(columns: Vec<&'a StringChunked>) -> Memory<'a> {
        let columns: Vec<_> = columns.into_iter().map(|c| (c, c.null_count() > 0)).collect();
        let now = Vec::with_capacity(columns.len());
        Memory { columns, places: vec![0; PLACES], seen: Vec::new(), now, shapes: vec![(0, 0, 0); SHAPES] }
    }

    /// Number of the combination of row `i`.
    #[inline]
    pub(in super::super) fn code(&mut self, i: usize) -> u32 {
        self.now.clear();
        let mut hash = 0;
        for (column, gaps) in &self.columns {
            let array = column.downcast_as_array();
            // A text of no length has the view 0; nothing at all gets one that no text has.
            let nothing = *gaps && array.get(i).is_none();
            let view = if nothing { u128::MAX } else { array.views()[i].as_u128() };
            hash = mix(hash ^ view as u64, (view >> 64) as u64);
            self.now.push(view);
        }
        let width = self.now.len();
        let place = hash as usize % PLACES;
        if let Some(known) = self.places[place].checked_sub(1)
            && self.seen[known as usize * width..][..width] == self.now[..]
        {
            return known;
        }
        if self.seen.len() >= MOST * width.max(1) {
            self.seen.clear();
            self.places.fill(0);
            self.shapes.fill((0, 0, 0));
        }
        let code = (self.seen.len() / width.max(1)) as u32;
        self.seen.extend(&self.now);
        self.places[place] = code + 1;
        code
    }

    fn place(code: u32, country: u16) -> usize {
        mix(code as u64, country as u64) as usize % SHAPES
    }

    /// Shape of a combination in a country, if it was seen.
    #[inline]
    pub(in super::super) fn shape(&self, code: u32, country: u16) -> Option<u32> {
        let (known, of, shape) = self.shapes[Self::place(code, country)];
        (known == code + 1 && of == country).then_some(shape)
    }

    pub(in super::super) fn remember(&mut self, code: u32, country: u16, shape: u32) {
        self.shapes[Self::place(code, country)] = (code + 1, country, shape);
    }
}
