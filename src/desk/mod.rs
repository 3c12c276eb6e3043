//! One desk: the discrete-event simulation of a team and all it serves, calls and messages in one.
//!
//! ```text
//!  streams ─► arrive ─► turn ─► (bot) ─► policy ─► queue ─► serve ─► answer ─► thinking ─► turn …
//!                 └─► call ─► (menu) ──────────────► queue ─► talk ─┐            └─► close ─► repeat
//!                                                                   └────────────────► close
//! ```
//!
//! A call is a conversation of one turn that takes a whole agent; a message turn takes one of his places. State is
//! kept by entity ([`contact`], [`crew`], [`discipline`], [`ledger`]); each file of flow moves contacts one step on.
//! Every entity with a next event owns one leaf of the event list; a contact's next event is entered once, when its
//! present one is done. Assignments to agents are made when all events of an instant have happened, so the order of
//! simultaneous events decides nothing but exact ties of facts.

pub mod ability;
mod after_work;
mod arrive;
pub mod calendar;
mod call;
mod callers;
mod close;
mod closing;
mod compile;
pub mod contact;
pub mod crew;
mod customers;
pub mod dialer;
pub mod discipline;
mod dispatch;
mod duty;
mod emit;
pub mod extras;
mod handover;
pub mod ledger;
pub mod limits;
mod lines;
mod merge;
mod pacing;
mod plain;
pub mod plan;
mod pledge;
pub mod policy;
pub mod promise;
mod queue;
pub mod recall;
pub mod roster;
mod routing;
pub mod second_tier;
mod send;
mod serve;
pub mod sums;
mod trunk;
mod turn;
pub mod voice;
mod windows;

use crate::engine::draws::Draws;
use crate::engine::tree::EventTree;
use crate::facts::{Class, Entry, Fold};
use crate::scenario::Closing;
use crate::traffic::Arrivals;

use contact::{Contact, Contacts, State};
use crew::Crew;
use customers::LastIn;
use discipline::Queue;
use duty::Duty;
use emit::Emitter;
use extras::Limits;
use extras::detail::DetailSums;
use handover::Interrupted;
use ledger::Ledger;
use plan::{DeskPlan, SourcePlan};
use pledge::Pledged;
use second_tier::Staying;
use windows::Windows;

pub use sums::{DeskSums, Done, Kept};

/// Run one replication of a desk and hand its facts to `fold`.
///
/// Errors: more contacts open at once than the event list can number over so long a run.
pub fn simulate<F: Fold>(plan: &DeskPlan, draws: Draws, fold: &mut F) -> Result<DeskSums, String> {
    match plain::Plain::of(plan) {
        Some(plain) if plain::unordered(fold) => plain::simulate(plain, draws, fold),
        _ => simulate_general(plan, draws, fold),
    }
}

/// What a plain desk sends beside free-form answers, if this is one (one team, one queue, turns of one message): the class of
/// answers past the window; and whether some customers come through ads. They never write while an answer goes out.
pub fn plain_sends(plan: &DeskPlan) -> Option<(Class, bool)> {
    let by_ad = |source: &SourcePlan| matches!(source, SourcePlan::Contacts { entry: Entry::Ad, .. });
    plain::Plain::of(plan).map(|_| (plan.late_as, plan.sources.iter().any(by_ad)))
}

/// [`simulate`] the general way, whatever the plan asks for: the result is the same.
///
/// Errors: as there.
pub fn simulate_general<F: Fold>(plan: &DeskPlan, draws: Draws, fold: &mut F) -> Result<DeskSums, String> {
    let mut desk = Desk::new(plan, draws, fold);
    desk.run()?;
    Ok(desk.finish())
}

/// Leaves of the event list before those of contacts: the clock, the acknowledgements, groups, streams.
const CLOCK: u32 = 0;
const ACKNOWLEDGEMENTS: u32 = 1;
const GROUPS: u32 = 2;

/// The contacts, and the floor on which they are served. Apart, so that an event holds its contact and the floor at once.
struct Desk<'a, F: Fold> {
    contacts: Contacts,
    floor: Floor<'a, F>,
}

