//! The documented columns as CSV.

use super::desk::{Desk, lines, log, one, transcript};
use chatfare::log::{Edge, MissingIds, Options, Reason, Unmarked, Zones};

const SHOP: &str = "\
id,time,business,account,number,customer,country,direction,kind,category,entry,status,sent_at,origin
m1,2026-10-03T10:00:00Z,shop,fr,n1,c1,FR,in,,,ad,,,
m2,2026-10-03T10:00:05Z,shop,fr,n1,c1,FR,out,free_form,service,,delivered,2026-10-03T10:00:04Z,bot
m3,2026-10-03T10:01:00Z,shop,fr,n2,c1,FR,out,free_form,service,,delivered,,human
m4,2026-10-03T10:02:00Z,shop,de,n3,c2,DE,out,template,utility,,delivered,,campaign
m5,2026-10-03T10:02:30Z,shop,de,n3,c2,DE,out,template,marketing,,failed,,
m6,2026-10-03T10:02:31Z,shop,de,n3,c2,DE,out,template,marketing,,sent,,
m7,2026-10-03T10:03:00Z,shop,fr,n1,c1,FR,out,app,,,delivered,,
m8,2026-10-03T10:04:00Z,shop,fr,n1,c3,FR,in,call,,,,,
";

#[test]
fn every_kind_of_row() {
    let mut log = log("shop.csv", SHOP);
    assert_eq!(
        lines(&mut log),
        [
            "10:00:00 in by ad @n1 FR m1",
            "10:00:05 out service Delivered window 10:00:00 sent 10:00:04 @n1 FR m2 by bot",
            "10:01:00 out service Delivered window never @n2 FR m3 by human",
            "10:02:00 out utility Delivered window never @n3 DE m4 by campaign",
            "10:02:30 out marketing Failed window never @n3 DE m5",
            "10:02:31 out marketing Failed window never @n3 DE m6",
            "10:03:00 out app Delivered window 10:00:00 @n1 FR m7",
            "10:04:00 call in 0 s @n1 FR m8",
        ]
    );
    let r = &log.report;
    assert_eq!(
        (r.rows, r.messages_in, r.delivered, r.failed, r.not_delivered, r.echoes, r.calls),
        (8, 1, 3, 1, 1, 1, 1)
    );
    assert_eq!((r.sorted, r.duplicates, r.kept_out_rows(), r.numbers), (false, 0, 0, 3));
    assert_eq!(r.files[0].read_as, "table of messages, separated by commas");
    let names: Vec<&str> = log.book.accounts.iter().map(|a| a.name.as_str()).collect();
    assert_eq!((names, log.book.countries.clone()), (vec!["de", "fr"], vec!["DE".to_string(), "FR".to_string()]));
    assert_eq!(log.origins, ["", "bot", "campaign", "human"]);
    assert_eq!(
        log.report.part_months,
        [("de".to_string(), "2026-10".to_string()), ("fr".to_string(), "2026-10".to_string())]
    );
    let again = lines(&mut log);
    assert_eq!(again.len(), 8, "a log streams again");
}

#[test]
fn the_best_row_of_an_id_counts_and_then_the_earliest() {
    let text = "id,time,phone,direction,category,status\n\
        a,2026-10-03T10:00:00Z,+573005550101,out,utility,sent\n\
        a,2026-10-03T10:00:09Z,+573005550101,out,utility,read\n\
        a,2026-10-03T10:00:05Z,+573005550101,out,utility,delivered\n\
        b,2026-10-03T09:00:00Z,+57 300 555 0101,in,,\n\
        b,2026-10-03T09:00:01Z,+57 300 555 0101,in,,\n";
    let mut log = log("twice.csv", text);
    assert_eq!(
        lines(&mut log),
        ["09:00:00 in @main CO b", "10:00:05 out utility Delivered window 09:00:00 @main CO a"]
    );
    assert_eq!((log.report.duplicates, log.report.rows, log.report.sorted), (3, 5, true));
    assert_eq!((log.report.delivered, log.report.not_delivered, log.report.messages_in), (1, 0, 1));
}

/// A customer whose first row is left out is known from the next one on.
#[test]
fn the_first_row_of_a_customer_may_be_one_that_does_not_count() {
    let rows = "id,time,customer,country,direction,category,status\n\
        a,2026-10-03T03:26:00Z,ann,CO,out,utility,sent\n\
        a,2026-10-03T03:27:00Z,ann,CO,out,utility,delivered\n\
        b,2026-10-03T03:28:00Z,ann,CO,in,,\n\
        c,2026-10-03T03:29:00Z,ann,CO,out,service,delivered\n";
    let mut log = one("a.csv", rows).open(&Options::default()).expect("a log");
    let found = lines(&mut log);
    assert_eq!((found.len(), log.report.duplicates), (3, 1), "{found:?}");
    assert!(found[2].contains("window 03:28:00"), "{found:?}");
}

