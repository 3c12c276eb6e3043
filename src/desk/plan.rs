//! A variant compiled for the engine: samplers instead of laws, engine times instead of dates, indices instead of names.

use crate::engine::draws::{Draws, Threshold};
use crate::engine::law::{CountSampler, Sampler, StandardNormal};
use crate::facts::{Channel, Class, Entry, Instant, Rules};
use crate::scenario::{
    AnswerPolicy, Closing, ContactReason, Discipline, LatePolicy, Law, Leaving, Model, NotificationBaseline, Routing,
    Run, SlotUse, SourceKind,
};
use crate::traffic::{StreamPlan, TrafficPlan};
use crate::units::{DAY, Span};

use super::ability::AbilityPlan;
use super::calendar;
use super::dialer::DialerPlan;
use super::extras::plan::{BotTurnsPlan, DetailPlan, Extras, SilentPlan};
use super::limits::{LimitsPlan, RetryPlan};
use super::lines::Lines;
use super::policy::Release;
use super::roster::{self, PeoplePlan};
use super::routing::Router;
use super::second_tier::TransferPlan;
use super::voice::VoicePlan;

/// Everything that a replication needs and none changes.
#[derive(Clone, Debug)]
pub struct DeskPlan {
    /// Instant of engine time 0 (start of the lead).
    pub base: Instant,
    /// Start of the run, engine time.
    pub from: i64,
    /// End of the run: no new contacts from here on.
    pub to: i64,
    /// End of the drain.
    pub end: i64,
    /// First channel of enquiries.
    pub channel: Channel,
    /// Promised times of messages and calls, µs: of the group, else the thresholds of the measures.
    pub promise: [i64; 2],
    /// Arrival streams.
    pub streams: Vec<StreamPlan>,
    /// Messages of customers who may have written before: how many contacts are to be expected.
    pub recurring: f64,
    /// What each source brings.
    pub sources: Vec<SourcePlan>,
    /// Reasons with their samplers.
    pub reasons: Vec<ReasonPlan>,
    /// Agent groups.
    pub groups: Vec<GroupPlan>,
    /// Queues: who serves them.
    pub lines: Vec<LinePlan>,
    /// Queue of a reason by channel (`[messages, phone]`); `NO_LINE` if nobody serves it.
    pub line_of: Vec<[u16; 2]>,
    /// Some contacts take more than one agent, or agents have work after them: asked at each step of a service.
    pub staged: bool,
    /// The platform's limits of what a number sends.
    pub limits: Option<LimitsPlan>,
    /// Rules of who takes what beyond the order of groups and arrivals.
    pub router: Option<Box<Router>>,
    /// Choice among free agents.
    pub routing: Routing,
    /// Slots between turns.
    pub slots: SlotUse,
    /// When turns are released.
    pub release: Release,
    /// Due date of a turn after its first message.
    pub due: i64,
    /// What happens past the window.
    pub late: LatePolicy,
    /// Late answers of less value are not written, nano-units (policy `careful`); 0 = all are.
    pub skip_below: i128,
    /// Class of a late answer.
    pub late_as: Class,
    /// One message an answer.
    pub consolidate: bool,
    /// Delay of the automatic text when nobody is on duty.
    pub acknowledgement: Option<i64>,
    /// The bot.
    pub bot: Option<BotPlan>,
    /// The telephone side.
    pub phone: Option<PhonePlan>,
    /// What the desk knows of the tariff in force; instants in engine time.
    pub rules: Rules,
    /// The standard normal law.
    pub normal: StandardNormal,
    /// Steps (engine time, hour of the week, inside the run).
    pub ticks: Vec<(i64, u16, bool)>,
    /// First instants of months by number (in its account's zone), for monthly caps.
    pub months: Vec<Vec<i64>>,
    /// What few desks have.
    pub extras: Extras,
}

/// No queue for this channel.
pub const NO_LINE: u16 = u16::MAX;

/// One source.
#[derive(Clone, Debug)]
pub enum SourcePlan {
    /// Customers write or call.
    Contacts {
        /// Reason index.
        reason: u16,
        /// Ad or not.
        entry: Entry,
    },
    /// The business writes first.
    Notification(Box<NoticePlan>),
}

/// A notification.
#[derive(Clone, Debug)]
pub struct NoticePlan {
    /// Class of the template.
    pub class: Class,
    /// Arrives.
    pub delivered: Threshold,
    /// Leads to a contact.
    pub reply: Threshold,
    /// Reason of that contact.
    pub reason: Option<u16>,
    /// Delay of the reply.
    pub delay: Sampler,
    /// Sending again.
    pub retry: Option<RetryPlan>,
    /// Without messaging.
    pub baseline: BaselinePlan,
}

