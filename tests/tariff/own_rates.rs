//! Rates that users bring: files by country for 2018, and rates for the gaps of a card.

use chatfare::facts::Class;
use chatfare::tariff::{Options, by_basis, load, read_missing_rates, read_rates};

use super::world::{AUGUST_2018, Log, bill, book, plan, usd};

/// Every message and help of a file, a line each.
fn told<T: std::fmt::Debug>(result: Result<T, Vec<chatfare::tariff::Problem>>) -> String {
    let problems = result.expect_err("it is wrong");
    problems.iter().map(|p| format!("{}:{} {} ({})\n", p.file, p.line, p.message, p.help)).collect()
}

#[test]
fn rates_by_country_are_read_in_both_forms() {
    let with_unit = read_rates("r.csv", "country,rate\nFR,0.0700 USD\nDE,0.05 USD\n").unwrap();
    let with_column = read_rates("r.csv", "country,rate,currency\r\nFR,0.0700,USD\r\nDE,0.05,USD\r\n").unwrap();
    assert_eq!(with_unit, with_column);
    assert_eq!((with_unit[0].0.as_str(), with_unit[0].1.nanos, with_unit[0].2.as_str()), ("FR", usd("0.07"), "given"));
    let with_basis =
        read_rates("r.csv", "country,rate,basis\nFR,0.07 USD,\"assumption: inside the range, as in Germany\"\n")
            .unwrap();
    assert_eq!(with_basis[0].2, "assumption: inside the range, as in Germany");
    let options = Options { rates: with_basis, ..Options::default() };
    let mut log = Log::default();
    log.outbound(AUGUST_2018, 1, 0, 0, Class::Utility);
    let bill = bill(&plan("whatsapp-2018-08", &options), &book(&["UTC"], &["FR"]), AUGUST_2018, &log.sorted());
    assert_eq!(
        (bill.total, bill.lines[0].basis.as_str()),
        (usd("0.07"), "assumption: inside the range, as in Germany")
    );
    assert_eq!(by_basis(&bill)[0].standing, chatfare::tariff::Standing::Assumed);
}

#[test]
fn every_mistake_in_a_file_of_rates_is_told_at_once() {
    let text = "country,rate\nFR,0.07\nUK,0.05 USD\nXX,0.05 USD\nDE,0.05 EUR\nIT,0.05 USD\nIT,0.06 USD\nES,-1 USD\nPT,zero USD\nNL,2000000000 USD\n";
    let told = told(read_rates("rates.csv", text));
    let expected = "\
rates.csv:2 `0.07` has no currency; write \"0.07 USD\" ()
rates.csv:3 `UK` is not a country (did you mean `GB`?)
rates.csv:4 `XX` is not a country (write the two capitals of ISO 3166: FR)
rates.csv:5 a rate in EUR beside one in USD (a card has one currency)
rates.csv:7 a second rate for IT (state each country once)
rates.csv:8 `-1 USD` is negative ()
rates.csv:9 `zero USD` is not an amount with at most 9 decimals and its currency; write \"0.05 EUR\" ()
rates.csv:10 `2000000000 USD` is out of range (write an amount from 0 to 1e9 a message)
";
    assert_eq!(told, expected);
}

#[test]
fn files_without_rates_or_columns_are_told() {
    assert_eq!(told(read_rates("r.csv", "country,rate\n")), "r.csv:0 the file has no rates ()\n");
    let columns = told(read_rates("r.csv", "land,price\nFR,1\n"));
    assert!(columns.contains("no column `country`") && columns.contains("no column `rate`"), "{columns}");
    let columns = told(read_missing_rates("m.csv", "market,rate\n"));
    assert!(columns.contains("no column `category`") && columns.contains("no column `basis`"), "{columns}");
}

const GAPS: &str = "\
market,category,rate,basis
Other,user_initiated,0.0200 USD,our provider's invoice of May 2022
Other,business_initiated,0.0300 USD,our provider's invoice of May 2022
Argentina,user_initiated,9 USD,never used: the card has this rate
Rest of Middle East,user_initiated,1 EUR,never used: another currency
Kuwait,user_initiated,1 USD,never used: no market of 2022
";

