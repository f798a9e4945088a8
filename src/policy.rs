//! What is required of a launch: the built-in policies, and what a `launch.toml` makes of them.

mod built_in;
pub mod calendar;
mod change;
pub mod file;
mod merge;
mod order;
mod people;
pub mod roster;
pub mod shapes;
pub mod toml_tree;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::digest::TextsDigest;
use crate::finding::Level;
use crate::named::Named;
use crate::plan::handoff::HandOff;
use crate::plan::{Dates, Kind};
use crate::policy::calendar::Calendar;
use crate::policy::file::{PolicyFile, RuleSetting};
use crate::policy::roster::Roster;
use crate::quantity::Quantity;
use crate::source::{Located, Problem, Source};
use crate::span::{Span, Spanned};

/// The moment a stage, or a check, is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// Our own people hear.
    Internal,
    /// Customers can buy.
    External,
}

impl Gate {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Gate::Internal => "internal",
            Gate::External => "external",
        }
    }

    /// The day of it, among the dates of a launch.
    pub fn date(self, dates: &Dates) -> Option<Date> {
        let date = match self {
            Gate::Internal => &dates.internal,
            Gate::External => &dates.external,
        };
        date.get().map(|moment| moment.date)
    }
}

/// Everything that is required of a launch.
#[derive(Clone, Debug)]
pub struct Policy {
    /// How it is called in a sentence.
    pub name: String,
    /// The stages in customer-first order, those removed by `without` included.
    pub stages: Named<StagePolicy>,
    /// The hand-offs, those removed by `without` included.
    pub handoffs: Named<HandOffPolicy>,
    /// Who may sign; without one, anyone may.
    pub roster: Option<Roster>,
    /// Which days count.
    pub calendar: Calendar,
    /// Questions that every plan has to answer.
    pub risks: Named<String>,
    /// Capacities that the loads of several plans share.
    pub capacities: Named<Capacity>,
    /// What is said of rules, the last word last: first the level that each has by itself.
    pub rules: Vec<RuleSetting>,
    /// The rules that hold unless a policy says otherwise, and that this one turns off.
    pub turned_off: Vec<&'static str>,
    /// How far sign-offs have to be trusted.
    pub assurance: Assurance,
    /// The digest of the texts of its files, the most basic first.
    pub digest: TextsDigest,
}

/// What is required of a department.
#[derive(Clone, Debug)]
pub struct StagePolicy {
    /// The stages directly before it, as written: removed ones are closed over when the order is asked for.
    pub after: Vec<String>,
    /// The gate it has to be signed for: its own, or that of a stage that depends on it.
    pub gate: Gate,
    /// Its own gate.
    pub own_gate: Gate,
    /// Its questions.
    pub asks: Named<Ask>,
    /// The tiers it is required in; all when none are listed.
    pub tiers: Option<Vec<u32>>,
    /// The risks, one of which has to be there for it to be required.
    pub risks: Option<Vec<String>>,
    /// How many different people have to sign.
    pub signatures: u32,
    /// Working days before its gate by which it has to be signed.
    pub lead: Option<u32>,
    /// Whether its sign-off covers the launch's dates.
    pub commits_to_dates: bool,
    /// How far its sign-offs have to be trusted, where that differs from the policy's minimum.
    pub assurance: Option<AssuranceLevel>,
    /// Whether a `without` took it away.
    pub removed: bool,
    /// Where it is asked for, in words.
    pub origin: String,
}

/// A question to a department.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The question.
    pub question: String,
    /// Whether the answer has to be shown.
    pub evidence: bool,
    /// Where it is asked, in words.
    pub origin: String,
}

/// Something one stage owes another.
#[derive(Clone, Debug)]
pub struct HandOffPolicy {
    /// The sending stage.
    pub from: String,
    /// The receiving stage.
    pub to: String,
    /// What is handed over.
    pub what: String,
    /// Working days before the receiver's gate by which it has to be accepted.
    pub lead: Option<u32>,
    /// The tiers it is required in; all when none are listed.
    pub tiers: Option<Vec<u32>>,
    /// The risks, one of which has to be there for it to be required.
    pub risks: Option<Vec<String>>,
    /// Whether a `without` took it away.
    pub removed: bool,
    /// Where it is asked for, in words.
    pub origin: String,
}

