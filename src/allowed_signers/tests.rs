//! Whole files: what is read of them, and what is said of the rest.

use proptest::prelude::*;

use super::{AllowedSigners, Listing};
use crate::moment;
use crate::source::{MOST_PROBLEMS, Problem, Source};
use crate::ssh::Key;

const A: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
const B: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIj";
/// A key of a kind that is not known here: its name and four bytes.
const UNKNOWN: &str = "ssh-mldsa AAAACXNzaC1tbGRzYQAAAAQBAgME";

fn filled(text: &str) -> String {
    [("{A}", A), ("{B}", B), ("{U}", UNKNOWN)]
        .iter()
        .fold(text.to_owned(), |text, (name, key)| text.replace(name, key))
}

fn read(text: &str) -> (AllowedSigners, Vec<Problem>, Source) {
    let source = Source::new("allowed_signers", filled(text));
    let (signers, problems) = AllowedSigners::read(&source);
    (signers, problems, source)
}

fn key(line: &str) -> Key {
    Key::parse(line).expect("a key")
}

fn who(text: &str, on: &str) -> Listing {
    let (signers, problems, _) = read(text);
    assert_eq!(problems, [], "{text}");
    signers.who(&key(A), "omar@x", "launch-sign-off", &moment::parse(on).expect("a date"))
}

#[test]
fn the_answer_says_why() {
    let day = "2026-06-15";
    assert!(matches!(who("omar@x {A}", day), Listing::Valid { .. }));
    assert_eq!(who("", day), Listing::Unlisted);
    assert_eq!(who("omar@x {B}", day), Listing::Unlisted);
    assert_eq!(who("omar@x cert-authority {A}", day), Listing::Unlisted, "it vouches for certificates alone");
    assert_eq!(
        who("fay@x,*@y {A}\n*@y,lea@x {A}", day),
        Listing::Others(["fay@x", "*@y", "lea@x"].map(str::to_owned).to_vec())
    );
    let Listing::OtherNamespace { namespaces, .. } =
        who("omar@x namespaces=\"git,file\" {A}\nomar@x namespaces=\"git\" {A}", day)
    else {
        panic!("for other purposes")
    };
    assert_eq!(namespaces, ["git", "file"]);
    let late = "omar@x valid-before=\"20240101\" {A}\nomar@x valid-before=\"20250101\" {A}";
    assert!(
        matches!(who(late, day), Listing::TooLate { until, .. } if until.to_string() == "2025-01-01T00:00:00")
    );
    let gap = "omar@x valid-before=\"20260101\" {A}\nomar@x valid-after=\"20260701\" {A}";
    assert!(
        matches!(who(gap, day), Listing::TooEarly { from, .. } if from.to_string() == "2026-07-01T00:00:00")
    );
    assert!(matches!(who(gap, "2026-02-15"), Listing::TooLate { .. }));
    assert!(matches!(who(gap, "2026-08-15"), Listing::Valid { .. }));
    let both = "omar@x namespaces=\"git\" {A}\nomar@x valid-before=\"20260101\" {A}";
    assert!(matches!(who(both, day), Listing::TooLate { .. }), "what is nearest to being valid");
}

#[test]
fn the_line_that_answers_is_named() {
    let (signers, _, source) = read("# who\r\n\r\n  fay@x {A}  \r\nomar@x namespaces=\"*\" {A} laptop\r\n");
    let day = moment::parse("2026-06-15").expect("a day");
    let Listing::Valid { line } = signers.who(&key(A), "omar@x", "launch-sign-off", &day) else {
        panic!("listed");
    };
    assert_eq!(source.slice(line), filled("omar@x namespaces=\"*\" {A} laptop"));
    let Listing::Valid { line } = signers.who(&key(A), "fay@x", "launch-sign-off", &day) else {
        panic!("listed");
    };
    assert_eq!(source.slice(line), filled("fay@x {A}"));
}

