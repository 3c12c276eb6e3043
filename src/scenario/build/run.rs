//! Run control.

use crate::facts::Instant;
use crate::scenario::check::{At, Internal, View};
use crate::scenario::model::{Run, Stopping};
use crate::scenario::path::Path;
use crate::scenario::words::When;
use crate::units::Share;
use jiff::tz::TimeZone;

/// Zone in which the dates of the run are read: the first account's.
pub fn first_zone(view: &View) -> Result<String, Internal> {
    let account = view.names("account").first().and_then(|a| view.get(&Path::of(&["account", a, "zone"])));
    account.map_or_else(|| view.need(&Path::of(&["business", "zone"])), Ok)
}

/// The instant of a written date.
pub fn instant(when: When, zone: &str) -> Result<Instant, Internal> {
    let internal = || Internal(format!("{when} in {zone}"));
    let zone = TimeZone::get(zone).map_err(|_| internal())?;
    when.instant(&zone).ok_or_else(internal)
}

/// The section `[run]`.
pub fn build_run(view: &View) -> Result<Run, Internal> {
    let path = Path::of(&["run"]);
    let run = view.at(&path);
    let zone = first_zone(view)?;
    let (from, to): (When, When) = (run.need("from")?, run.need("to")?);
    Ok(Run {
        from: instant(from, &zone)?,
        to: instant(to, &zone)?,
        dates: (from.to_string(), to.to_string()),
        zone,
        lead: run.need("lead")?,
        drain: run.need("drain")?,
        replications: run.need::<u64>("replications")? as u32,
        seed: run.need("seed")?,
        level: run.need::<Share>("level")?.0,
        settles: run.get::<String>("warm_up").is_some(),
        controls: run.get::<String>("control").is_some(),
        strata: run.get::<u64>("strata").map_or(1, |n| n as u32),
        contacts: run.get("contacts"),
        stopping: stopping(&run),
    })
}

/// When to stop, if a precision is asked for.
fn stopping(run: &At<'_>) -> Option<Stopping> {
    let wanted = run.get("precision")?;
    let at_most = run.get::<u64>("at_most").unwrap_or(1000) as u32;
    Some(Stopping { wanted, at_most, events: run.get("events") })
}
