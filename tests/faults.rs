//! The faults planted on purpose (`tests/faults/run.sh`) can still be planted: each patch finds the lines that it changes.

use std::path::Path;

/// (file, lines that must stand there) of each hunk.
fn hunks(patch: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut file = String::new();
    for line in patch.lines() {
        match line.split_at_checked(1) {
            _ if line.starts_with("--- a/") => file = line["--- a/".len()..].to_string(),
            _ if line.starts_with("@@") => found.push((file.clone(), String::new())),
            Some((" " | "-", kept)) if !line.starts_with("---") => {
                if let Some((_, lines)) = found.last_mut() {
                    *lines += kept;
                    *lines += "\n";
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn planted_faults_fit_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let patches = std::fs::read_dir(root.join("tests/faults")).expect("a folder").map(|e| e.expect("an entry").path());
    let patches: Vec<_> = patches.filter(|path| path.extension().is_some_and(|end| end == "patch")).collect();
    assert_eq!(patches.len(), 5);
    for patch in patches {
        let hunks = hunks(&std::fs::read_to_string(&patch).expect("text"));
        assert!(!hunks.is_empty(), "{}", patch.display());
        for (file, lines) in hunks {
            let code = std::fs::read_to_string(root.join(&file)).expect("the file of a patch");
            assert!(code.contains(&lines), "{} does not fit {file}:\n{lines}", patch.display());
        }
    }
}
