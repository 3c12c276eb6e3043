//! Tariffs that follow each other by date: `calendar`, and sequences in a user's file.

use std::collections::BTreeMap;
use std::sync::Arc;

use chatfare::facts::{Class, Entry, Fact, Instant};
use chatfare::tariff::{Bill, Options, Plan, load, price};
use chatfare::units::{HOUR, SECOND};

use super::world::{Dice, Folder, Log, MONTH, OCTOBER, assert_sums, book, fold, large_book, launch, plan, random_log};

fn billed(plan: &Arc<Plan>, book: &chatfare::facts::Book, from: Instant, facts: &[Fact]) -> Bill {
    let bill = price(plan, book, &fold(plan, book, from, from + MONTH, facts));
    assert_sums(&bill);
    bill
}

#[test]
fn each_account_changes_at_midnight_of_its_own_zone() {
    let plan = plan("calendar", &Options::default());
    let book = book(&["Europe/Paris", "UTC"], &["FR"]);
    let mut log = Log::default();
    for number in 0..2 {
        log.inbound(OCTOBER - 20 * HOUR, 1, number, 0, Entry::None);
        for at in [OCTOBER - 2 * HOUR - 1, OCTOBER - 2 * HOUR, OCTOBER - 1, OCTOBER] {
            log.outbound(at, 1, number, 0, Class::Utility);
        }
    }
    let bill = billed(&plan, &book, OCTOBER - 10 * 24 * HOUR, &log.sorted());
    let lines: Vec<_> = bill
        .lines
        .iter()
        .map(|l| (l.month.as_str(), l.number.as_str(), l.tariff.as_str(), l.messages, l.charged))
        .collect();
    // Until September's end utility inside the window is free. Paris changes two hours before UTC; the window goes on.
    assert_eq!(
        lines,
        [
            ("2026-09", "number-0", "whatsapp-2026-07", 1, 0),
            ("2026-09", "number-1", "whatsapp-2026-07", 3, 0),
            ("2026-10", "number-0", "whatsapp-2026-10", 3, 3),
            ("2026-10", "number-1", "whatsapp-2026-10", 1, 1),
        ]
    );
}

#[test]
fn every_date_has_its_tariff() {
    // (date -u +%s, tariff, rule) of one utility template out of the blue to France.
    let cases = [
        (1_533_081_600, "whatsapp-2018-08"), // 2018-08-01
        (1_643_673_599, "whatsapp-2018-08"), // 2022-01-31T23:59:59
        (1_643_673_600, "whatsapp-2022-02"),
        (1_685_577_600, "whatsapp-2023-06"),
        (1_730_419_200, "whatsapp-2024-11"),
        (1_751_328_000, "whatsapp-2025-07"),
        (1_759_276_800, "whatsapp-2025-10"),
        (1_767_225_600, "whatsapp-2026-01"),
        (1_775_001_600, "whatsapp-2026-04"),
        (1_782_864_000, "whatsapp-2026-07"),
        (1_790_812_799, "whatsapp-2026-07"),
        (1_790_812_800, "whatsapp-2026-10"),
    ];
    let book = book(&["UTC"], &["FR"]);
    let calendar = plan("calendar", &launch());
    for (second, name) in cases {
        let at = second * SECOND;
        let mut log = Log::default();
        log.outbound(at, 1, 0, 0, Class::Utility);
        let facts = log.sorted();
        let own = plan(name, &launch());
        let (ours, theirs) = (billed(&calendar, &book, at, &facts), billed(&own, &book, at, &facts));
        assert_eq!(ours.lines, theirs.lines, "{name}");
        assert_eq!(ours.lines[0].tariff, name);
    }
    // Without rates of 2018 its messages are unrated, and nothing else is.
    let bare = plan("calendar", &Options::default());
    let mut log = Log::default();
    log.outbound(cases[0].0 * SECOND, 1, 0, 0, Class::Utility);
    let bill = billed(&bare, &book, cases[0].0 * SECOND, &log.sorted());
    assert_eq!((bill.unrated, bill.total), (1, 0));
}

/// The same tariff from `day` on under another name, and both in a sequence.
fn cut(tariff: &str, day: &str) -> Folder {
    let first = format!("based_on = \"{tariff}\"\nsays = \"Before.\"\nfrom = \"2018-01-01\"\n");
    let second = format!("based_on = \"{tariff}\"\nsays = \"After.\"\nfrom = \"{day}\"\n");
    let both = "says = \"Cut.\"\ncalendar = [\"first.toml\", \"second.toml\"]\n";
    Folder::new(&[("first.toml", &first), ("second.toml", &second), ("both.toml", both)])
}

type Key = (String, String, String, String, String, String);

