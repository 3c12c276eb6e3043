//! What a results folder is for: `plan.json`, written before anything runs, and the same facts out of a manifest.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::scenario::{Bundle, LoadOptions, Report, Scenario, load};
use crate::table::{Experiment, write_file};
use crate::units::{MOST_PLAN, read_text_file};

use super::host::Part;
use super::study::MODEL_VERSION;
use super::sweep::Reader;
use super::together::together;

/// File name below the results folder.
pub const PLAN: &str = "plan.json";
/// Name of the manifest.
const MANIFEST: &str = "manifest.json";

/// An experiment before it runs: enough to run it again, on any machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Version of the program.
    pub version: String,
    /// Version of the model.
    pub model_version: String,
    /// Name of the scenario.
    pub name: String,
    /// blake3 of the scenario's meaning.
    pub hash: String,
    /// Seed.
    pub seed: u64,
    /// Replications asked for.
    pub replications: u32,
    /// What is done with the scenario.
    #[serde(flatten)]
    pub experiment: Experiment,
    /// The texts it was read from; none if they cannot be packed.
    #[serde(default)]
    pub source: Option<Bundle>,
    /// The share that its folder holds, `2/4`; none: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
}

/// A manifest's part that repeats the plan.
#[derive(Deserialize)]
struct Manifest {
    result: Plan,
    source: Option<Bundle>,
}

/// Why a plan cannot be run again.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot be read, or its texts cannot be unpacked.
    File(String),
    /// It was made by another program or holds no texts.
    Plan(String),
    /// Its texts are refused.
    Scenario(Report),
}

impl Plan {
    /// The plan of a scenario.
    pub fn of(scenario: &Scenario) -> Plan {
        Plan {
            version: env!("CARGO_PKG_VERSION").into(),
            model_version: MODEL_VERSION.into(),
            name: scenario.name.clone(),
            hash: scenario.hash.clone(),
            seed: scenario.run.seed,
            replications: scenario.run.replications,
            experiment: Experiment::default(),
            source: scenario.source.clone(),
            shard: None,
        }
    }

    /// The plan of a share.
    pub fn of_part(self, part: Part) -> Plan {
        let shard = match part {
            Part::Shard { index, of } => Some(format!("{}/{of}", index + 1)),
            _ => None,
        };
        Plan { shard, ..self }
    }

