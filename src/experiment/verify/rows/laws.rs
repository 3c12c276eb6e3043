//! Every law of a time, as the handling time of a scenario: moments and shares below three bounds.

use super::super::case::{Case, pair, plain};
use super::super::reference::{Row, table};
use super::super::seen::Watch;
use super::text::{MICRO, call_center, name, reason};

/// Bounds of the shares, seconds: columns of the table.
const BOUNDS: [(usize, i64, &str); 3] = [(0, 45, "p_upto_45_s"), (1, 150, "p_upto_150_s"), (2, 400, "p_upto_400_s")];
/// Calls a row.
const CALLS: f64 = 2e6;

/// Every row of the table.
pub fn laws() -> Result<Vec<Case>, String> {
    table("laws")?.iter().map(law).collect()
}

fn law(row: &Row) -> Result<Case, String> {
    // The table's cells have slashes where the language has commas.
    let handling = row.text("law")?.replace('/', ",");
    let mut case = Case::new("law of a time", name("laws", row)?, CALLS, 60.0);
    case.watch = Watch::Service(BOUNDS.map(|(_, seconds, _)| seconds * 1_000_000));
    case.text = reason(60.0, &handling) + &call_center(30, 20.0, "");
    case.checks = vec![
        plain("mean, s", row.number("mean_s")?, MICRO, |s| pair(s.waits.service, s.waits.answered())),
        plain("E[S²], s²", row.number("second_moment_s2")?, 1e-6, |s| (s.service.0, i128::from(s.waits.answered()))),
    ];
    for (place, seconds, column) in BOUNDS {
        let exact = row.number(column)?;
        // Shares of all or nothing have no noise; a fixed time just at its bound is not asked.
        if exact > 0.0 && exact < 1.0 {
            case.checks.push(plain(format!("P(S ≤ {seconds} s)"), exact, 1.0, move |s| {
                pair(s.service.1[place], s.waits.answered())
            }));
        }
    }
    Ok(case)
}
