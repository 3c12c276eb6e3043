//! Identity from names: the same words give the same customers, wherever they stand in the file.

/// First 64 bits of blake3 over a kind and length-prefixed names.
///
/// Two different lists of names share a key with probability 2⁻⁶⁴; [`compile`](super::compile) refuses equal keys.
pub(super) fn key(kind: &str, names: &[&str]) -> u64 {
    let mut hash = blake3::Hasher::new();
    for name in core::iter::once(&kind).chain(names) {
        hash.update(&(name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}
