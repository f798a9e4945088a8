//! A JSON Schema with the keywords that we use, and no others: those that mean the same in every
//! draft since 7, because editors are slow to follow, and two that YAML editors understand and
//! validators leave alone (`enumDescriptions`, `patternErrorMessage`).

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

/// A schema.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(super) dialect: Option<&'static str>,
    #[serde(rename = "$comment", skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<String>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) deprecated: bool,
    #[serde(rename = "type", skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_more")]
    pub(super) types: Vec<Type>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub(super) choices: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) enum_descriptions: Vec<String>,
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    pub(super) only: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern_error_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minimum: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maximum: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_items: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) required: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_properties: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) property_names: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<Keys>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern_properties: Option<Keys>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) additional_properties: Option<Others>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub(super) condition: Option<Box<Schema>>,
    #[serde(rename = "then", skip_serializing_if = "Option::is_none")]
    pub(super) then: Option<Box<Schema>>,
    #[serde(rename = "else", skip_serializing_if = "Option::is_none")]
    pub(super) otherwise: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<Value>,
    #[serde(rename = "$defs", skip_serializing_if = "Option::is_none")]
    pub(super) definitions: Option<Keys>,
}

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    String,
    Number,
    Integer,
    Boolean,
    Object,
    Array,
    Null,
}

/// Schemas by key, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Keys(pub(super) Vec<(String, Schema)>);

/// What the keys that nothing else names may hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Others {
    /// There are none.
    None,
    /// This.
    Some(Box<Schema>),
}

impl Schema {
    /// What a definition says.
    pub(super) fn of(definition: &str) -> Schema {
        Schema { reference: Some(format!("#/$defs/{definition}")), ..Schema::default() }
    }

    /// A value of one of these types.
    pub(super) fn a(types: &[Type]) -> Schema {
        Schema { types: types.to_vec(), ..Schema::default() }
    }

    /// The same, with a sentence that says what it is for.
    pub(super) fn described(self, description: impl Into<String>) -> Schema {
        Schema { description: Some(description.into()), ..self }
    }

    /// The same, where something has to stand.
    pub(super) fn there(mut self) -> Schema {
        self.types.retain(|one| *one != Type::Null);
        self
    }

    /// The same, with what might stand there.
    pub(super) fn examples(self, examples: Vec<Value>) -> Schema {
        Schema { examples, ..self }
    }
}

impl Keys {
    pub(super) fn add(&mut self, key: impl Into<String>, schema: Schema) {
        self.0.push((key.into(), schema));
    }

    pub(super) fn get(&self, key: &str) -> Option<&Schema> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, schema)| schema)
    }
}

impl FromIterator<(String, Schema)> for Keys {
    fn from_iter<I: IntoIterator<Item = (String, Schema)>>(keys: I) -> Keys {
        Keys(keys.into_iter().collect())
    }
}

impl From<Option<Schema>> for Others {
    fn from(schema: Option<Schema>) -> Others {
        schema.map_or(Others::None, |schema| Others::Some(Box::new(schema)))
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, schema) in &self.0 {
            map.serialize_entry(key, schema)?;
        }
        map.end()
    }
}

impl Serialize for Others {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Others::None => serializer.serialize_bool(false),
            Others::Some(schema) => schema.serialize(serializer),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

fn one_or_more<S: Serializer>(types: &[Type], serializer: S) -> Result<S::Ok, S::Error> {
    match types {
        [only] => only.serialize(serializer),
        several => several.serialize(serializer),
    }
}
