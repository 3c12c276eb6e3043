//! Rows of sweeps and sensitivity analyses to columns.

use super::super::columns::TableColumns;
use super::super::frame::{Frame, Head, Values, basis, count, ends, real, text};
use super::columns::SWEEP_TABLES;
use super::rows::{SensitivityTables, SweepLevel, SweepTables};

fn table(name: &str) -> Option<&'static TableColumns> {
    SWEEP_TABLES.iter().find(|t| t.name == name)
}

/// A frame with the axes' columns behind the first one.
fn frame(name: &str, mut values: Vec<Values>, axes: Vec<(Head, Values)>) -> Option<Frame> {
    let rest = values.split_off(1);
    let known = table(name)?;
    let mut heads = known.columns.iter().map(Head::from);
    let mut columns: Vec<(Head, Values)> = heads.by_ref().take(1).zip(values).collect();
    columns.extend(axes);
    columns.extend(heads.zip(rest));
    Some(Frame { name: known.name, meaning: known.meaning, columns })
}

/// A label as a column's name: `merge window` → `merge_window`.
fn column_name(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("_")
}

/// One column an axis: numbers in its unit, or words.
fn axes<'a>(tables: &SweepTables, level: impl Fn(usize) -> Vec<Option<&'a SweepLevel>>) -> Vec<(Head, Values)> {
    let mut taken: Vec<String> = Vec::new();
    let mut columns = Vec::new();
    for (place, axis) in tables.axes.iter().enumerate() {
        let mut name = column_name(&axis.label);
        while taken.contains(&name) || SWEEP_TABLES.iter().any(|t| t.columns.iter().any(|c| c.name == name)) {
            name.push_str("_axis");
        }
        taken.push(name.clone());
        let meaning = format!("axis {}", axis.path);
        let column = match &axis.unit {
            Some(unit) => {
                let numbers = level(place).iter().map(|level| level.and_then(|level| level.number)).collect();
                let unit = if unit.is_empty() { "1".to_string() } else { unit.clone() };
                (Head { name, unit, meaning }, Values::Real(numbers))
            }
            None => {
                let words = level(place).iter().map(|level| level.map_or(String::new(), |l| l.text.clone())).collect();
                (Head { name, unit: "text".into(), meaning }, Values::Text(words))
            }
        };
        columns.push(column);
    }
    columns
}

fn at_points<'a>(tables: &'a SweepTables, points: impl Iterator<Item = u32>) -> Vec<(Head, Values)> {
    let rows: Vec<Option<&'a Vec<SweepLevel>>> = points.map(|p| tables.points.get(p as usize)).collect();
    axes(tables, |axis| rows.iter().map(|row| row.and_then(|row| row.get(axis))).collect())
}

/// The plan: a column an axis, headed by its path, values as written.
pub fn point_frame(tables: &SweepTables) -> Option<Frame> {
    let numbers = Values::Count((0..tables.points.len() as u32).collect());
    let columns = tables.axes.iter().enumerate().map(|(place, axis)| {
        let head = Head { name: axis.path.clone(), unit: "text".into(), meaning: format!("axis {}", axis.label) };
        (head, text(&tables.points, |row| &row[place].text))
    });
    frame("points", vec![numbers], columns.collect())
}

/// Every table of a sweep.
pub fn sweep_frames(t: &SweepTables) -> Vec<Frame> {
    [point_frame(t), sweep(t), differences(t), effects(t), pareto(t), break_even(t)].into_iter().flatten().collect()
}

