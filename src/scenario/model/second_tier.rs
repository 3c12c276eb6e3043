//! Contacts that need a second group.

use super::Law;
use crate::units::Share;

/// Name of the call centre's own group.
pub const CALL_CENTER: &str = "call center";

/// What happens to contacts that the first group cannot settle alone.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Share of contacts that are passed on.
    pub share: Share,
    /// Index of the second group; `None`: nobody of it answers in this variant.
    pub to: Option<u8>,
    /// Part of the first handling that is done before.
    pub after: Share,
    /// Work of the second group: on a turn by message, on a call.
    pub handling: [Law; 2],
    /// The first agent meanwhile.
    pub first: FirstAgent,
    /// Time both agents spend together.
    pub briefing: Option<Law>,
    /// Patience with the second queue.
    pub patience: Law,
}

/// What the first agent does when he has passed a contact on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstAgent {
    /// He is free at once.
    Released,
    /// He stays until the second agent has taken over.
    UntilTaken,
    /// He stays until the second agent has finished.
    ToTheEnd,
}
