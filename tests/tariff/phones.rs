//! From telephone numbers to countries: against libphonenumber, and the forms in which numbers are written.

use std::collections::{BTreeMap, BTreeSet};

use chatfare::tariff::{PhoneProblem, country_of_phone};

const MARKETS: &str = include_str!("../../data/markets.csv");
const NUMBERS: &str = include_str!("../reference/phones.csv");

/// (country, calling code, area codes of +1) of every country.
fn countries() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let row = |line: &'static str| {
        // The name may hold a comma in quotes; nothing after it does up to the zone.
        let code = &line[..2];
        let rest = line[3..]
            .strip_prefix('"')
            .map_or_else(|| line[3..].split_once(',').unwrap().1, |r| r.split_once("\",").unwrap().1);
        let cells: Vec<&str> = rest.split(',').collect();
        (code, cells[1], cells[2].split_whitespace().collect())
    };
    MARKETS.lines().skip(1).map(row).collect()
}

#[test]
fn numbers_of_every_country_are_told_as_libphonenumber_tells_them() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (phone, country) in NUMBERS.lines().skip(1).map(|l| l.split_once(',').unwrap()) {
        seen.insert(country);
        if country_of_phone(phone) != Ok(country) {
            wrong.push(format!("{phone} is {country}, not {:?}", country_of_phone(phone)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all: BTreeSet<&str> = countries().into_iter().map(|c| c.0).collect();
    assert_eq!(all.difference(&seen).copied().collect::<Vec<_>>(), ["BL", "EH", "MF"]);
}

#[test]
fn every_calling_code_and_area_code_leads_to_its_country() {
    let mut sharing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (country, code, areas) in countries() {
        if areas.is_empty() {
            sharing.entry(code).or_default().push(country);
        }
        for area in areas {
            assert_eq!(country_of_phone(&format!("+{code}{area}5550123")), Ok(country));
        }
    }
    for (code, countries) in sharing {
        let number = format!("+{code}{}", &"5501234567"[..10 - code.len()]);
        let found = country_of_phone(&number).unwrap();
        assert!(countries.contains(&found), "{number}: {found}");
    }
}

/// Prefixes typed by hand from the numbering plans: ITU-T's list of +7 (6 and 7 Kazakhstan), the plans of +1, +44 and +599.
#[test]
fn shared_codes_are_told_apart() {
    for (phone, country) in [
        ("+79161234567", "RU"),
        ("+77011234567", "KZ"),
        ("+76001234567", "KZ"),
        ("+447400123456", "GB"),
        ("+441481256789", "GG"),
        ("+441534456789", "JE"),
        ("+441624756789", "IM"),
        ("+59995181234", "CW"),
        ("+5993181234", "BQ"),
        ("+5997171234", "BQ"),
        ("+12125550123", "US"),
        ("+14165550123", "CA"),
        ("+18095550123", "DO"),
        ("+18295550123", "DO"),
        ("+18495550123", "DO"),
        ("+16585550123", "JM"),
        ("+18765550123", "JM"),
        ("+17875550123", "PR"),
        ("+19395550123", "PR"),
        ("+18685550123", "TT"),
        ("+212528812345", "EH"),
        ("+212612345678", "MA"),
        ("+390669812345", "VA"),
        ("+390612345678", "IT"),
        ("+4779123456", "SJ"),
        ("+358181234567", "AX"),
        ("+262639123456", "YT"),
        ("+262692123456", "RE"),
        ("+590690123456", "GP"),
        ("+61891621234", "CC"),
        ("+61891641234", "CX"),
        ("+24740123", "SH"),
        ("+5215512345678", "MX"),
        ("+5491123456789", "AR"),
    ] {
        assert_eq!(country_of_phone(phone), Ok(country), "{phone}");
    }
}

#[test]
fn numbers_are_read_in_every_form() {
    for phone in [
        "+33612345678",
        "33612345678",
        "0033612345678",
        " +33 6 12 34 56 78 ",
        "+33 (6) 12-34.56/78",
        "whatsapp:+33612345678",
        "tel:+33-6-12-34-56-78",
        "33612345678@s.whatsapp.net",
        "33612345678@c.us",
        "\u{202a}+33\u{a0}6\u{2011}12345678\u{202c}",
    ] {
        assert_eq!(country_of_phone(phone), Ok("FR"), "{phone:?}");
    }
    // Niue has the shortest numbers; 15 digits are the most that E.164 allows.
    assert_eq!(country_of_phone("+6834567"), Ok("NU"));
    assert_eq!(country_of_phone("+491234567890123"), Ok("DE"));
}

#[test]
fn numbers_without_a_country_say_why() {
    use PhoneProblem::*;
    for (phone, problem) in [
        ("", Empty),
        ("  ", Empty),
        ("+", Empty),
        ("00", Empty),
        ("0", Empty),
        ("0612345678", National),
        ("06 12 34 56 78", National),
        ("+336123", TooShort(6)),
        ("+12345", TooShort(5)),
        ("+3361234567890123", TooLong(16)),
        ("3361234567890123456789012345678901234567890", TooLong(43)),
        ("+33612****78", Hidden),
        ("33612xxxx78", Hidden),
        ("anonymous", Hidden),
        ("9f86d081884c7d659a2feaa0c55ad015", Hidden),
        ("12036302837465@lid", Hidden),
        ("12036302837465@g.us", Hidden),
        ("+33+612345678", Hidden),
        ("+80012345678", NoCountry(800)),
        ("+870773123456", NoCountry(870)),
        ("+21012345678", Unknown(210)),
        ("+00033612345", Unknown(0)),
        ("+9991234567", Unknown(999)),
    ] {
        assert_eq!(country_of_phone(phone), Err(problem), "{phone:?}");
    }
    assert_eq!(Unknown(7).to_string(), "no country's code begins +007");
}
