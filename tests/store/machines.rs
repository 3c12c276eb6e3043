//! The examples of `docs/many-machines` do what they say, with every shard run here.

use super::bench::{done, folder, same};
use std::path::Path;
use std::process::Command;

/// A folder for the path with the program under its name, and `parallel` where the system has none.
fn tools(at: &Path) -> String {
    let bin = at.join("bin");
    std::fs::create_dir(&bin).expect("a folder");
    let script = |name: &str, text: &str| {
        let path = bin.join(name);
        std::fs::write(&path, text).expect("written");
        let status = Command::new("chmod").arg("+x").arg(&path).status().expect("chmod");
        assert!(status.success());
    };
    script("chatfare", &format!("#!/bin/sh\nexec '{}' \"$@\" -q\n", env!("CARGO_BIN_EXE_chatfare")));
    script("parallel", "#!/bin/sh\nexec xargs -P 2 -I '{}' \"$@\"\n");
    format!("{}:{}", bin.display(), std::env::var("PATH").expect("a path"))
}

fn shell(at: &Path, path: &str, script: &str, variables: &[(&str, String)]) {
    let output = Command::new("sh")
        .args(["-c", script])
        .current_dir(at)
        .env("PATH", path)
        .envs(variables.iter().cloned())
        .output()
        .expect("sh");
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/many-machines").join(name);
    std::fs::read_to_string(path).expect("an example")
}

#[cfg(unix)]
#[test]
fn parallel_slurm_and_kubernetes_give_what_one_process_gives() {
    let folder = folder();
    let at = folder.path();
    let path = tools(at);
    let small = super::bench::TEXT.replace("replications = 12", "replications = 4");
    std::fs::write(at.join("shop.toml"), small).expect("written");
    done(at, &["run", "shop.toml", "--out", "one"]);
    let ends_alike = || {
        same(&at.join("one"), &at.join("output/joined"));
        std::fs::remove_dir_all(at.join("output")).expect("removed");
        std::fs::remove_dir_all(at.join("shards")).expect("removed");
    };

    shell(at, &path, &example("parallel.sh"), &[]);
    ends_alike();

    let merge = "chatfare merge shards/* --out output/joined";
    let slurm = example("shards.sbatch");
    assert!(slurm.contains("--array=1-7") && slurm.contains(merge));
    for task in 1..=7 {
        let variables = [("SLURM_ARRAY_TASK_ID", task.to_string()), ("SLURM_ARRAY_TASK_COUNT", "7".into())];
        shell(at, &path, &slurm, &variables);
    }
    shell(at, &path, merge, &[]);
    ends_alike();

    let job = example("job.yaml");
    assert!(job.contains("completions: 7") && job.contains(merge));
    let command = job.lines().find_map(|line| line.trim().strip_prefix("- chatfare ")).expect("a command");
    for index in 0..7 {
        shell(at, &path, &format!("chatfare {command}"), &[("JOB_COMPLETION_INDEX", index.to_string())]);
    }
    shell(at, &path, merge, &[]);
    ends_alike();
}
