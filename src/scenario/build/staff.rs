//! Heads by half-hour.

use super::Builder;
use crate::scenario::check::Internal;
use crate::scenario::csv;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Group, Staff};
use crate::scenario::path::Path;
use crate::scenario::words::{HALF_HOURS, parse_hours};

impl Builder<'_> {
    /// What groups and the call centre have in common; the caller fills in the rest.
    pub(super) fn staffed(&mut self, path: &Path, name: &str) -> Result<Group, Internal> {
        Ok(Group {
            name: name.to_string(),
            messages: false,
            phone: false,
            reasons: Vec::new(),
            staff: self.staff(path)?,
            concurrency: 1,
            speed: vec![1.0],
            wage: self.view.need(&path.join("wage"))?,
            shrinkage: self.view.need(&path.join("shrinkage"))?,
            seat: self.money(&path.join("seat"))?,
            zone: self.view.need(&path.join("zone"))?,
            app: None,
        })
    }

    fn staff(&mut self, path: &Path) -> Result<Staff, Internal> {
        let view = self.view;
        let at = view.at(path);
        if at.has("schedule") {
            return self.schedule(&path.dot("schedule.csv")).map(Staff::Schedule);
        }
        if let Some(heads) = at.get::<Vec<u64>>("agents") {
            return Ok(Staff::Schedule(heads.into_iter().map(|n| n as u16).collect()));
        }
        if at.has("shift") {
            return self.roster(&path.join("shift")).map(Staff::Schedule);
        }
        let open: Vec<bool> = at.need("hours")?;
        if let Some(promise) = at.get("meet") {
            return Ok(Staff::Meet { promise, open });
        }
        let heads = at.need::<u64>("agents")? as u16;
        Ok(Staff::Schedule(open.iter().map(|o| if *o { heads } else { 0 }).collect()))
    }

    /// Heads that shifts add up to.
    fn roster(&self, table: &Path) -> Result<Vec<u16>, Internal> {
        let mut sum = vec![0u16; HALF_HOURS];
        for name in self.view.keys(table) {
            let path = table.join(&name);
            let shift = self.view.at(&path);
            let (hours, heads): (Vec<bool>, u64) = (shift.need("hours")?, shift.need("heads")?);
            let heads = u16::try_from(heads).unwrap_or(u16::MAX);
            sum.iter_mut().zip(hours).filter(|(_, on)| *on).for_each(|(sum, _)| *sum = sum.saturating_add(heads));
        }
        Ok(sum)
    }

    /// Heads from CSV: day, time, agents; half-hours that are not named have none.
    fn schedule(&mut self, setting: &Path) -> Result<Vec<u16>, Internal> {
        let file: String = self.view.need(setting)?;
        let place = self.view.place(setting);
        let mut heads = vec![0u16; HALF_HOURS];
        let Some((text, offset)) = self.input(setting, &file) else { return Ok(heads) };
        let rows = csv::rows(&text);
        let Some(columns) = self.columns(&rows, &["day", "time", "agents"], offset, &place) else { return Ok(heads) };
        for row in &rows[1..] {
            let cell = |i: usize| row.cell(columns[i]).unwrap_or_default();
            let slot = half_hour(&cell(0), &cell(1));
            match (slot, cell(2).parse::<u16>()) {
                (Some(slot), Ok(n)) => heads[slot] = n,
                _ => {
                    let at = row.place();
                    let d = Diagnostic::error("bad-csv", "the line is not a day, a half-hour and a number of heads");
                    self.report_problem(d.at(&(at.start + offset..at.end + offset), "write such as Mon,09:00,4"));
                }
            }
        }
        Ok(heads)
    }
}

/// Half-hour of the week of `Mon`, `09:30`.
fn half_hour(day: &str, time: &str) -> Option<usize> {
    let single = !day.contains(['-', ',', ';', ' ']) && !time.contains(['-', ',', ';']);
    let end = if time.ends_with(":30") {
        format!("{:02}:00", time.split(':').next()?.parse::<u8>().ok()? + 1)
    } else {
        time.replace(":00", ":30")
    };
    let open = single.then(|| parse_hours(&format!("{day} {time}-{end}")).ok())??;
    open.iter().position(|o| *o)
}
