//! How sure a fleet is: what groups of its desks differ in, from each other or from themselves in another replication.
//!
//! Desks are independent and what each of them is (size, template, owner) is known. Two or more replications tell the chance in a
//! group of desks as it is: [`Spread::between_replications`]. One replication has an interval, too, from groups that are alike:
//! [`Spread::between_groups`]. Either way there are contrasts, normal and of mean 0, whose squares add up to an estimate of the
//! variance of the sum over all groups of all replications.
//!
//! Everything that is said of replications is then said of [`Spread::rows`]: as many observations as there are contrasts and one,
//! whose mean is the fleet's value and whose spread is that of the contrasts, exactly (Helmert's matrix).

use super::super::assemble::Assembly;
use super::super::metrics::Joined;
use super::super::replicate::Chunk;
use super::FleetPlan;
use super::groups::LEAST;
use crate::statistics::Pair;

/// Rows are so many times finer than their unit: counts of a few are not rounded away.
const FINE: i128 = 1 << 20;

/// Groups of desks of a fleet and what they are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// By group of a replication: the joined one that it is counted with.
    places: Vec<usize>,
    /// Expected work by joined group, in any unit.
    sizes: Vec<f64>,
    /// By pair of joined groups side by side: does it tell the chance in desks?
    alike: Vec<bool>,
    replications: usize,
}

/// Work that pairs that are left out may have, share of all.
const UNLIKE: f64 = 0.25;

impl Spread {
    /// The groups of a variant; none if it is no fleet, a small one, or one desk has too much of the work.
    pub fn of(assembly: &Assembly, chunks: &[Chunk]) -> Option<Spread> {
        let (fleet, first) = (assembly.fleet.as_ref()?, chunks.first()?);
        if first.groups.is_empty() || chunks.iter().any(|chunk| chunk.groups.len() != first.groups.len()) {
            return None;
        }
        let spread = Spread::new(first.groups.iter().map(|group| size(fleet, group)).collect(), chunks.len())?;
        Some(spread.without_unlike(&first.groups))
    }

    /// The groups of a template of a variant's fleet.
    pub fn of_template(template: usize, chunks: &[Chunk]) -> Option<Spread> {
        let first = chunks.first()?;
        let whole = first.templates.get(template)?;
        let known = !whole.of.top_heavy() && chunks.iter().all(|chunk| chunk.groups.len() == first.groups.len());
        let sizes = first.groups.iter().filter(|_| known).map(|group| group.templates[template].of.part());
        Spread::new(sizes.collect(), chunks.len())
    }

    /// As many groups as have a desk each, an even number.
    fn new(sizes: Vec<f64>, replications: usize) -> Option<Spread> {
        let groups = sizes.len();
        let mut count = groups;
        while count >= LEAST as usize {
            let mut joined = vec![0.0; count];
            sizes.iter().enumerate().for_each(|(group, size)| joined[group % count] += size);
            if joined.iter().all(|size| *size > 0.0) {
                let places = (0..groups).map(|group| group % count).collect();
                return Some(Spread { places, sizes: joined, alike: vec![true; count / 2], replications });
            }
            count -= 2;
        }
        None
    }

    /// Leaves out pairs that have not the same mix of templates, unless they have much of the work.
    fn without_unlike(self, groups: &[Chunk]) -> Spread {
        let count = self.sizes.len();
        let templates = groups.first().map_or(0, |group| group.templates.len());
        let mut mixes = vec![vec![0; templates]; count];
        for (place, group) in groups.iter().enumerate() {
            let own = mixes[self.places[place]].iter_mut().zip(&group.templates);
            own.for_each(|(desks, template)| *desks += template.of.desks);
        }
        let alike: Vec<bool> = mixes.chunks_exact(2).map(|pair| pair[0] == pair[1]).collect();
        let few = Spread { alike, ..self };
        if few.told() >= 1.0 - UNLIKE { few } else { Spread { alike: vec![true; count / 2], ..few } }
    }

