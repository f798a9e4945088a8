//! Edits to the byte.

use launch::source::Source;
use launch::tree::{Node, Value};
use launch::yaml;
use launch::yaml::edit::{Change, New, apply};

use super::{append, checked, edited, remove, set};

/// What cannot be seen in a fixture stands there as a sign.
fn raw(text: &str) -> String {
    [("␍", "\r"), ("␃\n", ""), ("␂", "\u{feff}"), ("␉", "\t"), ("␠", " ")]
        .iter()
        .fold(text.to_owned(), |text, (sign, meant)| text.replace(sign, meant))
}

fn new(node: &Node) -> New {
    match &node.value {
        Value::Text(text) if text.contains('\n') => New::Block(text.clone()),
        Value::Text(text) | Value::Number(text) => New::Text(text.clone()),
        Value::Bool(value) => New::Bool(*value),
        Value::List(items) => New::List(items.iter().map(new).collect()),
        Value::Map(entries) => New::map(entries.iter().map(|entry| (entry.key.clone(), new(&entry.node)))),
        Value::Null => panic!("a value"),
    }
}

/// `set ADDRESS VALUE`, `append ADDRESS VALUE` or `remove ADDRESS`; a value is YAML.
fn change(line: &str) -> Change {
    let (verb, rest) = line.split_once(' ').expect("a change");
    let (at, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let value = || {
        let document = yaml::parse(&Source::new("value", value));
        assert!(document.problems.is_empty(), "{line}: {:?}", document.problems);
        new(&document.root.expect("a value"))
    };
    match verb {
        "set" => set(at, value()),
        "append" => append(at, value()),
        _ => remove(at),
    }
}

#[test]
fn edits_are_right_to_the_byte() {
    let mut count = 0;
    for case in include_str!("exact.txt").split("=== ").skip(1) {
        let (name, case) = case.split_once('\n').expect("a name");
        let (line, texts) = case.split_once("\n<<<\n").expect("a change");
        let (before, after) = texts.split_once(">>>\n").expect("two texts");
        let (before, after, change) = (raw(before), raw(after), change(line));
        assert_eq!(edited(&before, &change).as_deref(), Ok(after.as_str()), "{name}");
        checked(&before, &change);
        count += 1;
    }
    assert!(count >= 64, "{count} cases");
}

/// What readers of YAML 1.1 take for something else, unquoted: within braces, and anywhere.
#[test]
fn what_other_readers_take_otherwise_is_quoted() {
    let within = |text: &str| edited("a: {}\n", &set("a.b", New::text(text))).expect("an edit");
    let below = |text: &str| edited("a:\n  c: d\n", &set("a.b", New::text(text))).expect("an edit");
    let is_quoted = |text: &str, written: &str| {
        [format!("b: \"{text}\""), format!("b: '{text}'")].iter().any(|quoted| written.contains(quoted))
    };
    for text in [
        "y",
        "N",
        "yes",
        "No",
        "NO",
        "on",
        "OFF",
        "12:30",
        "1:30:00",
        "190:20:30.15",
        "1_000",
        "-1_000",
        "+12:30",
        "0x_1F",
        "-0x1F",
        "0b101",
        "1_0.5e+3",
        ".5_0",
        "<<",
        "=",
    ] {
        assert!(is_quoted(text, &within(text)), "{}", within(text));
        assert!(is_quoted(text, &below(text)), "{}", below(text));
    }
    for text in ["Where is the discount?", "?", "what?s it", "https://acme.example/x?y=1"] {
        assert!(is_quoted(text, &within(text)), "{}", within(text));
    }
    for text in [
        "yes and no",
        "once",
        "a_b",
        "12:30 sharp",
        "2026-05-20",
        "2026-05-20T09:30:00+02:00",
        "sha256:0b1",
        "0b2z",
        "https://acme.example/x",
        "fay@acme.example",
        "1 to 2 orders/month",
        "<ask>",
        "net",
        "v1_0",
    ] {
        assert_eq!(within(text), format!("a: {{b: {text}}}\n"));
        assert_eq!(below(text), format!("a:\n  c: d\n  b: {text}\n"));
    }
    assert_eq!(below("Where is it?"), "a:\n  c: d\n  b: Where is it?\n");
    // A key is a word too.
    let keyed = edited("a: {}\n", &set("a.no", New::map([("on", New::text("x"))]))).expect("an edit");
    assert_eq!(keyed.matches(['"', '\'']).count(), 4, "{keyed}");
}

/// What is said of a change, with the line it is said of.
fn refused(text: &str, change: &Change) -> String {
    let source = Source::new("plan.yaml", text);
    let problem = apply(&source, std::slice::from_ref(change)).expect_err("a refusal");
    format!("{}: {}", source.position(problem.span.start()).line, problem.message)
}

#[test]
fn what_is_shared_is_not_edited() {
    const TEXT: &str = "\
stages:
  finance: &stage
    owner: &fay fay
    sign_off: {by: *fay , date: 2026-05-20}
  sales: *stage
  legal:
    owner: *fay
";
    let shared = "cannot be edited in place: it is shared through an anchor or alias";
    for (change, line, place) in [
        (set("stages.finance.impact", New::text("x")), 2, "stages.finance"),
        (set("stages.finance.sign_off.by", New::text("x")), 2, "stages.finance"),
        (remove("stages.sales.owner"), 5, "stages.sales"),
        (append("stages.sales.sign_off", New::text("x")), 5, "stages.sales"),
        (remove("stages.finance"), 2, "stages.finance"),
    ] {
        assert_eq!(refused(TEXT, &change), format!("{line}: `{place}` {shared}"), "{change:?}");
    }
    for change in [
        set("stages.sales", New::Bool(true)),
        set("stages.legal.owner", New::text("x")),
        remove("stages.legal"),
        set("stages", New::Bool(true)),
    ] {
        assert!(edited(TEXT, &change).is_ok(), "{change:?}");
    }
}

#[test]
fn a_change_of_nothing_is_refused_with_its_place() {
    const TEXT: &str = "launch: L\nstages:\n  finance:\n    owner: fay\n    covers: [a]\n";
    for (change, refusal) in [
        (remove("stages.finance.impact"), "3: there is no `stages.finance.impact` to remove"),
        (remove("stages.legal.owner"), "2: there is no `stages.legal.owner` to remove"),
        (remove("stages.finance.covers.1"), "5: there is no `stages.finance.covers.1` to remove"),
        (
            set("launch.name", New::text("x")),
            "1: `launch.name` cannot be written: `launch` is the text `L`, not a map",
        ),
        (
            set("stages.finance.covers.3", New::text("x")),
            "5: there is no `stages.finance.covers.3`: `stages.finance.covers` has 1 item",
        ),
    ] {
        assert_eq!(refused(TEXT, &change), refusal);
    }
    assert_eq!(refused("a: b\n  c: [d\n", &remove("a")).split(": ").nth(1), Some("not YAML"));
    assert_eq!(refused("- a\n", &set("b", New::Bool(true))), "1: there is no `b`: the file has 1 item");
}

#[test]
fn several_changes_are_made_one_after_the_other() {
    let source = Source::new("plan.yaml", "\u{feff}launch: L\r\nstages:\r\n");
    let changes = [
        set("stages.legal.owner", New::text("lea")),
        append("stages.legal.sign_off", New::map([("by", New::text("lea"))])),
        append("stages.legal.sign_off", New::map([("by", New::text("zoe"))])),
        set("stages.legal.sign_off.0.note", New::Block("one\ntwo".to_owned())),
        remove("launch"),
    ];
    assert_eq!(
        apply(&source, &changes).as_deref(),
        Ok("\u{feff}stages:\r\n  legal:\r\n    owner: lea\r\n    sign_off:\r\n      \
            - {by: lea, note: \"one\\ntwo\"}\r\n      - {by: zoe}\r\n")
    );
    let failing = [changes[0].clone(), remove("stages.sales")];
    assert!(apply(&source, &failing).is_err());
}
