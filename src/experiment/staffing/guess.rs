//! Where to try next: the share kept, as log odds, is nearly straight against the logarithm of k.

/// Shares nearer to 0 or 1 say little about how far away the target is.
const EDGE: f64 = 0.001;
/// A slope between two trials is believed up to this factor from the one expected.
const TRUST: f64 = 4.0;

/// A scale tried and the share it kept.
pub(super) type Point = (i64, f64);

/// The smallest step expected to keep `target`, from the trials so far; none without trials.
///
/// `slope`: expected rise of the log odds of the share with ln k. Between trials on both sides of the target it is a secant;
/// with trials on one side the nearest two give the slope.
pub(super) fn next(tried: &[Point], target: f64, slope: f64) -> Option<i64> {
    let goal = log_odds(target);
    let mut points: Vec<(f64, f64)> =
        tried.iter().map(|(step, share)| (libm::log(*step as f64), log_odds(*share) - goal)).collect();
    points.sort_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let nearest = *points.first()?;
    let other = points.iter().find(|p| (p.1 < 0.0) != (nearest.1 < 0.0)).or(points.get(1));
    let seen = other.map(|other| (other.1 - nearest.1) / (other.0 - nearest.0)).filter(|slope| slope.is_finite());
    let slope = seen.map_or(slope, |seen| seen.clamp(slope / TRUST, slope * TRUST));
    // A hair below, so that a whole step stays itself.
    Some((libm::exp(nearest.0 - nearest.1 / slope) - 1e-9).ceil().clamp(1.0, 1e9) as i64)
}

/// Expected rise of the log odds of the share with ln k for `heads` on duty, a promise `within` and `work` seconds a contact.
///
/// With R agents the normal score of the share rises by about √R (square-root staffing, Halfin and Whitt 1981,
/// doi:10.1287/opre.29.3.567), log odds by 1.7 times as much; a promise longer than the work pools what is done within it.
pub(super) fn slope(heads: &[u16], within: f64, work: f64) -> f64 {
    let open = heads.iter().filter(|heads| **heads > 0);
    let (sum, count) = open.fold((0.0, 0.0), |(sum, count), heads| (sum + f64::from(*heads), count + 1.0));
    let pooled = sum / f64::max(count, 1.0) * (1.0 + within / work.max(1.0));
    1.7 * pooled.clamp(1.0, 1e6).sqrt()
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(EDGE, 1.0 - EDGE);
    libm::log(share / (1.0 - share))
}

#[cfg(test)]
mod tests {
    use super::{next, slope};

    /// A share whose log odds are 8 × ln(k / 45), plus those of 80 %.
    fn share(step: i64) -> f64 {
        let odds = 4.0 * (step as f64 / 45.0).powi(8);
        odds / (1.0 + odds)
    }

    #[test]
    fn a_straight_line_is_met_at_once() {
        assert_eq!(next(&[], 0.8, 8.0), None);
        // One trial and the right slope.
        assert_eq!(next(&[(50, share(50))], 0.8, 8.0), Some(45));
        // Two trials, whatever the slope that was expected.
        assert_eq!(next(&[(50, share(50)), (40, share(40))], 0.8, 20.0), Some(45));
        assert_eq!(next(&[(60, share(60)), (50, share(50))], 0.8, 20.0), Some(45));
        // Equal shares, or falling ones, tell no slope: the expected one holds, or its least.
        assert_eq!(next(&[(50, share(50)), (60, share(50))], 0.8, 8.0), next(&[(50, share(50))], 0.8, 2.0));
        // 16 on duty half the time, 9 pooled hours each: 1.7 × √144.
        assert!((slope(&[0, 16, 0, 16], 3200.0, 400.0) - 20.4).abs() < 1e-9);
        // Nothing kept at all moves far, but not without end.
        assert_eq!(next(&[(50, 0.0)], 0.8, 8.0), Some(141));
    }
}
