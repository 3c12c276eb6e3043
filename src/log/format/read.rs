//! The loop over the records of a file: finds the layout once, then hands each record to it.

use serde_json::Value;

use super::super::intake::Intake;
use super::super::options::Options;
use super::super::problem::Problem;
use super::super::reason::Reason;
use super::csv::{self, Csv, Next};
use super::find::{self, Found};
use super::flat::Flat;
use super::input::Input;
use super::json::{Piece, Values};
use super::{
    Format, bird, chat, chatwoot, cloud, front, gorgias, gupshup, highlevel, infobip, intercom, table, twilio, ycloud,
    zammad,
};

type Read = Result<String, Vec<Problem>>;

/// Reads a file of text; tells what it was read as.
pub(in super::super) fn text(input: Input, options: &Options, intake: &mut Intake) -> Read {
    let start = input.head.trim_ascii_start();
    if start.is_empty() {
        return Err(vec![Problem::of(&intake.name, "the file is empty", "export the log again")]);
    }
    let chat = chat::is(&input.head);
    match (options.format, start[0]) {
        (Some(Format::Chat), _) => chat::read(input, options, intake),
        (None, _) if chat => chat::read(input, options, intake),
        (_, b'{' | b'[') => json(input, options, intake),
        _ => separated(input, options, intake),
    }
}

fn json(input: Input, options: &Options, intake: &mut Intake) -> Read {
    let head = input.head.clone();
    let mut values = Values::new(input, &head);
    let by_line = values.by_line();
    let mut layout = options.format;
    let mut keys = table::Keys::new(options.mapping.as_ref());
    let mut row = 0;
    loop {
        match values.advance().map_err(|e| vec![intake.failed(&e)])? {
            Piece::End => break,
            Piece::TooLong => {
                row += 1;
                intake.keep_out(Reason::Unreadable, "a value of more than 16 MiB", row)?;
                continue;
            }
            Piece::Value => row += 1,
        }
        match serde_json::from_slice::<Value>(values.value()) {
            Ok(value) => each(&value, &mut layout, &mut keys, intake, row, 0)?,
            Err(error) => intake.keep_out(Reason::Unreadable, &format!("not JSON: {error}"), row)?,
        }
    }
    let Some(layout) = layout else {
        let help = "the first row that is no JSON follows in the report; write one object a line";
        return if row == 0 {
            Err(vec![Problem::of(&intake.name, "no JSON value in the file", help)])
        } else {
            Ok("JSON without any record".into())
        };
    };
    Ok(format!("{}, {}", layout.name(), if by_line { "one JSON value a line" } else { "JSON" }))
}

/// Names under which pages of an API keep their records.
const PAGES: [&str; 6] = ["results", "messages", "items", "data", "payload", "conversations"];

/// One record, or a page of them.
fn each(
    value: &Value,
    layout: &mut Option<Format>,
    keys: &mut table::Keys,
    intake: &mut Intake,
    row: u64,
    depth: u8,
) -> Result<(), Vec<Problem>> {
    if let Value::Array(values) = value {
        return values.iter().take_while(|_| depth < 3).try_for_each(|v| each(v, layout, keys, intake, row, depth + 1));
    }
    let is_cloud = matches!(layout, None | Some(Format::CloudApi)) && cloud::is(value);
    if !is_cloud && depth < 3 {
        let page = PAGES.iter().filter_map(|n| value.get(*n)).find(|v| v.get(0).is_some_and(Value::is_object));
        if let Some(page) = page {
            return each(page, layout, keys, intake, row, depth + 1);
        }
    }
    let found = match *layout {
        Some(layout) => layout,
        None => match find::by_value(value) {
            Found::Refused(what, help) => return Err(vec![Problem::of(&intake.name, what, help)]),
            Found::Layout(Format::Table) => {
                keys.check(value, &intake.name)?;
                Format::Table
            }
            Found::Layout(found) => found,
        },
    };
    *layout = Some(found);
    match found {
        Format::CloudApi => match cloud::read(value, intake, row)? {
            true => Ok(()),
            false => {
                intake.no_message("bodies that are no webhook of the platform");
                Ok(())
            }
        },
        Format::Intercom => intercom::read(value, intake, row),
        Format::Gorgias => gorgias::read_value(value, intake, row),
        Format::Table => keys.row(value, intake, row),
        other => record(other, &Flat::of_json(value), intake, row),
    }
}

