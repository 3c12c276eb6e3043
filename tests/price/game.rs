//! What every game keeps: bytes, money, wrong files.

use std::path::{Path, PathBuf};

use super::{number, on_grid, play, rows};
use crate::store::bench::{chatfare, stderr};

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/price/free-window.toml")
}

const SMALL: [&str; 8] = [
    "--set",
    "run.replications=3",
    "--set",
    "platform.windows=[\"2 min\"]",
    "--set",
    "run.to=2018-08-02",
    "--set",
    "run.lead=\"0 s\"",
];

/// Every table is the same for one thread and for four, and from stored replications; an order changed in the file changes
/// nothing.
#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = |name: &str| folder.path().join(name);
    let with = |more: &[&'static str]| SMALL.into_iter().chain(more.iter().copied()).collect::<Vec<_>>();
    play(&file(), &out("one"), &with(&["--threads", "1"]));
    play(&file(), &out("four"), &with(&["--threads", "4"]));
    play(&file(), &out("again"), &with(&[]));
    let (_, said) = play(&file(), &out("again"), &with(&[]));
    assert!(said.contains("75 of 75 replications were there"), "{said}");
    for name in ["platform", "responses", "winners", "elasticities", "claims", "assumptions"] {
        let read = |run: &str| std::fs::read(out(run).join(format!("{name}.csv"))).expect("a table");
        assert!(read("one") == read("four") && read("one") == read("again"), "{name}");
        let parquet = |run: &str| std::fs::read(out(run).join(format!("{name}.parquet"))).expect("a table");
        assert!(parquet("one") == parquet("four"), "{name}.parquet");
    }
    let page = std::fs::read_to_string(out("one").join("report.html")).expect("a page");
    assert_eq!(page, std::fs::read_to_string(out("four").join("report.html")).expect("a page"));
    assert!(!page.contains(&folder.path().display().to_string()), "no path of the machine");
}

/// Without anything to choose money is price × count: exactly twice as much at twice the price, and what firms pay is what
/// the platform gets.
#[test]
fn money_is_price_times_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let held = [
        "--set",
        "platform.prices=[0, 1, 2, 8]",
        "--set",
        "platform.indifference=\"100 %\"",
        "--set",
        "segment.agent.today={ speed = \"1.50\" }",
    ];
    let sets: Vec<&str> = SMALL.into_iter().chain(held).collect();
    play(&file(), folder.path(), &sets);
    let table = rows(&folder.path().join("platform.csv"));
    let at = |metric: &str, price: f64| number(&on_grid(&table, metric, ("short", 2.0, price)), "mean");
    let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-8 * b.abs(), "{a} {b}");
    close(at("revenue", 2.0), 2.0 * at("revenue", 1.0));
    close(at("revenue", 1.0), at("charged_messages", 1.0));
    assert_eq!(at("revenue", 0.0), 0.0);
    close(at("welfare", 8.0), at("welfare", 0.0));
    close(at("firms_payoff", 0.0) - at("firms_payoff", 2.0), at("revenue", 2.0));
    close(at("firms_cost", 2.0) - at("firms_cost", 0.0), at("revenue", 2.0));
    for row in rows(&folder.path().join("responses.csv")) {
        assert_eq!((row["choice"].as_str(), number(&row, "probability")), ("speed 1.50", 1.0), "nobody moves");
    }
    let unit = rows(&folder.path().join("elasticities.csv"));
    let revenue = unit.iter().find(|row| row["quantity"] == "revenue").expect("a row");
    assert!((number(revenue, "elasticity") - 1.0).abs() < 1e-9, "a fixed quantity: {revenue:?}");
}

/// Markets are priced apart: a market in which nobody writes changes nothing, the other one all.
#[test]
fn markets_are_priced_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = [
        "--set",
        "platform.markets={ us = [\"US\"] }",
        "--set",
        "platform.prices=[0, 1]",
        "--set",
        "rule.paid.price={ us = 1, others = 0 }",
    ];
    let sets: Vec<&str> = SMALL.into_iter().chain(own).collect();
    play(&file(), folder.path(), &sets);
    let table = rows(&folder.path().join("platform.csv"));
    let revenue = |prices: &str| {
        let found = table.iter().find(|r| r["prices"] == prices && r["metric"] == "revenue" && r["rule"] == "grid");
        number(found.unwrap_or_else(|| panic!("no {prices}")), "mean")
    };
    assert!(revenue("us 1, others 0") > 0.0);
    assert_eq!(revenue("us 1, others 0"), revenue("us 1, others 1"));
    assert_eq!(revenue("us 0, others 1"), 0.0);
    let paid = table.iter().find(|r| r["rule"] == "paid" && r["metric"] == "revenue").expect("a row");
    assert_eq!(number(paid, "mean"), revenue("us 1, others 0"));
}

