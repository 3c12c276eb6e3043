//! Silent leaving, inactivity, the phone app, limits, the bot turn by turn.

use super::Check;
use crate::facts::Channel;
use crate::scenario::Law;
use crate::scenario::path::Path;
use crate::units::Money;

impl Check<'_> {
    pub(super) fn conversation(&mut self) {
        if self.channel == Channel::Phone {
            return;
        }
        self.silent_leaving();
        self.inactivity();
        self.app();
        self.limits();
        self.bot();
    }

    fn silent_leaving(&mut self) {
        for name in self.view.names("reason") {
            let reason = Path::of(&["reason", &name]);
            let silent = reason.join("silent");
            if self.view.has(&silent) && self.view.get::<Law>(&reason.join("patience")) == Some(Law::Never) {
                let place = self.view.key_place(&silent);
                let text = "customers who never give up waiting do not leave without a word either";
                self.needs(text, place, "add `patience = \"exponential, mean 10 min\"`");
            }
        }
    }

    fn inactivity(&mut self) {
        let unsaid = Path::of(&["desk", "inactivity", "unsaid"]);
        let held = self.text(&Path::of(&["desk", "slots"])).as_deref() == Some("held");
        if self.share(&unsaid) > 0.0 && !held {
            let text = "an end that nobody says keeps a place only where places are held between turns";
            self.needs(text, self.view.place(&unsaid), "add `slots = \"held\"` to [desk]");
        }
    }

    fn app(&mut self) {
        for name in self.view.names("group") {
            let path = Path::of(&["group", &name, "app_hours"]);
            if self.view.given(&path) && !self.view.given(&Path::of(&["group", &name, "app"])) {
                let text = "`app_hours` say when answers are written in the phone app, not how many";
                self.needs(text, self.view.place(&path), "add `app = \"100 %\"`");
            }
        }
    }

    fn limits(&mut self) {
        let budget = Path::of(&["desk", "budget"]);
        if self.view.has(&budget) {
            let keys = ["messages", "amount", "free_quota"].map(|key| budget.join(key));
            let given: Vec<&Path> = keys.iter().filter(|path| self.view.given(path)).collect();
            match given[..] {
                [] => self.missing(
                    "desk.budget.messages",
                    self.view.key_place(&budget),
                    "add `messages = 1000`, `amount = \"50 USD\"` or `free_quota = true`",
                ),
                [_] => {}
                [a, b, ..] => {
                    let (a, b) = (self.view.place(a), self.view.place(b));
                    self.conflict("a budget has one measure".to_string(), a, b);
                }
            }
            if self.view.get::<bool>(&keys[2]) == Some(false) {
                let place = self.view.place(&keys[2]);
                self.needs("a budget needs a measure", place, "write `true`, or `messages = 1000`");
            }
            let none = self.view.get::<Money>(&keys[1]).is_some_and(|amount| amount.nanos == 0);
            if none {
                let place = self.view.place(&keys[1]);
                self.needs("a budget of nothing is spent before it begins", place, "write such as \"50 USD\"");
            }
        }
        for table in ["budget", "customer_cap"] {
            let path = Path::of(&["desk", table, "then"]);
            let then = self.text(&path).unwrap_or_default();
            if then == "call" && !self.phone_group() {
                let text = "customers who are called instead need a group that answers the phone";
                self.needs(text, self.view.place(&path), super::desk::PHONE_GROUP);
            }
            if then == "stop the bot" && !self.view.has(&Path::of(&["bot"])) {
                self.needs("there is no bot to stop", self.view.place(&path), "add [bot], or write \"stop\"");
            }
        }
    }

    fn bot(&mut self) {
        let bot = Path::of(&["bot"]);
        if !self.view.has(&bot) {
            return;
        }
        let (whole, by_turn) = (bot.join("containment"), bot.join("by_turn"));
        match (self.view.given(&whole), self.view.given(&by_turn)) {
            (false, false) => self.missing(
                "bot.containment",
                self.view.key_place(&bot),
                "add `containment = \"30 %\"`, or `by_turn = [\"80 %\", \"60 %\"]`",
            ),
            (true, true) => {
                let (a, b) = (self.view.key_place(&whole), self.view.key_place(&by_turn));
                self.conflict("a bot settles whole contacts, or one turn after the other".to_string(), a, b);
            }
            _ => {}
        }
        let price = bot.join("token_price");
        if self.view.given(&price) && !self.view.given(&bot.join("tokens")) {
            self.needs(
                "a price of tokens needs their number",
                self.view.place(&price),
                "add `tokens = \"geometric, mean 400\"`",
            );
        }
    }
}
