//! A simulated run's bill, and the bill of its own exported log: equal line by line, under every built-in tariff.

use std::sync::Arc;

use chatfare::billing::{Ask, bill};
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::Assembly;
use chatfare::experiment::export::export;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::staffed;
use chatfare::facts::{Fact, Fold};
use chatfare::log::{self, Log};
use chatfare::scenario::{LoadOptions, Scenario, load_text};
use chatfare::tariff::{self, Bill, Biller, Plan, price};
use chatfare::units::{Currency, Money};

/// Two accounts in two zones, ads, notifications, codes, a bot with three messages an answer, late answers as templates, lost
/// messages: every kind of row that a run can write. It ends in the month after it began.
pub const SCENARIO: &str = include_str!("simulated.toml");

fn scenario() -> Scenario {
    load_text("simulated", SCENARIO, &LoadOptions { tariffs: chatfare::cli::known_tariffs(), ..LoadOptions::default() })
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// Every built-in tariff; rates for those whose card was never published.
fn plans() -> Vec<Arc<Plan>> {
    let rate =
        |country: &str, nanos| (country.to_string(), Money { nanos, currency: Currency::USD }, "given".to_string());
    let rates = vec![rate("FR", 70_000_000), rate("DE", 80_000_000), rate("CO", 10_000_000)];
    let options = tariff::Options { rates, ..tariff::Options::default() };
    tariff::names().into_iter().map(|name| Arc::new(tariff::load(name, &options).expect(name))).collect()
}

struct Billers(Vec<Biller>);

impl Fold for Billers {
    fn block(&mut self, facts: &[Fact]) {
        self.0.iter_mut().for_each(|biller| biller.block(facts));
    }
}

/// The run's own bills.
fn own(assembly: &Assembly, scenario: &Scenario, plans: &[Arc<Plan>]) -> Vec<Bill> {
    let (book, run) = (&assembly.model.book, &scenario.run);
    let mut billers = Billers(plans.iter().map(|p| Biller::new(p, book, run.from, run.to).unwrap()).collect());
    chatfare::desk::simulate(&assembly.desk, Draws::new(run.seed, 0, 0), &mut billers).unwrap();
    billers.0.into_iter().zip(plans).map(|(biller, plan)| price(plan, book, &biller.finish())).collect()
}

/// The first replication's log, written and opened again; the folder must live as long as the log.
pub fn exported(assembly: &Assembly, scenario: &Scenario) -> (tempfile::TempDir, Log) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.parquet");
    export(assembly, &scenario.run, 0, &path).unwrap();
    let log = log::open(&[path], &log::Options::default()).unwrap_or_else(|p| panic!("{p:?}"));
    assert_eq!(log.report.kept_out_rows(), 0, "{:?}", log.report.kept_out);
    assert_eq!((log.from, log.to), (scenario.run.from, scenario.run.to), "from the file's metadata");
    (folder, log)
}

pub fn read(log: &mut Log, plans: &[Arc<Plan>]) -> Vec<Bill> {
    let blocks = log.blocks().unwrap();
    let ask = Ask {
        plans: plans.to_vec(),
        readings: Vec::new(),
        book: &log.book,
        run: (log.from, log.to),
        origins: &log.origins,
        files: &["run.parquet".to_string()],
        insights: true,
        merge: Vec::new(),
        lines: None,
        metadata: Vec::new(),
        markups: Vec::new(),
        taxes: Vec::new(),
    };
    bill(blocks, &ask).unwrap().bills
}

/// Lines in an order that does not hang on the order of numbers in a book: that of a log goes by name.
pub fn sorted(bill: &Bill) -> Vec<String> {
    let mut lines: Vec<String> = bill.lines.iter().map(|l| format!("{l:?}")).collect();
    lines.sort();
    lines
}

#[test]
fn the_bill_of_a_run_is_the_bill_of_its_log_under_every_tariff() {
    let scenario = scenario();
    let assemblies = staffed(&scenario, &Unwatched, &mut Vec::new()).unwrap();
    let plans = plans();
    let (_folder, mut log) = exported(&assemblies[0], &scenario);
    let (own, read) = (own(&assemblies[0], &scenario, &plans), read(&mut log, &plans));
    let mut charged = 0;
    for (a, b) in own.iter().zip(&read) {
        assert_eq!((a.messages, a.charged, a.total), (b.messages, b.charged, b.total), "{}", a.tariff);
        assert_eq!(sorted(a), sorted(b), "{}", a.tariff);
        charged += usize::from(a.charged > 0);
    }
    // The test would see nothing if nothing were charged.
    assert!(charged >= 10 && own[0].messages > 2_000, "{charged} tariffs charge; {} messages", own[0].messages);
}
