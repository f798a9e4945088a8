//! What each command writes, to the byte: in blocks and between brackets, with every line ending, among
//! comments. Everything else stays as it was.

use super::{LATER, Office, without_digests};
use crate::command::note;

const POLICY: &str = r#"extends = "none"
[stages.build]
asks.tested = "Is it tested?"
[stages.sell]
after = ["build"]
[handoffs.kit]
from = "build"
to = "sell"
what = "The kit"
[handoffs.more]
from = "build"
to = "sell"
what = "More"
"#;

/// Odd in every way that YAML allows, and all of it stays.
const PLAN: &str = r#"# The whole thing.
launch: "Small"   # quoted
kind: product

owner: 'pat@a.example'
dates: {internal: 2021-06-01, external: 2021-06-15}
stages:

  build:     # bea's
    owner:   bea@a.example
    impact: 'It''s there'
    asks: {tested: open}   # to do

    # sign_off: {by: e-mail, date: 2021-05-20}
  sell:
      owner: sol@a.example
      impact: >-
        Sold — as
        it is
      sign_off:   # later

handoffs:
  kit:
    sent: {by: bea@a.example, date: 2021-05-06}   # by hand
# the promises
promises:
    # one
    soon:
        claim: Soon
        made_by: sell
        kept_by: build
        promised: at most 5 days
        committed: at most 5 days   # and not less
loads:
  heavy: {from: sell, to: build, forecast: 1 to 2 orders/month, capacity: at most 2 orders/month}  # light
# the end
"#;

const CONDITION: &str =
    "Test it; owner bea@a.example; due 2099-12-31; risk pat@a.example; covers stages.build.asks.tested";

/// One command after the other: its arguments, and what takes the place of what.
const STEPS: [(&[&str], &str, &str); 12] = [
    (
        &["sign", "plan.yaml", "build", "--by", "bea@a.example", "--condition", CONDITION, "--force"],
        "    # sign_off: {by: e-mail, date: 2021-05-20}\n",
        "    # sign_off: {by: e-mail, date: 2021-05-20}\n    sign_off:\n      by: bea@a.example\n      date: 2021-05-20\n      verdict: conditions\n      conditions:\n        test-it:\n          what: Test it\n          owner: bea@a.example\n          due: 2099-12-31\n          risk_accepted_by: pat@a.example\n          covers: [stages.build.asks.tested]\n      digest: sha256:…\n",
    ),
    (
        &[
            "meet",
            "plan.yaml",
            "build",
            "test-it",
            "--by",
            "bea@a.example",
            "--evidence",
            "docs: #1",
            "--force",
        ],
        "          covers: [stages.build.asks.tested]\n",
        "          covers: [stages.build.asks.tested]\n          met: 'docs: #1'\n",
    ),
    (
        &["accept", "plan.yaml", "kit", "--by", "sol@a.example"],
        "date: 2021-05-06}   # by hand\n",
        "date: 2021-05-06}   # by hand\n    accepted: {by: sol@a.example, date: 2021-05-20}\n",
    ),
    (
        &["return", "plan.yaml", "kit", "--by", "sol@a.example", "--why", "No: not this"],
        "    accepted: {by: sol@a.example, date: 2021-05-20}\n",
        "    returned: {by: sol@a.example, date: 2021-05-20, why: 'No: not this'}\n",
    ),
    (
        &["send", "plan.yaml", "kit", "--by", "bea@a.example", "--link", "https://a.example/kit#2"],
        "    sent: {by: bea@a.example, date: 2021-05-06}   # by hand\n    returned: {by: sol@a.example, date: 2021-05-20, why: 'No: not this'}\n",
        "    sent: {by: bea@a.example, date: 2021-05-20, link: https://a.example/kit#2}   # by hand\n",
    ),
    (
        &["send", "plan.yaml", "more", "--by", "bea@a.example"],
        "   # by hand\n",
        "   # by hand\n  more:\n    sent: {by: bea@a.example, date: 2021-05-20}\n",
    ),
    (
        &["accept", "plan.yaml", "promises.soon", "--by", "bea@a.example"],
        "   # and not less\n",
        "   # and not less\n        accepted: {by: bea@a.example, date: 2021-05-20}\n",
    ),
    (
        &["accept", "plan.yaml", "loads.heavy", "--by", "bea@a.example"],
        "capacity: at most 2 orders/month}  # light\n",
        "capacity: at most 2 orders/month, accepted: {by: bea@a.example, date: 2021-05-20}}  # light\n",
    ),
    (
        &["sign", "plan.yaml", "sell", "--by", "sol@a.example", "--note", "Ça va", "--force"],
        "      sign_off:   # later\n",
        "      sign_off:   # later\n        by: sol@a.example\n        date: 2021-05-20\n        note: Ça va\n        digest: sha256:…\n",
    ),
    (
        &[
            "waive",
            "plan.yaml",
            "open-ask",
            "stages.build.asks.tested",
            "--by",
            "sol@a.example",
            "--why",
            "The lab is closed",
            "--until",
            LATER,
        ],
        "# the end\n",
        "# the end\nwaivers:\n  open-ask-tested:\n    rule: open-ask\n    at: stages.build.asks.tested\n    why: The lab is closed\n    by: sol@a.example\n    date: 2021-05-20\n    until: 2099-12-31\n",
    ),
    (
        &["unsign", "plan.yaml", "sell", "--by", "sol@a.example"],
        "      sign_off:   # later\n        by: sol@a.example\n        date: 2021-05-20\n        note: Ça va\n        digest: sha256:…\n",
        "",
    ),
    (
        &["unsign", "plan.yaml", "build", "--by", "bea@a.example"],
        "    sign_off:\n      by: bea@a.example\n      date: 2021-05-20\n      verdict: conditions\n      conditions:\n        test-it:\n          what: Test it\n          owner: bea@a.example\n          due: 2099-12-31\n          risk_accepted_by: pat@a.example\n          covers: [stages.build.asks.tested]\n          met: 'docs: #1'\n      digest: sha256:…\n",
        "",
    ),
];

