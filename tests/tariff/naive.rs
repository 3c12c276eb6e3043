//! The rules of two tariffs once more, as plain functions over a sorted list of facts: no tables, no vocabulary, months from
//! each message's own local date, rates read by splitting lines.

use std::collections::BTreeMap;

use chatfare::facts::{Author, Body, Book, Class, Entry, Fact, Instant, NEVER, Part, Status};
use chatfare::units::HOUR;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// (month, number, market, category, rule, tier) → (messages, charged, unrated, nano-units).
pub type Lines = BTreeMap<(String, String, String, String, String, String), (u64, u64, u64, i128)>;

/// Free and billed answers by hours.
pub type Ages = [BTreeMap<u64, u64>; 2];

pub struct Outcome {
    pub lines: Lines,
    pub ages: Ages,
}

/// Rates and ladders in nano-units by (market, category), and the market of each country.
#[derive(Default, Clone)]
pub struct Prices {
    pub rates: BTreeMap<(String, String), i128>,
    /// (last message, rate) in order.
    pub ladders: BTreeMap<(String, String), Vec<(u64, i128)>>,
    pub markets: BTreeMap<String, String>,
}

impl Prices {
    pub fn read(list: &str, tiers: &str, markets: &str) -> Prices {
        let mut prices = Prices::default();
        for line in list.lines().skip(1) {
            let c: Vec<&str> = line.split(',').collect();
            prices.rates.insert((c[2].into(), c[3].into()), super::world::usd(c[7]));
        }
        for line in tiers.lines().skip(1) {
            let c: Vec<&str> = line.split(',').collect();
            let upper = if c[5].is_empty() { u64::MAX } else { c[5].parse().unwrap() };
            prices.ladders.entry((c[2].into(), c[3].into())).or_default().push((upper, super::world::usd(c[7])));
        }
        for line in markets.lines().skip(1) {
            let rest = if line.as_bytes()[3] == b'"' {
                line.split_once("\",").unwrap().1
            } else {
                &line[line[3..].find(',').unwrap() + 4..]
            };
            prices.markets.insert(line[..2].into(), rest.split(',').next().unwrap().into());
        }
        prices
    }
}

/// One outbound message with its names.
struct Message<'a> {
    fact: &'a Fact,
    month: String,
    number: String,
    business: u16,
    country: String,
    sent_at: Instant,
    class: Class,
    status: Status,
    author: Author,
    window_from: Instant,
}

fn message<'a>(fact: &'a Fact, book: &Book) -> Option<Message<'a>> {
    let Body::MessageOut { sent_at, class, status, author, window_from, .. } = fact.body else { return None };
    let number = &book.numbers[fact.head.number as usize];
    let account = &book.accounts[number.account as usize];
    let local = Timestamp::from_microsecond(fact.head.at).unwrap().to_zoned(TimeZone::get(&account.zone).unwrap());
    Some(Message {
        fact,
        month: format!("{:04}-{:02}", local.year(), local.month()),
        number: number.name.clone(),
        business: account.business,
        country: book.countries[fact.head.country as usize].clone(),
        sent_at,
        class,
        status,
        author,
        window_from,
    })
}

/// What a message costs: rule, category, tier, rate (`None` = unrated), and whether it is billed.
struct Verdict {
    rule: String,
    category: String,
    tier: String,
    rate: Option<i128>,
    billed: Option<bool>,
}

fn verdict(rule: &str, category: &str, rate: Option<i128>, billed: Option<bool>) -> Verdict {
    Verdict { rule: rule.into(), category: category.into(), tier: String::new(), rate, billed }
}

fn book_line(outcome: &mut Outcome, message: &Message, market: &str, verdict: Verdict) {
    if message.fact.head.part != Part::Run {
        return;
    }
    if let (Some(billed), true) = (verdict.billed, message.author != Author::System) {
        let hours =
            if message.window_from == NEVER { 168 } else { ((message.sent_at - message.window_from) / HOUR).min(168) };
        *outcome.ages[billed as usize].entry(hours as u64).or_default() += 1;
    }
    let key = (
        message.month.clone(),
        message.number.clone(),
        market.to_string(),
        verdict.category,
        verdict.rule,
        verdict.tier,
    );
    let line = outcome.lines.entry(key).or_default();
    line.0 += 1;
    line.1 += verdict.rate.is_some_and(|r| r > 0) as u64;
    line.2 += verdict.rate.is_none() as u64;
    line.3 += verdict.rate.unwrap_or(0);
}

/// Lines that no rule decides; `None` if a rule must.
fn aside(message: &Message, accepted: bool) -> Option<Verdict> {
    let category = message.class.word();
    if message.class == Class::App {
        let delivered = message.status == Status::Delivered;
        let line = verdict("phone app", category, Some(0), Some(false));
        return Some(if delivered { line } else { verdict("nothing", category, Some(0), None) });
    }
    match message.status {
        Status::Failed => Some(verdict("not delivered", category, Some(0), None)),
        Status::Refused => Some(verdict("refused", category, Some(0), None)),
        Status::Delivered if !accepted => Some(verdict("not accepted", category, Some(0), None)),
        Status::Delivered => None,
    }
}

