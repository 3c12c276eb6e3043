//! The closed forms of `statistics`, each column of the tables they give.

use super::line::Line;
use super::reference::{Row, table};
use crate::scenario::Law;
use crate::statistics::{
    AtShiftEnd, Period, PeriodMeans, erlang_a, erlang_b, erlang_c, heads_erlang_a, heads_erlang_c, mmc_plus_g,
    mt_m_ct_m,
};

/// The comparisons of one row.
pub type Formulas = Vec<Line>;

type Formula = fn(&Row) -> Result<Values, String>;

/// Tables with one closed form a row: name, formula, model.
const PARTS: [(&str, Formula, &str); 5] = [
    ("erlang_b", blocked, "M/M/c/c (Erlang B)"),
    ("erlang_c", waiting, "M/M/c (Erlang C)"),
    ("erlang_a", leaving, "M/M/c+M (Erlang A)"),
    ("mmc_plus_g", any_patience, "M/M/c+G"),
    ("staffing_erlang_c", staffed, "staffing by Erlang C and A"),
];
/// The table that is one integration: name, model.
const DAY: (&str, &str) = ("transient_mt_m_ct_plus_m", "M_t/M/c_t+M, a day from empty");

/// Model and row of each closed form, without its values.
///
/// # Errors
/// A table that cannot be read.
pub fn names() -> Result<Vec<(&'static str, String)>, String> {
    let mut all = Vec::new();
    for (name, _, model) in PARTS {
        for row in table(name)? {
            all.push((model, super::rows::name(name, &row)?));
        }
    }
    for row in table(DAY.0)? {
        all.push((DAY.1, hour_of_day(&row)?));
    }
    Ok(all)
}

fn hour_of_day(row: &Row) -> Result<String, String> {
    Ok(format!("{} hour {}", DAY.0, row.text("hour")?))
}

/// Every row of every table that a closed form of this program gives, of those whose model and name are wanted.
///
/// # Errors
/// A closed form that refuses what the table holds.
pub fn formulas(wanted: &dyn Fn(&str, &str) -> bool) -> Result<Vec<Formulas>, String> {
    let mut all = Vec::new();
    for (name, values, model) in PARTS {
        for row in table(name)? {
            if !wanted(model, &super::rows::name(name, &row)?) {
                continue;
            }
            let tolerance = if row.number("max_rel_diff")? > 1e-12 { 1e-9 } else { 1e-12 };
            let line = |(column, value): (&str, f64)| {
                let exact = row.number(column)?;
                Ok(Line::formula(model, super::rows::name(name, &row)?, column, exact, value, tolerance))
            };
            all.push(values(&row)?.into_iter().map(line).collect::<Result<Formulas, String>>()?);
        }
    }
    all.extend(day(wanted)?);
    Ok(all)
}

/// The day of the transient table, hour by hour; our integration keeps seven digits.
fn day(wanted: &dyn Fn(&str, &str) -> bool) -> Result<Vec<Formulas>, String> {
    let rows = table(DAY.0)?;
    let names: Vec<String> = rows.iter().map(hour_of_day).collect::<Result<_, _>>()?;
    if !names.iter().any(|name| wanted(DAY.1, name)) {
        return Ok(Vec::new());
    }
    let first = rows.first().ok_or("an empty table")?;
    let period =
        |row: &Row| Ok(Period { hours: 1.0, per_h: row.number("lambda_per_h")?, heads: row.count("servers")? });
    let periods = rows.iter().map(period).collect::<Result<Vec<_>, String>>()?;
    let (aht, patience) = (first.number("aht_s")?, first.number("mean_patience_s")?);
    let means = mt_m_ct_m(&periods, aht, patience, 160, AtShiftEnd::Preempt).map_err(said)?;
    let hour = |(row, mean): (&Row, &PeriodMeans)| {
        let name = hour_of_day(row)?;
        let values = [
            ("time_avg_in_system", mean.mean_in_system),
            ("time_avg_queue", mean.mean_queue),
            ("p_delay_of_arrivals_in_hour", mean.p_wait),
            ("expected_abandons_in_hour", mean.abandons),
            ("time_avg_occupancy", mean.mean_busy / row.number("servers")?),
        ];
        let line = |(column, value): (&str, f64)| {
            let exact = row.number(column)?;
            Ok(Line::formula(DAY.1, name.clone(), column, exact, value, 1e-7))
        };
        values.into_iter().map(line).collect::<Result<Formulas, String>>()
    };
    rows.iter().zip(&means).zip(&names).filter(|(_, name)| wanted(DAY.1, name)).map(|(one, _)| hour(one)).collect()
}

