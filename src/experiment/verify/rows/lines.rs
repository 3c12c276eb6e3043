//! M/M/c/K and M/M/c/K+M: calls with K lines.

use super::super::case::{Case, check, pair};
use super::super::reference::{Row, table};
use super::text::{MICRO, call_center, name, occupancy, planned, reason};

/// Below this nothing would be seen in any run: the row says so by having no such statistic.
const NEVER_SEEN: f64 = 1e-9;

/// Every row of the table.
pub fn lines() -> Result<Vec<Case>, String> {
    let plan = [("K01", 3.0), ("K04", 1.0), ("K06", 1.3), ("K10", 4.0), ("K12", 8.0)];
    let case = |row: &Row| {
        let (per_h, aht) = (row.number("lambda_per_h")?, row.number("aht_s")?);
        let patience = row.text("mean_patience_s")?;
        let mut more = format!("lines = {}\n", row.text("capacity_K")?);
        let mut checks = vec![
            check("P(wait | accepted)", row.number("p_wait_given_accepted")?, 1.0, |s| {
                pair(s.waits.waited, s.waits.offered)
            }),
            check("mean wait of the accepted, s", row.number("mean_wait_accepted_s")?, MICRO, |s| {
                pair(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered)
            }),
            super::text::queue(row.number("mean_queue")?),
            occupancy(row.number("occupancy")?),
            check("served an hour", row.number("throughput_per_h")?, 3.6e9, |s| pair(s.waits.answered(), s.span)),
        ];
        let blocked = row.number("p_block")?;
        if blocked > NEVER_SEEN {
            let of = |s: &super::super::seen::Seen| pair(s.waits.blocked, s.waits.offered + s.waits.blocked);
            checks.push(check("P(blocked)", blocked, 1.0, of));
        }
        if patience != "inf" {
            more.push_str(&format!("patience = \"exponential, mean {patience} s\"\n"));
            let of = |s: &super::super::seen::Seen| pair(s.waits.lost, s.waits.offered + s.waits.blocked);
            checks.push(check("lost / offered", row.number("p_abandon_of_offered")?, 1.0, of));
        }
        let mut case = Case::new("M/M/c/K(+M)", name("mmck", row)?, planned(&plan, row.id()?, 3.0), per_h);
        case.lead_h = 40.0 * aht / 3600.0;
        case.service_s = Some(aht);
        case.text =
            reason(per_h, &format!("exponential, mean {aht} s")) + &call_center(row.count("servers")?, 20.0, &more);
        case.checks = checks;
        Ok(case)
    };
    table("mmck")?.iter().map(case).collect()
}
