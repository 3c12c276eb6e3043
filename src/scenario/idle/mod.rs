//! Settings that change nothing because another one, which would make them act, is not as they need it. They are warned of, not refused:
//! a variant, a point of a sweep or `--set` may switch the other one. Told once, and only if it holds in every variant.

mod desk;
mod reasons;

use super::check::View;
use super::diagnostic::Diagnostic;
use super::layers::Layers;
use super::model::{Scenario, Sensitivity, Sweep};
use super::path::Path;

/// A setting without effect in one variant.
struct Idle {
    /// The setting.
    path: Path,
    /// Why it has none: the rest of "`path` …".
    why: String,
    /// How to mend it.
    cure: &'static str,
    /// The settings that would make it act.
    by: Vec<Path>,
}

/// All of them in one variant.
struct Idles<'a> {
    view: &'a View,
    found: Vec<Idle>,
}

/// Warns of what changes nothing in all of these variants (and templates of fleets).
pub fn check(layers: &mut Layers, views: &[&View], scenario: &Scenario) {
    let moved = moved(scenario.sweep.as_ref(), scenario.sensitivity.as_ref());
    let idle: Vec<Vec<Idle>> = views.iter().map(|view| of(view)).collect();
    let everywhere = |path: &Path| {
        views.iter().zip(&idle).all(|(view, idle)| !view.given(path) || idle.iter().any(|one| one.path == *path))
    };
    let mut told: Vec<&Path> = Vec::new();
    for (view, one) in views.iter().zip(&idle).flat_map(|(view, idle)| idle.iter().map(move |one| (view, one))) {
        let switched = one.by.iter().any(|by| is_switched(layers, view, by, &moved));
        if told.contains(&&one.path) || switched || from(layers, view, &one.path, "preset ") || !everywhere(&one.path) {
            continue;
        }
        told.push(&one.path);
        let d = Diagnostic::warning("unused", format!("`{}` {}", one.path, one.why));
        layers.found.push(d.at(&view.key_place(&one.path), one.cure));
    }
}

fn of(view: &View) -> Vec<Idle> {
    let mut idles = Idles { view, found: Vec::new() };
    idles.answers();
    idles.routing();
    idles.groups();
    idles.limits();
    idles.reasons();
    idles.busyness();
    idles.found
}

/// Paths that an experiment on this scenario moves, without quotes.
fn moved(sweep: Option<&Sweep>, sensitivity: Option<&Sensitivity>) -> Vec<String> {
    let axes = sweep.map_or(&[][..], |sweep| &sweep.axes).iter();
    let inputs = sensitivity.map_or(&[][..], |sensitivity| &sensitivity.inputs).iter();
    axes.chain(inputs).flat_map(|axis| &axis.paths).map(|path| path.replace(['"', '\''], "")).collect()
}

/// Is the setting moved by an experiment, or was it chosen for this one run? Then the file is not at fault.
fn is_switched(layers: &Layers, view: &View, by: &Path, moved: &[String]) -> bool {
    let plain = by.0.join(".");
    moved.iter().any(|path| path.ends_with(&plain)) || from(layers, view, by, "--set")
}

/// Does the setting stand in a text of this kind?
fn from(layers: &Layers, view: &View, path: &Path, kind: &str) -> bool {
    view.given(path) && layers.sources.origin(view.key_place(path).start).starts_with(kind)
}

impl Idles<'_> {
    /// The setting is written, but changes nothing.
    fn idle(&mut self, path: Path, why: impl Into<String>, cure: &'static str, by: &[Path]) {
        self.found.push(Idle { path, why: why.into(), cure, by: by.to_vec() });
    }

    /// A text, name or word.
    fn word(&self, path: &Path) -> String {
        self.view.get(path).unwrap_or_default()
    }
}
