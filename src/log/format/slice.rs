//! One slice of Parquet with the documented columns: its rows, most of them without a look at their words.

use super::super::convert::DIMENSIONS;
use super::super::field::{Cell, Cells, FIELDS, Field, Fields};
use super::super::hash::mix;
use super::super::intake::Intake;
use super::super::mapping::Mapping;
use super::super::problem::Problem;
use super::columns::{Column, RowOf};
use super::combinations::Combinations;

/// The combinations of the words that a shape and a country are made of.
pub(super) fn combinations(columns: &[Column; FIELDS], height: usize) -> Combinations {
    let words = DIMENSIONS.into_iter().chain([Field::Country]);
    Combinations::new(words.map(|field| &columns[field as usize]), height)
}

/// Hands on the rows of a slice whose columns stand by field; `before` rows of the file came earlier.
pub(super) fn read(
    columns: &[Column; FIELDS],
    combinations: &Combinations,
    before: u64,
    mapping: &Mapping,
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    if mapping.changes_cells() {
        return (0..combinations.of.len()).try_for_each(|i| slow(columns, i, before, mapping, intake));
    }
    let mut known = Known::new(combinations.count);
    for (i, combination) in combinations.of.iter().enumerate() {
        let row = RowOf { columns, i };
        let found = match known.alone[*combination as usize] {
            Alone::Shape(shape, country) => Some((shape, country)),
            Alone::ByPhone => {
                let country = intake.converter.country(&row).ok();
                country.and_then(|country| known.in_country(*combination, country).map(|shape| (shape, country)))
            }
            Alone::New => None,
        };
        match found {
            Some((shape, country)) if !row.get(Field::Id).is_empty() => {
                intake.known(&row, shape, country, before + i as u64 + 1)?;
            }
            Some(_) => slow(columns, i, before, mapping, intake)?,
            None => match learn(&row, *combination, &mut known, intake) {
                Some((shape, country)) if !row.get(Field::Id).is_empty() => {
                    intake.known(&row, shape, country, before + i as u64 + 1)?;
                }
                _ => slow(columns, i, before, mapping, intake)?,
            },
        }
    }
    Ok(())
}

/// A row word by word.
#[inline(never)]
fn slow(
    columns: &[Column; FIELDS],
    i: usize,
    before: u64,
    mapping: &Mapping,
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    let mut fields = Fields(columns.each_ref().map(|column| column.cell(i)));
    mapping.finish(&mut fields);
    intake.row(&fields, before + i as u64 + 1)
}

/// Keeps the shape of a combination, unless it is kept out: then each of its rows is told.
#[inline(never)]
fn learn(row: &RowOf<'_, '_>, combination: u32, known: &mut Known, intake: &mut Intake) -> Option<(u32, u16)> {
    let country = intake.converter.country(row).ok()?;
    let shape = intake.converter.shape(row, country).ok()?;
    let by_phone = !matches!(row.get(Field::Country), Cell::Text(_));
    known.remember(combination, country, shape, by_phone);
    Some((shape, country))
}

/// What is known of a combination by itself.
#[derive(Clone, Copy)]
enum Alone {
    New,
    /// Number of the shape, index of the country.
    Shape(u32, u16),
    /// The country follows from the telephone number.
    ByPhone,
}

/// Shapes of combinations that were seen.
struct Known {
    alone: Vec<Alone>,
    /// (combination + 1, country, shape) by hash.
    in_country: Vec<(u32, u16, u32)>,
}

/// Places of [`Known::in_country`].
const PLACES: usize = 1 << 14;

impl Known {
    fn new(combinations: usize) -> Known {
        Known { alone: vec![Alone::New; combinations], in_country: Vec::new() }
    }

    fn place(combination: u32, country: u16) -> usize {
        mix(u64::from(combination), u64::from(country)) as usize % PLACES
    }

    #[inline]
    fn in_country(&self, combination: u32, country: u16) -> Option<u32> {
        let (known, of, shape) = *self.in_country.get(Self::place(combination, country))?;
        (known == combination + 1 && of == country).then_some(shape)
    }

    fn remember(&mut self, combination: u32, country: u16, shape: u32, by_phone: bool) {
        if !by_phone {
            self.alone[combination as usize] = Alone::Shape(shape, country);
            return;
        }
        self.alone[combination as usize] = Alone::ByPhone;
        if self.in_country.is_empty() {
            self.in_country = vec![(0, 0, 0); PLACES];
        }
        self.in_country[Self::place(combination, country)] = (combination + 1, country, shape);
    }
}