fn sweep(t: &SweepTables) -> Option<Frame> {
    let r = &t.sweep;
    let mut v = vec![count(r, |r| r.point), text(r, |r| &r.variant), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    frame("sweep", v, at_points(t, r.iter().map(|r| r.point)))
}

fn differences(t: &SweepTables) -> Option<Frame> {
    let r = &t.differences;
    let mut v = vec![count(r, |r| r.point), text(r, |r| &r.variant), text(r, |r| &r.baseline), text(r, |r| &r.metric)];
    v.push(text(r, |r| &r.unit));
    v.extend(ends(r, |r| r.difference));
    v.extend(basis(r, |r| r.difference));
    v.push(text(r, |r| r.reading));
    frame("sweep_differences", v, at_points(t, r.iter().map(|r| r.point)))
}

fn effects(t: &SweepTables) -> Option<Frame> {
    let r = &t.effects;
    let mut v = vec![text(r, |r| &r.axis), text(r, |r| &r.from), text(r, |r| &r.to), text(r, |r| &r.variant)];
    v.extend([text(r, |r| &r.metric), text(r, |r| &r.unit)]);
    v.extend(ends(r, |r| r.change));
    v.extend(basis(r, |r| r.change));
    v.push(text(r, |r| r.reading));
    table("effects").map(|known| Frame::new(known, v))
}

fn pareto(t: &SweepTables) -> Option<Frame> {
    let r = &t.pareto;
    let mut v = vec![count(r, |r| r.point), text(r, |r| &r.variant), text(r, |r| &r.cost_metric)];
    v.extend(ends(r, |r| r.cost));
    v.push(text(r, |r| &r.response_metric));
    v.extend(ends(r, |r| r.response));
    v.extend(basis(r, |r| r.cost));
    v.push(text(r, |r| r.standing));
    frame("pareto", v, at_points(t, r.iter().map(|r| r.point)))
}

fn break_even(t: &SweepTables) -> Option<Frame> {
    let r = &t.break_even;
    let mut v = vec![text(r, |r| &r.axis), text(r, |r| &r.variant), text(r, |r| &r.baseline), text(r, |r| &r.metric)];
    v.push(Values::Real(r.iter().map(|r| r.at.map(|at| at.mean)).collect()));
    v.push(Values::Real(r.iter().map(|r| r.at.and_then(|at| at.lower)).collect()));
    v.push(Values::Real(r.iter().map(|r| r.at.and_then(|at| at.upper)).collect()));
    v.push(Values::Real(r.iter().map(|r| r.at.map(|at| at.level)).collect()));
    v.push(Values::Whole(r.iter().map(|r| r.at.map(|at| u64::from(at.n))).collect()));
    v.extend([text(r, |r| &r.unit), text(r, |r| &r.reading)]);
    let own = |axis: usize| -> Vec<Option<&SweepLevel>> {
        r.iter().map(|r| r.others.get(axis).filter(|level| !level.text.is_empty())).collect()
    };
    frame("break_even", v, axes(t, own))
}

/// Every table of a sensitivity analysis.
pub fn sensitivity_frames(t: &SensitivityTables) -> Vec<Frame> {
    let all = [("inputs", inputs(t)), ("tornado", tornado(t)), ("morris", morris(t)), ("sobol_indices", indices(t))];
    all.into_iter().filter_map(|(name, values)| table(name).map(|known| Frame::new(known, values))).collect()
}

fn inputs(t: &SensitivityTables) -> Vec<Values> {
    let r = &t.inputs;
    vec![text(r, |r| &r.input), text(r, |r| &r.path), text(r, |r| &r.low), text(r, |r| &r.base), text(r, |r| &r.high)]
}

fn tornado(t: &SensitivityTables) -> Vec<Values> {
    let r = &t.tornado;
    let mut v = vec![text(r, |r| &r.input), text(r, |r| &r.low), text(r, |r| &r.high), text(r, |r| &r.variant)];
    v.extend([text(r, |r| &r.metric), text(r, |r| &r.unit)]);
    v.extend(ends(r, |r| r.base));
    v.extend(ends(r, |r| r.at_low));
    v.extend(ends(r, |r| r.at_high));
    v.extend(ends(r, |r| r.change));
    v.extend(basis(r, |r| r.change));
    v.push(text(r, |r| r.reading));
    v
}

fn morris(t: &SensitivityTables) -> Vec<Values> {
    let r = &t.morris;
    let mut v = vec![text(r, |r| &r.input), text(r, |r| &r.variant), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.push(real(r, |r| r.mu));
    v.extend(ends(r, |r| r.mu_star));
    v.extend(basis(r, |r| r.mu_star));
    v.push(real(r, |r| r.sigma));
    v
}

fn indices(t: &SensitivityTables) -> Vec<Values> {
    let r = &t.indices;
    let mut v = vec![text(r, |r| &r.input), text(r, |r| &r.variant), text(r, |r| &r.metric)];
    v.extend(ends(r, |r| r.first));
    v.extend(ends(r, |r| r.total));
    v.extend(basis(r, |r| r.first));
    v.push(real(r, |r| r.noise));
    v
}
