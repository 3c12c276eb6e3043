//! Heads by half-hour or quarter of an hour.

use super::Builder;
use crate::scenario::check::Internal;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Ability, Closing, Group, Leaving, Staff};
use crate::scenario::path::Path;
use crate::scenario::words::{HALF_HOURS, by_quarter, parse_hours};

impl Builder<'_> {
    /// What groups and the call centre have in common; the caller fills in the rest.
    pub(super) fn staffed(&mut self, path: &Path, name: &str) -> Result<Group, Internal> {
        let mut group = Group {
            name: name.to_string(),
            messages: false,
            phone: false,
            reasons: Vec::new(),
            order: Vec::new(),
            reserve: Vec::new(),
            people: Vec::new(),
            ability: self.ability(path),
            leaving: match self.view.get::<String>(&path.join("leaving")).as_deref() {
                Some("hand over") => Leaving::HandOver,
                Some("pre-empt") => Leaving::PreEmpt,
                _ => Leaving::Finish,
            },
            closing: match self.view.get::<String>(&path.join("closing")).as_deref() {
                Some("drain") => Closing::Drain,
                Some("clear") => Closing::Clear,
                Some("pre-empt") => Closing::PreEmpt,
                _ => Closing::Keep,
            },
            staff: Staff::Schedule(Vec::new()),
            quarters: None,
            open_quarters: None,
            holidays: self.view.get(&path.join("holidays")),
            concurrency: 1,
            speed: vec![1.0],
            wage: self.view.need(&path.join("wage"))?,
            overtime: self.view.get(&path.join("overtime")).unwrap_or(1.0),
            per_contact: self.money(&path.join("per_contact"))?,
            per_minute: self.money(&path.join("per_minute"))?,
            shrinkage: self.view.need(&path.join("shrinkage"))?,
            seat: self.money(&path.join("seat"))?,
            zone: self.view.need(&path.join("zone"))?,
            app: None,
        };
        self.heads(path, &mut group)?;
        Ok(group)
    }

    fn ability(&self, path: &Path) -> Ability {
        let group = self.view.at(path);
        let number = |key: &str| group.get::<f64>(key);
        Ability {
            pace: number("pace").unwrap_or(1.0),
            cv: number("agent_cv").unwrap_or(0.0),
            learning: group.get("learning.start").zip(number("learning.contacts")),
        }
    }

    /// Who is on duty when, or what is promised.
    fn heads(&mut self, path: &Path, group: &mut Group) -> Result<(), Internal> {
        let view = self.view;
        let at = view.at(path);
        if at.has("schedule") {
            group.put_on_duty(self.schedule(&path.dot("schedule.csv"))?);
        } else if let Some(heads) = at.get::<Vec<u64>>("agents") {
            group.put_on_duty(heads.into_iter().map(|n| n as u16).collect());
        } else if at.has("shift") {
            group.put_on_duty(self.roster(&path.join("shift"))?);
        } else if at.has("agent") || at.has("roster") {
            // Who they are is read when the reasons of the group are known.
            group.put_on_duty(vec![0; HALF_HOURS]);
        } else if let Some(promise) = at.get("meet") {
            let quarters = by_quarter(&at.need::<Vec<bool>>("hours")?);
            let open: Vec<bool> = quarters.chunks(2).map(|pair| pair.contains(&true)).collect();
            group.open_quarters = (by_quarter(&open) != quarters).then_some(quarters);
            group.staff = Staff::Meet { promise, open };
        } else {
            let (open, heads) = (at.need::<Vec<bool>>("hours")?, at.need::<u64>("agents")? as u16);
            group.put_on_duty(open.iter().map(|o| if *o { heads } else { 0 }).collect());
        }
        Ok(())
    }

    /// Heads that shifts add up to, by quarter of an hour.
    fn roster(&self, table: &Path) -> Result<Vec<u16>, Internal> {
        let mut sum = vec![0u16; 2 * HALF_HOURS];
        for name in self.view.keys(table) {
            let path = table.join(&name);
            let shift = self.view.at(&path);
            let (hours, heads): (Vec<bool>, u64) = (shift.need("hours")?, shift.need("heads")?);
            let heads = u16::try_from(heads).unwrap_or(u16::MAX);
            sum.iter_mut()
                .zip(by_quarter(&hours))
                .filter(|(_, on)| *on)
                .for_each(|(sum, _)| *sum = sum.saturating_add(heads));
        }
        Ok(sum)
    }

    /// Heads from CSV by quarter of an hour: day, time, agents. A row at a full or half hour holds until the next half-hour
    /// unless one for the quarter between follows; periods that are not named have none.
    fn schedule(&mut self, setting: &Path) -> Result<Vec<u16>, Internal> {
        let file: String = self.view.need(setting)?;
        let place = self.view.place(setting);
        let mut heads = vec![0u16; 2 * HALF_HOURS];
        let mut between = Vec::new();
        let Some((rows, offset)) = self.rows(setting, &file) else { return Ok(heads) };
        let Some(columns) = self.columns(&rows, &["day", "time", "agents"], offset, &place) else { return Ok(heads) };
        for row in &rows[1..] {
            let cell = |i: usize| row.cell(columns[i]).unwrap_or_default();
            match (quarter(&cell(0), &cell(1)), cell(2).parse::<u16>()) {
                (Some(slot), Ok(n)) if slot % 2 == 1 => between.push((slot, n)),
                (Some(slot), Ok(n)) => heads[slot..slot + 2].fill(n),
                _ => {
                    let at = row.place();
                    let d = Diagnostic::error(
                        "bad-csv",
                        "the line is not a day, a quarter of an hour and a number of heads",
                    );
                    self.report_problem(d.at(&(at.start + offset..at.end + offset), "write such as Mon,09:00,4"));
                }
            }
        }
        between.into_iter().for_each(|(slot, n)| heads[slot] = n);
        Ok(heads)
    }
}

/// Quarter of the week of `Mon`, `09:45`.
fn quarter(day: &str, time: &str) -> Option<usize> {
    let single = !day.contains(['-', ',', ';', ' ']) && !time.contains(['-', ',', ';']);
    let (hour, minute) = time.split_once(':')?;
    let end = match minute.parse::<u8>().ok()? {
        45 => format!("{:02}:00", hour.parse::<u8>().ok()? + 1),
        minute => format!("{hour}:{}", minute.checked_add(15)?),
    };
    let open = single.then(|| parse_hours(&format!("{day} {time}-{end}")).ok())??;
    by_quarter(&open).iter().position(|o| *o)
}
