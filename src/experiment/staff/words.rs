//! What was planned, in sentences.

use crate::scenario::Scenario;
use crate::statistics::Interval;

use super::confirm::Standing;
use super::grid::{Goal, Grid, Heads, Promised, Service};
use super::shifts::clock;
use super::trial::Counts;
use super::{Found, Staffed};

/// The verdict, a sentence a line.
pub fn words(scenario: &Scenario, staffed: &Staffed) -> Vec<String> {
    let report = Report { scenario, staffed };
    let mut lines = vec![report.shifts()];
    lines.extend(staffed.problem.services.iter().enumerate().map(|(index, service)| report.service(index, service)));
    lines.push(report.goals());
    lines.extend(report.on_paper());
    let variant = scenario.variants.iter().find(|variant| variant.name == staffed.variant);
    lines.extend(variant.map_or(Vec::new(), |variant| staffed.problem.off_paper(&variant.model)));
    lines.push(report.effort());
    lines
}

struct Report<'a> {
    scenario: &'a Scenario,
    staffed: &'a Staffed,
}

impl Report<'_> {
    fn money(&self, value: f64) -> String {
        format!("{} {}", thousands(value), self.scenario.currencies.report.code())
    }

    fn shifts(&self) -> String {
        let (staffed, plan) = (self.staffed, &self.staffed.plan);
        let shifts: u32 = plan.counts.iter().sum();
        let free = hours(&staffed.requirement.heads);
        let worked = hours(&plan.heads);
        let more = (worked - free) / free.max(0.5) * 100.0;
        format!(
            "{}: {shifts} shifts a week put {} hours on duty and cost {} a week; heads that could change every period would need {} \
             hours, so whole shifts take {:.1} % more.",
            staffed.variant,
            thousands(worked),
            self.money(plan.cost),
            thousands(free),
            more.max(0.0)
        )
    }

    fn service(&self, index: usize, service: &Service) -> String {
        let tried = &self.staffed.tried;
        let slots = counted(service);
        let what = match service.promised {
            Promised::Within(span) => format!("{} % in {span}", percent(service.target.0)),
            Promised::Window => format!("{} % before the window closes", percent(service.target.0)),
        };
        let share = tried.share(&tried.plan, index, &slots).map_or("nobody came".into(), |share| interval(&share));
        format!(
            "{}: promised {what}; the shifts keep {share} on {} replications with other seeds.",
            service.name, tried.replications
        )
    }

    fn goals(&self) -> String {
        let (tried, goals) = (&self.staffed.tried, &self.staffed.goals);
        let (kept, near, missed) =
            (tried.count(Standing::Kept), tried.count(Standing::Near), tried.count(Standing::Missed));
        let each = format!("{} % interval each", percent(tried.level));
        let head = format!(
            "Of {} goals (a promise in a period, on a day or over the run) the shifts keep {kept} for sure ({each}), {near} cannot be told \
             from the target",
            goals.len()
        );
        match missed {
            0 => format!("{head}, and none is missed."),
            _ => format!("{head}, and {missed} are MISSED: {}.", self.worst().join("; ")),
        }
    }

    /// The goals that are missed, the worst first, at most three.
    fn worst(&self) -> Vec<String> {
        let (staffed, tried) = (self.staffed, &self.staffed.tried);
        let missed = staffed.goals.iter().zip(&tried.standings).filter(|(_, standing)| **standing == Standing::Missed);
        let mut shares: Vec<(f64, String)> = missed
            .filter_map(|(goal, _)| {
                let share = tried.share(&tried.plan, goal.service, &goal.slots)?;
                Some((share.mean - goal.target, format!("{} {}", self.place(goal), interval(&share))))
            })
            .collect();
        shares.sort_by(|a, b| a.0.total_cmp(&b.0));
        shares.into_iter().take(3).map(|(_, text)| text).collect()
    }

    fn place(&self, goal: &Goal) -> String {
        format!("{} from {}", self.staffed.problem.services[goal.service].name, clock(goal.slots[0], self.staffed.grid))
    }

    /// By how much the plan on paper errs.
    fn on_paper(&self) -> Vec<String> {
        let (staffed, tried) = (self.staffed, &self.staffed.tried);
        let (paper, need) = (hours(&staffed.problem.erlang), hours(&staffed.requirement.heads));
        let off = (paper - need) / need.max(0.5) * 100.0;
        let word = if off >= 0.0 { "more" } else { "fewer" };
        let mut text = format!(
            "Erlang, period by period, asks for {} hours a week: {:.1} % {word} than are needed",
            thousands(paper),
            off.abs()
        );
        let (mut kept, mut missed) = (0, 0);
        for goal in &staffed.goals {
            match Standing::of(&super::pairs(&tried.erlang, goal.service, &goal.slots), goal.target, tried.level) {
                Standing::Kept => kept += 1,
                Standing::Missed => missed += 1,
                Standing::Near => {}
            }
        }
        text.push_str(&format!("; it keeps {kept} of {} goals for sure and misses {missed}.", staffed.goals.len()));
        let mut lines = vec![text];
        for (index, service) in staffed.problem.services.iter().enumerate() {
            lines.extend(self.difference(index, service, &tried.requirement, &tried.erlang));
        }
        if let (Some((heads, cost)), Some(counts)) = (&staffed.erlang, &tried.erlang_shifts) {
            let more = cost - staffed.plan.cost;
            let word = if more >= 0.0 { "more" } else { "less" };
            let mut text = format!(
                "Shifts that cover Erlang's heads would cost {} a week, {} {word} ({} hours)",
                self.money(*cost),
                self.money(more.abs()),
                thousands(hours(heads))
            );
            let first = staffed.problem.services.first().map(counted);
            if let Some(share) = first.and_then(|slots| tried.share(counts, 0, &slots)) {
                text.push_str(&format!(" and keep {} of {}", interval(&share), staffed.problem.services[0].name));
            }
            lines.push(format!("{text}."));
        }
        lines
    }

    fn difference(&self, index: usize, service: &Service, needed: &Counts, paper: &Counts) -> Option<String> {
        let slots = counted(service);
        let paired = self.staffed.tried.difference(paper, needed, index, &slots)?;
        let own = self.staffed.tried.share(paper, index, &slots)?;
        let points = |x: f64| format!("{:+.1}", x * 100.0);
        let (mean, ends) = (points(paired.difference.mean), paired.difference.lower.zip(paired.difference.upper));
        let ends = ends.map_or(String::new(), |(low, high)| format!(" ({} to {})", points(low), points(high)));
        Some(format!(
            "{}: on Erlang's heads {} would be kept, {mean} points{ends} against the simulated ones.",
            service.name,
            interval(&own)
        ))
    }

    fn effort(&self) -> String {
        let Found { rounds, bound, cost, .. } = &self.staffed.plan;
        let sure = self.scenario.variants.iter().find(|variant| variant.name == self.staffed.variant);
        let sure = sure.and_then(|variant| variant.model.planning.as_ref()).map_or(0.5, |planning| planning.sure);
        let found = beside_the_bound((cost - bound) / cost.max(1e-9) * 100.0);
        format!(
            "Found by cutting planes in {} and {rounds} rounds on {} replications ({} plans simulated), each goal with {} % confidence; the \
             plan's cost is {found}.",
            self.staffed.requirement.rounds,
            self.staffed.replications,
            self.staffed.simulated,
            percent(sure)
        )
    }
}

