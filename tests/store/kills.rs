//! The program killed at a moment that nobody knows beforehand.

use super::bench::{program, stderr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A small generator for moments: the moments are random, the results may not be.
pub struct Moments(u64);

impl Moments {
    /// Others each time.
    pub fn now() -> Moments {
        let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
        Moments(u64::try_from(time.as_nanos() & 0xffff_ffff).expect("32 bits") | 1)
    }

    /// One of so many first milliseconds.
    pub fn below(&mut self, millis: u64) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(self.0 % millis)
    }
}

/// Starts the program, sends the signal after a while; `true` if it ended by itself before.
pub fn disturbed(folder: &Path, args: &[&str], signal: &str, after: Duration) -> bool {
    let mut child = program(folder, args)
        .args(["-q", "--threads", "2"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    std::thread::sleep(after);
    if let Some(status) = child.try_wait().expect("a child") {
        assert_eq!(status.code(), Some(0));
        return true;
    }
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
    let output = child.wait_with_output().expect("it ends");
    if signal == "-INT" && sent.success() {
        // Ended by itself, interrupted tidily, or hit before it listened.
        assert!(matches!(output.status.code(), Some(0 | 130) | None), "{:?} {}", output.status, stderr(&output));
    }
    output.status.code() == Some(0)
}
