//! Why a text is no YAML, for somebody who does not know its grammar: what to look at, and where it stands.
//!
//! The parser says where it stopped. That is often behind the slip, so what is said of the cause is looked up
//! in the text, and nothing is said where that does not show it.

mod lines;
mod open;

use crate::source::{Problem, Source};
use crate::span::Span;
use crate::text::{count, shorten};
use lines::{Line, has_key, says_something, upwards};
use open::Open;

/// How far a text was read before its error.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Behind the last thing that was read.
    pub(super) last: usize,
    /// The outermost bracket that is open there.
    pub(super) bracket: Option<usize>,
}

/// The parser's error, with what to do about it where that can be said.
pub(super) fn problem(info: &str, at: usize, reached: &Reached, source: &Source) -> Problem {
    let stop = Stop { at, reached, source, text: source.text() };
    let told = Problem::new(Span::new(at, at), format!("not YAML: {info}"));
    let help = match info {
        _ if info.starts_with("simple key") => return stop.without_colon().unwrap_or(told),
        _ if info.contains("tab") => return stop.tab(told),
        _ if info.contains("unexpected character") => Some(QUOTES.to_owned()),
        _ if info.contains("expected alphabetic") => Some(QUOTES.to_owned()),
        _ if info.contains("block scalar, did not") => stop.folded(),
        _ if info.contains("unknown escape") => Some(ESCAPE.to_owned()),
        _ if info.contains("unknown anchor") => Some(ALIAS.to_owned()),
        _ if info.contains("trailing content") => match stop.behind_quotes() {
            Some(help) => return Problem::new(told.span, BEHIND).help(help),
            None => None,
        },
        _ if info.contains("quoted scalar") => stop.quote(info),
        _ if info.contains("mapping values") => stop.second_colon(),
        _ if info.contains("expected key") => stop.no_key(),
        _ if info.contains("document start") => stop.crooked(),
        _ if info.contains("'-' indicator") => stop.no_item(),
        _ if info.contains("sequence entries") => Some(LIST.to_owned()),
        _ if info.contains("comment intercepting") => Some(COMMENT.to_owned()),
        _ if info.contains("misplaced bracket") => stop.nothing_to_close(),
        _ => stop.still_open(),
    };
    Problem { help, ..told }
}

const QUOTES: &str = "YAML wants quotes round text that begins like this";
const ESCAPE: &str = "a `\\` between double quotes is written twice, `\\\\`; between single quotes once";
const ALIAS: &str =
    "an alias `*name` needs an anchor `&name` before it; a text that begins with `*` needs quotes round it";
const LIST: &str = "begin a list on the line below its key, or write it between brackets: `[one, two]`";
const COMMENT: &str = "a text ends where a comment begins, and the next line is indented as if the text went on: \
                       indent it like its neighbours, or take the comment away";
const BEHIND: &str = "not YAML: a text goes on behind the quotes that close it";
const COLON: &str = "text with a colon and a space in it needs quotes round it: `\"like: this\"`";

/// Where the parser stopped.
struct Stop<'s> {
    at: usize,
    reached: &'s Reached,
    source: &'s Source,
    text: &'s str,
}

