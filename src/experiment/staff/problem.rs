//! From a variant to what is to be planned: groups, services, the plan on paper, what is known before simulating.

use crate::facts::Channel;
use crate::scenario::{Group, Model, Planning, Promise, Run, Staff, Target, left_out_words};
use crate::traffic;
use crate::units::Share;

use super::cover::Row;
use super::erlang::{erlang_heads, served};
use super::grid::{Grid, Heads, Promised, Service};
use crate::experiment::staffing::load::WeekLoad;

/// What is to be planned of one variant.
pub struct Problem {
    /// Index in the model of each planned group.
    pub groups: Vec<usize>,
    /// How fine the week is.
    pub grid: Grid,
    /// Slots with staff, by planned group.
    pub open: Vec<Vec<bool>>,
    /// What is promised.
    pub services: Vec<Service>,
    /// The plan on paper: Erlang's heads, at least the least.
    pub erlang: Heads,
    /// Conditions that every plan must satisfy before anything is simulated.
    pub rows: Vec<Row>,
}

/// Share of the target at which Erlang's heads are taken as a floor to start from; heads below it are found again when
/// the plan is trimmed.
const FLOOR: f64 = 0.6;

impl Problem {
    /// What a variant's groups have to keep; `planning` is in slots of the grid ([`Grid::planning`]).
    ///
    /// # Errors
    /// Nothing to plan, a model that does not compile.
    pub fn new(model: &Model, planning: &Planning, grid: Grid, run: &Run) -> Result<Problem, Vec<String>> {
        let all = &model.desk.groups;
        let wanted = |group: &&Group| {
            promise_of(model, group).is_some()
                || planning.targets.iter().any(|target| answers(model, group, target))
                || (group.phone && planning.calls.is_some())
                || (group.messages && (planning.messages.is_some() || planning.window.is_some()))
        };
        let groups: Vec<usize> = all.iter().enumerate().filter(|(_, group)| wanted(group)).map(|(i, _)| i).collect();
        if groups.is_empty() {
            let why = "no group has a promise: write `meet = \"80 % in 1 h\"` in its table, or `calls` or `messages` in [staff]";
            return Err(vec![why.into()]);
        }
        let open: Vec<Vec<bool>> = groups.iter().map(|index| grid.lay(&opening(model, &all[*index]))).collect();
        let mut problem = Problem {
            erlang: vec![vec![0; grid.week()]; groups.len()],
            grid,
            groups,
            open,
            services: Vec::new(),
            rows: Vec::new(),
        };
        problem.promises(model, planning);
        problem.on_paper(model, planning, run)?;
        Ok(problem)
    }

    /// The services of each planned group: its channels with their promises, like ones once.
    fn promises(&mut self, model: &Model, planning: &Planning) {
        for (place, index) in self.groups.clone().into_iter().enumerate() {
            let group = &model.desk.groups[index];
            let own = promise_of(model, group);
            let mut reasons = vec![false; model.reasons.len()];
            served(model, group).into_iter().for_each(|reason| reasons[reason] = true);
            let some = |target: &Target| -> Vec<bool> {
                let named = |reason: usize| target.reasons.is_empty() || target.reasons.contains(&(reason as u16));
                reasons.iter().enumerate().map(|(reason, served)| *served && named(reason)).collect()
            };
            let mut wanted: Vec<(Channel, Promised, Share, Option<&Target>)> = Vec::new();
            let within = |promise: Promise| (Promised::Within(promise.within), promise.share);
            for (channel, serves, promise) in [
                (Channel::Messages, group.messages, planning.messages.or(own)),
                (Channel::Phone, group.phone, planning.calls.or(own)),
            ] {
                if let Some((promised, share)) = promise.filter(|_| serves).map(within) {
                    wanted.push((channel, promised, share, None));
                }
            }
            if let Some(share) = planning.window.filter(|_| group.messages) {
                wanted.push((Channel::Messages, Promised::Window, share, None));
            }
            for target in planning.targets.iter().filter(|target| answers(model, group, target)) {
                let meet = target.meet.map(within);
                let window = target.window.map(|share| (Promised::Window, share));
                wanted.extend(
                    [meet, window].into_iter().flatten().map(|(p, share)| (target.channel, p, share, Some(target))),
                );
            }
            for (channel, promised, target, named) in wanted {
                let reasons = named.map_or_else(|| reasons.clone(), some);
                let open = match promised {
                    Promised::Within(_) => self.open[place].clone(),
                    Promised::Window => vec![true; self.grid.week()],
                };
                let like = self.services.iter_mut().find(|service| {
                    (service.channel, service.promised, &service.reasons, service.target)
                        == (channel, promised, &reasons, target)
                });
                match like {
                    Some(service) => {
                        service.groups.push(place);
                        service.open.iter_mut().zip(&open).for_each(|(all, own)| *all |= own);
                    }
                    None => {
                        let what = match (named, channel, promised) {
                            (Some(target), _, Promised::Window) => format!("{}, window", target.name),
                            (Some(target), ..) => target.name.clone(),
                            (None, _, Promised::Window) => "window".into(),
                            (None, Channel::Messages, _) => "messages".into(),
                            (None, Channel::Phone, _) => "calls".into(),
                        };
                        let name = format!("{}: {what}", group.name);
                        let (zone, groups) = (group.zone.clone(), vec![place]);
                        self.services.push(Service { name, channel, reasons, promised, target, open, zone, groups });
                    }
                }
            }
        }
    }

