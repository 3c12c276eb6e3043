//! Deterministic sample tables: a retailer's messaging variants beside a call centre, three countries, a week.

use chatfare::chart::Context;
use chatfare::table::*;
use chatfare::units::{Currency, DAY, Span};

/// What a sample is like.
#[derive(Clone)]
pub struct Shape {
    /// (name, title); the first is the baseline and the call centre.
    pub variants: Vec<(String, String)>,
    /// Replications.
    pub n: u32,
    /// Half-width of intervals relative to the mean.
    pub half: f64,
}

impl Shape {
    pub fn usual(count: usize) -> Shape {
        let titles = [
            ("phone", "Call centre, 80 % in 20 s"),
            ("messages", "Messages, 80 % in 2 h"),
            ("careful", "Messages, careful: consolidated, late ones of low value skipped"),
            ("office", "Messages in office hours"),
            ("bot", "Bot in front, then messages"),
        ];
        let extra = (titles.len()..count).map(|i| {
            (
                format!("policy-{i}"),
                format!("Answer policy number {i} with a very long name that no chart can hold on one line"),
            )
        });
        let variants = titles.iter().map(|(n, t)| (n.to_string(), t.to_string())).chain(extra).take(count).collect();
        Shape { variants, n: 30, half: 0.02 }
    }
}

pub fn context(shape: &Shape) -> Context {
    Context {
        title: "launch-2018".into(),
        question: "Is it cheaper to serve the customers of a retailer in France, Germany and Belgium by message than by phone?".into(),
        report_currency: Currency::EUR,
        baseline: shape.variants.first().map(|v| v.0.clone()).unwrap_or_default(),
        window: Some(Span(DAY)),
        variants: shape.variants.clone(),
        hash: "3f9a0c51d27be8846f1d2c3b4a5968778695a4b3c2d1e0ff00112233445566aa".into(),
        seed: 20180801,
        model_version: "1".into(),
        level: 0.95,
        observations: "replications",
    }
}

/// Small differences between variants without a random number.
fn wobble(a: usize, b: usize) -> f64 {
    let x = ((a * 7919 + b * 104_729 + 13) % 1009) as f64 / 1009.0;
    x - 0.5
}

pub fn tables(shape: &Shape) -> Tables {
    let mut t = Tables::default();
    for (i, (name, _)) in shape.variants.iter().enumerate() {
        summary(&mut t, shape, i, name);
        by_country(&mut t, shape, i, name);
        by_hour(&mut t, shape, i, name);
        response_times(&mut t, shape, i, name);
        service_levels(&mut t, shape, i, name);
        if i > 0 {
            answers(&mut t, shape, i, name);
            bill(&mut t, shape, i, name);
            comparison(&mut t, shape, i, name);
        }
        best(&mut t, shape, i, name);
        breakeven(&mut t, shape, i, name);
        replications(&mut t, shape, i, name);
    }
    t
}

fn estimate(shape: &Shape, mean: f64) -> Estimate {
    let half = shape.half * mean.abs();
    let (lower, upper) = if shape.n > 1 { (Some(mean - half), Some(mean + half)) } else { (None, None) };
    Estimate { mean, lower, upper, level: 0.95, n: shape.n }
}

fn share(shape: &Shape, mean: f64) -> Estimate {
    let mut e = estimate(shape, mean);
    e.lower = e.lower.map(|l| l.max(0.0));
    e.upper = e.upper.map(|u| u.min(1.0));
    e
}

