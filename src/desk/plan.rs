//! A variant compiled for the engine: samplers instead of laws, engine times instead of dates, indices instead of names.

use crate::engine::draws::{Draws, Threshold};
use crate::engine::law::{CountSampler, Sampler, StandardNormal};
use crate::facts::{Channel, Class, Entry, Instant, Rules};
use crate::scenario::{Closing, Discipline, FirstAgent, LatePolicy, Leaving, Routing, SlotUse};
use crate::traffic::StreamPlan;

use super::ability::AbilityPlan;
use super::dialer::DialerPlan;
use super::extras::plan::{BotTurnsPlan, Extras, SilentPlan};
use super::limits::{LimitsPlan, RetryPlan};
use super::policy::Release;
use super::promise::ApartPlan;
use super::roster::PeoplePlan;
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
    /// Some contacts begin on the other channel.
    pub mixed: bool,
    /// Promised times of messages and calls, µs: of the first group that promises, else the thresholds of the measures.
    pub promise: [i64; 2],
    /// What groups promise each for itself, unless there is one promise for all.
    pub apart: Option<Box<ApartPlan>>,
    /// Arrival streams.
    pub streams: Vec<StreamPlan>,
    /// Messages of customers who may have written before: how many contacts are to be expected.
    pub recurring: f64,
    /// Contacts of one customer share a window by which something goes: the order of a queue, or answers that are held.
    pub by_window: bool,
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
    /// How customers are told, and how they answer.
    pub channel: Channel,
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
    /// Begins with a call where customers may also write.
    pub by_phone: Threshold,
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
    /// Do agents keep places of contacts that they do not work on: between turns, for customers who have left, beside the agent to
    /// whom they passed them on?
    pub(super) fn keeps_places(&self) -> bool {
        let stays = |reason: &ReasonPlan| {
            reason.silent.is_some() || reason.transfer.as_ref().is_some_and(|plan| plan.first != FirstAgent::Released)
        };
        self.slots == SlotUse::Held || self.reasons.iter().any(stays)
    }
}

impl GroupPlan {
    /// Its agents, if they have speeds of their own.
    pub(super) fn agents(&self, draws: Draws, index: usize) -> Vec<super::ability::Agent> {
        self.ability.as_ref().map_or(Vec::new(), |ability| ability.agents(draws, index, self.most))
    }
}
