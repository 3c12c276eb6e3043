//! Wrong files and options: exact messages, all of them at once.

use chatfare::tariff::{Options, load};

use super::world::{Folder, dollars};
use chatfare::units::{Currency, Money};

/// A good tariff, with one place to spoil.
fn tariff(spoiled: &str) -> String {
    let good = [
        "says = \"A test.\"",
        "from = \"2026-10-01\"",
        "card = \"wa_pmp_2026-10-01_usd\"",
        "markets = \"2026-10-01\"",
        "otherwise = { authentication_international = \"authentication\" }",
        "accept = { service = \"window\" }",
        "clock.window = { starts = \"customer message\", lasts = \"24h\" }",
        "rule = [",
        "  { name = \"inside\", while = \"window\", price = \"free\" },",
        "  { name = \"rest\", price = \"list\" },",
        "]",
    ];
    let key = spoiled.split(['=', ' ']).next().unwrap_or_default();
    let rule = spoiled.starts_with("  {");
    let mut lines: Vec<&str> =
        good.iter().copied().filter(|l| rule || key.is_empty() || !l.starts_with(&format!("{key} ="))).collect();
    if rule {
        lines[9] = spoiled;
    } else {
        lines.insert(0, spoiled);
    }
    lines.join("\n")
}

fn errors(text: &str, options: &Options) -> String {
    let folder = Folder::new(&[("t.toml", text), ("card.csv", "market,category,rate\nFrance,utility,0.03\n")]);
    let problems = load(&folder.path("t.toml"), options).err().unwrap_or_default();
    let text: Vec<String> = problems.iter().map(|p| p.to_string()).collect();
    text.join("\n").replace(&folder.path("t.toml"), "t.toml")
}

/// Wrong words, each put into the good tariff; what comes out stands in `errors.txt`.
const SPOILED: [&str; 48] = [
    "",
    "mark = \"x\"",
    "extra = [{ name = \"tax\", price = \"0 %\" }, { name = \"rest\", price = \"much\" }]",
    "fee.basic = { price = \"49\", due = \"never\" }",
    "clock.night = { hours = \"22:00-22:00\", zone = \"shop\" }",
    "says = 5",
    "says = \"no end",
    "from = \"1 October\"",
    "from = 2026-10-01",
    "card = \"wa_pmp_2026_10_01_usd\"",
    "card = \"card.csv\"",
    "markets = \"2026-10-02\"",
    "markets = \"country\"",
    "clock.window = { starts = \"costumer message\", lasts = \"24h\" }",
    "clock.window = { starts = \"customer call\", lasts = \"24\" }",
    "clock.window = { lasts = \"0h\" }",
    "clock.window = { starts = \"customer message\", lasts = { \"2022-01-01\" = \"24h\" }, hours = \"1\" }",
    "clock.always = { starts = \"customer message\", lasts = \"24 hours\", again = \"never\" }",
    "clock.talk = { lasts = \"24h\", each = [\"marketing\", \"template\"], starts = \"customer message\" }",
    "accept = { service = \"windov\", marketing = \"perhaps\" }",
    "accept = { service = \"window\", utility = \"contact before\" }",
    "otherwise = { authentication_international = \"utility\", utility = \"service\" }",
    "quota.q = { size = -1, per = \"phone\", of = \"service whilst window\" }",
    "quota.q = { size = 10, every = \"year\" }",
    "tiers.v = { card = \"wa_tiers_2026-10-01_usd\", kind = \"all-units\", over = \"month\", of = \"utility\" }",
    "tiers.v = { card = \"wa_tiers_2026-10-01_usd\", of = \"marketing\" }",
    "tiers.v = { kind = \"all-units\", over = \"month\", rates = [{ up_to = 5, rate = \"list\" }, { rate = \"list - 10 %\" }] }",
    "tiers.v = { rates = [{ up_to = 5, rate = \"1 EUR\" }, { up_to = 4, rate = \"2 EUR\" }], counts = \"sent\" }",
    "based_on = \"whatsapp-2026-1\"",
    "based_on = \"t.toml\"",
    "setting.x = { default = \"a\", b = { \"rule.inisde.price\" = \"list\", \"clock.windov.lasts\" = \"1h\" } }",
    "setting.x = { default = \"a\", b = { \"rule.rest.of\" = \"service\" } }",
    "setting.x = { default = 1 }\nsetting.y = { default = \"a\", b = { card = \"given\" } }\nsetting.z = { default = \"a\", c = { card = \"given\" } }",
    "  { name = \"rest\", price = \"list utilty\" },",
    "  { name = \"rest\", prise = \"list\" },",
    "  { name = \"rest\", of = \"templates\", price = \"list\" },",
    "  { name = \"rest\", of = \"template\", price = \"list\" },",
    "  { name = \"rest\", price = \"0.05\" },",
    "  { name = \"rest\", price = \"0.05 EUR\" }, { name = \"more\", price = \"list\" },",
    "  { name = \"rest\", price = \"0.004 USD per started minute after window\" },",
    "  { name = \"rest\", price = \"0.004 USD per minute\" },",
    "  { name = \"refused\", price = \"list\", quota = \"service\", tiers = \"volume\" },",
    "  { name = \"inside\", price = \"list\", unless = \"any window\", opens = \"window\" }, { name = \"rest\", price = \"cheap\" },",
    "  { name = \"rest\", price = \"next\" },",
    "  { name = \"rest\", price = \"0.01 USD per 3 tokens\" },",
    "  { name = \"rest\", price = \"0.01 USD per minute by started 6 s\" },",
    "  { name = \"rest\", price = \"list, at most 0.05 EUR\" },",
    "  { name = \"rest\", price = \"tiers\" },",
];

