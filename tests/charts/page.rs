//! The report: one file, no network, every section, guarded words, size.

use super::sample::{self, Shape};
use chatfare::chart::Context;
use chatfare::report::{LIMIT, ReportInput, render};
use chatfare::table::Tables;

pub fn input<'a>(tables: &'a Tables, context: &'a Context) -> ReportInput<'a> {
    let triple = |a: &str, b: &str, c: &str| (a.to_string(), b.to_string(), c.to_string());
    ReportInput {
        tables,
        context,
        verdict: vec![
            "Messages cost 2.23 EUR per resolved contact, the call centre 4.15 EUR: 1.92 EUR less (95 % interval 1.86 to 1.98).".into(),
            "Promises: 80 % of messages in 2 h with 13 agents, 80 % of calls in 20 s with 24 agents.".into(),
            "Break-even wage 41 EUR/h; break-even handling time 9 min a turn.".into(),
            "Satisfaction is an assumption; its sign depends on the curve.".into(),
        ],
        dates: ("2018-09-01".into(), "2018-10-01".into()),
        replications: 30,
        complete: true,
        checks: vec!["Erlang A, Monday 10:00: 0.812 expected, 0.811 simulated (0.806 to 0.816).".into()],
        assumptions: vec![
            triple("reason.delivery.handling", "3 min", "Typical of retail chat; weak. Source: https://example.org/a?b=1&c=2."),
            triple("satisfaction.base", "logistic", "No causal curve is published <of course>."),
            triple(
                "profile.a_rather_long_name_of_opening_hours.hours",
                "[0.3, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 3, 6, 9, 9.5, 9, 7, 7.5, 8.5, 8.5, 8, 7, 5, 3.5, 2.5, 1.8, 1, 0.6]",
                "shape of a working day",
            ),
        ],
        settings: vec![triple("whatsapp-2018-08", "window_edge", "inside; the page says “within 24 hours”")],
        effective: vec![triple("run.seed", "20180801", "launch-2018.toml:4"), triple("run.level", "0.95", "default")],
        warnings: vec!["Occupancy of group night is 0.97: waits depend on the horizon.".into()],
        command: "chatfare run scenarios/launch-2018.toml --seed 20180801".into(),
    }
}

fn page(shape: &Shape) -> String {
    let (tables, context) = (sample::tables(shape), sample::context(shape));
    render(&input(&tables, &context)).unwrap()
}

/// Attributes of all tags as (tag, name, value), by a small reader of our own.
fn attributes(html: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let Some((inside, _)) = tag.split_once('>') else { continue };
        let name = inside.split_whitespace().next().unwrap_or("").to_string();
        let mut rest = &inside[name.len()..];
        while let Some((key, after)) = rest.split_once("=\"") {
            let Some((value, next)) = after.split_once('"') else { break };
            found.push((name.clone(), key.trim().to_string(), value.to_string()));
            rest = next;
        }
    }
    found
}

#[test]
fn nothing_is_fetched() {
    let html = page(&Shape::usual(5));
    for (tag, name, value) in attributes(&html) {
        let remote = value.contains("http:") || value.contains("https:") || value.starts_with("//");
        assert!(!remote || (tag == "a" && name == "href"), "<{tag} {name}=\"{value}\">");
        assert!(!["src", "srcset", "data", "poster", "background"].contains(&name.as_str()), "<{tag} {name}>");
    }
    for word in ["<link", "@import", "url(", "<img", "<iframe", "<object", "fetch(", "XMLHttp", "xlink:"] {
        assert!(!html.contains(word), "{word}");
    }
    assert!(html.contains("default-src 'none'"), "the page forbids fetching by itself too");
}

#[test]
fn sections_come_in_order() {
    // The template engine writes a slash as an entity.
    let html = page(&Shape::usual(3)).replace("&#x2f;", "/");
    let order = [
        "<h1>",
        "class=\"verdict\"",
        "id=\"comparison\"",
        "id=\"leading\"",
        "id=\"break-even\"",
        "id=\"structure\"",
        "id=\"service-quality\"",
        "id=\"countries\"",
        "id=\"sure\"",
        "id=\"assumptions\"",
        "id=\"readings\"",
        "id=\"warnings\"",
        "id=\"reproduce\"",
        "id=\"glossary\"",
    ];
    let places: Vec<usize> = order.iter().map(|w| html.find(w).unwrap_or_else(|| panic!("{w} is missing"))).collect();
    assert!(places.windows(2).all(|w| w[0] < w[1]), "{places:?}");
    for word in [
        "Break-even wage 41 EUR/h",
        "Occupancy of group night",
        "launch-2018.toml:4",
        "3f9a0c51d27be884",
        "Erlang A, Monday",
    ] {
        assert!(html.contains(word), "{word}");
    }
}