    /// Erlang's plan, and the floors that follow from load and formulas.
    fn on_paper(&mut self, model: &Model, planning: &Planning, run: &Run) -> Result<(), Vec<String>> {
        let traffic = traffic::compile(model, run)?;
        for (group, open) in self.open.iter().enumerate() {
            for slot in slots(open) {
                self.rows.push(Row { terms: vec![((group, slot), 1.0)], least: f64::from(planning.least) });
                self.erlang[group][slot] = planning.least;
            }
        }
        for service in &self.services {
            let Promised::Within(within) = service.promised else { continue };
            if service.channel == Channel::Phone && model.channel == Channel::Messages {
                // Only those who move to the phone call: nobody knows how many before it is simulated.
                continue;
            }
            let promise = Promise { share: service.target, within };
            let group = &model.desk.groups[self.groups[service.groups[0]]];
            let load = WeekLoad::on(model, run, &traffic, group, self.grid.week())?;
            let (busy, dialled) = (busy(group, service, &load), load.dialled_heads(&service.open));
            let of = |share: f64| -> Result<Vec<u16>, Vec<String>> {
                let mut heads =
                    erlang_heads(model, group, &load, service.channel, promise, share).map_err(|e| vec![e])?;
                for slot in slots(&service.open) {
                    let with_list = load.with_list(f64::from(heads[slot]), busy[slot], dialled);
                    heads[slot] = with_list.min(f64::from(u16::MAX)) as u16;
                }
                Ok(heads)
            };
            // Groups that share a service share its load.
            let sharers = service.groups.len();
            let paper = widened(&of(service.target.0)?, &service.open, planning.period);
            for place in &service.groups {
                for slot in slots(&self.open[*place]) {
                    let part = paper[slot].div_ceil(sharers as u16);
                    self.erlang[*place][slot] = self.erlang[*place][slot].max(part);
                }
            }
            // A promise to some of those who come says nothing of the work that the others bring.
            let whole = served(model, group).iter().all(|reason| service.reasons[*reason]);
            if !whole || !self.helpers(model, service).is_empty() {
                // Who helps from outside the plan does some of it: nobody knows how much before it is simulated.
                continue;
            }
            let short = within.0 <= self.grid.slot();
            let floor = if short { of(service.target.0 * FLOOR)? } else { Vec::new() };
            self.rows.extend(match short {
                true => slots(&service.open).map(|slot| self.row(service, &[slot], f64::from(floor[slot]))).collect(),
                false => self.work(model, service, &load, within.0),
            });
        }
        Ok(())
    }

    /// Who comes in a slot, or on a day, needs so much work done in the time of the promise.
    fn work(&self, model: &Model, service: &Service, load: &WeekLoad, within: i64) -> Vec<Row> {
        let group = &model.desk.groups[self.groups[service.groups[0]]];
        let mut erlangs = busy(group, service, load);
        let dialled = load.dialled_heads(&service.open);
        slots(&service.open).for_each(|slot| erlangs[slot] += dialled);
        let (slot, day, week) = (self.grid.slot(), self.grid.day(), self.grid.week());
        let after = ((within + slot - 1) / slot).clamp(1, day as i64) as usize;
        let window = |first: usize, length: usize| -> Vec<usize> {
            (first..first + length + after).map(|slot| slot % week).collect()
        };
        let mut rows: Vec<Row> = slots(&service.open)
            .map(|slot| self.row(service, &window(slot, 1), service.target.0 * erlangs[slot]))
            .collect();
        for first in (0..week).step_by(day) {
            let due: f64 = (first..first + day).filter(|slot| service.open[*slot]).map(|slot| erlangs[slot]).sum();
            rows.push(self.row(service, &window(first, day - 1), service.target.0 * due));
        }
        rows
    }