    /// Share of the work that is in pairs that are not left out.
    fn told(&self) -> f64 {
        let pairs = self.sizes.chunks_exact(2).zip(&self.alike);
        let kept: f64 = pairs.filter(|(_, alike)| **alike).map(|(sizes, _)| sizes[0] + sizes[1]).sum();
        kept / self.sizes.iter().sum::<f64>()
    }

    /// The groups of so many replications of the same fleet.
    pub fn over(&self, replications: usize) -> Spread {
        Spread { replications, ..self.clone() }
    }

    /// These fleets with their groups joined until all have as many, and pairs left out of all that are left out of one: what the
    /// fleets differ in can then be paired. Nothing changes where it can be already.
    pub fn in_common(spreads: &[&Spread]) -> Vec<Spread> {
        let count = spreads.iter().map(|spread| spread.sizes.len()).min().unwrap_or(0);
        let mut all: Vec<Spread> = spreads.iter().map(|spread| spread.joined(count)).collect();
        let alike: Vec<bool> = (0..count / 2).map(|pair| all.iter().all(|spread| spread.alike[pair])).collect();
        all.iter_mut().for_each(|spread| spread.alike.clone_from(&alike));
        if all.iter().any(|spread| spread.told() < 1.0 - UNLIKE) {
            all.iter_mut().for_each(|spread| spread.alike = vec![true; count / 2]);
        }
        all
    }

    /// The same with so many groups: group k is counted with group k modulo their number, which is even, so that pairs stay pairs.
    fn joined(&self, count: usize) -> Spread {
        let mut fewer = Spread {
            places: self.places.iter().map(|place| place % count).collect(),
            sizes: vec![0.0; count],
            alike: vec![true; count / 2],
            replications: self.replications,
        };
        self.sizes.iter().enumerate().for_each(|(group, size)| fewer.sizes[group % count] += size);
        self.alike.iter().enumerate().for_each(|(pair, alike)| fewer.alike[pair % (count / 2)] &= alike);
        fewer
    }

