//! `chatfare tariffs list`

use super::page::{paragraph, width};
use super::{Failure, failure, json};
use crate::tariff::sheet::{Entry, catalogue};
use clap::Args;

/// Options of `tariffs list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// One JSON array.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn text(self) -> Result<String, Failure> {
        let entries = catalogue().map_err(failure)?;
        if self.json {
            return json(&entries);
        }
        let (widest, width) = (entries.iter().map(|e| e.name.len()).max().unwrap_or(0), width());
        let indent = widest + 2;
        let told = entries.iter().map(|entry| {
            let head = format!("{:widest$}", entry.name);
            let says = paragraph(&format!("{head}  "), indent, &entry.says, width);
            says + &paragraph("", indent, &facts(entry), width)
        });
        Ok(told.collect::<Vec<String>>().join("\n")
            + "\n`chatfare tariffs show NAME` tells one of them, `diff A B` what changed.\n")
    }
}

/// Since when, currencies, basis.
fn facts(entry: &Entry) -> String {
    let mut parts = vec![format!("since {}", entry.from)];
    if entry.currencies.is_empty() {
        parts.push("rates: your own (--rates FILE)".into());
    } else {
        let rates: usize = entry.basis.iter().map(|b| b.1).sum();
        parts.push(format!("{} markets", entry.markets));
        parts.push(entry.currencies.join(", "));
        let most = &entry.basis[0];
        let basis = most.0.replace('_', " ");
        parts.push(if most.1 == rates { basis } else { format!("{basis} ({} of {rates} rates)", most.1) });
    }
    parts.join(" · ")
}
