//! The columns of a log: their names, what they mean, and the cells of one row.

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // said once, in COLUMNS
pub enum Field {
    Id,
    Time,
    Business,
    Account,
    Number,
    Customer,
    Phone,
    Country,
    Direction,
    Kind,
    Category,
    Entry,
    Status,
    SentAt,
    Network,
    Seconds,
    Segments,
    Tokens,
    Recipients,
    Answer,
    Origin,
    Author,
    PricingType,
    PricingCategory,
    Billable,
    Amount,
    MovesClocks,
    CallDirection,
}

/// Number of fields.
pub(super) const FIELDS: usize = Field::CallDirection as usize + 1;

/// What is said of a column to people.
#[derive(Clone, Copy, Debug)]
pub struct ColumnHelp {
    /// The column.
    pub field: Field,
    /// Accepted names, the documented one first, then by priority where a file has several.
    pub names: &'static [&'static str],
    /// Meaning, unit, words, default.
    pub meaning: &'static str,
}

const fn column(field: Field, names: &'static [&'static str], meaning: &'static str) -> ColumnHelp {
    ColumnHelp { field, names, meaning }
}

/// Every column, in the order of [`Field`]; `data/logs.md` and `explain` are made from it.
pub const COLUMNS: [ColumnHelp; FIELDS] = [
    column(
        Field::Id,
        &["id", "wamid", "message_id", "messageid"],
        "identity of the message, at most 1,024 bytes; rows with one id are one message: the earliest delivered row counts",
    ),
    column(
        Field::Time,
        &["time", "at", "delivered_at", "timestamp", "created_at", "date", "datetime"],
        "delivery of an outgoing message (sending if it never arrived), arrival of an incoming one; RFC 3339, Unix seconds to nanoseconds, RFC 2822; \
         without offset it is local time of --zone",
    ),
    column(Field::Business, &["business", "portfolio"], "portfolio: volume tiers are summed over it; default `main`"),
    column(
        Field::Account,
        &["account", "waba", "waba_id", "account_id"],
        "account: months are read in its zone; default `main`",
    ),
    column(
        Field::Number,
        &["number", "phone_number_id", "business_number", "channel"],
        "business number: clocks and quotas belong to it; default `main`",
    ),
    column(
        Field::Customer,
        &["customer", "customer_id", "user_id", "contact_id"],
        "who the customer is; default: the phone",
    ),
    column(
        Field::Phone,
        &["phone", "wa_id", "customer_phone", "recipient_id"],
        "the customer's telephone number; gives the country where none is said",
    ),
    column(Field::Country, &["country", "country_code"], "the customer's country: ISO 3166 code or English name"),
    column(
        Field::Direction,
        &["direction", "fact", "role", "sender_type"],
        "in (inbound, incoming, received, user, customer, message_in) or out (outbound, outgoing, sent, business, agent, bot, assistant, message_out)",
    ),
    column(
        Field::Kind,
        &["kind", "message_kind"],
        "free_form, template, app (typed in the phone app: never billed) or call; default: by category",
    ),
    column(
        Field::Category,
        &["category", "class"],
        "of a template: marketing, utility, authentication, authentication_international; service; default: the platform's pricing_category",
    ),
    column(Field::Entry, &["entry"], "none or ad: the customer came by a click-to-chat ad; default none"),
    column(
        Field::Status,
        &["status"],
        "delivered, read, played (all: delivered), sent (not delivered yet), failed, refused; only delivered messages are billed; default delivered",
    ),
    column(Field::SentAt, &["sent_at"], "when an outgoing message was sent: acceptance is judged then; default `time`"),
    column(Field::Network, &["network"], "of a call: platform or phone; default platform"),
    column(Field::Seconds, &["seconds", "duration"], "of a call: seconds of talk"),
    column(Field::Segments, &["segments", "num_segments"], "SMS segments the message would take; default 1"),
    column(Field::Tokens, &["tokens"], "tokens of the platform's own agent; default 0"),
    column(Field::Recipients, &["recipients"], "persons reached, more than 1 in groups; default 1"),
    column(
        Field::Answer,
        &["answer", "answer_id"],
        "which answer the message belongs to: the same value on all messages of one answer",
    ),
    column(
        Field::Origin,
        &["origin", "source"],
        "who or what wrote it, in your words (bot, human, campaign …): bills split by it",
    ),
    column(Field::Author, &["author"], "agent, bot or system; default: agent for free-form, system for templates"),
    column(
        Field::PricingType,
        &["pricing_type"],
        "the platform's own verdict: regular, free_customer_service, free_entry_point",
    ),
    column(Field::PricingCategory, &["pricing_category"], "the category of the platform's own verdict"),
    column(
        Field::Billable,
        &["billable", "pricing_billable"],
        "the platform's own verdict where it says no type: true or false",
    ),
    column(Field::Amount, &["platform_amount"], "what the platform itself charged, in the account's currency"),
    column(
        Field::MovesClocks,
        &["moves_clocks"],
        "of an incoming message: false if it is to move no clock (what-if runs); default true",
    ),
    column(
        Field::CallDirection,
        &["call_direction"],
        "in or out, of a call, where `direction` says that it is one; default in",
    ),
];

