//! `[staff]`.

use super::Builder;
use crate::facts::Channel;
use crate::scenario::check::Internal;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Every, Kept, Model, Planning, Promise, ShiftKind, Target};
use crate::scenario::path::Path;
use crate::units::{HOUR, Span};

/// A quarter of an hour, µs.
const QUARTER: i64 = HOUR / 4;
/// Longest shift: a day, in quarters of an hour.
const DAY: i64 = 96;

impl Builder<'_> {
    pub(super) fn planning(&mut self) -> Result<Option<Planning>, Internal> {
        let path = Path::of(&["staff"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let view = self.view;
        let staff = view.at(&path);
        let count = |key: &str| staff.need::<u64>(key).map(|n| n as u32);
        let planning = Planning {
            period: match staff.need::<String>("period")?.as_str() {
                "15 min" => 1,
                "60 min" => 4,
                _ => 2,
            },
            every: match staff.need::<String>("every")?.as_str() {
                "day" => Every::Day,
                "run" => Every::Run,
                _ => Every::Period,
            },
            calls: staff.get("calls"),
            messages: staff.get("messages"),
            window: staff.get("window"),
            targets: Vec::new(),
            sure: staff.need("sure")?,
            replications: count("replications")?,
            confirm: count("confirm")?,
            weeks: count("weeks")?,
            least: count("least")? as u16,
            most: staff.get::<u64>("most").map(|n| n as u16),
            shifts: Vec::new(),
        };
        let mut targets = Vec::new();
        for name in view.keys(&path.join("promise")) {
            targets.push(self.target(&path.join("promise").join(&name), &name)?);
        }
        let mut shifts = Vec::new();
        for name in view.keys(&path.join("shift")) {
            shifts.push(self.shift_kind(&path.join("shift").join(&name), &name)?);
        }
        Ok(Some(Planning { targets, shifts: if shifts.is_empty() { ShiftKind::usual() } else { shifts }, ..planning }))
    }

    fn target(&mut self, path: &Path, name: &str) -> Result<Target, Internal> {
        let view = self.view;
        let at = view.at(path);
        // The model numbers reasons in the order of their names.
        let mut all = view.names("reason");
        all.sort();
        let named: Vec<String> = at.need("reasons")?;
        let places = named.iter().filter_map(|name| all.iter().position(|known| known == name));
        let channel = if at.need::<String>("channel")? == "calls" { Channel::Phone } else { Channel::Messages };
        let reasons = places.map(|place| place as u16).collect();
        let target =
            Target { name: name.to_string(), channel, reasons, meet: at.get("meet"), window: at.get("window") };
        let wrong = match (&target.meet, &target.window, channel) {
            (None, None, _) => {
                Some(("missing-setting", "promises nothing", "add `meet = \"90 % in 10 min\"` or `window = \"99 %\"`"))
            }
            (_, Some(_), Channel::Phone) => {
                Some(("conflict", "promises a window to callers: calls have none", "take `window` away"))
            }
            _ => None,
        };
        if let Some((code, what, fix)) = wrong {
            let place = view.key_place(path);
            self.report_problem(Diagnostic::error(code, format!("[{path}] {what}")).at(&place, fix));
        }
        Ok(target)
    }

    /// Notes the promises of groups whose shifts are given, so that they are measured.
    pub(super) fn kept_promises(&self, model: &mut Model) {
        for (index, group) in (0..=u8::MAX).zip(&model.desk.groups) {
            let path = match self.channel {
                Channel::Phone => Path::of(&["call_center"]),
                Channel::Messages => Path::of(&["group", &group.name]),
            };
            let at = self.view.at(&path);
            let (Some(promise), Some(open)) = (at.get::<Promise>("meet"), at.get("hours")) else { continue };
            if !at.has("shift") {
                continue;
            }
            model.measures.note_promise(index, promise.within);
            model.kept.push(Kept { group: group.name.clone(), promise, open });
        }
    }

    fn shift_kind(&mut self, path: &Path, name: &str) -> Result<ShiftKind, Internal> {
        let length = self.quarters(path, "length")?;
        let pause = self.quarters(path, "break")?;
        let before = (self.quarters(path, "break_after")?, self.quarters(path, "break_before")?);
        let shift = self.view.at(path);
        let kind = ShiftKind {
            name: name.to_string(),
            length,
            starts: shift.get("starts"),
            pause,
            before,
            pause_paid: shift.need("break_paid")?,
            groups: shift.need("groups")?,
            wage: shift.get("wage"),
            most: shift.get::<u64>("most").map(|n| n as u16),
        };
        let wrong = if length as i64 > DAY {
            Some(("length", "a shift is at most 24 h long", "write \"8h 30min\""))
        } else if pause > 0 && before.0 > before.1 {
            Some(("break_after", "the break comes after more work than `break_before` allows", "swap the two"))
        } else if pause > 0 && before.0 + pause >= length {
            Some(("break", "no work is left after the break", "make the shift longer or the break earlier"))
        } else {
            None
        };
        if let Some((key, what, fix)) = wrong {
            let place = self.view.place(&path.join(key));
            self.report_problem(Diagnostic::error("bad-value", format!("[{path}]: {what}")).at(&place, fix));
        }
        Ok(kind)
    }

    /// A span on the grid of the week, in quarters of an hour.
    fn quarters(&mut self, path: &Path, key: &str) -> Result<usize, Internal> {
        let setting = path.join(key);
        let span: Span = self.view.need(&setting)?;
        if span.0 % QUARTER != 0 {
            let problem = format!("`{key}` of a shift is a multiple of 15 min, not {span}");
            let place = self.view.place(&setting);
            self.report_problem(Diagnostic::error("out-of-range", problem).at(&place, "write \"4 h\" or \"8h 15min\""));
        }
        Ok(usize::try_from(span.0 / QUARTER).unwrap_or(0))
    }
}
