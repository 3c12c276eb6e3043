//! The contacts that are alive: a store with reused places, one place = one leaf of the event list.

use crate::engine::draws::Entity;
use crate::facts::{Channel, FactId, Origin};

/// "No such time" for engine times of a contact.
pub const NEVER: i64 = i64::MAX;

/// "Never wrote" for the customer's last message.
pub const NOT_YET: i64 = i64::MIN;

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The place is free.
    Free,
    /// A notification was delivered; the customer will reply.
    Notified,
    /// The need will come up again (a repeat contact that is not open yet).
    Pending,
    /// The customer thinks before the next turn.
    Thinking,
    /// The bot prepares its answer.
    Bot,
    /// The policy keeps the turn from the agents for now.
    Withheld,
    /// In a queue of messages.
    Queued,
    /// The window closed; waits for the customer to write again.
    Parked,
    /// As `Parked`, the answer is already written.
    Written,
    /// An agent writes the answer.
    Serving,
    /// In the telephone menu.
    Menu,
    /// In a queue of calls.
    OnHold,
    /// Talking.
    Talking,
    /// Will call again after a failed attempt.
    Retrying,
    /// In a queue of messages, but the customer has left without a word.
    Left,
    /// An agent holds a place for somebody who has left.
    Detecting,
    /// Thinks; the conversation was closed for silence.
    Away,
    /// All is answered, nobody has said so: the place is held until the conversation is closed for silence.
    Lingering,
    /// Talking with the agent who passes the call on and the one who takes it over.
    Briefing,
    /// A notification waits for its turn to be sent.
    Sending,
    /// It was refused or lost, and is not yet to be sent again.
    Resting,
    /// On the list of those whom the dialler is to call.
    Listed,
    /// The dialler calls.
    Dialling,
    /// An agent calls, nobody answers.
    Ringing,
    /// The customer has hung up, the agent finishes his work.
    AfterCall,
    /// The last answer is sent, the agent finishes his work.
    AfterChat,
}

/// What has happened to a contact beyond the usual, a bit each; see [`Contact::marks`].
pub mod mark {
    /// It was passed on to the second group.
    pub const PASSED_ON: u8 = 1;
    /// An agent has begun with the open turn or call, and another is to go on with it.
    pub const BEGUN: u8 = 2;
    /// Who had begun went home: what is left is kept in `interrupted`.
    pub const HANDED: u8 = 4;
    /// A call-back, or the answer to a message left: no turn of the queue, after all callers.
    pub const LATER: u8 = 8;
    /// It left a message.
    pub const LEFT: u8 = 16;
    /// The dialler has it on a line.
    pub const DIALLED: u8 = 32;
}

