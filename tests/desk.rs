//! The desk, always called through scenario files: against exact models, and against what one can work out by hand.

mod exact;
mod judge;
mod reference;
mod witness;
