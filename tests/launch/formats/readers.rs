//! Readers of the formats that this project did not write, and the rules that are in no schema.

use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, OnceLock};

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use fastxml::schema::{Schema, Validator as XmlValidator};
use fastxml::{Parser, XmlNode};
use jsonschema::Validator;
use serde_json::Value;

use crate::command::project;

fn schema(name: &str) -> String {
    fs::read_to_string(project().join("tests/schemas").join(name)).expect("a schema")
}

fn validator(name: &str) -> Validator {
    let mut schema: Value = serde_json::from_str(&schema(name)).expect("a JSON schema");
    // The pattern that the standard gives for a language is no regular expression of JSON Schema. No
    // log of ours has a language.
    for of in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{of}/properties/language"));
        language.and_then(Value::as_object_mut).map(|language| language.remove("pattern"));
    }
    jsonschema::validator_for(&schema).expect("a valid schema")
}

/// What is wrong with a SARIF log.
pub(super) fn sarif_errors(log: &Value) -> Vec<String> {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    let validator = VALIDATOR.get_or_init(|| validator("sarif-2.1.0.json"));
    validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What is wrong with a code-quality report.
pub(super) fn gitlab_errors(report: &Value) -> Vec<String> {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    let validator = VALIDATOR.get_or_init(|| validator("gitlab-code-quality.json"));
    validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

pub(super) fn sarif(text: &str) -> Value {
    logged(text);
    let log: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(sarif_errors(&log), [""; 0], "{text}");
    clean_strings(&log);
    log
}

pub(super) fn gitlab(text: &str) -> Value {
    logged(text);
    let report: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(gitlab_errors(&report), [""; 0], "{text}");
    clean_strings(&report);
    report
}

/// What people see of a document holds nothing that moves a cursor. Only rule pages have lines.
fn clean_strings(value: &Value) {
    match value {
        Value::String(text) => clean(text),
        Value::Array(items) => items.iter().for_each(clean_strings),
        Value::Object(items) => items.values().for_each(clean_strings),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Nothing but line ends may control whatever shows the text.
pub(crate) fn clean(text: &str) {
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(
                c,
                '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
    };
    assert_eq!(text.chars().find(|c| bad(*c)), None, "{text:?}");
}

/// Nothing in a build's log is a command: no line begins with `::`, what is called and `::`; none holds `##[`
/// or `##vso[`.
#[track_caller]
pub(crate) fn logged(text: &str) {
    for line in text.lines() {
        let begin = line.trim_start();
        // `::: ` is how a drawing names a second file, and no command's name.
        let command = begin.strip_prefix("::").filter(|called| !called.starts_with(": "));
        assert!(!command.is_some_and(|called| called.contains("::")), "{line}");
        assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
    }
}

/// A test case that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) class: String,
    /// `passed`, or the element that says otherwise.
    pub(super) outcome: String,
    /// The text of that element.
    pub(super) text: String,
}

/// A test suite that was read.
#[derive(Clone, Debug)]
pub(super) struct Suite {
    pub(super) attributes: HashMap<String, String>,
    pub(super) cases: Vec<Case>,
    pub(super) aside: String,
}

/// What is wrong with a report of test results, by the schema of Jenkins and by that of Ant.
pub(super) fn junit_errors(text: &str) -> Vec<String> {
    static SCHEMAS: OnceLock<[(&str, Arc<Schema>); 2]> = OnceLock::new();
    let schemas =
        SCHEMAS.get_or_init(|| ["junit-jenkins.xsd", "junit-windyroad.xsd"].map(|name| (name, xsd(name))));
    // This revision of Ant's schema knows nothing of skipped cases, as later ones do.
    let of_ant = without(&without(text, " skipped=\"", "\""), "<skipped ", "/>");
    schemas.iter().zip([text, &of_ant]).flat_map(|(schema, text)| xsd_errors(schema, text)).collect()
}

/// The text without what lies between two marks, and without them.
fn without(text: &str, begin: &str, end: &str) -> String {
    let mut parts = text.split(begin);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once(end).map_or("", |(_, behind)| behind))
}

fn xsd(name: &str) -> Arc<Schema> {
    Arc::new(Schema::from_xsd(schema(name)).expect("a schema"))
}

fn xsd_errors((name, schema): &(&str, Arc<Schema>), text: &str) -> Vec<String> {
    match XmlValidator::from_reader(text.as_bytes()).schema(Arc::clone(schema)).run() {
        Ok(report) => report.errors().iter().map(|error| format!("{name}: {error}")).collect(),
        Err(error) => vec![error.to_string()],
    }
}

pub(super) fn junit(text: &str) -> Vec<Suite> {
    assert_eq!(junit_errors(text), [""; 0], "{text}");
    clean(text);
    logged(text);
    let document = Parser::from(text).parse().expect("XML");
    let root = document.get_root_element().expect("an element");
    root.get_child_elements().iter().map(read_suite).collect()
}

fn read_suite(suite: &XmlNode) -> Suite {
    let children = |name: &str| {
        suite.get_child_elements().into_iter().filter(|child| child.get_name() == name).collect::<Vec<_>>()
    };
    let content = |node: &XmlNode| node.get_content().unwrap_or_default();
    let case = |node: XmlNode| {
        let [name, class] = ["name", "classname"].map(|key| node.get_attribute(key).expect("an attribute"));
        let told = node.get_child_elements();
        Case {
            name,
            class,
            outcome: told.first().map_or_else(|| "passed".to_owned(), XmlNode::get_name),
            text: told.iter().map(content).collect(),
        }
    };
    Suite {
        attributes: suite.get_attributes().into_iter().collect(),
        cases: children("testcase").into_iter().map(case).collect(),
        aside: children("system-out").iter().map(content).collect(),
    }
}

/// The rows below the headings.
pub(super) fn csv(text: &str) -> Vec<HashMap<String, String>> {
    clean(&text.replace("\r\n", "\n"));
    logged(text);
    assert!(text.split_inclusive('\n').all(|line| line.ends_with("\r\n")), "RFC 4180 ends rows with CRLF");
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let rows: Vec<HashMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    for cell in rows.iter().flat_map(HashMap::values) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula: {cell}");
    }
    rows
}

/// An event that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) uid: String,
    pub(super) day: String,
    pub(super) summary: String,
    pub(super) description: String,
}

