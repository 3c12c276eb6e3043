//! Opening a log: read once, check, sort where needed, count.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::block::Block;
use super::census::Counted;
use super::event;
use super::format::input::{self, Content};
use super::format::{parquet, read};
use super::import::{FileRead, Import};
use super::intake::{Intake, folder, temporary};
use super::kept::{KeptRow, Reader};
use super::options::{Edge, LEAST_MEMORY, Options, Unmarked, zone};
use super::play::{Player, Store};
use super::problem::{Problem, suggest};
use super::reason::Reason;
use super::row::ByTime;
use super::shape::{Shape, What};
use super::sort::Sorter;
use super::stream::Blocks;
use super::time::Clock;
use super::unique::Dropped;
use super::words::Arrival;
use crate::facts::{Book, Class, Instant};

/// A log that was read: its dimensions, its report, and the facts as often as wanted.
#[derive(Debug)]
pub struct Log {
    /// Businesses, accounts, numbers and countries, each in order of name.
    pub book: Book,
    /// Begin of what is billed: `--from`, else the log's metadata, else the first row.
    pub from: Instant,
    /// End (exclusive) of what is billed: `--to`, else the log's metadata, else 1 µs after the last row.
    pub to: Instant,
    /// Names of origins by the index in [`super::Side::origin`]; the first is empty.
    pub origins: Vec<String>,
    /// What was read, joined, kept out.
    pub report: Import,
    store: Arc<Store>,
}

impl Log {
    /// The facts from the beginning, in order of (time, inbound first, id).
    ///
    /// # Errors
    /// No thread can be started; reading itself may fail in [`Blocks::next`].
    pub fn blocks(&mut self) -> Result<Blocks, Problem> {
        Blocks::new(Arc::clone(&self.store))
    }
}

/// Most files of one log.
const MOST_FILES: usize = u16::MAX as usize;

/// Reads the files of one log: once, in bounded memory, sorted in temporary files where they are not in order of time.
///
/// # Errors
/// Every problem that hinders the reading of a file as a whole; single rows that cannot be billed are in [`Log::report`].
pub fn open(paths: &[PathBuf], options: &Options) -> Result<Log, Vec<Problem>> {
    // Most logs are in order, and then their rows are written but once. The first row that is not tells, and all is read again,
    // which a pipe cannot be.
    let mut intake = prepare(paths, options, paths.iter().all(|path| path.is_file()))?;
    match read_all(paths, options, &mut intake) {
        Err(_) if intake.rows.gave_up() => {
            intake = prepare(paths, options, false)?;
            read_all(paths, options, &mut intake)?;
        }
        read => read?,
    }
    finish(intake, options)
}