/// Levels by reason, group and half-hour, as a run tells them.
fn service_levels(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    let phone = i == 0;
    let mut add = |kind: &'static str, name: &str, metric: &str, unit: &str, mean: f64| {
        let value = if unit == "share" { share(shape, mean) } else { estimate(shape, mean) };
        t.service_levels.push(ServiceLevelRow {
            variant: v.into(),
            channel: if phone { "phone" } else { "messages" },
            kind,
            name: name.into(),
            threshold_s: if phone { 20.0 } else { 3600.0 },
            metric: metric.into(),
            unit: unit.into(),
            value,
        });
    };
    let reasons = ["delivery", "a question about a product that has a very long name indeed", "complaint"];
    for (k, reason) in reasons.into_iter().enumerate() {
        let level = 0.74 + 0.1 * wobble(i, k) + 0.05 * k as f64;
        add("reason", reason, "offered", "turns", 2000.0 / (k + 1) as f64);
        add("reason", reason, "within / offered", "share", level);
        add("reason", reason, "within / (offered − blocked − lost within)", "share", level * 1.02);
        add("reason", reason, "within / answered", "share", level * 1.05);
        add("reason", reason, "(within + lost within) / (offered − blocked)", "share", level * 1.03);
        add("reason", reason, "mean response", "s", if phone { 31.0 } else { 2400.0 });
    }
    for (k, group) in ["team", "second line"].into_iter().enumerate() {
        add("group", group, "answered", "turns", 1500.0);
        add("group", group, "within / answered", "share", 0.81 + 0.2 * wobble(i, 7 + k));
    }
    for day in 0..6 {
        for slot in 16..40 {
            let name =
                format!("{} {:02}:{:02}", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day], slot / 2, slot % 2 * 30);
            add("period", &name, "offered", "turns", 40.0);
            add("period", &name, "within / offered", "share", 0.8 + 0.3 * wobble(day * 48 + slot, i));
        }
    }
}

fn put(t: &mut Tables, shape: &Shape, variant: &str, metric: &str, mean: f64) {
    let unit = chatfare::table::metric(metric).unwrap_or_else(|| panic!("{metric}")).unit.text(Currency::EUR);
    let value = estimate(shape, mean);
    t.summary.push(SummaryRow { variant: variant.into(), channel: "all", metric: metric.into(), unit, value });
}

fn summary(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    let phone = i == 0;
    let k = 1.0 + 0.25 * wobble(i, 1);
    let parts = [
        ("wages", if phone { 3.12 } else { 1.71 * k }),
        ("fees", if phone { 0.0 } else { 0.031 + 0.02 * i as f64 }),
        ("lines", if phone { 0.46 } else { 0.02 }),
        ("bot", if i == 4 { 0.08 } else { 0.0 }),
        ("ads", 0.21),
        ("sms", if phone { 0.24 } else { 0.0 }),
        ("seats", 0.12),
        ("platform", if phone { 0.0 } else { 0.05 }),
    ];
    let total: f64 = parts.iter().map(|(_, p)| p).sum();
    put(t, shape, v, "cost_per_resolved", total);
    for (part, value) in parts {
        put(t, shape, v, &format!("cost_per_resolved.{part}"), value);
    }
    put(t, shape, v, "cost_per_contact", total * 0.86);
    put(t, shape, v, "cost_total", total * 51_500.0);
    put(t, shape, v, "fee", parts[1].1 * 51_500.0);
    put(t, shape, v, "fee_per_1000_contacts", parts[1].1 * 860.0);
    put(t, shape, v, "contacts", 60_000.0 + 100.0 * i as f64);
    put(t, shape, v, "resolved_share", 0.86 + 0.01 * wobble(i, 2));
    put(t, shape, v, "answered_share", if phone { 0.951 } else { 0.987 });
    put(t, shape, v, "abandoned_share", if phone { 0.049 } else { 0.013 });
    put(t, shape, v, "repeat_share", 0.08);
    put(t, shape, v, "response_mean", if phone { 17.0 } else { 4_100.0 * k });
    put(t, shape, v, "response_median", if phone { 6.0 } else { 1_260.0 * k });
    put(t, shape, v, "response_p95", if phone { 71.0 } else { 41_000.0 * k });
    put(t, shape, v, "response_within_threshold", if phone { 0.81 } else { 0.83 + 0.05 * wobble(i, 3) });
    put(t, shape, v, "answered_inside_window", if phone { 1.0 } else { 0.968 });
    put(t, shape, v, "paid_hours", if phone { 7_400.0 } else { 4_100.0 * k });
    put(t, shape, v, "occupancy", if phone { 0.71 } else { 0.84 });
    put(t, shape, v, "concurrency", if phone { 1.0 } else { 2.1 });
    put(t, shape, v, "satisfaction_base", if phone { 0.78 } else { 0.74 });
    put(t, shape, v, "messages_out", if phone { 0.0 } else { 171_000.0 });
}

