//! JSON Schema of the language, from the table of settings: completion and hover text in editors.

use super::settings::{Default, Grammar, Kind, Node, Setting, key_class};
use serde_json::{Map, Value, json};

/// The schema (draft 2020-12). It checks keys, types and spelling; relations are for `chatfare validate`.
pub fn schema() -> Value {
    let mut root = node(&Grammar::get().root);
    if let Value::Object(map) = &mut root {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!("chatfare scenario"));
    }
    root
}

fn node(node: &Node) -> Value {
    let leaf = node.setting.map(|(_, s)| setting(s));
    match (leaf, node.children.is_empty()) {
        (Some(leaf), true) => leaf,
        (Some(leaf), false) => json!({ "anyOf": [leaf, table(node)] }),
        (None, _) => table(node),
    }
}

fn table(node: &Node) -> Value {
    let (mut own, mut patterns) = (Map::new(), Map::new());
    for (key, child) in &node.children {
        match key_class(key) {
            None => own.insert((*key).to_string(), self::node(child)),
            Some(class) => patterns.insert(key_pattern(class).to_string(), self::node(child)),
        };
    }
    let mut map = Map::new();
    map.insert("type".into(), json!("object"));
    if let Some(section) = node.sections.last() {
        map.insert("description".into(), json!(section.doc));
    }
    map.insert("additionalProperties".into(), json!(false));
    if !own.is_empty() {
        map.insert("properties".into(), Value::Object(own));
    }
    if !patterns.is_empty() {
        map.insert("patternProperties".into(), Value::Object(patterns));
    }
    Value::Object(map)
}

fn key_pattern(class: &str) -> &'static str {
    match class {
        "country" => "^[A-Z]{2}$",
        "currency" => "^[A-Z]{3}$",
        "setting" => "\\.",
        _ => "^.{1,80}$",
    }
}

fn setting(setting: &Setting) -> Value {
    let mut value = kind(&setting.kind);
    if let Value::Object(map) = &mut value {
        let mark = setting.assumption.map(|a| format!(" The default is an assumption: {a}.")).unwrap_or_default();
        map.insert("description".into(), json!(format!("{}{mark}", setting.doc)));
        if let Default::Text(text) = setting.default
            && let Ok(default) = toml_value(text)
        {
            map.insert("default".into(), default);
        }
        if let Ok(example) = toml_value(setting.example) {
            map.insert("examples".into(), json!([example]));
        }
    }
    value
}

/// A TOML value as JSON.
fn toml_value(text: &str) -> Result<Value, toml::de::Error> {
    let table: toml::Table = toml::from_str(&format!("x = {text}"))?;
    Ok(table.get("x").map(|v| json!(v)).unwrap_or(Value::Null))
}

const NUMBER: &str = "[0-9][0-9_]*(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

fn kind(kind: &Kind) -> Value {
    let text = |pattern: String| json!({ "type": "string", "pattern": pattern });
    let words = |words: &[(&str, &str)]| json!({ "enum": words.iter().map(|(w, _)| *w).collect::<Vec<_>>() });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let exactly = |n: usize, items: Value| json!({ "type": "array", "items": items, "minItems": n, "maxItems": n });
    match kind {
        Kind::Prose | Kind::Text | Kind::NameOf(_) | Kind::Tariff | Kind::File => json!({ "type": "string" }),
        Kind::NamesOf(_) | Kind::Tariffs | Kind::Files => list(json!({ "type": "string" })),
        Kind::Choice(w) => words(w),
        Kind::Choices(w) => list(words(w)),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Count(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Size => json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "const": "unlimited" }] }),
        Kind::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
        Kind::Numbers(n, low, high) => exactly(*n, json!({ "type": "number", "minimum": low, "maximum": high })),
        Kind::Span { .. } => text(format!("^\\s*({NUMBER}\\s*[a-zµ]+\\s*)+$|^for ever$|^forever$")),
        Kind::Money => text(format!("^\\s*{NUMBER}\\s*[A-Z]{{3}}\\s*$")),
        Kind::Share(..) => text(format!("^\\s*-?{NUMBER}\\s*%?\\s*$")),
        Kind::Shares => list(text(format!("^\\s*{NUMBER}\\s*%?\\s*$"))),
        Kind::Rate => text(format!("^\\s*{NUMBER}\\s*(/|per )\\s*(h|hour|d|day|min|minute|s|second|week)\\s*$")),
        Kind::Law { .. } => text("^\\s*(?i:lognormal|exponential|gamma|erlang|weibull|hyperexponential|uniform|fixed|deterministic|constant|never|0 with )".to_string()),
        Kind::CountLaw => text("^\\s*(?i:fixed|deterministic|geometric)".to_string()),
        Kind::Promise => text(format!("^\\s*{NUMBER}\\s*%?\\s*(in|within) ")),
        Kind::Precisions => json!({ "anyOf": [{ "type": "string", "pattern": " of " }, list(json!({ "type": "string", "pattern": " of " }))] }),
        Kind::Axis => json!({ "type": ["array", "string", "number", "boolean"] }),
        Kind::Metrics => json!({ "anyOf": [{ "type": "string" }, list(json!({ "type": "string" }))] }),
        Kind::Hours => json!({ "type": "string", "minLength": 5 }),
        Kind::When => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" }),
        Kind::Between => exactly(2, json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" })),
        Kind::Zone => json!({ "type": "string", "pattern": "/|^UTC$" }),
        Kind::Currency => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        Kind::Agents => json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, exactly(336, json!({ "type": "integer", "minimum": 0 })), exactly(672, json!({ "type": "integer", "minimum": 0 }))] }),
        Kind::Speed => json!({ "anyOf": [list(json!({ "type": "number" })), { "type": "string", "pattern": "^(linear|power) " }] }),
        Kind::Overrides => json!({ "type": "object" }),
    }
}
