//! Files of text, read up to a limit, and what they are called.

use std::io::Read;
use std::path::Path as FilePath;

use crate::units::open_plain;

/// Bytes of all files of a scenario.
pub(super) const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A text file (`-` is standard input), or why it cannot be read. At most one byte more than the limit is read.
pub fn read_text(path: &FilePath) -> Result<String, String> {
    let mut bytes = Vec::new();
    let limit = MOST_BYTES as u64 + 1;
    let result = if path == FilePath::new("-") {
        std::io::stdin().take(limit).read_to_end(&mut bytes)
    } else {
        open_plain(path).and_then(|f| f.take(limit).read_to_end(&mut bytes))
    };
    result.map_err(|e| reason(&e))?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_string())
}

/// The reason of a failure in stable words.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_string(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_string(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_string(),
        _ => error.to_string(),
    }
}

/// What two spellings of one file have in common.
pub(super) fn identity(path: &FilePath) -> String {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}

/// File name of an identity.
pub(super) fn short(identity: &str) -> String {
    FilePath::new(identity).file_name().map_or(identity.to_string(), |n| n.to_string_lossy().into_owned())
}
