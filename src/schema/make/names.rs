//! Texts that name something else: stages, capacities, rules, addresses.

use serde_json::Value;

use super::{Dialect, Maker, values};
use crate::read::LONGEST_TEXT;
use crate::rules::RULES;
use crate::schema::node::{Schema, Type};
use crate::schema::texts;
use crate::shape::Names;
use crate::text;

impl Maker<'_> {
    /// What a text may name, as far as it is known.
    pub(super) fn names(&self, names: Names) -> Vec<Value> {
        match names {
            Names::Stage => values(&self.known.stages),
            Names::Capacity => values(&self.known.capacities),
            Names::Rule => RULES.iter().map(|rule| Value::from(rule.id)).collect(),
            Names::Address | Names::Covered => values(&self.known.addresses),
            Names::Policy => ["product", "service", "none"].map(Value::from).to_vec(),
            Names::Inherited | Names::Risk => Vec::new(),
        }
    }

    pub(super) fn name(&mut self, names: Names) -> Schema {
        match names {
            Names::Stage => self.define("stage-id", Self::stage_id),
            Names::Capacity => self.define("capacity-id", |maker| maker.id("capacity", Names::Capacity)),
            Names::Risk => self.define("risk-id", |maker| maker.id("risk", names)),
            Names::Policy => self.define("policy-id", Self::policy),
            Names::Rule => self.define("rule-id", Self::rule),
            Names::Address => {
                let blank = self.blank();
                self.define("address", |maker| maker.address(names, texts::ADDRESS, blank))
            }
            Names::Covered => self.define("covered", |maker| maker.address(names, texts::COVERED, &[])),
            Names::Inherited => self.define("inherited", |maker| maker.address(names, texts::INHERITED, &[])),
        }
    }

    /// The id of a stage.
    pub(in crate::schema) fn stage_id(&mut self) -> Schema {
        self.id("stage", Names::Stage)
    }

    /// The id of something that is defined elsewhere.
    fn id(&mut self, what: &str, names: Names) -> Schema {
        let examples = self.names(names);
        if !self.known.complete || self.dialect == Dialect::Policy {
            return Schema {
                pattern: Some(self.placeholders().or(texts::NAME)),
                pattern_error_message: Some(format!("write the id of {} {what}", text::article(what))),
                ..self.text()
            }
            .examples(examples);
        }
        let ids: Vec<&str> = examples.iter().filter_map(Value::as_str).collect();
        let message = match ids.as_slice() {
            [] => format!("the policy has no {what}"),
            ids => format!("unknown {what}; known: {}", text::ticked(ids, "and")),
        };
        Schema {
            pattern: Some(self.placeholders().or(&texts::one_of(ids.iter().copied()))),
            pattern_error_message: Some(message),
            ..self.text()
        }
        .examples(examples)
    }

    fn rule(&mut self) -> Schema {
        Schema {
            pattern: Some(texts::one_of(RULES.iter().map(|rule| rule.id))),
            pattern_error_message: Some("unknown rule: `launch rules` lists them".to_owned()),
            ..self.text()
        }
        .examples(self.names(Names::Rule))
    }

    fn policy(&mut self) -> Schema {
        Schema {
            pattern: Some(texts::POLICY.to_owned()),
            pattern_error_message: Some(
                "write `product`, `service`, `none`, or the path of a file".to_owned(),
            ),
            ..self.text()
        }
        .examples(self.names(Names::Policy))
    }

    fn address(&mut self, names: Names, pattern: &str, blank: &[Type]) -> Schema {
        let types: Vec<Type> = [Type::String].iter().chain(blank).copied().collect();
        let message = "write an address such as `stages.finance.asks.billing` or `handoffs.price-list`";
        Schema {
            pattern: Some(pattern.to_owned()),
            pattern_error_message: Some(message.to_owned()),
            max_length: Some(LONGEST_TEXT),
            ..Schema::a(&types)
        }
        .examples(self.names(names))
    }
}
