//! A month's budget of each number, and what one customer gets at most: counted as messages go out, asked when a turn is
//! taken up. What is being written when a limit is reached still goes out.

use std::collections::BTreeMap;

use crate::desk::Floor;
use crate::desk::contact::{Contact, State};
use crate::facts::{Class, Fold, Outcome, Part};
use crate::scenario::{BudgetOf, WhenUsedUp};

/// What has been used up so far.
#[derive(Debug, Default)]
pub(in crate::desk) struct Limits {
    numbers: Vec<Used>,
    /// By number.
    customers: Vec<Had>,
}

/// What the customers of a number had in a period.
#[derive(Debug, Default)]
struct Had {
    period: usize,
    /// Messages by customer: of the present period only, so that memory does not grow with all who ever wrote.
    messages: BTreeMap<u64, u64>,
}

/// Use of one number in a month.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    month: usize,
    messages: u64,
    /// Free-form answers: what free quotas are for.
    answers: u64,
    /// List price, nano-units of the tariff's currency.
    nanos: i128,
}

impl Limits {
    pub(in crate::desk) fn new(numbers: usize) -> Limits {
        let customers = (0..numbers).map(|_| Had::default()).collect();
        Limits { numbers: vec![Used::default(); numbers], customers }
    }
}

impl<F: Fold> Floor<'_, F> {
    /// Messages go out: they use the number's budget and the customer's share. The app is beside all this.
    #[cold]
    pub(in crate::desk) fn meter(&mut self, contact: &Contact, class: Class, messages: u32) {
        let Some(plan) = self.plan.extras.limits.as_ref().filter(|_| class != Class::App) else { return };
        let number = contact.number;
        let month = self.month(number);
        let terms = self.plan.rules.at(number, self.now);
        let list = if class == Class::Service { &terms.answer_price } else { &terms.late_price };
        let price = list.get(contact.country as usize).map_or(0, |price| i128::from((*price).max(0)));
        let used = &mut self.limits.numbers[usize::from(number)];
        if used.month != month {
            *used = Used { month, ..Used::default() };
        }
        for _ in 0..messages {
            let free = class == Class::Service && used.answers < terms.free_answers;
            used.messages += 1;
            used.answers += u64::from(class == Class::Service);
            used.nanos += if free { 0 } else { price };
        }
        if plan.cap.is_some() {
            let period = plan.periods[usize::from(number)].partition_point(|start| *start <= self.now);
            let had = &mut self.limits.customers[usize::from(number)];
            if had.period != period {
                *had = Had { period, ..Had::default() };
            }
            *had.messages.entry(contact.customer).or_default() += u64::from(messages);
        }
    }

    /// What happens to the open turn because a limit is reached; the stricter of the two.
    fn used_up(&self, contact: &Contact) -> Option<WhenUsedUp> {
        let plan = self.plan.extras.limits.as_ref()?;
        let budget = plan.budget.filter(|(of, _)| self.budget_is_spent(*of, contact.number)).map(|(_, then)| then);
        let cap = plan.cap.filter(|(most, _)| self.had(contact) >= *most).map(|(_, then)| then);
        let strictness = |then: &WhenUsedUp| match then {
            WhenUsedUp::Pay => 0,
            WhenUsedUp::StopBot => 1,
            WhenUsedUp::Call => 2,
            WhenUsedUp::Stop => 3,
        };
        budget.into_iter().chain(cap).filter(|then| *then != WhenUsedUp::Pay).max_by_key(strictness)
    }

    fn budget_is_spent(&self, of: BudgetOf, number: u16) -> bool {
        let used = self.limits.numbers[usize::from(number)];
        let this_month = used.month == self.month(number);
        let (messages, answers, nanos) = if this_month { (used.messages, used.answers, used.nanos) } else { (0, 0, 0) };
        match of {
            BudgetOf::Messages(most) => messages >= most,
            BudgetOf::Amount(most) => nanos >= most.nanos,
            BudgetOf::FreeQuota => answers >= self.plan.rules.at(number, self.now).free_answers,
        }
    }

    /// Messages that the customer had from the number in this period.
    fn had(&self, contact: &Contact) -> u64 {
        let Some(plan) = self.plan.extras.limits.as_ref() else { return 0 };
        let period = plan.periods[usize::from(contact.number)].partition_point(|start| *start <= self.now);
        let had = &self.limits.customers[usize::from(contact.number)];
        if had.period == period { had.messages.get(&contact.customer).copied().unwrap_or(0) } else { 0 }
    }

    /// May the customer get a notification? Else it is not sent: whatever is to be done when a limit is reached, unless it is
    /// to go on and pay, what no person writes is not written.
    #[cold]
    pub(in crate::desk) fn may_notify(&mut self, contact: &Contact) -> bool {
        let full = self.used_up(contact).is_some();
        self.sums.extras.capped_notifications += (full && self.emit.part() == Part::Run) as i64;
        !full
    }

    /// What a used-up limit does to a turn that an agent of this group would work on now. Answers in the app use nothing up.
    #[cold]
    pub(in crate::desk) fn barred(&self, contact: &Contact, group: u8) -> Option<WhenUsedUp> {
        let then = self.used_up(contact).filter(|then| matches!(then, WhenUsedUp::Stop | WhenUsedUp::Call))?;
        (!self.in_app(contact, group)).then_some(then)
    }

    /// What it does to a turn that the bot would work on now.
    #[cold]
    pub(in crate::desk) fn bot_barred(&self, contact: &Contact) -> Option<WhenUsedUp> {
        self.used_up(contact)
    }

    /// Nobody answers this turn by message.
    #[cold]
    pub(in crate::desk) fn refuse(&mut self, contact: &mut Contact, then: WhenUsedUp) {
        self.sums.extras.used_up += (contact.hour != u16::MAX) as i64;
        self.free_agent(contact);
        match then {
            WhenUsedUp::Call => self.call_customer(contact),
            _ => {
                let wait = self.now - contact.turn_from;
                self.close(contact, Outcome::Dropped, wait);
            }
        }
    }

    /// The same for a turn that waited in a queue.
    #[cold]
    pub(in crate::desk) fn refuse_in_line(&mut self, contact: &mut Contact, then: WhenUsedUp) {
        contact.state = State::Parked;
        self.leave_queue(contact);
        self.refuse(contact, then);
    }
}
