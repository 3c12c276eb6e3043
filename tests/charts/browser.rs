//! The report in a real browser: headless Chromium opens it from disk. Without one the test is skipped on a
//! developer's machine and fails in CI.

use super::page;
use super::sample::{self, Shape};
use chatfare::report::render;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).flat_map(|d| NAMES.map(|n| d.join(n))).find(|p| p.is_file())
}

/// The page after layout and scripts, as the browser sees it.
fn dom(browser: &Path, page: &Path, profile: &Path) -> String {
    let out = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8(out.stdout).unwrap()
}

/// Loaded in a frame of a telephone's width beside the page itself: measures what sticks out and what is shown.
const PROBE: &str = r#"<!DOCTYPE html><html><body><iframe id="f" style="width:WIDTHpx;height:900px;border:0"></iframe>
<pre id="result">not measured</pre>
<script>
const text = TEXT;
const frame = document.getElementById("f");
frame.srcdoc = text;
frame.onload = () => {
  const doc = frame.contentDocument, view = frame.contentWindow;
  const shown = kind => [...doc.querySelectorAll("figure ." + kind)].filter(e => view.getComputedStyle(e).display !== "none").length;
  const small = [...doc.querySelectorAll("figure svg text")].map(t => t.getBoundingClientRect().height).filter(h => h > 0);
  const over = [...doc.querySelectorAll("body *")].filter(e => !e.closest(".scroll, .stack thead") && e.getBoundingClientRect().right > view.innerWidth + 1);
  const column = doc.querySelector("main").getBoundingClientRect().right;
  const spill = [...doc.querySelectorAll("table")].filter(e => !e.closest(".scroll, details") && e.getBoundingClientRect().right > column + 1);
  document.getElementById("result").textContent = JSON.stringify({
    width: view.innerWidth, scroll: doc.documentElement.scrollWidth, wide: shown("wide"), narrow: shown("narrow"),
    least: Math.min(...small), over: over.slice(0, 3).map(e => e.outerHTML.slice(0, 120)),
    spill: spill.slice(0, 3).map(e => e.outerHTML.slice(0, 120)),
    sortable: doc.querySelectorAll("th[aria-sort]").length,
  });
};
</script></body></html>"#;

pub fn probe(browser: &Path, html: &str, width: u32) -> serde_json::Value {
    let dir = tempfile::tempdir().unwrap();
    let text = serde_json::to_string(html).unwrap().replace("</", "<\\/");
    let page = dir.path().join("probe.html");
    std::fs::write(&page, PROBE.replace("WIDTH", &width.to_string()).replace("TEXT", &text)).unwrap();
    let dom = dom(browser, &page, &dir.path().join("profile"));
    let result = dom.split("<pre id=\"result\">").nth(1).and_then(|r| r.split("</pre>").next()).unwrap_or_default();
    let result = result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&result).unwrap_or_else(|e| panic!("{e}: {result}"))
}

#[test]
fn the_report_opens_in_a_browser_at_both_widths() {
    let Some(browser) = browser() else {
        assert!(std::env::var_os("CI").is_none(), "no Chromium on PATH: install it (Debian: apt-get install chromium)");
        eprintln!("skipped: no Chromium on PATH");
        return;
    };
    let shape = Shape::usual(5);
    let (tables, context) = (sample::tables(&shape), sample::context(&shape));
    let html = render(&page::input(&tables, &context)).unwrap();
    for (width, wide, narrow) in [(400, 0, 8), (1400, 8, 0)] {
        let seen = probe(&browser, &html, width);
        assert_eq!(seen["width"], width);
        assert_eq!((seen["wide"].as_u64(), seen["narrow"].as_u64()), (Some(wide), Some(narrow)), "{seen}");
        assert!(seen["scroll"].as_u64() <= Some(u64::from(width)), "the page scrolls sideways: {seen}");
        assert_eq!(seen["over"].as_array().map(Vec::len), Some(0), "{seen}");
        assert_eq!(seen["spill"].as_array().map(Vec::len), Some(0), "a table is wider than its column: {seen}");
        assert!(seen["least"].as_f64() >= Some(9.0), "text too small to read: {seen}");
        assert!(seen["sortable"].as_u64() > Some(0), "the sorting script did not run: {seen}");
    }
}
