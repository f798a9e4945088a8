//! The ids, people, rules and addresses that could stand at a place.

use gen_lsp_types::CompletionItemKind as Kind;

use super::{Follows, Offer, Place};
use crate::address::Address;
use crate::judge::Seen;
use crate::people;
use crate::plan::stage::ANSWERS;
use crate::policy::roster::{Right, same_person};
use crate::rules::{self, RULES};
use crate::shape::{Holds, Names, Word};
use crate::standing::answers_for;
use crate::text::list;
use crate::tree::Value;

/// The ids that could be keys of the map at a path.
pub(super) fn ids(seen: &Seen<'_>, path: &[String], follows: Follows) -> Vec<Offer> {
    let policy = seen.policy;
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["stages"] => stages(seen).into_iter().map(|offer| Offer { follows, ..offer }).collect(),
        ["handoffs"] => policy
            .handoffs
            .iter()
            .filter(|(_, handoff)| !handoff.removed)
            .map(|(id, handoff)| {
                let detail = format!("{} → {}: {}", handoff.from, handoff.to, handoff.what);
                Offer::key(id, detail, Kind::Module, follows)
            })
            .collect(),
        ["stages", stage, "asks"] => {
            let asks = policy.stages.get(stage).into_iter().flat_map(|stage| stage.asks.iter());
            asks.map(|(id, ask)| Offer::key(id, ask.question.as_str(), Kind::Field, follows)).collect()
        }
        ["risks"] => {
            let risks = policy.risks.iter();
            risks.map(|(id, question)| Offer::key(id, question, Kind::Field, follows)).collect()
        }
        ["rules"] => {
            RULES.iter().map(|rule| Offer::key(rule.id, rule.summary, Kind::Constant, follows)).collect()
        }
        _ => Vec::new(),
    }
}

const BUILT_IN: [Word; 3] = [
    ("product", "The built-in policy for what is made."),
    ("service", "The built-in policy for what is done."),
    ("none", "Nothing: this policy says it all."),
];

const TIERS: [Word; 3] = [("1", "The largest."), ("2", "Between."), ("3", "The smallest.")];

const FLAGS: [Word; 2] = [("true", "Yes."), ("false", "No.")];

/// What the table of a rule holds.
pub(super) fn of_rule(id: &str) -> Vec<Offer> {
    let key = |key: &str, detail: String| Offer::key(key, detail, Kind::Property, Follows::Value);
    let Some(rule) = rules::find(id) else { return Vec::new() };
    let settings = rule.settings.iter();
    let settings = settings.map(|one| key(one.name, format!("without it: {}", one.default)));
    [key("level", format!("without it: {}", rule.level.word()))].into_iter().chain(settings).collect()
}

/// A few words.
pub(super) fn words(words: &[Word]) -> Vec<Offer> {
    words.iter().map(|(word, about)| Offer::value(*word, *about, Kind::EnumMember)).collect()
}

/// The single values that could stand at a path.
pub(super) fn values(seen: &Seen<'_>, place: &Place<'_>, holds: &Holds) -> Vec<Offer> {
    match holds {
        Holds::Choice(choices) => words(choices),
        Holds::Answer(_) => words(&ANSWERS),
        Holds::Tier => words(&TIERS),
        Holds::Flag => words(&FLAGS),
        Holds::Person => people(seen, place.path),
        Holds::Date => vec![Offer::value(seen.facts.as_of.to_string(), "today", Kind::Value)],
        Holds::Name(Names::Stage) => with_own(stages(seen), place, "stages"),
        Holds::Name(Names::Rule) => {
            RULES.iter().map(|rule| Offer::value(rule.id, rule.summary, Kind::Constant)).collect()
        }
        Holds::Name(Names::Policy) => words(&BUILT_IN),
        Holds::Name(Names::Risk) => {
            let risks = seen.policy.risks.iter();
            let risks = risks.map(|(id, question)| Offer::value(id, question, Kind::Constant)).collect();
            with_own(risks, place, "risks")
        }
        Holds::Name(Names::Inherited) => inherited(seen),
        Holds::Name(Names::Address) => waived(seen, place),
        Holds::Name(Names::Covered) => covered(seen),
        Holds::Name(Names::Capacity) => seen
            .policy
            .capacities
            .iter()
            .map(|(id, one)| Offer::value(id, format!("of {}: {}", one.of.value, one.limit), Kind::Constant))
            .collect(),
        _ => Vec::new(),
    }
}

