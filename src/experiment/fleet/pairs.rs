//! The order in which the businesses of a mixed fleet are dealt out: two and two alike.
//!
//! Groups side by side tell the chance in desks only as far as they are alike (see [`Spread`](super::Spread)), so both must have
//! as many desks of each template. Businesses are therefore paired: the largest of a kind with the next largest of that kind, and
//! so on down. One that is left over of its kind is paired with one left over of a kind that is as near as can be.

use std::collections::BTreeMap;

use super::Businesses;

/// What businesses have in common, from the templates of their desks, the largest desk first.
type Likeness = fn(&[usize]) -> Vec<usize>;

/// What businesses must have in common to be paired, the narrowest first: templates of their desks from the largest down, how
/// many desks of each template, the template of the largest, nothing.
const LIKENESS: [Likeness; 4] = [
    <[usize]>::to_vec,
    |templates| {
        let mut sorted = templates.to_vec();
        sorted.sort_unstable();
        sorted
    },
    |templates| templates.iter().take(1).copied().collect(),
    |_| Vec::new(),
];

/// Numbers of businesses, pair after pair, pairs from the one with the largest desk down; one without a partner is the last.
pub(super) fn paired(businesses: &Businesses, template: impl Fn(u32) -> usize) -> Vec<u32> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut left: Vec<u32> = (0..businesses.count()).collect();
    for alike in LIKENESS {
        // By kind: the one that waits for a partner.
        let mut waiting: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        for business in left {
            let templates: Vec<usize> = businesses.desks(business).map(&template).collect();
            let kind = alike(&templates);
            match waiting.remove(&kind) {
                Some(larger) => pairs.push((larger, business)),
                None => {
                    waiting.insert(kind, business);
                }
            }
        }
        left = waiting.into_values().collect();
        left.sort_unstable();
    }
    pairs.sort_unstable();
    pairs.into_iter().flat_map(|(larger, smaller)| [larger, smaller]).chain(left).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Owners;
    use super::*;
    use crate::scenario::CountLaw;

    fn single(templates: &[usize]) -> Vec<u32> {
        let businesses = Owners::new(&CountLaw::Fixed(1)).of(1, templates.len() as u32);
        paired(&businesses, |desk| templates[desk as usize])
    }

    /// By hand: desks 0, 3 and 1, 2 are of a template each; 4 and 6, too; 5 is the only one of template 2 and takes 7, left over
    /// of template 0.
    #[test]
    fn two_of_a_template_are_side_by_side() {
        assert_eq!(single(&[0, 1, 1, 0, 0, 2, 0, 0]), [0, 3, 1, 2, 4, 6, 5, 7]);
        assert_eq!(single(&[0, 1, 0, 1, 1]), [0, 2, 1, 3, 4]);
    }

    /// Desks of one template stay in the order of their sizes, whatever their number.
    #[test]
    fn one_template_changes_nothing() {
        for count in [1, 2, 7, 64] {
            assert_eq!(single(&vec![0; count]), (0..count as u32).collect::<Vec<_>>());
        }
    }

    /// Fifty templates with one desk each are paired by size.
    #[test]
    fn templates_of_one_desk_are_paired_by_size() {
        assert_eq!(single(&(0..50).collect::<Vec<_>>()), (0..50).collect::<Vec<_>>());
    }

    /// Businesses of several desks: everyone once, and pairs have the same mix of templates but for those left over, at most one
    /// of each mix.
    #[test]
    fn businesses_are_paired_by_their_mix() {
        let businesses = Owners::new(&CountLaw::Geometric { mean: 2.0 }).of(3, 2000);
        let template = |desk: u32| (desk % 7 / 4) as usize;
        let order = paired(&businesses, template);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..businesses.count()).collect::<Vec<_>>());
        let mix = |business: u32| {
            let mut mix = [0; 2];
            businesses.desks(business).for_each(|desk| mix[template(desk)] += 1);
            mix
        };
        let mut mixes: Vec<[i32; 2]> = (0..businesses.count()).map(mix).collect();
        mixes.sort_unstable();
        mixes.dedup();
        let unlike = order.chunks_exact(2).filter(|pair| mix(pair[0]) != mix(pair[1])).count();
        assert!(2 * unlike <= mixes.len(), "{unlike} pairs, {} mixes", mixes.len());
        let heads: Vec<u32> = order.chunks_exact(2).map(|pair| pair[0]).collect();
        assert!(heads.windows(2).all(|two| two[0] < two[1]));
    }
}
