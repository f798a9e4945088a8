//! What stands where somebody points: a thing of the plan, of the policy, or a field.

use crate::plan;
use crate::policy::shapes;
use crate::shape::{Field, Holds, Names};
use crate::span::Span;
use crate::tree::{Node, Value};

/// What may stand where in a plan.
pub(super) static PLAN: Holds = Holds::Map(&plan::SHAPE);

/// What may stand where in a policy.
pub(super) static POLICY: Holds = Holds::Map(&shapes::POLICY);

/// Which part of an entry somebody points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Its key.
    Key,
    /// Its value, or an item of a list.
    Value,
}

/// A place in a tree.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The keys that lead there; items of lists are counted from 0.
    pub(super) path: Vec<String>,
    /// What of it is pointed at.
    pub(super) part: Part,
    /// Its bytes.
    pub(super) span: Span,
    /// The text of the value, where that is pointed at and is text.
    pub(super) text: Option<String>,
}

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A stage.
    Stage(String),
    /// A hand-off.
    HandOff(String),
    /// An ask of a stage.
    Ask(String, String),
    /// A risk question.
    Risk(String),
    /// Somebody.
    Person(String),
    /// A rule.
    Rule(String),
    /// A capacity of the policy.
    Capacity(String),
    /// Anything else in the plan, by its address.
    Own(String),
}

/// What is pointed at by a byte.
pub(super) fn at(root: &Node, byte: usize) -> Option<Spot> {
    all(root).into_iter().filter(|spot| spot.span.start() <= byte && byte <= spot.span.end()).min_by_key(
        |spot| {
            // Where one ends and the next begins, the one that begins is meant.
            (spot.span.end() - spot.span.start(), std::cmp::Reverse(spot.span.start()))
        },
    )
}

/// Every key and every single value of a tree.
pub(super) fn all(root: &Node) -> Vec<Spot> {
    let mut found = Vec::new();
    collect(root, &mut Vec::new(), &mut found);
    found
}

fn collect(node: &Node, path: &mut Vec<String>, found: &mut Vec<Spot>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                path.push(entry.key.clone());
                found.push(Spot { path: path.clone(), part: Part::Key, span: entry.key_span, text: None });
                collect(&entry.node, path, found);
                path.pop();
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                collect(item, path, found);
                path.pop();
            }
        }
        Value::Null => {}
        Value::Text(text) | Value::Number(text) => {
            let text = Some(text.trim().to_owned());
            found.push(Spot { path: path.clone(), part: Part::Value, span: node.span, text });
        }
        Value::Bool(_) => {
            found.push(Spot { path: path.clone(), part: Part::Value, span: node.span, text: None });
        }
    }
}

impl Spot {
    /// The thing that a key or a value of a plan names.
    pub(super) fn thing(&self) -> Option<Thing> {
        if self.part == Part::Key {
            return of_path(&self.path)
                .filter(|thing| !matches!(thing, Thing::Own(_)) || self.path.len() == 2);
        }
        named(PLAN.at(&self.path)?, self.text.as_deref()?)
    }

    /// The key that is pointed at, of those that are known in a plan or a policy.
    pub(super) fn field(&self, root: &'static Holds) -> Option<&'static Field> {
        (self.part == Part::Key).then(|| root.field_at(&self.path)).flatten()
    }
}

/// The thing that a text names where such a value stands.
pub(super) fn named(holds: &Holds, text: &str) -> Option<Thing> {
    let own = text.to_owned();
    match holds {
        Holds::Person => Some(Thing::Person(own)),
        Holds::Name(Names::Stage) => Some(Thing::Stage(own)),
        Holds::Name(Names::Rule) => Some(Thing::Rule(own)),
        Holds::Name(Names::Risk) => Some(Thing::Risk(own)),
        Holds::Name(Names::Capacity) => Some(Thing::Capacity(own)),
        Holds::Name(Names::Address | Names::Covered | Names::Inherited) => of_address(text),
        _ => None,
    }
}

/// The thing that an address leads to.
pub(super) fn of_address(address: &str) -> Option<Thing> {
    of_path(&address.split('.').map(str::to_owned).collect::<Vec<_>>())
}

fn of_path(path: &[String]) -> Option<Thing> {
    let own = |id: &str| id.to_owned();
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["stages", id] => Some(Thing::Stage(own(id))),
        ["handoffs", id] => Some(Thing::HandOff(own(id))),
        ["risks", id] => Some(Thing::Risk(own(id))),
        ["stages", stage, "asks", id] => Some(Thing::Ask(own(stage), own(id))),
        _ => PLAN.at(path).map(|_| Thing::Own(path.join("."))),
    }
}

