//! Parquet, row group by row group: the next one is decoded on another thread while the current one becomes rows.

use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use polars::io::parquet::metadata::FileMetadataRef;
use polars::prelude::*;

use super::super::convert::DIMENSIONS;
use super::super::field::{Cell, FIELDS, Field, Fields};
use super::super::intake::Intake;
use super::super::mapping::Mapping;
use super::super::options::Options;
use super::super::problem::Problem;
use super::find::{self, Found};
use super::flat::Flat;
use super::memory::Memory;
use super::table::Binding;
use super::{Format, read};

/// Most rows decoded at once; larger row groups are read in slices.
const ROWS: usize = 1 << 19;

/// Keys of the file's metadata that `run --log` writes: instants as RFC 3339, zones as `account=zone` with commas.
pub const FROM_KEY: &str = "chatfare.from";
/// See [`FROM_KEY`].
pub const TO_KEY: &str = "chatfare.to";
/// See [`FROM_KEY`].
pub const ZONES_KEY: &str = "chatfare.zones";

type Decoded = Result<Vec<Option<Values>>, String>;

/// One column of one slice.
enum Values {
    Text(StringChunked),
    Integer(Int64Chunked),
    /// Microseconds since 1970; local time if the flag is set.
    Instant(Int64Chunked, bool),
}

