//! From files to a report: reads plans and their policies, judges each, then all of them together.

use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::check::{self, Raised};
use crate::disk;
use crate::evidence;
use crate::facts::{Drawn, Facts};
use crate::plan::{Kind, PlanFile};
use crate::policy::{Choice, Gate, Policy, Vocabulary};
use crate::portfolio::{self, Draw};
use crate::references;
use crate::report::{PlanReport, Report};
use crate::retro::{self, Retro};
use crate::rules;
use crate::source::{Located, Problem, Source};
use crate::standing::Standing;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What an argument, or a file of a folder, stands for.
#[derive(Clone, Debug)]
pub enum Target {
    /// A plan, to be read.
    Plan(PathBuf),
    /// Something in whose place there is no plan, and why.
    Broken(Located),
}

impl Target {
    /// How it is shown.
    pub fn name(&self) -> String {
        match self {
            Target::Plan(path) => disk::shown(path),
            Target::Broken(problem) => problem.path.clone(),
        }
    }
}

/// A policy that is loaded once, for all the plans that it holds for.
type Loaded = Arc<OnceLock<Result<Policy, Vec<Located>>>>;

/// What the plans of a folder share.
#[derive(Clone)]
struct Folder {
    choice: Choice,
    root: Option<PathBuf>,
    /// A policy above that does not hold here.
    unused: Option<PathBuf>,
}

/// A plan that was read, with everything that is needed to judge it.
struct Case {
    file: PlanFile,
    folder: PathBuf,
    shared: Folder,
    policy: Loaded,
    errors: Vec<Located>,
}

/// Judges plans for a gate on a day, by the policies beside them or by one that is named.
pub struct Judge<'a> {
    gate: Gate,
    as_of: Date,
    policy: Option<&'a Path>,
    vocabulary: Vec<(&'static str, Vec<&'static str>)>,
    rules: Vec<&'static str>,
    folders: Mutex<HashMap<PathBuf, Folder>>,
    policies: Mutex<HashMap<(Choice, Kind), Loaded>>,
}

