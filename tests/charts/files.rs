//! Tables on disk: plain CSV, Parquet that says what it holds, files whole or absent, a manifest without a machine in it.

use super::sample::{self, Shape};
use chatfare::table::*;
use polars::prelude::*;

fn meta() -> Meta {
    Meta { hash: "abc123".into(), model_version: "1".into(), seed: 7 }
}

fn frame(name: &str, tables: &Tables) -> Frame {
    frames(tables).into_iter().find(|f| f.name == name).unwrap()
}

#[test]
fn every_table_is_written_twice_the_same() {
    let tables = sample::tables(&Shape::usual(3));
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = write_tables(&a.path().join("new/folder"), &tables, &meta()).unwrap();
    let second = write_tables(b.path(), &tables, &meta()).unwrap();
    assert_eq!(first, second);
    assert_eq!(first.len(), 2 * TABLES.len());
    for w in &first {
        let bytes = std::fs::read(b.path().join(&w.name)).unwrap();
        assert_eq!((w.bytes, &w.blake3), (bytes.len() as u64, &blake3::hash(&bytes).to_hex().to_string()));
        assert!(bytes == std::fs::read(a.path().join("new/folder").join(&w.name)).unwrap());
    }
    let left: Vec<_> =
        std::fs::read_dir(b.path()).unwrap().filter_map(|e| e.unwrap().file_name().into_string().ok()).collect();
    assert!(left.iter().all(|n| !n.starts_with('.')), "temporary files stay: {left:?}");
}

#[test]
fn headers_are_those_of_the_issue() {
    let tables = sample::tables(&Shape::usual(2));
    let head = |name: &str| csv(&frame(name, &tables)).lines().next().unwrap().to_string();
    assert_eq!(head("summary"), "variant,channel,metric,unit,mean,lower,upper,level,n");
    assert_eq!(head("replications"), "variant,replication,channel,metric,unit,numerator,denominator");
    for t in TABLES {
        assert_eq!(t.columns[0].name, "variant", "{}", t.name);
        assert_eq!(head(t.name), t.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(","));
    }
    for column in [
        "tariff",
        "month",
        "business",
        "account",
        "number",
        "market",
        "category",
        "tier",
        "currency",
        "messages",
        "charged",
        "amount",
        "amount_lower",
        "amount_upper",
        "level",
        "n",
    ] {
        assert!(table("bill").unwrap().columns.iter().any(|c| c.name == column), "{column}");
    }
}

#[test]
fn csv_has_plain_decimals_and_quotes_what_needs_it() {
    let mut tables = sample::tables(&Shape { n: 1, ..Shape::usual(2) });
    tables.summary.truncate(2);
    tables.summary[0].variant = "a, \"b\"\nc".into();
    tables.summary[0].value =
        Estimate { mean: 1.0 / 3.0 * 1e-7, lower: None, upper: Some(f64::NAN), level: 0.95, n: 1 };
    tables.summary[1].value = Estimate { mean: 6.02e23, lower: Some(-0.0), upper: Some(1e-300), level: 0.95, n: 2 };
    let text = csv(&frame("summary", &tables));
    assert!(
        text.contains("\"a, \"\"b\"\"\nc\",all,cost_per_resolved,EUR/resolved contact,0.0000000333333333,,,0.95,1\n"),
        "{text}"
    );
    assert!(text.contains(",602000000000000000000000,0,0.000"), "{text}");
    let bill = csv(&frame("bill", &tables));
    // 3,600 messages at 0.021 USD is 75.60; Germany has no rate.
    assert!(bill.lines().nth(1).unwrap().contains(",USD,3600,3600,75.6,,,0.95,1"), "{bill}");
    assert!(bill.lines().nth(2).unwrap().contains(",Germany,utility,late-answer,,,"), "{bill}");
}

#[test]
fn parquet_reads_back_what_csv_says() {
    let tables = sample::tables(&Shape::usual(3));
    let read = |name: &str| {
        ParquetReader::new(std::io::Cursor::new(parquet(&frame(name, &tables), &meta()).unwrap())).finish().unwrap()
    };
    let summary = read("summary");
    assert_eq!(summary.height(), tables.summary.len());
    let means: Vec<f64> = summary.column("mean").unwrap().f64().unwrap().into_no_null_iter().collect();
    assert!(means.iter().zip(&tables.summary).all(|(m, r)| *m == r.value.mean));
    let bill = read("bill");
    assert_eq!(bill.column("amount").unwrap().dtype(), &DataType::Decimal(38, 9));
    let first = bill.column("amount").unwrap().get(0).unwrap();
    assert_eq!(first, AnyValue::Decimal(75_600_000_000, 38, 9));
    let numerators = read("replications");
    let got = numerators.column("numerator").unwrap().get(1).unwrap();
    assert_eq!(got, AnyValue::Decimal(tables.replications[1].numerator, 38, 0));
}

