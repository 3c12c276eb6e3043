//! From text to a checked scenario.
//!
//! [`load`] reads a TOML file with its preset, includes, variants and `--set` arguments, checks everything at
//! once and returns a [`Scenario`], or a [`Report`] of all problems with file, line, column, carets and help.
//!
//! Phases: syntax (`layers`) → types, units, unknown keys (`check::walk`) → defaults → names and relations
//! (`check::names`, `check::cross`) → model (`build`) → feasibility. Every setting is written once, in `settings`.

mod build;
mod bundle;
mod check;
pub mod codes;
mod companions;
mod csv;
pub mod data;
mod depth;
mod diagnostic;
mod effective;
mod feasible;
mod fingerprint;
mod gather;
mod idle;
mod laid;
mod layers;
mod left_out;
mod load;
mod model;
mod notes;
mod path;
mod render;
mod schema;
pub mod settings;
mod source;
mod text;
mod tree;
pub mod words;

pub(crate) use bundle::bundle;
pub(crate) use check::did_you_mean;
pub use check::nearest;
pub use companions::{pack, tariff_files};
pub use diagnostic::{Diagnostic, Label, Report, Severity};
pub use feasible::{Expected, expected};
pub(crate) use gather::Gathered;
pub(crate) use laid::faults;
pub use laid::{Laid, Written};
pub(crate) use layers::Layers;
pub use left_out::{left_out, left_out_words};
pub(crate) use load::arguments;
pub use load::{LoadOptions, PRICE_FILE, load, load_text};
pub use model::*;
pub use path::is_bare as path_is_bare;
pub use schema::schema;
pub use source::{Place, Position, Source as SourceText, Sources};
pub(crate) use tree::{Kind as Raw, Table as RawTable, Value as RawValue};
pub use words::by_quarter;
