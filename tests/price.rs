//! `price`: the closed form of the free window found again by the whole loop, and what a game must keep whatever its numbers.

#[path = "price/loop.rs"]
mod closed_loop;
#[path = "price/game.rs"]
mod game;
#[path = "price/machines.rs"]
mod machines;
#[path = "price/solve.rs"]
mod solve;
#[path = "price/wrong_choices.rs"]
mod wrong_choices;

use std::collections::BTreeMap;
use std::path::Path;

use crate::store::bench::{chatfare, stderr};

type Row = BTreeMap<String, String>;

/// Plays a game with the built program and returns what it said on both streams.
fn play(file: &Path, out: &Path, more: &[&str]) -> (String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (file, out) = (file.display().to_string(), out.display().to_string());
    let args: Vec<&str> = ["price", &file, "--out", &out].into_iter().chain(more.iter().copied()).collect();
    let output = chatfare(root, &args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
    let said = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    (said.split_whitespace().collect::<Vec<_>>().join(" "), stderr(&output))
}

/// Rows of a table; cells with commas stand in quotes.
fn rows(file: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(file).expect("a table");
    let mut lines = text.lines().map(cells);
    let head = lines.next().expect("a heading");
    lines.map(|line| head.iter().cloned().zip(line).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            c => all.last_mut().expect("a cell").push(c),
        }
    }
    all
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// A number of the grid: horizon, window in minutes, price.
fn on_grid(rows: &[Row], metric: &str, (horizon, window, price): (&str, f64, f64)) -> Row {
    let found = rows.iter().find(|row| {
        row["metric"] == metric
            && row["rule"] == "grid"
            && row["horizon"] == horizon
            && (number(row, "window_s") - 60.0 * window).abs() < 1e-6
            && (number(row, "price") - price).abs() < 1e-9
    });
    found.unwrap_or_else(|| panic!("no {metric} at {window} min and {price}")).clone()
}