/// A limit that the loads of several plans share.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// The stage that carries it.
    pub of: Spanned<String>,
    /// How much it can carry.
    pub limit: Quantity,
    /// The file that says so, the last where several do; none for a built-in policy.
    pub defined_in: Option<PathBuf>,
}

/// How far sign-offs have to be trusted.
#[derive(Clone, Debug, Default)]
pub struct Assurance {
    /// The least that is enough.
    pub minimum: AssuranceLevel,
    /// The file that lists the keys: beside the policy that names it.
    pub allowed_signers: Option<PathBuf>,
}

/// How far a sign-off can be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum AssuranceLevel {
    /// A name was typed.
    #[default]
    Claimed,
    /// That person's commit introduced it.
    Committed,
    /// That person's key signed it.
    Signed,
}

impl AssuranceLevel {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            AssuranceLevel::Claimed => "claimed",
            AssuranceLevel::Committed => "committed",
            AssuranceLevel::Signed => "signed",
        }
    }
}

/// The words a policy may use that are defined elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary<'a> {
    /// Every rule.
    pub rules: &'a [KnownRule],
}

/// A rule, as far as a policy may speak of it.
#[derive(Clone, Debug)]
pub struct KnownRule {
    /// Its id.
    pub id: &'static str,
    /// Its level, unless a policy says otherwise.
    pub level: Level,
    /// The names of its settings.
    pub settings: Vec<&'static str>,
}

/// Where a policy comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The built-in policy of the plan's kind.
    BuiltIn,
    /// A file.
    File(PathBuf),
}

/// Reads a file for the policy: the policy itself touches no disk.
pub type ReadFile<'a> = &'a dyn Fn(&Path) -> Result<Source, Located>;

const PRODUCT: &str = include_str!("policy/product.toml");
const SERVICE: &str = include_str!("policy/service.toml");

/// A policy file with its text, below those that extend it.
struct Layer {
    source: Source,
    file: PolicyFile,
    /// How it is called in a sentence.
    name: String,
    /// Its file, unless it is built in.
    path: Option<PathBuf>,
}

impl Layer {
    /// What its paths are relative to.
    fn folder(&self) -> &Path {
        self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// Where a span of this layer is, in words.
    fn origin(&self, span: Span) -> String {
        match self.name.as_str() {
            name if name == self.source.name() => {
                format!("{name} line {}", self.source.position(span.start()).line)
            }
            name => name.to_owned(),
        }
    }
}

impl Policy {
    /// Reads a policy with everything it extends, for plans of one kind.
    ///
    /// # Errors
    /// Everything that is wrong with any of its files.
    pub fn load(
        choice: &Choice,
        kind: Kind,
        vocabulary: &Vocabulary<'_>,
        read: ReadFile<'_>,
    ) -> Result<Policy, Vec<Located>> {
        let mut loader =
            Loader { kind, vocabulary, read, layers: Vec::new(), problems: Vec::new(), open: Vec::new() };
        match choice {
            Choice::BuiltIn => loader.built_in(kind),
            Choice::File(path) => loader.file(path),
        }
        if !loader.problems.is_empty() {
            return Err(loader.problems);
        }
        merge::merge(&loader.layers, vocabulary)
    }

    /// The stages directly before one, those that `skip` names closed over.
    pub fn before(&self, stage: &str, skip: &dyn Fn(&str) -> bool) -> Vec<&str> {
        order::before(self, stage, skip)
    }

    /// The policy as it is when the stages that `skip` names make nothing internal.
    pub fn with_gates(&self, skip: &dyn Fn(&str, &StagePolicy) -> bool) -> Cow<'_, Policy> {
        let moves = |(id, stage): (&str, &StagePolicy)| {
            stage.own_gate == Gate::Internal && !stage.removed && skip(id, stage)
        };
        if !self.stages.iter().any(moves) {
            return Cow::Borrowed(self);
        }
        let mut stages: Vec<_> =
            self.stages.iter().map(|(id, stage)| (id.to_owned(), stage.clone())).collect();
        order::spread_gates(&mut stages, skip);
        Cow::Owned(Policy { stages: stages.into_iter().collect(), ..self.clone() })
    }

