//! The only place that names the YAML crates: a text becomes a spanned tree, a value becomes a scalar.
//!
//! `saphyr-parser` reads (events with positions, strict to YAML 1.2); `serde_yaml` writes.
//! What a gate must not guess about is refused: tags, merge keys, several documents, duplicate
//! keys, aliases that explode.

pub mod edit;
mod plain;
mod scalar;
mod slip;

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks};

use crate::source::{Problem, Source, conflict};
use crate::span::Span;
use crate::tree::{DEPTH_LIMIT, Entry, Node, Value};
use plain::plain;
use slip::Reached;

pub use scalar::scalar;

/// How many bytes the copies that anchors and aliases ask for may take.
const COPY_LIMIT: usize = 8 << 20;

/// What could be read of a text.
#[derive(Debug)]
pub struct Document {
    /// The tree; none for an empty text. After a syntax error, what precedes it.
    pub root: Option<Node>,
    /// Everything that is wrong with the text.
    pub problems: Vec<Problem>,
    /// Whether reading stopped before the end of the text.
    pub broken: bool,
}

/// Reads one YAML document.
pub fn parse(source: &Source) -> Document {
    let offsets = Offsets::of(source.text());
    let mut builder = Builder { end: source.text().len(), ..Builder::default() };
    builder.problems.extend(unprintable(source.text()));
    let mut broken = false;
    for next in Parser::new_from_str(source.text()) {
        let step = match next {
            Ok((event, marks)) => builder.event(event, offsets.span(marks)),
            Err(error) => {
                let at = offsets.byte(error.marker().index());
                let conflict = conflict::unsettled(source.text());
                Err(conflict.unwrap_or_else(|| syntax_problem(&error, at, &builder, source)))
            }
        };
        if let Err(problem) = step {
            builder.problems.push(problem);
            broken = true;
            break;
        }
    }
    while !builder.open.is_empty() {
        builder.close(builder.end);
    }
    Document { root: builder.root, problems: builder.problems, broken }
}

/// The first character that YAML allows in no text: an editor, a terminal and a reviewer may each show
/// something else where it stands.
fn unprintable(text: &str) -> Option<Problem> {
    let is_printable = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    text.split('\n').find(|line| !crate::text::is_plain(line))?;
    let (at, found) = text.char_indices().find(|(_, c)| !is_printable(*c))?;
    let message = format!("YAML allows no {} in a text", found.escape_unicode());
    let span = Span::new(at, at + found.len_utf8());
    Some(Problem::new(span, message).help("take it out, or write it as an escape between double quotes"))
}

fn syntax_problem(error: &ScanError, at: usize, builder: &Builder, source: &Source) -> Problem {
    if error.info() == "recursion limit exceeded" {
        return too_deep(Span::new(at, at));
    }
    let is_bracket =
        |open: &&Open| source.text().get(open.start..).is_some_and(|rest| rest.starts_with(['[', '{']));
    let bracket = builder.open.iter().find(is_bracket).map(|open| open.start);
    slip::problem(error.info(), at, &Reached { last: builder.last, bracket }, source)
}

fn too_deep(span: Span) -> Problem {
    Problem::new(span, format!("nested deeper than {DEPTH_LIMIT} levels"))
}

/// Character offsets, which the parser counts, as byte offsets.
struct Offsets(Option<Vec<u32>>);

impl Offsets {
    fn of(text: &str) -> Offsets {
        if text.is_ascii() {
            return Offsets(None);
        }
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Offsets(Some(starts.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect()))
    }

    fn byte(&self, index: usize) -> usize {
        match &self.0 {
            None => index,
            Some(starts) => starts.get(index).or(starts.last()).map_or(0, |at| *at as usize),
        }
    }

