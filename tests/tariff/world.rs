//! Books, facts and random logs for the tests.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use chatfare::facts::{
    AccountEntry, Author, Body, Book, Class, Entry, Fact, FactId, Fold, Head, Instant, NEVER, NumberEntry, Origin,
    Part, Quantity, Reason, Status,
};
use chatfare::tariff::{Bill, Biller, Counts, Options, Plan, load, price};
use chatfare::units::{Currency, HOUR, MINUTE, Money, SECOND};

/// 2026-10-01T00:00:00Z. `date -u -d 2026-10-01 +%s` = 1790812800.
pub const OCTOBER: Instant = 1_790_812_800 * SECOND;
/// 2018-08-01T00:00:00Z. `date -u -d 2018-08-01 +%s` = 1533081600.
pub const AUGUST_2018: Instant = 1_533_081_600 * SECOND;
/// 31 days.
pub const MONTH: i64 = 31 * 24 * HOUR;

pub fn usd(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<9}").parse().unwrap()
}

pub fn book(zones: &[&str], countries: &[&str]) -> Book {
    let accounts = zones.iter().enumerate();
    Book {
        businesses: vec!["main".into()],
        accounts: accounts
            .clone()
            .map(|(i, z)| AccountEntry { name: format!("account-{i}"), business: 0, zone: z.to_string() })
            .collect(),
        numbers: accounts.map(|(i, _)| NumberEntry { name: format!("number-{i}"), account: i as u16 }).collect(),
        countries: countries.iter().map(|c| c.to_string()).collect(),
    }
}

/// Two businesses, three accounts in three zones, four numbers.
pub fn large_book(countries: &[&str]) -> Book {
    let account = |name: &str, business, zone: &str| AccountEntry { name: name.into(), business, zone: zone.into() };
    let number = |name: &str, account| NumberEntry { name: name.into(), account };
    Book {
        businesses: vec!["shop".into(), "bank".into()],
        accounts: vec![
            account("paris", 0, "Europe/Paris"),
            account("lima", 0, "America/Lima"),
            account("auckland", 1, "Pacific/Auckland"),
        ],
        numbers: vec![number("a", 0), number("b", 0), number("c", 1), number("d", 2)],
        countries: countries.iter().map(|c| c.to_string()).collect(),
    }
}

/// Builds facts one by one; `sorted` puts them into the order of the interface and fills in what follows from it.
#[derive(Default, Clone)]
pub struct Log {
    pub facts: Vec<Fact>,
}

impl Log {
    fn push(&mut self, at: Instant, customer: u64, number: u16, country: u16, body: Body) -> &mut Fact {
        let id = FactId { ordinal: self.facts.len() as u32, ..FactId::default() };
        self.facts.push(Fact { head: Head { at, customer, id, number, country, part: Part::Run }, body });
        self.facts.last_mut().unwrap()
    }

    pub fn inbound(&mut self, at: Instant, customer: u64, number: u16, country: u16, entry: Entry) -> &mut Fact {
        let origin = if entry == Entry::Ad { Origin::Ad } else { Origin::Enquiry };
        self.push(at, customer, number, country, Body::MessageIn { entry, origin, reminder: false, moves_clocks: true })
    }

    pub fn outbound(&mut self, at: Instant, customer: u64, number: u16, country: u16, class: Class) -> &mut Fact {
        let body = Body::MessageOut {
            sent_at: at,
            class,
            status: Status::Delivered,
            reason: Reason::None,
            author: Author::Agent,
            nth: 0,
            window_from: NEVER,
            wait: -1,
            queued: -1,
            quantity: Quantity::ONE,
        };
        self.push(at, customer, number, country, body)
    }

    /// The facts in order, with `window_from` as the desk would have written it.
    pub fn sorted(mut self) -> Vec<Fact> {
        let rank = |f: &Fact| !matches!(f.body, Body::MessageIn { .. });
        self.facts.sort_by_key(|f| (f.head.at, rank(f), f.head.id));
        let inbound: Vec<Head> = self.facts.iter().filter(|f| !rank(f)).map(|f| f.head).collect();
        for fact in &mut self.facts {
            let head = fact.head;
            if let Body::MessageOut { sent_at, window_from, .. } = &mut fact.body {
                let before = |h: &&Head| h.customer == head.customer && h.number == head.number && h.at <= *sent_at;
                *window_from = inbound.iter().filter(before).map(|h| h.at).max().unwrap_or(NEVER);
            }
        }
        self.facts
    }
}

