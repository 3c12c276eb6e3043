//! What `bill` prints for typical logs and for broken ones of each kind: whole transcripts in `tests/billing/transcripts.txt` and
//! `broken.txt`, written anew with UPDATE_GOLDEN=1.

use std::fmt::Write;
use std::path::PathBuf;

use super::command::{Desk, HEAD, inbound, outbound};

/// Runs a command line and writes what a user sees; the time it took is left out.
fn shown(desk: &Desk, text: &mut String, line: &str) {
    let output = desk.bill(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
    let _ = writeln!(text, "$ chatfare bill {line}");
    for bytes in [&output.stdout, &output.stderr] {
        for line in String::from_utf8_lossy(bytes).lines() {
            let end = line.rfind(" in ").filter(|_| line.contains("facts billed"));
            let _ = writeln!(text, "{}", end.map_or(line, |end| &line[..end]).trim_end());
        }
    }
    let _ = writeln!(text, "exit {}\n", output.status.code().unwrap_or(-1));
}

/// Splits at spaces outside quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words
}

fn golden(name: &str, text: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "billing", name].iter().collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "{name} differs; run with UPDATE_GOLDEN=1 and read the change. Printed:\n{text}");
}

fn stamp(second: i64) -> String {
    jiff::Timestamp::from_second(second).unwrap().to_string()
}

/// `n` questions and answers a minute apart, from a second on (`date -u +%s`), with a utility template to another customer each.
fn talks(start: i64, n: i64, country: &str) -> String {
    let mut log = HEAD.to_string();
    for i in 0..n {
        let at = start + 60 * i;
        log += &inbound(&format!("i{i:05}"), &stamp(at), &format!("c{}", i % 40), country);
        log += &outbound(&format!("o{i:05}"), &stamp(at + 5), &format!("c{}", i % 40), country, "service");
        if i % 10 == 0 {
            log += &outbound(&format!("u{i:05}"), &stamp(at + 7), &format!("d{i}"), country, "utility");
        }
    }
    log
}

#[test]
fn typical_bills() {
    let desk = Desk::new();
    let mut text = String::new();
    // A month of before October 2026 (1788220800 = 2026-09-01), then with its free 1,000 used up.
    desk.write("september.csv", &talks(1_788_220_800, 1_050, "CO"));
    shown(&desk, &mut text, "september.csv --zone UTC --from 2026-09 --to 2026-10");
    // 2018 (1533081600 = 2018-08-01): rates are the user's own.
    desk.write("launch.csv", &talks(1_533_081_600, 20, "FR")).write("rates.csv", "country,rate\nFR,0.07 USD\n");
    shown(&desk, &mut text, "launch.csv --zone Europe/Paris --tariff whatsapp-2018-08");
    shown(&desk, &mut text, "launch.csv --zone Europe/Paris --tariff whatsapp-2018-08 --rates rates.csv");
    shown(&desk, &mut text, "launch.csv --zone Europe/Paris");
    // India had no authentication rate in 2023 (1688169600 = 2023-07-01); one is supplied, with its basis.
    let mut codes = HEAD.to_string();
    for i in 0..3 {
        codes +=
            &outbound(&format!("a{i}"), &stamp(1_688_169_600 + 3600 * i), &format!("c{i}"), "IN", "authentication");
    }
    desk.write("codes.csv", &codes);
    desk.write("missing.csv", "market,category,rate,basis\nIndia,authentication,0.01 USD,quote of a reseller\n");
    let month = "codes.csv --zone Asia/Kolkata --tariff whatsapp-2023-06 --from 2023-07 --to 2023-08";
    shown(&desk, &mut text, month);
    shown(&desk, &mut text, &format!("{month} --missing-rate missing.csv"));
    // Over 1 July 2025 (1751328000): conversations open at midnight.
    let mut change = HEAD.to_string();
    for (i, hours) in [-20, -4, 3, 12, 21].into_iter().enumerate() {
        change += &outbound(&format!("m{i}"), &stamp(1_751_328_000 + 3600 * hours), "ann", "DE", "marketing");
    }
    desk.write("change.csv", &change);
    shown(&desk, &mut text, "change.csv --zone UTC --tariff calendar");
    // Two currencies, SMS beside, tax and mark-up, numbers as in Germany.
    shown(
        &desk,
        &mut text,
        "september.csv --zone America/Bogota --tariff whatsapp-2026-10 --tariff sms-2026-06 --currency USD --tax \"19 %\" --markup \"20 %\" --locale de",
    );
    shown(&desk, &mut text, "september.csv --zone America/Bogota --tariff whatsapp-2026-10 --currency COP");
    golden("transcripts.txt", &text);
}

