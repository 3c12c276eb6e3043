//! What `bench` prints and writes.

use crate::experiment::workloads::{ManyCores, Measured};

/// The heading of the table.
pub fn head() -> String {
    format!(
        "{:<9}{:>10}{:>6}{:>9}{:>15}{:>9}{:>9}{:>9}{:>12}{:>10}\n",
        "workload", "n", "runs", "threads", "messages", "ns/turn", "ns/mess.", "ns/event", "events/core", "peak MiB"
    )
}

/// A workload's line. Nanoseconds are CPU time; events are those of a second of one core.
pub fn row(measured: &Measured) -> String {
    let ns = |value: Option<f64>| value.map_or("–".to_string(), |ns| format!("{ns:.1}"));
    let events = measured.cpu_ns_per_event.map_or("–".to_string(), |ns| format!("{:.1} M/s", 1e3 / ns));
    let memory = measured.peak_rss_bytes.map_or("–".to_string(), |bytes| format!("{:.0}", bytes as f64 / 1048576.0));
    format!(
        "{:<9}{:>10}{:>6}{:>9}{:>15}{:>9}{:>9}{:>9}{:>12}{:>10}\n",
        measured.workload,
        measured.n,
        measured.runs,
        measured.threads,
        measured.messages,
        ns(measured.cpu_ns_per_turn),
        ns(measured.cpu_ns_per_message),
        ns(measured.cpu_ns_per_event),
        events,
        memory
    )
}

/// Statistics beside their exact values, speed, threads, the largest desk, a day of WhatsApp.
pub fn foot(all: &[Measured]) -> String {
    let mut text = String::new();
    for measured in all {
        for statistic in &measured.statistics {
            let interval = statistic.half_width.map_or(String::new(), |half| format!(" ± {half:.4}"));
            let (letter, name) = (&measured.workload, &statistic.name);
            text += &format!("({letter}) {name}: {:.4}{interval}, exact {:.4}\n", statistic.mean, statistic.exact);
        }
    }
    for measured in all {
        text += &format!(
            "({}) {:.1} million messages of both directions a second of wall-clock time on {}; 60 billion, a day of WhatsApp in 2018, \
             would take {}.\n",
            measured.workload,
            measured.messages_per_s / 1e6,
            counted(measured.threads as u64, "thread"),
            lasting(measured.day_of_whatsapp_h),
        );
        text += &scaling(measured).unwrap_or_default();
        text += &largest_desk(measured).unwrap_or_default();
    }
    text
}

/// What more threads cost and gain.
fn scaling(measured: &Measured) -> Option<String> {
    let wall = measured.wall_beside_one_thread?;
    let cpu = measured.cpu_beside_one_thread.map_or("–".into(), |cpu| format!("{cpu:.3}"));
    Some(format!(
        "({}) {} instead of one: {cpu} times the CPU time a message, {wall:.3} times the wall-clock time.\n",
        measured.workload,
        counted(measured.threads as u64, "thread")
    ))
}

/// The largest desk beside all of them.
fn largest_desk(measured: &Measured) -> Option<String> {
    let largest = measured.largest?;
    let times = measured.cpu_s.zip(largest.cpu_s).map(|(all, own)| own * f64::from(measured.runs) / all);
    let (own, all) = (largest.cpu_ns_per_turn, measured.cpu_ns_per_turn);
    let speed = own.zip(all).zip(times).map_or("too short to be timed".into(), |((own, all), times)| {
        format!("{own:.0} ns of CPU time a turn (all: {all:.0}), {:.1} % of the CPU time of all", times * 100.0)
    });
    Some(format!(
        "({}) The largest of {}, alone on one thread: {} turns, {:.1} % of all, {speed}.\n",
        measured.workload,
        counted(measured.n, "desk"),
        largest.turns,
        largest.share * 100.0,
    ))
}

/// A day of WhatsApp on many cores.
pub fn cores(all: &[ManyCores]) -> String {
    let Some(first) = all.first() else { return String::new() };
    let mut text = format!(
        "(d) A day of WhatsApp as {:.1} fleets of {}, the most that can be run as one: {:.1} % of a fleet is its largest desk, {} of CPU \
         time on one core at the speed of the largest desk above; {:.0} cores have work to the end.\n",
        first.fleets,
        counted(first.desks, "desk"),
        first.largest * 100.0,
        lasting(first.largest_h),
        first.busy_cores.floor().max(1.0),
    );
    for one in all {
        text += &format!(
            "(d) On {} like these: {} of CPU time each, so {} at least.\n",
            counted(one.cores, "core"),
            lasting(one.work_h),
            lasting(one.work_h.max(one.largest_h))
        );
    }
    text
}

/// `1 core`, `8 cores`.
fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn lasting(hours: f64) -> String {
    let seconds = hours * 3600.0;
    match seconds {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.0} min", s / 60.0),
        _ => format!("{hours:.1} h"),
    }
}

/// All digits, one line a workload.
pub fn csv(all: &[Measured]) -> String {
    let mut text = "workload,n,runs,threads,turns,messages,events,wall_s,cpu_s,cpu_ns_per_turn,cpu_ns_per_message,\
                    cpu_ns_per_event,messages_per_s,peak_rss_bytes,day_of_whatsapp_h,cpu_beside_one_thread,\
                    wall_beside_one_thread,largest_turns,largest_share,largest_cpu_s,largest_cpu_ns_per_turn\n"
        .to_string();
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for m in all {
        let memory = m.peak_rss_bytes.map_or(String::new(), |bytes| bytes.to_string());
        let counts = format!("{},{},{},{},{},{},{}", m.workload, m.n, m.runs, m.threads, m.turns, m.messages, m.events);
        let per = [m.cpu_s, m.cpu_ns_per_turn, m.cpu_ns_per_message, m.cpu_ns_per_event].map(number).join(",");
        let beside = [m.cpu_beside_one_thread, m.wall_beside_one_thread].map(number).join(",");
        let largest = m.largest.map_or(",,,".into(), |l| {
            format!("{},{},{},{}", l.turns, l.share, number(l.cpu_s), number(l.cpu_ns_per_turn))
        });
        let (wall, speed, day) = (m.wall_s, m.messages_per_s, m.day_of_whatsapp_h);
        text += &format!("{counts},{wall},{per},{speed},{memory},{day},{beside},{largest}\n");
    }
    text
}

/// Statistics beside their exact values, one line each.
pub fn statistics_csv(all: &[Measured]) -> String {
    let mut text = "workload,statistic,mean,half_width,exact\n".to_string();
    for measured in all {
        for statistic in &measured.statistics {
            let half = statistic.half_width.map_or(String::new(), |half| half.to_string());
            let (letter, name, mean) = (&measured.workload, &statistic.name, statistic.mean);
            text += &format!("{letter},\"{name}\",{mean},{half},{}\n", statistic.exact);
        }
    }
    text
}

/// A day of WhatsApp, one line a number of cores.
pub fn cores_csv(all: &[ManyCores]) -> String {
    let mut text = "cores,fleets,desks,largest,work_h,largest_h,busy_cores\n".to_string();
    for m in all {
        let (own, busy) = (m.largest_h, m.busy_cores);
        text += &format!("{},{},{},{},{},{own},{busy}\n", m.cores, m.fleets, m.desks, m.largest, m.work_h);
    }
    text
}
