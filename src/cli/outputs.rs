//! The formats of a report and where each goes.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use crate::cli::hints::report_page;
use crate::cli::place::Formats;
use crate::cli::streams::{complain, deliver_all, is_stdout, layout, unwritable};
use crate::cli::{Exit, Surroundings};
use crate::disk;
use crate::error::Error;
use crate::render::github::Whole;
use crate::render::issue::{Issue, issues};
use crate::render::site::Site;
use crate::render::{csv, github, gitlab, ics, json, junit, markdown, sarif, text};
use crate::report::Report;
use crate::text::Signs;

/// The most bytes that a step's summary may have; the platform refuses more.
const SUMMARY: usize = 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct OutputArgs {
    /// How the report is written [default: what the ending of `--output` says, or text]
    ///
    /// The exit code is the same in every format. With `github` the report is appended to the
    /// summary of the step, too, as Markdown, where `$GITHUB_STEP_SUMMARY` is set.
    #[arg(long, value_enum, hide_default_value = true)]
    format: Option<Format>,
    /// Write the report to a file, in any format; may be given several times
    ///
    /// `--output sarif=launch.sarif` writes that format beside what is printed; `-` is standard output.
    ///
    /// `--output FILE`, without a format before it, is where the report goes instead of standard
    /// output: in the format of `--format`, or without that in the one that the file's ending names
    /// (.json .md .sarif .xml .csv .ics), or as text. What has a `=` in its name is written `./a=b`.
    #[arg(long, value_name = "[FORMAT=]FILE")]
    output: Vec<PathBuf>,
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For other tools; stable and versioned
    Json,
    /// For a page, a comment or a summary
    Markdown,
    /// GitHub: annotations in the pull request, and the summary of the step
    Github,
    /// GitLab: code quality, shown in the merge request
    Gitlab,
    /// SARIF 2.1.0: code scanning, editors
    Sarif,
    /// Test results: a test case for each stage and each hand-off
    Junit,
    /// Hand-offs, for a spreadsheet
    Csv,
    /// Due dates, for a calendar
    Ics,
}

impl Formats for Format {
    /// Those that only one format has. The formats that share `.json` have to be named.
    const ENDINGS: &'static [(&'static str, Format)] = &[
        (".sarif", Format::Sarif),
        (".sarif.json", Format::Sarif),
        (".json", Format::Json),
        (".md", Format::Markdown),
        (".markdown", Format::Markdown),
        (".xml", Format::Junit),
        (".csv", Format::Csv),
        (".ics", Format::Ics),
    ];
    const USUAL: Format = Format::Text;

    fn instead() -> String {
        report_page("PLAN")
    }
}

/// Where one format goes.
#[derive(Debug)]
struct Output {
    format: Format,
    /// The file; none for standard output.
    file: Option<PathBuf>,
}

/// Where a report goes.
#[derive(Debug)]
pub(super) struct Outputs(Vec<Output>);

impl Outputs {
    /// The outputs that were asked for.
    ///
    /// # Errors
    /// When that is not clear: an unknown format, or one place for two reports.
    pub(super) fn of(args: &OutputArgs) -> anyhow::Result<Outputs> {
        let mut outputs = Vec::new();
        let mut bare = 0;
        for asked in &args.output {
            let (format, path) = if let Some(named) = Format::named(asked)? {
                named
            } else {
                bare += 1;
                (args.format.map_or_else(|| Format::of(asked), Ok)?, asked.clone())
            };
            outputs.push(Output { format, file: Some(path).filter(|path| !is_stdout(path)) });
        }
        if bare > 1 && args.format.is_some() {
            let error =
                Error::new("`--format` is for one report, and there are several files without a format");
            return Err(error.hint("name each format: `--output markdown=report.md`").into());
        }
        let prints = outputs.iter().any(|output| output.file.is_none());
        if bare == 0 && (args.format.is_some() || !prints) {
            outputs.insert(0, Output { format: args.format.unwrap_or(Format::Text), file: None });
        }
        each_apart(&outputs)?;
        Ok(Outputs(outputs))
    }

    /// Whether the report goes to standard output in any format.
    pub(super) fn prints(&self) -> bool {
        self.0.iter().any(|output| output.file.is_none())
    }

