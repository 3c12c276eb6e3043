//! Laws whose values stand in a file.

use super::Builder;
use crate::scenario::check::Internal;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Law, Model, NotificationBaseline, SourceKind};
use crate::scenario::path::Path;
use crate::scenario::words::MOST_VALUES;
use crate::units::{Decimal, SECOND};

/// Longest time that a law may hold, seconds: as long as a span may be.
const LONGEST_S: f64 = 1e10;

impl Builder<'_> {
    /// Reads the file of every empirical law of the model.
    pub(super) fn observed(&mut self, model: &mut Model) -> Result<(), Internal> {
        for reason in &mut model.reasons {
            let path = Path::of(&["reason", &reason.name]);
            let burst = reason.burst.as_mut().map(|burst| ("burst.gap", &mut burst.1));
            let reminder = reason.reminder.as_mut().map(|reminder| ("reminder.after", &mut reminder.after));
            let repeat = reason.repeat.as_mut().map(|repeat| ("repeat.after", &mut repeat.1));
            let own = [
                ("handling", &mut reason.handling),
                ("call_handling", &mut reason.call_handling),
                ("thinking", &mut reason.thinking),
                ("patience", &mut reason.patience),
            ];
            for (key, law) in own.into_iter().chain(burst).chain(reminder).chain(repeat) {
                self.values(&path.dot(key), law)?;
            }
        }
        if let Some(phone) = &mut model.phone {
            let path = Path::of(&["call_center"]);
            self.values(&path.join("patience"), &mut phone.patience)?;
            if let Some(retrial) = &mut phone.retrial {
                self.values(&path.dot("retrial.after"), &mut retrial.after)?;
                self.values(&path.dot("retrial.after_opening"), &mut retrial.after_opening)?;
            }
        }
        for source in &mut model.sources {
            let table = match &source.kind {
                SourceKind::Notification { .. } => "notification",
                SourceKind::Contacts { entry: crate::facts::Entry::Ad, .. } => "campaign",
                SourceKind::Contacts { .. } => "reason",
            };
            let path = Path::of(&[table, &source.name]);
            if let Some(excitation) = &mut source.chance.excitation {
                self.values(&path.dot("excitation.after"), &mut excitation.after)?;
            }
            if let SourceKind::Notification { delay, baseline, .. } = &mut source.kind {
                self.values(&path.join("delay"), delay)?;
                if let NotificationBaseline::Call(law) = baseline {
                    self.values(&path.join("call"), law)?;
                }
            }
        }
        Ok(())
    }

    /// Fills in a law, and those it is made of.
    fn values(&mut self, setting: &Path, law: &mut Law) -> Result<(), Internal> {
        match law {
            Law::Empirical { file: Some(file), values } if values.is_empty() => {
                *values = self.column(setting, &file.clone());
                Ok(())
            }
            Law::Mixture(parts) => parts.iter_mut().try_for_each(|(_, part)| self.values(setting, part)),
            Law::Shifted { rest, .. } | Law::AtomAtZero { rest, .. } => self.values(setting, rest),
            _ => Ok(()),
        }
    }

    /// The column `seconds` of a file, sorted; what is wrong with it is reported.
    fn column(&mut self, setting: &Path, file: &str) -> Vec<f64> {
        let place = self.view.place(setting);
        let Some((rows, offset)) = self.rows(setting, file) else { return Vec::new() };
        let Some(columns) = self.columns(&rows, &["seconds"], offset, &place) else { return Vec::new() };
        let mut values = Vec::new();
        for row in rows.iter().skip(1) {
            let cell = columns.first().and_then(|column| row.cell(*column)).unwrap_or_default();
            let number = Decimal::parse(cell.trim()).ok().map(|number| number.to_f64(0));
            match number.filter(|seconds| (0.0..=LONGEST_S).contains(seconds)) {
                // Whole microseconds, as everywhere.
                Some(seconds) => values.push(libm::round(seconds * SECOND as f64) / SECOND as f64),
                None => {
                    let at = row.place();
                    let d = Diagnostic::error("bad-csv", format!("{cell:?} is not a time in seconds"));
                    self.report_problem(d.at(&(at.start + offset..at.end + offset), "a number of 0 or more"));
                }
            }
            if values.len() > MOST_VALUES || self.layers.found.len() > 100 {
                break;
            }
        }
        if values.is_empty() || values.len() > MOST_VALUES {
            let d = Diagnostic::error("bad-csv", format!("{file} holds {} values", values.len()));
            self.report_problem(d.at(&place, format!("an empirical law needs 1 to {MOST_VALUES}")));
        }
        values.sort_by(f64::total_cmp);
        values
    }
}
