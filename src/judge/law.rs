//! Which policy holds for the plans of a folder, and the keys that it lists: each loaded once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use crate::allowed_signers::AllowedSigners;
use crate::check;
use crate::digest::digest;
use crate::disk;
use crate::error::Error;
use crate::finding::Level;
use crate::git::{Absent, Id, Repository};
use crate::judge::{ReadPolicy, there};
use crate::plan::Kind;
use crate::policy::{Choice, KnownRule, Policy, ReadFile, Vocabulary};
use crate::report::PolicyFrom;
use crate::rule::Rule;
use crate::rules::{self, RULES};
use crate::source::Located;

/// A policy with the keys that it lists.
pub(super) struct Law {
    pub(super) policy: Policy,
    /// The rules that it has not turned off, with what they weigh.
    pub(super) rules: Vec<(&'static Rule, Level)>,
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
    vocabulary: Vec<KnownRule>,
    folders: Mutex<HashMap<PathBuf, Folder>>,
    loaded: Mutex<HashMap<(Choice, Kind, bool), Loaded>>,
    files: Mutex<Vec<PathBuf>>,
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
            files: Mutex::default(),
        }
    }

    /// The policies that were in the place of these in a revision.
    pub(super) fn at(&self, revision: &'a str) -> Laws<'a> {
        Laws { from: Some(revision), ..Laws::new(self.named) }
    }

    /// What holds for a folder, looked up once.
    pub(super) fn folder(&self, folder: &Path) -> Result<Folder, Error> {
        if let Some(known) = self.folders.lock().ok().and_then(|known| known.get(folder).cloned()) {
            return Ok(known);
        }
        let root = disk::repository(folder);
        let named = || self.named.map(Path::to_owned);
        let choice = named().or_else(|| disk::policy_for(folder, root.as_deref()));
        let choice = choice.map_or(Choice::BuiltIn, Choice::File);
        let unused = disk::unused_policy(folder, root.as_deref()).filter(|_| choice == Choice::BuiltIn);
        let mut found = Folder { choice, root, unused, repository: Arc::default(), from: None };
        if let Some(revision) = self.from {
            let (commit, there) = self.there(revision, folder, &found)?;
            found.from = Some((commit, std::mem::replace(&mut found.choice, there)));
        }
        if let Ok(mut known) = self.folders.lock() {
            known.insert(folder.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// What holds for a folder in a revision.
    fn there(&self, revision: &str, folder: &Path, found: &Folder) -> Result<(Id, Choice), Error> {
        let unread = |why: String| Error::new(format!("the policy of `{revision}` cannot be read: {why}"));
        let way = disk::way(folder)?;
        let root = way.as_ref().map_or(folder, |way| way.root.as_path());
        let repository = found.repository(root).map_err(|absent| unread(absent.to_string()))?;
        let Some(way) = way.filter(|way| there::is_root(repository, &way.root)) else {
            return Err(unread(Absent::Outside(repository.root().to_owned()).to_string()));
        };
        if let Some(above) = there::superproject(repository)? {
            let [inner, above] = [repository.root(), &above].map(disk::shown);
            return Err(unread(format!(
                "`{inner}` is a submodule of `{above}`, and `{revision}` may mean either"
            ))
            .hint("run this in a clone of its own of the repository that has both plan and policy"));
        }
        let commit = repository.resolve(revision)?;
        let path = match self.named {
            Some(named) => Some(there::named_at(repository, &commit, named)?),
            None => there::policy_at(repository, &commit, &way)?,
        };
        Ok((commit, path.map_or(Choice::BuiltIn, Choice::File)))
    }

    /// The policy of a folder, loaded by the first plan that asks for it.
    pub(super) fn load(&self, folder: &Path, shared: &Folder, kind: Kind) -> Loaded {
        let Some((commit, _)) = &shared.from else { return self.on_disk(&shared.choice, kind) };
        let slot = self.slot(&shared.choice, kind, true);
        slot.get_or_init(|| match shared.repository(folder) {
            Ok(repository) => {
                self.law(&shared.choice, kind, &|path| there::read_at(repository, commit, path), &|path| {
                    there::identity(repository, path)
                })
            }
            Err(absent) => Err(vec![there::located(disk::shown(folder), Error::from(absent.clone()))]),
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
        slot.get_or_init(|| self.law(choice, kind, self.read, &disk::identity));
        slot
    }

    fn slot(&self, choice: &Choice, kind: Kind, from: bool) -> Loaded {
        match self.loaded.lock() {
            Ok(mut loaded) => Arc::clone(loaded.entry((choice.clone(), kind, from)).or_default()),
            Err(_) => Loaded::default(),
        }
    }

    /// How the people of the rosters that were read are called, each after their id; not whom two of them call
    /// otherwise.
    pub(super) fn names(&self) -> Vec<(String, String)> {
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let loaded: Vec<Loaded> =
            self.loaded.lock().map(|loaded| loaded.values().cloned().collect()).unwrap_or_default();
        for law in loaded.iter().filter_map(|law| law.get()?.as_ref().ok()) {
            let people = law.policy.roster.iter().flat_map(|roster| &roster.people);
            for (id, name) in people.filter_map(|person| Some((&person.id, person.name.as_ref()?))) {
                names.entry(id.to_lowercase()).or_default().insert(name.clone());
            }
        }
        let only = |(id, names): (String, BTreeSet<String>)| match names.len() {
            1 => names.into_iter().next().map(|name| (id, name)),
            _ => None,
        };
        names.into_iter().filter_map(only).collect()
    }

    /// The files that were read.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.files.lock().map(|files| files.clone()).unwrap_or_default()
    }

    /// Loads a policy. `identity` tells the one name of a file, whatever path leads to it.
    fn law(
        &self,
        choice: &Choice,
        kind: Kind,
        read: ReadFile<'_>,
        identity: &dyn Fn(&Path) -> PathBuf,
    ) -> Result<Law, Vec<Located>> {
        let read = &|path: &Path| {
            if let Ok(mut files) = self.files.lock() {
                files.push(path.to_owned());
            }
            read(path)
        };
        let mut policy = Policy::load(choice, kind, &Vocabulary { rules: &self.vocabulary }, read)?;
        for capacity in policy.capacities.values_mut() {
            capacity.defined_in = capacity.defined_in.as_deref().map(identity);
        }
        let rules = check::weighed(RULES, &policy);
        let Some(path) = &policy.assurance.allowed_signers else {
            return Ok(Law { policy, rules, signers: None, keys: None });
        };
        let source = read(path).map_err(|error| vec![error])?;
        let (signers, problems) = AllowedSigners::read(&source);
        if !problems.is_empty() {
            return Err(problems.iter().map(|problem| source.locate(problem)).collect());
        }
        Ok(Law { signers: Some(signers), keys: Some(digest(source.text().as_bytes())), policy, rules })
    }
}
