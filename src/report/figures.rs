//! Charts for the page: colours become CSS variables, two widths take turns by media query.

use super::ReportInput;
use crate::chart::{self, CHARTS, Ink, Picture, Size, Theme};
use serde::Serialize;

/// How many widths of each chart the page carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widths {
    /// Wide and narrow.
    Both,
    /// Wide only.
    One,
}

/// One chart on the page.
#[derive(Debug, Serialize)]
pub struct Figure {
    name: &'static str,
    title: String,
    wide: String,
    narrow: Option<String>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The chart of this name, if its rows are there.
pub fn figure(input: &ReportInput<'_>, name: &str, widths: Widths) -> Result<Option<Figure>, chart::Error> {
    let Some(chart) = CHARTS.iter().find(|c| c.name == name && (c.needs)(input.tables)) else {
        return Ok(None);
    };
    drawn(widths, |theme| (chart.draw)(input.tables, input.context, theme)).map(Some)
}

/// A chart at the widths asked for.
pub fn drawn(widths: Widths, draw: impl Fn(&Theme) -> Result<Picture, chart::Error>) -> Result<Figure, chart::Error> {
    let theme = Theme::light();
    let wide = draw(&theme)?;
    let narrow = match widths {
        Widths::Both => Some(draw(&theme.at(Size::Narrow))?),
        Widths::One => None,
    };
    Ok(Figure {
        name: wide.name,
        title: wide.title.clone(),
        wide: inline(&wide, &theme),
        narrow: narrow.map(|n| inline(&n, &theme)),
        head: wide.data.head,
        rows: wide.data.rows,
    })
}

/// The SVG as part of a page: colours as variables, no namespace (HTML knows it).
fn inline(picture: &Picture, theme: &Theme) -> String {
    let mut svg = picture.svg.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    for ink in Ink::ALL {
        // In quotes: only attributes can match, a text that says "#FFFFFF" has its quotes escaped.
        svg = svg.replace(&format!("\"{}\"", theme.hex(ink)), &format!("\"var({})\"", ink.variable()));
    }
    svg
}

/// The colours of a theme as CSS declarations.
pub fn variables(theme: &Theme) -> String {
    Ink::ALL.map(|ink| format!("{}:{}", ink.variable(), theme.hex(ink))).join(";")
}
