//! Words of logs: direction, kind, category, status, verdict, in the spellings that exports use.

use super::block::VerdictType;
use crate::facts::{Author, Class, Entry};

/// What a row says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
    /// A call, whoever placed it.
    Call {
        outbound: bool,
    },
    /// A fact of a simulation's log that is neither message nor ended call.
    Other,
}

/// What an outgoing message says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    FreeForm,
    Template,
    App,
    Call,
}

/// What became of an outgoing message, best first: of rows with one id the best counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Arrival {
    Delivered,
    Failed,
    Refused,
    /// Sent, queued, accepted: not delivered yet.
    Sent,
}

/// Lower case, `_` for blanks and `-`, in a buffer on the stack; words are short.
fn lower(text: &str, buffer: &mut [u8; 40]) -> usize {
    let mut n = 0;
    for byte in text.trim().bytes() {
        if n == buffer.len() {
            return 0;
        }
        buffer[n] = if matches!(byte, b' ' | b'-') { b'_' } else { byte.to_ascii_lowercase() };
        n += 1;
    }
    n
}

fn with<R>(text: &str, read: impl Fn(&str) -> Option<R>) -> Option<R> {
    let mut buffer = [0; 40];
    let n = lower(text, &mut buffer);
    read(std::str::from_utf8(&buffer[..n]).ok()?)
}

pub(super) fn direction(text: &str) -> Option<Direction> {
    with(text, |word| {
        Some(match word {
            "in" | "inbound" | "incoming" | "received" | "user" | "customer" | "contact" | "client" | "message_in"
            | "lead" => Direction::In,
            "out" | "outbound" | "outgoing" | "sent" | "business" | "agent" | "bot" | "assistant" | "system"
            | "message_out" => Direction::Out,
            "call_ended" => Direction::Call { outbound: false },
            "call_started" | "contact_opened" | "contact_closed" | "turn_lost" => Direction::Other,
            _ if word.starts_with("outbound_") => Direction::Out,
            _ => return None,
        })
    })
}

pub(super) fn kind(text: &str) -> Option<Kind> {
    with(text, |word| {
        Some(match word {
            "free_form" | "freeform" | "session" | "service" | "free" | "text" | "message" | "reaction" => {
                Kind::FreeForm
            }
            "template" | "hsm" | "notification" => Kind::Template,
            "app" | "echo" => Kind::App,
            "call" | "voice_call" => Kind::Call,
            _ => return None,
        })
    })
}

/// A category of the platform, in the words of all its years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    Class(Class),
    /// `referral_conversion`: a free entry point's message.
    Referral,
    /// `business_initiated` (before June 2023): a template whose category nobody said.
    BusinessInitiated,
}

pub(super) fn category(text: &str) -> Option<Category> {
    with(text, |word| {
        Some(Category::Class(match word {
            "service" | "user_initiated" | "uic" => Class::Service,
            "marketing" | "marketing_lite" => Class::Marketing,
            "utility" => Class::Utility,
            "authentication" => Class::Authentication,
            "authentication_international" => Class::AuthenticationInternational,
            "app" => Class::App,
            "referral_conversion" | "fep" => return Some(Category::Referral),
            "business_initiated" | "bic" => return Some(Category::BusinessInitiated),
            _ => return None,
        }))
    })
}

pub(super) fn arrival(text: &str) -> Option<Arrival> {
    with(text, |word| {
        Some(match word {
            "delivered" | "read" | "played" | "seen" | "received" | "receiving" | "partially_delivered" => {
                Arrival::Delivered
            }
            "sent" | "pending" | "accepted" | "queued" | "sending" | "scheduled" | "enqueued" | "submitted"
            | "progress" => Arrival::Sent,
            "failed" | "undelivered" | "undeliverable" | "expired" | "rejected" | "canceled" | "cancelled"
            | "deleted" | "error" => Arrival::Failed,
            "refused" => Arrival::Refused,
            _ => return None,
        })
    })
}

pub(super) fn verdict(text: &str) -> VerdictType {
    let known = with(text, |word| {
        Some(match word {
            "regular" => VerdictType::Regular,
            "free_customer_service" | "free_group_customer_service" | "free_tier" | "ftc" => {
                VerdictType::FreeCustomerService
            }
            "free_entry_point" | "free_entry" | "fep" => VerdictType::FreeEntryPoint,
            _ => return None,
        })
    });
    known.unwrap_or(VerdictType::Unknown)
}

pub(super) fn truth(text: &str) -> Option<bool> {
    with(text, |word| match word {
        "true" | "t" | "yes" | "y" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "0" => Some(false),
        _ => None,
    })
}

pub(super) fn entry(text: &str) -> Option<Entry> {
    with(text, |word| match word {
        "none" | "no" | "false" | "0" => Some(Entry::None),
        "ad" | "ads" | "post" | "referral" | "ctwa" | "true" | "1" => Some(Entry::Ad),
        _ => None,
    })
}

/// Of the columns author and origin.
pub(super) fn author(text: &str) -> Option<Author> {
    with(text, |word| match word {
        "agent" | "human" | "admin" | "person" => Some(Author::Agent),
        "bot" | "assistant" | "ai" | "flow" => Some(Author::Bot),
        "system" | "campaign" | "automation" | "notification" => Some(Author::System),
        _ => None,
    })
}