impl Field {
    /// Its documented name.
    pub fn name(self) -> &'static str {
        COLUMNS[self as usize].names[0]
    }

    /// By one of its names.
    pub(super) fn named(name: &str) -> Option<(Field, usize)> {
        let name = normal(name);
        COLUMNS.iter().find_map(|c| c.names.iter().position(|n| *n == name).map(|rank| (c.field, rank)))
    }

    /// By its documented name only.
    pub(super) fn documented(name: &str) -> Option<Field> {
        COLUMNS.iter().find(|c| c.names[0] == name).map(|c| c.field)
    }
}

/// A header's cell as names are compared: lower case, `_` for blanks, `-` and `.`.
pub(super) fn normal(name: &str) -> String {
    let trimmed = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '"');
    let one = |c: char| if matches!(c, ' ' | '-' | '.' | '\u{a0}') { '_' } else { c.to_ascii_lowercase() };
    trimmed.chars().map(one).collect()
}

/// One cell as it stood in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// Text, not empty.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// An instant in microseconds since 1970.
    Instant(i64),
}

impl<'a> Cell<'a> {
    /// Text, or nothing where it is blank.
    #[inline]
    pub(super) fn text(text: &'a str) -> Cell<'a> {
        let plain = |b: &u8| b.is_ascii_graphic();
        let bytes = text.as_bytes();
        if bytes.first().is_some_and(plain) && bytes.last().is_some_and(plain) {
            return Cell::Text(text);
        }
        let text = text.trim();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    pub(super) fn is_empty(self) -> bool {
        matches!(self, Cell::Empty)
    }

    /// The cell as text; numbers are written into `buffer`.
    pub(super) fn str<'b>(self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        use std::fmt::Write;
        match self {
            Cell::Empty => "",
            Cell::Text(text) => text,
            Cell::Integer(n) | Cell::Instant(n) => {
                buffer.clear();
                let _ = write!(buffer, "{n}");
                buffer
            }
        }
    }
}

/// The cells of one row by field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(pub(super) [Cell<'a>; FIELDS]);

impl Default for Fields<'_> {
    fn default() -> Self {
        Fields([Cell::Empty; FIELDS])
    }
}

/// The cells of one row, wherever they stand.
pub(super) trait Cells<'a> {
    /// One of them.
    fn get(&self, field: Field) -> Cell<'a>;
}

impl<'a> Cells<'a> for Fields<'a> {
    #[inline(always)]
    fn get(&self, field: Field) -> Cell<'a> {
        self.0[field as usize]
    }
}

impl<'a> Fields<'a> {
    #[inline]
    pub(super) fn set(&mut self, field: Field, cell: Cell<'a>) {
        self.0[field as usize] = cell;
    }

    /// Sets a text; blank texts leave the field as it is.
    pub(super) fn put(&mut self, field: Field, text: &'a str) {
        let cell = Cell::text(text);
        if !cell.is_empty() {
            self.set(field, cell);
        }
    }

    /// Sets the field only where nothing is said yet.
    pub(super) fn default_to(&mut self, field: Field, cell: Cell<'a>) {
        if self.get(field).is_empty() {
            self.set(field, cell);
        }
    }
}