/// Everything of a desk but its contacts: clock, event list, agents, queues, books.
struct Floor<'a, F: Fold> {
    plan: &'a DeskPlan,
    draws: Draws,
    now: i64,
    tree: EventTree,
    /// Leaf of the first contact.
    first_contact: u32,
    arrivals: Vec<Arrivals>,
    /// Ordinal of the arrival each stream's leaf stands for.
    ordinals: Vec<u32>,
    crews: Vec<Crew>,
    queues: Vec<Queue>,
    /// Turns and calls in queues.
    in_line: u32,
    /// Groups that stay after their shift, customers whom the dialler is to call, calls of the firm that wait for a line: the
    /// end of an instant looks at them.
    further: u32,
    /// Calls of the firm that an agent would have placed, had a line been free.
    no_line: Vec<trunk::NoLine>,
    /// Of these calls, by queue.
    callers: Vec<u32>,
    /// Customers whom the firm is to call in place of a late answer and who wait for an agent, by queue.
    owed: Vec<u32>,
    /// When somebody last joined the callers of a queue, and how many did in that instant.
    joined: Vec<(i64, u32)>,
    /// Somebody serves it in his shift, by queue.
    open: Vec<bool>,
    /// What becomes of callers, by queue: by the rules of those whose going has shut it, before it was ever open of all its groups.
    shut_rule: Vec<Closing>,
    /// Callers in the menu, by the queue that they will come to.
    in_menu: Vec<u32>,
    /// Something happened that may let a turn be taken up.
    stirred: bool,
    /// Agents (group, number) whose speed changes with this event.
    repace: Vec<(u8, u16)>,
    stamps: u64,
    last_in: LastIn,
    windows: Windows,
    duty: Duty,
    /// Late answers paid this month, by number: (month index, count).
    caps: Vec<(usize, u64)>,
    limits: Limits,
    /// What each number has sent, where that is limited.
    sent: Vec<limits::Sent>,
    /// Whom the dialler is to call.
    listed: dialer::Listed,
    /// First agents who stay with contacts that they have passed on.
    staying: Staying,
    /// Contacts for which a second group has promised something.
    pledged: Pledged,
    /// Work left of contacts whose agent went home.
    interrupted: Interrupted,
    /// Agents by group, where they have a speed of their own.
    agents: Vec<Vec<ability::Agent>>,
    /// Groups with agents whose shift is over but who stay until no caller waits.
    draining: Vec<u8>,
    ledger: Ledger,
    emit: Emitter<'a, F>,
    sums: DeskSums,
}

