//! The answer: go, go with conditions or no-go, and who does what next.

use std::collections::HashSet;

use crate::address::Address;
use crate::check::Raised;
use crate::finding::Level;
use crate::policy::Gate;
use crate::rule::Ctx;
use crate::standing::StageState;
use crate::text;

/// Whether the launch may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It may.
    Go,
    /// It may, and somebody carries what is open.
    GoWithConditions,
    /// It may not.
    NoGo,
}

impl Verdict {
    /// The word for it, in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Go => "go",
            Verdict::GoWithConditions => "go-with-conditions",
            Verdict::NoGo => "no-go",
        }
    }

    /// The words for it, for people.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Go => "GO",
            Verdict::GoWithConditions => "GO WITH CONDITIONS",
            Verdict::NoGo => "NO-GO",
        }
    }
}

/// Decides from the findings, the open conditions and the waivers in force.
pub fn verdict(ctx: &Ctx<'_>, raised: &[Raised], gate: Gate) -> Verdict {
    if raised.iter().any(|one| one.counts() && one.level == Level::Error) {
        return Verdict::NoGo;
    }
    let open = ctx.standing.stages_for(gate).any(|stage| stage.state == StageState::Conditional);
    let let_pass = raised.iter().any(|one| !one.counts());
    if open || let_pass { Verdict::GoWithConditions } else { Verdict::Go }
}

/// Something that somebody can do now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Next {
    /// Who.
    pub who: String,
    /// What, as an order.
    pub todo: String,
    /// What it is about.
    pub at: Address,
}

/// What each person can do now: whatever is at fault by itself, and the open conditions.
pub fn next(ctx: &Ctx<'_>, raised: &[Raised], gate: Gate) -> Vec<Next> {
    let nobody = || ctx.launch_owner().unwrap_or("whoever runs the launch").to_owned();
    let roots =
        raised.iter().filter(|one| one.counts() && one.follows_from.is_none() && one.finding.actionable);
    let (mut found, mut seen, mut places) = (Vec::new(), HashSet::new(), HashSet::new());
    for one in roots {
        let who = one.finding.owner.clone().unwrap_or_else(nobody);
        let next = Next { who, todo: one.finding.todo.clone(), at: one.finding.at.clone() };
        if seen.insert((next.who.clone(), next.todo.clone())) {
            places.insert(next.at.clone());
            found.push(next);
        }
    }
    let at_fault = |at: &Address| raised.iter().any(|one| one.finding.at == *at);
    for stage in ctx.standing.stages_for(gate) {
        for (at, condition) in stage.open_conditions().filter(|(at, _)| !at_fault(at)) {
            let (Some(what), Some(owner), Some(due)) =
                (condition.what.text(), condition.owner.text(), condition.due.get())
            else {
                continue;
            };
            if places.insert(at.clone()) {
                let todo = format!("by {}: {}", due.date, text::shorten(what, 200));
                found.push(Next { who: owner.to_owned(), todo, at });
            }
        }
    }
    found
}
