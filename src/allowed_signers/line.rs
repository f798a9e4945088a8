//! One line: principals, options, key.

use jiff::civil::DateTime;

use super::pattern::Patterns;
use super::time;
use crate::source::Problem;
use crate::span::Span;
use crate::ssh::Key;
use crate::text::did_you_mean;

const OPTIONS: [&str; 4] = ["cert-authority", "namespaces", "valid-after", "valid-before"];

/// A line that was read.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) principals: Patterns,
    pub(super) options: Options,
    pub(super) key: Key,
    pub(super) span: Span,
}

/// What a line says besides whose its key is.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) authority: bool,
    pub(super) namespaces: Option<Patterns>,
    pub(super) valid_after: Option<DateTime>,
    pub(super) valid_before: Option<DateTime>,
}

/// A piece of a text with the place where it begins.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Piece<'a> {
    fn span(self) -> Span {
        Span::new(self.at, self.at + self.text.len())
    }

    /// The first `bytes` of it, and the rest.
    fn split(self, bytes: usize) -> (Piece<'a>, Piece<'a>) {
        let (head, tail) = self.text.split_at_checked(bytes).unwrap_or((self.text, ""));
        (Piece { text: head, at: self.at }, Piece { text: tail, at: self.at + head.len() })
    }

    fn skip_blanks(self) -> Piece<'a> {
        self.split(self.text.len() - self.text.trim_start_matches([' ', '\t']).len()).1
    }

    /// What stands before the first blank, and the rest from there.
    fn word(self) -> (Piece<'a>, Piece<'a>) {
        self.split(self.text.find([' ', '\t']).unwrap_or(self.text.len()))
    }

    fn wrong(self, message: impl Into<String>) -> Problem {
        Problem::new(self.span(), message)
    }
}

/// Reads a line without its end; none when it is blank or a comment.
pub(super) fn read(text: &str, at: usize) -> Option<Result<Line, Problem>> {
    let whole = Piece { text: text.trim_end_matches([' ', '\t', '\r']), at }.skip_blanks();
    if whole.text.is_empty() || whole.text.starts_with('#') {
        return None;
    }
    Some(line(whole))
}

fn line(whole: Piece<'_>) -> Result<Line, Problem> {
    if let Some(place) = whole.text.find(|c: char| c.is_control() && c != '\t') {
        let (_, rest) = whole.split(place);
        let (control, _) = rest.split(rest.text.chars().next().map_or(0, char::len_utf8));
        return Err(control
            .wrong("a control character has no place in this line")
            .help("one line holds one key; only a line feed ends a line"));
    }
    let (principals, rest) = principals(whole)?;
    let rest = rest.skip_blanks();
    let (options, key) = match begins_with_key(rest) {
        true => (Options::default(), rest),
        false if rest.text.is_empty() => (Options::default(), rest),
        false => {
            let (written, key) = rest.split(options_length(rest)?);
            (options(written)?, key.skip_blanks())
        }
    };
    if key.text.is_empty() {
        return Err(whole.wrong("there is no key in this line").help(FORM));
    }
    let key = self::key(key)?;
    Ok(Line { principals, options, key, span: whole.span() })
}

const FORM: &str = "a line is: who, options if any, kind of key, key; `omar@acme.example ssh-ed25519 AAAA…`";

fn principals(whole: Piece<'_>) -> Result<(Patterns, Piece<'_>), Problem> {
    let (written, rest) = match whole.text.strip_prefix('"') {
        None => whole.word(),
        Some(inside) => {
            let end = inside.find('"').ok_or_else(|| unterminated(whole))?;
            let (_, inside) = whole.split(1);
            let (quoted, rest) = inside.split(end);
            (quoted, rest.split(1).1)
        }
    };
    if written.text.contains('"') || !(rest.text.is_empty() || rest.text.starts_with([' ', '\t'])) {
        let message = "a quote begins or ends in the middle of who may sign";
        return Err(written
            .wrong(message)
            .help("put the whole list between two quotes, with a blank after them"));
    }
    let patterns = Patterns::parse(written.text).map_err(|wrong| written.wrong(wrong))?;
    if patterns.written().is_empty() {
        return Err(whole.wrong("this line names nobody").help(FORM));
    }
    Ok((patterns, rest))
}

fn unterminated(piece: Piece<'_>) -> Problem {
    piece.wrong("this quote does not end").help("a quote ends in the line that it begins in")
}

/// Whether a key stands here and no option: a kind that is known, or a name that its own Base64 confirms.
fn begins_with_key(rest: Piece<'_>) -> bool {
    let (kind, code) = rest.word();
    Key::KINDS.contains(&kind.text) || Key::parse(&format!("{} {}", kind.text, code.text)).is_ok()
}

