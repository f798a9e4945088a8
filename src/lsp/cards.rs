//! What is known of a thing, in a few lines.

use crate::judge::Seen;
use crate::lsp::pen::Pen;
use crate::lsp::spot::Thing;
use crate::policy::roster::{Right, same_person};
use crate::readiness;
use crate::rules;
use crate::standing::{HandOffStanding, StageStanding};
use crate::text::{count, few, list};

/// Writes what is known of a thing.
pub(super) fn write(pen: &mut Pen, seen: &Seen<'_>, thing: &Thing) {
    match thing {
        Thing::Stage(id) => stage(pen, seen, id),
        Thing::HandOff(id) => handoff(pen, seen, id),
        Thing::Ask(stage, id) => ask(pen, seen, stage, id),
        Thing::Risk(id) => {
            if let Some(question) = seen.policy.risks.get(id) {
                pen.title(id, question);
            }
        }
        Thing::Person(id) => person(pen, seen, id),
        Thing::Rule(id) => rule(pen, id),
        Thing::Capacity(id) => {
            if let Some(capacity) = seen.policy.capacities.get(id) {
                pen.title(id, &format!("of {}: {}", capacity.of.value, capacity.limit));
            }
        }
        Thing::Own(_) => {}
    }
}

fn stage(pen: &mut Pen, seen: &Seen<'_>, id: &str) {
    let Some(standing) = seen.standing.stage(id) else {
        if let Some(policy) = seen.policy.stages.get(id) {
            pen.title(id, &format!("this launch does not need it; asked for by {}", policy.origin));
        }
        return;
    };
    if !standing.is_needed() {
        return pen.title(id, &format!("{}: this launch does not need it", standing.state.word()));
    }
    let readiness = readiness::readiness(&seen.ctx(), standing);
    pen.title(
        id,
        &format!(
            "{} · {} of {} met · {}",
            standing.state.word(),
            readiness.met(),
            readiness.of(),
            who(standing)
        ),
    );
    pen.say(&order(seen, standing));
    let open: Vec<&str> = readiness.open().map(|open| open.todo.as_str()).collect();
    pen.list("What it still lacks:", &open);
    let waits = readiness.items.iter().filter(|item| item.waits).find_map(|item| item.open.as_ref());
    if let Some(waits) = waits {
        pen.say(&format!("Then: {}, once {} signed.", waits.todo, have(&standing.awaits)));
    }
    let objections: Vec<String> = standing
        .objections
        .iter()
        .map(|objection| format!("{} {}", objection.sign_off.by.text().unwrap_or_default(), objection.why))
        .collect();
    pen.list("Sign-offs that do not count:", &objections);
}

fn have(stages: &[&str]) -> String {
    let verb = if stages.len() == 1 { "has" } else { "have" };
    format!("{} {verb}", list(stages, "and"))
}

fn who(standing: &StageStanding<'_>) -> String {
    let owner = standing.owner().unwrap_or("nobody owns it");
    match standing.signed_on() {
        Some(date) => format!("{owner}, signed on {date}"),
        None => owner.to_owned(),
    }
}

fn order(seen: &Seen<'_>, standing: &StageStanding<'_>) -> String {
    let before = match standing.before.as_slice() {
        [] => "The first stop".to_owned(),
        before => format!("After {}", list(before, "and")),
    };
    let due = standing.due.map(|due| format!("; to be signed by {due}")).unwrap_or_default();
    let gate = standing.policy.gate.word();
    let may = match &seen.policy.roster {
        Some(roster) => {
            let people = roster.entitled(Right::Sign(standing.id), seen.facts.as_of);
            if people.is_empty() { String::new() } else { format!(" {} may sign.", few(&people, "or")) }
        }
        None => String::new(),
    };
    format!("{before}, for the {gate} gate{due}. Asked for by {}.{may}", standing.policy.origin)
}

fn handoff(pen: &mut Pen, seen: &Seen<'_>, id: &str) {
    let Some(standing) = seen.standing.handoff(id) else {
        if let Some(policy) = seen.policy.handoffs.get(id) {
            let ends = format!("{} → {}: {}", policy.from, policy.to, policy.what);
            pen.title(id, &format!("{ends}; this launch does not need it"));
        }
        return;
    };
    let HandOffStanding { from, to, what, state, .. } = standing;
    pen.title(id, &format!("{from} → {to} · {}", state.word()));
    pen.say(what);
    let due = match (standing.due, standing.days_late) {
        (Some(due), Some(late)) if late > 0 => {
            format!("To be accepted by {due}, {} late.", count(late as usize, "working day"))
        }
        (Some(due), _) => format!("To be accepted by {due}."),
        (None, _) => "It has no due date.".to_owned(),
    };
    let turn = standing.turn.map(|turn| format!(" It is the turn of {}.", seen.ctx().named(turn)));
    pen.say(&format!("{due}{} Asked for by {}.", turn.unwrap_or_default(), standing.origin));
}

fn ask(pen: &mut Pen, seen: &Seen<'_>, stage: &str, id: &str) {
    let Some(ask) = seen.policy.stages.get(stage).and_then(|stage| stage.asks.get(id)) else {
        return pen.title(id, &format!("an ask of the plan's own, to {stage}"));
    };
    pen.title(id, &ask.question);
    let proof = if ask.evidence { " It wants what shows it: `{done: …}`." } else { "" };
    pen.say(&format!("Asked of {stage} by {}.{proof}", ask.origin));
}

fn person(pen: &mut Pen, seen: &Seen<'_>, id: &str) {
    let Some(roster) = &seen.policy.roster else {
        let text = format!("{} has no `[people]`, so names are not checked", seen.policy.name);
        return pen.title(id, &text);
    };
    let stands_in = roster.delegations.iter().filter(|one| same_person(&one.to, id));
    let stands_in: Vec<String> = stands_in
        .map(|one| format!("stands in for {} from {} to {}", one.from, one.start, one.until))
        .collect();
    let Some(person) = roster.person(id) else {
        pen.title(id, &format!("is not on the roster of {}", seen.policy.name));
        return pen.list("But:", &stands_in);
    };
    let name = person.name.as_deref().unwrap_or(&person.id);
    let may = match person.stages.as_slice() {
        [] => "may sign for no stage".to_owned(),
        stages => format!("may sign for {}", list(stages, "and")),
    };
    pen.title(name, &format!("{} · {may}", person.id));
    let mut more: Vec<String> = Vec::new();
    if person.waives {
        more.push("may waive, accept risks and call things not needed".to_owned());
    }
    more.extend(person.from.map(|from| format!("on the roster from {from}")));
    more.extend(person.until.map(|until| format!("on the roster until {until}")));
    more.extend(stands_in);
    pen.list("Also:", &more);
}

/// What a rule checks and why, from its page.
pub(super) fn rule(pen: &mut Pen, id: &str) {
    let Some(rule) = rules::find(id) else { return };
    pen.title(rule.id, rule.summary);
    let about = rule.page.split("\n## Example").next().unwrap_or_default();
    let about = about.split_once("\n## ").map_or("", |(_, about)| about);
    pen.page(&format!("## {about}"));
}
