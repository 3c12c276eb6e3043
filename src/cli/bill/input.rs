//! What `bill` bills: a log of messages, or counts of the platform.

use super::super::screen::Failure;
use crate::billing::{Ask, Billed, Error, bill};
use crate::billing::{CountSource, analytics, billable, count_notes};
use crate::facts::{Book, Instant};
use crate::log::{Blocks, Counted, Import, Log};
use crate::tariff::Plan;
use crate::units::Locale;
use std::sync::Arc;

/// What was opened.
pub enum Input {
    Log(Box<Log>),
    Counts(Box<Counted>),
}

/// Its messages, to be read once.
pub enum Messages {
    Log(Box<Blocks>),
    Counts,
}

impl Input {
    pub fn book(&self) -> &Book {
        match self {
            Input::Log(log) => &log.book,
            Input::Counts(counted) => &counted.book,
        }
    }

    /// What is billed: `[from, to)`.
    pub fn run(&self) -> (Instant, Instant) {
        match self {
            Input::Log(log) => (log.from, log.to),
            Input::Counts(counted) => (counted.from, counted.to),
        }
    }

    pub fn report(&self) -> &Import {
        match self {
            Input::Log(log) => &log.report,
            Input::Counts(counted) => &counted.report,
        }
    }

    pub fn origins(&self) -> &[String] {
        match self {
            Input::Log(log) => &log.origins,
            Input::Counts(_) => &[],
        }
    }

    /// Are single messages known, with their customers and times?
    pub fn has_messages(&self) -> bool {
        matches!(self, Input::Log(_))
    }

    pub fn messages(&mut self) -> Result<Messages, Failure> {
        match self {
            Input::Log(log) => {
                let blocks = log.blocks().map_err(|problem| Failure::Io(super::log::plain(&problem)))?;
                Ok(Messages::Log(Box::new(blocks)))
            }
            Input::Counts(_) => Ok(Messages::Counts),
        }
    }

    /// Tariffs that need to know single messages are refused for counts.
    pub fn check<'a>(&self, mut plans: impl Iterator<Item = &'a Arc<Plan>>) -> Result<(), Failure> {
        match self {
            Input::Log(_) => Ok(()),
            Input::Counts(counted) => plans.try_for_each(|plan| billable(plan, counted)).map_err(Failure::Usage),
        }
    }

    pub fn bill(&self, messages: Messages, ask: &Ask<'_>) -> Result<Billed, Error> {
        match (self, messages) {
            (Input::Counts(counted), _) => {
                let mut billed = bill(CountSource::new(counted), ask)?;
                // What the platform charged is that of the log's own time.
                let own = ask.plans.iter().position(|plan| plan.name() == "calendar").unwrap_or(0);
                if let (Some(plan), Some(own)) = (ask.plans.get(own), billed.bills.get(own)) {
                    billed.tables.analytics = analytics(counted, plan, own).map_err(Error::Input)?;
                }
                Ok(billed)
            }
            (Input::Log(_), Messages::Log(blocks)) => bill(*blocks, ask),
            (Input::Log(_), Messages::Counts) => Err(Error::Input("no messages".into())),
        }
    }

    /// What a reader must know beside the import's report.
    pub fn notes(&self, plans: &[Arc<Plan>], locale: &Locale) -> Vec<String> {
        match self {
            Input::Log(_) => Vec::new(),
            Input::Counts(counted) => count_notes(counted, plans, locale),
        }
    }
}
