//! The telephone side.

use super::{Builder, Indices};
use crate::scenario::check::Internal;
use crate::scenario::model::{Group, Phone, Retrial};
use crate::scenario::path::Path;

impl Builder<'_> {
    /// The group of the variant `phone`.
    pub(super) fn call_center_group(&mut self) -> Result<Group, Internal> {
        let base = self.staffed(&Path::of(&["call_center"]), "call center")?;
        Ok(Group { phone: true, ..base })
    }

    /// Lines, callers, prices.
    pub(super) fn phone(&self, index: &Indices) -> Result<Phone, Internal> {
        let path = Path::of(&["call_center"]);
        let center = self.view.at(&path);
        let retrial = match center.has("retrial") {
            true => Some(Retrial {
                chance: center.need("retrial.chance")?,
                after: center.need("retrial.after")?,
                after_opening: center.need("retrial.after_opening")?,
            }),
            false => None,
        };
        Ok(Phone {
            lines: center.get::<u64>("lines").map(|n| n as u32),
            patience: center.need("patience")?,
            balking: center.need("balking")?,
            retrial,
            menu: center.need("menu")?,
            menu_containment: self.by_reason(&path.join("menu_containment"), index),
            minute: self.money(&path.join("minute"))?,
            outbound_minute: self.money(&path.join("outbound_minute"))?,
            line_month: self.money(&path.join("line_month"))?,
        })
    }
}
