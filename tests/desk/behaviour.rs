//! What the desk does, event by event, where every instant can be worked out by hand.

mod bot;
mod calls;
mod late;
mod release;
mod staff;
mod turns;
mod wallet;
