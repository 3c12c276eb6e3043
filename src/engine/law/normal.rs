//! The normal law's probabilities and quantiles on pinned `libm`.

use core::f64::consts::FRAC_1_SQRT_2;

/// Probability of a standard normal at most `z`.
pub fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// Probability of a standard normal above `z`, exact far out too.
pub fn above(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// Density of a standard normal at `z`.
pub fn density(z: f64) -> f64 {
    const ROOT_OF_TWO_PI: f64 = 2.506_628_274_631_000_5;
    libm::exp(-0.5 * z * z) / ROOT_OF_TWO_PI
}

/// Both tails of one point: keeps full precision where `1 − p` would lose it.
#[derive(Clone, Copy, Debug)]
pub struct Tail {
    /// Probability of at most this point.
    pub lower: f64,
    /// Probability of more.
    pub upper: f64,
}

impl Tail {
    /// Of a normal score.
    pub fn of_score(z: f64) -> Tail {
        Tail { lower: below(z), upper: above(z) }
    }

    /// The normal score back.
    pub fn score(self) -> f64 {
        if self.lower <= self.upper { quantile(self.lower) } else { -quantile(self.upper) }
    }

    /// −ln of the upper probability: the unit exponential's quantile.
    pub fn hazard(self) -> f64 {
        if self.upper < 0.5 { -libm::log(self.upper) } else { -libm::log1p(-self.lower) }
    }
}

/// Standard normal quantile, relative error near 1e-16: algorithm AS 241, PPND16 (Wichura 1988,
/// doi 10.2307/2347330). ∓∞ at 0 and 1; NaN outside [0, 1].
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let r = libm::sqrt(-libm::log(if q < 0.0 { p } else { 1.0 - p }));
    let z = match r {
        r if r.is_infinite() => r,
        r if r <= 5.0 => ratio(r - 1.6, &MIDDLE),
        r => ratio(r - 5.0, &FAR),
    };
    z.copysign(q)
}

type Coefficients = ([f64; 8], [f64; 8]);

fn ratio(x: f64, (above, below): &Coefficients) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, c| sum * x + c);
    horner(above) / horner(below)
}

const CENTRE: Coefficients = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_545e3,
    ],
);

const MIDDLE: Coefficients = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Coefficients = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);
