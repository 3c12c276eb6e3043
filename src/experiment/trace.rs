//! One customer's life: what happened to a contact, when, and what each of its messages cost.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::desk;
use crate::engine::draws::Draws;
use crate::facts::{Body, Class, Fact, Fold, NEVER, Status};
use crate::scenario::Scenario;
use crate::tariff::{Biller, Decision, Plan};

use super::assemble::Assembly;

/// A contact: `SOURCE@COUNTRY#ORDINAL`, e.g. `delivery@FR#17`; all its generations are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Name of the source (reason, campaign or notification).
    pub source: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Arrival number in the stream, from 0.
    pub ordinal: u32,
}

impl std::str::FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Name, String> {
        let wrong = || format!("`{text}` names no contact: write SOURCE@COUNTRY#NUMBER, e.g. delivery@FR#17");
        let (source, rest) = text.rsplit_once('@').ok_or_else(wrong)?;
        let (country, ordinal) = rest.split_once('#').ok_or_else(wrong)?;
        let ordinal = ordinal.parse().map_err(|_| wrong())?;
        Ok(Name { source: source.into(), country: country.to_uppercase(), ordinal })
    }
}

/// The life of a contact in replication 0 of every variant, as text.
///
/// Errors: no such source or country, with those there are; a replication that fails.
pub fn trace(scenario: &Scenario, assemblies: &[Assembly], name: &Name) -> Result<String, String> {
    let mut text = String::new();
    for (variant, assembly) in scenario.variants.iter().zip(assemblies) {
        let stream = find(assembly, name)?;
        let run = &scenario.run;
        let zone = TimeZone::get(&run.zone).map_err(|error| error.to_string())?;
        let billers =
            assembly.tariffs.iter().map(|plan| Biller::for_desk(plan, &assembly.model.book, run.from, run.to));
        let mut tracer = Tracer {
            stream,
            ordinal: name.ordinal,
            zone,
            assembly,
            billers: billers.collect::<Result<_, _>>().map_err(|problems| format!("{problems:?}"))?,
            lines: Vec::new(),
        };
        desk::simulate(&assembly.desk, Draws::new(run.seed, 0, 0), &mut tracer)?;
        text.push_str(&format!("variant {} (replication 0)\n", variant.name));
        if tracer.lines.is_empty() {
            text.push_str("  no such contact in this replication\n");
        }
        for line in tracer.lines {
            text.push_str("  ");
            text.push_str(&line);
            text.push('\n');
        }
    }
    Ok(text)
}

fn find(assembly: &Assembly, name: &Name) -> Result<u16, String> {
    let model = &assembly.model;
    let label = |index: usize| {
        let stream = &assembly.desk.streams[index];
        let source = &model.sources[stream.source as usize].name;
        (source.as_str(), model.book.countries[stream.country as usize].as_str())
    };
    let found = (0..assembly.desk.streams.len()).find(|i| label(*i) == (name.source.as_str(), name.country.as_str()));
    found.map(|index| index as u16).ok_or_else(|| {
        let all: Vec<String> = (0..assembly.desk.streams.len())
            .map(label)
            .map(|(source, country)| format!("{source}@{country}"))
            .collect();
        format!("no stream `{}@{}`; there are {}", name.source, name.country, all.join(", "))
    })
}

struct Tracer<'a> {
    stream: u16,
    ordinal: u32,
    zone: TimeZone,
    assembly: &'a Assembly,
    billers: Vec<Biller>,
    lines: Vec<String>,
}

impl Fold for Tracer<'_> {
    fn block(&mut self, facts: &[Fact]) {
        for fact in facts {
            let mine = fact.head.id.stream == self.stream && fact.head.id.ordinal == self.ordinal;
            let decisions: Vec<Vec<Decision>> = self.billers.iter_mut().map(|biller| biller.bill_one(fact)).collect();
            if mine {
                self.say(fact, &decisions);
            }
        }
    }
}

