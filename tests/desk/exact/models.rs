//! Rows of the tables as scenario files, each with the statistics that it must show.

use crate::desk::judge::{Case, Check};
use crate::desk::reference::Row;
use crate::desk::witness::Seen;

fn check(what: &'static str, exact: f64, scale: f64, of: fn(&Seen) -> (i128, i128)) -> Check {
    Check { what, exact, of, scale, controlled: !matches!(what, "occupancy" | "arrivals" | "service_s") }
}

fn big(numerator: i64, denominator: i64) -> (i128, i128) {
    (i128::from(numerator), i128::from(denominator))
}

/// Groups' sums over the run.
fn busy(seen: &Seen) -> (i128, i128) {
    big(seen.staff.groups.iter().map(|g| g.busy).sum(), seen.staff.groups.iter().map(|g| g.staffed).sum())
}

fn queue(seen: &Seen) -> (i128, i128) {
    big(seen.staff.hours.iter().map(|h| h.queue).sum(), seen.span)
}

fn serving(seen: &Seen) -> (i128, i128) {
    big(seen.staff.groups.iter().map(|g| g.serving).sum(), seen.span)
}

const MICRO: f64 = 1e-6;

/// Longest relaxation time of M/M/c, hours: 1 / (√(cμ) − √λ)².
fn relaxation_h(lambda: f64, aht_s: f64, servers: f64) -> f64 {
    let gap = (servers * 3600.0 / aht_s).sqrt() - lambda.sqrt();
    1.0 / (gap * gap)
}

pub fn erlang_c(row: &Row, phone: bool, customers: f64, wait: f64) -> Case {
    let (lambda, aht, servers, t) =
        (row.number("lambda_per_h"), row.number("aht_s"), row.number("servers"), row.number("T_s"));
    let team = if phone { "[call_center]" } else { "[group.team]\nconcurrency = 1" };
    let word = if phone { "calls" } else { "messages" };
    Case {
        name: format!("erlang_c {} {word}", row.text("id")),
        customers,
        per_hour: lambda,
        lead_h: 10.0 * relaxation_h(lambda, aht, servers) + 10.0 * aht / 3600.0,
        threshold_s: t,
        service_s: Some(aht),
        sees: vec![("p_wait", 0.01), ("asa_s", wait), ("mean_queue", wait)],
        text: format!(
            "[reason.r]\nvolume = \"{lambda}/h\"\nhandling = \"exponential, mean {aht} s\"\nsame_difficulty = 0\n\
             {team}\nagents = {servers}\nwage = \"0 USD\"\n[measures]\nmessage_threshold = \"{t} s\"\n\
             call_threshold = \"{t} s\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n"
        ),
        checks: vec![
            check("p_wait", row.number("p_wait"), 1.0, |s| big(s.waits.waited, s.waits.offered)),
            check("asa_s", row.number("asa_s"), MICRO, |s| big(s.waits.wait_answered, s.waits.offered)),
            check("sl_T", row.number("sl_T"), 1.0, |s| big(s.waits.answered_within, s.waits.offered)),
            check("occupancy", row.number("occupancy"), 1.0, busy),
            check("mean_queue", row.number("mean_queue"), 1.0, queue),
        ],
    }
}

pub fn erlang_a(row: &Row, customers: f64) -> Case {
    let (lambda, aht, servers, t) =
        (row.number("lambda_per_h"), row.number("aht_s"), row.number("servers"), row.number("T_s"));
    let patience = row.number("mean_patience_s");
    Case {
        name: format!("erlang_a {}", row.text("id")),
        customers,
        per_hour: lambda,
        lead_h: 15.0 * aht.max(patience) / 3600.0,
        threshold_s: t,
        service_s: Some(aht),
        sees: vec![("p_wait", 0.01), ("p_abandon", 0.01), ("mean_wait_all_s", 0.01), ("sl_offered", 0.01)],
        text: format!(
            "[reason.r]\nvolume = \"{lambda}/h\"\nhandling = \"exponential, mean {aht} s\"\nsame_difficulty = 0\n\
             [call_center]\nagents = {servers}\nwage = \"0 USD\"\npatience = \"exponential, mean {patience} s\"\n[measures]\n\
             call_threshold = \"{t} s\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n"
        ),
        checks: vec![
            check("p_wait", row.number("p_wait"), 1.0, |s| big(s.waits.waited, s.waits.offered)),
            check("p_abandon", row.number("p_abandon"), 1.0, |s| big(s.waits.lost, s.waits.offered)),
            check("mean_wait_all_s", row.number("mean_wait_all_s"), MICRO, |s| {
                big(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered)
            }),
            check("mean_wait_served_s", row.number("mean_wait_served_s"), MICRO, |s| {
                big(s.waits.wait_answered, s.waits.answered())
            }),
            check("mean_wait_abandoned_s", row.number("mean_wait_abandoned_s"), MICRO, |s| {
                big(s.waits.wait_lost, s.waits.lost)
            }),
            check("sl_offered", row.number("sl_offered"), 1.0, |s| big(s.waits.answered_within, s.waits.offered)),
            check("sl_excl_short", row.number("sl_excl_short_abandons"), 1.0, |s| {
                big(s.waits.answered_within, s.waits.offered - s.waits.lost_within)
            }),
            check("sl_answered", row.number("sl_answered"), 1.0, |s| big(s.waits.answered_within, s.waits.answered())),
            check("sl_abandons_count", row.number("sl_abandons_within_T_count"), 1.0, |s| {
                big(s.waits.answered_within + s.waits.lost_within, s.waits.offered)
            }),
            check("occupancy", row.number("occupancy"), 1.0, busy),
            check("mean_queue", row.number("mean_queue"), 1.0, queue),
        ],
    }
}

