//! A scenario by telephone alone: where no message can be sent, fees of nothing are no news.

use crate::scenario::Scenario;
use crate::table::{Group, Tables, metric};

/// Metrics of money that only messages cost.
const FEES: [&str; 5] = ["cost_per_resolved.fees", "fee", "fee_per_contact", "fee_per_1000_contacts", "calculator_fee"];

/// Can a message be sent, whatever happens, in any variant? If so in one, the zeros of the others are what it is compared with.
pub fn can_write(scenario: &Scenario) -> bool {
    scenario.variants.iter().any(|variant| variant.model.can_write())
}

/// Is it about messages, or about what they cost?
pub fn is_of_messages(name: &str) -> bool {
    FEES.contains(&name) || metric(name).is_some_and(|metric| metric.group == Group::Messages)
}

/// Takes out of the tables what is about messages.
pub fn without_messages(tables: &mut Tables) {
    tables.summary.retain(|row| !is_of_messages(&row.metric));
    tables.replications.retain(|row| !is_of_messages(&row.metric));
    tables.comparison.retain(|row| !is_of_messages(&row.metric));
    tables.best.retain(|row| !is_of_messages(&row.metric));
    tables.by_template.retain(|row| !is_of_messages(&row.metric));
    tables.by_country.retain(|row| !is_of_messages(&row.metric) && row.metric != "messages_charged");
    tables.answers_by_age.clear();
    tables.bill.clear();
}

#[cfg(test)]
mod tests {
    use super::is_of_messages;
    use crate::table::METRICS;

    /// Whoever adds a measure of fees or messages meets this list.
    #[test]
    fn what_is_about_messages() {
        let names: Vec<&str> = METRICS.iter().map(|metric| metric.name).filter(|name| is_of_messages(name)).collect();
        assert_eq!(names.len(), 5 + 11, "{names:?}");
        for metric in METRICS.iter().filter(|metric| metric.title.contains("Fee") || metric.title.contains(" fee")) {
            assert!(is_of_messages(metric.name), "{}", metric.name);
        }
        // Voice mail is no message of the platform.
        assert!(!is_of_messages("voice_messages"));
    }
}
