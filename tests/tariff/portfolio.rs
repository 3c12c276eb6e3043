//! A business whose numbers were billed one by one, beside one fold of all its messages: the same money, tier by tier.

use std::collections::BTreeMap;
use std::sync::Arc;

use chatfare::facts::{Book, Fact};
use chatfare::tariff::{Bill, Counts, Options, Plan, price, rate_together};

use super::world::{Folder, MONTH, OCTOBER, built_in, fold, large_book, plan, random_log};

const RATES: &str = "rates = [{ up_to = 9, rate = \"0.10 EUR\" }, { up_to = 23, rate = \"0.07 EUR\" }, { up_to = 40, rate = \"0.05 EUR\" }, { rate = \"0.03 EUR\" }]";

fn tariff(tiers: &str, rest: &str) -> Arc<Plan> {
    let text = format!(
        "says = \"Test.\"\nfrom = \"2026-09-01\"\nclock.w = {{ starts = \"customer message\", lasts = \"6h\" }}\n\
         tiers.v = {{ {tiers}, {RATES} }}\n{rest}"
    );
    let folder = Folder::new(&[("t.toml", &text)]);
    plan(&folder.path("t.toml"), &Options::default())
}

const RULES: &str = "rule = [{ name = \"open\", of = \"marketing\", while = \"w\", price = \"free\" },\n\
    { name = \"late\", of = [\"utility\", \"marketing\"], unless = \"w\", price = \"tiers\", tiers = \"v\" },\n\
    { name = \"m\", of = [\"utility\", \"marketing\"], price = \"tiers\", tiers = \"v\" }, { name = \"rest\", price = \"free\" }]\n";

/// The messages of each number billed alone, then together.
fn apart(plan: &Arc<Plan>, book: &Book, facts: &[Fact]) -> Counts {
    let of = |number: usize| -> Counts {
        let own: Vec<Fact> = facts.iter().filter(|fact| usize::from(fact.head.number) == number).copied().collect();
        fold(plan, book, OCTOBER, OCTOBER + MONTH, &own)
    };
    // The numbers of the first business; the other one's is alone.
    let mut desks: Vec<Counts> = (0..3).map(of).collect();
    rate_together(plan, book, &mut desks.iter_mut().collect::<Vec<_>>());
    let mut sum = of(3);
    desks.iter().for_each(|counts| sum.merge(counts).unwrap());
    sum
}

type Sums = (u64, u64, i128);

/// Messages, units and money by month, business and tier.
fn by_tier(bill: &Bill) -> BTreeMap<(String, String, String, bool), Sums> {
    let mut sums = BTreeMap::new();
    for line in &bill.lines {
        let re_rated = line.rule.contains("re-rated") && line.units > 0;
        let key = (line.month.clone(), line.business.clone(), line.tier.clone(), re_rated);
        let sum = sums.entry(key).or_insert((0, 0, 0));
        *sum = (sum.0 + line.messages, sum.1 + line.units, sum.2 + line.amount);
    }
    sums.retain(|_, sum| *sum != (0, 0, 0));
    sums
}

/// 300 random logs for each way to sum; in all of them one fold and several, rated together, have the same lines by tier.
/// Without that the first tiers would be filled three times.
#[test]
fn a_business_billed_desk_by_desk_has_the_tiers_of_its_whole() {
    let book = large_book(&["FR", "DE", "IN"]);
    let sums = [
        (
            "kind = \"marginal\", sum = \"business\", over = \"month\", of = [\"utility\", \"marketing\"]",
            RULES.to_string(),
        ),
        ("sum = \"business\", over = [\"month\", \"category\"], of = [\"utility\", \"marketing\"]", RULES.to_string()),
        (
            "sum = \"business\", over = [\"month\", \"market\", \"category\"], of = [\"utility\", \"marketing\"]",
            RULES.to_string(),
        ),
        (
            "kind = \"all-units\", sum = \"business\", over = \"month\", of = [\"utility\", \"marketing\"]",
            RULES.to_string(),
        ),
        (
            "sum = \"business\", over = \"month\", of = [\"utility\", \"marketing\"]",
            format!(
                "{RULES}fee.a = {{ price = \"49 EUR\", per = \"business\" }}\nfee.b = {{ price = \"5 EUR\", per = \"business\" }}\nfee.c = {{ price = \"1 EUR\", per = \"number\" }}\n"
            ),
        ),
    ];
    for (tiers, rules) in sums {
        let plan = tariff(tiers, &rules);
        assert_eq!(plan.in_order(), None);
        let mut moved = 0;
        for seed in 0..300 {
            let facts = random_log(seed, OCTOBER, &book, 300);
            let whole = price(&plan, &book, &fold(&plan, &book, OCTOBER, OCTOBER + MONTH, &facts));
            let own = price(&plan, &book, &apart(&plan, &book, &facts));
            assert_eq!(own.total, whole.total, "{tiers}, seed {seed}");
            assert_eq!(by_tier(&own), by_tier(&whole), "{tiers}, seed {seed}");
            moved += usize::from(whole.lines.iter().any(|line| line.tier == "2"));
        }
        assert!(moved > 50, "{tiers}: {moved}");
    }
}

