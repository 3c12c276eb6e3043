//! Heads needed, heads on duty and the promise kept: the busiest day large, the week small, for each planned group.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, MARGIN, SMALL, nothing};
use super::format::{percent, short};
use super::scale::{Scale, round_up, tick_labels};
use super::theme::{Ink, Look, Theme};
use super::{Error, Picture, font};
use crate::table::{CoverageRow, RequirementRow, ServiceRow, StaffTables, plain};

const NAME: &str = "staff";
const TITLE: &str = "Heads needed, heads on duty, and the promise";
/// Minutes in an hour and in a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Groups drawn at most; the tables have all.
const MOST: usize = 4;
/// Promises drawn of a group at most.
const STRIPS: usize = 3;
const COVERED: Ink = Ink::Series(0);
const ERLANG: Ink = Ink::Series(1);
const DASH: Option<(f64, f64)> = Some((6.0, 3.0));

/// Draws what `staff` found.
///
/// # Errors
/// What plotters says.
pub fn draw_staff(tables: &StaffTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let mut teams: Vec<(&str, &str)> = Vec::new();
    for row in &tables.coverage {
        if !teams.contains(&(&row.variant, &row.group)) {
            teams.push((&row.variant, &row.group));
        }
    }
    if teams.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No group was planned.");
    }
    let caption = context.interval_caption("bar", tables.service.iter().map(|r| &r.kept));
    let mut figure = Figure::new(theme, TITLE, &format!("busiest day above, whole week below; {caption}"));
    figure.key(&[
        (Look { ink: COVERED, dash: None }, "on duty by the shifts".into()),
        (Look { ink: Ink::Text, dash: None }, "needed if heads could change every period".into()),
        (Look { ink: ERLANG, dash: DASH }, "Erlang, period by period".into()),
    ]);
    for (variant, group) in teams.iter().take(MOST) {
        Team::of(tables, variant, group).draw(&mut figure);
    }
    if teams.len() > MOST {
        figure.note(&format!("The first {MOST} of {} groups; coverage.csv has all.", teams.len()));
    }
    data(&mut figure, tables);
    figure.finish(NAME, context)
}

/// What is drawn of one group.
struct Team<'a> {
    title: String,
    coverage: Vec<&'a CoverageRow>,
    requirement: Vec<&'a RequirementRow>,
    service: Vec<&'a ServiceRow>,
    day: u32,
}

