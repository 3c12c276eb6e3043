//! The commands as a user calls them: output, exit codes, pipes.

#[path = "commands/refused.rs"]
mod refused;

#[path = "commands/scenario.rs"]
mod scenario;

#[path = "commands/tariffs.rs"]
mod tariffs;
