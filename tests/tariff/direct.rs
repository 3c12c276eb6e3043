//! Messages that a look-up of class, country and time does not decide, although no clock runs yet: each stands behind a message that
//! failed, since the first of a block never goes by the look-up. By hand.

use std::sync::Arc;

use chatfare::facts::{Body, Class, Reason, Status};
use chatfare::tariff::{Options, Plan};
use chatfare::units::{HOUR, MINUTE};

use super::world::{Folder, Log, OCTOBER, bill, book, launch, plan};

/// A message that never arrived, an hour into the month: it moves nothing.
fn begun() -> Log {
    let mut log = Log::default();
    let fact = log.outbound(OCTOBER + HOUR, 9, 0, 0, Class::Utility);
    if let Body::MessageOut { status, reason, .. } = &mut fact.body {
        (*status, *reason) = (Status::Failed, Reason::Undeliverable);
    }
    log
}

fn own(body: &str) -> Arc<Plan> {
    let folder = Folder::new(&[("t.toml", &format!("says = \"Test.\"\nfrom = \"2026-10-01\"\n{body}"))]);
    plan(&folder.path("t.toml"), &Options::default())
}

/// Charged messages and money of a log at one number in France.
fn told(plan: &Arc<Plan>, log: Log) -> (u64, i128) {
    let bill = bill(plan, &book(&["Europe/Paris"], &["FR"]), OCTOBER, &log.sorted());
    (bill.charged, bill.total)
}

#[test]
fn a_message_to_a_group_is_charged_for_each_recipient() {
    let mut log = begun();
    let fact = log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Class::Utility);
    if let Body::MessageOut { quantity, .. } = &mut fact.body {
        quantity.recipients = 3;
    }
    // France 0.08 USD a template in the tests' launch: 3 × 0.08.
    assert_eq!(told(&plan("whatsapp-2018-08", &launch()), log), (3, 240_000_000));
}

#[test]
fn a_template_that_opens_a_conversation_leaves_it_open() {
    let mut log = begun();
    log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Class::Marketing);
    log.outbound(OCTOBER + 3 * HOUR, 1, 0, 0, Class::Marketing);
    log.outbound(OCTOBER + 3 * HOUR, 2, 0, 0, Class::Marketing);
    // France 2023-06: marketing 0.1432 USD a conversation, one of each customer.
    assert_eq!(told(&plan("whatsapp-2023-06", &Options::default()), log), (2, 286_400_000));
}

#[test]
fn a_free_message_may_use_up_what_another_would_have() {
    let plan = own("quota.q = { size = 2, per = \"number\", every = \"month\" }\n\
         rule = [{ name = \"news\", of = \"marketing\", price = \"free\", uses = \"q\" }, { name = \"rest\", price = \"1 EUR\", quota = \"q\" }]");
    let mut log = begun();
    log.outbound(OCTOBER + 2 * HOUR, 1, 0, 0, Class::Marketing);
    log.outbound(OCTOBER + 3 * HOUR, 1, 0, 0, Class::Marketing);
    log.outbound(OCTOBER + 4 * HOUR, 1, 0, 0, Class::Utility);
    assert_eq!(told(&plan, log), (1, 1_000_000_000));
}

#[test]
fn a_price_by_the_hour_is_that_of_the_hour() {
    let plan = own("clock.night = { hours = \"22:00-06:00\", zone = \"account\" }\n\
         rule = [{ name = \"night\", while = \"night\", price = \"0.05 EUR\" }, { name = \"day\", price = \"0.10 EUR\" }]");
    let mut log = begun();
    // In Paris 03:30 and 12:30, in summer time.
    log.outbound(OCTOBER + HOUR + 30 * MINUTE, 1, 0, 0, Class::Utility);
    log.outbound(OCTOBER + 10 * HOUR + 30 * MINUTE, 1, 0, 0, Class::Utility);
    assert_eq!(told(&plan, log), (2, 150_000_000));
}
