//! Bombs, nesting, huge scalars, encodings, aliases, duplicates: each refused with its place, within the
//! memory that a small machine has.

use launch::source::Source;

use super::{Bomb, Outcome, bounded, court, judged, outcome, refused_within_bounds};
use crate::command::{folder, has, note};
use crate::overlay::BASE;

const ROSTER: &str = "extends = \"base.toml\"\n";

/// The complete plan with something in place of its first line that begins so.
fn with(line: &str, instead: &str) -> String {
    assert!(BASE.contains(line), "no {line}");
    BASE.replacen(line, instead, 1)
}

/// The plan with something behind it.
fn and(more: &str) -> String {
    format!("{BASE}{more}")
}

fn laughs(first: &str) -> String {
    let mut bomb = format!("a: &a {first}\n");
    for (from, to) in "abcdefghij".chars().zip("bcdefghijk".chars()) {
        bomb.push_str(&format!("{to}: &{to} [{}]\n", vec![format!("*{from} "); 10].join(",")));
    }
    bomb
}

/// What makes a reader work, or run out of something: a name, and a text.
fn bombs() -> Vec<(&'static str, String)> {
    let long = "x".repeat(900_000);
    let lines = |line: &dyn Fn(usize) -> String, count: usize| (0..count).map(line).collect::<String>();
    vec![
        ("a billion laughs", laughs("[x,x,x,x,x,x,x,x,x,x]")),
        ("a billion laughs in maps", laughs("{a: x, b: x}").replace('[', "{k: [").replace("]\n", "]}\n")),
        ("a billion nothings", laughs("[]")),
        (
            "one long text, often",
            format!("launch: &a {}\nneeds: [{}]\n", "x".repeat(400_000), "*a ,".repeat(100_000)),
        ),
        ("anchors in anchors", lines(&|n| format!("&a{n} ["), 60) + &"x,".repeat(200_000)),
        ("many anchors", lines(&|n| format!("k{n}: &a{n} x\n"), 50_000)),
        ("brackets", "[".repeat(900_000)),
        ("braces", "{a: ".repeat(200_000)),
        ("braces that close", "{a: ".repeat(100_000) + &"}".repeat(100_000)),
        ("dashes", "- ".repeat(400_000)),
        ("question marks", "? ".repeat(400_000)),
        ("colons", ": ".repeat(400_000)),
        ("steps", lines(&|n| format!("{}a:\n", " ".repeat(n)), 1_300)),
        ("a long word", format!("launch: {long}\n")),
        ("a long quoted text", format!("launch: \"{long}\"\n")),
        ("a long block", format!("launch: |\n{}", "  x\n".repeat(200_000))),
        ("a long folded text", format!("launch: >\n{}", "  x\n\n".repeat(150_000))),
        ("a long key", format!("? {long}\n: x\n")),
        ("a long number", format!("tier: {}\n", "9".repeat(900_000))),
        ("a long exponent", with("tier: 1", &format!("tier: 1e{}", "9".repeat(100_000)))),
        ("a long quantity", with("at most 5 working days", &format!("at most {} days", "9".repeat(3_000)))),
        ("a long name", with("owner: priya@acme.example", &format!("owner: {}", "p".repeat(3_000)))),
        ("many unknown keys", and(&lines(&|n| format!("unknown-{n}: x\n"), 50_000))),
        (
            "many stages",
            with("stages:\n", &format!("stages:\n{}", lines(&|n| format!("  s{n}: {{owner: a}}\n"), 2_001))),
        ),
        (
            "many sign-offs",
            with(
                "sign_off: {by: uma@acme.example, date: 2026-05-04}",
                &format!("sign_off: [{}]", "{by: a, date: 2026-05-04}, ".repeat(20_000)),
            ),
        ),
        ("many quotes", "'".repeat(900_000)),
        ("many escapes", format!("launch: \"{}\"\n", "\\x41".repeat(200_000))),
        ("many directives", "%YAML 1.2\n".repeat(80_000)),
        ("many documents", "---\n".repeat(200_000)),
        ("many comments and no plan", "# x\n".repeat(200_000)),
        ("blanks", " ".repeat(1_000_000)),
        ("line ends", "\n".repeat(1_000_000)),
        ("tabs", "\t".repeat(1_000_000)),
    ]
}

