//! What a sign-off covers now, or does not any more, though nobody changed it: it moved.

use crate::address::Address;
use crate::content::Part;
use crate::past::State;
use crate::standing::StageStanding;
use crate::tree::{Node, Value};

/// What a stage covers, then and now.
pub(super) struct Cover<'a> {
    pub(super) stage: &'a str,
    pub(super) before: State<'a>,
    pub(super) now: State<'a>,
}

/// Why something is covered that was not, or the other way round.
pub(super) struct Moved {
    /// A sentence about it.
    pub(super) told: String,
    /// What somebody wrote into the plan that made it so, if that is known.
    pub(super) by: Option<Address>,
}

impl Cover<'_> {
    /// Why a part is covered now, or not any more, that was in the plan all along.
    pub(super) fn moved(&self, part: &Part) -> Option<Moved> {
        let is_new = match (&part.was, &part.is) {
            (None, Some(_)) => true,
            (Some(_), None) => false,
            _ => return None,
        };
        let steps: Vec<&str> = part.path.split('.').collect();
        match steps.as_slice() {
            ["stages", id] if *id != self.stage => Some(if is_new { self.came(id) } else { self.went(id) }),
            [_] | [_, _] => {
                let other = if is_new { self.before } else { self.now };
                let told = match is_new {
                    true => format!("it covers `{}`, which it did not before", part.path),
                    false => format!("it does not cover `{}` any more", part.path),
                };
                let at = Address::new(part.path.as_str());
                let is_there = other.file.root.at(at.as_str()).is_some_and(says_something);
                is_there.then_some(Moved { told, by: Some(at) })
            }
            _ => None,
        }
    }

    /// Why the sign-off of a stage is one of those directly before.
    fn came(&self, id: &str) -> Moved {
        if !is_needed(self.before, id) {
            return Moved { told: format!("it covers the sign-off of {id}, which is needed now"), by: None };
        }
        match self.changed_place(self.before, self.now) {
            Some(gone) => self.without(&gone, format!("it covers the sign-off of {id} in place of {gone}")),
            None => Moved {
                told: format!("it covers the sign-off of {id}, which comes directly before it now"),
                by: None,
            },
        }
    }

    /// Why the sign-off of a stage is none of those directly before any more.
    fn went(&self, id: &str) -> Moved {
        if !is_needed(self.now, id) {
            return self.without(id, format!("it does not cover the sign-off of {id} any more"));
        }
        let why = match self.changed_place(self.now, self.before) {
            Some(between) => format!("because {between} comes between"),
            None => "which does not come directly before it now".to_owned(),
        };
        Moved { told: format!("it does not cover the sign-off of {id} any more, {why}"), by: None }
    }

    /// A stage that was directly before at one time, and is not needed at the other.
    fn changed_place(&self, one: State<'_>, other: State<'_>) -> Option<String> {
        let before = &one.standing.stage(self.stage)?.before;
        before.iter().find(|id| !is_needed(other, id)).map(|id| (*id).to_owned())
    }

    /// The end of a sentence about a stage that is not needed any more: by whose word, if by somebody's.
    fn without(&self, id: &str, begin: String) -> Moved {
        let record = self.now.file.plan.stages.get(id).and_then(|stage| stage.not_needed.as_ref());
        let by = record.and_then(|record| record.by.text());
        let why = by.map_or("is not needed any more".to_owned(), |by| format!("{by} called not needed"));
        Moved { told: format!("{begin}, which {why}"), by: by.map(|_| Address::stage(id).join("not_needed")) }
    }
}

fn is_needed(state: State<'_>, id: &str) -> bool {
    state.standing.stage(id).is_some_and(StageStanding::is_needed)
}

/// Whether something is there that a sign-off would cover.
fn says_something(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Map(entries) => !entries.is_empty(),
        _ => true,
    }
}
