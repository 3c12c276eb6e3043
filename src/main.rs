//! The command `chatfare`.

fn main() {}
