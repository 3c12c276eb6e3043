//! Documentation out of the table: one setting, one section, or all.

use super::{Default, Grammar, Kind, Node, SECTIONS, Section, Setting, key_class};
use crate::scenario::path;
use crate::scenario::words::LAW_FORMS;

/// The text about a path, section or bare key of the language; `None` if there is no such thing.
pub fn describe(topic: &str) -> Option<String> {
    let keys: Vec<String> = path::segments(topic.trim_matches(['[', ']'])).ok()?.into_iter().map(|(k, _)| k).collect();
    let grammar = Grammar::get();
    if let Some((pattern, node)) = grammar.find(&keys) {
        let text = node_text(&pattern.join("."), node);
        return (!text.is_empty()).then_some(text);
    }
    let tables = SECTIONS.iter().flat_map(|s| s.at.iter().map(move |at| (at, s)));
    let tables: String = tables
        .filter(|(at, _)| at.rsplit('.').next() == Some(topic))
        .map(|(at, section)| section_text(&shown(at), section))
        .collect();
    if !tables.is_empty() {
        return Some(tables);
    }
    let all = grammar.settings();
    let named = all.iter().filter(|(p, ..)| p.rsplit('.').next() == Some(topic) || p.ends_with(&format!(".{topic}")));
    let text: Vec<String> = named.map(|(p, _, s)| setting_text(&shown(p), s)).collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

/// What begins or ends at a node; for a mere table of named things, what stands in them.
fn node_text(path: &str, node: &Node) -> String {
    let mut text = String::new();
    if let Some((_, setting)) = node.setting {
        text.push_str(&setting_text(&shown(path), setting));
    }
    node.sections.iter().for_each(|section| text.push_str(&section_text(&shown(path), section)));
    let below: Vec<String> = node
        .children
        .iter()
        .filter(|(_, n)| !n.children.is_empty())
        .map(|(k, _)| shown(&format!("{path}.{k}")))
        .collect();
    if node.setting.is_none() && node.sections.is_empty() {
        return node.children.iter().map(|(key, child)| node_text(&format!("{path}.{key}"), child)).collect();
    }
    if !below.is_empty() && !path.is_empty() {
        text.push_str(&format!("    see also {}\n", below.join(", ")));
    }
    text
}

/// A pattern for people: `reason.{name}.volume` → `reason.NAME.volume`.
pub fn shown(pattern: &str) -> String {
    pattern.split('.').map(|k| key_class(k).map_or(k.to_string(), str::to_uppercase)).collect::<Vec<_>>().join(".")
}

fn setting_text(path: &str, setting: &Setting) -> String {
    let mut text = format!("{path}\n    {}\n    value:   {}\n", setting.doc, setting.kind.form());
    if let Kind::Choice(words) | Kind::Choices(words) = setting.kind {
        for (word, meaning) in words {
            text.push_str(&format!("             \"{word}\": {meaning}\n"));
        }
    }
    if let Kind::Law { .. } = setting.kind {
        text.push_str(&format!("             all laws: {LAW_FORMS}\n"));
    }
    text.push_str(&format!("    default: {}\n", default_text(setting)));
    if let Some(why) = setting.assumption {
        text.push_str(&format!("             an assumption: {why}\n"));
    }
    let key = path.rsplit('.').next().unwrap_or(path);
    text.push_str(&format!("    example: {key} = {}\n", setting.example));
    text
}

/// The default in words.
pub fn default_text(setting: &Setting) -> String {
    match setting.default {
        Default::Required => "none; it must be given".to_string(),
        Default::Absent => "not used".to_string(),
        Default::Text(text) => text.to_string(),
        Default::Derived(how) => how.to_string(),
    }
}

fn section_text(path: &str, section: &Section) -> String {
    let head = if path.is_empty() { String::new() } else { format!("[{path}]\n") };
    let mut text = format!("{head}    {}\n", section.doc);
    let width = section.settings.iter().map(|s| shown(s.key).chars().count()).max().unwrap_or(0);
    for s in section.settings {
        let must = if s.default == Default::Required { " (must be given)" } else { "" };
        text.push_str(&format!("    {:width$}  {}{must}\n", shown(s.key), s.doc));
    }
    text
}

/// The whole language as Markdown, for the README.
pub fn reference() -> String {
    let mut text = format!("Laws of a time: {LAW_FORMS}.\n");
    for section in SECTIONS {
        let places: Vec<_> = section
            .at
            .iter()
            .map(|p| if p.is_empty() { "top of the file".into() } else { format!("`[{}]`", shown(p)) })
            .collect();
        text.push_str(&format!(
            "\n### {}\n\n{}\n\n| setting | value | default | meaning |\n| --- | --- | --- | --- |\n",
            places.join(", "),
            section.doc
        ));
        for s in section.settings {
            let cell = |t: String| t.replace('|', "\\|");
            let mark = if s.assumption.is_some() { " (assumption)" } else { "" };
            text.push_str(&format!(
                "| `{}` | {} | {}{mark} | {} |\n",
                shown(s.key),
                cell(s.kind.form()),
                cell(default_text(s)),
                cell(s.doc.to_string())
            ));
        }
    }
    text
}

/// Places and first sentences of all sections.
pub fn overview() -> Vec<(String, &'static str)> {
    let places = SECTIONS.iter().flat_map(|s| s.at.iter().map(|at| (shown(at), s.doc)));
    places
        .map(|(at, doc)| (if at.is_empty() { "(top of the file)".to_string() } else { format!("[{at}]") }, doc))
        .collect()
}