impl Thing {
    /// Its address in a plan, where things of its kind have one.
    pub(super) fn address(&self) -> Option<String> {
        match self {
            Thing::Stage(id) => Some(format!("stages.{id}")),
            Thing::HandOff(id) => Some(format!("handoffs.{id}")),
            Thing::Ask(stage, id) => Some(format!("stages.{stage}.asks.{id}")),
            Thing::Risk(id) => Some(format!("risks.{id}")),
            Thing::Own(address) => Some(address.clone()),
            Thing::Person(_) | Thing::Rule(_) | Thing::Capacity(_) => None,
        }
    }

    /// Where a policy says what it is, as the steps to its table or its key.
    pub(super) fn in_policy(&self) -> Option<Vec<&str>> {
        Some(match self {
            Thing::Stage(id) => vec!["stages", id],
            Thing::HandOff(id) => vec!["handoffs", id],
            Thing::Ask(stage, id) => vec!["stages", stage, "asks", id],
            Thing::Risk(id) => vec!["risks", id],
            Thing::Person(id) => vec!["people", id],
            Thing::Rule(id) => vec!["rules", id],
            Thing::Capacity(id) => vec!["capacity", id],
            Thing::Own(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{PLAN, POLICY, Part, Thing, at};
    use crate::shape::{Holds, Names};
    use crate::source::Source;
    use crate::yaml;

    const TEXT: &str = "\
stages:
  finance: {owner: fay, asks: {billing: done}}
handoffs:
  price-list: {from: finance, to: sales}
waivers:
  later: {rule: open-ask, at: stages.finance.asks.billing}
";

    fn thing(needle: &str, nth: usize) -> Option<Thing> {
        let (byte, _) = TEXT.match_indices(needle).nth(nth).expect("it is there");
        let root = yaml::parse(&Source::new("", TEXT)).root.expect("a map");
        at(&root, byte).and_then(|spot| spot.thing())
    }

    #[test]
    fn keys_and_values_name_things() {
        let text = str::to_owned;
        assert_eq!(thing("finance", 0), Some(Thing::Stage(text("finance"))));
        assert_eq!(thing("finance", 1), Some(Thing::Stage(text("finance"))));
        assert_eq!(thing("fay", 0), Some(Thing::Person(text("fay"))));
        assert_eq!(thing("billing", 0), Some(Thing::Ask(text("finance"), text("billing"))));
        assert_eq!(thing("stages.", 0), Some(Thing::Ask(text("finance"), text("billing"))));
        assert_eq!(thing("price-list", 0), Some(Thing::HandOff(text("price-list"))));
        assert_eq!(thing("open-ask", 0), Some(Thing::Rule(text("open-ask"))));
        assert_eq!(thing("later", 0), Some(Thing::Own(text("waivers.later"))));
        assert_eq!(thing("owner", 0), None);
    }

    #[test]
    fn the_end_of_a_word_is_still_the_word() {
        let root = yaml::parse(&Source::new("", TEXT)).root.expect("a map");
        let byte = TEXT.find("finance").expect("it is there") + "finance".len();
        assert_eq!(at(&root, byte).map(|spot| spot.part), Some(Part::Key));
    }

    #[test]
    fn what_may_stand_at_a_path_is_told_by_the_shapes() {
        let at = |path: &str| PLAN.at(&path.split('.').collect::<Vec<_>>());
        for path in ["owner", "stages.finance.sign_off.by", "stages.finance.sign_off.0.by"] {
            assert!(matches!(at(path), Some(Holds::Person)), "{path}");
        }
        let covered = "stages.finance.sign_off.0.conditions.kit.covers.1";
        assert!(matches!(at(covered), Some(Holds::Name(Names::Covered))));
        assert!(matches!(at("stages.finance.asks.x.done"), Some(Holds::Evidence)));
        assert!(matches!(at("risks.x"), Some(Holds::Flag)));
        for path in ["zzz", "owner.x", "stages.finance.zzz", "promises.p.seen_in.first"] {
            assert!(at(path).is_none(), "{path}");
        }
        let signs = ["people", "fay@acme.example", "stages", "0"];
        assert!(matches!(POLICY.at(&signs), Some(Holds::Name(Names::Stage))));
        assert_eq!(PLAN.field_at(&["dates", "external"]).map(|field| field.key), Some("external"));
        assert!(PLAN.field_at(&["stages", "finance"]).is_none());
    }
}