/// By hand: 30 marketing messages of one desk and 6 of another are 9 at 0.10, 14 at 0.07, 13 at 0.05, and each desk has of
/// each tier what is in proportion: 7.5, 11.67, 10.83 of the first, so 8 (half goes to the first), 12, 10 … of 30 in all.
#[test]
fn tiers_are_shared_out_in_proportion() {
    use chatfare::facts::Class;
    let book = large_book(&["FR"]);
    let plan = tariff("sum = \"business\", over = \"month\", of = [\"utility\", \"marketing\"]", RULES);
    let mut log = super::world::Log::default();
    (0..30).for_each(|i| _ = log.outbound(OCTOBER + i * 1_000_000, 1, 0, 0, Class::Utility));
    (0..6).for_each(|i| _ = log.outbound(OCTOBER + (40 + i) * 1_000_000, 2, 2, 0, Class::Utility));
    let mut bill = price(&plan, &book, &apart(&plan, &book, &log.sorted()));
    bill.lines.retain(|line| line.messages > 0);
    // Lima is still in September when October begins in UTC: those six are a month of their own.
    assert_eq!(bill.total, (9 * 100 + 14 * 70 + 7 * 50 + 6 * 100) * 1_000_000);
    let mut log = super::world::Log::default();
    (0..30).for_each(|i| _ = log.outbound(OCTOBER + i * 1_000_000, 1, 0, 0, Class::Utility));
    (0..6).for_each(|i| _ = log.outbound(OCTOBER + (40 + i) * 1_000_000, 2, 1, 0, Class::Utility));
    let bill = price(&plan, &book, &apart(&plan, &book, &log.sorted()));
    assert_eq!(bill.total, (9 * 100 + 14 * 70 + 13 * 50) * 1_000_000);
    let of = |number: &str| -> Vec<u64> {
        bill.lines.iter().filter(|l| l.number == number && l.messages > 0).map(|l| l.messages).collect()
    };
    assert_eq!((of("a"), of("b")), (vec![8, 11, 11], vec![1, 3, 2]));
}

/// What the order of all messages decides is named.
#[test]
fn what_needs_the_order_is_named() {
    let free = tariff(
        "sum = \"business\", over = \"month\", counts = \"delivered\", of = [\"utility\", \"marketing\"]",
        RULES,
    );
    assert!(free.in_order().is_some_and(|why| why.contains("free messages")));
    let quota = format!("quota.q = {{ size = 3, per = \"business\", every = \"month\", of = \"utility\" }}\n{RULES}")
        .replace("unless = \"w\"", "unless = \"w\", quota = \"q\"");
    let quota = tariff("sum = \"number\", over = \"month\", of = [\"utility\", \"marketing\"]", &quota);
    assert!(quota.in_order().is_some_and(|why| why.contains("quota `q`")), "{:?}", quota.in_order());
    let share = tariff(
        "sum = \"business\", over = \"month\", of = [\"utility\", \"marketing\"]",
        &format!("{RULES}extra = [{{ name = \"mark-up\", price = \"20 %\" }}]\n"),
    );
    assert!(share.in_order().is_some_and(|why| why.contains("share")));
    for name in ["whatsapp-2018-08", "whatsapp-2023-06", "whatsapp-2026-10"] {
        let known = if name.ends_with("2018-08") { super::world::launch() } else { Options::default() };
        assert_eq!(plan(name, &known).in_order(), None, "{name}");
    }
    assert_eq!(built_in("whatsapp-2026-07").in_order(), None);
}
