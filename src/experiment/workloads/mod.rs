//! The workloads by which the engine's speed is told: four scenario files, run through everything that a user's run goes
//! through (loader, traffic, desk, tally, billing).
//!
//! | | model | exact |
//! | --- | --- | --- |
//! | a | M/M/20, load 0.9 | Erlang C |
//! | b | M/M/20+M, offered load 1.05 × 20, exponential patience of mean 120 s | Erlang A |
//! | c | messaging: turns come back after a thinking time, 20 agents × 3 chats | M/M/60 |
//! | d | a fleet of (c) with countries, shifts, window-expiry first, two tariffs | – |

mod clock;
mod cores;
mod exact;
mod measure;

pub use clock::peak_rss_bytes;
pub use cores::{ManyCores, many_cores};
pub use exact::{Figure, figures};
pub use measure::{Largest, Measured, Size, Statistic, largest, measure, prepare, prepare_with};

/// A workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// M/M/20.
    A,
    /// M/M/20+M.
    B,
    /// Messaging on one desk.
    C,
    /// A fleet.
    D,
}

impl Workload {
    /// All, in order.
    pub const ALL: [Workload; 4] = [Workload::A, Workload::B, Workload::C, Workload::D];

    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Workload::A => "a",
            Workload::B => "b",
            Workload::C => "c",
            Workload::D => "d",
        }
    }

    /// Its scenario file.
    pub fn text(self) -> &'static str {
        match self {
            Workload::A => include_str!("../../../benches/workloads/a.toml"),
            Workload::B => include_str!("../../../benches/workloads/b.toml"),
            Workload::C => include_str!("../../../benches/workloads/c.toml"),
            Workload::D => include_str!("../../../benches/workloads/d.toml"),
        }
    }
}

/// `a`, `b`, `c` or `d`.
impl std::str::FromStr for Workload {
    type Err = String;

    fn from_str(text: &str) -> Result<Workload, String> {
        let found = Workload::ALL.into_iter().find(|workload| workload.letter() == text);
        found.ok_or_else(|| format!("`{text}` is no workload: they are a, b, c and d"))
    }
}
