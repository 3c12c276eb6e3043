//! Two axes: a heat map a metric and variant; three axes: one for each value of the third (small multiples).

use super::axis::Axis;
use super::{SweepChart, main_metrics, shown, titled};
use crate::chart::canvas::{Anchor, Area, Type};
use crate::chart::context::Context;
use crate::chart::figure::{Figure, HEADING, MARGIN, SMALL};
use crate::chart::font;
use crate::chart::theme::{Ink, Theme};
use crate::chart::{Error, Picture};
use crate::table::{SweepTables, plain};

const NAME: &str = "sweep_heat";
/// Panels at most.
const PANELS: usize = 12;

/// The chart.
pub const CHART: SweepChart = SweepChart { name: NAME, needs, draw };

fn needs(tables: &SweepTables) -> bool {
    tables.grid && (2..=3).contains(&tables.axes.len()) && !tables.sweep.is_empty()
}

/// One map: `cells[row][column]`, rows by the second axis.
struct Map {
    metric: String,
    title: String,
    cells: Vec<Vec<Option<f64>>>,
}

fn maps(tables: &SweepTables, context: &Context, axes: &[Axis]) -> Vec<Map> {
    let slices = axes.get(2).map_or(1, |axis| axis.levels.len());
    let mut list = Vec::new();
    for metric in main_metrics(tables) {
        let mut of_metric: Vec<Map> = Vec::new();
        for variant in context.order(tables.variants().into_iter()) {
            for slice in 0..slices {
                let third = axes.get(2).map(|axis| &axis.levels[slice]);
                let mut cells = vec![vec![None; axes[0].levels.len()]; axes[1].levels.len()];
                for row in tables.sweep.iter().filter(|r| r.variant == variant && r.metric == metric) {
                    let point = &tables.points[row.point as usize];
                    if third.is_some_and(|third| third.text != point[2].text) {
                        continue;
                    }
                    let place = |axis: usize| axes[axis].levels.iter().position(|l| l.text == point[axis].text);
                    if let (Some(x), Some(y)) = (place(0), place(1)) {
                        cells[y][x] = Some(row.value.mean).filter(|v| v.is_finite());
                    }
                }
                let at = third.map_or(String::new(), |l| format!("{} {}", tables.axes[2].label, axes[2].text(l)));
                let name = if tables.variants().len() > 1 { context.title_of(variant) } else { "" };
                let title = [name, &at].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
                of_metric.push(Map { metric: metric.into(), title, cells });
            }
        }
        // What no axis moves (a baseline) is no map.
        let flat = |map: &Map| {
            let all: Vec<f64> = map.cells.iter().flatten().flatten().copied().collect();
            slices == 1 && all.windows(2).all(|w| w[0] == w[1])
        };
        let moving = of_metric.iter().filter(|map| !flat(map)).count();
        if moving == 0 && !list.is_empty() {
            continue;
        }
        list.extend(of_metric.into_iter().filter(|map| moving == 0 || !flat(map)));
    }
    list
}

fn draw(tables: &SweepTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let axes: Vec<Axis> = (0..tables.axes.len()).map(|place| Axis::of(tables, place)).collect();
    let all = maps(tables, context, &axes);
    let labels: Vec<&str> = tables.axes.iter().map(|axis| axis.label.as_str()).collect();
    let means = "means over replications; intervals are in sweep.csv";
    let subtitle = format!("{} from left to right, {} from top to bottom; {means}", labels[0], labels[1]);
    let mut figure = Figure::new(theme, &format!("What {} do together", labels.join(" and ")), &subtitle);
    let shown_maps = &all[..all.len().min(PANELS)];
    let mut metrics: Vec<&str> = shown_maps.iter().map(|map| map.metric.as_str()).collect();
    metrics.dedup();
    for metric in metrics {
        let maps: Vec<&Map> = shown_maps.iter().filter(|map| map.metric == metric).collect();
        let values = || maps.iter().flat_map(|map| map.cells.iter().flatten().flatten().copied());
        let ends = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
        let y = figure.y + 14.0;
        figure.y = figure.heading(MARGIN, y, figure.room(), &titled(metric, context), Ink::Text) - 6.0;
        legend(&mut figure, metric, ends);
        let columns = match (maps.len(), theme.narrow()) {
            (1, _) | (_, true) => 1,
            (2 | 4, _) => 2,
            _ => 3,
        };
        let gap = 24.0;
        let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
        for row in maps.chunks(columns) {
            let top = figure.y;
            let mut bottom = top;
            for (i, map) in row.iter().enumerate() {
                let x = MARGIN + (wide + gap) * i as f64;
                bottom = bottom.max(panel(&mut figure, map, &axes, ends, (x, top, wide)));
            }
            figure.y = bottom + 8.0;
        }
    }
    if all.len() > PANELS {
        figure.note(&format!("{PANELS} of {} maps are drawn; all values are in sweep.csv.", all.len()));
    }
    let rows = all.iter().flat_map(|map| {
        let axes = &axes;
        map.cells.iter().enumerate().flat_map(move |(y, row)| {
            row.iter().enumerate().map(move |(x, value)| {
                let at = [axes[0].text(&axes[0].levels[x]), axes[1].text(&axes[1].levels[y])];
                let head = [map.metric.clone(), map.title.clone()].into_iter();
                head.chain(at).chain([value.map(plain).unwrap_or_default()]).collect()
            })
        })
    });
    let rows = rows.collect();
    figure.data(&["metric", "panel", labels[0], labels[1], "mean"], rows);
    figure.finish(NAME, context)
}

