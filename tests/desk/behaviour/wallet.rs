//! What is billed, refused, free: notifications, promotions, ads, windows.

use crate::desk::stage::{ONE_AGENT, arrives, play, play_variant, told, week};

fn notification(name: &str, class: &str, rest: &str) -> String {
    format!("[notification.{name}]\nclass = \"{class}\"\n{}{rest}", arrives("2018-08-06T09:00"))
}

#[test]
fn promotions_and_strangers_are_refused_and_counted() {
    let strangers = week(10).replace("[population.p]\n", "[population.p]\nknown = \"0 %\"\n");
    let world = format!(
        "{strangers}{ONE_AGENT}{}",
        notification("note", "utility", "") + &notification("sale", "marketing", "")
    );
    let play = play(&world);
    told(&play.story("note"), &["Mon 09:00:00 system utility refused: contact before"]);
    told(&play.story("sale"), &["Mon 09:00:00 system marketing refused: promotion"]);
    let tally = &play.chunk.tally;
    assert_eq!((tally.messages_out, tally.refused), ([0, 0, 20], [10, 10, 0]));
    assert_eq!(play.bill().total, 0);
}

/// In October 2026 promotions are accepted, and strangers may be written to.
#[test]
fn in_2026_promotions_are_paid() {
    let world = week(10)
        .replace("2018-08", "2026-10")
        .replace("[population.p]\n", "[population.p]\nknown = \"0 %\"\n")
        .replace("rates = { FR = \"0.05 USD\" }\n", "");
    let sale = notification("sale", "marketing", "").replace("2018-08", "2026-10");
    let play = play(&format!("{world}{ONE_AGENT}{sale}"));
    assert_eq!(play.chunk.tally.messages_out, [10, 0, 0]);
    assert_eq!(play.bill().charged, 10);
    assert!(play.bill().total > 0);
}

#[test]
fn what_does_not_arrive_is_not_paid() {
    let play = play(&format!("{}{ONE_AGENT}{}", week(10), notification("note", "utility", "delivered = \"0 %\"\n")));
    assert_eq!((play.chunk.tally.messages_out, play.bill().total), ([0, 10, 0], 0));
}

#[test]
fn a_reply_opens_a_contact_and_the_next_notification_inside_the_window_is_free() {
    let reply = "reply = \"100 %\"\nreason = \"r\"\ndelay = \"fixed 1 h\"\n";
    let world = week(1).replace("[population.p]\n", "[population.p]\nsize = 1\n");
    let second = format!("[notification.second]\nclass = \"utility\"\n{}", arrives("2018-08-06T12:00"));
    let third = format!("[notification.third]\nclass = \"utility\"\n{}", arrives("2018-08-07T12:00"));
    let text = format!(
        "{world}{ONE_AGENT}{}{second}{third}[reason.r]\nhandling = \"fixed 3 min\"\nsame_difficulty = 0\n",
        notification("note", "utility", reply)
    );
    let play = play(&text);
    told(
        &play.story("note"),
        &[
            "Mon 09:00:00 system utility",
            "Mon 10:00:00 opens",
            "Mon 10:00:00 writes",
            "Mon 10:03:00 agent service wait 180 queued 0",
            "Mon 10:03:00 closes resolved",
        ],
    );
    // The first to a silent customer is paid, the second inside the window free, the third on the next day paid.
    let bill = play.bill();
    assert_eq!((bill.messages, bill.charged, bill.total), (4, 2, 100_000_000));
}

#[test]
fn by_phone_notifications_go_by_their_baseline() {
    let text = format!(
        "{}{ONE_AGENT}[call_center]\nagents = 1\nwage = \"0 USD\"\n[reason.r]\nhandling = \"fixed 3 min\"\nsame_difficulty = 0\n{}{}{}",
        week(5),
        notification(
            "note",
            "utility",
            "price = \"0.06 USD\"\nreply = \"100 %\"\nreason = \"r\"\ndelay = \"fixed 1 h\"\n"
        ),
        notification("visit", "utility", "baseline = \"call\"\ncall = \"fixed 2 min\"\n"),
        notification("sale", "marketing", ""),
    );
    let play = play_variant(&text, "phone");
    let sms: i64 = play.sums.sms.iter().sum();
    assert_eq!((sms, play.sums.outbound), (5, (600_000_000, 5)));
    assert_eq!(play.chunk.tally.messages_out, [0, 0, 0]);
    assert!(play.story("note").starts_with("Mon 10:00:00 calls\nMon 10:00:00 talks wait 0"), "{}", play.story("note"));
}

/// October 2026: an answer within 24 h to a customer who came through an ad opens 72 h in which all is free.
#[test]
fn the_free_entry_point_lasts_72_h() {
    let world = week(1).replace("2018-08", "2026-10").replace("rates = { FR = \"0.05 USD\" }\n", "");
    let world = world.replace("2026-10-06", "2026-10-05").replace("2026-10-13", "2026-10-19");
    let campaign = format!("[campaign.ad]\nreason = \"r\"\nclick = \"0.40 USD\"\n{}", arrives("2026-10-05T09:00"));
    // Nine turns half a day apart: 0, 12 … 96 h; the entry point opens with the first answer at 0:10 and ends 72:10.
    let text = |tariff: &str| {
        format!(
            "{}{ONE_AGENT}{campaign}[reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\nturns = \"fixed 9\"\n\
             thinking = \"fixed 11 h 50 min\"\n",
            world.replace("whatsapp-2018-08", "whatsapp-2026-10") + tariff
        )
    };
    let play = play(&text(""));
    assert!(play.story("ad").contains("Mon 09:00:00 writes ad"), "{}", play.story("ad"));
    let bill = play.bill();
    let free: u64 =
        bill.lines.iter().filter(|l| l.rule.contains("entry point") || l.rule.contains("ad")).map(|l| l.messages).sum();
    // Answers at 0:10, 12:10, 24:10, 36:10, 48:10, 60:10 are inside; the one at exactly 72:10 is outside.
    assert_eq!((bill.messages, free), (9, 6), "{:#?}", bill.lines);
    assert_eq!(play.chunk.tally.clicks.iter().sum::<i64>(), 1);
}

/// 1,000 service messages a number and month are free from October 2026; the next one is paid.
#[test]
fn the_quota_is_1000_a_number_and_month() {
    let world = week(1001).replace("2018-08-06", "2026-10-05").replace("2018-08-13", "2026-10-12");
    let world = world.replace("rates = { FR = \"0.05 USD\" }\n", "").replace("whatsapp-2018-08", "whatsapp-2026-10");
    let text = format!(
        "{world}[group.team]\nagents = 60\nwage = \"0 USD\"\n[reason.r]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n",
        arrives("2026-10-05T09:00")
    );
    let bill = play(&text).bill();
    assert_eq!((bill.messages, bill.charged), (1001, 1));
}
