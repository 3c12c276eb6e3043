//! Designs by their defining properties, indices against closed forms.

use std::f64::consts::PI;

use chatfare::experiment::design::{
    DesignError, End, full_factorial, latin_hypercube, maximin_latin_hypercube, one_at_a_time, resampling, saltelli,
    scrambled_sobol, sobol, trajectories,
};
use chatfare::statistics::sensitivity::{morris, sobol_indices, tornado};

use super::reference::close;

#[test]
fn factorial_and_one_at_a_time() {
    let rows = full_factorial(&[2, 1, 3], 6).unwrap();
    assert_eq!(rows, [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]]);
    assert_eq!(full_factorial(&[2, 1, 3], 5), Err(DesignError::TooLarge { points: 6, most: 5 }));
    assert!(matches!(full_factorial(&[usize::MAX; 9], 5), Err(DesignError::TooLarge { points: u128::MAX, .. })));
    assert_eq!(full_factorial(&[2, 0], 5), Err(DesignError::EmptyAxis { axis: 1 }));
    assert!(full_factorial(&[], 5).is_err());
    assert_eq!(one_at_a_time(1), [None, Some((0, End::Low)), Some((0, End::High))]);
    let bars = tornado(10.0, &[(9.0, 12.0), (5.0, 11.0), (8.0, 8.5)]);
    assert_eq!(bars.iter().map(|b| (b.factor, b.swing)).collect::<Vec<_>>(), [(1, 6.0), (0, 3.0), (2, 2.0)]);
}

#[test]
fn a_latin_hypercube_has_one_point_in_every_slice() {
    let slices = |points: &[Vec<f64>], factor: usize| {
        let mut found: Vec<usize> = points.iter().map(|p| (p[factor] * points.len() as f64) as usize).collect();
        found.sort_unstable();
        found.into_iter().eq(0..points.len())
    };
    let points = latin_hypercube(7, 50, 1).unwrap();
    assert!((0..7).all(|factor| slices(&points, factor)));
    assert_ne!(points, latin_hypercube(7, 50, 2).unwrap());
    assert_eq!(points, latin_hypercube(7, 50, 1).unwrap());
    let spread = |points: &[Vec<f64>]| {
        let pairs = points.iter().enumerate().flat_map(|(i, a)| points[..i].iter().map(move |b| (a, b)));
        pairs.map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>()).fold(9.0, f64::min)
    };
    let wide = maximin_latin_hypercube(7, 50, 40, 1).unwrap();
    assert!((0..7).all(|factor| slices(&wide, factor)) && spread(&wide) > spread(&points));
    // The slices of two factors do not follow each other: |correlation| of 2,000 points beyond 0.1 is 4.5 sigma.
    let many = latin_hypercube(2, 2000, 3).unwrap();
    let correlation: f64 = many.iter().map(|p| 12.0 * (p[0] - 0.5) * (p[1] - 0.5)).sum::<f64>() / 2000.0;
    assert!(correlation.abs() < 0.1, "{correlation}");
    assert!(latin_hypercube(0, 5, 1).is_err() && latin_hypercube(9999, u32::MAX, 1).is_err());
}

/// Coordinates × 2³² of SciPy 1.17.1's unscrambled sequence, which runs in Gray-code order.
#[test]
fn sobol_points_equal_another_implementation() {
    let points = sobol(64, 2048).unwrap();
    let digits = |index: usize, factor: usize| (points[index ^ index >> 1][factor] * 4294967296.0) as u64;
    for (index, expected) in [
        (1, [2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648_u64]),
        (2, [3221225472, 1073741824, 1073741824, 1073741824, 3221225472, 3221225472]),
        (3, [1073741824, 3221225472, 3221225472, 3221225472, 1073741824, 1073741824]),
        (1000, [943718400, 415236096, 2227175424, 2243952640, 1094713344, 1916796928]),
        (2047, [2097152, 2694840320, 3999268864, 1537212416, 3965714432, 4246732800]),
    ] {
        assert_eq!([0, 1, 2, 20, 41, 63].map(|factor| digits(index, factor)), expected, "point {index}");
    }
    assert_eq!((0..64).map(|factor| digits(777, factor)).sum::<u64>(), 131583705088);
    assert_eq!(sobol(3, 48), Err(DesignError::NotAPowerOfTwo { points: 48, nearest: 64 }));
    assert!(sobol(129, 2).is_err() && sobol(0, 2).is_err() && sobol(128, 1 << 40).is_err());
}

