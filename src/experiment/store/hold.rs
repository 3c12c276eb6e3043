//! One writer a results folder: two runs that end in one folder would leave a mix under a manifest that calls it whole.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Keeps other writers out of a results folder as long as it lives.
#[derive(Debug)]
pub struct Hold {
    /// The folder itself is locked: no file is left, and the lock ends with the process, however it ends. `None`: this system
    /// locks no folders.
    _folder: Option<File>,
}

impl Hold {
    /// Takes a results folder, which is created if there is none. Shards (`shared`) write chunks alone and leave room for each
    /// other.
    ///
    /// # Errors
    /// Another process writes there; the folder cannot be created.
    pub fn take(out: &Path, shared: bool) -> io::Result<Hold> {
        if out.is_file() {
            let why = format!("{} is a file: name a folder with --out", out.display());
            return Err(io::Error::new(io::ErrorKind::NotADirectory, why));
        }
        std::fs::create_dir_all(out)
            .map_err(|error| io::Error::new(error.kind(), format!("cannot create {}: {error}", out.display())))?;
        // Where folders cannot be opened or locked nobody knows: go on.
        let Ok(folder) = File::open(out) else { return Ok(Hold { _folder: None }) };
        let taken = if shared { folder.try_lock_shared() } else { folder.try_lock() };
        match taken {
            Err(TryLockError::WouldBlock) => {
                let why = "another run writes there; wait for its end, or name another folder with --out";
                Err(io::Error::new(io::ErrorKind::ResourceBusy, format!("{}: {why}", out.display())))
            }
            Err(TryLockError::Error(_)) => Ok(Hold { _folder: None }),
            Ok(()) => Ok(Hold { _folder: Some(folder) }),
        }
    }
}
