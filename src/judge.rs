//! From files to a report: reads plans and their policies, judges each, then all of them together.

mod asked;
mod broken;
mod doubtful;
mod forecast;
mod known;
mod law;
mod look;
mod since;
mod there;

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::check;
use crate::disk;
use crate::error::Error;
use crate::evidence;
use crate::facts::{Drawn, Facts};
use crate::git::{Absent, Repository};
use crate::history::History;
use crate::judge::asked::Asked;
use crate::judge::law::{Folder, Law, Laws, Loaded};
use crate::past;
use crate::plan::PlanFile;
use crate::policy::Gate;
use crate::portfolio::{self, Draw};
use crate::references;
use crate::report::{PlanReport, PolicyFrom, Report};
use crate::retro::{self, Retro};
use crate::rules;
use crate::source::{BY_STDIN, Located, Source};
use crate::span::Span;
use crate::standing::{self, Standing};
use crate::trust;

pub use broken::{Broken, Told};
pub use forecast::Launches;
pub use known::Known;
pub use look::{Of, Seen};

/// Reads the file of a policy, or of the keys that it lists.
pub type ReadPolicy<'a> = &'a (dyn Fn(&Path) -> Result<Source, Located> + Sync);

/// The most plans that one core takes at once: few, so that none is left with many when the others are done.
pub const PORTION: usize = 16;

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

/// A plan that was read, with everything that is needed to judge it.
struct Case {
    path: PathBuf,
    file: PlanFile,
    folder: PathBuf,
    shared: Folder,
    law: Loaded,
    /// The revision that the policy was read from.
    from: Option<PolicyFrom>,
    broken: Broken,
    /// Which version of the plan it is.
    of: Of,
    /// Where something is wrong with how it is written.
    faults: Vec<Span>,
}

/// The report on a plan, its errors not told yet, with what it shares with other plans.
struct Judged {
    report: PlanReport,
    draws: Vec<Draw>,
    broken: Broken,
}

impl Judged {
    fn told(self, told: &mut Told) -> PlanReport {
        let errors = self.broken.told(&self.report.path, told);
        PlanReport { errors, ..self.report }
    }
}

impl Case {
    /// The plan's history.
    fn history(&self, of: impl Fn(&Repository, &Path) -> Result<History, Absent>) -> Result<History, String> {
        if disk::is_stdin(&self.path) {
            return Err(BY_STDIN.to_owned());
        }
        let repository = self.shared.repository(&self.folder).map_err(ToString::to_string)?;
        let found = match &self.of {
            Of::Commit { id, name } => of(&repository.as_of(id), &repository.root().join(name)),
            Of::Now | Of::Word => of(repository, &self.path),
        };
        found.map_err(|absent| absent.to_string())
    }
}

/// Judges plans for a gate on a day, by the policies beside them or by one that is named.
pub struct Judge<'a> {
    gate: Gate,
    as_of: Date,
    asked: Asked,
    supposes: bool,
    since: Option<&'a str>,
    /// The policies that held in the revision of `since`.
    before: Option<Laws<'a>>,
    rules: Vec<&'static str>,
    laws: Laws<'a>,
    /// Standard input, which is read once, however often its plan is judged.
    stdin: OnceLock<Result<Source, Located>>,
}

impl<'a> Judge<'a> {
    /// A judge who has read nothing yet.
    pub fn new(gate: Gate, as_of: Date, policy: Option<&'a Path>) -> Judge<'a> {
        let (laws, rules) = (Laws::new(policy), rules::ids());
        let stdin = OnceLock::new();
        Judge {
            gate,
            as_of,
            asked: Asked::All,
            supposes: false,
            since: None,
            before: None,
            rules,
            laws,
            stdin,
        }
    }

    /// The same judge, who reads policies and keys as they are in a revision, if one is given, whatever lies on
    /// disk.
    #[must_use]
    pub fn policy_from(mut self, revision: Option<&'a str>) -> Judge<'a> {
        self.laws.from = revision;
        self
    }

    /// The same judge, who reads policies, and the keys that they list, through `read` instead of from disk.
    #[must_use]
    pub fn reading(mut self, read: ReadPolicy<'a>) -> Judge<'a> {
        self.laws.read = read;
        self
    }

    /// The files of policies that were read so far, with those that they extend and the keys that they list.
    pub fn files(&self) -> Vec<PathBuf> {
        self.laws.files()
    }

    /// The same judge, who does not ask git, and takes sign-offs at their word.
    #[must_use]
    pub fn without_history(self) -> Judge<'a> {
        Judge { asked: Asked::Nothing, ..self }
    }

    /// The same judge, who asks git only what the verdict hangs on, and not why.
    #[must_use]
    pub fn of_verdicts(self) -> Judge<'a> {
        Judge { asked: Asked::Verdict, ..self }
    }

    /// The same judge, who supposes that what no commit has yet will be proven as far as the policy wants.
    #[must_use]
    pub fn supposing(self) -> Judge<'a> {
        Judge { supposes: true, ..self }
    }