/// An order of answering that reads prices is simulated again for each price; the others are not.
#[test]
fn only_what_reads_prices_is_simulated_for_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let own =
        ["--set", "platform.prices=[1, 2]", "--set", "segment.agent.order=[\"first come\", \"price-weighted expiry\"]"];
    let sets: Vec<&str> = SMALL.into_iter().chain(own).collect();
    let (_, said) = play(&file(), folder.path(), &sets);
    // Prices 0 (free), 1 and 2: 25 speeds × 2 orders × 3 replications each, of which those of `first come` are there twice.
    assert!(said.contains("150 of 450 replications were there"), "{said}");
}

/// All mistakes at once, each with its place and its cure; exit code 2.
#[test]
fn wrong_files_are_refused_with_place_and_cure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = chatfare(root, &["price", "tests/price/wrong.toml", "--out", "/nonexistent/never"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let golden = root.join("tests/price/wrong.stderr");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, stderr(&output)).expect("writable");
    }
    assert_eq!(stderr(&output), std::fs::read_to_string(golden).expect("a transcript"));
}

/// What only the scenarios show is refused too.
#[test]
fn choices_that_the_scenario_lacks_are_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display().to_string();
    for (set, words) in [
        ("segment.agent.channel=[\"messages\", \"phone\"]", "its scenario has no [call_center]"),
        ("segment.agent.variant=\"other\"", "has no variant `other`"),
        (
            "segment.agent.lever.speed.options={ odd = { \"reason.question.handlin\" = \"fixed 1 min\" } }",
            "did you mean `handling`?",
        ),
    ] {
        let output = chatfare(root, &["price", "tests/price/free-window.toml", "--out", &out, "--set", set]);
        assert_eq!(output.status.code(), Some(2), "{set}: {}", stderr(&output));
        assert!(stderr(&output).contains(words), "{set}: {}", stderr(&output));
    }
}

/// The shipped games read, ask a question, and name every assumption.
#[test]
fn shipped_games_read() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let known = chatfare::cli::options(&[]);
    let mut seen = 0;
    for entry in std::fs::read_dir(scenarios).expect("scenarios/").map(|entry| entry.expect("an entry").path()) {
        if entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with("price-")) {
            let game = chatfare::experiment::price::read(&entry, &[], &known).unwrap_or_else(|r| panic!("{r}"));
            assert!(game.question.ends_with('?'), "{}", entry.display());
            let ready = chatfare::experiment::price::Ready::new(game, known.clone()).expect("scenarios");
            assert!(ready.game.source.is_some_and(|bundle| bundle.files.len() >= 2), "texts are packed");
            assert!(ready.players.iter().all(|player| player.choices.len() > 1));
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen} games");
}

/// Every chart at both widths: no text leaves the picture, none covers another.
#[test]
fn charts_have_room_for_their_words() {
    use chatfare::chart::{Size, Theme, draw_price};
    use chatfare::experiment::{host::Host, price, runner::Unwatched, store::Store};

    let sets: Vec<String> = SMALL.iter().filter(|s| **s != "--set").map(|s| s.to_string()).collect();
    let known = chatfare::cli::options(&[]);
    let game = price::read(&file(), &sets, &known).unwrap_or_else(|report| panic!("{report}"));
    let ready = price::Ready::new(game, known).expect("scenarios");
    let found = ready.play(&Host::new(&Unwatched, &Store::none())).expect("it plays");
    let context = chatfare::report::price_context(&ready.game, &found);
    for theme in [Theme::light(), Theme::light().at(Size::Narrow), Theme::dark()] {
        let pictures = draw_price(&found.tables, &context, &theme).expect("drawn");
        assert_eq!(pictures.iter().map(|p| p.name).collect::<Vec<_>>(), ["revenue", "response_times", "who_pays"]);
        for picture in pictures {
            assert!(!picture.data.rows.is_empty(), "{}", picture.name);
            for (i, label) in picture.labels.iter().enumerate() {
                let area = label.area;
                let inside = area.x0 >= 0.0 && area.x1 <= picture.width && area.y0 >= 0.0 && area.y1 <= picture.height;
                assert!(inside, "{} at {}: {:?}", picture.name, picture.width, label);
                for other in &picture.labels[i + 1..] {
                    assert!(
                        !area.overlaps(&other.area),
                        "{} at {}: {label:?} and {other:?}",
                        picture.name,
                        picture.width
                    );
                }
            }
        }
    }
}
