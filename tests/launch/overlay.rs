//! One way to make cases: a fragment laid over a complete plan, judged by the library.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use launch::address::Address;
use launch::check::{self, Raised};
use launch::evidence;
use launch::facts::{Commit, Facts, Origin};
use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Gate, Policy, Vocabulary};
use launch::rules;
use launch::source::Source;
use launch::standing::Standing;
use launch::trust;
use serde_yaml::Value;

/// The complete plan.
pub(crate) const BASE: &str = include_str!("../base.yaml");
/// The roster that goes with it.
const BASE_POLICY: &str = include_str!("../base.toml");

/// The day on which the complete plan may go.
pub(crate) fn base_day() -> Date {
    jiff::civil::date(2026, 5, 28)
}

/// The complete plan with a fragment laid over it: maps merge, `~` takes away, anything else replaces.
pub(crate) fn plan(fragment: &str) -> String {
    let mut base: Value = serde_yaml::from_str(BASE).expect("the base plan is YAML");
    let over: Value = serde_yaml::from_str(fragment).unwrap_or_else(|error| panic!("{error}:\n{fragment}"));
    lay(&mut base, over);
    serde_yaml::to_string(&base).expect("a value is YAML")
}

/// The same, but what the fragment names of these is what the plan says of it, and all of it.
pub(crate) fn alone(fragment: &str) -> String {
    let mut base: Value = serde_yaml::from_str(BASE).expect("the base plan is YAML");
    let over: Value = serde_yaml::from_str(fragment).unwrap_or_else(|error| panic!("{error}:\n{fragment}"));
    for section in ["needs", "handoffs", "informed", "promises", "loads", "incentives"] {
        let named = over.get(section).and_then(Value::as_mapping);
        let Some(known) = base.get_mut(section).and_then(Value::as_mapping_mut) else { continue };
        named.into_iter().flat_map(|named| named.keys()).for_each(|id| drop(known.remove(id)));
    }
    lay(&mut base, over);
    serde_yaml::to_string(&base).expect("a value is YAML")
}

fn lay(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Mapping(base), Value::Mapping(over)) => {
            for (key, value) in over {
                match (base.get_mut(&key), value) {
                    (_, Value::Null) => drop(base.remove(&key)),
                    (Some(known), value) => lay(known, value),
                    (None, value) => drop(base.insert(key, value)),
                }
            }
        }
        (_, Value::Null) => {}
        (base, over) => *base = over,
    }
}

/// The built-in policy with the roster of the examples and a fragment laid over it.
pub(crate) fn policy(kind: Kind, fragment: &str) -> Policy {
    let text = format!("extends = \"base.toml\"\n{fragment}");
    let read = |path: &Path| {
        Ok(match path.ends_with("base.toml") {
            true => Source::new("base.toml", BASE_POLICY),
            false => Source::new("launch.toml", text.as_str()),
        })
    };
    let rules = rules::vocabulary();
    let vocabulary = Vocabulary { rules: &rules };
    Policy::load(&Choice::File(PathBuf::from("launch.toml")), kind, &vocabulary, &read)
        .unwrap_or_else(|problems| panic!("{problems:#?}\n{fragment}"))
}

/// What the check finds in a plan. Evidence in the folder `missing/` is taken not to exist.
pub(crate) fn findings(plan: &str, policy: &Policy, as_of: Date) -> Vec<Raised> {
    judged(plan, policy, as_of, &[])
}

/// The same, where git would have said of some sign-offs which commit brought them in.
pub(crate) fn judged(
    plan: &str,
    policy: &Policy,
    as_of: Date,
    committed: &[(Address, Commit)],
) -> Vec<Raised> {
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    let problems = launch::references::check(&file, policy, &rules::ids());
    assert!(file.problems.is_empty() && problems.is_empty(), "{:#?}\n{problems:#?}\n{plan}", file.problems);
    let missing = |text: &str| evidence::local_path(text).is_some_and(|path| path.starts_with("missing/"));
    let dangling = evidence::fields(&file.plan, &missing).into_iter().map(|(at, _)| at);
    let mut facts = Facts { dangling: dangling.collect(), ..Facts::on(as_of) };
    facts.trust = trust::signatures(&file, None);
    for (at, commit) in committed {
        facts.trust.entry(at.clone()).or_default().origin = Origin::Commit(commit.clone());
    }
    let standing = Standing::of(&file, policy, &facts);
    let rules = check::weighed(rules::RULES, policy);
    check::check(&rules, &file, policy, &facts, &standing, Gate::External)
}
