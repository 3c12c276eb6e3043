//! Laws other than exponential: patience of any law, one agent with any work, several agents with phase-type work.

use super::super::case::{Case, check, pair, plain};
use super::super::reference::{Row, table};
use super::super::seen::Seen;
use super::text::{
    MICRO, call_center, level_offered, name, occupancy, p_abandon, p_wait, planned, reason, team, wait_all,
};

/// A law of the tables in the words of a scenario.
///
/// # Errors
/// A law that is not known.
pub fn law(word: &str, mean: f64) -> Result<String, String> {
    let scv = |prefix: &str| word.strip_prefix(prefix).and_then(|scv| scv.parse::<f64>().ok());
    if let Some(scv) = scv("lognormal_scv") {
        return Ok(format!("lognormal, mean {mean} s, CV {}", scv.sqrt()));
    }
    if let Some(scv) = scv("gamma_scv") {
        return Ok(format!("gamma, mean {mean} s, CV {}", scv.sqrt()));
    }
    if let Some(shape) = scv("weibull_k") {
        return Ok(format!("Weibull, mean {mean} s, shape {shape}"));
    }
    Ok(match word {
        "deterministic" => format!("fixed {mean} s"),
        "exponential" => format!("exponential, mean {mean} s"),
        "erlang2" => format!("Erlang, mean {mean} s, stages 2"),
        "uniform_0_2m" => format!("uniform, 0 s to {} s", 2.0 * mean),
        "hyperexp2_scv4" => format!("hyperexponential, mean {mean} s, CV 2"),
        "lognormal_cv2" => format!("lognormal, mean {mean} s, CV 2"),
        "exp_with_balk10pct" => format!("0 with 10 %, else exponential, mean {mean} s"),
        other => return Err(format!("the law {other} is not known")),
    })
}

/// M/M/c+G: calls with any law of patience.
pub fn patience() -> Result<Vec<Case>, String> {
    let plan = [
        ("G01", 4.0),
        ("G02", 7.5),
        ("G04", 4.0),
        ("G06", 4.0),
        ("G08", 4.0),
        ("G09", 6.5),
        ("G10", 2.2),
        ("G11", 2.7),
    ];
    let case = |row: &Row| {
        let (per_h, aht, mean) = (row.number("lambda_per_h")?, row.number("aht_s")?, row.number("mean_patience_s")?);
        let t = row.number("T_s")?;
        let mut case = Case::new("M/M/c+G", name("mmc_plus_g", row)?, planned(&plan, row.id()?, 4.0), per_h);
        case.lead_h = 15.0 * aht.max(mean) / 3600.0;
        case.threshold_s = t;
        case.service_s = Some(aht);
        let more = format!("patience = \"{}\"\n", law(row.text("patience_law")?, mean)?);
        case.text =
            reason(per_h, &format!("exponential, mean {aht} s")) + &call_center(row.count("servers")?, t, &more);
        case.checks = vec![
            p_abandon(row.number("p_abandon")?),
            wait_all(row.number("mean_wait_all_s")?),
            level_offered(row.number("sl_offered")?),
            check("answered in T / (offered − lost in T)", row.number("sl_excl_short_abandons")?, 1.0, |s| {
                pair(s.waits.answered_within, s.waits.offered - s.waits.lost_within)
            }),
            check("(answered + lost in T) / offered", row.number("sl_abandons_within_T_count")?, 1.0, |s| {
                pair(s.waits.answered_within + s.waits.lost_within, s.waits.offered)
            }),
        ];
        Ok(case)
    };
    table("mmc_plus_g")?.iter().map(case).collect()
}

/// M/G/1: one agent, any law of work.
pub fn one_server() -> Result<Vec<Case>, String> {
    let plan = [("PK02", 4.0), ("PK10", 10.0), ("PK11", 10.0)];
    let case = |row: &Row| {
        let (per_h, mean, scv) =
            (row.number("lambda_per_h")?, row.number("mean_service_s")?, row.number("service_scv")?);
        let occupied = row.number("occupancy")?;
        let model = if scv == 0.0 { "M/D/1" } else { "M/G/1 (Pollaczek-Khinchine)" };
        let mut case = Case::new(model, name("mg1", row)?, planned(&plan, row.id()?, 5.0), per_h);
        // Relaxation of the queue: (1 + scv) / (1 − ρ)² services.
        case.lead_h = 10.0 * (1.0 + scv) * mean / 3600.0 / (1.0 - occupied).powi(2);
        case.service_s = Some(mean);
        case.text = reason(per_h, &law(row.text("service_law")?, mean)?) + &team(1, 1, 20.0, "");
        let (wait, sd) = (row.number("mean_wait_s")?, row.number("sd_wait_s")?);
        case.checks = vec![
            check("mean wait, s", wait, MICRO, |s| pair(s.waits.wait_answered, s.waits.offered)),
            // Σ (W − E[W])² about the exact mean, in ms².
            check("sd of the wait, s", sd * sd, 1e-6, move |s| (about(s, wait), i128::from(s.waits.offered))).rooted(),
            check("mean sojourn, s", row.number("mean_sojourn_s")?, MICRO, |s| {
                pair(s.waits.wait_answered + s.waits.service, s.waits.offered)
            }),
            super::text::queue(row.number("mean_queue")?),
            check("mean in system", row.number("mean_in_system")?, 1.0, |s| pair(s.staff.open_contacts, s.span)),
            occupancy(occupied),
            plain("mean work, s", mean, MICRO, |s| pair(s.waits.service, s.waits.answered())),
        ];
        Ok(case)
    };
    table("mg1")?.iter().map(case).collect()
}

/// Σ (W − mean)² over the turns taken up, ms².
fn about(s: &Seen, mean_s: f64) -> i128 {
    let (mean, n) = (libm::round(mean_s * 1e3) as i128, i128::from(s.waits.offered));
    s.waits.squares - 2 * mean * i128::from(s.waits.wait_answered) / 1000 + n * mean * mean
}

/// M/E2/c and M/H2/c: exact by matrix-geometric methods.
pub fn phase_type() -> Result<Vec<Case>, String> {
    let plan = [("GC01", 8.0), ("GC02", 32.0), ("GC05", 10.0), ("GC06", 10.0), ("GC07", 8.0), ("GC08", 5.0)];
    let case = |row: &Row| {
        let (per_h, mean, scv) =
            (row.number("lambda_per_h")?, row.number("mean_service_s")?, row.number("service_scv")?);
        let servers = row.count("servers")?;
        let handling = match row.text("service_law")? {
            "hyperexp2" | "hyperexponential2" => format!("hyperexponential, mean {mean} s, CV {}", scv.sqrt()),
            other => law(other, mean)?,
        };
        let mut case = Case::new("M/PH/c", name("mphc_leelongton", row)?, planned(&plan, row.id()?, 5.0), per_h);
        let gap = 1.0 - row.number("occupancy")?;
        case.lead_h =
            10.0 * (1.0 + scv) * mean / 3600.0 / (gap * gap) / f64::from(servers) + 10.0 * scv.max(1.0) * mean / 3600.0;
        case.service_s = Some(mean);
        case.text = reason(per_h, &handling) + &call_center(servers, 20.0, "");
        case.checks = vec![
            p_wait(row.number("p_wait_exact")?),
            check("mean wait, s", row.number("mean_wait_exact_s")?, MICRO, |s| {
                pair(s.waits.wait_answered, s.waits.offered)
            }),
            super::text::queue(row.number("mean_queue_exact")?),
        ];
        Ok(case)
    };
    table("mphc_leelongton")?.iter().map(case).collect()
}
