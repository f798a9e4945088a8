//! How something is written, and where it goes.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::cli::spare::spare;
use crate::cli::streams::{Made, deliver};
use crate::disk;
use crate::error::Error;
use crate::judge::Judge;
use crate::text::{did_you_mean, ticked};

/// Formats that the endings of files may name.
pub(super) trait Formats: ValueEnum + Copy + Send + Sync + 'static {
    /// What each ending names, the longer one of two first.
    const ENDINGS: &'static [(&'static str, Self)];
    /// What is taken where nothing names a format.
    const USUAL: Self;

    /// What helps somebody who wants a page that is none of these formats.
    fn instead() -> String {
        let known: Vec<&str> = Self::ENDINGS.iter().map(|(ending, _)| *ending).collect();
        let verb = if known.len() > 1 {
            "endings that name a format are"
        } else {
            "the ending that names a format is"
        };
        format!("{verb} {}", ticked(&known, "and"))
    }

    /// The format that a file's ending names, or the usual one.
    ///
    /// # Errors
    /// When the ending is that of a page that is none of the formats: text in it would help nobody.
    fn of(file: &Path) -> Result<Self, Error> {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if let Some((_, format)) = Self::ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)) {
            return Ok(*format);
        }
        match PAGES.iter().find(|ending| name.ends_with(**ending)) {
            Some(ending) => {
                let what = format!("`{}`: this is not written as `{ending}`", disk::shown(file));
                Err(Error::new(what).hint(Self::instead()))
            }
            None => Ok(Self::USUAL),
        }
    }

    /// The format before the first `=`, and the file behind it. A path before it is part of a file's name.
    ///
    /// # Errors
    /// When what stands before it is no format, or nothing behind it.
    fn named(asked: &Path) -> anyhow::Result<Option<(Self, PathBuf)>> {
        let text = asked.to_string_lossy();
        let Some((name, file)) = text.split_once('=') else { return Ok(None) };
        if !name.chars().all(|c| c.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let Ok(format) = Self::from_str(name, false) else {
            let known: Vec<PossibleValue> =
                Self::value_variants().iter().filter_map(ValueEnum::to_possible_value).collect();
            let names: Vec<&str> = known.iter().map(PossibleValue::get_name).collect();
            let hint = match did_you_mean(name, names.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}={file}`?"),
                None => format!("formats are {}; a file of this name is `./{text}`", ticked(&names, "and")),
            };
            return Err(Error::new(format!("`{name}` in `{text}` is no format")).hint(hint).into());
        };
        if file.is_empty() {
            let error = Error::new(format!("`--output {text}` names no file"));
            return Err(error.hint(format!("`--output {text}report`, or `-` for standard output")).into());
        }
        if asked.to_str().is_none() {
            let what = format!("the name of the file in `--output {text}` is not UTF-8");
            return Err(Error::new(what).into());
        }
        Ok(Some((format, PathBuf::from(file))))
    }
}

/// Endings of pages, tables and documents: a text in one of them that is none would help nobody.
const PAGES: [&str; 14] = [
    ".html",
    ".htm",
    ".xhtml",
    ".pdf",
    ".docx",
    ".xlsx",
    ".svg",
    ".md",
    ".markdown",
    ".json",
    ".sarif",
    ".xml",
    ".csv",
    ".ics",
];

#[derive(Debug, clap::Args)]
pub(super) struct Place<F: Formats> {
    /// How it is written [default: what the ending of `--output` says, or text]
    #[arg(long, value_enum)]
    format: Option<F>,
    /// Write to a file instead of standard output
    ///
    /// Without `--format` it is written as the file's ending says, or as what stands before a `=`, as in
    /// `--output json=next.txt`.
    #[arg(long, value_name = "[FORMAT=]FILE")]
    output: Option<PathBuf>,
}

/// How something is written, and where to, once both are clear.
pub(super) struct Goal<F> {
    /// The format.
    pub(super) format: F,
    file: Option<PathBuf>,
}

impl<F: Formats> Place<F> {
    /// The format that is named, or that the file's ending names, and the file.
    ///
    /// # Errors
    /// When two formats are named, and as [`Formats::of`] and [`Formats::named`].
    pub(super) fn goal(&self) -> anyhow::Result<Goal<F>> {
        let Some(asked) = &self.output else {
            return Ok(Goal { format: self.format.unwrap_or(F::USUAL), file: None });
        };
        match (self.format, F::named(asked)?) {
            (Some(_), Some(_)) => {
                let what = format!("`--format` and `--output {}` name a format each", disk::shown(asked));
                Err(Error::new(what).hint("leave one of them out").into())
            }
            (None, Some((format, file))) => Ok(Goal { format, file: Some(file) }),
            (Some(format), None) => Ok(Goal { format, file: Some(asked.clone()) }),
            (None, None) => Ok(Goal { format: F::of(asked)?, file: Some(asked.clone()) }),
        }
    }
}

impl<F> Goal<F> {
    /// The file, if it is not to be printed.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Writes what was made, unless to a file that it was made from.
    pub(super) fn deliver(&self, made: &Made, judge: &Judge<'_>) -> anyhow::Result<()> {
        spare(self.file(), judge.files().iter().map(PathBuf::as_path))?;
        deliver(made, self.file())
    }
}
