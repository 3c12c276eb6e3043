//! The two procedures, stage by stage, over anything that can be sampled.

use std::ops::Range;

use crate::statistics::selection::{Goal, KimNelson, Status, divide_budget, ocba_shares};
use crate::statistics::{Pair, student};

/// Systems that can be sampled. Replications of the same number share their random numbers.
pub trait Systems {
    /// How many there are.
    fn count(&self) -> usize;

    /// (numerator, denominator) of each of these replications, by system asked for.
    ///
    /// # Errors
    /// A replication that failed or is missing.
    fn sample(&mut self, systems: &[usize], replications: Range<u32>) -> Result<Vec<Vec<Pair>>, Vec<String>>;
}

/// How the next replications are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Kim & Nelson 2001: drop who is surely not the best until one is left.
    KimNelson,
    /// Chen and others 2000: spend so many replications of all systems together where they tell most.
    Ocba {
        /// Replications of all systems together.
        budget: u64,
    },
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Which end of the metric is good.
    pub goal: Goal,
    /// A difference too small to matter, above 0.
    pub zone: f64,
    /// Probability of a correct selection.
    pub level: f64,
    /// Replications of each system in the first stage.
    pub first: u32,
    /// Replications of a later stage: of each contender, or of all together (OCBA).
    pub stage: u32,
    /// Replications of a system at most (Kim & Nelson).
    pub at_most: u32,
    /// How the next ones are chosen.
    pub method: Method,
}

/// One stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Systems that were sampled, their replications so far and their means.
    pub systems: Vec<(usize, u32, f64)>,
    /// Of these dropped at its end.
    pub dropped: Vec<usize>,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The best; none if the replications allowed did not tell.
    pub selected: Option<usize>,
    /// Systems that were not dropped.
    pub left: Vec<usize>,
    /// Stages in their order.
    pub stages: Vec<Stage>,
    /// All that was sampled, by system.
    pub samples: Vec<Vec<Pair>>,
    /// Estimated probability that the one with the best mean is the best (OCBA).
    pub likely: Option<f64>,
}

/// A ratio of means as one observation a replication: r + (x − r y)/Ȳ with r and Ȳ of the first stage. Its mean is the ratio
/// to first order, whatever the number of replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    ratio: f64,
    denominator: f64,
}

impl Linear {
    /// About these replications; none if their denominators sum to zero.
    pub fn about(pairs: &[Pair]) -> Option<Linear> {
        let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), (n, d)| (x + *n as f64, y + *d as f64));
        (y > 0.0).then(|| Linear { ratio: x / y, denominator: y / pairs.len() as f64 })
    }

    /// The observation.
    pub fn of(&self, (x, y): Pair) -> f64 {
        self.ratio + (x as f64 - self.ratio * y as f64) / self.denominator
    }
}

/// Selects the best of some systems.
///
/// # Errors
/// A replication that failed, a metric that a system has not, a zone that is not above zero.
pub fn select(systems: &mut dyn Systems, rule: &Rule) -> Result<Decided, Vec<String>> {
    let all: Vec<usize> = (0..systems.count()).collect();
    let samples = systems.sample(&all, 0..rule.first)?;
    let linear: Option<Vec<Linear>> = samples.iter().map(|pairs| Linear::about(pairs)).collect();
    let Some(linear) = linear else {
        return Err(vec![
            "some system has none of what the metric counts in the first stage: it cannot be compared".into(),
        ]);
    };
    let mut course = Course { rule, linear, samples, stages: Vec::new() };
    course.note(&all);
    match rule.method {
        Method::KimNelson => course.by_elimination(systems),
        Method::Ocba { budget } => course.by_budget(systems, budget),
    }
}

/// A selection under way.
struct Course<'a> {
    rule: &'a Rule,
    linear: Vec<Linear>,
    samples: Vec<Vec<Pair>>,
    stages: Vec<Stage>,
}

