//! What git is asked about a plan, and what comes of it.

use super::{Case, Judge, Of};
use crate::facts::Facts;
use crate::finding::Level;
use crate::history::History;
use crate::past;
use crate::past::origin::Origins;
use crate::plan::PlanFile;
use crate::policy::Policy;

/// What git is asked about the past of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing: sign-offs are taken at their word.
    Nothing,
    /// What the verdict hangs on: what has changed since it was accepted and, where proof is wanted, who committed the
    /// sign-offs.
    Verdict,
    /// That, when the sign-offs were committed, and what changed of what they cover.
    All,
}

impl Judge<'_> {
    /// Asks git where the sign-offs came from, and what has changed since it was accepted.
    pub(super) fn ask(&self, case: &Case, policy: &Policy, facts: &mut Facts) {
        let file = &case.file;
        let asked = self.asked(case);
        let asks_origins = asks_origins(asked, file, policy);
        let asks_acceptances = asked != Asked::Nothing && past::accepted::is_asked(file);
        let history = (asks_origins || asks_acceptances).then(|| case.history(History::of));
        let origins = match &history {
            Some(history) if asks_origins => {
                let origins = Origins::of(history.as_ref(), policy.wants_proof(), file);
                if self.supposes { origins.supposing() } else { origins }
            }
            None if asked == Asked::Nothing => Origins::supposed(file),
            _ => Origins::default(),
        };
        for (at, origin) in origins.of {
            facts.trust.entry(at).or_default().origin = origin;
        }
        facts.silenced = origins.silenced;
        if let Some(history) = history.filter(|_| asks_acceptances) {
            facts.outgrown = past::accepted::outgrown(history.as_ref(), file);
        }
    }

    /// What git is asked about a case: of an old version that is taken at its word, nothing.
    pub(super) fn asked(&self, case: &Case) -> Asked {
        if case.of == Of::Word { Asked::Nothing } else { self.asked }
    }
}

/// Whether anything hangs on who committed the sign-offs of a plan, or what stands in for one, and when.
fn asks_origins(asked: Asked, file: &PlanFile, policy: &Policy) -> bool {
    let dated = asked == Asked::All && policy.level("backdated-sign-off") != Level::Off;
    let stages = || file.plan.stages.iter().map(|(_, stage)| stage);
    let signed = || stages().any(|stage| !stage.sign_offs.is_empty());
    asked != Asked::Nothing && (dated && signed() || policy.wants_proof())
}
