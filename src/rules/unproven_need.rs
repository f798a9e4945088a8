//! `unproven-need`: a need that nobody can show.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::need::Need;
use crate::rule::{Check, Ctx, Rule, in_turn};
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
    let needs = ctx.plan.needs.iter();
    needs
        .flat_map(|(id, need)| {
            let at = Address::new(format!("needs.{id}"));
            in_turn([unsaid, unproven].map(|fault| fault(ctx, id, need, &at)))
        })
        .collect()
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

/// It does not say what is needed.
fn unsaid(ctx: &Ctx<'_>, id: &str, need: &Need, at: &Address) -> Option<Finding> {
    let what = format!("the need `{id}` does not say what is needed");
    (!need.need.is_given()).then(|| ctx.because_placeholder(finding(ctx, id, at, what), at, &["need"]))
}

/// Why the evidence of a need is none.
fn lacks(id: &str, need: &Need, all: usize) -> String {
    let parts = "lacks its source, or both a count of customers and a link";
    match need.evidence.iter().filter(|evidence| evidence.count.get() == Some(&0)).count() {
        0 => format!("the evidence of `{id}` {parts}"),
        none if none == all => format!("the evidence of `{id}` counts 0 customers, which is no evidence"),
        _ => format!("the evidence of `{id}` counts 0 customers, or {parts}"),
    }
}

/// Nothing shows it. Placeholders stand for all that is missing of an item that would prove it without them.
fn unproven(ctx: &Ctx<'_>, id: &str, need: &Need, at: &Address) -> Option<Finding> {
    if need.proofs().next().is_some() {
        return None;
    }
    let said = need.need.text().map(|text| format!(": {text}")).unwrap_or_default();
    let what = match need.evidence.len() {
        0 => format!("nothing shows that customers need `{id}`{said}"),
        all => format!("{}{said}", lacks(id, need, all)),
    };
    let mut finding = finding(ctx, id, at, what);
    for (index, _) in need.evidence.iter().enumerate().filter(|(_, evidence)| evidence.may_prove()) {
        let item = at.join("evidence").join(&index.to_string());
        finding = ctx.because_any_placeholder(finding, &item, &["from", "count", "date", "link"]);
    }
    Some(finding)
}

fn finding(ctx: &Ctx<'_>, id: &str, at: &Address, what: String) -> Finding {
    Finding::new(at.clone(), what, format!("show who said `{id}`, how many they were and when"))
        .how("`evidence: [{from: interviews, count: …, date: …, link: …}]`")
        .owner(ctx.owner_of("customer"))
}
