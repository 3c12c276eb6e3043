//! Hand-made logs and their bills, worked out beside the code, through the command.

use super::command::{Desk, HEAD, inbound, outbound};

/// Rates of 2018 for these tests: 0.05 USD in France, 0.08 in Germany.
const RATES: &str = "country,rate\nFR,0.05 USD\nDE,0.08 USD\n";

#[test]
fn the_window_of_2018_ends_after_24_hours_to_the_second() {
    // Customers write at noon. A template 23:59:59 later is free; exactly 24 h later and one second more it costs 0.05, 0.05.
    let mut log = HEAD.to_string();
    log += &inbound("a1", "2018-08-02T12:00:00Z", "ann", "FR");
    log += &inbound("b1", "2018-08-02T12:00:00Z", "bob", "FR");
    log += &inbound("c1", "2018-08-02T12:00:00Z", "cid", "FR");
    log += &outbound("a2", "2018-08-03T11:59:59Z", "ann", "FR", "utility");
    log += &outbound("b2", "2018-08-03T12:00:00Z", "bob", "FR", "utility");
    log += &outbound("c2", "2018-08-03T12:00:01Z", "cid", "FR", "utility");
    let desk = Desk::new();
    desk.write("log.csv", &log).write("rates.csv", RATES);
    desk.good(&["log.csv", "--tariff", "whatsapp-2018-08", "--rates", "rates.csv"]);
    assert_eq!(desk.total("whatsapp-2018-08"), "0.1");
    let bill = desk.table("bill");
    let lines: Vec<(&str, &str, &str)> =
        bill.iter().map(|r| (r["rule"].as_str(), r["messages"].as_str(), r["amount"].as_str())).collect();
    assert_eq!(lines, [("template inside the window", "1", "0"), ("notification", "2", "0.1")]);
    // Two charged messages: one on the edge, one a second late; both would have been free less than 10 minutes earlier.
    let late = desk.table("sent_earlier");
    assert_eq!((late.len(), late[0]["earlier"].as_str(), late[0]["messages"].as_str()), (1, "10 min", "2"));
}

#[test]
fn free_form_outside_the_window_is_refused_and_costs_nothing_unless_the_platform_carried_it() {
    let head = "id,time,customer,country,direction,category,pricing_type\n";
    let mut log = head.to_string();
    log += "a,2026-10-05T10:00:00Z,ann,DE,in,,\n";
    log += "b,2026-10-06T11:00:00Z,ann,DE,out,service,\n"; // 25 h later, nobody says that it was carried
    log += "c,2026-10-06T12:00:00Z,bob,DE,out,service,free_customer_service\n"; // nobody wrote, but it was carried
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let text = desk.good(&["log.csv", "--tariff", "whatsapp-2026-10"]);
    let bill = desk.table("bill");
    let rules: Vec<(&str, &str)> = bill.iter().map(|r| (r["rule"].as_str(), r["messages"].as_str())).collect();
    assert_eq!(rules, [("service message (quota service)", "1"), ("not accepted", "1")]);
    let verdicts = desk.table("verdicts");
    assert_eq!((verdicts.len(), verdicts[0]["reason"].as_str()), (1, "window not in log"));
    let example = &desk.table("verdict_examples")[0];
    assert_eq!((example["row"].as_str(), example["id"].as_str()), ("3", "c"));
    assert!(text.contains("agrees on 0 of 1 messages; differences: window not in log 1"), "{text}");
}

#[test]
fn the_thousand_and_first_service_message_of_a_number_is_charged() {
    // Germany, utility rate of October 2026: 0.0550 USD. 1,003 answers to one customer who keeps writing.
    let mut log = HEAD.to_string();
    for i in 0..1003 {
        let (hour, minute, second) = (i / 3600, i / 60 % 60, i % 60);
        let day = 5 + hour / 24;
        log +=
            &inbound(&format!("i{i:04}"), &format!("2026-10-{day:02}T{hour:02}:{minute:02}:{second:02}Z"), "ann", "DE");
        log += &outbound(
            &format!("o{i:04}"),
            &format!("2026-10-{day:02}T{hour:02}:{minute:02}:{second:02}.5Z"),
            "ann",
            "DE",
            "service",
        );
    }
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let args = ["log.csv", "--tariff", "whatsapp-2026-10", "--from", "2026-10", "--to", "2026-11"];
    let text = desk.good(&args);
    assert_eq!(desk.total("whatsapp-2026-10"), "0.165");
    let quota = &desk.table("quotas")[0];
    assert_eq!((quota["used"].as_str(), quota["unused"].as_str(), quota["after"].as_str()), ("1000", "0", "3"));
    assert_eq!((quota["used_up"].as_str(), quota["next"].as_str()), ("2026-10-05T00:16:40.5Z", "0.055"));
    // One customer: a second number gets him whole, and saves nothing.
    assert_eq!(quota["second_number_saves"], "0");
    assert!(text.contains("main used up its free messages at 2026-10-05T00:16:40.5Z"), "{text}");
    let days = desk.table("quota_days");
    assert_eq!((days.len(), days[0]["used"].as_str(), days[0]["charged"].as_str()), (1, "1000", "3"));
}

