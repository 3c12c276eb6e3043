//! Counts of arrivals by hour: moments within an hour and between hours of one day.

use super::super::case::{Case, plain};
use super::super::seen::{Seen, Watch};
use crate::units::HOUR;

/// Expected arrivals of the hours before and after noon.
const LOW: f64 = 10.0;
const HIGH: f64 = 30.0;
/// A day's, and the mean of an hour.
const DAY: f64 = 12.0 * (LOW + HIGH);
const MEAN: f64 = DAY / 24.0;

/// A way in which counts vary: its settings and its exact moments.
struct Way {
    name: &'static str,
    settings: &'static str,
    /// E[X²] of an hour with expectation λ.
    square: fn(f64) -> f64,
    /// E[X Y] of hours with expectations λ and ν, neighbours in one day.
    product: fn(f64, f64) -> f64,
}

/// E[GG'] of gamma factors with mean 1 and variation 0.5 whose normal scores have a correlation of 0.8: Gauss–Hermite
/// quadrature with 60² and 100² nodes (scipy 1.17), equal to 14 digits.
const COPULA: f64 = 1.197_861_453_727_014_5;

const WAYS: &[Way] = &[
    Way { name: "Poisson", settings: "", square: |l| l + l * l, product: |l, n| l * n },
    // Whitt 1999; Avramidis, Deslauriers & L'Ecuyer 2004: Var X = λ + λ²/a with a = 1/cv².
    Way {
        name: "busyness of the day, CV 0.3",
        settings: "busyness_cv = 0.3\n",
        square: |l| l + l * l * 1.09,
        product: |l, n| l * n * 1.09,
    },
    // Oreshkin, Regnard & L'Ecuyer 2016, model PG2.
    Way {
        name: "busyness of day and hour, CV 0.3 and 0.2",
        settings: "busyness_cv = 0.3\nbusyness_hour_cv = 0.2\n",
        square: |l| l + l * l * 1.09 * 1.04,
        product: |l, n| l * n * 1.09,
    },
    Way {
        name: "correlated hours, CV 0.5, copula 0.8",
        settings: "busyness_hour_cv = 0.5\nbusyness_correlation = 0.8\n",
        square: |l| l + l * l * 1.25,
        product: |l, n| l * n * COPULA,
    },
    Way { name: "counts by hour", settings: "counts = \"by hour\"\n", square: |l| l * l, product: |l, n| l * n },
    // Multinomial.
    Way {
        name: "counts by day",
        settings: "counts = \"by day\"\n",
        square: |l| l + l * l * (DAY - 1.0) / DAY,
        product: |l, n| l * n * (DAY - 1.0) / DAY,
    },
    // Dirichlet-multinomial (Mosimann 1962): Var X = N w (1 − w) (N + c) / (1 + c).
    Way {
        name: "Dirichlet split, concentration 40",
        settings: "counts = \"Dirichlet\"\nconcentration = 40\n",
        square: |l| l * l + l * (1.0 - l / DAY) * (DAY + 40.0) / 41.0,
        product: |l, n| l * n * (DAY - 1.0) / DAY * 40.0 / 41.0,
    },
    Way {
        name: "self-excitation, share 50 %, 10 min",
        settings: "excitation = { share = \"50 %\", after = \"exponential, mean 10 min\" }\n",
        square: |l| l * l + hawkes_variance(l),
        product: |l, n| l * n + hawkes_covariance(l),
    },
];

/// Share of a Hawkes process that others brought, and what is left of an hour's excitation: γT = β(1 − ρ)T with β = 6/h.
const SHARE: f64 = 0.5;
const FADED: f64 = 6.0 * (1.0 - SHARE);

/// Variance of the count of an hour of a stationary Hawkes process with rate λ (Hawkes 1971):
/// λT (k + (1 − k) (1 − e^(−γT)) / (γT)), k = (1 − ρ)⁻².
fn hawkes_variance(rate: f64) -> f64 {
    let k = (1.0 - SHARE).powi(-2);
    rate * (k + (1.0 - k) * -libm::expm1(-FADED) / FADED)
}

/// Covariance of the counts of two neighbouring hours: λ (k − 1) (1 − e^(−γT))² / (2γT).
fn hawkes_covariance(rate: f64) -> f64 {
    let k = (1.0 - SHARE).powi(-2);
    rate * (k - 1.0) * libm::expm1(-FADED).powi(2) / (2.0 * FADED)
}

