//! Businesses with several desks: what a tariff sums over the business is counted over all of its desks.

use std::sync::Arc;

use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::cost;
use chatfare::experiment::fleet::Owners;
use chatfare::experiment::replicate::{Of, replicate};
use chatfare::facts::{AccountEntry, Book, Fact, Fold, Kinds, NumberEntry};
use chatfare::scenario::{CountLaw, LoadOptions, load_text};
use chatfare::tariff::{Biller, Plan, price};

use super::alone::TEXT;

/// Tiers with low bounds, of the business, for the answers of a fleet; a fee of the business.
const TARIFF: &str = r#"says = "Test."
from = "2018-08-01"
tiers.v = { sum = "business", over = ["month", "category"], of = "service", rates = [{ up_to = 3000, rate = "0.01 USD" }, { up_to = 6000, rate = "0.006 USD" }, { rate = "0.002 USD" }] }
rule = [{ name = "answer", of = "service", price = "tiers", tiers = "v" }, { name = "rest", price = "free" }]
fee.licence = { price = "49 USD", per = "business", due = "always" }
"#;

fn text(tariff: &str, rest: &str) -> String {
    let text = TEXT.replace("whatsapp-2026-10", tariff).replace("bill = [\"whatsapp-2023-06\"]\n", "");
    format!("{text}[fleet]\ndesks = 12\nsizes = \"zipf\"\n{rest}")
}

fn loaded(text: &str) -> Result<(chatfare::experiment::assemble::Assembly, chatfare::scenario::Run), Vec<String>> {
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let scenario = load_text("fleet.toml", text, &LoadOptions { tariffs, ..LoadOptions::default() });
    let scenario = scenario.unwrap_or_else(|report| panic!("{report}"));
    Ok((assemble(&scenario.variants[0].model, &scenario.run)?, scenario.run))
}

struct Kept(Vec<Fact>);

impl Fold for Kept {
    fn wants(&self) -> Kinds {
        Kinds::ALL
    }
    fn block(&mut self, facts: &[Fact]) {
        self.0.extend_from_slice(facts);
    }
}

/// The witness is one fold of the messages of all desks of a business, in order of time, each desk with a number of its own:
/// what `bill` makes of their merged log. Bills agree to the nano-unit, and differ from bills of desks as businesses.
#[test]
fn a_business_is_billed_as_its_merged_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tiers.toml");
    std::fs::write(&path, TARIFF).expect("written");
    let path = path.display().to_string();
    let (fleet, run) = loaded(&text(&path, "desks_per_business = \"geometric, mean 3\"\n")).expect("it compiles");
    let (apart, _) = loaded(&text(&path, "")).expect("it compiles");
    let plan: &Arc<Plan> = &fleet.tariffs[0];
    let whole = replicate(&fleet, &run, 5, 0).expect("it runs");
    let of_desks = replicate(&apart, &run, 5, 0).expect("it runs");
    let total = price(plan, &fleet.model.book, &whole.bills[0]).total;
    let businesses = Owners::new(&CountLaw::Geometric { mean: 3.0 }).of(5, 12);
    assert!((2..9).contains(&businesses.count()), "{}", businesses.count());
    let own = fleet.fleet.as_ref().expect("a fleet");
    let mut witness = 0;
    for business in 0..businesses.count() {
        let desks: Vec<u32> = businesses.desks(business).collect();
        let mut facts: Vec<Fact> = Vec::new();
        for (number, desk) in desks.iter().enumerate() {
            let mut kept = Kept(Vec::new());
            chatfare::desk::simulate(&own.desk(0, *desk), Draws::new(5, 0, *desk), &mut kept).expect("it runs");
            facts.extend(kept.0.into_iter().map(|mut fact| {
                fact.head.number = number as u16;
                fact
            }));
        }
        facts.sort_by_key(|fact| fact.head.at);
        let base = &fleet.model.book;
        let book = Book {
            businesses: base.businesses.clone(),
            accounts: desks.iter().map(|d| AccountEntry { name: format!("{d}"), ..base.accounts[0].clone() }).collect(),
            numbers: desks
                .iter()
                .enumerate()
                .map(|(at, d)| NumberEntry { name: format!("{d}"), account: at as u16 })
                .collect(),
            countries: base.countries.clone(),
        };
        let mut biller = Biller::new(plan, &book, run.from, run.to).expect("a biller");
        biller.block(&facts);
        witness += price(plan, &book, &biller.finish()).total;
    }
    assert_eq!(total, witness);
    assert!(total < price(plan, &fleet.model.book, &of_desks.bills[0]).total);
    // What happens at the desks is the same, whoever owns them; 30 USD a month are due by business.
    assert_eq!((&whole.tally, &whole.desk), (&of_desks.tally, &of_desks.desk));
    assert_eq!(whole.of, Of { businesses: businesses.count(), ..of_desks.of });
    assert_eq!(of_desks.of.businesses, 12);
    for (assembly, chunk, count) in [(&fleet, &whole, businesses.count()), (&apart, &of_desks, 12)] {
        let currencies = chatfare::scenario::Currencies { report: plan.currency(), rates: Vec::new() };
        let parts = cost::parts(assembly, chunk, &cost::Exchange(&currencies), 1);
        assert_eq!(parts.platform, i128::from(count) * 30_000_000_000);
    }
}

/// A quota of the business depends on the order of its messages: refused, with what to do.
#[test]
fn what_depends_on_the_order_of_all_messages_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("quota.toml");
    let quota = "quota.q = { size = 3, per = \"business\", every = \"month\", of = \"service\" }\n";
    std::fs::write(&path, format!("{quota}{}", TARIFF.replace("tiers = \"v\" }", "tiers = \"v\", quota = \"q\" }")))
        .expect("written");
    let path = path.display().to_string();
    let refused = loaded(&text(&path, "desks_per_business = \"fixed 2\"\n")).expect_err("refused").join("\n");
    assert!(
        refused.contains("the quota `q` is of the business") && refused.contains("a number for each desk"),
        "{refused}"
    );
    assert!(loaded(&text(&path, "")).is_ok());
}