impl Course<'_> {
    fn observations(&self, system: usize) -> Vec<f64> {
        self.samples[system].iter().map(|pair| self.linear[system].of(*pair)).collect()
    }

    fn mean(&self, system: usize) -> f64 {
        let observations = self.observations(system);
        observations.iter().sum::<f64>() / observations.len().max(1) as f64
    }

    /// Notes a stage of these systems.
    fn note(&mut self, sampled: &[usize]) {
        let of = |system: &usize| (*system, self.samples[*system].len() as u32, self.mean(*system));
        let systems = sampled.iter().map(of).collect();
        self.stages.push(Stage { systems, dropped: Vec::new() });
    }

    fn by_elimination(mut self, systems: &mut dyn Systems) -> Result<Decided, Vec<String>> {
        let rule = self.rule;
        let first: Vec<Vec<f64>> = (0..self.samples.len()).map(|system| self.observations(system)).collect();
        let mut procedure =
            KimNelson::new(&first, rule.goal, rule.zone, rule.level).map_err(|error| vec![error.to_string()])?;
        let mut before: Vec<usize> = (0..self.samples.len()).collect();
        let mut done = rule.first;
        loop {
            let left = contenders(&procedure);
            let dropped = before.iter().copied().filter(|system| !left.contains(system)).collect();
            if let Some(stage) = self.stages.last_mut() {
                stage.dropped = dropped;
            }
            if left.len() == 1 || done >= rule.at_most {
                let selected = (left.len() == 1).then(|| left[0]);
                return Ok(Decided { selected, left, stages: self.stages, samples: self.samples, likely: None });
            }
            let to = done.saturating_add(rule.stage).min(rule.at_most);
            let more = systems.sample(&left, done..to)?;
            for (system, pairs) in left.iter().zip(more) {
                self.samples[*system].extend(pairs);
            }
            for replication in done..to {
                let now = contenders(&procedure);
                if now.len() > 1 {
                    let value = |system: &usize| self.linear[*system].of(self.samples[*system][replication as usize]);
                    procedure
                        .add(&now.iter().map(value).collect::<Vec<f64>>())
                        .map_err(|error| vec![error.to_string()])?;
                }
            }
            self.note(&left);
            (before, done) = (left, to);
        }
    }

    fn by_budget(mut self, systems: &mut dyn Systems, budget: u64) -> Result<Decided, Vec<String>> {
        let rule = self.rule;
        let count = self.samples.len();
        loop {
            let spent: Vec<u64> = self.samples.iter().map(|pairs| pairs.len() as u64).collect();
            let left = budget.saturating_sub(spent.iter().sum());
            if left == 0 {
                break;
            }
            let means: Vec<f64> = (0..count).map(|system| self.mean(system)).collect();
            let deviations: Vec<f64> = (0..count).map(|system| self.deviation(system)).collect();
            let shares = ocba_shares(&means, &deviations, rule.goal, rule.zone).map_err(|e| vec![e.to_string()])?;
            let given = divide_budget(&shares, &spent, left.min(u64::from(rule.stage)));
            let sampled: Vec<usize> = (0..count).filter(|system| given[*system] > 0).collect();
            if sampled.is_empty() {
                break;
            }
            for system in &sampled {
                let from = spent[*system] as u32;
                let more = systems.sample(&[*system], from..from.saturating_add(given[*system] as u32))?;
                self.samples[*system].extend(more.into_iter().flatten());
            }
            self.note(&sampled);
        }
        let best = self.best();
        let likely = Some(self.likely(best));
        let left = (0..count).collect();
        Ok(Decided { selected: Some(best), left, stages: self.stages, samples: self.samples, likely })
    }

    fn deviation(&self, system: usize) -> f64 {
        let observations = self.observations(system);
        let (n, mean) = (observations.len() as f64, self.mean(system));
        (observations.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt()
    }

    /// The best mean, the first of equals.
    fn best(&self) -> usize {
        let better = |a: usize, b: usize| match self.rule.goal {
            Goal::Smallest => self.mean(b) < self.mean(a),
            Goal::Largest => self.mean(b) > self.mean(a),
        };
        (1..self.samples.len()).fold(0, |best, system| if better(best, system) { system } else { best })
    }

    /// 1 − Σ P(a rival is better), each from the paired replications that both have: Bonferroni's bound, with estimates in
    /// place of what is not known (Chen & Lee 2010, *Stochastic Simulation Optimization*, ch. 3).
    fn likely(&self, best: usize) -> f64 {
        let own = self.observations(best);
        let risk = |rival: usize| -> f64 {
            let other = self.observations(rival);
            let gaps: Vec<f64> = own.iter().zip(&other).map(|(a, b)| a - b).collect();
            let common = gaps.len() as f64;
            let Some(interval) = student(&gaps, 0.5) else { return 1.0 };
            let gap = (self.mean(best) - self.mean(rival)).abs();
            // Half-width / t is the standard error of the common part; those beyond it only help.
            let quantile = crate::statistics::t_quantile(0.5, (common as u32).saturating_sub(1).max(1)).unwrap_or(1.0);
            let error = interval.half_width().unwrap_or(f64::INFINITY) / quantile;
            if error == 0.0 {
                return if gap > 0.0 { 0.0 } else { 0.5 };
            }
            0.5 * libm::erfc(gap / error / std::f64::consts::SQRT_2)
        };
        let rivals = (0..self.samples.len()).filter(|system| *system != best);
        (1.0 - rivals.map(risk).sum::<f64>()).max(0.0)
    }
}

fn contenders(procedure: &KimNelson) -> Vec<usize> {
    match procedure.status() {
        Status::Selected(only) => vec![only],
        Status::Sample(contenders) => contenders.to_vec(),
    }
}
