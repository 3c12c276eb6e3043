//! A file appears whole or not at all: write under a temporary name in the target folder, then rename.

use std::io::{self, Write};
use std::path::Path;

/// Writes `bytes` to `path`, creating its folder; readers see the old file or the new one, never a part.
///
/// # Errors
/// What the system says, with the step and the file in front.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|e| said(e, "cannot create the folder", folder))?;
    let mut file = tempfile::Builder::new()
        .prefix(".part-")
        .tempfile_in(folder)
        .map_err(|e| said(e, "cannot write in the folder", folder))?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|e| said(e, "cannot write", path))?;
    readable(file.as_file()).map_err(|e| said(e, "cannot set the mode of", path))?;
    file.persist(path).map_err(|e| said(e.error, "cannot put in place", path))?;
    Ok(())
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