/// With what a policy defines that cannot be judged by while it is being typed.
fn with_own(mut found: Vec<Offer>, place: &Place<'_>, section: &str) -> Vec<Offer> {
    let own = place.root.entry(section).filter(|_| place.is_of_a_policy());
    let own = own.into_iter().flat_map(|entry| entry.node.entries());
    for entry in own {
        if !found.iter().any(|known| known.text == entry.key) {
            found.push(Offer::value(entry.key.as_str(), "of this policy", Kind::Constant));
        }
    }
    found
}

fn stages(seen: &Seen<'_>) -> Vec<Offer> {
    let stages = seen.policy.stages.iter().filter(|(_, stage)| !stage.removed);
    let offer = |(id, _): (&str, _)| {
        let before =
            seen.policy.before(id, &|other| seen.policy.stages.get(other).is_some_and(|stage| stage.removed));
        let detail =
            if before.is_empty() { String::new() } else { format!("after {}", list(&before, "and")) };
        Offer::value(id, detail, Kind::Class)
    };
    stages.map(offer).collect()
}

/// The people of the roster, those first who may do what is recorded there; without a roster, whoever
/// the plan names.
fn people(seen: &Seen<'_>, path: &[String]) -> Vec<Offer> {
    let Some(roster) = &seen.policy.roster else {
        let mut found: Vec<Offer> = Vec::new();
        for (_, name) in people::named(&seen.file.plan, &|_| true) {
            if !found.iter().any(|known| same_person(&known.text, name)) {
                found.push(Offer::value(name, "named in this plan", Kind::Value));
            }
        }
        return found;
    };
    let right = right(seen, path);
    let offer = |person: &crate::policy::roster::Person| {
        let stages = match person.stages.as_slice() {
            [] => String::new(),
            stages => format!(" · {}", list(stages, "and")),
        };
        let name = person.name.as_deref().unwrap_or_default();
        let offer = Offer::value(person.id.as_str(), format!("{name}{stages}"), Kind::Value);
        let may = |right: &Right<'_>| roster.objection(&person.id, *right, seen.facts.as_of).is_none();
        if right.as_ref().is_some_and(may) { offer.first() } else { offer }
    };
    roster.people.iter().map(offer).collect()
}

/// What somebody would have to be entitled to whose name stands at a path.
fn right<'s>(seen: &'s Seen<'_>, path: &'s [String]) -> Option<Right<'s>> {
    let steps: Vec<&str> = path.iter().map(String::as_str).collect();
    match steps.as_slice() {
        ["waivers", ..] | [.., "risk_accepted_by"] | [.., "not_needed", "by"] => Some(Right::Waive),
        ["stages", id, "owner"] | ["stages", id, "sign_off", "by"] | ["stages", id, "sign_off", _, "by"] => {
            Some(Right::Sign(id))
        }
        ["stages", ..] => None,
        _ => answers_for(&seen.file.plan, seen.standing, &Address::new(steps.join("."))).map(Right::Sign),
    }
}

