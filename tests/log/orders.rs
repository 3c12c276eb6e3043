//! The order of rows in files says nothing; neither does the memory.

use super::desk::{Desk, lines};
use chatfare::log::{LEAST_MEMORY, Options, Unmarked};
use proptest::prelude::*;

/// A row: second, customer, what it is, id; ids repeat now and then.
fn row() -> impl Strategy<Value = String> {
    (0u32..400, 0u32..5, 0usize..6, 0u32..60, 0u32..30).prop_map(|(second, customer, what, id, delay)| {
        let (direction, kind, category, status) = [
            ("in", "", "", ""),
            ("out", "free_form", "service", "delivered"),
            ("out", "template", "utility", "delivered"),
            ("out", "template", "marketing", "failed"),
            ("out", "template", "utility", "sent"),
            ("out", "", "", "delivered"),
        ][what];
        let at = 1_791_000_000 + second * 3_000;
        format!("m{id},{at},{},n{},c{customer},CO,{direction},{kind},{category},{status}", at - delay, customer % 2)
    })
}

fn csv(rows: &[String]) -> String {
    format!("id,time,sent_at,number,customer,country,direction,kind,category,status\n{}\n", rows.join("\n"))
}

fn options(memory: usize) -> Options {
    Options { memory, unmarked: Unmarked::parse("utility-outside").expect("a rule"), ..Options::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Shuffled, cut into files, with the least memory: the same facts.
    #[test]
    fn order_files_and_memory_change_nothing(
        (rows, shuffled) in prop::collection::vec(row(), 1..120).prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle())),
        cut in 0usize..120,
    ) {
        let truth = Desk::new(&[("a.csv", csv(&rows).as_bytes())]).open(&options(1 << 26));
        let cut = cut.min(shuffled.len());
        let halves = [csv(&shuffled[..cut]), csv(&shuffled[cut..])];
        let other = Desk::new(&[("x.csv", halves[0].as_bytes()), ("y.csv", halves[1].as_bytes())]).open(&options(LEAST_MEMORY));
        match (truth, other) {
            (Ok(mut truth), Ok(mut other)) => {
                prop_assert_eq!(lines(&mut truth), lines(&mut other));
                prop_assert_eq!(truth.report.duplicates, other.report.duplicates);
                prop_assert_eq!((truth.from, truth.to, truth.origins), (other.from, other.to, other.origins));
            }
            (Err(_), Err(_)) => {}
            _ => prop_assert!(false, "one opens, the other does not"),
        }
    }
}

/// More rows than the least memory holds (64 KiB; the rows take about 3 MiB), backwards, each twice.
#[test]
fn sorting_beyond_memory() {
    let rows: Vec<String> = (0..20_000u32)
        .rev()
        .flat_map(|i| {
            let row = format!(
                "m{i:05},{},{},n{},c{},CO,{},,{},",
                1_791_000_000 + i,
                1_791_000_000 + i,
                i % 3,
                i % 7,
                if i % 2 == 0 { "in" } else { "out" },
                if i % 2 == 0 { "" } else { "service" }
            );
            [row.clone(), row]
        })
        .collect();
    let desk = Desk::new(&[("a.csv", csv(&rows).as_bytes())]);
    let mut small = desk.open(&options(LEAST_MEMORY)).expect("a log");
    let mut large = desk.open(&options(1 << 28)).expect("a log");
    assert_eq!((small.report.duplicates, small.report.sorted), (20_000, true));
    let (small, large) = (lines(&mut small), lines(&mut large));
    assert_eq!(small.len(), 20_000);
    assert!(small == large);
    assert!(small.is_sorted_by_key(|l| l.rsplit(' ').find(|w| w.starts_with('m')).map(String::from)));
}