/// One record of a provider.
pub(in super::super) fn record(layout: Format, flat: &Flat, intake: &mut Intake, row: u64) -> Result<(), Vec<Problem>> {
    match layout {
        Format::Twilio => twilio::read(flat, intake, row),
        Format::Gupshup => gupshup::read(flat, intake, row),
        Format::Infobip => infobip::read(flat, intake, row),
        Format::Bird => bird::read(flat, intake, row),
        Format::YCloud => ycloud::read(flat, intake, row),
        Format::Chatwoot => chatwoot::read(flat, intake, row),
        Format::Zammad => zammad::read(flat, intake, row),
        Format::Front => front::read(flat, intake, row),
        Format::Gorgias => gorgias::read(flat, intake, row),
        Format::HighLevel => highlevel::read(flat, intake, row),
        _ => intake.keep_out(Reason::Unreadable, "a record of another layout", row),
    }
}

/// Columns of a file of separated values at most.
const MOST_COLUMNS: usize = 4096;

fn separated(input: Input, options: &Options, intake: &mut Intake) -> Read {
    let separator = csv::separator(&input.head);
    let mut csv = Csv::new(input, separator);
    csv.advance().map_err(|e| vec![intake.failed(&e)])?;
    if csv.len() > MOST_COLUMNS {
        let message = format!("its header names {} columns; a log has at most {MOST_COLUMNS}", csv.len());
        return Err(vec![Problem::of(
            &intake.name,
            message,
            "keep the columns that say when, which way and with whom",
        )]);
    }
    let header: Vec<String> = (0..csv.len()).map(|i| csv.cell(i).trim().to_string()).collect();
    let with = match separator {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "bars",
        _ => "commas",
    };
    let first = csv.advance().map_err(|e| vec![intake.failed(&e)])?;
    let body = (0..csv.len()).find(|i| {
        csv.cell(*i).trim_start().starts_with(['{', '[']) && cloud::is(&Value::String(csv.cell(*i).to_string()))
    });
    let (found, names) = find::by_header(&header);
    let twice = table::twice(&intake.name, &header, options.mapping.as_ref());
    if !twice.is_empty() {
        return Err(twice);
    }
    let layout = match (options.format, options.mapping.as_ref().is_some_and(|m| !m.columns.is_empty()), body, found) {
        (Some(format), ..) => format,
        (_, true, ..) => Format::Table,
        (.., Some(_), _) => Format::CloudApi,
        (.., Found::Layout(layout)) => layout,
        (.., Found::Refused(what, help)) => return Err(vec![Problem::of(&intake.name, what, help)]),
    };
    let read_as = format!("{}, separated by {with}", layout.name());
    if layout == Format::Table {
        table::read_csv(csv, first, &header, options.mapping.as_ref(), intake)?;
        return Ok(read_as);
    }
    let (mut next, mut row) = (first, 0);
    while next != Next::End {
        row += 1;
        match (next, body) {
            (Next::TooLong, _) => {
                return Err(vec![Problem::at(&intake.name, row, "a row of more than 16 MiB", "a quote is not closed")]);
            }
            (_, Some(column)) if layout == Format::CloudApi => {
                if !cloud::read(&Value::String(csv.cell(column).to_string()), intake, row)? {
                    intake.no_message("bodies that are no webhook of the platform");
                }
            }
            _ => {
                let cells: Vec<&str> = (0..csv.len()).map(|i| csv.cell(i)).collect();
                record(layout, &Flat::of_cells(&names, cells.into_iter()).unfolded(), intake, row)?;
            }
        }
        next = csv.advance().map_err(|e| vec![intake.failed(&e)])?;
    }
    Ok(if body.is_some() {
        format!("{}, in column `{}`", Format::CloudApi.name(), header.get(body.unwrap_or(0)).map_or("", String::as_str))
    } else {
        read_as
    })
}
