//! What many cores would do with a day of WhatsApp, from what (d) took on this machine.

use serde::{Deserialize, Serialize};

use super::Workload;
use super::measure::{DAY_OF_WHATSAPP, Measured, Size, prepare};

/// How long as many messages as a day of WhatsApp would take on many cores, as fleets like (d) that are each as large as can be: the
/// largest desk of one needs as many heads as a group can have.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ManyCores {
    /// Cores like these, on one machine or many.
    pub cores: u64,
    /// Fleets; not a whole number.
    pub fleets: f64,
    /// Desks of each.
    pub desks: u64,
    /// Share of the largest desk in the work of its fleet, turns by turns: a desk is one simulation on one core.
    pub largest: f64,
    /// Hours of CPU time on each core if all have work to the end.
    pub work_h: f64,
    /// Hours of CPU time of the largest desk of a fleet: no number of cores is faster.
    pub largest_h: f64,
    /// Cores that have work to the end: CPU time of all fleets over that of the largest desk.
    pub busy_cores: f64,
}

/// The figures of a fleet that was measured, for each number of cores; none where the CPU time of its messages or of its largest desk
/// is not known.
///
/// # Errors
/// A workload that does not compile.
pub fn many_cores(fleet: &Measured, cores: &[u64]) -> Result<Vec<ManyCores>, String> {
    let known = fleet.cpu_ns_per_message.zip(fleet.largest.and_then(|largest| largest.cpu_ns_per_turn));
    let Some((message_ns, turn_ns)) = known.filter(|_| !cores.is_empty()) else { return Ok(Vec::new()) };
    let runs = f64::from(fleet.runs);
    let (messages_a_desk, turns_a_desk) =
        (fleet.messages as f64 / runs / fleet.n as f64, fleet.turns as f64 / runs / fleet.n as f64);
    let desks = most_desks((DAY_OF_WHATSAPP / messages_a_desk).round() as u64);
    let (assembly, _) = prepare(Workload::D, Size { contacts: 0, desks })?;
    let largest = assembly.fleet.as_ref().ok_or("the workload is no fleet")?.share(0);
    let all_h = message_ns * DAY_OF_WHATSAPP / 3.6e12;
    let largest_h = largest * turns_a_desk * desks as f64 * turn_ns / 3.6e12;
    let of = |cores: &u64| ManyCores {
        cores: *cores,
        fleets: DAY_OF_WHATSAPP / (messages_a_desk * desks as f64),
        desks,
        largest,
        work_h: all_h / *cores as f64,
        largest_h,
        busy_cores: all_h / largest_h,
    };
    Ok(cores.iter().map(of).collect())
}

/// The most desks that a fleet like (d) can have, `wanted` at most: halving, since a larger fleet has a larger largest desk.
fn most_desks(wanted: u64) -> u64 {
    let runs = |desks: u64| prepare(Workload::D, Size { contacts: 0, desks }).is_ok();
    if runs(wanted) {
        return wanted;
    }
    let (mut can, mut cannot) = (1, wanted);
    while cannot - can > 1 {
        let middle = can + (cannot - can) / 2;
        if runs(middle) { can = middle } else { cannot = middle }
    }
    can
}
