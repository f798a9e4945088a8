//! Places in half-typed texts.

use super::{Role, at};
use proptest::prelude::*;

/// The place of the `‸` in a text, as `path role word`.
fn place(marked: &str) -> String {
    let byte = marked.find('‸').expect("a cursor");
    let text = marked.replacen('‸', "", 1);
    match at(&text, byte) {
        None => "nothing".to_owned(),
        Some(cursor) => {
            let role = match cursor.role {
                Role::Key | Role::Table | Role::Tables => "key",
                Role::Value => "value",
                Role::Item => "item",
            };
            format!("{} {role} {:?}", cursor.path.join("."), &text[cursor.word])
        }
    }
}

#[test]
fn blocks() {
    assert_eq!(place("‸"), " key \"\"");
    assert_eq!(place("launch: X\nki‸"), " key \"ki\"");
    assert_eq!(place("kind: pro‸"), "kind value \"pro\"");
    assert_eq!(place("stages:\n  fin‸ance:\n    owner: x"), "stages key \"finance\"");
    assert_eq!(place("stages:\n  finance:\n    ‸\nhandoffs:"), "stages.finance key \"\"");
    assert_eq!(place("stages:\n  finance:\n    owner: a\n    im‸\n"), "stages.finance key \"im\"");
    assert_eq!(place("stages:\n  finance:\n    owner: a\n  ‸"), "stages key \"\"");
    assert_eq!(place("a:\r\n  b:\r\n    c: x y‸ z # w\r\n"), "a.b.c value \"x y z\"");
    assert_eq!(place("a:\n  b: # why\n    ‸"), "a.b key \"\"");
    assert_eq!(place("a: x # c‸"), "nothing");
    assert_eq!(place("a: |\n  text‸\n"), "nothing");
    assert_eq!(place("a: |\n  text\nb: ‸"), "b value \"\"");
}

#[test]
fn lists() {
    assert_eq!(place("evidence:\n  - from: x\n  - fr‸"), "evidence item \"fr\"");
    assert_eq!(place("evidence:\n- from: x\n  ‸"), "evidence.0 key \"\"");
    assert_eq!(place("a:\n  - {b: 1}\n  - {b: ‸"), "a.1.b value \"\"");
    assert_eq!(place("covers:\n  - handoffs.x\n  - ‸"), "covers item \"\"");
    assert_eq!(place("covers: [handoffs.x, st‸]"), "covers item \"st\"");
    assert_eq!(place("a:\n- b: 1\n- c: 2\nd:\n  ‸"), "d key \"\"");
}

#[test]
fn brackets() {
    assert_eq!(place("stages:\n  x: {sign_off: {by: f‸, date: 1}}"), "stages.x.sign_off.by value \"f\"");
    assert_eq!(place("stages:\n  x: {sign_off: {by: f, ‸"), "stages.x.sign_off key \"\"");
    assert_eq!(place("a: {b: 1, c‸: 2}"), "a key \"c\"");
    assert_eq!(place("w: {rule: \"miss‸\"}"), "w.rule value \"\\\"miss\\\"\"");
    assert_eq!(place("a: {b: 1,\n    c: {d: ‸"), "a.c.d value \"\"");
    assert_eq!(place("a: {b: [x, {y: ‸"), "a.b.1.y value \"\"");
    assert_eq!(place("a: {b: https://x, ‸"), "a key \"\"");
}

#[test]
fn a_bracket_that_was_left_open_ends_with_its_block() {
    assert_eq!(place("a:\n  b: {c: [\nd:\n  e: ‸"), "d.e value \"\"");
    assert_eq!(place("a: \"half\nb: ‸"), "b value \"\"");
    assert_eq!(place("a:\n  b: 'half\n  c: ‸"), "a.c value \"\"");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_any_text_is_one(text in "([a-c:{}\\[\\]\"'#,| \n-]|(?s:.)){0,60}", byte in 0usize..70) {
        let is_within_a_line_end = |byte: usize| text[..byte].ends_with('\r');
        if text.is_char_boundary(byte) && byte <= text.len() && !is_within_a_line_end(byte)
            && let Some(cursor) = at(&text, byte)
        {
            prop_assert!(text.get(cursor.word.clone()).is_some(), "{:?}", cursor);
            prop_assert!(cursor.word.start <= byte && byte <= cursor.word.end);
        }
    }
}

#[test]
fn what_stands_beside_is_known() {
    let text = "w: {rule: \"open-ask\", why: x, at: ";
    let beside = at(text, text.len()).expect("a place").beside;
    let text = str::to_owned;
    assert_eq!(beside, [(text("rule"), text("open-ask")), (text("why"), text("x"))]);
}
