//! Small scenarios whose every instant is known: laws are fixed, and each source brings its contacts at one known minute.

use chatfare::desk::{self, DeskSums};
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::experiment::cost::{Exchange, Parts, parts};
use chatfare::experiment::metrics::{Value, of_replication};
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::facts::{Body, Channel, Entry, Fact, Fold, Outcome, Reason, Status};
use chatfare::scenario::{Currencies, LoadOptions, Run, Scenario, load_text};
use chatfare::tariff::{self, Bill};
use chatfare::units::Span;

/// A scenario text that must be right.
pub fn scenario(name: &str, text: &str) -> Scenario {
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    load_text(name, text, &LoadOptions { tariffs, ..LoadOptions::default() })
        .unwrap_or_else(|report| panic!("{report}\n{text}"))
}

/// Keeps all facts.
#[derive(Default)]
pub struct Record(pub Vec<Fact>);

impl Fold for Record {
    fn block(&mut self, facts: &[Fact]) {
        self.0.extend_from_slice(facts);
    }
}

/// One replication of one variant.
pub struct Play {
    pub facts: Vec<Fact>,
    pub chunk: Chunk,
    pub sums: DeskSums,
    pub assembly: Assembly,
    run: Run,
    currencies: Currencies,
}

/// A source that brings `run.contacts` contacts within a millisecond of this time.
pub fn arrives(at: &str) -> String {
    let minute: jiff::civil::DateTime = at.parse().expect("a time");
    let end = minute.checked_add(jiff::Span::new().minutes(1)).expect("a minute later");
    format!("volume = \"10000000000/day\"\nbetween = [\"{minute}\", \"{end}\"]\n")
}

/// A run over the week of Monday 6 August 2018 with so many contacts a source, and one country.
pub fn week(contacts: u32) -> String {
    format!(
        "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-13\"\nlead = \"0 s\"\ndrain = \"7 d\"\ncontacts = {contacts}\n\
         allow_unstable = true\n[business]\nzone = \"UTC\"\n[population.p]\ncountries = {{ FR = \"100 %\" }}\n\
         [zone]\nFR = \"UTC\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ FR = \"0.05 USD\" }}\n"
    )
}

/// One agent of one chat at all hours.
pub const ONE_AGENT: &str = "[group.team]\nagents = 1\nwage = \"0 USD\"\n";

/// Plays the variant of this name; `replicate` asserts conservation on the way.
pub fn play_variant(text: &str, name: &str) -> Play {
    play_promising(text, name, &[])
}

/// The same where these groups, by name, promise answers within so many minutes.
pub fn play_promising(text: &str, name: &str, promises: &[(&str, i64)]) -> Play {
    let scenario = scenario("stage.toml", text);
    let variant = scenario.variants.iter().find(|v| v.name == name).expect("the variant");
    let mut model = variant.model.clone();
    for (group, minutes) in promises {
        let place = model.desk.groups.iter().position(|known| known.name == *group).expect("the group");
        model.measures.note_promise(place as u8, Span(minutes * 60_000_000));
    }
    let assembly = assemble(&model, &scenario.run).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let chunk = replicate(&assembly, &scenario.run, scenario.run.seed, 0).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let mut record = Record::default();
    let sums = desk::simulate(&assembly.desk, Draws::new(scenario.run.seed, 0, 0), &mut record).expect("a run");
    Play { facts: record.0, chunk, sums, assembly, run: scenario.run, currencies: scenario.currencies }
}

/// Plays the only messaging variant.
pub fn play(text: &str) -> Play {
    play_variant(text, "messages")
}

impl Play {
    /// Index of the stream of a source (only one country each).
    fn stream(&self, source: &str) -> u16 {
        let named =
            |stream: &chatfare::traffic::StreamPlan| self.assembly.model.sources[stream.source as usize].name == source;
        self.assembly.desk.streams.iter().position(named).unwrap_or_else(|| panic!("no source {source}")) as u16
    }

    /// What happened to the contacts of a source, a fact a line, times of the day rounded to seconds.
    pub fn story(&self, source: &str) -> String {
        self.story_of(source, 0)
    }

    /// The same for its contact number `ordinal`.
    pub fn story_of(&self, source: &str, ordinal: u32) -> String {
        let stream = self.stream(source);
        let facts = self.facts.iter().filter(|f| (f.head.id.stream, f.head.id.ordinal) == (stream, ordinal));
        facts.map(|fact| self.tell(fact)).collect::<Vec<_>>().join("\n")
    }

