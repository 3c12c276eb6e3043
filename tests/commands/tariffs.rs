//! `tariffs list | show | diff`: whole transcripts in `tests/commands/tariffs/`, written anew with UPDATE_GOLDEN=1.

use std::path::Path;
use std::process::{Command, Output};

fn tariffs(args: &[&str], columns: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
    command.arg("tariffs").args(args).env_remove("COLUMNS").current_dir(env!("CARGO_MANIFEST_DIR"));
    if let Some(columns) = columns {
        command.env("COLUMNS", columns);
    }
    command.output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn good(args: &[&str]) -> String {
    let output = tariffs(args, None);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn golden(file: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands/tariffs").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, printed).expect("writable");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == printed, "{file} differs; run with UPDATE_GOLDEN=1 and read the change. Printed:\n{printed}");
}

#[test]
fn list_names_every_tariff() {
    golden("list.txt", &good(&["list"]));
}

#[test]
fn show_tells_rules_clocks_readings_and_rates() {
    for name in ["whatsapp-2018-08", "whatsapp-2022-02", "whatsapp-2023-06", "whatsapp-2026-07", "whatsapp-2026-10"] {
        golden(&format!("show-{name}.txt"), &good(&["show", name]));
    }
}

#[test]
fn show_tells_one_market_with_its_tiers() {
    let printed =
        good(&["show", "whatsapp-2026-10", "--country", "IN", "--market", "rest of africa", "--currency", "COP"]);
    golden("show-markets.txt", &printed);
    let read = good(&["show", "whatsapp-2026-07", "--setting", "tiers=as 2026-10", "--country", "DE"]);
    assert!(read.contains("above 100,000  0.0523  computed"), "{read}");
}

#[test]
fn show_reads_a_file_and_the_users_own_rates() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("writable");
        path.to_str().expect("UTF-8").to_string()
    };
    let own = path(
        "own.toml",
        "based_on = \"whatsapp-2026-10\"\nsays = \"Twice the quota.\"\nchange = { \"quota.service.size\" = 2000 }\n",
    );
    assert!(good(&["show", &own]).contains("the first 2,000 a month of the number are free"));
    let rates = path("rates.csv", "country,rate,basis\nFR,0.0700 USD,assumption: inside the published range\n");
    let printed = good(&["show", "whatsapp-2018-08", "--rates", &rates, "--country", "FR"]);
    assert!(printed.contains("assumption: inside the published range") && printed.contains("0.0700"), "{printed}");
    let late = good(&["show", "tests/tariff/minutes-late.toml"]);
    assert!(late.contains("for each started minute since window ran out, at most"), "{late}");
}

#[test]
fn diff_tells_rules_and_rates() {
    for (from, to) in [
        ("whatsapp-2022-02", "whatsapp-2023-06"),
        ("whatsapp-2024-11", "whatsapp-2025-07"),
        ("whatsapp-2026-01", "whatsapp-2026-04"),
        ("whatsapp-2026-07", "whatsapp-2026-10"),
    ] {
        golden(&format!("diff-{from}-{to}.txt"), &good(&["diff", from, to]));
    }
    let same = good(&["diff", "whatsapp-2026-10", "whatsapp-2026-10"]);
    assert!(same.contains("No rule changes") && same.contains("No rate changes"), "{same}");
    let kuwait = good(&["diff", "whatsapp-2026-07", "whatsapp-2026-10", "--country", "KW"]);
    assert_eq!(kuwait.matches("Kuwait").count(), 5, "{kuwait}");
}

/// The percentages that the notes on October 2025 quote: Mexico −30.08, Argentina −10.04, North America −70.39 (there from unrounded
/// rates); from the printed rates: 0.0436 → 0.0305 = −30.0 %, 0.0289 → 0.0260 = −10.0 %, 0.0135 → 0.0040 = −70.4 %.
#[test]
fn diff_tells_changes_in_percent() {
    let printed = good(&["diff", "whatsapp-2025-07", "whatsapp-2025-10"]);
    for (market, percent) in
        [("Mexico ", "−30.0 %"), ("Argentina ", "−10.0 %"), ("North America ", "−70.4 %"), ("Egypt ", "−30.8 %")]
    {
        let line = printed
            .lines()
            .find(|l| l.trim_start().starts_with(market))
            .unwrap_or_else(|| panic!("{market}: {printed}"));
        assert!(line.contains(percent), "{line}");
    }
}

#[test]
fn json_is_read_by_programs() {
    let list: serde_json::Value = serde_json::from_str(&good(&["list", "--json"])).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(chatfare::tariff::names().len()));
    let show: serde_json::Value = serde_json::from_str(&good(&["show", "whatsapp-2026-10", "--json"])).expect("JSON");
    let argentina = &show["rates"][0];
    assert_eq!((argentina["market"].as_str(), argentina["countries"][0].as_str()), (Some("Argentina"), Some("AR")));
    let cell = &argentina["rates"][0];
    assert_eq!((cell["category"].as_str(), cell["rate"].as_str()), (Some("authentication"), Some("0.0260")));
    assert_eq!(cell["tiers"][1]["up_to"].as_u64(), Some(400_000));
    let diff = good(&["diff", "whatsapp-2026-04", "whatsapp-2026-07", "--json"]);
    let diff: serde_json::Value = serde_json::from_str(&diff).expect("JSON");
    let spain = diff["rates"].as_array().unwrap().iter().find(|r| r["market"] == "Spain").unwrap();
    // 0.0615 → 0.0707: 14.959 %.
    assert_eq!(
        (spain["from"].as_str(), spain["to"].as_str(), spain["per_mille"].as_i64()),
        (Some("0.0615"), Some("0.0707"), Some(150))
    );
}

#[test]
fn lines_fit_the_terminal() {
    for columns in ["80", "100", "140"] {
        let output = tariffs(&["show", "whatsapp-2026-10"], Some(columns));
        let (printed, most) = (text(&output.stdout), columns.parse::<usize>().unwrap());
        let longest = printed.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(longest <= most.max(100), "{columns}: {longest}");
        let prose = printed.lines().take_while(|l| !l.starts_with("Rates in"));
        assert!(prose.map(|l| l.chars().count()).max() <= Some(most), "{columns}");
        assert!(printed.lines().all(|l| l == l.trim_end()), "no blanks at ends of lines");
    }
}

#[test]
fn wrong_questions_get_an_answer() {
    for (args, expected) in [
        (
            &["show", "whatsapp-2026-11"][..],
            "error: there is no tariff `whatsapp-2026-11`\n --> whatsapp-2026-11\n  = help: the path of a tariff file ends in .toml; did you mean `whatsapp-2024-11`?\n",
        ),
        (&["show", "whatsapp-2026-10", "--currency", "EUR"], "error: the tariff has no card in EUR\n"),
        (
            &["show", "whatsapp-2026-10", "--country", "UK", "--market", "Rest of Afrika"],
            "error: whatsapp-2026-10 has no rate for the country `UK` (ISO 3166, as FR)\nerror: whatsapp-2026-10 has no market `Rest of Afrika`; did you mean `Rest of Africa`?\n",
        ),
        (
            &["show", "whatsapp-2026-10", "--setting", "second_ad=mine"],
            "error: `mine` is not a reading of `second_ad`\n",
        ),
    ] {
        let output = tariffs(args, None);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let printed = text(&output.stderr);
        assert!(printed.starts_with(expected) && output.stdout.is_empty(), "{args:?}: {printed}");
    }
    assert_eq!(tariffs(&["show", "whatsapp-2018-08", "--rates", "nowhere.csv"], None).status.code(), Some(3));
}
