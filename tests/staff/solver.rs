//! The integer programme against every combination of counts.

use super::Lcg;
use chatfare::experiment::staff::{Column, Grid, Row, Trouble, cheapest, cost, cover};

fn column(slots: &[usize], cost: f64) -> Column {
    let (start, end) = (slots[0], slots[slots.len() - 1] + 1);
    Column {
        group: 0,
        kind: Some(0),
        grid: Grid::Halves,
        start,
        end,
        slots: slots.to_vec(),
        pause: None,
        cost,
        most: None,
    }
}

fn keeps(columns: &[Column], counts: &[u32], rows: &[Row]) -> bool {
    let heads = cover(columns, counts, 1);
    rows.iter().all(|row| {
        let sum: f64 = row.terms.iter().map(|((group, slot), w)| w * f64::from(heads[*group][*slot])).sum();
        sum >= row.least - 1e-9
    })
}

/// Least cost over all counts from 0 to `most`.
fn exhausted(columns: &[Column], rows: &[Row], most: u32) -> Option<f64> {
    let mut best: Option<f64> = None;
    let mut counts = vec![0; columns.len()];
    loop {
        if keeps(columns, &counts, rows) {
            let own = cost(columns, &counts);
            best = Some(best.map_or(own, |best| best.min(own)));
        }
        let Some(place) = counts.iter().position(|count| *count < most) else { return best };
        counts[..place].iter_mut().for_each(|count| *count = 0);
        counts[place] += 1;
    }
}

/// 40 programmes from seed 1: five shifts over six half-hours, up to seven conditions, among them weights that are not
/// whole. No optimum needs more than five of a shift, since no condition asks for more than five heads.
#[test]
fn optimum_of_small_programmes() {
    let mut draw = Lcg(1);
    let mut solved = 0;
    for case in 0..40 {
        let columns: Vec<Column> = (0..5)
            .map(|_| {
                let from = draw.below(4) as usize;
                let mut slots: Vec<usize> = (from..(from + 2 + draw.below(3) as usize).min(6)).collect();
                if slots.len() > 3 && draw.below(2) == 0 {
                    slots.remove(1);
                }
                column(&slots, 1.0 + draw.below(40) as f64 / 4.0)
            })
            .collect();
        let mut rows: Vec<Row> =
            (0..6).map(|slot| Row { terms: vec![((0, slot), 1.0)], least: draw.below(5) as f64 }).collect();
        let weight = 0.25 * (1 + draw.below(4)) as f64;
        rows.push(Row { terms: vec![((0, 2), 1.0), ((0, 3), weight)], least: draw.below(20) as f64 / 4.0 });
        let found = cheapest(&columns, &rows, None, 100_000).map(|plan| (plan.counts, plan.gap));
        match exhausted(&columns, &rows, 5) {
            None => assert!(matches!(found, Err(Trouble::Infeasible(..))), "case {case}: {found:?}"),
            Some(best) => {
                let (counts, gap) = found.unwrap_or_else(|trouble| panic!("case {case}: {trouble:?}"));
                assert!(gap < 1e-6, "case {case}: not proved, {gap}");
                assert!(keeps(&columns, &counts, &rows), "case {case}");
                let own = cost(&columns, &counts);
                assert!((own - best).abs() < 1e-6, "case {case}: {own} and {best}");
                solved += 1;
            }
        }
    }
    assert!(solved >= 10, "only {solved} programmes have a solution");
}

/// Limits hold: heads at once, heads of a kind on a day; what they forbid is told with its half-hour.
#[test]
fn limits() {
    let rows = [Row { terms: vec![((0, 1), 1.0)], least: 3.0 }];
    let (cheap, dear) = (column(&[0, 1], 1.0), column(&[1, 2], 2.0));
    let cheapest = |columns: &[Column], rows: &[Row], most| cheapest(columns, rows, most, 1000).map(|plan| plan.counts);
    assert_eq!(cheapest(&[cheap.clone(), dear.clone()], &rows, None), Ok(vec![3, 0]));
    let scarce = Column { most: Some(2), ..cheap.clone() };
    assert_eq!(cheapest(&[scarce, Column { kind: Some(1), ..dear.clone() }], &rows, None), Ok(vec![2, 1]));
    assert_eq!(cheapest(&[cheap, dear], &rows, Some(2)), Err(Trouble::Infeasible(0, 1)));
    assert_eq!(cheapest(&[column(&[0], 1.0)], &rows, None), Err(Trouble::Infeasible(0, 1)));
}
