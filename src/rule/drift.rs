//! The plan's own hand-offs of which a placeholder says between which stages they are.

use crate::address::Address;
use crate::finding::Finding;
use crate::plan::handoff::HandOff;
use crate::plan::record::Record;
use crate::read::not_given;
use crate::rule::Ctx;
use crate::standing::{HandOffState, PLACEHOLDER, is_early, is_returned};
use crate::text::list;

/// A hand-off that is in the plan, whether or not it is known between which stages.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// Its id.
    pub id: &'a str,
    /// The sending stage, where it is known.
    pub from: Option<&'a str>,
    /// The receiving stage, where it is known.
    pub to: Option<&'a str>,
    /// What the plan says of it.
    pub plan: &'a HandOff,
    /// Whether it was given back, and not answered since.
    pub is_returned: bool,
}

impl<'a> Handed<'a> {
    /// Its address.
    pub fn at(&self) -> Address {
        Address::handoff(self.id)
    }

    /// What is handed over.
    pub fn what(&self) -> &'a str {
        self.plan.what.text().unwrap_or(self.id)
    }
}

impl<'a> Ctx<'a> {
    /// The required hand-offs that are in the plan, those included of which a placeholder stands for a stage.
    pub fn handed(&self) -> impl Iterator<Item = Handed<'a>> {
        let known = self.standing.needed_handoffs().filter_map(|handoff| {
            let is_returned = handoff.state == HandOffState::Returned;
            let (id, plan) = (handoff.id, handoff.plan?);
            Some(Handed { id, from: Some(handoff.from), to: Some(handoff.to), plan, is_returned })
        });
        known.chain(self.adrift())
    }

    /// Those of which a placeholder stands for a stage.
    pub fn adrift(&self) -> impl Iterator<Item = Handed<'a>> {
        let ctx = *self;
        self.standing.adrift.iter().filter_map(move |id| {
            let plan = ctx.plan.handoffs.get(id)?;
            let (from, to) = (plan.from.text(), plan.to.text());
            let accepted = plan.accepted.as_ref().filter(|record| ctx.may_accept(record, to));
            Some(Handed { id, from, to, plan, is_returned: is_returned(plan, accepted) })
        })
    }

    /// Whether a hand-off was sent, or would have been with an answer wherever a placeholder stands.
    pub fn may_be_sent(&self, id: &str, plan: &HandOff) -> bool {
        let at = Address::handoff(id).join("sent");
        plan.sent.as_ref().is_some_and(|sent| self.placeholders(&at, &sent.missing()).is_some())
    }

    /// The finding that one counts as not sent, while it is not known between which stages it is.
    pub fn not_sent(&self, handed: Handed<'_>) -> Finding {
        self.drifting(handed, "sent", handed.plan.sent.as_ref())
    }

    /// The finding that nobody accepted one, or that it is not known for whom.
    pub fn not_accepted(&self, handed: Handed<'_>) -> Option<Finding> {
        let (id, at, plan) = (handed.id, handed.at(), handed.plan);
        let accepted = plan.accepted.as_ref().filter(|record| !is_early(plan, record));
        let Some(to) = handed.to else {
            return Some(self.drifting(
                handed,
                "accepted",
                accepted.filter(|record| self.may_accept(record, None)),
            ));
        };
        let is_told = handed.is_returned && self.minds_returns();
        if is_told || self.counts(accepted, to) {
            return None;
        }
        let message = format!("{} has not accepted `{id}`: {}", self.named(to), handed.what());
        let todo = format!("accept `{id}` for {to}, or return it with the reason");
        let finding = Finding::new(at.clone(), message, todo)
            .how(format!("`launch accept <plan> {id}`"))
            .owner(self.owner_of(to));
        let finding = self.because_of_record(finding, (&at, "accepted"), accepted, to);
        Some(self.because_waved_off(finding, &at, plan.not_needed.as_ref()))
    }

    /// The finding that one counts as not `done`, the key of the record that says who did it, and when. Where that is
    /// there, or placeholders for it, those and the ones for the stages are all that is missing.
    fn drifting(&self, handed: Handed<'_>, done: &str, record: Option<&Record>) -> Finding {
        let at = handed.at();
        let ends = not_given(&[("from", handed.from.is_some()), ("to", handed.to.is_some())]);
        let stages = match ends.as_slice() {
            ["from"] => "which stage it comes from",
            ["to"] => "which stage it goes to",
            _ => "between which stages it is",
        };
        let (id, what) = (handed.id, handed.what());
        let message = format!("`{id}` does not say {stages}, and so counts as not {done}: {what}");
        let how: Vec<String> = ends.iter().map(|end| format!("`{end}: <stage>`")).collect();
        let finding = Finding::new(at.clone(), message, format!("say {stages}"))
            .how(format!("{} under `{at}`", list(&how, "and")))
            .owner(handed.from.map_or_else(|| self.launch_owner(), |from| self.owner_of(from)));
        let ends = self.placeholders(&at, &ends).unwrap_or_default().into_iter();
        let inside = record.and_then(|record| self.placeholders(&at.join(done), &record.missing()));
        let finding = match inside {
            Some(fields) => {
                self.because_all(finding, ends.chain(fields).map(|field| (PLACEHOLDER, field)).collect())
            }
            None => ends.fold(finding, |finding, field| finding.waits_for(PLACEHOLDER, field)),
        };
        self.because_waved_off(finding, &at, handed.plan.not_needed.as_ref())
    }
}
