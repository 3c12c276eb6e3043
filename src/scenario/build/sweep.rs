//! What `sweep` and `sensitivity` move: paths, designs and metrics are checked here, values by the caller with their places.

use super::Builder;
use crate::scenario::check::{Internal, View, did_you_mean};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Axis, AxisPlaces, AxisValues, Design, Sensitivity, Sweep};
use crate::scenario::path::{Path, segments};
use crate::scenario::settings::Grammar;
use crate::scenario::source::{Place, Sources};
use crate::scenario::tree::{Kind, Value};
use crate::scenario::words::toml_text;

/// What all points have in common.
const FIXED: [&str; 8] = ["format", "question", "preset", "include", "run", "platform", "sweep", "sensitivity"];
/// Cells of a table of points at most.
const MOST_CELLS: usize = 1 << 24;

impl Builder<'_> {
    /// `[sweep]`, if the file has it.
    pub(in crate::scenario) fn sweep(&mut self, metrics: &[(String, &'static str)]) -> Result<Option<Sweep>, Internal> {
        let path = Path::of(&["sweep"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let word: String = self.view.need(&path.join("design"))?;
        let mut axes = self.axes(&path, "axis")?;
        let design = match word.as_str() {
            "table" => self.table_of_points(&path, &mut axes),
            "grid" => Some(Design::Grid),
            _ => self.sampled(&path, word == "sobol"),
        };
        if design == Some(Design::Grid) {
            self.need_steps(&path, &axes);
        }
        Ok(Some(Sweep {
            axes,
            design: design.unwrap_or(Design::Grid),
            metrics: self.metrics(&path.join("metrics"), metrics),
            most: self.view.need(&path.join("most"))?,
        }))
    }

    /// `[sensitivity]`, if the file has it.
    pub(in crate::scenario) fn sensitivity(
        &mut self,
        metrics: &[(String, &'static str)],
    ) -> Result<Option<Sensitivity>, Internal> {
        let path = Path::of(&["sensitivity"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let inputs = self.axes(&path, "input")?;
        for axis in &inputs {
            let place = self.view.place(&path.join("input").join(&axis.path));
            let fits = match &axis.values {
                AxisValues::Range(range) => range.steps.is_none(),
                AxisValues::List(list) => list.len() == 3,
            };
            if !fits {
                let d = Diagnostic::error("bad-value", format!("`{}` is no range of an input", axis.path));
                self.report_problem(d.at(&place, "write such as \"2 min to 4 min\", or a list of low, base and high"));
            }
        }
        let number = |key: &str| self.view.need::<u64>(&path.join(key)).map(|n| n as u32);
        let (trajectories, levels, points) = (number("trajectories")?, number("levels")?, number("points")?);
        for (key, wrong, fix) in [
            ("levels", levels % 2 == 1, "write an even number, usually 4"),
            ("points", !points.is_power_of_two(), "write a power of two, such as 64"),
        ] {
            if wrong {
                let d = Diagnostic::error("out-of-range", format!("`sensitivity.{key}` does not fit its design"));
                self.report_problem(d.at(&self.view.place(&path.join(key)), fix));
            }
        }
        let metric = self.metrics(&path.join("metric"), metrics).into_iter().next();
        Ok(Some(Sensitivity { inputs, metric, trajectories, levels, points }))
    }

    /// Names of metrics that there are.
    fn metrics(&mut self, path: &Path, known: &[(String, &'static str)]) -> Vec<String> {
        let given: Vec<String> = self.view.get(path).unwrap_or_default();
        for name in given.iter().filter(|name| !known.is_empty() && !known.iter().any(|(k, _)| k == *name)) {
            let label = did_you_mean(name, known.iter().map(|(k, _)| k.as_str()).collect::<Vec<_>>());
            let d = Diagnostic::error("unknown-name", format!("there is no metric {name:?}"));
            self.report_problem(d.at(&self.view.place(path), label));
        }
        given
    }

    /// Axes in the order of the file.
    fn axes(&mut self, path: &Path, key: &str) -> Result<Vec<Axis>, Internal> {
        let table = path.join(key);
        let mut axes: Vec<Axis> = Vec::new();
        for written in self.view.keys(&table) {
            let here = table.join(&written);
            let (key_place, place) = (self.view.key_place(&here), self.view.place(&here));
            let Some(values) = self.view.get::<AxisValues>(&here) else { continue };
            let Some(paths) = self.paths(&written, &key_place) else { continue };
            if let Some(other) = axes.iter().find(|axis| axis.paths.iter().any(|p| paths.contains(p))) {
                let text = format!("`{}` and `{written}` move one setting", other.path);
                self.report_problem(Diagnostic::error("conflict", text).at(&key_place, "take one of them away"));
            }
            let label: Option<String> = self.view.get(&path.join("label").join(&written));
            let origin = self.layers.sources.origin(place.start);
            let label = label.unwrap_or_else(|| short(&written));
            let raw = self.view.tree.entry_at(&here.0).map(|entry| &entry.value);
            let places = raw.map(|raw| places_of(&self.layers.sources, &key_place, raw, &values)).unwrap_or_default();
            axes.push(Axis { path: written, paths, label, values, origin, places });
        }
        Ok(axes)
    }

    /// The settings that a path stands for, or nothing if it is refused.
    fn paths(&mut self, written: &str, place: &Place) -> Option<Vec<String>> {
        let keys = match segments(written) {
            Ok(keys) => keys.into_iter().map(|(key, _)| key).collect::<Vec<_>>(),
            Err((why, _)) => {
                self.report_problem(Diagnostic::error("syntax", why).at(place, "in the path"));
                return None;
            }
        };
        if FIXED.contains(&keys[0].as_str()) {
            let text = format!("`{}` is common to all points", keys[0]);
            self.report_problem(Diagnostic::error("not-here", text).at(place, "cannot be an axis"));
            return None;
        }
        let known = keys[0] == "variant" || Grammar::get().find(&keys).is_some_and(|(_, node)| node.setting.is_some());
        if !known {
            let all: Vec<String> =
                Grammar::get().settings().iter().map(|(p, ..)| crate::scenario::settings::shown(p)).collect();
            let label = crate::scenario::nearest(written, all.iter().map(String::as_str))
                .map_or("no such setting".to_string(), |near| format!("did you mean `{near}`?"));
            let d = Diagnostic::error("unknown-key", format!("`{written}` is no setting")).at(place, label);
            self.report_problem(
                d.help("`chatfare explain` lists the sections, `chatfare explain SECTION` its settings"),
            );
            return None;
        }
        let found = expand(self.view, &keys);
        if found.is_empty() {
            let d = Diagnostic::error("unknown-name", format!("`{written}` stands for nothing in this file"));
            self.report_problem(d.at(place, "there is no such name"));
            return None;
        }
        Some(found.iter().map(Path::to_string).collect())
    }

    /// A grid needs values.
    fn need_steps(&mut self, path: &Path, axes: &[Axis]) {
        for axis in axes {
            if matches!(&axis.values, AxisValues::Range(range) if range.steps.is_none()) {
                let place = self.view.place(&path.join("axis").join(&axis.path));
                let d = Diagnostic::error("bad-value", format!("how many values has `{}`?", axis.path));
                self.report_problem(d.at(&place, "add such as \"… in 5 steps\", or choose a sampled `design`"));
            }
        }
    }

    /// A design of so many points.
    fn sampled(&mut self, path: &Path, sobol: bool) -> Option<Design> {
        let Some(points) = self.view.get::<u64>(&path.join("points")).map(|n| n as u32) else {
            let d = Diagnostic::error("missing-setting", "`sweep.points` must be given for this design");
            self.report_problem(d.at(&self.view.place(&path.join("design")), "add `points = 64`"));
            return None;
        };
        if sobol && !points.is_power_of_two() {
            let d = Diagnostic::error("out-of-range", format!("{points} points: a Sobol design takes a power of two"));
            let fix = format!("write {}", points.next_power_of_two());
            self.report_problem(d.at(&self.view.place(&path.join("points")), fix));
        }
        Some(if sobol { Design::Sobol(points) } else { Design::LatinHypercube(points) })
    }

    /// The points of a CSV file: its columns become axes.
    fn table_of_points(&mut self, path: &Path, axes: &mut Vec<Axis>) -> Option<Design> {
        let setting = path.join("file");
        let Some(file) = self.view.get::<String>(&setting) else {
            let d = Diagnostic::error("missing-setting", "`sweep.file` must be given for the design `table`");
            self.report_problem(d.at(&self.view.place(&path.join("design")), "add `file = \"points.csv\"`"));
            return None;
        };
        let (rows, offset) = self.rows(&setting, &file)?;
        let width = rows.first().map_or(0, |head| head.cells.len());
        if rows.len() < 2 || width == 0 || rows.len().saturating_mul(width) > MOST_CELLS {
            let d = Diagnostic::error("bad-csv", "a table of points has a heading of paths and a row a point");
            self.report_problem(d.at(&self.view.place(&setting), "named here"));
            return None;
        }
        axes.clear();
        for (column, (written, at)) in rows[0].cells.iter().enumerate() {
            let place = at.start + offset..at.end + offset;
            let written = written.trim().to_string();
            let Some(paths) = self.paths(&written, &place) else { continue };
            let mut values: Vec<String> = Vec::new();
            let mut places = AxisPlaces { whole: self.layers.sources.written(&place, &place), ..AxisPlaces::default() };
            for row in &rows[1..] {
                let (Some(cell), Some((_, at))) = (row.cell(column), row.cells.get(column)) else { continue };
                let value = toml_text(&cell);
                if places.values.contains_key(&value) {
                    continue;
                }
                if let Some(own) = self.layers.sources.written(&place, &(at.start + offset..at.end + offset)) {
                    places.values.insert(value.clone(), own);
                }
                values.push(value);
            }
            let label: Option<String> = self.view.get(&path.join("label").join(&written));
            let label = label.unwrap_or_else(|| short(&written));
            let origin = self.layers.sources.origin(place.start);
            axes.push(Axis { path: written, paths, label, values: AxisValues::List(values), origin, places });
        }
        let mut points = Vec::new();
        for row in &rows[1..] {
            points.push((0..width).map(|i| toml_text(&row.cell(i).unwrap_or_default())).collect());
        }
        Some(Design::Table(points))
    }
}

/// Where the values of an axis were written: those of a list each, those of a range together.
fn places_of(sources: &Sources, key: &Place, raw: &Value, values: &AxisValues) -> AxisPlaces {
    let mut places = AxisPlaces { whole: sources.written(key, &raw.place), ..AxisPlaces::default() };
    let AxisValues::List(list) = values else { return places };
    let found: Vec<Place> = match &raw.kind {
        Kind::List(items) => items.iter().map(|item| item.place.clone()).collect(),
        _ => pieces(sources.slice(&raw.place).unwrap_or(""), raw.place.start),
    };
    for (value, place) in list.iter().zip(found) {
        if let Some(written) = sources.written(key, &place) {
            places.values.entry(value.clone()).or_insert(written);
        }
    }
    places
}

/// The places of the values of `"a | b"`, whose text begins at `start`.
fn pieces(text: &str, start: usize) -> Vec<Place> {
    let mut at = start;
    let mut list = Vec::new();
    for piece in text.split(" | ") {
        let inner = piece.trim().trim_matches(['"', '\'']);
        let lead = piece.find(inner).unwrap_or(0);
        list.push(at + lead..at + lead + inner.len());
        at += piece.len() + 3;
    }
    list
}

/// Paths with a name in place of each `*`.
fn expand(view: &View, keys: &[String]) -> Vec<Path> {
    let mut list = vec![Path::default()];
    for key in keys {
        list = match key.as_str() {
            "*" => list.iter().flat_map(|p| view.keys(p).into_iter().map(|k| p.join(&k)).collect::<Vec<_>>()).collect(),
            _ => list.into_iter().map(|p| p.join(key)).collect(),
        };
    }
    list
}

/// The last two keys of a path, without stars: a name for charts.
fn short(path: &str) -> String {
    let keys: Vec<String> = segments(path).unwrap_or_default().into_iter().map(|(key, _)| key).collect();
    let plain: Vec<&String> = keys.iter().filter(|key| *key != "*").collect();
    plain[plain.len().saturating_sub(2)..].iter().map(|key| key.replace('_', " ")).collect::<Vec<_>>().join(" ")
}
