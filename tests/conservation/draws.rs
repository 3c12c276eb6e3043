//! Whatever the business does, the same customers come with the same needs and think for as long.

use std::collections::{BTreeMap, BTreeSet};

use chatfare::facts::{Author, Body, Fact, FactId, Origin, Outcome};

use crate::desk::stage::{Play, play_variant};

fn text(seed: u64, desk: &str) -> String {
    format!(
        "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-13\"\nlead = \"1 d\"\ndrain = \"7 d\"\nseed = {seed}\nallow_unstable = true\n\
         [business]\nzone = \"Europe/Paris\"\n[population.p]\nsize = 20000\nknown = \"80 %\"\n\
         countries = {{ FR = \"60 %\", BR = \"40 %\" }}\n[zone]\nBR = \"America/Sao_Paulo\"\n\
         [account.fr]\n[number.a]\nshare = \"70 %\"\n[number.b]\nshare = \"30 %\"\n\
         [reason.r]\nvolume = \"300/day\"\nprofile = \"shop\"\nbusyness_cv = 0.3\nhandling = \"lognormal, mean 4 min, CV 1\"\n\
         turns = \"geometric, mean 2.5\"\nthinking = \"lognormal, mean 30 min, CV 2\"\npatience = \"exponential, mean 20 h\"\n\
         fan_out = \"geometric, mean 1.5\"\nresolved = \"70 %\"\nrepeat = {{ chance = \"40 %\", after = \"exponential, mean 1 d\" }}\n\
         same_difficulty = 1\n\
         [reason.s]\nhandling = \"exponential, mean 5 min\"\nsame_difficulty = 0.4\nturns = \"fixed 2\"\nthinking = \"fixed 20 min\"\n\
         burst = {{ messages = \"geometric, mean 2\", gap = \"exponential, mean 20 s\" }}\n\
         reminder = {{ after = \"exponential, mean 2 h\", chance = \"40 %\" }}\n\
         [campaign.ad]\nreason = \"s\"\nvolume = \"60/day\"\n\
         [notification.note]\nclass = \"utility\"\nvolume = \"100/day\"\ndelivered = \"95 %\"\nreply = \"10 %\"\nreason = \"r\"\n\
         delay = \"lognormal, mean 1 h, CV 2\"\nprice = \"0.06 USD\"\n\
         [call_center]\nagents = 6\nwage = \"20 USD\"\n\
         [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ FR = \"0.0700 USD\", BR = \"0.0300 USD\" }}\n{desk}\n"
    )
}

const TEAM: &str = "[group.team]\nagents = 6\nwage = \"20 USD\"\n";

/// Desks that differ in one thing each; the first is the plain one.
fn desks() -> Vec<(&'static str, String)> {
    let with = |rest: &str| format!("{TEAM}{rest}");
    vec![
        ("plain", with("")),
        ("fewer agents", TEAM.replace("agents = 6", "agents = 4\nhours = \"Mon-Sat 08:00-20:00\"")),
        ("window expiry", with("[desk]\ndiscipline = \"window expiry\"")),
        ("price-weighted", with("[desk]\ndiscipline = \"price-weighted expiry\"")),
        ("held", with("[desk]\nslots = \"held\"")),
        ("batches", with("[desk.answer]\npolicy = \"batches\"\nevery = \"2 h\"")),
        ("office hours", with("[desk.answer]\npolicy = \"office hours\"\nhours = \"Mon-Fri 09:00-18:00\"")),
        ("merge", with("[desk.answer]\npolicy = \"wait and merge\"\nquiet = \"45 s\"")),
        ("drop", with("[desk.answer]\nlate = \"drop\"")),
        ("bot", with("[bot]\ncontainment = \"30 %\"\ndelay = \"3 s\"")),
    ]
}

type Contact = (u16, u32);
type Turn = (u16, u32, u16);

/// What customers brought: arrivals, thinking times, work, messages of an answer, fate.
#[derive(Default)]
struct Customers {
    arrivals: BTreeMap<Contact, (i64, u64, u16, u16, u16)>,
    notes: Vec<(i64, u64, u16)>,
    thinking: BTreeMap<Turn, i64>,
    work: BTreeMap<Turn, i64>,
    fan_out: BTreeMap<Turn, u32>,
    met: BTreeMap<Contact, bool>,
    talk: BTreeMap<Contact, i64>,
}

