//! What the words of a row say: message or call, which way, which class, what the platform thought of it.

use super::block::{Verdict, VerdictType};
use super::convert::{Converted, Kept, out};
use super::reason::Reason;
use super::shape::What;
use super::words::{self, Category, Direction, Kind};
use crate::facts::Class;

/// A word that must be known if it is there.
pub(super) fn word<R>(text: &str, read: impl Fn(&str) -> Option<R>, unknown: Reason) -> Kept<Option<R>> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map_or_else(|| out(unknown, text), |r| Ok(Some(r)))
}

pub(super) fn what(direction: &str, call_direction: &str, kind: Option<Kind>, network: &str) -> Kept<What> {
    let platform = match network {
        "" => true,
        text if text.eq_ignore_ascii_case("phone") || text.eq_ignore_ascii_case("pstn") => false,
        text if text.eq_ignore_ascii_case("platform") || text.eq_ignore_ascii_case("whatsapp") => true,
        text => return out(Reason::UnknownNetwork, text),
    };
    let said = word(direction, words::direction, Reason::UnknownDirection)?;
    let said = match said {
        Some(Direction::Call { .. }) => {
            let outbound = word(call_direction, words::direction, Reason::UnknownDirection)? == Some(Direction::Out);
            return Ok(What::Call { outbound, platform });
        }
        Some(Direction::Other) => return Err(Converted::NoMessage("other facts of a simulation")),
        Some(said) => said,
        None if kind == Some(Kind::App) => Direction::Out,
        None => return out(Reason::NoDirection, ""),
    };
    Ok(match (kind, said) {
        (Some(Kind::Call), said) => What::Call { outbound: said == Direction::Out, platform },
        (_, Direction::In) => What::In,
        _ => What::Out,
    })
}

/// Class of an outgoing message; `None`: nobody says whether it is a template.
pub(super) fn marked(kind: Option<Kind>, category: &str, pricing_category: &str) -> Kept<Option<Class>> {
    let text = if category.is_empty() { pricing_category } else { category };
    let read = words::category(text);
    if read.is_none() && !text.is_empty() && kind != Some(Kind::App) {
        return out(Reason::UnknownCategory, text);
    }
    match (kind, read) {
        (Some(Kind::App), _) | (None, Some(Category::Class(Class::App))) => Ok(Some(Class::App)),
        (Some(Kind::FreeForm), _) | (None, Some(Category::Referral)) => Ok(Some(Class::Service)),
        (None, Some(Category::Class(class))) => Ok(Some(class)),
        (Some(Kind::Template), Some(Category::Class(class))) if class != Class::Service && class != Class::App => {
            Ok(Some(class))
        }
        (None, None) => Ok(None),
        _ => out(Reason::NoCategory, text),
    }
}

/// What the platform said; `None`: nothing.
pub(super) fn verdict(kind: &str, category: &str, billable: &str) -> Option<Verdict> {
    let class = match words::category(category) {
        Some(Category::Class(class)) => Some(class),
        Some(Category::Referral) => Some(Class::Service),
        _ => None,
    };
    let kind = match (kind, words::truth(billable)) {
        ("", None) => return None,
        ("", Some(true)) => VerdictType::Regular,
        ("", Some(false)) if words::category(category) == Some(Category::Referral) => VerdictType::FreeEntryPoint,
        ("", Some(false)) => VerdictType::NotBillable,
        (word, _) => words::verdict(word),
    };
    Some(Verdict { kind, category: class, amount: None })
}