pub fn chat(row: &Row, customers: f64) -> Case {
    let (lambda, agents, patience) = (row.number("lambda_per_h"), row.text("agents"), row.number("mean_patience_s"));
    let rates: Vec<f64> =
        row.text("agent_completion_rate_per_h_by_level").split('|').map(|rate| rate.parse().expect("a rate")).collect();
    let speeds: Vec<String> =
        rates.iter().enumerate().map(|(k, rate)| format!("{:?}", rate / (k + 1) as f64 / rates[0])).collect();
    let aht = 3600.0 / rates[0];
    let slowest = rates.iter().enumerate().map(|(k, rate)| 3600.0 * (k + 1) as f64 / rate).fold(0.0, f64::max);
    let chats: f64 = row.number("agents");
    Case {
        name: format!("chat_concurrency {}", row.text("id")),
        customers,
        per_hour: lambda,
        lead_h: 15.0 * slowest.max(patience) / 3600.0,
        threshold_s: 20.0,
        service_s: None,
        sees: vec![
            ("p_all_agents_full", 0.01),
            ("p_abandon", 0.01),
            ("mean_wait_all_s", 0.01),
            ("service_sojourn_s", 0.01),
            ("concurrency", 0.01),
        ],
        text: format!(
            "[reason.r]\nvolume = \"{lambda}/h\"\nhandling = \"exponential, mean {aht} s\"\nsame_difficulty = 0\n\
             patience = \"exponential, mean {patience} s\"\n[desk]\nrouting = \"{} loaded\"\n[group.team]\nagents = {agents}\n\
             concurrency = {}\nspeed = [{}]\nwage = \"0 USD\"\n[measures]\nmessage_threshold = \"20 s\"\n\
             [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n",
            row.text("routing"),
            row.text("max_concurrency"),
            speeds.join(", "),
        ),
        checks: vec![
            check("p_all_agents_full", row.number("p_all_agents_full"), 1.0, |s| big(s.waits.waited, s.waits.offered)),
            check("p_abandon", row.number("p_abandon"), 1.0, |s| big(s.waits.lost, s.waits.offered)),
            check("mean_wait_all_s", row.number("mean_wait_all_s"), MICRO, |s| {
                big(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered)
            }),
            check("mean_queue", row.number("mean_queue"), 1.0, queue),
            check("mean_in_service", row.number("mean_in_service"), 1.0, serving),
            check("service_sojourn_s", row.number("mean_service_sojourn_s"), MICRO, |s| {
                big(s.waits.service, s.waits.answered())
            }),
            check("busy_fraction", row.number("agent_busy_fraction"), 1.0, busy),
            check("concurrency", row.number("mean_concurrency_per_agent") * chats, 1.0, serving),
        ],
    }
}

/// Contacts of several turns with slots released between them: every turn waits as in Erlang C.
pub struct Returning {
    pub name: &'static str,
    pub contacts_per_h: f64,
    pub turns: f64,
    pub turn_s: f64,
    pub thinking: &'static str,
    pub think_s: f64,
    pub agents: u32,
    pub concurrency: u32,
}