impl Stop<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What stands before it in its line.
    fn head(&self) -> &str {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rsplit(['\n', '\r']).next().unwrap_or_default()
    }

    fn number(&self, byte: usize) -> usize {
        self.source.position(byte).line
    }

    fn place(&self, byte: usize) -> String {
        let place = self.source.position(byte);
        format!("line {}, column {}", place.line, place.column)
    }

    /// The lines that this one may belong to: each begins further to the left than those below it.
    fn above(&self) -> Vec<Line<'_>> {
        let mut found: Vec<Line<'_>> = Vec::new();
        for line in upwards(self.text, self.at).skip(1) {
            if found.last().is_none_or(|last| line.indent < last.indent) {
                found.push(line);
            }
        }
        found
    }

    fn open(&self) -> Open {
        Open::of(self.text, self.reached.bracket.unwrap_or(self.reached.last), self.at)
    }

    /// A line that ought to be a key and its value: told where it stands, which is before where that was noticed.
    fn without_colon(&self) -> Option<Problem> {
        let end = self.at + self.rest().find('\n').unwrap_or(self.rest().len());
        let mut start = self.reached.last;
        let unread = self.text.get(start..end)?.split_inclusive('\n');
        let line = unread.into_iter().find(|line| {
            let is_it = says_something(line) && !has_key(line.trim());
            start += if is_it { line.len() - line.trim_start().len() } else { line.len() };
            is_it
        })?;
        let line = line.trim();
        let help = glued(line).unwrap_or_else(|| {
            "write it as `key: value`; if it is more of the text above it, indent it further than the key of that text"
                .to_owned()
        });
        let span = Span::new(start, start + line.len());
        Some(
            Problem::new(span, "not YAML: this line has no key with a colon and a space behind it")
                .help(help),
        )
    }

    /// The place is that of the tab, where it is not before it.
    fn tab(&self, told: Problem) -> Problem {
        let mut start = self.at - self.head().len();
        let lines = self.text.get(start..).unwrap_or_default().split_inclusive('\n');
        let tab = lines.take(2).find_map(|line| {
            let inside = line.trim_start_matches(' ');
            let tab = start + line.len() - inside.len();
            start += line.len();
            inside.starts_with('\t').then_some(tab)
        });
        let span = tab.map_or(told.span, |at| Span::new(at, at + 1));
        Problem { span, ..told }.help("YAML is indented with spaces, never with tabs")
    }

    fn folded(&self) -> Option<String> {
        let said = match self.rest().chars().next()? {
            '>' => "an unquoted `>` begins folded text in YAML: write `over …`, `at least …`, or quote it",
            '|' => {
                "an unquoted `|` begins a text on the lines below: put quotes round a text that begins with it"
            }
            _ => return None,
        };
        Some(said.to_owned())
    }

    fn quote(&self, info: &str) -> Option<String> {
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''))?;
        Some(match info.contains("indentation") {
            true => format!(
                "the `{quote}` that opens here is not closed on its line: put another `{quote}` where the text ends, \
                 or indent the lines that it goes on in"
            ),
            false => format!(
                "nothing closes the `{quote}` that opens here: put another `{quote}` where the text ends"
            ),
        })
    }

    fn behind_quotes(&self) -> Option<String> {
        let (from, to) = self.open().quoted?;
        let is_next = self.text.get(to..self.at)?.trim().is_empty();
        let quote = self.text.get(from..)?.chars().next().filter(|_| is_next)?;
        let escaped = if quote == '"' { "\\\"" } else { "''" };
        Some(match self.number(from) == self.number(self.at) {
            true => format!(
                "the `{quote}` of column {} is closed before this: put the quotes round the whole text, and write a \
                 `{quote}` between them as `{escaped}`",
                self.source.position(from).column
            ),
            false => format!(
                "the `{quote}` of {} was closed only by the `{quote}` before this: put one where its text ends",
                self.place(from)
            ),
        })
    }

    fn second_colon(&self) -> Option<String> {
        let own = upwards(self.text, self.at).next()?;
        if let Some((key, _)) = self.head().split_once(": ") {
            return Some(unopened(key, own.text).unwrap_or_else(|| COLON.to_owned()));
        }
        let above = upwards(self.text, self.at).nth(1)?;
        let (number, text) = (above.number, shorten(above.text, 40));
        if !has_key(above.text) {
            let help = glued(above.text).unwrap_or_else(|| {
                "write it as `key: value`, or put quotes round a text of several lines".to_owned()
            });
            return Some(format!(
                "line {number}, `{text}`, has no colon with a space behind it, and this line was read on with it: {help}"
            ));
        }
        (own.indent > above.indent).then(|| {
            format!(
                "line {number} has its value already, and this line is indented further: begin both with as many \
                 spaces"
            )
        })
    }

    fn no_key(&self) -> Option<String> {
        match self.head().trim() {
            "" => self.crooked(),
            "-" => self.stray_item(),
            head => head.chars().next_back().filter(|close| matches!(close, ']' | '}')).map(|close| {
                format!(
                    "the `{close}` before this ends the value: put quotes round a text that goes on behind it"
                )
            }),
        }
    }

    fn stray_item(&self) -> Option<String> {
        let own = upwards(self.text, self.at).next()?;
        let above = self.above();
        if let Some(item) = above.iter().find(|line| line.is_item() && line.indent > own.indent) {
            return Some(format!(
                "this line begins with {}, line {} with {}: begin the items of a list with as many",
                spaces(own.indent),
                item.number,
                spaces(item.indent)
            ));
        }
        let is_among_keys = above.iter().any(|line| line.indent == own.indent);
        is_among_keys.then(|| {
            "an item of a list, `- …`, stands where a key is expected: a list stands below a key that has nothing \
             behind its colon"
                .to_owned()
        })
    }

    /// A line that begins between those above it, or further than one that has its value already.
    fn crooked(&self) -> Option<String> {
        let own = upwards(self.text, self.at).next()?;
        let above = self.above();
        let near = above.iter().position(|line| line.indent < own.indent).unwrap_or(above.len());
        let lines = above.iter().skip(near.saturating_sub(1)).take(if near == 0 { 1 } else { 2 });
        let is_beside = |line: &Line<'_>| match own.is_item() {
            true => line.indent == own.indent,
            false => line.begins(own.indent),
        };
        if lines.clone().any(is_beside) {
            return None;
        }
        let told = |line: &Line<'_>| format!("line {} with {}", line.number, spaces(line.indent));
        let told: Vec<String> = lines.map(told).collect();
        (!told.is_empty()).then(|| {
            format!(
                "this line begins with {}, {}: begin lines that belong together with as many",
                spaces(own.indent),
                told.join(" and ")
            )
        })
    }

    fn no_item(&self) -> Option<String> {
        let own = upwards(self.text, self.at).next()?;
        let item = upwards(self.text, self.at).skip(1).find(|line| line.indent <= own.indent)?;
        item.is_item().then(|| {
            format!(
                "line {} is an item of a list: begin what belongs to it with {}, and the next item with {} and `- `",
                item.number,
                spaces(item.inner()),
                spaces(item.indent)
            )
        })
    }

    fn nothing_to_close(&self) -> Option<String> {
        let bracket = self.rest().chars().next()?;
        Some(format!(
            "nothing is open that this `{bracket}` could close: take it out, or put quotes round its text"
        ))
    }

    /// The innermost bracket that is open.
    fn still_open(&self) -> Option<String> {
        let (from, bracket) = self.open().brackets.pop()?;
        let close = if bracket == '{' { '}' } else { ']' };
        let is_new_line = self.number(from) < self.number(self.at);
        Some(match self.rest().chars().next() {
            _ if self.rest().trim().is_empty() => {
                format!(
                    "nothing closes the `{bracket}` of {}: put its `{close}` where it ends",
                    self.place(from)
                )
            }
            Some(other @ (']' | '}')) if other != close => format!(
                "the `{bracket}` of {} is not closed before this `{other}`: put its `{close}` where it ends",
                self.place(from)
            ),
            _ if is_new_line => format!(
                "the `{bracket}` of {} is not closed before this line: put its `{close}` where it ends; if this line is \
                 part of it, put a comma before it, and indent it further than the key",
                self.place(from)
            ),
            _ => format!(
                "the `{bracket}` of {} is still open here: put a comma between its parts, its `{close}` where it ends, \
                 and quotes round a text with a bracket, a comma or a colon in it",
                self.place(from)
            ),
        })
    }
}

/// A key whose colon has no space behind it.
fn glued(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let is_value = !value.is_empty() && !value.starts_with("//");
    (is_key && is_value).then(|| format!("put a space behind the colon: `{key}: {}`", shorten(value, 40)))
}

/// A bracket without a colon and a space before it, before the first colon of a line; or a `}` without a `{`.
fn unopened(key: &str, line: &str) -> Option<String> {
    if let Some((before, bracket)) = key.find(['[', '{']).and_then(|at| key.split_at_checked(at)) {
        let bracket = bracket.chars().next()?;
        return Some(match before.ends_with(':') {
            true => format!("put a space behind the colon: `{} {bracket}…`", before.trim()),
            false => format!("put a colon and a space before the bracket: `{}: {bracket}…`", before.trim()),
        });
    }
    let is_unopened = line.ends_with('}') && !line.contains('{');
    is_unopened
        .then(|| "nothing opens what the `}` of this line closes: put its `{` where it begins".to_owned())
}

fn spaces(number: usize) -> String {
    match number {
        0 => "no space".to_owned(),
        number => count(number, "space"),
    }
}
