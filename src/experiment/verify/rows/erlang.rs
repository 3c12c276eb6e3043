//! Erlang B, C and A: lines without a queue, callers who wait for ever, callers who give up.

use super::super::case::{Case, check, pair};
use super::super::reference::{Row, table};
use super::text::{
    MICRO, call_center, level_offered, name, occupancy, p_abandon, p_wait, planned, queue, reason, relaxation_h, team,
    wait_all,
};

/// Handling time of tables that give loads only, seconds.
const AHT_S: f64 = 180.0;

/// M/M/c/c: as many lines as agents.
pub fn erlang_b() -> Result<Vec<Case>, String> {
    let plan = [("B01", 2.0), ("B06", 8.0), ("B11", 8.0), ("B13", 8.0), ("B17", 10.0)];
    let case = |row: &Row| {
        let servers = row.count("servers")?;
        let per_h = row.number("offered_load_erl")? * 3600.0 / AHT_S;
        let mut case = Case::new("M/M/c/c (Erlang B)", name("erlang_b", row)?, planned(&plan, row.id()?, 3.0), per_h);
        case.lead_h = 15.0 * AHT_S / 3600.0;
        case.service_s = Some(AHT_S);
        let lines = format!("lines = {servers}\n");
        case.text = reason(per_h, &format!("exponential, mean {AHT_S} s")) + &call_center(servers, 20.0, &lines);
        case.checks = vec![
            check("P(blocked)", row.number("p_block")?, 1.0, |s| {
                pair(s.waits.blocked, s.waits.offered + s.waits.blocked)
            }),
            check("carried load, erlang", row.number("carried_load_erl")?, 1.0, super::text::serving),
            occupancy(row.number("occupancy")?),
        ];
        Ok(case)
    };
    table("erlang_b")?.iter().map(case).collect()
}

/// M/M/c; odd rows by phone, even ones by message: the same desk serves both.
pub fn erlang_c() -> Result<Vec<Case>, String> {
    let plan = [
        ("C01", 4.4),
        ("C03", 14.0),
        ("C05", 11.0),
        ("C06", 13.0),
        ("C07", 18.0),
        ("C09", 25.0),
        ("C11", 8.0),
        ("C12", 8.0),
        ("C13", 8.0),
        ("C15", 8.0),
        ("C16", 20.0),
        ("C17", 20.0),
        ("C18", 12.0),
        ("C20", 6.0),
    ];
    let case = |row: &Row| {
        let (aht, servers, t) = (row.number("aht_s")?, row.count("servers")?, row.number("T_s")?);
        let per_h = row.number("lambda_per_h")?;
        let phone = matches!(row.id()?, "C03" | "C05" | "C07" | "C11" | "C13" | "C15" | "C16");
        let mut case = waiting("M/M/c (Erlang C)", name("erlang_c", row)?, per_h, aht, servers, t, phone);
        case.customers = planned(&plan, row.id()?, 5.0);
        case.checks = vec![
            p_wait(row.number("p_wait")?),
            check("mean wait, s", row.number("asa_s")?, MICRO, |s| pair(s.waits.wait_answered, s.waits.offered)),
            level_offered(row.number("sl_T")?),
            occupancy(row.number("occupancy")?),
            queue(row.number("mean_queue")?),
            check("mean in system", row.number("mean_in_system")?, 1.0, |s| pair(s.staff.open_contacts, s.span)),
            check("mean sojourn, s", row.number("mean_sojourn_s")?, MICRO, |s| {
                pair(s.waits.wait_answered + s.waits.service, s.waits.offered)
            }),
            check("mean wait of the delayed, s", row.number("mean_wait_of_delayed_s")?, MICRO, |s| {
                pair(s.waits.wait_answered, s.waits.waited)
            }),
        ];
        Ok(case)
    };
    table("erlang_c")?.iter().map(case).collect()
}

/// A case where everybody waits for ever.
fn waiting(model: &'static str, row: String, per_h: f64, aht: f64, servers: u32, t: f64, phone: bool) -> Case {
    let mut case = Case::new(model, row, 0.0, per_h);
    case.lead_h = 10.0 * relaxation_h(per_h, aht, servers) + 10.0 * aht / 3600.0;
    case.threshold_s = t;
    case.service_s = Some(aht);
    let staff = if phone { call_center(servers, t, "") } else { team(servers, 1, t, "") };
    case.text = reason(per_h, &format!("exponential, mean {aht} s")) + &staff;
    case
}

