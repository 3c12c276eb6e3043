//! The compiled-in font: registration, width of a text, wrapping and shortening.

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::LazyLock;

/// Family name inside the charts.
pub const FAMILY: &str = "Chatfare Sans";
/// Regular face.
pub const REGULAR: &[u8] = include_bytes!("../../data/fonts/chatfare-sans-regular.ttf");
/// Bold face.
pub const BOLD: &[u8] = include_bytes!("../../data/fonts/chatfare-sans-bold.ttf");

/// (ascent − descent) / em of the font: plotters scales glyphs to that height, SVG to the em.
const HEIGHT_PER_EM: f64 = 2384.0 / 2048.0;
/// Plotters' SVG backend writes `font-size` divided by this.
pub const SVG_FONT_DIVISOR: f64 = 1.24;
/// Measured at this size, since plotters returns whole pixels.
const MEASURE: f64 = 2048.0;

static READY: LazyLock<bool> = LazyLock::new(|| {
    register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok() && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
});

/// Width in pixels of a text whose em is `size` pixels.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    let measured =
        READY.then(|| FontDesc::new(FontFamily::Name(FAMILY), MEASURE * HEIGHT_PER_EM, style).layout_box(text));
    match measured {
        Some(Ok((_, (w, _)))) => f64::from(w) / MEASURE * size,
        // Without a font no chart would be right, but a guess keeps the layout sane.
        _ => text.chars().count() as f64 * 0.65 * size,
    }
}

/// The text, cut to `room` pixels with an ellipsis if it is longer.
pub fn shorten(text: &str, room: f64, size: f64, bold: bool) -> String {
    if width(text, size, bold) <= room {
        return text.to_string();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while !kept.is_empty() {
        kept.pop();
        let mut candidate: String = kept.iter().collect::<String>().trim_end().to_string();
        candidate.push('…');
        if width(&candidate, size, bold) <= room {
            return candidate;
        }
    }
    "…".to_string()
}

/// The text on at most `lines` lines of `room` pixels, broken at spaces; the last one is shortened.
pub fn wrap(text: &str, room: f64, size: f64, bold: bool, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let longer = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
        let fits = width(&longer, size, bold) <= room;
        if fits || line.is_empty() {
            line = if fits { longer } else { shorten(word, room, size, bold) };
            words.next();
        } else if done.len() + 1 == lines {
            let rest: Vec<&str> = words.collect();
            line = shorten(&format!("{line} {}", rest.join(" ")), room, size, bold);
            break;
        } else {
            done.push(std::mem::take(&mut line));
        }
    }
    if !line.is_empty() {
        done.push(line);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // Advance widths of DejaVu Sans 2.37 in units of 1/2048 em: "0" 1303, "i" 569, "€" 1303; bold "0" 1425.
        for (text, bold, units) in
            [("0", false, 1303.0), ("i", false, 569.0), ("€", false, 1303.0), ("0", true, 1425.0)]
        {
            let got = width(text, 20.48, bold) * 100.0;
            assert!((got - units).abs() < 1.5, "{text} {got}");
        }
    }

    #[test]
    fn wrapped_lines_fit_and_the_last_is_shortened() {
        let text = "a rather long name of a variant that somebody typed without thinking of the reader";
        let lines = wrap(text, 120.0, 12.0, false, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|l| width(l, 12.0, false) <= 120.0));
        assert!(lines[1].ends_with('…'));
        assert_eq!(wrap("Donaudampfschifffahrtsgesellschaft", 60.0, 12.0, false, 2).len(), 1);
        assert!(wrap("", 60.0, 12.0, false, 2).is_empty());
    }
}