/// The addresses that could be waived: of what the waiver's rule finds, of what any rule finds, of the rest.
fn waived(seen: &Seen<'_>, place: &Place<'_>) -> Vec<Offer> {
    let written = place.beside.iter().find(|(key, _)| key == "rule").map(|(_, rule)| rule.as_str());
    let waiver = place.path.split_last().map(|(_, waiver)| waiver.join(".")).unwrap_or_default();
    let read = seen.file.root.at(&format!("{waiver}.rule")).and_then(|node| match &node.value {
        Value::Text(rule) => Some(rule.as_str()),
        _ => None,
    });
    let rule = written.or(read);
    let mut found: Vec<Offer> = Vec::new();
    let mut raised: Vec<_> = seen.raised.iter().collect();
    raised.sort_by_key(|one| Some(one.rule.id) != rule);
    for one in raised {
        let is_waiver = one.finding.at.steps().next() == Some("waivers");
        if !is_waiver && !found.iter().any(|known| known.text == one.finding.at.as_str()) {
            let detail = format!("{}: {}", one.rule.id, one.finding.message);
            let offer = Offer::value(one.finding.at.as_str(), detail, Kind::Reference);
            found.push(if Some(one.rule.id) == rule { offer.first() } else { offer });
        }
    }
    with_the_rest(found, addresses(seen))
}

/// The asks, hand-offs and promises that could stay open: those first that are.
fn covered(seen: &Seen<'_>) -> Vec<Offer> {
    let all = addresses(seen);
    let can_be = |address: &str| {
        let steps: Vec<&str> = address.split('.').collect();
        matches!(steps.as_slice(), ["stages", _, "asks", _] | ["handoffs" | "promises", _])
    };
    let open = all.iter().filter(|address| seen.raised.iter().any(|one| one.finding.at.as_str() == *address));
    let open = open.filter(|address| can_be(address));
    let found = open.map(|address| Offer::value(address, "open", Kind::Reference).first()).collect();
    with_the_rest(found, all.iter().filter(|address| can_be(address)).cloned().collect())
}

/// The addresses of what a policy may take out.
fn inherited(seen: &Seen<'_>) -> Vec<Offer> {
    let policy = seen.policy;
    let mut found: Vec<(String, &str)> = Vec::new();
    for (id, stage) in policy.stages.iter() {
        found.push((format!("stages.{id}"), ""));
        let asks = stage.asks.iter();
        found.extend(asks.map(|(ask, asked)| (format!("stages.{id}.asks.{ask}"), asked.question.as_str())));
    }
    found.extend(
        policy.handoffs.iter().map(|(id, handoff)| (format!("handoffs.{id}"), handoff.what.as_str())),
    );
    found.extend(policy.risks.iter().map(|(id, question)| (format!("risks.{id}"), question.as_str())));
    found.into_iter().map(|(address, what)| Offer::value(address, what, Kind::Reference)).collect()
}

fn with_the_rest(mut found: Vec<Offer>, all: Vec<String>) -> Vec<Offer> {
    let known: Vec<String> = found.iter().map(|offer| offer.text.clone()).collect();
    let rest = all.into_iter().filter(|address| !known.contains(address));
    found.extend(rest.map(|address| Offer { rank: 2, ..Offer::value(address, "", Kind::Reference) }));
    found
}

/// The address of everything that the launch has or should have.
fn addresses(seen: &Seen<'_>) -> Vec<String> {
    let plan = &seen.file.plan;
    let mut found = Vec::new();
    for stage in &seen.standing.stages {
        found.push(stage.at().to_string());
        let asks = crate::readiness::asks(stage);
        found.extend(asks.map(|(id, ..)| stage.at().join("asks").join(id).to_string()));
    }
    found.extend(seen.standing.handoffs.iter().map(|handoff| handoff.at().to_string()));
    let mut own = |section: &str, ids: Vec<&str>| {
        found.extend(ids.iter().map(|id| format!("{section}.{id}")));
    };
    own("needs", plan.needs.ids().collect());
    own("informed", plan.informed.ids().collect());
    own("promises", plan.promises.ids().collect());
    own("loads", plan.loads.ids().collect());
    own("incentives", plan.incentives.ids().collect());
    own("dates", vec!["internal", "external"]);
    own("risks", seen.policy.risks.ids().collect());
    found
}
