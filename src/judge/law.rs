//! Which policy holds for the plans of a folder, and the keys that it lists: each loaded once.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use crate::allowed_signers::AllowedSigners;
use crate::digest::digest;
use crate::disk;
use crate::error::Error;
use crate::git::{Absent, Id, Repository};
use crate::judge::ReadPolicy;
use crate::plan::Kind;
use crate::policy::{Choice, Policy, ReadFile, Vocabulary};
use crate::report::PolicyFrom;
use crate::rules;
use crate::source::{Located, Source};

/// A policy with the keys that it lists.
pub(super) struct Law {
    pub(super) policy: Policy,
    pub(super) signers: Option<AllowedSigners>,
    /// The digest of the text that lists the keys.
    keys: Option<String>,
}

/// A policy that is loaded once, for all the plans that it holds for.
pub(super) type Loaded = Arc<OnceLock<Result<Law, Vec<Located>>>>;

/// What the plans of a folder share.
#[derive(Clone)]
pub(super) struct Folder {
    pub(super) choice: Choice,
    pub(super) root: Option<PathBuf>,
    /// A policy above that does not hold here.
    pub(super) unused: Option<PathBuf>,
    /// The repository, once git was asked.
    repository: Arc<OnceLock<Result<Repository, Absent>>>,
    /// The commit that the policy is read from, and what lies on disk in its place.
    from: Option<(Id, Choice)>,
}

impl Folder {
    /// The repository that the folder is in.
    pub(super) fn repository(&self, folder: &Path) -> Result<&Repository, &Absent> {
        self.repository.get_or_init(|| Repository::of(folder)).as_ref()
    }
}

/// Every policy that was asked for.
pub(super) struct Laws<'a> {
    /// The file that was named.
    named: Option<&'a Path>,
    /// The revision that policies are read from.
    pub(super) from: Option<&'a str>,
    /// How those on disk are read.
    pub(super) read: ReadPolicy<'a>,
    vocabulary: Vec<(&'static str, Vec<&'static str>)>,
    folders: Mutex<HashMap<PathBuf, Folder>>,
    loaded: Mutex<HashMap<(Choice, Kind, bool), Loaded>>,
}