    /// The files that it goes to.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().filter_map(|output| output.file.as_deref())
    }

    /// Writes the report to every place, and says of each that cannot be written why. Whether all
    /// could.
    ///
    /// # Errors
    /// When a report cannot be rendered, which no plan can bring about.
    pub(super) fn write(
        &self,
        report: &Report,
        exit: Exit,
        surroundings: &Surroundings,
    ) -> anyhow::Result<bool> {
        let summary = match self.0.iter().any(|output| output.prints(Format::Github)) {
            true => (surroundings.path_in)("GITHUB_STEP_SUMMARY"),
            false => None,
        };
        let whole = if summary.is_some() { Whole::InSummary } else { Whole::Nowhere };
        let desk = Desk { whole, ..Desk::new(report, exit, surroundings, &self.0) };
        let page = summary.as_ref().map(|_| Format::Markdown);
        let mut formats: Vec<Format> = Vec::new();
        for format in self.0.iter().map(|output| output.format).chain(page) {
            if !formats.contains(&format) {
                formats.push(format);
            }
        }
        let rendered = desk.render_all(&formats)?;
        let text_of = |format| {
            let found = formats.iter().zip(&rendered).find(|(known, _)| **known == format);
            found.and_then(|(_, text)| text.as_deref()).unwrap_or_default()
        };
        let written = |output: &Output| match output.format {
            Format::Text => {
                let layout = layout(surroundings, output.file.as_deref());
                let pieces = text::render(report, layout);
                output.write(pieces.map(|piece| piece.map(|words| Signs::WORDS.break_up(words))))
            }
            Format::Json => output.write(json::render(report)?),
            format => output.write([Ok(text_of(format))]),
        };
        let mut done: Vec<anyhow::Result<()>> = self.0.iter().map(written).collect();
        if let Some(path) = &summary {
            done.push(append(path, text_of(Format::Markdown)));
        }
        let failed: Vec<anyhow::Error> = done.into_iter().filter_map(Result::err).collect();
        for error in &failed {
            complain(error, surroundings);
        }
        Ok(failed.is_empty())
    }
}

impl Output {
    fn prints(&self, format: Format) -> bool {
        self.format == format && self.file.is_none()
    }

    fn write(&self, pieces: impl IntoIterator<Item = io::Result<impl AsRef<str>>>) -> anyhow::Result<()> {
        deliver_all(pieces, self.file.as_deref())
    }
}

/// No place is for two reports.
fn each_apart(outputs: &[Output]) -> anyhow::Result<()> {
    let mut places = HashSet::new();
    for output in outputs {
        let file = output.file.as_deref();
        if !places.insert(file.map(disk::identity)) {
            let place = file.map_or("standard output".to_owned(), |file| format!("`{}`", disk::shown(file)));
            return Err(Error::new(format!("{place} can hold one report, and two are to go there"))
                .hint("give each a file of its own: `--output sarif=launch.sarif`")
                .into());
        }
    }
    Ok(())
}

/// All that the formats are rendered from, each part made once.
struct Desk<'a> {
    report: &'a Report,
    exit_code: u8,
    site: Site,
    issues: Vec<Issue<'a>>,
    whole: Whole,
}

impl<'a> Desk<'a> {
    fn new(report: &'a Report, exit: Exit, surroundings: &'a Surroundings, outputs: &[Output]) -> Desk<'a> {
        let wanted = |formats: &[Format]| outputs.iter().any(|output| formats.contains(&output.format));
        let lists_issues = wanted(&[Format::Github, Format::Gitlab, Format::Sarif]);
        let site = match lists_issues || wanted(&[Format::Ics]) {
            true => site(surroundings),
            false => Site::default(),
        };
        let issues = if lists_issues { issues(report, &site) } else { Vec::new() };
        Desk { report, exit_code: exit.code(), site, issues, whole: Whole::Nowhere }
    }

    /// The report in these formats. One plan needs no threads.
    fn render_all(&self, formats: &[Format]) -> anyhow::Result<Vec<Option<String>>> {
        match self.report.plans.len() > 1 && formats.len() > 1 {
            true => formats.par_iter().map(|format| self.render(*format)).collect(),
            false => formats.iter().map(|format| self.render(*format)).collect(),
        }
    }

    /// The whole report; none in a format that is rendered piece by piece while it is written.
    fn render(&self, format: Format) -> anyhow::Result<Option<String>> {
        let (report, issues) = (self.report, self.issues.as_slice());
        Ok(Some(match format {
            Format::Text | Format::Json => return Ok(None),
            Format::Markdown => Signs::WORDS.break_up(markdown::render(report)),
            Format::Github => github::render(report, issues, self.whole),
            Format::Gitlab => gitlab::render(issues)?,
            Format::Sarif => sarif::render(report, issues, &self.site, self.exit_code)?,
            Format::Junit => junit::render(report),
            Format::Csv => csv::render(report)?,
            Format::Ics => ics::render(report, &self.site),
        }))
    }
}

/// The repository that we are in; where there is none, as in a checkout without git, the folder that
/// the platform names.
fn site(surroundings: &Surroundings) -> Site {
    let Some(here) = disk::here() else { return Site::default() };
    let workspace = || (surroundings.path_in)("GITHUB_WORKSPACE");
    let named = || workspace().map(|folder| disk::above(&here, &folder).unwrap_or(folder));
    let root = disk::repository(&here).or_else(named).unwrap_or_else(|| here.clone());
    Site::new(&disk::shown(&root), &disk::shown(&here))
        .following(|root, file| disk::inside(Path::new(root), Path::new(file)).as_deref().map(disk::shown))
}

/// Puts a page behind what a summary holds already.
fn append(path: &Path, page: &str) -> anyhow::Result<()> {
    let room = |left: usize| markdown::within(&format!("\n{page}"), left).into_owned().into_bytes();
    disk::append(path, SUMMARY, room).map_err(|error| unwritable(path, &error))
}