#[test]
fn broken_logs_of_each_kind() {
    let desk = Desk::new();
    let mut text = String::new();
    let good = talks(1_790_812_800, 3, "DE");
    desk.write("good.csv", &good);
    desk.good(&["good.csv", "--zone", "UTC"]);
    let whole = std::fs::read(desk.path("out").join("bill.parquet")).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(desk.path(name), bytes).unwrap();
    put("other.parquet", &whole);
    put("cut.parquet", &whole[..whole.len() / 2]);
    let csv = |head: &str, row: &str| format!("{head}\n{row}\n");
    let head = "id,time,phone,direction,category,segments";
    put("empty.csv", b"");
    put(
        "twice.csv",
        csv("id,time,time,phone,direction", "a,2026-10-03T10:00:00Z,2026-10-03T10:00:01Z,573005550101,in").as_bytes(),
    );
    put("negative.csv", csv(head, "a,2026-10-03T10:00:00Z,573005550101,out,utility,-2").as_bytes());
    put("time.csv", csv(head, "a,03.10.2026 10:00,573005550101,out,utility,1").as_bytes());
    put(
        "latin1.csv",
        b"id,time,phone,direction,category,name\na,2026-10-03T10:00:00Z,573005550101,out,utility,Mu\xf1oz\n",
    );
    put(
        "utf16.csv",
        &"id,time,phone,direction\na,2026-10-03T10:00:00Z,573005550101,in\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
    );
    put(
        "colour.csv",
        csv("id,time,phone,direction,category,colour", "a,2026-10-03T10:00:00Z,573005550101,out,utility,red")
            .as_bytes(),
    );
    let zones = "id,time,phone,direction,category\na,2026-10-03T10:00:00Z,573005550101,in,\nb,2026-10-03T12:00:00+02:00,573005550101,out,service\nc,2026-10-03T10:00:02,573005550101,out,utility\n";
    put("zones.csv", zones.as_bytes());
    put("types.ndjson", b"{\"id\":1,\"time\":true,\"phone\":\"573005550101\",\"direction\":\"out\",\"category\":\"utility\"}\n{\"id\":[2],\"time\":1791000000,\"phone\":{\"a\":1},\"direction\":\"out\",\"category\":\"utility\"}\n");
    let hook = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"phone_number_id\":\"7\"},\"statuses\":[{\"id\":\"wamid.A\",\"status\":\"delivered\",\"timestamp\":\"1791000005\",\"recipient_id\":\"573005550101\",\"pricing\":{\"billable\":true,\"category\":\"utility\",\"type\":\"regular\"}}]}}]}]}";
    put("hooks.ndjson", format!("{hook}\n{}\n", &hook[..hook.len() / 2]).as_bytes());
    put("hook.json", &hook.as_bytes()[..hook.len() / 2]);
    put("chat.txt", "2569-10-03 ก่อนเที่ยง 10:00 - Ana: สวัสดี\n2569-10-03 ก่อนเที่ยง 10:05 - Shop: สวัสดีค่ะ\n".as_bytes());
    put("twilio.csv", b"From,To,Body,Status,SentDate,ApiVersion,NumSegments,ErrorCode,AccountSid,Sid,Direction,Price,PriceUnit\nwhatsapp:+573005550101,whatsapp:+15550100,,received,soon,,1,,AC1,SM1,inbound,,USD\nwhatsapp:+15550100,whatsapp:+573005550101,,delivered,2026-10-03T10:00:00Z,,1,,AC1,SM2,outbound-api,-0.005,USD\n");
    put("counts.json", b"{\"pricing_analytics\":{\"data\":[{\"data_points\":[{\"start\":1791003600,\"end\":1791090000,\"volume\":-4},{\"end\":1791090000,\"volume\":4}]}]}}");
    for file in [
        "empty.csv",
        "cut.parquet",
        "other.parquet",
        "twice.csv",
        "negative.csv",
        "time.csv",
        "latin1.csv",
        "utf16.csv",
        "colour.csv",
        "zones.csv",
        "types.ndjson",
        "hooks.ndjson",
        "hook.json",
        "chat.txt",
        "twilio.csv",
        "counts.json",
        "good.csv counts.json",
    ] {
        shown(&desk, &mut text, file);
    }
    golden("broken.txt", &text);
}