#[test]
fn a_second_number_saves_what_its_quota_covers() {
    // 60 customers, 25 answers each = 1,500: 500 charged at 0.055 = 27.50; two numbers with about 750 each: nothing charged.
    let mut log = HEAD.to_string();
    for i in 0..1500 {
        let time = format!("2026-10-05T{:02}:{:02}:{:02}", i / 3600, i / 60 % 60, i % 60);
        log += &inbound(&format!("i{i:04}"), &format!("{time}Z"), &format!("c{}", i % 60), "DE");
        log += &outbound(&format!("o{i:04}"), &format!("{time}.5Z"), &format!("c{}", i % 60), "DE", "service");
    }
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10", "--from", "2026-10", "--to", "2026-11"]);
    let quota = &desk.table("quotas")[0];
    assert_eq!((quota["after"].as_str(), quota["second_number_saves"].as_str()), ("500", "27.5"));
    assert_eq!(desk.total("whatsapp-2026-10"), "27.5");
}

#[test]
fn joined_messages_are_billed_anew_with_the_quota() {
    // 1,010 answers of two messages 5 s apart: 2,020 messages, 1,020 charged = 56.10 USD at 0.055.
    // Joined within 10 s: 1,010 messages, 10 charged = 0.55 USD. Within 4 s: nothing is joined.
    let mut log = HEAD.to_string();
    for i in 0..1010 {
        let time = |s: usize| format!("2026-10-05T{:02}:{:02}:{:02}Z", s / 3600, s / 60 % 60, s % 60);
        log += &inbound(&format!("i{i:04}"), &time(20 * i), &format!("c{i}"), "DE");
        log += &outbound(&format!("o{i:04}a"), &time(20 * i + 1), &format!("c{i}"), "DE", "service");
        log += &outbound(&format!("o{i:04}b"), &time(20 * i + 6), &format!("c{i}"), "DE", "service");
    }
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let text = desk.good(&["log.csv", "--tariff", "whatsapp-2026-10", "--merge", "4s,10s"]);
    let merged = desk.table("merged");
    let found: Vec<[&str; 5]> =
        merged.iter().map(|r| ["within", "joined", "amount", "as_sent", "saved"].map(|c| r[c].as_str())).collect();
    assert_eq!(found, [["4 s", "0", "56.1", "56.1", "0"], ["10 s", "1010", "0.55", "56.1", "55.55"]]);
    assert!(text.contains("within 10 s of each other would leave 1,010 messages fewer and save 55.55 USD"), "{text}");
    let fan = desk.table("fan_out");
    assert_eq!((fan.len(), fan[0]["size"].as_str(), fan[0]["answers"].as_str()), (1, "2", "1010"));
    let dear = desk.table("dearest_answers");
    assert_eq!((dear.len(), dear[0]["messages"].as_str(), dear[0]["amount"].as_str()), (20, "2", "0.11"));
}