/// Reads generation 0 of a run; work only of reason `r`, which has no bursts (stream of the reason's own volume).
fn read(play: &Play) -> Customers {
    let mut all = Customers::default();
    let mut answered: BTreeMap<Turn, i64> = BTreeMap::new();
    let mut contained: BTreeSet<Contact> = BTreeSet::new();
    let sources = |stream: u16| {
        let source = play.assembly.desk.streams[stream as usize].source;
        play.assembly.model.sources[source as usize].name.as_str()
    };
    for Fact { head, body } in &play.facts {
        let FactId { stream, ordinal, turn, generation, .. } = head.id;
        if generation > 0 {
            continue;
        }
        let (contact, key) = ((stream, ordinal), (stream, ordinal, turn));
        match *body {
            Body::ContactOpened { reason, origin, .. } if origin != Origin::Notification => {
                all.arrivals.insert(contact, (head.at, head.customer, head.number, head.country, reason));
            }
            Body::MessageIn { .. } if turn > 0 && !all.thinking.contains_key(&key) => {
                if let Some(at) = answered.get(&(stream, ordinal, turn - 1)) {
                    all.thinking.insert(key, head.at - at);
                }
            }
            Body::MessageOut { wait, queued, author, .. } => {
                if sources(stream) == "note" && author == Author::System {
                    all.notes.push((head.at, head.customer, head.number));
                }
                if wait >= 0 && author == Author::Bot {
                    contained.insert(contact);
                }
                if author == Author::Agent {
                    *all.fan_out.entry(key).or_default() += 1;
                }
                if wait >= 0 {
                    answered.insert(key, head.at);
                    if author == Author::Agent && sources(stream) == "r" {
                        all.work.insert(key, wait - queued);
                    }
                }
            }
            Body::CallEnded { talk, answered: true, .. } => {
                all.talk.insert(contact, talk);
            }
            Body::ContactClosed { outcome, .. } if !contained.contains(&contact) => match outcome {
                Outcome::Resolved => drop(all.met.insert(contact, true)),
                Outcome::Unresolved => drop(all.met.insert(contact, false)),
                _ => {}
            },
            _ => {}
        }
    }
    all
}

/// Values under names that both have are equal; enough names are common.
#[track_caller]
fn same<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    what: &str,
    a: &BTreeMap<K, V>,
    b: &BTreeMap<K, V>,
    least: usize,
) {
    let common = a.iter().filter_map(|(key, value)| Some((key, value, b.get(key)?)));
    let mut count = 0;
    for (key, one, other) in common {
        assert_eq!(one, other, "{what} of {key:?}");
        count += 1;
    }
    assert!(count >= least, "{what}: only {count} in common");
}

#[test]
fn a_policy_changes_no_draw_of_the_customers() {
    let plain = read(&play_variant(&text(3, TEAM), "messages"));
    assert!(plain.arrivals.len() > 2000 && plain.notes.len() > 500);
    for (name, desk) in desks() {
        let other = read(&play_variant(&text(3, &desk), "messages"));
        assert_eq!(plain.arrivals, other.arrivals, "{name}: arrivals");
        assert_eq!(plain.notes, other.notes, "{name}: notifications");
        same(&format!("{name}: thinking"), &plain.thinking, &other.thinking, 1000);
        same(&format!("{name}: work"), &plain.work, &other.work, 2000);
        same(&format!("{name}: resolved"), &plain.met, &other.met, 800);
        if name != "merge" {
            let of_r = |all: &Customers| -> BTreeMap<Turn, u32> {
                all.fan_out.iter().filter(|(key, _)| all.work.contains_key(key)).map(|(k, n)| (*k, *n)).collect()
            };
            same(&format!("{name}: fan-out"), &of_r(&plain), &of_r(&other), 2000);
        }
    }
}

/// By phone the same customers call at the same times, and a need that is as hard on both channels takes as long.
#[test]
fn the_phone_serves_the_same_customers() {
    let (messages, phone) = (text(3, TEAM), text(3, TEAM));
    let (messages, phone) = (read(&play_variant(&messages, "messages")), read(&play_variant(&phone, "phone")));
    assert_eq!(messages.arrivals, phone.arrivals);
    let first: BTreeMap<Contact, i64> =
        messages.work.iter().filter(|(key, _)| key.2 == 0).map(|(key, work)| ((key.0, key.1), *work)).collect();
    same("work", &first, &phone.talk, 1500);
}

/// The comparison can fail: another seed brings other customers, another volume the same ones at other times.
#[test]
fn another_seed_brings_other_customers() {
    let (one, other) =
        (read(&play_variant(&text(3, TEAM), "messages")), read(&play_variant(&text(4, TEAM), "messages")));
    assert_ne!(one.arrivals, other.arrivals);
    let different = one.work.iter().filter(|(key, work)| other.work.get(key).is_some_and(|w| w != *work)).count();
    assert!(different > 1000, "{different}");
    let busier = text(3, TEAM).replace("300/day", "330/day");
    let busier = read(&play_variant(&busier, "messages"));
    assert_ne!(one.arrivals, busier.arrivals);
    same("work", &one.work, &busier.work, 2000);
}
