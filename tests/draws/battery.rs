//! Eight tests of one sequence of words; n = 2²⁰ words.
//!
//! | test | statistic | smallest fault that is red in 9 of 10 seeds |
//! | --- | --- | --- |
//! | bits | 64 counts of ones | one bit that leans by 0.5 % (0.505) |
//! | bytes | 8 × 256 cells | one byte with half of its values 2 % too frequent |
//! | pairs | neighbours in 256 × 256 cells, upper and lower byte, lags 1 and 2 | 7 % in half of the cells |
//! | distance | ones in the difference of neighbours against Binomial(64, ½) | mean off by 0.05 bits |
//! | correlation | Pearson of neighbours, lags 1 to 4 | r = 0.006 |
//! | runs | ups and downs | 0.4 % too many turns |
//! | birthdays | equal spacings of 2¹² points in 2³², 256 times, upper and lower half | 20 % too many |
//! | repeats | equal words | one |

use super::oracle::{chi_square, chi_square_value, normal, poisson};
use super::words::Words;

/// Words in one sequence.
const N: usize = 1 << 20;

/// (name of the test, p-value) of every test.
pub fn battery(words: &mut Words) -> Vec<(String, f64)> {
    let words: Vec<u64> = (0..N as u64).map(words).collect();
    let mut found = vec![("bits".into(), bits(&words)), ("bytes".into(), bytes(&words))];
    for (name, shift) in [("upper", 56), ("lower", 0)] {
        for lag in [1, 2] {
            found.push((format!("pairs of the {name} byte, lag {lag}"), pairs(&words, shift, lag)));
        }
    }
    found.push(("distance".into(), distance(&words)));
    for lag in 1..=4 {
        found.push((format!("correlation, lag {lag}"), correlation(&words, lag)));
    }
    found.push(("runs".into(), runs(&words)));
    for (name, shift) in [("upper", 32), ("lower", 0)] {
        found.push((format!("birthdays in the {name} half"), birthdays(&words, shift)));
    }
    found.push(("repeats".into(), repeats(words)));
    found
}

fn bits(words: &[u64]) -> f64 {
    let n = words.len() as f64;
    let statistic = (0..64)
        .map(|bit| {
            let ones = words.iter().filter(|w| *w >> bit & 1 == 1).count() as f64;
            (ones - n / 2.0).powi(2) / (n / 4.0)
        })
        .sum();
    chi_square_value(statistic, 64)
}

fn bytes(words: &[u64]) -> f64 {
    let expected = words.len() as f64 / 256.0;
    let mut counts = vec![0u32; 8 * 256];
    for word in words {
        for (place, byte) in word.to_le_bytes().into_iter().enumerate() {
            counts[place * 256 + usize::from(byte)] += 1;
        }
    }
    let statistic = counts.iter().map(|&c| (f64::from(c) - expected).powi(2) / expected).sum();
    chi_square_value(statistic, 8 * 255)
}

fn pairs(words: &[u64], shift: u32, lag: usize) -> f64 {
    let mut counts = vec![0u64; 1 << 16];
    // Disjoint pairs, so that the cells are independent.
    for block in words.chunks_exact(2 * lag) {
        for i in 0..lag {
            let (a, b) = (block[i] >> shift & 0xff, block[i + lag] >> shift & 0xff);
            counts[(a << 8 | b) as usize] += 1;
        }
    }
    let n: u64 = counts.iter().sum();
    chi_square(&counts, |_| n as f64 / 65_536.0, 1)
}

fn distance(words: &[u64]) -> f64 {
    let mut counts = [0u64; 65];
    for pair in words.chunks_exact(2) {
        counts[(pair[0] ^ pair[1]).count_ones() as usize] += 1;
    }
    let n: u64 = counts.iter().sum();
    let mut probability = [0.0; 65];
    probability[0] = 0.5f64.powi(64);
    for i in 1..65 {
        probability[i] = probability[i - 1] * (65 - i) as f64 / i as f64;
    }
    // Cells 0–18 and 46–64 pooled: below 20 expected.
    let pool = |c: &dyn Fn(usize) -> f64, from, to| (from..=to).map(c).sum::<f64>();
    let mut statistic = 0.0;
    for (from, to) in [(0, 18), (46, 64)].into_iter().chain((19..46).map(|i| (i, i))) {
        let expected = n as f64 * pool(&|i| probability[i], from, to);
        statistic += (pool(&|i| counts[i] as f64, from, to) - expected).powi(2) / expected;
    }
    chi_square_value(statistic, 28)
}

fn correlation(words: &[u64], lag: usize) -> f64 {
    let centred = |w: u64| w as f64 / 2f64.powi(64) - 0.5;
    let sum: f64 = words.iter().zip(&words[lag..]).map(|(&a, &b)| centred(a) * centred(b)).sum();
    // Var of a product of independent uniforms about 0 is 1/144.
    normal(sum * 12.0 / ((words.len() - lag) as f64).sqrt())
}

/// Runs up and down: mean (2n − 1)/3, variance (16n − 29)/90 (Knuth, TAOCP 2, 3.3.2).
fn runs(words: &[u64]) -> f64 {
    let turns = words.windows(3).filter(|w| (w[0] < w[1]) != (w[1] < w[2])).count();
    let n = words.len() as f64;
    normal((turns as f64 + 1.0 - (2.0 * n - 1.0) / 3.0) / ((16.0 * n - 29.0) / 90.0).sqrt())
}

/// Marsaglia's birthday spacings: equal spacings among m birthdays in a year of d days are Poisson, m³ / 4d.
fn birthdays(words: &[u64], shift: u32) -> f64 {
    const M: usize = 1 << 12;
    let mut equal = 0;
    for block in words.chunks_exact(M) {
        let mut days: Vec<u32> = block.iter().map(|w| (w >> shift) as u32).collect();
        days.sort_unstable();
        let mut spacings: Vec<u32> = days.windows(2).map(|d| d[1] - d[0]).collect();
        spacings.sort_unstable();
        equal += spacings.windows(2).filter(|s| s[0] == s[1]).count() as u64;
    }
    let blocks = (words.len() / M) as f64;
    poisson(equal, blocks * (M as f64).powi(3) / (4.0 * 2f64.powi(32)))
}

/// 2²⁰ words repeat one with probability 3e-8.
fn repeats(mut words: Vec<u64>) -> f64 {
    words.sort_unstable();
    if words.windows(2).any(|w| w[0] == w[1]) { 3e-8 } else { 1.0 }
}
