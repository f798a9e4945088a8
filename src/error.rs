//! Why the tool could not do its job, which is exit code 2: not what is wrong with a plan.

use std::fmt;

use crate::text;

/// What went wrong, with what to do about it.
#[derive(Debug)]
pub struct Error {
    /// What: lower case, no full stop.
    pub what: String,
    /// The reasons, where there are several.
    pub reasons: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    /// An error without a hint.
    pub fn new(what: impl Into<String>) -> Error {
        Error { what: what.into(), reasons: Vec::new(), hint: None }
    }

    /// A launch has no such thing; `known` is what it has of the kind.
    pub(crate) fn unknown<'k>(what: &str, id: &str, known: impl IntoIterator<Item = &'k str>) -> Error {
        let known: Vec<&str> = known.into_iter().collect();
        let error = Error::new(format!("this launch has no {what} `{id}`"));
        match text::did_you_mean(id, known.iter().copied()) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!("it has {}", text::few(&known, "and"))),
        }
    }

    /// The same error with its reasons.
    #[must_use]
    pub fn reasons(mut self, reasons: Vec<String>) -> Error {
        self.reasons = reasons;
        self
    }

    /// The same error with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {}
