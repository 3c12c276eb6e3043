//! Who takes facts.

use super::{Fact, Kinds};

/// Something that takes facts: each when it is told, or in order, in blocks that may be cut anywhere.
pub trait Fold {
    /// Are the facts read? Where they are not, a desk does not tell them.
    const READS: bool = true;

    /// Take a fact when it is told. At one instant facts are told in no order that means anything: this is for what does not
    /// depend on it, and the quicker way, since who tells a fact knows its kind.
    #[inline(always)]
    fn told(&mut self, _fact: &Fact) {}

    /// Take a turn by message as a whole: the customer's message and the one message that answered it. The same as both of them
    /// told, and quicker where a fold knows what they come to together.
    #[inline(always)]
    fn told_turn(&mut self, asked: &Fact, answer: &Fact) {
        self.told(asked);
        self.told(answer);
    }

    /// Take the beginning and the end of a contact together: the same as both of them told.
    #[inline(always)]
    fn told_story(&mut self, opened: &Fact, closed: &Fact) {
        self.told(opened);
        self.told(closed);
    }

    /// Must facts be told in order of time, those of one instant in any order? Else in none at all.
    fn in_time(&self) -> bool {
        true
    }

    /// The kinds that must come in blocks; the same from the first fact to the last. Others may be left out, but for a
    /// customer's message that is told after one of them in the same instant: it stands before it.
    fn wants(&self) -> Kinds {
        Kinds::ALL
    }

    /// Take the next block.
    fn block(&mut self, facts: &[Fact]);
}
