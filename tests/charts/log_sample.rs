//! Sample tables of a real log's bill: few and many numbers, short and long names, one month and three.

use chatfare::chart::LogContext;
use chatfare::table::*;
use chatfare::units::Currency;

/// How large the log is.
#[derive(Clone, Copy, Debug)]
pub struct LogShape {
    pub numbers: usize,
    pub tariffs: usize,
    pub months: u32,
    pub long_names: bool,
}

pub fn shapes() -> [(&'static str, LogShape); 4] {
    let shape = |numbers, tariffs, months, long_names| LogShape { numbers, tariffs, months, long_names };
    [
        ("one number", shape(1, 2, 1, false)),
        ("three numbers", shape(3, 2, 1, false)),
        ("an agency", shape(14, 4, 3, false)),
        ("long names", shape(9, 3, 2, true)),
    ]
}

pub fn context() -> LogContext {
    LogContext {
        title: "shop-2026-08.csv".into(),
        period: "2026-08-01 to 2026-10-31".into(),
        hash: "3f9a0c51d27be8846f1d2c3b4a5968778695a4b3c2d1e0ff00112233445566aa".into(),
        model_version: "1".into(),
    }
}

fn number(shape: &LogShape, i: usize) -> String {
    match shape.long_names {
        true => format!("customer service and orders of branch number {i} in Donaudampfschifffahrtsstadt"),
        false => ["orders", "support", "desk"].get(i).map_or(format!("+49 30 5550{i:02}"), |n| n.to_string()),
    }
}

fn tariff(i: usize) -> String {
    ["calendar", "whatsapp-2026-10", "whatsapp-2025-07", "a-contract-of-our-own-with-a-provider"][i % 4].into()
}

const BASE: i128 = 1_000_000;

pub fn tables(shape: &LogShape) -> LogTables {
    let mut t = LogTables::default();
    for k in 0..shape.tariffs {
        bill(&mut t, shape, k);
        compared(&mut t, shape, k);
        quotas(&mut t, shape, k);
        t.origins.push(OriginRow {
            tariff: tariff(k),
            origin: if k == 0 { String::new() } else { "marketing automation".into() },
            category: "utility".into(),
            currency: Currency::USD,
            messages: 12_345,
            charged: 9_876,
            unrated: 0,
            amount: 123_456 * BASE,
        });
        t.sent_earlier.push(EarlierRow {
            tariff: tariff(k),
            number: number(shape, 0),
            earlier: "24 h",
            within_s: 86_400,
            currency: Currency::USD,
            messages: 53,
            amount: 208 * BASE,
        });
        t.merged.push(MergedRow {
            tariff: tariff(k),
            within: "10 s".into(),
            within_s: 10.0,
            currency: Currency::USD,
            messages: 9_000,
            joined: 592,
            amount: 900 * BASE,
            reference: 1_700 * BASE,
        });
        t.dearest.push(DearestRow {
            tariff: tariff(k),
            file: "shop-2026-08.csv".into(),
            row: 12_345,
            id: "wamid.HBgLMTU1NTU1NTAxMDAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA".into(),
            time: "2026-08-28T16:42:14Z".into(),
            number: number(shape, 0),
            messages: 7,
            charged: 7,
            currency: Currency::USD,
            amount: 59 * BASE,
        });
    }
    for i in 0..shape.numbers {
        for size in 1..=9 {
            let answers = 4_000 / u64::from(size * size);
            t.fan_out.push(FanOutRow { number: number(shape, i), size, answers, messages: answers * u64::from(size) });
        }
    }
    t.import.push(ImportRow { what: "rows read".into(), rows: 1_234_567, examples: String::new() });
    t.import.push(ImportRow {
        what: "rows kept out: no time".into(),
        rows: 2,
        examples: "shop-2026-08.csv:17 (the time is empty); shop-2026-08.csv:1234 (`soon` is no time)".into(),
    });
    t
}

fn bill(t: &mut LogTables, shape: &LogShape, k: usize) {
    for (c, category) in
        ["service", "marketing", "utility", "authentication", "authentication_international"].into_iter().enumerate()
    {
        t.bill.push(LogBillRow {
            tariff: tariff(k),
            month: "2026-08".into(),
            business: "main".into(),
            account: "main".into(),
            number: number(shape, 0),
            market: "Rest of Western Europe".into(),
            category: category.into(),
            rule: "list".into(),
            tier: String::new(),
            rate: Some(8_500_000),
            basis: "published".into(),
            currency: Currency::USD,
            messages: 1_000,
            charged: 800,
            unrated: 0,
            amount: (1 + k + c) as i128 * 180 * BASE,
        });
    }
}

fn compared(t: &mut LogTables, shape: &LogShape, k: usize) {
    let numbers = (0..shape.numbers).map(|i| ("number", number(shape, i)));
    let months = (0..shape.months).map(|m| ("month", format!("2026-{:02}", 8 + m)));
    let countries = ["DE", "CO", "PE"].map(|c| ("country", c.to_string()));
    let parts = [("all", "all".to_string())].into_iter().chain(months).chain(numbers).chain(countries);
    for (i, (by, name)) in parts.enumerate() {
        let sign = if i % 3 == 1 { -1 } else { 1 };
        let reference = 1_500 * BASE;
        let amount = if k == 0 { reference } else { reference + sign * (i + k) as i128 * 97 * BASE };
        t.comparison.push(TariffRow {
            by,
            name,
            tariff: tariff(k),
            baseline: tariff(0),
            currency: Currency::USD,
            messages: 1_618,
            charged: 333,
            unrated: if i == 0 { 12 } else { 0 },
            amount,
            reference: Some(reference),
        });
    }
}

fn quotas(t: &mut LogTables, shape: &LogShape, k: usize) {
    for i in 0..shape.numbers {
        for m in 0..shape.months {
            let all = |day: u32| u64::from(day) * (20 + 9 * i as u64);
            for day in 1..=28u32 {
                let (used, charged) = (all(day).min(1_000), all(day).saturating_sub(1_000));
                let day = format!("2026-{:02}-{day:02}", 8 + m);
                t.quota_days.push(QuotaDayRow { tariff: tariff(k), number: number(shape, i), day, used, charged });
            }
            let used = all(28).min(1_000);
            t.quotas.push(QuotaRow {
                tariff: tariff(k),
                month: format!("2026-{:02}", 8 + m),
                account: "main".into(),
                number: number(shape, i),
                used,
                unused: Some(1_000 - used),
                used_up: if used == 1_000 { format!("2026-{:02}-28T16:42:14Z", 8 + m) } else { String::new() },
                after: all(28).saturating_sub(1_000),
                next: (used == 1_000).then_some(8_500_000),
                second_number_saves: (used == 1_000).then_some(782 * BASE),
                currency: Currency::USD,
            });
        }
    }
}
