//! Every error code: why it is raised, an example, the fix. `chatfare explain CODE` prints it.

/// One code.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Its name in messages.
    pub name: &'static str,
    /// Why it is raised.
    pub reason: &'static str,
    /// Lines that raise it (added to a scenario that is right otherwise); empty where lines alone cannot.
    pub example: &'static str,
    /// The same, mended.
    pub fix: &'static str,
}

/// All codes.
pub const CODES: &[Code] = &[
    Code {
        name: "syntax",
        reason: "The text is not TOML.",
        example: "[run\nfrom = \"2018-08-01\"",
        fix: "[run]\nfrom = \"2018-08-01\"",
    },
    Code {
        name: "unknown-key",
        reason: "No setting has this name at this place. Nothing is ignored silently, since a typo would change the answer.",
        example: "[reason.delivery]\nvolum = \"900/day\"",
        fix: "[reason.delivery]\nvolume = \"900/day\"",
    },
    Code {
        name: "wrong-type",
        reason: "A number, text, list or table stands where another kind of value is needed.",
        example: "[run]\nreplications = \"many\"",
        fix: "[run]\nreplications = 30",
    },
    Code {
        name: "missing-unit",
        reason: "A bare number where a unit is needed: 24 what?",
        example: "[run]\nlead = 7",
        fix: "[run]\nlead = \"7 d\"",
    },
    Code {
        name: "wrong-unit",
        reason: "A unit that does not exist or does not fit the quantity.",
        example: "[run]\nlead = \"7 fortnights\"",
        fix: "[run]\nlead = \"14 d\"",
    },
    Code {
        name: "bad-value",
        reason: "The text cannot be read as the kind of value that belongs here.",
        example: "[reason.delivery]\nhandling = \"normal, mean 3 min\"",
        fix: "[reason.delivery]\nhandling = \"lognormal, mean 3 min, CV 1.1\"",
    },
    Code {
        name: "out-of-range",
        reason: "The value is readable, but no such thing can be.",
        example: "[reason.delivery]\nresolved = \"120 %\"",
        fix: "[reason.delivery]\nresolved = \"75 %\"",
    },
    Code {
        name: "bad-name",
        reason: "Names stand in tables, charts and file names: they have 1 to 80 characters and no control characters.",
        example: "[reason.\"a\\u0007b\"]\nhandling = \"fixed 3 min\"",
        fix: "[reason.bell]\nhandling = \"fixed 3 min\"",
    },
    Code {
        name: "unknown-name",
        reason: "A name refers to something that the file does not define.",
        example: "[reason.delivery]\npopulation = \"costumers\"",
        fix: "[reason.delivery]\npopulation = \"customers\"",
    },
    Code {
        name: "missing-setting",
        reason: "A value that has no honest default is not given.",
        example: "[group.night]\nagents = 1",
        fix: "[group.night]\nagents = 1\nwage = \"20 EUR\"",
    },
    Code {
        name: "not-here",
        reason: "A variant changes what all variants have in common, or an argument what was read before it.",
        example: "[variant.long]\nset = { \"run.to\" = \"2018-12-01\" }",
        fix: "[run]\nto = \"2018-12-01\"",
    },
    Code {
        name: "conflict",
        reason: "Two settings exclude each other.",
        example: "[group.night]\nwage = \"20 EUR\"\nagents = 2\nmeet = \"80 % in 1 h\"",
        fix: "[group.night]\nwage = \"20 EUR\"\nmeet = \"80 % in 1 h\"",
    },
    Code {
        name: "needs-other",
        reason: "A setting makes sense only together with another one that is not given.",
        example: "[desk.answer]\npolicy = \"by target\"",
        fix: "[desk.answer]\npolicy = \"by target\"\ntarget = \"4 h\"",
    },
    Code {
        name: "share-sum",
        reason: "Shares of one whole do not add up to 100 %.",
        example: "[population.others]\ncountries = { FR = \"50 %\", DE = \"40 %\" }",
        fix: "[population.others]\ncountries = { FR = \"50 %\", DE = \"50 %\" }",
    },
    Code {
        name: "no-exchange-rate",
        reason: "An amount is in a currency that the tables cannot be converted from.",
        example: "[cost]\nplatform_month = \"200 GBP\"",
        fix: "[cost]\nplatform_month = \"200 GBP\"\n[currency.rates]\nGBP = { rate = \"1.12 EUR\", source = \"ECB 2018-08-01\" }",
    },
    Code {
        name: "no-price",
        reason: "A price is taken from a list that does not have this country.",
        example: "",
        fix: "[notification.shipped]\nprice = \"0.06 EUR\"",
    },
    Code {
        name: "empty-run",
        reason: "A period ends before it begins.",
        example: "[run]\nto = \"2018-07-01\"",
        fix: "[run]\nto = \"2018-09-01\"",
    },
    Code {
        name: "overload",
        reason: "More work comes in than the staff can ever do, and nobody gives up waiting: the queue would grow without bound, and every wait would only tell how long the run is.",
        example: "[reason.delivery]\nvolume = \"90000/day\"",
        fix: "[group.team]\nagents = 400",
    },
    Code {
        name: "closed-desk",
        reason: "Work comes in, but nobody is ever on duty to do it.",
        example: "[group.team]\nagents = 0",
        fix: "[group.team]\nagents = 12",
    },
    Code {
        name: "not-served",
        reason: "No group serves this reason.",
        example: "[group.team]\nreasons = [\"other\"]\n[reason.other]\nhandling = \"fixed 3 min\"",
        fix: "[group.team]\nreasons = []",
    },
    Code {
        name: "endless-repeats",
        reason: "Every contact causes another one for ever.",
        example: "[reason.delivery]\nresolved = \"0 %\"\nrepeat = { chance = \"100 %\" }",
        fix: "[reason.delivery]\nresolved = \"50 %\"\nrepeat = { chance = \"40 %\" }",
    },
    Code {
        name: "include-cycle",
        reason: "A file includes itself, directly or by others.",
        example: "",
        fix: "include = [\"base.toml\"]",
    },
    Code {
        name: "unreadable-file",
        reason: "A file cannot be read.",
        example: "include = [\"not-there.toml\"]",
        fix: "include = []",
    },
    Code {
        name: "too-large",
        reason: "The files together, or what they describe, are larger than any real scenario.",
        example: "",
        fix: "",
    },
    Code {
        name: "bad-csv",
        reason: "A table lacks a column, or a line cannot be read.",
        example: "",
        fix: "date,time,country,events\n2018-08-01,09:00,FR,12.5",
    },
    Code {
        name: "part-month",
        reason: "Quotas, tiers and fixed fees are monthly and never scaled: a part of a month is billed by their full amount.",
        example: "",
        fix: "[run]\nfrom = \"2018-08-01\"\nto = \"2018-09-01\"",
    },
    Code {
        name: "no-holidays",
        reason: "`holiday` is given, but the calendar (data/holidays.csv) has no holidays of this country and year.",
        example: "",
        fix: "",
    },
    Code {
        name: "nothing-inside",
        reason: "A table of volumes (`volume.csv`) has lines, but none in the time of the run: it is that of another year, or `from` and `to` are.",
        example: "",
        fix: "",
    },
    Code {
        name: "busy-hour",
        reason: "In the busiest open hours more work comes in than is done: a queue builds up and is worked off later.",
        example: "",
        fix: "",
    },
    Code {
        name: "skipped-hour",
        reason: "A table of volumes expects events in a half-hour that the clock skips when summer time begins: they move to the next half-hour that exists. 0 events there are no mistake.",
        example: "",
        fix: "",
    },
    Code {
        name: "unused",
        reason: "A part of the file has no effect: nothing names it, or another setting that would make it act is not as it needs it. A variant, a sweep or `--set` may set that.",
        example: "",
        fix: "",
    },
    Code {
        name: "later-prices",
        reason: "The oldest price list is younger than the run.",
        example: "",
        fix: "[notification.shipped]\nprice = \"0.06 EUR\"",
    },
    Code {
        name: "price-file",
        reason: "A file with [segment] is a price game: a platform's windows and prices, and what firms may choose under them.",
        example: "",
        fix: "",
    },
    Code {
        name: "cannot-run",
        reason: "Every line is right, and yet such a desk cannot be simulated: the message says what stands in the way.",
        example: "",
        fix: "",
    },
    Code {
        name: "internal",
        reason: "A fault of this program, not of your file. Please report it.",
        example: "",
        fix: "",
    },
];

/// The code of a name.
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|c| c.name == name)
}

/// The text of `explain CODE`.
pub fn describe(name: &str) -> Option<String> {
    let code = find(name)?;
    let indent = |text: &str| text.lines().map(|l| format!("    {l}\n")).collect::<String>();
    let mut text = format!("{}\n\n{}\n", code.name, code.reason);
    if !code.example.is_empty() {
        text.push_str(&format!("\nWrong:\n{}", indent(code.example)));
    }
    if !code.fix.is_empty() {
        text.push_str(&format!("\nRight:\n{}", indent(code.fix)));
    }
    Some(text)
}
