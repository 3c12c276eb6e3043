//! From a variant of the scenario to the plan of a desk.

use crate::engine::draws::Threshold;
use crate::engine::law::{CountSampler, Sampler, StandardNormal};
use crate::facts::{Channel, Instant, Rules};
use crate::scenario::{
    self, AnswerPolicy, ContactReason, Discipline, LatePolicy, Law, Leaving, Model, NotificationBaseline, Run,
    SourceKind,
};
use crate::traffic::TrafficPlan;
use crate::units::{DAY, Span};

use super::ability::AbilityPlan;
use super::calendar;
use super::dialer::DialerPlan;
use super::extras::plan::{BotTurnsPlan, DetailPlan, Extras, SilentPlan};
use super::limits::{LimitsPlan, RetryPlan};
use super::lines::Lines;
use super::plan::*;
use super::policy::Release;
use super::promise::{self, ApartPlan};
use super::roster;
use super::second_tier::TransferPlan;
use super::voice::VoicePlan;

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
        extras.notes |= extras.details.is_some();
        let recurring = match model.channel {
            Channel::Messages => traffic.recurring(),
            Channel::Phone => 0.0,
        };
        Ok(DeskPlan {
            base,
            from,
            to,
            end,
            channel: model.channel,
            mixed: mixed(model),
            promise: promise::common(model),
            apart: ApartPlan::new(model).map_err(|e| vec![e])?.map(Box::new),
            recurring,
            by_window: recurring > 0.0 && goes_by_windows(&model.desk),
            streams: traffic.streams,
            sources: model.sources.iter().map(|source| source_plan(&source.kind, model.channel)).collect(),
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

/// May a contact begin on another channel than the variant's?
pub(super) fn mixed(model: &Model) -> bool {
    let told = |kind: &SourceKind| matches!(kind, SourceKind::Notification { by_phone: true, .. });
    model.channel == Channel::Messages
        && (model.reasons.iter().any(|reason| reason.by_phone.0 > 0.0)
            || model.sources.iter().any(|source| told(&source.kind)))
}

/// Does it matter to whoever waits when his window closes?
fn goes_by_windows(desk: &scenario::Desk) -> bool {
    matches!(desk.discipline, Discipline::WindowExpiry | Discipline::PriceWeightedExpiry)
        || matches!(desk.late, LatePolicy::Hold | LatePolicy::Cap(_))
}

/// Patience, if it ever ends.
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
        by_phone: Threshold::new(reason.by_phone.0),
        value: reason.value.nanos,
        priority: reason.priority,
        silent: reason.silent.as_ref().map(SilentPlan::new),
        after_work: reason.after_work.each_ref().map(|law| law.as_ref().map(|law| Box::new(Sampler::new(law)))),
        transfer: reason.transfer.as_ref().map(|transfer| Box::new(TransferPlan::new(transfer))),
    }
}

fn source_plan(kind: &SourceKind, channel: Channel) -> SourcePlan {
    match kind {
        SourceKind::Contacts { reason, entry, .. } => SourcePlan::Contacts { reason: *reason, entry: *entry },
        SourceKind::Notification { class, delivered, reply, reason, delay, retry, baseline, by_phone } => {
            SourcePlan::Notification(Box::new(NoticePlan {
                class: *class,
                delivered: Threshold::new(delivered.0),
                reply: Threshold::new(if reason.is_some() { reply.0 } else { 0.0 }),
                reason: *reason,
                delay: Sampler::new(delay),
                retry: retry.as_ref().map(RetryPlan::new),
                channel: if *by_phone { Channel::Phone } else { channel },
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
