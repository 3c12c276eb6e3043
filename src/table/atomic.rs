//! A file appears whole or not at all: write under a temporary name in the target folder, then rename.
//!
//! A temporary file is locked as long as somebody writes it. One that is not was left by a process that was killed: whoever
//! writes into the folder next removes it.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How the name of a file begins that is not yet whole.
pub(super) const TEMPORARY: &str = ".part-";

/// Writes `bytes` to `path`, creating its folder; readers see the old file or the new one, never a part.
///
/// # Errors
/// What the system says, with the step and the file in front.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let pending = pending(path)?;
    let mut file = pending.file()?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|e| said(e, "cannot write", path))?;
    pending.persist().map(|_| ())
}

/// A file under a temporary name in its folder; dropped unless it is put in place.
pub(super) struct Pending {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

/// Opens a temporary file beside `path`, creating the folder; what dead processes left of such files is removed.
///
/// # Errors
/// What the system says, with the step and the folder in front.
pub(super) fn pending(path: &Path) -> io::Result<Pending> {
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|e| said(e, "cannot create the folder", folder))?;
    remove_dead(folder);
    loop {
        let file = tempfile::Builder::new()
            .prefix(TEMPORARY)
            .tempfile_in(folder)
            .map_err(|e| said(e, "cannot write in the folder", folder))?;
        // Where the system knows no locks nobody takes this file for a dead one either.
        let locked = file.as_file().lock().is_ok();
        // Somebody may have found it before it was locked.
        if !locked || file.path().exists() {
            return Ok(Pending { file, path: path.to_path_buf() });
        }
    }
}

/// Removes temporary files that nobody writes any more.
fn remove_dead(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY)) {
        let Ok(file) = File::open(entry.path()) else { continue };
        if file.try_lock().is_ok() {
            // Who cannot remove it can still write beside it. The lock is kept until it is gone: its owner may be about to take it.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

impl Pending {
    /// A handle to write by.
    pub(super) fn file(&self) -> io::Result<std::fs::File> {
        self.file.as_file().try_clone().map_err(|e| said(e, "cannot write", &self.path))
    }

    /// Puts the file in place.
    pub(super) fn persist(self) -> io::Result<PathBuf> {
        readable(self.file.as_file()).map_err(|e| said(e, "cannot set the mode of", &self.path))?;
        self.file.persist(&self.path).map_err(|e| said(e.error, "cannot put in place", &self.path))?;
        Ok(self.path)
    }
}

/// Temporary files are private to their owner; a result is for everybody the folder lets in.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// The error with the step and the file in front; the kind stays, so that the exit code can follow it.
fn said(error: io::Error, step: &str, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{step} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// What a killed process left goes, what somebody still writes stays, so does every other file.
    #[test]
    fn only_dead_parts_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at(".part-dead"), "half").expect("a file");
        std::fs::write(at(".particular"), "mine").expect("a file");
        let alive = pending(&at("alive.csv")).expect("a file");
        write_atomic(&at("whole.csv"), b"1\n").expect("a file");
        let left = names(folder.path());
        assert_eq!(left.len(), 3, "{left:?}");
        assert!(left.iter().any(|name| name.starts_with(TEMPORARY)) && !left.contains(&".part-dead".to_string()));
        alive.persist().expect("in place");
        assert_eq!(names(folder.path()), [".particular", "alive.csv", "whole.csv"]);
    }

    /// Writers side by side in one folder, each of whom removes dead files, never lose one.
    #[test]
    fn writers_side_by_side_lose_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    for number in 0..40 {
                        write_atomic(&folder.join(format!("{writer}-{number}")), b"x").expect("a file");
                    }
                });
            }
        });
        assert_eq!(names(folder.path()).len(), 320);
    }
}
