//! Why a row is kept out of the bill, and how to mend it.

/// Why a row was kept out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // each is said in `message`
pub enum Reason {
    Unreadable,
    NoTime,
    UnreadableTime,
    ImpossibleTime,
    NoDirection,
    UnknownDirection,
    UnknownKind,
    NoCategory,
    UnknownCategory,
    Unmarked,
    NoCountry,
    UnknownCountry,
    DamagedPhone,
    NoCustomer,
    UnknownStatus,
    UnknownEntry,
    UnknownNetwork,
    NotTrueOrFalse,
    BadNumber,
    NoId,
    LongId,
    TooManyNames,
}

impl Reason {
    /// What is wrong, in a few words.
    pub fn message(self) -> &'static str {
        match self {
            Reason::Unreadable => "the row cannot be read",
            Reason::NoTime => "no time",
            Reason::UnreadableTime => "not a time",
            Reason::ImpossibleTime => "a time before 2009 or after 2099",
            Reason::NoDirection => "neither in nor out",
            Reason::UnknownDirection => "unknown direction",
            Reason::UnknownKind => "unknown kind",
            Reason::NoCategory => "a template without category",
            Reason::UnknownCategory => "unknown category",
            Reason::Unmarked => "neither free-form nor template is said",
            Reason::NoCountry => "an outgoing message without country or telephone number",
            Reason::UnknownCountry => "unknown country",
            Reason::DamagedPhone => "a telephone number that a spreadsheet has rounded",
            Reason::NoCustomer => "no customer",
            Reason::UnknownStatus => "unknown status",
            Reason::UnknownEntry => "unknown entry",
            Reason::UnknownNetwork => "unknown network of a call",
            Reason::NotTrueOrFalse => "neither true nor false",
            Reason::BadNumber => "not a number, or too large",
            Reason::NoId => "no id",
            Reason::LongId => "an id of more than 1,024 bytes",
            Reason::TooManyNames => "more than 65,534 numbers or origins",
        }
    }

    /// How to mend it.
    pub fn help(self) -> &'static str {
        match self {
            Reason::Unreadable => "write one record a line, as many cells as the header has, and UTF-8",
            Reason::NoTime | Reason::UnreadableTime => {
                "write 2026-10-03T04:07:00Z or Unix seconds; another form: --map time_format='%d/%m/%Y %H:%M'"
            }
            Reason::ImpossibleTime => "check the unit: Unix seconds have 10 digits, milliseconds 13",
            Reason::NoDirection | Reason::UnknownDirection => "write in or out; other words: --map direction.in=WORD",
            Reason::UnknownKind => "write free_form, template, app or call; other words: --map kind.template=WORD",
            Reason::NoCategory | Reason::UnknownCategory => {
                "write marketing, utility, authentication, authentication_international or service; other words: --map category.utility=WORD"
            }
            Reason::Unmarked => {
                "say how they are to be read: --unmarked free-form, or --unmarked utility-outside (templates after 24 h)"
            }
            Reason::NoCountry => "add a column country or phone; all of one country: --map country:=CO",
            Reason::UnknownCountry => "write an ISO 3166 code such as CO",
            Reason::DamagedPhone => "export the column as text again: digits are lost",
            Reason::NoCustomer => "add a column customer or phone",
            Reason::UnknownStatus => "write delivered, sent or failed; other words: --map status.delivered=WORD",
            Reason::UnknownEntry => "write none or ad",
            Reason::UnknownNetwork => "write platform or phone",
            Reason::NotTrueOrFalse => "write true or false",
            Reason::BadNumber => "write a plain number such as 12 or 0.5",
            Reason::NoId => "add a column id, or leave --missing-ids at its default",
            Reason::LongId => "ids of the platform have fewer than 200 bytes: check the column",
            Reason::TooManyNames => "check the columns number and origin: they are names, not texts",
        }
    }
}
