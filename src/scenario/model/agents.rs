//! Agents one by one.

/// One agent of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// 672 quarters of the week on duty.
    pub open: Vec<bool>,
    /// Speed of all work, beside the pace of the group.
    pub pace: f64,
    /// Reasons served (indices); empty = all of the group.
    pub reasons: Vec<u16>,
}