fn by_line(bill: &Bill) -> BTreeMap<Key, (u64, u64, u64, i128)> {
    let mut lines = BTreeMap::new();
    for l in bill.lines.clone() {
        let sum: &mut (u64, u64, u64, i128) =
            lines.entry((l.month, l.number, l.market, l.category, l.rule, l.tier)).or_default();
        *sum = (sum.0 + l.messages, sum.1 + l.charged, sum.2 + l.unrated, sum.3 + l.amount);
    }
    lines
}

#[test]
fn a_tariff_followed_by_itself_changes_no_line() {
    let book = large_book(&["FR", "DE", "IN"]);
    for tariff in ["whatsapp-2018-08", "whatsapp-2022-02", "whatsapp-2023-06", "whatsapp-2025-07", "whatsapp-2026-10"] {
        let mut dice = Dice(9);
        for round in 0..8 {
            let day = format!("2026-10-{:02}", 1 + dice.below(30));
            let folder = cut(tariff, &day);
            let (whole, parts) = (plan(tariff, &launch()), plan(&folder.path("both.toml"), &launch()));
            for seed in 0..25 {
                let facts = random_log(seed + round * 100, OCTOBER, &book, 200);
                let (whole, parts) = (billed(&whole, &book, OCTOBER, &facts), billed(&parts, &book, OCTOBER, &facts));
                assert_eq!(by_line(&whole), by_line(&parts), "{tariff} cut on {day}, seed {seed}");
            }
        }
    }
}

#[test]
fn clocks_that_the_next_tariff_does_not_know_vanish() {
    // A session opened before is free under the first and the third tariff; the second does not know it.
    let body = |day: &str, clocks: &str, rules: &str| {
        format!(
            "says = \"Test.\"\nfrom = \"{day}\"\n{clocks}\nrule = [{rules}{{ name = \"out\", price = \"0.05 EUR\" }}]"
        )
    };
    let session = "clock.session = { starts = \"customer message\", lasts = \"200h\" }";
    let inside = "{ name = \"in\", while = \"session\", price = \"free\" }, ";
    let (a, c) = (body("2026-09-01", session, inside), body("2026-10-04", session, inside));
    let b = body("2026-10-02", "", "");
    let all = "says = \"Three.\"\ncalendar = [\"a.toml\", \"b.toml\", \"c.toml\"]";
    let two = "says = \"Two.\"\ncalendar = [\"a.toml\", \"c.toml\"]";
    let folder = Folder::new(&[("a.toml", &a), ("b.toml", &b), ("c.toml", &c), ("all.toml", all), ("two.toml", two)]);
    let mut log = Log::default();
    log.inbound(OCTOBER, 1, 0, 0, Entry::None);
    for day in [0, 1, 3] {
        log.outbound(OCTOBER + day * 24 * HOUR + HOUR, 1, 0, 0, Class::Utility);
    }
    let rules = |name: &str| -> Vec<String> {
        let plan = plan(&folder.path(name), &Options::default());
        let bill = billed(&plan, &book(&["UTC"], &["FR"]), OCTOBER, &log.clone().sorted());
        bill.lines.iter().flat_map(|l| vec![l.rule.clone(); l.messages as usize]).collect()
    };
    assert_eq!(rules("all.toml"), ["in", "out", "out"]);
    assert_eq!(rules("two.toml"), ["in", "in", "in"]);
}

/// A clock of the tariff before still runs when the next one, which knows the first clock but not this one, bills: each class has
/// its own price there, so that a look beyond the rules of a class, or beyond all of them, is a wrong price or a panic.
#[test]
fn a_clock_of_the_tariff_before_is_none_of_the_next_one() {
    let window = "clock.window = { starts = \"customer message\", lasts = \"24h\" }\n";
    let session = "clock.session = { starts = \"customer message\", lasts = \"200h\" }\n";
    let before = format!(
        "says = \"Before.\"\nfrom = \"2026-09-01\"\n{window}{session}rule = [{{ name = \"in\", while = \"session\", price = \"0.01 EUR\" }}, \
         {{ name = \"out\", price = \"0.02 EUR\" }}]"
    );
    let classes =
        [Class::Service, Class::Marketing, Class::Utility, Class::Authentication, Class::AuthenticationInternational];
    let cents = [3, 5, 7, 11, 13];
    let rule = |(class, cent): (&Class, &i32)| {
        let word = class.word();
        format!(
            "{{ name = \"{word} inside\", of = \"{word}\", while = \"window\", price = \"1.{cent:02} EUR\" }}, \
                 {{ name = \"{word}\", of = \"{word}\", price = \"0.{cent:02} EUR\" }}"
        )
    };
    let rules: Vec<String> = classes.iter().zip(&cents).map(rule).collect();
    let after = format!("says = \"After.\"\nfrom = \"2026-10-02\"\n{window}rule = [{}]", rules.join(", "));
    for open in ["end", "run on"] {
        let both = format!("says = \"Both.\"\ncalendar = [\"a.toml\", \"b.toml\"]\nopen_clocks = \"{open}\"");
        let folder = Folder::new(&[("a.toml", &before), ("b.toml", &after), ("both.toml", &both)]);
        let plan = plan(&folder.path("both.toml"), &Options::default());
        for (class, cent) in classes.iter().zip(&cents) {
            let mut log = Log::default();
            log.inbound(OCTOBER, 1, 0, 0, Entry::None);
            // While only the session runs, and while nothing does.
            for hour in [48, 49, 240] {
                log.outbound(OCTOBER + hour * HOUR, 1, 0, 0, *class);
            }
            log.inbound(OCTOBER + 300 * HOUR, 1, 0, 0, Entry::None);
            log.outbound(OCTOBER + 301 * HOUR, 1, 0, 0, *class);
            let bill = billed(&plan, &book(&["UTC"], &["FR"]), OCTOBER, &log.sorted());
            let exact = i128::from(4 * cent + 100) * 10_000_000;
            assert_eq!((bill.charged, bill.total), (4, exact), "{}, {open}: {:?}", class.word(), bill.lines);
        }
    }
}

