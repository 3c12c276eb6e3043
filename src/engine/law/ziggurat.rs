//! The ziggurat for the exponential and the normal law: one word, one multiplication, one comparison in 98.5 % of draws.
//!
//! Marsaglia & Tsang 2000, doi 10.18637/jss.v005.i08, in the floating-point form of Doornik 2005 ("An improved
//! ziggurat method"), 256 layers of equal area. The layer comes from the lowest 8 bits of a word, the place in it
//! from the upper 52, so the two are independent.

use core::fmt;
use std::sync::LazyLock;

use rand::Rng;

use crate::engine::draws::open01;

/// Layers.
const LAYERS: usize = 256;
/// Where the tail of the exponential begins, for 256 layers.
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
/// Where the tail of the normal begins, for 256 layers.
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

/// Right edges of the layers from the base (virtual edge) to 0, and the density there.
struct Table {
    edge: [f64; LAYERS + 1],
    density: [f64; LAYERS + 1],
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Table")
    }
}

impl Table {
    /// Layers of equal `area` under a falling density with `density(0) = 1`, the lowest ending at `tail`.
    fn new(tail: f64, area: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Table {
        let mut edge = [0.0; LAYERS + 1];
        edge[0] = area / density(tail);
        edge[1] = tail;
        for i in 1..LAYERS - 1 {
            edge[i + 1] = inverse(area / edge[i] + density(edge[i]));
        }
        Table { edge, density: edge.map(density) }
    }
}

static EXPONENTIAL: LazyLock<Table> = LazyLock::new(|| {
    let area = (EXPONENTIAL_TAIL + 1.0) * libm::exp(-EXPONENTIAL_TAIL);
    Table::new(EXPONENTIAL_TAIL, area, |x| libm::exp(-x), |y| -libm::log(y))
});

static NORMAL: LazyLock<Table> = LazyLock::new(|| {
    let beyond = libm::sqrt(core::f64::consts::FRAC_PI_2) * libm::erfc(NORMAL_TAIL * core::f64::consts::FRAC_1_SQRT_2);
    let area = NORMAL_TAIL * normal_density(NORMAL_TAIL) + beyond;
    Table::new(NORMAL_TAIL, area, normal_density, |y| libm::sqrt(-2.0 * libm::log(y)))
});

fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x)
}

/// Exponential with mean 1. Eight bytes; keeps the table at hand, so that a sample does not ask whether it is built.
#[derive(Clone, Copy, Debug)]
pub struct UnitExponential(&'static Table);

impl UnitExponential {
    /// Builds the table at first use.
    pub fn new() -> UnitExponential {
        UnitExponential(&EXPONENTIAL)
    }

    /// One sample, > 0.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let bits = rng.next_u64();
        let layer = (bits & 0xff) as usize;
        let x = open01(bits) * self.0.edge[layer];
        if x < self.0.edge[layer + 1] { x } else { self.edge_case(rng, layer, x) }
    }

    /// The point fell beside the part of the layer that lies wholly under the density.
    #[cold]
    fn edge_case<R: Rng + ?Sized>(&self, rng: &mut R, mut layer: usize, mut x: f64) -> f64 {
        loop {
            if layer == 0 {
                return EXPONENTIAL_TAIL - libm::log(open01(rng.next_u64()));
            }
            if under(self.0, layer, rng.next_u64(), libm::exp(-x)) {
                return x;
            }
            let bits = rng.next_u64();
            layer = (bits & 0xff) as usize;
            x = open01(bits) * self.0.edge[layer];
            if x < self.0.edge[layer + 1] {
                return x;
            }
        }
    }
}

impl Default for UnitExponential {
    fn default() -> Self {
        Self::new()
    }
}

