//! What sums on paper (offered load, Erlang's formulas) leave out of a group's work or capacity. Simulations have all of it.

use super::model::{FirstAgent, Model};
use crate::facts::Channel;

/// In the words of a sentence that begins with "left out: ", for the groups of these indices; nothing if all is counted.
///
/// Counted are handling by reason, turns, bots and menus, repeats, after-contact work, second groups, pace (the mean of agents
/// who are given one by one), chats at once; where heads are planned, the calls of a dialler.
pub fn left_out(model: &Model, groups: &[usize]) -> Vec<&'static str> {
    let of = |index: &usize| &model.desk.groups[*index];
    let any = |test: &dyn Fn(&super::Group) -> bool| groups.iter().map(of).any(test);
    let transfers = || model.reasons.iter().filter_map(|reason| reason.transfer.as_ref());
    let phone = model.phone.as_ref().filter(|_| any(&|group| group.phone));
    let voice = |test: &dyn Fn(&super::Phone) -> bool| phone.is_some_and(test);
    let known = [
        (any(&|group| group.ability.learning.is_some()), "what agents learn (they count at the speed they will reach)"),
        (any(&|group| group.ability.cv > 0.0), "chance in agents' speeds"),
        (any(&|group| !group.reserve.is_empty()), "agents kept in reserve"),
        (
            any(&|group| group.people.iter().any(|person| !person.reasons.is_empty())),
            "who of a group serves which reason",
        ),
        (model.reasons.iter().any(|reason| !reason.overflow.is_empty()), "that a group helps out only after a wait"),
        (
            transfers().any(|transfer| transfer.first != FirstAgent::Released || transfer.briefing.is_some()),
            "first agents who stay when they pass a contact on",
        ),
        (
            model.channel == Channel::Messages && model.reasons.iter().any(|reason| reason.silent.is_some()),
            "places held for customers who left without a word",
        ),
        (model.desk.inactivity.is_some(), "conversations that are opened again"),
        (voice(&|phone| phone.callback.is_some()), "call-backs"),
        (model.desk.bot.as_ref().is_some_and(|bot| bot.turns.handover != 1.0), "work that a hand-over by the bot adds"),
    ];
    known.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect()
}

/// A sentence about it, if there is anything to say.
pub fn left_out_words(model: &Model, groups: &[usize]) -> Option<String> {
    let list = left_out(model, groups);
    (!list.is_empty()).then(|| list.join(", "))
}
