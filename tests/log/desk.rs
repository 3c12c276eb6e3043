//! A place to write logs, and what comes out of them in short lines.

use std::path::PathBuf;

use chatfare::facts::{Body, Entry, NEVER, Part};
use chatfare::log::{Block, Log, Options, Problem, open};

/// Files of one test; gone afterwards.
pub struct Desk {
    folder: tempfile::TempDir,
    names: Vec<PathBuf>,
}

impl Desk {
    pub fn new(files: &[(&str, &[u8])]) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let names = files.iter().map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("a file");
            path
        });
        let names = names.collect();
        Desk { folder, names }
    }

    pub fn open(&self, options: &Options) -> Result<Log, Vec<Problem>> {
        open(&self.names, options)
    }

    /// The report's or the problems' text without the folder.
    pub fn plain(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }

    /// All problems as the user sees them.
    pub fn problems(&self, options: &Options) -> String {
        match self.open(options) {
            Ok(_) => "no problem".to_string(),
            Err(problems) => {
                let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
                self.plain(&texts.join("\n"))
            }
        }
    }
}

pub fn one(name: &str, text: &str) -> Desk {
    Desk::new(&[(name, text.as_bytes())])
}

/// Opens with the defaults.
pub fn log(name: &str, text: &str) -> Log {
    one(name, text).open(&Options::default()).unwrap_or_else(|p| panic!("{p:?}"))
}

/// `HH:MM:SS` (with the day if it is not that of the first row) of an instant.
fn clock(at: i64, first: i64) -> String {
    const DAY: i64 = 86_400_000_000;
    let (day, rest) = (at.div_euclid(DAY) - first.div_euclid(DAY), at.rem_euclid(DAY) / 1_000_000);
    let time = format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
    if day == 0 { time } else { format!("{day:+}d {time}") }
}

/// Every fact as a line: time, part unless in the run, what, number, country, id, what else is not usual.
pub fn lines(log: &mut Log) -> Vec<String> {
    let mut all = Vec::new();
    let (mut blocks, mut block) = (log.blocks().expect("blocks"), Block::default());
    let first = log.report.first.unwrap_or(0);
    let mut last_id = None;
    while blocks.next(&mut block).expect("a block") {
        assert_eq!(block.facts.len(), block.sides.len());
        for (i, (fact, side)) in block.facts.iter().zip(&block.sides).enumerate() {
            assert!(last_id < Some(fact.head.id), "ids grow");
            last_id = Some(fact.head.id);
            let number = &log.book.numbers[fact.head.number as usize].name;
            let country = &log.book.countries[fact.head.country as usize];
            let part = match fact.head.part {
                Part::Lead => "lead ",
                Part::Run => "",
                Part::Drain => "drain ",
            };
            let mut line = format!("{} {part}", clock(fact.head.at, first));
            line.push_str(&match fact.body {
                Body::MessageIn { entry, moves_clocks, .. } => {
                    let entry = if entry == Entry::Ad { " by ad" } else { "" };
                    format!("in{entry}{}", if moves_clocks { "" } else { " (no clock)" })
                }
                Body::MessageOut { sent_at, class, status, window_from, quantity, .. } => {
                    let window = if window_from == NEVER { "never".into() } else { clock(window_from, first) };
                    let sent = if sent_at == fact.head.at {
                        String::new()
                    } else {
                        format!(" sent {}", clock(sent_at, first))
                    };
                    let more = if quantity == chatfare::facts::Quantity::ONE {
                        String::new()
                    } else {
                        format!(" {quantity:?}")
                    };
                    format!("out {} {status:?} window {window}{sent}{more}", class.word())
                }
                Body::CallEnded { talk, outbound, .. } => {
                    format!("call {} {} s", if outbound { "out" } else { "in" }, talk / 1_000_000)
                }
                other => format!("{other:?}"),
            });
            line.push_str(&format!(" @{number} {country} {}", block.id(i)));
            if let Some(verdict) = side.verdict {
                line.push_str(&format!(" [{:?} {}]", verdict.kind, verdict.category.map_or("-", |c| c.word())));
            }
            if side.origin > 0 {
                line.push_str(&format!(" by {}", log.origins[side.origin as usize]));
            }
            all.push(line);
        }
    }
    all
}

/// Compares with `tests/log/NAME.txt`; `CHATFARE_WRITE_TRANSCRIPTS=1` writes it anew, to be read before it is committed.
pub fn transcript(name: &str, text: &str) {
    let path = format!("{}/tests/log/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = format!("{text}\n");
    if std::env::var_os("CHATFARE_WRITE_TRANSCRIPTS").is_some() {
        std::fs::write(&path, &text).expect("a transcript");
    }
    let good = std::fs::read_to_string(&path).expect("a transcript");
    assert!(text == good, "{name} now reads:\n{text}");
}

impl Desk {
    /// Path of a file.
    pub fn path(&self, i: usize) -> PathBuf {
        self.names[i].clone()
    }
}