    /// Groups outside a service that answer some of its reasons too: always, or after a wait.
    fn helpers(&self, model: &Model, service: &Service) -> Vec<usize> {
        let phone = service.channel == Channel::Phone;
        let reasons = service.reasons.iter().enumerate().filter(|(_, of)| **of).map(|(reason, _)| reason as u16);
        let serving = reasons.flat_map(|reason| model.served_by(reason, phone)).map(usize::from);
        let inside = |group: &usize| service.groups.iter().any(|place| self.groups[*place] == *group);
        let mut helpers: Vec<usize> = serving.filter(|group| !inside(group)).collect();
        helpers.sort_unstable();
        helpers.dedup();
        helpers
    }

    /// What Erlang's formulas do not know of this variant, a sentence each.
    pub fn off_paper(&self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        for service in &self.services {
            let names: Vec<&str> =
                self.helpers(model, service).iter().map(|group| model.desk.groups[*group].name.as_str()).collect();
            if !names.is_empty() {
                lines.push(format!(
                    "On paper {} gets no help; in the simulation {} answers some of its reasons too, as it is staffed.",
                    service.name,
                    names.join(" and ")
                ));
            }
        }
        lines.extend(
            left_out_words(model, &self.groups).map(|words| {
                format!("Erlang's formulas leave out: {words}. The simulation that decides has all of it.")
            }),
        );
        lines
    }

    /// Σ heads of the service's groups over some slots ≥ `least`.
    fn row(&self, service: &Service, slots: &[usize], least: f64) -> Row {
        let places = service.groups.iter().flat_map(|group| slots.iter().map(move |slot| (*group, *slot)));
        let terms = places.filter(|(group, slot)| self.open[*group][*slot]).map(|place| (place, 1.0)).collect();
        Row { terms, least }
    }
}

fn slots(open: &[bool]) -> impl Iterator<Item = usize> + '_ {
    (0..open.len()).filter(|slot| open[*slot])
}

/// The larger of the open slots of a period for all of it.
fn widened(heads: &[u16], open: &[bool], width: usize) -> Vec<u16> {
    let most = |start: usize| (start..start + width).filter(|s| open[*s]).map(|s| heads[s]).max().unwrap_or(0);
    (0..open.len()).map(|slot| if open[slot] { most(slot / width * width) } else { 0 }).collect()
}

/// Does a group answer those to whom a promise is made?
fn answers(model: &Model, group: &Group, target: &Target) -> bool {
    let serves = match target.channel {
        Channel::Messages => group.messages,
        Channel::Phone => group.phone,
    };
    let wanted = |reason: &usize| target.reasons.is_empty() || target.reasons.contains(&(*reason as u16));
    serves && served(model, group).iter().any(wanted)
}

/// The promise of a group, kept by shifts or not yet.
fn promise_of(model: &Model, group: &Group) -> Option<Promise> {
    match &group.staff {
        Staff::Meet { promise, .. } => Some(*promise),
        Staff::Schedule(_) => model.kept.iter().find(|kept| kept.group == group.name).map(|kept| kept.promise),
    }
}

/// Half-hours or quarters in which a group has staff.
fn opening(model: &Model, group: &Group) -> Vec<bool> {
    let kept = model.kept.iter().find(|kept| kept.group == group.name);
    let on = |heads: &[u16]| heads.iter().map(|heads| *heads > 0).collect();
    match (&group.staff, kept) {
        (Staff::Meet { open, .. }, _) => group.open_quarters.clone().unwrap_or_else(|| open.clone()),
        (_, Some(kept)) => kept.open.clone(),
        (Staff::Schedule(heads), None) => on(group.quarters.as_deref().unwrap_or(heads)),
    }
}

/// Agents whom a service's contacts keep busy, by slot.
fn busy(group: &Group, service: &Service, load: &WeekLoad) -> Vec<f64> {
    let speed = group.speed.get(usize::from(group.concurrency.max(1)) - 1).copied().unwrap_or(1.0);
    let chats = f64::from(group.concurrency.max(1)) * speed;
    match service.channel {
        Channel::Messages => load.erlangs.iter().map(|load| load / chats).collect(),
        Channel::Phone => load.contacts_per_hour.iter().map(|n| n * load.call_seconds / 3600.0).collect(),
    }
}
