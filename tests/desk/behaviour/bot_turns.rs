//! The bot turn by turn, wrong containment, hand-over, tokens.

use crate::desk::stage::{ONE_AGENT, Play, arrives, play, told, week};

fn bot(settings: &str, reason: &str, contacts: u32, agents: u32) -> Play {
    play(&format!(
        "{}{}[bot]\ndelay = \"5 s\"\n{settings}[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n{reason}",
        week(contacts),
        ONE_AGENT.replace("agents = 1", &format!("agents = {agents}")),
        arrives("2018-08-06T09:00")
    ))
}

/// It settles the first turn, not the second: there it hands over, and the agent reads for twice the time.
#[test]
fn it_hands_over_where_it_fails() {
    let three = "turns = \"fixed 3\"\nthinking = \"fixed 1 min\"\n";
    let play = bot("by_turn = [\"100 %\", \"0 %\"]\nhandover_handling = 2\n", three, 1, 1);
    told(
        &play.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:00:05 bot service wait 5 queued 5",
            "Mon 09:01:05 writes",
            "Mon 09:01:10 bot service",
            "Mon 09:07:10 agent service wait 365 queued 5",
            "Mon 09:08:10 writes",
            "Mon 09:11:10 agent service wait 180 queued 0",
            "Mon 09:11:10 closes resolved",
        ],
    );
    assert_eq!(play.sums.extras.handed_over, 1);
}

/// By reason and turn: 80 % of first and 60 % of later turns; of three turns 0.8 × 0.6 × 0.6 are settled alone.
/// n = 20,000: 4.5 standard errors are 1.5 points.
#[test]
fn chances_go_by_reason_and_turn() {
    let three = "turns = \"fixed 3\"\nthinking = \"fixed 1 min\"\n";
    let n = 20_000;
    let play = bot("by_turn = { r = [\"80 %\", \"60 %\"] }\n", three, n, 20_000);
    let extras = &play.sums.extras;
    let (alone, exact) = (extras.contained.0 as f64 / f64::from(n), 0.8 * 0.6 * 0.6);
    assert!((alone - exact).abs() < 4.5 * (exact * (1.0 - exact) / f64::from(n)).sqrt(), "{alone} not {exact}");
    // Each contact that is not settled alone is handed over once.
    assert_eq!(extras.handed_over + extras.contained.0, i64::from(n));
}

#[test]
fn wrong_containment_comes_back() {
    let wrong = "containment = \"100 %\"\nwrong = \"100 %\"\nreturn_after = \"fixed 2 h\"\nreturn_to = \"team\"\n";
    let play = bot(wrong, "", 1, 1);
    told(
        &play.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:00:05 bot service wait 5 queued 5",
            "Mon 09:00:05 closes unresolved",
            "Mon 11:00:05 repeat opens",
            "Mon 11:00:05 repeat writes",
            "Mon 11:03:05 repeat agent service wait 180 queued 0",
            "Mon 11:03:05 repeat closes resolved",
        ],
    );
    assert_eq!((play.sums.extras.contained, play.chunk.tally.repeats), ((1, 1), 1));
    // To the bot again and again, until the run ends: seven days less one minute of steps of 2 h 5 s. (100 % is refused.)
    let again = bot(&wrong.replace("team", "bot").replace("wrong = \"100 %\"", "wrong = \"99.99999 %\""), "", 1, 1);
    assert_eq!(again.sums.extras.contained.1, 1 + (159 * 3600 - 1) / 7205);
    let never = bot(&format!("{wrong}return_chance = \"0 %\"\n"), "", 1, 1);
    assert_eq!(never.outcomes(), "1 unresolved");
}

/// 4 answers of 250 tokens: by the bot's own price, and by a tariff that charges by them.
#[test]
fn tokens_are_counted_and_paid() {
    let tokens =
        "containment = \"100 %\"\nfan_out = \"fixed 2\"\ntokens = \"fixed 250\"\ntoken_price = \"0.001 USD\"\n";
    let play = bot(tokens, "turns = \"fixed 4\"\nthinking = \"fixed 1 min\"\n", 1, 1);
    assert_eq!(play.sums.extras.tokens, 1000);
    assert_eq!(play.cost().bot, 1_000_000_000);
    let carried: u32 = play.tokens();
    assert_eq!(carried, 1000);
}

/// The same 1,000 tokens under a tariff of one's own at 2 USD a million.
#[test]
fn a_tariff_may_charge_by_tokens() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens.toml");
    let tariff = "says = \"By tokens.\"\nfrom = \"2018-01-01\"\n\
                  rule = [{ name = \"all\", price = \"2 USD per 1000000 tokens\" }]\n";
    std::fs::write(&path, tariff).expect("written");
    let text = format!(
        "{}{ONE_AGENT}[bot]\ndelay = \"5 s\"\ncontainment = \"100 %\"\ntokens = \"fixed 250\"\n\
         [reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 4\"\nthinking = \"fixed 1 min\"\n",
        week(1).replace("whatsapp-2018-08", &path.display().to_string()),
        arrives("2018-08-06T09:00")
    );
    assert_eq!(play(&text).bill().total, 2_000_000);
}

/// What staffing and the check of the load expect of the bot: 0.8, 0.48 and 0.288 of three turns.
#[test]
fn the_load_knows_what_the_bot_settles() {
    let play = bot("by_turn = [\"80 %\", \"60 %\"]\n", "turns = \"fixed 3\"\nthinking = \"fixed 1 min\"\n", 1, 1);
    let model = &play.assembly.model;
    let settled = model.desk.bot.as_ref().expect("a bot").share_of_turns(0, &model.reasons[0]);
    assert!((settled - (0.8 + 0.48 + 0.288) / 3.0).abs() < 1e-12, "{settled}");
}
