//! Parquet, row group by row group: the next one is decoded on another thread while the current one becomes rows.

use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use jiff::tz::TimeZone;
use polars::io::parquet::metadata::FileMetadataRef;
use polars::prelude::{ParallelStrategy, ParquetReader, PolarsError, PolarsResult, SerReader};

use super::super::field::{FIELDS, Field};
use super::super::intake::Intake;
use super::super::mapping::Mapping;
use super::super::options::Options;
use super::super::problem::Problem;
use super::columns::{self, Column, Values};
use super::combinations::Combinations;
use super::find::{self, Found};
use super::flat::Flat;
use super::table::Binding;
use super::{Format, read, slice};

/// Most rows decoded at once; larger row groups are read in slices.
const ROWS: usize = 1 << 19;

/// Keys of the file's metadata that `run --log` writes: instants as RFC 3339, zones as `account=zone` with commas.
pub const FROM_KEY: &str = "chatfare.from";
/// See [`FROM_KEY`].
pub const TO_KEY: &str = "chatfare.to";
/// See [`FROM_KEY`].
pub const ZONES_KEY: &str = "chatfare.zones";

/// One slice.
struct Slice {
    columns: Vec<Option<Values>>,
    /// Of the words in the columns that are bound to fields.
    combinations: Combinations,
}

type Decoded = Result<Slice, String>;

/// Column by field.
type Places = [Option<usize>; FIELDS];

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
    let places: Places = match layout {
        Format::Table => binding.columns.map(|c| c.and_then(|c| wanted.binary_search(&c).ok())),
        _ => [None; FIELDS],
    };
    let (sender, receiver) = sync_channel::<Decoded>(1);
    let decoder = std::thread::Builder::new()
        .name("decode".to_string())
        .spawn(move || decode(&file, &metadata, (&wanted, &places), &sender))
        .map_err(|e| vec![Problem::of(&name, format!("no thread can be started: {e}"), "end other programs")])?;
    let done = match layout {
        Format::Table => table(&receiver, &places, options.mapping.as_ref(), intake),
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
fn decode(
    file: &File,
    metadata: &FileMetadataRef,
    (projection, places): (&[usize], &Places),
    sender: &SyncSender<Decoded>,
) {
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
            let values = frame.and_then(|frame| {
                let columns = frame.columns().iter().map(columns::simple).collect::<PolarsResult<Vec<_>>>()?;
                // Only whether texts are equal matters here, and that is the same in every zone.
                let combinations = slice::combinations(&of_field(&columns, places, &TimeZone::UTC), frame.height());
                Ok(Slice { columns, combinations })
            });
            let failed = values.is_err();
            if sender.send(values.map_err(|e| first_line(&e.to_string()).to_string())).is_err() || failed {
                return;
            }
        }
    }
}

/// The columns of a slice by field.
fn of_field<'a>(columns: &'a [Option<Values>], places: &Places, zone: &TimeZone) -> [Column<'a>; FIELDS] {
    let values = |place: &Option<usize>| columns.get((*place)?)?.as_ref();
    places.each_ref().map(|place| Column::new(values(place), zone))
}

/// The documented columns.
fn table(
    receiver: &Receiver<Decoded>,
    places: &Places,
    mapping: Option<&Mapping>,
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    let empty = Mapping::default();
    let mapping = mapping.unwrap_or(&empty);
    let mut row = 0;
    while let Ok(decoded) = receiver.recv() {
        let Slice { columns, combinations } = decoded.map_err(|e| undecodable(intake, row, &e))?;
        let without_offset =
            places[Field::Time as usize].and_then(|at| columns[at].as_ref()).is_some_and(Values::is_local);
        intake.converter.local_times += if without_offset { combinations.of.len() as u64 } else { 0 };
        let columns = of_field(&columns, places, &intake.converter.clock.zone);
        slice::read(&columns, &combinations, row, mapping, intake)?;
        row += combinations.of.len() as u64;
    }
    Ok(())
}

fn undecodable(intake: &Intake, row: u64, error: &str) -> Vec<Problem> {
    vec![Problem::at(&intake.name, row + 1, format!("cannot be decoded: {error}"), "write the file again")]
}

/// Another layout's columns, row by row.
fn records(
    receiver: &Receiver<Decoded>,
    layout: Format,
    names: &[String],
    intake: &mut Intake,
) -> Result<(), Vec<Problem>> {
    let mut row = 0;
    while let Ok(decoded) = receiver.recv() {
        let Slice { columns, combinations } = decoded.map_err(|e| undecodable(intake, row, &e))?;
        let columns: Vec<Column> = columns.iter().map(|v| Column::new(v.as_ref(), &TimeZone::UTC)).collect();
        for i in 0..combinations.of.len() {
            let texts: Vec<String> = columns.iter().map(|c| c.cell(i).str(&mut String::new()).to_string()).collect();
            row += 1;
            let flat = Flat::of_cells(names, texts.iter().map(String::as_str)).unfolded();
            read::record(layout, &flat, intake, row)?;
        }
    }
    Ok(())
}
