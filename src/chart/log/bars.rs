//! Rows of bars with a name and a value, for both widths.

use super::super::canvas::{Area, Stroke, Type};
use super::super::figure::{BODY, Figure, MARGIN, SMALL};
use super::super::font;
use super::super::scale::Scale;
use super::super::theme::Ink;

/// One bar: parts from left to right on a scale that begins at 0.
pub struct Bar {
    /// Name.
    pub name: String,
    /// Lengths and colours.
    pub parts: Vec<(f64, Ink)>,
    /// The value, bold.
    pub value: String,
    /// What stands beside it.
    pub more: String,
}

impl Bar {
    fn reach(&self) -> f64 {
        self.parts.iter().map(|p| p.0).sum()
    }

    fn label(&self) -> f64 {
        font::width(&self.value, BODY, true) + font::width(&self.more, SMALL, false) + 20.0
    }
}

/// Draws the bars below `figure.y`: names beside them, on telephones above.
pub fn bars(figure: &mut Figure, all: &[Bar]) {
    let most = all.iter().map(Bar::reach).fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    if figure.canvas.theme().narrow() { narrow(figure, all, most) } else { wide(figure, all, most) }
}

fn wide(figure: &mut Figure, all: &[Bar], most: f64) {
    let name = Type::new(BODY, Ink::Text);
    let column = all.iter().map(|b| name.width(&b.name)).fold(0.0, f64::max).min(230.0);
    let room = all.iter().map(Bar::label).fold(0.0, f64::max).min(340.0);
    let scale = Scale::linear(0.0, most, MARGIN + column + 12.0, figure.right() - room);
    let step = if all.len() <= 6 { 42.0 } else { 28.0 };
    let top = figure.y;
    for (i, bar) in all.iter().enumerate() {
        let middle = top + step * (i as f64 + 0.5);
        let text = font::shorten(&bar.name, column, BODY, false);
        figure.canvas.text(MARGIN, middle + 4.5, &text, name);
        strip(figure, bar, &scale, middle, step * 0.6);
        let x = scale.at(bar.reach()) + 8.0;
        figure.canvas.text(x, middle + 4.5, &bar.value, name.bold());
        let x = x + name.bold().width(&bar.value) + 7.0;
        let more = font::shorten(&bar.more, (figure.right() - x).max(20.0), SMALL, false);
        figure.canvas.text(x, middle + 4.5, &more, Type::new(SMALL, Ink::Muted));
    }
    figure.y = top + step * all.len() as f64;
    figure.canvas.line(&[(scale.at(0.0), top), (scale.at(0.0), figure.y)], Stroke::solid(Ink::Muted, 1.0));
}

fn narrow(figure: &mut Figure, all: &[Bar], most: f64) {
    let scale = Scale::linear(0.0, most, MARGIN, figure.right() - 12.0);
    let (bold, small) = (Type::new(BODY, Ink::Text).bold(), Type::new(SMALL, Ink::Muted));
    for bar in all {
        let y = figure.y + 15.0;
        let value = bold.width(&bar.value);
        let title = font::shorten(&bar.name, figure.room() - value - 12.0, BODY, false);
        figure.canvas.text(MARGIN, y, &title, Type::new(BODY, Ink::Text));
        figure.canvas.text(figure.right() - value, y, &bar.value, bold);
        strip(figure, bar, &scale, y + 15.0, 16.0);
        figure.y = y + 27.0;
        if !bar.more.is_empty() {
            let more = font::shorten(&bar.more, figure.room(), SMALL, false);
            figure.canvas.text(MARGIN, figure.y + 10.0, &more, small);
            figure.y += 22.0;
        }
    }
}

fn strip(figure: &mut Figure, bar: &Bar, scale: &Scale, middle: f64, height: f64) {
    let (y0, y1) = (middle - height / 2.0, middle + height / 2.0);
    let mut sum = 0.0;
    for (part, ink) in bar.parts.iter().filter(|(p, _)| *p > 0.0) {
        let (x0, x1) = (scale.at(sum), scale.at(sum + part));
        // A hair of ground between neighbours, so that they part also without colour.
        let gap = if x1 - x0 > 3.0 { 1.0 } else { 0.0 };
        figure.canvas.rect(Area { x0, y0, x1: x1 - gap, y1 }, *ink);
        sum += part;
    }
}
