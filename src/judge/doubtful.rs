//! What may only follow from how a plan is written: of what could not be read, nobody can say that it is missing.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use crate::address::{Address, index};
use crate::check::Raised;
use crate::span::Span;
use crate::text;
use crate::tree::{Node, Value};

/// What is found in a plan whatever its faults in how it is written come to, and what is said of the rest.
pub(super) fn parted<'r>(
    root: &Node,
    faults: &[Span],
    raised: &'r [Raised],
) -> (Cow<'r, [Raised]>, Option<String>) {
    if faults.is_empty() {
        return (Cow::Borrowed(raised), None);
    }
    let faults = Faults::of(faults);
    let doubtful: HashSet<(&str, &Address)> = raised
        .iter()
        .map(|one| (one.rule.id, &one.finding.at))
        .filter(|(_, at)| faults.concern(root, at))
        .collect();
    let is_sure = |one: &&Raised| {
        let root = one.follows_from.as_ref().map(|(rule, at)| (*rule, at));
        !doubtful.contains(&(one.rule.id, &one.finding.at))
            && root.is_none_or(|root| !doubtful.contains(&root))
    };
    let sure: Vec<Raised> = raised.iter().filter(is_sure).cloned().collect();
    let told = match raised.len() - sure.len() {
        0 => None,
        more => Some(format!("{} that may only follow from how it is written", text::count(more, "finding"))),
    };
    (Cow::Owned(sure), told)
}

/// Where a plan is not written as it should be.
struct Faults(BTreeSet<(usize, usize)>);

impl Faults {
    fn of(faults: &[Span]) -> Faults {
        Faults(faults.iter().map(|fault| (fault.start(), fault.end())).collect())
    }

    /// Whether one is in what stands at an address, or in a key beside which it is missing.
    fn concern(&self, root: &Node, at: &Address) -> bool {
        let mut node = root;
        let mut begin = root.span;
        for step in at.steps() {
            let next = match &node.value {
                Value::Map(_) => node.entry(step).map(|entry| (entry.key_span, &entry.node)),
                Value::List(items) => index(step).and_then(|at| items.get(at)).map(|item| (item.span, item)),
                _ => None,
            };
            let Some((span, child)) = next else {
                let mut keys = node.entries().iter().map(|entry| entry.key_span);
                return keys.any(|key| self.0.contains(&(key.start(), key.end())));
            };
            (begin, node) = (span, child);
        }
        let end = begin.end().max(node.span.end());
        self.0.range((begin.start(), 0)..(end, 0)).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Faults;
    use crate::address::Address;
    use crate::source::Source;
    use crate::span::Span;

    #[test]
    fn a_fault_is_doubt_for_what_it_stands_in_and_for_what_is_missing_beside_it() {
        let text = "dates:\n  external: soon\nhand-offs:\n  value: {}\nstages:\n  finance:\n    signoff: x\n";
        let root = crate::yaml::parse(&Source::new("plan.yaml", text)).root.expect("a tree");
        let concerned = |what: &str, at: &str| {
            let start = text.find(what).expect("it is there");
            Faults::of(&[Span::new(start, start + what.len())]).concern(&root, &Address::new(at))
        };
        for (what, at) in [
            ("soon", "dates.external"),
            ("hand-offs", "handoffs.value"),
            ("signoff", "stages.finance"),
            ("signoff", "stages.finance.sign_off"),
        ] {
            assert!(concerned(what, at), "{what} {at}");
        }
        for (what, at) in [
            ("soon", "dates.internal"),
            ("soon", "stages.finance"),
            ("signoff", "handoffs.value"),
            ("signoff", "stages.sales"),
            ("signoff", "needs"),
        ] {
            assert!(!concerned(what, at), "{what} {at}");
        }
    }
}
