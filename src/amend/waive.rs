//! Waivers: what is written, unless it stands there already.

use super::{Who, free, record};
use crate::address::Address;
use crate::plan::Plan;
use crate::plan::waiver::Waiver;
use crate::policy::roster::same_person;
use crate::text::to_kebab;
use crate::yaml::edit::{Change, New};

pub(super) fn waive(
    plan: &Plan,
    who: &Who,
    rule: &str,
    at: &Address,
    why: &str,
    until: &str,
) -> (Vec<Change>, Address) {
    let waivers = Address::new("waivers");
    let says = |one: &Waiver| {
        let days = [&one.date, &one.until].map(|day| day.get().map(ToString::to_string));
        one.by.text().is_some_and(|by| same_person(by, &who.by))
            && one.why.text() == Some(why)
            && days == [Some(who.date.clone()), Some(until.to_owned())]
    };
    if let Some((id, _)) = plan.waivers.iter().find(|(_, one)| one.is_for(rule, at) && says(one)) {
        return (Vec::new(), waivers.join(id));
    }
    let mut waiver = vec![
        ("rule".to_owned(), New::text(rule)),
        ("at".to_owned(), New::text(at.as_str())),
        ("why".to_owned(), New::text(why)),
    ];
    waiver.extend(record(who));
    waiver.push(("until".to_owned(), New::text(until)));
    let place = waivers.join(&waiver_id(plan, rule, at));
    (vec![Change::Set { at: place.clone(), value: New::Map(waiver) }], place)
}

fn waiver_id(plan: &Plan, rule: &str, at: &Address) -> String {
    let last = at.steps().last().and_then(to_kebab).unwrap_or_default();
    let id: String = format!("{rule}-{last}").chars().take(56).collect();
    free(id.trim_end_matches('-'), |id| plan.waivers.get(id).is_some())
}