/// In every dimension one point in each slice of 1/N; in the first two dimensions one in each elementary box of area 1/N:
/// scrambled or not. And the scramble is one: a fresh seed moves every point, means over seeds are those of uniform numbers.
#[test]
fn scrambling_keeps_the_net() {
    for points in [sobol(128, 256).unwrap(), scrambled_sobol(128, 256, 5).unwrap()] {
        let filled = |cells: &mut dyn Iterator<Item = usize>| {
            let mut cells: Vec<usize> = cells.collect();
            cells.sort_unstable();
            cells.into_iter().eq(0..256)
        };
        for factor in 0..128 {
            assert!(filled(&mut points.iter().map(|p| (p[factor] * 256.0) as usize)), "dimension {factor}");
        }
        for split in 0..=8 {
            let (wide, high) = (1 << split, 256 >> split);
            let cell = |p: &Vec<f64>| (p[0] * wide as f64) as usize * high + (p[1] * high as f64) as usize;
            assert!(filled(&mut points.iter().map(cell)), "boxes {wide} × {high}");
        }
        assert!(points.iter().flatten().all(|u| (0.0..1.0).contains(u)));
    }
    // Seeds 0 … 399: the first point of the third dimension is uniform; mean 0.5 ± 0.0144, second moment 1/3 ± 0.0149.
    let firsts: Vec<f64> = (0..400).map(|seed| scrambled_sobol(3, 2, seed).unwrap()[0][2]).collect();
    let (mean, square) = (firsts.iter().sum::<f64>() / 400.0, firsts.iter().map(|u| u * u).sum::<f64>() / 400.0);
    assert!((mean - 0.5).abs() < 0.058 && (square - 1.0 / 3.0).abs() < 0.06, "{mean} {square}");
    // Independent random numbers would err by 0.3/√4096 = 0.0045 here.
    let area: f64 = scrambled_sobol(2, 4096, 9).unwrap().iter().map(|p| p[0] * p[1]).sum::<f64>() / 4096.0;
    assert!((area - 0.25).abs() < 3e-4, "{area}");
}

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    let sine = libm::sin(x[1]);
    // A large constant must not cost digits: answers are centred.
    1e6 + libm::sin(x[0]) + 7.0 * sine * sine + 0.1 * x[2] * x[2] * x[2] * x[2] * libm::sin(x[0])
}

