//! A value of the language after the check of types and units.

use crate::scenario::words::{
    Slowdown, When, axis_text, count_law_text, hours_text, law_text, precision_text, promise_text,
};
use crate::scenario::{AxisValues, CountLaw, Law, Promise, Wanted};
use crate::units::{Currency, HourlyRate, Money, Share, Span};

/// One checked value.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Text, a name, a word of a choice, a path.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Count(u64),
    /// Unlimited size.
    Unlimited,
    /// A number.
    Number(f64),
    /// A time.
    Span(Span),
    /// An amount.
    Money(Money),
    /// A share.
    Share(Share),
    /// A frequency.
    Rate(HourlyRate),
    /// A law.
    Law(Law),
    /// A law of a count.
    CountLaw(CountLaw),
    /// A promise.
    Promise(Promise),
    /// A precision.
    Precision(Wanted),
    /// Values of an axis.
    Axis(AxisValues),
    /// Half-hours of a week.
    Hours(Vec<bool>),
    /// A moment.
    When(When),
    /// A currency.
    Currency(Currency),
    /// A rule of slowdown.
    Slowdown(Slowdown),
    /// Several values.
    List(Vec<Typed>),
}

impl Typed {
    /// Canonical text: equal for equal meaning, whatever the spelling was.
    pub fn canonical(&self) -> String {
        match self {
            Typed::Text(t) => format!("{t:?}"),
            Typed::Flag(b) => b.to_string(),
            Typed::Count(n) => n.to_string(),
            Typed::Unlimited => "\"unlimited\"".to_string(),
            Typed::Number(x) => x.to_string(),
            Typed::Span(s) => format!("\"{s}\""),
            Typed::Money(m) => format!("\"{m}\""),
            Typed::Share(s) => format!("\"{s}\""),
            Typed::Rate(r) => format!("\"{r}\""),
            Typed::Law(l) => format!("\"{}\"", law_text(l)),
            Typed::CountLaw(l) => format!("\"{}\"", count_law_text(l)),
            Typed::Promise(p) => format!("\"{}\"", promise_text(p)),
            Typed::Precision(w) => format!("\"{}\"", precision_text(w)),
            Typed::Axis(a) => axis_text(a),
            Typed::Hours(h) => format!("\"{}\"", hours_text(h)),
            Typed::When(w) => format!("\"{w}\""),
            Typed::Currency(c) => format!("\"{}\"", c.code()),
            Typed::Slowdown(Slowdown::Linear(s)) => format!("\"linear {}\"", Share(*s)),
            Typed::Slowdown(Slowdown::Power(p)) => format!("\"power {p}\""),
            Typed::List(list) => {
                format!("[{}]", list.iter().map(Typed::canonical).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Rust types that a [`Typed`] can become.
pub trait FromTyped: Sized {
    /// The value, if it is of this type.
    fn from_typed(typed: &Typed) -> Option<Self>;
}

macro_rules! from_typed {
    ($($type:ty: $variant:ident),* $(,)?) => {$(
        impl FromTyped for $type {
            fn from_typed(typed: &Typed) -> Option<$type> {
                match typed { Typed::$variant(v) => Some(v.clone()), _ => None }
            }
        }
    )*};
}

from_typed!(String: Text, bool: Flag, u64: Count, Span: Span, Money: Money, Share: Share, HourlyRate: Rate, Law: Law,
    CountLaw: CountLaw, Promise: Promise, Wanted: Precision, AxisValues: Axis, Vec<bool>: Hours, When: When, Currency: Currency);

impl FromTyped for f64 {
    fn from_typed(typed: &Typed) -> Option<f64> {
        match typed {
            Typed::Number(x) => Some(*x),
            Typed::Share(s) => Some(s.0),
            _ => None,
        }
    }
}

impl<T: FromTyped> FromTyped for Vec<T>
where
    Vec<T>: ListOf,
{
    fn from_typed(typed: &Typed) -> Option<Vec<T>> {
        match typed {
            Typed::List(list) => list.iter().map(T::from_typed).collect(),
            _ => None,
        }
    }
}

/// Lists other than opening hours.
pub trait ListOf {}
impl ListOf for Vec<String> {}
impl ListOf for Vec<u64> {}
impl ListOf for Vec<f64> {}
impl ListOf for Vec<Wanted> {}
impl ListOf for Vec<When> {}
