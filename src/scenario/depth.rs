//! Texts nested deeper than the parser goes: where, and in which words.

use super::diagnostic::Diagnostic;
use super::layers::outside_quotes;

/// A fault of syntax, `why` in the parser's words.
pub(super) fn problem_of_syntax(why: &str) -> Diagnostic {
    match why.contains("recurs") {
        true => Diagnostic::error("syntax", "keys, lists or tables are nested too deep")
            .help("a scenario is five deep at most, such as [reason.delivery.overflow]"),
        false => Diagnostic::error("syntax", "this is not TOML"),
    }
}

/// Bytes of the key or heading with the most dots: what is nested too deep.
pub(super) fn deepest_key(text: &str) -> std::ops::Range<usize> {
    let mut found = (0, 0..0);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let key = &line[..outside_quotes(line, '=').unwrap_or(line.len())];
        let dots = key.bytes().filter(|byte| *byte == b'.').count();
        if dots > found.0 {
            found = (dots, start..start + key.trim_end().len());
        }
        start += line.len();
    }
    found.1
}

#[cfg(test)]
mod tests {
    use super::deepest_key;

    #[test]
    fn the_key_with_the_most_dots() {
        let text = "a = 1.5\n[b.c]\n\"x.y.z\" = 1 # a.b.c.d\nd.e.f.g = 2\n";
        assert_eq!(&text[deepest_key(text)], "d.e.f.g");
        assert_eq!(deepest_key("a = 1\n"), 0..0);
    }
}
