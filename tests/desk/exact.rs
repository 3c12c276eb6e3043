//! Models of conversations with known answers, through scenario files.

mod ghosts;
mod silence;
