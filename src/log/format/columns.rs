//! The columns of one slice of a Parquet file in simple types, and the cells of its rows.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use polars::prelude::*;

use super::super::field::{Cell, Cells, FIELDS, Field};

/// Texts in memory: 16 bytes each, which hold the text or point to it.
type Texts = <StringType as PolarsDataType>::Array;
type Integers = <Int64Type as PolarsDataType>::Array;

/// One column of one slice.
pub(super) enum Values {
    Text(StringChunked),
    Integer(Int64Chunked),
    /// Microseconds since 1970; local time if the flag is set.
    Instant(Int64Chunked, bool),
}

impl Values {
    /// Times without offset.
    pub(super) fn is_local(&self) -> bool {
        matches!(self, Values::Instant(_, true))
    }
}

/// A column in one of three types; `None`: nothing in it, or lists and other things that no field is.
pub(super) fn simple(column: &polars::prelude::Column) -> PolarsResult<Option<Values>> {
    if column.null_count() == column.len() {
        return Ok(None);
    }
    let series = column.as_materialized_series().rechunk();
    let text = |s: &Series| Ok(Some(Values::Text(s.cast(&DataType::String)?.str()?.rechunk().into_owned())));
    let integer = |s: &Series| Ok::<_, PolarsError>(s.cast(&DataType::Int64)?.i64()?.rechunk().into_owned());
    match series.dtype() {
        DataType::String | DataType::Boolean | DataType::UInt64 | DataType::Decimal(..) => text(&series),
        DataType::Categorical(..) | DataType::Enum(..) => text(&series),
        d if d.is_integer() => Ok(Some(Values::Integer(integer(&series)?))),
        d if d.is_float() => {
            // Pandas makes floats of whole numbers with gaps; `{}` writes them without an exponent.
            let floats = series.cast(&DataType::Float64)?;
            let texts = floats.f64()?.iter().map(|v| v.filter(|v| v.is_finite()).map(|v| v.to_string()));
            Ok(Some(Values::Text(texts.collect::<StringChunked>())))
        }
        DataType::Date => {
            let days = integer(&series)?;
            Ok(Some(Values::Instant(days.apply_values(|d| d.saturating_mul(86_400_000_000)), true)))
        }
        DataType::Datetime(unit, zone) => {
            let raw = integer(&series)?;
            let micros = match unit {
                TimeUnit::Nanoseconds => raw.apply_values(|v| v.div_euclid(1000)),
                TimeUnit::Microseconds => raw,
                TimeUnit::Milliseconds => raw.apply_values(|v| v.saturating_mul(1000)),
            };
            Ok(Some(Values::Instant(micros, zone.is_none())))
        }
        _ => Ok(None),
    }
}

/// A column whose cells are read one by one.
#[derive(Clone, Default)]
pub(super) enum Column<'a> {
    #[default]
    Nothing,
    Text(&'a Texts),
    Integer(&'a Integers),
    Instant(&'a Integers),
    /// Local times of a zone other than UTC.
    Local(&'a Integers, TimeZone),
}

impl<'a> Column<'a> {
    pub(super) fn new(values: Option<&'a Values>, zone: &TimeZone) -> Column<'a> {
        match values {
            None => Column::Nothing,
            Some(Values::Text(v)) => Column::Text(v.downcast_as_array()),
            Some(Values::Integer(v)) => Column::Integer(v.downcast_as_array()),
            Some(Values::Instant(v, true)) if *zone != TimeZone::UTC => {
                Column::Local(v.downcast_as_array(), zone.clone())
            }
            Some(Values::Instant(v, _)) => Column::Instant(v.downcast_as_array()),
        }
    }

    #[inline(always)]
    pub(super) fn cell(&self, i: usize) -> Cell<'a> {
        match self {
            Column::Nothing => Cell::Empty,
            Column::Text(texts) => texts.get(i).map_or(Cell::Empty, Cell::text),
            Column::Integer(integers) => integers.get(i).map_or(Cell::Empty, Cell::Integer),
            Column::Instant(instants) => instants.get(i).map_or(Cell::Empty, Cell::Instant),
            Column::Local(instants, zone) => instants.get(i).map_or(Cell::Empty, |at| Cell::Instant(shifted(at, zone))),
        }
    }

    /// 128 bits that are equal only where the cells are; cells that are equal may have several.
    #[inline(always)]
    pub(super) fn bits(&self, i: usize) -> u128 {
        // A text of no length has the bits 0; nothing at all gets some that neither a text nor a number has.
        const NOTHING: u128 = u128::MAX;
        match self {
            Column::Nothing => NOTHING,
            Column::Text(texts) => texts.get(i).map_or(NOTHING, |_| texts.views()[i].as_u128()),
            Column::Integer(v) | Column::Instant(v) | Column::Local(v, _) => {
                v.get(i).map_or(NOTHING, |n| u128::from(n as u64))
            }
        }
    }
}

/// Microseconds of a local time, as if in UTC, as an instant; impossible ones lie far outside every log.
fn shifted(at: i64, zone: &TimeZone) -> i64 {
    let civil = Timestamp::from_microsecond(at).map(|t| TimeZone::UTC.to_datetime(t));
    civil.and_then(|c| zone.to_timestamp(c)).map_or(i64::MAX, |t| t.as_microsecond())
}

/// A row of a slice whose columns stand by field.
#[derive(Clone, Copy)]
pub(super) struct RowOf<'s, 'a> {
    pub(super) columns: &'s [Column<'a>; FIELDS],
    pub(super) i: usize,
}

impl<'a> Cells<'a> for RowOf<'_, 'a> {
    #[inline(always)]
    fn get(&self, field: Field) -> Cell<'a> {
        self.columns[field as usize].cell(self.i)
    }
}
