//! A list of shapes in pixels, drawn by plotters' SVG backend on a canvas four times as large.
//!
//! The backend knows whole pixels only; four times the size with the header rewritten gives smooth curves. The list
//! comes first because a chart's height follows from what is in it, and because tests ask where each text stands.

use super::font::{self, FAMILY, SVG_FONT_DIVISOR};
use super::theme::{Ink, Theme};
use plotters::prelude::{Color, DrawingBackend, IntoFont, RGBColor, SVGBackend, ShapeStyle, TextStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, RGBAColor};

/// Canvas pixels a pixel.
const ZOOM: f64 = 4.0;

/// Where the given x stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its start.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Em in pixels.
    pub size: f64,
    /// Bold face.
    pub bold: bool,
    /// Colour.
    pub ink: Ink,
    /// Side.
    pub anchor: Anchor,
}

impl Type {
    /// Regular text.
    pub const fn new(size: f64, ink: Ink) -> Type {
        Type { size, bold: false, ink, anchor: Anchor::Start }
    }
    /// The same, bold.
    pub const fn bold(self) -> Type {
        Type { bold: true, ..self }
    }
    /// The same, on this side of its x.
    pub const fn anchored(self, anchor: Anchor) -> Type {
        Type { anchor, ..self }
    }
    /// Width of a text in this type.
    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold)
    }
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub ink: Ink,
    /// Width in pixels.
    pub width: f64,
    /// Length of dash and gap in pixels.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(ink: Ink, width: f64) -> Stroke {
        Stroke { ink, width, dash: None }
    }
}

/// A rectangle in pixels, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left.
    pub x0: f64,
    /// Top.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Bottom.
    pub y1: f64,
}

impl Area {
    /// Do the two share more than an edge?
    pub fn overlaps(&self, other: &Area) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }
    /// Is the other wholly inside?
    pub fn contains(&self, other: &Area) -> bool {
        self.x0 <= other.x0 && other.x1 <= self.x1 && self.y0 <= other.y0 && other.y1 <= self.y1
    }
    /// The same, larger by `by` on each side.
    pub fn grown(&self, by: f64) -> Area {
        Area { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }
    /// Width.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }
    /// Height.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }
}

/// A text and the room it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// Its box.
    pub area: Area,
}

enum Shape {
    Line(Vec<(f64, f64)>, Stroke),
    Fill(Vec<(f64, f64)>, Ink, f64),
    Rect(Area, Ink),
    Dot(f64, f64, f64, Ink, bool),
    Text(f64, f64, String, Type),
}

/// The shapes of one chart.
pub struct Canvas {
    theme: Theme,
    shapes: Vec<Shape>,
    labels: Vec<Label>,
}

impl Canvas {
    /// An empty canvas.
    pub fn new(theme: &Theme) -> Canvas {
        Canvas { theme: *theme, shapes: Vec::new(), labels: Vec::new() }
    }

    /// The theme it is drawn in.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The texts so far.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line(points.to_vec(), stroke));
        }
    }

    /// A filled polygon of this opacity.
    pub fn fill(&mut self, points: Vec<(f64, f64)>, ink: Ink, alpha: f64) {
        if points.len() > 2 {
            self.shapes.push(Shape::Fill(points, ink, alpha));
        }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, area: Area, ink: Ink) {
        self.shapes.push(Shape::Rect(area, ink));
    }

    /// A filled circle.
    pub fn dot(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Dot(x, y, radius, ink, true));
    }

    /// A hollow circle on the ground.
    pub fn ring(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Dot(x, y, radius, Ink::Ground, true));
        self.shapes.push(Shape::Dot(x, y, radius, ink, false));
    }

    /// A text whose baseline is at `y`.
    pub fn text(&mut self, x: f64, y: f64, text: &str, style: Type) {
        // Names come from files: control characters would make the SVG ill-formed.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if text.trim().is_empty() {
            return;
        }
        self.labels.push(Label { text: text.clone(), area: text_area(x, y, &text, style) });
        self.shapes.push(Shape::Text(x, y, text, style));
    }

    /// Draws everything at this height (pixels) on the theme's ground and returns the SVG's text.
    ///
    /// # Errors
    /// What plotters says.
    pub fn finish(&self, height: f64, title: &str, description: &str) -> Result<String, super::Error> {
        let width = self.theme.width();
        let size = (whole(width) as u32, whole(height) as u32);
        let mut text = String::new();
        {
            let mut svg = SVGBackend::with_string(&mut text, size);
            self.paint(&mut svg, &Shape::Rect(Area { x0: 0.0, y0: 0.0, x1: width, y1: height }, Ink::Ground))?;
            for shape in &self.shapes {
                self.paint(&mut svg, shape)?;
            }
            svg.present().map_err(said)?;
        }
        Ok(dress(text, width, height, title, description))
    }

    fn paint(&self, svg: &mut SVGBackend<'_>, shape: &Shape) -> Result<(), super::Error> {
        match shape {
            Shape::Line(points, stroke) => {
                let style = ShapeStyle {
                    color: self.colour(stroke.ink).to_rgba(),
                    filled: false,
                    stroke_width: whole(stroke.width).max(1) as u32,
                };
                for piece in dashes(points, stroke.dash) {
                    svg.draw_path(piece.into_iter().map(pixel), &style).map_err(said)?;
                }
                Ok(())
            }
            Shape::Fill(points, ink, alpha) => {
                let style: RGBAColor = self.colour(*ink).mix(*alpha);
                svg.fill_polygon(points.iter().copied().map(pixel), &style).map_err(said)
            }
            Shape::Rect(a, ink) => svg
                .draw_rect(pixel((a.x0, a.y0)), pixel((a.x1, a.y1)), &self.colour(*ink).to_rgba(), true)
                .map_err(said),
            Shape::Dot(x, y, radius, ink, filled) => {
                let style =
                    ShapeStyle { color: self.colour(*ink).to_rgba(), filled: *filled, stroke_width: whole(1.5) as u32 };
                svg.draw_circle(pixel((*x, *y)), whole(*radius) as u32, &style, *filled).map_err(said)
            }
            Shape::Text(x, y, text, style) => {
                let face = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
                let font = (FAMILY, style.size * ZOOM * SVG_FONT_DIVISOR, face).into_font();
                let side = match style.anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                let colour = self.colour(style.ink);
                let style = TextStyle::from(font).color(&colour).pos(Pos::new(side, VPos::Top));
                svg.draw_text(text, &style, pixel((*x, *y))).map_err(said)
            }
        }
    }

    fn colour(&self, ink: Ink) -> RGBColor {
        let (r, g, b) = self.theme.rgb(ink);
        RGBColor(r, g, b)
    }
}

