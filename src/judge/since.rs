//! What fell since a revision: the plan of then by the policy of then, against what stands now.

use std::path::{Path, PathBuf};

use super::law::{Law, Loaded};
use super::{Case, Judge, Seen};
use crate::error::Error;
use crate::facts::Facts;
use crate::history;
use crate::past::{self, State};
use crate::plan::PlanFile;
use crate::report::{Compared, Since};
use crate::source::Source;
use crate::standing::{self, Standing};
use crate::trust;

/// A plan as it was in a commit.
struct Then {
    commit: String,
    folder: PathBuf,
    file: PlanFile,
}

impl Judge<'_> {
    /// Which sign-offs fall by what changed since a revision.
    pub(super) fn compared(&self, case: &Case, law: &Law, revision: &str, now: &Seen<'_>) -> Since {
        let fallen = then(case, revision).map(|then| {
            let loaded = self.law_of(&then);
            let (law, policy) = match loaded.as_ref().map(|loaded| loaded.get()) {
                Ok(Some(Ok(old))) => (old, Ok(())),
                Ok(Some(Err(errors))) => {
                    let first = errors.first().map(|error| format!("{}: {}", error.path, error.message));
                    (law, Err(first.unwrap_or_default()))
                }
                Ok(None) => (law, Err("it was not read".to_owned())),
                Err(error) => (law, Err(error.to_string())),
            };
            Compared { fallen: self.fallen(&then, law, now), commit: then.commit, policy }
        });
        Since { revision: revision.to_owned(), fallen }
    }

    /// The policy that held for a plan then.
    fn law_of(&self, then: &Then) -> Result<Loaded, Error> {
        let laws = self.before.as_ref().ok_or_else(|| Error::new("nobody asked for it"))?;
        let shared = laws.folder(&then.folder)?;
        Ok(laws.load(&then.folder, &shared, then.file.plan.kind))
    }

    fn fallen(&self, then: &Then, law: &Law, now: &Seen<'_>) -> Vec<crate::facts::Fallen> {
        let file = &then.file;
        let policy = &*standing::policy_for(&law.policy, &file.plan, self.as_of);
        let facts = Facts { trust: trust::signatures(file, law.signers.as_ref()), ..Facts::on(self.as_of) };
        let standing = Standing::of(file, policy, &facts);
        let before = State { file, standing: &standing, policy };
        past::fallen(before, State { file: now.file, standing: now.standing, policy: now.policy })
    }
}

/// The plan in a revision, whatever it was called there; else why it cannot be looked at.
fn then(case: &Case, revision: &str) -> Result<Then, String> {
    let told = |error: Error| error.to_string();
    let repository = case.shared.repository(&case.folder).map_err(ToString::to_string)?;
    let commit = repository.resolve(revision).map_err(told)?;
    let (name, text) = history::text_in(repository, &commit, &case.path).map_err(told)?;
    let absent = || format!("`{name}` was not there in {revision} (commit {})", commit.short());
    let source = Source::from_bytes(format!("{name} of {}", commit.short()), text.ok_or_else(absent)?);
    let above = Path::new(&name).parent().unwrap_or(Path::new(""));
    let is_here = repository.inside(&case.folder).is_ok_and(|here| Path::new(&here) == above);
    let file = readable(PlanFile::read(source.map_err(|problem| problem.message)?))?;
    Ok(Then {
        commit: commit.short().to_owned(),
        folder: if is_here { case.folder.clone() } else { repository.root().join(above) },
        file,
    })
}

/// A plan that can be read to its end. Of one that cannot, nobody knows which sign-offs stood.
fn readable(file: PlanFile) -> Result<PlanFile, String> {
    let Some(first) = file.problems.iter().min_by_key(|problem| problem.span.start()) else {
        return Ok(file);
    };
    let line = file.source.position(first.span.start()).line;
    Err(format!("`{}` cannot be read, for line {line}: {}", file.source.name(), first.message))
}
