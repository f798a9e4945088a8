//! Every layout × every change: the tree is right, the comments are there, the rest is untouched.

use launch::yaml::edit::{Change, New};

use super::{Outcome, append, checked, difference, may_go, remove, set};

/// The layouts by name, each comment with a number of its own: `#7@stages.finance`.
pub(crate) fn layouts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in include_str!("layouts.txt").split("=== ").skip(1) {
        let (name, text) = section.split_once('\n').expect("a name");
        let mut parts = text.split("#@");
        let first = parts.next().unwrap_or_default().to_owned();
        let numbered =
            parts.enumerate().fold(first, |text, (number, part)| format!("{text}#{number}@{part}"));
        found.push((name.to_owned(), numbered));
    }
    found
}

/// The numbered comments of a text with the addresses they belong to.
pub(crate) fn comments(text: &str) -> Vec<(String, String)> {
    let of_line = |part: &str| {
        let (number, rest) = part.split_once('@')?;
        number.parse::<usize>().ok()?;
        let address = rest.split(['\n', '\r', ' ', '\t']).next().unwrap_or_default();
        // A quoted text may happen to begin as a comment does.
        let is_address = address.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
        is_address.then(|| (format!("#{number}@"), address.to_owned()))
    };
    text.split('#').skip(1).filter_map(of_line).collect()
}

/// The same text with other line ends, without its last line break, with a byte-order mark.
fn variants(text: &str) -> Vec<String> {
    let unended = text.strip_suffix('\n').unwrap_or(text);
    let mixed: Vec<String> = text
        .split_inclusive('\n')
        .enumerate()
        .map(|(at, line)| if at % 3 == 1 { line.replace('\n', "\r\n") } else { line.to_owned() })
        .collect();
    vec![
        text.to_owned(),
        unended.to_owned(),
        text.replace('\n', "\r\n"),
        unended.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        mixed.concat(),
        format!("\u{feff}{text}"),
        format!("\u{feff}{}", unended.replace('\n', "\r\n")),
    ]
}

pub(crate) fn changes() -> Vec<Change> {
    let signed = || New::map([("by", New::text("zoe@acme.example")), ("date", New::text("2026-05-21"))]);
    let sealed = || {
        New::map([
            ("by", New::text("zoe@acme.example")),
            ("conditions", New::map([("queue", New::map([("what", New::text("shorter, by half"))]))])),
            ("covers", New::List(vec![New::text("stages.finance.asks.billing"), New::text("x")])),
            ("signature", New::Block("-----BEGIN\n#\n\n  AAAA: {\n-----END".to_owned())),
        ])
    };
    let words = || New::text("it's \"so\": #1, {a} [b]");
    vec![
        set("stages.finance.impact", words()),
        set("stages.finance.asks", signed()),
        set("stages.finance.asks.billing.done", words()),
        set("stages.legal.owner", words()),
        set("stages.legal.sign_off", sealed()),
        set("waivers.kit-later", sealed()),
        set("note", New::Block("one\ntwo\n".to_owned())),
        set("launch", words()),
        set("stages.finance", sealed()),
        set("stages.finance.owner", New::text("zoe@acme.example")),
        set("stages.finance.owner", sealed()),
        set("stages.finance.owner", New::Block("one\n\ntwo".to_owned())),
        set("stages.sales.owner", New::List(vec![words(), sealed(), New::List(vec![signed()])])),
        set("stages.sales.owner", signed()),
        set("stages.finance.sign_off", New::Bool(true)),
        set("stages.finance.sign_off", words()),
        set("stages.finance.sign_off", signed()),
        set("stages.finance.sign_off", sealed()),
        set("stages.finance.sign_off", New::List(vec![signed(), sealed()])),
        set("stages.finance.sign_off", New::Block("one\ntwo".to_owned())),
        set("stages.finance.sign_off.by", words()),
        set("stages.finance.sign_off.by", New::Block("one\ntwo".to_owned())),
        set("stages.finance.sign_off.date", sealed()),
        set("stages.finance.sign_off.verdict", New::text("no")),
        set("stages.finance.sign_off.0", sealed()),
        set("stages.finance.sign_off.0.by", words()),
        set("stages.finance.sign_off.0.note", New::Block("one\ntwo".to_owned())),
        set("stages.finance.sign_off.1.note", words()),
        set("stages.sales.covers", New::text("x")),
        set("stages.sales.covers", signed()),
        set("stages.sales.covers", New::List(Vec::new())),
        set("stages.sales.covers.0", words()),
        set("stages.sales.covers.0", sealed()),
        set("stages.sales.covers.0", New::List(vec![sealed(), words()])),
        set("stages.sales.covers.1", New::Block("one\ntwo".to_owned())),
        set("stages.sales.covers.0.a", signed()),
        set("stages.sales.covers.0.z", words()),
        set("stages.sales.covers.1.z", New::Map(Vec::new())),
        set("stages", New::text("none")),
        remove("launch"),
        remove("stages"),
        remove("stages.finance"),
        remove("stages.sales"),
        remove("stages.finance.owner"),
        remove("stages.finance.note"),
        remove("stages.finance.sign_off"),
        remove("stages.finance.sign_off.by"),
        remove("stages.finance.sign_off.date"),
        remove("stages.finance.sign_off.0"),
        remove("stages.finance.sign_off.1"),
        remove("stages.finance.sign_off.0.by"),
        remove("stages.sales.owner"),
        remove("stages.sales.covers"),
        remove("stages.sales.covers.0"),
        remove("stages.sales.covers.1"),
        remove("stages.sales.covers.0.a"),
        remove("stages.sales.covers.0.by"),
        remove("stages.sales.covers.0.0"),
        remove("stages.sales.covers.0.0.0"),
        append("stages.sales.covers", words()),
        append("stages.sales.covers", signed()),
        append("stages.sales.covers", sealed()),
        append("stages.sales.covers.0", sealed()),
        append("stages.sales.covers.0", words()),
        append("stages.sales.covers.1", words()),
        append("stages.finance.sign_off", signed()),
        append("stages.finance.sign_off", sealed()),
        append("stages.finance.sign_off.0", words()),
        append("stages.finance.sign_off.by", words()),
        append("stages.finance.owner", words()),
        append("stages.finance", words()),
        append("stages.legal.sign_off", sealed()),
        append("stages", words()),
        append("covers", words()),
    ]
}

