//! How a text that is open is looked at: with the policy as the editor has it, by a judge of the day.
//!
//! Nothing is kept from one look to the next: whatever changes on disk is seen at the next one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::disk;
use crate::judge::{Judge, Seen};
use crate::lsp::document::{Document, Documents, Kind};
use crate::plan;
use crate::policy::{Choice, Gate, Policy, Vocabulary};
use crate::report::PlanReport;
use crate::rules;
use crate::source::{Located, SIZE_LIMIT, Source};

/// What the command was called with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day to judge for; none is the day it is.
    pub as_of: Option<Date>,
    /// Tells what day it is.
    pub today: fn() -> Date,
    /// The policy, instead of the one beside or above each plan.
    pub policy: Option<PathBuf>,
}

/// Settings, and the policies that are open.
#[derive(Clone, Debug)]
pub(super) struct Study {
    settings: Settings,
    /// Each by the one name of its file.
    policies: HashMap<PathBuf, String>,
}

/// Whether git is asked for a plan's history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Past {
    /// It is not: that takes longer than a keystroke.
    #[default]
    Left,
    /// It is.
    Asked,
}

impl Study {
    /// With no policy open yet.
    pub(super) fn new(settings: Settings) -> Study {
        Study { settings, policies: HashMap::new() }
    }

    /// The same settings, with the policies among these texts. Of one that is open under several names, the
    /// text of the one that was changed last holds, if it is known which that is.
    pub(super) fn with(&self, documents: &Documents, changed_last: Option<&str>) -> Study {
        let policies = documents.values().filter(|document| document.kind == Kind::Policy);
        let (last, others): (Vec<_>, Vec<_>) =
            policies.partition(|document| Some(document.uri.as_str()) == changed_last);
        let text = |document: &Document| (disk::identity(&document.path), document.text.clone());
        let policies = others.into_iter().chain(last).map(text).collect();
        Study { settings: self.settings.clone(), policies }
    }

    /// The day that is judged for.
    pub(super) fn day(&self) -> Date {
        self.settings.as_of.unwrap_or_else(self.settings.today)
    }

    /// The report on a plan: what `launch check` would say of its text.
    pub(super) fn report(&self, document: &Document, past: Past) -> PlanReport {
        let name = disk::shown(&document.path);
        if document.text.len() as u64 > SIZE_LIMIT {
            return PlanReport::unreadable(name.clone(), Gate::External, vec![disk::oversized(&name)]);
        }
        let read = |path: &Path| self.read(path);
        let judge = Judge::new(Gate::External, self.day(), self.settings.policy.as_deref()).reading(&read);
        let judge = if past == Past::Left { judge.without_history() } else { judge };
        judge.report_on(&document.path, Source::new(name, document.text.as_str()))
    }

    /// Looks at a text in the place of a plan; with the built-in policy where its own cannot be read.
    /// None when the text cannot be read to its end.
    pub(super) fn look<T>(&self, path: &Path, text: &str, then: impl Fn(&Seen<'_>) -> T) -> Option<T> {
        let read = |path: &Path| self.read(path);
        let nothing = |path: &Path| Ok(Source::new(disk::shown(path), ""));
        let look = |judge: Judge<'_>| {
            let source = Source::new(disk::shown(path), text);
            judge.without_history().glance(path, source, &then).ok()
        };
        let judge = || Judge::new(Gate::External, self.day(), self.settings.policy.as_deref());
        look(judge().reading(&read)).or_else(|| look(judge().reading(&nothing)))
    }

    /// Has a judge do something, who does not ask git.
    pub(super) fn judging<T>(&self, work: impl FnOnce(&Judge<'_>) -> T) -> T {
        let read = |path: &Path| self.read(path);
        let judge = Judge::new(Gate::External, self.day(), self.settings.policy.as_deref());
        work(&judge.reading(&read).without_history())
    }

    /// What is wrong with a policy, for plans of these kinds; where none is known, for those of the kind that
    /// it suits best.
    pub(super) fn problems(&self, document: &Document, kinds: &[plan::Kind]) -> Vec<Located> {
        let of = |kind: &plan::Kind| self.problems_for(document, *kind);
        let problems = match kinds {
            [] => [plan::Kind::Product, plan::Kind::Service].iter().map(of).min_by_key(Vec::len),
            kinds => kinds.iter().map(of).max_by_key(Vec::len),
        };
        problems.unwrap_or_default()
    }

    fn problems_for(&self, document: &Document, kind: plan::Kind) -> Vec<Located> {
        let vocabulary = rules::vocabulary();
        let own = disk::identity(&document.path);
        let read = |path: &Path| match disk::identity(path) == own {
            true => source(path, &document.text),
            false => self.read(path),
        };
        let choice = Choice::File(document.path.clone());
        Policy::load(&choice, kind, &Vocabulary { rules: &vocabulary }, &read).err().unwrap_or_default()
    }

    /// Where the policy of a plan's folder is.
    pub(super) fn policy_file(&self, plan: &Path) -> Option<PathBuf> {
        let folder = disk::folder_of(plan);
        let found = || disk::policy_for(&folder, disk::repository(&folder).as_deref());
        self.settings.policy.clone().or_else(found)
    }

    /// A policy's file, as the editor has it if it is open there.
    pub(super) fn read(&self, path: &Path) -> Result<Source, Located> {
        match self.policies.get(&disk::identity(path)) {
            Some(text) => source(path, text),
            None => disk::read(path),
        }
    }
}

fn source(path: &Path, text: &str) -> Result<Source, Located> {
    match text.len() as u64 > SIZE_LIMIT {
        true => Err(disk::oversized(&disk::shown(path))),
        false => Ok(Source::new(disk::shown(path), text)),
    }
}
