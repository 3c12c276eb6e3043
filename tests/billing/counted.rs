//! Bills of the platform's own counts (`pricing_analytics`), worked out beside the code, through the command.

use super::command::{Desk, HEAD, stderr};

/// One point: (first day and days after 2026-01-01 by `date -u +%s`, fields).
fn point(start: i64, days: i64, kind: &str, category: &str, volume: u64, more: &str) -> String {
    format!(
        "{{\"start\":{start},\"end\":{},\"phone_number\":\"571\",\"country\":\"CO\",\"pricing_type\":\"{kind}\",\
         \"pricing_category\":\"{category}\",\"volume\":{volume}{more}}}",
        start + days * 86_400
    )
}

fn answer(points: &[String]) -> String {
    format!("{{\"pricing_analytics\":{{\"data\":[{{\"data_points\":[{}]}}]}},\"id\":\"waba\"}}", points.join(","))
}

/// 2026-10-01T00:00Z and 2026-08-01T00:00Z (`date -u -d 2026-10-01 +%s`).
const OCTOBER: i64 = 1_790_812_800;
const AUGUST: i64 = 1_785_542_400;

#[test]
fn counts_of_october_2026_are_billed_and_agree_with_the_platforms_costs() {
    // Colombia: service and utility 0.0008 USD. 412 × 0.0008 = 0.3296; 90 × 0.0008 = 0.072; the free 1,000 are the quota.
    let points = [
        point(OCTOBER, 1, "FREE_CUSTOMER_SERVICE", "SERVICE", 1000, ""),
        point(OCTOBER + 86_400, 1, "REGULAR", "SERVICE", 412, ",\"cost\":0.3296"),
        point(OCTOBER + 86_400, 1, "REGULAR", "UTILITY", 90, ",\"cost\":0.072,\"tier\":\"0:100000\""),
        point(OCTOBER, 1, "FREE_ENTRY_POINT", "SERVICE", 33, ""),
        point(OCTOBER, 1, "FREE_ENTRY_POINT", "MARKETING", 7, ""),
    ];
    let desk = Desk::new();
    desk.write("counts.json", &answer(&points));
    let text = desk.good(&["counts.json", "--tariff", "calendar"]);
    assert_eq!(desk.total("calendar"), "0.4016");
    let rows: Vec<[String; 6]> = desk
        .table("analytics")
        .iter()
        .map(|r| ["category", "messages", "charged", "amount", "platform_charged", "difference"].map(|c| r[c].clone()))
        .collect();
    assert_eq!(
        rows,
        [
            ["marketing", "7", "0", "0", "0", ""],
            ["service", "1445", "412", "0.3296", "412", "0"],
            ["utility", "90", "90", "0.072", "90", "0"],
        ]
    );
    assert!(text.contains("counts 502 charged messages, calendar has 502; the platform says a cost of 0.402, this bill 0.402 USD: every line agrees"), "{text}");
}

#[test]
fn what_was_free_inside_the_window_is_charged_since_october() {
    // August 2026, Colombia, marketing 0.0125, utility 0.0008: under its own time 100 × 0.0008 + 50 × 0.0125 = 0.705.
    // Since October also the 300 utility inside the window and 500 of 1,500 service messages: 0.705 + 800 × 0.0008 = 1.345.
    let points = [
        point(AUGUST, 31, "FREE_CUSTOMER_SERVICE", "UTILITY", 300, ""),
        point(AUGUST, 31, "REGULAR", "UTILITY", 100, ""),
        point(AUGUST, 31, "REGULAR", "MARKETING", 50, ""),
        point(AUGUST, 31, "FREE_CUSTOMER_SERVICE", "SERVICE", 1500, ""),
        point(AUGUST, 31, "FREE_ENTRY_POINT", "UTILITY", 20, ""),
    ];
    let desk = Desk::new();
    desk.write("counts.json", &answer(&points));
    desk.good(&["counts.json"]);
    assert_eq!((desk.total("calendar"), desk.total("whatsapp-2026-10")), ("0.705".into(), "1.345".into()));
    // A second file with the same points adds nothing.
    desk.write("again.json", &answer(&points));
    desk.good(&["counts.json", "again.json"]);
    assert_eq!(desk.total("whatsapp-2026-10"), "1.345");
}

