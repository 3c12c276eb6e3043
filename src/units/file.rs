//! Files that users name: only plain ones, and never more of them than was meant to be read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a tariff, a rate card, a mapping or another text beside a scenario or a log, at most: 16 MiB.
pub const MOST_TEXT: u64 = 16 << 20;
/// Bytes of a plan or a manifest at most: 256 MiB. It carries the texts of up to 16 MiB of each of its scenarios.
pub const MOST_PLAN: u64 = 256 << 20;

/// Opens a file for reading.
///
/// # Errors
/// Input and output; a pipe, a device or a socket: opening one may wait for ever, and it may never end. A pipe that is open
/// already, as the shell hands it over (`/dev/stdin`, `<(…)`), is taken.
pub fn open_plain(path: &Path) -> io::Result<File> {
    let kind = std::fs::metadata(path)?.file_type();
    let handed_over = ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder));
    if !(kind.is_file() || kind.is_dir() || handed_over) {
        return Err(io::Error::other("it is a pipe or a device, no plain file"));
    }
    File::open(path)
}

/// The text of a file of at most `most` bytes.
///
/// # Errors
/// As [`open_plain`]; more bytes, or bytes that are not UTF-8.
pub fn read_text_file(path: &Path, most: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    open_plain(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {} MiB", most >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::{MOST_TEXT, read_text_file};

    #[test]
    fn no_more_than_was_meant_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("text");
        std::fs::write(&file, "0123456789").expect("written");
        assert_eq!(read_text_file(&file, 10).expect("ten bytes"), "0123456789");
        assert!(read_text_file(&file, 9).expect_err("too many").to_string().contains("more than 0 MiB"));
        std::fs::write(&file, b"\xff").expect("written");
        assert!(read_text_file(&file, 9).expect_err("no text").to_string().contains("UTF-8"));
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let link = folder.path().join("rates.csv");
        std::os::unix::fs::symlink("/dev/zero", &link).expect("a link");
        let said = read_text_file(&link, MOST_TEXT).expect_err("a device").to_string();
        assert!(said.contains("no plain file"), "{said}");
    }
}
