//! The JSON Schema of the report, made from its wire types.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use serde_json::Value;

use super::wire::Document;
use crate::finding::{Breakdown, Level};
use crate::policy::{AssuranceLevel, Gate};
use crate::report::CollisionKind;
use crate::standing::{HandOffState, StageState};
use crate::verdict::Verdict;

/// The schema of what [`super::render`] writes.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn schema() -> serde_json::Result<String> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Document<'_>>();
    RecursiveTransform(exact).transform(&mut schema);
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

/// Nothing stands in a report but what is described; and the formats of Rust's own numbers are no
/// formats of JSON Schema.
fn exact(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uint")) {
        schema.remove("format");
    }
}

/// The words of every variant. The compiler refuses a list that lacks one.
macro_rules! words {
    ($type:ident: $($variant:ident)+) => {{
        let all = [$($type::$variant),+];
        let _every_variant_is_listed = |one: &$type| match one { $($type::$variant => ()),+ };
        all.map(|one| Value::from(one.word()))
    }};
}

fn or_none<const N: usize>(words: [Value; N]) -> Vec<Value> {
    words.into_iter().chain([Value::Null]).collect()
}

pub(super) fn verdicts() -> Vec<Value> {
    or_none(words!(Verdict: Go GoWithConditions NoGo))
}

pub(super) fn assurances() -> Vec<Value> {
    or_none(words!(AssuranceLevel: Claimed Committed Signed))
}

pub(super) fn gates() -> [Value; 2] {
    words!(Gate: Internal External)
}

/// A rule that is off finds nothing.
pub(super) fn levels() -> Vec<Value> {
    let all = words!(Level: Error Warn Off);
    all.into_iter().filter(|word| word != Level::Off.word()).collect()
}

pub(super) fn breakdowns() -> [Value; 3] {
    words!(Breakdown: Communication Strategy Execution)
}

pub(super) fn collision_kinds() -> [Value; 3] {
    words!(CollisionKind: Capacity SameDay Blackout)
}

pub(super) fn stage_states() -> [Value; 8] {
    words!(StageState: Signed Conditional Declined Stale Early Ready Waiting NotNeeded)
}

pub(super) fn handoff_states() -> [Value; 6] {
    words!(HandOffState: Missing Unsent Sent Accepted Returned NotNeeded)
}