impl Tracer<'_> {
    fn say(&mut self, fact: &Fact, decisions: &[Vec<Decision>]) {
        let head = &fact.head;
        let at = self.time(head.at);
        let mut line = format!("{at}  {:5} {}", format!("{:?}", head.part).to_lowercase(), self.words(fact));
        if head.id.generation > 0 && matches!(fact.body, Body::ContactOpened { .. }) {
            line.push_str(&format!(" (repeat {})", head.id.generation));
        }
        self.lines.push(line);
        if matches!(fact.body, Body::MessageOut { status: Status::Delivered, .. }) {
            for (plan, decisions) in self.assembly.tariffs.iter().zip(decisions) {
                let text = charges(plan, self.assembly, decisions);
                self.lines.push(format!("                           {}: {text}", plan.name()));
            }
        }
    }

    fn time(&self, at: i64) -> String {
        let stamp = Timestamp::from_microsecond(at).map(|stamp| self.zone.to_datetime(stamp));
        stamp.map_or_else(|_| at.to_string(), |local| local.strftime("%a %Y-%m-%d %H:%M:%S").to_string())
    }

    fn words(&self, fact: &Fact) -> String {
        let seconds = spelled;
        let rules = &self.assembly.rules;
        match &fact.body {
            Body::ContactOpened { reason, channel, origin } => format!(
                "contact opened about {} by {:?}, {:?}",
                self.assembly.model.reasons[*reason as usize].name, channel, origin
            ),
            Body::MessageIn { moves_clocks: false, .. } => "customer reminds; the window goes on".into(),
            Body::MessageIn { reminder: true, .. } => "customer reminds; the window starts anew".into(),
            Body::MessageIn { .. } => "customer writes; the window starts anew".into(),
            Body::MessageOut { class, status, reason, author, window_from, wait, sent_at, .. } => {
                let window = match window_from {
                    &NEVER => "no window".to_string(),
                    from if rules.at(fact.head.number, *sent_at).accepts(Class::Service, *from, *sent_at) => {
                        format!("window open since {}", seconds(sent_at - from))
                    }
                    from => format!("window closed, last message {} ago", seconds(sent_at - from)),
                };
                let wait = if *wait >= 0 { format!(", answer after {}", seconds(*wait)) } else { String::new() };
                let why = if *status == Status::Delivered { String::new() } else { format!(" ({reason:?})") };
                format!("{author:?} sends {} message, {status:?}{why}; {window}{wait}", class.word())
            }
            Body::CallStarted { wait, .. } => format!("an agent picks up after {}", seconds(*wait)),
            Body::CallEnded { answered: true, talk, .. } => format!("the call ends after {} of talk", seconds(*talk)),
            Body::CallEnded { wait, .. } => format!("the caller hangs up after {}", seconds((*wait).max(0))),
            Body::TurnLost { wait } => format!("gives up waiting for an answer after {}", seconds(*wait)),
            Body::ContactClosed { outcome, .. } => format!("contact closed: {}", outcome.word()),
        }
    }
}

/// What one message came to, line by line.
fn charges(plan: &Plan, assembly: &Assembly, decisions: &[Decision]) -> String {
    let said = decisions.iter().map(|decision| {
        let line = plan.describe(&assembly.model.book, decision);
        let amount = crate::units::Money { nanos: line.amount, currency: plan.currency() };
        let tier = if line.tier == 0 { String::new() } else { format!(", tier {}", line.tier) };
        match line.rate {
            None => format!("unrated by rule \"{}\"", line.rule),
            Some(_) if line.amount == 0 => format!("free by rule \"{}\"", line.rule),
            Some(_) => format!("{amount} by rule \"{}\", market {}, {}{tier}", line.rule, line.market, line.category),
        }
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "not billed: outside the run".into() } else { said.join("; ") }
}

/// A length of time as one says it: `2 h 33 min`, `84 s`.
fn spelled(micros: i64) -> String {
    let seconds = micros / 1_000_000;
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