pub(super) fn ics(text: &str) -> Vec<Event> {
    clean(&text.replace("\r\n", "\n"));
    logged(text);
    for line in text.split_inclusive('\n') {
        assert!(line.ends_with("\r\n") && line.len() <= 77, "{line:?}");
    }
    let unfolded = icalendar::parser::unfold(text);
    let calendar = icalendar::parser::read_calendar(&unfolded).expect("a calendar");
    let event = |component: &icalendar::parser::Component<'_>| {
        assert_eq!(component.name.as_str(), "VEVENT");
        let value = |name: &str| {
            let found = component.find_prop(name).unwrap_or_else(|| panic!("no {name}"));
            found.val.as_str().to_owned()
        };
        assert_eq!(value("DTSTAMP").len(), "20260528T000000Z".len());
        let [uid, day, summary, description] = ["UID", "DTSTART", "SUMMARY", "DESCRIPTION"].map(value);
        assert!(day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()), "{day}");
        Event { uid, day, summary, description }
    };
    calendar.components.iter().map(event).collect()
}

/// A workflow command, as the runner of the platform reads it.
#[derive(Clone, Debug)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) properties: HashMap<String, String>,
    pub(super) message: String,
}

pub(super) fn github(text: &str) -> Vec<Command> {
    clean(text);
    text.lines().filter_map(command).collect()
}

fn command(line: &str) -> Option<Command> {
    assert!(!line.contains("##[") && !line.contains("##vso["), "a command of the old form: {line}");
    let line = line.trim_start().strip_prefix("::")?;
    let (head, message) = line.split_once("::").expect("the end of a command");
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let property = |one: &str| {
        let (key, value) = one.split_once('=').unwrap_or_else(|| panic!("no property: {one}"));
        let value = value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        (key.to_owned(), value.replace("%25", "%"))
    };
    Some(Command {
        name: name.to_owned(),
        properties: properties.split(',').filter(|one| !one.is_empty()).map(property).collect(),
        message: message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%"),
    })
}

/// A page that was read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) headings: Vec<String>,
    /// Tables of rows of cells.
    pub(crate) tables: Vec<Vec<Vec<String>>>,
    /// All words, without markup.
    pub(crate) words: String,
}

/// A page in which nothing is a link, an image, HTML, a mention or a footnote.
pub(crate) fn markdown(text: &str) -> Page {
    clean(text);
    let mut options = Options::default();
    let extension = &mut options.extension;
    (extension.table, extension.autolink, extension.strikethrough) = (true, true, true);
    (extension.tasklist, extension.footnotes, extension.alerts) = (true, true, true);
    (extension.math_dollars, extension.math_code) = (true, true);
    options.parse.relaxed_autolinks = true;
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let mut page = Page::default();
    for node in root.descendants() {
        let below = || {
            let words = node.descendants().map(|inner| match &inner.data().value {
                NodeValue::Text(text) => text.to_string(),
                NodeValue::Code(code) => code.literal.clone(),
                _ => String::new(),
            });
            words.collect::<String>()
        };
        match &node.data().value {
            NodeValue::Document
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Paragraph
            | NodeValue::Strong
            | NodeValue::Code(_) => {}
            NodeValue::SoftBreak => page.words.push('\n'),
            NodeValue::Text(text) => mentions_nobody(text),
            NodeValue::Heading(_) => page.headings.push(below()),
            NodeValue::Table(_) => page.tables.push(Vec::new()),
            NodeValue::TableRow(_) => page.tables.last_mut().expect("a table").push(Vec::new()),
            NodeValue::TableCell => {
                page.tables.last_mut().and_then(|table| table.last_mut()).expect("a row").push(below());
            }
            other => panic!("{other:?} in\n{text}"),
        }
    }
    page.words += &root
        .descendants()
        .map(|node| match &node.data().value {
            NodeValue::Text(text) => text.to_string(),
            NodeValue::Code(code) => code.literal.clone(),
            NodeValue::Paragraph | NodeValue::TableCell | NodeValue::Heading(_) => "\n".to_owned(),
            _ => String::new(),
        })
        .collect::<String>();
    page
}

/// Platforms look for mentions and references in what is no code, after the markup is gone.
fn mentions_nobody(text: &str) {
    assert!(!text.contains('@'), "a mention: {text}");
    for sign in ['#', '!'] {
        let number = text.split(sign).skip(1).any(|behind| behind.starts_with(|c: char| c.is_ascii_digit()));
        assert!(!number, "a reference: {text}");
    }
}
