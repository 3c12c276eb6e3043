//! From a tariff's name or file to a checked [`Plan`]; all mistakes at once.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::cards::{self, Own, Shelf};
use super::check::{self, States};
use super::compile::{self, Cards, Frame, Source};
use super::currencies;
use super::library::{self, Document};
use super::missing::MissingRate;
use super::plan::{Plan, Setting, Times};
use super::problem::{Problem, Problems, suggest};
use super::sequence;
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
    /// What-if factor of every rate, millionths; `None` = 1.
    pub rate_times: Option<u64>,
    /// What-if factors of rates in single countries, millionths, on top of `rate_times`.
    pub rate_times_in: Vec<(String, u64)>,
    /// What-if size of every free quota; a tariff without one is refused.
    pub free_messages: Option<u64>,
    /// Open readings of single accounts: (account, setting, choice). They go before those of all.
    pub account_settings: Vec<(String, String, String)>,
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
pub(super) struct Draft {
    pub(super) root: Node,
    folder: Option<PathBuf>,
    settings: Vec<settings::Setting>,
}

/// Loads a built-in tariff by name, `calendar` (each date under its own tariff), or a tariff file by its path (which ends in
/// `.toml`), and compiles it.
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
    let document = library::tariff(name, None).map_err(|problem| problems.push(problem)).ok()?;
    let mut draft = draft(document, name, problems)?;
    let stem = Path::new(name).file_stem().map_or(name, |s| s.to_str().unwrap_or(name));
    let own_name = if name.ends_with(".toml") { stem } else { name };
    let head_settings = head_settings(&mut draft, options, problems);
    let (head, steps) = match sequence::read(&draft.root, problems) {
        Some(sequence) => {
            let steps = sequence.drafts(draft.folder.as_deref(), problems)?;
            (Some(sequence), steps)
        }
        None => (None, vec![Step { from: None, asked_as: name.to_string(), name: own_name.to_string(), draft }]),
    };
    if !problems.list.is_empty() {
        return None;
    }
    refuse_settings(&head_settings, &steps, options, problems);
    let mut accounts: Vec<&str> = options.account_settings.iter().map(|s| s.0.as_str()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut readings: Vec<Reading> = Vec::new();
    let mut schedules: Vec<Vec<(Option<Date>, u16)>> = Vec::new();
    for account in std::iter::once(None).chain(accounts.iter().copied().map(Some)) {
        let mut schedule = Vec::new();
        for step in &steps {
            let may_lack_rates = purpose == Purpose::Show || (head.is_some() && options.rates.is_empty());
            schedule.push((step.from, readings.len() as u16));
            readings.push(read_step(step, options, account, may_lack_rates, problems)?);
        }
        schedules.push(schedule);
    }
    let windows = readings.iter().filter(|r| r.source.definition.accept.window.is_some()).count();
    if windows == 0 && options.window.is_some() {
        let message = "there is no window to override: the tariff accepts service messages at any time";
        problems.push(Problem::of_file(name, message.into(), "take the window override away".into()));
    }
    if options.free_messages.is_some() && readings.iter().all(|r| r.source.definition.quotas.is_empty()) {
        let message = "there is no free quota to change the size of".into();
        problems.push(Problem::of_file(name, message, "take `free_messages` away".into()));
    }
    one_currency(&readings, problems);
    if !problems.list.is_empty() {
        return None;
    }
    if head.is_none() || name.ends_with(".toml") {
        steps.iter().for_each(|step| check_choices(step, options, problems));
    }
    let last = readings.last()?;
    let (says, from) = match &head {
        Some(head) => (head.says.clone(), head.from.clone()),
        None => (last.source.definition.says.clone(), last.source.definition.from.clone()),
    };
    let mut schedules = schedules.into_iter();
    let frame = Frame {
        name: own_name.to_string(),
        says,
        from,
        settings: head_settings.into_iter().chain(all_settings(&readings[..steps.len()])).collect(),
        runs_on: head.as_ref().is_some_and(|head| head.runs_on),
        edge_inside: options.edge_inside,
        currency: last.currency,
        currencies: last.offered.clone(),
        schedule: schedules.next()?,
        own_parts: accounts.into_iter().map(String::from).zip(schedules).collect(),
        times: Times { all: options.rate_times, by_country: options.rate_times_in.iter().cloned().collect() },
    };
    let sources = readings.into_iter().map(|r| r.source).collect();
    compile::compile(sources, frame).map_err(|problem| problems.push(problem)).ok()
}

/// The readings of a sequence itself, laid over its text; those of a tariff are read with it.
fn head_settings(draft: &mut Draft, options: &Options, problems: &mut Problems) -> Vec<Setting> {
    match &draft.root.value {
        Value::Table(top) if top.get("calendar").is_some() => {}
        _ => return Vec::new(),
    }
    let chosen = choose(&draft.settings, options, None, problems);
    for (setting, choice) in draft.settings.iter().zip(&chosen) {
        if let Some(changes) = setting.changes(choice) {
            settings::apply(&mut draft.root, changes, problems);
        }
    }
    draft.settings.iter().zip(chosen).map(|(setting, choice)| public(setting, choice)).collect()
}

/// One tariff of a plan and the first local day on which it holds.
pub(super) struct Step {
    pub(super) from: Option<Date>,
    /// The name under which it was asked for.
    pub(super) asked_as: String,
    /// Its name in the bill.
    pub(super) name: String,
    pub(super) draft: Draft,
}

