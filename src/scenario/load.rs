//! From a path to a checked [`Scenario`]: read, merge, check, build.

use super::build::{Builder, InputFile, build_currencies, build_platform, build_run, build_template, countries_in};
use super::bundle::bundle;
use super::check::{
    Typed, View, check_names, check_precision, cross_check, derive_defaults, did_you_mean, fill_defaults, put, walk,
};
use super::diagnostic::{Diagnostic, Report, Severity};
use super::effective::{Described, Layer, effective_values};
use super::feasible;
use super::fingerprint::{Part, behaviour, fingerprint, together};
use super::idle;
use super::laid::{Laid, faults};
use super::layers::Layers;
use super::model::{Axis, Scenario, Sensitivity, Sweep, Variant};
use super::path::Path;
use super::source::Place;
use super::tree::Table;
use crate::facts::Channel;
use std::collections::BTreeMap;
use std::path::Path as FilePath;

/// What the caller adds to a file.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// `path=value` arguments, in order; they win over everything.
    pub sets: Vec<String>,
    /// One point of an experiment, or one choice of a game; these win over `sets`.
    pub point: Vec<Laid>,
    /// To be simulated and billed alone: the scenario has no hash, no list of effective values and no texts.
    pub bare: bool,
    /// Names of the built-in tariffs; empty: names are not checked.
    pub tariffs: Vec<String>,
    /// Names of the metrics, each with the word for its unit (`money`, `s`, `share`, `count`); empty: not checked.
    pub metrics: Vec<(String, &'static str)>,
}

/// One alternative on its way to a model.
struct Draft {
    name: String,
    title: String,
    channel: Channel,
    view: View,
    /// Templates of its fleet: name and values.
    templates: Vec<(String, View)>,
}

/// Reads a scenario file (`-` is standard input) with its includes, and checks everything.
///
/// Errors: a [`Report`] of all problems found, with their places.
pub fn load(path: &FilePath, options: &LoadOptions) -> Result<Scenario, Report> {
    let mut layers = Layers::default();
    let base = layers.main_file(path);
    let name = path.file_stem().map_or("scenario".to_string(), |s| s.to_string_lossy().into_owned());
    finish(layers, base, if name == "-" { "stdin".to_string() } else { name }, options)
}

/// The same for a text; `name` stands in messages, includes are relative to the working folder.
pub fn load_text(name: &str, text: &str, options: &LoadOptions) -> Result<Scenario, Report> {
    let mut layers = Layers::default();
    let base = layers.main_text(name, text, FilePath::new(""), name.to_string());
    let own = layers.folders.get(1).map_or(0, |(offset, _)| *offset);
    layers.files.insert(0, (own, FilePath::new(name).file_name().map_or("scenario.toml".into(), Into::into)));
    let stem = FilePath::new(name).file_stem().map_or("scenario".to_string(), |s| s.to_string_lossy().into_owned());
    finish(layers, base, stem, options)
}

/// The code of a price game that was given as a scenario.
pub const PRICE_FILE: &str = "price-file";

fn finish(mut layers: Layers, mut base: Table, name: String, options: &LoadOptions) -> Result<Scenario, Report> {
    if layers
        .found
        .iter()
        .any(|d| matches!(d.code, "syntax" | "too-large") || (d.code == "unreadable-file" && d.labels.is_empty()))
    {
        return Err(Report::new(layers.found, layers.sources));
    }
    let begin = layers.folders.get(1).map_or(0..0, |(offset, _)| *offset..*offset);
    let sets: Vec<Table> =
        arguments(&options.sets).iter().chain(&options.point).map(|laid| layers.set(laid, &base)).collect();
    sets.iter().for_each(|s| base.merge(s.clone()));
    if let Some(entry) = base.entry("segment") {
        let problem = Diagnostic::error(PRICE_FILE, "this is a price game, not a scenario");
        let problem = problem.at(&entry.key_place, "only price games have segments");
        layers.found.push(problem.help("`chatfare price FILE` plays it, `chatfare validate FILE` checks it"));
        return Err(Report::new(layers.found, layers.sources));
    }

    let whole = !errors(&layers);
    let (mut plain, drafts) = draft(&mut layers, &base, &sets, options, &begin, whole);
    if errors(&layers) {
        axes(&mut layers, &plain, options);
        return Err(Report::new(layers.found, layers.sources));
    }
    if plain.items.is_empty() || drafts.is_empty() {
        plain = drafts.first().map(|d| d.view.clone()).unwrap_or_default();
    }
    match build_all(&mut layers, &plain, drafts, name, options) {
        Ok(scenario) if !errors(&layers) => {
            let source = if options.bare { None } else { bundle(&layers, &options.sets) };
            Ok(Scenario { warnings: warnings(&layers), source, ..scenario })
        }
        Ok(_) => Err(Report::new(layers.found, layers.sources)),
        Err(internal) => {
            layers.found.push(Diagnostic::error("internal", internal.to_string()));
            Err(Report::new(layers.found, layers.sources))
        }
    }
}