#[test]
fn missing_rates_fill_gaps_and_nothing_else() {
    let missing = read_missing_rates("gaps.csv", GAPS).unwrap();
    let options = Options { missing, ..Options::default() };
    let plan = plan("whatsapp-2022-02", &options);
    let book = book(&["UTC"], &["AD", "AR", "KW"]);
    let mut log = Log::default();
    // 1,000 free sessions first, then Andorra (Other) 0.0300, Argentina 0.0526, Kuwait (Rest of Middle East) unrated.
    for i in 0..1000 {
        log.outbound(AUGUST_2018 + i, 9000 + i as u64, 0, 0, Class::Utility);
    }
    for country in 0..3 {
        log.outbound(AUGUST_2018 + 5000, country, 0, country as u16, Class::Utility);
    }
    let bill = bill(&plan, &book, AUGUST_2018, &log.sorted());
    assert_eq!((bill.total, bill.charged, bill.unrated), (usd("0.0826"), 2, 1));
    let other = bill.lines.iter().find(|l| l.market == "Other" && l.charged > 0).unwrap();
    assert_eq!((other.basis.as_str(), other.rate), ("our provider's invoice of May 2022", Some(30_000_000)));
    let shares: Vec<_> = by_basis(&bill).into_iter().map(|s| (s.basis, s.amount)).collect();
    assert_eq!(shares[0], ("vendor_price_divided_by_1.2".to_string(), usd("0.0526")));
    assert_eq!(shares[1], ("our provider's invoice of May 2022".to_string(), usd("0.0300")));
}

#[test]
fn a_rate_supplied_where_tiers_hold_elsewhere_is_a_list_rate() {
    // France has no international authentication in October 2026; a supplied rate has no tiers, and is no reason to refuse the card.
    let text = "market,category,rate,basis\nFrance,authentication_international,0.0900 USD,asked the platform\n";
    let options = Options { missing: read_missing_rates("gaps.csv", text).unwrap(), ..Options::default() };
    let mut log = Log::default();
    log.outbound(AUGUST_2018, 1, 0, 0, Class::AuthenticationInternational);
    let bill = bill(&plan("whatsapp-2026-10", &options), &book(&["UTC"], &["FR"]), AUGUST_2018, &log.sorted());
    assert_eq!((bill.total, bill.lines[0].tier.as_str()), (usd("0.0900"), ""));
}

#[test]
fn missing_rates_meant_for_one_tariff_must_fit_it() {
    let text = "\
tariff,market,category,rate,basis
whatsapp-2022-02,Argentina,user_initiated,9 USD,x
whatsapp-2022-02,Kuwait,user_initiated,1 USD,x
whatsapp-2022-02,Other,utility,1 USD,x
whatsapp-2022-02,Other,user_initiated,1 EUR,x
whatsapp-2023-06,Chile,marketing,1 USD,another tariff's
";
    let options = Options { missing: read_missing_rates("gaps.csv", text).unwrap(), ..Options::default() };
    let told = told(load("whatsapp-2022-02", &options));
    let expected = "\
missing rates:0 whatsapp-2022-02 has a rate for Argentina, user_initiated already (a missing rate fills a gap; to change a rate, write a tariff with a card of your own)
missing rates:0 whatsapp-2022-02 has no `Kuwait`";
    assert!(told.starts_with(expected), "{told}");
    assert!(told.contains("whatsapp-2022-02 has no `utility` (known: business_initiated, user_initiated)"), "{told}");
    assert!(told.contains("the rate of Other, user_initiated is in EUR (the card is in USD)"), "{told}");
    assert_eq!(told.lines().count(), 4, "{told}");
}

#[test]
fn every_mistake_in_a_file_of_missing_rates_is_told_at_once() {
    let text = "\
market,category,rate,basis
Franse,utility,0.03 USD,x
France,,0.03 USD,x
France,utility,0.03,x
France,utility,0.03 USD,
Germany,utility,0.03 USD,x
Germany,utility,0.04 USD,y
";
    let expected = "\
m.csv:2 `Franse` is not a market or a country's code (did you mean `France`?)
m.csv:3 a rate needs its category (marketing, utility, authentication, service …)
m.csv:4 `0.03` has no currency; write \"0.03 USD\" ()
m.csv:5 a rate needs its basis (say where the rate comes from, or that it is an assumption)
m.csv:7 a second rate for Germany, utility (state each market and category once)
";
    assert_eq!(told(read_missing_rates("m.csv", text)), expected);
}