#[test]
fn tiers_run_over_the_month_and_begin_anew() {
    // Colombia, utility: 100,000 at 0.0008, then 5 % off, rounded half up to four decimals: 0.00076 → 0.0008, then 10 %: 0.0007.
    // Up to 1,000,000 in tier 2: 1,200,000 messages are 1,000,000 × 0.0008 + 200,000 × 0.0007 = 940; in November tier 1 again.
    let points = [
        point(OCTOBER, 15, "REGULAR", "UTILITY", 700_000, ",\"cost\":560"),
        point(OCTOBER + 15 * 86_400, 16, "REGULAR", "UTILITY", 500_000, ",\"cost\":380,\"tier\":\"100001:1000000\""),
        point(OCTOBER + 31 * 86_400, 1, "REGULAR", "UTILITY", 10, ",\"cost\":0.009"),
    ];
    let desk = Desk::new();
    desk.write("counts.json", &answer(&points));
    let text = desk.good(&["counts.json", "--tariff", "whatsapp-2026-10"]);
    assert_eq!(desk.total("whatsapp-2026-10"), "940.008");
    let tiers: Vec<(String, String)> =
        desk.table("bill").iter().map(|r| (r["tier"].clone(), r["messages"].clone())).collect();
    let tier = |t: &str, n: &str| (t.to_string(), n.to_string());
    assert_eq!(tiers, [tier("1", "100000"), tier("2", "900000"), tier("3", "200000"), tier("1", "10")]);
    // The platform said 0.009 in November: that line differs.
    assert!(text.contains("1 of 2 lines differ (see analytics)"), "{text}");
}

#[test]
fn months_and_changes_are_those_of_the_accounts_zone() {
    // Two hours before October in UTC: already October in Paris.
    let points = [point(OCTOBER - 7200, 1, "FREE_CUSTOMER_SERVICE", "UTILITY", 5, "")];
    let desk = Desk::new();
    desk.write("counts.json", &answer(&points));
    desk.good(&["counts.json", "--tariff", "calendar", "--zone", "Europe/Paris"]);
    assert_eq!((desk.total("calendar").as_str(), desk.table("bill")[0]["month"].as_str()), ("0.004", "2026-10"));
}

