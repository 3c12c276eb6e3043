//! A log under any number of tariffs in one pass.

use std::path::PathBuf;
use std::sync::Arc;

use super::extras::{Markup, Tax, extras};
use super::lines::LineWriter;
use super::merge::Merged;
use super::pipeline::{Take, in_step, pass};
use super::second::Second;
use super::source::Source;
use super::tables;
use super::traffic::Traffic;
use super::under::{Looks, Under, View, biller};
use crate::facts::{Book, Instant};
use crate::log::Block;
use crate::table::{Format, LogBillRow, LogTables, Written};
use crate::tariff::{Bill, Biller, Counts, Plan, price};
use crate::units::Span;

/// What is asked of a log.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// Tariffs; the first is the one that the others are compared with.
    pub plans: Vec<Arc<Plan>>,
    /// Names behind the facts' indices.
    pub book: &'a Book,
    /// Other readings of the tariffs: place among `plans`, setting, choice, and the plan with it.
    pub readings: Vec<(usize, String, String, Arc<Plan>)>,
    /// What is billed: `[from, to)`.
    pub run: (Instant, Instant),
    /// The log's own words for who wrote; the first one is empty.
    pub origins: &'a [String],
    /// Names of the files.
    pub files: &'a [String],
    /// Look at every message: origins, quotas, answers, lateness, the platform's verdict, one more number.
    pub insights: bool,
    /// Distances at which messages are joined.
    pub merge: Vec<Span>,
    /// Where `bill_lines` goes, and how.
    pub lines: Option<(PathBuf, Format)>,
    /// Keys and values for the metadata of `bill_lines`.
    pub metadata: Vec<(String, String)>,
    /// Resellers' mark-ups.
    pub markups: Vec<Markup>,
    /// Taxes.
    pub taxes: Vec<Tax>,
}

/// Everything one pass found.
#[derive(Debug)]
pub struct Billed {
    /// One bill a tariff, in the order asked for.
    pub bills: Vec<Bill>,
    /// Lines of mark-up and tax, by tariff.
    pub extras: Vec<Vec<LogBillRow>>,
    /// All tables but `import`.
    pub tables: LogTables,
    /// `bill_lines`, if asked for.
    pub lines: Option<Written>,
    /// What came and went.
    pub traffic: Traffic,
}

/// Why a log could not be billed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It cannot be read, or a tariff does not fit it.
    #[error("{0}")]
    Input(String),
    /// A file cannot be written.
    #[error("{0}")]
    Output(String),
    /// The lines do not add up to the bill: a fault of this program, never shown as a result.
    #[error(
        "the lines of `{tariff}` add up to {lines} nano-units, its bill to {bill}: a fault of this program; please report it"
    )]
    Sum {
        /// Tariff.
        tariff: String,
        /// Sum of the lines.
        lines: i128,
        /// The bill.
        bill: i128,
    },
}

/// One fold of the pass.
enum Worker<'a> {
    Under(Box<Under<'a>>),
    Merged(Box<Merged>),
    Second(Box<Second>),
    Plain(Box<Plain>),
    Traffic(Box<Traffic>),
}

/// Bills and nothing else.
struct Plain(Vec<Biller>);

impl Take for Plain {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        self.0.iter_mut().for_each(|biller| biller.log_block(&block.facts, &block.places));
        Ok(())
    }
}

impl Take for Worker<'_> {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        match self {
            Worker::Under(fold) => fold.take(block),
            Worker::Merged(fold) => fold.take(block),
            Worker::Second(fold) => fold.take(block),
            Worker::Plain(fold) => fold.take(block),
            Worker::Traffic(fold) => fold.take(block),
        }
    }
}

/// Bills a log on as many threads as the present rayon pool has.
///
/// # Errors
/// See [`Error`].
pub fn bill<S: Source>(source: S, ask: &Ask<'_>) -> Result<Billed, Error> {
    let mut workers = workers(ask).map_err(Error::Input)?;
    let writer = ask.lines.as_ref().map(|(dir, format)| LineWriter::create(dir, *format, &ask.metadata));
    let mut writer = writer.transpose().map_err(|e| Error::Output(e.to_string()))?;
    let mut output = None;
    let passed = match &mut writer {
        None => pass(source, &mut workers),
        Some(writer) => in_step(source, &mut workers, &mut |block: &Block, workers: &mut [Worker<'_>]| {
            writer.block(block, &views(workers)).map_err(|e| {
                output = Some(e.to_string());
                String::new()
            })
        }),
    };
    passed.map_err(|problem| output.map_or(Error::Input(problem), Error::Output))?;
    for worker in &mut workers {
        if let Worker::Under(under) = worker {
            under.close();
        }
    }
    if let Some(writer) = &mut writer {
        writer.standing(&views(&workers));
    }
    let lines = writer.map(LineWriter::finish).transpose().map_err(|e| Error::Output(e.to_string()))?;
    settle(ask, workers, lines)
}

