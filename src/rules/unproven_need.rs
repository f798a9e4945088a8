//! `unproven-need`: a need that nobody can show.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::need::Need;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::StageStanding;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unproven-need",
    level: Level::Error,
    breakdown: Breakdown::Strategy,
    summary: "a need of customers without evidence, or no needs at all",
    page: include_str!("unproven-need.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    if ctx.plan.needs.is_empty() {
        let asked = ctx.standing.stage("customer").is_some_and(StageStanding::is_needed);
        return asked.then(|| no_needs(ctx)).into_iter().collect();
    }
    ctx.plan.needs.iter().filter_map(|(id, need)| unproven(ctx, id, need)).collect()
}

fn no_needs(ctx: &Ctx<'_>) -> Finding {
    Finding::new(
        Address::new("needs"),
        "no customer was asked: the plan has no `needs`",
        "ask customers, and write down what they need",
    )
    .how("`needs: {<id>: {need: …, evidence: [{from: interviews, count: …, date: …, link: …}]}}`")
    .owner(ctx.owner_of("customer"))
}

fn unproven(ctx: &Ctx<'_>, id: &str, need: &Need) -> Option<Finding> {
    let at = Address::new(format!("needs.{id}"));
    let what = match (need.need.text(), need.proofs().next()) {
        (Some(_), Some(_)) => return None,
        (None, _) => format!("the need `{id}` does not say what is needed"),
        (Some(text), None) => match need.evidence.len() {
            0 => format!("nothing shows that customers need `{id}`: {text}"),
            _ => format!(
                "the evidence of `{id}` lacks its source, or both a count of customers and a link: {text}"
            ),
        },
    };
    let mut finding =
        Finding::new(at.clone(), what, format!("show who said `{id}`, how many they were and when"))
            .how("`evidence: [{from: interviews, count: …, date: …, link: …}]`")
            .owner(ctx.owner_of("customer"));
    finding = ctx.because_any_placeholder(finding, &at, &["need"]);
    for (index, _) in need.evidence.iter().enumerate().filter(|(_, evidence)| evidence.may_prove()) {
        let item = at.join("evidence").join(&index.to_string());
        finding = ctx.because_any_placeholder(finding, &item, &["from", "count", "date", "link"]);
    }
    Some(finding)
}
