//! Silent leaving, inactivity, the phone app, limits, the bot turn by turn.

use super::{Builder, Indices};
use crate::scenario::check::Internal;
use crate::scenario::model::*;
use crate::scenario::path::Path;

impl Builder<'_> {
    /// Customers of a reason who leave without a word.
    pub(super) fn silent(&self, reason: &Path) -> Result<Option<SilentLeaving>, Internal> {
        let path = reason.join("silent");
        if !self.view.has(&path) {
            return Ok(None);
        }
        let silent = self.view.at(&path);
        Ok(Some(SilentLeaving {
            chance: silent.need("chance")?,
            detection: silent.need("detection")?,
            messages: silent.need::<u64>("messages")? as u32,
        }))
    }

    /// Closure of silent conversations.
    pub(super) fn inactivity(&self) -> Result<Option<Inactivity>, Internal> {
        let path = Path::of(&["desk", "inactivity"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let inactivity = self.view.at(&path);
        Ok(Some(Inactivity {
            after: inactivity.need("after")?,
            unsaid: inactivity.need("unsaid")?,
            handling: inactivity.need("handling")?,
        }))
    }

    /// A month's budget.
    pub(super) fn budget(&self) -> Result<Option<Budget>, Internal> {
        let path = Path::of(&["desk", "budget"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let budget = self.view.at(&path);
        let of = match (budget.get("messages"), budget.get("amount")) {
            (Some(messages), _) => BudgetOf::Messages(messages),
            (_, Some(amount)) => BudgetOf::Amount(amount),
            _ => BudgetOf::FreeQuota,
        };
        Ok(Some(Budget { of, then: then(&budget.need::<String>("then")?) }))
    }

    /// Messages a customer.
    pub(super) fn customer_cap(&self) -> Result<Option<CustomerCap>, Internal> {
        let path = Path::of(&["desk", "customer_cap"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let cap = self.view.at(&path);
        Ok(Some(CustomerCap {
            messages: cap.need("messages")?,
            daily: cap.need::<String>("per")? == "day",
            then: then(&cap.need::<String>("then")?),
        }))
    }

    /// Answers of a group that are written in the phone app.
    pub(super) fn app(&self, group: &Path) -> Option<AppUse> {
        let share = self.view.get(&group.join("app"))?;
        Some(AppUse { share, hours: self.view.get(&group.join("app_hours")) })
    }

    /// The bot turn by turn.
    pub(super) fn bot_turns(&self, bot: &Path, index: &Indices) -> Result<BotTurns, Internal> {
        let at = self.view.at(bot);
        let whole: Option<Vec<f64>> = at.get("by_turn");
        let of = |reason: &String| {
            let own = self.view.get(&bot.join("by_turn").join(reason));
            whole.clone().or(own).unwrap_or_default()
        };
        Ok(BotTurns {
            chances: index.reasons.iter().map(of).collect(),
            wrong: self.by_reason(&bot.join("wrong"), index),
            return_chance: at.need("return_chance")?,
            return_after: at.need("return_after")?,
            return_to_team: at.need::<String>("return_to")? == "team",
            handover: at.need("handover_handling")?,
            tokens: at.get("tokens"),
            token_price: self.money(&bot.join("token_price"))?,
        })
    }
}

fn then(word: &str) -> WhenUsedUp {
    match word {
        "stop" => WhenUsedUp::Stop,
        "stop the bot" => WhenUsedUp::StopBot,
        "call" => WhenUsedUp::Call,
        _ => WhenUsedUp::Pay,
    }
}
