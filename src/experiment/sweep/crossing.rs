//! Break-even curves: where a variant and the baseline are equal along one numeric axis, for each value of the others.

use crate::statistics::{Interval, Pair, ratio};
use crate::table::{BreakEvenRow, Estimate, SweepLevel};

use super::super::breakeven::scale;
use super::effects::reading;
use super::tables::Source;

/// All break-evens of the first metric that is a ratio; empty without a baseline or a grid.
pub fn crossings(source: &Source) -> Vec<BreakEvenRow> {
    let mut rows = Vec::new();
    let baseline = source.base.baseline;
    if !source.points.grid || source.base.variants.len() < 2 {
        return rows;
    }
    let metrics = 0..source.asked.metrics.len();
    let Some(metric) = metrics.into_iter().find(|m| source.answers.pairs(0, baseline, *m).is_some()) else {
        return rows;
    };
    for axis in (0..source.points.axes.len()).filter(|axis| source.points.axes[*axis].unit.is_some()) {
        let lines = lines(source, axis);
        for variant in (0..source.base.variants.len()).filter(|variant| *variant != baseline) {
            for line in lines.iter().filter(|line| line.len() > 1) {
                rows.extend(one(source, axis, variant, line, metric));
            }
        }
    }
    rows
}

/// Points of each combination of the other axes, in order along this one.
fn lines(source: &Source, axis: usize) -> Vec<Vec<usize>> {
    let mut lines: Vec<(Vec<&str>, Vec<usize>)> = Vec::new();
    for (point, row) in source.points.rows.iter().enumerate() {
        let key: Vec<&str> = row.iter().enumerate().filter(|(a, _)| *a != axis).map(|(_, l)| l.text.as_str()).collect();
        match lines.iter_mut().find(|(known, _)| *known == key) {
            Some((_, points)) => points.push(point),
            None => lines.push((key, vec![point])),
        }
    }
    let number = |point: &usize| source.points.rows[*point][axis].number.unwrap_or(0.0);
    lines
        .into_iter()
        .map(|(_, mut points)| {
            points.sort_by(|a, b| number(a).total_cmp(&number(b)));
            points
        })
        .collect()
}

fn one(source: &Source, axis: usize, variant: usize, line: &[usize], metric: usize) -> Option<BreakEvenRow> {
    let baseline = source.base.baseline;
    let x: Vec<f64> = line.iter().filter_map(|point| source.points.rows[*point][axis].number).collect();
    let gaps = gaps(source, variant, line, metric)?;
    let found = zero(&x, &gaps, source.asked.level);
    let (own, other) = (&source.base.variants[variant].name, &source.base.variants[baseline].name);
    let first = gaps.first().map_or(0.0, |gap| gap.iter().sum::<f64>());
    let side = |low: bool| if low { own } else { other };
    let words = match &found {
        Some(_) => format!("{} is lower below, {} above", side(first < 0.0), side(first >= 0.0)),
        None => {
            let sides = gaps.iter().filter_map(|gap| crate::statistics::student(gap, source.asked.level));
            let sides: Vec<&str> = sides.map(|i| reading(i.lower, i.upper)).collect();
            match sides.iter().all(|side| *side == sides[0]) {
                true if sides.first() == Some(&"lower") => format!("{own} is lower everywhere"),
                true if sides.first() == Some(&"higher") => format!("{other} is lower everywhere"),
                true if sides.first() == Some(&"no interval") => "no interval".to_string(),
                _ => "not distinguishable everywhere".to_string(),
            }
        }
    };
    let others = source.points.rows[line[0]].iter().enumerate().map(|(a, level)| match a == axis {
        true => SweepLevel::default(),
        false => SweepLevel { text: level.text.clone(), number: level.number },
    });
    Some(BreakEvenRow {
        axis: source.points.axes[axis].label.clone(),
        unit: source.points.axes[axis].unit.clone().unwrap_or_default(),
        others: others.collect(),
        variant: own.clone(),
        baseline: other.clone(),
        metric: source.asked.metrics[metric].name.into(),
        at: found,
        reading: words,
    })
}

/// Variant minus baseline at each point of a line, by replication.
fn gaps(source: &Source, variant: usize, line: &[usize], metric: usize) -> Option<Vec<Vec<f64>>> {
    let places: Vec<_> = line.iter().flat_map(|p| [(*p, variant), (*p, source.base.baseline)]).collect();
    let all = source.observations(&places, metric)?;
    Some(all.chunks(2).map(|pair| pair[0].iter().zip(&pair[1]).map(|(a, b)| a - b).collect()).collect())
}

/// The first zero of a line of differences, linear between neighbours, with Fieller's interval from the replications:
/// x₀ + (x₁ − x₀) · E[D₀] / E[D₀ − D₁]. An end outside the axis is open.
pub fn zero(x: &[f64], gaps: &[Vec<f64>], level: f64) -> Option<Estimate> {
    let mean = |gap: &Vec<f64>| gap.iter().sum::<f64>() / gap.len().max(1) as f64;
    let means: Vec<f64> = gaps.iter().map(mean).collect();
    let k = (1..means.len()).find(|k| means[k - 1] != 0.0 && means[k - 1] * means[*k] <= 0.0)?;
    let largest = gaps[k - 1].iter().chain(&gaps[k]).fold(0.0_f64, |most, d| most.max(d.abs()));
    // To integers with 15 digits: ratios are computed from integer pairs.
    let whole = |value: f64| (value / largest * 1e15).round() as i128;
    let pairs: Vec<Pair> = gaps[k - 1].iter().zip(&gaps[k]).map(|(a, b)| (whole(*a), whole(a - b))).collect();
    let share = ratio(&pairs, level)?;
    let (from, width) = (x[k - 1], x[k] - x[k - 1]);
    let moved = Interval {
        mean: from + width * share.mean,
        lower: share.lower.map(|s| from + width * s),
        upper: share.upper.map(|s| from + width * s),
        ..share
    };
    let (first, last) = (x[0], x[x.len() - 1]);
    let inside = |end: Option<f64>| end.filter(|end| (first..=last).contains(end));
    Some(Estimate { lower: inside(moved.lower), upper: inside(moved.upper), ..scale(moved, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::zero;

    /// D = 3 − x + noise common to both ends: the zero is at 3 + noise, whose Student interval is known.
    #[test]
    fn the_zero_of_a_line_and_its_interval() {
        let noise = [-0.2, 0.1, 0.0, 0.3, -0.1, -0.1];
        let gaps: Vec<Vec<f64>> =
            [1.0, 2.0, 4.0, 8.0].iter().map(|x| noise.iter().map(|e| 3.0 - x + e).collect()).collect();
        let found = zero(&[1.0, 2.0, 4.0, 8.0], &gaps, 0.95).expect("a zero");
        let expected = crate::statistics::student(&noise.map(|e| 3.0 + e), 0.95).expect("an interval");
        assert!((found.mean - 3.0).abs() < 1e-12);
        assert!((found.lower.unwrap() - expected.lower.unwrap()).abs() < 1e-9);
        assert!((found.upper.unwrap() - expected.upper.unwrap()).abs() < 1e-9);
        assert_eq!(zero(&[1.0, 2.0], &gaps[..2], 0.95), None, "no change of sign");
    }
}
