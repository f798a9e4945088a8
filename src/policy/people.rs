//! The `[people]` of one policy file as they were written, and what they make of the roster below them.

use jiff::civil::Date;

use crate::policy::file::day;
use crate::policy::roster::{Person, same_person};
use crate::policy::shapes;
use crate::read::Reader;
use crate::source::Problem;
use crate::span::{Span, Spanned};
use crate::tree::{Entry, Node, Value};

/// How many people a policy may have.
const MOST_PEOPLE: usize = 2000;

/// What a file says of somebody; what it does not say stays as the file below has it.
#[derive(Debug)]
pub(super) struct RawPerson {
    pub(super) span: Span,
    pub(super) id: String,
    pub(super) stages: Option<Vec<Spanned<String>>>,
    name: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
    waives: Option<bool>,
}

/// Reads the table of people.
pub(super) fn people<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Vec<RawPerson>> {
    let Value::Map(entries) = &node.value else {
        reader.expected(node, "a table of people, by e-mail address");
        return None;
    };
    if entries.len() > MOST_PEOPLE {
        reader.problem(Problem::new(node.span, format!("more than {MOST_PEOPLE} people")));
        return None;
    }
    let mut known: Vec<RawPerson> = Vec::new();
    for entry in entries {
        if known.iter().any(|person| same_person(&person.id, &entry.key)) {
            reader
                .problem(Problem::new(entry.key_span, format!("`{}` stands here a second time", entry.key)));
        }
        if reader.names(entry.key.trim(), entry.key_span) {
            known.extend(person(reader, entry));
        }
    }
    Some(known)
}

fn person<'n>(reader: &mut Reader<'n>, entry: &'n Entry) -> Option<RawPerson> {
    let fields = reader.fields(&entry.node, &shapes::PERSON)?;
    Some(RawPerson {
        span: entry.node.span,
        id: entry.key.trim().to_owned(),
        stages: fields.get("stages").map(|_| reader.list(&fields, "stages", "stages", Reader::words)),
        name: reader.note(&fields, "name"),
        from: day(reader, &fields, "from"),
        until: day(reader, &fields, "until"),
        waives: reader.flag(&fields, "waives").get().copied(),
    })
}

impl RawPerson {
    /// Changes somebody of the files below, or nobody yet.
    pub(super) fn change(&self, person: &mut Person) {
        person.id.clone_from(&self.id);
        if let Some(stages) = &self.stages {
            person.stages = stages.iter().map(|stage| stage.value.clone()).collect();
        }
        if self.name.is_some() {
            person.name.clone_from(&self.name);
        }
        person.from = self.from.or(person.from);
        person.until = self.until.or(person.until);
        person.waives = self.waives.unwrap_or(person.waives);
    }
}
