//! Reading real logs: rows a second from time-sorted Parquet, from CSV, from CSV out of order, and under three tariffs at once.
//!
//! ```text
//! cargo bench --bench logs -- [ROWS] [FOLDER]
//! ```
//!
//! The log is made by a fixed recipe (no chance): a month of messages of 40 numbers in 3 accounts and 12 countries; each
//! customer writes and is answered. Its files stay in FOLDER (default: the system's temporary folder) and are used again.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chatfare::facts::Fold;
use chatfare::log::{Block, Options, open};
use chatfare::tariff;
use polars::prelude::*;

type Done = Result<(), Box<dyn Error>>;

const BEGIN: i64 = 1_790_812_800_000_000; // 2026-10-01T00:00:00Z
const MONTH: i64 = 31 * 86_400_000_000;
const PREFIXES: [&str; 12] = ["57", "55", "91", "49", "34", "39", "52", "44", "33", "20", "62", "1212"];
const GROUP: usize = 1 << 18;

/// A well-mixed number of `i` (finaliser of MurmurHash3).
fn mixed(i: u64) -> u64 {
    let x = (i ^ (i >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

struct Row {
    id: String,
    at: i64,
    sent_at: i64,
    number: u64,
    phone: String,
    out: bool,
    category: &'static str,
    origin: &'static str,
}

fn row(i: u64, rows: u64) -> Row {
    let pair = mixed(i / 3 * 7919 % (rows / 10).max(1));
    let out = !i.is_multiple_of(3);
    let at = BEGIN + (i as i128 * MONTH as i128 / rows as i128) as i64;
    let category = match (out, mixed(i) % 10) {
        (false, _) => "",
        (_, 0..7) => "service",
        (_, 7..9) => "utility",
        _ => "marketing",
    };
    Row {
        id: format!("wamid.HBgL{:024X}", mixed(i) as u128 * 0x1_0000_0001),
        at,
        sent_at: if out { at - 1_500_000 } else { at },
        number: pair % 40,
        phone: format!("{}{:08}", PREFIXES[(pair / 64 % 12) as usize], pair % 100_000_000),
        out,
        category,
        origin: if !out {
            ""
        } else if i % 3 == 1 {
            "bot"
        } else {
            "human"
        },
    }
}

fn frame(range: std::ops::Range<u64>, rows: u64) -> PolarsResult<DataFrame> {
    let all: Vec<Row> = range.map(|i| row(i, rows)).collect();
    let text = |name: &str, of: &dyn Fn(&Row) -> String| {
        let texts = all.iter().map(|r| Some(of(r)).filter(|t| !t.is_empty()));
        texts.collect::<StringChunked>().with_name(PlSmallStr::from_str(name)).into_column()
    };
    let number = |name: &str, of: &dyn Fn(&Row) -> i64| {
        Int64Chunked::from_vec(PlSmallStr::from_str(name), all.iter().map(of).collect()).into_column()
    };
    DataFrame::new(
        all.len(),
        vec![
            text("id", &|r| r.id.clone()),
            number("time", &|r| r.at),
            number("sent_at", &|r| r.sent_at),
            text("account", &|r| format!("account-{}", r.number % 3)),
            text("number", &|r| format!("number-{:02}", r.number)),
            text("phone", &|r| r.phone.clone()),
            text("direction", &|r| if r.out { "out" } else { "in" }.into()),
            text("kind", &|r| {
                if !r.out {
                    ""
                } else if r.category == "service" {
                    "free_form"
                } else {
                    "template"
                }
                .into()
            }),
            text("category", &|r| r.category.into()),
            text("status", &|r| if r.out { "delivered" } else { "" }.into()),
            text("origin", &|r| r.origin.into()),
        ],
    )
}

fn parquet(path: &Path, rows: u64) -> Done {
    let file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let schema = frame(0..1, rows)?;
    let mut writer =
        ParquetWriter::new(file).with_row_group_size(Some(GROUP)).set_parallel(false).batched(schema.schema())?;
    for start in (0..rows).step_by(GROUP) {
        writer.write_batch(&frame(start..(start + GROUP as u64).min(rows), rows)?)?;
    }
    writer.finish()?;
    Ok(())
}

fn csv(path: &Path, rows: u64, shuffled: bool) -> Done {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "id,time,sent_at,account,number,phone,direction,kind,category,status,origin")?;
    // A step that has no divisor in common with the number of rows visits each row once.
    let step = (0..).map(|k| 1_000_003 + k).find(|s| gcd(*s, rows) == 1).unwrap_or(1);
    let mut line = String::new();
    for i in 0..rows {
        let r = row(if shuffled { (i as u128 * step as u128 % rows as u128) as u64 } else { i }, rows);
        line.clear();
        let kind = if !r.out {
            ""
        } else if r.category == "service" {
            "free_form"
        } else {
            "template"
        };
        let (direction, status) = if r.out { ("out", "delivered") } else { ("in", "") };
        let time = jiff::Timestamp::from_microsecond(r.at)?;
        write!(line, "{},{time:.3},{},account-{},number-{:02},{},", r.id, r.sent_at, r.number % 3, r.number, r.phone)?;
        writeln!(file, "{line}{direction},{kind},{},{status},{}", r.category, r.origin)?;
    }
    Ok(file.flush()?)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Peak of resident memory. Unit: MiB. 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn measure(name: &str, path: &Path, rows: u64, tariffs: &[&str]) -> Done {
    let told = |p: Vec<chatfare::log::Problem>| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let begun = Instant::now();
    let mut log = open(&[path.to_path_buf()], &Options::default()).map_err(told)?;
    let opened = begun.elapsed().as_secs_f64();
    let mut folds = Vec::new();
    for name in tariffs {
        let plan = tariff::load(name, &tariff::Options::default()).map_err(|p| format!("{}", p[0]))?;
        folds.push(tariff::Biller::new(&Arc::new(plan), &log.book, log.from, log.to).map_err(|p| format!("{}", p[0]))?);
    }
    let (mut blocks, mut block, mut facts) = (log.blocks().map_err(|p| p.to_string())?, Block::default(), 0);
    while blocks.next(&mut block).map_err(|p| p.to_string())? {
        facts += block.facts.len() as u64;
        folds.iter_mut().for_each(|fold| fold.block(&block.facts));
    }
    let all = begun.elapsed().as_secs_f64();
    if facts != rows || log.report.kept_out_rows() > 0 {
        return Err(format!("{facts} facts of {rows} rows; {:?}", log.report).into());
    }
    let million = rows as f64 / 1e6;
    println!(
        "{name}: {:.2} million rows a second (opened {:.2} s, streamed {:.2} s), sorted {}, peak {} MiB",
        million / all,
        opened,
        all - opened,
        log.report.sorted,
        peak()
    );
    Ok(())
}

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).filter(|w| w != "--bench").collect();
    let rows: u64 = words.first().map_or(Ok(10_000_000), |w| w.replace('_', "").parse())?;
    let folder = words.get(1).map_or(std::env::temp_dir(), PathBuf::from);
    let only = words.get(2).map_or("", String::as_str);
    let three = ["whatsapp-2018-08", "whatsapp-2026-10", "whatsapp-2026-10"];
    let three: Vec<&str> = three.into_iter().filter(|t| tariff::load(t, &tariff::Options::default()).is_ok()).collect();
    let cases: [(&str, &str, Vec<&str>); 4] = [
        ("parquet", "sorted.parquet", vec![]),
        ("parquet under tariffs", "sorted.parquet", three),
        ("csv", "sorted.csv", vec![]),
        ("csv out of order", "shuffled.csv", vec![]),
    ];
    for (name, file, tariffs) in cases.iter().filter(|c| only.is_empty() || c.0 == only) {
        let path = folder.join(format!("chatfare-{rows}-{file}"));
        if !path.exists() {
            match *file {
                "sorted.parquet" => parquet(&path, rows)?,
                _ => csv(&path, rows, *file == "shuffled.csv")?,
            }
        }
        let label = if tariffs.is_empty() { name.to_string() } else { format!("{name} {tariffs:?}") };
        measure(&label, &path, rows, tariffs)?;
    }
    Ok(())
}