/// The box of a text whose baseline is at `y`: ascent 0.78 em, descent 0.22 em hold all but stacked accents.
pub fn text_area(x: f64, y: f64, text: &str, style: Type) -> Area {
    let w = style.width(text);
    let x0 = match style.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - w / 2.0,
        Anchor::End => x - w,
    };
    Area { x0, y0: y - 0.78 * style.size, x1: x0 + w, y1: y + 0.22 * style.size }
}

fn whole(pixels: f64) -> i32 {
    // `as` saturates and takes NaN to 0: a wrong number can never leave the canvas' integers.
    (pixels * ZOOM).round() as i32
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (whole(x), whole(y))
}

fn said(error: impl std::fmt::Display) -> super::Error {
    super::Error::Drawing(error.to_string())
}

/// The line cut into dashes; one piece if solid.
fn dashes(points: &[(f64, f64)], dash: Option<(f64, f64)>) -> Vec<Vec<(f64, f64)>> {
    let Some((on, off)) = dash.filter(|(on, off)| *on > 0.0 && *off > 0.0) else {
        return vec![points.to_vec()];
    };
    let (mut pieces, mut piece) = (Vec::new(), vec![points[0]]);
    let (mut drawing, mut left) = (true, on);
    for pair in points.windows(2) {
        let ((mut x, mut y), (x1, y1)) = (pair[0], pair[1]);
        let mut length = (x1 - x).hypot(y1 - y);
        while length > left {
            let share = left / length;
            (x, y) = (x + (x1 - x) * share, y + (y1 - y) * share);
            length -= left;
            piece.push((x, y));
            if drawing {
                pieces.push(std::mem::take(&mut piece));
            }
            piece = vec![(x, y)];
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length;
        piece.push((x1, y1));
    }
    if drawing && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// Rewrites the header: real size, rounded joints, fonts for readers without ours, title and description.
fn dress(svg: String, width: f64, height: f64, title: &str, description: &str) -> String {
    let body = svg.split_once('>').map_or("", |(_, rest)| rest);
    let body = body
        .replace(" dy=\"0.76em\"", "")
        .replace(&format!(" font-family=\"{FAMILY}\""), "")
        .replace(" opacity=\"1\"", "")
        // The same picture: a polygon has no stroke. Opacity of a whole element is drawn on a layer of its own, which is slow.
        .replace("<polygon opacity=", "<polygon fill-opacity=")
        .replace(" stroke=\"none\"", "")
        .replace(" text-anchor=\"start\"", "")
        .replace(" \"/>", "\"/>")
        .replace("\n</text>", "</text>")
        .replace(">\n", ">");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         font-family=\"'{FAMILY}','DejaVu Sans',Verdana,Arial,sans-serif\" stroke-linejoin=\"round\" \
         stroke-linecap=\"butt\">\n<title>{}</title>\n<desc>{}</desc>\n{}\n",
        whole(width),
        whole(height),
        escape(title),
        escape(description),
        body.replace("/><", "/>\n<").replace("</text><", "</text>\n<").trim_end(),
    )
}

/// Text for XML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_the_pattern_and_nothing_else() {
        let line = [(0.0, 0.0), (10.0, 0.0), (20.0, 0.0)];
        let pieces = dashes(&line, Some((4.0, 2.0)));
        let drawn: f64 = pieces.iter().map(|p| p.windows(2).map(|w| w[1].0 - w[0].0).sum::<f64>()).sum();
        // Pattern 4 on, 2 off over 20: on at 0–4, 6–10, 12–16, 18–20.
        assert!((drawn - 14.0).abs() < 1e-9, "{drawn}");
        assert_eq!(pieces.len(), 4);
        assert_eq!(dashes(&line, None).len(), 1);
    }
}