#[test]
fn wrong_files_get_exact_messages() {
    let mut all = String::new();
    for spoiled in SPOILED {
        all += &format!("##### {spoiled}\n{}\n", errors(&tariff(spoiled), &Options::default()));
    }
    assert_same(&all, include_str!("errors.txt"));
}

#[test]
fn wrong_options_get_exact_messages() {
    let rate = |country: &str, nanos| (country.to_string(), dollars(nanos), String::new());
    let euro = Money { nanos: 1, currency: Currency::EUR };
    let setting = |name: &str, choice: &str| vec![(name.to_string(), choice.to_string())];
    let rates = vec![rate("FR", -1), rate("UK", 1), rate("UK", 2), ("Q1".into(), euro, String::new())];
    let cases = [
        ("whatsapp-2018-8", Options::default()),
        ("nowhere.toml", Options::default()),
        ("whatsapp-2018-08", Options::default()),
        ("whatsapp-2018-08", Options { rates, ..Options::default() }),
        ("whatsapp-2018-08", Options { rates: vec![rate("UK", 1)], ..Options::default() }),
        ("whatsapp-2026-10", Options { settings: setting("second_add", "spent"), ..Options::default() }),
        ("whatsapp-2026-10", Options { settings: setting("second_ad", "spend"), ..Options::default() }),
    ];
    let mut all = String::new();
    for (name, options) in cases {
        let problems: Vec<String> = load(name, &options).unwrap_err().iter().map(|p| p.to_string()).collect();
        all += &format!("##### {name}\n{}\n", problems.join("\n"));
    }
    assert_same(&all, include_str!("errors-of-options.txt"));
}

/// Compares with a transcript. To write it anew after a change was looked at: print `got`.
fn assert_same(got: &str, expected: &str) {
    for (got, expected) in got.split("##### ").zip(expected.split("##### ")) {
        assert_eq!(got, expected, "got:\n{got}\nexpected:\n{expected}");
    }
    assert_eq!(got, expected);
}

#[test]
fn two_mistakes_give_two_messages_with_their_places() {
    let text = tariff("mark = 1").replace("while = \"window\"", "while = \"windw\"");
    let folder = Folder::new(&[("t.toml", &text)]);
    let problems = load(&folder.path("t.toml"), &Options::default()).unwrap_err();
    let places: Vec<_> = problems.iter().map(|p| (p.line, p.column, p.width)).collect();
    assert_eq!(places, [(1, 1, 4), (10, 30, 7)]);
}

#[test]
fn hostile_files_are_refused_without_a_panic() {
    let long_chain = (0..40).map(|i| format!("clock.c{i} = {{ lasts = \"1h\" }}\n")).collect::<String>();
    let deep = format!("says = {}1{}", "[".repeat(5000), "]".repeat(5000));
    let many_rules = format!("rule = [{}]", "{ name = \"a\", price = \"free\" },".repeat(3000));
    let huge = format!("says = \"{}\"", "x".repeat(2 << 20));
    for text in [
        long_chain.as_str(),
        &deep,
        &many_rules,
        &huge,
        "rule = 1",
        "clock = 1",
        "setting = 1",
        "accept = 1",
        "\u{feff}",
        "\0",
    ] {
        assert!(load(&Folder::new(&[("t.toml", text)]).path("t.toml"), &Options::default()).is_err());
    }
}
