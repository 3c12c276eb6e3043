//! What it takes to bill the same log again: options, the texts of the user's own files, and the hash of each log file.
//!
//! The log itself is not carried: it is found by its name and known by its hash.

use super::super::screen::Failure;
use super::Bill;
use crate::scenario::{Bundle, pack};
use clap::Parser;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What `source.kind` says in the manifest of a bill.
const KIND: &str = "bill";
/// Options whose value is a file that is carried; in `arguments` it stands as `@` and its place among the texts.
pub const CARRIED: [&str; 4] = ["--tariff", "--rates", "--missing-rate", "--mapping"];

/// The `source` of a bill's manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    kind: String,
    /// Files of the log, in order.
    logs: Vec<LogFile>,
    /// Options as they are written on the command line.
    arguments: Vec<String>,
    /// Texts of the user's own tariffs, rates and mappings.
    texts: Vec<Bundle>,
    /// Customers' numbers were hashed with a key, which is not kept.
    hashed: bool,
}

/// A file of the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LogFile {
    /// As given; an absolute path only by its name.
    name: String,
    blake3: String,
}

/// What a user adds to run it again.
#[derive(Clone, Debug)]
pub struct Again<'a> {
    /// The manifest.
    pub manifest: &'a Path,
    /// Folder of the log files.
    pub logs: Option<&'a Path>,
    /// Key of customers' numbers.
    pub key: Option<&'a str>,
}

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    bill: Bill,
}

impl Source {
    /// Of a command, with its options (see [`Bill::arguments`]).
    pub fn of(logs: &[PathBuf], arguments: Vec<String>, hashed: bool) -> Result<Source, Failure> {
        let named = |path: &PathBuf| {
            let own = if path.is_absolute() { path.file_name().map(PathBuf::from) } else { None };
            let name = own.unwrap_or_else(|| path.clone()).display().to_string();
            Ok(LogFile { name, blake3: hash_of(path)? })
        };
        let logs = logs.iter().map(named).collect::<Result<_, Failure>>()?;
        let mut source = Source { kind: KIND.into(), logs, arguments: Vec::new(), texts: Vec::new(), hashed };
        let mut before = String::new();
        for argument in arguments {
            let file = CARRIED.contains(&before.as_str()) && (before != "--tariff" || argument.ends_with(".toml"));
            before.clone_from(&argument);
            if file {
                let failed = |e: std::io::Error| Failure::Io(format!("cannot read {argument}: {e}"));
                source.texts.push(pack(Path::new(&argument)).map_err(failed)?);
                source.arguments.push(format!("@{}", source.texts.len() - 1));
            } else {
                source.arguments.push(argument);
            }
        }
        Ok(source)
    }

    /// The hash of each carried text, for the bill's own hash.
    pub fn meaning(&self) -> Vec<(String, String)> {
        let of = |(at, bundle): (usize, &Bundle)| {
            let mut hasher = blake3::Hasher::new();
            for (name, text) in &bundle.files {
                hasher.update(format!("{name}\n{text}\n").as_bytes());
            }
            (format!("text {at}"), hasher.finalize().to_hex().to_string())
        };
        self.texts.iter().enumerate().map(of).collect()
    }

    /// The source in a manifest's text; `None`: it is no manifest of a bill.
    pub fn read(manifest: &serde_json::Value) -> Option<Source> {
        let source = manifest.get("source")?;
        (source.get("kind")? == KIND).then(|| serde_json::from_value(source.clone()).ok())?
    }

    /// The command to run; its texts are unpacked below `folder`, which must live as long as it runs.
    pub fn bill(&self, again: &Again<'_>, folder: &Path) -> Result<Bill, Failure> {
        let mut words = vec![KIND.to_string()];
        for log in &self.logs {
            words.push(log.find(again)?.display().to_string());
        }
        let mut before = "";
        for argument in &self.arguments {
            let place = argument.strip_prefix('@').filter(|_| CARRIED.contains(&before)).and_then(|n| n.parse().ok());
            match place.and_then(|at: usize| self.texts.get(at).map(|text| (at, text))) {
                Some((at, text)) => {
                    let home = folder.join(at.to_string());
                    let failed = |e: std::io::Error| Failure::Io(format!("cannot unpack {}: {e}", text.main));
                    std::fs::create_dir_all(&home).map_err(failed)?;
                    words.push(text.unpack(&home).map_err(failed)?.display().to_string());
                }
                None => words.push(argument.clone()),
            }
            before = argument;
        }
        match (self.hashed, again.key) {
            (true, Some(key)) => words.extend(["--hash-customers".to_string(), key.to_string()]),
            (true, None) => {
                return Err(Failure::Usage(
                    "the log was read with --hash-customers, whose key is not kept\n  = help: give --hash-customers KEY".into(),
                ));
            }
            (false, _) => {}
        }
        let parsed = Line::try_parse_from(words);
        parsed.map(|line| line.bill).map_err(|e| Failure::Usage(format!("the manifest's options are refused: {e}")))
    }
}

impl LogFile {
    /// Where it lies now, if it is the same file.
    fn find(&self, again: &Again<'_>) -> Result<PathBuf, Failure> {
        let own = Path::new(&self.name);
        let file = own.file_name().map(PathBuf::from).unwrap_or_default();
        let beside = again.manifest.parent().unwrap_or(Path::new("")).join(&file);
        let places = [again.logs.map(|folder| folder.join(&file)), Some(own.to_path_buf()), Some(beside)];
        let Some(path) = places.into_iter().flatten().find(|path| path.is_file()) else {
            return Err(Failure::Io(format!(
                "the log {} is not here\n  = help: name the folder that holds it: --logs DIR",
                self.name
            )));
        };
        let found = hash_of(&path)?;
        if found == self.blake3 {
            return Ok(path);
        }
        Err(Failure::Usage(format!(
            "{} is not the log that was billed: its blake3 is {}, that of the manifest {}\n  = help: bill it anew (chatfare bill), or \
             name the folder of the old one: --logs DIR",
            path.display(),
            &found[..16],
            self.blake3.get(..16).unwrap_or(&self.blake3)
        )))
    }
}

/// blake3 of a file's bytes.
pub fn hash_of(path: &Path) -> Result<String, Failure> {
    let failed = |e: std::io::Error| Failure::Io(format!("cannot read {}: {e}", path.display()));
    let (mut file, mut hasher) = (std::fs::File::open(path).map_err(failed)?, blake3::Hasher::new());
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer).map_err(failed)? {
            0 => return Ok(hasher.finalize().to_hex().to_string()),
            n => hasher.update(&buffer[..n]),
        };
    }
}
