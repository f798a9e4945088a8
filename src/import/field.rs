//! What columns can be for, and the names that they have for it.

use crate::import::words::plain;
use crate::text::ticked;

/// What a column can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The department that does it.
    Stage,
    /// What is to be done, or handed over.
    Item,
    /// Who does it.
    Owner,
    /// By when.
    Due,
    /// How far it is.
    Status,
    /// When it was completed, where the spreadsheet keeps that instead of a status.
    Completed,
    /// What shows that it is done.
    Link,
    /// The department that hands something over.
    From,
    /// The department that receives it.
    To,
    /// Whether it is a hand-off, or what is handed over.
    HandOff,
    /// Anything else that was said.
    Notes,
}

/// Every field: its word on the command line, and the names that columns have for it, the plainest
/// first. Where two columns of a sheet could fill one field, the plainer name does.
const FIELDS: [(Field, &str, &str); 11] = [
    (
        Field::Stage,
        "stage",
        "stage, department, departments, dept, team, teams, function, owning team, responsible \
         team, responsible department, owner team, business unit, workstream, work stream, stream, \
         discipline, group, area, section column, section, category, component, components, \
         component s",
    ),
    (
        Field::Item,
        "item",
        "ask, item, task, tasks, checklist item, action item, action, deliverable, deliverables, \
         activity, to do, todo, task name, item name, launch item, requirement, work item, \
         summary, what, milestone, title, name, question",
    ),
    (
        Field::Owner,
        "owner",
        "owner email, owner e mail, assignee email, owner, task owner, assignee, assigned to, \
         responsible, responsible person, person responsible, accountable, dri, who, lead, person, \
         contact",
    ),
    (
        Field::Due,
        "due",
        "due, due date, due on, due by, deadline, target date, target, needed by, complete by, by \
         when, finish by, end date, finish, finish date, planned finish, end, eta, when, date",
    ),
    (
        Field::Status,
        "status",
        "status, state, task status, done, complete, completed, is done, finished, check, checked, \
         percent complete, complete percent, percent done, percent, progress",
    ),
    (
        Field::Completed,
        "completed",
        "completed at, completed on, completion date, date completed, completed date, done on, \
         resolved, closed on, actual finish",
    ),
    (
        Field::Link,
        "link",
        "evidence, proof, link to evidence, evidence link, link, links, url, document link, doc \
         link, document, documents, doc, docs, artifact, artefact, reference, attachment, \
         attachments",
    ),
    (
        Field::From,
        "from",
        "from, from team, from department, from stage, hand off from, handoff from, handover from, \
         sender, sending team, sent by, provided by, provider, giver",
    ),
    (
        Field::To,
        "to",
        "to, to team, to department, to stage, hand off to, handoff to, handover to, handed to, \
         receiver, receiving team, recipient, received by",
    ),
    (
        Field::HandOff,
        "hand-off",
        "hand off, handoff, handover, hand over, is hand off, is handoff, hand offs, handoffs",
    ),
    (Field::Notes, "notes", "notes, note, comment, comments, remark, remarks, description, details"),
];

impl Field {
    /// Every field.
    pub(super) fn all() -> impl Iterator<Item = Field> {
        FIELDS.into_iter().map(|(field, ..)| field)
    }

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, word, _)| word)
    }

    /// The field of a word, whatever its case and hyphens.
    ///
    /// # Errors
    /// The words that there are.
    pub fn of_word(word: &str) -> Result<Field, String> {
        let same = |known: &str| plain(known).replace(' ', "") == plain(word).replace(' ', "");
        let found = FIELDS.iter().find(|(_, known, _)| same(known)).map(|(field, ..)| *field);
        found.ok_or_else(|| {
            let known: Vec<&str> = FIELDS.iter().map(|(_, known, _)| *known).collect();
            format!("there is no field `{word}`: {}", ticked(&known, "or"))
        })
    }

    /// The field that a column's name stands for, and how plain the name is: 0 is the plainest.
    pub(super) fn of_name(name: &str) -> Option<(Field, usize)> {
        let without = name.split('(').next().unwrap_or_default();
        let name = plain(if without.trim().is_empty() { name } else { without });
        let rank = |names: &str| names.split(", ").position(|known| known == name);
        FIELDS.iter().find_map(|(field, _, names)| Some((*field, rank(names)?)))
    }
}
