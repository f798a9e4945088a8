//! What came of judging a plan, for those who do more with it than report it.

use std::path::Path;

use jiff::civil::Date;

use super::{Case, Judge};
use crate::allowed_signers::AllowedSigners;
use crate::check::Raised;
use crate::facts::Facts;
use crate::git::Id;
use crate::plan::PlanFile;
use crate::policy::{Gate, Policy};
use crate::report::PolicyFrom;
use crate::rule::Ctx;
use crate::source::{Located, Source};
use crate::standing::Standing;

/// A plan that was judged, with everything that it was judged by.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The plan.
    pub file: &'a PlanFile,
    /// The policy that holds for it.
    pub policy: &'a Policy,
    /// The keys that the policy lists, where it names a file of them.
    pub signers: Option<&'a AllowedSigners>,
    /// What was looked up.
    pub facts: &'a Facts,
    /// Where everything stands.
    pub standing: &'a Standing<'a>,
    /// What was found.
    pub raised: &'a [Raised],
    /// The revision that the policy was read from, where one was named.
    pub from: Option<&'a PolicyFrom>,
}

/// Which version of a plan a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// The one that lies there.
    Now,
    /// That of a commit: what git tells of it is what it told then.
    Commit {
        /// The commit.
        id: Id,
        /// The file's name in it, from the root.
        name: String,
    },
    /// One whose sign-offs are taken at their word, whoever committed them.
    Word,
}

impl<'a> Seen<'a> {
    /// What a rule would see.
    pub fn ctx(&self) -> Ctx<'a> {
        Ctx { plan: &self.file.plan, policy: self.policy, facts: self.facts, standing: self.standing }
    }
}

impl Judge<'_> {
    /// Judges a text as if it were the plan at a path, and hands everything that came of it to `then`.
    ///
    /// # Errors
    /// Everything that is wrong with how the plan or its policy is written.
    pub fn look<T>(
        &self,
        path: &Path,
        source: Source,
        then: impl FnOnce(&Seen<'_>) -> T,
    ) -> Result<T, Vec<Located>> {
        self.look_on(self.as_of, Of::Now, path, source, then)
    }

    /// The same, for another day, of another version.
    ///
    /// # Errors
    /// As [`Judge::look`].
    pub fn look_on<T>(
        &self,
        day: Date,
        of: Of,
        path: &Path,
        source: Source,
        then: impl FnOnce(&Seen<'_>) -> T,
    ) -> Result<T, Vec<Located>> {
        let case = self.case(path, source).map_err(|(_, broken)| broken.all())?;
        let case = Case { of, ..case };
        if case.broken.is_empty() { self.seen(case, day, then) } else { Err(case.broken.all()) }
    }

    /// The gate that is judged for.
    pub fn gate(&self) -> Gate {
        self.gate
    }

    /// The day that is judged for.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The same as [`Judge::look`], whatever is wrong with how the plan is written, as long as it can be read
    /// to its end.
    ///
    /// # Errors
    /// When it cannot, or when its policy cannot be read.
    pub fn glance<T>(
        &self,
        path: &Path,
        source: Source,
        then: impl FnOnce(&Seen<'_>) -> T,
    ) -> Result<T, Vec<Located>> {
        let case = self.case(path, source).map_err(|(_, broken)| broken.all())?;
        self.seen(case, self.as_of, then)
    }

    fn seen<T>(&self, case: Case, day: Date, then: impl FnOnce(&Seen<'_>) -> T) -> Result<T, Vec<Located>> {
        match case.law.get() {
            Some(Ok(law)) => Ok(self.weigh(&case, law, day, &[], then)),
            _ => Err(case.broken.all()),
        }
    }
}
