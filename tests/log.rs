//! Real logs: each layout with the facts written by hand, each broken log with its message, order, memory, hostile input.

mod broken;
mod desk;
mod hostile;
mod layouts;
mod orders;
mod parquet;
mod table;
mod webhooks;
