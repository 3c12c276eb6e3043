//! What the desk does, event by event, where every instant can be worked out by hand.

mod agents;
mod app;
mod bot;
mod bot_turns;
mod by_telephone;
mod calls;
mod costs;
mod details;
mod inactivity;
mod late;
mod limits;
mod measures;
mod outbound;
mod promise;
mod release;
mod routing;
mod second_tier;
mod shift_ends;
mod silent;
mod staff;
mod turns;
mod two_channels;
mod value;
mod voice;
mod wallet;