/// Normal with mean 0 and variance 1. Eight bytes, see [`UnitExponential`].
#[derive(Clone, Copy, Debug)]
pub struct StandardNormal(&'static Table);

impl StandardNormal {
    /// Builds the table at first use.
    pub fn new() -> StandardNormal {
        StandardNormal(&NORMAL)
    }

    /// One sample.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let bits = rng.next_u64();
        let layer = (bits & 0xff) as usize;
        let x = symmetric(bits) * self.0.edge[layer];
        if x.abs() < self.0.edge[layer + 1] { x } else { self.edge_case(rng, layer, x) }
    }

    #[cold]
    fn edge_case<R: Rng + ?Sized>(&self, rng: &mut R, mut layer: usize, mut x: f64) -> f64 {
        loop {
            if layer == 0 {
                return tail(rng).copysign(x);
            }
            if under(self.0, layer, rng.next_u64(), normal_density(x)) {
                return x;
            }
            let bits = rng.next_u64();
            layer = (bits & 0xff) as usize;
            x = symmetric(bits) * self.0.edge[layer];
            if x.abs() < self.0.edge[layer + 1] {
                return x;
            }
        }
    }
}

impl Default for StandardNormal {
    fn default() -> Self {
        Self::new()
    }
}

/// Uniform on (−1, 1), symmetric about 0.
#[inline]
fn symmetric(bits: u64) -> f64 {
    let u = open01(bits);
    (u + u) - 1.0
}

/// Is a point at uniform height in the layer under the density?
fn under(table: &Table, layer: usize, bits: u64, density: f64) -> bool {
    let (low, high) = (table.density[layer], table.density[layer + 1]);
    low + open01(bits) * (high - low) < density
}

/// The normal's tail beyond its edge (Marsaglia 1964).
fn tail<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    loop {
        let x = -libm::log(open01(rng.next_u64())) / NORMAL_TAIL;
        let y = -libm::log(open01(rng.next_u64()));
        if y + y > x * x {
            return NORMAL_TAIL + x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The top layer must close at density 1: the witness that edge, area and tail constant belong together.
    #[test]
    fn layers_close_at_the_top() {
        for table in [&*EXPONENTIAL, &*NORMAL] {
            let area = table.edge[0] * table.density[1];
            let top = area / table.edge[LAYERS - 1] + table.density[LAYERS - 1];
            assert!((top - 1.0).abs() < 1e-12, "{top}");
            assert!(table.edge.windows(2).all(|w| w[0] > w[1]));
        }
    }

    /// Words in a given order.
    struct Script(std::vec::IntoIter<u64>);

    impl rand::TryRng for Script {
        type Error = core::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            self.try_next_u64().map(|word| word as u32)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(self.0.next().unwrap())
        }
        fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
            unimplemented!()
        }
    }

    /// The word that gives this layer and (nearly) this uniform.
    fn word(layer: usize, u: f64) -> u64 {
        (((u * 2f64.powi(52)) as u64) << 12) | layer as u64
    }

    /// Every layer, places across it and heights: a point counts exactly if it lies under the density. No sample of
    /// feasible size would see a wrong wedge (1 % of the draws), so the words are scripted.
    #[test]
    fn points_count_exactly_under_the_density() {
        let steps = || (1..20).map(|i| f64::from(i) / 20.0);
        let mut both = [0; 2];
        for layer in 1..LAYERS {
            for (u, height) in steps().flat_map(|u| steps().map(move |h| (u, h))) {
                // After a refusal comes the middle of layer 1, which counts at once.
                let script = || Script(vec![word(layer, u), word(0, height), word(1, 0.25)].into_iter());
                let wanted = |table: &Table, x: f64, density: fn(f64) -> f64| {
                    let (low, high) = (density(table.edge[layer]), density(table.edge[layer + 1]));
                    x < table.edge[layer + 1] || low + height * (high - low) < density(x)
                };
                let table = &*EXPONENTIAL;
                let x = u * table.edge[layer];
                let counts = (UnitExponential::new().sample(&mut script()) - x).abs() < 1e-9;
                assert_eq!(counts, wanted(table, x, |x| (-x).exp()), "exponential, layer {layer}, {u}, {height}");
                both[usize::from(counts)] += 1;
                let table = &*NORMAL;
                let x = (2.0 * u - 1.0) * table.edge[layer];
                let counts = (StandardNormal::new().sample(&mut script()) - x).abs() < 1e-9;
                let density = |x: f64| (-0.5 * x * x).exp();
                assert_eq!(counts, wanted(table, x.abs(), density), "normal, layer {layer}, {u}, {height}");
            }
        }
        assert!(both[0] > 100, "refusals were met: {both:?}");
    }
}