/// Every way, and the replies to a mailing.
pub fn arrivals() -> Vec<Case> {
    WAYS.iter().map(counts).chain([mailing()]).collect()
}

fn counts(way: &Way) -> Case {
    // A Hawkes process is stationary only at a constant rate.
    let steady = way.name.starts_with("self");
    let (low, high) = if steady { (MEAN, MEAN) } else { (LOW, HIGH) };
    let mut case = base(format!("arrivals {}", way.name), 6e6);
    case.lead_h = if steady { 24.0 } else { 0.0 };
    let hours: Vec<String> = (0..168).map(|h| if h % 24 < 12 { format!("{low}") } else { format!("{high}") }).collect();
    case.text = format!(
        "[profile.day]\nweek = [{}]\n[reason.r]\nvolume = \"{MEAN}/h\"\nprofile = \"day\"\n{}{SERVED}",
        hours.join(", "),
        way.settings
    );
    let products: [(&str, usize, usize, f64); 5] = [
        ("E[X²], an hour of the morning", 5, 5, (way.square)(low)),
        ("E[X²], an hour of the afternoon", 18, 18, (way.square)(high)),
        ("E[X Y], neighbours", 5, 6, (way.product)(low, low)),
        ("E[X Y], across noon", 11, 12, (way.product)(low, high)),
        ("E[X Y], across midnight", 23, 24, (way.product)(high, low)),
    ];
    case.checks = vec![
        moment("mean, an hour of the morning", 5, None, low),
        moment("mean, an hour of the afternoon", 18, None, high),
    ];
    for (what, first, second, exact) in products {
        // Days are independent, but for what is excited.
        let exact = if second == 24 && !steady { low * high } else { exact };
        case.checks.push(moment(what, first, Some(second), exact));
    }
    case
}

/// Σ over days of X at one hour, or of the product with another hour (24 and more: of the next day).
fn moment(what: &str, first: usize, second: Option<usize>, exact: f64) -> super::super::case::Check {
    plain(what, exact, 1.0, move |s: &Seen| {
        let days = s.bins.len() / 24;
        let whole = if second.is_some_and(|hour| hour >= 24) { days.saturating_sub(1) } else { days };
        let at = |day: usize, hour: usize| i128::from(s.bins.get(24 * day + hour).copied().unwrap_or(0));
        let sum = (0..whole).map(|day| at(day, first) * second.map_or(1, |hour| at(day, hour))).sum();
        (sum, whole as i128)
    })
}

/// Desk of a case that is about arrivals only.
const SERVED: &str = "handling = \"fixed 1 s\"\n[call_center]\nagents = 20\nwage = \"0 USD\"\n";

fn base(row: String, arrivals: f64) -> Case {
    let mut case = Case::new("counts of arrivals", row, arrivals, MEAN);
    case.watch = Watch::Bins(HOUR);
    case.whole_h = 24.0;
    case
}

/// 1,200 notifications in an hour, half of them answered after an exponential time with mean 4 h: the replies of each later
/// hour are Poisson with mean N r τ (1 − e^(−1/τ))² e^(−(h − 1)/τ).
fn mailing() -> Case {
    let (sent, reply, tau) = (1200.0, 0.5, 4.0);
    let mut case = base("arrivals burst after a mailing".into(), 2e6);
    case.per_hour = sent * reply / 24.0;
    case.day_h = Some(24.0);
    case.text = format!(
        "[reason.r]\nhandling = \"fixed 1 s\"\n[notification.sale]\nclass = \"utility\"\nvolume = \"{sent}/h\"\n\
         between = [\"1980-01-07\", \"1980-01-07T01:00\"]\nreply = \"{} %\"\ndelay = \"exponential, mean {tau} h\"\nreason = \"r\"\n\
         delivered = \"100 %\"\nbaseline = \"nothing\"\n[group.team]\nagents = 20\nwage = \"0 USD\"\n",
        reply * 100.0
    );
    let faded = -libm::expm1(-1.0 / tau);
    for hour in [1, 2, 4, 8] {
        let mean = sent * reply * tau * faded * faded * libm::exp(-(f64::from(hour) - 1.0) / tau);
        case.checks.push(moment(&format!("mean replies, hour {hour}"), hour as usize, None, mean));
        case.checks.push(moment(
            &format!("E[X²], hour {hour}"),
            hour as usize,
            Some(hour as usize),
            mean + mean * mean,
        ));
    }
    case
}
