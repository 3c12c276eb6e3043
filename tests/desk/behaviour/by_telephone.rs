//! Where no message can be sent, nothing is said about messages.

use crate::desk::stage::{arrives, scenario, week};
use chatfare::experiment::{runner::Unwatched, study::study};
use chatfare::report::publish;
use chatfare::table::RunFacts;

/// Verdict, summary and report of a call centre.
fn told(center: &str, more: &str) -> (String, Vec<String>, String) {
    let text = format!(
        "{}{more}[call_center]\nwage = \"0 USD\"\nagents = 1\nline_month = \"8 USD\"\n{center}[reason.r]\n{}handling = \"fixed 3 min\"\n",
        week(4).replace("lead = ", "replications = 2\nlead = "),
        arrives("2018-08-06T09:00")
    );
    let scenario = scenario("calls.toml", &text);
    let study = study(&scenario, &Unwatched).expect("a study");
    let dir = tempfile::tempdir().expect("a folder");
    let run = RunFacts { started: "2026-11-22T00:00:00Z".into(), seconds: 1.0, threads: 1, resumed: 0 };
    publish(dir.path(), &scenario, &study, &run).expect("published");
    let page = std::fs::read_to_string(dir.path().join("report.html")).expect("a page");
    let tables = &study.tables;
    let mut metrics: Vec<String> = tables.summary.iter().map(|row| row.metric.clone()).collect();
    metrics.extend(tables.replications.iter().map(|row| row.metric.clone()));
    metrics.extend(tables.comparison.iter().map(|row| row.metric.clone()));
    metrics.extend(tables.by_country.iter().map(|row| row.metric.clone()));
    metrics.extend(tables.bill.iter().map(|row| row.rule.clone()));
    (study.verdict.join("\n"), metrics, page)
}

/// Words of the page that are about messages; names of settings aside.
const WORDS: [&str; 7] = [
    "Message fees",
    "message fees",
    "Fee by the vendors",
    "Messages and the window",
    "By country",
    "Open readings",
    "window closes",
];

#[test]
fn by_telephone_alone() {
    let (verdict, metrics, page) = told("", "");
    assert!(verdict.contains("per resolved contact") && !verdict.contains("Fees") && !verdict.contains("message"));
    let of_messages =
        |metric: &&String| metric.contains("fee") || metric.starts_with("messages") || metric.contains("window");
    assert_eq!(metrics.iter().filter(of_messages).count(), 0, "{metrics:?}");
    for word in WORDS {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("telephone lines") && page.contains(">10 min<") && !page.contains(">7 days<"));
}

/// Messages beside calls, or callers who write instead: the fees are said, also if they are nothing.
#[test]
fn where_a_message_can_be_sent() {
    let team = "[group.team]\nagents = 1\nwage = \"0 USD\"\n";
    let writes = "groups = [\"desk\"]\nretrial = { chance = \"40 %\", after = \"fixed 1 min\", by = \"messages\" }\n";
    let desk = "[group.desk]\nagents = 1\nwage = \"0 USD\"\n[variant.calls]\nchannel = \"phone\"\n";
    let only = format!("[variant.other]\nchannel = \"phone\"\n{desk}");
    for (center, more) in [("", team), (&format!("variant = false\n{writes}"), only.as_str())] {
        let (verdict, metrics, page) = told(center, more);
        assert!(verdict.contains("Fees of"), "{verdict}");
        assert!(metrics.iter().any(|metric| metric == "fee") && page.contains("Messages and the window"));
        // The chart of waits is a week long where a variant begins by message.
        assert_eq!(page.contains("window closes") && page.contains(">7 days<"), center.is_empty());
    }
}
