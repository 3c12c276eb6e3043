//! The good example: nearly every setting, and what the model makes of it.

use chatfare::facts::{Channel, Class, Entry};
use chatfare::scenario::*;
use chatfare::units::{Currency, HOUR, MINUTE, Money, NANOS, SECOND, Share, Span};
use std::path::Path;

/// Tariff names as the program knows them.
pub fn options() -> LoadOptions {
    LoadOptions {
        tariffs: vec!["whatsapp-2018-08".into(), "whatsapp-2026-10".into()],
        metrics: chatfare::cli::known_metrics(),
        ..LoadOptions::default()
    }
}

/// The good example with some `--set` arguments.
pub fn launch_with(sets: &[&str]) -> Result<Scenario, Report> {
    let options = LoadOptions { sets: sets.iter().map(|s| s.to_string()).collect(), ..options() };
    load(Path::new("tests/good/launch.toml"), &options)
}

pub fn launch() -> Scenario {
    launch_with(&[]).unwrap_or_else(|report| panic!("{report}"))
}

/// A text that must be good.
pub fn text(text: &str) -> Scenario {
    load_text("text.toml", text, &options()).unwrap_or_else(|report| panic!("{report}"))
}

/// The smallest scenario with messages.
pub const SMALL: &str = r#"
[run]
from = "2018-08-01"
[business]
zone = "Europe/Paris"
[population.people]
countries = { FR = "100 %" }
[reason.help]
volume = "120/h"
handling = "exponential, mean 3 min"
[group.team]
agents = 8
wage = "20 EUR"
[tariff]
in_force = "whatsapp-2018-08"
"#;

fn eur(units: f64) -> Money {
    Money { nanos: libm::round(units * NANOS as f64) as i128, currency: Currency::EUR }
}

fn variant<'a>(s: &'a Scenario, name: &str) -> &'a Model {
    &s.variants.iter().find(|v| v.name == name).unwrap_or_else(|| panic!("no variant {name}")).model
}

#[test]
fn run_control() {
    let s = launch();
    assert_eq!(s.name, "launch");
    // 2018-08-01 and 2018-09-01 at 00:00 in Paris, two hours ahead of UTC in summer.
    assert_eq!(s.run.from, 1_533_074_400_000_000);
    assert_eq!(s.run.to - s.run.from, 31 * 24 * HOUR);
    assert_eq!((s.run.lead, s.run.drain), (Span(7 * 24 * HOUR), Span(7 * 24 * HOUR)));
    assert_eq!((s.run.replications, s.run.seed, s.run.level), (30, 2018, 0.95));
    let names: Vec<&str> = s.variants.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["phone", "at-once", "batches", "target", "office", "careful", "merge", "promise"]);
    assert_eq!(s.baseline, 0);
    assert_eq!(s.currencies.rates[0].0, Currency::USD);
    assert_eq!(s.currencies.rates[0].1, 0.855);
    assert_eq!(s.platform.as_ref().map(|p| p.messages_a_day), Some(60e9));
}

#[test]
fn book_and_people() {
    let s = launch();
    let m = variant(&s, "at-once");
    assert_eq!(m.book.countries, ["BE", "DE", "FR"]);
    assert_eq!(m.country_zone, ["Europe/Brussels", "Europe/Berlin", "Europe/Paris"]);
    let accounts: Vec<_> = m.book.accounts.iter().map(|a| (a.name.as_str(), a.zone.as_str())).collect();
    assert_eq!(accounts, [("fr", "Europe/Paris"), ("be", "Europe/Brussels")]);
    let numbers: Vec<_> = m.book.numbers.iter().map(|n| (n.name.as_str(), n.account)).collect();
    assert_eq!(numbers, [("belgium", 1), ("france", 0)]);
    assert_eq!(m.number_share, [0.1, 0.9]);
    let people = &m.populations[0];
    assert_eq!((people.name.as_str(), people.size, people.known), ("customers", Some(400_000), Share(0.7)));
    assert_eq!(people.countries, [(0, 0.1), (1, 0.3), (2, 0.6)]);
    assert_eq!(m.populations[1].size, None);
}

