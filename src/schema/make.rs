//! From shapes to schemas.

mod names;

use serde_json::Value;

use crate::plan::sign_off::MOST_SIGN_OFFS;
use crate::plan::stage::ANSWERS;
use crate::policy::shapes::LEVELS;
use crate::read::{LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, MOST_THINGS};
use crate::rules::RULES;
use crate::schema::node::{Keys, Others, Schema, Type};
use crate::schema::texts::{self, Placeholders};
use crate::shape::{Field, Holds, Names, Shape, Word};

/// Which format a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Plans: a key left blank is an absent one, and a placeholder stands where an answer will.
    Plan,
    /// Policies: TOML has no blank values, and a policy no placeholders.
    Policy,
}

/// What the texts that name something may name.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) stages: Vec<String>,
    pub(super) capacities: Vec<String>,
    pub(super) people: Vec<String>,
    /// Addresses of asks and hand-offs.
    pub(super) addresses: Vec<String>,
    /// Whether there are no other stages and capacities.
    pub(super) complete: bool,
}

/// Makes schemas, and keeps what several of them use.
pub(super) struct Maker<'k> {
    dialect: Dialect,
    known: &'k Known,
    definitions: Keys,
}

impl<'k> Maker<'k> {
    pub(super) fn new(dialect: Dialect, known: &'k Known) -> Maker<'k> {
        Maker { dialect, known, definitions: Keys::default() }
    }

    /// What several schemas use.
    pub(super) fn definitions(self) -> Keys {
        self.definitions
    }

    /// Defines something unless it is there already, and refers to it.
    pub(super) fn define(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Schema) -> Schema {
        if self.definitions.get(name).is_none() {
            let made = make(self);
            self.definitions.add(name, made);
        }
        Schema::of(name)
    }

    /// Defines a schema by this name, or by one like it where another has the name.
    pub(super) fn define_as(&mut self, name: &str, schema: Schema) -> Schema {
        let mut free = name.to_owned();
        while self.definitions.get(&free).is_some_and(|known| *known != schema) {
            free.push('+');
        }
        self.define(&free, |_| schema)
    }

    /// A map with known keys, and no others.
    pub(super) fn map(&mut self, shape: &'static Shape) -> Schema {
        self.define(&shape.name().replace(' ', "-"), |maker| maker.whole_map(shape))
    }

    /// The same, written out.
    fn whole_map(&mut self, shape: &'static Shape) -> Schema {
        self.whole_map_with(shape, &mut |_, _| None)
    }

    /// The same, with something else than usual for some of its keys.
    pub(super) fn whole_map_with(
        &mut self,
        shape: &'static Shape,
        other: &mut dyn FnMut(&mut Self, &'static Field) -> Option<Schema>,
    ) -> Schema {
        let mut properties = Keys::default();
        for field in shape.fields {
            let schema = other(self, field).unwrap_or_else(|| self.field(field));
            properties.add(field.key, schema);
        }
        Schema {
            title: Some(shape.name().to_owned()),
            required: shape.fields.iter().filter(|field| field.required).map(|field| field.key).collect(),
            properties: Some(properties),
            additional_properties: Some(Others::None),
            ..self.blank_or(&[Type::Object])
        }
        .described(shape.doc)
    }

    /// What a key holds, and what it is for.
    fn field(&mut self, field: &'static Field) -> Schema {
        let held = match field.required && self.dialect == Dialect::Plan {
            true => required(&field.holds),
            false => self.holds(&field.holds),
        };
        self.with_example(held, field).described(field.doc)
    }

    fn with_example(&self, schema: Schema, field: &'static Field) -> Schema {
        let people = field.holds.is(&Holds::Person) && !self.known.people.is_empty();
        if field.example.is_empty() || people || !schema.examples.is_empty() {
            return schema;
        }
        let example = || match (&field.holds, field.example.parse::<u32>(), field.example.parse::<bool>()) {
            (Holds::Whole(..) | Holds::Tier, Ok(number), _) => Value::from(number),
            (Holds::Flag, _, Ok(flag)) => Value::from(flag),
            _ => Value::from(field.example),
        };
        match &field.holds {
            Holds::Name(names) if !self.names(*names).is_empty() => schema,
            Holds::Name(Names::Capacity) if self.known.complete => schema,
            Holds::List(Holds::Name(names)) if !self.names(*names).is_empty() => schema,
            Holds::List(Holds::Tier) => schema.examples(vec![Value::from(vec![1, 2])]),
            Holds::List(_) => schema.examples(vec![Value::from(vec![field.example])]),
            Holds::Named(_) | Holds::Keyed(_) => schema,
            _ => schema.examples(vec![example()]),
        }
    }

    /// A value, or none.
    pub(super) fn holds(&mut self, holds: &'static Holds) -> Schema {
        match holds {
            Holds::Words | Holds::Text | Holds::Evidence => self.define("text", Self::text),
            Holds::Person => self.define("person-id", Self::person),
            Holds::Date => self.define("date", Self::date),
            Holds::Quantity => self.define("quantity", Self::quantity),
            Holds::Whole(least, most) => self.whole(*least, *most),
            Holds::Flag => self.define("flag", Self::flag),
            Holds::Tier => self.define("tier", Self::tier),
            Holds::Choice(words) => choice(words, self.blank()),
            Holds::Name(names) => self.name(*names),
            Holds::Answer(shape) => self.define("answer", |maker| maker.answer(shape)),
            Holds::Question(shape) => self.define("question", |maker| maker.question(shape)),
            Holds::Rules => self.rules(),
            Holds::Flags => {
                let flag = self.holds(&Holds::Flag);
                let others = Some(Others::Some(Box::new(flag)));
                Schema { additional_properties: others, ..self.blank_or(&[Type::Object]) }
            }
            Holds::Map(shape) => self.map(shape),
            Holds::Named(of) => self.named(of),
            Holds::Keyed(of) => {
                let others = Some(Others::Some(Box::new(self.holds(of))));
                Schema { additional_properties: others, ..Schema::a(&[Type::Object]) }
            }
            Holds::List(of) => {
                let items = Some(Box::new(self.holds(of)));
                Schema { items, max_items: Some(MOST_THINGS), ..self.blank_or(&[Type::Array]) }
            }
            Holds::OneOrMore(shape) => {
                let one = self.map(shape);
                let types = self.blank_or(&[Type::Object, Type::Array]).types;
                let max_items = Some(MOST_SIGN_OFFS);
                Schema { types, items: Some(Box::new(one)), max_items, ..self.whole_map(shape) }
            }
        }
    }

    fn named(&mut self, of: &'static Holds) -> Schema {
        let one = self.holds(of);
        Schema {
            pattern_properties: Some(Keys(vec![(texts::ID.to_owned(), one)])),
            additional_properties: Some(Others::None),
            ..self.ids()
        }
    }

    /// A map keyed by ids.
    pub(super) fn ids(&mut self) -> Schema {
        let id = self.define("id", |_| {
            let message = "ids are in kebab-case, of the letters a to z, digits and hyphens, 64 at most";
            Schema {
                pattern: Some(texts::ID.to_owned()),
                pattern_error_message: Some(message.to_owned()),
                max_length: Some(LONGEST_ID),
                ..Schema::default()
            }
        });
        Schema {
            max_properties: Some(MOST_THINGS),
            property_names: Some(Box::new(id)),
            ..self.blank_or(&[Type::Object])
        }
    }

    fn placeholders(&self) -> Placeholders {
        match self.dialect {
            Dialect::Plan => Placeholders::Allowed,
            Dialect::Policy => Placeholders::Refused,
        }
    }

    /// The types that a blank value adds.
    fn blank(&self) -> &'static [Type] {
        match self.dialect {
            Dialect::Plan => &[Type::Null],
            Dialect::Policy => &[],
        }
    }

    fn blank_or(&self, types: &[Type]) -> Schema {
        Schema { types: types.iter().chain(self.blank()).copied().collect(), ..Schema::default() }
    }

    fn text(&mut self) -> Schema {
        Schema { max_length: Some(LONGEST_TEXT), ..self.blank_or(&[Type::String]) }
    }

    fn person(&mut self) -> Schema {
        let message = format!("write an e-mail address of at most {LONGEST_NAME} visible characters");
        let pattern = Some(self.placeholders().or_person());
        Schema { pattern, pattern_error_message: Some(message), ..self.text() }
            .described("An e-mail address, or whatever else the policy's roster calls somebody by.")
            .examples(values(&self.known.people))
    }

    fn date(&mut self) -> Schema {
        Schema {
            pattern: Some(self.placeholders().or_date()),
            pattern_error_message: Some(
                "not a date: write `2026-06-15`, or `2026-06-15T09:00:00+02:00` for a time of day".to_owned(),
            ),
            ..self.text()
        }
        .described("A day, or an RFC 3339 date-time.")
    }

    fn quantity(&mut self) -> Schema {
        Schema {
            minimum: Some(0),
            pattern: Some(self.placeholders().or_quantity()),
            pattern_error_message: Some("write a quantity such as `at most 5 working days`, `300 to 400 customers/month` or `by 2026-06-15`".to_owned()),
            max_length: Some(LONGEST_TEXT),
            ..self.blank_or(&[Type::String, Type::Number])
        }
        .described("`at most`, `at least`, `under`, `over`, `by` or nothing, then a number and a unit; or `LOW to HIGH unit`.")
        .examples(["at most 5 working days", "300 to 400 customers/month", "49 EUR"].map(Value::from).to_vec())
    }

    fn whole(&mut self, least: u32, most: u32) -> Schema {
        let pattern = self.placeholders().alone();
        let types: &[Type] =
            if pattern.is_some() { &[Type::Integer, Type::String] } else { &[Type::Integer] };
        Schema {
            minimum: Some(least),
            maximum: Some(most),
            pattern_error_message: pattern.as_ref().map(|_| "write a whole number".to_owned()),
            max_length: pattern.as_ref().map(|_| LONGEST_TEXT),
            pattern,
            ..self.blank_or(types)
        }
    }

    fn flag(&mut self) -> Schema {
        Schema {
            pattern: Some(self.placeholders().or(texts::YES_OR_NO)),
            pattern_error_message: Some("write `true` or `false`".to_owned()),
            max_length: Some(LONGEST_TEXT),
            ..self.blank_or(&[Type::Boolean, Type::String])
        }
    }

    fn tier(&mut self) -> Schema {
        let tiers = [1, 2, 3].map(Value::from);
        let blank = self.blank().iter().map(|_| Value::Null);
        Schema { choices: tiers.into_iter().chain(blank).collect(), ..Schema::default() }
    }

    fn answer(&mut self, shape: &'static Shape) -> Schema {
        let words = texts::one_of(ANSWERS.iter().map(|(word, _)| *word)).replace(r"\s*", "");
        Schema {
            pattern: Some(self.placeholders().or(&words)),
            pattern_error_message: Some(
                "write `open`, `done`, `{done: <a link, a path or a sentence>}` or `{not_needed: <why>}`"
                    .to_owned(),
            ),
            max_length: Some(LONGEST_TEXT),
            types: self.blank_or(&[Type::String, Type::Object]).types,
            examples: ANSWERS.iter().map(|(word, _)| Value::from(*word)).collect(),
            ..self.whole_map(shape)
        }
    }

    fn question(&mut self, shape: &'static Shape) -> Schema {
        Schema {
            max_length: Some(LONGEST_TEXT),
            types: self.blank_or(&[Type::String, Type::Object]).types,
            ..self.whole_map(shape)
        }
    }

    fn rules(&mut self) -> Schema {
        let level = self.define("level", |_| choice(&LEVELS, &[]).described("How much a rule weighs."));
        let mut rules = Keys::default();
        for rule in RULES {
            let mut settings = Keys::default();
            settings.add("level", level.clone().described("How much the rule weighs."));
            for setting in rule.settings {
                let description = format!("Without it: {}.", setting.default);
                let number = self.whole(0, 1_000_000).described(description);
                settings.add(setting.name, number.examples(vec![Value::from(setting.default)]));
            }
            let map = Schema {
                properties: Some(settings),
                additional_properties: Some(Others::None),
                ..Schema::a(&[Type::Object])
            };
            let either = Schema { any_of: vec![level.clone(), map], ..Schema::default() };
            let level = rule.level.word();
            rules.add(rule.id, either.described(format!("{}. Without it: {level}.", rule.summary)));
        }
        Schema {
            properties: Some(rules),
            additional_properties: Some(Others::None),
            ..Schema::a(&[Type::Object])
        }
    }
}

/// A value that is there.
fn required(holds: &'static Holds) -> Schema {
    match holds {
        Holds::Choice(words) => choice(words, &[]),
        _ => Schema { max_length: Some(LONGEST_TEXT), ..Schema::a(&[Type::String]) },
    }
}

fn choice(words: &[Word], blank: &[Type]) -> Schema {
    Schema {
        choices: words
            .iter()
            .map(|(word, _)| Value::from(*word))
            .chain(blank.iter().map(|_| Value::Null))
            .collect(),
        enum_descriptions: words.iter().map(|(_, doc)| (*doc).to_owned()).collect(),
        ..Schema::default()
    }
}

fn values(words: &[String]) -> Vec<Value> {
    words.iter().map(|word| Value::from(word.as_str())).collect()
}
