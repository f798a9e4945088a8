//! Intervals with open, closed or absent edges, and their inclusion.

/// One end of an interval; an open edge does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge<T> {
    pub(super) at: T,
    pub(super) open: bool,
}

impl<T> Edge<T> {
    pub(super) fn closed(at: T) -> Self {
        Self { at, open: false }
    }

    pub(super) fn open(at: T) -> Self {
        Self { at, open: true }
    }
}

/// A set of numbers or dates without holes; an absent edge means that it has no limit there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval<T> {
    pub(super) low: Option<Edge<T>>,
    pub(super) high: Option<Edge<T>>,
}

impl<T: Copy + Ord> Interval<T> {
    pub(super) fn within(&self, outer: &Self) -> bool {
        self.keeps_low(outer) && self.keeps_high(outer)
    }

    /// Whether nothing of `self` lies below `outer`.
    pub(super) fn keeps_low(&self, outer: &Self) -> bool {
        match (self.low, outer.low) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(limit)) => own.at > limit.at || own.at == limit.at && (own.open || !limit.open),
        }
    }

    /// Whether nothing of `self` lies above `outer`.
    pub(super) fn keeps_high(&self, outer: &Self) -> bool {
        match (self.high, outer.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(limit)) => own.at < limit.at || own.at == limit.at && (own.open || !limit.open),
        }
    }

    /// The interval with `change` made to both edges, or `None` when one of them cannot take it.
    /// `change` keeps the order of its arguments.
    pub(super) fn map<U>(&self, change: impl Fn(T) -> Option<U>) -> Option<Interval<U>> {
        let edge = |edge: Option<Edge<T>>| match edge {
            None => Some(None),
            Some(Edge { at, open }) => change(at).map(|at| Some(Edge { at, open })),
        };
        Some(Interval { low: edge(self.low)?, high: edge(self.high)? })
    }

    /// Every `a + b` of an `a` in `self` and a `b` in `other`, or `None` when `plus` fails.
    pub(super) fn plus(&self, other: &Self, plus: impl Fn(T, T) -> Option<T>) -> Option<Self> {
        let edge = |a: Option<Edge<T>>, b: Option<Edge<T>>| match (a, b) {
            (Some(a), Some(b)) => plus(a.at, b.at).map(|at| Some(Edge { at, open: a.open || b.open })),
            _ => Some(None),
        };
        Some(Self { low: edge(self.low, other.low)?, high: edge(self.high, other.high)? })
    }
}
