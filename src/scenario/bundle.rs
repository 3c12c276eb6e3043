//! A scenario's texts packed, so that it can be read again on another machine, and unpacked into a folder.

use super::layers::Layers;
use super::model::Bundle;
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Folders above the main file's that a bundle may reach into.
const MOST_UP: usize = 8;

/// All files read; `None` if one of them is named by an absolute path, which means nothing elsewhere.
pub fn bundle(layers: &Layers, sets: &[String]) -> Option<Bundle> {
    let (_, main) = layers.files.first()?;
    let folder = main.parent().unwrap_or(Path::new(""));
    let mut files = BTreeMap::new();
    for (offset, path) in &layers.files {
        let text = layers.sources.at(*offset)?.text.to_string();
        files.insert(relative(path, folder)?, text);
    }
    Some(Bundle { main: relative(main, folder)?, files, sets: sets.to_vec(), together: Vec::new() })
}

/// A path below (or, with `..`, beside) a folder, without detours; `-` is called `stdin.toml`.
pub(super) fn relative(path: &Path, folder: &Path) -> Option<String> {
    if path == Path::new("-") {
        return Some("stdin.toml".to_string());
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.strip_prefix(folder).ok()?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            Component::ParentDir => parts.push(".."),
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

impl Bundle {
    /// Writes the files below `folder` and returns the path of the main one.
    ///
    /// # Errors
    /// A file name that leads outside the folder, input and output.
    pub fn unpack(&self, folder: &Path) -> io::Result<PathBuf> {
        let up = self.files.keys().map(|name| name.split('/').take_while(|part| *part == "..").count()).max();
        let depth = up.unwrap_or(0);
        if depth > MOST_UP {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a file stands too many folders above the scenario",
            ));
        }
        let mut home = folder.to_path_buf();
        (0..depth).for_each(|level| home.push(format!("level-{level}")));
        std::fs::create_dir_all(&home)?;
        for (name, text) in &self.files {
            let path = inside(&home, name).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{name:?} is not a name of a file"))
            })?;
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, text)?;
        }
        inside(&home, &self.main).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the scenario has no name"))
    }
}

/// The path of a bundled name: `..` only in front, nothing absolute, no tricks.
fn inside(home: &Path, name: &str) -> Option<PathBuf> {
    let up = name.split('/').take_while(|part| *part == "..").count();
    let rest: Vec<&str> = name.split('/').skip(up).collect();
    let plain = |part: &&str| !part.is_empty() && *part != ".." && *part != "." && !part.contains(['\\', ':']);
    if rest.is_empty() || !rest.iter().all(plain) {
        return None;
    }
    let mut path = home.to_path_buf();
    for _ in 0..up {
        path.pop();
    }
    path.extend(rest);
    Some(path)
}