/// Reads a file.
pub(in super::super) fn read(file: File, options: &Options, intake: &mut Intake) -> Result<String, Vec<Problem>> {
    let name = intake.name.clone();
    let bad = |e: &dyn std::fmt::Display| {
        vec![Problem::of(&name, format!("a damaged Parquet file: {}", first_line(&e.to_string())), "write it again")]
    };
    let mut reader = ParquetReader::new(file.try_clone().map_err(|e| bad(&e))?);
    let schema = reader.schema().map_err(|e| bad(&e))?;
    let metadata = Arc::clone(reader.get_metadata().map_err(|e| bad(&e))?);
    keys(&metadata, intake)?;
    let header: Vec<String> = schema.iter_names().map(|n| n.to_string()).collect();
    let (found, names) = find::by_header(&header);
    let layout = match (options.format, options.mapping.as_ref().is_some_and(|m| !m.columns.is_empty()), found) {
        (Some(format), ..) => format,
        (_, true, _) => Format::Table,
        (.., Found::Layout(layout)) => layout,
        (.., Found::Refused(what, help)) => return Err(vec![Problem::of(&name, what, help)]),
    };
    let binding = Binding::new(&header, options.mapping.as_ref());
    let wanted: Vec<usize> = match layout {
        Format::Table => {
            let problems = binding.missing(&name, &header);
            if !problems.is_empty() {
                return Err(problems);
            }
            let mut wanted: Vec<usize> = binding.columns.iter().flatten().copied().collect();
            wanted.sort_unstable();
            wanted.dedup();
            wanted
        }
        _ => (0..header.len()).collect(),
    };
    let (sender, receiver) = sync_channel::<Decoded>(1);
    let projection = wanted.clone();
    let decoder = std::thread::spawn(move || decode(&file, &metadata, &projection, &sender));
    let done = match layout {
        Format::Table => {
            let places = binding.columns.map(|c| c.and_then(|c| wanted.binary_search(&c).ok()));
            table(&receiver, &places, options.mapping.as_ref(), intake)
        }
        layout => records(&receiver, layout, &names, intake),
    };
    drop(receiver);
    let ended = decoder.join();
    done?;
    if ended.is_err() {
        return Err(bad(&"its pages do not fit its description"));
    }
    Ok(format!("{}, Parquet", layout.name()))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

/// Begin, end and zones that the file itself states.
fn keys(metadata: &FileMetadataRef, intake: &mut Intake) -> Result<(), Vec<Problem>> {
    for pair in metadata.key_value_metadata().iter().flatten() {
        let value = pair.value.as_deref().unwrap_or("");
        match pair.key.as_str() {
            FROM_KEY => intake.edges.0 = intake.converter.clock.text(value).map(|t| t.0),
            TO_KEY => intake.edges.1 = intake.converter.clock.text(value).map(|t| t.0),
            ZONES_KEY => {
                let zones = value.split(',').filter_map(|z| z.rsplit_once('='));
                intake.zones.extend(zones.map(|(account, zone)| (account.to_string(), zone.to_string())));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Runs on its own thread: slices in order, each with its columns in simple types.
fn decode(file: &File, metadata: &FileMetadataRef, projection: &[usize], sender: &SyncSender<Decoded>) {
    for group in &metadata.row_groups {
        let mut one = (**metadata).clone();
        one.num_rows = group.num_rows();
        one.row_groups = vec![group.clone()];
        let one = Arc::new(one);
        let rows = group.num_rows();
        for start in (0..rows).step_by(ROWS) {
            let frame = file.try_clone().map_err(PolarsError::from).and_then(|file| {
                let mut reader = ParquetReader::new(file)
                    .read_parallel(ParallelStrategy::None)
                    .with_slice(Some((start, ROWS.min(rows - start))))
                    .with_projection(Some(projection.to_vec()));
                reader.set_metadata(Arc::clone(&one));
                reader.finish()
            });
            let values = frame.and_then(|frame| frame.columns().iter().map(simple).collect::<PolarsResult<Vec<_>>>());
            let failed = values.is_err();
            if sender.send(values.map_err(|e| first_line(&e.to_string()).to_string())).is_err() || failed {
                return;
            }
        }
    }
}

/// A column in one of three types; `None`: lists and other things that no field is.
fn simple(column: &polars::prelude::Column) -> PolarsResult<Option<Values>> {
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

/// The documented columns.
fn table(
    receiver: &Receiver<Decoded>,
    places: &[Option<usize>; FIELDS],
    mapping: Option<&Mapping>,
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    let empty = Mapping::default();
    let mapping = mapping.unwrap_or(&empty);
    let mut row = 0;
    while let Ok(slice) = receiver.recv() {
        let columns = slice.map_err(|e| {
            vec![Problem::at(&intake.name, row + 1, format!("cannot be decoded: {e}"), "write the file again")]
        })?;
        let zone = intake.converter.clock.zone.clone();
        let readers: Vec<(usize, Reader)> = places
            .iter()
            .enumerate()
            .filter_map(|(field, place)| Some((field, reader(columns.get((*place)?)?.as_ref()?, &zone))))
            .collect();
        let height = columns.iter().flatten().map(length).next().unwrap_or(0);
        let by_text =
            |field: &usize| matches!(places[*field].and_then(|c| columns.get(c)?.as_ref()), Some(Values::Text(_)));
        let is_dimension = |field: &usize| DIMENSIONS.iter().any(|d| *d as usize == *field) && by_text(field);
        let (dimensions, others): (Vec<_>, Vec<_>) = readers.iter().partition(|(field, _)| is_dimension(field));
        let texts = dimensions.iter().filter_map(|(field, _)| match columns.get(places[*field]?)?.as_ref()? {
            Values::Text(text) => Some(text),
            _ => None,
        });
        let mut memory = Memory::new(texts.collect());
        let quick = !mapping.changes_cells();
        for i in 0..height {
            let mut fields = Fields::default();
            for (field, reader) in &others {
                fields.0[*field] = reader(i);
            }
            row += 1;
            let code = memory.code(i);
            let country = if quick { intake.converter.country(&fields).ok() } else { None };
            if let Some(country) = country
                && let Some(shape) = memory.shape(code, country)
                && !fields.get(Field::Id).is_empty()
            {
                intake.known(&fields, shape, country, row)?;
                continue;
            }
            for (field, reader) in &dimensions {
                fields.0[*field] = reader(i);
            }
            mapping.finish(&mut fields);
            if let Some(country) = country
                && let Ok(shape) = intake.converter.shape(&fields, country)
            {
                memory.remember(code, country, shape);
            }
            intake.row(&fields, row)?;
        }
    }
    Ok(())
}

type Reader<'a> = Box<dyn Fn(usize) -> Cell<'a> + 'a>;

fn length(values: &Values) -> usize {
    match values {
        Values::Text(v) => v.len(),
        Values::Integer(v) | Values::Instant(v, _) => v.len(),
    }
}

fn reader<'a>(values: &'a Values, zone: &TimeZone) -> Reader<'a> {
    match values {
        Values::Text(v) => {
            let array = v.downcast_as_array();
            Box::new(move |i| array.get(i).map_or(Cell::Empty, Cell::text))
        }
        Values::Integer(v) => {
            let array = v.downcast_as_array();
            Box::new(move |i| array.get(i).map_or(Cell::Empty, Cell::Integer))
        }
        Values::Instant(v, local) => {
            let array = v.downcast_as_array();
            let zone = (*local && *zone != TimeZone::UTC).then(|| zone.clone());
            let shift = move |at: i64| match &zone {
                None => at,
                Some(zone) => {
                    let civil = Timestamp::from_microsecond(at).map(|t| TimeZone::UTC.to_datetime(t));
                    civil.and_then(|c| zone.to_timestamp(c)).map_or(i64::MAX, |t| t.as_microsecond())
                }
            };
            Box::new(move |i| array.get(i).map_or(Cell::Empty, |at| Cell::Instant(shift(at))))
        }
    }
}

/// Another layout's columns, row by row.
fn records(
    receiver: &Receiver<Decoded>,
    layout: Format,
    names: &[String],
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    let mut row = 0;
    while let Ok(slice) = receiver.recv() {
        let columns = slice.map_err(|e| {
            vec![Problem::at(&intake.name, row + 1, format!("cannot be decoded: {e}"), "write the file again")]
        })?;
        let zone = TimeZone::UTC;
        let readers: Vec<Option<Reader>> = columns.iter().map(|c| c.as_ref().map(|c| reader(c, &zone))).collect();
        let height = columns.iter().flatten().map(length).next().unwrap_or(0);
        for i in 0..height {
            let texts: Vec<String> = readers
                .iter()
                .map(|r| r.as_ref().map_or(String::new(), |r| r(i).str(&mut String::new()).to_string()))
                .collect();
            row += 1;
            let flat = Flat::of_cells(names, texts.iter().map(String::as_str)).unfolded();
            read::record(layout, &flat, intake, row)?;
        }
    }
    Ok(())
}
