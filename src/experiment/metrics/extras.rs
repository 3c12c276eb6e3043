//! Metrics of what few desks have: only where a scenario uses it.

use crate::experiment::assemble::Assembly;
use crate::experiment::replicate::Chunk;
use crate::scenario::SourceKind;

use super::Values;

/// Adds those that the model uses.
pub(super) fn add(values: &mut Values, assembly: &Assembly, chunk: &Chunk) {
    let (model, extras, tally) = (&assembly.model, &chunk.desk.extras, &chunk.tally);
    if model.reasons.iter().any(|reason| reason.silent.is_some()) {
        let staffed: i64 = chunk.desk.staff.groups.iter().map(|group| group.staffed).sum();
        values.add("left_silently_share", extras.left_silently, tally.messages.offered - tally.messages.answered);
        values.add("held_for_nobody", extras.noticed.1, staffed);
    }
    if model.desk.inactivity.is_some() {
        values.add("reopened_per_contact", extras.reopened, tally.opened);
        values.add("closed_too_early_share", extras.reopened, extras.closed_inactive + extras.ended_unsaid);
    }
    if model.desk.bot.is_some() {
        values.add("contained_share", extras.contained.0, tally.opened);
        values.add("contained_wrongly_share", extras.contained.1, extras.contained.0);
        values.add("handed_over_per_contact", extras.handed_over, tally.opened);
    }
    if model.desk.budget.is_some() || model.desk.customer_cap.is_some() {
        values.add("used_up_share", extras.used_up, tally.messages.offered);
        if model.sources.iter().any(|source| matches!(source.kind, SourceKind::Notification { .. })) {
            values.total("notifications_withheld", extras.capped_notifications);
        }
    }
    if model.desk.groups.iter().any(|group| group.app.is_some()) {
        values.add("app_answers_share", extras.app_answers, tally.messages.answered);
    }
}
