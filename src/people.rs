//! Every place in a plan where somebody is named.

use crate::address::Address;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::read::Given;

/// Everybody a plan names, with the field they are named in, section by section.
pub fn named(plan: &Plan) -> Vec<(Address, &str)> {
    let mut people = People(Vec::new());
    people.add(Address::new("owner"), &plan.owner);
    for (id, stage) in plan.stages.iter() {
        let at = Address::stage(id);
        people.add(at.join("owner"), &stage.owner);
        people.record(at.join("not_needed"), stage.not_needed.as_ref());
        for sign_off in &stage.sign_offs {
            people.add(sign_off.at.join("by"), &sign_off.by);
            for (id, condition) in sign_off.conditions.iter() {
                let at = sign_off.condition_at(id);
                people.add(at.join("owner"), &condition.owner);
                people.add(at.join("risk_accepted_by"), &condition.risk_accepted_by);
            }
        }
    }
    for (id, handoff) in plan.handoffs.iter() {
        let at = Address::handoff(id);
        people.record(at.join("sent"), handoff.sent.as_ref());
        people.record(at.join("accepted"), handoff.accepted.as_ref());
        people.record(at.join("returned"), handoff.returned.as_ref());
        people.record(at.join("not_needed"), handoff.not_needed.as_ref());
    }
    for (id, promise) in plan.promises.iter() {
        let at = Address::new(format!("promises.{id}"));
        people.record(at.join("accepted"), promise.accepted.as_ref());
        for (index, record) in promise.also_accepted.iter().enumerate() {
            people.record(at.join("also_accepted").join(&index.to_string()), Some(record));
        }
    }
    for (id, load) in plan.loads.iter() {
        people.record(Address::new(format!("loads.{id}.accepted")), load.accepted.as_ref());
    }
    for (id, incentive) in plan.incentives.iter() {
        people.record(Address::new(format!("incentives.{id}.accepted")), incentive.accepted.as_ref());
    }
    for (id, waiver) in plan.waivers.iter() {
        people.add(Address::new(format!("waivers.{id}.by")), &waiver.by);
    }
    people.0
}

struct People<'a>(Vec<(Address, &'a str)>);

impl<'a> People<'a> {
    fn add(&mut self, at: Address, person: &'a Given<String>) {
        self.0.extend(person.text().map(|person| (at, person)));
    }

    fn record(&mut self, at: Address, record: Option<&'a Record>) {
        if let Some(record) = record {
            self.add(at.join("by"), &record.by);
        }
    }
}