fn by_country(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    for (k, (country, weight)) in [("FR", 0.55), ("DE", 0.34), ("BE", 0.11)].into_iter().enumerate() {
        let messages = if i == 0 { 0.0 } else { 171_000.0 * weight };
        let fee = messages * (0.021 + 0.017 * k as f64) * (0.1 + 0.05 * i as f64);
        for (metric, unit, mean) in [
            ("contacts", "contacts", 60_000.0 * weight),
            ("messages_out", "messages", messages),
            ("messages_charged", "messages", messages * 0.04),
            ("fee", "EUR", fee),
            ("mean_wait", "s", if i == 0 { 17.0 } else { 4_000.0 }),
        ] {
            let value = estimate(shape, mean);
            let (variant, country) = (v.to_string(), country.to_string());
            t.by_country.push(CountryRow { variant, country, metric: metric.into(), unit: unit.into(), value });
        }
    }
}

fn by_hour(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    for hour in 0..168u16 {
        let (day, h) = (hour / 24, f64::from(hour % 24));
        let load = (-((h - 14.0) / 4.5).powi(2)).exp() * if day < 5 { 1.0 } else { 0.5 };
        let open = if i == 0 { (8.0..20.0).contains(&h) && day < 6 } else { (9.0..18.0).contains(&h) && day < 5 };
        let arrivals = 12.0 + 310.0 * load;
        let on_duty = if open { if i == 0 { 24.0 } else { 13.0 } } else { 0.0 };
        let queue = if i == 0 {
            if open { 1.4 * load } else { 0.0 }
        } else if open {
            22.0 * load + 4.0
        } else {
            40.0 + 6.0 * h
        };
        let busy = on_duty * (0.45 + 0.5 * load);
        for (metric, unit, mean) in [
            ("arrivals", "turns/h", arrivals),
            ("queue", "turns", queue),
            ("busy", "agents", busy),
            ("on_duty", "agents", on_duty),
        ] {
            let value = estimate(shape, mean);
            t.by_hour.push(HourRow { variant: v.into(), hour, metric: metric.into(), unit: unit.into(), value });
        }
    }
}

fn response_times(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    let mut add = |channel: &'static str, median: f64, spread: f64, atom: f64| {
        let cdf = |s: f64| {
            let z = (s.max(1e-9) / median).ln() / spread;
            atom + (1.0 - atom) * 0.5 * (1.0 + libm::erf(z / 2f64.sqrt()))
        };
        let mut from = 0.0;
        for bin in 0..90 {
            let to = 10f64.powf(-0.2 + f64::from(bin) * 0.07);
            let (mean, bin_share) = (cdf(to), cdf(to) - if from == 0.0 { 0.0 } else { cdf(from) });
            let (cumulative, part) = (share(shape, mean), share(shape, bin_share));
            t.response_times.push(ResponseRow {
                variant: v.into(),
                channel,
                from_s: from,
                to_s: to,
                share: part,
                cumulative,
            });
            from = to;
        }
    };
    if i == 0 {
        add("phone", 12.0, 0.9, 0.4);
    } else {
        add("messages", 1_300.0 * (1.0 + 0.8 * i as f64), 1.5, 0.05 * i as f64 % 0.3);
        if i == 1 {
            add("phone", 25.0, 1.0, 0.2);
        }
    }
}

fn answers(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    for tariff in ["whatsapp-2018-08", "whatsapp-2026-10"] {
        for hours in (0..60u16).chain([100, 168]) {
            let all =
                61_000.0 * (-f64::from(hours) / (3.0 + i as f64)).exp() + 260.0 * (-f64::from(hours) / 30.0).exp();
            let billed_share = if tariff.ends_with("08") { if hours < 24 { 0.0 } else { 1.0 } } else { 0.82 };
            for (kind, part) in [("free", 1.0 - billed_share), ("billed", billed_share)] {
                let messages = estimate(shape, (all * part).round());
                t.answers_by_age.push(AgeRow { variant: v.into(), tariff: tariff.into(), hours, kind, messages });
            }
        }
    }
}