/// Walks through the steps, each on the text that the one before it left.
fn walks(layout: &dyn Fn(&str) -> String) {
    let office = Office::new(&layout(PLAN), POLICY);
    let mut expected = PLAN.to_owned();
    for (args, from, to) in STEPS {
        let before = office.bytes();
        let args = [args, &["--date", "2021-05-20"]].concat();
        office.does(&[args.as_slice(), &["--dry-run"]].concat());
        assert!(office.bytes() == before, "{args:?}: a dry run wrote something");
        office.does(&args);
        assert_eq!(expected.matches(from).count(), 1, "{args:?}: {from:?} in\n{expected}");
        expected = expected.replacen(from, to, 1);
        assert_eq!(without_digests(&office.text()), layout(&expected), "{args:?}");
        assert_eq!(office.files(), ["launch.toml", "plan.yaml"], "{args:?}");
    }
}

#[test]
fn every_command_writes_its_own_lines_and_no_other() {
    walks(&str::to_owned);
}

#[test]
fn windows_line_ends_stay() {
    walks(&|text| text.replace('\n', "\r\n"));
}

#[test]
fn a_last_line_without_an_end_stays_without_one() {
    walks(&|text| text.trim_end().to_owned());
}

#[test]
fn a_byte_order_mark_stays() {
    walks(&|text| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n")));
}

/// All on one line, as other tools write it.
const FLOW: &str = r#"{"launch": "Small", "kind": "product", "owner": "pat@a.example", "stages": {"build": {"owner": "bea@a.example", "impact": "There", "asks": {"tested": "done"}}, "sell": {"owner": "sol@a.example"}}, "handoffs": {"kit": {"sent": {"by": "bea@a.example", "date": "2021-05-06"}}}, "waivers": {}}"#;

#[test]
fn between_brackets_it_stays_between_brackets() {
    let office = Office::new(FLOW, POLICY);
    let steps: [(&[&str], &str, &str); 5] = [
        (
            &["sign", "plan.yaml", "build", "--by", "bea@a.example", "--note", r#"a: "b""#],
            r#""asks": {"tested": "done"}"#,
            r#""asks": {"tested": "done"}, sign_off: {by: bea@a.example, date: 2021-05-20, note: 'a: "b"', digest: sha256:…}"#,
        ),
        (
            &["accept", "plan.yaml", "kit", "--by", "sol@a.example"],
            r#""date": "2021-05-06"}"#,
            r#""date": "2021-05-06"}, accepted: {by: sol@a.example, date: 2021-05-20}"#,
        ),
        (
            &["send", "plan.yaml", "more", "--by", "bea@a.example"],
            "accepted: {by: sol@a.example, date: 2021-05-20}}",
            "accepted: {by: sol@a.example, date: 2021-05-20}}, more: {sent: {by: bea@a.example, date: 2021-05-20}}",
        ),
        (
            &[
                "waive",
                "plan.yaml",
                "missing-date",
                "dates.external",
                "--why",
                "An open end",
                "--until",
                LATER,
                "--by",
                "bea@a.example",
                "--force",
            ],
            r#""waivers": {}"#,
            r#""waivers": {missing-date-external: {rule: missing-date, at: dates.external, why: An open end, by: bea@a.example, date: 2021-05-20, until: 2099-12-31}}"#,
        ),
        (
            &["unsign", "plan.yaml", "build", "--by", "bea@a.example"],
            r#", sign_off: {by: bea@a.example, date: 2021-05-20, note: 'a: "b"', digest: sha256:…}"#,
            "",
        ),
    ];
    let mut expected = FLOW.to_owned();
    for (args, from, to) in steps {
        office.does(&[args, &["--date", "2021-05-20"]].concat());
        assert!(expected.contains(from), "{args:?}: {from:?} in\n{expected}");
        expected = expected.replacen(from, to, 1);
        assert_eq!(without_digests(&office.text()), expected, "{args:?}");
    }
}

#[test]
fn a_plan_of_one_line_grows() {
    let office = Office::new("{launch: Small, kind: product}", POLICY);
    office.does(&["send", "plan.yaml", "kit", "--by", "bea@a.example", "--date", "2021-05-20"]);
    let grown =
        "{launch: Small, kind: product, handoffs: {kit: {sent: {by: bea@a.example, date: 2021-05-20}}}}";
    assert_eq!(office.text(), grown);
}

#[test]
fn what_is_shared_through_an_anchor_is_not_edited() {
    let shared = PLAN.replace("sent: {by:", "sent: &s {by:").replace("# by hand\n", "\n  more: {sent: *s}\n");
    let office = Office::new(&shared, POLICY);
    office.refuses(
        &["send", "plan.yaml", "kit", "--by", "bea@a.example", "--date", "2021-05-20"],
        &["handoffs.kit.sent", "anchor or alias", "write it out"],
    );
    // What stands in the place of an alias is one's own, and the anchor is as it was.
    office.does(&["send", "plan.yaml", "more", "--by", "bea@a.example", "--date", "2021-05-20"]);
    office.does(&["accept", "plan.yaml", "kit", "--by", "sol@a.example", "--date", "2021-05-20"]);
    assert_eq!(
        office.text(),
        shared
            .replace("{sent: *s}", "{sent: {by: bea@a.example, date: 2021-05-20}}")
            .replace("   \n  more:", "   \n    accepted: {by: sol@a.example, date: 2021-05-20}\n  more:")
    );
}

#[cfg(unix)]
#[test]
fn a_plan_stays_its_owners() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

    let office = Office::complete("stages: {leadership: {sign_off: ~}}", "");
    std::fs::set_permissions(office.plan(), std::fs::Permissions::from_mode(0o640)).expect("ours");
    if chown(office.plan(), Some(4711), Some(4712)).is_err() {
        note("SKIPPED: a_plan_stays_its_owners: only the superuser gives a file away");
        return;
    }
    office.on("lea", "2021-05-27", &["sign", "plan.yaml", "leadership"]);
    let plan = std::fs::metadata(office.plan()).expect("the plan");
    assert_eq!((plan.uid(), plan.gid(), plan.mode() & 0o777), (4711, 4712, 0o640));
}
