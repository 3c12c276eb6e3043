//! Agents who hold several chats at a speed that falls with their number, and customers who give up.

use super::super::case::{Case, check, pair, plain};
use super::super::reference::{Row, table};
use super::text::{MICRO, name, p_abandon, planned, queue, reason, serving, team, wait_all};

/// Every row of the table.
pub fn chats() -> Result<Vec<Case>, String> {
    let plan = [
        ("CH01", 1.0),
        ("CH06", 5.4),
        ("CH07", 4.3),
        ("CH08", 10.8),
        ("CH09", 10.0),
        ("CH10", 3.8),
        ("CH12", 11.0),
        ("CH14", 6.4),
        ("CH15", 14.0),
        ("CH16", 11.5),
        ("CH17", 7.0),
        ("CH19", 8.0),
        ("CH20", 8.0),
        ("CH22", 12.0),
        ("CH23", 8.0),
        ("CH24", 12.0),
    ];
    table("chat_concurrency")?.iter().map(|row| chat(row, planned(&plan, row.id()?, 5.0))).collect()
}

fn chat(row: &Row, customers: f64) -> Result<Case, String> {
    let (per_h, agents, patience) = (row.number("lambda_per_h")?, row.count("agents")?, row.number("mean_patience_s")?);
    let rates = row.text("agent_completion_rate_per_h_by_level")?.split('|');
    let rates: Vec<f64> = rates.map(str::parse).collect::<Result<_, _>>().map_err(|_| "a rate is no number")?;
    let first = *rates.first().ok_or("no rates")?;
    let levels = || (1..).map(f64::from).zip(&rates);
    let speeds: Vec<String> = levels().map(|(k, rate)| format!("{:?}", rate / k / first)).collect();
    let slowest = levels().map(|(k, rate)| 3600.0 * k / rate).fold(0.0, f64::max);
    let mut case = Case::new("chat concurrency", name("chat_concurrency", row)?, customers, per_h);
    case.lead_h = 15.0 * slowest.max(patience) / 3600.0;
    let more = format!("speed = [{}]\n", speeds.join(", "));
    case.text = format!(
        "{}patience = \"exponential, mean {patience} s\"\n[desk]\nrouting = \"{} loaded\"\n{}",
        reason(per_h, &format!("exponential, mean {} s", 3600.0 / first)),
        row.text("routing")?,
        team(agents, row.count("max_concurrency")?, 20.0, &more),
    );
    case.checks = vec![
        check("P(all agents full)", row.number("p_all_agents_full")?, 1.0, |s| pair(s.waits.waited, s.waits.offered)),
        p_abandon(row.number("p_abandon")?),
        wait_all(row.number("mean_wait_all_s")?),
        queue(row.number("mean_queue")?),
        check("mean in service", row.number("mean_in_service")?, 1.0, serving),
        check("mean time in service, s", row.number("mean_service_sojourn_s")?, MICRO, |s| {
            pair(s.waits.service, s.waits.answered())
        }),
        check("served an hour", row.number("throughput_per_h")?, 3.6e9, |s| pair(s.waits.answered(), s.span)),
        plain("busy agents / agents", row.number("agent_busy_fraction")?, 1.0, |s| {
            pair(s.staff.groups.iter().map(|g| g.busy).sum(), s.staff.groups.iter().map(|g| g.staffed).sum())
        }),
        check("chats an agent", row.number("mean_concurrency_per_agent")?, 1.0 / f64::from(agents), serving),
    ];
    Ok(case)
}
