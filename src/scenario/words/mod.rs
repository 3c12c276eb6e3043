//! Texts with a grammar of their own: laws, counts, opening hours, dates, promises, slowdown.

mod axis;
mod count_law;
mod hours;
mod law;
mod law_compound;
mod law_numbers;
mod precision;
mod promise;
mod speed;
mod when;

pub use axis::{axis_text, one_number, parse_axis, quoted, toml_text};
pub use count_law::{count_law_text, parse_count_law};
pub use hours::{HALF_HOURS, by_quarter, hours_text, parse_hours};
pub use law::{FORMS as LAW_FORMS, law_mean, law_text, parse_law};
pub use law_compound::MOST_VALUES;
pub use precision::{parse_precision, precision_text};
pub use promise::{parse_promise, promise_text};
pub use speed::{Slowdown, parse_slowdown};
pub use when::When;
