//! The smallest team that keeps a promise "this share answered within this time".

use super::erlang_a::erlang_a;
use super::erlang_c::{check, erlang_c};
use super::problem::{Checks, MOST_SERVERS, Problem, QueueError, offered_load};

/// The smallest team that keeps a promise, and what one agent less would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heads {
    /// Agents at work.
    pub heads: u32,
    /// Share answered within the time of the promise / offered, with these heads.
    pub service_level: f64,
    /// The same with one agent less; `None` where no queue with that many exists (no agent, or unstable).
    pub service_level_one_less: Option<f64>,
}

/// Heads for calls in one period: Erlang A with exponential patience of mean `patience_mean_s`, Erlang C without.
///
/// `share` (0 to 1, both excluded) of the offered calls must be answered within `within_s` seconds. No arrivals need no
/// heads: `lambda_per_h` = 0 gives 0.
///
/// # Errors
/// Arguments out of range; a promise that a million agents do not keep.
///
/// ```
/// let heads = chatfare::statistics::calls_heads(200.0, 180.0, None, 0.8, 20.0)?;
/// assert_eq!(heads, 14);
/// # Ok::<(), chatfare::statistics::QueueError>(())
/// ```
pub fn calls_heads(
    lambda_per_h: f64,
    aht_s: f64,
    patience_mean_s: Option<f64>,
    share: f64,
    within_s: f64,
) -> Result<u32, QueueError> {
    if lambda_per_h == 0.0 {
        return Ok(0);
    }
    let found = match patience_mean_s {
        Some(patience_s) => heads_erlang_a(lambda_per_h, aht_s, patience_s, share, within_s)?,
        None => heads_erlang_c(lambda_per_h, aht_s, share, within_s)?,
    };
    Ok(found.heads)
}

/// Smallest number of agents whose Erlang-C service level reaches `share` within `within_s` seconds.
///
/// # Errors
/// As [`calls_heads`].
pub fn heads_erlang_c(lambda_per_h: f64, aht_s: f64, share: f64, within_s: f64) -> Result<Heads, QueueError> {
    promise(check(lambda_per_h, aht_s), share, within_s)?;
    let load = offered_load(lambda_per_h, aht_s);
    let unstable = load.floor();
    let level = |heads| match f64::from(heads) > unstable {
        true => Ok(Some(erlang_c(lambda_per_h, aht_s, heads, within_s)?.service_level)),
        false => Ok(None),
    };
    smallest(load, unstable, share, level)
}

/// Smallest number of agents whose Erlang-A service level (answered within / offered) reaches `share`.
///
/// # Errors
/// As [`calls_heads`].
pub fn heads_erlang_a(
    lambda_per_h: f64,
    aht_s: f64,
    patience_mean_s: f64,
    share: f64,
    within_s: f64,
) -> Result<Heads, QueueError> {
    promise(check(lambda_per_h, aht_s).seconds("patience_mean_s", patience_mean_s), share, within_s)?;
    let load = offered_load(lambda_per_h, aht_s);
    let level = |heads| match heads > 0 {
        true => Ok(Some(erlang_a(lambda_per_h, aht_s, patience_mean_s, heads, within_s)?.sl_offered)),
        false => Ok(None),
    };
    // c agents serve at most c of the load, so fewer than share × load are never enough.
    smallest(load, (share * load - 1.0).max(0.0).floor(), share, level)
}

/// Square-root staffing: R + β√R agents, rounded up, for `offered_load_erl` erlangs. Halfin & Whitt 1981
/// (10.1287/opre.29.3.567). β = 0.5 serves about every second caller at once; the searches start at β = 1.
pub fn square_root_heads(offered_load_erl: f64, beta: f64) -> u32 {
    let load = offered_load_erl.max(0.0);
    (load + beta * load.sqrt()).ceil().clamp(0.0, f64::from(MOST_SERVERS)) as u32
}

/// Heads to pay so that `heads` are at work when the share `shrinkage` (0 to below 1) of paid time is spent elsewhere.
///
/// # Errors
/// A shrinkage outside 0 to 0.99.
pub fn paid_heads(heads: u32, shrinkage: f64) -> Result<u32, QueueError> {
    Checks::default().range("shrinkage", shrinkage, "a share of paid time", 0.0, 0.99).finish()?;
    // 63 / 0.7 is 90 and a rounding error, which must not cost a head.
    Ok((f64::from(heads) / (1.0 - shrinkage) * (1.0 - 1e-12)).ceil() as u32)
}

/// The arguments that both searches share.
fn promise(checks: Checks, share: f64, within_s: f64) -> Result<(), QueueError> {
    checks.share("share", share).range("within_s", within_s, "seconds", 0.0, 1e9).finish()
}

/// Bisection on a level that rises with the heads (`None`: no such queue): a bracket grows from the square-root start.
/// `too_few` heads are known not to be enough.
fn smallest(
    load: f64,
    too_few: f64,
    share: f64,
    level: impl Fn(u32) -> Result<Option<f64>, QueueError>,
) -> Result<Heads, QueueError> {
    if too_few >= f64::from(MOST_SERVERS) {
        return Err(Problem::OutOfReach.into());
    }
    let enough = |heads| Ok::<bool, QueueError>(level(heads)?.is_some_and(|reached| reached >= share));
    let mut low = too_few as u32;
    let mut high = square_root_heads(load, 1.0).max(low + 1);
    let mut step = 1;
    while !enough(high)? {
        if high == MOST_SERVERS {
            return Err(Problem::OutOfReach.into());
        }
        low = high;
        high = (high + step).min(MOST_SERVERS);
        step *= 2;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    let service_level = level(high)?.unwrap_or_default();
    Ok(Heads { heads: high, service_level, service_level_one_less: level(high - 1)? })
}
