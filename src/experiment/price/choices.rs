//! All that a firm can choose: combinations of the options of its levers, each with its scenario.

use std::collections::BTreeMap;

use super::game::{Change, Game, Horizon, Lever, Segment};
use crate::facts::Channel;
use crate::scenario::{Gathered, Laid, LoadOptions, Model, Report, Run, Scenario, Variant, load};

/// Choices of one segment at most.
pub const MOST_CHOICES: usize = 400;

/// One combination of options.
#[derive(Clone, Debug)]
pub struct Choice {
    /// `8 agents, pay, bot on, messages`.
    pub name: String,
    /// Option of each lever; `None` where it does not matter (messages are not answered).
    pub options: Vec<Option<usize>>,
    /// What is simulated; `None`: the firm answers nobody.
    pub model: Option<Model>,
    /// Stored replications are found by it.
    pub behaviour: String,
}

/// A segment with everything it can choose.
#[derive(Debug)]
pub struct Player {
    /// What the file says.
    pub segment: Segment,
    /// Its scenario: run control, currencies.
    pub scenario: Scenario,
    /// All choices; the first is that of the first options.
    pub choices: Vec<Choice>,
    /// All texts that its scenarios are read from, by name relative to the scenario; none if one is named by an absolute path.
    pub texts: Option<BTreeMap<String, String>>,
}

impl Player {
    /// Run control.
    pub fn run(&self) -> &Run {
        &self.scenario.run
    }

    /// Can a firm that holds `today` choose this at this horizon?
    pub fn allows(&self, choice: usize, today: usize, horizon: Horizon) -> bool {
        let (new, old) = (&self.choices[choice].options, &self.choices[today].options);
        choice == today
            || self.segment.levers.iter().enumerate().all(|(at, lever)| lever.horizon <= horizon || new[at] == old[at])
    }

    /// The first choice with these options; the ones not named are free.
    pub fn find(&self, held: &[(usize, usize)]) -> Option<usize> {
        let holds = |choice: &Choice, (lever, option): &(usize, usize)| choice.options[*lever] == Some(*option);
        // Without messages most levers do not matter: such a choice is meant only if the channel is named.
        let whole = self.choices.iter().position(|choice| held.iter().all(|one| holds(choice, one)));
        whole.or_else(|| {
            let fits = |choice: &Choice, one: &(usize, usize)| choice.options[one.0].is_none() || holds(choice, one);
            self.choices.iter().position(|choice| held.iter().all(|one| fits(choice, one)))
        })
    }
}

/// Reads the scenarios of a segment, one for each choice.
///
/// # Errors
/// Everything that is wrong with some of them, each once, with a choice that meets it.
pub fn player(game: &Game, segment: &Segment, extra: &[Laid], known: &LoadOptions) -> Result<Player, Report> {
    let mut reader = Loader { game, segment, extra, known, read: BTreeMap::new() };
    let base = reader.scenario(&[])?;
    let messages = variant(segment, &base).map_err(cannot)?;
    let group = group(segment, &base.variants[messages].model).map_err(cannot)?;
    let count = segment.levers.iter().fold(1_usize, |n, lever| n.saturating_mul(lever.options.len()));
    if count > MOST_CHOICES {
        return Err(cannot(format!(
            "segment `{}` has {count} choices: at most {MOST_CHOICES} are computed",
            segment.name
        )));
    }
    let mut choices: Vec<Choice> = Vec::new();
    let mut problems = Gathered::default();
    for number in 0..count {
        let digits = digits(&segment.levers, number);
        match reader.choice(&digits, messages, &group) {
            Ok(choice) => {
                problems.good();
                if !choices.iter().any(|known| known.name == choice.name) {
                    choices.push(choice);
                }
            }
            Err(report) => problems.refused(&options_of(segment, &digits), &report),
        }
    }
    let texts = reader.read.values().map(|scenario| scenario.source.as_ref().map(|source| source.files.clone()));
    let texts: Option<Vec<BTreeMap<String, String>>> = texts.collect();
    let texts = texts.map(|all| all.into_iter().flatten().collect());
    match problems.is_good() {
        true => Ok(Player { segment: segment.clone(), scenario: base, choices, texts }),
        false => Err(problems.report(&format!("ways to work of segment `{}`", segment.name))),
    }
}

/// Why a segment cannot play.
fn cannot(why: String) -> Report {
    Report::cannot_run(vec![why])
}

/// A combination of options in words.
fn options_of(segment: &Segment, digits: &[usize]) -> String {
    let named = segment.levers.iter().zip(digits).filter(|(lever, _)| lever.options.len() > 1);
    named.map(|(lever, digit)| words(&lever.name, &lever.options[*digit].0)).collect::<Vec<_>>().join(", ")
}

/// Options of the combination of this number; the last lever changes fastest.
fn digits(levers: &[Lever], mut number: usize) -> Vec<usize> {
    let mut digits = vec![0; levers.len()];
    for (at, lever) in levers.iter().enumerate().rev() {
        digits[at] = number % lever.options.len();
        number /= lever.options.len();
    }
    digits
}

