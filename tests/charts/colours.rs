//! Contrast on both grounds, and colours that stay apart for the colour-blind.

use chatfare::chart::{Ink, Theme};

/// sRGB to linear light, IEC 61966-2-1.
fn linear(c: u8) -> f64 {
    let c = f64::from(c) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn light(rgb: (u8, u8, u8)) -> [f64; 3] {
    [linear(rgb.0), linear(rgb.1), linear(rgb.2)]
}

/// Contrast ratio of WCAG 2.2.
fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let y = |c| {
        let l = light(c);
        0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]
    };
    let (hi, lo) = (y(a).max(y(b)), y(a).min(y(b)));
    (hi + 0.05) / (lo + 0.05)
}

/// CIE Lab (D65) of linear light.
fn lab(l: [f64; 3]) -> [f64; 3] {
    let x = (0.4124 * l[0] + 0.3576 * l[1] + 0.1805 * l[2]) / 0.95047;
    let y = 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
    let z = (0.0193 * l[0] + 0.1192 * l[1] + 0.9505 * l[2]) / 1.08883;
    let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
}

/// Machado, Oliveira, Fernandes, IEEE TVCG 15 (2009) 1291–1298, severity 1.0, on linear light.
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protanopia", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopia", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

fn seen(rgb: (u8, u8, u8), eye: &[[f64; 3]; 3]) -> [f64; 3] {
    let l = light(rgb);
    let row = |r: &[f64; 3]| r.iter().zip(l).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0);
    lab([row(&eye[0]), row(&eye[1]), row(&eye[2])])
}

#[test]
fn black_on_white_is_21() {
    assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
}

#[test]
fn contrast_is_enough_on_both_grounds() {
    for theme in [Theme::light(), Theme::dark()] {
        let ground = theme.rgb(Ink::Ground);
        for ink in Ink::ALL {
            let least = match ink {
                Ink::Ground | Ink::Rule => continue,
                Ink::Text => 7.0,
                Ink::Muted => 4.5,
                Ink::Series(_) => 3.0,
                Ink::Heat(_) | Ink::OnHeat(_) => unreachable!("they follow no theme"),
            };
            let c = contrast(theme.rgb(ink), ground);
            assert!(c >= least, "{} {ink:?}: {c:.2} < {least}", theme.name);
        }
    }
}

#[test]
fn every_role_has_its_own_colour() {
    for theme in [Theme::light(), Theme::dark()] {
        for (i, a) in Ink::ALL.iter().enumerate() {
            for b in &Ink::ALL[i + 1..] {
                assert_ne!(
                    theme.hex(*a),
                    theme.hex(*b),
                    "{} {a:?} {b:?}: the report could not tell them apart",
                    theme.name
                );
            }
        }
    }
}

/// The first four series, and the grey baseline, must be told apart by everybody: charts use them first.
#[test]
fn first_colours_stay_apart_for_the_colour_blind() {
    let first = [Ink::Series(0), Ink::Series(1), Ink::Series(2), Ink::Series(3), Ink::Series(7)];
    for theme in [Theme::light(), Theme::dark()] {
        for (name, eye) in &EYES {
            for (i, a) in first.iter().enumerate() {
                for b in &first[i + 1..] {
                    let d = distance(seen(theme.rgb(*a), eye), seen(theme.rgb(*b), eye));
                    assert!(d > 9.0, "{} {name} {a:?} {b:?}: {d:.1}", theme.name);
                }
            }
        }
    }
}

/// Neighbours in the stacked bar (parts of the cost, in order) differ for every eye.
#[test]
fn neighbours_in_a_stack_differ() {
    let stack = [0, 1, 2, 3, 4, 5, 7].map(Ink::Series);
    for theme in [Theme::light(), Theme::dark()] {
        for (name, eye) in &EYES {
            for pair in stack.windows(2) {
                let d = distance(seen(theme.rgb(pair[0]), eye), seen(theme.rgb(pair[1]), eye));
                assert!(d > 12.0, "{} {name} {pair:?}: {d:.1}", theme.name);
            }
        }
    }
}

/// The heat scale rises evenly in lightness (CIE L*), so that equal steps look equal, in grey too; its text can be read.
#[test]
fn the_heat_scale_is_even_and_its_text_readable() {
    let theme = Theme::light();
    let lightness = |step: u8| {
        // Contrast to black is (Y + 0.05) / 0.05.
        let y = contrast(theme.rgb(Ink::Heat(step)), (0, 0, 0)) * 0.05 - 0.05;
        116.0 * if y > 0.008856 { y.cbrt() } else { 7.787 * y + 16.0 / 116.0 } - 16.0
    };
    let steps: Vec<f64> = (0..=255).step_by(17).map(|step| lightness(step as u8)).collect();
    let rises: Vec<f64> = steps.windows(2).map(|w| w[1] - w[0]).collect();
    let mean = rises.iter().sum::<f64>() / rises.len() as f64;
    assert!(rises.iter().all(|rise| (0.6..1.5).contains(&(rise / mean))), "{rises:?}");
    for step in 0..=255 {
        let c = contrast(theme.rgb(Ink::OnHeat(step)), theme.rgb(Ink::Heat(step)));
        assert!(c >= 4.4, "step {step}: {c:.2}");
        assert_eq!(Theme::dark().rgb(Ink::Heat(step)), theme.rgb(Ink::Heat(step)));
    }
}