pub fn fold(plan: &Arc<Plan>, book: &Book, from: Instant, to: Instant, facts: &[Fact]) -> Counts {
    let mut biller = Biller::new(plan, book, from, to).unwrap();
    biller.block(facts);
    biller.finish()
}

pub fn bill(plan: &Arc<Plan>, book: &Book, from: Instant, facts: &[Fact]) -> Bill {
    let counts = fold(plan, book, from, from + MONTH, facts);
    let bill = price(plan, book, &counts);
    assert_sums(&bill);
    bill
}

/// Every line is rate × units, and the lines add up to the bill.
pub fn assert_sums(bill: &Bill) {
    for line in &bill.lines {
        assert_eq!(line.amount, line.rate.unwrap_or(0) as i128 * line.units as i128, "{line:?}");
        assert!(line.charged + line.unrated <= line.messages, "{line:?}");
    }
    assert_eq!(bill.total, bill.lines.iter().map(|l| l.amount).sum::<i128>());
    assert_eq!(bill.messages, bill.lines.iter().map(|l| l.messages).sum::<u64>());
}

pub fn built_in(name: &str) -> Arc<Plan> {
    plan(name, &Options::default())
}

pub fn plan(name: &str, options: &Options) -> Arc<Plan> {
    match load(name, options) {
        Ok(plan) => Arc::new(plan),
        Err(problems) => panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>()),
    }
}

pub fn dollars(nanos: i128) -> Money {
    Money { nanos, currency: Currency::USD }
}

/// The 2018 tariff with rates for three countries: 0.08, 0.05 and 0.01 USD.
pub fn launch() -> Options {
    let rate = |country: &str, nanos| (country.to_string(), dollars(nanos), "assumption".to_string());
    let rates = vec![rate("FR", 80_000_000), rate("DE", 50_000_000), rate("IN", 10_000_000)];
    Options { rates, ..Options::default() }
}

/// A folder with one tariff file and small cards, so that tiers and quotas are crossed in short logs.
pub struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        Folder { dir }
    }

    pub fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_string()
    }
}

/// A file beside this one.
pub fn fixture(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "tariff", name].iter().collect();
    path.to_str().unwrap().to_string()
}

/// A generator for random logs (SplitMix64); tests name their seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A random log around two ends of months: few customers, times on a coarse grid so that clocks' edges are hit exactly,
/// messages that fail, are refused, are delivered late, or are sent with the window shut.
pub fn random_log(seed: u64, start: Instant, book: &Book, messages: usize) -> Vec<Fact> {
    let mut dice = Dice(seed);
    let mut log = Log::default();
    let days = 1 + dice.below(40) as i64;
    for _ in 0..messages {
        let grid = [HOUR, 6 * HOUR, 10 * MINUTE, 1][dice.below(4) as usize];
        let at = start - 4 * 24 * HOUR + dice.below((days * 24 * HOUR / grid) as u64) as i64 * grid;
        let customer = dice.below(4) + (dice.below(2) << 40);
        let number = dice.below(book.numbers.len() as u64) as u16;
        let country = (customer % book.countries.len() as u64) as u16;
        let fact = if dice.chance(35) {
            let entry = if dice.chance(30) { Entry::Ad } else { Entry::None };
            log.inbound(at, customer, number, country, entry)
        } else {
            random_outbound(&mut log, &mut dice, at, customer, number, country)
        };
        fact.head.part = match at - start {
            ..0 => Part::Lead,
            t if t >= 33 * 24 * HOUR => Part::Drain,
            _ => Part::Run,
        };
    }
    log.sorted()
}

fn random_outbound<'a>(
    log: &'a mut Log,
    dice: &mut Dice,
    at: Instant,
    customer: u64,
    number: u16,
    country: u16,
) -> &'a mut Fact {
    let weighted = [0, 0, 0, 0, 1, 2, 2, 3, 4, 5];
    let fact = log.outbound(at, customer, number, country, Class::ALL[weighted[dice.below(10) as usize]]);
    if let Body::MessageOut { sent_at, status, reason, author, .. } = &mut fact.body {
        if dice.chance(20) {
            *sent_at -= [SECOND, HOUR, 30 * HOUR][dice.below(3) as usize];
        }
        match dice.below(20) {
            0 => (*status, *reason) = (Status::Failed, Reason::Undeliverable),
            1 => (*status, *reason) = (Status::Refused, Reason::DailyLimit),
            _ => {}
        }
        *author = [Author::Agent, Author::Bot, Author::System][dice.below(3) as usize];
    }
    fact
}