    /// The stage that a hand-off goes to, whoever it comes from: a plan says so of its own alone.
    pub fn receiver<'a>(&'a self, id: &str, planned: Option<&'a HandOff>) -> Option<&'a str> {
        let known = self.handoffs.get(id).map(|handoff| handoff.to.as_str());
        known.or_else(|| planned?.to.text())
    }

    /// The gate of what concerns a stage. Where nobody says which, it is the first.
    pub fn gate_of(&self, stage: Option<&str>) -> Gate {
        stage.and_then(|id| self.stages.get(id)).map_or(Gate::Internal, |stage| stage.gate)
    }

    /// How far the sign-offs of a stage have to be trusted.
    pub fn minimum(&self, stage: &str) -> AssuranceLevel {
        self.stages.get(stage).and_then(|stage| stage.assurance).unwrap_or(self.assurance.minimum)
    }

    /// Whether anything is trusted further than a typed name, somewhere.
    pub fn wants_proof(&self) -> bool {
        self.stages.ids().any(|stage| self.minimum(stage) > AssuranceLevel::Claimed)
    }

    /// How much what a rule finds weighs: what was said last of it. One that it was not told of is an error.
    pub fn level(&self, rule: &str) -> Level {
        let mut said = self.rules.iter().rev().filter(|setting| setting.rule == rule);
        said.find_map(|setting| setting.level).unwrap_or(Level::Error)
    }

    /// The setting of a rule, or its default.
    pub fn setting(&self, rule: &str, name: &str, default: u32) -> u32 {
        let of_rule = self.rules.iter().filter(|setting| setting.rule == rule);
        of_rule
            .flat_map(|setting| &setting.settings)
            .rfind(|(known, _)| known == name)
            .map_or(default, |(_, value)| *value)
    }
}

struct Loader<'a> {
    kind: Kind,
    vocabulary: &'a Vocabulary<'a>,
    read: ReadFile<'a>,
    layers: Vec<Layer>,
    problems: Vec<Located>,
    open: Vec<PathBuf>,
}

impl Loader<'_> {
    fn built_in(&mut self, kind: Kind) {
        let name = format!("the built-in `{}` policy", kind.word());
        match kind {
            Kind::Product => {
                let source = Source::new("product.toml", PRODUCT);
                self.layers.push(Layer { source, file: built_in::product(), name, path: None });
            }
            Kind::Service => self.layer(Source::new("service.toml", SERVICE), name, None),
        }
    }

    fn file(&mut self, path: &Path) {
        match (self.read)(path) {
            Ok(source) => {
                let name = source.name().to_owned();
                self.open.push(path.to_owned());
                self.layer(source, name, Some(path));
                self.open.pop();
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    fn layer(&mut self, source: Source, name: String, path: Option<&Path>) {
        let (file, problems) = PolicyFile::read(&source, self.vocabulary);
        self.problems.extend(problems.iter().map(|problem| source.locate(problem)));
        self.base(&source, file.extends.as_ref(), path);
        self.layers.push(Layer { source, file, name, path: path.map(Path::to_owned) });
    }

    /// Loads what a layer extends, below it.
    fn base(&mut self, source: &Source, extends: Option<&Spanned<String>>, path: Option<&Path>) {
        let Some(extends) = extends else {
            return self.built_in(self.kind);
        };
        match extends.value.as_str() {
            "product" => self.built_in(Kind::Product),
            "service" => self.built_in(Kind::Service),
            "none" => {}
            other => {
                let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
                let base = folder.join(other);
                if self.open.contains(&base) || self.open.len() > 8 {
                    let message = format!("`{other}` extends, in the end, itself");
                    self.problems.push(source.locate(&Problem::new(extends.span, message)));
                } else if Path::new(other).extension().is_none() {
                    let message = format!("there is no built-in policy `{other}`");
                    let hint =
                        "known: `product`, `service`, `none`, or the path of a file such as `base.toml`";
                    self.problems.push(source.locate(&Problem::new(extends.span, message).help(hint)));
                } else {
                    self.file(&base);
                }
            }
        }
    }
}