/// What else is wrong with the axes of a file that is refused: its author hears all of it at once.
fn axes(layers: &mut Layers, plain: &View, options: &LoadOptions) {
    let Ok(run) = build_run(plain) else { return };
    let (channel, files) = (Channel::Messages, &mut BTreeMap::new());
    let mut builder = Builder { view: plain, layers, run: &run, channel, files, inputs: Vec::new(), also: &[] };
    // A part that could not be read has been told.
    let found = (builder.sweep(&options.metrics), builder.sensitivity(&options.metrics));
    if let (Ok(sweep), Ok(sensitivity)) = found {
        axis_values(layers, &sweep, &sensitivity, options);
    }
}

/// What is wrong with the values of the axes, each once and in the file; a point reads them as they are.
fn axis_values(layers: &mut Layers, sweep: &Option<Sweep>, sensitivity: &Option<Sensitivity>, options: &LoadOptions) {
    if !options.point.is_empty() {
        return;
    }
    let axes = sweep.iter().flat_map(|sweep| &sweep.axes).chain(sensitivity.iter().flat_map(|s| &s.inputs));
    for axis in axes.filter(|axis| !axis.path.starts_with("variant.")) {
        let problems = wrong_values(axis, layers);
        layers.found.extend(problems);
    }
}

/// Each wrong value of a list; of a range the first one.
fn wrong_values(axis: &Axis, layers: &mut Layers) -> Vec<Diagnostic> {
    let Some(path) = axis.paths.first() else { return Vec::new() };
    let mut all = Vec::new();
    // An empty value is the file's own.
    for value in axis.grid_values().iter().filter(|value| !value.is_empty()) {
        let problems = faults(&axis.laid(path, value), &mut layers.sources);
        let enough = !problems.is_empty() && axis.is_range();
        all.extend(problems);
        if enough {
            break;
        }
    }
    all
}

/// `--set` arguments.
pub(crate) fn arguments(sets: &[String]) -> Vec<Laid> {
    let named = sets.iter().enumerate();
    named.map(|(i, set)| Laid { name: format!("--set #{}", i + 1), text: set.clone(), written: None }).collect()
}

fn errors(layers: &Layers) -> bool {
    layers.found.iter().any(|d| d.severity == Severity::Error)
}

/// Warnings as single lines with their place.
fn warnings(layers: &Layers) -> Vec<String> {
    let report = Report::new(layers.found.clone(), super::source::Sources::default());
    let line = |d: &Diagnostic| match d.labels.first() {
        Some(label) => format!("{} ({})", d.message, layers.sources.origin(label.place.start)),
        None => d.message.clone(),
    };
    report.diagnostics.iter().map(line).collect()
}