#[test]
fn rows_that_no_tariff_could_bill_are_listed() {
    let text = "id;time;phone;country;direction;category\n\
        a;2026-10-03T10:00:00Z;+573005550101;;out;utility\n\
        b;2026-10-03 11:00;+573005550101;;out;utilty\n\
        c;1999-10-03T10:00:00Z;+573005550101;;out;utility\n\
        d;2026-10-03T10:00:00Z;;;out;utility\n\
        e;2026-10-03T10:00:00Z;5,73E+11;;out;utility\n\
        f;soon;+573005550101;;out;utility\n\
        g;2026-10-03T10:00:00Z;+573005550101;ZZ;out;utility\n\
        h;2026-10-03T10:00:00Z;+573005550101;;out;\n\
        i;2026-10-03T10:00:00Z;+573005550101;;out;utility;too;many\n";
    let desk = one("broken.csv", text);
    let mut log = desk.open(&Options::default()).expect("one good row");
    assert_eq!(lines(&mut log), ["10:00:00 out utility Delivered window never @main CO a"]);
    assert_eq!((log.report.rows, log.report.kept_out_rows()), (9, 8));
    let listed: Vec<String> =
        log.report.kept_out.values().flat_map(|k| &k.first).map(|p| desk.plain(&p.to_string())).collect();
    transcript("kept-out", &listed.join("\n\n"));
    transcript("report", desk.plain(&log.report.to_string()).trim_end());
    assert_eq!(log.report.unknown_words[&("category", "utilty".to_string())], 1);
    assert!(log.report.kept_out.contains_key(&Reason::Unmarked));
}

#[test]
fn unmarked_messages_are_read_by_the_rule_given() {
    let text = "id,time,phone,direction\n\
        a,2026-10-03T10:00:00Z,573005550101,in\n\
        b,2026-10-04T09:59:59Z,573005550101,out\n\
        c,2026-10-04T10:00:00Z,573005550101,out\n";
    let desk = one("bare.csv", text);
    let rule = |word: &str| Options { unmarked: Unmarked::parse(word).expect("a rule"), ..Options::default() };
    let mut log = desk.open(&rule("utility-outside")).expect("a log");
    assert_eq!(
        lines(&mut log)[1..],
        [
            "+1d 09:59:59 out service Delivered window 10:00:00 @main CO b",
            "+1d 10:00:00 out utility Delivered window 10:00:00 @main CO c"
        ]
    );
    assert_eq!(log.report.unmarked, 2);
    let mut log = desk.open(&rule("free-form")).expect("a log");
    assert_eq!(lines(&mut log)[2], "+1d 10:00:00 out service Delivered window 10:00:00 @main CO c");
    assert_eq!(log.report.kept_out_rows(), 0);
}

#[test]
fn parts_and_zones() {
    let text = "id,time,account,phone,direction\n\
        a,2026-10-31T22:59:59Z,p,573005550101,in\n\
        b,2026-10-31T23:00:00Z,p,573005550101,in\n\
        c,2026-11-30T23:00:00Z,p,573005550101,in\n";
    let options = Options {
        zones: Zones::parse(&["p=Europe/Paris".to_string()]).expect("a zone"),
        from: Some(Edge::parse("--from", "2026-11-01").expect("a date")),
        to: Some(Edge::parse("--to", "2026-12").expect("a month")),
        ..Options::default()
    };
    let mut log = one("parts.csv", text).open(&options).expect("a log");
    assert_eq!(
        lines(&mut log),
        ["22:59:59 lead in @main CO a", "23:00:00 in @main CO b", "+30d 23:00:00 drain in @main CO c"]
    );
    assert_eq!((log.report.before, log.report.after), (1, 1));
    assert!(log.report.part_months.is_empty());
}

#[test]
fn no_ids_no_loss() {
    let row = "2026-10-03T10:00:00Z,573005550101,in\n";
    let desk = one("noid.csv", &format!("time,phone,direction\n{row}{row}"));
    let log = desk.open(&Options::default()).expect("a log");
    assert_eq!((log.report.messages_in, log.report.without_id, log.report.duplicates), (2, 2, 0));
    let strict = Options { missing_ids: MissingIds::KeepOut, ..Options::default() };
    assert!(desk.problems(&strict).contains("no id"));
}

#[test]
fn encodings() {
    let text = "id,time,phone,direction,origin\na,1790998020,573005550101,in,café\n";
    let utf16: Vec<u8> = [0xfeffu16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gzip, text.as_bytes()).expect("memory");
    let bom = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for bytes in [text.as_bytes(), &utf16, &bom, &gzip.finish().expect("memory"), &latin] {
        let mut log = Desk::new(&[("a.csv", bytes)]).open(&Options::default()).expect("a log");
        assert_eq!(lines(&mut log), ["02:07:00 in @main CO a by café"].map(|l| l.replace("02:07", "03:27")));
    }
}

/// The page for users has every column as the program knows it.
#[test]
fn the_page_says_every_column() {
    let page = include_str!("../../data/logs.md");
    for column in &chatfare::log::COLUMNS {
        let also: Vec<String> = column.names[1..].iter().map(|n| format!("`{n}`")).collect();
        let line = format!("| `{}` | {} | {} |", column.names[0], also.join(", "), column.meaning);
        assert!(page.contains(&line), "data/logs.md lacks: {line}");
    }
    for format in chatfare::log::Format::ALL.iter().skip(1) {
        assert!(page.contains(&format!("| `{}` |", format.word())), "{format:?}");
    }
}

/// A year is a year, eight digits are a day, and a number too short for a Unix time is no time at all.
#[test]
fn short_numbers_are_dates_or_nothing() {
    let edge = |text: &str| Edge::parse("--from", text);
    for (short, long) in [("2026", "2026-01-01"), ("20260815", "2026-08-15"), ("2026-08", "2026-08-01")] {
        assert_eq!(edge(short), edge(long), "{short}");
        assert!(edge(long).is_ok());
    }
    assert_eq!(edge("1791000420"), edge("2026-10-03T04:07:00Z"));
    for wrong in ["1", "26", "202608", "20261301", "20260230", "999999999", "2026.5", "12.5"] {
        assert!(edge(wrong).is_err(), "{wrong}");
    }
}
