//! Webhook bodies of the Cloud API: composed after the platform's documentation, numbers invented.

use super::desk::{Desk, lines, log};
use chatfare::log::{Block, Options, VerdictType};

fn body(value: &str) -> String {
    let metadata =
        r#""messaging_product":"whatsapp","metadata":{"display_phone_number":"+57 1 555 0100","phone_number_id":"n1"}"#;
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"w1","changes":[{{"field":"messages","value":{{{metadata},{value}}}}}]}}]}}"#
    )
}

fn status(id: &str, status: &str, second: u32, more: &str) -> String {
    let at = 1_791_000_000 + second;
    body(&format!(
        r#""statuses":[{{"id":"{id}","status":"{status}","timestamp":"{at}","recipient_id":"573005550101"{more}}}]"#
    ))
}

const AD: &str = r#""messages":[{"from":"573005550101","id":"in1","timestamp":"1791000000","type":"text","text":{"body":"Is it open on Sunday?"},"referral":{"source_type":"ad","source_id":"12"}}]"#;
const SERVICE: &str = r#","pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"service"}"#;
const ENTRY: &str = r#","conversation":{"id":"c0ffee","origin":{"type":"referral_conversion"}},"pricing":{"billable":false,"pricing_model":"PMP","type":"free_entry_point","category":"referral_conversion"}"#;
const UTILITY: &str = r#","pricing":{"billable":true,"pricing_model":"PMP","category":"utility"}"#;

