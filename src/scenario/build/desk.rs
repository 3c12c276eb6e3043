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
        let mut groups = Vec::new();
        for name in self.group_names()? {
            let own = by_phone && name == CALL_CENTER;
            groups.push(if own { self.call_center_group(index)? } else { self.group(&name, index)? });
        }
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
                "weighted wait" => Discipline::WeightedWait,
                _ => Discipline::FirstCome,
            },
            routing: match word("routing")?.as_str() {
                "most loaded" => Routing::MostLoaded,
                "longest idle" => Routing::LongestIdle,
                "random" => Routing::Random,
                "fill to level" => Routing::FillTo(desk.need::<u64>("fill_to")? as u8),
                _ => Routing::LeastLoaded,
            },
            same_agent: desk.get("same_agent"),
            limits: Limits {
                customers_a_day: view.get::<u64>(&Path::of(&["limits", "customers_a_day"])).map(|n| n as u32),
                messages_a_second: view.get(&Path::of(&["limits", "messages_a_second"])),
                by_portfolio: view.get::<String>(&Path::of(&["limits", "counted_by"])).as_deref() == Some("portfolio"),
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

    /// Names of the groups of this variant, in order of preference.
    pub(super) fn group_names(&self) -> Result<Vec<String>, Internal> {
        if self.channel == Channel::Messages {
            return Ok(self.view.names("group"));
        }
        let mut names = vec![CALL_CENTER.to_string()];
        let further = self.view.get::<Vec<String>>(&Path::of(&["call_center", "groups"])).unwrap_or_default();
        names.extend(further.into_iter().filter(|name| name != CALL_CENTER));
        Ok(names)
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
        let order = if group.get("in_order").unwrap_or(false) { reasons.clone() } else { Vec::new() };
        reasons.sort_unstable();
        let mut reserve = Vec::new();
        for reason in view.keys(&path.join("reserve")) {
            let agents: u64 = view.need(&path.join("reserve").join(&reason))?;
            reserve.push((position(&index.reasons, &reason)?, agents as u16));
        }
        let concurrency = group.need::<u64>("concurrency")? as u8;
        let speed = match group.item("speed").map(|i| &i.typed) {
            Some(Typed::Slowdown(rule)) => speeds(*rule, concurrency),
            Some(_) => group.need::<Vec<f64>>("speed")?[..concurrency as usize].to_vec(),
            None => vec![1.0; concurrency as usize],
        };
        let mut group = Group {
            messages: channels.iter().any(|c| c == "messages"),
            phone: channels.iter().any(|c| c == "phone"),
            reasons,
            order,
            reserve,
            concurrency,
            speed,
            app: self.app(&path),
            ..base
        };
        self.persons(&path, &mut group, index)?;
        Ok(group)
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
