//! The extras of a desk, laid out on engine time.

use crate::desk::calendar;
use crate::engine::draws::Threshold;
use crate::engine::law::{CountSampler, Sampler};
use crate::facts::{Book, Instant, Rules};
use crate::scenario::{Bot, BudgetOf, Desk, Model, SilentLeaving, WhenUsedUp};
use crate::units::HOUR;

pub use super::detail_plan::DetailPlan;

/// Extras that concern the whole desk.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// Something is asked when a turn is taken up or an answer sent.
    pub any: bool,
    /// Closure of silent conversations.
    pub inactivity: Option<InactivityPlan>,
    /// Answers in the phone app, by group.
    pub app: Vec<Option<AppPlan>>,
    /// Budgets and caps.
    pub limits: Option<LimitsPlan>,
    /// Service levels by reason, group and interval, and leads.
    pub details: Option<DetailPlan>,
    /// What each contact waits is noted: there are details or curves of satisfaction.
    pub notes: bool,
}

/// Closure of silent conversations.
#[derive(Clone, Debug)]
pub struct InactivityPlan {
    /// Silence, µs.
    pub after: i64,
    /// Ends that nobody says.
    pub unsaid: Threshold,
    /// Factor on the work of the turn that opens the conversation anew.
    pub handling: f64,
}

/// Answers of a group in the phone app.
#[derive(Clone, Debug)]
pub struct AppPlan {
    /// Share of answers.
    pub share: Threshold,
    /// Steps (engine time, do they?); empty = always.
    pub hours: Vec<(i64, bool)>,
}

/// Budgets and caps.
#[derive(Clone, Debug)]
pub struct LimitsPlan {
    /// A month's budget of each number.
    pub budget: Option<(BudgetOf, WhenUsedUp)>,
    /// Messages a customer, and what happens then.
    pub cap: Option<(u64, WhenUsedUp)>,
    /// First instants of the cap's periods, by number.
    pub periods: Vec<Vec<i64>>,
}

/// Customers of a reason who leave without a word.
#[derive(Clone, Debug)]
pub struct SilentPlan {
    /// Of those who give up in the queue.
    pub chance: Threshold,
    /// Time a place is held.
    pub detection: Sampler,
    /// Messages written meanwhile.
    pub messages: u32,
}

/// The bot turn by turn.
#[derive(Clone, Debug)]
pub struct BotTurnsPlan {
    /// By reason, then by turn; empty = by contact.
    pub chances: Vec<Vec<Threshold>>,
    /// Settled wrongly, by reason.
    pub wrong: Vec<Threshold>,
    /// Comes back: chance, delay.
    pub comes_back: (Threshold, Sampler),
    /// Who comes back goes to the team.
    pub return_to_team: bool,
    /// Factor on the work of the turn that is handed over.
    pub handover: f64,
    /// Tokens of one answer.
    pub tokens: Option<CountSampler>,
}

impl SilentPlan {
    /// Compile.
    pub fn new(silent: &SilentLeaving) -> SilentPlan {
        let (chance, detection) = (Threshold::new(silent.chance.0), Sampler::new(&silent.detection));
        SilentPlan { chance, detection, messages: silent.messages }
    }
}

impl BotTurnsPlan {
    /// Compile.
    pub fn new(bot: &Bot) -> BotTurnsPlan {
        let turns = &bot.turns;
        let thresholds = |list: &Vec<f64>| list.iter().map(|p| Threshold::new(*p)).collect();
        BotTurnsPlan {
            chances: turns.chances.iter().map(thresholds).collect(),
            wrong: thresholds(&turns.wrong),
            comes_back: (Threshold::new(turns.return_chance.0), Sampler::new(&turns.return_after)),
            return_to_team: turns.return_to_team,
            handover: turns.handover,
            tokens: turns.tokens.as_ref().map(CountSampler::new),
        }
    }
}

impl Extras {
    /// Compile for engine times up to `end`; `months` are first instants of months by number.
    ///
    /// Errors: an unknown zone; a budget of free messages under a tariff that has none.
    pub fn new(
        model: &Model,
        rules: &Rules,
        base: Instant,
        end: i64,
        months: &[Vec<i64>],
    ) -> Result<Extras, Vec<String>> {
        let desk = &model.desk;
        let mut problems = Vec::new();
        let app = app(desk, base, end).map_err(|e| problems.push(e)).unwrap_or_default();
        let limits = limits(desk, &model.book, base, end, months).map_err(|e| problems.push(e)).unwrap_or_default();
        let free = std::iter::once(&rules.first).chain(&rules.later).all(|terms| terms.free_answers > 0);
        if desk.budget.as_ref().is_some_and(|budget| budget.of == BudgetOf::FreeQuota) && !free {
            let text = "`desk.budget.free_quota`: the tariff in force gives no service messages free each month; \
                        give `messages` or `amount` instead";
            problems.push(text.to_string());
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Extras {
            any: limits.is_some() || app.iter().any(Option::is_some),
            inactivity: desk.inactivity.as_ref().map(|inactivity| InactivityPlan {
                after: inactivity.after.0,
                unsaid: Threshold::new(inactivity.unsaid.0),
                handling: inactivity.handling,
            }),
            app,
            limits,
            details: None,
            notes: model.satisfaction.is_some(),
        })
    }
}

fn app(desk: &Desk, base: Instant, end: i64) -> Result<Vec<Option<AppPlan>>, String> {
    let plan = |group: &crate::scenario::Group| {
        let Some(app) = &group.app else { return Ok(None) };
        let hours = match &app.hours {
            Some(hours) => calendar::steps(hours, &group.zone, base, end)?,
            None => Vec::new(),
        };
        Ok(Some(AppPlan { share: Threshold::new(app.share.0), hours }))
    };
    desk.groups.iter().map(plan).collect()
}

fn limits(
    desk: &Desk,
    book: &Book,
    base: Instant,
    end: i64,
    months: &[Vec<i64>],
) -> Result<Option<LimitsPlan>, String> {
    if desk.budget.is_none() && desk.customer_cap.is_none() {
        return Ok(None);
    }
    let zone = |number: &crate::facts::NumberEntry| book.accounts[number.account as usize].zone.as_str();
    let periods = match &desk.customer_cap {
        // No day has more than 25 hours, so each local midnight stands alone.
        Some(cap) if cap.daily => {
            let days = book.numbers.iter().map(|number| calendar::multiples(25 * HOUR, zone(number), base, end));
            days.collect::<Result<_, _>>()?
        }
        _ => months.to_vec(),
    };
    let budget = desk.budget.as_ref().map(|budget| (budget.of, budget.then));
    let cap = desk.customer_cap.as_ref().map(|cap| (cap.messages, cap.then));
    Ok(Some(LimitsPlan { budget, cap, periods }))
}