/// Checks the file as it stands and each variant; returns the view of the file and the drafts.
/// If a part could not be read (`whole` is false) nothing can be missing: only single values are judged.
fn draft(
    layers: &mut Layers,
    base: &Table,
    sets: &[Table],
    options: &LoadOptions,
    begin: &Place,
    whole: bool,
) -> (View, Vec<Draft>) {
    let names: Vec<String> =
        base.table("variant").map(|t| t.entries.iter().map(|e| e.key.clone()).collect()).unwrap_or_default();
    let center = base.entry("call_center").is_some();
    let usual = if writes(base, layers) || !center { Channel::Messages } else { Channel::Phone };
    let plain_wanted = names.is_empty() && whole;
    let mut plain = check(layers, base.clone(), usual, options, begin, plain_wanted);
    let mut drafts = Vec::new();
    let made = center && plain.get::<bool>(&Path::of(&["call_center", "variant"])).unwrap_or(true);
    if made {
        let view = check(layers, base.clone(), Channel::Phone, options, begin, whole);
        let title = "the call centre".to_string();
        let templates = templates(layers, base, Channel::Phone, (sets, options, begin, whole));
        drafts.push(Draft { name: "phone".to_string(), title, channel: Channel::Phone, view, templates });
    }
    for name in &names {
        let mut tree = base.clone();
        tree.merge(layers.variant(name, base));
        sets.iter().for_each(|s| tree.merge(s.clone()));
        let here = Path::of(&["variant", name]);
        let word: Option<String> = plain.get(&here.join("channel"));
        let channel = match word.as_deref() {
            Some("phone") => Channel::Phone,
            Some(_) => Channel::Messages,
            None => usual,
        };
        let title = plain.get(&here.join("title")).unwrap_or_default();
        let templates = templates(layers, &tree, channel, (sets, options, begin, whole));
        let view = check(layers, tree, channel, options, begin, whole);
        if drafts.iter().any(|d| d.name == *name) {
            let d = Diagnostic::error("conflict", "the name `phone` is taken by the variant made from [call_center]");
            let fix = "choose another name, or write `variant = false` in [call_center]";
            layers.found.push(d.at(&plain.key_place(&here), fix));
        }
        drafts.push(Draft { name: name.clone(), title, channel, view, templates });
    }
    if names.is_empty() && (usual == Channel::Messages || drafts.is_empty()) {
        let name = if usual == Channel::Messages { "messages" } else { "phone" };
        let templates = templates(layers, base, usual, (sets, options, begin, whole));
        let view = plain.clone();
        drafts.push(Draft { name: name.to_string(), title: String::new(), channel: usual, view, templates });
    }
    check_baseline(layers, &mut plain, &mut drafts);
    (plain, drafts)
}

/// The templates of the fleet that a tree describes, each checked as a tree of its own.
fn templates(
    layers: &mut Layers,
    tree: &Table,
    channel: Channel,
    (sets, options, begin, whole): (&[Table], &LoadOptions, &Place, bool),
) -> Vec<(String, View)> {
    let named = tree.table("fleet").and_then(|fleet| fleet.table("template"));
    let names: Vec<String> = named.map(|t| t.entries.iter().map(|e| e.key.clone()).collect()).unwrap_or_default();
    let mut list = Vec::new();
    for name in names {
        let mut own = tree.clone();
        own.merge(layers.template(&name, tree));
        sets.iter().for_each(|s| own.merge(s.clone()));
        list.push((name, check(layers, own, channel, options, begin, whole)));
    }
    list
}

/// Does a group answer messages?
fn writes(base: &Table, layers: &Layers) -> bool {
    let (view, _) = walk(base.clone(), &layers.sources);
    view.names("group").iter().any(|group| {
        let channels: Option<Vec<String>> = view.get(&Path::of(&["group", group, "channels"]));
        channels.is_none_or(|channels| channels.iter().any(|channel| channel == "messages"))
    })
}

/// All checks of one merged tree. With `strict` false only faults of single values count: variants may add the rest.
fn check(
    layers: &mut Layers,
    tree: Table,
    channel: Channel,
    options: &LoadOptions,
    begin: &Place,
    strict: bool,
) -> View {
    let (mut view, found) = walk(tree, &layers.sources);
    layers.found.extend(found);
    let missing = fill_defaults(&mut view, begin);
    derive_defaults(&mut view, channel);
    let mut names = check_names(&view, &options.tariffs);
    names.extend(check_precision(&view, &options.metrics));
    if strict {
        layers.found.extend(missing);
        layers.found.extend(names);
        layers.found.extend(cross_check(&view, channel, begin));
    }
    view
}

/// The baseline is a variant; by default the first one, which is `phone` if there is a call centre.
fn check_baseline(layers: &mut Layers, plain: &mut View, drafts: &mut [Draft]) {
    let path = Path::of(&["run", "baseline"]);
    let names: Vec<String> = drafts.iter().map(|d| d.name.clone()).collect();
    match (plain.get::<String>(&path), names.first()) {
        (Some(name), _) if !names.contains(&name) => {
            let d = Diagnostic::error("unknown-name", format!("there is no variant named {name:?}"));
            let label = did_you_mean(&name, names.iter().map(String::as_str).collect::<Vec<_>>());
            layers.found.push(d.at(&plain.place(&path), label));
        }
        (None, Some(first)) => {
            put(plain, path.clone(), Typed::Text(first.clone()));
            for draft in drafts {
                put(&mut draft.view, path.clone(), Typed::Text(first.clone()));
                draft.templates.iter_mut().for_each(|(_, view)| put(view, path.clone(), Typed::Text(first.clone())));
            }
        }
        _ => {}
    }
}