#[test]
fn messages_and_their_counts_cost_the_same() {
    // 45 days of messages of one number to two countries, and what the platform would count of them.
    let mut log = HEAD.to_string();
    let mut points = Vec::new();
    for day in 0..45 {
        let start = OCTOBER - 20 * 86_400 + day * 86_400;
        let (service, inside, outside, marketing) = (30 + day % 7, day % 5, 3 + day % 4, day % 3);
        let october = start >= OCTOBER;
        for (country, factor) in [("CO", 1), ("DE", 2)] {
            let mut row = |second: i64, way: &str, customer: &str, category: &str| {
                let time = jiff::Timestamp::from_second(start + second).unwrap();
                let id = format!("{start}{country}{second}{customer}{way}");
                log += &format!("{id},{time},waba,571,{customer}{country},{country},{way},{category},,delivered\n");
            };
            row(0, "in", "a", "");
            (0..service * factor).for_each(|i| row(100 + i, "out", "a", "service"));
            (0..inside).for_each(|i| row(40_000 + i, "out", "a", "utility"));
            (0..outside).for_each(|i| row(50_000 + i, "out", "b", "utility"));
            (0..marketing).for_each(|i| row(60_000 + i, "out", "b", "marketing"));
            let kind = if october { "REGULAR" } else { "FREE_CUSTOMER_SERVICE" };
            let of = |kind: &str, category: &str, volume: i64| {
                point(start, 1, kind, category, volume as u64, "").replace("\"CO\"", &format!("\"{country}\""))
            };
            points.push(of("FREE_CUSTOMER_SERVICE", "SERVICE", service * factor));
            points.push(of(kind, "UTILITY", inside + if october { outside } else { 0 }));
            if !october {
                points.push(of("REGULAR", "UTILITY", outside));
            }
            points.push(of("REGULAR", "MARKETING", marketing));
        }
    }
    let (messages, counts) = (Desk::new(), Desk::new());
    messages.write("log.csv", &log);
    counts.write("counts.json", &answer(&points));
    let span = ["--from", "2026-09-11", "--to", "2026-10-26"];
    let both = |tariff: &str| {
        messages.good(&[&["log.csv", "--tariff", tariff], &span[..]].concat());
        counts.good(&[&["counts.json", "--tariff", tariff], &span[..]].concat());
    };
    // SMS cost the same wherever a message stood; in the months before October nothing hangs on the order inside a day either.
    both("sms-2026-06");
    assert_eq!(messages.total("sms-2026-06"), counts.total("sms-2026-06"));
    let bill = |desk: &Desk| -> Vec<[String; 6]> {
        let columns = ["month", "market", "category", "messages", "charged", "amount"];
        desk.table("bill").iter().map(|r| columns.map(|c| r[c].clone())).collect()
    };
    both("calendar");
    let september = |desk: &Desk| bill(desk).into_iter().filter(|r| r[0] == "2026-09").collect::<Vec<_>>();
    assert_eq!(september(&messages), september(&counts));
    assert!(september(&counts).iter().any(|r| r[5] != "0"));
    // The quota ends inside one day of October in both: only the country of its last free messages may differ.
    let charged = |desk: &Desk| -> Vec<String> {
        desk.table("comparison").iter().filter(|r| r["by"] == "category").map(|r| r["charged"].clone()).collect()
    };
    assert_eq!(charged(&messages), charged(&counts));
}

#[test]
fn what_counts_cannot_tell_is_refused() {
    let desk = Desk::new();
    desk.write("counts.json", &answer(&[point(AUGUST, 1, "REGULAR", "MARKETING", 10, "")]));
    desk.write("rates.csv", "country,rate\nCO,0.01 USD\n").write("log.csv", HEAD);
    let cases: [(&[&str], &str); 6] = [
        (&["counts.json", "--tariff", "whatsapp-2023-06"], "counts do not say which messages joined one"),
        (&["counts.json", "--lines"], "--lines needs the messages themselves"),
        (&["counts.json", "--merge", "10s"], "--merge needs the messages themselves"),
        (&["counts.json", "--markup", "0.01 USD per message in or out"], "needs the messages themselves"),
        (&["counts.json", "log.csv"], "messages beside counts of the platform"),
        (&["counts.json", "--zone", "wabba=UTC"], "did you mean `waba`?"),
    ];
    for (args, message) in cases {
        let output = desk.bill(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(message), "{args:?}: {}", stderr(&output));
    }
    // Under 2018 a template inside the window is free; the counts do not say where these ten were.
    let output =
        desk.bill(&["counts.json", "--tariff", "whatsapp-2018-08", "--rates", "rates.csv", "--setting", "x=y"]);
    assert_eq!(output.status.code(), Some(2));
    let desk = Desk::new();
    desk.write("counts.json", &answer(&[point(OCTOBER, 1, "REGULAR", "UTILITY", 10, "")]));
    let output = desk.bill(&["counts.json", "--tariff", "whatsapp-2026-07"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = "of 10 messages the counts do not say whether the customer's window was open";
    assert!(stderr(&output).contains(said), "{}", stderr(&output));
    // A country that does not exist is kept out, and nothing is left.
    let broken = answer(&[point(AUGUST, 1, "REGULAR", "MARKETING", 10, "").replace("\"CO\"", "\"ZZ\"")]);
    desk.write("broken.json", &broken);
    let output = desk.bill(&["broken.json"]);
    assert!(
        stderr(&output).contains("no count that can be billed") && stderr(&output).contains("ZZ"),
        "{}",
        stderr(&output)
    );
}