#[test]
fn a_plain_date_is_valid_when_any_instant_of_it_is() {
    let until_noon = "omar@x valid-before=\"202606151200Z\" {A}";
    let from_noon = "omar@x valid-after=\"202606151200Z\" {A}";
    for text in [until_noon, from_noon] {
        assert!(matches!(who(text, "2026-06-15"), Listing::Valid { .. }), "{text}");
    }
    assert!(matches!(who(until_noon, "2026-06-15T13:00:00Z"), Listing::TooLate { .. }));
    assert!(matches!(who(until_noon, "2026-06-15T13:00:00+02:00"), Listing::Valid { .. }));
    assert!(matches!(who(from_noon, "2026-06-15T11:59:59.999Z"), Listing::TooEarly { .. }));
    assert!(matches!(who(until_noon, "2026-06-15T12:00:00.001Z"), Listing::TooLate { .. }));
    assert!(matches!(who(until_noon, "2026-06-16"), Listing::TooLate { .. }));
    assert!(matches!(who(from_noon, "2026-06-14"), Listing::TooEarly { .. }));
    let first_instant = "omar@x valid-before=\"20260615Z\" {A}";
    assert!(matches!(who(first_instant, "2026-06-15"), Listing::Valid { .. }));
    let last_second = "omar@x valid-after=\"20260615235959Z\" {A}";
    assert!(matches!(who(last_second, "2026-06-15"), Listing::Valid { .. }));
    let forever = "omar@x valid-before=\"99991231\" {A}";
    assert!(matches!(who(forever, "9999-12-31"), Listing::Valid { .. }), "no date is out of range");
}

#[test]
fn a_key_of_an_unknown_kind_is_read_and_can_be_named() {
    let (signers, problems, _) = read("omar@x {U}\nomar@x namespaces=\"*\" {U}");
    assert_eq!(problems, []);
    let day = moment::parse("2026-06-15").expect("a day");
    assert!(matches!(signers.who(&key(UNKNOWN), "omar@x", "any", &day), Listing::Valid { .. }));
}

/// A file with one bad line, what is pointed at, and words of what is said.
const WRONG: &[(&str, &str, &str)] = &[
    ("omar@x", "omar@x", "no key"),
    ("omar@x  ", "omar@x", "no key"),
    ("omar@x namespaces=\"x\"", "omar@x namespaces=\"x\"", "no key"),
    ("{A}", "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", "neither an option"),
    ("omar@x sh-ed25519 AAAA", "sh-ed25519", "did you mean `ssh-ed25519`"),
    ("omar@x namespace=\"x\" {A}", "namespace", "did you mean `namespaces`"),
    ("omar@x touch {A}", "touch", "the options are"),
    ("omar@x ssh-ed25519 AAAA", "ssh-ed25519 AAAA", "cut off or damaged"),
    ("omar@x ssh-ed25519 A*", "ssh-ed25519 A*", "no Base64"),
    ("omar@x ssh-ed25519", "ssh-ed25519", "copy the whole line"),
    ("omar@x cert-authority ssh-ed25519", "ssh-ed25519", "copy the whole line"),
    ("omar@x namespaces=\"x\" foo", "foo", "no kind of key"),
    (
        "omar@x ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "says that it is `ssh-rsa`",
    ),
    ("omar@x cert-authority,cert-authority {A}", "cert-authority", "given twice"),
    ("omar@x namespaces=\"x\",namespaces=\"y\" {A}", "namespaces", "given twice"),
    ("omar@x valid-after=\"20260101\",Valid-After=\"20260102\" {A}", "Valid-After", "given twice"),
    ("omar@x valid-after=\"20260231\" {A}", "20260231", "no day of the calendar"),
    ("omar@x valid-before=\"soon\" {A}", "soon", "is no time"),
    (
        "omar@x valid-after=\"20270101\",valid-before=\"20260101\" {A}",
        "valid-after=\"20270101\",valid-before=\"20260101\"",
        "never valid",
    ),
    ("omar@x valid-after=20260101 {A}", "valid-after", "wants a value in quotes"),
    ("omar@x namespaces {A}", "namespaces", "wants a value in quotes"),
    ("omar@x cert-authority=\"x\" {A}", "cert-authority", "takes no value"),
    (
        "omar@x namespaces=\"x {A}",
        "namespaces=\"x ssh-ed25519 \
      AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "does not end",
    ),
    (
        "\"omar@x {A}",
        "\"omar@x ssh-ed25519 \
      AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "does not end",
    ),
    ("om\"ar\"@x {A}", "om\"ar\"@x", "in the middle"),
    ("\"omar@x\"{A}", "omar@x", "in the middle"),
    (
        "\"\" {A}",
        "\"\" ssh-ed25519 \
      AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "names nobody",
    ),
    ("omar@x ,namespaces=\"x\" {A}", "", "missing"),
    ("omar@x namespaces=\"x\", {A}", ",", "missing"),
    ("omar@x namespaces=\"x\"cert-authority {A}", "cert-authority", "missing"),
    ("omar@x {A}\rlea@x {A}", "\r", "control character"),
    ("omar@x\0 {A}", "\0", "control character"),
];