/// The team that a search on Erlang C finds keeps what the table says.
pub fn staffing() -> Result<Vec<Case>, String> {
    let case = |row: &Row| {
        let (aht, servers, t) = (row.number("aht_s")?, row.count("agents_erlang_c")?, row.number("T_s")?);
        let per_h = row.number("contacts")? * 60.0 / row.number("period_min")?;
        let model = "M/M/c staffed for 80 % in 20 s and others";
        let mut case = waiting(model, name("staffing_erlang_c", row)?, per_h, aht, servers, t, true);
        case.customers = 4e6;
        case.checks = vec![
            p_wait(row.number("p_wait")?),
            level_offered(row.number("sl_T")?),
            check("mean wait, s", row.number("asa_s")?, MICRO, |s| pair(s.waits.wait_answered, s.waits.offered)),
            occupancy(row.number("occupancy")?),
        ];
        Ok(case)
    };
    table("staffing_erlang_c")?.iter().map(case).collect()
}

/// A case where callers give up after exponential patience.
fn leaving(model: &'static str, row: String, per_h: f64, aht: f64, patience: f64, servers: u32, t: f64) -> Case {
    let mut case = Case::new(model, row, 0.0, per_h);
    case.lead_h = 15.0 * aht.max(patience) / 3600.0;
    case.threshold_s = t;
    case.service_s = Some(aht);
    let more = format!("patience = \"exponential, mean {patience} s\"\n");
    case.text = reason(per_h, &format!("exponential, mean {aht} s")) + &call_center(servers, t, &more);
    case
}

/// M/M/c+M with the four service levels.
pub fn erlang_a() -> Result<Vec<Case>, String> {
    let plan = [
        ("A01", 0.8),
        ("A04", 4.0),
        ("A05", 2.5),
        ("A06", 3.0),
        ("A08", 8.0),
        ("A09", 6.0),
        ("A10", 23.0),
        ("A11", 8.0),
        ("A13", 9.0),
        ("A14", 8.0),
        ("A15", 14.0),
        ("A16", 10.0),
        ("A18", 10.0),
        ("A21", 5.5),
        ("A22", 1.2),
    ];
    let case = |row: &Row| {
        let (aht, patience) = (row.number("aht_s")?, row.number("mean_patience_s")?);
        let (servers, t, per_h) = (row.count("servers")?, row.number("T_s")?, row.number("lambda_per_h")?);
        let mut case = leaving("M/M/c+M (Erlang A)", name("erlang_a", row)?, per_h, aht, patience, servers, t);
        case.customers = planned(&plan, row.id()?, 5.0);
        case.checks = vec![
            p_wait(row.number("p_wait")?),
            p_abandon(row.number("p_abandon")?),
            check("P(abandon | wait)", row.number("p_abandon_given_wait")?, 1.0, |s| {
                pair(s.waits.lost, s.waits.waited)
            }),
            wait_all(row.number("mean_wait_all_s")?),
            check("mean wait of the served, s", row.number("mean_wait_served_s")?, MICRO, |s| {
                pair(s.waits.wait_answered, s.waits.answered())
            }),
            check("mean wait of the lost, s", row.number("mean_wait_abandoned_s")?, MICRO, |s| {
                pair(s.waits.wait_lost, s.waits.lost)
            }),
            level_offered(row.number("sl_offered")?),
            check("answered in T / (offered − lost in T)", row.number("sl_excl_short_abandons")?, 1.0, |s| {
                pair(s.waits.answered_within, s.waits.offered - s.waits.lost_within)
            }),
            check("answered in T / answered", row.number("sl_answered")?, 1.0, |s| {
                pair(s.waits.answered_within, s.waits.answered())
            }),
            check("(answered + lost in T) / offered", row.number("sl_abandons_within_T_count")?, 1.0, |s| {
                pair(s.waits.answered_within + s.waits.lost_within, s.waits.offered)
            }),
            occupancy(row.number("occupancy")?),
            queue(row.number("mean_queue")?),
        ];
        Ok(case)
    };
    table("erlang_a")?.iter().map(case).collect()
}

/// The large systems on which the many-server approximations are tried; simulated against their exact values.
pub fn many_servers() -> Result<Vec<Case>, String> {
    let case = |row: &Row| {
        let (load, servers) = (row.number("offered_load_erl")?, row.count("servers")?);
        let per_h = load * 3600.0 / AHT_S;
        let (model, row_name) = ("M/M/c(+M), many servers", name("qed_approximations", row)?);
        let mut case = match row.text("theta_over_mu")? {
            "none" => waiting(model, row_name, per_h, AHT_S, servers, 20.0, true),
            _ => leaving(model, row_name, per_h, AHT_S, AHT_S / row.number("theta_over_mu")?, servers, 20.0),
        };
        case.customers = 8e6;
        case.checks = vec![p_wait(row.number("p_wait_exact")?)];
        if row.text("theta_over_mu")? != "none" {
            case.checks.push(p_abandon(row.number("p_abandon_exact")?));
        }
        Ok(case)
    };
    table("qed_approximations")?.iter().map(case).collect()
}
