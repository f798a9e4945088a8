//! `external-before-internal`: customers would hear first.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::moment::Moment;
use crate::rule::{Check, Ctx, Mark, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "external-before-internal",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "customers would hear before our own people",
    page: include_str!("external-before-internal.md"),
    settings: &[],
    marks: &[Mark::Decision, Mark::Time],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let (Some(internal), Some(external)) = (ctx.plan.dates.internal.get(), ctx.plan.dates.external.get())
    else {
        return Vec::new();
    };
    if comes_first(internal, external) {
        return Vec::new();
    }
    let at = Address::new("dates.external");
    let message = format!(
        "customers can buy on {external}, and our own people hear on {internal}: they have to hear first"
    );
    let todo = "move the internal date before the external one, or the external one after it";
    vec![
        Finding::new(at, message, todo)
            .owner(ctx.launch_owner())
            .label(Address::new("dates.internal"), "our own people hear here"),
    ]
}

/// Whether the internal moment is certainly the earlier one: on the same day, only two times of day tell.
fn comes_first(internal: &Moment, external: &Moment) -> bool {
    external.is_after(internal)
}
