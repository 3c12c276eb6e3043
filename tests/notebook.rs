//! The notebooks run on fresh output, in an environment of their own under `target/venv`.

use std::path::{Path, PathBuf};
use std::process::Command;

const REQUIREMENTS: &str = include_str!("../notebooks/requirements.txt");

/// Runs a command to its end; its last words if it fails or cannot start.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_string();
    if output.status.success() {
        return Ok(said(&output.stdout));
    }
    Err(format!("{command:?}\n{}\n{}", said(&output.stdout), said(&output.stderr)))
}

/// Python of the environment, made or renewed when the requirements changed.
fn python() -> Result<PathBuf, String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv");
    let interpreter = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let mark = home.join("chatfare.requirements");
    if interpreter.exists() && std::fs::read_to_string(&mark).is_ok_and(|text| text == REQUIREMENTS) {
        return Ok(interpreter);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks/requirements.txt");
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(&interpreter).args(install).arg(requirements))?;
    std::fs::write(mark, REQUIREMENTS).map_err(|error| error.to_string())?;
    Ok(interpreter)
}

#[test]
fn the_first_notebook_redraws_a_fresh_run_of_the_launch() {
    let python = match python() {
        Ok(python) => python,
        Err(why) if std::env::var_os("CI").is_some() => panic!("the notebooks need Python 3 with venv and pip:\n{why}"),
        Err(why) => {
            eprintln!("SKIPPED: the notebooks were not run, since Python 3 with venv and pip is missing:\n{why}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    let results = folder.path().join("output/launch-2018");
    let chatfare = Command::new(env!("CARGO_BIN_EXE_chatfare"))
        .args(["run", "scenarios/launch-2018.toml", "--quiet", "--set", "run.replications=2", "--out"])
        .arg(&results)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("it starts");
    assert_eq!(chatfare.status.code(), Some(0), "{}", String::from_utf8_lossy(&chatfare.stderr));
    let notebook = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks/01-first-run.ipynb");
    let said = run(Command::new(&python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notebook/execute.py"))
        .args([&notebook, folder.path()])
        .env("CHATFARE_RESULTS", &results)
        .env("MPLCONFIGDIR", folder.path())
        .env("IPYTHONDIR", folder.path()))
    .unwrap_or_else(|why| panic!("{why}"));
    assert!(said.starts_with("2 pictures; messages: ") && said.contains("cheaper per resolved contact"), "{said}");
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let line =
        readme.split("| polars | `").nth(1).and_then(|rest| rest.split('`').next()).expect("the line for polars");
    let program = format!("import polars as pl; print({line}['variant'].unique().sort().to_list())");
    let read = run(Command::new(&python).args(["-c", &program]).current_dir(folder.path()))
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(read, "['messages', 'phone']");
}