#[test]
fn a_joined_message_holds_the_segments_and_tokens_of_all_its_parts() {
    // SMS to Germany: 2 + 1 + 1 segments as one message are 4 segments, so joining saves nothing. Per token: 300 + 200 tokens at
    // 2 USD a million: nothing either.
    let own =
        "says = \"Tokens.\"\nfrom = \"2026-08-01\"\n[[rule]]\nname = \"agent\"\nprice = \"2 USD per 1000000 tokens\"\n";
    let mut log = "id,time,customer,country,direction,category,segments,tokens\n".to_string();
    let mut add = |row: &str| log += &format!("{row}\n");
    add("a0,2026-10-05T10:00:00Z,ann,DE,in,,,");
    add("a1,2026-10-05T10:00:05Z,ann,DE,out,service,2,300");
    add("b1,2026-10-05T10:00:06Z,bob,DE,out,utility,3,7"); // a template: joined to nothing
    add("a2,2026-10-05T10:00:10Z,ann,DE,out,service,1,200");
    add("a3,2026-10-05T10:00:15Z,ann,DE,out,service,1,0");
    add("a4,2026-10-05T10:00:16Z,ann,DE,in,,,");
    add("a5,2026-10-05T10:00:17Z,ann,DE,out,service,1,100"); // the customer wrote in between
    let desk = Desk::new();
    desk.write("log.csv", &log).write("own.toml", own);
    let tariffs = ["--tariff", "sms-2026-06", "--tariff", "own.toml"];
    desk.good(&[&["log.csv", "--merge", "10s"], tariffs.as_slice()].concat());
    let merged = desk.table("merged");
    let found: Vec<[&str; 3]> = merged.iter().map(|r| ["joined", "amount", "as_sent"].map(|c| r[c].as_str())).collect();
    // Germany's list price of 2026-06-17 by hand from the card; 8 segments and 607 tokens in all.
    let list = include_str!("../../data/rates/sms_telesign_2026-06-17_usd.csv");
    let germany: Vec<&str> = list.lines().find(|l| l.split(',').nth(2) == Some("DE")).unwrap().split(',').collect();
    let rate: f64 = germany[germany.len() - 3].parse().unwrap();
    let sms: f64 = found[0][1].parse().unwrap();
    assert!((sms - 8.0 * rate).abs() < 1e-9, "{sms} is not 8 segments at {rate}");
    assert_eq!((found[0][0], found[0][1]), ("2", found[0][2]));
    assert_eq!(found[1], ["2", "0.001214", "0.001214"]);
}

#[test]
fn only_the_bills_are_the_same_bills() {
    let mut log = HEAD.to_string();
    for i in 0..50 {
        log += &inbound(&format!("i{i}"), &format!("2026-10-05T10:{i:02}:00Z"), &format!("c{}", i % 7), "DE");
        log +=
            &outbound(&format!("o{i}"), &format!("2026-10-05T10:{i:02}:30Z"), &format!("c{}", i % 7), "DE", "service");
    }
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv"]);
    let (bill, comparison) = (desk.table("bill"), desk.table("comparison"));
    assert!(!desk.table("fan_out").is_empty());
    desk.good(&["log.csv", "--only-bills"]);
    assert_eq!((desk.table("bill"), desk.table("comparison")), (bill, comparison));
    assert!(desk.table("fan_out").is_empty());
}

#[test]
fn months_are_those_of_the_accounts_zone() {
    // 2026-11-01T03:00Z is still October in Bogotá.
    let mut log = HEAD.to_string();
    log += &outbound("a", "2026-11-01T03:00:00Z", "ann", "DE", "utility");
    log += &outbound("b", "2026-11-01T06:00:00Z", "ann", "DE", "utility");
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10", "--zone", "America/Bogota"]);
    let months: Vec<String> = desk.table("bill").iter().map(|r| r["month"].clone()).collect();
    assert_eq!(months, ["2026-10", "2026-11"]);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10", "--zone", "UTC"]);
    assert_eq!(desk.table("bill").len(), 1);
}

#[test]
fn mark_up_and_tax_are_lines_of_their_own() {
    // Two utility messages in Germany: 0.11. Mark-up 0.005 in or out on 3 messages: 0.015; 20 % of 0.11: 0.022.
    // Tax 19 % of 0.11 + 0.015 + 0.022 = 0.147: 0.02793.
    let mut log = HEAD.to_string();
    log += &inbound("a", "2026-10-05T10:00:00Z", "ann", "DE");
    log += &outbound("b", "2026-10-05T10:00:05Z", "ann", "DE", "utility");
    log += &outbound("c", "2026-10-05T10:00:09Z", "bob", "DE", "utility");
    let desk = Desk::new();
    desk.write("log.csv", &log);
    let markups = ["--markup", "0.005 USD per message in or out", "--markup", "20 %", "--tax", "19 %"];
    let text = desk.good(&[&["log.csv", "--tariff", "whatsapp-2026-10"], &markups[..]].concat());
    let bill = desk.table("bill");
    let extras: Vec<(&str, &str, &str)> = bill
        .iter()
        .filter(|r| r["number"].is_empty())
        .map(|r| (r["rule"].as_str(), r["basis"].as_str(), r["amount"].as_str()))
        .collect();
    let expected = [
        ("mark-up", "0.005 USD per message in or out", "0.015"),
        ("mark-up", "20 %", "0.022"),
        ("tax", "19 %", "0.02793"),
    ];
    assert_eq!(extras, expected);
    assert_eq!(desk.total("whatsapp-2026-10"), "0.11", "fees and extras are never mixed");
    assert!(text.contains("with mark-up and tax 0.175 USD"), "{text}");
}

