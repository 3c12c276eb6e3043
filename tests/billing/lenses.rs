//! The platform's word by reason, origins, winners and losers, numbers by locale, the files that are written.

use super::command::{Desk, HEAD, inbound, outbound};

#[test]
fn the_platforms_word_is_compared_by_reason() {
    let mut log =
        "id,time,customer,country,direction,category,entry,pricing_type,pricing_category,platform_amount\n".to_string();
    let mut add = |row: &str| log += &format!("{row}\n");
    add("a0,2026-10-05T10:00:00Z,ann,DE,in,,,,,");
    add("a1,2026-10-05T10:01:00Z,ann,DE,out,utility,,regular,utility,0.055"); // both: charged, 0.055
    add("a2,2026-10-05T10:02:00Z,ann,DE,out,service,,free_customer_service,service,"); // both: free by the quota
    add("a3,2026-10-05T10:03:00Z,ann,DE,out,service,,regular,service,"); // theirs charged, ours in the quota
    add("a4,2026-10-05T10:04:00Z,ann,DE,out,utility,,free_entry_point,utility,"); // an entry point that the log does not show
    add("a5,2026-10-05T10:05:00Z,ann,DE,out,utility,,regular,marketing,"); // another category
    add("a6,2026-10-05T10:06:00Z,ann,DE,out,utility,,regular,utility,0.05"); // another price
    add("a7,2026-10-05T10:07:00Z,ann,DE,out,utility,,half_price,utility,"); // a word of tomorrow
    add("b1,2026-10-05T10:08:00Z,bob,DE,out,utility,,free_customer_service,utility,"); // free, but nobody wrote in this log
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10"]);
    let verdicts = desk.table("verdicts");
    let found: Vec<(&str, &str)> = verdicts.iter().map(|r| (r["reason"].as_str(), r["messages"].as_str())).collect();
    let expected = [
        ("agrees", "2"),
        ("category", "1"),
        ("free entry point", "1"),
        ("price", "1"),
        ("quota edge", "1"),
        ("unknown word", "1"),
        ("window not in log", "1"),
    ];
    assert_eq!(found, expected);
    let examples = desk.table("verdict_examples");
    let ids: Vec<&str> = examples.iter().map(|r| r["id"].as_str()).collect();
    assert_eq!(ids, ["a5", "a4", "a6", "a3", "a7", "b1"], "in order of reason");
    assert_eq!((examples[0]["file"].as_str(), examples[0]["row"].as_str()), ("log.csv", "6"));
    assert_eq!(examples[2]["theirs"], "regular, utility, 0.05 USD");
}

#[test]
fn the_bill_splits_by_who_wrote() {
    let mut log = "id,time,customer,country,direction,category,origin\n".to_string();
    log += "a,2026-10-05T10:01:00Z,ann,DE,out,utility,campaign\nb,2026-10-05T10:02:00Z,ann,DE,out,utility,bot\n";
    log += "c,2026-10-05T10:03:00Z,ann,DE,out,utility,campaign\n";
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10"]);
    let origins = desk.table("origins");
    let found: Vec<(&str, &str)> = origins.iter().map(|r| (r["origin"].as_str(), r["amount"].as_str())).collect();
    assert_eq!(found, [("bot", "0.055"), ("campaign", "0.11")]);
}

#[test]
fn winners_and_losers_are_told_by_number() {
    // Utility inside the window: free in July, charged in October. Marketing: the same in both.
    let row = |id: &str, number: &str, direction: &str, category: &str, minute: u32| {
        format!("{id},2026-10-05T10:{minute:02}:00Z,main,{number},ann,DE,{direction},{category},,\n")
    };
    let mut log = HEAD.to_string();
    log += &row("a", "orders", "in", "", 0);
    log += &row("b", "orders", "out", "utility", 1);
    log += &row("c", "news", "out", "marketing", 2);
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-07", "--tariff", "whatsapp-2026-10"]);
    let rows = desk.table("comparison");
    let of = |number: &str| {
        let found =
            rows.iter().find(|r| r["by"] == "number" && r["name"] == number && r["tariff"] == "whatsapp-2026-10");
        found.map(|r| (r["difference"].clone(), r["reading"].clone())).unwrap()
    };
    assert_eq!(of("orders"), ("0.055".to_string(), "loses".to_string()));
    assert_eq!(of("news"), ("0".to_string(), "equal".to_string()));
}

#[test]
fn numbers_follow_the_locale_on_the_terminal_and_never_in_csv() {
    let mut log = HEAD.to_string();
    for i in 0..40 {
        log += &outbound(&format!("m{i}"), &format!("2026-10-05T10:{i:02}:00Z"), "ann", "DE", "utility");
    }
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let text = desk.good(&["log.csv", "--tariff", "whatsapp-2026-10", "--locale", "de"]);
    assert!(text.contains("2,20 USD"), "{text}");
    assert_eq!(desk.total("whatsapp-2026-10"), "2.2");
    let page = std::fs::read_to_string(desk.path("out/report.html")).unwrap();
    assert!(page.contains("2,20"), "the report follows it too");
}

#[test]
fn a_folder_with_a_manifest_is_whole_and_the_same_for_any_number_of_threads() {
    let mut log = HEAD.to_string();
    for i in 0..50 {
        log += &inbound(&format!("i{i}"), &format!("2026-10-05T10:{i:02}:00Z"), &format!("c{}", i % 7), "DE");
        log +=
            &outbound(&format!("o{i}"), &format!("2026-10-05T10:{i:02}:05Z"), &format!("c{}", i % 7), "DE", "service");
    }
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let digest = |threads: &str| {
        let args = ["log.csv", "--tariff", "whatsapp-2026-07", "--tariff", "whatsapp-2026-10"];
        desk.good(&[&args[..], &["--merge", "10s", "--lines", "--threads", threads]].concat());
        let text = std::fs::read_to_string(desk.path("out/manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        for file in manifest["result"]["files"].as_array().unwrap() {
            let bytes = std::fs::read(desk.path("out").join(file["name"].as_str().unwrap())).unwrap();
            assert_eq!(file["blake3"], blake3::hash(&bytes).to_hex().to_string(), "{file}");
        }
        manifest["result"].clone()
    };
    let (one, two) = (digest("1"), digest("2"));
    assert_eq!(one, two);
    let names: Vec<&str> = one["files"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    for name in ["bill.csv", "bill.parquet", "bill_lines.parquet", "report.html", "charts/bill_by_tariff.svg"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let left = std::fs::read_dir(desk.path("out")).unwrap().filter_map(|e| e.unwrap().file_name().into_string().ok());
    assert!(left.into_iter().all(|n| !n.starts_with('.')), "temporary files stay");
}

#[test]
fn a_log_of_before_october_2026_is_told_before_and_after() {
    let mut log = HEAD.to_string();
    log += &inbound("a", "2026-08-05T10:00:00Z", "ann", "DE");
    log += &outbound("b", "2026-08-05T10:00:05Z", "ann", "DE", "utility");
    log += &outbound("c", "2026-08-07T10:00:05Z", "ann", "DE", "utility");
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let text = desk.good(&["log.csv", "--from", "2026-08", "--to", "2026-09"]);
    assert!(text.contains("Under the price list of its time the log costs 0.055 USD"), "{text}");
    assert!(text.contains("Since October 2026 (whatsapp-2026-10) the same messages cost 0.11 USD"), "{text}");
}