    fn tell(&self, fact: &Fact) -> String {
        let begin = self.run.from;
        let seconds = (fact.head.at - begin + 400_000).div_euclid(1_000_000);
        let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].get(day as usize).copied().unwrap_or("later");
        let clock = format!("{day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        let s = |micros: i64| (micros + 400_000).div_euclid(1_000_000);
        let what = match fact.body {
            Body::ContactOpened { channel: Channel::Messages, .. } => "opens".to_string(),
            Body::ContactOpened { .. } => "calls".to_string(),
            Body::MessageIn { entry, reminder, .. } => {
                format!("writes{}{}", if entry == Entry::Ad { " ad" } else { "" }, if reminder { " again" } else { "" })
            }
            Body::MessageOut { class, status, reason, author, wait, queued, .. } => {
                let author = format!("{author:?}").to_lowercase();
                let fate = match (status, reason) {
                    (Status::Delivered, _) => String::new(),
                    (_, Reason::ContactBefore) => " refused: contact before".into(),
                    (_, Reason::Promotion) => " refused: promotion".into(),
                    (_, Reason::Undeliverable) => " failed".into(),
                    other => format!(" {other:?}"),
                };
                let waited = if wait >= 0 { format!(" wait {} queued {}", s(wait), s(queued)) } else { String::new() };
                format!("{author} {}{fate}{waited}", class.word())
            }
            Body::CallStarted { wait, .. } => format!("talks wait {}", s(wait)),
            Body::CallEnded { wait, talk, answered, outbound, line, .. } => {
                let direction = if outbound { " outbound" } else { "" };
                let fate = if answered { "" } else { " in vain" };
                format!(
                    "hangs up{direction}{fate} wait {} talk {} line {}",
                    if wait < 0 { -1 } else { s(wait) },
                    s(talk),
                    s(line)
                )
            }
            Body::TurnLost { wait } => format!("turn lost wait {}", s(wait)),
            Body::ContactClosed { outcome, wait, .. } => {
                let waited = if wait >= 0 { format!(" wait {}", s(wait)) } else { String::new() };
                format!("closes {}{waited}", outcome.word())
            }
        };
        let generation = if fact.head.id.generation > 0 { "repeat " } else { "" };
        format!("{clock} {generation}{what}")
    }

    /// Outcomes of the contacts opened in the run.
    pub fn outcomes(&self) -> String {
        let counted = Outcome::ALL.iter().zip(self.chunk.tally.outcomes).filter(|(_, count)| *count > 0);
        counted.map(|(outcome, count)| format!("{count} {}", outcome.word())).collect::<Vec<_>>().join(", ")
    }

    /// The bill of the tariff in force.
    pub fn bill(&self) -> Bill {
        self.bill_under(0)
    }

    /// What it cost, in the scenario's currency.
    pub fn cost(&self) -> Parts {
        parts(&self.assembly, &self.chunk, &Exchange(&self.currencies), 1)
    }

    /// Every metric of the replication.
    pub fn metrics(&self) -> Vec<Value> {
        of_replication(&self.assembly, &self.chunk, &Exchange(&self.currencies), 1)
    }

    /// One of them, in its unit.
    #[track_caller]
    pub fn metric(&self, name: &str) -> f64 {
        let scale = chatfare::table::metric(name).expect("a metric").scale;
        let value =
            self.metrics().into_iter().find(|value| value.metric == name).unwrap_or_else(|| panic!("no {name}"));
        value.numerator as f64 / value.denominator as f64 * scale
    }

    /// Tokens that messages carry.
    pub fn tokens(&self) -> u32 {
        let carried = |fact: &Fact| if let Body::MessageOut { quantity, .. } = fact.body { quantity.tokens } else { 0 };
        self.facts.iter().map(carried).sum()
    }

    /// The bill of the n-th tariff.
    pub fn bill_under(&self, n: usize) -> Bill {
        tariff::price(&self.assembly.tariffs[n], &self.assembly.model.book, &self.chunk.bills[n])
    }
}

/// Compares a story with its lines.
#[track_caller]
pub fn told(story: &str, lines: &[&str]) {
    let expected = lines.join("\n");
    assert!(story == expected, "happened:\n{story}\n\nexpected:\n{expected}");
}