fn g_function(u: &[f64]) -> f64 {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// N = 4,096 blocks. SALib 1.6.0 with N = 16,384 is off by 0.0013 at most for Ishigami.
#[test]
fn sobol_indices_known_answers() {
    type Case = (fn(&[f64]) -> f64, &'static [f64], &'static [f64]);
    let cases: [Case; 2] = [
        (ishigami, &[0.3139052, 0.4424111, 0.0], &[0.5575889, 0.4424111, 0.2436837]),
        (
            g_function,
            &[0.716192, 0.179048, 0.023676, 0.007162, 0.000072, 0.000072, 0.000072, 0.000072],
            &[0.787144, 0.242198, 0.034317, 0.010460, 0.000105, 0.000105, 0.000105, 0.000105],
        ),
    ];
    for (f, first, total) in cases {
        let answers: Vec<f64> = saltelli(first.len(), 4096, 1).unwrap().iter().map(|u| f(u)).collect();
        let indices = sobol_indices(&answers, first.len(), 0.95, 100, resampling(1)).unwrap();
        for (i, (index, (first, total))) in indices.iter().zip(first.iter().zip(total)).enumerate() {
            println!("{i}: {:?} {first} {:?} {total}", index.first, index.total);
            assert!(
                (index.first.mean - first).abs() < 0.004 && (index.total.mean - total).abs() < 0.004,
                "{i} {index:?}"
            );
            // Bounds for independent blocks are wide for a net: they hold the truth.
            assert!(index.first.contains(*first).unwrap() && index.total.contains(*total).unwrap(), "{i} {index:?}");
            assert!(index.first.half_width().unwrap() < 0.06 && index.total.half_width().unwrap() < 0.06);
        }
        let again = sobol_indices(&answers, first.len(), 0.95, 100, resampling(1)).unwrap();
        assert_eq!(again, indices);
        assert_eq!(sobol_indices(&answers, first.len(), 0.95, 0, |_| 0).unwrap()[0].first.upper, None);
    }
    assert!(sobol_indices(&[1.0; 10], 3, 0.95, 10, |_| 0).unwrap_err().to_string().contains("does not vary"));
    assert!(sobol_indices(&[1.0; 9], 3, 0.95, 10, |_| 0).is_err() && saltelli(65, 2, 1).is_err());
}

/// f = 3x₀ − 2x₁ + x₂² + x₀x₃ on 4 levels, Δ = 2/3. Linear factors show their coefficient; the square has the effects 2x + 2/3 from
/// x = 0 or 1/3, so 2/3 or 4/3; x₀'s effect is 3 + x₃ with x₃ on the grid.
#[test]
fn morris_known_answers() {
    let f = |x: &[f64]| 3.0 * x[0] - 2.0 * x[1] + x[2] * x[2] + x[0] * x[3];
    let walks = trajectories(4, 400, 4, 1).unwrap();
    let answers: Vec<Vec<f64>> = walks.iter().map(|w| w.points.iter().map(|x| f(x)).collect()).collect();
    let steps: Vec<Vec<(usize, f64)>> = walks.iter().map(|w| w.steps.clone()).collect();
    let indices = morris(&answers, &steps, 0.95).unwrap();
    close("linear", indices[1].mu, -2.0, 1e-12);
    close("linear", indices[1].mu_star.mean, 2.0, 1e-12);
    assert!(indices[1].sigma < 1e-12);
    // Means 1 and 3.5, standard deviations 1/3 and √(5/36) = 0.3727, over 400 walks: ± 0.017 and ± 0.019.
    assert!((indices[2].mu_star.mean - 1.0).abs() < 0.07 && (indices[2].sigma - 1.0 / 3.0).abs() < 0.02, "{indices:?}");
    assert!((indices[0].mu_star.mean - 3.5).abs() < 0.075 && (indices[0].sigma - 0.3727).abs() < 0.03, "{indices:?}");
    assert!((indices[3].mu_star.mean - 0.5).abs() < 0.075, "{indices:?}");
    // Every level is as likely as any other, and no point leaves the cube.
    let mut seen = [0; 4];
    walks.iter().for_each(|w| seen[libm::round(w.points[0][0] * 3.0) as usize] += 1);
    assert!(seen.iter().all(|n| (60..140).contains(n)), "{seen:?}");
    assert!(walks.iter().flat_map(|w| w.points.iter().flatten()).all(|u| (-1e-12..=1.0 + 1e-12).contains(u)));
    assert!(walks.iter().all(|w| w.points.len() == 5));
    assert_eq!(trajectories(4, 1, 5, 1), Err(DesignError::Levels { levels: 5 }));
    assert!(morris(&answers[..1], &steps[..1], 0.95).is_err() && morris(&answers, &steps[1..], 0.95).is_err());
    let twice = vec![vec![(0, 0.5), (0, 0.5)]; 2];
    assert!(morris(&[vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0]], &twice, 0.95).is_err());
}