/// The colours from low to high with their ends.
fn legend(figure: &mut Figure, metric: &str, (low, high): (f64, f64)) {
    let style = Type::new(SMALL, Ink::Muted);
    let text = shown(metric, low);
    let y = figure.y + 12.0;
    figure.canvas.text(MARGIN, y, &text, style);
    let (x0, wide) = (MARGIN + style.width(&text) + 8.0, 120.0);
    for step in 0..30_u8 {
        let x = x0 + wide / 30.0 * f64::from(step);
        figure.canvas.rect(Area { x0: x, y0: y - 10.0, x1: x + wide / 30.0 + 0.5, y1: y }, Ink::Heat(step * 8 + 4));
    }
    figure.canvas.text(x0 + wide + 8.0, y, &shown(metric, high), style);
    figure.y = y + 8.0;
}

/// One map at (x, y, width); returns its bottom.
fn panel(figure: &mut Figure, map: &Map, axes: &[Axis], (low, high): (f64, f64), (x, y, wide): (f64, f64, f64)) -> f64 {
    let next = if map.title.is_empty() { y + 4.0 } else { figure.heading(x, y + HEADING, wide, &map.title, Ink::Text) };
    let small = Type::new(SMALL, Ink::Muted);
    let names: Vec<String> = axes[1].levels.iter().map(|level| axes[1].text(level)).collect();
    let margin = names.iter().map(|name| small.width(name)).fold(0.0, f64::max).min(wide * 0.3) + 8.0;
    let (rows, columns) = (map.cells.len(), map.cells[0].len());
    let (step, line) = ((wide - margin) / columns as f64, if rows > 20 { 12.0 } else { 26.0 });
    let top = next - 2.0;
    for (r, row) in map.cells.iter().enumerate() {
        let y0 = top + line * r as f64;
        let name = font::shorten(&names[r], margin - 8.0, SMALL, false);
        if rows <= 40 || r % 5 == 0 {
            figure.canvas.text(x + margin - 8.0, y0 + line / 2.0 + 4.0, &name, small.anchored(Anchor::End));
        }
        for (c, value) in row.iter().enumerate() {
            let x0 = x + margin + step * c as f64;
            let area = Area { x0, y0, x1: x0 + step - 1.0, y1: y0 + line - 1.0 };
            let Some(value) = value else {
                figure.canvas.rect(area, Ink::Rule);
                continue;
            };
            let share = if high > low { (value - low) / (high - low) } else { 0.5 };
            let heat = (share * 255.0).round().clamp(0.0, 255.0) as u8;
            figure.canvas.rect(area, Ink::Heat(heat));
            let text = shown(&map.metric, *value);
            let style = Type::new(SMALL, Ink::OnHeat(heat)).anchored(Anchor::Middle);
            if style.width(&text) < step - 5.0 && line > 14.0 {
                figure.canvas.text(x0 + step / 2.0 - 0.5, y0 + line / 2.0 + 3.5, &text, style);
            }
        }
    }
    let bottom = top + line * rows as f64;
    let mut taken = f64::MIN;
    for (c, level) in axes[0].levels.iter().enumerate() {
        let text = axes[0].text(level);
        let centre = x + margin + step * (c as f64 + 0.5);
        let half = small.width(&text) / 2.0;
        let centre = centre.min(figure.right() + MARGIN / 2.0 - half);
        if centre - half > taken + 6.0 {
            figure.canvas.text(centre, bottom + 13.0, &text, small.anchored(Anchor::Middle));
            taken = centre + half;
        }
    }
    bottom + 20.0
}