#[test]
fn a_reason_with_everything() {
    let s = launch();
    let r = &variant(&s, "at-once").reasons[0];
    assert_eq!(r.name, "delivery");
    assert_eq!(r.handling, Law::Lognormal { mean: 180.0, cv: 1.1 });
    assert_eq!(r.call_handling, Law::Lognormal { mean: 360.0, cv: 1.2 });
    assert_eq!(r.turns, CountLaw::Geometric { mean: 2.4 });
    assert_eq!(r.patience, Law::Weibull { mean: 21_600.0, shape: 0.7 });
    assert_eq!(r.burst, Some((CountLaw::Geometric { mean: 1.6 }, Law::Exponential { mean: 20.0 })));
    let reminder = r.reminder.as_ref().expect("given");
    assert_eq!((reminder.chance, reminder.at_most, reminder.restarts_window), (Share(0.4), 2, true));
    assert_eq!(r.repeat, Some((Share(0.4), Law::Exponential { mean: 86_400.0 })));
    assert_eq!((r.resolved, r.resolved_by_phone, r.switch_to_phone), (Share(0.75), Share(0.78), Share(0.3)));
    assert_eq!(r.value, eur(4.0));
    let other = &variant(&s, "at-once").reasons[2];
    let zeros = Law::AtomAtZero { zero: 0.1, rest: Box::new(Law::Exponential { mean: 120.0 }) };
    assert_eq!((other.name.as_str(), &other.handling, &other.call_handling), ("where is it", &zeros, &zeros));
}

#[test]
fn sources_are_sorted_by_kind_and_name() {
    let s = launch();
    let m = variant(&s, "at-once");
    let names: Vec<_> = m.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["delivery", "where is it", "where is it", "summer", "appointment", "sale", "shipped"]);
    let SourceKind::Contacts { entry, price, reason } = &m.sources[3].kind else { panic!("an ad brings contacts") };
    assert_eq!((*entry, *price, *reason), (Entry::Ad, eur(0.4), 1));
    let Volume::Profile { per_day, week, growth, season, holiday, .. } = &m.sources[0].volume else {
        panic!("a profile")
    };
    assert_eq!(*per_day, 1200.0);
    assert!((week.iter().sum::<f64>() - 168.0).abs() < 1e-9);
    assert_eq!((*growth, season[11], *holiday, m.sources[0].chance.day_cv), (0.05, 1.6, 0.3, 0.1));
    let Volume::Profile { between: Some((a, b)), .. } = m.sources[3].volume else { panic!("a burst") };
    assert_eq!((b - a, a - s.run.from), (3 * 24 * HOUR, 9 * 24 * HOUR));
}

#[test]
fn a_table_of_volumes_is_read_in_each_countrys_own_time() {
    let s = launch();
    let m = variant(&s, "at-once");
    let rows = |i: usize| match &m.sources[i].volume {
        Volume::Table(rows) => rows,
        other => panic!("{other:?}"),
    };
    let people = |i: usize| m.populations[m.sources[i].population as usize].clone();
    // Belgium first: 31 days, six half-hours of 0.5; France 18 half-hours of 4.5; 09:00 is 07:00 UTC.
    assert_eq!((people(1).name.as_str(), people(1).size), ("customers:BE", Some(40_000)));
    assert_eq!((people(2).name.as_str(), people(2).countries), ("customers:FR", vec![(2, 1.0)]));
    assert_eq!((rows(1).len(), rows(2).len()), (31 * 6, 31 * 18));
    assert_eq!(rows(2)[0], (s.run.from + 9 * HOUR, s.run.from + 9 * HOUR + 30 * MINUTE, 4.5));
}

