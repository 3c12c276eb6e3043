//! The table of points of a sweep: made from its axes before anything runs.

use crate::scenario::words::one_number;
use crate::scenario::{Axis, AxisPlaces, AxisValues, Design, Laid, Sweep};
use crate::units::{HourlyRate, Money, Share, Span};

use super::design::{DesignError, full_factorial, latin_hypercube, scrambled_sobol};

/// A value of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// As TOML: what the loader reads.
    pub toml: String,
    /// For people: without quotes.
    pub text: String,
    /// Its place on a numeric axis, in [`AxisHead::unit`].
    pub number: Option<f64>,
}

/// What all points know of one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisHead {
    /// Path as written.
    pub path: String,
    /// Settings that it moves.
    pub paths: Vec<String>,
    /// Name in tables and charts.
    pub label: String,
    /// Unit of its numbers (`s`, `share`, `USD`, `1/h`, a text with `…`, empty for bare numbers); `None`: its values are words.
    pub unit: Option<String>,
    /// Where it was written.
    pub origin: String,
    /// Where its values were.
    pub places: AxisPlaces,
}

impl AxisHead {
    /// A value in words: of a text with one number in it (`geometric, mean 2`) the number alone.
    pub fn short(&self, text: &str) -> String {
        let number = self.unit.as_deref().filter(|unit| unit.contains('…')).and_then(|_| one_number(text));
        number.map_or(text.to_string(), |(number, _)| number.to_string())
    }
}

/// The points of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Axes in order.
    pub axes: Vec<AxisHead>,
    /// `rows[point][axis]`.
    pub rows: Vec<Vec<Level>>,
    /// The points are every combination of the axes' values.
    pub grid: bool,
}

impl Points {
    /// The points of a sweep; `seed` is that of the scenario.
    ///
    /// Errors: no axis, more points than allowed, a design that does not fit.
    pub fn of(sweep: &Sweep, seed: u64) -> Result<Points, String> {
        if sweep.axes.is_empty() {
            return Err("there is nothing to move: add [sweep.axis] to the file, or --axis PATH=VALUES".into());
        }
        let said = |error: DesignError| error.to_string();
        let too_many = |points: u64| {
            (points > sweep.most)
                .then(|| format!("{points} points; `sweep.most` allows {}", sweep.most))
                .map_or(Ok(()), Err)
        };
        let sampled = |points: u32, rows: Vec<Vec<f64>>| -> Result<Vec<Vec<String>>, String> {
            too_many(u64::from(points))?;
            Ok(rows
                .iter()
                .map(|row| row.iter().zip(&sweep.axes).map(|(share, axis)| sample(axis, *share)).collect())
                .collect())
        };
        let factors = sweep.axes.len();
        let rows = match &sweep.design {
            Design::Grid => grid(&sweep.axes, sweep.most)?,
            Design::LatinHypercube(n) => sampled(*n, latin_hypercube(factors, *n, seed).map_err(said)?)?,
            Design::Sobol(n) => sampled(*n, scrambled_sobol(factors, u64::from(*n), seed).map_err(said)?)?,
            Design::Table(rows) => {
                too_many(rows.len() as u64)?;
                rows.clone()
            }
        };
        Ok(Points::from_rows(&sweep.axes, rows, sweep.design == Design::Grid))
    }

