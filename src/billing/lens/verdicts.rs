//! The platform's own word on each message against our decision, by reason of the difference.

use super::Seen;
use crate::facts::{Class, NEVER};
use crate::log::{NOT_IN_LOG, Verdict, VerdictType};
use crate::tariff::Plan;
use crate::units::{DAY, HOUR};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Examples kept of each difference.
const EXAMPLES: usize = 10;

/// One message on which the two differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Why.
    pub reason: &'static str,
    /// Index of the file and row.
    pub place: (u16, u64),
    /// Id of the message.
    pub id: String,
    /// When it was delivered.
    pub at: i64,
    /// Our line.
    pub line: usize,
    /// What ours asks. Unit: nano-units.
    pub amount: i128,
    /// The platform's word.
    pub theirs: Verdict,
}

/// Counts and examples by reason.
#[derive(Debug)]
pub struct Verdicts {
    plan: Arc<Plan>,
    counts: BTreeMap<&'static str, (u64, i128)>,
    examples: BTreeMap<&'static str, Vec<Difference>>,
}

impl Verdicts {
    /// Nothing compared yet.
    pub fn new(plan: &Arc<Plan>) -> Verdicts {
        Verdicts { plan: Arc::clone(plan), counts: BTreeMap::new(), examples: BTreeMap::new() }
    }

    /// Compares a message's own decision with the platform's word, if there is one.
    #[inline]
    pub fn see(&mut self, seen: &Seen<'_>) {
        let side = seen.side();
        let Some(theirs) = side.verdict else { return };
        if !seen.first {
            return;
        }
        let reason = self.reason(seen, &theirs);
        let counted = self.counts.entry(reason).or_default();
        counted.0 += 1;
        counted.1 += seen.amount;
        if reason == "agrees" {
            return;
        }
        let examples = self.examples.entry(reason).or_default();
        if examples.len() < EXAMPLES {
            examples.push(Difference {
                reason,
                place: (side.file, side.row),
                id: seen.block.id(seen.index).to_string(),
                at: seen.head.at,
                line: seen.line,
                amount: seen.amount,
                theirs,
            });
        }
    }

    fn reason(&self, seen: &Seen<'_>, theirs: &Verdict) -> &'static str {
        let entry = self.in_entry_point(seen);
        let quota = seen.decision.quota.is_some_and(|q| q.free);
        let asks = seen.ruling.charged || seen.ruling.unrated;
        if theirs.kind == VerdictType::Unknown {
            return "unknown word";
        }
        if seen.window_from == seen.sent_at.saturating_add(NOT_IN_LOG) {
            return "window not in log";
        }
        if matches!(seen.ruling.rule.as_str(), "not delivered" | "refused" | "not accepted") {
            return "not billable here";
        }
        if theirs.category.is_some_and(|c| c != seen.class) {
            return "category";
        }
        let same = match theirs.kind {
            VerdictType::Regular => asks,
            VerdictType::FreeCustomerService => !asks && !entry,
            VerdictType::FreeEntryPoint => !asks && entry,
            VerdictType::NotBillable => !asks,
            VerdictType::Unknown => false,
        };
        match same {
            true if theirs.amount.is_some_and(|a| i128::from(a) != seen.amount) => "price",
            true => "agrees",
            false if entry || theirs.kind == VerdictType::FreeEntryPoint => "free entry point",
            false if quota || (seen.class == Class::Service && self.plan.quotas().next().is_some()) => "quota edge",
            false => window(seen, asks),
        }
    }

    /// The message is free because of an entry point, by the words of rule and clocks.
    fn in_entry_point(&self, seen: &Seen<'_>) -> bool {
        let rule = seen.ruling.rule.as_str();
        !seen.ruling.charged
            && (rule.contains("entry point")
                || rule.contains("to an ad")
                || self.plan.clocks(seen.decision.open).any(|c| c.contains("entry")))
    }

    /// Counts by reason, and the first messages of each difference.
    #[allow(clippy::type_complexity)]
    pub fn finish(self) -> (BTreeMap<&'static str, (u64, i128)>, Vec<Difference>) {
        (self.counts, self.examples.into_values().flatten().collect())
    }
}

/// One says charged, the other free, and the window is what decides between them.
fn window(seen: &Seen<'_>, asks: bool) -> &'static str {
    let age = seen.head.at.saturating_sub(seen.window_from);
    let at_edge = seen.window_from != NEVER && (age - DAY).abs() <= HOUR;
    match asks {
        _ if at_edge => "window edge",
        // Theirs was free, ours saw no window: the customer's message is missing in the log.
        true => "window not in log",
        false => "other",
    }
}
