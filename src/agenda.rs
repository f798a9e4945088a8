//! What everybody can do now, over all launches: the oldest and most blocking first.

use jiff::civil::Date;

use crate::policy::roster::same_person;
use crate::report::{Report, Task};

/// For whom an agenda is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody.
    Everybodys,
    /// One person's, by what plans call them: their own work, and that of those they stand in for.
    Person(String),
    /// A stage's, whoever answers for it.
    Stage(String),
}

/// What can be done now.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// The day.
    pub as_of: Date,
    /// For whom it is.
    pub whose: Whose,
    /// How many launches could be judged: those whose plan or policy cannot be read are not counted.
    pub launches: usize,
    /// The files of those that could not be: of what is to do there, only what could be read is known.
    pub unjudged: Vec<String>,
    /// Who has something to do, whoever has the most urgent thing first.
    pub people: Vec<Person>,
}

/// Somebody with what they can do.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub who: String,
    /// What, the oldest and most blocking first.
    pub entries: Vec<Entry>,
}

/// Something to do in one of the launches.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The plan's file.
    pub path: String,
    /// The launch's name.
    pub launch: String,
    /// What.
    pub task: Task,
}

impl Agenda {
    /// What a report says can be done now.
    pub fn of(report: &Report, whose: Whose) -> Agenda {
        let entries = report.plans.iter().flat_map(|plan| {
            let launch = plan.launch.as_ref().unwrap_or(&plan.path);
            let entry = |task| Entry { path: plan.path.clone(), launch: launch.clone(), task };
            plan.tasks().into_iter().map(entry).collect::<Vec<_>>()
        });
        let mut entries: Vec<Entry> = entries.filter(|entry| whose.includes(&entry.task)).collect();
        entries.sort_by_cached_key(|entry| entry.task.urgency());
        let mut people: Vec<Person> = Vec::new();
        for entry in entries {
            let who = whose.doer(&entry.task);
            match people.iter_mut().find(|person| same_person(&person.who, who)) {
                Some(person) => person.entries.push(entry),
                None => people.push(Person { who: who.to_owned(), entries: vec![entry] }),
            }
        }
        let (judged, unjudged): (Vec<_>, Vec<_>) =
            report.plans.iter().partition(|plan| plan.verdict.is_some());
        let unjudged = unjudged.iter().map(|plan| plan.path.clone()).collect();
        Agenda { as_of: report.as_of, whose, launches: judged.len(), unjudged, people }
    }

    /// Everything on it.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.people.iter().flat_map(|person| &person.entries)
    }
}

impl Whose {
    fn includes(&self, task: &Task) -> bool {
        match self {
            Whose::Everybodys => true,
            Whose::Stage(stage) => task.stage.as_ref() == Some(stage),
            Whose::Person(who) => {
                same_person(who, &task.who) || task.stand_ins.iter().any(|other| same_person(who, other))
            }
        }
    }

    /// Under whose name something is listed.
    fn doer<'a>(&'a self, task: &'a Task) -> &'a str {
        match self {
            Whose::Person(who) => who,
            _ => &task.who,
        }
    }
}
