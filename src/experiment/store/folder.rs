//! The folder of chunk files: read, adopt what a killed process left, set aside what is damaged.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::record::{self, Name, heading};

/// Ending of a journal.
pub(super) const JOURNAL: &str = ".journal";
/// Ending of a sealed file.
const SEALED: &str = ".chunks";
/// Where damaged files go.
const ASIDE: &str = "set-aside";

/// Where a record stands.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) file: PathBuf,
    pub(super) at: u64,
    pub(super) length: usize,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) index: BTreeMap<Name, Span>,
    /// Sentences for the user.
    pub(super) notes: Vec<String>,
    /// Good lines of files that were set aside.
    pub(super) saved: Vec<(Name, String)>,
}

/// What is wrong with a file.
enum Damage {
    /// It does not begin as a chunk file does.
    Foreign,
    /// So many records do not match their checksums, or its name not its content.
    Damaged(usize),
}

/// Reads the folder and puts it in order. A folder that is not there is empty.
pub(super) fn read(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    for path in files(folder)? {
        if is(&path, SEALED) {
            sealed(&path, &mut found)?;
        } else {
            abandoned(&path, &mut found)?;
        }
    }
    // Records saved from one file may be whole in another one.
    let Found { index, saved, .. } = &mut found;
    saved.retain(|(name, _)| !index.contains_key(name));
    Ok(found)
}

/// Reads the folder and leaves it as it is.
pub(super) fn look(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    for path in files(folder)? {
        let text = text(&path)?;
        if text.starts_with(&heading()) {
            index(&path, &text, &mut found.index);
            let bad = lines(&text).1;
            if bad > 0 && is(&path, SEALED) {
                let records = if bad == 1 { "record" } else { "records" };
                found.notes.push(format!("{} holds {bad} damaged {records}", shown(&path)));
            }
        } else {
            found.notes.push(format!("{} is not a chunk file", shown(&path)));
        }
    }
    Ok(found)
}

/// Chunk files and journals in order of name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(said(error, "cannot read", folder)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| said(error, "cannot read", folder))?.path();
        if (is(&path, SEALED) || is(&path, JOURNAL)) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn is(path: &Path, ending: &str) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending))
}

/// A sealed file is whole, or it is set aside.
fn sealed(path: &Path, found: &mut Found) -> io::Result<()> {
    let bytes = std::fs::read(path).map_err(|error| said(error, "cannot read", path))?;
    let named = path.file_name().is_some_and(|name| name == sealed_name(&blake3::hash(&bytes)).as_str());
    let text = String::from_utf8_lossy(&bytes);
    if !text.starts_with(&heading()) {
        return set_aside(path, &Damage::Foreign, found);
    }
    let (good, bad) = lines(&text);
    if named && bad == 0 {
        index(path, &text, &mut found.index);
        return Ok(());
    }
    found.saved.extend(good);
    set_aside(path, &Damage::Damaged(bad), found)
}

/// A journal whose process lives is read; one whose process ended is sealed, its torn last line dropped.
fn abandoned(path: &Path, found: &mut Found) -> io::Result<()> {
    let file = File::options().read(true).write(true).open(path).map_err(|error| said(error, "cannot read", path))?;
    let lives = match file.try_lock() {
        Ok(()) => false,
        Err(TryLockError::WouldBlock) => true,
        // Where files cannot be locked nobody knows: leave it.
        Err(TryLockError::Error(_)) => true,
    };
    let text = text(path)?;
    if lives {
        index(path, &text, &mut found.index);
        return Ok(());
    }
    let Some(body) = text.strip_prefix(&heading()) else {
        // Killed before the heading was out: there is nothing in it.
        if heading().starts_with(text.as_str()) {
            return std::fs::remove_file(path).map_err(|error| said(error, "cannot remove", path));
        }
        return set_aside(path, &Damage::Foreign, found);
    };
    // What follows the last line break was being written.
    let whole = body.rfind('\n').map_or("", |end| &body[..=end]);
    let (good, bad) = lines(&format!("{}{whole}", heading()));
    if bad > 0 {
        found.saved.extend(good);
        return set_aside(path, &Damage::Damaged(bad), found);
    }
    let content = format!("{}{whole}", heading());
    let target = path.with_file_name(sealed_name(&blake3::hash(content.as_bytes())));
    crate::table::write_atomic(&target, content.as_bytes())?;
    std::fs::remove_file(path).map_err(|error| said(error, "cannot remove", path))?;
    index(&target, &content, &mut found.index);
    Ok(())
}

/// Good record lines, and how many are not.
fn lines(text: &str) -> (Vec<(Name, String)>, usize) {
    let mut good = Vec::new();
    let mut bad = 0;
    for line in text.split_inclusive('\n').skip(1) {
        match record::read(line) {
            Some((name, _)) => good.push((name, line.to_string())),
            None => bad += 1,
        }
    }
    (good, bad)
}

/// Adds where each good record of a file stands.
fn index(path: &Path, text: &str, index: &mut BTreeMap<Name, Span>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((name, _)) = record::read(line) {
            index.entry(name).or_insert(Span { file: path.to_path_buf(), at, length: line.len() });
        }
        at += line.len() as u64;
    }
}

fn set_aside(path: &Path, damage: &Damage, found: &mut Found) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default();
    let target = path.with_file_name(ASIDE).join(name);
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| said(error, "cannot create", folder))?;
    std::fs::rename(path, &target).map_err(|error| said(error, "cannot set aside", path))?;
    let why = match damage {
        Damage::Foreign => "is not a chunk file of this edition".to_string(),
        Damage::Damaged(0) => "is not what was written: its name does not fit its content".to_string(),
        Damage::Damaged(1) => "has a damaged record".to_string(),
        Damage::Damaged(bad) => format!("has {bad} damaged records"),
    };
    found.notes.push(format!(
        "{} {why}; it was set aside as {}/{ASIDE}/{}, and what is missing is computed again",
        shown(path),
        super::FOLDER,
        name.to_string_lossy()
    ));
    Ok(())
}

/// Name of a sealed file: the hash of what it holds.
pub(super) fn sealed_name(hash: &blake3::Hash) -> String {
    format!("{}{SEALED}", &hash.to_hex()[..16])
}

/// Temporary files are private to their owner; results are for everybody the folder lets in.
#[cfg(unix)]
pub(super) fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

fn text(path: &Path) -> io::Result<String> {
    let bytes = std::fs::read(path).map_err(|error| said(error, "cannot read", path))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|damaged| String::from_utf8_lossy(damaged.as_bytes()).into_owned()))
}

/// A path for messages: the last two names.
fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{}/{name}", super::FOLDER)
}

fn said(error: io::Error, step: &str, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{step} {}: {error}", path.display()))
}
