//! A piecewise constant rate, perhaps under a sine, and its integral.

use super::wave::Sine;

/// Expected events of one source by time: piecewise constant, from engine time 0 to the end of arrivals.
///
/// Rates are those of the whole source; a stream takes its country's share of them.
#[derive(Clone, Debug)]
pub struct Curve {
    pieces: Vec<Piece>,
    end: i64,
    total: f64,
    wave: Option<Sine>,
}

/// A stretch of constant rate that reaches to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: i64,
    /// Events a microsecond.
    rate: f64,
    /// Expected events before `start`.
    before: f64,
    /// Local date and half-hour of the day, where they differ in busyness or have counts of their own.
    date: i32,
    half_hour: u8,
}

/// A piece as a walker sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub end: i64,
    pub rate: f64,
    pub date: i32,
    /// Of the local day.
    pub hour: u8,
}

impl Curve {
    /// A rate of zero up to `end`; pieces follow by [`Curve::push`].
    pub(super) fn new(end: i64, wave: Option<Sine>) -> Curve {
        Curve { pieces: Vec::new(), end, total: 0.0, wave }
    }

    /// The sine over it.
    #[inline]
    pub(super) fn wave(&self) -> Option<&Sine> {
        self.wave.as_ref()
    }

    /// End of arrivals.
    pub(super) fn end(&self) -> i64 {
        self.end
    }

    /// Appends `[from, to)`; pieces come in order of time, gaps have rate 0, equal neighbours become one.
    pub(super) fn push(&mut self, from: i64, to: i64, rate: f64, (date, half_hour): (i32, u8)) {
        let (from, to) = (from.max(self.reached()), to.min(self.end));
        if from >= to {
            return;
        }
        if from > self.reached() {
            self.append(self.reached(), 0.0, (date, half_hour));
        }
        self.append(from, rate, (date, half_hour));
        self.total += rate * self.length(from, to);
        self.mark_end(to);
    }

    /// Where the pieces end so far.
    fn reached(&self) -> i64 {
        self.pieces.last().map_or(0, |last| last.start)
    }

    /// The last piece is always an empty one of rate 0 that marks the end of what was pushed.
    fn mark_end(&mut self, at: i64) {
        self.pieces.push(Piece { start: at, rate: 0.0, before: self.total, date: i32::MIN, half_hour: 0 });
    }

    fn append(&mut self, start: i64, rate: f64, (date, half_hour): (i32, u8)) {
        if self.pieces.last().is_some_and(|mark| mark.start == start) {
            self.pieces.pop();
        }
        match self.pieces.last() {
            Some(last) if last.rate == rate && last.date == date && last.half_hour == half_hour => (),
            _ => self.pieces.push(Piece { start, rate, before: self.total, date, half_hour }),
        }
    }

    /// Number of pieces, the closing one included.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Has it no piece at all?
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The piece with this index, if there is one.
    #[inline]
    pub(super) fn step(&self, index: usize) -> Option<Step> {
        let piece = self.pieces.get(index)?;
        let end = self.pieces.get(index + 1).map_or(self.end, |next| next.start);
        Some(Step { end, rate: piece.rate, date: piece.date, hour: piece.half_hour / 2 })
    }

    /// Expected events in `[from, to)`, microseconds of engine time.
    pub fn expected(&self, from: i64, to: i64) -> f64 {
        if to <= from { 0.0 } else { self.before(to) - self.before(from) }
    }

    /// Microseconds as the sine weighs them.
    fn length(&self, from: i64, to: i64) -> f64 {
        let length = (to - from) as f64;
        self.wave.map_or(length, |wave| wave.integral(from, 0.0, length))
    }

    /// Expected events before `at`.
    fn before(&self, at: i64) -> f64 {
        let at = at.min(self.end);
        match self.pieces.partition_point(|piece| piece.start <= at) {
            0 => 0.0,
            n => {
                let piece = &self.pieces[n - 1];
                piece.before + piece.rate * self.length(piece.start, at)
            }
        }
    }
}
