//! The tariffs, cards and the market table that are compiled in, and files beside a user's tariff.

use std::path::{Path, PathBuf};

use super::problem::{Problem, suggest};
use crate::units::{MOST_TEXT, read_text_file};

/// Built-in files as `(name, text)`.
macro_rules! built_in {
    ($folder:literal, $extension:literal, $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/", $folder, "/", $name, $extension)))),*]
    };
}

/// In order of effect, by channel.
const TARIFFS: &[(&str, &str)] = built_in!(
    "tariffs",
    ".toml",
    "whatsapp-2018-08",
    "whatsapp-2022-02",
    "whatsapp-2023-06",
    "whatsapp-2024-11",
    "whatsapp-2025-07",
    "whatsapp-2025-10",
    "whatsapp-2026-01",
    "whatsapp-2026-04",
    "whatsapp-2026-07",
    "whatsapp-2026-10",
    "whatsapp-calling-2026-10",
    "sms-2022-12",
    "sms-2024-09",
    "sms-2026-06",
);

const CARDS: &[(&str, &str)] = built_in!(
    "rates",
    ".csv",
    "sms_telesign_2022-12-06_usd",
    "sms_telesign_2024-09-27_usd",
    "sms_telesign_2026-06-17_usd",
    "wa_calling_2026-10-01_usd",
    "wa_cbp2_2022-02-01_usd",
    "wa_cbp4_2023-06-01_usd",
    "wa_cbp4_2024-11-01_usd",
    "wa_pmp_2025-07-01_usd",
    "wa_pmp_2025-10-01_inr",
    "wa_pmp_2025-10-01_usd",
    "wa_pmp_2026-01-01_usd",
    "wa_pmp_2026-04-01_usd",
    "wa_pmp_2026-07-01_cop",
    "wa_pmp_2026-07-01_eur",
    "wa_pmp_2026-07-01_usd",
    "wa_pmp_2026-10-01_cop",
    "wa_pmp_2026-10-01_usd",
    "wa_tiers_2026-10-01_usd",
);

/// Country, market on several dates, time zone: `data/markets.csv`.
pub(super) const MARKETS: &str = include_str!("../../data/markets.csv");

/// Prefixes of telephone numbers under calling codes that several countries share: `data/phone_prefixes.csv`.
pub(super) const PHONE_PREFIXES: &str = include_str!("../../data/phone_prefixes.csv");

/// The tariff that follows the dates: each built-in tariff of the platform in its time.
pub const CALENDAR: &str = "calendar";

const CALENDAR_FILE: &str = include_str!("../../data/tariffs/calendar.toml");

/// Names of the built-in tariffs; [`CALENDAR`] is not among them.
pub fn names() -> Vec<&'static str> {
    TARIFFS.iter().map(|(name, _)| *name).collect()
}

/// A text with the name it has in messages and the folder that its own references are read from.
pub(super) struct Document {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) folder: Option<PathBuf>,
}

/// A tariff by built-in name or by the path of a `.toml` file (relative to `folder`, else to the working directory).
pub(super) fn tariff(name: &str, folder: Option<&Path>) -> Result<Document, Problem> {
    if let Some((name, text)) = TARIFFS.iter().find(|(n, _)| *n == name) {
        return Ok(Document { name: name.to_string(), text: text.to_string(), folder: None });
    }
    if name == CALENDAR {
        return Ok(Document { name: name.to_string(), text: CALENDAR_FILE.to_string(), folder: None });
    }
    if name.ends_with(".toml") {
        return file(name, folder);
    }
    let known = TARIFFS.iter().map(|(n, _)| *n).chain([CALENDAR]);
    let help = format!("the path of a tariff file ends in .toml; {}", suggest(name, known));
    Err(Problem::of_file(name, format!("there is no tariff `{name}`"), help))
}

/// A rate card by built-in name or by the path of a `.csv` file beside the tariff.
pub(super) fn card(name: &str, folder: Option<&Path>) -> Result<Document, Problem> {
    if let Some((name, text)) = CARDS.iter().find(|(n, _)| *n == name) {
        return Ok(Document { name: name.to_string(), text: text.to_string(), folder: None });
    }
    if name.ends_with(".csv") {
        return file(name, folder);
    }
    let known = CARDS.iter().map(|(n, _)| *n).chain(["given"]);
    let help = format!("the path of a card file ends in .csv; {}", suggest(name, known));
    Err(Problem::of_file(name, format!("there is no rate card `{name}`"), help))
}

fn file(name: &str, folder: Option<&Path>) -> Result<Document, Problem> {
    let path = folder.map_or_else(|| PathBuf::from(name), |f| f.join(name));
    match read_text_file(&path, MOST_TEXT) {
        Ok(text) => Ok(Document { name: name.to_string(), text, folder: path.parent().map(Path::to_path_buf) }),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            Err(Problem::of_file(name, "there is no such file".to_string(), String::new()))
        }
        Err(e) => Err(Problem::of_file(name, format!("cannot read it: {e}"), String::new())),
    }
}
