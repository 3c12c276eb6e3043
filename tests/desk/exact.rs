//! Rows of `tests/reference/` and Erlang-R, simulated through scenario files.
//!
//! n of each row was planned from a pilot of 4 · 10⁵ customers a row so that the faults in its `sees` are seen: 1 %
//! where 5 · 10⁷ customers suffice, else P(wait) at 1 % and the mean wait at 3 %.

mod models;

use self::models::{Returning, chat, erlang_a, erlang_c, erlang_r, general_patience, lines};
use super::judge::{COMPARISONS, Case, judge};
use super::reference::{Row, table};

/// Customers of all rows together; at 0.2 to 0.5 µs each this is about 120 CPU seconds of the 300 that all statistical
/// tests may take.
const MOST_CUSTOMERS: f64 = 4.3e8;

/// Rows that are not run, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("erlang_c C11", "C09 with another unit of time: same load, same agents"),
    ("erlang_c C12", "more than 5 · 10⁷ customers for a mean wait at 3 %: 70 agents, load 95 %"),
    ("erlang_c C13", "5.5 · 10⁷ customers for a mean wait at 3 %: 105 agents, load 95 %"),
    ("erlang_c C15", "more than 5 · 10⁷ customers for a mean wait at 3 %: 62 agents, load 97 %"),
    ("erlang_c C18", "P(wait) at 1 % needs 2 · 10⁸ customers"),
    ("erlang_c C20", "C17 with another unit of time: same load, same agents"),
    ("erlang_a A09", "A10 is the printed example of the same call centre"),
    ("erlang_a A11", "6 · 10⁷ customers; A10 with more agents"),
    ("erlang_a A14", "3 · 10⁷ customers; A13 with more agents"),
    ("erlang_a A18", "10⁸ customers; A16 is large enough to see faults of scale"),
    ("chat_concurrency CH19", "5 · 10⁷ customers at 0.8 µs; CH20 of the same team is left out too"),
    ("chat_concurrency CH20", "2 · 10⁷ customers at 0.8 µs; CH09 and CH16 show the routing"),
    ("chat_concurrency CH23", "5 · 10⁷ customers at 0.9 µs"),
];

fn find(table: &[Row], id: &str) -> usize {
    table.iter().position(|row| row.text("id") == id).unwrap_or_else(|| panic!("no row {id}"))
}

fn waiting() -> Vec<Case> {
    let rows = table(include_str!("../reference/erlang_c.csv"));
    // (row, by phone, millions of customers, fault of the mean wait that is seen)
    let plan = [
        ("C01", false, 4.4, 0.01),
        ("C03", true, 14.0, 0.01),
        ("C05", true, 11.0, 0.03),
        ("C06", false, 13.0, 0.03),
        ("C07", true, 18.0, 0.03),
        ("C09", false, 25.0, 0.03),
        ("C16", true, 32.0, 0.01),
        ("C17", false, 32.5, 0.01),
    ];
    plan.iter().map(|(id, phone, n, wait)| erlang_c(&rows[find(&rows, id)], *phone, n * 1e6, *wait)).collect()
}

fn leaving() -> Vec<Case> {
    let rows = table(include_str!("../reference/erlang_a.csv"));
    let plan = [
        ("A01", 0.8),
        ("A04", 4.0),
        ("A05", 2.5),
        ("A06", 3.0),
        ("A08", 8.0),
        ("A10", 23.0),
        ("A13", 9.0),
        ("A15", 14.0),
        ("A16", 10.0),
        ("A21", 5.5),
        ("A22", 1.2),
    ];
    plan.iter().map(|(id, n)| erlang_a(&rows[find(&rows, id)], n * 1e6)).collect()
}

fn chats() -> Vec<Case> {
    let rows = table(include_str!("../reference/chat_concurrency.csv"));
    let plan = [
        ("CH01", 1.0),
        ("CH06", 5.4),
        ("CH07", 4.3),
        ("CH08", 10.8),
        ("CH09", 10.0),
        ("CH10", 3.8),
        ("CH12", 11.0),
        ("CH14", 6.4),
        ("CH15", 19.5),
        ("CH16", 11.5),
        ("CH17", 7.0),
        ("CH22", 18.5),
        ("CH24", 18.5),
    ];
    plan.iter().map(|(id, n)| chat(&rows[find(&rows, id)], n * 1e6)).collect()
}