    /// Groups of all replications, in order.
    pub fn groups<'a>(&self, chunks: &'a [Chunk]) -> Vec<&'a Chunk> {
        chunks.iter().flat_map(|chunk| &chunk.groups).collect()
    }

    /// How many contrasts there are: degrees of freedom.
    pub fn contrasts(&self) -> usize {
        match self.replications {
            1 => self.alike.iter().filter(|alike| **alike).count(),
            many => self.sizes.len() * (many - 1),
        }
    }

    /// Variance of the sum of a value over all groups of all replications, in order.
    pub fn variance(&self, values: &[f64]) -> f64 {
        self.contrasts_of(values).iter().map(|d| d * d).sum()
    }

    /// Observations from the values of the groups of all replications, in order.
    pub fn rows(&self, joined: Joined, groups: &[Pair]) -> Vec<Pair> {
        let count = self.contrasts() + 1;
        let sum = |of: fn(&Pair) -> i128| groups.iter().map(of).sum::<i128>();
        let (numerator, denominator) = (sum(|pair| pair.0), sum(|pair| pair.1));
        match joined {
            Joined::Largest => self.largest(groups, count),
            Joined::Ratio if numerator == 0 || numerator == denominator => evenly(numerator != 0, denominator, count),
            Joined::Ratio => {
                let numerators = self.around(numerator, groups, |pair| pair.0);
                numerators.into_iter().zip(self.around(denominator, groups, |pair| pair.1)).collect()
            }
            Joined::Total => {
                let whole = groups.first().map_or(1, |pair| pair.1) * self.replications as i128 * FINE;
                self.around(numerator, groups, |pair| pair.0).into_iter().map(|row| (row, whole)).collect()
            }
        }
    }

    /// One observation a replication: the largest has no spread between desks.
    fn largest(&self, groups: &[Pair], count: usize) -> Vec<Pair> {
        let of_one = groups.chunks(self.places.len()).map(|own| own.iter().copied().max().unwrap_or((0, 0)));
        let mut rows: Vec<Pair> = of_one.collect();
        rows.resize(count.max(rows.len()), (0, 0));
        rows
    }

    /// Rows whose mean is `sum` and whose mean has the variance of the contrasts, all [`FINE`] times.
    fn around(&self, sum: i128, groups: &[Pair], of: fn(&Pair) -> i128) -> Vec<i128> {
        let values: Vec<f64> = groups.iter().map(|pair| of(pair) as f64).collect();
        let contrasts = self.contrasts_of(&values);
        let count = contrasts.len() + 1;
        let scale = ((count * (count - 1)) as f64).sqrt() * FINE as f64;
        let mut above = 0.0;
        let mut rows = vec![0; count];
        // Row i of Helmert's matrix: 1/√(k(k+1)) in the columns k > i, −i/√(i(i+1)) in column i.
        for row in (0..count).rev() {
            let own = if row == 0 { 0.0 } else { contrasts[row - 1] / ((row * (row + 1)) as f64).sqrt() };
            rows[row] = sum * FINE + ((above - row as f64 * own) * scale).round() as i128;
            above += own;
        }
        rows
    }

    /// Contrasts of the values of the groups of all replications, in order.
    fn contrasts_of(&self, values: &[f64]) -> Vec<f64> {
        let joined = |own: &[f64]| -> Vec<f64> {
            let mut sums = vec![0.0; self.sizes.len()];
            own.iter().zip(&self.places).for_each(|(value, place)| sums[*place] += value);
            sums
        };
        let replications: Vec<Vec<f64>> = values.chunks(self.places.len()).map(joined).collect();
        match &replications[..] {
            [one] => self.between_groups(one),
            many => self.between_replications(many),
        }
    }

    /// What two groups side by side differ in. Desks of all sizes are shared out to an even number of groups in turn, the k-th
    /// largest to group k modulo their number, where there are several templates two of a template at a time (see `pairs.rs`): two
    /// groups side by side are alike, desk by desk. For a pair with sizes s and t, Δ = (x/s − y/t) √(st) has the variance of x + y
    /// if that grows with size (collapsed strata: Hansen, Hurwitz & Madow 1953, vol. II, ch. 9; Wolter, *Introduction to Variance
    /// Estimation*, 2007, ch. 2.5). What two groups of a pair differ in on average is in it, so that intervals are too wide, far too
    /// wide where sizes differ much and what is measured is not in proportion to size. Pairs that have not as many desks of each
    /// template on both sides (the odd desks of templates) would tell the difference of templates: if they have little of the work
    /// they are left out, and the others stand for them by their size.
    fn between_groups(&self, sums: &[f64]) -> Vec<f64> {
        let left_out = self.alike.iter().any(|alike| !alike);
        let stands_for = if left_out { (1.0 / self.told()).sqrt() } else { 1.0 };
        let pairs = sums.chunks_exact(2).zip(self.sizes.chunks_exact(2)).zip(&self.alike);
        let pairs = pairs.filter(|(_, alike)| **alike);
        let of = |x: &[f64], s: &[f64]| (x[0] / s[0] - x[1] / s[1]) * (s[0] * s[1]).sqrt() * stands_for;
        pairs.map(|((x, s), _)| of(x, s)).collect()
    }

    /// What each group differs in from itself in other replications, whatever its desks are. With R replications the variance of the
    /// sum over all is Σ R s², s² the variance of a group over its replications: R − 1 contrasts of Helmert a group, √(R/(R−1))
    /// times.
    fn between_replications(&self, replications: &[Vec<f64>]) -> Vec<f64> {
        let count = replications.len() as f64;
        let scale = (count / (count - 1.0)).sqrt();
        let mut before = replications.first().cloned().unwrap_or_default();
        let mut contrasts = Vec::with_capacity(self.contrasts());
        for (row, own) in replications.iter().enumerate().skip(1) {
            let row = row as f64;
            for (before, value) in before.iter_mut().zip(own) {
                contrasts.push((*before - row * value) / (row * (row + 1.0)).sqrt() * scale);
                *before += value;
            }
        }
        contrasts
    }
}

/// None of all, or all: the number of trials is what matters, and it is not multiplied.
fn evenly(all: bool, trials: i128, count: usize) -> Vec<Pair> {
    let count = count as i128;
    let of = |row: i128| trials / count + i128::from(row < trials % count);
    (0..count).map(|row| (if all { of(row) } else { 0 }, of(row))).collect()
}