/// Column and value.
type Values = Vec<(&'static str, f64)>;

fn said(error: impl ToString) -> String {
    error.to_string()
}

fn blocked(row: &Row) -> Result<Values, String> {
    let b = erlang_b(row.number("offered_load_erl")?, row.count("servers")?).map_err(said)?;
    Ok(vec![("p_block", b.p_block), ("carried_load_erl", b.carried_load_erl), ("occupancy", b.occupancy)])
}

fn waiting(row: &Row) -> Result<Values, String> {
    let c = erlang_c(row.number("lambda_per_h")?, row.number("aht_s")?, row.count("servers")?, row.number("T_s")?);
    let c = c.map_err(said)?;
    Ok(vec![
        ("occupancy", c.occupancy),
        ("p_wait", c.p_wait),
        ("asa_s", c.asa_s),
        ("sl_T", c.service_level),
        ("mean_queue", c.mean_queue),
        ("mean_in_system", c.mean_in_system),
        ("mean_sojourn_s", c.mean_sojourn_s),
        ("mean_wait_of_delayed_s", c.mean_wait_of_delayed_s),
        ("wait_p50_s", c.wait_quantile_s(0.5)),
        ("wait_p90_s", c.wait_quantile_s(0.9)),
        ("wait_p95_s", c.wait_quantile_s(0.95)),
    ])
}

fn leaving(row: &Row) -> Result<Values, String> {
    let (lambda, aht, patience) = (row.number("lambda_per_h")?, row.number("aht_s")?, row.number("mean_patience_s")?);
    let a = erlang_a(lambda, aht, patience, row.count("servers")?, row.number("T_s")?).map_err(said)?;
    Ok(vec![
        ("p_wait", a.p_wait),
        ("p_abandon", a.p_abandon),
        ("p_abandon_given_wait", a.p_abandon_given_wait),
        ("mean_wait_all_s", a.mean_wait_all_s),
        ("mean_wait_served_s", a.mean_wait_served_s),
        ("mean_wait_abandoned_s", a.mean_wait_abandoned_s),
        ("mean_wait_delayed_s", a.mean_wait_delayed_s),
        ("mean_queue", a.mean_queue),
        ("occupancy", a.occupancy),
        ("p_abandon_within_T", a.p_abandon_within),
        ("sl_offered", a.sl_offered),
        ("sl_excl_short_abandons", a.sl_excl_short_abandons),
        ("sl_answered", a.sl_answered),
        ("sl_abandons_within_T_count", a.sl_abandons_within_count),
    ])
}

fn any_patience(row: &Row) -> Result<Values, String> {
    let mean = row.number("mean_patience_s")?;
    let law = match row.text("patience_law")? {
        "deterministic" => Law::Deterministic { mean },
        "uniform_0_2m" => Law::Uniform { low: 0.0, high: 2.0 * mean },
        "weibull_k0.5" => Law::Weibull { mean, shape: 0.5 },
        "weibull_k2" => Law::Weibull { mean, shape: 2.0 },
        "hyperexp2_scv4" => Law::Hyperexponential { mean, cv: 2.0 },
        "erlang2" => Law::Erlang { mean, stages: 2 },
        "lognormal_cv2" => Law::Lognormal { mean, cv: 2.0 },
        other => return Err(format!("the law {other} is not known")),
    };
    let (lambda, aht, t) = (row.number("lambda_per_h")?, row.number("aht_s")?, row.number("T_s")?);
    let g = mmc_plus_g(lambda, aht, &law, row.count("servers")?, t).map_err(said)?;
    Ok(vec![
        ("p_offered_wait_positive", g.p_offered_wait_positive),
        ("p_abandon", g.p_abandon),
        ("mean_wait_all_s", g.mean_wait_all_s),
        ("mean_offered_wait_s", g.mean_offered_wait_s),
        ("sl_offered", g.sl_offered),
    ])
}

fn staffed(row: &Row) -> Result<Values, String> {
    let lambda = row.number("contacts")? * 60.0 / row.number("period_min")?;
    let (aht, share, t) = (row.number("aht_s")?, row.number("sl_target")?, row.number("T_s")?);
    let c = heads_erlang_c(lambda, aht, share, t).map_err(said)?;
    let a = heads_erlang_a(lambda, aht, aht, share, t).map_err(said)?;
    Ok(vec![
        ("agents_erlang_c", f64::from(c.heads)),
        ("agents_erlang_a_patience_eq_aht_sl_offered", f64::from(a.heads)),
    ])
}
