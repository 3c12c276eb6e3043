//! Every metric once: name, unit, formula with its denominator, meaning.
//!
//! A metric's value is the sum of numerators over replications divided by the sum of denominators, times
//! [`Metric::scale`]; numerators and denominators are integers (microseconds, nano-units, counts).
//! Definitions of service levels: Koole, *Call Center Optimization* (2013), chapter 2; the four readings of a
//! service level under abandonment: Jouini, Koole, Roubos, Eur. J. Oper. Res. 229 (2013) 419–430.

use super::metric::{Group, Metric, Unit};

/// The metric of this name.
pub fn metric(name: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.name == name)
}

const MICRO: f64 = 1e-6;
const NANO: f64 = 1e-9;

/// One line an entry keeps the list readable: (group, name, title, unit, scale, formula, meaning).
macro_rules! metrics {
    ($($group:ident, $name:literal, $title:literal, $unit:expr, $scale:expr, $formula:literal, $meaning:literal;)*) => {
        /// Every metric, in the order of tables and glossary.
        pub const METRICS: &[Metric] = &[$(Metric {
            name: $name, title: $title, unit: $unit, formula: $formula, meaning: $meaning, group: Group::$group, scale: $scale,
        }),*];
    };
}

use Unit::{Money, MoneyPer, Plain, Second, Share};

