//! `bill`: hand-made logs with hand-made bills through the command, the same facts simulated and read back, properties of
//! random logs, messages of errors.

mod again;
mod changes;
mod command;
mod counted;
mod errors;
mod hand;
mod lenses;
mod properties;
mod simulated;
mod transcripts;