impl<'a> Laws<'a> {
    pub(super) fn new(named: Option<&'a Path>) -> Laws<'a> {
        Laws {
            named,
            from: None,
            read: &disk::read,
            vocabulary: rules::vocabulary(),
            folders: Mutex::default(),
            loaded: Mutex::default(),
        }
    }

    /// What holds for a folder, looked up once.
    pub(super) fn folder(&self, folder: &Path) -> Result<Folder, Error> {
        if let Some(known) = self.folders.lock().ok().and_then(|known| known.get(folder).cloned()) {
            return Ok(known);
        }
        let root = disk::repository(folder);
        let chosen = |found: Option<PathBuf>| {
            self.named.map(Path::to_owned).or(found).map_or(Choice::BuiltIn, Choice::File)
        };
        let choice = chosen(disk::policy_for(folder, root.as_deref()));
        let unused = disk::unused_policy(folder, root.as_deref()).filter(|_| choice == Choice::BuiltIn);
        let mut found = Folder { choice, root, unused, repository: Arc::default(), from: None };
        if let Some(revision) = self.from {
            let repository = found.repository(folder).map_err(|absent| {
                Error::new(format!("the policy of `{revision}` cannot be read: {absent}"))
            })?;
            let commit = repository.resolve(revision)?;
            let there = chosen(policy_at(repository, &commit, folder)?);
            found.from = Some((commit, std::mem::replace(&mut found.choice, there)));
        }
        if let Ok(mut known) = self.folders.lock() {
            known.insert(folder.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// The policy of a folder, loaded by the first plan that asks for it.
    pub(super) fn load(&self, folder: &Path, shared: &Folder, kind: Kind) -> Loaded {
        let Some((commit, _)) = &shared.from else { return self.on_disk(&shared.choice, kind) };
        let slot = self.slot(&shared.choice, kind, true);
        slot.get_or_init(|| match shared.repository(folder) {
            Ok(repository) => self.law(&shared.choice, kind, &|path| read_at(repository, commit, path)),
            Err(absent) => Err(vec![located(&shared.choice, Error::from(absent.clone()))]),
        });
        slot
    }

    /// How the policy of a revision differs from the one that lies on disk, which is read too: what is
    /// wrong with it would be wrong with every plan after it is merged.
    ///
    /// # Errors
    /// The one on disk, where something is wrong with it.
    pub(super) fn compared(
        &self,
        shared: &Folder,
        law: &Law,
        kind: Kind,
    ) -> Result<Option<PolicyFrom>, Loaded> {
        let (Some(revision), Some((commit, on_disk))) = (self.from, &shared.from) else { return Ok(None) };
        let loaded = self.on_disk(on_disk, kind);
        let here = match loaded.get() {
            Some(Ok(here)) => here,
            Some(Err(_)) => return Err(loaded),
            None => return Ok(None),
        };
        let changed = (here.policy.digest.get(), &here.keys) != (law.policy.digest.get(), &law.keys);
        Ok(Some(PolicyFrom { revision: revision.to_owned(), commit: commit.short().to_owned(), changed }))
    }

    fn on_disk(&self, choice: &Choice, kind: Kind) -> Loaded {
        let slot = self.slot(choice, kind, false);
        slot.get_or_init(|| self.law(choice, kind, self.read));
        slot
    }

    fn slot(&self, choice: &Choice, kind: Kind, from: bool) -> Loaded {
        match self.loaded.lock() {
            Ok(mut loaded) => Arc::clone(loaded.entry((choice.clone(), kind, from)).or_default()),
            Err(_) => Loaded::default(),
        }
    }

    fn law(&self, choice: &Choice, kind: Kind, read: ReadFile<'_>) -> Result<Law, Vec<Located>> {
        let policy = Policy::load(choice, kind, &Vocabulary { rules: &self.vocabulary }, read)?;
        let Some(path) = &policy.assurance.allowed_signers else {
            return Ok(Law { policy, signers: None, keys: None });
        };
        let source = read(path).map_err(|error| vec![error])?;
        let (signers, problems) = AllowedSigners::read(&source);
        if !problems.is_empty() {
            return Err(problems.iter().map(|problem| source.locate(problem)).collect());
        }
        Ok(Law { signers: Some(signers), keys: Some(digest(source.text().as_bytes())), policy })
    }
}

/// The policy that held for a folder in a commit: beside its plans or in a folder above.
fn policy_at(repository: &Repository, commit: &Id, folder: &Path) -> Result<Option<PathBuf>, Error> {
    let inside = repository.inside(folder)?;
    for above in Path::new(&inside).ancestors() {
        let path = above.join("launch.toml");
        if repository.exists_at(commit, &path.to_string_lossy())? {
            return Ok(Some(repository.root().join(path)));
        }
    }
    Ok(None)
}

fn read_at(repository: &Repository, commit: &Id, path: &Path) -> Result<Source, Located> {
    let shown = |inside: &str| format!("{inside} of {}", commit.short());
    let read = || -> Result<Source, Error> {
        let inside = named_inside(repository, path)?;
        match repository.show(commit, &inside)? {
            Some(bytes) => {
                Source::from_bytes(shown(&inside), bytes).map_err(|problem| Error::new(problem.message))
            }
            None => Err(Error::new(format!("`{inside}` is not there in {}", commit.short()))),
        }
    };
    read().map_err(|error| located(&Choice::File(path.to_owned()), error))
}

/// How git names a file, told from its path alone: what is a link here, and where it leads, is the
/// branch's word, and must not pick another file of the revision.
fn named_inside(repository: &Repository, path: &Path) -> Result<String, Error> {
    let Ok(inside) = path.strip_prefix(repository.root()) else {
        let name = path.file_name().unwrap_or_default();
        let folder = repository.inside(&disk::folder_of(path))?;
        return Ok(Path::new(&folder).join(name).to_string_lossy().into_owned());
    };
    let mut steps: Vec<String> = Vec::new();
    for step in inside.components() {
        match step {
            Component::Normal(name) => steps.push(name.to_string_lossy().into_owned()),
            Component::ParentDir if steps.pop().is_none() => {
                return Err(Absent::Outside(repository.root().to_owned()).into());
            }
            _ => {}
        }
    }
    Ok(steps.join("/"))
}

fn located(choice: &Choice, error: Error) -> Located {
    let path = match choice {
        Choice::File(path) => disk::shown(path),
        Choice::BuiltIn => "the built-in policy".to_owned(),
    };
    Located { path, message: error.what, help: error.hint, place: None }
}
