//! Random valid scenarios over everything a desk can be told to do.

use std::fmt::Write;

/// Draws of one scenario: a counter hashed with its number.
struct Dice {
    name: u64,
    thrown: u64,
}

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.thrown += 1;
        let hash = blake3::hash(format!("conservation {} {}", self.name, self.thrown).as_bytes());
        u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("8 bytes")) % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const TIMES: &[&str] = &[
    "lognormal, mean 6 min, CV 1.1",
    "exponential, mean 8 min",
    "gamma, mean 5 min, CV 0.7",
    "fixed 4 min",
    "Erlang, mean 10 min, stages 3",
    "hyperexponential, mean 6 min, CV 2",
    "0 with 20 %, else exponential, mean 9 min",
    "uniform, 1 min to 20 min",
];

/// A scenario of four days over the end of a month.
pub fn scenario(name: u64) -> String {
    let mut dice = Dice { name, thrown: 0 };
    let mut text = String::new();
    let blended = dice.chance(40);
    head(&mut text, &mut dice);
    for reason in ["delivery", "presales"] {
        reason_of(&mut text, &mut dice, reason, blended);
    }
    sources(&mut text, &mut dice);
    desk(&mut text, &mut dice, blended);
    call_center(&mut text, &mut dice);
    text
}

fn put(text: &mut String, line: impl AsRef<str>) {
    writeln!(text, "{}", line.as_ref()).expect("a string");
}

fn head(text: &mut String, dice: &mut Dice) {
    let (lead, drain) = (dice.one(&["0 s", "1 d", "30 h"]), dice.one(&["2 d", "0 s", "for ever", "7 d"]));
    put(text, format!("[run]\nfrom = \"2018-08-29\"\nto = \"2018-09-02\"\nlead = \"{lead}\"\ndrain = \"{drain}\""));
    put(text, format!("replications = 2\nseed = {}\nallow_unstable = true", dice.name));
    put(text, "[business]\nname = \"retailer\"\nzone = \"Europe/Paris\"\n[currency]\nreport = \"USD\"");
    match dice.below(3) {
        0 => {}
        1 => put(text, "[account.fr]\n[number.a]\nshare = \"70 %\"\n[number.b]\nshare = \"30 %\""),
        _ => put(
            text,
            "[account.fr]\n[account.br]\nbusiness = \"other\"\nzone = \"America/Sao_Paulo\"\n\
             [number.a]\naccount = \"fr\"\n[number.b]\naccount = \"br\"\n[number.c]\naccount = \"br\"",
        ),
    }
    let size = dice.one(&["\"unlimited\"", "3", "40", "5000"]);
    let known = dice.one(&["100 %", "60 %", "0 %"]);
    put(text, format!("[population.customers]\nsize = {size}\nknown = \"{known}\""));
    put(text, "countries = { FR = \"50 %\", DE = \"30 %\", BR = \"20 %\" }");
    put(text, "[population.visitors]\ncountries = { FR = \"100 %\" }\n[zone]\nBR = \"America/Sao_Paulo\"");
    let tariffs = ["whatsapp-2018-08", "whatsapp-2026-10"];
    let in_force = dice.below(2) as usize;
    put(text, format!("[tariff]\nin_force = \"{}\"\nbill = [\"{}\"]", tariffs[in_force], tariffs[1 - in_force]));
    put(text, "rates = { FR = \"0.0700 USD\", DE = \"0.0850 USD\", BR = \"0.0300 USD\" }");
    if dice.chance(40) {
        put(text, format!("window = \"{}\"", dice.one(&["0 h", "20 min", "3 h", "for ever"])));
    }
}

fn reason_of(text: &mut String, dice: &mut Dice, name: &str, blended: bool) {
    put(text, format!("[reason.{name}]\npopulation = \"customers\"\nvolume = \"{}/day\"", 20 + dice.below(120)));
    put(text, format!("profile = \"{}\"", dice.one(&["constant", "office"])));
    if dice.chance(30) {
        put(text, "busyness_cv = 0.4\ngrowth = \"8 %\"");
    }
    put(text, format!("handling = \"{}\"\ncall_handling = \"{}\"", dice.one(TIMES), dice.one(TIMES)));
    put(text, format!("same_difficulty = {}", dice.one(&["0", "0.5", "1"])));
    put(text, format!("turns = \"{}\"", dice.one(&["fixed 1", "fixed 3", "geometric, mean 2.4"])));
    put(
        text,
        format!(
            "thinking = \"{}\"",
            dice.one(&["lognormal, mean 40 min, CV 2", "fixed 5 min", "exponential, mean 9 h"])
        ),
    );
    put(
        text,
        format!("patience = \"{}\"", dice.one(&["never", "exponential, mean 2 h", "Weibull, mean 9 h, shape 0.7"])),
    );
    put(text, format!("fan_out = \"{}\"", dice.one(&["fixed 1", "fixed 2", "geometric, mean 1.7"])));
    put(
        text,
        format!(
            "resolved = \"{}\"\nvalue = \"{}\"",
            dice.one(&["75 %", "100 %", "0 %"]),
            dice.one(&["0 USD", "3 USD"])
        ),
    );
    if dice.chance(50) {
        put(text, "burst = { messages = \"geometric, mean 2\", gap = \"exponential, mean 90 s\" }");
    }
    if dice.chance(50) {
        let after = dice.one(&["exponential, mean 30 min", "fixed 7 h", "fixed 25 h"]);
        let restarts = dice.chance(75);
        put(
            text,
            format!(
                "reminder = {{ after = \"{after}\", chance = \"60 %\", at_most = 3, restarts_window = {restarts} }}"
            ),
        );
    }
    if dice.chance(50) {
        put(text, "repeat = { chance = \"50 %\", after = \"exponential, mean 8 h\" }");
    }
    if blended && dice.chance(70) {
        put(text, "switch_to_phone = \"60 %\"");
    }
}

