//! `sensitivity` on a scenario whose answer is known: a fee is linear in the rates of its countries.

use crate::store::bench::{chatfare, done, results, stderr};
use crate::sweep::bench::{folder, options, rows};
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::study;
use chatfare::scenario::load;
use std::path::Path;

const INPUTS: &str = "[sensitivity]\nmetric = \"fee\"\ntrajectories = 6\npoints = 128\n[sensitivity.input]\n\
                      \"tariff.rate_times_in.FR\" = \"0.5 to 1.5\"\n\"tariff.rate_times_in.DE\" = \"0.5 to 1.5\"\n\
                      \"group.team.wage\" = \"10 EUR to 30 EUR\"\n[sensitivity.label]\n\"tariff.rate_times_in.FR\" = \
                      \"rate in France\"\n\"tariff.rate_times_in.DE\" = \"rate in Germany\"\n";

/// Fees of France and Germany at the list rates, from `run`'s table by country.
fn fees(at: &Path) -> (f64, f64) {
    let options = chatfare::scenario::LoadOptions { sets: vec!["tariff.free_messages=0".into()], ..options() };
    let scenario = load(&at.join("kiosk.toml"), &options).expect("a scenario");
    let found = study(&scenario, &Unwatched).expect("a study");
    let fee = |country: &str| {
        let of =
            |r: &&chatfare::table::CountryRow| r.variant == "messages" && r.country == country && r.metric == "fee";
        found.tables.by_country.iter().find(of).expect("a fee").value.mean
    };
    (fee("FR"), fee("DE"))
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// fee = F x + G y with x, y uniform on [0.5, 1.5]: S = F²/(F² + G²) and G²/(F² + G²), totals the same, no interaction;
/// each elementary effect is F or G over the whole range; the tornado's bars are F and G long. The wage explains nothing.
#[test]
fn the_shares_of_a_linear_fee_are_found() {
    let folder = folder(INPUTS);
    let at = folder.path();
    let (f, g) = fees(at);
    assert!(f > 0.0 && g > 0.0);
    let set = ["--set", "tariff.free_messages=0"];
    done(at, &[&["sensitivity", "kiosk.toml", "--method", "tornado,morris,sobol", "--out", "out"], &set[..]].concat());
    let row = |table: &str, input: &str| {
        let rows = rows(&at.join(format!("out/{table}.csv")));
        rows.into_iter().find(|r| r["input"] == input && r["variant"] == "messages").expect("a row")
    };
    for (input, effect, share) in [
        ("rate in France", f, f * f / (f * f + g * g)),
        ("rate in Germany", g, g * g / (f * f + g * g)),
        ("team wage", 0.0, 0.0),
    ] {
        let bar = row("tornado", input);
        assert!((number(&bar["change"]) - effect).abs() < 1e-6, "{input}: {bar:?}");
        let morris = row("morris", input);
        assert!((number(&morris["mu_star"]) - effect).abs() < 1e-5 && number(&morris["sigma"]) < 1e-5, "{morris:?}");
        let index = row("sobol_indices", input);
        // 128 scrambled points of a linear function: the smallest fault seen is a hundredth.
        for name in ["first", "total"] {
            assert!((number(&index[name]) - share).abs() < 0.01, "{input}: {name} {} for {share}", index[name]);
        }
        let inside = number(&index["total_lower"]) - 1e-9 <= share && share <= number(&index["total_upper"]) + 1e-9;
        assert!(inside || share == 0.0, "{index:?} does not hold {share}");
    }
    // The same customers at every point: what is left as noise is only how F and G differ between replications.
    assert!(number(&row("sobol_indices", "rate in France")["noise"]) < 0.25);
}

#[test]
fn shards_and_rerun_of_an_analysis() {
    let folder = folder(INPUTS);
    let at = folder.path();
    let args = ["sensitivity", "kiosk.toml", "--method", "morris,tornado"];
    done(at, &[&args[..], &["--out", "one"]].concat());
    done(at, &[&args[..], &["--shard", "2/2", "--out", "b"]].concat());
    done(at, &[&args[..], &["--shard", "1/2", "--out", "a"]].concat());
    let output = chatfare(at, &["merge", "b", "a", "--out", "joined"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(results(&at.join("one")) == results(&at.join("joined")));
    let output = chatfare(at, &["rerun", "one", "--out", "again", "-q"]);
    assert!(
        String::from_utf8_lossy(&output.stdout).ends_with("files are the same, byte for byte\n"),
        "{}",
        stderr(&output)
    );
}

/// An assumption whose note ends in a range is an input without any section.
#[test]
fn assumptions_with_a_range_are_inputs() {
    let folder = folder("[cost]\nplatform_month = \"40 EUR\" # assumption: a guess [20 EUR to 80 EUR]\n");
    let at = folder.path();
    let output = chatfare(at, &["sensitivity", "kiosk.toml", "--metric", "cost_total", "--out", "out", "-q"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let found = rows(&at.join("out/inputs.csv"));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0]["low"].as_str(), found[0]["base"].as_str(), found[0]["high"].as_str()),
        ("20 EUR", "40 EUR", "80 EUR")
    );
    // Both sides pay it alike, one month: the cost rises by 60 EUR, the difference not at all.
    let bars = rows(&at.join("out/tornado.csv"));
    for bar in bars {
        let (rise, reading) =
            if bar["variant"] == "messages - phone" { (0.0, "not distinguishable") } else { (60.0, "higher") };
        assert!((number(&bar["change"]) - rise).abs() < 1e-6 && bar["reading"] == reading, "{bar:?}");
    }
}