/// The folds asked for, the dearest first.
fn workers<'a>(ask: &Ask<'a>) -> Result<Vec<Worker<'a>>, String> {
    let looks = Looks { insights: ask.insights, lines: ask.lines.is_some() };
    let compared = ask.insights.then(|| ask.plans.iter().position(|p| p.name() == "calendar").unwrap_or(0));
    let mut workers = Vec::new();
    for group in groups(&ask.plans) {
        let under = Under::new(&group, ask.book, ask.run, ask.origins.len(), compared, looks)?;
        workers.push(Worker::Under(Box::new(under)));
    }
    for within in &ask.merge {
        workers.push(Worker::Merged(Box::new(Merged::new(within.0, &ask.plans, ask.book, ask.run)?)));
    }
    if ask.insights
        && let Some(second) = Second::new(&ask.plans, ask.book, ask.run)?
    {
        workers.push(Worker::Second(Box::new(second)));
    }
    if !ask.readings.is_empty() {
        let plain = ask.readings.iter().map(|(.., plan)| biller(Some(plan), ask.book, ask.run));
        workers.push(Worker::Plain(Box::new(Plain(plain.collect::<Result<_, _>>()?))));
    }
    workers.push(Worker::Traffic(Box::new(Traffic::new(ask.book)?)));
    Ok(workers)
}

/// Plans that count alike, with their places.
fn groups(plans: &[Arc<Plan>]) -> Vec<Vec<(usize, Arc<Plan>)>> {
    let mut groups: Vec<Vec<(usize, Arc<Plan>)>> = Vec::new();
    for (place, plan) in plans.iter().enumerate() {
        let same = |g: &&mut Vec<(usize, Arc<Plan>)>| g[0].1.fingerprint() == plan.fingerprint();
        match groups.iter_mut().find(same) {
            Some(group) => group.push((place, Arc::clone(plan))),
            None => groups.push(vec![(place, Arc::clone(plan))]),
        }
    }
    groups
}

/// The views of all plans in their order.
fn views<'v>(workers: &'v [Worker<'_>]) -> Vec<&'v View> {
    let under = workers.iter().filter_map(|w| if let Worker::Under(under) = w { Some(under.views()) } else { None });
    let mut views: Vec<&View> = under.flatten().collect();
    views.sort_by_key(|view| view.place);
    views
}

/// Counts to money, and everything seen to tables.
fn settle(ask: &Ask<'_>, workers: Vec<Worker<'_>>, lines: Option<Written>) -> Result<Billed, Error> {
    let mut counts: Vec<Option<Arc<Counts>>> = vec![None; ask.plans.len()];
    let (mut views, mut merged, mut readings, mut second, mut traffic) =
        (Vec::new(), Vec::new(), Vec::new(), None, None);
    for worker in workers {
        match worker {
            Worker::Under(under) => {
                let (found, seen) = under.finish();
                let found = Arc::new(found);
                seen.iter().for_each(|view| counts[view.place] = Some(Arc::clone(&found)));
                views.extend(seen);
            }
            Worker::Merged(fold) => merged.push((Span(fold.within), fold.joined, fold.finish())),
            Worker::Second(fold) => second = Some(fold.finish()),
            Worker::Plain(fold) => readings = fold.0.into_iter().map(Biller::finish).collect(),
            Worker::Traffic(fold) => traffic = Some(*fold),
        }
    }
    views.sort_by_key(|view| view.place);
    let counts: Vec<Arc<Counts>> = counts.into_iter().flatten().collect();
    let priced = ask.plans.iter().zip(&counts).map(|(plan, counts)| price(plan, ask.book, counts));
    let bills: Vec<Bill> = priced.collect();
    check(&bills, &views, ask)?;
    let traffic = match traffic {
        Some(traffic) => traffic,
        None => Traffic::new(ask.book).map_err(Error::Input)?,
    };
    let inbound = traffic.inbound();
    let extras: Vec<_> = bills.iter().map(|bill| extras(bill, &inbound, &ask.markups, &ask.taxes)).collect();
    let found = tables::Found { ask, bills: &bills, counts: &counts, extras: &extras };
    let mut tables = tables::tables(&found, views, merged, second);
    tables.readings = tables::readings(&found, &readings);
    Ok(Billed { bills, extras, tables, lines, traffic })
}

/// The sum of the lines is the bill, and so is the sum of the decisions where each was looked at.
fn check(bills: &[Bill], views: &[View], ask: &Ask<'_>) -> Result<(), Error> {
    let looked = ask.insights || ask.lines.is_some();
    for (bill, view) in bills.iter().zip(views) {
        let lines: i128 = bill.lines.iter().map(|l| l.amount).sum();
        let wrong = |lines| Error::Sum { tariff: bill.tariff.clone(), lines, bill: bill.total };
        if lines != bill.total {
            return Err(wrong(lines));
        }
        if looked && view.amount != bill.total {
            return Err(wrong(view.amount));
        }
    }
    Ok(())
}