impl<'a> Judge<'a> {
    /// A judge who has read nothing yet.
    pub fn new(gate: Gate, as_of: Date, policy: Option<&'a Path>) -> Judge<'a> {
        let vocabulary = rules::vocabulary();
        Judge {
            gate,
            as_of,
            policy,
            vocabulary,
            rules: rules::ids(),
            folders: Mutex::default(),
            policies: Mutex::default(),
        }
    }

    /// The report on these plans, each judged alone and then with the others. One plan needs no threads.
    pub fn report(&self, targets: &[Target]) -> Report {
        let judged: Vec<(PlanReport, Vec<Draw>)> = match targets {
            [only] => vec![self.target(only, &[])],
            targets => targets.par_iter().map(|target| self.target(target, &[])).collect(),
        };
        let draws: Vec<&Draw> = judged.iter().flat_map(|(_, draws)| draws).collect();
        let overloads = portfolio::overloads(&draws);
        let again = |(target, (report, draws)): (&Target, (PlanReport, Vec<Draw>))| {
            let shared: Vec<Drawn> =
                overloads.iter().filter_map(|overload| overload.for_plan(&draws)).collect();
            match shared.is_empty() || target.name() == STDIN {
                true => report,
                false => self.target(target, &shared).0,
            }
        };
        let plans: Vec<PlanReport> = match overloads.is_empty() {
            true => judged.into_iter().map(|(report, _)| report).collect(),
            false => targets.par_iter().zip(judged).map(again).collect(),
        };
        let collisions = portfolio::collisions(&plans, &overloads);
        Report::of(self.as_of, plans, collisions)
    }

    fn target(&self, target: &Target, drawn: &[Drawn]) -> (PlanReport, Vec<Draw>) {
        match target {
            Target::Plan(path) => self.one(path, drawn),
            Target::Broken(problem) => (self.unreadable(target.name(), vec![problem.clone()]), Vec::new()),
        }
    }

    /// A fault of ours in one plan must not hide the others.
    fn one(&self, path: &Path, drawn: &[Drawn]) -> (PlanReport, Vec<Draw>) {
        let judged = panic::catch_unwind(AssertUnwindSafe(|| self.judged(path, drawn)));
        judged.unwrap_or_else(|_| {
            let name = disk::shown(path);
            let message = format!("`{name}` made launch fail: this is a fault of launch, please report it");
            (
                self.unreadable(name.clone(), vec![Located { path: name, message, help: None, place: None }]),
                Vec::new(),
            )
        })
    }

    fn unreadable(&self, name: String, errors: Vec<Located>) -> PlanReport {
        PlanReport::unreadable(name, self.gate, errors)
    }

    fn judged(&self, path: &Path, drawn: &[Drawn]) -> (PlanReport, Vec<Draw>) {
        let case = match self.read(path) {
            Ok(case) => case,
            Err((name, errors)) => return (self.unreadable(name, errors), Vec::new()),
        };
        let Some(Ok(policy)) = case.policy.get() else {
            return (self.unreadable(disk::shown(path), case.errors), Vec::new());
        };
        let draws = portfolio::draws(&case.file, policy, &case.shared.choice);
        let mut report = self.weigh(&case, policy, self.as_of, drawn, |file, facts, standing, raised| {
            PlanReport::judged(file, policy, facts, standing, raised, self.gate, case.errors.clone())
        });
        report.unused_policy = case.shared.unused.as_deref().map(disk::shown);
        (report, draws)
    }

    /// The goals of a plan against their results, and what stood around them on the day of the launch.
    ///
    /// # Errors
    /// Everything that is wrong with the plan or its policy.
    pub fn retro(&self, path: &Path) -> Result<Retro, Vec<Located>> {
        let case = self.read(path).map_err(|(_, errors)| errors)?;
        let Some(Ok(policy)) = case.policy.get().filter(|_| case.errors.is_empty()) else {
            return Err(case.errors);
        };
        let launched =
            case.file.plan.dates.external.get().map_or(self.as_of, |date| date.date.min(self.as_of));
        Ok(self.weigh(&case, policy, launched, &[], |file, _, standing, raised| {
            retro::retro(file, standing, raised, launched, self.as_of)
        }))
    }

    /// Runs the rules over a plan, and hands everything that came of it to `then`.
    fn weigh<T>(
        &self,
        case: &Case,
        policy: &Policy,
        as_of: Date,
        drawn: &[Drawn],
        then: impl FnOnce(&PlanFile, &Facts, &Standing<'_>, &[Raised]) -> T,
    ) -> T {
        let file = &case.file;
        let dangling = dangling(file, &case.folder, case.shared.root.as_deref());
        let facts = Facts { as_of, dangling, drawn: drawn.to_vec() };
        let standing = Standing::of(&file.plan, policy, as_of);
        let raised = check::check(rules::RULES, file, policy, &facts, &standing, self.gate);
        then(file, &facts, &standing, &raised)
    }

    /// Reads a plan and its policy; without both there is nothing to judge.
    fn read(&self, path: &Path) -> Result<Case, (String, Vec<Located>)> {
        let read = if path == Path::new(STDIN) { disk::read_stdin() } else { disk::read(path) };
        let source = read.map_err(|error| (disk::shown(path), vec![error]))?;
        let file = PlanFile::read(source);
        let name = file.source.name().to_owned();
        let located = |problems: &[Problem]| -> Vec<Located> {
            problems.iter().map(|problem| file.source.locate(problem)).collect()
        };
        let mut errors = located(&file.problems);
        let folder = disk::folder_of(path);
        let shared = self.folder(&folder);
        let loaded = self.load(&shared.choice, file.plan.kind);
        match loaded.get() {
            Some(Ok(policy)) if !file.broken => {
                errors.extend(located(&references::check(&file, policy, &self.rules)));
                errors.sort_by_key(|error| error.place.as_ref().map(|(place, _)| place.start));
                Ok(Case { file, folder, shared, policy: loaded, errors })
            }
            Some(Err(problems)) => {
                errors.extend(problems.iter().cloned());
                Err((name, errors))
            }
            _ => Err((name, errors)),
        }
    }

    /// The policy and the repository of a folder, looked up once.
    fn folder(&self, folder: &Path) -> Folder {
        if let Some(known) = self.folders.lock().ok().and_then(|known| known.get(folder).cloned()) {
            return known;
        }
        let root = disk::repository(folder);
        let beside = || disk::policy_for(folder, root.as_deref());
        let choice = match self.policy.map(Path::to_owned).or_else(beside) {
            Some(path) => Choice::File(path),
            None => Choice::BuiltIn,
        };
        let unused = disk::unused_policy(folder, root.as_deref()).filter(|_| choice == Choice::BuiltIn);
        let found = Folder { choice, root, unused };
        if let Ok(mut known) = self.folders.lock() {
            known.insert(folder.to_owned(), found.clone());
        }
        found
    }

    /// A policy, loaded by the first plan that asks for it.
    fn load(&self, choice: &Choice, kind: Kind) -> Loaded {
        let slot = match self.policies.lock() {
            Ok(mut policies) => Arc::clone(policies.entry((choice.clone(), kind)).or_default()),
            Err(_) => Loaded::default(),
        };
        let read = |path: &Path| -> Result<Source, Located> { disk::read(path) };
        slot.get_or_init(|| Policy::load(choice, kind, &Vocabulary { rules: &self.vocabulary }, &read));
        slot
    }
}

/// The fields whose evidence is a local path that is not there.
fn dangling(file: &PlanFile, folder: &Path, root: Option<&Path>) -> Vec<crate::address::Address> {
    let missing = |text: &str| {
        evidence::local_path(text).is_some_and(|path| !disk::evidence_exists(folder, root, path))
    };
    evidence::fields(&file.plan).into_iter().filter(|(_, text)| missing(text)).map(|(at, _)| at).collect()
}