/// Expected work of a group of desks.
fn size(fleet: &FleetPlan, group: &Chunk) -> f64 {
    match group.templates.is_empty() {
        true => group.of.part(),
        false => group.templates.iter().enumerate().map(|(at, own)| own.of.part() * fleet.expected(at)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{ratio, ratio_delta};

    const SPREAD: fn(Vec<f64>, usize) -> Spread =
        |sizes, replications| Spread { places: vec![0, 1, 2, 3], sizes, alike: vec![true; 2], replications };

    /// Two pairs of equal groups by hand: totals 10, 12 | 20, 26 have Δ = −2, −6: sum 68, variance 40, so ± t₂ √40, with
    /// t₂ = 4.302653.
    #[test]
    fn totals_by_hand() {
        let groups = [(10, 1), (12, 1), (20, 1), (26, 1)];
        let rows = SPREAD(vec![1.0; 4], 1).rows(Joined::Total, &groups);
        let found = ratio(&rows, 0.95).expect("an interval");
        assert!((found.mean - 68.0).abs() < 1e-5 && found.n == 3, "{found:?}");
        let half = found.half_width().expect("bounds");
        assert!((half - 4.302_652_73 * 40f64.sqrt()).abs() < 1e-3, "{half}");
    }

    /// A pair that is left out is stood for by the others: two pairs of equal work, the one that is kept with Δ = −2: variance
    /// 2² × 2, one degree of freedom (t₁ = 12.706205); the sum is still that of all.
    #[test]
    fn pairs_that_are_left_out_are_stood_for() {
        let spread = Spread { alike: vec![true, false], ..SPREAD(vec![1.0; 4], 1) };
        let rows = spread.rows(Joined::Total, &[(10, 1), (12, 1), (20, 1), (96, 1)]);
        let found = ratio(&rows, 0.95).expect("an interval");
        assert!((found.mean - 138.0).abs() < 1e-5 && found.n == 2, "{found:?}");
        assert!((found.half_width().expect("bounds") - 12.706_204_7 * 8f64.sqrt()).abs() < 1e-3);
    }

    /// Two replications: groups differ from themselves by −7, −5, 3, 9, so Σ 2 s² = Σ d² = 164; mean (68 + 68) / 2, variance
    /// 164 / 2², four degrees of freedom (t₄ = 2.776445). What groups differ in from each other is not in it.
    #[test]
    fn a_group_differs_from_itself_between_replications() {
        let mut groups = vec![(10, 1), (12, 1), (20, 1), (26, 1)];
        groups.extend([(17, 1); 4]);
        let rows = SPREAD(vec![1.0; 4], 2).rows(Joined::Total, &groups);
        let found = ratio(&rows, 0.95).expect("an interval");
        assert!((found.mean - 68.0).abs() < 1e-5 && found.n == 5);
        assert!((found.half_width().expect("bounds") - 2.776_445_1 * 41f64.sqrt()).abs() < 1e-3);
        let alike = [(1, 1), (500, 1), (2, 1), (70, 1), (1, 1), (500, 1), (2, 1), (70, 1)];
        let found = ratio(&SPREAD(vec![1.0; 4], 2).rows(Joined::Total, &alike), 0.95).expect("an interval");
        assert_eq!(found.half_width(), Some(0.0));
    }

    /// Three replications of 3, 5, 10 in one group, nothing in the others: Σ (x − 6)² = 26, variance of the sum 3 × 26 / 2.
    #[test]
    fn variance_over_three_replications() {
        let mut values = [0.0; 12];
        (values[0], values[4], values[8]) = (3.0, 5.0, 10.0);
        assert!((SPREAD(vec![1.0; 4], 3).variance(&values) - 39.0).abs() < 1e-9);
    }

    /// A ratio: Δ of x − R y with R = 60/30 = 2: pairs (1, −1) → 2, (0, 0) → 0: variance of x 4, of the ratio 4 / 30².
    #[test]
    fn ratios_by_hand() {
        let groups = [(15, 7), (15, 8), (10, 5), (20, 10)];
        let rows = SPREAD(vec![1.0; 4], 1).rows(Joined::Ratio, &groups);
        let found = ratio_delta(&rows, 0.95).expect("an interval");
        assert!((found.mean - 2.0).abs() < 1e-5);
        assert!((found.half_width().expect("bounds") - 4.302_652_73 * 2.0 / 30.0).abs() < 1e-4, "{found:?}");
    }

    /// Where group 7 of 40 has no desk there are 32: the 40th, number 39, is counted with it.
    #[test]
    fn empty_groups_are_joined() {
        let mut sizes = vec![1.0; 40];
        sizes[7] = 0.0;
        let spread = Spread::new(sizes, 1).expect("fewer groups");
        assert_eq!((spread.contrasts(), spread.sizes[6], spread.sizes[7]), (16, 2.0, 1.0));
        let values: Vec<f64> = (0..40).map(|group| if group == 7 { 0.0 } else { 3.0 }).collect();
        assert!(spread.variance(&values).abs() < 1e-20);
        assert_eq!(spread.rows(Joined::Total, &vec![(1, 1); 40]).len(), 17);
    }

    /// Sixteen groups beside twelve, by hand: groups 12 to 15 are counted with 0 to 3, so pairs 6 and 7 with 0 and 1. Values 1 to 16
    /// of equal desks: joined sums 14, 16, 18, 20, 5, 6, …, 12 at sizes 2, 2, 2, 2, 1, …: Δ = (14/2 − 16/2) × 2 = −2 twice, −1 four
    /// times. Pair 3 of the other fleet is left out of both: of the first 14/16 are told.
    #[test]
    fn fleets_of_other_sizes_get_as_many_groups() {
        let (more, fewer) =
            (Spread::new(vec![1.0; 16], 1).expect("groups"), Spread::new(vec![5.0; 12], 1).expect("groups"));
        let values: Vec<f64> = (1..=16).map(f64::from).collect();
        let both = Spread::in_common(&[&more, &fewer]);
        assert_eq!((both[0].contrasts(), &both[1]), (6, &fewer));
        assert_eq!(both[0].contrasts_of(&values), [-2.0, -2.0, -1.0, -1.0, -1.0, -1.0]);
        let odd = Spread { alike: vec![true, true, true, false, true, true], ..fewer.clone() };
        let both = Spread::in_common(&[&more, &odd]);
        let stands_for = (16.0f64 / 14.0).sqrt();
        let told: Vec<f64> = [-2.0, -2.0, -1.0, -1.0, -1.0].iter().map(|d| d * stands_for).collect();
        assert!(both[0].contrasts_of(&values).iter().zip(&told).all(|(a, b)| (a - b).abs() < 1e-12));
        assert_eq!((both[0].contrasts(), both[1].contrasts()), (5, 5));
        assert_eq!(Spread::in_common(&[&more, &more]), [more.clone(), more.clone()]);
        let twice = Spread::in_common(&[&more.over(3), &fewer.over(3)]);
        assert_eq!((twice[0].contrasts(), twice[1].contrasts()), (24, 24));
    }

    /// Groups of other sizes that have as much in proportion to them do not differ; nobody of many is 0 with the rule of three.
    #[test]
    fn known_sizes_are_no_noise() {
        let spread = SPREAD(vec![3.0, 1.0, 1.0, 1.0], 1);
        assert_eq!(Spread::new(vec![1.0; 9], 1).map(|s| s.contrasts()), None);
        let rows = spread.rows(Joined::Total, &[(30, 1), (10, 1), (10, 1), (10, 1)]);
        assert_eq!(ratio(&rows, 0.95).and_then(|found| found.half_width()), Some(0.0));
        let none = spread.rows(Joined::Ratio, &[(0, 30), (0, 10), (0, 10), (0, 11)]);
        assert_eq!(none.iter().map(|row| row.1).sum::<i128>(), 61);
        assert_eq!(spread.rows(Joined::Largest, &[(3, 1), (9, 1), (1, 1), (2, 1)])[..2], [(9, 1), (0, 0)]);
    }
}