#[test]
fn conversations_open_at_a_change_end_or_run_on() {
    // Opened at 20:00 on the last day of a tariff that knows conversations, in UTC; (date -u +%s) of the next day.
    let cases = [
        (1_685_577_600, "whatsapp-2022-02", "joins a session of the business", "template opens a conversation"),
        (1_751_328_000, "whatsapp-2024-11", "template joins its conversation", "template"),
    ];
    for (midnight, before, joins, opens) in cases {
        let midnight = midnight * SECOND;
        let opened = midnight - 4 * HOUR;
        let mut log = Log::default();
        log.outbound(opened, 1, 0, 0, Class::Marketing);
        for at in [midnight - 1, midnight, opened + 24 * HOUR - 1, opened + 24 * HOUR] {
            log.outbound(at, 1, 0, 0, Class::Marketing);
        }
        // Another customer has none.
        log.outbound(midnight, 2, 0, 0, Class::Marketing);
        let book = book(&["UTC"], &["FR"]);
        let rules = |choice: &str| -> Vec<(String, String)> {
            let settings = vec![("open_conversations".to_string(), choice.to_string())];
            let plan = plan("calendar", &Options { settings, ..launch() });
            assert!(
                plan.loses_clocks(&book, midnight - 1, midnight + 1)
                    && !plan.loses_clocks(&book, midnight, midnight + MONTH)
            );
            let bill = billed(&plan, &book, midnight - 10 * 24 * HOUR, &log.clone().sorted());
            let of = |l: &chatfare::tariff::Line| vec![(l.tariff.clone(), l.rule.clone()); l.messages as usize];
            bill.lines.iter().filter(|l| l.tariff != before || l.rule == joins).flat_map(of).collect()
        };
        let old = |n: usize| vec![(before.to_string(), joins.to_string()); n];
        let new: Vec<(String, String)> = rules("end");
        assert_eq!(new.iter().filter(|r| r.0 == before).count(), 1, "{before}: {new:?}");
        let run_on = rules("run on");
        assert_eq!(run_on.iter().filter(|r| r.0 == before).cloned().collect::<Vec<_>>(), old(3), "{before}");
        // What is left to the new tariff: the other customer's, and what came when the conversation was over.
        let left: Vec<&String> = run_on.iter().filter(|r| r.0 != before).map(|r| &r.1).collect();
        assert_eq!(left, [opens, opens], "{before}");
    }
}

#[test]
fn wrong_sequences_are_refused() {
    let error = |text: &str| {
        let folder = Folder::new(&[("t.toml", text)]);
        load(&folder.path("t.toml"), &Options::default())
            .unwrap_err()
            .iter()
            .map(|p| p.message.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        error("says = \"x\"\ncalendar = [\"whatsapp-2026-10\", \"whatsapp-2026-07\"]"),
        ["`whatsapp-2026-07` begins on 2026-07-01, not after the one before it"]
    );
    assert_eq!(error("calendar = []"), ["`calendar` is a list of 1 to 64 tariffs"]);
    assert_eq!(error("calendar = [\"calendar\"]"), ["`calendar` is a calendar itself"]);
    assert_eq!(error("calendar = [\"whatsapp-2026\"]"), ["there is no tariff `whatsapp-2026`"]);
    assert_eq!(
        error("says = \"x\"\ncalendar = [\"whatsapp-2026-10\"]\nopen_clocks = \"vanish\""),
        ["`open_clocks` is \"end\" or \"run on\""]
    );
    let beside = error("calendar = [\"whatsapp-2026-10\"]\nrule = []");
    assert_eq!(beside, ["`rule` cannot stand beside `calendar`: the tariffs it names have all rules"]);
}
