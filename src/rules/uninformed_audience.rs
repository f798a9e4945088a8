//! `uninformed-audience`: people inside who would hear from outside.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::read::not_given;
use crate::rule::{Check, Ctx, Rule};
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
    let external = ctx.plan.dates.external.get();
    ctx.plan
        .informed
        .iter()
        .filter_map(|(id, audience)| {
            let at = Address::new(format!("informed.{id}"));
            let who = audience.who.text().unwrap_or(id);
            let missing = not_given(&[
                ("who", audience.who.is_given()),
                ("date", audience.date.is_given()),
                ("done", audience.done.is_given()),
            ]);
            let tell = format!("tell “{who}” before customers hear, and note what shows it");
            let (message, todo, keys) = match (audience.date.get(), external) {
                (Some(date), Some(external)) if !external.is_after(date) => (
                    format!("“{who}” would be told on {date}, and customers can buy on {external}"),
                    format!("tell “{who}” before {external}, and say on which day"),
                    vec!["date"],
                ),
                (Some(date), _) if missing.is_empty() && date.date > ctx.facts.as_of => (
                    format!("“{who}” is said to have heard on {date}, which is still to come"),
                    format!("tell “{who}” on {date}, or put the day on which they heard"),
                    vec!["date"],
                ),
                (Some(date), _) if missing == ["done"] => (
                    format!("nothing shows that “{who}” heard of the launch (dated {date})"),
                    tell,
                    missing.clone(),
                ),
                _ if missing.is_empty() => return None,
                _ => {
                    let lacks = text::ticked(&missing, "and");
                    (format!("the audience `{id}` does not say {lacks}"), tell, missing.clone())
                }
            };
            let keys: Vec<String> = keys.iter().map(|key| format!("{key}: …")).collect();
            let finding = Finding::new(at.clone(), message, todo)
                .how(format!("{} under `{at}`", text::ticked(&keys, "and")))
                .owner(ctx.launch_owner());
            let only_missing =
                audience.date.get().zip(external).is_none_or(|(date, external)| external.is_after(date));
            Some(if only_missing { ctx.because_placeholder(finding, &at, &missing) } else { finding })
        })
        .collect()
}
