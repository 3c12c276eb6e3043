//! Every chart in every size and shape: texts inside and apart, no NaN, same bytes.

use super::sample::{self, Shape};
use chatfare::chart::{self, Area, CHARTS, Picture, Size, Theme};
use chatfare::table::Tables;
use resvg::usvg::{Group, Node};

pub fn shapes() -> Vec<(&'static str, Shape)> {
    let one = Shape { n: 1, ..Shape::usual(3) };
    let flat = Shape { half: 0.0, ..Shape::usual(3) };
    let noisy = Shape { half: 0.4, ..Shape::usual(5) };
    let mut strange = Shape::usual(3);
    strange.variants[1].1 = "<b>&\"quoted\"\u{7}\n</svg> #FFFFFF 漢字 Ωμέγα".into();
    strange.variants[2].1 = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen".repeat(3);
    vec![
        ("two", Shape::usual(2)),
        ("five", Shape::usual(5)),
        ("seven", Shape::usual(7)),
        ("twelve", Shape::usual(12)),
        ("one-replication", one),
        ("zero-variance", flat),
        ("noisy", noisy),
        ("alone", Shape::usual(1)),
        ("strange", strange),
    ]
}

pub fn themes() -> [Theme; 4] {
    let (l, d) = (Theme::light(), Theme::dark());
    [l, d, l.at(Size::Narrow), d.at(Size::Narrow)]
}

/// Draws every chart of every shape at both widths, rows or not.
fn every(themes: &[Theme], mut look: impl FnMut(&str, &Theme, Picture)) {
    for (name, shape) in shapes() {
        let (tables, context) = (sample::tables(&shape), sample::context(&shape));
        for theme in themes {
            for c in CHARTS {
                look(name, theme, (c.draw)(&tables, &context, theme).unwrap());
            }
        }
    }
}

/// Both widths; colours do not move a text.
pub fn widths() -> [Theme; 2] {
    [Theme::light(), Theme::light().at(Size::Narrow)]
}

pub fn overlapping(boxes: &[(String, Area)], slack: f64) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (i, (a, left)) in boxes.iter().enumerate() {
        for (b, right) in &boxes[i + 1..] {
            if left.grown(-slack).overlaps(&right.grown(-slack)) {
                found.push((a.clone(), b.clone()));
            }
        }
    }
    found
}

#[test]
fn texts_stay_inside_and_apart_by_the_layout() {
    every(&widths(), |shape, _, p| {
        let all = Area { x0: 0.0, y0: 0.0, x1: p.width, y1: p.height };
        let boxes: Vec<(String, Area)> = p.labels.iter().map(|l| (l.text.clone(), l.area)).collect();
        for (text, area) in &boxes {
            assert!(all.contains(area), "{shape} {} {}: {text:?} leaves the picture: {area:?}", p.name, p.width);
        }
        let pairs = overlapping(&boxes, 0.2);
        assert!(pairs.is_empty(), "{shape} {} {}: {pairs:?}", p.name, p.width);
    });
}

/// The boxes of all texts as another program lays them out (resvg, glyph outlines), in pixels of the picture.
pub fn rendered(picture: &Picture) -> Vec<(String, Area)> {
    fn walk(group: &Group, scale: f64, out: &mut Vec<(String, Area)>) {
        for node in group.children() {
            match node {
                Node::Group(g) => walk(g, scale, out),
                Node::Text(t) => {
                    let words = t.chunks().iter().map(|c| c.text()).collect::<String>();
                    let b = t.abs_bounding_box();
                    let side = |v: f32| f64::from(v) * scale;
                    let area =
                        Area { x0: side(b.left()), y0: side(b.top()), x1: side(b.right()), y1: side(b.bottom()) };
                    out.push((words, area));
                }
                _ => {}
            }
        }
    }
    let tree = chart::tree(&picture.svg).unwrap();
    let mut out = Vec::new();
    // Absolute boxes are in the picture's size, the view box is already applied.
    walk(tree.root(), picture.width / f64::from(tree.size().width()), &mut out);
    out
}

#[test]
fn another_program_sees_the_texts_where_the_layout_says() {
    every(&widths(), |shape, _, p| {
        let boxes = rendered(&p);
        assert_eq!(boxes.len(), p.labels.len(), "{shape} {}: a text was lost", p.name);
        let all = Area { x0: 0.0, y0: 0.0, x1: p.width, y1: p.height };
        for ((text, seen), label) in boxes.iter().zip(&p.labels) {
            assert!(all.contains(seen), "{shape} {}: {text:?} leaves the picture: {seen:?}", p.name);
            // Characters the font lacks have no outline; everything else is as wide as measured, side bearings apart.
            if label.text.chars().all(|c| (c as u32) < 0x3000) {
                let (a, b) = (label.area.width(), seen.width());
                assert!((a - b).abs() < 3.0 + 0.02 * a, "{shape} {}: {text:?} measured {a:.1}, drawn {b:.1}", p.name);
                assert!(
                    (label.area.x0 - seen.x0).abs() < 3.0,
                    "{shape} {}: {text:?} {:?} {seen:?}",
                    p.name,
                    label.area
                );
            }
        }
    });
}

