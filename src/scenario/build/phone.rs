//! The telephone side.

use super::{Builder, Indices, position};
use crate::scenario::check::{At, Internal};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{
    Announcement, CALL_CENTER, Callback, Dialer, Group, Pacing, Phone, Recall, Retrial, Voicemail,
};
use crate::scenario::path::Path;
use crate::units::Share;

impl Builder<'_> {
    /// The group of the variant `phone`.
    pub(super) fn call_center_group(&mut self, index: &Indices) -> Result<Group, Internal> {
        let path = Path::of(&["call_center"]);
        let base = self.staffed(&path, CALL_CENTER)?;
        let mut group = Group { phone: true, ..base };
        self.persons(&path, &mut group, index)?;
        Ok(group)
    }

    /// Lines, callers, prices.
    pub(super) fn phone(&mut self, index: &Indices) -> Result<Phone, Internal> {
        let path = Path::of(&["call_center"]);
        let center = self.view.at(&path);
        let retrial = match center.has("retrial") {
            true => Some(Retrial {
                chance: center.need("retrial.chance")?,
                after: center.need("retrial.after")?,
                after_opening: center.need("retrial.after_opening")?,
                same_patience: center.get::<String>("retrial.patience").is_some_and(|word| word == "same"),
                reason: match center.get::<String>("retrial.as") {
                    Some(name) => Some(position(&index.reasons, &name)?),
                    None => None,
                },
                by_message: center.get::<String>("retrial.by").is_some_and(|word| word == "messages"),
            }),
            false => None,
        };
        Ok(Phone {
            lines: center.get::<u64>("lines").map(|n| n as u32),
            queue: center.get::<u64>("queue").map(|n| n as u32),
            callback: self.callback(&path.join("callback"))?,
            voicemail: self.voicemail(&path.join("voicemail"))?,
            dialer: self.dialer(&path.join("dialer"))?,
            announcement: self.announcement(&path.join("announcement"))?,
            patience: center.need("patience")?,
            balking: center.need("balking")?,
            retrial,
            menu: center.need("menu")?,
            menu_containment: self.by_reason(&path.join("menu_containment"), index),
            minute: self.money(&path.join("minute"))?,
            outbound_minute: self.money(&path.join("outbound_minute"))?,
            line_hour: self.money(&path.join("line_hour"))?,
            line_month: self.money(&path.join("line_month"))?,
        })
    }

    fn callback(&self, path: &Path) -> Result<Option<Callback>, Internal> {
        if !self.view.has(path) {
            return Ok(None);
        }
        let table = self.view.at(path);
        Ok(Some(Callback { above: table.need("above")?, chance: table.need("chance")?, recall: recall(&table)? }))
    }

    fn dialer(&mut self, path: &Path) -> Result<Option<Dialer>, Internal> {
        if !self.view.has(path) {
            return Ok(None);
        }
        let view = self.view;
        let table = view.at(path);
        let kind = table.need::<String>("kind")?;
        if kind != "predictive" && view.given(&path.join("limit")) {
            let text = format!("`limit` is for a predictive dialler; this one is {kind:?}");
            let place = view.place(&path.join("limit"));
            self.report_problem(Diagnostic::error("needs-other", text).at(&place, "add `kind = \"predictive\"`"));
        }
        Ok(Some(Dialer {
            pacing: match kind.as_str() {
                "constant" => Pacing::Constant,
                "predictive" => Pacing::Predictive(table.get("limit").unwrap_or(Share(0.03))),
                _ => Pacing::ForEach,
            },
            calls: table.need("calls")?,
            keep: table.need::<u64>("keep")? as u32,
            reached: table.need("reached")?,
            ring: table.need("ring")?,
            hold: table.need("hold")?,
            tries: table.need::<u64>("tries")? as u32,
            between: table.need("between")?,
        }))
    }

    fn voicemail(&self, path: &Path) -> Result<Option<Voicemail>, Internal> {
        if !self.view.has(path) {
            return Ok(None);
        }
        let table = self.view.at(path);
        let after: Vec<String> = table.need("after")?;
        let after = ["abandoned", "balked", "blocked", "closed"].map(|word| after.iter().any(|w| w == word));
        Ok(Some(Voicemail { chance: table.need("chance")?, after, recall: recall(&table)? }))
    }

    fn announcement(&self, path: &Path) -> Result<Option<Announcement>, Internal> {
        if !self.view.has(path) {
            return Ok(None);
        }
        let table = self.view.at(path);
        Ok(Some(Announcement {
            after: table.need("after")?,
            leave: table.need("leave")?,
            patience: table.get("patience"),
        }))
    }
}

/// How customers are called back.
fn recall(table: &At<'_>) -> Result<Recall, Internal> {
    Ok(Recall {
        reached: table.need("reached")?,
        tries: table.need::<u64>("tries")? as u32,
        between: table.need("between")?,
        ring: table.need("ring")?,
    })
}
