//! One agent whose speed is the decision, the answer delivered at the end of handling: simulate → best response → revenue,
//! through file and program, against the closed form (notes: methodology 3.2).
//!
//! n = 8 replications of a week with one message a minute: 80,640 messages a speed and window. Speeds stand 0.05 apart, which
//! moves the late share by 5 to 10 %, and near the optimum the cost hardly depends on the speed, so the revenue is found
//! to about 6 %: a revenue 15 % off (a window counted on the wrong clock, a price applied twice) is seen.

use std::path::{Path, PathBuf};

use chatfare::statistics::economics::free_window;

use super::{number, on_grid, play, rows};

/// Minutes of a year.
const YEAR: f64 = 365.0 * 24.0 * 60.0;
const GRID: [(f64, f64); 8] =
    [(2.0, 0.1), (2.0, 0.3), (2.0, 1.0), (2.0, 5.0), (4.0, 0.1), (4.0, 0.3), (4.0, 1.0), (4.0, 5.0)];

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/price/free-window.toml")
}

#[test]
fn the_free_window_is_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path();
    play(&file(), out, &[]);
    let table = rows(&out.join("platform.csv"));
    for (window, price) in GRID {
        let theory = free_window(1.0, price, window, 0.5, 0.0, f64::INFINITY).expect("in range");
        let found = number(&on_grid(&table, "revenue", ("short", window, price)), "mean") / YEAR;
        let off = found / theory.revenue - 1.0;
        assert!(off.abs() < 0.15, "window {window}, price {price}: {found} a minute, theory {}", theory.revenue);
        let inside = number(&on_grid(&table, "inside_window", ("short", window, price)), "mean");
        assert!(
            (1.0 - inside - theory.late_share).abs() < 0.06,
            "window {window}, price {price}: late {}",
            1.0 - inside
        );
    }
    // From c/(λW) on a price rise buys speed and no revenue; a window twice as long earns half.
    let revenue = |window, price| number(&on_grid(&table, "revenue", ("short", window, price)), "mean");
    let (flat, half) = (revenue(2.0, 5.0) / revenue(2.0, 1.0), revenue(4.0, 1.0) / revenue(2.0, 1.0));
    assert!((flat - 1.0).abs() < 0.15 && (half - 0.5).abs() < 0.08, "{flat} {half}");

    // The same replications with a cost of waiting, 0.05 USD a minute: c = λpW e^(−xW) + λh/x². Nothing is simulated again.
    let (_, said) = play(&file(), out, &["--set", "segment.agent.delay_cost=\"3 USD\""]);
    assert!(said.contains("400 of 400 replications were there"), "{said}");
    let table = rows(&out.join("platform.csv"));
    for (window, price) in [(2.0, 0.3), (2.0, 1.0), (2.0, 5.0)] {
        let theory = free_window(1.0, price, window, 0.5, 0.05, f64::INFINITY).expect("in range");
        let found = number(&on_grid(&table, "revenue", ("short", window, price)), "mean") / YEAR;
        assert!((found / theory.revenue - 1.0).abs() < 0.15, "price {price}: {found}, theory {}", theory.revenue);
    }

    // An answer worth less than its price is not sent late: no revenue.
    let small = ["platform.windows=[\"2 min\"]", "platform.prices=[1]", "segment.agent.value=\"0.2 USD\""];
    let sets: Vec<&str> =
        small.iter().chain(&["segment.agent.late=[\"pay\", \"drop\"]"]).flat_map(|set| ["--set", set]).collect();
    play(&file(), out, &sets);
    let row = on_grid(&rows(&out.join("platform.csv")), "revenue", ("short", 2.0, 1.0));
    assert_eq!(number(&row, "mean"), 0.0);
    assert_eq!(free_window(1.0, 1.0, 2.0, 0.5, 0.0, 0.2).expect("in range").revenue, 0.0);
}
