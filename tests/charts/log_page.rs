//! The four charts of a bill and its page: texts inside and apart, and a page that is as wide as its reader's screen.

use super::browser::{browser, probe};
use super::log_sample::{self, LogShape};
use super::pictures::{overlapping, rendered, widths};
use chatfare::chart::{self, Area, LOG_CHARTS, Picture};
use chatfare::report::{LogReport, publish_log};
use chatfare::table::{Manifest, RunFacts};
use chatfare::units::Locale;

fn every(mut look: impl FnMut(&str, Picture)) {
    for (name, shape) in log_sample::shapes() {
        let (tables, context) = (log_sample::tables(&shape), log_sample::context());
        for theme in widths() {
            for c in LOG_CHARTS {
                assert!((c.needs)(&tables), "{name}: the sample lacks rows of {}", c.name);
                look(name, (c.draw)(&tables, &context, &theme).unwrap());
            }
        }
    }
}

#[test]
fn texts_of_a_bills_charts_stay_inside_and_apart() {
    every(|shape, p| {
        let all = Area { x0: 0.0, y0: 0.0, x1: p.width, y1: p.height };
        // As the layout says, and as another program draws them.
        let own: Vec<(String, Area)> = p.labels.iter().map(|l| (l.text.clone(), l.area)).collect();
        let seen = rendered(&p);
        assert_eq!(own.len(), seen.len(), "{shape} {}: a text was lost", p.name);
        for (text, area) in own.iter().chain(&seen) {
            assert!(all.contains(area), "{shape} {} {}: {text:?} leaves the picture: {area:?}", p.name, p.width);
        }
        let pairs = overlapping(&own, 0.2);
        assert!(pairs.is_empty(), "{shape} {} {}: {pairs:?}", p.name, p.width);
        assert!(!p.svg.contains("NaN") && p.labels.iter().any(|l| l.text.contains("log 3f9a0c51d27b")), "{shape}");
    });
}

#[test]
fn empty_tables_draw_none() {
    let tables = chatfare::table::LogTables::default();
    assert!(chart::draw_log(&tables, &log_sample::context(), &chart::Theme::light()).unwrap().is_empty());
}

fn page(shape: &LogShape) -> String {
    let (tables, context) = (log_sample::tables(shape), log_sample::context());
    let report = LogReport {
        tables: &tables,
        context: &context,
        sentences: vec!["Since October 2026 (whatsapp-2026-10) the same messages cost 2.66 USD, 1.16 USD more.".into()],
        warnings: vec!["2 rows were kept out.".into()],
        tariffs: vec![("whatsapp-2026-10".into(), "the price list of 1 October 2026".into())],
        settings: vec![(
            "whatsapp-2026-10".into(),
            "authentication_international_ladder".into(),
            "own: the page says \u{201c}by category\u{201d} (also possible: shared)".into(),
        )],
        locale: Locale::parse("en").unwrap(),
        command: "chatfare bill shop-2026-08.csv --tariff calendar --tariff whatsapp-2026-10".into(),
    };
    let manifest = Manifest {
        experiment: Default::default(),
        version: "0.1.0".into(),
        model_version: "1".into(),
        name: context.title.clone(),
        hash: context.hash.clone(),
        seed: 0,
        replications: 1,
        finished: vec![],
        complete: true,
        failures: vec![],
        scenario: vec![],
        files: vec![],
    };
    let run = RunFacts { started: "2026-11-22T00:00:00Z".into(), seconds: 1.0, threads: 1, resumed: 0 };
    let dir = tempfile::tempdir().unwrap();
    let written = publish_log(dir.path(), &report, None, &[], manifest, (&serde_json::Value::Null, &run)).unwrap();
    assert_eq!(written.iter().filter(|w| w.name.ends_with(".png")).count(), LOG_CHARTS.len());
    std::fs::read_to_string(dir.path().join("report.html")).unwrap()
}

#[test]
fn the_bill_opens_in_a_browser_at_both_widths() {
    let Some(browser) = browser() else {
        assert!(std::env::var_os("CI").is_none(), "no Chromium on PATH: install it (Debian: apt-get install chromium)");
        eprintln!("skipped: no Chromium on PATH");
        return;
    };
    for (name, shape) in log_sample::shapes() {
        let html = page(&shape);
        if let Some(folder) = std::env::var_os("CHATFARE_PICTURES") {
            let path = std::path::Path::new(&folder).join(format!("bill-{}.html", name.replace(' ', "-")));
            chatfare::table::write_atomic(&path, html.as_bytes()).unwrap();
        }
        for (width, wide, narrow) in [(400, 0, 4), (1400, 4, 0)] {
            let seen = probe(&browser, &html, width);
            assert_eq!((seen["wide"].as_u64(), seen["narrow"].as_u64()), (Some(wide), Some(narrow)), "{name}: {seen}");
            assert!(seen["scroll"].as_u64() <= Some(u64::from(width)), "{name}: the page scrolls sideways: {seen}");
            assert_eq!(seen["over"].as_array().map(Vec::len), Some(0), "{name} at {width}: {seen}");
            assert_eq!(seen["spill"].as_array().map(Vec::len), Some(0), "{name} at {width}: {seen}");
            assert!(seen["least"].as_f64() >= Some(9.0), "{name}: text too small to read: {seen}");
        }
    }
}
