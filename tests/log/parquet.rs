//! Parquet: the types that writers use, row groups, metadata, damage.

use super::desk::{Desk, lines};
use chatfare::log::{Options, Zones};
use polars::prelude::*;

fn bytes(mut frame: DataFrame, group: usize, keys: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let keys = keys.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    ParquetWriter::new(&mut out)
        .with_row_group_size(Some(group))
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(keys)))
        .finish(&mut frame)
        .expect("memory");
    out
}

fn column(name: &str, values: &[Option<&str>]) -> Column {
    StringChunked::new(PlSmallStr::from_str(name), values).into_column()
}

fn sample() -> DataFrame {
    let times =
        Int64Chunked::from_vec("at".into(), vec![1_791_000_000_000_000, 1_791_000_002_000_000, 1_791_000_009_000_000]);
    let phone = Float64Chunked::from_vec("phone".into(), vec![573_005_550_101.0; 3]);
    let segments = UInt32Chunked::from_vec("segments".into(), vec![1, 1, 3]);
    DataFrame::new(
        3,
        vec![
            times.into_column(),
            column("id", &[Some("a"), Some("b"), Some("c")]),
            column("fact", &[Some("message_in"), Some("message_out"), Some("call_ended")]),
            column("direction", &[None, None, Some("in")]),
            column("class", &[None, Some("service"), None]),
            column("account", &[Some("x"), Some("x"), Some("x")]),
            phone.into_column(),
            segments.into_column(),
            BooleanChunked::new("moves_clocks".into(), [Some(true), None, None]).into_column(),
        ],
    )
    .expect("a frame")
}

const FACTS: [&str; 3] = [
    "04:00:00 in @main CO a",
    "04:00:02 out service Delivered window 04:00:00 @main CO b",
    "04:00:09 call in 0 s @main CO c",
];

#[test]
fn columns_of_a_simulation() {
    let keys = [
        ("chatfare.from", "2026-10-03T04:00:02Z"),
        ("chatfare.to", "2026-10-03T04:00:09Z"),
        ("chatfare.zones", "x=America/Bogota"),
    ];
    for group in [1, 2, 1000] {
        let desk = Desk::new(&[("log.parquet", &bytes(sample(), group, &keys))]);
        let mut log = desk.open(&Options::default()).expect("a log");
        let mut expected = FACTS.map(String::from);
        expected[0] = expected[0].replace(" in ", " lead in ");
        expected[2] = expected[2].replace(" call ", " drain call ");
        assert_eq!(lines(&mut log), expected);
        assert_eq!(log.report.files[0].read_as, "table of messages, Parquet");
        assert_eq!(log.book.accounts[0].zone, "America/Bogota");
        assert_eq!((log.report.before, log.report.after, log.report.zones.len()), (1, 1, 1));
    }
    let zones = Zones::parse(&["Europe/Paris".to_string()]).expect("a zone");
    let log = Desk::new(&[("log.parquet", &bytes(sample(), 9, &keys))]).open(&Options { zones, ..Options::default() });
    assert_eq!(log.expect("a log").book.accounts[0].zone, "Europe/Paris", "the option wins");
}

#[test]
fn damage_is_told() {
    let good = bytes(sample(), 2, &[]);
    for cut in [5, 40, good.len() / 2, good.len() - 1] {
        let desk = Desk::new(&[("cut.parquet", &good[..cut])]);
        assert!(desk.problems(&Options::default()).contains("a damaged Parquet file"), "{cut}");
    }
}
