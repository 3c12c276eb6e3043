//! `init`, `validate`, `explain`, `schema`, `presets`, `completions`, `man`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the command in the package folder.
fn chatfare(args: &[&str]) -> Output {
    command(args).output().expect("it starts")
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
    command.args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn init_writes_a_scenario_that_validates_and_never_overwrites() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| command(args).current_dir(folder.path()).output().expect("it starts");
    let first = run(&["init"]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(first.stdout.is_empty() && folder.path().join("scenario.schema.json").is_file());
    let before = std::fs::read(folder.path().join("scenario.toml")).expect("written");
    let second = run(&["init"]);
    assert_eq!(second.status.code(), Some(3));
    assert!(stderr(&second).contains("there already"));
    assert_eq!(std::fs::read(folder.path().join("scenario.toml")).expect("kept"), before);
    let good = run(&["validate", "scenario.toml"]);
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    assert!(stdout(&good).starts_with("scenario.toml: good\n") && good.stderr.is_empty());
    assert_eq!(run(&["init", "--preset", "retail-eu", "retail.toml"]).status.code(), Some(0));
    assert_eq!(run(&["validate", "retail.toml"]).status.code(), Some(0));
    assert_eq!(run(&["init", "--preset", "nothing", "x.toml"]).status.code(), Some(2));
}

#[test]
fn validate_tells_what_would_run() {
    let text = stdout(&chatfare(&["validate", "tests/good/launch.toml"]));
    assert!(text.contains("8 variants × 30 replications, 2018-08-01 to 2018-09-01 (Europe/Paris)"), "{text}");
    assert!(text.contains("values are assumptions; hash "), "{text}");
}

/// Price games are checked as what they are, with every scenario that they name; other commands say what they are.
#[test]
fn price_games_are_no_scenarios() {
    let game = "scenarios/price-free-window.toml";
    let good = chatfare(&["validate", game, "--set", "run.replications=3"]);
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    assert!(
        stdout(&good).contains("16 ways to work") && stdout(&good).contains("; 3 replications"),
        "{}",
        stdout(&good)
    );
    let wrong = chatfare(&["validate", game, "--set", "platform.prices=[0.1, -2]"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("-2") && stderr(&wrong).contains("1 error\n"), "{}", stderr(&wrong));
    let away = chatfare(&["validate", game, "--set", "segment.agent.scenario=\"nowhere.toml\""]);
    assert!(away.status.code() == Some(2) && stderr(&away).contains("nowhere.toml"), "{}", stderr(&away));
    for word in ["run", "sweep", "explain"] {
        let said = stderr(&chatfare(&[word, game]));
        assert!(said.contains("`chatfare price FILE` plays it") && said.matches("error").count() == 1, "{said}");
    }
}

#[test]
fn validate_prints_the_transcript_and_exits_with_2() {
    let output = chatfare(&["validate", "tests/wrong/two-mistakes.toml", "tests/good/launch.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let golden = std::fs::read_to_string("tests/wrong/two-mistakes.stderr").expect("there");
    assert_eq!(stderr(&output), format!("{golden}tests/wrong/two-mistakes.toml: 2 errors\n"));
    assert!(stdout(&output).contains("tests/good/launch.toml: good"));
}

#[test]
fn a_file_that_is_not_there_is_an_input_error() {
    let output = chatfare(&["validate", "no/such/file.toml"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("cannot read no/such/file.toml: no such file"), "{}", stderr(&output));
}

#[test]
fn wrong_usage_exits_with_2_and_help_with_0() {
    assert_eq!(chatfare(&["frobnicate"]).status.code(), Some(2));
    assert_eq!(chatfare(&["validate"]).status.code(), Some(2));
    for command in [
        "init",
        "validate",
        "bill",
        "explain",
        "compare",
        "merge",
        "rerun",
        "runs",
        "schema",
        "presets",
        "completions",
        "man",
    ] {
        let help = chatfare(&[command, "--help"]);
        assert_eq!(help.status.code(), Some(0));
        let examples = stdout(&help).matches(&format!("  chatfare {command}")).count();
        assert!(examples >= 2, "{command} has {examples} examples");
    }
    assert!(stdout(&chatfare(&["--help"])).contains("130  interrupted"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let wrong = ["validate", "tests/wrong/two-mistakes.toml"];
    assert!(!stderr(&chatfare(&wrong)).contains('\u{1b}'), "piped");
    let forced = command(&wrong).env("CLICOLOR_FORCE", "1").output().expect("it starts");
    assert!(stderr(&forced).contains('\u{1b}'), "forced");
    let off = command(&wrong).env("NO_COLOR", "1").output().expect("it starts");
    assert!(!stderr(&off).contains('\u{1b}'), "NO_COLOR");
    let always = command(&wrong).args(["--color", "always"]).env("NO_COLOR", "1").output().expect("it starts");
    assert!(stderr(&always).contains('\u{1b}'), "--color always");
}

#[test]
fn machine_readable_problems_are_json_lines_on_stdout() {
    let output = chatfare(&["validate", "tests/wrong/two-mistakes.toml", "--message-format", "json", "-q"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stderr.is_empty(), "{}", stderr(&output));
    for line in stdout(&output).lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(object["code"].is_string() && object["line"].is_u64());
    }
}

#[test]
fn a_scenario_can_come_through_a_pipe() {
    let mut child = command(&["validate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("piped").write_all(b"[run]\nlead = 7\n").expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--> <stdin>:2:8"), "{}", stderr(&output));
}

#[test]
fn a_closed_pipe_is_success() {
    let mut child = command(&["schema"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("piped"));
    reader.read_line(&mut line).expect("read");
    drop(reader);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn explain_tells_values_settings_and_codes() {
    let values = stdout(&chatfare(&["explain", "tests/good/launch.toml", "--origin", "--set", "run.seed=7"]));
    assert!(values.contains("run.seed = 7  # --set #1; replaces 2018 (tests/good/launch.toml:13)\n"), "{values}");
    assert!(values.contains("call_center.menu = \"25 s\"  # preset call-center-eu; assumption\n"), "{values}");
    assert!(values.lines().last().is_some_and(|l| l.contains("are assumptions; hash")));
    let setting = stdout(&chatfare(&["explain", "reason.NAME.patience"]));
    assert!(setting.contains("default: \"never\"") && setting.contains("an assumption: nobody gives up"), "{setting}");
    let code = stdout(&chatfare(&["explain", "missing-unit"]));
    assert!(code.contains("Wrong:") && code.contains("Right:"));
    let unknown = chatfare(&["explain", "patiens"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean `patience`?"));
    assert!(stdout(&chatfare(&["explain"])).contains("[reason.NAME]"));
}

#[test]
fn schema_presets_completions_and_man() {
    let schema: serde_json::Value = serde_json::from_str(&stdout(&chatfare(&["schema"]))).expect("JSON");
    assert_eq!(schema["title"], "chatfare scenario");
    let presets = stdout(&chatfare(&["presets"]));
    assert!(presets.lines().count() >= 4 && presets.starts_with("retail-eu "), "{presets}");
    assert!(stdout(&chatfare(&["presets", "retail-eu"])).contains("[reason.delivery]"));
    assert_eq!(chatfare(&["presets", "nothing"]).status.code(), Some(2));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&chatfare(&["completions", shell])).contains("validate"), "{shell}");
    }
    assert!(stdout(&chatfare(&["man"])).starts_with(".ie"), "roff");
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("man1");
    assert_eq!(chatfare(&["man", target.to_str().expect("UTF-8")]).status.code(), Some(0));
    assert!(target.join("chatfare-validate.1").is_file() && target.join("chatfare.1").is_file());
    assert!(Path::new("data/starter.toml").is_file());
}
