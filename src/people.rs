//! Every place in a plan where somebody is named, and how people are called.

use crate::address::Address;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::read::Given;

/// Those whom a plan names and who are `wanted`, with the field they are named in, section by section. Nobody
/// asks where the others are named, so that is not worked out.
pub fn named<'a>(plan: &'a Plan, wanted: &dyn Fn(&str) -> bool) -> Vec<(Address, &'a str)> {
    let mut people = People { wanted, found: Vec::new() };
    people.add(&plan.owner, || Address::new("owner"));
    for (id, stage) in plan.stages.iter() {
        let at = || Address::stage(id);
        people.add(&stage.owner, || at().join("owner"));
        people.record(stage.not_needed.as_ref(), || at().join("not_needed"));
        for sign_off in &stage.sign_offs {
            people.add(&sign_off.by, || sign_off.at.join("by"));
            for (id, condition) in sign_off.conditions.iter() {
                let at = || sign_off.condition_at(id);
                people.add(&condition.owner, || at().join("owner"));
                people.add(&condition.risk_accepted_by, || at().join("risk_accepted_by"));
            }
        }
    }
    for (id, handoff) in plan.handoffs.iter() {
        let at = || Address::handoff(id);
        people.record(handoff.sent.as_ref(), || at().join("sent"));
        people.record(handoff.accepted.as_ref(), || at().join("accepted"));
        people.record(handoff.returned.as_ref(), || at().join("returned"));
        people.record(handoff.not_needed.as_ref(), || at().join("not_needed"));
    }
    for (id, promise) in plan.promises.iter() {
        let at = || Address::new(format!("promises.{id}"));
        people.record(promise.accepted.as_ref(), || at().join("accepted"));
        for (index, record) in promise.also_accepted.iter().enumerate() {
            people.record(Some(record), || at().join("also_accepted").join(&index.to_string()));
        }
    }
    for (id, load) in plan.loads.iter() {
        people.record(load.accepted.as_ref(), || Address::new(format!("loads.{id}.accepted")));
    }
    for (id, incentive) in plan.incentives.iter() {
        people.record(incentive.accepted.as_ref(), || Address::new(format!("incentives.{id}.accepted")));
    }
    for (id, waiver) in plan.waivers.iter() {
        people.add(&waiver.by, || Address::new(format!("waivers.{id}.by")));
    }
    people.found
}

/// A text with people by their names instead of their addresses; `names` has each name after its id.
pub fn by_name(names: &[(String, String)], text: &str) -> String {
    let is_inside = |c: char| c.is_alphanumeric() || "@._%+-".contains(c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (between, behind) = rest.split_at(rest.find(is_inside).unwrap_or(rest.len()));
        let (word, behind) = behind.split_at(behind.find(|c| !is_inside(c)).unwrap_or(behind.len()));
        let bare = word.trim_end_matches('.');
        let known = names.iter().find(|(id, _)| bare.contains('@') && id.eq_ignore_ascii_case(bare));
        out.push_str(between);
        out.push_str(known.map_or(bare, |(_, name)| name.as_str()));
        out.push_str(word.get(bare.len()..).unwrap_or_default());
        rest = behind;
    }
    out
}

struct People<'a, 'w> {
    wanted: &'w dyn Fn(&str) -> bool,
    found: Vec<(Address, &'a str)>,
}

impl<'a> People<'a, '_> {
    fn add(&mut self, person: &'a Given<String>, at: impl FnOnce() -> Address) {
        self.found.extend(person.text().filter(|person| (self.wanted)(person)).map(|person| (at(), person)));
    }

    fn record(&mut self, record: Option<&'a Record>, at: impl FnOnce() -> Address) {
        if let Some(record) = record {
            self.add(&record.by, || at().join("by"));
        }
    }
}
