//! Which inputs move: those of `[sensitivity]`, or assumptions whose note ends in a range: `# assumption: … [2 min to 4 min]`.

use crate::scenario::words::parse_axis;
use crate::scenario::{Axis, AxisValues, Scenario};

/// The inputs of a scenario.
///
/// Errors: there is none, or a range in a note that cannot be read.
pub fn inputs(base: &Scenario) -> Result<Vec<Axis>, Vec<String>> {
    let mut list = base.sensitivity.as_ref().map(|given| given.inputs.clone()).unwrap_or_default();
    let mut problems = Vec::new();
    // A variant's own values are moved with the variant, not here.
    let noted = base.effective.iter().filter(|value| !value.path.starts_with("variant."));
    for value in noted {
        let Some(text) = value.assumption.as_deref().and_then(range_of) else { continue };
        if list.iter().any(|axis| axis.paths.contains(&value.path)) {
            continue;
        }
        match parse_axis(text) {
            Ok(values @ AxisValues::Range(_)) => list.push(Axis {
                path: value.path.clone(),
                paths: vec![value.path.clone()],
                label: label(&value.path),
                values,
                origin: value.origin.clone(),
                places: Default::default(),
            }),
            Ok(_) => problems.push(format!("{}: `[{text}]` is no range", value.origin)),
            Err(error) => problems.push(format!("{}: `[{text}]`: {}: {}", value.origin, error.message, error.fix)),
        }
    }
    if list.is_empty() && problems.is_empty() {
        problems.push(
            "no input has a range: write [sensitivity.input] with PATH = \"LOW to HIGH\", give --input PATH=\"LOW to HIGH\", or end \
             the note of an assumption in it: `# assumption: a guess [2 min to 4 min]`"
                .into(),
        );
    }
    if problems.is_empty() { Ok(list) } else { Err(problems) }
}

/// The range in brackets at the end of a note.
fn range_of(note: &str) -> Option<&str> {
    let inner = note.trim_end().strip_suffix(']')?;
    let text = &inner[inner.rfind('[')? + 1..];
    text.contains(" to ").then_some(text)
}

/// The last two keys of a path.
fn label(path: &str) -> String {
    let keys: Vec<&str> = path.split('.').collect();
    keys[keys.len().saturating_sub(2)..].join(" ").replace('_', " ").replace('"', "")
}

#[cfg(test)]
mod tests {
    use super::range_of;

    #[test]
    fn a_note_ends_in_its_range() {
        assert_eq!(range_of("a guess [2 min to 4 min]"), Some("2 min to 4 min"));
        assert_eq!(range_of("a guess [2 min to 4 min], see above"), None);
        assert_eq!(range_of("as [others]"), None);
        assert_eq!(range_of("none"), None);
    }
}
