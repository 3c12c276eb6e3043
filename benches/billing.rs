//! Billing real logs: rows a second, CPU time a row and peak memory of the whole way from the file to the bills.
//!
//! ```text
//! cargo bench --bench billing -- [ROWS] [FOLDER]
//! ```
//!
//! Three tariffs at once on the machine's cores, from time-sorted Parquet at a tenth, three tenths and all of the rows (memory is
//! to stay the same), then with every look at each message (origins, quotas, answers, lateness, one more number), then from CSV,
//! sorted and out of order. Each case runs in a process of its own, so that its peak of memory is its own. The log is that of a
//! fixed recipe: ten million rows a month of 40 numbers in 3 accounts and 8 countries; each customer writes and is answered twice.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chatfare::billing::{Ask, bill};
use chatfare::log::{Options, open};
use chatfare::table::{FactRow, FactWriter};
use chatfare::tariff;

type Done = Result<(), Box<dyn Error>>;

const BEGIN: i64 = 1_790_812_800_000_000; // 2026-10-01T00:00:00Z
/// Ten million rows a month of 31 days: a log with more rows is a longer one, not a denser one. Unit: microseconds.
const STEP: i64 = 31 * 86_400_000_000 / 10_000_000;
const COUNTRIES: [&str; 8] = ["CO", "BR", "IN", "DE", "ES", "IT", "MX", "GB"];
const TARIFFS: [&str; 3] = ["whatsapp-2026-10", "whatsapp-2026-07", "whatsapp-2023-06"];

/// A well-mixed number of `i` (finaliser of MurmurHash3).
fn mixed(i: u64) -> u64 {
    let x = (i ^ (i >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

fn row(i: u64) -> FactRow {
    let customer = mixed(i / 3) % 200_000;
    let (number, out) = (customer % 40, !i.is_multiple_of(3));
    let category = match (out, mixed(i) % 10) {
        (false, _) => "",
        (_, 0..7) => "service",
        (_, 7..9) => "utility",
        _ => "marketing",
    };
    let time = BEGIN + i as i64 * STEP;
    FactRow {
        id: format!("wamid.HBgL{:016X}{i:08x}", mixed(i)),
        time,
        business: "shop".into(),
        account: format!("account-{}", number % 3),
        number: format!("number-{number:02}"),
        customer: format!("c{customer}"),
        country: COUNTRIES[(customer / 40 % 8) as usize].into(),
        direction: if out { "out" } else { "in" },
        kind: match category {
            "" | "service" => "free_form",
            _ => "template",
        },
        category,
        entry: if !out && mixed(i).is_multiple_of(50) { "ad" } else { "none" },
        status: if out { "delivered" } else { "" },
        sent_at: out.then_some(time - 1_500_000),
        segments: 1,
        recipients: 1,
        origin: match (out, i % 3) {
            (false, _) => "",
            (_, 1) => "bot",
            _ => "agent",
        },
        moves_clocks: true,
        ..FactRow::default()
    }
}

fn parquet(path: &Path, rows: u64) -> Done {
    let mut writer = FactWriter::create(path, &[])?;
    for i in 0..rows {
        writer.push(row(i))?;
    }
    writer.finish()?;
    Ok(())
}

fn csv(path: &Path, rows: u64, shuffled: bool) -> Done {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "id,time,business,account,number,customer,country,direction,kind,category,entry,status,origin")?;
    // A prime step visits each row once, unless it divides the number of rows.
    let step = if rows.is_multiple_of(1_000_003) { 1 } else { 1_000_003u128 };
    for i in 0..rows {
        let r = row(if shuffled { (u128::from(i) * step % u128::from(rows)) as u64 } else { i });
        let head =
            format!("{},{},{},{},{},{},{}", r.id, r.time, r.business, r.account, r.number, r.customer, r.country);
        writeln!(file, "{head},{},{},{},{},{},{}", r.direction, r.kind, r.category, r.entry, r.status, r.origin)?;
    }
    Ok(file.flush()?)
}

/// Peak of resident memory. Unit: MiB. 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// CPU time of this process, user and system. Unit: seconds; 0 where the system does not tell.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn measure(name: &str, path: &Path, rows: u64, insights: bool) -> Done {
    let told = |p: Vec<chatfare::log::Problem>| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let begun = Instant::now();
    let mut log = open(&[path.to_path_buf()], &Options { ids: insights, ..Options::default() }).map_err(told)?;
    let opened = begun.elapsed().as_secs_f64();
    let load =
        |name: &&str| tariff::load(name, &tariff::Options::default()).map(Arc::new).map_err(|p| p[0].to_string());
    let blocks = log.blocks().map_err(|p| p.to_string())?;
    let ask = Ask {
        plans: TARIFFS.iter().map(load).collect::<Result<_, _>>()?,
        readings: Vec::new(),
        book: &log.book,
        run: (log.from, log.to),
        origins: &log.origins,
        files: &["log".to_string()],
        insights,
        merge: Vec::new(),
        lines: None,
        metadata: Vec::new(),
        markups: Vec::new(),
        taxes: Vec::new(),
    };
    let billed = bill(blocks, &ask)?;
    let all = begun.elapsed().as_secs_f64();
    if billed.traffic.facts != rows || log.report.kept_out_rows() > 0 {
        return Err(format!("{} facts of {rows} rows; {:?}", billed.traffic.facts, log.report.kept_out).into());
    }
    println!(
        "{name:32} {:5.2} million rows: {:.2} million rows/s ({opened:.2} s to open, {:.2} s to bill), {:.0} CPU ns/row, peak {} MiB",
        rows as f64 / 1e6,
        rows as f64 / 1e6 / all,
        all - opened,
        cpu() * 1e9 / rows as f64,
        peak()
    );
    Ok(())
}

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).filter(|w| w != "--bench").collect();
    if let [flag, name, path, rows, insights] = words.as_slice()
        && flag == "case"
    {
        return measure(name, Path::new(path), rows.parse()?, insights == "true");
    }
    let rows: u64 = words.first().map_or(Ok(10_000_000), |w| w.replace('_', "").parse())?;
    let folder = words.get(1).map_or(std::env::temp_dir(), PathBuf::from);
    let cases = [
        ("parquet, three tariffs", "parquet", rows / 10, false),
        ("parquet, three tariffs", "parquet", rows * 3 / 10, false),
        ("parquet, three tariffs", "parquet", rows, false),
        ("parquet, three tariffs, all looks", "parquet", rows, true),
        ("csv, three tariffs", "csv", rows, false),
        ("csv out of order, three tariffs", "shuffled.csv", rows, false),
    ];
    for (name, ending, rows, insights) in cases {
        let path = folder.join(format!("chatfare-steady-{rows}.{ending}"));
        if !path.exists() {
            match ending {
                "parquet" => parquet(&path, rows)?,
                _ => csv(&path, rows, ending != "csv")?,
            }
        }
        let (path, rows, insights) = (path.display().to_string(), rows.to_string(), insights.to_string());
        let status = std::process::Command::new(std::env::current_exe()?)
            .args(["case", name, &path, &rows, &insights])
            .status()?;
        if !status.success() {
            return Err(format!("{name} failed").into());
        }
    }
    Ok(())
}