/// What replaces a notification in the phone variant.
#[derive(Clone, Debug)]
pub enum BaselinePlan {
    /// An SMS.
    Sms,
    /// An outbound call of this length.
    Call(Sampler),
    /// Nothing.
    Nothing,
}

/// One reason.
#[derive(Clone, Debug)]
pub struct ReasonPlan {
    /// Work of a turn.
    pub handling: Sampler,
    /// Work of the whole contact by phone.
    pub call_handling: Sampler,
    /// √r and √(1 − r) of the common difficulty.
    pub difficulty: (f64, f64),
    /// Turns.
    pub turns: CountSampler,
    /// Thinking time.
    pub thinking: Sampler,
    /// Patience; `None` = endless.
    pub patience: Option<Sampler>,
    /// Burst.
    pub burst: Option<(CountSampler, Sampler)>,
    /// Reminders.
    pub reminder: Option<ReminderPlan>,
    /// Neither patience nor a reminder falls into the instant in which a turn begins.
    pub unhurried: bool,
    /// Messages an answer.
    pub fan_out: CountSampler,
    /// Resolved by message.
    pub resolved: Threshold,
    /// Resolved by phone.
    pub resolved_by_phone: Threshold,
    /// Repeat contact.
    pub repeat: Option<(Threshold, Sampler)>,
    /// Calls after giving up.
    pub switch: Threshold,
    /// Value of an answer, nano-units.
    pub value: i128,
    /// Class in queues with priorities; 1 goes first.
    pub priority: u8,
    /// Customers who leave without a word.
    pub silent: Option<SilentPlan>,
    /// Work after the customer has gone: messages, phone.
    pub after_work: [Option<Box<Sampler>>; 2],
    /// Passing on to a second group.
    pub transfer: Option<Box<TransferPlan>>,
}

/// Reminders of a reason.
#[derive(Clone, Debug)]
pub struct ReminderPlan {
    /// Delay.
    pub after: Sampler,
    /// Chance of each.
    pub chance: Threshold,
    /// At most.
    pub at_most: u16,
    /// Moves the window.
    pub restarts_window: bool,
}

/// One agent group.
#[derive(Clone, Debug)]
pub struct GroupPlan {
    /// Steps (engine time, heads on duty).
    pub duty: Vec<(i64, u16)>,
    /// Most heads.
    pub most: u16,
    /// Its agents one by one; `None`: they are alike.
    pub people: Option<Box<PeoplePlan>>,
    /// Places an agent has.
    pub concurrency: u8,
    /// Speed by number of open chats; `None` = always 1.
    pub speed: Option<Vec<f64>>,
    /// Agents' own speeds; `None` = always 1.
    pub ability: Option<Box<AbilityPlan>>,
    /// What they do with their work when their shift ends.
    pub leaving: Leaving,
    /// What happens to callers when the last shift ends.
    pub closing: Closing,
}

/// One queue.
#[derive(Clone, Debug)]
pub struct LinePlan {
    /// Groups that serve it, in order of preference.
    pub groups: Vec<u8>,
    /// Calls or messages.
    pub phone: bool,
    /// Discipline.
    pub discipline: Discipline,
}

/// The bot.
#[derive(Clone, Debug)]
pub struct BotPlan {
    /// Settles a contact alone, by reason.
    pub containment: Vec<Threshold>,
    /// Time to its answer.
    pub delay: i64,
    /// Messages of its answer.
    pub fan_out: CountSampler,
    /// What it does turn by turn.
    pub turns: BotTurnsPlan,
}

/// The telephone side.
#[derive(Clone, Debug)]
pub struct PhonePlan {
    /// Lines.
    pub lines: i64,
    /// Patience; `None` = endless.
    pub patience: Option<Sampler>,
    /// Leaves at once when he must wait.
    pub balking: Threshold,
    /// Calls again: chance, delay, delay after the next opening.
    pub retrial: Option<(Threshold, Sampler, Sampler)>,
    /// Length of the menu.
    pub menu: i64,
    /// Settled by the menu, by reason.
    pub containment: Vec<Threshold>,
    /// Capacity, call-backs, messages, announcements; `None`: none of them.
    pub voice: Option<Box<VoicePlan>>,
    /// The machine that dials.
    pub dialer: Option<Box<DialerPlan>>,
}