#[test]
fn notifications_and_their_baselines() {
    let s = launch();
    let m = variant(&s, "phone");
    let kind = |i: usize| match &m.sources[i].kind {
        SourceKind::Notification { class, baseline, delivered, reply, reason, .. } => {
            (*class, baseline.clone(), delivered.0, reply.0, *reason)
        }
        other => panic!("{other:?}"),
    };
    let (class, baseline, ..) = kind(4);
    assert_eq!(class, Class::Utility);
    assert!(matches!(baseline, NotificationBaseline::Call(Law::Lognormal { mean: 120.0, cv: 1.0 })));
    let (class, baseline, ..) = kind(5);
    assert!(class == Class::Marketing && matches!(baseline, NotificationBaseline::Nothing));
    let (_, baseline, delivered, reply, reason) = kind(6);
    assert!(matches!(baseline, NotificationBaseline::Sms(prices) if prices == vec![eur(0.06); 3]));
    assert_eq!((delivered, reply, reason), (0.97, 0.04, Some(0)));
}

#[test]
fn sms_prices_come_from_the_list_of_the_runs_date() {
    let notice = "[notification.n]\nclass = \"utility\"\nvolume = \"1/day\"\n[currency]\nreport = \"EUR\"\n[currency.rates]\nUSD = \"0.9 EUR\"\n";
    let price = |from: &str| {
        let s = text(&format!("{}{notice}", SMALL.replace("2018-08-01", from).replace("FR =", "DE =")));
        let SourceKind::Notification { baseline: NotificationBaseline::Sms(p), .. } =
            &s.variants[0].model.sources[1].kind
        else {
            panic!("SMS by default")
        };
        (p[0].nanos, s.warnings.len())
    };
    // Germany: data/rates/sms_telesign_2022-12-06_usd.csv and sms_telesign_2026-06-17_usd.csv.
    let list = |file: &str| {
        let text = std::fs::read_to_string(file).expect("shipped");
        let row = text.lines().find(|l| l.contains(",DE,")).expect("Germany").to_string();
        libm::round(row.split(',').nth(6).expect("rate").parse::<f64>().expect("number") * 1e9) as i128
    };
    assert_eq!(price("2018-08-01"), (list("data/rates/sms_telesign_2022-12-06_usd.csv"), 1));
    assert_eq!(price("2026-08-01"), (list("data/rates/sms_telesign_2026-06-17_usd.csv"), 0));
}

#[test]
fn desk_and_policies() {
    let s = launch();
    let desk = |name: &str| variant(&s, name).desk.clone();
    assert!(matches!(desk("at-once").answer, AnswerPolicy::AsStaffAllows));
    assert!(matches!(desk("batches").answer, AnswerPolicy::Batches { every: Span(t), .. } if t == 2 * HOUR));
    assert!(matches!(desk("target").answer, AnswerPolicy::ByTarget(Span(t)) if t == 4 * HOUR));
    assert_eq!(desk("target").discipline, Discipline::DueDate);
    let AnswerPolicy::OfficeHours(week) = desk("office").answer else { panic!("office hours") };
    // Monday 08:30 closed, 09:00 open, 12:00 closed, 13:00 open; Saturday closed.
    assert_eq!([17, 18, 24, 26, 5 * 48 + 20].map(|i| week.open[i]), [false, true, false, true, false]);
    assert!(matches!(desk("careful").answer, AnswerPolicy::Careful { skip_below } if skip_below == eur(0.1)));
    assert_eq!(desk("careful").late, LatePolicy::Cap(500));
    assert!(matches!(desk("merge").answer, AnswerPolicy::WaitAndMerge { quiet: Span(t) } if t == 45 * SECOND));
    assert_eq!(desk("merge").late, LatePolicy::Call);
    assert_eq!(desk("at-once").acknowledgement, Some(Span(30 * SECOND)));
    let bot = desk("at-once").bot.expect("given");
    assert_eq!(bot.containment, [0.3, 0.1, 0.0]);
}

