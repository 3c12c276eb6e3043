//! What all charts share: heading, foot, colour key, axes, an honest note instead of an empty plot.

use super::canvas::{Anchor, Area, Canvas, Stroke, Type};
use super::context::Context;
use super::font;
use super::place::{Curve, label_curves};
use super::scale::Scale;
use super::theme::{Ink, Look, Theme};
use super::{Data, Error, Picture};

/// Em of axis labels and notes.
pub const SMALL: f64 = 11.5;
/// Em of direct labels.
pub const BODY: f64 = 12.5;
/// Height of a line of a panel's heading.
pub const HEADING: f64 = 16.0;
/// Distance of everything from the edge.
pub const MARGIN: f64 = 14.0;

/// A chart in the making.
pub struct Figure {
    /// Shapes.
    pub canvas: Canvas,
    /// First free pixel below what is drawn.
    pub y: f64,
    title: String,
    subtitle: String,
    data: Data,
}

impl Figure {
    /// Title and subtitle on top.
    pub fn new(theme: &Theme, title: &str, subtitle: &str) -> Figure {
        let mut figure = Figure {
            canvas: Canvas::new(theme),
            y: MARGIN,
            title: title.to_string(),
            subtitle: subtitle.to_string(),
            data: Data::default(),
        };
        let (big, line) = if theme.narrow() { (16.5, 21.0) } else { (20.0, 25.0) };
        figure.paragraph(title, Type::new(big, Ink::Text).bold(), line, 3);
        figure.y += 2.0;
        figure.paragraph(subtitle, Type::new(BODY, Ink::Muted), 17.0, 4);
        figure.y += 8.0;
        figure
    }

    /// Width between the margins.
    pub fn room(&self) -> f64 {
        self.canvas.theme().width() - 2.0 * MARGIN
    }

    /// Right edge of the room.
    pub fn right(&self) -> f64 {
        self.canvas.theme().width() - MARGIN
    }

    /// Text over the full width, wrapped; moves down.
    pub fn paragraph(&mut self, text: &str, style: Type, line: f64, most: usize) {
        for piece in font::wrap(text, self.room(), style.size, style.bold, most) {
            self.y += line;
            self.canvas.text(MARGIN, self.y - 0.3 * line, &piece, style);
        }
    }

    /// A remark under the plot.
    pub fn note(&mut self, text: &str) {
        self.y += 4.0;
        self.paragraph(text, Type::new(SMALL, Ink::Muted), 15.5, 4);
    }

    /// A key without box: a swatch and a word each, wrapped over lines.
    pub fn key(&mut self, entries: &[(Look, String)]) {
        let style = Type::new(BODY, Ink::Text);
        let (mut x, line) = (MARGIN, 20.0);
        self.y += line;
        for (look, word) in entries {
            let word = font::shorten(word, self.room() - 28.0, style.size, style.bold);
            let wide = 24.0 + style.width(&word);
            if x > MARGIN && x + wide > self.right() {
                x = MARGIN;
                self.y += line;
            }
            self.swatch(x, self.y - 6.0, *look);
            self.canvas.text(x + 22.0, self.y - 2.0, &word, style);
            x += wide + 16.0;
        }
        self.y += 8.0;
    }

    /// An interval as a whisker with tips, on a halo of the ground so that it shows on any bar.
    pub fn whisker(&mut self, (from, to): (f64, f64), middle: f64, tip: f64) {
        for stroke in [Stroke::solid(Ink::Ground, 4.25), Stroke::solid(Ink::Text, 1.75)] {
            let more = (stroke.width - 1.75) / 2.0;
            self.canvas.line(&[(from, middle), (to, middle)], stroke);
            for x in [from, to] {
                self.canvas.line(&[(x, middle - tip - more), (x, middle + tip + more)], stroke);
            }
        }
    }

    /// The heading of a small panel over at most two lines, its first baseline at `y`.
    ///
    /// Returns the baseline of the line that follows.
    pub fn heading(&mut self, x: f64, y: f64, wide: f64, text: &str, ink: Ink) -> f64 {
        let lines = font::wrap(text, wide, BODY, true, 2);
        for (i, line) in lines.iter().enumerate() {
            self.canvas.text(x, y + HEADING * i as f64, line, Type::new(BODY, ink).bold());
        }
        y + HEADING * lines.len() as f64
    }

    /// A short piece of line; thick enough to compare colours.
    fn swatch(&mut self, x: f64, y: f64, look: Look) {
        self.canvas.line(&[(x, y), (x + 17.0, y)], Stroke { ink: look.ink, width: 4.0, dash: look.dash });
    }

