//! The only place that names the TOML crate: a policy's text becomes the same spanned tree as a plan's.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::{Problem, Source, conflict};
use crate::span::Span;
use crate::tree::{DEPTH_LIMIT, Entry, Node, Value};

/// Reads a TOML document; what precedes and follows an error is read all the same. Of a file that git could
/// not merge nothing is: it says two things at once.
pub fn parse(source: &Source) -> (Node, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    if let Some(problem) = conflict::unsettled(source.text()) {
        let line = problem.span.start()..=problem.span.end();
        if errors.iter().filter_map(toml::de::Error::span).any(|at| line.contains(&at.start)) {
            return (Node { span: Span::default(), value: Value::Null }, vec![problem]);
        }
    }
    let mut problems: Vec<Problem> = errors
        .iter()
        .map(|error| {
            let span = error.span().map_or_else(Span::default, |range| Span::new(range.start, range.end));
            Problem::new(span, format!("not TOML: {}", error.message().replace('\n', ", ")))
        })
        .collect();
    let span = Span::new(table.span().start, table.span().end);
    let node = Node { span, value: map(table.get_ref(), source, 0, &mut problems) };
    (node, problems)
}

fn map(table: &DeTable<'_>, source: &Source, depth: usize, problems: &mut Vec<Problem>) -> Value {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().clone().into_owned(),
        key_span: Span::new(key.span().start, key.span().end),
        node: node(value, source, depth + 1, problems),
    };
    Value::Map(table.iter().map(entry).collect())
}

fn node(spanned: &Spanned<DeValue<'_>>, source: &Source, depth: usize, problems: &mut Vec<Problem>) -> Node {
    let span = Span::new(spanned.span().start, spanned.span().end);
    let written = || source.slice(span).to_owned();
    let value = match spanned.get_ref() {
        _ if depth > DEPTH_LIMIT => {
            problems.push(Problem::new(span, format!("nested deeper than {DEPTH_LIMIT} levels")));
            Value::Null
        }
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(_) | DeValue::Float(_) => Value::Number(written()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(_) => Value::Text(written()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| node(item, source, depth + 1, problems)).collect())
        }
        DeValue::Table(table) => map(table, source, depth, problems),
    };
    Node { span, value }
}
