//! A small model in code: the loader is another room.

use chatfare::facts::{AccountEntry, Book, Channel, Class, Entry, NumberEntry};
use chatfare::scenario::*;
use chatfare::traffic::{StreamPlan, TrafficPlan, compile};
use chatfare::units::{Currency, DAY, Money, Share, Span};

/// Midnight of a local date in microseconds since 1970, by jiff.
pub fn midnight(date: &str, zone: &str) -> i64 {
    let date: jiff::civil::Date = date.parse().unwrap();
    let zone = jiff::tz::TimeZoneDatabase::bundled().get(zone).unwrap();
    date.to_zoned(zone).unwrap().timestamp().as_microsecond()
}

/// A run over whole days of a zone, without lead.
pub fn run(from: &str, to: &str, zone: &str) -> Run {
    Run {
        from: midnight(from, zone),
        to: midnight(to, zone),
        zone: zone.into(),
        dates: (from.into(), to.into()),
        lead: Span(0),
        drain: Span(7 * DAY),
        replications: 1,
        seed: 1,
        level: 0.95,
        settles: false,
        controls: false,
        strata: 1,
        stopping: None,
        contacts: None,
    }
}

/// A profile of equal hours and days: a starting point for others.
pub struct Shape {
    pub per_day: f64,
    pub week: Box<[f64; 168]>,
    pub between: Option<(i64, i64)>,
    pub growth: f64,
    pub season: [f64; 12],
    pub holiday: f64,
}

impl Shape {
    pub fn flat(per_day: f64) -> Shape {
        Shape { per_day, week: Box::new([1.0; 168]), between: None, growth: 0.0, season: [1.0; 12], holiday: 1.0 }
    }

    /// Every hour of the week another weight, mean 1.
    pub fn uneven(per_day: f64) -> Shape {
        let weights = std::array::from_fn::<f64, 168, _>(|h| ((h * 37) % 168) as f64 * 2.0 / 167.0);
        Shape { week: Box::new(weights), ..Shape::flat(per_day) }
    }

    pub fn volume(self) -> Volume {
        let Shape { per_day, week, between, growth, season, holiday } = self;
        Volume::Profile { per_day, week, between, growth, season, holiday }
    }
}

/// Enquiries about the only reason, from the only population.
pub fn source(name: &str, volume: Volume) -> Source {
    let kind = SourceKind::Contacts { reason: 0, entry: Entry::None, price: money(0) };
    Source { name: name.into(), population: 0, kind, volume, chance: Chance::default() }
}

/// A notification nobody answers.
pub fn notification(name: &str, volume: Volume) -> Source {
    let kind = SourceKind::Notification {
        by_phone: false,
        retry: None,
        class: Class::Utility,
        delivered: Share(1.0),
        reply: Share(0.0),
        reason: None,
        delay: Law::Never,
        baseline: NotificationBaseline::Nothing,
    };
    Source { name: name.into(), population: 0, kind, volume, chance: Chance::default() }
}

fn money(nanos: i128) -> Money {
    Money { nanos, currency: Currency::EUR }
}

/// One business, countries with zone and share, one population and one reason.
pub fn model(countries: &[(&str, &str, f64)], sources: Vec<Source>) -> Model {
    let never = || Law::Never;
    Model {
        channel: Channel::Messages,
        book: Book {
            businesses: vec!["main".into()],
            accounts: vec![AccountEntry { name: "main".into(), business: 0, zone: "UTC".into() }],
            numbers: vec![NumberEntry { name: "main".into(), account: 0 }],
            countries: countries.iter().map(|(code, ..)| code.to_string()).collect(),
        },
        number_share: vec![1.0],
        number_choice: NumberChoice::default(),
        country_zone: countries.iter().map(|(_, zone, _)| zone.to_string()).collect(),
        populations: vec![Population {
            name: "customers".into(),
            part_of: None,
            size: Some(10_000),
            countries: countries.iter().enumerate().map(|(i, (.., share))| (i as u16, *share)).collect(),
            known: Share(0.7),
        }],
        reasons: vec![ContactReason {
            by_phone: Share(0.0),
            name: "delivery".into(),
            handling: never(),
            call_handling: never(),
            same_difficulty: 0.0,
            turns: CountLaw::Fixed(1),
            thinking: never(),
            patience: never(),
            burst: None,
            reminder: None,
            fan_out: CountLaw::Fixed(1),
            resolved: Share(1.0),
            resolved_by_phone: Share(1.0),
            repeat: None,
            switch_to_phone: Share(0.0),
            value: money(0),
            groups: None,
            overflow: Vec::new(),
            weight: 1.0,
            after_work: [None, None],
            transfer: None,
            priority: 1,
            silent: None,
            lead: None,
        }],
        sources,
        desk: desk(),
        phone: None,
        cost: Cost {
            in_force: "none".into(),
            billed: Vec::new(),
            given_rates: Vec::new(),
            settings: Vec::new(),
            currency: None,
            window: None,
            rate_times: None,
            rate_times_in: Vec::new(),
            free_messages: None,
            platform_month: money(0),
        },
        measures: Measures {
            message_threshold: Span(0),
            call_threshold: Span(0),
            promises: Vec::new(),
            details: Details::NONE,
            mean_of_ratios: false,
        },
        satisfaction: None,
        loyalty: None,
        planning: None,
        fleet: None,
        kept: Vec::new(),
    }
}

fn desk() -> Desk {
    Desk {
        groups: Vec::new(),
        slots: SlotUse::Released,
        discipline: Discipline::FirstCome,
        routing: Routing::LeastLoaded,
        same_agent: None,
        limits: Limits::default(),
        acknowledgement: None,
        bot: None,
        answer: AnswerPolicy::AsStaffAllows,
        late: LatePolicy::Pay,
        late_as: Class::Utility,
        consolidate: false,
        inactivity: None,
        budget: None,
        customer_cap: None,
    }
}

/// France alone, one source.
pub fn french(volume: Volume) -> Model {
    model(&[("FR", "Europe/Paris", 1.0)], vec![source("site", volume)])
}

/// The same with days that differ in busyness, for each of its sources.
pub fn busy(mut model: Model, day_cv: f64) -> Model {
    model.sources.iter_mut().for_each(|source| source.chance.day_cv = day_cv);
    model
}

/// The plan, or the problems as a panic.
pub fn plan(model: &Model, run: &Run) -> TrafficPlan {
    compile(model, run).unwrap()
}

/// The only stream of a plan.
pub fn only(plan: &TrafficPlan) -> &StreamPlan {
    assert_eq!(plan.streams.len(), 1);
    &plan.streams[0]
}
