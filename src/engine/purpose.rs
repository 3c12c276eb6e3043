//! What a draw is for: part of its name, so that two uses of chance never share a number.

/// What a draw decides. Part of the draw's name beside seed, replication, desk, contact, turn and k.
///
/// The number of a variant is part of every result ever stored: append new ones at the end, never renumber.
/// `turn` and `k` below say what the two further counters of [`Entity::draw`](super::draws::Entity::draw) mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Purpose {
    /// Gap of unit rate before a stream's arrival (entity: the contact that arrives); turn 1: how many others it brings,
    /// turn 2: after how long (k: which).
    Arrival = 0,
    /// Busyness factor of a day (entity: source and local date); turn 1 + h: score of its hour h. Under the entity of
    /// given counts: rounding of the day (turn 0) and of its hours (1), their shares (2).
    Busyness = 1,
    /// Which person of the population a contact is.
    Customer = 2,
    /// Whether that person had contact before (entity: the person, not the contact).
    Known = 3,
    /// Which business number the contact goes to.
    Number = 4,
    /// Number of turns, drawn at once.
    TurnCount = 5,
    /// Whether another turn follows, one coin a turn.
    Continue = 6,
    /// Normal score of the need's difficulty, common to all turns and both channels.
    Difficulty = 7,
    /// Handling time of a turn by message.
    Handling = 8,
    /// Handling time of the call.
    CallHandling = 9,
    /// Customer's time from an answer to the next turn.
    Thinking = 10,
    /// How long a turn may wait for its answer (k: how many it has had).
    Patience = 11,
    /// How long a caller waits (k: attempt).
    PhonePatience = 12,
    /// Number of messages in one turn of the customer.
    Burst = 13,
    /// Gap between them (k: which gap).
    BurstGap = 14,
    /// Whether the customer reminds (k: which reminder, and 2¹⁶ × the answers that the turn has had).
    Reminder = 15,
    /// Wait before it (k: as there).
    ReminderDelay = 16,
    /// Messages of one answer (k: how many the turn has had before).
    FanOut = 17,
    /// Whether the need was met.
    Resolved = 18,
    /// Whether an unmet need comes back.
    Repeat = 19,
    /// After how long.
    RepeatDelay = 20,
    /// Whether a customer who gave up waiting calls instead.
    Switch = 21,
    /// Whether the bot settles the contact alone.
    Bot = 22,
    /// Messages of a bot's answer (k: as there).
    BotFanOut = 23,
    /// Whether the menu settles the call alone.
    Menu = 24,
    /// Whether a caller who must wait leaves at once (k: attempt).
    Balking = 25,
    /// Whether a lost caller calls again (k: attempt).
    Retrial = 26,
    /// After how long (k: attempt).
    RetrialDelay = 27,
    /// Whether a notification arrives.
    Delivery = 28,
    /// Whether a delivered notification leads to a contact.
    Reply = 29,
    /// After how long.
    ReplyDelay = 30,
    /// Choice among equally good agents.
    Routing = 31,
    /// Free for experiments and tests; no room of the house uses it.
    Spare = 32,
    /// Order in which the replications of a block take the strata of a day's busyness (entity: source and local date, of a
    /// desk that there is not).
    Strata = 33,
    /// Whether who gives up in the queue leaves without a word.
    SilentLeaving = 34,
    /// How long a place is held for somebody who has left.
    Detection = 35,
    /// Whether the end of a conversation is not said.
    Unsaid = 36,
    /// Whether an answer is written in the phone app.
    PhoneApp = 37,
    /// Whether the bot settles a turn.
    BotTurn = 38,
    /// Whether the bot, settling a contact alone, missed the need.
    BotWrong = 39,
    /// Whether that customer comes back.
    BotReturn = 40,
    /// After how long.
    BotReturnDelay = 41,
    /// Tokens of an answer of the bot (k: which fact of the turn).
    BotTokens = 42,
    /// Whether a contact is passed on to a second group.
    Transfer = 43,
    /// Work of the second group (turn 1: by phone).
    SecondHandling = 44,
    /// Time that the first and the second agent spend together.
    Briefing = 45,
    /// How long a customer waits for the second group.
    SecondPatience = 46,
    /// Work of the agent after the customer has gone.
    AfterWork = 47,
    /// Speed of an agent (entity: the agent).
    AgentSpeed = 48,
    /// Whether a caller who is offered a call-back takes it (k: attempt).
    CallBack = 49,
    /// Whether who is called is reached (k: which try).
    Reached = 50,
    /// Whether a caller who got nobody leaves a message (k: attempt).
    LeaveMessage = 51,
    /// Whether a caller hangs up at an announcement (k: attempt).
    Announcement = 52,
    /// How long he waits after it (k: attempt).
    AnnouncedPatience = 53,
    /// Whether a refused or failed notification is sent again (k: which try).
    Resend = 54,
    /// Template of a desk of a fleet (entity: the desk).
    Template = 55,
    /// Place of a desk in the order in which businesses take theirs (entity: the desk), and how many a business takes (turn 1,
    /// entity: the business).
    Owner = 56,
    /// Whether a customer who may write calls.
    Channel = 57,
}

impl Purpose {
    /// Every purpose, in the order of its number.
    pub const ALL: [Purpose; 58] = [
        Purpose::Arrival,
        Purpose::Busyness,
        Purpose::Customer,
        Purpose::Known,
        Purpose::Number,
        Purpose::TurnCount,
        Purpose::Continue,
        Purpose::Difficulty,
        Purpose::Handling,
        Purpose::CallHandling,
        Purpose::Thinking,
        Purpose::Patience,
        Purpose::PhonePatience,
        Purpose::Burst,
        Purpose::BurstGap,
        Purpose::Reminder,
        Purpose::ReminderDelay,
        Purpose::FanOut,
        Purpose::Resolved,
        Purpose::Repeat,
        Purpose::RepeatDelay,
        Purpose::Switch,
        Purpose::Bot,
        Purpose::BotFanOut,
        Purpose::Menu,
        Purpose::Balking,
        Purpose::Retrial,
        Purpose::RetrialDelay,
        Purpose::Delivery,
        Purpose::Reply,
        Purpose::ReplyDelay,
        Purpose::Routing,
        Purpose::Spare,
        Purpose::Strata,
        Purpose::SilentLeaving,
        Purpose::Detection,
        Purpose::Unsaid,
        Purpose::PhoneApp,
        Purpose::BotTurn,
        Purpose::BotWrong,
        Purpose::BotReturn,
        Purpose::BotReturnDelay,
        Purpose::BotTokens,
        Purpose::Transfer,
        Purpose::SecondHandling,
        Purpose::Briefing,
        Purpose::SecondPatience,
        Purpose::AfterWork,
        Purpose::AgentSpeed,
        Purpose::CallBack,
        Purpose::Reached,
        Purpose::LeaveMessage,
        Purpose::Announcement,
        Purpose::AnnouncedPatience,
        Purpose::Resend,
        Purpose::Template,
        Purpose::Owner,
        Purpose::Channel,
    ];
}