fn key(piece: Piece<'_>) -> Result<Key, Problem> {
    let (kind, rest) = piece.word();
    let (code, _) = rest.skip_blanks().word();
    let place =
        Piece { text: piece.text.get(..code.at + code.text.len() - piece.at).unwrap_or_default(), ..piece };
    let key = Key::parse(place.text).map_err(|wrong| {
        match code.text.is_empty() && !Key::KINDS.contains(&kind.text) {
            true => kind.wrong(format!("`{}` is no kind of key", kind.text)).help(FORM),
            false => place.wrong(format!("the key {wrong}")).help("copy the whole line of the `.pub` file"),
        }
    })?;
    if key.is_certificate() {
        let message = "certificates are not read, so this line would let nobody sign";
        return Err(place.wrong(message).help("list the person's own key instead"));
    }
    Ok(key)
}

/// Options end at the first blank outside quotes.
fn options_length(piece: Piece<'_>) -> Result<usize, Problem> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in piece.text.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ' ' | '\t' if !quoted => return Ok(at),
            _ => {}
        }
        escaped = c == '\\';
    }
    if quoted { Err(unterminated(piece)) } else { Ok(piece.text.len()) }
}

fn options(written: Piece<'_>) -> Result<Options, Problem> {
    let mut options = Options::default();
    let mut rest = written;
    loop {
        let (name, value) = rest.split(rest.text.find([',', '=', '"']).unwrap_or(rest.text.len()));
        let after = match value.text.starts_with('=') {
            true => with_value(name, value, &mut options)?,
            false => flag(name, value, &mut options)?,
        };
        if after.text.is_empty() {
            break;
        }
        if !after.text.starts_with(',') || after.text == "," {
            return Err(missing(after));
        }
        rest = after.split(1).1;
    }
    match (options.valid_after, options.valid_before) {
        (Some(after), Some(before)) if before <= after => {
            Err(written.wrong("`valid-before` is not later than `valid-after`, so this key is never valid"))
        }
        _ => Ok(options),
    }
}

fn flag<'a>(name: Piece<'_>, after: Piece<'a>, options: &mut Options) -> Result<Piece<'a>, Problem> {
    match name.text.to_ascii_lowercase().as_str() {
        "cert-authority" if options.authority => Err(twice(name)),
        "cert-authority" => {
            options.authority = true;
            Ok(after)
        }
        "namespaces" | "valid-after" | "valid-before" => Err(unquoted(name)),
        _ => Err(unknown(name)),
    }
}

/// Reads `="…"`, and gives back what follows it.
fn with_value<'a>(name: Piece<'_>, value: Piece<'a>, options: &mut Options) -> Result<Piece<'a>, Problem> {
    let lower = name.text.to_ascii_lowercase();
    if !OPTIONS.contains(&lower.as_str()) {
        return Err(unknown(name));
    }
    if lower == "cert-authority" {
        return Err(name.wrong("`cert-authority` takes no value"));
    }
    let inside = value.split(1).1;
    if !inside.text.starts_with('"') {
        return Err(unquoted(name));
    }
    let inside = inside.split(1).1;
    let (content, length) = dequoted(inside.text).ok_or_else(|| unterminated(value))?;
    let (raw, after) = inside.split(length);
    let time = || time::parse(&content).map_err(|wrong| raw.wrong(format!("`{content}` {wrong}")));
    let patterns = || Patterns::parse(&content).map_err(|wrong| raw.wrong(wrong));
    let was_given = match lower.as_str() {
        "valid-after" => options.valid_after.replace(time()?).is_some(),
        "valid-before" => options.valid_before.replace(time()?).is_some(),
        _ => options.namespaces.replace(patterns()?).is_some(),
    };
    if was_given { Err(twice(name)) } else { Ok(after.split(1).1) }
}

/// What stands before the closing quote, and how many bytes that takes; `\"` is a quote.
fn dequoted(text: &str) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((content, at)),
            '\\' if chars.next_if(|(_, next)| *next == '"').is_some() => content.push('"'),
            c => content.push(c),
        }
    }
    None
}

fn unknown(name: Piece<'_>) -> Problem {
    if name.text.is_empty() {
        return missing(name);
    }
    let problem = name.wrong(format!("`{}` is neither an option nor a kind of key", name.text));
    match did_you_mean(name.text, OPTIONS.into_iter().chain(Key::KINDS)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => {
            problem.help("the options are `namespaces`, `valid-after`, `valid-before` and `cert-authority`")
        }
    }
}

fn missing(piece: Piece<'_>) -> Problem {
    piece.wrong("an option is missing here").help("options have one comma between them, and no blanks")
}

fn unquoted(name: Piece<'_>) -> Problem {
    name.wrong(format!("`{}` wants a value in quotes", name.text))
        .help(format!("write `{}=\"…\"`", name.text))
}

fn twice(name: Piece<'_>) -> Problem {
    name.wrong(format!("`{}` is given twice", name.text)).help("keep one of them")
}