fn sources(text: &mut String, dice: &mut Dice) {
    if dice.chance(60) {
        put(
            text,
            "[campaign.ad]\nreason = \"presales\"\npopulation = \"visitors\"\nvolume = \"30/day\"\nclick = \"0.40 USD\"",
        );
    }
    for (name, class) in [("shipped", "utility"), ("sale", "marketing"), ("code", "authentication")] {
        if dice.chance(50) {
            put(
                text,
                format!("[notification.{name}]\nclass = \"{class}\"\npopulation = \"customers\"\nvolume = \"60/day\""),
            );
            put(text, "delivered = \"90 %\"\nreply = \"20 %\"\nreason = \"delivery\"\nprice = \"0.06 USD\"");
            if dice.chance(30) {
                put(text, "baseline = \"call\"\ncall = \"exponential, mean 2 min\"");
            }
        }
    }
}

fn desk(text: &mut String, dice: &mut Dice, blended: bool) {
    let policy = dice.below(6);
    let discipline = match policy {
        1 => dice.one(&["due date", "first come", "window expiry"]),
        _ => dice.one(&["first come", "window expiry", "price-weighted expiry"]),
    };
    put(text, format!("[desk]\nslots = \"{}\"\ndiscipline = \"{discipline}\"", dice.one(&["released", "held"])));
    put(text, format!("routing = \"{}\"", dice.one(&["least loaded", "most loaded", "longest idle"])));
    if dice.chance(50) {
        put(text, format!("acknowledgement = \"{}\"", dice.one(&["0 s", "30 s", "2 h"])));
    }
    put(text, "[desk.answer]");
    put(
        text,
        [
            "policy = \"as staff allows\"",
            "policy = \"by target\"\ntarget = \"2 h\"",
            "policy = \"office hours\"\nhours = \"Mon-Fri 09:00-12:00, 13:00-18:00\"",
            "policy = \"batches\"\nevery = \"3 h\"",
            "policy = \"careful\"\nskip_below = \"1 USD\"",
            "policy = \"wait and merge\"\nquiet = \"2 min\"",
        ][policy as usize],
    );
    let late = if blended { &["pay", "hold", "drop", "cap", "call"][..] } else { &["pay", "hold", "drop", "cap"] };
    put(text, format!("late = \"{}\"\ncap = 5\nconsolidate = {}", dice.one(late), dice.chance(30)));
    let channels = if blended { "[\"messages\", \"phone\"]" } else { "[\"messages\"]" };
    put(text, format!("[group.team]\nchannels = {channels}\nagents = {}\nwage = \"20 USD\"", 1 + dice.below(4)));
    put(text, format!("concurrency = {}\nshrinkage = \"25 %\"", 1 + dice.below(4)));
    put(text, format!("speed = \"{}\"", dice.one(&["linear 10 %", "power 0.3", "linear 0 %"])));
    put(
        text,
        format!("hours = \"{}\"", dice.one(&["always", "Mon-Sat 09:00-20:00", "Mon-Fri 06:30-10:30; Sun 00:00-24:00"])),
    );
    if dice.chance(50) {
        put(
            text,
            "[group.second]\nreasons = [\"delivery\"]\nagents = 1\nwage = \"18 USD\"\nhours = \"Thu-Sun 12:00-23:30\"",
        );
    }
    if dice.chance(40) {
        let delay = dice.one(&["0 s", "3 s", "30 min"]);
        put(
            text,
            format!(
                "[bot]\ncontainment = {{ delivery = \"40 %\" }}\ndelay = \"{delay}\"\nfan_out = \"fixed 2\"\nprice = \"0.01 USD\""
            ),
        );
    }
}

fn call_center(text: &mut String, dice: &mut Dice) {
    put(text, format!("[call_center]\nagents = {}\nwage = \"22 USD\"", 1 + dice.below(3)));
    put(text, format!("hours = \"{}\"", dice.one(&["always", "Mon-Sat 09:00-20:00"])));
    put(text, format!("patience = \"{}\"", dice.one(&["never", "exponential, mean 4 min", "fixed 2 min"])));
    put(text, format!("balking = \"{}\"\nmenu = \"{}\"", dice.one(&["0 %", "20 %"]), dice.one(&["0 s", "25 s"])));
    put(text, format!("menu_containment = \"{}\"", dice.one(&["0 %", "10 %"])));
    if dice.chance(50) {
        put(text, format!("lines = {}", 1 + dice.below(6)));
    }
    if dice.chance(60) {
        put(text, "retrial = { chance = \"50 %\", after = \"exponential, mean 20 min\" }");
    }
    put(text, "minute = \"0.02 USD\"\noutbound_minute = \"0.05 USD\"\nline_month = \"8 USD\"");
}
