//! Bytes of any kind: a message or facts, never a panic, never more than bounded memory.

use super::desk::{Desk, lines};
use chatfare::log::{Mapping, Options, counts};
use proptest::prelude::*;

fn tried(name: &str, bytes: &[u8]) {
    let desk = Desk::new(&[(name, bytes)]);
    if let Ok(mut log) = desk.open(&Options::default()) {
        lines(&mut log);
    }
    let _ = counts(&desk.path(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        tried("a", &bytes);
    }

    #[test]
    fn random_text_with_the_right_signs(text in "[\\[\\]{}:,;\"'\\\\ \t\ninuot0-9a-eTZ+.é\u{feff}]{0,400}") {
        tried("a", text.as_bytes());
        tried("b", format!("id,time,phone,direction\n{text}").as_bytes());
        tried("c", format!("{{\"object\":\"whatsapp_business_account\",\"entry\":[{text}").as_bytes());
        tried("d", format!("[03.10.26, 14:05:09] A: {text}").as_bytes());
        let _ = Mapping::parse("m", &text);
        let _ = Mapping::default().add(&text);
    }

    /// A good webhook with one byte changed.
    #[test]
    fn one_byte_changed(at in 0usize..400, byte in any::<u8>()) {
        let good = r#"{"object":"whatsapp_business_account","entry":[{"id":"w1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"n1"},"statuses":[{"id":"o1","status":"delivered","timestamp":"1791000000","recipient_id":"573005550101","pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"service"}}]}}]}]}"#;
        let mut bytes = good.as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        tried("a", &bytes);
    }

    #[test]
    fn rows_of_any_values(cells in prop::collection::vec(prop::sample::select(vec![
        "", "in", "out", "1791000000", "9223372036854775807", "-1", "1e300", "573005550101", "CO", "ZZ", "template", "utility", "a\u{0}b",
        "99999999999999999999", "2026-10-03T10:00:00Z", "0,5", "app", "call",
    ]), 14)) {
        let header = "id,time,sent_at,phone,country,direction,kind,category,status,seconds,segments,tokens,recipients,answer";
        tried("a.csv", format!("{header}\n{}\n", cells.join(";").replace(';', "\t").replace('\t', ",")).as_bytes());
    }
}

#[test]
fn deep_json_and_long_lines() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    tried("deep.json", deep.as_bytes());
    let deep = format!("{{\"a\":{}{}}}\n", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    tried("deep.ndjson", deep.as_bytes());
    let wrapped = (0..40).fold("{}".to_string(), |inner, _| {
        format!("{{\"body\":{}}}", serde_json::to_string(&inner).unwrap_or_default()).chars().take(1 << 20).collect()
    });
    tried("wrapped.json", wrapped.as_bytes());
    let long = format!(
        "{{\"time\":1791000000,\"phone\":\"573005550101\",\"direction\":\"in\",\"id\":\"{}\"}}\n{{\"time\":1791000000,\"phone\":\"573005550101\",\"direction\":\"in\",\"id\":\"b\"}}\n",
        "x".repeat(17 << 20)
    );
    let desk = Desk::new(&[("long.ndjson", long.as_bytes())]);
    let mut log = desk.open(&Options::default()).expect("the second line");
    assert_eq!((lines(&mut log).len(), log.report.kept_out_rows()), (1, 1));
}

/// A header of 300,000 names was compared name by name with all before it.
#[test]
fn a_header_of_any_width_is_answered_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wide.csv");
    let wide: Vec<String> = (0..300_000).map(|i| format!("c{i}")).collect();
    std::fs::write(&file, wide.join(",") + "\n").expect("written");
    let begun = std::time::Instant::now();
    let Err(problems) = chatfare::log::open(&[file], &chatfare::log::Options::default()) else { panic!("it was read") };
    assert!(problems[0].message.contains("names 300000 columns"), "{}", problems[0]);
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}
