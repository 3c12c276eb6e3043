//! The scenarios that ship: each asks a question, says where its values come from, validates, and bills what a pencil bills.

use chatfare::cli::options;
use chatfare::scenario::{Scenario, load};
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn shipped() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("scenarios/");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    // Price games are files of their own kind: `tests/price.rs` reads them.
    let game = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("price-"));
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml") && !game(path));
    files.sort();
    files
}

fn read(path: &Path) -> Scenario {
    load(path, &options(&[])).unwrap_or_else(|report| panic!("{}\n{report}", path.display()))
}

#[test]
fn each_asks_a_question_and_validates() {
    let files = shipped();
    assert!(files.len() >= 16, "{} scenarios", files.len());
    for path in files {
        let scenario = read(&path);
        let refused = chatfare::experiment::compiles::refusals(&scenario);
        assert!(refused.is_none(), "{}: {}", path.display(), refused.expect("a report"));
        assert!(scenario.question.ends_with('?'), "{}: no question", path.display());
        let text = std::fs::read_to_string(&path).expect("readable");
        assert!(text.starts_with("# "), "{}: the file does not open with its question", path.display());
        assert!(text.lines().count() <= 80, "{}: more than two screens", path.display());
        for warning in &scenario.warnings {
            let known = ["SMS prices are those of", "more work comes in than is done", "no holidays"];
            let expected = known.iter().any(|words| warning.contains(words));
            assert!(expected, "{}: {warning}", path.display());
        }
    }
}

/// Settings that are choices of the experiment or names, not facts about the world.
fn is_choice(path: &str) -> bool {
    let roots = [
        "question",
        "format",
        "run.",
        "business.",
        "variant.",
        "tariff.",
        "satisfaction.source",
        "desk.",
        "sweep.",
        "sensitivity.",
    ];
    let leaves = [
        ".class",
        ".reason",
        ".population",
        ".channels",
        ".baseline",
        ".between",
        ".count",
        ".title",
        "call_center.variant",
    ];
    let whole = path.starts_with("population.") && path.contains(".countries.");
    (whole || roots.iter().any(|root| path.starts_with(root)) && !path.starts_with("tariff.rates"))
        || leaves.iter().any(|leaf| path.ends_with(leaf))
}

#[test]
fn every_value_has_a_source_or_is_marked_as_assumption() {
    let mut bare = Vec::new();
    for path in shipped() {
        for value in &read(&path).effective {
            let said = value.assumption.is_some() || value.source.is_some();
            if !said && value.origin.contains("scenarios") && !is_choice(&value.path) {
                bare.push(format!("{}: {} = {}", path.display(), value.path, value.value));
            }
        }
    }
    assert!(bare.is_empty(), "neither source nor assumption:\n{}", bare.join("\n"));
}

/// One line of a bill.
struct Line {
    variant: String,
    rule: String,
    rate: f64,
    charged: f64,
    amount: f64,
    market: String,
    category: String,
}

/// Cells of a CSV line; those with commas stand in quotes.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("one cell").push(letter),
        }
    }
    cells
}

/// Runs a scenario and reads its bill; `sets` make it small.
fn bill(name: &str, sets: &[&str]) -> Vec<Line> {
    let out = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
    command.arg("run").arg(folder().join(name)).arg("--quiet").arg("--out").arg(out.path());
    command.args(sets.iter().flat_map(|set| ["--set", set]));
    let output = command.output().expect("it starts");
    assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(out.path().join("bill.csv")).expect("bill.csv");
    let mut lines = text.lines();
    let head = cells(lines.next().expect("a head"));
    let of = |cells: &[String], column: &str| cells[head.iter().position(|c| c == column).expect(column)].clone();
    let number = |text: String| text.parse::<f64>().unwrap_or(0.0);
    lines
        .map(cells)
        .filter(|cells| of(cells, "tariff") == of(cells, "in_force"))
        .map(|cells| Line {
            variant: of(&cells, "variant"),
            rule: of(&cells, "rule"),
            rate: number(of(&cells, "rate")),
            charged: number(of(&cells, "charged")),
            amount: number(of(&cells, "amount")),
            market: of(&cells, "market"),
            category: of(&cells, "category"),
        })
        .collect()
}

/// `found` lies within `share` of what a pencil gives.
fn near(what: &str, found: f64, pencil: f64, share: f64) {
    assert!((found / pencil - 1.0).abs() < share, "{what}: {found} against {pencil} by hand");
}

#[test]
fn the_tutor_pays_what_the_comment_says() {
    // 31 × 2,800 lessons × 5 questions × 4 messages, less 1,000 free, × 0.0150 USD. 2 × 86,800 lessons of geometric length: the mean
    // of the bill has a standard error of 0.3 %.
    let lines = bill("tutoring-free.toml", &["run.replications=2", "variant.one-message.set={}"]);
    let four: f64 = lines.iter().filter(|line| line.variant == "four-messages").map(|line| line.amount).sum();
    near("tutoring", four, (1_736_000.0 - 1_000.0) * 0.0150, 0.015);
}

#[test]
fn codes_climb_the_tiers_as_the_comment_says() {
    let lines = bill("bank-codes.toml", &["run.replications=1"]);
    let codes = |rate: f64| {
        let line = lines.iter().find(|l| l.market == "Spain" && l.category == "authentication" && l.rate == rate);
        line.unwrap_or_else(|| panic!("no line at {rate}"))
    };
    assert_eq!((codes(0.02).charged, codes(0.02).amount), (300_000.0, 6_000.0), "the first tier is full");
    // 31 × 20,000 × 95 % × 97 %, less the first tier; one month has a standard deviation of 0.3 %.
    near("second tier", codes(0.019).charged, 571_330.0 - 300_000.0, 0.015);
    near("second tier's amount", codes(0.019).amount, codes(0.019).charged * 0.019, 1e-9);
}

#[test]
fn the_launch_pays_for_its_notices() {
    // 31 × 800 notices × share of the country × 70 % known × 97 % delivered; late answers and notices inside a window are some per cent.
    let typed = ["run.replications=2", "reason.delivery.volume=\"90/day\"", "reason.refund.volume=\"40/day\""];
    let fewer = ["reason.billing.volume=\"35/day\"", "reason.information.volume=\"30/day\""];
    let lines = bill("launch-2018.toml", &[&typed[..], &fewer[..]].concat());
    for (market, share, rate) in [("FR", 0.6, 0.0859), ("DE", 0.3, 0.0819), ("BE", 0.1, 0.08)] {
        let notices = 31.0 * 800.0 * share * 0.70 * 0.97;
        let paid = lines.iter().filter(|line| line.market == market && line.rule == "notification");
        near(market, paid.map(|line| line.amount).sum(), notices * rate, 0.05);
    }
    let promotions = lines.iter().filter(|line| line.category == "marketing");
    assert!(
        promotions.clone().count() == 3 && promotions.clone().all(|line| line.amount == 0.0 && line.rule == "refused")
    );
}