/// August 2018: free for `window` after the customer's last message, then templates at the country's rate; no promotion.
pub fn bill_2018(facts: &[Fact], book: &Book, rates: &BTreeMap<String, i128>, window: i64) -> Outcome {
    let mut outcome = Outcome { lines: Lines::new(), ages: Ages::default() };
    for (i, fact) in facts.iter().enumerate() {
        let Some(message) = message(fact, book) else { continue };
        let wrote_before = |f: &&Fact| {
            matches!(f.body, Body::MessageIn { .. })
                && f.head.customer == fact.head.customer
                && f.head.number == fact.head.number
        };
        let inside = facts[..i].iter().filter(wrote_before).any(|f| fact.head.at - f.head.at < window);
        let free_form_accepted = message.window_from != NEVER && message.sent_at - message.window_from < window;
        let accepted = message.class != Class::Marketing && (message.class != Class::Service || free_form_accepted);
        let category = message.class.word();
        let verdict = aside(&message, accepted).unwrap_or_else(|| match message.class {
            Class::Service => verdict("answer", category, Some(0), Some(false)),
            _ if inside => verdict("template inside the window", category, Some(0), Some(false)),
            _ => verdict("notification", category, rates.get(&message.country).copied(), Some(true)),
        });
        if verdict.rule != "nothing" {
            let market = message.country.clone();
            book_line(&mut outcome, &message, &market, verdict);
        }
    }
    outcome
}

/// The numbers and readings of October 2026.
#[derive(Clone)]
pub struct Reading {
    pub window: i64,
    pub ad: i64,
    pub entry_point: i64,
    /// (each message adds, at most from the start)
    pub longer: Option<(i64, i64)>,
    pub answer_free: bool,
    pub second_ad_pending: bool,
    pub utility_uses_quota: bool,
    pub entry_point_uses_quota: bool,
    pub quota: u64,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            window: 24 * HOUR,
            ad: 24 * HOUR,
            entry_point: 72 * HOUR,
            longer: None,
            answer_free: true,
            second_ad_pending: false,
            utility_uses_quota: false,
            entry_point_uses_quota: false,
            quota: 1000,
        }
    }
}

#[derive(Clone, Copy)]
struct Pair {
    last_in: Instant,
    last_ad: Instant,
    /// Opening and end of the entry point.
    entry_point: (Instant, Instant),
}

/// October 2026: every delivered message is charged but in the entry point; 1,000 service messages a number and month free;
/// utility and authentication get cheaper with the month's charged volume of the business.
pub fn bill_2026(facts: &[Fact], book: &Book, prices: &Prices, reading: &Reading) -> Outcome {
    let mut outcome = Outcome { lines: Lines::new(), ages: Ages::default() };
    let mut pairs: BTreeMap<(u16, u64), Pair> = BTreeMap::new();
    let mut taken: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut volume: BTreeMap<(String, u16, String, Class), u64> = BTreeMap::new();
    let longest_ago = i64::MIN / 2;
    for fact in facts {
        let at = fact.head.at;
        let blank = Pair { last_in: longest_ago, last_ad: longest_ago, entry_point: (0, longest_ago) };
        let pair = pairs.entry((fact.head.number, fact.head.customer)).or_insert(blank);
        if let Body::MessageIn { entry, .. } = fact.body {
            if let (Some((by, most)), true) = (reading.longer, at < pair.entry_point.1) {
                let longest = (pair.entry_point.1 + by).min(pair.entry_point.0 + most);
                pair.entry_point.1 = pair.entry_point.1.max(longest);
            }
            pair.last_in = at;
            if entry == Entry::Ad {
                pair.last_ad = at;
            }
        }
        let Some(message) = message(fact, book) else { continue };
        let market = prices.markets.get(&message.country).cloned();
        let name = market.clone().unwrap_or(message.country.clone());
        let free_form_accepted = message.window_from != NEVER && message.sent_at - message.window_from < reading.window;
        if let Some(verdict) = aside(&message, message.class != Class::Service || free_form_accepted) {
            if verdict.rule != "nothing" {
                book_line(&mut outcome, &message, &name, verdict);
            }
            continue;
        }
        let rate = |class: Class| prices.rates.get(&(name.clone(), class.word().to_string())).copied();
        let class = match message.class {
            Class::AuthenticationInternational if rate(message.class).is_none() => Class::Authentication,
            class => class,
        };
        let in_window = at - pair.last_in < reading.window;
        let may_use = class == Class::Service || (class == Class::Utility && reading.utility_uses_quota && in_window);
        let run = fact.head.part == Part::Run;
        let mut take = || {
            let used = taken.entry((message.month.clone(), message.number.clone())).or_default();
            let left = may_use && run && *used < reading.quota;
            *used += left as u64;
            left
        };
        let inside = at < pair.entry_point.1;
        let answers_ad = !inside && at - pair.last_ad < reading.ad;
        if inside && !reading.second_ad_pending || answers_ad {
            pair.last_ad = longest_ago;
        }
        if answers_ad {
            pair.entry_point = (at, at + reading.entry_point);
        }
        let verdict = if inside || (answers_ad && reading.answer_free) {
            if reading.entry_point_uses_quota {
                take();
            }
            let rule = if inside { "inside the entry point" } else { "answer to an ad" };
            verdict(rule, class.word(), Some(0), Some(false))
        } else {
            let rule = if class == Class::Service { "service message" } else { "template" };
            if take() {
                verdict(&format!("{rule} (quota service)"), class.word(), Some(0), Some(false))
            } else {
                let mut charged = verdict(rule, class.word(), rate(class), Some(true));
                let ladder = prices.ladders.get(&(name.clone(), class.word().to_string()));
                if let (Some(ladder), true, true) = (ladder, rate(class).is_some_and(|r| r > 0), run) {
                    let n = volume.entry((message.month.clone(), message.business, name.clone(), class)).or_default();
                    *n += 1;
                    let tier = ladder.iter().position(|(upper, _)| *n <= *upper).unwrap();
                    (charged.tier, charged.rate) = ((tier + 1).to_string(), Some(ladder[tier].1));
                }
                charged
            }
        };
        book_line(&mut outcome, &message, &name, verdict);
    }
    outcome
}