    /// The same judge, who also tells which sign-offs fall by what changed since a revision, if one is given.
    #[must_use]
    pub fn since(self, revision: Option<&'a str>) -> Judge<'a> {
        let before = revision.map(|revision| self.laws.at(revision));
        Judge { since: revision, before, ..self }
    }

    /// The report on these plans, each judged alone and then with the others. One plan needs no threads.
    pub fn report(&self, targets: &[Target]) -> Report {
        let mut judged: Vec<Judged> = match targets {
            [only] => vec![self.target(only, &[])],
            targets => {
                targets.par_iter().with_max_len(PORTION).map(|target| self.target(target, &[])).collect()
            }
        };
        let draws: Vec<&Draw> = judged.iter().flat_map(|judged| &judged.draws).collect();
        let overloads = portfolio::overloads(&draws);
        let again = |(target, judged): (&Target, Judged)| {
            let shared: Vec<Drawn> =
                overloads.iter().filter_map(|overload| overload.for_plan(&judged.draws)).collect();
            match shared.is_empty() {
                true => judged,
                false => self.target(target, &shared),
            }
        };
        if !overloads.is_empty() {
            judged = targets.par_iter().zip(judged).with_max_len(PORTION).map(again).collect();
        }
        let mut told = Told::default();
        let plans: Vec<PlanReport> = judged.into_iter().map(|judged| judged.told(&mut told)).collect();
        let collisions = portfolio::collisions(&plans, &overloads);
        Report::of(self.as_of, plans, collisions)
    }

    fn target(&self, target: &Target, drawn: &[Drawn]) -> Judged {
        match target {
            Target::Plan(path) => self.one(path, drawn),
            Target::Broken(problem) => self.unreadable(target.name(), Broken::plan(vec![problem.clone()])),
        }
    }

    /// The report on a text as if it were the plan at a path.
    pub fn report_on(&self, path: &Path, source: Source) -> PlanReport {
        self.contained(path, || self.judged(path, self.case(path, source), &[])).told(&mut Told::default())
    }

    fn one(&self, path: &Path, drawn: &[Drawn]) -> Judged {
        self.contained(path, || self.judged(path, self.read(path), drawn))
    }

    /// A fault of ours in one plan must not hide the others.
    fn contained(&self, path: &Path, judge: impl FnOnce() -> Judged) -> Judged {
        let judged = panic::catch_unwind(AssertUnwindSafe(judge));
        judged.unwrap_or_else(|_| {
            let name = disk::shown(path);
            let message = format!("`{name}` made launch fail: this is a fault of launch, please report it");
            let problem = Located { path: name.clone(), message, help: None, place: None };
            self.unreadable(name, Broken::plan(vec![problem]))
        })
    }

    fn unreadable(&self, name: String, broken: Broken) -> Judged {
        let report = PlanReport::unreadable(name, self.gate, Vec::new());
        Judged { report, draws: Vec::new(), broken }
    }

    fn judged(&self, path: &Path, case: Result<Case, (String, Broken)>, drawn: &[Drawn]) -> Judged {
        let case = match case {
            Ok(case) => case,
            Err((name, broken)) => return self.unreadable(name, broken),
        };
        let Some(Ok(law)) = case.law.get() else {
            return self.unreadable(disk::shown(path), case.broken);
        };
        if case.file.may_misname_a_part() {
            return self.unreadable(disk::shown(path), case.broken);
        }
        let draws = portfolio::draws(&case.file, &law.policy);
        let mut report = self.weigh(&case, law, self.as_of, drawn, |seen| {
            let Seen { file, policy, facts, standing, raised, .. } = *seen;
            let (raised, doubtful) = doubtful::parted(&file.root, &case.faults, raised);
            let mut report = PlanReport::judged(
                file,
                policy,
                facts,
                standing,
                &raised,
                self.gate,
                case.broken.problems().to_vec(),
            );
            report.weakest = report.weakest.filter(|_| doubtful.is_none());
            report.not_checked.extend(doubtful);
            report.since = self.since.map(|revision| self.compared(&case, law, revision, seen));
            report
        });
        report.policy_from = case.from;
        report.unused_policy = case.shared.unused.as_deref().map(disk::shown);
        Judged { report, draws, broken: case.broken }
    }

    /// The goals of a plan against their results, and what stood around them on the day of the launch.
    ///
    /// # Errors
    /// Everything that is wrong with the plan or its policy.
    pub fn retro(&self, path: &Path) -> Result<Retro, Vec<Located>> {
        let case = self.read(path).map_err(|(_, broken)| broken.all())?;
        let Some(Ok(law)) = case.law.get().filter(|_| case.broken.is_empty()) else {
            return Err(case.broken.all());
        };
        let launched =
            Gate::External.date(&case.file.plan.dates).map_or(self.as_of, |date| date.min(self.as_of));
        Ok(self.weigh(&case, law, launched, &[], |seen| {
            retro::retro(seen.file, seen.standing, seen.raised, launched, self.as_of)
        }))
    }

    /// Runs the rules over a plan, and hands everything that came of it to `then`.
    fn weigh<T>(
        &self,
        case: &Case,
        law: &Law,
        as_of: Date,
        drawn: &[Drawn],
        then: impl FnOnce(&Seen<'_>) -> T,
    ) -> T {
        let file = &case.file;
        let policy = &*standing::policy_for(&law.policy, &file.plan, as_of);
        let mut facts = Facts {
            dangling: dangling(file, &case.folder, case.shared.root.as_deref()),
            drawn: drawn.to_vec(),
            trust: trust::signatures(file, law.signers.as_ref()),
            ..Facts::on(as_of)
        };
        self.ask(case, policy, &mut facts);
        let standing = Standing::of(file, policy, &facts);
        if self.asked(case) == Asked::All && past::stale(&standing).next().is_some() {
            facts.changes =
                past::changes(case.history(History::mainline).as_ref(), file, policy, &facts, &standing);
        }
        let raised = check::check(&law.rules, file, policy, &facts, &standing, self.gate);
        let signers = law.signers.as_ref();
        then(&Seen {
            file,
            policy,
            signers,
            facts: &facts,
            standing: &standing,
            raised: &raised,
            from: case.from.as_ref(),
        })
    }

    /// Reads a plan and its policy; without both there is nothing to judge.
    fn read(&self, path: &Path) -> Result<Case, (String, Broken)> {
        let read = match disk::is_stdin(path) {
            true => self.stdin.get_or_init(|| disk::read_named(path)).clone(),
            false => disk::read(path),
        };
        self.case(path, read.map_err(|error| (disk::shown(path), Broken::plan(vec![error])))?)
    }

    fn case(&self, path: &Path, source: Source) -> Result<Case, (String, Broken)> {
        if let Some(problem) = broken::no_plan(path) {
            return Err((problem.path.clone(), Broken::plan(vec![problem])));
        }
        let file = PlanFile::read(source);
        let name = file.source.name().to_owned();
        let folder = disk::folder_of(path);
        let shared = match self.laws.folder(&folder) {
            Ok(shared) => shared,
            Err(error) => {
                let Error { what, hint, .. } = error;
                let mut errors = broken::written(&file, Vec::new());
                errors.push(Located { path: name.clone(), message: what, help: hint, place: None });
                return Err((name, Broken::plan(errors)));
            }
        };
        let law = self.laws.load(&folder, &shared, file.plan.kind);
        match law.get() {
            Some(Ok(known)) if !file.broken => {
                let unknown = references::check(&file, &known.policy, &self.rules);
                let faults = file.problems.iter().chain(&unknown).map(|problem| problem.span).collect();
                let broken = Broken::plan(broken::written(&file, unknown));
                let (from, broken) = match self.laws.compared(&shared, known, file.plan.kind) {
                    Ok(from) => (from, broken),
                    Err(on_disk) => (None, broken.and_policy(&on_disk)),
                };
                Ok(Case {
                    path: path.to_owned(),
                    file,
                    folder,
                    shared,
                    law,
                    from,
                    broken,
                    faults,
                    of: Of::Now,
                })
            }
            Some(Err(_)) => Err((name, Broken::plan(broken::written(&file, Vec::new())).and_policy(&law))),
            _ => Err((name, Broken::plan(broken::written(&file, Vec::new())))),
        }
    }
}

/// The fields whose evidence is a local path that is not there.
fn dangling(file: &PlanFile, folder: &Path, root: Option<&Path>) -> Vec<crate::address::Address> {
    let missing = |text: &str| {
        evidence::local_path(text).is_some_and(|path| !disk::evidence_exists(folder, root, path))
    };
    evidence::fields(&file.plan, &missing).into_iter().map(|(at, _)| at).collect()
}
