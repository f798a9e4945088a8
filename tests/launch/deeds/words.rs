//! Words that YAML, a terminal or a diff could take for something else: read back as typed, or refused.

use super::{DAY, LATER, Office, UNSIGNED};
use crate::command::{Ended, note};

/// What people type, and what somebody might type to forge a line of the plan.
const HOSTILE: [&str; 42] = [
    "a: b",
    "a # b",
    "# all of it",
    "- item",
    "-",
    "? key",
    "key:",
    ": value",
    "{a: b}",
    "[a, b]",
    "a, b]}",
    "\"quoted\"",
    "\"",
    "'single'",
    "it's",
    "back\\slash\\n",
    "&anchor",
    "*alias",
    "!tag it",
    "%directive",
    "@at `tick`",
    "| block",
    "> folded",
    "--- end",
    "... end",
    "<<",
    "true",
    "null",
    "~ or so",
    "1e3",
    "0x1F",
    "2021-05-20",
    " before and after ",
    "tab\tinside",
    "two\nlines",
    "two\r\nlines\n\n",
    "\n  by: lea@acme.example\n  date: 2021-05-20",
    "esc\u{1b}[2J\u{1b}]0;title\u{7}",
    "nel\u{85} ls\u{2028} bom\u{feff}",
    "rtl\u{202e}cod.exe\u{200b}",
    "\u{fffe} and \u{ffff} \u{1f600} ẞ 検査",
    "a very long sentence that no line of a hundred columns can hold, said by somebody who has a lot to say: of \"it\" # and more, and more",
];

/// Nothing that moves a cursor, hides, or turns the text round.
fn is_calm(ended: &Ended) -> bool {
    let unsafe_ = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
    };
    !ended.out.contains(unsafe_) && !ended.err.contains(unsafe_)
}

/// Types each text as the value of the last argument. Written, it is read back as it was typed; refused, the plan is as it was.
/// Gives back how many were written.
fn types(office: &Office, args: &[&str], texts: &[&str], pointer: &str) -> usize {
    let mut written = 0;
    for typed in texts {
        let before = office.bytes();
        let (last, others) = args.split_last().expect("an argument");
        let typing = format!("{last}={typed}");
        let ended = office.run(&[others, &[&typing]].concat());
        assert!(is_calm(&ended), "{args:?} {typed:?}: {:?}{:?}", ended.out, ended.err);
        if ended.code == 0 {
            written += 1;
            assert_eq!(office.read(pointer), *typed, "{args:?}\n{}", office.text());
            let lines = office.text();
            let foreign = lines.chars().any(|c| c.is_control() && c != '\n');
            assert!(!foreign, "{typed:?} is raw in the plan");
        } else {
            assert_eq!(ended.code, 2, "{args:?} {typed:?}: {}", ended.err);
            assert!(before == office.bytes(), "{args:?} {typed:?} was refused, and changed the plan");
        }
        let checked = office.run(&["check", "plan.yaml", "--as-of", DAY]);
        assert!(checked.code < 2 && is_calm(&checked), "{typed:?}: {}{}", checked.out, checked.err);
    }
    written
}

#[test]
fn what_is_typed_is_what_is_read() {
    let office = Office::complete("", "");
    let by = |who: &'static str| ["--by", who, "--date", DAY];
    let sign = [&["sign", "plan.yaml", "leadership"][..], &by("lea@acme.example"), &["--note"]].concat();
    let noted = types(&office, &sign, &HOSTILE, "/stages/leadership/sign_off/note");
    assert_eq!(noted, HOSTILE.len(), "a note may say anything");
    assert_eq!(office.verdict(), "go");
    let back = [&["return", "plan.yaml", "price-list"][..], &by("sam@acme.example"), &["--why"]].concat();
    let returned = types(&office, &back, &HOSTILE, "/handoffs/price-list/returned/why");
    // `-`, `"`, `<<`, `true` and `null` are no reasons; every other text is.
    assert_eq!(returned, HOSTILE.len() - 5);
    let some: Vec<&str> = HOSTILE.iter().copied().skip(1).step_by(4).collect();
    let send = [&["send", "plan.yaml", "value"][..], &by("paul@acme.example"), &["--link"]].concat();
    let sent = types(&office, &send, &some, "/handoffs/value/sent/link");
    note(&format!("hostile words: {noted} notes, {returned} reasons and {sent} links read back as typed"));
}