impl DeskPlan {
    /// Compile a variant whose staff is known (`Staff::Meet` must have been replaced by a schedule).
    pub fn new(model: &Model, run: &Run, traffic: TrafficPlan, rules: Rules) -> Result<DeskPlan, Vec<String>> {
        let mut problems = Vec::new();
        let base = run.from - run.lead.0;
        let from = run.lead.0;
        let to = from + (run.to - run.from);
        let end = to.saturating_add(run.drain.0);
        // Calendars of an endless drain are laid out for 60 days; afterwards the last step holds.
        let laid_out = end.min(to + 60 * DAY);
        let mut keep = |result: Result<Release, String>| result.map_err(|e| problems.push(e)).ok();
        let release = keep(Release::new(&model.desk.answer, base, laid_out)).unwrap_or(Release::AtOnce);
        let groups = groups(model, base, laid_out).map_err(|e| problems.push(e)).unwrap_or_default();
        let ticks = ticks(run, base, from, to, laid_out).map_err(|e| problems.push(e)).unwrap_or_default();
        let months = months(model, base, laid_out).map_err(|e| problems.push(e)).unwrap_or_default();
        let days = calendar::days(&run.zone, base, laid_out).map_err(|e| problems.push(e)).unwrap_or_default();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut reasons: Vec<ReasonPlan> = model.reasons.iter().map(reason_plan).collect();
        let Lines { lines, line_of, router } = Lines::new(model, &mut reasons);
        let mut extras = Extras::new(model, &rules, base, laid_out, &months)?;
        let served = (lines.as_slice(), router.as_deref());
        extras.details = DetailPlan::new(model, run, (base, laid_out), &groups, served).map_err(|e| vec![e])?;
        Ok(DeskPlan {
            base,
            from,
            to,
            end,
            channel: model.channel,
            promise: [model.measures.message_promise(), model.measures.call_promise()],
            recurring: match model.channel {
                Channel::Messages => traffic.recurring(),
                Channel::Phone => 0.0,
            },
            streams: traffic.streams,
            sources: model.sources.iter().map(|source| source_plan(&source.kind)).collect(),
            staged: reasons.iter().any(|r| r.transfer.is_some() || r.after_work.iter().any(Option::is_some))
                || groups.iter().any(|g| g.ability.is_some() || g.leaving != Leaving::Finish)
                || model.desk.groups.iter().any(|g| g.per_contact.nanos != 0)
                || model.phone.as_ref().is_some_and(|phone| phone.dialer.is_some()),
            reasons,
            groups,
            lines,
            line_of,
            limits: LimitsPlan::new(model),
            router,
            routing: model.desk.routing,
            slots: model.desk.slots,
            release,
            due: match &model.desk.answer {
                AnswerPolicy::ByTarget(target) => target.0,
                _ => Span::FOREVER.0,
            },
            late: model.desk.late.clone(),
            skip_below: match &model.desk.answer {
                AnswerPolicy::Careful { skip_below } => skip_below.nanos,
                _ => 0,
            },
            late_as: model.desk.late_as,
            consolidate: model.desk.consolidate || matches!(model.desk.answer, AnswerPolicy::Careful { .. }),
            acknowledgement: model.desk.acknowledgement.map(|span| span.0),
            bot: model.desk.bot.as_ref().map(|bot| BotPlan {
                containment: bot.containment.iter().map(|p| Threshold::new(*p)).collect(),
                delay: bot.delay.0,
                fan_out: CountSampler::new(&bot.fan_out),
                turns: BotTurnsPlan::new(bot),
            }),
            phone: model.phone.as_ref().map(|phone| PhonePlan {
                lines: phone.lines.map_or(i64::MAX, i64::from),
                patience: patience(&phone.patience),
                balking: Threshold::new(phone.balking.0),
                retrial: phone.retrial.as_ref().map(|retrial| {
                    let after_opening = Sampler::new(&retrial.after_opening);
                    (Threshold::new(retrial.chance.0), Sampler::new(&retrial.after), after_opening)
                }),
                menu: phone.menu.0,
                containment: phone.menu_containment.iter().map(|p| Threshold::new(*p)).collect(),
                voice: VoicePlan::new(phone),
                dialer: phone.dialer.as_ref().map(|dialer| Box::new(DialerPlan::new(dialer, days))),
            }),
            rules: rules.since(base),
            normal: StandardNormal::new(),
            ticks,
            months,
            extras,
        })
    }
}

impl GroupPlan {
    /// Its agents, if they have speeds of their own.
    pub(super) fn agents(&self, draws: Draws, index: usize) -> Vec<super::ability::Agent> {
        self.ability.as_ref().map_or(Vec::new(), |ability| ability.agents(draws, index, self.most))
    }
}

pub(super) fn patience(law: &Law) -> Option<Sampler> {
    (*law != Law::Never).then(|| Sampler::new(law))
}