#[test]
fn groups_in_the_order_of_the_file() {
    let s = launch();
    let groups = &variant(&s, "at-once").desk.groups;
    let names: Vec<_> = groups.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(names, ["team", "evening"]);
    let Staff::Schedule(team) = &groups[0].staff else { panic!("a schedule") };
    // Monday 08:30, 09:00, 19:30, 20:00; Sunday 12:00.
    assert_eq!([17, 18, 39, 40, 6 * 48 + 24].map(|i| team[i]), [0, 12, 12, 0, 0]);
    let Staff::Schedule(evening) = &groups[1].staff else { panic!("a schedule") };
    assert_eq!(evening.iter().map(|n| u64::from(*n)).sum::<u64>(), 5 * 8 * 3);
    assert_eq!(evening[36], 3);
    assert_eq!((groups[0].concurrency, groups[0].speed.as_slice()), (3, &[1.0, 0.85, 0.75][..]));
    assert_eq!((groups[1].speed.as_slice(), groups[1].reasons.as_slice()), (&[1.0, 1.0 / 1.1][..], &[0, 2][..]));
    assert!(groups[0].phone && groups[0].messages && !groups[1].phone);
    let Staff::Meet { promise, .. } = &variant(&s, "promise").desk.groups[0].staff else { panic!("a promise") };
    assert_eq!(*promise, Promise { share: Share(0.8), within: Span(HOUR) });
}

#[test]
fn the_phone_variant_is_the_call_centre() {
    let s = launch();
    let m = variant(&s, "phone");
    assert_eq!(m.channel, Channel::Phone);
    assert_eq!(m.desk.groups.len(), 1);
    assert!(m.desk.groups[0].phone && !m.desk.groups[0].messages);
    assert!(m.desk.bot.is_none());
    let phone = m.phone.as_ref().expect("lines");
    assert_eq!((phone.lines, &phone.patience), (Some(60), &Law::Exponential { mean: 180.0 }));
    assert_eq!(phone.menu_containment, [0.1, 0.0, 0.0]);
    assert_eq!(phone.minute, eur(0.02));
    assert_eq!(m.sources.len(), variant(&s, "at-once").sources.len());
}

#[test]
fn tariffs_with_the_basis_of_each_rate() {
    let s = launch();
    let cost = &variant(&s, "at-once").cost;
    assert_eq!(cost.in_force, "whatsapp-2018-08");
    assert_eq!(cost.billed, ["whatsapp-2018-08", "whatsapp-2026-10"]);
    assert_eq!(cost.given_rates.len(), 3);
    let (country, rate, basis) = &cost.given_rates[2];
    assert_eq!((country.as_str(), rate.nanos, rate.currency), ("FR", 70_000_000, Currency::USD));
    assert_eq!(basis, "assumption: inside the published range of 0.005 to 0.09 USD");
    let setting = ("whatsapp-2026-10".to_string(), "entry_point_length".to_string(), "72h".to_string());
    assert_eq!(cost.settings, [setting]);
    assert_eq!(cost.window, Some(Span(24 * HOUR)));
}

#[test]
fn satisfaction_curves_in_order() {
    let s = launch();
    let curves = &variant(&s, "at-once").satisfaction.as_ref().expect("given").curves;
    let names: Vec<_> = curves.iter().map(|c| c.0.as_str()).collect();
    assert_eq!(names, ["low", "base", "high"]);
    assert_eq!((curves[1].1, curves[1].2, curves[1].3), (1.5, 0.3, 1.0));
}