#[test]
fn parquet_metadata_say_columns_and_origin_and_nothing_of_the_machine() {
    let tables = sample::tables(&Shape::usual(2));
    let bytes = parquet(&frame("comparison", &tables), &meta()).unwrap();
    let mut reader = ParquetReader::new(std::io::Cursor::new(bytes));
    let metadata = reader.get_metadata().unwrap().clone();
    let pairs: Vec<(String, String)> = metadata
        .key_value_metadata()
        .as_ref()
        .unwrap()
        .iter()
        .map(|kv| (kv.key.clone(), kv.value.clone().unwrap_or_default()))
        .collect();
    let value = |k: &str| pairs.iter().find(|(key, _)| key == k).map(|(_, v)| v.as_str());
    assert_eq!(value("chatfare.hash"), Some("abc123"));
    assert_eq!(value("chatfare.seed"), Some("7"));
    for c in table("comparison").unwrap().columns {
        let said = value(&format!("chatfare.column.{}", c.name)).unwrap();
        assert!(said.contains(c.meaning) && said.contains(c.unit));
    }
    assert!(pairs.iter().all(|(k, _)| k.starts_with("chatfare.") || k == "ARROW:schema"), "{pairs:?}");
}

#[test]
fn empty_tables_have_headers_and_zero_rows() {
    for f in frames(&Tables::default()) {
        assert_eq!(csv(&f).lines().count(), 1, "{}", f.name);
        let bytes = parquet(&f, &meta()).unwrap();
        assert_eq!(ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap().height(), 0);
    }
}

#[test]
fn a_sum_beyond_64_bits_survives() {
    let mut tables = sample::tables(&Shape::usual(1));
    tables.replications[0].numerator = i128::from(i64::MAX) * 1_000_000;
    assert!(csv(&frame("replications", &tables)).contains("9223372036854775807000000"));
    assert!(parquet(&frame("replications", &tables), &meta()).is_ok());
    tables.replications[0].numerator = i128::MAX;
    assert!(parquet(&frame("replications", &tables), &meta()).unwrap_err().to_string().contains("replications"));
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("taken"), "x").unwrap();
    let error = write_file(&dir.path().join("taken"), "summary.csv", b"x").unwrap_err().to_string();
    assert!(error.contains("cannot create the folder") && error.contains("taken"), "{error}");
    std::fs::create_dir(dir.path().join("summary.csv")).unwrap();
    let error = write_file(dir.path(), "summary.csv", b"x").unwrap_err().to_string();
    assert!(error.contains("cannot put in place") && error.contains("summary.csv"), "{error}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "the temporary file stayed");
}

#[test]
fn the_manifest_separates_what_time_changes() {
    let dir = tempfile::tempdir().unwrap();
    let files = write_tables(dir.path(), &sample::tables(&Shape::usual(2)), &meta()).unwrap();
    let result = Manifest {
        experiment: chatfare::table::Experiment::default(),
        version: "0.1.0".into(),
        model_version: "1".into(),
        name: "launch-2018".into(),
        hash: "abc123".into(),
        seed: 7,
        replications: 30,
        finished: vec![("phone".into(), 30)],
        complete: true,
        failures: vec![],
        scenario: vec![("run.seed".into(), "7".into())],
        files,
    };
    let mut read = Vec::new();
    for seconds in [1.5, 2.5] {
        let run = RunFacts { started: "2026-11-22T00:00:00Z".into(), seconds, threads: 2, resumed: 0 };
        write_manifest(dir.path(), &result, &serde_json::json!({ "main": "launch-2018.toml" }), &run).unwrap();
        let text = std::fs::read_to_string(dir.path().join("manifest.json")).unwrap();
        assert!(!text.contains(dir.path().to_str().unwrap()), "a path of the machine");
        read.push(serde_json::from_str::<serde_json::Value>(&text).unwrap());
    }
    assert_eq!(read[0]["result"], read[1]["result"]);
    assert_eq!(read[0]["source"]["main"], "launch-2018.toml");
    assert_ne!(read[0]["run"], read[1]["run"]);
    assert_eq!(read[0]["result"]["files"][0]["name"], "summary.csv");
    assert_eq!(read[0]["result"]["complete"], true);
}