/// One step with the choices of an account.
struct Reading {
    source: Source,
    currency: Currency,
    settings: Vec<Setting>,
    offered: Vec<Currency>,
}

fn own_of<'a>(step: &'a Step, options: &'a Options, may_lack_rates: bool) -> Own<'a> {
    Own { tariff: &step.asked_as, rates: &options.rates, missing: &options.missing, may_lack_rates }
}

fn read_step(
    step: &Step,
    options: &Options,
    account: Option<&str>,
    may_lack_rates: bool,
    problems: &mut Problems,
) -> Option<Reading> {
    let mut shelf = Shelf::default();
    let chosen = choose(&step.draft.settings, options, account, problems);
    let asked = Asked { choices: &chosen, currency: options.currency };
    let own = own_of(step, options, may_lack_rates);
    let (mut definition, cards, currency) = assemble(&step.draft, &asked, &own, &mut shelf, problems)?;
    if let Some(problem) = currencies::refused(&definition, options.currency, currency) {
        problems.push(problem);
    }
    if let (Some(window), Some(clock)) = (options.window, definition.accept.window) {
        definition.clocks[clock].lasts = window.0.max(0);
    }
    if let Some(size) = options.free_messages {
        definition.quotas.iter_mut().for_each(|quota| quota.size = size);
    }
    let offered = currencies::offered(&step.draft.root);
    Some(Reading {
        source: Source { name: step.name.clone(), definition, cards },
        currency,
        settings: step.draft.settings.iter().zip(chosen).map(|(s, choice)| public(s, choice)).collect(),
        offered: if offered.is_empty() { vec![currency] } else { offered },
    })
}

/// Settings of all steps; those of one name and the same readings are one.
fn all_settings(readings: &[Reading]) -> Vec<Setting> {
    let mut all: Vec<Setting> = Vec::new();
    for setting in readings.iter().flat_map(|r| &r.settings) {
        if !all.iter().any(|s| (&s.name, &s.choices) == (&setting.name, &setting.choices)) {
            all.push(setting.clone());
        }
    }
    all
}

/// Settings that no step knows.
fn refuse_settings(head: &[Setting], steps: &[Step], options: &Options, problems: &mut Problems) {
    let of_steps = || steps.iter().flat_map(|s| s.draft.settings.iter().map(|s| s.name.as_str()));
    let known = || head.iter().map(|s| s.name.as_str()).chain(of_steps());
    let mut refuse = |name: &String, message: String| {
        problems.push(Problem::of_file("settings", message, suggest(name, known())));
    };
    for (name, _) in options.settings.iter().filter(|s| !known().any(|k| k == s.0)) {
        refuse(name, format!("the tariff has no setting `{name}`"));
    }
    for (account, name, _) in options.account_settings.iter().filter(|s| !of_steps().any(|k| k == s.1)) {
        let whole = head.iter().any(|s| s.name == *name);
        let why =
            if whole { format!("; `{name}` is one of all accounts, not of `{account}` alone") } else { String::new() };
        refuse(name, format!("the tariff has no setting `{name}`{why}"));
    }
}

/// Tariffs that follow each other must be in one currency; one that asks no money has none.
fn one_currency(readings: &[Reading], problems: &mut Problems) {
    let Some(last) = readings.last() else { return };
    let asks = |r: &&Reading| r.source.cards.list.is_some();
    for reading in readings.iter().filter(asks).filter(|r| r.currency != last.currency) {
        let (name, code) = (&reading.source.name, reading.currency.code());
        let message = format!("`{name}` is in {code}, `{}` in {}", last.source.name, last.currency.code());
        problems.push(Problem::of_file("currency", message, "tariffs that follow each other have one currency".into()));
    }
}

fn public(setting: &settings::Setting, choice: String) -> Setting {
    let choices = setting.names().into_iter().map(String::from).collect();
    Setting { name: setting.name.clone(), choice, choices, reason: setting.reason.clone() }
}

/// Reads the text and those it is based on.
pub(super) fn draft(document: Document, name: &str, problems: &mut Problems) -> Option<Draft> {
    let mut chain = vec![name.to_string()];
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

/// The choice of every setting, from the options (those of the account last) or the default.
fn choose(all: &[settings::Setting], options: &Options, account: Option<&str>, problems: &mut Problems) -> Vec<String> {
    let own = options.account_settings.iter().filter(|s| Some(s.0.as_str()) == account).map(|s| (&s.1, &s.2));
    let asked: Vec<(&String, &String)> = options.settings.iter().map(|(n, c)| (n, c)).chain(own).collect();
    let chosen = all.iter().map(|setting| {
        let asked = asked.iter().rev().find(|(n, _)| **n == setting.name).map(|(_, c)| c.as_str());
        let choice = asked.unwrap_or(&setting.default);
        if !setting.names().contains(&choice) {
            let message = format!("`{choice}` is not a reading of `{}`", setting.name);
            problems.push(Problem::of_file("settings", message, suggest(choice, setting.names())));
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
    if problems.list.len() > before {
        return None;
    }
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
fn check_choices(step: &Step, options: &Options, problems: &mut Problems) {
    let (draft, shelf) = (&step.draft, &mut Shelf::default());
    let own = &own_of(step, options, step.from.is_some() || options.rates.is_empty());
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