#[test]
fn reasons_conditions_and_evidence_are_read_as_typed() {
    let office = Office::complete("stages: {finance: {asks: {billing: open}}}", "");
    for typed in ["a: \"b\" # c", "two\nlines: x", "esc\u{1b}[2J"] {
        let waive = [
            "waive",
            "plan.yaml",
            "open-ask",
            "stages.finance.asks.billing",
            "--until",
            LATER,
            "--why",
            typed,
        ];
        office.on("lea", DAY, &waive);
        assert_eq!(office.read("/waivers/open-ask-billing/why"), typed);
        office.change("waivers:", "# waivers:");
        let text = office.text();
        office.write("plan.yaml", &text[..text.find("# waivers:").expect("there")]);
        let condition = format!(
            "{typed}; owner fay@acme.example; due {LATER}; risk lea@acme.example; covers stages.finance.asks.billing"
        );
        office.on("fay", DAY, &["sign", "plan.yaml", "finance", "--condition", &condition]);
        let conditions = office.read("/stages/finance/sign_off/conditions");
        let (id, asked) = conditions.as_object().expect("a map").iter().next().expect("one");
        assert_eq!(asked["what"], typed);
        office.on("fay", DAY, &["meet", "plan.yaml", "finance", id, "--evidence", typed, "--force"]);
        assert_eq!(office.read(&format!("/stages/finance/sign_off/conditions/{id}/met")), typed);
        office.on("fay", DAY, &["unsign", "plan.yaml", "finance"]);
    }
    // No word of it is in the letters of an id, and it needs one all the same.
    let condition = format!(
        "検査; owner fay@acme.example; due {LATER}; risk lea@acme.example; covers stages.finance.asks.billing"
    );
    office.on("fay", DAY, &["sign", "plan.yaml", "finance", "--condition", &condition]);
    let conditions = office.read("/stages/finance/sign_off/conditions");
    assert_eq!(conditions.as_object().expect("a map").len(), 1);
}

/// Whatever is typed in the place of a name, an address, a file or a day.
#[test]
fn nothing_that_is_typed_reaches_the_terminal_raw() {
    let office = Office::complete(UNSIGNED, "");
    let typed = "x\u{1b}[2J\u{7}\r\n\u{202e}\u{85}y";
    let places: [&[&str]; 20] = [
        &["sign", "plan.yaml", typed, "--by", "fay@acme.example"],
        &["sign", typed, "finance", "--by", "fay@acme.example"],
        &["sign", "plan.yaml", "finance", "--by", typed, "--force"],
        &["sign", "plan.yaml", "finance", "--by", "fay@acme.example", "--date", typed],
        &["sign", "plan.yaml", "finance", "--by", "fay@acme.example", "--verdict", typed],
        &["sign", "plan.yaml", "finance", "--by", "fay@acme.example", "--condition", typed],
        &["sign", "plan.yaml", "finance", "--by", "fay@acme.example", "--key", typed],
        &["sign", "plan.yaml", "finance", "--by", "fay@acme.example", "--policy", typed],
        &["unsign", "plan.yaml", typed, "--by", "fay@acme.example"],
        &["unsign", "plan.yaml", "finance", "--by", typed],
        &["send", "plan.yaml", typed, "--by", "fay@acme.example"],
        &["accept", "plan.yaml", typed, "--by", "fay@acme.example"],
        &["accept", "plan.yaml", "promises.x\u{1b}[2J", "--by", "fay@acme.example"],
        &["return", "plan.yaml", typed, "--why", "It is empty", "--by", "fay@acme.example"],
        &[
            "waive",
            "plan.yaml",
            typed,
            "dates",
            "--why",
            "It rains",
            "--until",
            LATER,
            "--by",
            "lea@acme.example",
        ],
        &[
            "waive",
            "plan.yaml",
            "open-ask",
            typed,
            "--why",
            "It rains",
            "--until",
            LATER,
            "--by",
            "lea@acme.example",
        ],
        &[
            "waive",
            "plan.yaml",
            "open-ask",
            "dates",
            "--why",
            "It rains",
            "--until",
            typed,
            "--by",
            "lea@acme.example",
        ],
        &["meet", "plan.yaml", typed, "x", "--by", "fay@acme.example"],
        &["meet", "plan.yaml", "finance", typed, "--by", "fay@acme.example"],
        &["sign", "plan.yaml", "finance", typed],
    ];
    let before = office.bytes();
    for args in places {
        let ended = office.run(args);
        assert_eq!(ended.code, 2, "{args:?}: {}{}", ended.out, ended.err);
        assert!(is_calm(&ended), "{args:?}: {:?}{:?}", ended.out, ended.err);
        assert!(before == office.bytes(), "{args:?}");
    }
}

/// What the plan already says is shown as calmly as what is typed.
#[test]
fn a_hostile_plan_is_signed_calmly() {
    let hostile = "launch: \"X\\e[2J\\nWritten\\u202e\"\nstages: {leadership: {impact: \"a\\e]0;b\\a\"}}";
    let office = Office::complete(hostile, "");
    for dry in [true, false] {
        let dry: &[&str] = if dry { &["--dry-run"] } else { &[] };
        let args = ["sign", "plan.yaml", "leadership", "--by", "lea@acme.example", "--date", DAY];
        let ended = office.run(&[&args, dry].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(is_calm(&ended), "{:?}", ended.out);
        assert!(!ended.out.lines().any(|line| line.trim_start().starts_with("Written\\u")), "{}", ended.out);
    }
    assert_eq!(office.verdict(), "go");
}
