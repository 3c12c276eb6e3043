//! Every chart in every size and shape: texts inside and apart, no NaN, same bytes, contrast.

use super::sample::{self, Shape};
use chatfare::chart::{self, CHARTS, Picture, Size, Theme};

fn shapes() -> Vec<(&'static str, Shape)> {
    let one = Shape { n: 1, ..Shape::usual(3) };
    let flat = Shape { half: 0.0, ..Shape::usual(3) };
    let noisy = Shape { half: 0.4, ..Shape::usual(5) };
    vec![
        ("two", Shape::usual(2)),
        ("five", Shape::usual(5)),
        ("twelve", Shape::usual(12)),
        ("one-replication", one),
        ("zero-variance", flat),
        ("noisy", noisy),
        ("alone", Shape::usual(1)),
    ]
}

fn themes() -> [Theme; 4] {
    let (l, d) = (Theme::light(), Theme::dark());
    [l, d, l.at(Size::Narrow), d.at(Size::Narrow)]
}

/// Draws every chart of every shape in every theme, rows or not.
fn every(mut look: impl FnMut(&str, &Theme, Picture)) {
    for (name, shape) in shapes() {
        let (tables, context) = (sample::tables(&shape), sample::context(&shape));
        for theme in themes() {
            for c in CHARTS {
                look(name, &theme, (c.draw)(&tables, &context, &theme).unwrap());
            }
        }
    }
}

/// Writes pictures to look at: `CHATFARE_PICTURES=folder cargo test … pictures`.
#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("CHATFARE_PICTURES") else { return };
    every(|shape, theme, p| {
        let size = if theme.narrow() { "narrow" } else { "web" };
        let path = std::path::Path::new(&folder).join(format!("{shape}-{}-{}-{size}.png", p.name, theme.name));
        chatfare::table::write_atomic(&path, &chart::png(&p.svg).unwrap()).unwrap();
    });
}