metrics! {
    Cost, "cost_per_resolved", "Cost per resolved contact", MoneyPer("resolved contact"), NANO,
        "all cost in [from, to) / contacts resolved in [from, to)",
        "The measure that decides. All customers of the variant, those who moved to the phone included.";
    Cost, "cost_per_resolved.wages", "of this: wages", MoneyPer("resolved contact"), NANO,
        "paid hours × wage / contacts resolved",
        "Paid hours are heads on duty / (1 − shrinkage), paid whether busy or not.";
    Cost, "cost_per_resolved.fees", "of this: message fees", MoneyPer("resolved contact"), NANO,
        "bill of the tariff in force / contacts resolved",
        "What the platform charges for messages; unrated messages are counted in the bill and not in here.";
    Cost, "cost_per_resolved.lines", "of this: telephone lines and minutes", MoneyPer("resolved contact"), NANO,
        "(line rents + minutes × price) / contacts resolved",
        "Menu and waiting included in inbound minutes.";
    Cost, "cost_per_resolved.bot", "of this: bot", MoneyPer("resolved contact"), NANO,
        "bot turns × price / contacts resolved",
        "Paid per turn the bot answered, contained or not.";
    Cost, "cost_per_resolved.ads", "of this: ads", MoneyPer("resolved contact"), NANO,
        "ad clicks × price / contacts resolved",
        "Click-to-chat campaigns; enquiries cost nothing here.";
    Cost, "cost_per_resolved.sms", "of this: SMS", MoneyPer("resolved contact"), NANO,
        "SMS × price by country / contacts resolved",
        "Notifications and codes that go out as SMS where the variant has no messaging.";
    Cost, "cost_per_resolved.seats", "of this: seats", MoneyPer("resolved contact"), NANO,
        "heads of the largest shift × licence × months / contacts resolved",
        "Fixed costs of a part month are not scaled.";
    Cost, "cost_per_resolved.platform", "of this: platform subscription", MoneyPer("resolved contact"), NANO,
        "fixed fee × months / contacts resolved",
        "Provider's or platform's monthly fee; not scaled in part months.";
    Cost, "cost_per_contact", "Cost per contact", MoneyPer("contact"), NANO,
        "all cost in [from, to) / contacts opened in [from, to)",
        "Flatters a variant that leaves needs open: read it beside the resolved share.";
    Cost, "cost_total", "Total cost", Money, NANO,
        "sum of all cost in [from, to), per run",
        "Wages, fees, lines, bot, ads, SMS, seats, platform.";
    Cost, "fee", "Message fees", Money, NANO,
        "bill of the tariff in force, per run",
        "Sum of the bill's lines, converted at the scenario's rate.";
    Cost, "fee_per_contact", "Message fees per contact", MoneyPer("contact"), NANO,
        "bill of the tariff in force / contacts opened",
        "Contacts of every channel of the variant.";
    Cost, "fee_per_1000_contacts", "Message fees per 1,000 contacts", MoneyPer("1000 contacts"), 1000.0 * NANO,
        "1000 × bill of the tariff in force / contacts opened",
        "What the platform earns from fees.";
    Cost, "calculator_fee", "Fee by the vendors' calculators", Money, NANO,
        "delivered messages × list rate, per run",
        "Volume times rate, as vendors' calculators do it: knows no window, quota or tier. Beside `fee`, so that the difference is seen.";
    Cost, "value_lost", "Value lost", Money, NANO,
        "value of contacts opened that did not end resolved, per run",
        "An assumption of the scenario (value at stake); not part of any cost. Unresolved ones and those still open are among them.";
    Cost, "lead_value_lost", "Value of leads lost by waiting", Money, NANO,
        "sum over leads of value × (1 − exp(−t / decay)), t until the first answer, of an agent, bot or menu; never answered: the whole value; per run",
        "An assumption (`reason.NAME.lead`); not part of any cost. No causal curve is published.";
    Cost, "loyalty_lost", "Margin of customers who leave", Money, NANO,
        "needs × chance of leaving by how they ended × margin, per run",
        "An assumption (`loyalty`); not part of any cost. No causal number is published.";
    Cost, "break_even_wage", "Break-even wage", MoneyPer("h"), NANO,
        "wage at which variant and baseline cost the same per resolved contact",
        "All wages moved together; no value if no wage makes them equal.";
    Cost, "break_even_handling", "Break-even handling time", Second, MICRO,
        "mean work of a turn at which variant and baseline cost the same per resolved contact",
        "The variant's handling scaled, the baseline's held; no value if none makes them equal.";

    Service, "first_response_mean", "First response, mean", Second, MICRO,
        "sum of waits of answered first turns / answered first turns",
        "From the first message of the contact's first turn to the first message of the answer; by phone from the end of the menu to the agent.";
    Service, "response_mean", "Response, mean", Second, MICRO,
        "sum of waits of answered turns / answered turns",
        "Every turn of the cohort that arrived in the run, also answered after its end.";
    Service, "response_median", "Response, median", Second, MICRO,
        "50 % quantile of waits of answered turns",
        "From a mergeable histogram; error at most one bin (about 1 %).";
    Service, "response_p90", "Response, 90th percentile", Second, MICRO,
        "90 % quantile of waits of answered turns",
        "Nine in ten answers came sooner.";
    Service, "response_p95", "Response, 95th percentile", Second, MICRO,
        "95 % quantile of waits of answered turns",
        "Nineteen in twenty answers came sooner.";
    Service, "queue_wait_mean", "Wait until taken up, mean", Second, MICRO,
        "sum of times until an agent took the turn up, of answered turns / answered turns",
        "The wait of queueing theory; the response ends with the answer, this with its beginning.";
    Service, "queue_wait_over_threshold", "Taken up after the threshold", Share, 1.0,
        "answered turns taken up later than T / turns answered",
        "The complement of a service level on queueing time.";
    Service, "wait_all_mean", "Wait of all turns, mean", Second, MICRO,
        "(times until taken up + waits of turns that were lost) / turns offered",
        "Served and lost together, as in Erlang A.";
    Service, "response_within_threshold", "Answered within the threshold, of offered", Share, 1.0,
        "turns answered within T / turns offered",
        "The strict service level: who gave up counts against it. T differs by channel.";
    Service, "response_within_threshold_of_answered", "Answered within the threshold, of answered", Share, 1.0,
        "turns answered within T / turns answered",
        "Blind to those who gave up.";
    Service, "response_within_excl_short_abandons", "Answered within the threshold, short abandons left out", Share, 1.0,
        "turns answered within T / (turns offered − calls blocked − turns abandoned within T)",
        "The reading most call centres publish.";
    Service, "answered_or_abandoned_within_threshold", "Answered or abandoned within the threshold", Share, 1.0,
        "turns answered or abandoned within T / turns offered (calls blocked among them: they are never good)",
        "Counts quick abandoners as good; never below the strict level.";
    Service, "answered_or_abandoned_within_threshold_excl_blocked", "Answered or abandoned within the threshold, of offered and not blocked", Share, 1.0,
        "turns answered or abandoned within T / (turns offered − calls blocked)",
        "The same of those who found a line.";

    Service, "response_within_threshold_excl_blocked", "Answered within the threshold, of offered and not blocked", Share, 1.0,
        "turns answered within T / (turns offered − calls blocked)",
        "As the strict level, but callers who found no line do not count.";
    Service, "response_within_excl_short_abandons_with_blocked", "Answered within the threshold, short abandons left out, blocked counted", Share, 1.0,
        "turns answered within T / (turns offered − turns abandoned within T), blocked calls in the denominator",
        "Short abandons are forgiven, a missing line is not.";
    Service, "response_within_threshold_of_expected", "Answered within the threshold, of expected", Share, 1.0,
        "turns answered within T / turns expected by the forecast (contacts × mean turns; what the menu settles, calls outside opening hours, repeats and retrials left out)",
        "Some tools divide by the expected number: a busy day can then exceed 1.";
    Service, "response_within_threshold_excl_blocked_of_expected", "Answered within the threshold, of expected and not blocked", Share, 1.0,
        "turns answered within T / (turns expected − calls blocked)",
        "`response_within_threshold_excl_blocked` over the forecast (`measures.details = [\"expected\"]`).";
    Service, "response_within_excl_short_abandons_of_expected", "Answered within the threshold, of expected, short abandons left out", Share, 1.0,
        "turns answered within T / (turns expected − calls blocked − turns abandoned within T)",
        "`response_within_excl_short_abandons` over the forecast (`measures.details = [\"expected\"]`).";
    Service, "response_within_excl_short_abandons_with_blocked_of_expected", "Answered within the threshold, of expected, short abandons left out, blocked counted", Share, 1.0,
        "turns answered within T / (turns expected − turns abandoned within T)",
        "`response_within_excl_short_abandons_with_blocked` over the forecast (`measures.details = [\"expected\"]`).";
    Service, "response_within_threshold_of_expected_answered", "Answered within the threshold, of those expected to be answered", Share, 1.0,
        "turns answered within T / (turns expected − calls blocked − turns lost)",
        "`response_within_threshold_of_answered` over the forecast (`measures.details = [\"expected\"]`).";
    Service, "answered_or_abandoned_within_threshold_of_expected", "Answered or abandoned within the threshold, of expected", Share, 1.0,
        "turns answered or abandoned within T / turns expected",
        "The most flattering of all: quick abandoners are good, and a busy day exceeds 1 (`measures.details = [\"expected\"]`).";
    Service, "answered_or_abandoned_within_threshold_excl_blocked_of_expected", "Answered or abandoned within the threshold, of expected and not blocked", Share, 1.0,
        "turns answered or abandoned within T / (turns expected − calls blocked)",
        "The same of those who found a line (`measures.details = [\"expected\"]`).";
    Service, "offered_of_expected", "Turns offered, of expected", Plain("1"), 1.0,
        "turns offered / turns expected by the forecast (contacts × mean turns; what the menu settles, calls outside opening hours, repeats and retrials left out)",
        "Above 1 where customers come back, call again or bring more turns than forecast (`measures.details = [\"expected\"]`).";
    Service, "excess_wait_mean", "Wait beyond the threshold, mean", Second, MICRO,
        "sum over answered turns of (response − T), where positive / turns answered",
        "How much, not how many: a service level hides it.";
    Service, "response_max", "Longest response", Second, MICRO,
        "longest response of an answered turn in [from, to), mean over replications",
        "Grows with the length of the run: compare runs of one length only.";
    Service, "time_to_abandon_mean", "Time to abandon, mean", Second, MICRO,
        "sum of waits of turns that were lost / turns that were lost (blocked calls left out)",
        "Of those who left; short where impatient customers leave first.";

    Service, "response_open_hours_mean", "Response in opening hours, mean", Second, MICRO,
        "sum over answered turns of the part of the response in which somebody who serves them was on duty / turns answered",
        "Clock time apart from nights and holidays; `response_mean` counts all (`measures.details`).";
    Service, "response_within_threshold_open_hours", "Answered within the threshold in opening hours, of offered", Share, 1.0,
        "turns whose response while somebody was on duty is within T / turns offered",
        "What a promise in working hours means (`measures.details`).";
    Service, "promise_kept", "Promise kept, in opening hours", Share, 1.0,
        "turns of the team that arrived in opening hours and were answered within the promise / turns of the team that arrived in opening hours",
        "The promise of `meet` (without one, the threshold of the channel), measured while somebody is on duty, on all channels of the variant; a row for each beside. What second groups promise for what is passed on to them stands in `service_levels`. Blocked calls break it; what bot or menu settles is none of the team's.";

    Outcome, "contacts", "Contacts", Plain("contacts"), 1.0,
        "contacts opened in [from, to), per run",
        "Repeat contacts included.";
    Outcome, "resolved_share", "Resolved", Share, 1.0,
        "contacts that ended resolved / contacts opened",
        "The need was met.";
    Outcome, "unresolved_share", "Unresolved", Share, 1.0,
        "contacts that ended with the need not met, fully answered or not reached when called back / contacts opened",
        "May come back as repeat contacts.";
    Outcome, "answered_share", "Turns answered", Share, 1.0,
        "turns answered / turns offered",
        "Calls and messages; of the cohort that arrived in the run.";
    Outcome, "abandoned_share", "Abandoned", Share, 1.0,
        "contacts whose customer gave up waiting / contacts opened",
        "By message also the silent ones.";
    Outcome, "dropped_share", "Not answered by choice", Share, 1.0,
        "contacts the business chose not to answer / contacts opened",
        "Policies `drop` and `careful`.";
    Outcome, "blocked_share", "Blocked", Share, 1.0,
        "contacts that ended with a call that found no free line / contacts opened",
        "Telephone only. Who calls again and gets through is not among them: see `blocked_calls_share`.";
    Outcome, "blocked_calls_share", "Calls blocked", Share, 1.0,
        "calls that found no free line or no place in the queue / calls in opening hours",
        "Each try of a caller counts, those too that the menu settles or that end with a call-back accepted. Calls of the firm that an agent takes are among all.";
    Outcome, "closed_share", "Called while closed", Share, 1.0,
        "contacts that ended with a call outside opening hours / contacts opened",
        "Who hears the opening hours calls again after opening with the chance of a retrial; the others end here.";
    Outcome, "balked_share", "Balked", Share, 1.0,
        "callers who left at once on hearing that they must wait / contacts opened",
        "Telephone only.";
    Outcome, "open_at_end_share", "Open at the end", Share, 1.0,
        "contacts still open when the drain ended / contacts opened",
        "An answer held for ever stays in here, it is never dropped from a mean.";
    Outcome, "repeat_share", "Repeat contacts", Share, 1.0,
        "contacts about a need that had a contact before / contacts opened",
        "Repeats. A caller who tries again is still the same contact.";
    Outcome, "turns_per_contact", "Turns per contact", Plain("turns/contact"), 1.0,
        "turns offered / contacts opened",
        "A call is one turn.";

    Outcome, "leaving_share", "Customers who leave", Share, 1.0,
        "needs × chance of leaving by how they ended / needs",
        "An assumption (`loyalty`). A need is a first contact with all its repeats.";
    Outcome, "left_silently_share", "Left without a word", Share, 1.0,
        "customers who left the queue of messages silently / turns by message that were lost",
        "The team learns of it only when somebody takes the turn up.";
    Outcome, "reopened_per_contact", "Conversations opened anew", Plain("per contact"), 1.0,
        "customers who wrote after their conversation was closed for silence / contacts opened",
        "Premature closures (`desk.inactivity`); one contact may have several.";
    Outcome, "closed_too_early_share", "Closures for silence that were too early", Share, 1.0,
        "customers who wrote after their conversation was closed for silence / conversations closed for silence or ended unsaid",
        "What a shorter limit buys in places it costs here.";
    Outcome, "contained_share", "Settled by the bot alone", Share, 1.0,
        "contacts that the bot settled alone / contacts opened",
        "Rightly or wrongly.";
    Outcome, "contained_wrongly_share", "Settled wrongly by the bot", Share, 1.0,
        "contacts that the bot settled alone without meeting the need / contacts that it settled alone",
        "These customers come back with `bot.return_chance`.";
    Outcome, "handed_over_per_contact", "Turns handed over by the bot", Plain("turns/contact"), 1.0,
        "turns that the bot handed to the team / contacts opened",
        "Whatever it could not settle.";
    Outcome, "used_up_share", "Not answered since a limit was used up", Share, 1.0,
        "turns that a budget or cap kept from being answered by message / turns offered",
        "Dropped or called, as `desk.budget.then` and `desk.customer_cap.then` say.";
    Outcome, "notifications_withheld", "Notifications not sent since a limit was used up", Plain("notifications"), 1.0,
        "notifications that a budget or cap kept from being sent in [from, to), per run",
        "These customers hear nothing, and do not answer.";

    Messages, "app_answers_share", "Answers in the phone app", Share, 1.0,
        "answers written in the phone app / turns by message answered",
        "Never billed, outside the window and all clocks.";
    Messages, "messages_in", "Messages of customers", Plain("messages"), 1.0,
        "inbound messages in [from, to), per run",
        "Reminders included.";
    Messages, "messages_out", "Messages of the business", Plain("messages"), 1.0,
        "outbound messages delivered in [from, to), per run",
        "Each is one billable unit: an answer may have several.";
    Messages, "messages_refused", "Refused messages", Plain("messages"), 1.0,
        "outbound messages refused by the platform's rules in [from, to), per run",
        "No contact before, no promotion, window closed, daily limit.";
    Messages, "refused_contact_before", "Refused: no contact before", Plain("messages"), 1.0,
        "messages to customers without contact before, per run",
        "Templates that the rules in force do not allow to strangers.";
    Messages, "refused_promotion", "Refused: promotion", Plain("messages"), 1.0,
        "promotional messages refused, per run",
        "The launch of 2018 allowed none.";
    Messages, "messages_failed", "Failed messages", Plain("messages"), 1.0,
        "outbound messages that never arrived, per run",
        "Not billed.";
    Messages, "answered_inside_window", "Answers inside the window", Share, 1.0,
        "answers sent inside the platform's window / answers sent",
        "Window of the tariff in force, from the customer's last message.";
    Messages, "late_answers_share", "Late answers", Share, 1.0,
        "answers sent or due after the window closed / answers sent or due",
        "Paid, held, dropped or made by phone, as the policy says.";
    Messages, "reminder_free_share", "Free answers owed to reminders", Share, 1.0,
        "answers inside the window only because the customer wrote again / answers inside the window",
        "How much of the free service customers paid for with patience.";

    Staff, "paid_hours", "Paid hours", Plain("h"), MICRO / 3600.0,
        "sum of heads on duty / (1 − shrinkage) over [from, to), per run",
        "Paid whether busy or not.";
    Staff, "agents_peak", "Heads of the largest shift", Plain("agents"), 1.0,
        "largest number of agents on duty at once, per run",
        "Seats are paid by it.";
    Staff, "occupancy", "Occupancy", Share, 1.0,
        "time agents had at least one chat or call / time on duty",
        "Near 1 means queues; a chat agent with one of three slots taken counts as busy.";
    Staff, "occupancy_in_shift", "Occupancy without overtime", Share, 1.0,
        "(busy time − overtime) / (time on duty − overtime)",
        "Who stays after his shift is always busy: that makes the plain figure flatter.";
    Staff, "utilisation", "Utilisation of paid time", Share, 1.0,
        "time agents had at least one chat or call / paid time",
        "Shrinkage counts as paid and idle.";
    Staff, "concurrency_logged_in", "Chats at once, of all on duty", Plain("chats/agent"), 1.0,
        "time of chats and calls in agents' places / time on duty",
        "Idle agents count, too; see `concurrency`.";
    Staff, "answered_per_agent_hour", "Turns answered an agent and hour", Plain("turns/h"), 3.6e9,
        "turns answered by agents / hours on duty",
        "Those of the bot left out. Throughput: with many chats at once it rises, and may fall again.";
    Staff, "contacts_per_agent_hour", "Contacts finished an agent and hour", Plain("contacts/h"), 3.6e9,
        "contacts that ended resolved or unresolved with an agent's work / hours on duty",
        "Throughput of whole conversations; those that customers gave up, or that bot or menu settled alone, are left out.";
    Staff, "handling_time_mean", "Average handling time", Second, MICRO,
        "time of agents on turns and calls in [from, to) / (turns and calls that agents answered + customers reached by calling back)",
        "AHT: work after the contact and ringing in vain included, waiting for the customer's next turn not. With several chats at once each counts its own time. By group in `service_levels`.";
    Staff, "held_for_nobody", "Places held for customers who had left", Plain("chats/agent"), 1.0,
        "time agents held a place for somebody who had left the queue silently / time on duty",
        "What silent leaving takes of the team (`reason.NAME.silent`).";
    Staff, "concurrency", "Chats at once", Plain("chats/agent"), 1.0,
        "time of chats and calls in agents' places / time agents had at least one",
        "Open ones: where places are held between turns, a chat whose customer writes counts as well. From 1 to the concurrency allowed.";

    Service, "passed_on_share", "Passed on to a second group", Share, 1.0,
        "contacts passed on / contacts opened",
        "Only where a reason has a `transfer`. A contact passed on stays one contact and one turn.";
    Service, "second_wait_mean", "Wait for the second group, mean", Second, MICRO,
        "sum of waits from being passed on to being taken up / contacts passed on that were taken up",
        "Beside the wait for the first group; in the response by message both are contained.";
    Service, "second_lost_share", "Given up in the second queue", Share, 1.0,
        "contacts given up while waiting for the second group / contacts passed on",
        "By phone their call counts as answered, the contact as abandoned.";
    Service, "callback_offers", "Call-backs offered", Plain("callers"), 1.0,
        "callers offered to be called back in [from, to), per run",
        "Offered where the announced wait is above the limit.";
    Service, "callback_accepted_share", "Call-backs accepted", Share, 1.0,
        "offers accepted / offers",
        "Who accepts is no turn of the queue any more: no service level counts him.";
    Service, "voice_messages", "Messages left by callers", Plain("messages"), 1.0,
        "callers who got nobody and left a message in [from, to), per run",
        "The lost call counts as lost; the firm calls back.";
    Service, "recalled_share", "Called back and reached", Share, 1.0,
        "customers reached / (offers accepted + messages left)",
        "The others were given up after the last try, or are open at the end.";
    Service, "recall_wait_mean", "Wait to be called back, mean", Second, MICRO,
        "sum of times from the offer or message to the call that reached the customer / customers reached",
        "Clock time, nights included.";
    Service, "dialled_calls", "Calls dialled", Plain("calls"), 1.0,
        "calls that the dialler placed in [from, to), per run",
        "Answered or not; only with `call_center.dialer`.";
    Service, "dialled_answered_share", "Dialled and answered", Share, 1.0,
        "calls of the dialler that were answered / calls it placed",
        "The chance `reached` of the scenario.";
    Service, "dialled_mismatch_share", "Answered, but no agent", Share, 1.0,
        "customers who answered the dialler and hung up before an agent came / customers who answered",
        "Nuisance calls; many countries limit them to 3 %.";
    Service, "dialled_given_up", "Given up by the dialler", Plain("customers"), 1.0,
        "customers whom the last try of the dialler did not reach in [from, to), per run",
        "As many `tries` as the scenario gives.";
    Service, "dialled_left", "Still to be called at the end", Plain("customers"), 1.0,
        "customers on the dialler's lists at `to`, those to be tried again and those just being called among them, per run",
        "With those who answered and those given up all whom the firm wanted to call; nobody is called in the drain.";
    Messages, "refused_daily_limit", "Refused: daily limit", Plain("messages"), 1.0,
        "notifications refused because the number had reached its customers of 24 h, per run",
        "Each try counts; only with `limits.customers_a_day`.";
    Staff, "overtime_hours", "Overtime", Plain("h"), MICRO / 3600.0,
        "agent-time worked after the shift in [from, to), per run",
        "Part of the paid hours; only where it has a price of its own.";

    Satisfaction, "satisfaction_low", "Satisfied, low curve", Share, 1.0,
        "sum of the low curve over contacts, 0 for who was lost / contacts opened",
        "An assumption: no causal curve of waiting and satisfaction is published. A contact's wait is all its customer waited / his answers.";
    Satisfaction, "satisfaction_base", "Satisfied, base curve", Share, 1.0,
        "sum of the base curve over contacts, 0 for who was lost / contacts opened",
        "An assumption, see `satisfaction_low`.";
    Satisfaction, "satisfaction_high", "Satisfied, high curve", Share, 1.0,
        "sum of the high curve over contacts, 0 for who was lost / contacts opened",
        "An assumption, see `satisfaction_low`.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Currency;

    #[test]
    fn names_are_unique_and_every_entry_says_something() {
        let mut names: Vec<&str> = METRICS.iter().map(|m| m.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|w| w[0] != w[1]));
        for m in METRICS {
            assert!(m.meaning.ends_with('.') && !m.formula.is_empty() && m.scale > 0.0, "{}", m.name);
        }
    }

    #[test]
    fn money_units_carry_the_currency() {
        assert_eq!(
            metric("cost_per_resolved").map(|m| m.unit.text(Currency::EUR)).as_deref(),
            Some("EUR/resolved contact")
        );
        assert_eq!(metric("fee").map(|m| m.unit.text(Currency::USD)).as_deref(), Some("USD"));
    }
}
