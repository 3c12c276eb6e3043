//! Asking for memory ahead of its use.

/// Bring what stands there into the cache, without waiting for it: a hint that changes nothing but time.
///
/// A plain read would do the same, but holds up all that follows it until it is there. The only unsafe code of the crate: the
/// instruction takes a pointer, here always that of a reference, and has no effect that a program could see.
#[inline(always)]
pub fn prefetch<T>(item: &T) {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code)]
    // SAFETY: the pointer comes from a reference; a prefetch never faults and reads nothing into the program.
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(core::ptr::from_ref(item).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = item;
}
