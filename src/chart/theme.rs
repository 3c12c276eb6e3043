//! Colours and sizes.
//!
//! The eight series colours are those of Okabe and Ito (2008, *Color Universal Design*,
//! <https://jfly.uni-koeln.de/color/>), darkened on the light ground (and three lightened on the dark one) until each
//! has a contrast of at least 3:1, WCAG 2.2 success criterion 1.4.11. Colour never is the only carrier: dashes,
//! markers and direct labels say the same.

/// The role of a colour; each theme gives it a value, and the HTML report a CSS variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Background.
    Ground,
    /// Text and whiskers.
    Text,
    /// Secondary text.
    Muted,
    /// Light rules.
    Rule,
    /// One of eight series: 0 blue, 1 vermillion, 2 green, 3 purple, 4 orange, 5 sky, 6 yellow, 7 grey.
    Series(u8),
    /// A step of the heat scale, 0 = low … 255 = high; the same on both grounds.
    Heat(u8),
    /// Text on that step.
    OnHeat(u8),
}

/// The heat scale: viridis (Smith and van der Walt 2015, CC0) at nine steps, even for the eye, read in grey too.
const HEAT: [(u8, u8, u8); 9] = [
    (68, 1, 84),
    (71, 44, 122),
    (59, 81, 139),
    (44, 113, 142),
    (33, 144, 141),
    (39, 173, 129),
    (92, 200, 99),
    (170, 220, 50),
    (253, 231, 37),
];

/// A step of the heat scale, linear between its nine colours.
fn heat(step: u8) -> (u8, u8, u8) {
    let at = f64::from(step) / 255.0 * (HEAT.len() - 1) as f64;
    let low = (at as usize).min(HEAT.len() - 2);
    let share = at - low as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    let ((r0, g0, b0), (r1, g1, b1)) = (HEAT[low], HEAT[low + 1]);
    (mix(r0, r1), mix(g0, g1), mix(b0, b1))
}

/// Number of series colours.
pub const SERIES: usize = 8;

impl Ink {
    /// Every role.
    pub const ALL: [Ink; 12] = [
        Ink::Ground,
        Ink::Text,
        Ink::Muted,
        Ink::Rule,
        Ink::Series(0),
        Ink::Series(1),
        Ink::Series(2),
        Ink::Series(3),
        Ink::Series(4),
        Ink::Series(5),
        Ink::Series(6),
        Ink::Series(7),
    ];

    /// Name of the CSS variable.
    pub fn variable(self) -> String {
        match self {
            Ink::Ground => "--ground".to_string(),
            Ink::Text => "--text".to_string(),
            Ink::Muted => "--muted".to_string(),
            Ink::Rule => "--rule".to_string(),
            Ink::Series(i) => format!("--series-{i}"),
            Ink::Heat(i) => format!("--heat-{i}"),
            Ink::OnHeat(i) => format!("--on-heat-{i}"),
        }
    }

    fn index(self) -> usize {
        match self {
            Ink::Ground => 0,
            Ink::Text => 1,
            Ink::Muted => 2,
            Ink::Rule => 3,
            Ink::Series(i) => 4 + usize::from(i) % SERIES,
            // These two do not follow the theme.
            Ink::Heat(_) | Ink::OnHeat(_) => 1,
        }
    }
}

/// How wide a chart is; text keeps its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 900 pixels: pages and slides.
    Web,
    /// 400 pixels: telephones.
    Narrow,
}

/// Colours by role, and the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// `light` or `dark`.
    pub name: &'static str,
    /// Width of the chart.
    pub size: Size,
    colours: [(u8, u8, u8); 12],
}

const LIGHT: [(u8, u8, u8); 12] = [
    (0xFF, 0xFF, 0xFF),
    (0x1B, 0x1F, 0x24),
    (0x5A, 0x63, 0x6E),
    (0xDF, 0xE3, 0xE8),
    (0x00, 0x5F, 0x9E),
    (0xD0, 0x55, 0x00),
    (0x00, 0x8F, 0x68),
    (0xB4, 0x55, 0x8C),
    (0xB9, 0x7D, 0x01),
    (0x35, 0x94, 0xCC),
    (0x83, 0x7A, 0x00),
    (0x55, 0x5D, 0x66),
];

const DARK: [(u8, u8, u8); 12] = [
    (0x14, 0x18, 0x1D),
    (0xEC, 0xEF, 0xF2),
    (0xA3, 0xAD, 0xB8),
    (0x33, 0x3A, 0x42),
    (0x2E, 0x8F, 0xD6),
    (0xE8, 0x6A, 0x17),
    (0x12, 0xB4, 0x86),
    (0xD4, 0x86, 0xB4),
    (0xE6, 0x9F, 0x00),
    (0x74, 0xC6, 0xF5),
    (0xF0, 0xE4, 0x42),
    (0xB4, 0xBC, 0xC4),
];

impl Theme {
    /// Dark ink on white.
    pub const fn light() -> Theme {
        Theme { name: "light", size: Size::Web, colours: LIGHT }
    }

    /// Light ink on nearly black.
    pub const fn dark() -> Theme {
        Theme { name: "dark", size: Size::Web, colours: DARK }
    }

    /// The same colours at this size.
    pub const fn at(self, size: Size) -> Theme {
        Theme { size, ..self }
    }

    /// Red, green, blue of a role.
    pub fn rgb(&self, ink: Ink) -> (u8, u8, u8) {
        match ink {
            Ink::Heat(step) => heat(step),
            // Not quite black and white: no role of a theme has these.
            Ink::OnHeat(step) if step < 111 => (0xFE, 0xFE, 0xFE),
            Ink::OnHeat(_) => (0x01, 0x01, 0x01),
            _ => self.colours[ink.index()],
        }
    }

    /// `#RRGGBB` of a role, as it stands in the SVG.
    pub fn hex(&self, ink: Ink) -> String {
        let (r, g, b) = self.rgb(ink);
        format!("#{r:02X}{g:02X}{b:02X}")
    }

    /// Width in pixels.
    pub fn width(&self) -> f64 {
        match self.size {
            Size::Web => 900.0,
            Size::Narrow => 400.0,
        }
    }

    /// Is there only the width of a telephone?
    pub fn narrow(&self) -> bool {
        self.size == Size::Narrow
    }
}

/// How a variant is drawn in every chart: colour first, then dashes when colours run out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Colour.
    pub ink: Ink,
    /// Length of dash and gap in pixels; `None` = solid.
    pub dash: Option<(f64, f64)>,
}

/// The look of the variant at this place among those that are not the baseline; the baseline is grey.
pub fn look(place: Option<usize>) -> Look {
    const DASHES: [Option<(f64, f64)>; 3] = [None, Some((7.0, 4.0)), Some((2.5, 3.0))];
    match place {
        None => Look { ink: Ink::Series(7), dash: None },
        Some(i) => Look { ink: Ink::Series((i % (SERIES - 1)) as u8), dash: DASHES[(i / (SERIES - 1)) % DASHES.len()] },
    }
}