    fn span(&self, marks: Marks) -> Span {
        Span::new(self.byte(marks.start.index()), self.byte(marks.end.index()))
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Option<Node>>,
    root: Option<Node>,
    documents: usize,
    copied: usize,
    end: usize,
    last: usize,
    problems: Vec<Problem>,
}

/// A collection whose end has not been read.
struct Open {
    anchor: usize,
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, seen: HashSet<String>, key: Option<(String, Span)> },
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        self.last = span.end();
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Problem::new(span, "a second YAML document")
                        .help("one file holds one launch: give each launch a file of its own"));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                let value = match style {
                    ScalarStyle::Plain => plain(text),
                    _ => Value::Text(text.into_owned()),
                };
                self.node(Node { span, value }, anchor)?;
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.open(anchor, span, OpenKind::List(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.open(
                    anchor,
                    span,
                    OpenKind::Map { entries: Vec::new(), seen: HashSet::new(), key: None },
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.start()),
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn refuse_tag(&mut self, tagged: bool, span: Span) {
        if tagged {
            let problem =
                Problem::new(span, "tags (`!…`) are not read").help("write the value without its tag");
            self.problems.push(problem);
        }
    }

    fn open(&mut self, anchor: usize, span: Span, kind: OpenKind) -> Result<(), Problem> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(too_deep(span));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
        self.open.push(Open { anchor, start: span.start(), kind });
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.kind {
            OpenKind::List(items) => Value::List(items),
            OpenKind::Map { mut entries, key, .. } => {
                let null = |at| Node { span: Span::new(at, at), value: Value::Null };
                entries.extend(key.map(|(key, key_span)| Entry {
                    key,
                    key_span,
                    node: null(key_span.end()),
                }));
                Value::Map(entries.into())
            }
        };
        let node = Node { span: Span::new(open.start, end), value };
        if let Err(problem) = self.node(node, open.anchor) {
            self.problems.push(problem);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Problem> {
        let Some(Some(target)) = self.anchors.get(&anchor) else {
            return Err(Problem::new(span, "an alias to a collection that contains it"));
        };
        self.copied += weight(target);
        if self.copied > COPY_LIMIT {
            return Err(too_much(span));
        }
        let node = Node { span, value: target.value.clone() };
        self.node(node, 0)
    }

    fn node(&mut self, node: Node, anchor: usize) -> Result<(), Problem> {
        if anchor > 0 {
            self.copied += weight(&node);
            if self.copied > COPY_LIMIT {
                return Err(too_much(node.span));
            }
            self.anchors.insert(anchor, Some(node.clone()));
        }
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(OpenKind::List(items)) => items.push(node),
            Some(OpenKind::Map { entries, seen, key }) => match key.take() {
                None => *key = Some(key_of(node, &mut self.problems)),
                Some((key, key_span)) if is_new(&key, entries, seen) => {
                    entries.push(Entry { key, key_span, node });
                }
                Some((key, key_span)) => self.problems.push(
                    Problem::new(key_span, format!("the key `{key}` stands here a second time"))
                        .help("keep one of the two: nothing may be decided by which one wins"),
                ),
            },
        }
        Ok(())
    }
}

/// About how many bytes a copy of a value takes.
fn weight(node: &Node) -> usize {
    const NODE: usize = 64;
    NODE + match &node.value {
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(entries) => entries.iter().map(|entry| entry.key.len() + weight(&entry.node)).sum(),
        Value::Text(text) | Value::Number(text) => text.len(),
        Value::Null | Value::Bool(_) => 0,
    }
}

fn too_much(span: Span) -> Problem {
    let message =
        format!("anchors and aliases that come to more than {} MiB once written out", COPY_LIMIT >> 20);
    Problem::new(span, message)
}

/// Whether a map does not have a key yet. A short one is searched; a long one is remembered in `seen`.
fn is_new(key: &str, entries: &[Entry], seen: &mut HashSet<String>) -> bool {
    const SHORT: usize = 32;
    if entries.len() < SHORT {
        return !entries.iter().any(|entry| entry.key == key);
    }
    if seen.is_empty() {
        seen.extend(entries.iter().map(|entry| entry.key.clone()));
    }
    seen.insert(key.to_owned())
}

fn key_of(node: Node, problems: &mut Vec<Problem>) -> (String, Span) {
    let key = match node.value {
        Value::Text(text) if text == "<<" => {
            problems.push(
                Problem::new(node.span, "merge keys (`<<`) are not read")
                    .help("write the keys out: what a launch says should be visible where it is said"),
            );
            text
        }
        Value::Text(text) | Value::Number(text) => text,
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => {
            problems.push(Problem::new(node.span, "a key has to be a word"));
            String::new()
        }
    };
    (key, node.span)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::source::Source;
    use crate::tree::Value;

    fn problems(text: &str) -> Vec<String> {
        let source = Source::new("plan.yaml", text);
        let at = |problem: &crate::source::Problem| {
            let place = source.position(problem.span.start());
            format!("{}:{} {}", place.line, place.column, problem.message)
        };
        parse(&source).problems.iter().map(at).collect()
    }

    #[test]
    fn yaml_1_2_booleans_and_numbers() {
        let source =
            Source::new("plan.yaml", "[yes, NO, on, true, ~, 5, 1.5e3, 0x1F, -0.5, 2026-06-15, 1_000, .5]");
        let root = parse(&source).root.expect("a list");
        let Value::List(items) = root.value else { panic!("a list") };
        let kinds: Vec<char> = items
            .iter()
            .map(|item| match item.value {
                Value::Text(_) => 't',
                Value::Bool(_) => 'b',
                Value::Null => '~',
                Value::Number(_) => 'n',
                _ => '?',
            })
            .collect();
        assert_eq!(kinds.iter().collect::<String>(), "tttb~nnnnttn");
    }

    #[test]
    fn what_a_gate_must_not_guess_about_is_refused_with_its_place() {
        assert_eq!(problems("a: 1\nb: 2\na: 3\n"), ["3:1 the key `a` stands here a second time"]);
        assert_eq!(problems("a: !x 1\n"), ["1:4 tags (`!…`) are not read"]);
        assert_eq!(problems("é: &x {b: 1}\nc:\n  <<: *x\n"), ["3:3 merge keys (`<<`) are not read"]);
        assert_eq!(problems("a: 1\n---\nb: 2\n"), ["2:1 a second YAML document"]);
        assert_eq!(problems("a: &x [*x]\n"), ["1:8 an alias to a collection that contains it"]);
        assert!(problems("a: [1,\n").iter().all(|problem| problem.contains("not YAML")));
    }

    #[test]
    fn spans_are_bytes_also_after_wide_characters() {
        let source = Source::new("plan.yaml", "\u{feff}é価: x\r\nb: {ö: y}\r\n");
        let root = parse(&source).root.expect("a map");
        let (span, found) = root.locate("b.ö");
        assert!(found);
        assert_eq!(source.slice(span), "ö");
        assert_eq!(source.position(span.start()).column, 5);
    }

    #[test]
    fn aliases_are_bounded() {
        let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (from, to) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            let items = vec![format!("*{from} "); 10].join(",");
            bomb.push_str(&format!("{to}: &{to} [{items}]\n"));
        }
        assert!(problems(&bomb).iter().any(|problem| problem.contains("8 MiB")));
    }

    #[test]
    fn deep_nesting_is_refused_at_once() {
        let deep = (0..200).fold(String::new(), |text, level| text + &" ".repeat(level) + "a:\n");
        for text in ["[".repeat(10_000), deep] {
            assert!(problems(&text).iter().any(|problem| problem.contains("deep")), "{:?}", problems(&text));
        }
    }
}