/// What a gate must not guess about.
fn riddles() -> Vec<(&'static str, String)> {
    let sign_off = "sign_off: {by: uma@acme.example, date: 2026-05-04}";
    vec![
        ("nothing", String::new()),
        ("a comment", "# nothing\n".to_owned()),
        ("a word", "launch\n".to_owned()),
        ("a list", "- launch: A\n".to_owned()),
        ("an alias of itself", and("risks: &r {a: *r}\n")),
        ("an alias of nothing", and("risks: *gone\n")),
        ("an alias as a key", and("risks: {? &k a : true, ? *k : true}\n")),
        ("a merge key", and("risks: {<<: {a: true}}\n")),
        ("a merge of a list", and("risks: {<<: [{a: true}, {b: true}]}\n")),
        ("a quoted merge key", and("risks: {\"<<\": {a: true}}\n")),
        ("a tag", with("tier: 1", "tier: !!int \"1\"")),
        ("a tag of its own", with("tier: 1", "tier: !x 1")),
        ("a tag on a map", with("stages:\n", "stages: !!map\n")),
        ("a tag that is written out", with("tier: 1", "tier: !<tag:yaml.org,2002:int> 1")),
        ("two documents", and("---\nlaunch: B\n")),
        ("an empty second document", and("---\n")),
        ("something behind the end", and("...\nlaunch: B\n")),
        ("a key twice", and("tier: 1\n")),
        ("a key twice, quoted", and("\"tier\": 1\n")),
        ("a key twice, escaped", and("\"\\x74ier\": 1\n")),
        ("a key twice, as an alias", with("tier: 1", "? &t tier\n: 1\n? *t\n: 1")),
        ("a stage twice", with("stages:\n", "stages:\n  customer: {owner: eve@acme.example}\n")),
        ("an ask twice", with("      quality: done", "      quality: done\n      quality: open")),
        ("a sign-off twice", with(sign_off, &format!("{sign_off}\n    {sign_off}"))),
        ("a field twice", with("tier: 1", "tier: 1\ntier: 2")),
        (
            "a key twice in brackets",
            with(sign_off, "sign_off: {by: uma@acme.example, date: 2026-05-04, by: eve@acme.example}"),
        ),
        ("a number twice as a key", and("risks: {1: true, \"1\": true}\n")),
        ("a list as a key", and("[a]: b\n")),
        ("a map as a key", and("{a: b}: c\n")),
        ("nothing as a key", and("~: c\n")),
        ("no key", and(": c\n")),
        ("a tab for indentation", with("  internal: 2026-06-01", "\tinternal: 2026-06-01")),
        ("a bracket that stays open", and("risks: {a: true\n")),
        ("a quote that stays open", and("risks: {a: \"true\n")),
        ("an escape that is none", with("tier: 1", "tier: \"\\q\"")),
        ("half of a pair", with("launch: Invoice", "launch: \"\\ud800\" # ")),
        ("no character", with("launch: Invoice", "launch: \"\\U00110000\" # ")),
        ("a control character", with("launch: Invoice", "launch: \u{7}Invoice")),
        ("a zero byte", with("launch: Invoice", "launch: \0Invoice")),
        ("two marks", format!("\u{feff}\u{feff}{BASE}")),
        ("a mark in the middle", with("\ntier: 1", "\n\u{feff}tier: 1")),
        ("a day that is none", with("external: 2026-06-15", "external: 2026-06-31")),
        ("a day in other digits", with("external: 2026-06-15", "external: ２０２６-06-15")),
        ("a year far away", with("external: 2026-06-15", "external: 99999-06-15")),
        ("yes as a word", with("tier: 1", "tier: yes")),
        ("an unknown key", with("tier: 1", "teir: 1")),
        ("a key in capitals", with("tier: 1", "Tier: 1")),
        ("a key with a blank", with("tier: 1", "\"tier \": 1")),
        ("a key in other letters", with("tier: 1", "ti\u{435}r: 1")),
        ("a key with a soft hyphen", with("tier: 1", "ti\u{ad}er: 1")),
        ("a key with a zero-width blank", with("owner: priya", "owner\u{200b}: priya")),
    ]
}

#[test]
fn riddles_are_refused_with_their_places() {
    let riddles = riddles();
    court(ROSTER, |judge| {
        for (name, text) in &riddles {
            assert_eq!(outcome(&judge(text)), Outcome::Refused, "{name}");
        }
    });
    note(&format!("riddles in plans: {} texts, each refused with its place", riddles.len()));
}

