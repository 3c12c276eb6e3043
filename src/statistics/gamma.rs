//! Regularised incomplete gamma functions with full relative precision, for the patience laws.
//!
//! A relative error of H(x) is multiplied by λ times the patience in the exponent of M/M/c+G, so the logarithms of large
//! gamma functions, good enough elsewhere, are not: the leading factor is Loader's saddle-point form.

/// P(a, z) for a > 0, z ≥ 0.
pub(super) fn lower(a: f64, z: f64) -> f64 {
    if z < a + 1.0 { series(a, z) } else { 1.0 - fraction(a, z) }
}

/// Q(a, z) = 1 − P(a, z) for a > 0, z ≥ 0.
pub(super) fn upper(a: f64, z: f64) -> f64 {
    if z < a + 1.0 { 1.0 - series(a, z) } else { fraction(a, z) }
}

/// P(a, z) = z^a e^{−z} / Γ(a+1) · (1 + z/(a+1) + z²/((a+1)(a+2)) + …).
fn series(a: f64, z: f64) -> f64 {
    if z <= 0.0 {
        return 0.0;
    }
    let (mut sum, mut term, mut k) = (1.0, 1.0, a);
    while term > 1e-17 * sum {
        k += 1.0;
        term *= z / k;
        sum += term;
    }
    leading(a, z) * sum
}

/// Q(a, z) = z^a e^{−z} / Γ(a) · continued fraction, by Lentz's method.
fn fraction(a: f64, z: f64) -> f64 {
    let mut b = z + 1.0 - a;
    let mut d = 1.0 / b;
    let (mut c, mut value, mut k) = (f64::INFINITY, d, 0.0);
    // Converges in a few times √a steps for z > a + 1; the bound is for numbers that are none.
    for _ in 0..100_000 {
        k += 1.0;
        b += 2.0;
        let step = k * (a - k);
        d = 1.0 / (step * d + b);
        c = b + step / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    leading(a, z) * a * value
}

/// z^a e^{−z} / Γ(a+1) = e^{−δ(a) − b(a, z)} / √(2πa), with δ the error of Stirling's formula and
/// b(a, z) = a ln(a/z) + z − a. Loader, *Fast and Accurate Computation of Binomial Probabilities*, 2000.
fn leading(a: f64, z: f64) -> f64 {
    libm::exp(-stirling_error(a) - deviance(a, z)) / (2.0 * std::f64::consts::PI * a).sqrt()
}

/// ln Γ(a+1) − (a + ½) ln a + a − ½ ln 2π.
fn stirling_error(a: f64) -> f64 {
    if a < 16.0 {
        const HALF_LN_TAU: f64 = 0.9189385332046728;
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - HALF_LN_TAU;
    }
    let s = 1.0 / (a * a);
    ((((s / 1188.0 - 1.0 / 1680.0) * s + 1.0 / 1260.0) * s - 1.0 / 360.0) * s + 1.0 / 12.0) / a
}

/// a ln(a/z) + z − a, without cancellation near a = z.
fn deviance(a: f64, z: f64) -> f64 {
    let v = (a - z) / (a + z);
    if v.abs() >= 0.5 {
        return a * libm::log(a / z) + z - a;
    }
    // ln(a/z) = 2 (v + v³/3 + v⁵/5 + …), and the linear parts cancel exactly.
    let square = v * v;
    let (mut sum, mut power, mut k) = ((a - z) * v, 2.0 * a * v, 1.0);
    loop {
        power *= square;
        k += 2.0;
        let next = sum + power / k;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: f64, expected: f64) {
        assert!((got / expected - 1.0).abs() < 5e-15, "{got:e} {expected:e} {:e}", got / expected - 1.0);
    }

    #[test]
    fn values_computed_with_30_digits() {
        close(upper(0.1, 0.01), 0.3373787400455202);
        close(upper(0.5, 3.0), 0.01430587843542964);
        close(lower(2.0, 0.001), 4.996667916333403e-07);
        close(upper(2.5, 3.0), 0.3062189184132784);
        close(upper(2.5, 40.0), 8.391825114831611e-16);
        close(lower(17.0, 9.0), 0.011105909377583791);
        close(lower(193.0, 150.0), 0.0004248776849132563);
        close(upper(193.0, 193.0), 0.4904275630829548);
        close(upper(193.0, 260.0), 5.949420368374724e-06);
        close(upper(9999.5, 10000.0), 0.49667547194641115);
        close(upper(9999.5, 10300.0), 0.0014468278226415117);
        close(lower(9999.5, 9700.0), 0.0012548521185599118);
    }

    #[test]
    fn shape_one_is_exponential() {
        for z in [1e-9, 0.3, 1.0, 1.9, 2.1, 30.0] {
            close(lower(1.0, z), -libm::expm1(-z));
            close(upper(1.0, z), libm::exp(-z));
        }
        assert_eq!((lower(3.0, 0.0), upper(3.0, 0.0)), (0.0, 1.0));
        assert_eq!((lower(3.0, 1e9), upper(3.0, 1e9)), (1.0, 0.0));
    }
}
