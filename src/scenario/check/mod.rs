//! From the merged tree to typed values: unknown keys, types and units, defaults, names, relations.

mod cross;
mod defaults;
mod derive;
mod names;
mod precision;
mod suggest;
mod typed;
mod value;
mod view;
mod walk;

pub use cross::cross_check;
pub use defaults::fill_defaults;
pub use derive::{derive_defaults, put};
pub use names::check_names;
pub use precision::check_precision;
pub use suggest::{did_you_mean, nearest};
pub use typed::Typed;
pub use view::{At, Internal, Item, View};
pub use walk::walk;