fn reason_plan(reason: &ContactReason) -> ReasonPlan {
    ReasonPlan {
        handling: Sampler::new(&reason.handling),
        call_handling: Sampler::new(&reason.call_handling),
        difficulty: (libm::sqrt(reason.same_difficulty), libm::sqrt(1.0 - reason.same_difficulty)),
        turns: CountSampler::new(&reason.turns),
        thinking: Sampler::new(&reason.thinking),
        patience: patience(&reason.patience),
        burst: reason.burst.as_ref().map(|(count, gap)| (CountSampler::new(count), Sampler::new(gap))),
        reminder: reason.reminder.as_ref().map(|reminder| ReminderPlan {
            after: Sampler::new(&reminder.after),
            chance: Threshold::new(reminder.chance.0),
            at_most: reminder.at_most.min(u32::from(u16::MAX)) as u16,
            restarts_window: reminder.restarts_window,
        }),
        unhurried: Sampler::new(&reason.patience).lasts()
            && reason.reminder.as_ref().is_none_or(|reminder| Sampler::new(&reminder.after).lasts()),
        fan_out: CountSampler::new(&reason.fan_out),
        resolved: Threshold::new(reason.resolved.0),
        resolved_by_phone: Threshold::new(reason.resolved_by_phone.0),
        repeat: reason.repeat.as_ref().map(|(p, law)| (Threshold::new(p.0), Sampler::new(law))),
        switch: Threshold::new(reason.switch_to_phone.0),
        value: reason.value.nanos,
        priority: reason.priority,
        silent: reason.silent.as_ref().map(SilentPlan::new),
        after_work: reason.after_work.each_ref().map(|law| law.as_ref().map(|law| Box::new(Sampler::new(law)))),
        transfer: reason.transfer.as_ref().map(|transfer| Box::new(TransferPlan::new(transfer))),
    }
}

fn source_plan(kind: &SourceKind) -> SourcePlan {
    match kind {
        SourceKind::Contacts { reason, entry, .. } => SourcePlan::Contacts { reason: *reason, entry: *entry },
        SourceKind::Notification { class, delivered, reply, reason, delay, retry, baseline } => {
            SourcePlan::Notification(Box::new(NoticePlan {
                class: *class,
                delivered: Threshold::new(delivered.0),
                reply: Threshold::new(if reason.is_some() { reply.0 } else { 0.0 }),
                reason: *reason,
                delay: Sampler::new(delay),
                retry: retry.as_ref().map(RetryPlan::new),
                baseline: match baseline {
                    NotificationBaseline::Sms(_) => BaselinePlan::Sms,
                    NotificationBaseline::Call(law) => BaselinePlan::Call(Sampler::new(law)),
                    NotificationBaseline::Nothing => BaselinePlan::Nothing,
                },
            }))
        }
    }
}

fn groups(model: &Model, base: Instant, end: i64) -> Result<Vec<GroupPlan>, String> {
    let plan = |group: &crate::scenario::Group| {
        let (duty, people) = roster::duties(group, base, end)?;
        let most = duty.iter().map(|(_, heads)| *heads).max().unwrap_or(0);
        Ok(GroupPlan {
            duty,
            most: people.as_ref().map_or(most, |people| people.agents() as u16),
            people,
            concurrency: group.concurrency.clamp(1, 30),
            ability: AbilityPlan::new(&group.ability, &group.people),
            leaving: group.leaving,
            closing: group.closing,
            speed: group.speed.iter().any(|speed| *speed != 1.0).then(|| group.speed.clone()),
        })
    };
    model.desk.groups.iter().map(plan).collect()
}

fn ticks(run: &Run, base: Instant, from: i64, to: i64, end: i64) -> Result<Vec<(i64, u16, bool)>, String> {
    let hours = calendar::hours_of_week(&run.zone, base, end)?;
    let mut times: Vec<i64> = hours.iter().map(|(at, _)| *at).chain([from, to]).collect();
    times.sort_unstable();
    times.dedup();
    // After the run nothing is counted by the hour: one tick in 24 keeps the sums between two of them small.
    let mut after = 0;
    times.retain(|at| {
        after += u32::from(*at > to);
        after % 24 == 0
    });
    let hour_at = |at: i64| hours[hours.partition_point(|(start, _)| *start <= at).max(1) - 1].1;
    Ok(times.into_iter().map(|at| (at, hour_at(at), (from..to).contains(&at))).collect())
}

fn months(model: &Model, base: Instant, end: i64) -> Result<Vec<Vec<i64>>, String> {
    let zone = |number: &crate::facts::NumberEntry| model.book.accounts[number.account as usize].zone.as_str();
    model.book.numbers.iter().map(|number| calendar::months(zone(number), base, end)).collect()
}
