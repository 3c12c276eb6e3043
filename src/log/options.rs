//! What a user may say about a log.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::format::Format;
use super::mapping::Mapping;
use super::problem::{Problem, suggest};
use super::time::Clock;
use crate::facts::{Class, Instant};

/// How a log is to be read; everything has a default.
#[derive(Clone, Debug)]
pub struct Options {
    /// Layout of the files; `None`: found by their content.
    pub format: Option<Format>,
    /// Names of columns, constants, words and times of the user's own layout.
    pub mapping: Option<Mapping>,
    /// Zone of each account.
    pub zones: Zones,
    /// Begin of what is billed; rows before it move clocks only.
    pub from: Option<Edge>,
    /// End (exclusive) of what is billed.
    pub to: Option<Edge>,
    /// Key that customers' numbers are hashed with; the log and its reports then show no number.
    pub hash_customers: Option<Vec<u8>>,
    /// Most memory the import takes. Unit: bytes.
    pub memory: usize,
    /// Rows without an id.
    pub missing_ids: MissingIds,
    /// Outgoing messages that do not say whether they are templates.
    pub unmarked: Unmarked,
    /// Keep the texts of ids: [`super::Block::id`] is empty otherwise. Without them a log takes half of the disk.
    pub ids: bool,
    /// How many of the rows kept out are listed for each reason.
    pub listed: usize,
    /// Folder of temporary files; `None`: the system's.
    pub temporary: Option<std::path::PathBuf>,
}

/// Default of [`Options::memory`]: 1 GiB.
pub const MEMORY: usize = 1 << 30;
/// Smallest [`Options::memory`].
pub const LEAST_MEMORY: usize = 1 << 16;

impl Default for Options {
    fn default() -> Self {
        Options {
            format: None,
            mapping: None,
            zones: Zones::default(),
            from: None,
            to: None,
            hash_customers: None,
            memory: MEMORY,
            missing_ids: MissingIds::FromContent,
            unmarked: Unmarked::Ask,
            ids: true,
            listed: 10,
            temporary: None,
        }
    }
}

/// What becomes of a row without an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingIds {
    /// It gets an id made of its content and its row; repeated rows then count twice, which the report says.
    FromContent,
    /// It is kept out.
    KeepOut,
}

/// What becomes of outgoing messages of a log that does not tell templates from answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmarked {
    /// They are kept out, and a log that has no others is refused with this question.
    Ask,
    /// All are free-form answers.
    FreeForm,
    /// More than 24 h after the customer's last message they must be templates of this class, else free-form.
    TemplateOutside(Class),
}

impl Unmarked {
    /// Reads `ask`, `free-form`, or `utility-outside` (any template's class).
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Unmarked, Problem> {
        let class = text.strip_suffix("-outside").map(|c| c.replace('-', "_"));
        let class = class.and_then(|c| Class::ALL[1..5].iter().copied().find(|k| k.word() == c));
        match (text, class) {
            ("ask", _) => Ok(Unmarked::Ask),
            ("free-form", _) => Ok(Unmarked::FreeForm),
            (_, Some(class)) => Ok(Unmarked::TemplateOutside(class)),
            _ => {
                let known = ["ask", "free-form", "utility-outside", "marketing-outside", "authentication-outside"];
                Err(Problem::of(
                    "--unmarked",
                    format!("`{text}` is not a reading of unmarked messages"),
                    suggest(text, known),
                ))
            }
        }
    }
}

/// Time zones of accounts: midnight of a month is theirs.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// For every account without its own; `None`: the log's metadata, else UTC.
    pub default: Option<String>,
    /// By name of the account.
    pub accounts: BTreeMap<String, String>,
}

impl Zones {
    /// Reads the values of `--zone`: `ZONE` or `ACCOUNT=ZONE`.
    ///
    /// # Errors
    /// Every zone that does not exist, and everything said twice.
    pub fn parse(values: &[String]) -> Result<Zones, Vec<Problem>> {
        let (mut zones, mut problems) = (Zones::default(), Vec::new());
        for value in values {
            let (account, name) = value.rsplit_once('=').map_or((None, value.as_str()), |(a, z)| (Some(a), z));
            if let Err(problem) = zone(name) {
                problems.push(problem);
                continue;
            }
            let before = match account {
                None => zones.default.replace(name.to_string()),
                Some(account) => zones.accounts.insert(account.to_string(), name.to_string()),
            };
            if before.is_some_and(|b| b != name) {
                problems.push(Problem::of(
                    "--zone",
                    format!("two zones for {}", account.unwrap_or("all accounts")),
                    "give one",
                ));
            }
        }
        if problems.is_empty() { Ok(zones) } else { Err(problems) }
    }

    pub(super) fn of(&self, account: &str) -> Option<&str> {
        self.accounts.get(account).or(self.default.as_ref()).map(String::as_str)
    }
}

/// A zone of the bundled database.
pub(super) fn zone(name: &str) -> Result<TimeZone, Problem> {
    TimeZoneDatabase::bundled().get(name).map_err(|_| {
        Problem::of(
            "--zone",
            format!("there is no time zone `{name}`"),
            "write an IANA name such as Europe/Paris or America/Bogota",
        )
    })
}

/// An end of the time that is billed.
#[derive(Clone, Debug, PartialEq)]
pub enum Edge {
    /// An instant.
    Instant(Instant),
    /// Local time in the zone of the first account (by name).
    Local(DateTime),
}

impl Edge {
    /// Reads `2026`, `2026-10`, `2026-10-01`, `20261001`, `2026-10-01T12:00` (local), a time with offset, or a Unix time of
    /// ten digits and more (September 2001 on): a shorter number is a date that somebody shortened.
    ///
    /// # Errors
    /// Anything else; `option` is named in the message.
    pub fn parse(option: &str, text: &str) -> Result<Edge, Problem> {
        let text = text.trim();
        let bare = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        let wide = match (bare, text.len()) {
            (false, 7) => format!("{text}-01"),
            (true, 4) => format!("{text}-01-01"),
            (true, 8) => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
            (true, length) if length < 10 => String::new(),
            _ => text.to_string(),
        };
        let clock = Clock { zone: TimeZone::UTC, format: None };
        let bad = || {
            Problem::of(option, format!("`{text}` is not a date or time"), "write 2026-10-01 or 2026-10-01T12:00-05:00")
        };
        match clock.text(&wide) {
            Some((at, false)) => Ok(Edge::Instant(at)),
            Some((at, true)) => {
                let at = jiff::Timestamp::from_microsecond(at).map_err(|_| bad())?;
                Ok(Edge::Local(TimeZone::UTC.to_datetime(at)))
            }
            None => Err(bad()),
        }
    }

    pub(super) fn instant(&self, zone: &TimeZone) -> Option<Instant> {
        match self {
            Edge::Instant(at) => Some(*at),
            Edge::Local(local) => zone.to_timestamp(*local).ok().map(|t| t.as_microsecond()),
        }
    }
}
