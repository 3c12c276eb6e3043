//! From a tariff's name or file to a checked [`Plan`]; all mistakes at once.

use std::path::{Path, PathBuf};

use super::cards::{self, Own, Shelf};
use super::check::{self, States};
use super::compile::{self, Cards, Frame};
use super::currencies;
use super::library::{self, Document};
use super::missing::MissingRate;
use super::plan::{Plan, Setting};
use super::problem::{Problem, Problems, suggest};
use super::tree::{self, Node, Value};
use super::vocabulary::{self, settings};
use crate::units::{Currency, Money, Span};

/// Longest chain of `based_on`.
const DEEPEST: usize = 8;

/// Most choices (beside defaults) over all settings: they are checked one by one and in pairs.
const MOST_CHOICES: usize = 24;

/// What a scenario adds to a tariff.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The user's own rates, for tariffs whose card is `given` (others do not read them): (country, amount, basis).
    pub rates: Vec<(String, Money, String)>,
    /// Open readings: (setting, choice).
    pub settings: Vec<(String, String)>,
    /// What-if length of the window in which service messages are accepted (0 and [`Span::FOREVER`] allowed).
    pub window: Option<Span>,
    /// A message exactly at the end of a clock is inside; no source says, default: outside.
    pub edge_inside: bool,
    /// Which of the tariff's cards to bill by; default: the first one it names. Tariffs without a card do not read it.
    pub currency: Option<Currency>,
    /// Rates for markets and categories that the card lacks.
    pub missing: Vec<MissingRate>,
}

/// What a plan is loaded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To bill: everything must be there.
    Bill,
    /// To be shown: the rates of a card that is `given` may be absent.
    Show,
}

/// A tariff's text and what it stands on, before choices of settings are laid over it.
struct Draft {
    root: Node,
    folder: Option<PathBuf>,
    settings: Vec<settings::Setting>,
}

/// Loads a built-in tariff by name, or a tariff file by its path (which ends in `.toml`), and compiles it.
///
/// The open readings of the tariff are checked one by one and in pairs, also those that were not chosen.
///
/// # Errors
/// Every problem found: of the file (with line, column and help), of its cards, and of `options`.
pub fn load(name: &str, options: &Options) -> Result<Plan, Vec<Problem>> {
    load_for(Purpose::Bill, name, options)
}

/// The same for one purpose.
pub(super) fn load_for(purpose: Purpose, name: &str, options: &Options) -> Result<Plan, Vec<Problem>> {
    let mut problems = Problems::default();
    let plan = build(purpose, name, options, &mut problems);
    match plan {
        Some(plan) if problems.list.is_empty() => Ok(plan),
        _ => Err(problems.list),
    }
}

fn build(purpose: Purpose, name: &str, options: &Options, problems: &mut Problems) -> Option<Plan> {
    let draft = draft(name, problems)?;
    let chosen = choose(&draft.settings, options, problems);
    let mut shelf = Shelf::default();
    let own = Own {
        tariff: name,
        rates: &options.rates,
        missing: &options.missing,
        may_lack_rates: purpose == Purpose::Show,
    };
    let asked = Asked { choices: &chosen, currency: options.currency };
    let (definition, cards, currency) = assemble(&draft, &asked, &own, &mut shelf, problems)?;
    if let Some(problem) = currencies::refused(&definition, options.currency, currency) {
        problems.push(problem);
    }
    if definition.accept.window.is_none() && options.window.is_some() {
        let message = "there is no window to override: the tariff accepts service messages at any time";
        problems.push(Problem::of_file(name, message.into(), "take the window override away".into()));
    }
    if !problems.list.is_empty() {
        return None;
    }
    check_choices(&draft, &own, &mut shelf, problems);
    let offered = currencies::offered(&draft.root);
    let stem = Path::new(name).file_stem().map_or(name, |s| s.to_str().unwrap_or(name));
    let name = if name.ends_with(".toml") { stem } else { name };
    let frame = Frame {
        name: name.to_string(),
        settings: draft.settings.iter().zip(chosen).map(|(s, choice)| public(s, choice)).collect(),
        window: options.window.map(|w| w.0.max(0)),
        edge_inside: options.edge_inside,
        currencies: if offered.is_empty() { vec![currency] } else { offered },
    };
    Some(compile::compile(definition, cards, currency, frame))
}

fn public(setting: &settings::Setting, choice: String) -> Setting {
    let choices = setting.names().into_iter().map(String::from).collect();
    Setting { name: setting.name.clone(), choice, choices, reason: setting.reason.clone() }
}

/// Reads the text and those it is based on.
fn draft(name: &str, problems: &mut Problems) -> Option<Draft> {
    let mut chain = vec![name.to_string()];
    let document = library::tariff(name, None).map_err(|problem| problems.push(problem)).ok()?;
    let (root, folder) = tree_of(document, &mut chain, problems)?;
    let settings = settings::read(&root, problems);
    let choices: usize = settings.iter().map(|s| s.names().len() - 1).sum();
    if choices > MOST_CHOICES {
        problems.add(root.place, format!("{choices} choices in settings; at most {MOST_CHOICES}"), "");
        return None;
    }
    Some(Draft { root, folder, settings })
}

