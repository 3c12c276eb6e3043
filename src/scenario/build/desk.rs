//! The desk: groups, policy, bot.

use super::source::class;
use super::{Builder, Indices, position};
use crate::facts::Channel;
use crate::scenario::check::{Internal, Typed};
use crate::scenario::model::*;
use crate::scenario::path::Path;
use crate::scenario::words::Slowdown;

impl Builder<'_> {
    /// The desk of this variant, and its telephone side if anybody answers calls.
    pub(super) fn desk_and_phone(&mut self, index: &Indices) -> Result<(Desk, Option<Phone>), Internal> {
        let by_phone = self.channel == Channel::Phone;
        let groups = match by_phone {
            true => vec![self.call_center_group()?],
            false => self.view.names("group").iter().map(|g| self.group(g, index)).collect::<Result<_, _>>()?,
        };
        let phone = match groups.iter().any(|g: &Group| g.phone) {
            true => Some(self.phone(index)?),
            false => None,
        };
        let view = self.view;
        let path = Path::of(&["desk"]);
        let desk = view.at(&path);
        let word = |key: &str| desk.need::<String>(key);
        let built = Desk {
            groups,
            slots: if word("slots")? == "held" { SlotUse::Held } else { SlotUse::Released },
            discipline: match word("discipline")?.as_str() {
                "window expiry" => Discipline::WindowExpiry,
                "price-weighted expiry" => Discipline::PriceWeightedExpiry,
                "due date" => Discipline::DueDate,
                "priority" => Discipline::Priority,
                _ => Discipline::FirstCome,
            },
            routing: match word("routing")?.as_str() {
                "most loaded" => Routing::MostLoaded,
                "longest idle" => Routing::LongestIdle,
                _ => Routing::LeastLoaded,
            },
            acknowledgement: if by_phone { None } else { desk.get("acknowledgement") },
            bot: if by_phone { None } else { self.bot(index)? },
            answer: if by_phone { AnswerPolicy::AsStaffAllows } else { self.policy()? },
            late: self.late()?,
            late_as: class(&word("answer.late_as")?),
            consolidate: desk.need("answer.consolidate")?,
            inactivity: if by_phone { None } else { self.inactivity()? },
            budget: if by_phone { None } else { self.budget()? },
            customer_cap: if by_phone { None } else { self.customer_cap()? },
        };
        Ok((built, phone))
    }

    fn policy(&self) -> Result<AnswerPolicy, Internal> {
        let path = Path::of(&["desk", "answer"]);
        let answer = self.view.at(&path);
        let zone: String = answer.need("zone")?;
        Ok(match answer.need::<String>("policy")?.as_str() {
            "by target" => AnswerPolicy::ByTarget(answer.need("target")?),
            "office hours" => AnswerPolicy::OfficeHours(Week { zone, open: answer.need("hours")? }),
            "batches" => AnswerPolicy::Batches { every: answer.need("every")?, zone },
            "careful" => AnswerPolicy::Careful { skip_below: answer.need("skip_below")? },
            "wait and merge" => AnswerPolicy::WaitAndMerge { quiet: answer.need("quiet")? },
            _ => AnswerPolicy::AsStaffAllows,
        })
    }

    fn late(&self) -> Result<LatePolicy, Internal> {
        let path = Path::of(&["desk", "answer"]);
        let answer = self.view.at(&path);
        Ok(match answer.need::<String>("late")?.as_str() {
            "hold" => LatePolicy::Hold,
            "drop" => LatePolicy::Drop,
            "call" if self.channel == Channel::Messages => LatePolicy::Call,
            "cap" => LatePolicy::Cap(answer.need("cap")?),
            _ => LatePolicy::Pay,
        })
    }

    fn group(&mut self, name: &str, index: &Indices) -> Result<Group, Internal> {
        let path = Path::of(&["group", name]);
        let base = self.staffed(&path, name)?;
        let view = self.view;
        let group = view.at(&path);
        let channels: Vec<String> = group.need("channels")?;
        let names: Vec<String> = group.need("reasons")?;
        let mut reasons: Vec<u16> = names.iter().map(|r| position(&index.reasons, r)).collect::<Result<_, _>>()?;
        reasons.sort_unstable();
        let concurrency = group.need::<u64>("concurrency")? as u8;
        let speed = match group.item("speed").map(|i| &i.typed) {
            Some(Typed::Slowdown(rule)) => speeds(*rule, concurrency),
            Some(_) => group.need::<Vec<f64>>("speed")?[..concurrency as usize].to_vec(),
            None => vec![1.0; concurrency as usize],
        };
        Ok(Group {
            messages: channels.iter().any(|c| c == "messages"),
            phone: channels.iter().any(|c| c == "phone"),
            reasons,
            concurrency,
            speed,
            app: self.app(&path),
            ..base
        })
    }

    fn bot(&self, index: &Indices) -> Result<Option<Bot>, Internal> {
        let path = Path::of(&["bot"]);
        if !self.view.has(&path) {
            return Ok(None);
        }
        let bot = self.view.at(&path);
        Ok(Some(Bot {
            containment: self.by_reason(&path.join("containment"), index),
            delay: bot.need("delay")?,
            fan_out: bot.need("fan_out")?,
            price: self.money(&path.join("price"))?,
            turns: self.bot_turns(&path, index)?,
        }))
    }

    /// A share for all reasons, or one for each; reasons without one have 0.
    pub(super) fn by_reason(&self, path: &Path, index: &Indices) -> Vec<f64> {
        let whole: Option<f64> = self.view.get(path);
        index.reasons.iter().map(|r| whole.or_else(|| self.view.get(&path.join(r))).unwrap_or(0.0)).collect()
    }
}

fn speeds(rule: Slowdown, concurrency: u8) -> Vec<f64> {
    (1..=concurrency).map(|k| rule.speed(k)).collect()
}
