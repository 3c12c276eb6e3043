//! Reasons for contact.

use super::{Builder, Indices};
use crate::scenario::check::Internal;
use crate::scenario::model::{ContactReason, Reminder};
use crate::scenario::path::Path;

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
            value: self.money(&path.join("value"))?,
            priority: r.get::<u64>("priority").unwrap_or(1) as u8,
            silent: self.silent(&path)?,
            lead: self.lead(&path)?,
        })
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