fn tree_of(document: Document, chain: &mut Vec<String>, problems: &mut Problems) -> Option<(Node, Option<PathBuf>)> {
    let Document { name, text, folder } = document;
    let root = tree::parse(&name, &text, problems)?;
    let Value::Table(own) = &root.value else { return None };
    let Some(based_on) = own.get("based_on") else { return Some((root, folder)) };
    let Value::Text(base) = &based_on.value else {
        problems.add(based_on.place, "`based_on` is the name of a tariff", "write based_on = \"whatsapp-2026-10\"");
        return None;
    };
    if chain.contains(base) || chain.len() >= DEEPEST {
        chain.push(base.clone());
        let message = format!("tariffs are based on each other in a circle, or too deep: {}", chain.join(" → "));
        problems.add(based_on.place, message, "");
        return None;
    }
    chain.push(base.clone());
    let found = library::tariff(base, folder.as_deref());
    let base = found.map_err(|problem| problems.add(based_on.place, problem.message, problem.help)).ok()?;
    let (base, base_folder) = tree_of(base, chain, problems)?;
    Some((settings::overlay(base, own, problems), folder.or(base_folder)))
}

/// The choice of every setting, from the options or the default.
fn choose(all: &[settings::Setting], options: &Options, problems: &mut Problems) -> Vec<String> {
    let mut wrong = |message: String, help: String| problems.push(Problem::of_file("settings", message, help));
    for (name, _) in options.settings.iter().filter(|(n, _)| !all.iter().any(|s| s.name == *n)) {
        wrong(format!("the tariff has no setting `{name}`"), suggest(name, all.iter().map(|s| s.name.as_str())));
    }
    let chosen = all.iter().map(|setting| {
        let asked = options.settings.iter().rev().find(|(n, _)| *n == setting.name).map(|(_, c)| c.as_str());
        let choice = asked.unwrap_or(&setting.default);
        if !setting.names().contains(&choice) {
            wrong(format!("`{choice}` is not a reading of `{}`", setting.name), suggest(choice, setting.names()));
        }
        choice.to_string()
    });
    chosen.collect()
}

type Assembled = (vocabulary::Definition, Cards, crate::units::Currency);

/// Choices of settings, and of a card by its currency.
struct Asked<'a> {
    choices: &'a [String],
    currency: Option<Currency>,
}

/// Lays the choices over the tree, reads it, and checks rules and cards.
fn assemble(
    draft: &Draft,
    asked: &Asked<'_>,
    own: &Own<'_>,
    shelf: &mut Shelf,
    problems: &mut Problems,
) -> Option<Assembled> {
    let mut root = draft.root.clone();
    for (setting, choice) in draft.settings.iter().zip(asked.choices) {
        if let Some(changes) = setting.changes(choice) {
            settings::apply(&mut root, changes, problems);
        }
    }
    let before = problems.list.len();
    currencies::choose(&mut root, asked.currency, problems);
    let definition = vocabulary::read(&root, problems)?;
    let cards = shelf.cards(&definition, draft.folder.as_deref(), own, problems)?;
    if problems.list.len() > before {
        return None;
    }
    let currency = cards::check(&definition, &cards, problems);
    check::check(&definition, &States::of(&definition), problems);
    Some((definition, cards, currency))
}

/// Every choice that is not a default, alone and in pairs of different settings, must give a good tariff too, and every card
/// by its currency with all defaults and with each choice.
fn check_choices(draft: &Draft, own: &Own<'_>, shelf: &mut Shelf, problems: &mut Problems) {
    let defaults: Vec<String> = draft.settings.iter().map(|s| s.default.clone()).collect();
    let others: Vec<(usize, &str)> = draft
        .settings
        .iter()
        .enumerate()
        .flat_map(|(i, s)| s.names().into_iter().skip(1).map(move |choice| (i, choice)))
        .collect();
    let mut good = |set: &[(usize, &str)], currency: Option<Currency>, problems: &mut Problems| {
        let mut choices = defaults.clone();
        set.iter().for_each(|(at, choice)| choices[*at] = choice.to_string());
        let before = problems.list.len();
        assemble(draft, &Asked { choices: &choices, currency }, own, shelf, problems);
        let mut named: Vec<String> = set.iter().map(|(at, c)| format!("{} = {c}", draft.settings[*at].name)).collect();
        named.extend(currency.map(|c| c.code().to_string()));
        for problem in &mut problems.list[before..] {
            problem.message = format!("with {}: {}", named.join(" and "), problem.message);
        }
        problems.list.len() == before
    };
    let alone: Vec<bool> = others.iter().map(|one| good(&[*one], None, problems)).collect();
    for (i, first) in others.iter().enumerate() {
        for (j, second) in others.iter().enumerate().skip(i + 1) {
            if first.0 != second.0 && alone[i] && alone[j] {
                good(&[*first, *second], None, problems);
            }
        }
    }
    for currency in currencies::offered(&draft.root).into_iter().skip(1).map(Some) {
        if good(&[], currency, problems) {
            others.iter().zip(&alone).filter(|(_, alone)| **alone).for_each(|(one, _)| {
                good(&[*one], currency, problems);
            });
        }
    }
}