    /// Horizontal rules with labels left of the plot.
    pub fn y_axis(&mut self, plot: Area, scale: &Scale, ticks: &[(f64, String)]) {
        for (value, label) in ticks {
            let y = scale.at(*value);
            self.canvas.line(&[(plot.x0, y), (plot.x1, y)], Stroke::solid(Ink::Rule, 1.0));
            self.canvas.text(plot.x0 - 6.0, y + 4.0, label, Type::new(SMALL, Ink::Muted).anchored(Anchor::End));
        }
    }

    /// Tick marks and labels under the plot; ticks that come first win the room.
    pub fn x_axis(&mut self, plot: Area, scale: &Scale, ticks: &[(f64, String)]) {
        self.canvas.line(&[(plot.x0, plot.y1), (plot.x1, plot.y1)], Stroke::solid(Ink::Muted, 1.0));
        let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::Middle);
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (value, label) in ticks.iter().filter(|(v, _)| scale.shows(*v)) {
            let x = scale.at(*value);
            let half = style.width(label) / 2.0;
            // A label at the edge moves inwards rather than out of the picture.
            let centre = x.clamp(MARGIN / 2.0 + half, (self.right() + MARGIN / 2.0 - half).max(MARGIN / 2.0 + half));
            if taken.iter().any(|(a, b)| centre - half < b + 8.0 && a - 8.0 < centre + half) {
                continue;
            }
            taken.push((centre - half, centre + half));
            self.canvas.line(&[(x, plot.y1), (x, plot.y1 + 4.0)], Stroke::solid(Ink::Muted, 1.0));
            self.canvas.text(centre, plot.y1 + 17.0, label, style);
        }
    }

    /// Names curves directly; those without room go into a key below `self.y`. Returns nothing: draw the plot first.
    pub fn name_curves(&mut self, plot: Area, curves: &[(Curve<'_>, Look)], obstacles: &[Vec<(f64, f64)>]) {
        let plain: Vec<Curve<'_>> = curves
            .iter()
            .map(|(c, _)| Curve { points: c.points, anchors: c.anchors, text: c.text, ink: c.ink })
            .collect();
        let left = label_curves(&mut self.canvas, plot, &plain, BODY, obstacles);
        if !left.is_empty() {
            let entries: Vec<(Look, String)> =
                left.iter().map(|i| (curves[*i].1, curves[*i].0.text.to_string())).collect();
            self.key(&entries);
        }
    }

    /// The numbers behind the picture.
    pub fn data(&mut self, head: &[&str], rows: Vec<Vec<String>>) {
        self.data = Data { head: head.iter().map(|h| h.to_string()).collect(), rows };
    }

    /// Foot and frame; the chart is done.
    ///
    /// # Errors
    /// What plotters says.
    pub fn finish(self, name: &'static str, context: &Context) -> Result<Picture, Error> {
        let origin =
            format!("Scenario hash {}, seed {}, model version {}.", context.hash, context.seed, context.model_version);
        self.close(name, &context.provenance(), &origin)
    }

    /// Foot and frame with what the numbers came from, short for the foot and in full for readers who cannot see.
    ///
    /// # Errors
    /// What plotters says.
    pub fn close(mut self, name: &'static str, foot: &str, origin: &str) -> Result<Picture, Error> {
        self.y += 6.0;
        self.paragraph(foot, Type::new(10.0, Ink::Muted), 14.0, 2);
        let height = (self.y + 8.0).ceil();
        let description = format!("{}. {} rows of data. {origin}", self.subtitle, self.data.rows.len());
        let svg = self.canvas.finish(height, &self.title, &description)?;
        Ok(Picture {
            name,
            title: self.title,
            subtitle: self.subtitle,
            svg,
            width: self.canvas.theme().width(),
            height,
            labels: self.canvas.labels().to_vec(),
            data: self.data,
        })
    }
}

/// Lines of the longest of these headings at this width, at most two.
pub fn heading_lines<'a>(texts: impl Iterator<Item = &'a str>, wide: f64) -> usize {
    texts.map(|t| font::wrap(t, wide, BODY, true, 2).len()).max().unwrap_or(1)
}

/// A picture that says why there is nothing to see.
///
/// # Errors
/// What plotters says.
pub fn nothing(name: &'static str, theme: &Theme, context: &Context, title: &str, why: &str) -> Result<Picture, Error> {
    let mut figure = Figure::new(theme, title, why);
    figure.y += 24.0;
    figure.finish(name, context)
}