#[test]
fn no_text_lies_on_the_end_of_a_bar_chart_or_is_empty() {
    every(&widths(), |shape, _, p| {
        assert!(p.labels.iter().all(|l| !l.text.trim().is_empty() && l.area.width() > 0.0), "{shape} {}", p.name);
        assert!(p.labels.iter().any(|l| l.text.contains("seed 20180801")), "{shape} {}: where from?", p.name);
    });
}

#[test]
fn svg_is_well_formed_and_has_no_nan_and_a_description() {
    every(&themes(), |shape, theme, p| {
        chart::tree(&p.svg).unwrap_or_else(|e| panic!("{shape} {} {}: {e}", p.name, theme.name));
        for word in ["NaN", "inf\"", "infinity", "2147483647", "-2147483648"] {
            assert!(!p.svg.contains(word), "{shape} {}: {word}", p.name);
        }
        assert!(p.svg.contains("<title>") && p.svg.contains("<desc>") && p.svg.contains("role=\"img\""));
        assert!(p.svg.contains(&format!("viewBox=\"0 0 {} {}\"", p.width * 4.0, p.height * 4.0)), "{}", &p.svg[..300]);
        assert!(!p.svg.contains('\u{7}'));
    });
}

#[test]
fn same_tables_same_bytes() {
    let (shape, theme) = (Shape::usual(5), Theme::light());
    let draw = || chart::draw_all(&sample::tables(&shape), &sample::context(&shape), &theme).unwrap();
    let (a, b) = (draw(), draw());
    assert_eq!(a.len(), CHARTS.len());
    assert_eq!(a, b);
    let png = |p: &[Picture]| p.iter().map(|p| chart::png(&p.svg).unwrap()).collect::<Vec<_>>();
    assert!(png(&a) == png(&b), "the same SVG gave two PNGs");
}

#[test]
fn empty_tables_give_a_note_and_are_not_needed() {
    let context = sample::context(&Shape::usual(2));
    for c in CHARTS {
        assert!(!(c.needs)(&Tables::default()), "{}", c.name);
        for theme in themes() {
            let p = (c.draw)(&Tables::default(), &context, &theme).unwrap();
            assert!(p.labels.len() >= 3 && p.data.rows.is_empty(), "{}", c.name);
        }
    }
    assert!(chart::draw_all(&Tables::default(), &context, &Theme::light()).unwrap().is_empty());
}

#[test]
fn one_replication_says_that_there_is_no_interval() {
    let shape = Shape { n: 1, ..Shape::usual(3) };
    for p in chart::draw_all(&sample::tables(&shape), &sample::context(&shape), &Theme::light()).unwrap() {
        assert!(p.subtitle.contains("one replication: no interval"), "{}: {}", p.name, p.subtitle);
    }
}

#[test]
fn numbers_that_are_none_do_not_break_a_chart() {
    let shape = Shape::usual(3);
    let mut tables = sample::tables(&shape);
    for (i, r) in tables.summary.iter_mut().enumerate() {
        r.value.mean = [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300][i % 5];
    }
    for (i, r) in tables.response_times.iter_mut().enumerate() {
        r.to_s = [f64::INFINITY, f64::NAN, 0.0][i % 3];
    }
    tables.by_hour.iter_mut().for_each(|r| r.hour = r.hour.wrapping_mul(401));
    tables.breakeven.iter_mut().step_by(2).for_each(|r| r.cost.mean = f64::NAN);
    tables.answers_by_age.iter_mut().step_by(3).for_each(|r| r.messages.mean = f64::NAN);
    tables.by_country.iter_mut().step_by(4).for_each(|r| r.value.mean = f64::NAN);
    for theme in widths() {
        for c in CHARTS {
            let p = (c.draw)(&tables, &sample::context(&shape), &theme).unwrap();
            assert!(!p.svg.contains("NaN") && chart::tree(&p.svg).is_ok(), "{}", c.name);
        }
    }
}

#[test]
fn the_text_alternative_holds_the_numbers_drawn() {
    let shape = Shape::usual(3);
    let (tables, context) = (sample::tables(&shape), sample::context(&shape));
    for p in chart::draw_all(&tables, &context, &Theme::light()).unwrap() {
        assert!(!p.data.rows.is_empty(), "{}", p.name);
        assert!(p.data.rows.iter().all(|r| r.len() == p.data.head.len()), "{}", p.name);
        for (variant, _) in shape.variants.iter().skip(1) {
            assert!(p.data.rows.iter().any(|r| &r[0] == variant), "{} lacks {variant}", p.name);
        }
    }
    // The call centre of the sample: 3.12 + 0.46 + 0.21 + 0.24 + 0.12.
    let cost =
        chart::draw_all(&tables, &context, &Theme::light()).unwrap().into_iter().find(|p| p.name == "cost").unwrap();
    assert_eq!(cost.data.rows[0][..2], ["phone".to_string(), "4.15".to_string()]);
    assert!(cost.labels.iter().any(|l| l.text == "4.15"));
}

/// Writes pictures to look at: `CHATFARE_PICTURES=folder cargo test … pictures`.
#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("CHATFARE_PICTURES") else { return };
    every(&themes(), |shape, theme, p| {
        let size = if theme.width() < 500.0 { "narrow" } else { "web" };
        let path = std::path::Path::new(&folder).join(format!("{shape}-{}-{}-{size}.png", p.name, theme.name));
        chatfare::table::write_atomic(&path, &chart::png(&p.svg).unwrap()).unwrap();
    });
}
