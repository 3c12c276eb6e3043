//! The store: kill and go on, extend, share among machines, run again; damage is seen.

#[path = "store/bench.rs"]
pub mod bench;
#[path = "store/damage.rs"]
mod damage;
#[path = "store/identity.rs"]
mod identity;
#[path = "store/kills.rs"]
pub mod kills;
#[path = "store/machines.rs"]
mod machines;
#[path = "store/resume.rs"]
mod resume;
#[path = "store/shards.rs"]
mod shards;
#[path = "store/version.rs"]
mod version;
