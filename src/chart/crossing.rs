//! Where two cost curves cross, and how sure that is.

use crate::table::Estimate;

/// The volume at which two variants cost the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Contacts a day.
    pub at: f64,
    /// Cost there.
    pub cost: f64,
    /// Below this volume the intervals part for good; `None`: they touch down to the smallest volume computed.
    pub lower: Option<f64>,
    /// Above this volume the intervals part for good; `None`: they touch up to the largest volume computed.
    pub upper: Option<f64>,
    /// Were there intervals at all?
    pub has_interval: bool,
}

/// The first crossing of two curves given at the same volumes (sorted), linear between them in the logarithm of volume.
///
/// The interval is where the two bands overlap around the crossing: it contains the true volume at least as often as
/// the bands contain the true costs at its ends. It does not use the pairing of the variants, so it is on the wide side.
pub fn crossing(volumes: &[f64], a: &[Estimate], b: &[Estimate]) -> Option<Crossing> {
    let n = volumes.len().min(a.len()).min(b.len());
    let gap = |i: usize| a[i].mean - b[i].mean;
    let i = (1..n)
        .find(|i| gap(i - 1).is_finite() && gap(*i).is_finite() && gap(i - 1) != 0.0 && gap(i - 1) * gap(*i) <= 0.0)?;
    let share = gap(i - 1) / (gap(i - 1) - gap(i));
    let at = between(volumes[i - 1], volumes[i], share);
    let cost = a[i - 1].mean + (a[i].mean - a[i - 1].mean) * share;
    // > 0 where the bands are apart, ≤ 0 where they overlap.
    let apart = |k: usize| -> Option<f64> {
        let (al, au, bl, bu) = (a[k].lower?, a[k].upper?, b[k].lower?, b[k].upper?);
        Some((al - bu).max(bl - au))
    };
    let has_interval = apart(i - 1).is_some() && apart(i).is_some();
    let lower = walk(volumes, &apart, (0..i).rev(), at);
    let upper = walk(volumes, &apart, i..n, at);
    Some(Crossing { at, cost, lower, upper, has_interval })
}

/// From the crossing outwards to the first volume where the bands are apart, linear to where they begin to be.
fn walk(
    volumes: &[f64],
    apart: &impl Fn(usize) -> Option<f64>,
    path: impl Iterator<Item = usize>,
    from: f64,
) -> Option<f64> {
    // How deep the bands overlap at the crossing itself is not known: apart at the first volume means the interval ends there.
    let (mut last, mut depth) = (from, None);
    for k in path {
        let gap = apart(k)?;
        if gap > 0.0 {
            return Some(match depth {
                Some(d) if d < 0.0 => between(last, volumes[k], d / (d - gap)),
                _ => volumes[k],
            });
        }
        (last, depth) = (volumes[k], Some(gap));
    }
    None
}

/// Geometric interpolation.
fn between(from: f64, to: f64, share: f64) -> f64 {
    from * libm::pow(to / from, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[(f64, f64)]) -> Vec<Estimate> {
        let one = |(mean, half): &(f64, f64)| Estimate {
            mean: *mean,
            lower: Some(mean - half),
            upper: Some(mean + half),
            level: 0.95,
            n: 30,
        };
        points.iter().map(one).collect()
    }

    #[test]
    fn crosses_where_hand_computation_says() {
        // Differences 2, 1, −1, −2: equal half-way (in the logarithm) between 100 and 10,000, that is at 1,000.
        let volumes = [10.0, 100.0, 10_000.0, 100_000.0];
        let a = curve(&[(4.0, 0.1), (3.0, 0.6), (1.0, 0.6), (0.0, 0.1)]);
        let b = curve(&[(2.0, 0.1), (2.0, 0.6), (2.0, 0.6), (2.0, 0.1)]);
        let c = crossing(&volumes, &a, &b).unwrap();
        assert!((c.at - 1000.0).abs() < 1e-6 && (c.cost - 2.0).abs() < 1e-12);
        // Bands: apart by 1.8 at 10, overlapping by 0.2 at 100: they part at 100 · (10/100)^(0.2/2.0).
        assert!((c.lower.unwrap() - 100.0 * 0.1f64.powf(0.1)).abs() < 1e-6);
        assert!((c.upper.unwrap() - 10_000.0 * 10f64.powf(0.1)).abs() < 1e-4);
    }

    #[test]
    fn open_ends_and_no_crossing_are_said() {
        let volumes = [10.0, 100.0];
        let wide = crossing(&volumes, &curve(&[(3.0, 5.0), (1.0, 5.0)]), &curve(&[(2.0, 5.0), (2.0, 5.0)])).unwrap();
        assert_eq!((wide.lower, wide.upper, wide.has_interval), (None, None, true));
        assert_eq!(crossing(&volumes, &curve(&[(3.0, 0.1), (3.0, 0.1)]), &curve(&[(2.0, 0.1), (2.0, 0.1)])), None);
        let bare = [Estimate { mean: 1.0, ..Default::default() }, Estimate { mean: 3.0, ..Default::default() }];
        let flat = [Estimate { mean: 2.0, ..Default::default() }; 2];
        assert!(!crossing(&volumes, &bare, &flat).unwrap().has_interval);
        assert_eq!(crossing(&[], &[], &[]), None);
    }
}
