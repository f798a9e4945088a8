//! How something is written, and where it goes.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::disk;
use crate::error::Error;
use crate::text::ticked;

/// Formats that the endings of files may name.
pub(super) trait Formats: ValueEnum + Copy + Send + Sync + 'static {
    /// What each ending names, the longer one of two first.
    const ENDINGS: &'static [(&'static str, Self)];
    /// What is taken where nothing names a format.
    const USUAL: Self;

    /// What helps somebody who wants a page that is none of these formats.
    fn instead() -> String {
        let known: Vec<&str> = Self::ENDINGS.iter().map(|(ending, _)| *ending).collect();
        format!("endings that name a format are {}", ticked(&known, "and"))
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
}

const PAGES: [&str; 3] = [".html", ".htm", ".pdf"];

#[derive(Debug, clap::Args)]
pub(super) struct Place<F: Formats> {
    /// How it is written [default: what the ending of `--output` says, or text]
    #[arg(long, value_enum)]
    format: Option<F>,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl<F: Formats> Place<F> {
    /// The file, if it is not to be printed.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// The format that is named, or that the file's ending names.
    ///
    /// # Errors
    /// As [`Formats::of`].
    pub(super) fn format(&self) -> Result<F, Error> {
        match (self.format, self.file()) {
            (Some(format), _) => Ok(format),
            (None, Some(file)) => F::of(file),
            (None, None) => Ok(F::USUAL),
        }
    }
}