impl<'a, F: Fold> Desk<'a, F> {
    fn new(plan: &'a DeskPlan, draws: Draws, fold: &'a mut F) -> Desk<'a, F> {
        let fixed = GROUPS as usize + plan.groups.len() + plan.streams.len();
        let floor = Floor {
            plan,
            draws,
            now: 0,
            tree: EventTree::new(fixed + 62, plan.end),
            first_contact: fixed as u32,
            arrivals: plan.streams.iter().map(|stream| Arrivals::new(stream, draws)).collect(),
            ordinals: vec![0; plan.streams.len()],
            crews: plan.groups.iter().map(|group| Crew::new(group.most, group.concurrency)).collect(),
            queues: match plan.router {
                None => plan.lines.iter().map(|line| Queue::new(line.discipline)).collect(),
                Some(_) => plan.lines.iter().map(|line| Queue::searched(line.discipline)).collect(),
            },
            in_line: 0,
            further: 0,
            no_line: Vec::new(),
            callers: vec![0; plan.lines.len()],
            owed: vec![0; plan.lines.len()],
            joined: vec![(contact::NEVER, 0); plan.lines.len()],
            open: vec![false; plan.lines.len()],
            shut_rule: plan.lines.iter().map(|line| closing::rule_of(plan, line.groups.iter().copied())).collect(),
            in_menu: vec![0; plan.lines.len()],
            stirred: false,
            repace: Vec::new(),
            stamps: 0,
            last_in: LastIn::with_room(plan.recurring),
            windows: Windows::default(),
            duty: Duty::new(plan.groups.len()),
            caps: vec![(0, 0); plan.months.len()],
            limits: Limits::new(plan.months.len()),
            sent: plan.months.iter().map(|_| limits::Sent::default()).collect(),
            listed: dialer::Listed::new(plan.lines.len()),
            staying: Staying::default(),
            pledged: Pledged::default(),
            interrupted: Interrupted::default(),
            agents: plan.groups.iter().enumerate().map(|(index, group)| group.agents(draws, index)).collect(),
            draining: Vec::new(),
            ledger: Ledger::new(plan.groups.len()).keeping(plan.keeps_places()),
            emit: Emitter::new(fold, plan),
            sums: DeskSums {
                sms: vec![0; plan.streams.len()],
                details: DetailSums::new(plan.extras.details.as_ref()),
                agents: roster::counts(plan),
                promises: promise::counts(plan),
                ..DeskSums::default()
            },
        };
        Desk { contacts: Contacts::default(), floor }
    }

    fn run(&mut self) -> Result<(), String> {
        self.floor.start()?;
        let first_stream = GROUPS + self.floor.plan.groups.len() as u32;
        let first_contact = self.floor.first_contact;
        loop {
            let next = self.floor.tree.first();
            if self.floor.stirred && next.is_none_or(|(at, _)| at > self.floor.now) {
                // Assignments belong to the instant that has just ended; they may add events before `at`.
                self.floor.stirred = false;
                if self.floor.in_line + self.floor.further > 0 {
                    self.dispatch();
                    continue;
                }
            }
            let Some((at, leaf)) = next else { return self.none_lost() };
            self.floor.advance(at);
            if leaf >= first_contact {
                self.contact_event(leaf - first_contact);
            } else if leaf >= first_stream {
                self.stream_event((leaf - first_stream) as usize)?;
            } else {
                self.clock_event(leaf);
            }
        }
    }

    #[cold]
    fn clock_event(&mut self, leaf: u32) {
        match leaf {
            CLOCK => self.floor.tick(),
            ACKNOWLEDGEMENTS => self.acknowledge(),
            group => self.shifts_change((group - GROUPS) as u8),
        }
    }

    /// An event of a contact: the customer's side first at one instant.
    #[inline(always)]
    fn contact_event(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        let floor = &mut self.floor;
        if contact.customer_at <= floor.now {
            match contact.state {
                State::Thinking => floor.next_turn(contact),
                State::Notified => floor.reply(contact),
                State::Pending => floor.reopen(contact),
                State::Retrying => floor.redials(contact),
                State::Away => floor.comes_back(contact),
                _ => floor.customer_acts(contact),
            }
        } else {
            match contact.state {
                State::Serving => floor.answer(contact),
                State::Bot => floor.bot_answers(contact),
                State::Withheld => floor.enqueue(contact),
                State::Menu => floor.menu_ends(contact),
                State::Talking => floor.call_ends(contact),
                State::Detecting => floor.notice(contact),
                State::Thinking => floor.close_for_silence(contact),
                State::Lingering => floor.lingering_ends(contact),
                State::Briefing => floor.briefed(contact),
                State::Ringing => floor.rings_out(contact),
                State::Sending => floor.send_notice(contact),
                State::Resting => floor.wait_to_send(contact),
                State::Listed => floor.list_again(contact),
                State::Dialling => floor.dialled(contact),
                State::AfterCall | State::AfterChat => floor.work_done(contact),
                State::Queued | State::OnHold | State::Left => floor.widens(contact),
                _ => contact.business_at = contact::NEVER,
            }
        }
        let ended = floor.conclude(contact);
        self.settle(place, ended);
    }

    /// Close what is still open, close the books.
    fn finish(mut self) -> DeskSums {
        let end = self.floor.plan.end;
        if end != i64::MAX && end > self.floor.now {
            self.floor.now = end;
            self.floor.emit.advance(end);
        }
        self.close_what_is_open();
        let mut floor = self.floor;
        floor.emit.finish();
        let events = floor.sums.staff.events;
        floor.sums.staff = floor.ledger.finish(floor.now.max(floor.plan.to), events);
        floor.sums
    }
}

impl<F: Fold> Floor<'_, F> {
    /// The first events: clock, shifts, one arrival of each stream.
    fn start(&mut self) -> Result<(), String> {
        if self.plan.end != i64::MAX && self.tree.reach() < self.plan.end {
            return Err("the run is longer than the event list can hold; shorten `run.to` or `run.drain`".into());
        }
        self.tree.set(CLOCK, 0);
        for group in 0..self.plan.groups.len() as u32 {
            self.tree.set(GROUPS + group, 0);
        }
        for stream in 0..self.plan.streams.len() {
            self.next_arrival(stream);
        }
        Ok(())
    }

    /// The next event happens at `at`.
    #[inline(always)]
    fn advance(&mut self, at: i64) {
        if at > self.now {
            self.now = at;
            self.emit.advance(at);
        }
        self.sums.staff.events += 1;
    }

    /// The contact's event is done: its next one goes into the event list. Has its story ended?
    #[inline(always)]
    fn conclude(&mut self, contact: &mut Contact) -> bool {
        self.arm(contact);
        contact.state == State::Free
    }

    /// Put the contact's next event into the event list.
    #[inline(always)]
    fn arm(&mut self, contact: &mut Contact) {
        self.arm_at(contact, contact.business_at.min(contact.customer_at));
    }

    #[inline(always)]
    fn arm_at(&mut self, contact: &mut Contact, at: i64) {
        if at != contact.armed_at {
            contact.armed_at = at;
            self.tree.set(self.first_contact + contact.place, at);
        }
    }
}
