//! The commands of the README and of docs/contact-center.md run, exit as these say, and print what they show. `UPDATE_GOLDEN=1` writes what they print now.

use std::path::Path;
use std::process::Command;

/// A block of the README between fences.
struct Block {
    language: String,
    /// The comment above it without its arrows: `exit 2`, `shown`, `shown stderr`.
    mark: String,
    /// First line inside the fences, from 0.
    start: usize,
    lines: Vec<String>,
}

/// What the last command printed.
struct Printed {
    stdout: String,
    stderr: String,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    let mut mark = String::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(language) = line.strip_prefix("```") {
            match open.take() {
                Some(block) => found.push(block),
                None => {
                    let mark = std::mem::take(&mut mark);
                    open = Some(Block { language: language.into(), mark, start: number + 1, lines: Vec::new() });
                }
            }
        } else if let Some(block) = &mut open {
            block.lines.push(line.into());
        } else if let Some(comment) = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) {
            mark = comment.trim().into();
        } else if !line.trim().is_empty() {
            mark.clear();
        }
    }
    assert!(open.is_none(), "README.md: a fence is not closed");
    found
}

/// The command of the built program for a line of the README; `None` for what is no command of ours.
fn ours(line: &str) -> Option<String> {
    let line = line.trim();
    let own = line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("chatfare "))?;
    Some(format!("'{}' {own}", env!("CARGO_BIN_EXE_chatfare")))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { drop(std::fs::copy(entry.path(), target)) }
    }
}

fn run(line: &str, folder: &Path, expected: i32) -> Printed {
    let command = ours(line).unwrap_or_else(|| panic!("README.md: {line:?} is not run by any test"));
    let output = Command::new("sh").args(["-c", &command]).current_dir(folder).output().expect("sh");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let printed = Printed { stdout: text(&output.stdout), stderr: text(&output.stderr) };
    assert_eq!(output.status.code(), Some(expected), "README.md: {line}\n{}", printed.stderr);
    printed
}

#[test]
fn commands_do_what_the_readme_says() {
    assert!(commands_of("README.md") >= (15, 3));
}

#[test]
fn commands_do_what_the_page_on_contact_centres_says() {
    assert_eq!(commands_of("docs/contact-center.md"), (4, 4));
}

/// Runs the commands of a page and compares what it shows; returns how many of each.
fn commands_of(page: &str) -> (usize, usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(page)).expect(page);
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root.join("scenarios"), &folder.path().join("scenarios"));
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut fresh: Vec<String> = text.lines().map(String::from).collect();
    let (mut last, mut commands, mut shown) = (None, 0, 0);
    // What is shown is replaced from the end, so that earlier line numbers stay right.
    let mut changes = Vec::new();
    for block in blocks(&text) {
        match block.language.as_str() {
            "sh" => {
                let code = block.mark.strip_prefix("exit ").map_or(0, |code| code.parse().expect("a number"));
                for line in block.lines.iter().filter(|line| line.as_str() != "cargo test --release") {
                    last = Some(run(line, folder.path(), code));
                    commands += 1;
                }
            }
            "text" if block.mark.starts_with("shown") => {
                let printed = last.as_ref().expect("a command above");
                let now = if block.mark == "shown stderr" { &printed.stderr } else { &printed.stdout };
                let now: Vec<String> = now.trim_end().lines().map(|line| line.trim_end().to_string()).collect();
                shown += 1;
                if update {
                    changes.push((block.start..block.start + block.lines.len(), now));
                } else {
                    assert_eq!(
                        block.lines, now,
                        "{page}, line {}: run with UPDATE_GOLDEN=1 and read the change",
                        block.start
                    );
                }
            }
            other => panic!("{page}, line {}: what is a block of {other:?}?", block.start),
        }
    }
    if update {
        for (lines, now) in changes.into_iter().rev() {
            fresh.splice(lines, now);
        }
        std::fs::write(root.join(page), fresh.join("\n") + "\n").expect("writable");
    }
    (commands, shown)
}

#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).expect("docs/").map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<std::path::PathBuf> = docs.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    assert!(pages.len() >= 7, "{pages:?}");
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "output/README.md", "docs/many-machines/README.md"];
    pages.extend(others.iter().map(|page| root.join(page)));
    for page in pages.iter().map(|page| page.to_str().expect("a path")) {
        let text = std::fs::read_to_string(root.join(page)).expect(page);
        let folder = root.join(page);
        let folder = folder.parent().expect("a folder");
        for rest in text.split("](").skip(1) {
            let link = rest.split(')').next().unwrap_or_default();
            let path = link.split('#').next().unwrap_or_default();
            let there = link.starts_with("https://") || path.is_empty() || folder.join(path).exists();
            assert!(there, "{page}: nothing at {link}");
        }
    }
}
