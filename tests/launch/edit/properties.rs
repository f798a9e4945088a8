//! Random plans in random layouts × random changes.

use launch::yaml::edit::{Change, New};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_yaml::Value as Other;

use super::layouts::{assert_comments, layouts};
use super::model::Tree;
use super::print::{Dice, Printer};
use super::{Outcome, append, checked, edited, remove, set};

const WORDS: [&str; 24] = [
    "a",
    "b",
    "fay",
    "two words",
    "and three of them",
    "true",
    "~",
    "5",
    "2026-05-20",
    "yes",
    "",
    " ",
    "a: b",
    "# x",
    "it's",
    "\"q\"",
    "é 価格",
    "[x], {y}",
    "a\nb",
    "a\n  b\n",
    "a\n\nb\n\n",
    "\n",
    "\ttab\u{1b}",
    "https://acme.example/x?y=1,2",
];

const KEYS: [&str; 8] = ["stages", "finance", "sales", "owner", "sign_off", "by", "covers", "a-b"];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => "[ -~]{0,20}",
        1 => "\\PC{0,6}",
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        1 => Just(Tree::Null),
        1 => any::<bool>().prop_map(Tree::Bool),
        4 => word().prop_map(Tree::Word),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
            2 => map(inner),
        ]
    })
}

fn map(inner: impl Strategy<Value = Tree>) -> impl Strategy<Value = Tree> {
    let keys = proptest::sample::subsequence(&KEYS[..], 0..6).prop_shuffle();
    (keys, proptest::collection::vec(inner, 6))
        .prop_map(|(keys, values)| Tree::Map(keys.into_iter().map(str::to_owned).zip(values).collect()))
}

fn new(tree: Tree) -> New {
    match tree {
        Tree::Null => New::text("nothing"),
        Tree::Bool(value) => New::Bool(value),
        Tree::Word(word) if word.contains('\n') => New::Block(word),
        Tree::Word(word) => New::Text(word),
        Tree::List(items) => New::List(items.into_iter().map(new).collect()),
        Tree::Map(entries) => New::map(entries.into_iter().map(|(key, value)| (key, new(value)))),
    }
}

/// A change at some place that is there, or near one.
fn change(tree: &Tree, dice: &mut Dice, value: New) -> Change {
    let (mut at, mut node) = (Vec::new(), tree);
    loop {
        let next = match node {
            Tree::Map(entries) if !entries.is_empty() => {
                let (key, value) = dice.pick(entries);
                Some((key.clone(), value))
            }
            Tree::List(items) if !items.is_empty() => {
                let index = dice.roll(items.len() as u64);
                Some((index.to_string(), &items[usize::try_from(index).expect("an index")]))
            }
            _ => None,
        };
        let Some((step, inner)) = next else { break };
        at.push(step);
        node = inner;
        if dice.one_in(3) {
            break;
        }
    }
    for _ in 0..dice.roll(3) {
        if at.is_empty() || dice.one_in(2) {
            at.push((*dice.pick(&KEYS)).to_owned());
        }
    }
    let at = if at.is_empty() { "owner".to_owned() } else { at.join(".") };
    match dice.roll(5) {
        0 | 1 => set(&at, value),
        2 | 3 => remove(&at),
        _ => append(&at, value),
    }
}

/// Whether the second reader reads the text as the tree. It reads some texts otherwise that the
/// printer makes (it is YAML 1.1): those say nothing about an edit.
fn is_read_alike(text: &str, tree: &Tree) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    serde_yaml::from_str::<Other>(text).is_ok_and(|other| tree.agrees(&other))
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

#[derive(Default)]
struct Counts {
    edits: usize,
    meaningless: usize,
    shared: usize,
    unread: usize,
    second: usize,
}

#[test]
#[expect(clippy::print_stderr, reason = "how much was tried belongs to the answer")]
fn random_plans_take_random_changes() {
    let config = ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() };
    let counts = std::cell::RefCell::new(Counts::default());
    let strategy = (map(tree()), any::<u64>(), tree().prop_map(new));
    let result = TestRunner::new(config).run(&strategy, |(tree, seed, value)| {
        let mut counts = counts.borrow_mut();
        let text = Printer::print(seed, &tree);
        let Ok(read) = Tree::read(&text) else {
            counts.unread += 1;
            return Ok(());
        };
        prop_assert!(read == tree || tree == Tree::Map(Vec::new()), "{read:?}\n{tree:?}\n{text}");
        let tree = read;
        let change = change(&tree, &mut Dice::new(seed.rotate_left(17)), value);
        match checked(&text, &change) {
            Outcome::Edited(after) => {
                counts.edits += 1;
                assert_comments(&text, &after, &change);
                if is_read_alike(&text, &tree) {
                    counts.second += 1;
                    let after_tree = Tree::read(&after).map_err(TestCaseError::fail)?;
                    prop_assert!(is_read_alike(&after, &after_tree), "{change:?}\n{text}\n>>>\n{after}");
                }
            }
            Outcome::Meaningless => counts.meaningless += 1,
            Outcome::Shared => counts.shared += 1,
        }
        Ok(())
    });
    let Counts { edits, meaningless, shared, unread, second } = counts.into_inner();
    eprintln!(
        "{edits} edits, {meaningless} of nothing, {shared} refused, {unread} texts not read; \
         {second} also read by a second reader"
    );
    if let Err(failure) = result {
        panic!("{failure}");
    }
    assert!(unread * 10 < edits, "{unread} texts were not read");
}

