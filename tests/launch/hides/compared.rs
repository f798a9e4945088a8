//! The complete plan without something: a waived placeholder in another field of the same thing mends nothing.

use launch::check;
use launch::facts::Facts;
use launch::plan::{Kind, PlanFile};
use launch::policy::{Gate, Policy};
use launch::rule::Ctx;
use launch::rules::RULES;
use launch::source::Source;
use launch::standing::Standing;
use launch::verdict::{Verdict, verdict};
use serde_yaml::Value;

use super::GIVEN;
use crate::overlay::{self, BASE, base_day};

/// The fields of a value, the deep ones too, each with the way to it.
fn fields(value: &Value) -> Vec<Vec<String>> {
    let Value::Mapping(map) = value else { return Vec::new() };
    map.iter()
        .flat_map(|(key, inner)| {
            let key = key.as_str().expect("a word").to_owned();
            let deeper = fields(inner).into_iter().map(|rest| [vec![key.clone()], rest].concat());
            let deeper: Vec<Vec<String>> = deeper.collect();
            [vec![vec![key]], deeper].concat()
        })
        .collect()
}

fn put(value: &mut Value, way: &[String], new: Option<Value>) {
    let Value::Mapping(map) = value else { return };
    match (way, new) {
        ([last], Some(new)) => drop(map.insert(Value::from(last.as_str()), new)),
        ([last], None) => drop(map.remove(last.as_str())),
        ([first, rest @ ..], new) => {
            map.get_mut(first.as_str()).into_iter().for_each(|inner| put(inner, rest, new.clone()));
        }
        ([], _) => {}
    }
}

/// The verdict on a plan; none when it cannot be read.
fn verdict_on(plan: &Value, policy: &Policy) -> Option<Verdict> {
    let text = serde_yaml::to_string(plan).expect("a value is YAML");
    let file = PlanFile::read(Source::new("plan.yaml", text));
    if !file.problems.is_empty() {
        return None;
    }
    let facts = Facts::on(base_day());
    let standing = Standing::of(&file, policy, &facts);
    let rules = check::weighed(RULES, policy);
    let raised = check::check(&rules, &file, policy, &facts, &standing, Gate::External);
    let ctx = Ctx { plan: &file.plan, policy, facts: &facts, standing: &standing };
    Some(verdict(&ctx, &raised, Gate::External))
}

/// The complete plan with a hand-off of its own, and a waiver for any placeholder at an address.
fn with_waiver(plan: &Value, at: &str) -> Value {
    let waiver: Value =
        serde_yaml::from_str(&format!("w: {{rule: placeholder, at: {at}, {GIVEN}}}")).expect("a waiver");
    let mut plan = plan.clone();
    put(&mut plan, &["waivers".to_owned()], Some(waiver));
    plan
}

#[test]
fn no_waived_placeholder_makes_a_verdict_better_than_without_it() {
    const OWN: &str = "{from: finance, to: sales, what: A box, sent: {by: fay@acme.example, date: 2026-05-10}, \
                       accepted: {by: sam@acme.example, date: 2026-05-12}}";
    let mut base: Value = serde_yaml::from_str(BASE).expect("the base plan is YAML");
    let own: Value = serde_yaml::from_str(OWN).expect("a hand-off");
    put(&mut base, &["handoffs".to_owned(), "own".to_owned()], Some(own));
    let policy = overlay::policy(Kind::Product, "");
    let mut compared = 0;
    for thing in [
        "needs.see-hours",
        "stages.finance",
        "stages.leadership",
        "handoffs.price-list",
        "handoffs.own",
        "informed.field-sales",
        "promises.setup-time",
        "loads.new-customers",
        "incentives.commission",
    ] {
        let way: Vec<String> = thing.split('.').map(str::to_owned).collect();
        let inner = way.iter().fold(&base, |value, key| &value[key.as_str()]).clone();
        let ways = fields(&inner);
        for removed in &ways {
            let mut less = base.clone();
            put(&mut less, &[way.clone(), removed.clone()].concat(), None);
            let Some(without) = verdict_on(&less, &policy) else { continue };
            for held in ways.iter().filter(|held| !held.starts_with(removed) && !removed.starts_with(held)) {
                let full = [way.clone(), held.clone()].concat();
                let mut both = with_waiver(&less, &full.join("."));
                put(&mut both, &full, Some(Value::from("TBD")));
                let Some(found) = verdict_on(&both, &policy) else { continue };
                let removed = removed.join(".");
                assert!(found >= without, "{thing} without `{removed}`, and TBD at `{}`", full.join("."));
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "{compared}");
}
