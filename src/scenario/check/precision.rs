//! A precision names a metric that there is, in its unit, and leaves room to look twice.

use super::suggest::did_you_mean;
use super::view::View;
use crate::scenario::Wanted;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::units::Currency;

/// Everything that can be wrong with `run.precision` beside its form.
pub fn check_precision(view: &View, metrics: &[(String, &'static str)]) -> Vec<Diagnostic> {
    let run = Path::of(&["run"]);
    let path = run.join("precision");
    let Some(wanted) = view.get::<Vec<Wanted>>(&path) else { return without(view, &run) };
    let place = view.place(&path);
    let mut found = Vec::new();
    for one in &wanted {
        let name = &one.metric;
        match metrics.iter().find(|(known, _)| known == name) {
            None if metrics.is_empty() => {}
            None => {
                let label = did_you_mean(name, metrics.iter().map(|(known, _)| known.as_str()).collect::<Vec<_>>());
                found.push(Diagnostic::error("unknown-name", format!("there is no metric {name:?}")).at(&place, label));
            }
            Some((_, unit)) => {
                if let Some(half) = one.absolute.filter(|half| half.fits() != *unit) {
                    let fix = match *unit {
                        "money" => "write an amount such as \"0.02 EUR\"",
                        "s" => "write a time such as \"30 s\"",
                        "share" => "write such as \"1 point\"",
                        _ => "write a bare number such as \"10\"",
                    };
                    let d = Diagnostic::error("wrong-unit", format!("`{half}` does not fit {name}"));
                    found.push(d.at(&place, fix));
                }
            }
        }
        found.extend(other_currency(view, one).map(|d| d.at(&place, "write it in the currency of the tables")));
    }
    let (step, most) = (view.get::<u64>(&run.join("replications")), view.get::<u64>(&run.join("at_most")));
    if let (Some(step), Some(most)) = (step, most) {
        if step < 2 {
            let d = Diagnostic::error("out-of-range", "one replication has no interval to look at");
            found.push(d.at(&view.place(&run.join("replications")), "write 10 or more"));
        }
        if most < step {
            let d =
                Diagnostic::error("out-of-range", "there are fewer replications at most than before the first look");
            found.push(d.at(&view.place(&run.join("at_most")), format!("write {step} or more")));
        }
    }
    found
}

fn other_currency(view: &View, wanted: &Wanted) -> Option<Diagnostic> {
    let report: Currency = view.get(&Path::of(&["currency", "report"]))?;
    match wanted.absolute? {
        crate::scenario::Halfwidth::Money(money) if money.currency != report => {
            let (here, there) = (money.currency.code(), report.code());
            Some(Diagnostic::error("wrong-unit", format!("an amount in {here}, while the tables are in {there}")))
        }
        _ => None,
    }
}

/// Settings that mean nothing without a precision.
fn without(view: &View, run: &Path) -> Vec<Diagnostic> {
    let given = ["at_most", "events"]
        .into_iter()
        .filter(|key| view.given(&run.join(key)) && !view.given(&run.join("precision")));
    given
        .map(|key| {
            let d = Diagnostic::error("needs-other", format!("`run.{key}` needs `run.precision`"));
            d.at(
                &view.key_place(&run.join(key)),
                "add such as `precision = \"2 % of cost_per_resolved\"`, or take it away",
            )
        })
        .collect()
}