#[test]
fn a_bad_line_is_told_at_its_place_and_hides_no_other() {
    for (line, pointed, said) in WRONG {
        let text = format!("\u{feff}# é\r\n{line}\r\nomar@x {{A}}\n");
        let (signers, problems, source) = read(&text);
        let [problem] = problems.as_slice() else {
            panic!("{line:?}: {problems:?}");
        };
        let told = format!("{} {}", problem.message, problem.help.as_deref().unwrap_or_default());
        assert!(told.contains(said), "{line:?}: {told}");
        assert_eq!(source.slice(problem.span), *pointed, "{line:?}");
        assert_eq!(source.place(problem.span).start.line, 2, "{line:?}");
        let day = moment::parse("2026-06-15").expect("a day");
        let omar = signers.who(&key(A), "omar@x", "launch-sign-off", &day);
        assert!(matches!(omar, Listing::Valid { .. }), "{line:?}: {omar:?}");
        let lea = signers.who(&key(A), "lea@x", "launch-sign-off", &day);
        assert_eq!(lea, Listing::Others(vec!["omar@x".to_owned()]), "{line:?}");
    }
}

#[test]
fn many_lines_are_searched_by_key() {
    let mut text = "fay@x {B}\n".repeat(10_000);
    text.push_str("omar@x {A}\n");
    assert!(matches!(who(&text, "2026-06-15"), Listing::Valid { .. }));
}

#[test]
fn reading_ends_where_nobody_would_read_on() {
    let text = format!("omar@x {A}\n{}eve@x {B}\n", "x\n".repeat(MOST_PROBLEMS + 2));
    let (signers, problems, source) = read(&text);
    assert_eq!(problems.len(), MOST_PROBLEMS + 1);
    let last = problems.last().expect("a problem");
    assert_eq!(source.position(last.span.start()).line, MOST_PROBLEMS + 2);
    assert_eq!(last.message, "500 lines before this one cannot be read either");
    let day = moment::parse("2026-06-15").expect("a day");
    let listed = |who: &str, line: &str| {
        matches!(signers.who(&key(line), who, "launch-sign-off", &day), Listing::Valid { .. })
    };
    assert!(listed("omar@x", A) && !listed("eve@x", B));
}

proptest! {
    #[test]
    fn no_text_makes_reading_fail(
        words in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(&[
                    "omar@x", "\"", "{A}", "{B}", "namespaces=", "valid-after=", "\"20260101Z\"", "cert-authority",
                    ",", " ", "\t", "\\\"", "\\", "\n", "\r", "#", "!", "*", "é", "ssh-ed25519", "=",
                ][..]).prop_map(str::to_owned),
                "\\PC{0,4}",
            ],
            0..24,
        ),
    ) {
        let (signers, problems, source) = read(&words.concat());
        for problem in problems {
            prop_assert!(source.text().is_char_boundary(problem.span.start()), "{:?}", problem);
            prop_assert!(source.text().is_char_boundary(problem.span.end()), "{:?}", problem);
            let _ = source.locate(&problem);
        }
        let day = moment::parse("2026-06-15").expect("a day");
        if let Listing::Valid { line } = signers.who(&key(A), "omar@x", "launch-sign-off", &day) {
            prop_assert!(source.slice(line).contains(A));
        }
    }
}
