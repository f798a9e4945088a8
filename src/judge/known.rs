//! Whom a plan and its policy know, and which stages: what `launch next --for` can be asked for.

use std::path::Path;

use crate::judge::Judge;
use crate::people;

/// Somebody or something that an agenda can be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// A stage.
    Stage(String),
    /// A person: what plans call them by, and their name on the roster.
    Person(String, Option<String>),
}

impl Judge<'_> {
    /// How the people of the policies that were read so far are called, each after their id.
    pub fn names(&self) -> Vec<(String, String)> {
        self.laws.names()
    }

    /// Whom a plan and its policy know, and which stages; nothing where they cannot be read.
    pub fn known(&self, path: &Path) -> Vec<Known> {
        let Ok(case) = self.read(path) else { return Vec::new() };
        let Some(Ok(law)) = case.law.get() else { return Vec::new() };
        let stages = law.policy.stages.ids().map(|id| Known::Stage(id.to_owned()));
        let roster = law.policy.roster.iter().flat_map(|roster| &roster.people);
        let roster = roster.map(|person| Known::Person(person.id.clone(), person.name.clone()));
        let stand_ins = law.policy.roster.iter().flat_map(|roster| &roster.delegations);
        let stand_ins = stand_ins.map(|delegation| Known::Person(delegation.to.clone(), None));
        let named = people::named(&case.file.plan, &|_| true);
        let named = named.iter().map(|(_, who)| Known::Person((*who).to_owned(), None));
        stages.chain(roster).chain(stand_ins).chain(named).collect()
    }
}