/// Slots in which a service is counted.
pub fn counted(service: &Service) -> Vec<usize> {
    service.open.iter().enumerate().filter(|(_, open)| **open).map(|(slot, _)| slot).collect()
}

/// A plan's cost against that of the last programme, from which it differs by `gap` percent.
fn beside_the_bound(gap: f64) -> String {
    match gap {
        gap if gap > 0.05 => format!("{gap:.1} % above that of the last programme"),
        gap if gap < -0.05 => format!(
            "{:.1} % below that of the last programme, whose cuts asked for more heads than the simulation needs",
            -gap
        ),
        _ => "that of the last programme".to_string(),
    }
}

/// Head-hours a week.
pub fn hours(heads: &Heads) -> f64 {
    let hour = |week: &Vec<u16>| Grid::of_week(week.len()).hour() as f64;
    heads.iter().map(|week| week.iter().map(|n| f64::from(*n)).sum::<f64>() / hour(week)).sum()
}

fn percent(share: f64) -> String {
    crate::table::plain((share * 1e4).round() / 100.0)
}

/// `81.2 % (80.1 to 82.2)`.
fn interval(share: &Interval) -> String {
    let ends = share.lower.zip(share.upper);
    let ends = ends.map_or(String::new(), |(low, high)| format!(" ({:.1} to {:.1})", low * 100.0, high * 100.0));
    format!("{:.1} %{ends}", share.mean * 100.0)
}

/// With commas, and a digit after the point below 100.
fn thousands(value: f64) -> String {
    if value.abs() < 100.0 {
        return crate::table::plain((value * 10.0).round() / 10.0);
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::beside_the_bound;

    #[test]
    fn a_cost_is_set_against_the_programmes() {
        let below =
            "10.0 % below that of the last programme, whose cuts asked for more heads than the simulation needs";
        assert_eq!(beside_the_bound(-10.0), below);
        assert_eq!(beside_the_bound(0.3), "0.3 % above that of the last programme");
        assert_eq!(beside_the_bound(-0.01), "that of the last programme");
    }
}
