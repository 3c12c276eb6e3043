//! Money follows messages and nothing else: windows of no length and without end, rates twice as high.

use chatfare::facts::{Author, Body, Fact, NEVER, Part, Status};
use chatfare::tariff;

use crate::desk::stage::{Play, play};

/// A busy week under the tariff of 2018: bursts, reminders, repeats, fan-out, a bot, notifications to known and unknown.
fn week(tariff: &str, desk: &str) -> String {
    format!(
        "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-13\"\nlead = \"1 d\"\ndrain = \"3 d\"\nseed = 7\nallow_unstable = true\n\
         [business]\nzone = \"Europe/Paris\"\n[population.p]\nsize = 3000\nknown = \"80 %\"\n\
         countries = {{ FR = \"60 %\", DE = \"40 %\" }}\n\
         [reason.r]\nvolume = \"300/day\"\nprofile = \"shop\"\nhandling = \"lognormal, mean 4 min, CV 1\"\n\
         turns = \"geometric, mean 2\"\nthinking = \"lognormal, mean 3 h, CV 2\"\npatience = \"exponential, mean 12 h\"\n\
         fan_out = \"geometric, mean 1.5\"\nresolved = \"70 %\"\nrepeat = {{ chance = \"40 %\", after = \"exponential, mean 1 d\" }}\n\
         burst = {{ messages = \"geometric, mean 1.6\", gap = \"exponential, mean 20 s\" }}\n\
         reminder = {{ after = \"exponential, mean 2 h\", chance = \"40 %\" }}\nvalue = \"3 USD\"\n\
         [notification.note]\nclass = \"utility\"\nvolume = \"200/day\"\ndelivered = \"95 %\"\nreply = \"10 %\"\nreason = \"r\"\n\
         delay = \"lognormal, mean 1 h, CV 2\"\n\
         [bot]\ncontainment = \"20 %\"\ndelay = \"3 s\"\nfan_out = \"fixed 2\"\n\
         [group.team]\nagents = 2\nconcurrency = 3\nspeed = \"linear 10 %\"\nhours = \"Mon-Fri 09:00-18:00\"\nwage = \"20 USD\"\n\
         [desk]\nacknowledgement = \"30 s\"\n{desk}\n[tariff]\nin_force = \"whatsapp-2018-08\"\n{tariff}\n"
    )
}

const RATES: &str = "rates = { FR = \"0.0700 USD\", DE = \"0.0850 USD\" }";
const DOUBLE: &str = "rates = { FR = \"0.1400 USD\", DE = \"0.1700 USD\" }";

fn delivered(play: &Play, of: impl Fn(&Fact) -> bool) -> u64 {
    let is = |fact: &&Fact| {
        matches!(fact.body, Body::MessageOut { status: Status::Delivered, .. })
            && fact.head.part == Part::Run
            && of(fact)
    };
    play.facts.iter().filter(is).count() as u64
}

fn author(fact: &Fact) -> Option<Author> {
    match fact.body {
        Body::MessageOut { author, .. } => Some(author),
        _ => None,
    }
}

#[test]
fn with_a_window_of_no_length_every_answer_is_billed() {
    let play = play(&week(&format!("{RATES}\nwindow = \"0 h\""), ""));
    let (all, answers) = (delivered(&play, |_| true), delivered(&play, |f| author(f) != Some(Author::System)));
    let bill = play.bill();
    println!("{all} delivered, {answers} of them answers, {} charged", bill.charged);
    assert!(answers > 3000);
    assert_eq!((bill.charged, bill.unrated), (all, 0));
    assert_eq!(play.chunk.tally.inside_window, 0);
}

#[test]
fn with_a_window_without_end_no_answer_is_billed_but_notes_to_silent_customers_are() {
    let play = play(&week(&format!("{RATES}\nwindow = \"for ever\""), ""));
    let silent = |fact: &Fact| matches!(fact.body, Body::MessageOut { window_from: NEVER, .. });
    let answers = delivered(&play, |f| author(f) != Some(Author::System));
    let (notes, to_silent) = (delivered(&play, |f| author(f) == Some(Author::System)), delivered(&play, silent));
    let bill = play.bill();
    println!("{answers} answers, {notes} notes and texts, {to_silent} to silent customers, {} charged", bill.charged);
    assert!(answers > 3000 && to_silent > 300 && to_silent < notes);
    assert_eq!(bill.charged, to_silent);
    assert_eq!(play.chunk.tally.late_answers, 0);
}

#[test]
fn twice_the_rates_are_twice_the_fee_and_no_other_time() {
    for desk in [
        "",
        "discipline = \"window expiry\"",
        "slots = \"held\"\n[desk.answer]\npolicy = \"batches\"\nevery = \"3 h\"\nlate = \"cap\"\ncap = 100",
        "[desk.answer]\npolicy = \"by target\"\ntarget = \"4 h\"\nlate = \"drop\"",
        "[desk.answer]\npolicy = \"wait and merge\"\nquiet = \"45 s\"\nlate = \"hold\"",
        "[desk.answer]\npolicy = \"office hours\"\nhours = \"Mon-Fri 10:00-12:00\"",
    ] {
        let (once, twice) = (play(&week(RATES, desk)), play(&week(DOUBLE, desk)));
        assert!(once.facts == twice.facts, "{desk}");
        assert_eq!(once.sums, twice.sums, "{desk}");
        assert_eq!(once.chunk.tally, twice.chunk.tally, "{desk}");
        let (a, b) = (once.bill(), twice.bill());
        assert!(a.total > 0, "{desk}");
        assert_eq!((2 * a.total, a.charged, a.messages), (b.total, b.charged, b.messages), "{desk}");
        let fees = |play: &Play| {
            let (plan, book) = (&play.assembly.tariffs[0], &play.assembly.model.book);
            tariff::price_by_country(plan, book, &play.chunk.bills[0]).iter().map(|f| f.amount).collect::<Vec<_>>()
        };
        assert_eq!(fees(&once).iter().map(|fee| 2 * fee).collect::<Vec<_>>(), fees(&twice), "{desk}");
    }
}

/// The counterpart: a policy that reads prices does change what happens when they change.
#[test]
fn a_policy_that_reads_prices_answers_in_another_order() {
    let desk = "discipline = \"price-weighted expiry\"";
    let dearer = "rates = { FR = \"0.0700 USD\", DE = \"0.8500 USD\" }";
    assert!(play(&week(RATES, desk)).facts != play(&week(dearer, desk)).facts);
}

/// Consolidated answers cost no more, early ones no less, than answers as they come.
#[test]
fn policies_order_the_number_of_messages() {
    let sent = |desk: &str| {
        let play = play(&week(&format!("{RATES}\nwindow = \"0 h\""), desk));
        let tally = &play.chunk.tally;
        (play.bill().charged, tally.messages.answered, tally.opened)
    };
    let at_once = sent("");
    let merged = sent("[desk.answer]\npolicy = \"wait and merge\"\nquiet = \"2 min\"");
    let consolidated = sent("[desk.answer]\nconsolidate = true");
    println!("messages, answers, contacts: at once {at_once:?}, merged {merged:?}, consolidated {consolidated:?}");
    assert!(merged.0 < at_once.0 && merged.1 < at_once.1 && consolidated.0 < at_once.0);
}
