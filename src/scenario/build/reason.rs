//! Reasons for contact.

use super::{Builder, Indices};
use crate::scenario::check::{At, Internal};
use crate::scenario::model::{ContactReason, FirstAgent, Reminder, Transfer};
use crate::scenario::path::Path;
use crate::units::{Share, Span};

impl Builder<'_> {
    /// Every reason, sorted by name.
    pub(super) fn reasons(&self, index: &Indices) -> Result<Vec<ContactReason>, Internal> {
        index.reasons.iter().map(|name| self.reason(name)).collect()
    }

    fn reason(&self, name: &str) -> Result<ContactReason, Internal> {
        let path = Path::of(&["reason", name]);
        let r = self.view.at(&path);
        let burst = match r.has("burst") {
            true => Some((r.need("burst.messages")?, r.need("burst.gap")?)),
            false => None,
        };
        let repeat = match r.has("repeat") {
            true => Some((r.need("repeat.chance")?, r.need("repeat.after")?)),
            false => None,
        };
        Ok(ContactReason {
            name: name.to_string(),
            handling: r.need("handling")?,
            call_handling: r.need("call_handling")?,
            same_difficulty: r.need("same_difficulty")?,
            turns: r.need("turns")?,
            thinking: r.need("thinking")?,
            patience: r.need("patience")?,
            burst,
            reminder: self.reminder(&path)?,
            fan_out: r.need("fan_out")?,
            resolved: r.need("resolved")?,
            resolved_by_phone: r.need("resolved_by_phone")?,
            repeat,
            switch_to_phone: r.need("switch_to_phone")?,
            by_phone: r.get("by_phone").unwrap_or(Share(0.0)),
            value: self.money(&path.join("value"))?,
            priority: r.get::<u64>("priority").unwrap_or(1) as u8,
            silent: self.silent(&path)?,
            lead: self.lead(&path)?,
            groups: self.preferred(&r)?,
            overflow: self.overflow(&path.join("overflow"))?,
            weight: r.get("weight").unwrap_or(1.0),
            after_work: [r.get("after_chat_work"), r.get("after_call_work")],
            transfer: self.transfer(&path)?,
        })
    }

    /// The groups that a reason names, as far as this variant has them.
    fn preferred(&self, reason: &At<'_>) -> Result<Option<Vec<u8>>, Internal> {
        let Some(named) = reason.get::<Vec<String>>("groups") else { return Ok(None) };
        let names = self.group_names()?;
        Ok(Some(named.iter().filter_map(|n| names.iter().position(|name| name == n)).map(|i| i as u8).collect()))
    }

    /// Waits after which groups take the reason, as far as this variant has them.
    fn overflow(&self, table: &Path) -> Result<Vec<(u8, Span)>, Internal> {
        let mut list = Vec::new();
        for (index, name) in self.group_names()?.iter().enumerate() {
            list.extend(self.view.get(&table.join(name)).map(|wait| (index as u8, wait)));
        }
        Ok(list)
    }

    fn transfer(&self, reason: &Path) -> Result<Option<Transfer>, Internal> {
        let path = reason.join("transfer");
        if !self.view.has(&path) {
            return Ok(None);
        }
        let t = self.view.at(&path);
        let to: String = t.need("to")?;
        Ok(Some(Transfer {
            share: t.need("share")?,
            to: self.group_names()?.iter().position(|name| *name == to).map(|index| index as u8),
            after: t.need("after")?,
            handling: [t.need("handling")?, t.need("call_handling")?],
            first: match t.need::<String>("first")?.as_str() {
                "until taken" => FirstAgent::UntilTaken,
                "to the end" => FirstAgent::ToTheEnd,
                _ => FirstAgent::Released,
            },
            briefing: t.get("briefing"),
            patience: t.need("patience")?,
        }))
    }

    fn reminder(&self, reason: &Path) -> Result<Option<Reminder>, Internal> {
        let path = reason.join("reminder");
        if !self.view.has(&path) {
            return Ok(None);
        }
        let r = self.view.at(&path);
        Ok(Some(Reminder {
            after: r.need("after")?,
            chance: r.need("chance")?,
            at_most: r.need::<u64>("at_most")? as u32,
            restarts_window: r.need("restarts_window")?,
        }))
    }
}
