//! `[fleet]`, and the templates of its desks.

use super::Builder;
use crate::scenario::check::{Internal, View};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::layers::Layers;
use crate::scenario::model::{Desk, Fleet, Model, Sizes, Staff, Template};
use crate::scenario::path::Path;
use crate::units::Share;

impl Builder<'_> {
    pub(super) fn fleet(&mut self, desk: &Desk) -> Result<Option<Fleet>, Internal> {
        let path = Path::of(&["fleet"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let fleet = self.view.at(&path);
        let sizes = match fleet.need::<String>("sizes")?.as_str() {
            "zipf" => Sizes::Zipf { exponent: fleet.need("exponent")? },
            "lognormal" => Sizes::Lognormal { cv: fleet.need("cv")? },
            _ => Sizes::Equal,
        };
        let built = Fleet {
            desks: fleet.need::<u64>("desks")? as u32,
            sizes,
            spare: fleet.need("spare")?,
            per_business: fleet.need("desks_per_business")?,
            templates: Vec::new(),
        };
        for group in desk.groups.iter().filter(|group| matches!(group.staff, Staff::Meet { .. })) {
            let what =
                format!("[{}]: the desks of a fleet are staffed by `fleet.spare`, not for a promise", group.name);
            let place = self.view.key_place(&path);
            let fix = "write `agents = 1` with the group's `hours` in place of `meet`";
            self.report_problem(Diagnostic::error("conflict", what).at(&place, fix));
        }
        Ok(Some(built))
    }
}

/// Hands a template to the fleet of a variant. What desks count alike must have the same index in all of them.
pub fn build_template(
    layers: &mut Layers,
    view: &View,
    model: &mut Model,
    name: &str,
    mut template: Model,
) -> Result<(), Internal> {
    let path = Path::of(&["fleet", "template", name]);
    template.fleet = None;
    for (what, own, of_file) in [
        ("group", groups(&template), groups(model)),
        ("reason", reasons(&template), reasons(model)),
        ("population", populations(&template), populations(model)),
    ] {
        if let Some(new) = own.iter().find(|one| !of_file.contains(one)) {
            let problem = Diagnostic::error("conflict", format!("template {name:?} adds a {what} of its own, {new:?}"));
            let fix = format!("write [{what}.{new}] in the file: the desks of a fleet have the same {what}s");
            layers.found.push(problem.at(&view.key_place(&path), fix));
        }
    }
    let Some(fleet) = &mut model.fleet else { return Ok(()) };
    fleet.templates.push(Template {
        name: name.to_string(),
        title: view.get(&path.join("title")).unwrap_or_default(),
        share: view.need::<Share>(&path.join("share"))?.0,
        model: template,
    });
    Ok(())
}

fn groups(model: &Model) -> Vec<&str> {
    model.desk.groups.iter().map(|group| group.name.as_str()).collect()
}

fn reasons(model: &Model) -> Vec<&str> {
    model.reasons.iter().map(|reason| reason.name.as_str()).collect()
}

fn populations(model: &Model) -> Vec<&str> {
    model.populations.iter().map(|population| population.name.as_str()).collect()
}
