//! Real logs: each layout with the facts written by hand, each broken log with its message, order and memory.

mod desk;
mod table;