#[test]
fn the_smallest_file_has_its_defaults() {
    let s = text(SMALL);
    assert_eq!(s.variants.len(), 1);
    let m = &s.variants[0].model;
    assert_eq!((s.variants[0].name.as_str(), m.channel), ("messages", Channel::Messages));
    assert!(matches!(m.sources[0].volume, Volume::Constant(rate) if rate.0 == 120.0));
    assert_eq!((m.book.accounts[0].name.as_str(), m.book.numbers[0].name.as_str()), ("main", "main"));
    assert_eq!(m.number_share, [1.0]);
    assert_eq!(s.currencies.report, Currency::EUR);
    assert!(m.phone.is_none() && m.desk.bot.is_none());
    assert_eq!(m.reasons[0].patience, Law::Never);
    // September begins 31 days later, at midnight in Paris.
    assert_eq!(s.run.to - s.run.from, 31 * 24 * HOUR);
}

#[test]
fn a_call_centre_alone_is_enough() {
    let s = text(
        r#"
        run.from = "2018-08-01"
        business.zone = "UTC"
        population.people.countries.FR = "100 %"
        reason.help = { volume = "120/h", call_handling = "exponential, mean 3 min" }
        call_center = { agents = 8, wage = "20 EUR" }
        "#,
    );
    assert_eq!(s.variants.len(), 1);
    assert_eq!((s.variants[0].name.as_str(), s.variants[0].model.channel), ("phone", Channel::Phone));
    assert!(s.variants[0].model.cost.billed.is_empty());
}

#[test]
fn tenants_get_a_business_and_a_number_each() {
    let s = text(&SMALL.replace("[reason.help]", "[account.salon]\ncount = 50\n[reason.help]"));
    let book = &s.variants[0].model.book;
    assert_eq!((book.businesses.len(), book.accounts.len(), book.numbers.len()), (50, 50, 50));
    assert_eq!(book.accounts[49].name, "salon-50");
    assert_eq!(s.variants[0].model.number_share, [0.02; 50]);
}

#[test]
fn daylight_saving_moves_the_months_ends() {
    // Paris changes its clocks on 28 March 2027: the month has an hour less.
    let s = text(&SMALL.replace("2018-08-01", "2027-03-01"));
    assert_eq!(s.run.to - s.run.from, 31 * 24 * HOUR - HOUR);
    let s = text(&SMALL.replace("2018-08-01", "2018-08-01T00:00:00+02:00"));
    assert_eq!(s.run.to - s.run.from, 31 * 24 * HOUR);
}

#[test]
fn a_part_of_a_month_is_flagged() {
    let s = text(&SMALL.replace("\"2018-08-01\"", "\"2018-08-01\"\nto = \"2018-08-15\""));
    assert_eq!(s.warnings.len(), 1);
    assert!(s.warnings[0].contains("calendar months") && s.warnings[0].ends_with("(text.toml:4)"), "{}", s.warnings[0]);
}

#[test]
fn the_shipped_starter_and_presets_are_good() {
    let starter = include_str!("../../data/starter.toml");
    assert!(text(starter).warnings.is_empty());
    for (name, _) in data::PRESETS {
        let text = starter.replacen("format = 1\n", &format!("format = 1\npreset = \"{name}\"\n"), 1);
        if let Err(report) = load_text("starter.toml", &text, &options()) {
            panic!("preset {name}:\n{report}");
        }
    }
}

#[test]
fn built_in_profiles_are_those_of_their_source() {
    let s = text(&SMALL.replace("volume = \"120/h\"", "volume = \"2400/day\"\nprofile = \"bank-1999\""));
    let Volume::Profile { week, .. } = &s.variants[0].model.sources[0].volume else { panic!("a profile") };
    // Brown et al. 2005: Sunday 19.05 % of the week is our Monday; 8.94 % of its calls come from 10 to 11.
    let monday: f64 = week[..24].iter().sum();
    assert!((monday / 168.0 - 0.1905 / 1.0001).abs() < 1e-4, "{monday}");
    assert!((week[10] / monday - 0.0894 / 0.9999).abs() < 1e-4);
    let saturday: f64 = week[120..144].iter().sum();
    assert!((saturday / 168.0 - 0.063).abs() < 1e-4);
}