fn returning() -> Vec<Case> {
    let small = Returning {
        name: "2 agents of 3 chats",
        contacts_per_h: 34.0,
        turns: 3.0,
        turn_s: 180.0,
        thinking: "lognormal, mean 5 min, CV 2",
        think_s: 300.0,
        agents: 2,
        concurrency: 3,
    };
    let larger = Returning {
        name: "9 agents of 2 chats",
        contacts_per_h: 150.0,
        turns: 2.0,
        thinking: "fixed 10 min",
        think_s: 600.0,
        agents: 9,
        concurrency: 2,
        ..small
    };
    vec![erlang_r(&small, 16e6, 0.03), erlang_r(&larger, 20e6, 0.03)]
}

fn extras() -> Vec<Case> {
    let mmck = table(include_str!("../reference/mmck.csv"));
    let patience = table(include_str!("../reference/mmc_plus_g.csv"));
    let law = |id: &str| {
        let row = &patience[find(&patience, id)];
        let mean = row.number("mean_patience_s");
        match row.text("patience_law") {
            "deterministic" => format!("fixed {mean} s"),
            "uniform_0_2m" => format!("uniform, 0 s to {} s", 2.0 * mean),
            "weibull_k0.5" => format!("Weibull, mean {mean} s, shape 0.5"),
            "weibull_k2" => format!("Weibull, mean {mean} s, shape 2"),
            "hyperexp2_scv4" => format!("hyperexponential, mean {mean} s, CV 2"),
            "erlang2" => format!("Erlang, mean {mean} s, stages 2"),
            "lognormal_cv2" => format!("lognormal, mean {mean} s, CV 2"),
            "exp_with_balk10pct" => format!("0 with 10 %, else exponential, mean {mean} s"),
            other => panic!("{other}"),
        }
    };
    let mut cases: Vec<Case> = [("K04", 1.0, 0.01), ("K06", 1.3, 0.01), ("K10", 4.0, 0.03)]
        .map(|(id, n, block)| lines(&mmck[find(&mmck, id)], n * 1e6, block))
        .into();
    let plan = [("G02", 7.5), ("G08", 4.0), ("G09", 6.5), ("G10", 2.2), ("G11", 2.7)];
    cases.extend(plan.map(|(id, n)| general_patience(&patience[find(&patience, id)], &law(id), n * 1e6)));
    cases
}

fn run(kind: &str, cases: Vec<Case>) {
    let (problems, seconds): (Vec<Vec<String>>, Vec<f64>) = cases.iter().map(judge).unzip();
    println!("{kind}: {} rows, {:.0} CPU s", cases.len(), seconds.iter().sum::<f64>());
    let problems = problems.concat();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn erlang_c_rows() {
    run("erlang_c", waiting());
}

#[test]
fn erlang_a_rows() {
    run("erlang_a", leaving());
}

#[test]
fn chat_rows() {
    run("chat_concurrency", chats());
}

#[test]
fn erlang_r_rows() {
    run("erlang_r", returning());
}

#[test]
fn lines_and_any_patience() {
    run("mmck, mmc_plus_g", extras());
}

#[test]
fn the_comparisons_and_customers_are_counted() {
    let all: Vec<Case> = [waiting(), leaving(), chats(), returning(), extras()].into_iter().flatten().collect();
    let (count, customers): (usize, f64) =
        (all.iter().map(|c| c.checks.len()).sum(), all.iter().map(|c| c.customers).sum());
    println!("{count} comparisons (corrected for {COMPARISONS}), {customers:.3e} customers (cap {MOST_CUSTOMERS:.1e})");
    LEFT_OUT.iter().for_each(|(row, why)| println!("left out: {row}: {why}"));
    assert!(count <= COMPARISONS as usize && customers <= MOST_CUSTOMERS);
    let tables = [
        ("erlang_c", include_str!("../reference/erlang_c.csv")),
        ("erlang_a", include_str!("../reference/erlang_a.csv")),
        ("chat_concurrency", include_str!("../reference/chat_concurrency.csv")),
    ];
    for (name, text) in tables {
        for row in table(text) {
            let id = format!("{name} {}", row.text("id"));
            let runs = all.iter().any(|case| case.name == id || case.name.starts_with(&format!("{id} ")));
            assert!(runs != LEFT_OUT.iter().any(|(out, _)| *out == id), "{id} is neither run nor left out, or both");
        }
    }
}
