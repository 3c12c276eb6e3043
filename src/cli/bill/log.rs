//! How `bill` reads its log.

use super::super::screen::Failure;
use super::input::Input;
use super::source::hash_of;
use crate::log::{Edge, Format, Mapping, MissingIds, Options, Problem, Unmarked, Zones, counted, open};
use crate::units::{MOST_TEXT, open_plain, read_text_file};
use clap::Args;
use std::path::PathBuf;

/// What a user may say of his log.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Reading the log")]
pub struct Reading {
    /// Layout of the files [default: found by their content].
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Columns of your own: time=created_at,customer=phone,status:=delivered,category.marketing=PROMO; may be given several times.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Vec<String>,
    /// The same in a small TOML file.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Time zone of all accounts, or ACCOUNT=ZONE of one; may be given several times [default: the log's own, else UTC].
    #[arg(long, value_name = "ZONE")]
    zone: Vec<String>,
    /// Begin of what is billed: 2026-10, 2026-10-01, 2026-10-01T12:00; rows before it move clocks only.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// End of what is billed, exclusive.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Outgoing messages of which the log does not say whether they are templates: ask, free-form, utility-outside …
    #[arg(long, value_name = "READING")]
    unmarked: Option<String>,
    /// Keep rows without an id out of the bill.
    #[arg(long)]
    require_ids: bool,
    /// Hash customers' numbers with this key on reading; results never show any.
    #[arg(long, value_name = "KEY")]
    hash_customers: Option<String>,
    /// Most memory that reading takes, in MiB.
    #[arg(long, value_name = "MIB")]
    memory: Option<usize>,
}

impl Reading {
    /// Reads the log, or the platform's counts. `ids`: keep the texts of ids.
    pub fn open(&self, files: &[PathBuf], ids: bool) -> Result<Input, Failure> {
        let options = Options { ids, ..self.options().map_err(|problems| wrong(&problems))? };
        if let Some(counted) = counted(files, &options).map_err(|problems| unreadable(files, &problems))? {
            return Ok(Input::Counts(Box::new(counted)));
        }
        let log = open(files, &options).map_err(|problems| unreadable(files, &problems))?;
        Ok(Input::Log(Box::new(log)))
    }

    /// Options and values that change what is read, as they are written.
    pub fn meaning(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut add = |name: &str, value: Option<&String>| {
            all.extend(value.map(|v| (name.to_string(), v.clone())));
        };
        add("format", self.format.as_ref());
        self.map.iter().for_each(|m| add("map", Some(m)));
        self.zone.iter().for_each(|z| add("zone", Some(z)));
        add("from", self.from.as_ref());
        add("to", self.to.as_ref());
        add("unmarked", self.unmarked.as_ref());
        if self.require_ids {
            all.push(("require-ids".to_string(), String::new()));
        }
        all
    }

    /// The same as words of a command line; the key of customers' numbers is not among them.
    pub fn arguments(&self) -> Vec<String> {
        let option = |(name, value): (String, String)| {
            let value = Some(value).filter(|v| !v.is_empty());
            std::iter::once(format!("--{name}")).chain(value).collect::<Vec<_>>()
        };
        let mut words: Vec<String> = self.meaning().into_iter().flat_map(option).collect();
        if let Some(path) = &self.mapping {
            words.extend(["--mapping".to_string(), path.display().to_string()]);
        }
        words
    }

    /// Were customers' numbers hashed with a key?
    pub fn hashes(&self) -> bool {
        self.hash_customers.is_some()
    }

    fn options(&self) -> Result<Options, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut keep = |problem: Problem| problems.push(problem);
        let mut options = Options::default();
        if let Some(word) = &self.format {
            options.format = Format::ALL.into_iter().find(|f| f.word() == word.as_str());
            if options.format.is_none() {
                let known: Vec<&str> = Format::ALL.iter().map(|f| f.word()).collect();
                keep(problem("--format", format!("`{word}` is not a layout"), format!("known: {}", known.join(", "))));
            }
        }
        let edge = |option: &str, text: &Option<String>| text.as_ref().map(|t| Edge::parse(option, t)).transpose();
        edge("--from", &self.from).map(|e| options.from = e).unwrap_or_else(&mut keep);
        edge("--to", &self.to).map(|e| options.to = e).unwrap_or_else(&mut keep);
        if let Some(text) = &self.unmarked {
            Unmarked::parse(text).map(|u| options.unmarked = u).unwrap_or_else(&mut keep);
        }
        Zones::parse(&self.zone).map(|z| options.zones = z).unwrap_or_else(|all| all.into_iter().for_each(&mut keep));
        self.read_mapping().map(|m| options.mapping = m).unwrap_or_else(|all| all.into_iter().for_each(&mut keep));
        if self.require_ids {
            options.missing_ids = MissingIds::KeepOut;
        }
        if self.hash_customers.as_ref().is_some_and(|key| key.trim().is_empty()) {
            let help = "give a secret of your own: --hash-customers \"$KEY\"; is the variable set?";
            keep(problem("--hash-customers", "the key is empty: anybody could undo it".into(), help.into()));
        }
        options.hash_customers = self.hash_customers.as_ref().map(|k| k.as_bytes().to_vec());
        if let Some(mib) = self.memory {
            options.memory = mib.saturating_mul(1 << 20);
        }
        if problems.is_empty() { Ok(options) } else { Err(problems) }
    }

    fn read_mapping(&self) -> Result<Option<Mapping>, Vec<Problem>> {
        let mut mapping = None;
        if let Some(path) = &self.mapping {
            let name = path.display().to_string();
            let text = read_text_file(path, MOST_TEXT)
                .map_err(|e| vec![problem(&name, format!("cannot read it: {e}"), String::new())])?;
            mapping = Some(Mapping::parse(&name, &text)?);
        }
        for text in &self.map {
            mapping.get_or_insert_with(Mapping::default).add(text)?;
        }
        Ok(mapping)
    }
}

fn problem(file: &str, message: String, help: String) -> Problem {
    Problem { file: file.to_string(), row: 0, message, help }
}

/// Problems without the first `error: `, which the screen writes.
pub fn plain(problem: &Problem) -> String {
    let text = problem.to_string();
    text.strip_prefix("error: ").unwrap_or(&text).to_string()
}

fn joined(problems: &[Problem]) -> String {
    let all: Vec<String> = problems.iter().map(plain).collect();
    all.join("\nerror: ")
}

fn wrong(problems: &[Problem]) -> Failure {
    Failure::Usage(joined(problems))
}

/// A file that is not there is an input error; one that cannot be understood is a wrong log.
fn unreadable(files: &[PathBuf], problems: &[Problem]) -> Failure {
    let missing = files.iter().any(|f| open_plain(f).is_err());
    if missing { Failure::Io(joined(problems)) } else { wrong(problems) }
}

/// blake3 of what the numbers follow from: the files' bytes and the meaning of the options.
pub fn hash(files: &[PathBuf], meaning: &[(String, String)]) -> Result<String, Failure> {
    let mut hasher = blake3::Hasher::new();
    for (name, value) in meaning {
        hasher.update(format!("{name}={value}\n").as_bytes());
    }
    for path in files {
        hasher.update(hash_of(path)?.as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}