/// Any change of any text that is YAML gives what is meant, or is refused.
#[test]
#[expect(clippy::print_stderr, reason = "how much was tried belongs to the answer")]
fn damaged_plans_are_edited_rightly_or_not_at_all() {
    let texts: Vec<String> = layouts().into_iter().map(|(_, text)| text).collect();
    let damage = prop_oneof![
        "[ \n]{0,3}",
        "[-?:,#&*|>'\"{}\\[\\] \t\n\ra-b]{1,3}",
        proptest::sample::select(&["\n", "  ", "\r\n", ": ", "- ", "|+\n", "# x\n", "é", "? ", "\n\n"][..])
            .prop_map(str::to_owned),
    ];
    let strategy = (
        proptest::sample::select(texts),
        proptest::collection::vec((any::<u64>(), 0usize..4, damage), 1..3),
        any::<u64>(),
        tree().prop_map(new),
    );
    let counts = std::cell::RefCell::new([0; 4]);
    let config = ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&strategy, |(mut text, damages, seed, value)| {
        let counts = &mut *counts.borrow_mut();
        for (at, length, instead) in damages {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = usize::try_from(at).unwrap_or(0) % ends.len();
            text.replace_range(ends[from]..ends[(from + length).min(ends.len() - 1)], &instead);
        }
        let Ok(tree) = Tree::read(&text) else {
            counts[0] += 1;
            return Ok(());
        };
        let change = change(&tree, &mut Dice::new(seed), value);
        match edited(&text, &change) {
            Ok(after) => {
                counts[1] += 1;
                let found = Tree::read(&after).map_err(TestCaseError::fail)?;
                let meant = tree.after(&change).map(|tree| tree.with_emptied(&change));
                prop_assert!(Some(found.with_emptied(&change)) == meant, "{change:?}\n{text}\n>>>\n{after}");
            }
            Err(message) if message.contains("changing what stands round") => counts[2] += 1,
            Err(_) => counts[3] += 1,
        }
        Ok(())
    });
    let [unread, edits, refused, other] = counts.into_inner();
    eprintln!("{edits} edits, {unread} texts not read, {refused} refused, {other} of nothing or shared");
    if let Err(failure) = result {
        panic!("{failure}");
    }
    assert!(refused * 100 <= edits, "{refused} of {edits} edits were refused");
}

/// Every text of two signs, alone and beside words, in a block and between brackets.
#[test]
fn every_short_text_is_written_so_that_two_readers_read_it() {
    const SIGNS: &str = " -?:,[]{}#&*!|>'\"%@`~=<0.\t\n\\é";
    let signs = || SIGNS.chars().map(Some).chain([None]);
    let mut count = 0;
    for (first, second) in signs().flat_map(|first| signs().map(move |second| (first, second))) {
        let middle: String = first.into_iter().chain(second).collect();
        for before in ["", "a", "a "] {
            for after in ["", "b", " b"] {
                let text = format!("{before}{middle}{after}");
                let value =
                    if text.contains('\n') { New::Block(text.clone()) } else { New::Text(text.clone()) };
                let meant = Tree::Word(text);
                for (plan, change) in [
                    ("a: b\n", set("c", value.clone())),
                    ("a: b\n", append("c", value.clone())),
                    ("a: {b: c}\n", set("a.d", value.clone())),
                    ("a: [b, c]\n", set("a.0", value)),
                ] {
                    let edited =
                        edited(plan, &change).unwrap_or_else(|told| panic!("{meant:?} in {plan}: {told}"));
                    let found = Tree::read(&edited).expect("YAML");
                    assert!(
                        Some(&found) == Tree::read(plan).expect("YAML").after(&change).as_ref(),
                        "{edited}"
                    );
                    assert!(is_read_alike(&edited, &found), "{meant:?}: {edited}");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 30_000, "{count}");
}