/// The messaging variant of a segment's scenario.
fn variant(segment: &Segment, scenario: &Scenario) -> Result<usize, String> {
    let names: Vec<&str> = scenario.variants.iter().map(|v| v.name.as_str()).collect();
    let found = match &segment.variant {
        Some(name) => names.iter().position(|known| known == name),
        None => scenario.variants.iter().position(|v| v.model.channel == Channel::Messages),
    };
    found.ok_or_else(|| {
        let wanted = segment.variant.clone().unwrap_or_else(|| "messages".into());
        format!("segment `{}`: its scenario has no variant `{wanted}`: there are {}", segment.name, names.join(", "))
    })
}

/// The group whose staff is chosen: the only one that answers messages.
fn group(segment: &Segment, model: &Model) -> Result<String, String> {
    let groups: Vec<&str> = model.desk.groups.iter().filter(|g| g.messages).map(|g| g.name.as_str()).collect();
    match groups.as_slice() {
        [one] => Ok(one.to_string()),
        _ if !segment.levers.iter().any(|lever| lever.name == "staff") => Ok(String::new()),
        all => Err(format!(
            "segment `{}`: `staff` needs one group that answers messages, its scenario has {}: write a lever of your own",
            segment.name,
            all.len()
        )),
    }
}

struct Loader<'a> {
    game: &'a Game,
    segment: &'a Segment,
    extra: &'a [Laid],
    known: &'a LoadOptions,
    /// Scenarios by the settings laid on them.
    read: BTreeMap<Vec<String>, Scenario>,
}

impl Loader<'_> {
    fn scenario(&mut self, own: &[Laid]) -> Result<Scenario, Report> {
        let point: Vec<Laid> =
            self.game.run.iter().chain(&self.segment.sets).chain(self.extra).chain(own).cloned().collect();
        let sets: Vec<String> = point.iter().map(|laid| laid.text.clone()).collect();
        if let Some(known) = self.read.get(&sets) {
            return Ok(known.clone());
        }
        let options = LoadOptions { point, ..self.known.clone() };
        let scenario = load(&self.segment.scenario, &options)?;
        self.read.insert(sets, scenario.clone());
        Ok(scenario)
    }

    fn choice(&mut self, digits: &[usize], messages: usize, group: &str) -> Result<Choice, Report> {
        let changes: Vec<(&str, &Change)> = self
            .segment
            .levers
            .iter()
            .zip(digits)
            .map(|(lever, digit)| (lever.options[*digit].0.as_str(), &lever.options[*digit].1))
            .collect();
        let chosen = |wanted: &Change| changes.iter().any(|(_, change)| *change == wanted);
        let channel_only = |digits: &[usize]| {
            let of = |(at, digit): (usize, &usize)| (self.segment.levers[at].name == "channel").then_some(*digit);
            digits.iter().enumerate().map(of).collect::<Vec<_>>()
        };
        if chosen(&Change::Exit) {
            let options = channel_only(digits);
            return Ok(Choice { name: "none".into(), options, model: None, behaviour: String::new() });
        }
        if chosen(&Change::Phone) {
            let scenario = self.scenario(&[])?;
            let Some(phone) = scenario.variants.iter().find(|v| v.model.channel == Channel::Phone) else {
                let why = format!(
                    "segment `{}` may choose the phone, but its scenario has no [call_center]",
                    self.segment.name
                );
                return Err(cannot(why));
            };
            let options = channel_only(digits);
            return Ok(self.made("phone".into(), options, phone, false));
        }
        let mut own = Vec::new();
        let mut names = Vec::new();
        for ((name, change), lever) in changes.iter().zip(&self.segment.levers) {
            match change {
                Change::Sets(sets) => own.extend(sets.iter().cloned()),
                Change::Staff(text, written) => {
                    let text = match text.parse::<u32>() {
                        Ok(heads) => format!("group.{group}.agents={heads}"),
                        Err(_) => format!("group.{group}.meet=\"{text}\""),
                    };
                    own.push(Laid { name: lever.name.clone(), text, written: written.clone() });
                }
                _ => {}
            }
            if lever.options.len() > 1 {
                names.push(words(&lever.name, name));
            }
        }
        let no_bot = chosen(&Change::NoBot);
        let options = digits.iter().map(|digit| Some(*digit)).collect();
        let name = if names.is_empty() { "as it is".to_string() } else { names.join(", ") };
        let scenario = self.scenario(&own)?;
        Ok(self.made(name, options, &scenario.variants[messages], no_bot))
    }

    fn made(&self, name: String, options: Vec<Option<usize>>, variant: &Variant, no_bot: bool) -> Choice {
        let mut model = variant.model.clone();
        let mut behaviour = variant.behaviour.clone();
        model.cost.billed.clear();
        if no_bot && model.desk.bot.take().is_some() {
            behaviour.push_str(" without bot");
        }
        if let Some(wage) = self.segment.wage {
            model.desk.groups.iter_mut().for_each(|group| group.wage = wage);
        }
        Choice { name, options, model: Some(model), behaviour }
    }
}

/// An option in the words of a choice.
fn words(lever: &str, option: &str) -> String {
    match lever {
        "staff" if option.parse::<u32>().is_ok() => format!("{option} agents"),
        "bot" => format!("bot {option}"),
        "order" | "late" | "staff" => option.to_string(),
        "channel" => option.to_string(),
        _ => format!("{lever} {option}"),
    }
}
