//! Service promises: `"80 % in 20 s"`.

use crate::scenario::Promise;
use crate::units::{Fault, Share, Span, UnitError};

/// Reads a promise. Errors: another form, a share outside (0, 1), a time of 0 or for ever.
pub fn parse_promise(text: &str) -> Result<Promise, UnitError> {
    let form = "write \"80 % in 20 s\"";
    let Some((share, time)) = text.split_once(" in ").or_else(|| text.split_once(" within ")) else {
        return Err(UnitError::new(Fault::BadValue, format!("{text:?} is not a promise"), form));
    };
    let time_at = text.len() - time.len()..text.len();
    let value = Share::parse(share).map_err(|e| e.within(0..share.len()))?;
    if !(value.0 > 0.0 && value.0 < 1.0) {
        return Err(UnitError::new(Fault::OutOfRange, "a promise is kept for more than 0 % and less than 100 %", form)
            .within(0..share.len()));
    }
    let within = Span::parse(time).map_err(|e| e.within(time_at.clone()))?;
    if within.0 == 0 || within == Span::FOREVER {
        return Err(UnitError::new(Fault::OutOfRange, "a promise needs a finite time above 0", form).within(time_at));
    }
    Ok(Promise { share: value, within })
}

/// Canonical text.
pub fn promise_text(promise: &Promise) -> String {
    format!("{} in {}", promise.share, promise.within)
}