fn read_all(paths: &[PathBuf], options: &Options, intake: &mut Intake) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for (i, path) in paths.iter().enumerate() {
        intake.begin(path.display().to_string(), i as u16);
        if let Err(found) = file(path, options, intake) {
            problems.extend(found);
        }
        if intake.rows.gave_up() {
            break;
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let pieces = std::mem::replace(&mut intake.pieces, Sorter::new(LEAST_MEMORY, None, (), false));
    event::join(pieces, intake)?;
    if intake.priced_only > 0 {
        let count = intake.priced_only;
        intake.note(format!(
            "{count} messages are known by their price only: taken as delivered at the time of that event"
        ));
    }
    Ok(())
}

fn prepare(paths: &[PathBuf], options: &Options, ordered: bool) -> Result<Intake, Vec<Problem>> {
    let mut problems = Vec::new();
    if paths.is_empty() {
        problems.push(Problem::of("the command", "no log is named", "name at least one file"));
    }
    if paths.len() > MOST_FILES {
        problems.push(Problem::of("the command", format!("{} files; at most {MOST_FILES}", paths.len()), "join some"));
    }
    if options.memory < LEAST_MEMORY {
        problems.push(Problem::of("--memory", format!("{} bytes; at least {LEAST_MEMORY}", options.memory), ""));
    }
    problems.extend(folder(options).err());
    let zone = zone(&local_zone(options).0).unwrap_or_else(|p| {
        problems.push(p);
        TimeZone::UTC
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let format = options.mapping.as_ref().and_then(|m| m.time_format.clone());
    let key = options.hash_customers.as_ref().map(|k| *blake3::hash(k).as_bytes());
    Ok(Intake::new(options, Clock { zone, format }, key, ordered))
}

/// In which zone times without offset are read, and whether the user said so.
fn local_zone(options: &Options) -> (String, bool) {
    let said = options.mapping.as_ref().and_then(|m| m.zone.as_deref()).or(options.zones.default.as_deref());
    (said.unwrap_or("UTC").to_string(), said.is_some())
}

fn file(path: &std::path::Path, options: &Options, intake: &mut Intake) -> Result<(), Vec<Problem>> {
    let rows = intake.import.rows;
    let read_as = match input::open(path).map_err(|p| vec![p])? {
        Content::Parquet(file) => parquet::read(file, options, intake)?,
        Content::Text(input) => read::text(input, options, intake)?,
    };
    let rows = intake.import.rows - rows;
    intake.import.files.push(FileRead { file: intake.name.clone(), read_as, rows });
    Ok(())
}

/// From rows in any order to a log.
fn finish(mut intake: Intake, options: &Options) -> Result<Log, Vec<Problem>> {
    let io = |e: std::io::Error| vec![temporary(&e)];
    let disorder = intake.rows.disorder;
    let (spool, census) = intake.rows.finish(&ByTime(&intake.converter.shapes)).map_err(io)?;
    let mut import = std::mem::take(&mut intake.import);
    import.sorted = disorder;
    import.without_id = intake.converter.without_id;
    import.unknown_countries = intake.converter.inbound_without_country;
    import.local_times = intake.converter.local_times;
    import.local_zone = local_zone(options);
    let shapes = intake.converter.shapes;
    let mut store = Store {
        spool,
        dropped: Dropped::default(),
        shapes: shapes.list.clone(),
        maps: Default::default(),
        from: Instant::MIN,
        to: Instant::MAX,
        unmarked: options.unmarked,
        delay: 0,
    };
    let mut counted = census.counted;
    store.dropped = census.unique.finish().map_err(io)?;
    import.duplicates += store.dropped.count;
    unmarked(&mut store, &counted, options, &mut import).map_err(io)?;
    if store.dropped.count > 0 || import.kept_out.contains_key(&Reason::Unmarked) {
        counted = Counted::without(&store.spool, &store.dropped).map_err(io)?;
    }
    (import.first, import.last) = (counted.first, counted.last);
    store.delay = counted.delay;
    report(&counted, &store.shapes, &mut import);
    if counted.rows == 0 {
        return Err(nothing(&import));
    }
    let metadata = std::mem::take(&mut intake.zones);
    let zone_of = |account: &str| options.zones.of(account).or_else(|| metadata.get(account).map(String::as_str));
    let seen: Vec<bool> = (0..shapes.list.len()).map(|shape| counted.of(shape) > 0).collect();
    let (book, origins, maps) = shapes.book(&seen, |account| zone_of(account).unwrap_or("UTC").to_string());
    store.maps = maps;
    let (from, to) = edges(&book, options, intake.edges, &import)?;
    (store.from, store.to) = (from, to);
    zones(&book, options, &zone_of, &mut import)?;
    import.numbers = book.numbers.len() as u64;
    super::months::part_months(&book, from, to, &mut import);
    let mut log = Log { book, from, to, origins, report: import, store: Arc::new(store) };
    outside(&mut log, options, &intake.edges)?;
    Ok(log)
}

/// Messages that may be templates or not: kept out and listed if the user is to say, else counted.
fn unmarked(store: &mut Store, counted: &Counted, options: &Options, import: &mut Import) -> std::io::Result<()> {
    let marks = store.shapes.iter().enumerate().filter(|(_, shape)| shape.unmarked);
    let rows: u64 = marks.map(|(shape, _)| counted.of(shape)).sum();
    if rows == 0 || options.unmarked != Unmarked::Ask {
        import.unmarked += rows;
        return Ok(());
    }
    let mut reader = Reader::default();
    let mut position = 0;
    while let Some(KeptRow { shape, file, row, .. }) = reader.next(&store.spool)? {
        if store.shapes[shape as usize].unmarked {
            store.dropped.leave_out(position, counted.rows);
            let file = import.files.get(file as usize).map_or("", |f| f.file.as_str()).to_string();
            import.keep_out(Reason::Unmarked, "", &file, row, options.listed, None);
        }
        position += 1;
    }
    Ok(())
}

fn report(counted: &Counted, shapes: &[Shape], import: &mut Import) {
    for (shape, count) in shapes.iter().enumerate().map(|(at, shape)| (shape, counted.of(at))) {
        let place = match (shape.what, shape.arrival, shape.class) {
            (What::In, ..) => &mut import.messages_in,
            (What::Call { .. }, ..) => &mut import.calls,
            (What::Out, _, Class::App) => &mut import.echoes,
            (What::Out, Arrival::Delivered, _) => &mut import.delivered,
            (What::Out, Arrival::Failed, _) => &mut import.failed,
            (What::Out, Arrival::Refused, _) => &mut import.refused,
            (What::Out, Arrival::Sent, _) => &mut import.not_delivered,
        };
        *place += count;
        if shape.what == What::Out && shape.arrival == Arrival::Delivered && shape.verdict.is_some() {
            import.with_verdict += count;
        }
    }
}

/// A log without one row that can be billed.
fn nothing(import: &Import) -> Vec<Problem> {
    let first = import.kept_out.values().flat_map(|k| k.first.first()).cloned();
    let mut problems: Vec<Problem> = first.collect();
    let file = import.files.first().map_or("the log", |f| f.file.as_str());
    let (message, help) = match (import.rows, problems.is_empty()) {
        (0, _) => ("no rows after the header".to_string(), "export the log again"),
        (rows, true) => (
            format!("no message that can be billed in {rows} rows"),
            "they are other things: see the layouts that are read",
        ),
        (rows, false) => {
            (format!("no message that can be billed in {rows} rows"), "the first row of each kind of mistake follows")
        }
    };
    problems.insert(0, Problem::of(file, message, help));
    problems
}

fn edges(
    book: &Book,
    options: &Options,
    meta: (Option<i64>, Option<i64>),
    import: &Import,
) -> Result<(Instant, Instant), Vec<Problem>> {
    let zone = book.accounts.first().map_or(Ok(TimeZone::UTC), |a| zone(&a.zone)).map_err(|p| vec![p])?;
    let edge = |option: &Option<Edge>| option.as_ref().and_then(|e| e.instant(&zone));
    let from = edge(&options.from).or(meta.0).or(import.first).unwrap_or(0);
    let to = edge(&options.to).or(meta.1).or(import.last.map(|l| l + 1)).unwrap_or(1);
    if from >= to {
        let message = format!("nothing lies between {} and {}", super::time::print(from), super::time::print(to));
        return Err(vec![Problem::of("--from, --to", message, "give an end after the begin")]);
    }
    Ok((from, to))
}

/// Which zone each account has; zones given for accounts that the log does not have.
fn zones<'a>(
    book: &Book,
    options: &Options,
    said: &impl Fn(&str) -> Option<&'a str>,
    import: &mut Import,
) -> Result<(), Vec<Problem>> {
    let names = || book.accounts.iter().map(|a| a.name.as_str());
    let unknown: Vec<Problem> = options
        .zones
        .accounts
        .keys()
        .filter(|a| !names().any(|n| n == a.as_str()))
        .map(|a| Problem::of("--zone", format!("the log has no account `{a}`"), suggest(a, names())))
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    import.zones = book.accounts.iter().map(|a| (a.name.clone(), a.zone.clone(), said(&a.name).is_some())).collect();
    Ok(())
}

/// Counts what lies outside `from` and `to`, and free-form messages outside the window that the platform took.
fn outside(log: &mut Log, options: &Options, meta: &(Option<i64>, Option<i64>)) -> Result<(), Vec<Problem>> {
    let cut = options.from.is_some() || options.to.is_some() || meta.0.is_some() || meta.1.is_some();
    if !cut && log.report.with_verdict == 0 {
        return Ok(());
    }
    let (mut player, mut block) = (Player::new(&log.store), Block::default());
    let mut inside = 0;
    while player.fill(&log.store, &mut block).map_err(|e| vec![temporary(&e)])? {
        for fact in &block.facts {
            log.report.before += (fact.head.at < log.from) as u64;
            log.report.after += (fact.head.at >= log.to) as u64;
            inside += (fact.head.at >= log.from && fact.head.at < log.to) as u64;
        }
    }
    log.report.window_not_in_log = player.window_not_in_log;
    if inside == 0 && (options.from.is_some() || options.to.is_some()) {
        return Err(vec![nothing_between((log.from, log.to), (log.report.first, log.report.last))]);
    }
    Ok(())
}

/// The user's range lies beside the log.
pub(super) fn nothing_between(asked: (Instant, Instant), there: (Option<Instant>, Option<Instant>)) -> Problem {
    let print = |at: Option<Instant>| at.map_or("never".to_string(), super::time::print);
    let message = format!("no row lies from {} to {}", print(Some(asked.0)), print(Some(asked.1)));
    let help = format!("the rows go from {} to {}; give a time among them", print(there.0), print(there.1));
    Problem::of("--from, --to", message, help)
}
