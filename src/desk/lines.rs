//! The queues of a desk: who waits where, and who serves it.

use crate::scenario::{Discipline, Model};

use super::plan::{LinePlan, NO_LINE, ReasonPlan};
use super::routing::Router;

/// Queues, and which of them each type of contact goes to.
pub(super) struct Lines {
    pub(super) lines: Vec<LinePlan>,
    /// By reason: messages, phone.
    pub(super) line_of: Vec<[u16; 2]>,
    /// The rules that look at more than the order of groups and arrivals.
    pub(super) router: Option<Box<Router>>,
}

impl Lines {
    /// One queue for each distinct list of groups that may serve a (reason, channel), and for each second group; with a
    /// router each has its own. Second groups are entered into `reasons`.
    pub(super) fn new(model: &Model, reasons: &mut [ReasonPlan]) -> Lines {
        let mut maker = Maker { model, lines: Vec::new(), reasons: Vec::new(), alone: Router::is_needed(model) };
        let mut line_of = vec![[NO_LINE; 2]; model.reasons.len()];
        for (reason, places) in (0..).zip(&mut line_of) {
            for phone in [false, true] {
                places[phone as usize] = maker.line(reason, phone, model.served_by(reason, phone));
            }
        }
        for (index, (reason, need)) in (0..).zip(reasons.iter_mut().zip(&model.reasons)) {
            let to = need.transfer.as_ref().and_then(|transfer| transfer.to);
            let Some((plan, to)) = reason.transfer.as_mut().zip(to) else { continue };
            let group = &model.desk.groups[usize::from(to)];
            for (phone, serves) in [(false, group.messages), (true, group.phone)] {
                plan.lines[phone as usize] = maker.line(index, phone, if serves { vec![to] } else { Vec::new() });
            }
        }
        let router = maker.alone.then(|| Box::new(Router::new(model, &maker.lines, &maker.reasons)));
        Lines { lines: maker.lines, line_of, router }
    }
}

struct Maker<'a> {
    model: &'a Model,
    lines: Vec<LinePlan>,
    /// The reason for which each queue was made.
    reasons: Vec<u16>,
    /// No queue is shared by several reasons.
    alone: bool,
}

impl Maker<'_> {
    /// The queue of these groups.
    fn line(&mut self, reason: u16, phone: bool, groups: Vec<u8>) -> u16 {
        if groups.is_empty() {
            return NO_LINE;
        }
        let known = self.lines.iter().position(|line| line.phone == phone && line.groups == groups);
        let index = known.filter(|_| !self.alone).unwrap_or_else(|| {
            let own = self.model.desk.discipline;
            // Calls have neither window nor due date.
            let discipline = if phone && own != Discipline::Priority { Discipline::FirstCome } else { own };
            self.lines.push(LinePlan { groups, phone, discipline });
            self.reasons.push(reason);
            self.lines.len() - 1
        });
        index as u16
    }
}