/// One contact. Times are engine microseconds.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its place in the store, which is its leaf of the event list too.
    pub place: u32,
    /// What the event list holds for it.
    pub armed_at: i64,
    /// Key of its draws.
    pub entity: Entity,
    /// Index of its stream.
    pub stream: u16,
    /// Repeat number.
    pub generation: u16,
    /// Arrival number in the stream.
    pub ordinal: u32,
    /// The customer.
    pub customer: u64,
    /// When it was opened.
    pub opened_at: i64,
    /// First message of the open turn.
    pub turn_from: i64,
    /// The customer's last message in this contact.
    pub last_in: i64,
    /// When the window it opened closes.
    pub window_end: i64,
    /// Next event on the business's side.
    pub business_at: i64,
    /// Next event on the customer's side: the earliest of the three below, or the next turn, call or contact.
    pub customer_at: i64,
    /// Gives up. While an agent finishes his work after the contact: when the need comes back.
    pub patience_at: i64,
    /// Writes again while waiting; by phone, hears the announcement.
    pub reminder_at: i64,
    /// Next message of a burst.
    pub burst_at: i64,
    /// Work left, at speed 1.
    pub remaining: i64,
    /// When `remaining` was last brought up to date; of who waits for a second group, when he was passed on.
    pub updated_at: i64,
    /// Work of one message of the turn (bursts share the turn's work).
    pub work_a_message: i64,
    /// When an agent took the turn up.
    pub taken_at: i64,
    /// When the line was taken (calls); of a turn by message that was passed on or handed over, when it was first taken up.
    pub line_from: i64,
    /// Standard normal difficulty of the need.
    pub difficulty: f64,
    /// Order of entering the queue: validates queue entries.
    pub stamp: u64,
    /// If `shared`: where the times of the customer's messages are kept, over all his contacts.
    pub common: u32,
    /// Number used by the customer.
    pub number: u16,
    /// Country index.
    pub country: u16,
    /// Reason index.
    pub reason: u16,
    /// Hour of the week in which the turn arrived; `u16::MAX` outside the run.
    pub hour: u16,
    /// Messages of the turn that the next answer will cover. Of who is to be called back: 1 if that began inside the run.
    pub unserved: u16,
    /// Messages of the burst still to come.
    pub burst_left: u16,
    /// Turn of the need, from 0.
    pub turn: u16,
    /// Reminders sent since the open turn was last answered.
    pub reminders: u16,
    /// Answers that the open turn has had: a burst may be answered in parts.
    pub answered: u16,
    /// Attempts by phone so far; of a notification, how often it was sent; of who is called back, how often he was not reached.
    pub attempts: u16,
    /// Agent who serves (or holds) it.
    pub agent: u16,
    /// Facts of the present turn so far; apart from what identifies the contact, see [`Contact::id`].
    pub told: u16,
    /// Group of that agent; `NO_GROUP` if none.
    pub group: u8,
    /// Place among the agent's slots.
    pub slot: u8,
    /// Number of chats its agent had when `remaining` was brought up to date, if the speed depends on it.
    pub pace: u8,
    /// Where it stands.
    pub state: State,
    /// First channel.
    pub channel: Channel,
    /// Where it began.
    pub origin: Origin,
    /// The open turn contains a message through an ad.
    pub ad: bool,
    /// The customer is one of a population of stated size: other contacts may be his too.
    pub shared: bool,
    /// Somebody who serves the turn was on duty when it arrived inside the run.
    pub promised: bool,
    /// Groups whose own promise holds for the turn, a bit each in the order of [`ApartPlan`](super::promise::ApartPlan).
    pub promises: u32,
    /// Settled by the bot (or menu) alone.
    pub contained: bool,
    /// The call is placed by the business.
    pub outbound: bool,
    /// What the customer has waited since the contact was opened, in vain too, µs. This and `answers` are kept only where
    /// [`Extras::notes`](super::extras::plan::Extras::notes) says so.
    pub waited: i64,
    /// Answers that the contact has had.
    pub answers: u16,
    /// Bits of [`mark`]; none for most contacts.
    pub marks: u8,
    /// Group of the agent who served it last (`agent` is his number until another does); `NO_GROUP` if none.
    pub last_group: u8,
}

impl Contact {
    /// Identity of the contact's next fact. Put together when a fact is told: it would be read whole just after a part of
    /// it was written, which makes the processor wait.
    #[inline(always)]
    pub fn id(&self) -> FactId {
        let Contact { stream, generation, ordinal, turn, told, .. } = *self;
        FactId { stream, generation, ordinal, turn, k: told }
    }

    /// Is it to be called back, and not yet on the line?
    #[inline(always)]
    pub fn is_later(&self) -> bool {
        self.marks & (mark::LATER | mark::BEGUN) == mark::LATER
    }
}

/// No agent's group.
pub const NO_GROUP: u8 = u8::MAX;

/// The store: places are reused, first the one freed last.
#[derive(Debug, Default)]
pub struct Contacts {
    places: Vec<Contact>,
    free: Vec<u32>,
}

impl Contacts {
    /// Put a contact into a free place.
    #[inline(always)]
    pub fn insert(&mut self, mut contact: Contact) -> u32 {
        match self.free.pop() {
            Some(place) => {
                contact.place = place;
                self.places[place as usize] = contact;
                place
            }
            None => {
                let place = self.places.len() as u32;
                contact.place = place;
                self.places.push(contact);
                place
            }
        }
    }

    /// The place of a contact whose story has ended ([`State::Free`]) may be used again.
    #[inline]
    pub fn release(&mut self, place: u32) {
        self.free.push(place);
    }

    /// Places ever used.
    pub fn places(&self) -> usize {
        self.places.len()
    }
}

impl std::ops::Index<u32> for Contacts {
    type Output = Contact;
    #[inline]
    fn index(&self, place: u32) -> &Contact {
        &self.places[place as usize]
    }
}

impl std::ops::IndexMut<u32> for Contacts {
    #[inline]
    fn index_mut(&mut self, place: u32) -> &mut Contact {
        &mut self.places[place as usize]
    }
}
