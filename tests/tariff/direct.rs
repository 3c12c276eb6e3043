//! Messages that a look-up of class, country and time does not decide, although no clock runs yet: each stands behind a message that
//! failed, since the first of a block never goes by the look-up. By hand; and the look-up against the long way, which the naive functions
//! know, on logs in which no clock is kept.

use std::sync::Arc;

use chatfare::facts::{Body, Class, Entry, Fact, Reason, Status};
use chatfare::tariff::{Biller, Decision, Options, Plan};
use chatfare::units::{HOUR, MINUTE, Span};

use super::decisions::with_quantities;
use super::laws::desk_log;
use super::world::{Folder, Log, MONTH, OCTOBER, bill, book, large_book, launch, plan};

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

/// A desk's log without ads, which would start clocks that are kept; in every second one groups.
fn plain_log(seed: u64, book: &chatfare::facts::Book) -> Vec<Fact> {
    let mut facts = desk_log(seed, book);
    for fact in &mut facts {
        if let Body::MessageIn { entry, .. } = &mut fact.body {
            *entry = Entry::None;
        }
    }
    if seed.is_multiple_of(2) {
        with_quantities(&mut facts, seed);
    }
    facts
}

/// A block of one fact never goes by the look-up, and windows kept in a table are none that follow from the message: billed so,
/// facts must come to what they come to in one block of a desk.
#[test]
fn the_look_up_says_what_the_rules_say() {
    let card = "card = \"list.csv\"\nmarkets = \"2026-10-01\"\ntiers.v = { kind = \"marginal\", card = \"tiers.csv\", of = \"utility\", counts = \"delivered\" }\n\
                rule = [{ name = \"inside\", of = \"utility\", while = \"window\", price = \"free\" }, \
                { name = \"all\", of = \"utility\", price = \"list\", tiers = \"v\" }, { name = \"rest\", price = \"free\" }]";
    let list = "market,category,tier_from,tier_to,currency,rate,basis\nFrance,utility,,,USD,0.03,test\nIndia,utility,,,USD,0.03,test\n";
    let tiers = "market,category,tier_from,tier_to,currency,rate,basis\nFrance,utility,0,3,USD,0.03,test\nFrance,utility,4,,USD,0.01,test\n\
                 India,utility,0,3,USD,0.03,test\nIndia,utility,4,,USD,0.01,test\n";
    let window = "clock.window = { starts = \"customer message\", lasts = \"24h\" }\n";
    let two =
        "rule = [{ name = \"in\", while = \"window\", price = \"free\" }, { name = \"out\", price = \"0.10 EUR\" }]\n";
    let head = "says = \"Test.\"\nfrom = \"2026-01-01\"\n";
    let abroad = "rule = [{ name = \"codes\", of = [\"authentication\", \"authentication_international\"], price = \"list\" }, \
                  { name = \"rest\", price = \"free\" }]";
    let codes = "market,category,tier_from,tier_to,currency,rate,basis\nIndia,authentication,,,USD,0.02,test\n\
                 India,authentication_international,,,USD,0.05,test\nFrance,authentication,,,USD,0.03,test\n";
    let files = [
        ("tiers.toml", format!("{head}{window}{card}")),
        ("extra.toml", format!("{head}{window}{two}extra = [{{ name = \"each\", price = \"0.01 EUR\" }}]\n")),
        (
            "fee.toml",
            format!("{head}{window}{two}fee.line = {{ price = \"5 EUR\", per = \"number\", every = \"month\" }}\n"),
        ),
        (
            "abroad.toml",
            format!(
                "{head}card = \"codes.csv\"\nmarkets = \"2026-10-01\"\notherwise.authentication_international = \"authentication\"\n{abroad}"
            ),
        ),
        ("codes.csv", codes.to_string()),
        ("list.csv", list.to_string()),
        ("tiers.csv", tiers.to_string()),
    ];
    let folder = Folder::new(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let few = Options { free_messages: Some(3), ..Options::default() };
    let plans = [
        plan("whatsapp-2018-08", &launch()),
        plan("whatsapp-2018-08", &Options { window: Some(Span::FOREVER), ..launch() }),
        plan("whatsapp-2018-08", &Options { edge_inside: true, ..launch() }),
        plan("whatsapp-2026-10", &few),
        plan(&folder.path("tiers.toml"), &Options::default()),
        plan(&folder.path("abroad.toml"), &Options::default()),
        plan(&folder.path("extra.toml"), &Options::default()),
        plan(&folder.path("fee.toml"), &Options::default()),
    ];
    // India has rates of its own for codes from abroad, France has none.
    let book = large_book(&["IN", "FR"]);
    for (number, plan) in plans.iter().enumerate() {
        let mut seen = 0;
        for seed in 0..40 {
            let facts = plain_log(seed, &book);
            let mut long = Biller::new(plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
            let single: Vec<Decision> = facts.iter().flat_map(|fact| long.bill_one(fact)).collect();
            let mut short = Biller::for_desk(plan, &book, OCTOBER, OCTOBER + MONTH).unwrap();
            let mut whole = Vec::new();
            short.block_with(&facts, &mut |_, decision| whole.push(decision));
            seen += whole.len();
            assert_eq!(single, whole, "plan {number}, log {seed}");
            assert_eq!(long.finish(), short.finish(), "plan {number}, log {seed}");
        }
        assert!(seen > 2000, "{seen}");
    }
}