fn bill(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    for (market, rate) in [("France", 21_000_000i64), ("Germany", 38_000_000), ("Rest of Western Europe", 55_000_000)] {
        let charged = 1_800.0 * (1.0 + i as f64);
        let rated = market != "Germany";
        t.bill.push(BillRow {
            variant: v.into(),
            tariff: "whatsapp-2018-08".into(),
            in_force: "whatsapp-2018-08".into(),
            behaviour: "own",
            month: "2018-09".into(),
            business: "main".into(),
            account: "main".into(),
            number: "main".into(),
            market: market.into(),
            category: "utility".into(),
            rule: "late-answer".into(),
            tier: String::new(),
            rate: rated.then_some(rate),
            basis: "assumption, inside the published range".into(),
            currency: Currency::USD,
            messages: estimate(shape, charged),
            charged: estimate(shape, if rated { charged } else { 0.0 }),
            amount: estimate(shape, if rated { charged * rate as f64 * 1e-9 } else { 0.0 }),
        });
    }
}

fn best(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    // As in a study: two variants and two replications at least.
    if shape.n < 2 || shape.variants.len() < 2 {
        return;
    }
    let (mean, lower, upper, standing) = match i % 4 {
        0 => (1.92, 0.0, 1.98, "worse"),
        1 => (-0.12, -0.15, 0.0, "best"),
        2 => (0.02, 0.0, 0.04, "within the indifference zone"),
        _ => (0.12, -0.7, 0.9 + i as f64 * 0.1, "not distinguishable"),
    };
    let behind = Estimate { mean, lower: Some(lower), upper: Some(upper), level: 0.95, n: shape.n };
    for (metric, unit, zone) in [("cost_per_resolved", "EUR/resolved contact", 0.05), ("resolved_share", "share", 0.0)]
    {
        let (variant, metric, unit, behind) = (v.into(), metric.into(), unit.into(), behind);
        t.best.push(BestRow { variant, metric, unit, mean: 3.0, behind, zone, standing });
    }
}

fn comparison(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    let baseline = shape.variants[0].0.clone();
    for metric in ["cost_per_resolved", "response_within_threshold", "satisfaction_base", "answered_share"] {
        let (Some(value), Some(reference)) = (t.value(v, "all", metric), t.value(&baseline, "all", metric)) else {
            continue;
        };
        let gap = value.mean - reference.mean;
        let half = 0.015 * reference.mean + if i == 3 { gap.abs() } else { 0.0 };
        let with = shape.n > 1;
        let difference = Estimate {
            mean: gap,
            lower: with.then_some(gap - half),
            upper: with.then_some(gap + half),
            level: 0.95,
            n: shape.n,
        };
        let reading = match (difference.lower, difference.upper) {
            (Some(l), _) if l > 0.0 => "higher",
            (_, Some(u)) if u < 0.0 => "lower",
            _ => "not distinguishable",
        };
        let unit = chatfare::table::metric(metric).map(|m| m.unit.text(Currency::EUR)).unwrap_or_default();
        let (variant, baseline, metric) = (v.to_string(), baseline.clone(), metric.to_string());
        t.comparison.push(ComparisonRow {
            variant,
            baseline,
            metric,
            unit,
            value,
            reference,
            difference,
            reading,
            variance_ratio: Some(4.0),
        });
    }
}

fn breakeven(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    for volume in [20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0] {
        let mean =
            if i == 0 { 3.1 + 640.0 / volume } else { 1.75 + 0.12 * i as f64 + (700.0 + 45.0 * i as f64) / volume };
        let cost = estimate(shape, mean);
        t.breakeven.push(VolumeRow { variant: v.into(), contacts_a_day: volume, cost });
    }
}

fn replications(t: &mut Tables, shape: &Shape, i: usize, v: &str) {
    for replication in 0..shape.n {
        t.replications.push(ReplicationRow {
            variant: v.into(),
            replication,
            channel: "all",
            metric: "cost_per_resolved".into(),
            unit: "EUR/resolved contact".into(),
            numerator: 210_000_000_000_000 + i as i128 * 1_000_000_007 + i128::from(replication),
            denominator: 51_500 + i128::from(replication),
        });
    }
}
