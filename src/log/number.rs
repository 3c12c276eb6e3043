//! Numbers as logs write them: whole ones, decimals, amounts, and those that a spreadsheet spoilt.

use super::convert::{Kept, out};
use super::field::{Cell, Cells, Field};
use super::hash::hash64;
use super::reason::Reason;

/// A number that a spreadsheet turned into `5.73E+11`.
pub(super) fn damaged(phone: &str) -> bool {
    phone.contains(['e', 'E'])
        && phone.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'e' | b'E' | b'+' | b'.' | b','))
}

/// Digits times ten to the power, exactly; more decimals are an error unless zeros.
pub(super) fn decimal(text: &str, power: i32) -> Option<i128> {
    let text = if text.contains('.') { text.to_string() } else { text.replace(',', ".") };
    crate::units::Decimal::parse(text.trim()).ok()?.times_ten_to(power)
}

/// Units of a currency as nano-units.
pub(super) fn nanos(text: &str) -> Option<i64> {
    decimal(text, 9)
        .or_else(|| text.parse::<f64>().ok().map(|v| (v * 1e9).round() as i128))
        .and_then(|n| i64::try_from(n).ok())
}

pub(super) fn small<'a, T: TryFrom<i128>>(fields: &impl Cells<'a>, field: Field, default: T) -> Kept<T> {
    let cell = fields.get(field);
    match cell {
        Cell::Empty => return Ok(default),
        Cell::Integer(n) => {
            if let Ok(value) = T::try_from(i128::from(n)) {
                return Ok(value);
            }
        }
        _ => {}
    }
    let buffer = &mut String::new();
    let text = cell.str(buffer);
    let value = decimal(text, 0).and_then(|n| T::try_from(n).ok());
    value.map_or_else(|| out(Reason::BadNumber, text), Ok)
}

pub(super) fn amount(cell: Cell) -> Kept<Option<i64>> {
    let buffer = &mut String::new();
    let text = cell.str(buffer);
    if text.is_empty() {
        return Ok(None);
    }
    let nanos = decimal(text, 9).and_then(|n| i64::try_from(n).ok());
    nanos.map_or_else(|| out(Reason::BadNumber, text), |n| Ok(Some(n)))
}

/// The answer's number: itself if it is a whole number from 1, else a hash of its text.
pub(super) fn answer(cell: Cell, buffer: &mut String) -> u64 {
    let text = cell.str(buffer);
    match text.parse::<u64>() {
        _ if text.is_empty() => 0,
        Ok(number) if number > 0 => number,
        _ => hash64(text.as_bytes()).max(1),
    }
}
