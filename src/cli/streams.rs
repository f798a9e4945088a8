//! Where everything leaves: standard output, files and standard error. Words for people are made harmless
//! here, whatever command they come from; what other tools read leaves byte for byte.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;

use crate::cli::Surroundings;
use crate::disk;
use crate::error::Error;
use crate::render::diagnostic::Pen;
use crate::render::text::Layout;
use crate::source::Located;
use crate::text::{count, harmless, visible};

/// How many plans that have no verdict are named on standard error, behind a report that names all.
const MOST_NAMED: usize = 10;

/// What is wrong with how plans or policies are written, or why they cannot be read: nothing else is to be
/// said of it.
#[derive(Debug)]
pub(super) struct Unreadable(pub(super) Vec<Located>);

impl Unreadable {
    /// The same of one problem.
    pub(super) fn one(problem: Located) -> Unreadable {
        Unreadable(vec![problem])
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.first().map_or("it cannot be read", |first| first.message.as_str()))
    }
}

impl std::error::Error for Unreadable {}

/// Says on standard error why the tool could not do its job.
pub(super) fn complain(error: &anyhow::Error, surroundings: &Surroundings) {
    if let Some(Unreadable(problems)) = error.downcast_ref() {
        return tell(problems, surroundings);
    }
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    let mut lines = format!("error: {}\n", visible(&chain.join(": ")));
    for ours in error.chain().filter_map(|link| link.downcast_ref::<Error>()) {
        ours.reasons.iter().for_each(|reason| lines.push_str(&format!("  - {}\n", visible(reason))));
        ours.hint.iter().for_each(|hint| lines.push_str(&format!("hint: {}\n", visible(hint))));
    }
    say_aside(&lines);
}

/// Says on standard error what is wrong with plans and policies, each drawn on its line, with an empty line
/// behind it. Other words may follow: of other plans, or of what became of this one.
pub(super) fn tell(problems: &[Located], surroundings: &Surroundings) {
    let pen = Pen::new(surroundings.width, surroundings.colors.err);
    let drawn: String = problems.iter().map(|problem| pen.error(problem) + "\n\n").collect();
    say_aside(&drawn);
}

/// Writes to standard error; there is nowhere to complain if that fails.
pub(super) fn say_aside(text: &str) {
    let _ = io::stderr().lock().write_all(harmless(text).as_bytes());
}

/// Says on standard error which plans have no verdict, and why; of many the first, and how many more there are,
/// for the report names each.
pub(super) fn say_no_verdict<'p>(plans: impl ExactSizeIterator<Item = (&'p str, String)>) {
    let more = plans.len().saturating_sub(MOST_NAMED);
    for (path, why) in plans.take(MOST_NAMED) {
        say_aside(&format!("error: no verdict on {}: {}\n", visible(path), visible(&why)));
    }
    if more > 0 {
        say_aside(&format!("error: no verdict on {}, which the report names\n", count(more, "more plan")));
    }
}

/// What a command has made.
pub(super) enum Made {
    /// Words for people.
    Words(String),
    /// What other tools read.
    Data(String),
}

impl Made {
    fn leaving(&self) -> Cow<'_, str> {
        match self {
            Made::Words(words) => harmless(words),
            Made::Data(data) => Cow::Borrowed(data),
        }
    }
}

/// How words are laid out that go to a file or to standard output.
pub(super) fn layout(surroundings: &Surroundings, output: Option<&Path>) -> Layout {
    let color = surroundings.colors.out && output.is_none_or(is_stdout);
    Layout { width: surroundings.width, color }
}

/// Writes what was made to a file, whole or not at all, or to standard output.
pub(super) fn deliver(made: &Made, output: Option<&Path>) -> anyhow::Result<()> {
    deliver_all([Ok(made.leaving())], output)
}

/// The same of what comes in pieces, byte for byte.
pub(super) fn deliver_all(
    pieces: impl IntoIterator<Item = io::Result<impl AsRef<str>>>,
    output: Option<&Path>,
) -> anyhow::Result<()> {
    match output {
        Some(path) if !is_stdout(path) => {
            let bytes = pieces.into_iter().map(|piece| piece.map(Bytes));
            disk::write_pieces(path, bytes).map_err(|error| unwritable(path, &error))
        }
        _ => say_all(pieces),
    }
}

/// Text as a file takes it.
struct Bytes<T>(T);

impl<T: AsRef<str>> AsRef<[u8]> for Bytes<T> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().as_bytes()
    }
}

/// Whether a path stands for standard output.
pub(super) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-") || path == Path::new("/dev/stdout")
}

/// Why there is no report in a file.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> anyhow::Error {
    let shown = disk::shown(path);
    anyhow::Error::new(match error.kind() {
        io::ErrorKind::NotFound => {
            Error::new(format!("`{shown}` cannot be written: its folder is not there"))
        }
        _ => Error::new(format!("`{shown}` cannot be written: {error}")),
    })
}

/// Writes words for people to standard output. A reader that left early, as `head` does, is no error.
pub(super) fn say(words: &str) -> anyhow::Result<()> {
    say_all([Ok(harmless(words))])
}

/// The same of what is in a file by now. Where nobody can be told, standard error says that it was written.
pub(super) fn say_written(file: &str, words: &str) -> anyhow::Result<()> {
    say(words).map_err(|error| untold(file, error))
}

/// Why nobody could be told of what is in a file or a folder by now.
pub(super) fn untold(file: &str, error: anyhow::Error) -> anyhow::Error {
    error.context(format!("`{file}` was written, but that cannot be told"))
}

/// The same of what other tools read.
pub(super) fn say_data(data: &str) -> anyhow::Result<()> {
    say_all([Ok(data)])
}

fn say_all(pieces: impl IntoIterator<Item = io::Result<impl AsRef<str>>>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let mut pieces = pieces.into_iter();
    let written = pieces.try_for_each(|piece| out.write_all(piece?.as_ref().as_bytes()));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("standard output cannot be written"))
        }
        _ => Ok(()),
    }
}
