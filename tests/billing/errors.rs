//! What the user is told when something is wrong.

use super::command::{Desk, HEAD, inbound, outbound, stderr};

fn log() -> String {
    HEAD.to_string()
        + &inbound("a", "2026-10-05T10:00:00Z", "ann", "DE")
        + &outbound("b", "2026-10-05T10:00:05Z", "ann", "DE", "utility")
}

#[test]
fn each_wrong_usage_says_how_to_mend_it() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    let tariff = ["--tariff", "whatsapp-2026-10"];
    let cases: [(&[&str], i32, &str); 16] = [
        (&["log.csv", "--tariff", "whatsapp-2026-1"], 2, "there is no tariff `whatsapp-2026-1`"),
        (&["nothing.csv"], 3, "nothing.csv"),
        (&["log.csv", "--tariff", "whatsapp-2018-08"], 2, "rates"),
        (&["log.csv", "--tax", "19"], 2, "write \"19 %\""),
        (&["log.csv", "--markup", "0.005 USD"], 2, "per message"),
        (&["log.csv", "--tariff", "whatsapp-2026-10", "--markup", "0.01 EUR per message"], 2, "the mark-up is in EUR"),
        (&["log.csv", "--merge", "2 h"], 2, "at most 1 h"),
        (&["log.csv", "--merge", "10"], 2, "needs a unit"),
        (&["log.csv", "--locale", "xx"], 2, "known: en, de"),
        (&["log.csv", "--zone", "Mars/Base"], 2, "there is no time zone `Mars/Base`"),
        (&["log.csv", "--from", "1", "--to", "2"], 2, "`1` is not a date or time"),
        (&["log.csv", "--from", "2027"], 2, "nothing lies between"),
        (&["log.csv", "--to", "2026"], 2, "nothing lies between"),
        (&["log.csv", "--hash-customers", ""], 2, "the key is empty"),
        (&["log.csv", "--format", "paper"], 2, "`paper` is not a layout"),
        (&["log.csv", "--setting", "tax=low", tariff[0], tariff[1]], 2, "has no setting `tax`"),
    ];
    for (args, code, message) in cases {
        let output = desk.bill(args);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {text}");
        assert!(text.contains(message), "{args:?}: {text}");
        assert!(output.stdout.is_empty() && !desk.path("out").join("manifest.json").exists(), "{args:?}");
    }
}

#[test]
fn behaviour_is_no_question_to_a_log() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    for option in [["--answer-within", "1h"], ["--close", "22:00-06:00"]] {
        let output = desk.bill(&[&["log.csv"], &option[..]].concat());
        assert_eq!(output.status.code(), Some(2));
        let text = stderr(&output);
        assert!(text.contains("a log holds only what they did") && text.contains("chatfare run"), "{text}");
    }
}

#[test]
fn rows_kept_out_are_told_with_their_place_and_the_bill_goes_on() {
    let desk = Desk::new();
    let broken = log()
        + "c,2026-10-05T10:00:09Z,main,main,bob,XX,out,utility,,delivered\n"
        + "d,yesterday,main,main,bob,DE,out,utility,,delivered\n"
        + "e,1999-01-01T00:00:00Z,main,main,bob,DE,out,utility,,delivered\n";
    desk.write("log.csv", &broken);
    let output = desk.bill(&["log.csv", "--tariff", "whatsapp-2026-10"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stderr(&output);
    for part in ["log.csv:3", "log.csv:4", "log.csv:5", "3 kept out (see import.csv)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let import = desk.table("import");
    let kept: Vec<&str> = import.iter().map(|r| r["what"].as_str()).filter(|w| w.starts_with("kept out")).collect();
    assert_eq!(kept.len(), 3, "{kept:?}");
    assert_eq!(desk.total("whatsapp-2026-10"), "0.055");
}

#[test]
fn a_log_without_a_message_is_refused_with_the_first_mistake_of_each_kind() {
    let desk = Desk::new();
    desk.write("log.csv", &(HEAD.to_string() + "d,yesterday,main,main,bob,DE,out,utility,,delivered\n"));
    let output = desk.bill(&["log.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("yesterday"), "{}", stderr(&output));
}

/// A bill of nothing would be no answer.
#[test]
fn a_range_beside_the_log_is_refused() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    desk.good(&["log.csv", "--tariff", "whatsapp-2026-10", "--from", "2026", "--to", "2027"]);
    assert_eq!(desk.total("whatsapp-2026-10"), "0.055");
    for (from, to) in [("2026-10-06", "2026-11"), ("2026-10-05T10:00:01Z", "2026-10-05T10:00:05Z"), ("2025", "2026")] {
        let output = desk.bill(&["log.csv", "--from", from, "--to", to]);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{from}: {text}");
        assert!(text.contains("no row lies from") && text.contains("2026-10-05T10:00:05Z"), "{from}: {text}");
    }
}

/// A pipe that nobody writes to would be waited for, and a device never ends.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_no_files() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    let made = std::process::Command::new("mkfifo").arg(desk.path("pipe.toml")).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", desk.path("zero.csv")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", desk.path("zero.toml")).unwrap();
    let tariff = ["--tariff", "whatsapp-2026-10"];
    for args in [
        &["pipe.toml"][..],
        &["zero.csv"],
        &["log.csv", "--rates", "zero.csv"],
        &["log.csv", "--missing-rate", "zero.csv"],
        &["log.csv", "--mapping", "pipe.toml"],
        &["log.csv", "--tariff", "zero.toml"],
        &["log.csv", "--tariff", "pipe.toml"],
    ] {
        let all = if args.contains(&"--tariff") { args.to_vec() } else { [args, &tariff[..]].concat() };
        let output = desk.bill(&all);
        assert!(matches!(output.status.code(), Some(2 | 3)), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("no plain file"), "{args:?}: {}", stderr(&output));
    }
}