impl<'a> Team<'a> {
    fn of(tables: &'a StaffTables, variant: &str, group: &str) -> Team<'a> {
        let mine = |row: &&CoverageRow| row.variant == variant && row.group == group;
        let coverage: Vec<&CoverageRow> = tables.coverage.iter().filter(mine).collect();
        let load = |day: u32| coverage.iter().filter(|r| r.minute / DAY == day).map(|r| r.required).sum::<u32>();
        let day = (0..7).rev().max_by_key(|day| load(*day)).unwrap_or(0);
        let requirement = tables.requirement.iter().filter(|r| r.variant == variant && r.group == group).collect();
        let own = format!("{group}: ");
        let period = |r: &&ServiceRow| r.variant == variant && r.part == "period";
        let all: Vec<&ServiceRow> = tables.service.iter().filter(period).collect();
        // A window is promised over the run: it has no place in a day.
        let window = |r: &ServiceRow| [": window", ", window"].iter().any(|end| r.service.ends_with(end));
        let named: Vec<&ServiceRow> =
            all.iter().copied().filter(|r| r.service.starts_with(&own) && !window(r)).collect();
        let service = if named.is_empty() { all } else { named };
        let title = if variant == group { group.to_string() } else { format!("{variant}: {group}") };
        Team { title, coverage, requirement, service, day }
    }

    fn draw(&self, figure: &mut Figure) {
        figure.y += 22.0;
        let title = format!("{}, {}", self.title, DAYS[self.day as usize]);
        let title = font::shorten(&title, figure.room(), BODY, true);
        figure.canvas.text(MARGIN, figure.y, &title, Type::new(BODY, Ink::Text).bold());
        figure.y += 12.0;
        let (from, to) = self.hours();
        let x0 = MARGIN + 38.0;
        let plot = Area { x0, y0: figure.y, x1: figure.right(), y1: figure.y + 150.0 };
        let x = Scale::linear(f64::from(from), f64::from(to), plot.x0, plot.x1);
        let top = round_up(self.highest());
        self.heads(figure, plot, &x, top, true);
        clock_axis(figure, plot, &x, (from, to));
        figure.y = plot.y1;
        let mut promises: Vec<&str> = self.service.iter().map(|row| row.service.as_str()).collect();
        promises.sort_unstable();
        promises.dedup();
        for promise in promises.iter().take(STRIPS) {
            let rows: Vec<&ServiceRow> = self.service.iter().copied().filter(|row| row.service == *promise).collect();
            figure.y += 54.0;
            let below = Area { y0: figure.y, y1: figure.y + 104.0, ..plot };
            let one = promises.len() == 1;
            let text = if one {
                "share answered as promised".into()
            } else {
                format!("share answered as promised: {promise}")
            };
            let text = font::shorten(&text, figure.room(), SMALL, false);
            figure.canvas.text(MARGIN, below.y0 - 14.0, &text, Type::new(SMALL, Ink::Muted));
            self.promise(figure, below, &x, &rows);
            clock_axis(figure, below, &x, (from, to));
            figure.y = below.y1;
        }
        figure.y += 40.0;
        let week = Area { y0: figure.y, y1: figure.y + 56.0, ..plot };
        let x = Scale::linear(0.0, f64::from(7 * DAY), week.x0, week.x1);
        self.heads(figure, week, &x, top, false);
        figure.canvas.line(&[(week.x0, week.y1), (week.x1, week.y1)], Stroke::solid(Ink::Muted, 1.0));
        for (day, name) in DAYS.iter().enumerate() {
            let at = x.at(f64::from(DAY) * day as f64);
            figure.canvas.line(&[(at, week.y1), (at, week.y1 + 4.0)], Stroke::solid(Ink::Muted, 1.0));
            let style = Type::new(10.5, Ink::Muted).anchored(Anchor::Middle);
            figure.canvas.text(x.at(f64::from(DAY) * (day as f64 + 0.5)), week.y1 + 13.0, &name[..3], style);
        }
        figure.y = week.y1 + 22.0;
    }

    /// First and last minute of the day with anybody, whole hours.
    fn hours(&self) -> (u32, u32) {
        let day = self.coverage.iter().filter(|r| r.minute / DAY == self.day).map(|r| r.minute);
        let (low, high) = day.fold((u32::MAX, 0), |(low, high), slot| (low.min(slot), high.max(slot)));
        if low > high { (self.day * DAY, self.day * DAY + DAY) } else { (low / HOUR * HOUR, (high / HOUR + 1) * HOUR) }
    }

    fn highest(&self) -> f64 {
        let heads = self.coverage.iter().map(|r| r.required.max(r.covered));
        f64::from(heads.chain(self.requirement.iter().map(|r| r.erlang)).max().unwrap_or(1).max(1))
    }

    /// Steps of the three plans; with `axis` rules and labels.
    fn heads(&self, figure: &mut Figure, plot: Area, x: &Scale, top: f64, axis: bool) {
        let y = Scale::linear(0.0, top, plot.y1, plot.y0);
        if axis {
            let ticks = y.ticks(4);
            let labels: Vec<(f64, String)> = ticks.iter().copied().zip(tick_labels(&ticks)).collect();
            figure.y_axis(plot, &y, &labels);
        } else {
            figure.canvas.line(&[(plot.x0, plot.y0), (plot.x1, plot.y0)], Stroke::solid(Ink::Rule, 1.0));
            let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
            figure.canvas.text(plot.x0 - 6.0, plot.y0 + 4.0, &short(top), style);
        }
        let slot = shortest(self.coverage.iter().map(|row| row.minute));
        let covered = steps(self.coverage.iter().map(|r| (r.minute, r.covered)), x, &y, slot);
        for run in &covered {
            let mut polygon = run.clone();
            if let (Some(a), Some(b)) = (run.first(), run.last()) {
                polygon.extend([(b.0, plot.y1), (a.0, plot.y1)]);
            }
            figure.canvas.fill(polygon, COVERED, 0.25);
            figure.canvas.line(run, Stroke::solid(COVERED, 1.5));
        }
        let width = if axis { 2.0 } else { 1.0 };
        for run in steps(self.coverage.iter().map(|r| (r.minute, r.required)), x, &y, slot) {
            figure.canvas.line(&run, Stroke::solid(Ink::Text, width));
        }
        if axis {
            let period = self.period();
            for run in steps(self.requirement.iter().map(|r| (r.minute, r.erlang)), x, &y, period) {
                figure.canvas.line(&run, Stroke { ink: ERLANG, width: 1.75, dash: DASH });
            }
        }
    }

    /// Minutes of a period.
    fn period(&self) -> u32 {
        shortest(self.requirement.iter().map(|row| row.minute))
    }

    /// Share kept in each period of the day, with its interval; Erlang's as rings; the target as a line.
    fn promise(&self, figure: &mut Figure, plot: Area, x: &Scale, rows: &[&ServiceRow]) {
        let today: Vec<&&ServiceRow> = rows.iter().filter(|r| r.minute / DAY == self.day).collect();
        let low = today.iter().map(|r| r.kept.lower.unwrap_or(r.kept.mean).min(r.erlang.mean)).fold(1.0, f64::min);
        let low = (low * 10.0).floor() / 10.0;
        let y = Scale::linear(low.min(0.9), 1.0, plot.y1, plot.y0);
        let labels: Vec<(f64, String)> = y.ticks(4).into_iter().map(|t| (t, percent(t))).collect();
        figure.y_axis(plot, &y, &labels);
        let half = f64::from(self.period()) / 2.0;
        let mut targets: Vec<f64> = today.iter().map(|r| r.target).collect();
        targets.dedup();
        for target in targets {
            let at = y.at(target);
            figure
                .canvas
                .line(&[(plot.x0, at), (plot.x1, at)], Stroke { ink: Ink::Text, width: 1.25, dash: Some((2.5, 3.0)) });
        }
        for row in today {
            let at = x.at(f64::from(row.minute) + half);
            figure.canvas.ring(at, y.at(row.erlang.mean), 2.5, ERLANG);
            if let (Some(lower), Some(upper)) = (row.kept.lower, row.kept.upper) {
                figure.canvas.line(&[(at, y.at(lower)), (at, y.at(upper))], Stroke::solid(COVERED, 2.0));
            }
            figure.canvas.dot(at, y.at(row.kept.mean), 2.75, COVERED);
        }
    }
}

/// Shortest step from one row to the next, minutes; half an hour where there are no two.
fn shortest(starts: impl Iterator<Item = u32>) -> u32 {
    let starts: Vec<u32> = starts.collect();
    let gaps = starts.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
    gaps.filter(|gap| *gap > 0).min().unwrap_or(HOUR / 2)
}

/// Periods of `width` minutes as steps; gaps part the runs.
fn steps(values: impl Iterator<Item = (u32, u32)>, x: &Scale, y: &Scale, width: u32) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut next = None;
    for (slot, value) in values.filter(|(slot, _)| x.shows(f64::from(*slot)) && x.shows(f64::from(slot + width))) {
        let at = y.at(f64::from(value));
        if next != Some(slot) {
            runs.push(Vec::new());
        }
        if let Some(run) = runs.last_mut() {
            run.extend([(x.at(f64::from(slot)), at), (x.at(f64::from(slot + width)), at)]);
        }
        next = Some(slot + width);
    }
    runs
}

