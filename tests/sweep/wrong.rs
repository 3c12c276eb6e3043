//! What is wrong with an axis is said at once, with its place and its cure.

use super::bench::{folder, refused};

#[test]
fn axes_that_cannot_be() {
    let folder = folder(
        "[sweep]\nmetrics = [\"cost_per_resolve\"]\n[sweep.axis]\n\"group.team.agnts\" = [1, 2]\n\
                         \"run.seed\" = [1, 2]\n\"group.*.wage\" = \"1 EUR to 2 EUR\"\n",
    );
    let said = refused(folder.path(), &["sweep", "kiosk.toml"]);
    for part in [
        "`group.team.agnts` is no setting",
        "`run` is common to all points",
        "there is no metric \"cost_per_resolve\"",
        "how many values has `group.*.wage`?",
        "kiosk.toml:44:",
    ] {
        assert!(said.contains(part), "{part:?} is not in\n{said}");
    }
}

/// A value that cannot be read does not hide what else is wrong with the axes.
#[test]
fn ends_in_two_units_beside_other_mistakes() {
    let folder = folder(
        "[sweep]\nmetrics = [\"cost_per_resolve\"]\n[sweep.axis]\n\"desk.answer.quiet\" = \"1 s to 1 min in 3 steps\"\n\
         \"group.team.agnts\" = [1, 2]\n[sensitivity.input]\n\"reason.question.fanout\" = \"1 to 2\"\n",
    );
    let said = refused(folder.path(), &["sweep", "kiosk.toml"]);
    for part in [
        "the ends \"1 s\" and \"1 min\" are not written alike",
        "`group.team.agnts` is no setting",
        "there is no metric \"cost_per_resolve\"",
        "`reason.question.fanout` is no setting",
    ] {
        assert!(said.contains(part), "{part:?} is not in\n{said}");
    }
    assert_eq!(said.matches("error[").count(), 4, "{said}");
}

#[test]
fn a_value_that_the_loader_refuses_is_shown_with_its_axis() {
    let folder = folder("[sweep.axis]\n\"group.team.wage\" = [\"20 EUR\", \"25\"]\n\"group.team.agents\" = [1, 2]\n");
    let said = refused(folder.path(), &["sweep", "kiosk.toml"]);
    assert!(said.contains("kiosk.toml:40:32"), "{said}");
    assert!(said.contains("error[missing-unit]") && said.contains("^^"), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "the same fault of two points is said once:\n{said}");
}

#[test]
fn nothing_to_move_too_many_points_two_axes_of_one_setting() {
    let bare = folder("");
    assert!(refused(bare.path(), &["sweep", "kiosk.toml"]).contains("there is nothing to move"));
    let many = ["sweep", "kiosk.toml", "--axis", "group.team.wage=1 EUR to 2 EUR in 20000 steps"];
    let said = refused(bare.path(), &many);
    assert!(said.contains("20000 points"), "{said}");
    let many = ["sweep", "kiosk.toml", "--axis", "group.team.agents=1 to 1000000000000 by 1"];
    let said = refused(bare.path(), &many);
    assert!(said.contains("more than 100000 values"), "{said}");
    let between = ["sweep", "kiosk.toml", "--axis", "group.team.agents=1 to 3 in 5 steps"];
    assert!(refused(bare.path(), &between).contains("has values between whole numbers"));
    let half = ["sweep", "kiosk.toml", "--axis", "group.team.agents=1 to 3 by 0.5"];
    assert!(refused(bare.path(), &half).contains("expected whole number"), "one and a half agents");
    let twice = folder("[sweep.axis]\n\"group.*.wage\" = [\"1 EUR\"]\n\"group.team.wage\" = [\"1 EUR\"]\n");
    let said = refused(twice.path(), &["sweep", "kiosk.toml"]);
    assert!(said.contains("`group.*.wage` and `group.team.wage` move one setting"), "{said}");
    let said = refused(bare.path(), &["sensitivity", "kiosk.toml"]);
    assert!(said.contains("no input has a range"), "{said}");
}