pub fn erlang_r(row: &Returning, customers: f64, wait: f64) -> Case {
    let servers = row.agents * row.concurrency;
    let exact = chatfare::statistics::erlang_r(
        row.contacts_per_h,
        row.turn_s,
        1.0 - 1.0 / row.turns,
        row.think_s,
        servers,
        20.0,
    )
    .expect("a stable row");
    let days = |seconds: f64| seconds / 3600.0;
    let per_hour = exact.turns_per_h;
    Case {
        name: format!("erlang_r {}", row.name),
        customers,
        per_hour,
        lead_h: 10.0 * relaxation_h(per_hour, row.turn_s, f64::from(servers)) + days(40.0 * row.turns * row.think_s),
        threshold_s: 20.0,
        service_s: Some(row.turn_s),
        sees: vec![("p_wait", 0.01), ("asa_s", wait), ("open_contacts", 0.01)],
        text: format!(
            "[reason.r]\nvolume = \"{}/h\"\nhandling = \"exponential, mean {} s\"\nsame_difficulty = 0\n\
             turns = \"geometric, mean {}\"\nthinking = \"{}\"\n[desk]\nslots = \"released\"\n\
             [group.team]\nagents = {}\nconcurrency = {}\nwage = \"0 USD\"\n[measures]\nmessage_threshold = \"20 s\"\n\
             [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n",
            row.contacts_per_h, row.turn_s, row.turns, row.thinking, row.agents, row.concurrency
        ),
        checks: vec![
            check("p_wait", exact.turn.p_wait, 1.0, |s| big(s.waits.waited, s.waits.offered)),
            check("asa_s", exact.turn.asa_s, MICRO, |s| big(s.waits.wait_answered, s.waits.offered)),
            check("sl_T", exact.turn.service_level, 1.0, |s| big(s.waits.answered_within, s.waits.offered)),
            check("arrivals", exact.turns_per_h, 3.6e9, |s| big(s.waits.offered, s.span)),
            check("open_contacts", row.contacts_per_h * exact.mean_contact_s / 3600.0, 1.0, |s| {
                big(s.staff.open_contacts, s.span)
            }),
        ],
    }
}

/// M/M/c/K and M/M/c/K+M: calls with K lines.
pub fn lines(row: &Row, customers: f64, block: f64) -> Case {
    let (lambda, aht, servers) = (row.number("lambda_per_h"), row.number("aht_s"), row.number("servers"));
    let patience = match row.text("mean_patience_s") {
        "inf" => String::new(),
        seconds => format!("patience = \"exponential, mean {seconds} s\"\n"),
    };
    let mut checks = vec![
        check("p_block", row.number("p_block"), 1.0, |s| big(s.waits.blocked, s.waits.offered + s.waits.blocked)),
        check("p_wait_accepted", row.number("p_wait_given_accepted"), 1.0, |s| big(s.waits.waited, s.waits.offered)),
        check("mean_wait_accepted_s", row.number("mean_wait_accepted_s"), MICRO, |s| {
            big(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered)
        }),
        check("occupancy", row.number("occupancy"), 1.0, busy),
        check("throughput_per_h", row.number("throughput_per_h"), 3.6e9, |s| big(s.waits.answered(), s.span)),
    ];
    let mut sees = vec![("p_block", block), ("p_wait_accepted", 0.01), ("mean_wait_accepted_s", 0.01)];
    if !patience.is_empty() {
        let of = |s: &Seen| big(s.waits.lost, s.waits.offered + s.waits.blocked);
        checks.push(check("p_abandon", row.number("p_abandon_of_offered"), 1.0, of));
        sees.push(("p_abandon", 0.01));
    }
    Case {
        name: format!("mmck {}", row.text("id")),
        customers,
        per_hour: lambda,
        lead_h: 40.0 * aht / 3600.0,
        threshold_s: 20.0,
        service_s: Some(aht),
        sees,
        text: format!(
            "[reason.r]\nvolume = \"{lambda}/h\"\nhandling = \"exponential, mean {aht} s\"\nsame_difficulty = 0\n\
             [call_center]\nagents = {servers}\nlines = {}\nwage = \"0 USD\"\n{patience}\
             [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n",
            row.text("capacity_K")
        ),
        checks,
    }
}

/// M/M/c+G: calls with any law of patience.
pub fn general_patience(row: &Row, patience: &str, customers: f64) -> Case {
    let (lambda, aht, servers) = (row.number("lambda_per_h"), row.number("aht_s"), row.number("servers"));
    let t = row.number("T_s");
    Case {
        name: format!("mmc_plus_g {}", row.text("id")),
        customers,
        per_hour: lambda,
        lead_h: 15.0 * aht.max(row.number("mean_patience_s")) / 3600.0,
        threshold_s: t,
        service_s: Some(aht),
        sees: vec![("p_abandon", 0.01), ("mean_wait_all_s", 0.01)],
        text: format!(
            "[reason.r]\nvolume = \"{lambda}/h\"\nhandling = \"exponential, mean {aht} s\"\nsame_difficulty = 0\n\
             [call_center]\nagents = {servers}\nwage = \"0 USD\"\npatience = \"{patience}\"\n[measures]\n\
             call_threshold = \"{t} s\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ US = \"0.01 USD\" }}\n"
        ),
        checks: vec![
            check("p_abandon", row.number("p_abandon"), 1.0, |s| big(s.waits.lost, s.waits.offered)),
            check("mean_wait_all_s", row.number("mean_wait_all_s"), MICRO, |s| {
                big(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered)
            }),
            check("sl_offered", row.number("sl_offered"), 1.0, |s| big(s.waits.answered_within, s.waits.offered)),
            check("sl_abandons_count", row.number("sl_abandons_within_T_count"), 1.0, |s| {
                big(s.waits.answered_within + s.waits.lost_within, s.waits.offered)
            }),
        ],
    }
}
