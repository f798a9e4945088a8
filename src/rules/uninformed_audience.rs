//! `uninformed-audience`: people inside who would hear from outside.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::audience::Audience;
use crate::read::not_given;
use crate::rule::{Check, Ctx, Rule, in_turn};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "uninformed-audience",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "people inside have not been told before customers hear",
    page: include_str!("uninformed-audience.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    if ctx.plan.informed.is_empty() {
        let finding = Finding::new(
            Address::new("informed"),
            "nobody inside has been told of this launch",
            "tell those who sell and serve, before anyone outside hears",
        )
        .how("`informed: {<id>: {who: …, date: …, how: …, done: <what shows it>}}`")
        .owner(ctx.launch_owner());
        return vec![finding];
    }
    let audiences = ctx.plan.informed.iter();
    audiences
        .flat_map(|(id, audience)| {
            let at = Address::new(format!("informed.{id}"));
            in_turn([too_late, unsaid, to_come].map(|fault| fault(ctx, id, audience, &at)))
        })
        .collect()
}

/// It would hear when customers do, or after them.
fn too_late(ctx: &Ctx<'_>, id: &str, audience: &Audience, at: &Address) -> Option<Finding> {
    let (date, external) = (audience.date.get()?, ctx.plan.dates.external.get()?);
    if external.is_after(date) {
        return None;
    }
    let who = audience.who.text().unwrap_or(id);
    let message = format!("“{who}” would be told on {date}, and customers can buy on {external}");
    let todo = format!("tell “{who}” before {external}, and say on which day");
    Some(finding(ctx, at, message, todo, &["date"]))
}

/// It does not say who heard when, or what shows it.
fn unsaid(ctx: &Ctx<'_>, id: &str, audience: &Audience, at: &Address) -> Option<Finding> {
    let missing = not_given(&[
        ("who", audience.who.is_given()),
        ("date", audience.date.is_given()),
        ("done", audience.done.is_given()),
    ]);
    let who = audience.who.text().unwrap_or(id);
    let message = match (missing.as_slice(), audience.date.get()) {
        ([], _) => return None,
        (["done"], Some(date)) => format!("nothing shows that “{who}” heard of the launch (dated {date})"),
        _ => format!("the audience `{id}` does not say {}", text::ticked(&missing, "and")),
    };
    let todo = format!("tell “{who}” before customers hear, and note what shows it");
    Some(ctx.because_placeholder(finding(ctx, at, message, todo, &missing), at, &missing))
}

/// It is said to have heard on a day that has not come.
fn to_come(ctx: &Ctx<'_>, id: &str, audience: &Audience, at: &Address) -> Option<Finding> {
    let date = audience.date.get().filter(|date| date.date > ctx.facts.as_of)?;
    let who = audience.who.text().unwrap_or(id);
    let message = format!("“{who}” is said to have heard on {date}, which is still to come");
    let todo = format!("tell “{who}” on {date}, or put the day on which they heard");
    Some(finding(ctx, at, message, todo, &["date"]))
}

fn finding(ctx: &Ctx<'_>, at: &Address, message: String, todo: String, keys: &[&str]) -> Finding {
    let keys: Vec<String> = keys.iter().map(|key| format!("{key}: …")).collect();
    Finding::new(at.clone(), message, todo)
        .how(format!("{} under `{at}`", text::ticked(&keys, "and")))
        .owner(ctx.launch_owner())
}
