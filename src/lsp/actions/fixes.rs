//! What is missing, put in with its blanks marked.

use super::{About, How, Idea};
use crate::address::Address;
use crate::check::Raised;
use crate::judge::Seen;
use crate::policy::StagePolicy;
use crate::yaml::edit::{Change, New};

/// What can be done about findings.
pub(super) fn of_findings(seen: &Seen<'_>, found: &[&Raised]) -> Vec<Idea> {
    let mut ideas: Vec<Idea> = Vec::new();
    for one in found {
        for idea in of_finding(seen, one) {
            match ideas.iter_mut().find(|known| known.title == idea.title) {
                Some(known) => known.about.extend(idea.about),
                None => ideas.push(idea),
            }
        }
    }
    ideas
}

fn of_finding(seen: &Seen<'_>, one: &Raised) -> Vec<Idea> {
    let at = &one.finding.at;
    let steps: Vec<&str> = at.steps().collect();
    let about = || vec![About::finding(seen, one)];
    let idea = |title: String, value: New| {
        let changes = vec![Change::Set { at: at.clone(), value }];
        Idea { title, about: about(), how: How::Changes(changes) }
    };
    match (one.rule.id, steps.as_slice()) {
        (_, ["stages", id, ..]) if seen.file.plan.stages.get(id).is_none() => {
            let Some(policy) = seen.policy.stages.get(id) else { return Vec::new() };
            let changes = vec![Change::Set { at: Address::stage(id), value: stage(id, policy) }];
            let title = format!("add the stage `{id}`");
            vec![Idea { title, about: about(), how: How::Changes(changes) }]
        }
        ("missing-handoff", ["handoffs", id]) => {
            let what = seen.standing.handoff(id).map_or(*id, |handoff| handoff.what);
            vec![idea(format!("add the hand-off `{id}`"), New::map([("what", New::text(what))]))]
        }
        ("open-ask", ["stages", stage, "asks", id]) => {
            let asked = seen.policy.stages.get(stage).and_then(|stage| stage.asks.get(id));
            let shown = New::map([("done", New::text("<what shows it>"))]);
            let mut ideas = vec![idea(format!("answer `{id}`: done, with what shows it"), shown)];
            if !asked.is_some_and(|ask| ask.evidence) {
                ideas.push(idea(format!("answer `{id}`: done"), New::text("done")));
            }
            let not_needed = New::map([("not_needed", New::text("<why this launch does not need it>"))]);
            ideas.push(idea(format!("answer `{id}`: not needed, with the reason"), not_needed));
            ideas
        }
        _ => Vec::new(),
    }
}

/// A stage with everything to be filled in: what stands in `<…>` counts as missing until then.
fn stage(id: &str, policy: &StagePolicy) -> New {
    let mut fields = vec![
        ("owner", New::text(format!("<e-mail of who answers for {id}>"))),
        ("impact", New::text(format!("<what the customer feels of {id}>"))),
    ];
    let asks: Vec<(&str, New)> = policy.asks.ids().map(|ask| (ask, New::text("open"))).collect();
    if !asks.is_empty() {
        fields.push(("asks", New::map(asks)));
    }
    New::map(fields)
}