#[test]
fn no_direction_is_named_where_the_interval_holds_zero() {
    // Variant 3 of the sample has a difference whose interval holds zero.
    let shape = Shape::usual(4);
    let (mut tables, context) = (sample::tables(&shape), sample::context(&shape));
    for r in tables.comparison.iter_mut().filter(|r| r.variant == "office") {
        // Even if the row itself were wrong.
        r.reading = "lower";
    }
    let html = render(&input(&tables, &context)).unwrap();
    let section = html.split("id=\"comparison\"").nth(1).unwrap().split("</section>").next().unwrap();
    let office = |text: &str| text.contains("Messages in office hours");
    let rows: Vec<&str> = section.split("<tr>").filter(|r| office(r)).collect();
    assert!(!rows.is_empty());
    for row in rows {
        assert!(row.contains("not distinguishable") && !row.contains(">lower<"), "{row}");
    }
    assert!(section.contains(">lower<"), "clear differences are named");
    let lower = html.to_lowercase();
    for word in [" better", " best ", " worse", "significant"] {
        assert!(!lower.contains(word), "{word}");
    }
}

#[test]
fn one_replication_is_said_and_nothing_decided() {
    let shape = Shape { n: 1, ..Shape::usual(3) };
    let (tables, context) = (sample::tables(&shape), sample::context(&shape));
    let html = render(&ReportInput { replications: 1, ..input(&tables, &context) }).unwrap();
    assert!(html.contains("One replication has no interval"));
    let section = html.split("id=\"comparison\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("no interval: not decided") && !section.contains(">lower<"));
}

#[test]
fn the_page_is_small_and_always_the_same() {
    for count in [1, 5, 12] {
        let html = page(&Shape::usual(count));
        assert!(html.len() <= LIMIT, "{count} variants: {} bytes", html.len());
        assert!(html == page(&Shape::usual(count)));
    }
}

#[test]
fn names_cannot_break_out() {
    let mut shape = Shape::usual(3);
    shape.variants[1].1 = "</title><script>alert(1)</script>\"'&".into();
    let html = page(&shape);
    assert_eq!(html.matches("<script>").count(), 1, "only our own");
    assert!(!html.contains("alert(1)</script>"));
}

#[test]
fn figures_have_a_text_alternative_and_follow_the_reader() {
    let html = page(&Shape::usual(3));
    let figures: Vec<&str> = html.split("<figure").skip(1).map(|f| f.split("</figure>").next().unwrap()).collect();
    assert_eq!(figures.len(), 8);
    for f in figures {
        assert!(f.contains("<title>") && f.contains("<desc>") && f.contains("<details>") && f.contains("<tbody>"));
        assert!(f.contains("class=\"wide\"") && f.contains("class=\"narrow\""));
        assert!(
            f.contains("var(--text)") && !f.contains("fill=\"#") && !f.contains("stroke=\"#"),
            "a colour does not follow"
        );
    }
    assert!(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
}

#[test]
fn an_empty_result_is_still_a_page() {
    let shape = Shape::usual(1);
    let context = sample::context(&shape);
    let tables = Tables::default();
    let html =
        render(&ReportInput { complete: false, verdict: vec![], assumptions: vec![], ..input(&tables, &context) })
            .unwrap();
    assert!(html.contains("Not complete.") && html.contains("nothing to compare"));
    assert!(!html.contains("<figure"));
}

/// Writes pages to look at: `CHATFARE_PICTURES=folder cargo test … pages`.
#[test]
fn pages_to_look_at() {
    let Some(folder) = std::env::var_os("CHATFARE_PICTURES") else { return };
    for count in [2, 5, 12] {
        let path = std::path::Path::new(&folder).join(format!("report-{count}.html"));
        chatfare::table::write_atomic(&path, page(&Shape::usual(count)).as_bytes()).unwrap();
    }
}
