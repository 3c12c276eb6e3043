//! A file appears whole or not at all: write under a temporary name in the target folder, then rename.

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

/// Opens a temporary file beside `path`, creating the folder.
///
/// # Errors
/// What the system says, with the step and the folder in front.
pub(super) fn pending(path: &Path) -> io::Result<Pending> {
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|e| said(e, "cannot create the folder", folder))?;
    let file = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(folder)
        .map_err(|e| said(e, "cannot write in the folder", folder))?;
    Ok(Pending { file, path: path.to_path_buf() })
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