/// Bytes that are no UTF-8, or hold something else than they seem to.
fn encodings() -> Vec<(&'static str, Vec<u8>)> {
    let units = |bytes: &dyn Fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(BASE.encode_utf16()).flat_map(bytes).collect()
    };
    let points = |bytes: &dyn Fn(u32) -> [u8; 4], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(BASE.chars().map(u32::from)).flat_map(bytes).collect()
    };
    let broken = |bytes: &[u8]| {
        let (head, tail) = BASE.split_once("Invoice").expect("a word");
        [head.as_bytes(), bytes, tail.as_bytes()].concat()
    };
    vec![
        ("UTF-16, little end first", units(&u16::to_le_bytes, true)),
        ("UTF-16, big end first", units(&u16::to_be_bytes, true)),
        ("UTF-16 without a mark", units(&u16::to_le_bytes, false)),
        ("UTF-16 without a mark, big end first", units(&u16::to_be_bytes, false)),
        ("UTF-32, little end first", points(&u32::to_le_bytes, true)),
        ("UTF-32, big end first", points(&u32::to_be_bytes, true)),
        ("UTF-32 without a mark", points(&u32::to_le_bytes, false)),
        ("Latin-1", broken(b"Caf\xe9")),
        ("half a character", broken(b"\xe2\x82")),
        ("an overlong slash", broken(b"\xc0\xaf")),
        ("a surrogate", broken(b"\xed\xa0\x80")),
        ("beyond the last character", broken(b"\xf4\x90\x80\x80")),
        ("a lone follower", broken(b"\x80")),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("a program", b"\x7fELF\x02\x01\x01\0\0".to_vec()),
        ("packed", b"\x1f\x8b\x08\0\0\0\0\0".to_vec()),
    ]
}

#[test]
fn other_encodings_are_refused_with_a_place() {
    for (name, bytes) in encodings() {
        match Source::from_bytes("plan.yaml", bytes) {
            Err(problem) => assert!(problem.place.is_some(), "{name}"),
            Ok(source) => assert_eq!(outcome(&judged(source.text(), ROSTER)), Outcome::Refused, "{name}"),
        }
    }
    note(&format!("encodings: {} that are no UTF-8 text, each refused with its place", encodings().len()));
}

#[test]
fn the_same_plan_in_other_line_ends_is_the_same() {
    let as_it_is = judged(BASE, ROSTER).verdict;
    assert!(as_it_is.is_some());
    let told = "Every billed hour";
    for (name, text) in [
        ("a mark", format!("\u{feff}{BASE}")),
        ("CRLF", BASE.replace('\n', "\r\n")),
        ("lone CR", BASE.replace('\n', "\r")),
        ("no last line end", BASE.trim_end().to_owned()),
        ("next line", BASE.replacen(told, "\"Every\u{85}hour\" #", 1)),
        ("line separator", BASE.replacen(told, "Every\u{2028}hour", 1)),
        ("paragraph separator", BASE.replacen(told, "Every\u{2029}hour", 1)),
        ("an end", format!("---\n{BASE}...\n")),
        ("a directive", format!("%YAML 1.2\n---\n{BASE}")),
    ] {
        let report = judged(&text, ROSTER);
        assert_eq!(report.verdict, as_it_is, "{name}: {:?}", report.errors);
    }
}

/// Lists of keys that nobody wrote.
fn lists() -> Vec<(&'static str, String)> {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI";
    let long = "x".repeat(1_000_000);
    vec![
        ("many lines of keys that are none", "x\n".repeat(520_000)),
        ("many options that are none", "a b\n".repeat(260_000)),
        ("many half keys", format!("a {key}\n").repeat(22_000)),
        ("many control characters", "a\r".repeat(500_000)),
        ("many patterns", format!("{} {key}\n", "a,".repeat(500_000))),
        ("a long name of somebody", format!("{long} {key}\n")),
        ("a long option", format!("a namespaces=\"{long}\" {key}\n")),
        ("a long key", format!("a ssh-ed25519 {long}\n")),
        ("many quotes in a list of keys", "\"".repeat(1_000_000)),
        ("many options", format!("a {}x {key}\n", "namespaces=\"a\",".repeat(60_000))),
    ]
}

#[test]
fn bombs_do_not_go_off() {
    if !has("sh") {
        return;
    }
    let signers = "[assurance]\nallowed_signers = \"keys\"\n";
    let plans = bombs().into_iter().map(|(name, text)| (name, vec![("plan.yaml", text)]));
    let lists = lists().into_iter().map(|(name, text)| {
        let files = [("plan.yaml", BASE.to_owned()), ("launch.toml", signers.to_owned()), ("keys", text)];
        (name, files.to_vec())
    });
    let all: Vec<Bomb> = plans.chain(lists).collect();
    refused_within_bounds(&all);
    let folder = folder(&[("large.yaml", &"# x\n".repeat(300_000))]);
    let ended = bounded(folder.path(), "check large.yaml");
    assert!(
        ended.code == 2 && ended.out.contains("large.yaml") && ended.out.contains("1024 KiB"),
        "{}",
        ended.out
    );
    let of = |least: usize| {
        all.iter().filter(|(_, files)| files.iter().any(|(_, text)| text.len() >= least)).count()
    };
    note(&format!(
        "bombs: {} plans and lists of keys in one check, {} of half a megabyte or more, each refused with its \
         place in 700 MB",
        all.len(),
        of(500_000)
    ));
}
