//! The JSON Schema accepts what is good and refuses what is wrong.

use chatfare::scenario::schema;
use serde_json::Value;

/// A TOML text as JSON, dates as text.
fn json(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).expect("TOML");
    serde_json::to_value(table).expect("JSON")
}

#[test]
fn it_is_a_schema() {
    jsonschema::meta::validate(&schema()).expect("a valid schema");
}

#[test]
fn shipped_examples_are_valid() {
    let validator = jsonschema::validator_for(&schema()).expect("compiles");
    let mut files: Vec<_> = ["data/presets", "tests/good", "tests/good/parts"]
        .iter()
        .flat_map(|dir| std::fs::read_dir(dir).expect("there").map(|e| e.expect("readable").path()))
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.extend(["data/starter.toml".into(), "data/profiles.toml".into(), "tests/wrong/base/shop.toml".into()]);
    assert!(files.len() >= 9);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let errors: Vec<String> =
            validator.iter_errors(&json(&text)).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}:\n{}", file.display(), errors.join("\n"));
    }
}

#[test]
fn wrong_ones_are_refused() {
    let validator = jsonschema::validator_for(&schema()).expect("compiles");
    for wrong in [
        "[run]\nreplicatons = 3",
        "[run]\nlead = 7",
        "[run]\nlead = \"7\"",
        "[run]\nreplications = \"many\"",
        "[group.team]\nwage = 19.5",
        "[group.team]\nwage = \"19.50 eur\"",
        "[reason.x]\nvolume = 900",
        "[reason.x]\nvolume = \"900/month\"",
        "[reason.x]\nhandling = \"3 min\"",
        "[reason.x]\nresolved = 0.75",
        "[reason.x]\nseason = [1, 1]",
        "[desk]\ndiscipline = \"first came\"",
        "[population.x]\ncountries = { France = \"100 %\" }",
        "reason = \"delivery\"",
        "format = 2",
    ] {
        assert!(!validator.is_valid(&json(wrong)), "{wrong}");
    }
}

#[test]
fn every_setting_is_described() {
    let text = schema().to_string();
    for (_, _, setting) in chatfare::scenario::settings::Grammar::get().settings() {
        let doc = serde_json::to_string(setting.doc).expect("JSON");
        assert!(text.contains(doc.trim_matches('"')), "{}", setting.key);
    }
}
