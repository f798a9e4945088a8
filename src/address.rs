//! Addresses: the one name that everything in a plan has, its path.

use std::fmt;

/// A path such as `stages.finance.asks.billing`: used alike in output, on the command line, in
/// waivers and in covers. Items of a list are counted from 0: `needs.see-hours.evidence.0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// An address as it was written.
    pub fn new(path: impl Into<String>) -> Address {
        Address(path.into())
    }

    /// `stages.<id>`
    pub fn stage(id: &str) -> Address {
        Address(["stages.", id].concat())
    }

    /// `handoffs.<id>`
    pub fn handoff(id: &str) -> Address {
        Address(["handoffs.", id].concat())
    }

    /// The address one step further in.
    #[must_use]
    pub fn join(&self, step: &str) -> Address {
        Address([self.0.as_str(), ".", step].concat())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps of the path.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }

    /// Whether this is `other` or something inside it.
    pub fn is_within(&self, other: &Address) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// The position in a list that a step of an address names, in the one way it is written: `0` or `12`, neither
/// `+1` nor `01`.
pub fn index(step: &str) -> Option<usize> {
    let is_usual = step == "0" || !step.starts_with(['0', '+']);
    step.parse().ok().filter(|_| is_usual)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, index};

    #[test]
    fn a_thing_is_within_itself_and_its_parents_alone() {
        let ask = Address::stage("finance").join("asks").join("billing");
        assert_eq!(ask.as_str(), "stages.finance.asks.billing");
        assert!(ask.is_within(&Address::stage("finance")) && ask.is_within(&ask));
        assert!(!ask.is_within(&Address::stage("fin")));
    }

    #[test]
    fn a_position_is_written_in_one_way() {
        assert_eq!(["0", "12"].map(index), [Some(0), Some(12)]);
        for step in ["", "00", "01", "+1", "-1", "1a", " 1", "99999999999999999999"] {
            assert_eq!(index(step), None, "{step}");
        }
    }
}