/// Each of a text's comments is still there after a change, unless it was inside of it.
pub(crate) fn assert_comments(before: &str, after: &str, change: &Change) {
    for (mark, owner) in comments(before) {
        assert!(
            after.contains(&mark) || may_go(&owner, change),
            "{change:?} lost {mark}{owner}\n--- before\n{before}\n--- after\n{after}"
        );
    }
}

/// What goes holds the key that it is about, a removal puts almost nothing in, and a text keeps its mark, its
/// kinds of line break and the lack of one at its end. That nothing else goes, `spared` says.
fn assert_untouched(before: &str, after: &str, change: &Change) {
    let gone = difference(before, after);
    let at = change.at().as_str();
    let (_, last) = at.rsplit_once('.').unwrap_or(("", at));
    let shown = || format!("{change:?} took {gone:?}\n--- before\n{before}\n--- after\n{after}");
    if matches!(change, Change::Remove { .. }) {
        assert!(gone.contains(last) || last.parse::<usize>().is_ok(), "{}", shown());
        assert!(difference(after, before).len() <= gone.len() + 4, "{}", shown());
    }
    assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'), "{}", shown());
    let is_removed = matches!(change, Change::Remove { .. });
    if !is_removed && !before.ends_with(['\n', '\r']) && !before.trim_matches('\u{feff}').is_empty() {
        assert!(!after.ends_with(['\n', '\r']), "{}", shown());
    }
    let breaks = |text: &str| {
        (
            text.contains("\r\n"),
            text.replace("\r\n", "").contains('\n'),
            text.replace("\r\n", "").contains('\r'),
        )
    };
    let (old, new) = (breaks(before), breaks(after));
    let is_subset = (!new.0 || old.0) && (!new.1 || old.1) && (!new.2 || old.2);
    assert!(is_subset || old == (false, false, false), "{}", shown());
}

/// Makes every change in those variants of every layout that are chosen by the numbers of layout,
/// change and variant.
#[expect(clippy::print_stderr, reason = "how much was tried belongs to the answer")]
fn edit_all(is_chosen: impl Fn(usize) -> bool) {
    let (mut edited, mut meaningless, mut shared) = (0, 0, Vec::new());
    let layouts = layouts();
    assert!(layouts.len() >= 80, "{} layouts", layouts.len());
    for (number, (name, text)) in layouts.iter().enumerate() {
        let variants = variants(text);
        for (at, change) in changes().iter().enumerate() {
            let chosen = variants.iter().enumerate().filter(|(variant, _)| is_chosen(number + at + variant));
            for (_, variant) in chosen {
                match checked(variant, change) {
                    Outcome::Edited(after) => {
                        assert_comments(variant, &after, change);
                        assert_untouched(variant, &after, change);
                        edited += 1;
                    }
                    Outcome::Meaningless => meaningless += 1,
                    Outcome::Shared => shared.push(name.as_str()),
                }
            }
        }
    }
    let count = shared.len();
    shared.dedup();
    eprintln!("{edited} edits, {meaningless} of nothing, {count} refused in {shared:?}");
    assert!(edited > 5_000, "{edited} edits");
}

/// Each change in one variant of each layout, another one from change to change.
#[test]
fn every_layout_takes_every_change() {
    edit_all(|number| number % 8 == 0);
}

#[test]
#[ignore = "a minute; the test above takes an eighth of it"]
fn every_variant_of_every_layout_takes_every_change() {
    edit_all(|_| true);
}
