//! A run across a change of the rules: the desk follows them from 00:00 of each account's zone on, and the run's bill is that of
//! its own log.

use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::Assembly;
use chatfare::experiment::replicate::replicate;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::staffed;
use chatfare::facts::{Author, Body, Class, Fact, Fold, Instant, Outcome, Reason, Status};
use chatfare::scenario::{LoadOptions, Scenario, load_text};
use chatfare::tariff::price;
use chatfare::units::{HOUR, SECOND};

use super::simulated::{SCENARIO, exported, read, sorted};

/// The scenario of `simulated.rs` over other days, under another tariff, with more lines at the end.
fn across(from: &str, to: &str, in_force: &str, more: &str) -> (Scenario, Assembly) {
    let text = SCENARIO.replace("2026-10-12", from).replace("2026-11-08", to);
    let text = text.replace("in_force = \"whatsapp-2026-10\"", &format!("in_force = \"{in_force}\"\n{more}"));
    let options = LoadOptions { tariffs: chatfare::cli::known_tariffs(), ..LoadOptions::default() };
    let scenario = load_text("across", &text, &options).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let mut assemblies = staffed(&scenario, &Unwatched, &mut Vec::new()).unwrap();
    (scenario, assemblies.remove(0))
}

#[derive(Default)]
struct Kept(Vec<Fact>);

impl Fold for Kept {
    fn block(&mut self, facts: &[Fact]) {
        self.0.extend_from_slice(facts);
    }
}

fn facts(scenario: &Scenario, assembly: &Assembly) -> Vec<Fact> {
    let mut kept = Kept::default();
    chatfare::desk::simulate(&assembly.desk, Draws::new(scenario.run.seed, 0, 0), &mut kept).unwrap();
    kept.0
}

/// 00:00 of a day in Paris and in Bogotá, as (number's first letters, instant) of `date -u +%s` of midnight UTC.
fn midnight(assembly: &Assembly, number: u16, midnight_utc: i64, paris_hours: i64) -> Instant {
    let book = &assembly.model.book;
    let account = &book.accounts[book.numbers[number as usize].account as usize];
    let hours = if account.zone == "Europe/Paris" { -paris_hours } else { 5 };
    midnight_utc * SECOND + hours * HOUR
}

#[test]
fn the_bill_of_a_run_across_each_change_is_the_bill_of_its_log() {
    // (from, to, the tariffs before and after)
    let cases = [
        ("2022-01-25", "2022-02-08", ["whatsapp-2018-08", "whatsapp-2022-02"]),
        ("2023-05-24", "2023-06-09", ["whatsapp-2022-02", "whatsapp-2023-06"]),
        ("2024-10-25", "2024-11-08", ["whatsapp-2023-06", "whatsapp-2024-11"]),
        ("2025-06-24", "2025-07-09", ["whatsapp-2024-11", "whatsapp-2025-07"]),
        ("2026-09-24", "2026-10-09", ["whatsapp-2026-07", "whatsapp-2026-10"]),
    ];
    for (from, to, both) in cases {
        let (scenario, assembly) =
            across(from, to, "calendar", "rates = { FR = \"0.07 USD\", DE = \"0.08 USD\", CO = \"0.01 USD\" }");
        // Also checks that the tariff in force accepts whatever the desk had delivered.
        let chunk = replicate(&assembly, &scenario.run, scenario.run.seed, 0).unwrap();
        let own = price(&assembly.tariffs[0], &assembly.model.book, &chunk.bills[0]);
        let (_folder, mut log) = exported(&assembly, &scenario);
        let bill = &read(&mut log, &assembly.tariffs[..1])[0];
        assert_eq!(sorted(&own), sorted(bill), "{from}");
        for tariff in both {
            let messages: u64 = bill.lines.iter().filter(|l| l.tariff == tariff).map(|l| l.messages).sum();
            assert!(messages > 300, "{tariff} has {messages} messages from {from}");
        }
    }
}

#[test]
fn promotions_go_out_from_midnight_of_each_account_on() {
    // 1 February 2022, 00:00 UTC = 1643673600 (`date -u -d 2022-02-01 +%s`); Paris is an hour ahead, Bogotá five behind.
    let (scenario, assembly) = across("2022-01-25", "2022-02-08", "calendar", "");
    let mut seen = [[0; 2]; 2];
    for fact in facts(&scenario, &assembly) {
        let Body::MessageOut { class: Class::Marketing, status, reason, .. } = fact.body else { continue };
        let midnight = midnight(&assembly, fact.head.number, 1_643_673_600, 1);
        let refused = (status, reason) == (Status::Refused, Reason::Promotion);
        assert_eq!(refused, fact.head.at < midnight, "{fact:?}");
        seen[(midnight % (24 * HOUR) == 5 * HOUR) as usize][refused as usize] += 1;
    }
    assert!(seen.iter().flatten().all(|n| *n > 10), "{seen:?}");
}

#[test]
fn a_desk_that_pays_no_late_answers_drops_by_the_window_of_the_day() {
    // A window of 2 h, then of 48 h from 25 October 2026 on: 00:00 UTC = 1792886400; Paris is still two hours ahead.
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let tariff = |day: &str, lasts: &str| {
        format!(
            "based_on = \"whatsapp-2026-10\"\nsays = \"x\"\nfrom = \"{day}\"\nchange = {{ \"clock.window.lasts\" = \"{lasts}\" }}\n"
        )
    };
    write("short.toml", &tariff("2026-10-01", "2h"));
    write("long.toml", &tariff("2026-10-25", "48h"));
    write("both.toml", "says = \"Both.\"\nfrom = \"2026-10-01\"\ncalendar = [\"short.toml\", \"long.toml\"]\n");
    let both = folder.path().join("both.toml").display().to_string();
    let (scenario, assembly) = across("2026-10-15", "2026-11-08", &both, "[desk.answer]\nlate = \"drop\"\n");
    replicate(&assembly, &scenario.run, scenario.run.seed, 0).unwrap();
    let (mut late, mut dropped) = ([0; 2], [0; 2]);
    for fact in facts(&scenario, &assembly) {
        let after = fact.head.at >= midnight(&assembly, fact.head.number, 1_792_886_400, 2);
        match fact.body {
            Body::MessageOut { class: Class::Service, author: Author::Agent, sent_at, window_from, .. } => {
                let age = sent_at - window_from;
                assert!(age < if after { 48 * HOUR } else { 2 * HOUR }, "{fact:?}");
                late[after as usize] += (age >= 2 * HOUR) as u32;
            }
            Body::ContactClosed { outcome: Outcome::Dropped, .. } => dropped[after as usize] += 1,
            _ => {}
        }
    }
    // Nights (18 h) are too long for the first window, weekends (66 h) for both.
    assert!(late[0] == 0 && late[1] > 100, "{late:?}");
    assert!(dropped[0] > 3 * dropped[1] / 2 && dropped[1] > 0, "{dropped:?}");
}