#[test]
fn lines_add_up_to_the_bill_and_name_every_message() {
    let mut log = HEAD.to_string();
    log += &inbound("a", "2026-10-05T10:00:00Z", "ann", "DE");
    log += &outbound("b", "2026-10-05T10:00:05Z", "ann", "DE", "utility");
    log += "c,2026-10-05T10:00:09Z,main,main,bob,DE,out,marketing,,failed\n";
    log += &outbound("d", "2026-10-05T10:01:00Z", "ann", "DE", "service");
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-07", "--tariff", "whatsapp-2026-10", "--lines", "csv"]);
    let lines = desk.table("bill_lines");
    let ids: Vec<(&str, &str)> = lines.iter().map(|r| (r["id"].as_str(), r["tariff"].as_str())).collect();
    let (july, october) = ("whatsapp-2026-07", "whatsapp-2026-10");
    assert_eq!(ids, [("b", july), ("b", october), ("c", july), ("c", october), ("d", july), ("d", october)]);
    let of = |tariff: &str| -> Vec<&str> {
        lines.iter().filter(|r| r["tariff"] == tariff).map(|r| r["amount"].as_str()).collect()
    };
    assert_eq!(of(july), ["0", "0", "0"], "utility inside the window and service were free");
    assert_eq!(of(october), ["0.055", "0", "0"], "utility is charged, the first 1,000 answers are free");
    assert_eq!((desk.total(july), desk.total(october)), ("0".to_string(), "0.055".to_string()));
    assert_eq!(lines[2]["rule"], "not delivered");
}

#[test]
fn rows_outside_from_and_to_move_clocks_and_nothing_else() {
    // The customer wrote before `from`: the window is open, his message is in no bill; neither is the template after `to`.
    let mut log = HEAD.to_string();
    log += &inbound("a", "2018-08-31T23:00:00Z", "ann", "FR");
    log += &outbound("b", "2018-09-01T01:00:00Z", "ann", "FR", "utility");
    log += &outbound("c", "2018-09-03T01:00:00Z", "ann", "FR", "utility");
    log += &outbound("d", "2018-10-01T00:00:00Z", "ann", "FR", "utility");
    let desk = Desk::new();
    desk.write("log.csv", &log).write("rates.csv", RATES);
    let all =
        ["log.csv", "--tariff", "whatsapp-2018-08", "--rates", "rates.csv", "--from", "2018-09", "--to", "2018-10"];
    desk.good(&all);
    assert_eq!(desk.total("whatsapp-2018-08"), "0.05");
    let messages: u64 = desk.table("bill").iter().map(|r| r["messages"].parse::<u64>().unwrap()).sum();
    assert_eq!(messages, 2);
}

#[test]
fn a_message_of_the_phone_app_is_free_and_outside_every_window() {
    let mut log = "id,time,customer,country,direction,kind,category\n".to_string();
    log += "a,2026-10-05T10:00:00Z,ann,DE,in,,\n";
    log += "b,2026-10-08T10:00:00Z,ann,DE,out,app,\n";
    log += "c,2026-10-08T10:00:09Z,ann,DE,out,free_form,service\n";
    let desk = Desk::new();
    desk.write("log.csv", &log);
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10"]);
    let bill = desk.table("bill");
    let rules: Vec<(&str, &str)> = bill.iter().map(|r| (r["rule"].as_str(), r["amount"].as_str())).collect();
    assert_eq!(rules, [("phone app", "0"), ("not accepted", "0")], "the app's message opened no window");
}
