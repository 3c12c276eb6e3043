//! CPU time of this process.

/// CPU nanoseconds that this (single) thread has used: the scheduler's own account, else ticks of a hundredth of a second.
pub fn cpu_ns() -> Result<u64, String> {
    let first = |text: String| text.split_whitespace().next().and_then(|word| word.parse::<u64>().ok());
    match std::fs::read_to_string("/proc/self/schedstat").ok().and_then(first) {
        Some(ns) if ns > 0 => Ok(ns),
        _ => ticks().ok_or("no CPU clock: this bench reads /proc/self/schedstat or /proc/self/stat (Linux)".into()),
    }
}

/// User and system time of `/proc/self/stat`, fields 14 and 15; the name in field 2 may hold blanks.
fn ticks() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(ticks * 10_000_000)
}