fn all() -> Vec<String> {
    let echo = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"w1","changes":[{{"field":"smb_message_echoes","value":{{{},"message_echoes":[{{"from":"5715550100","to":"573005550101","id":"echo1","timestamp":"1791000300","type":"text"}}]}}}}]}}]}}"#,
        r#""messaging_product":"whatsapp","metadata":{"phone_number_id":"n1"}"#
    );
    vec![
        body(AD),
        status("out1", "sent", 10, ENTRY),
        status("out1", "delivered", 12, ENTRY),
        status("out1", "read", 15, ""),
        // Read without delivered: the chat was open.
        status("out2", "read", 60, SERVICE),
        // Failed after delivered on another device: delivered.
        status("out3", "delivered", 70, UTILITY),
        status("out3", "failed", 75, r#","errors":[{"code":131026}]"#),
        status("out4", "failed", 80, r#","pricing":{"category":"marketing"},"errors":[{"code":131049}]"#),
        status("out5", "sent", 90, UTILITY),
        // Meta retries: the same body again.
        status("out5", "sent", 90, UTILITY),
        echo,
        body(r#""messages":[{"from":"573005550101","id":"sys","timestamp":"1791000400","type":"system"}]"#),
        body(r#""messages":[{"from":"","from_user_id":"CO.77","id":"in2","timestamp":"1791000500","type":"text"}]"#),
        r#"{"object":"whatsapp_business_account","entry":[{"id":"w1","changes":[{"field":"account_update","value":{"event":"X"}}]}]}"#.to_string(),
    ]
}

const FACTS: [&str; 8] = [
    "04:00:00 in by ad @n1 CO in1",
    "04:00:12 out service Delivered window 04:00:00 sent 04:00:10 @n1 CO out1 [FreeEntryPoint service]",
    "04:01:00 out service Delivered window 04:00:00 @n1 CO out2 [Regular service]",
    "04:01:10 out utility Delivered window 04:00:00 @n1 CO out3 [Regular utility]",
    "04:01:20 out marketing Failed window 04:00:00 @n1 CO out4",
    "04:01:30 out utility Failed window 04:00:00 @n1 CO out5 [Regular utility]",
    "04:05:00 out app Delivered window 04:00:00 @n1 CO echo1",
    "04:08:20 in @n1 ZZ in2",
];

#[test]
fn joined_by_id() {
    let mut log = log("hooks.ndjson", &all().join("\n"));
    assert_eq!(lines(&mut log), FACTS);
    let r = &log.report;
    assert_eq!(r.files[0].read_as, "Cloud API webhooks, one JSON value a line");
    assert_eq!((r.rows, r.duplicates, r.hidden_numbers, r.unknown_countries), (14, 1, 1, 1));
    assert_eq!((r.messages_in, r.delivered, r.failed, r.not_delivered, r.echoes), (2, 3, 1, 1, 1));
    assert_eq!((r.with_verdict, r.no_messages["system lines"], r.no_messages["events of the account"]), (3, 1, 1));
    assert_eq!(log.book.accounts[0].name, "w1");
}

#[test]
fn in_every_wrapping() {
    let bodies = all();
    let array = format!("[{}]", bodies.join(",\n"));
    let quoted: Vec<String> =
        bodies.iter().map(|b| format!("{{\"id\":7,\"body\":{}}}", serde_json::to_string(b).expect("text"))).collect();
    let csv: String = bodies.iter().map(|b| format!("1,2026-10-03,\"{}\"\n", b.replace('"', "\"\""))).collect();
    let records = format!("{{\"Records\":[{}]}}", quoted.join(","));
    let reversed: Vec<&str> = bodies.iter().rev().map(String::as_str).collect();
    for (name, text) in [
        ("array.json", array),
        ("queue.ndjson", quoted.join("\n")),
        ("records.json", records),
        ("column.csv", format!("id,received,payload\n{csv}")),
        ("reversed.ndjson", reversed.join("\n")),
    ] {
        let mut log = log(name, &text);
        assert_eq!(lines(&mut log), FACTS, "{name}: {}", log.report.files[0].read_as);
    }
    // Two files, the second before the first.
    let halves = [bodies[5..].join("\n"), bodies[..5].join("\n")];
    let desk = Desk::new(&[("b.ndjson", halves[0].as_bytes()), ("a.ndjson", halves[1].as_bytes())]);
    assert_eq!(lines(&mut desk.open(&Options::default()).expect("a log")), FACTS);
}

#[test]
fn bare_values_groups_calls_and_unknown_words() {
    let bare = r#"{"messaging_product":"whatsapp","metadata":{"phone_number_id":"n1"},"#;
    let group = |who: &str, second: u32| {
        let pricing = r#""pricing":{"pricing_model":"PMP","type":"free_group_customer_service","category":"service"}"#;
        format!(
            r#"{bare}"statuses":[{{"id":"g1","status":"delivered","timestamp":"{}","recipient_id":"grp","recipient_type":"group","recipient_participant_id":"{who}",{pricing}}}]}}"#,
            1_791_000_100 + second
        )
    };
    let text = [
        format!(
            r#"{bare}"calls":[{{"id":"call1","event":"connect","from":"573005550101","timestamp":"1791000000","direction":"USER_INITIATED"}}]}}"#
        ),
        format!(
            r#"{bare}"calls":[{{"id":"call1","event":"terminate","from":"573005550101","timestamp":"1791000042","direction":"USER_INITIATED","duration":40}}]}}"#
        ),
        group("573005550101", 0),
        group("5511955501010", 1),
        format!(
            r#"{bare}"statuses":[{{"id":"x1","status":"delivered","timestamp":"1791000050","recipient_id":"573005550101","pricing":{{"type":"gratis","category":"service"}}}}]}}"#
        ),
    ];
    let mut log = log("bare.ndjson", &text.join("\n"));
    assert_eq!(
        lines(&mut log),
        [
            "04:00:00 call in 40 s @n1 CO call1",
            "04:00:50 out service Delivered window 04:00:00 @n1 CO x1 [Unknown service]",
            // Nobody of the group wrote at this number, but the platform took them: the window is not in the log.
            "04:01:40 out service Delivered window 04:01:40 @n1 CO g1/573005550101 [FreeCustomerService service]",
            "04:01:41 out service Delivered window 04:01:41 @n1 BR g1/5511955501010 [FreeCustomerService service]",
        ]
    );
    assert_eq!(log.report.window_not_in_log, 2);
    let (mut blocks, mut block) = (log.blocks().expect("blocks"), Block::default());
    assert!(blocks.next(&mut block).expect("a block"));
    assert_eq!(block.sides[1].verdict.map(|v| v.kind), Some(VerdictType::Unknown));
}