    /// Writes it below a results folder.
    ///
    /// # Errors
    /// Input and output.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        write_file(out, PLAN, text.as_bytes()).map(drop)
    }

    /// The plan of a results folder, or of a manifest or plan file. In a folder the manifest speaks, whose results are whole,
    /// even if another run was begun there later.
    ///
    /// # Errors
    /// [`Trouble::File`].
    pub fn read(path: &Path) -> Result<Plan, Trouble> {
        Plan::first_of(path, [MANIFEST, PLAN])
    }

    /// The plan of what was begun last in a results folder, whether it ended or not.
    ///
    /// # Errors
    /// [`Trouble::File`].
    pub fn begun(path: &Path) -> Result<Plan, Trouble> {
        Plan::first_of(path, [PLAN, MANIFEST])
    }

    /// Do two plans ask for the same?
    pub fn asks_as(&self, other: &Plan) -> bool {
        let asked = |plan: &Plan| (plan.hash.clone(), plan.seed, plan.replications, plan.experiment.clone());
        asked(self) == asked(other)
    }

    fn first_of(path: &Path, names: [&str; 2]) -> Result<Plan, Trouble> {
        let file = match path.is_dir() {
            true => names.map(|name| path.join(name)).into_iter().find(|file| file.is_file()),
            false => Some(path.to_path_buf()),
        };
        let none = || format!("{} holds no results: it has neither {PLAN} nor {MANIFEST}", path.display());
        let file = file.ok_or_else(|| Trouble::File(none()))?;
        let said = |why: String| Trouble::File(format!("cannot read {}: {why}", file.display()));
        let text = read_text_file(&file, MOST_PLAN).map_err(|error| said(error.to_string()))?;
        if let Ok(whole) = serde_json::from_str::<Manifest>(&text) {
            return Ok(Plan { source: whole.source, ..whole.result });
        }
        serde_json::from_str(&text).map_err(|error| said(format!("it is no manifest and no plan ({error})")))
    }

    /// The scenario, read from the plan's own texts and checked to mean the same. They are unpacked below `folder`, which must live
    /// as long as the scenario is used: tariffs of the user's own are read when it is run.
    ///
    /// # Errors
    /// Texts that are missing, refused, or mean something else to this program.
    pub fn scenario(&self, options: LoadOptions, folder: &Path) -> Result<Scenario, Trouble> {
        let bundle = self.bundle()?;
        let mut scenario = match bundle.together.is_empty() {
            true => unpack(bundle, options, folder)?,
            false => {
                let mut parts = Vec::new();
                for (place, member) in bundle.together.iter().enumerate() {
                    let below = folder.join(place.to_string());
                    let mut scenario = unpack(&member.bundle, options.clone(), &below)?;
                    scenario.name.clone_from(&member.name);
                    parts.push(scenario);
                }
                together(parts).map_err(|problems| Trouble::Plan(problems.join("; ")))?
            }
        };
        self.same(&scenario.hash)?;
        if let Some(baseline) = &self.experiment.baseline {
            let place = scenario.variants.iter().position(|variant| variant.name == *baseline);
            let none = || Trouble::Plan(format!("its scenario has no variant `{baseline}`"));
            scenario.baseline = place.ok_or_else(none)?;
        }
        scenario.name.clone_from(&self.name);
        Ok(scenario)
    }

    /// A reader of points over the plan's own texts, and the scenario that it reads.
    ///
    /// # Errors
    /// As [`Plan::scenario`].
    pub fn reader(&self, options: LoadOptions) -> Result<(Reader, Scenario), Trouble> {
        let bundle = self.bundle()?;
        let folder = tempfile::tempdir().map_err(|error| not_unpacked(&error))?;
        let main = bundle.unpack(folder.path()).map_err(|error| not_unpacked(&error))?;
        let reader = Reader::unpacked(folder, main, LoadOptions { sets: bundle.sets.clone(), ..options });
        let mut scenario = reader.base().map_err(Trouble::Scenario)?;
        self.same(&scenario.hash)?;
        scenario.name.clone_from(&self.name);
        Ok((reader, scenario))
    }

    /// Unpacks its texts below `folder`: the main file of each scenario, and the arguments laid on top.
    ///
    /// # Errors
    /// Texts that are missing or cannot be written.
    pub fn unpacked(&self, folder: &Path) -> Result<(Vec<PathBuf>, Vec<String>), Trouble> {
        let bundle = self.bundle()?;
        let one = |bundle: &Bundle, below: &Path| bundle.unpack(below).map_err(|error| not_unpacked(&error));
        let Some(first) = bundle.together.first() else { return Ok((vec![one(bundle, folder)?], bundle.sets.clone())) };
        let places = bundle.together.iter().enumerate();
        let files = places.map(|(place, member)| one(&member.bundle, &folder.join(place.to_string())));
        Ok((files.collect::<Result<_, _>>()?, first.bundle.sets.clone()))
    }

    fn bundle(&self) -> Result<&Bundle, Trouble> {
        let why = "its scenario names files by absolute paths, so it holds no texts to run again";
        self.source.as_ref().ok_or_else(|| Trouble::Plan(why.into()))
    }

    /// Does the scenario still mean what it meant?
    ///
    /// # Errors
    /// Another hash.
    pub fn same(&self, hash: &str) -> Result<(), Trouble> {
        if hash == self.hash {
            return Ok(());
        }
        Err(Trouble::Plan(format!(
            "its scenario means something else to this version of chatfare ({}) than to the one that made it ({})",
            env!("CARGO_PKG_VERSION"),
            self.version
        )))
    }
}

/// Reads a bundle in a folder, which must live as long as the scenario is used.
fn unpack(bundle: &Bundle, options: LoadOptions, folder: &Path) -> Result<Scenario, Trouble> {
    let main = bundle.unpack(folder).map_err(|error| not_unpacked(&error))?;
    load(&main, &LoadOptions { sets: bundle.sets.clone(), ..options }).map_err(Trouble::Scenario)
}

fn not_unpacked(error: &io::Error) -> Trouble {
    Trouble::File(format!("cannot unpack the scenario: {error}"))
}