fn clock_axis(figure: &mut Figure, plot: Area, x: &Scale, (from, to): (u32, u32)) {
    let label = |slot: u32| (f64::from(slot), format!("{:02}:00", slot % DAY / HOUR));
    // Full hours; ends and every third hour first, so that they win the room.
    let hours = || (from..=to).step_by(HOUR as usize);
    let mut ticks: Vec<u32> = hours().filter(|minute| minute % (3 * HOUR) == 0).collect();
    ticks.extend(hours().filter(|minute| minute % (3 * HOUR) != 0));
    let ticks: Vec<(f64, String)> = ticks.into_iter().map(label).collect();
    figure.x_axis(plot, x, &ticks);
}

fn data(figure: &mut Figure, tables: &StaffTables) {
    let mut rows = Vec::new();
    for r in tables.service.iter().filter(|r| r.part == "day") {
        rows.push(vec![
            r.variant.clone(),
            r.service.clone(),
            DAYS[(r.minute / DAY) as usize % 7].to_string(),
            plain(r.kept.mean),
            r.kept.lower.map_or(String::new(), plain),
            r.kept.upper.map_or(String::new(), plain),
            plain(r.erlang.mean),
        ]);
    }
    let head = ["variant", "service", "day", "share kept by the shifts", "lower", "upper", "on Erlang's heads"];
    figure.data(&head, rows);
}
