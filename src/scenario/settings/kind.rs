//! The kinds of values and how each is written, for messages, reference and schema.

/// Words to choose from, each with its meaning.
pub type Words = &'static [(&'static str, &'static str)];

/// What may be written as a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Text for people; no number depends on it.
    Prose,
    /// Text that names or selects something.
    Text,
    /// Name of an entry of a top-level table.
    NameOf(&'static str),
    /// List of such names.
    NamesOf(&'static str),
    /// One word of several.
    Choice(Words),
    /// List of such words.
    Choices(Words),
    /// `true` or `false`.
    Flag,
    /// A whole number from … to.
    Count(u64, u64),
    /// A number of people, or "unlimited".
    Size,
    /// A number from … to.
    Number(f64, f64),
    /// So many numbers, from … to.
    Numbers(usize, f64, f64),
    /// A span of time; may it be 0, may it be for ever?
    Span {
        /// 0 is allowed.
        zero: bool,
        /// "for ever" is allowed.
        forever: bool,
    },
    /// An amount of money, 0 or more.
    Money,
    /// A share from … to.
    Share(f64, f64),
    /// A list of shares, at least one.
    Shares,
    /// A frequency.
    Rate,
    /// A law of a time; may it be "never"?
    Law {
        /// "never" is allowed.
        never: bool,
    },
    /// A law of a count.
    CountLaw,
    /// A service promise.
    Promise,
    /// What metrics are to be known to: a text or a list of them.
    Precisions,
    /// Values of an axis: a list, or a range.
    Axis,
    /// Names of metrics: one, or a list.
    Metrics,
    /// Opening hours.
    Hours,
    /// A date or date-time.
    When,
    /// Two of them: from, to.
    Between,
    /// IANA time zone.
    Zone,
    /// ISO 4217 code.
    Currency,
    /// Name of a tariff, or a path ending in .toml.
    Tariff,
    /// List of such names.
    Tariffs,
    /// Heads: a number, or 336 (672) of them.
    Agents,
    /// Speeds of 1, 2, … chats, or a rule.
    Speed,
    /// Path of a CSV file, relative to the file that names it.
    File,
    /// Paths of TOML files, relative to the file that names them.
    Files,
    /// Paths of settings and their values: what a variant changes.
    Overrides,
}

impl Kind {
    /// How to write it, for messages and the reference.
    pub fn form(&self) -> String {
        match self {
            Kind::Prose | Kind::Text => "text".to_string(),
            Kind::NameOf(table) => format!("name of a [{table}.NAME]"),
            Kind::NamesOf(table) => format!("list of names of [{table}.NAME]"),
            Kind::Choice(words) => format!("one of {}", word_list(words)),
            Kind::Choices(words) => format!("list of {}", word_list(words)),
            Kind::Flag => "true or false".to_string(),
            Kind::Count(low, high) if *high >= i64::MAX as u64 => format!("whole number, {low} or more"),
            Kind::Count(low, high) => format!("whole number, {low} to {high}"),
            Kind::Size => "whole number of people, or \"unlimited\"".to_string(),
            Kind::Number(low, high) => format!("number, {low} to {high}"),
            Kind::Numbers(n, low, high) => format!("list of {n} numbers, {low} to {high}"),
            Kind::Span { forever: true, .. } => "span of time (\"24h\", \"for ever\")".to_string(),
            Kind::Span { .. } => "span of time (\"24h\", \"90 s\")".to_string(),
            Kind::Money => "amount of money (\"0.005 USD\")".to_string(),
            Kind::Share(low, high) => format!("share ({} % to {} %)", low * 100.0, high * 100.0),
            Kind::Shares => "list of shares ([\"80 %\", \"60 %\"])".to_string(),
            Kind::Rate => "frequency (\"1200/day\", \"120/h\")".to_string(),
            Kind::Law { .. } => "law of a time such as \"lognormal, mean 3 min, CV 1.1\"".to_string(),
            Kind::CountLaw => "law of a count (\"fixed 3\", \"geometric, mean 2.4\")".to_string(),
            Kind::Promise => "promise (\"80 % in 20 s\")".to_string(),
            Kind::Precisions => "precision (\"2 % of cost_per_resolved\"), or a list of them".to_string(),
            Kind::Axis => "list of values, or range (\"5 s to 60 s in 4 steps\")".to_string(),
            Kind::Metrics => "name of a metric, or a list of them".to_string(),
            Kind::Hours => "opening hours (\"Mon-Fri 09:00-18:00; Sat 10:00-14:00\", \"always\")".to_string(),
            Kind::When => "date or date-time (\"2018-08-01\", \"2018-08-01T09:00\")".to_string(),
            Kind::Between => "list of two dates, first and first after".to_string(),
            Kind::Zone => "IANA time zone (\"Europe/Paris\")".to_string(),
            Kind::Currency => "ISO 4217 code (\"EUR\")".to_string(),
            Kind::Tariff => "name of a tariff, or a path ending in .toml".to_string(),
            Kind::Tariffs => "list of names of tariffs".to_string(),
            Kind::Agents => {
                "whole number of heads, or a list of 336 by half-hour (672 by quarter) from Monday 00:00".to_string()
            }
            Kind::Speed => "list of speeds from 1.0 down, or \"linear 10 %\", or \"power 0.3\"".to_string(),
            Kind::File => "path of a CSV file, relative to this file".to_string(),
            Kind::Files => "list of paths of TOML files, relative to this file".to_string(),
            Kind::Overrides => "table of paths and their values".to_string(),
        }
    }
}

/// Words in quotes, with commas.
pub fn word_list(words: Words) -> String {
    words.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}
