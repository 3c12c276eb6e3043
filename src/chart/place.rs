//! Direct labels on curves: the first candidate that meets neither a curve, nor another text, nor the edge.

use super::canvas::{Area, Canvas, Label, Type, text_area};
use super::theme::Ink;

/// One curve and the words that belong to it.
pub struct Curve<'a> {
    /// Points in pixels.
    pub points: &'a [(f64, f64)],
    /// The part of them that says most: labels stand beside it.
    pub anchors: &'a [(f64, f64)],
    /// The words.
    pub text: &'a str,
    /// Their colour.
    pub ink: Ink,
}

/// Pixels between a text and any line.
const GAP: f64 = 3.0;

/// Writes each curve's name beside it where there is room inside `plot`; returns the indices of those without room.
pub fn label_curves(
    canvas: &mut Canvas,
    plot: Area,
    curves: &[Curve<'_>],
    size: f64,
    more: &[Vec<(f64, f64)>],
) -> Vec<usize> {
    let mut taken: Vec<Area> = canvas.labels().iter().map(|l: &Label| l.area).collect();
    let mut left = Vec::new();
    for (i, curve) in curves.iter().enumerate() {
        if curve.text.is_empty() {
            continue;
        }
        let style = Type::new(size, curve.ink).bold();
        let lines = || curves.iter().map(|c| c.points).chain(more.iter().map(Vec::as_slice));
        let spot = candidates(curve, style, size).into_iter().find(|(x, y)| {
            let area = text_area(*x, *y, curve.text, style).grown(GAP);
            plot.contains(&area)
                && !taken.iter().any(|t| t.overlaps(&area))
                && !lines().any(|l| crosses(l, &area))
                && nearest(curves, i, &area)
        });
        match spot {
            Some((x, y)) => {
                taken.push(text_area(x, y, curve.text, style).grown(GAP));
                canvas.text(x, y, curve.text, style);
            }
            None => left.push(i),
        }
    }
    left
}

/// Starts of the text's baseline around points spread over the curve: right-below, left-above, above, below.
fn candidates(curve: &Curve<'_>, style: Type, size: f64) -> Vec<(f64, f64)> {
    let w = style.width(curve.text);
    let mut spots = Vec::new();
    // The middle of a curve says most, its ends least.
    for share in [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1, 0.97] {
        let Some((x, y)) = along(curve.anchors, share) else { continue };
        for d in [GAP + 3.0, GAP + 8.0, GAP + 16.0] {
            spots.push((x + d, y + d + 0.5 * size));
            spots.push((x - d - w, y - d));
            spots.push((x + d, y - d));
            spots.push((x - d - w, y + d + 0.6 * size));
            spots.push((x - w / 2.0, y - d));
            spots.push((x - w / 2.0, y + d + 0.8 * size));
        }
    }
    spots
}

/// Is no other curve as near to the box as its own? Else the reader takes the name for the neighbour's.
fn nearest(curves: &[Curve<'_>], own: usize, area: &Area) -> bool {
    let mine = distance(curves[own].points, area);
    curves.iter().enumerate().all(|(i, c)| i == own || distance(c.points, area) > mine + 1.5)
}

/// Smallest distance of the line to the box, sampled every two pixels.
fn distance(points: &[(f64, f64)], a: &Area) -> f64 {
    let gap = |(x, y): (f64, f64)| {
        let dx = (a.x0 - x).max(x - a.x1).max(0.0);
        let dy = (a.y0 - y).max(y - a.y1).max(0.0);
        dx.hypot(dy)
    };
    let mut least = points.first().map_or(f64::MAX, |p| gap(*p));
    for w in points.windows(2) {
        let steps = ((w[1].0 - w[0].0).hypot(w[1].1 - w[0].1) / 2.0).ceil().clamp(1.0, 2_000.0) as usize;
        for k in 1..=steps {
            let t = k as f64 / steps as f64;
            least = least.min(gap((w[0].0 + (w[1].0 - w[0].0) * t, w[0].1 + (w[1].1 - w[0].1) * t)));
        }
    }
    least
}

/// The point at this share of the curve's length.
fn along(points: &[(f64, f64)], share: f64) -> Option<(f64, f64)> {
    let total: f64 = points.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum();
    let mut left = total * share;
    for w in points.windows(2) {
        let length = (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1);
        if length >= left && length > 0.0 {
            let t = left / length;
            return Some((w[0].0 + (w[1].0 - w[0].0) * t, w[0].1 + (w[1].1 - w[0].1) * t));
        }
        left -= length;
    }
    points.last().copied()
}

/// Does the line through the points meet the box?
pub fn crosses(points: &[(f64, f64)], area: &Area) -> bool {
    if let [only] = points {
        return inside(*only, area);
    }
    points.windows(2).any(|w| segment_meets(w[0], w[1], area))
}

fn inside((x, y): (f64, f64), a: &Area) -> bool {
    x >= a.x0 && x <= a.x1 && y >= a.y0 && y <= a.y1
}

/// Liang and Barsky, ACM Transactions on Graphics 3 (1984) 1–22: clip the segment, see whether something is left.
fn segment_meets(from: (f64, f64), to: (f64, f64), a: &Area) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (p, q) in [(-dx, from.0 - a.x0), (dx, a.x1 - from.0), (-dy, from.1 - a.y0), (dy, a.y1 - from.1)] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_meet_boxes_they_pass() {
        let a = Area { x0: 10.0, y0: 10.0, x1: 20.0, y1: 20.0 };
        assert!(segment_meets((0.0, 15.0), (30.0, 15.0), &a));
        assert!(segment_meets((12.0, 12.0), (13.0, 13.0), &a));
        assert!(!segment_meets((0.0, 0.0), (30.0, 5.0), &a));
        assert!(!segment_meets((0.0, 25.0), (5.0, 15.0), &a));
    }

    #[test]
    fn a_name_keeps_clear_of_texts_that_are_there() {
        let plot = Area { x0: 0.0, y0: 0.0, x1: 300.0, y1: 200.0 };
        let points = [(100.0, 0.0), (100.0, 200.0)];
        let curves = [Curve { points: &points, anchors: &points, text: "messages", ink: Ink::Series(0) }];
        let theme = crate::chart::Theme::light();
        let mut free = Canvas::new(&theme);
        assert!(label_curves(&mut free, plot, &curves, 12.0, &[]).is_empty());
        let spot = free.labels()[0].area;
        let mut taken = Canvas::new(&theme);
        taken.text(spot.x0, spot.y1 - 0.22 * 12.0, "somebody else", Type::new(12.0, Ink::Text));
        assert!(label_curves(&mut taken, plot, &curves, 12.0, &[]).is_empty());
        assert!(!taken.labels()[0].area.overlaps(&taken.labels()[1].area));
        // Beside two curves that cannot be told apart there is no honest place.
        let twins = [&points, &points].map(|p| Curve { points: p, anchors: p, text: "twin", ink: Ink::Series(0) });
        assert_eq!(label_curves(&mut Canvas::new(&theme), plot, &twins, 12.0, &[]), [0, 1]);
    }
}
