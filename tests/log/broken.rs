//! Logs that cannot be read as a whole: the exact message the user gets.

use std::fmt::Write;

use super::desk::{Desk, transcript};
use chatfare::log::{Edge, Format, Mapping, Options, Unmarked, Zones};

#[test]
fn messages() {
    let good = "id,time,account,phone,direction\na,2026-10-03T10:00:00Z,p,573005550101,in\n";
    let bare = "id,time,phone,direction\na,2026-10-03T10:00:00Z,573005550101,out\n";
    let zip = b"PK\x03\x04rest".as_slice();
    let long = format!("id,time,phone,direction\n\"{}", "x".repeat(17 << 20));
    let cases: Vec<(&str, &[u8], Options)> = vec![
        ("empty.csv", b"", Options::default()),
        ("blank.csv", b"\n \n", Options::default()),
        ("header.csv", b"id,time,phone,direction\n", Options::default()),
        ("no-time.csv", b"id,tme,phone,direction\na,1,2,in\n", Options::default()),
        ("nothing-known.csv", b"a,b,c\n1,2,3\n", Options::default()),
        ("no-header.csv", b"2026-10-03T10:00:00Z,573005550101,in\n2026-10-03T10:05:00Z,573005550101,out\n", Options::default()),
        ("twice.csv", b"id,time,phone,direction,Time,note,note\na,2026-10-03T10:00:00Z,573005550101,in,2026-10-03T11:00:00Z,x,y\n", Options::default()),
        ("no-direction.ndjson", b"{\"id\":1,\"time\":1791000000,\"phone\":\"573005550101\"}\n", Options::default()),
        ("book.xlsx", zip, Options::default()),
        ("old.csv.bz2", b"BZh91AY", Options::default()),
        ("prose.txt", b"Dear Sir or Madam,\nI am writing to you.\n", Options::default()),
        ("broken.json", b"{\"a\":", Options::default()),
        ("damaged.parquet", b"PAR1 but not really PAR1", Options::default()),
        ("open-quote.csv", long.as_bytes(), Options::default()),
        ("unmarked.csv", bare.as_bytes(), Options::default()),
        (
            "other-product.json",
            b"{\"object\":\"instagram\",\"entry\":[{\"id\":\"1\",\"changes\":[]}]}",
            Options::default(),
        ),
        ("doubletick.json", b"{\"event\":\"CONVERSATION_COST_DEDUCTED\",\"cost\":1}", Options::default()),
        (
            "aws.csv",
            b"lineItem/UsageType,lineItem/UsageAmount\nUSE1-WhatsApp-CO-MessageFee-Standard,4\n",
            Options::default(),
        ),
        (
            "zendesk.ndjson",
            b"{\"id\":1,\"reply_time_in_minutes\":{\"calendar\":3,\"business\":1}}\n",
            Options::default(),
        ),
        ("counts.json", b"{\"pricing_analytics\":{\"data\":[]}}", Options::default()),
        ("conversations.json", b"{\"conversation_analytics\":{\"data\":[]}}", Options::default()),
        ("chat.txt", b"03/10/26, 14:05 - Ana: Hi\n03/10/26, 14:06 - My Shop: Hello\n", Options::default()),
        (
            "account.csv",
            good.as_bytes(),
            Options { zones: Zones::parse(&["q=Europe/Paris".into()]).expect("a zone"), ..Options::default() },
        ),
        (
            "mapped.csv",
            good.as_bytes(),
            Options {
                mapping: Some(Mapping::parse("m", "[columns]\ntime = \"tiem\"\n").expect("good")),
                ..Options::default()
            },
        ),
        (
            "edges.csv",
            good.as_bytes(),
            Options { from: Some(Edge::parse("--from", "2026-11").expect("good")), ..Options::default() },
        ),
        ("memory.csv", good.as_bytes(), Options { memory: 10, ..Options::default() }),
    ];
    let mut text = String::new();
    for (name, bytes, options) in cases {
        let _ = writeln!(text, "$ bill {name}\n{}\n", Desk::new(&[(name, bytes)]).problems(&options));
    }
    let _ = writeln!(
        text,
        "$ bill nowhere.csv\n{}\n",
        chatfare::log::open(&["nowhere.csv".into()], &Options::default()).expect_err("no file")[0]
    );
    for (option, problem) in [
        ("--zone Atlantis", Zones::parse(&["Atlantis".into()]).err().and_then(|p| p.into_iter().next())),
        (
            "--zone UTC --zone Asia/Tokyo",
            Zones::parse(&["UTC".into(), "Asia/Tokyo".into()]).err().and_then(|p| p.into_iter().next()),
        ),
        ("--from yesterday", Edge::parse("--from", "yesterday").err()),
        ("--unmarked utilty-outside", Unmarked::parse("utilty-outside").err()),
        ("--format twillio", Format::parse("twillio").err()),
    ] {
        let _ = writeln!(text, "$ bill log.csv {option}\n{}\n", problem.map_or("no problem".into(), |p| p.to_string()));
    }
    for (what, found) in [
        ("--map tim=created", Mapping::default().add("tim=created")),
        ("--map time", Mapping::default().add("time")),
        ("--map time=,phone=p,direction.in=", Mapping::default().add("time=,phone=p,direction.in=")),
        (
            "map.toml: [colums]",
            Mapping::parse("map.toml", "[colums]\ntime=\"t\"\n[columns]\nphon=\"x\"\ntime=[1]\n").map(|_| ()),
        ),
        ("map.toml: not TOML", Mapping::parse("map.toml", "time = created").map(|_| ())),
    ] {
        let problems: Vec<String> = found.err().unwrap_or_default().iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "$ bill log.csv {what}\n{}\n", problems.join("\n"));
    }
    transcript("broken", text.trim_end());
}