    /// Points given by their TOML values.
    pub fn from_rows(axes: &[Axis], rows: Vec<Vec<String>>, grid: bool) -> Points {
        let texts: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|toml| plain(toml)).collect()).collect();
        let read: Vec<Vec<Option<(f64, String)>>> =
            texts.iter().map(|row| row.iter().map(|text| quantity(text)).collect()).collect();
        let unit = |axis: usize| {
            let first = read.first()?[axis].as_ref()?.1.clone();
            read.iter().all(|row| row[axis].as_ref().is_some_and(|(_, unit)| *unit == first)).then_some(first)
        };
        let heads: Vec<AxisHead> = axes
            .iter()
            .enumerate()
            .map(|(place, axis)| AxisHead {
                path: axis.path.clone(),
                paths: axis.paths.clone(),
                label: axis.label.clone(),
                unit: unit(place),
                origin: axis.origin.clone(),
                places: axis.places.clone(),
            })
            .collect();
        let level = |axis: usize, toml: String, text: String, read: &Option<(f64, String)>| Level {
            number: read.as_ref().map(|(number, _)| *number).filter(|_| heads[axis].unit.is_some()),
            toml,
            text,
        };
        let rows = rows.into_iter().zip(texts).zip(&read).map(|((row, texts), read)| {
            row.into_iter()
                .zip(texts)
                .enumerate()
                .map(|(axis, (toml, text))| level(axis, toml, text, &read[axis]))
                .collect()
        });
        let rows = rows.collect();
        Points { axes: heads, rows, grid }
    }

    /// What the loader is given for a point.
    pub fn sets(&self, point: usize) -> Vec<Laid> {
        let row = self.axes.iter().zip(&self.rows[point]);
        // An empty value is the file's own.
        row.filter(|(_, level)| !level.toml.is_empty())
            .flat_map(|(axis, level)| {
                let told = (axis.path.as_str(), axis.origin.as_str());
                axis.paths.iter().map(move |path| axis.places.laid(told, path, &level.toml))
            })
            .collect()
    }

    /// A point in words: `merge window = 45 s, fan out = 2`.
    pub fn words(&self, point: usize) -> String {
        let row = self.axes.iter().zip(&self.rows[point]);
        row.map(|(axis, level)| format!("{} = {}", axis.label, axis.short(&level.text))).collect::<Vec<_>>().join(", ")
    }

    /// Different values of an axis: by number, or in order of appearance.
    pub fn levels(&self, axis: usize) -> Vec<Level> {
        let mut list: Vec<Level> = Vec::new();
        for row in &self.rows {
            if !list.iter().any(|level| level.text == row[axis].text) {
                list.push(row[axis].clone());
            }
        }
        if self.axes[axis].unit.is_some() {
            list.sort_by(|a, b| a.number.unwrap_or(0.0).total_cmp(&b.number.unwrap_or(0.0)));
        }
        list
    }

    /// A hash of a scenario and these points, hexadecimal.
    pub fn with(&self, scenario: &str) -> String {
        blake3::hash(format!("{scenario} {}", self.hash()).as_bytes()).to_hex().to_string()
    }

    /// blake3 of the table, hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for axis in &self.axes {
            hasher.update(format!("axis {:?} {:?} {:?}\n", axis.path, axis.paths, axis.label).as_bytes());
        }
        for row in &self.rows {
            let row: String = row.iter().map(|level| format!("{:?} ", level.toml)).collect();
            hasher.update(row.as_bytes());
            hasher.update(b"\n");
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Every combination of the axes' values.
fn grid(axes: &[Axis], most: u64) -> Result<Vec<Vec<String>>, String> {
    let values: Vec<Vec<String>> = axes.iter().map(Axis::grid_values).collect();
    let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
    let rows = full_factorial(&sizes, most).map_err(|error| error.to_string())?;
    Ok(rows.into_iter().map(|row| row.iter().zip(&values).map(|(i, values)| values[*i].clone()).collect()).collect())
}

/// The value of an axis at a share of it; on a range with steps the nearest of them.
pub fn sample(axis: &Axis, share: f64) -> String {
    match &axis.values {
        AxisValues::Range(range) if range.steps.is_none() => range.at(share),
        _ => {
            let list = axis.grid_values();
            list[((share * list.len() as f64) as usize).min(list.len() - 1)].clone()
        }
    }
}

/// A TOML value without its quotes.
pub fn plain(toml: &str) -> String {
    match toml.parse::<toml::Value>() {
        Ok(toml::Value::String(text)) => text,
        _ => toml.trim_matches('"').to_string(),
    }
}

/// A text as a number with its unit, if it is one.
pub fn quantity(text: &str) -> Option<(f64, String)> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then(|| (number, String::new()));
    }
    if text.ends_with('%')
        && let Ok(share) = Share::parse(text)
    {
        return Some((share.0, "share".into()));
    }
    if let Ok(span) = Span::parse(text) {
        return (span != Span::FOREVER).then(|| (span.seconds(), "s".into()));
    }
    if let Ok(money) = Money::parse(text) {
        return Some((money.units(), money.currency.code().into()));
    }
    if let Ok(rate) = HourlyRate::parse(text) {
        return Some((rate.0, "1/h".into()));
    }
    one_number(text)
}