fn build_all(
    layers: &mut Layers,
    plain: &View,
    drafts: Vec<Draft>,
    name: String,
    options: &LoadOptions,
) -> Result<Scenario, super::check::Internal> {
    let common = if plain.items.is_empty() { &drafts[0].view } else { plain };
    let run = build_run(common)?;
    let mut files: BTreeMap<String, InputFile> = BTreeMap::new();
    let mut variants = Vec::new();
    let (mut inputs, mut template_inputs) = (Vec::new(), Vec::new());
    for d in &drafts {
        let also = countries_of(d);
        let mut read = |layers: &mut Layers, view: &View, name: &str| {
            let channel = d.channel;
            let mut builder =
                Builder { view, layers, run: &run, channel, files: &mut files, inputs: Vec::new(), also: &also };
            let model = builder.model()?;
            let inputs = builder.inputs;
            let behaviour = behaviour(&Part { name, channel, view, inputs: &inputs });
            Ok::<_, super::check::Internal>((model, inputs, behaviour))
        };
        let (mut model, own, behaviour) = read(layers, &d.view, &d.name)?;
        let mut acts = vec![behaviour];
        inputs.push(own);
        for (name, view) in &d.templates {
            let (template, own, behaviour) = read(layers, view, name)?;
            acts.push(behaviour);
            template_inputs.push(own);
            build_template(layers, &d.view, &mut model, name, template)?;
        }
        variants.push(Variant { name: d.name.clone(), title: d.title.clone(), model, behaviour: together(acts) });
    }
    let mut builder = Builder {
        view: common,
        layers,
        run: &run,
        channel: Channel::Messages,
        files: &mut files,
        inputs: Vec::new(),
        also: &[],
    };
    let (sweep, sensitivity) = (builder.sweep(&options.metrics)?, builder.sensitivity(&options.metrics)?);
    axis_values(layers, &sweep, &sensitivity, options);
    if !errors(layers) {
        drafts.iter().zip(&variants).for_each(|(d, v)| feasible::check(layers, &d.view, &run, &v.model, &d.name));
    }
    let of_fleet = drafts.iter().flat_map(|d| d.templates.iter().map(|(name, view)| (name, d.channel, view)));
    let parts: Vec<Part<'_>> = drafts
        .iter()
        .map(|d| (&d.name, d.channel, &d.view))
        .zip(&inputs)
        .chain(of_fleet.zip(&template_inputs))
        .map(|((name, channel, view), inputs)| Part { name, channel, view, inputs })
        .collect();
    let mut described: Vec<Described<'_>> =
        drafts.iter().map(|d| Described { layer: Layer::Variant, name: &d.name, view: &d.view }).collect();
    // Variants share the templates of the file: those of the first one are shown.
    let templates = drafts.first().map_or(&[][..], |d| d.templates.as_slice());
    described.extend(templates.iter().map(|(name, view)| Described { layer: Layer::Template, name, view }));
    let whole = !options.bare;
    let baseline: Option<String> = common.get(&Path::of(&["run", "baseline"]));
    let folder =
        layers.files.first().and_then(|(_, file)| file.parent()).map_or(String::new(), |folder| match folder {
            none if none.as_os_str().is_empty() => String::new(),
            some => format!("{}/", some.display()),
        });
    let scenario = Scenario {
        name,
        folder,
        question: common.get(&Path::of(&["question"])).unwrap_or_default(),
        currencies: build_currencies(common)?,
        platform: build_platform(common)?,
        baseline: baseline.and_then(|b| variants.iter().position(|v| v.name == b)).unwrap_or(0),
        effective: if whole { effective_values(layers, common, &described) } else { Vec::new() },
        hash: if whole { fingerprint(&parts) } else { String::new() },
        warnings: Vec::new(),
        source: None,
        variants,
        run,
        sweep,
        sensitivity,
    };
    if !errors(layers) && whole && options.point.is_empty() {
        let views = drafts.iter().flat_map(|d| d.templates.iter().map(|(_, view)| view).chain([&d.view]));
        idle::check(layers, &views.collect::<Vec<_>>(), &scenario);
    }
    Ok(scenario)
}

/// Countries of a variant and of all templates of its fleet: what desks count alike has the same index.
fn countries_of(draft: &Draft) -> Vec<String> {
    let views = draft.templates.iter().map(|(_, view)| view);
    views.chain([&draft.view]).filter(|_| !draft.templates.is_empty()).flat_map(countries_in).collect()
}
