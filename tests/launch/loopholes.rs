//! Ways in which somebody tried to get a GO without earning it, and ways to bring the tool down.

use crate::command::{folder, run};
use crate::judged;
use crate::overlay::{BASE, plan};

/// The roster of the complete plan.
pub(crate) const POLICY: &str = include_str!("../base.toml");

/// The exit code of a fragment laid over the complete plan, under the roster and a policy fragment.
pub(crate) fn code(fragment: &str, policy: &str, args: &[&str]) -> i32 {
    let files = [("plan.yaml", plan(fragment)), ("launch.toml", format!("{policy}\n{POLICY}"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder(&files);
    run(folder.path(), &[&["check", "plan.yaml", "--as-of", "2026-05-28"], args].concat()).code
}

const CONDITION: &str = "conditions: {kit: {what: w, owner: mia@acme.example, due: 2026-06-10, \
                         risk_accepted_by: lea@acme.example, covers: [handoffs.price-list]}}";

#[test]
fn what_a_condition_covers_is_never_a_plain_go() {
    let gap = "handoffs: {price-list: ~}\n";
    let fay = "by: fay@acme.example, date: 2026-05-20";
    let covered =
        format!("{gap}stages: {{finance: {{sign_off: {{{fay}, verdict: conditions, {CONDITION}}}}}}}");
    assert_eq!((code(&covered, "", &[]), code(&covered, "", &["--strict"])), (0, 1));
    let listed = |record: &str| format!("{gap}stages: {{finance: {{sign_off: [{{{fay}}}, {{{record}}}]}}}}");
    for record in [CONDITION.to_owned(), format!("by: eve@acme.example, {CONDITION}")] {
        assert_eq!(code(&listed(&record), "", &[]), 1, "{record}");
    }
    let last_word = listed(&format!("{fay}, {CONDITION}"));
    assert_eq!((code(&last_word, "", &[]), code(&last_word, "", &["--strict"])), (0, 1));
}

#[test]
fn a_yes_or_a_no_proves_nothing_and_gives_no_reason() {
    for answer in ["done: no", "done: not yet", "done: open", "done: yes", "done: done", "not_needed: no"] {
        let fragment = format!("stages: {{finance: {{asks: {{billing: {{{answer}}}}}}}}}");
        assert_eq!(code(&fragment, "", &[]), 1, "{answer}");
    }
    for nothing in ["not started", "in progress", "soon", "failed", "missing", "DONE: TBD", "https://"] {
        for field in [
            "stages: {finance: {asks: {billing: {done: \"@\"}}}}",
            "informed: {field-sales: {done: \"@\"}}",
            "handoffs: {price-list: {sent: {link: \"@\"}}}",
            "needs: {see-hours: {evidence: [{from: calls, date: 2026-05-01, link: \"@\"}]}}",
        ] {
            let shown = |text: &str| code(&field.replace('@', text), "", &[]);
            assert_eq!(
                (shown(nothing), shown(&format!("{nothing}, until Fay tried"))),
                (1, 0),
                "{field} {nothing}"
            );
        }
        let met = |text: &str| {
            let (kit, due) = (CONDITION.replace("2026-06-10", "2026-05-27"), "2026-05-27");
            let met = kit.replace(&format!("due: {due}"), &format!("due: {due}, met: \"{text}\""));
            let sign_off = format!("by: fay@acme.example, date: 2026-05-20, verdict: conditions, {met}");
            code(&format!("stages: {{finance: {{sign_off: {{{sign_off}}}}}}}"), "", &[])
        };
        assert_eq!((met(nothing), met(&format!("{nothing}, until Fay tried"))), (1, 0), "{nothing}");
    }
    assert_eq!(code("incentives: {commission: {safeguard: no}}", "", &[]), 1);
    assert_eq!(code("needs: {see-hours: {answer: ~, declined: no}}", "", &[]), 1);
    assert_eq!(code("informed: {field-sales: {done: no}}", "", &[]), 1);
}

#[test]
fn a_blank_entry_is_not_a_yes() {
    for blank in
        ["  finance:\n    owner: fay@acme.example\n    asks:\n      legal-review:\n", "  finnance:\n"]
    {
        let text = BASE.replacen("stages:\n", &format!("stages:\n{blank}"), 1).replacen(
            "  finance:\n    owner: fay@acme.example\n    impact",
            "  finance-2:\n    impact",
            1,
        );
        let folder = folder(&[("plan.yaml", text.as_str())]);
        assert_ne!(run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]).code, 0, "{blank}");
    }
    for (section, entry) in [
        ("promises", "extra"),
        ("loads", "extra"),
        ("informed", "extra"),
        ("waivers", "extra"),
        ("handoffs", "extra"),
    ] {
        let text = BASE.replacen(&format!("{section}:\n"), &format!("{section}:\n  {entry}:\n"), 1);
        let text = if section == "waivers" { format!("{text}waivers:\n  extra:\n") } else { text };
        let folder = folder(&[("plan.yaml", text.as_str())]);
        assert_ne!(run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]).code, 0, "{section}");
    }
}

#[test]
fn nothing_is_waved_off_in_the_future_or_by_a_placeholder() {
    for date in ["TBD", "2030-01-01"] {
        let fragment = format!(
            "stages: {{marketing: {{sign_off: ~, not_needed: {{why: small, by: lea@acme.example, date: {date}}}}}}}"
        );
        assert_eq!(code(&fragment, "", &[]), 1, "{date}");
    }
    let all: Vec<String> = [
        "customer",
        "product",
        "operations",
        "finance",
        "customer-service",
        "marketing",
        "sales",
        "leadership",
    ]
    .iter()
    .map(|id| format!("{id}: {{not_needed: {{why: small, by: lea@acme.example, date: 2026-05-01}}}}"))
    .collect();
    let fragment = format!("stages: {{{}}}\npromises: ~\nloads: ~\nincentives: ~", all.join(", "));
    assert_eq!(code(&fragment, "", &[]), 1, "a launch that nobody signs");
}

#[test]
fn an_empty_list_takes_a_restriction_away_instead_of_the_stage() {
    let gone = "stages: {finance: ~}";
    for list in ["tiers = []", "risks = []"] {
        assert_eq!(code(gone, &format!("[stages.finance]\n{list}"), &[]), 1, "{list}");
    }
}

#[test]
fn a_waiver_of_one_signer_is_not_a_waiver_of_all() {
    let waiver = "waivers: {one: {rule: unentitled-signer, at: stages.finance, why: away, by: lea@acme.example, \
                  date: 2026-05-20, until: 2026-06-30}}";
    let fragment =
        format!("stages: {{finance: {{sign_off: [{{by: omar@acme.example, date: 2026-05-20}}]}}}}\n{waiver}");
    assert_eq!(code(&fragment, "[stages.finance]\nsignatures = 2", &[]), 1);
}

#[test]
fn one_person_is_one_person_however_they_are_written() {
    for twin in [
        "FAY@acme.example",
        " fay@acme.example ",
        "\\u200bfay@acme.example",
        "fay@acme.example\\e[0m",
        "mailto:fay@acme.example",
        "Fay <fay@acme.example> (CFO)",
        "'fay@acme.example'",
        "fay@acme.example,",
    ] {
        let fragment = format!(
            "stages: {{finance: {{sign_off: [{{by: fay@acme.example, date: 2026-05-20}}, {{by: \"{twin}\", date: 2026-05-20}}]}}}}"
        );
        assert_ne!(code(&fragment, "[stages.finance]\nsignatures = 2", &[]), 0, "{twin}");
    }
}

#[test]
fn where_anybody_may_sign_one_person_is_one_too() {
    let of = |fragment: &str| {
        let policy = "[stages.finance]\nsignatures = 2\n[rules]\nself-accepted-handoff = \"error\"\n";
        let text = plan(fragment);
        let files = [("plan.yaml", text.as_str()), ("launch.toml", policy)];
        judged::of(&files, "plan.yaml", &[]).code
    };
    let signed = |by: &str| {
        let second = format!("{{by: \"{by}\", date: 2026-05-20}}");
        of(&format!(
            "stages: {{finance: {{sign_off: [{{by: fay@acme.example, date: 2026-05-20}}, {second}]}}}}"
        ))
    };
    assert_eq!((signed("omar@acme.example"), signed("Omar <omar@acme.example>")), (0, 0));
    assert_eq!((signed("fay@acme.example"), signed("Fay <fay@acme.example>")), (1, 1));
    for c in ["200b", "200c", "200d", "fe0f", "034f", "2800", "17b4", "180b", "00a0", "200a"] {
        for twin in [format!("fay@acme.example\\u{c}"), format!("f\\u{c}ay@acme.example")] {
            let blank_at_its_end = matches!(c, "00a0" | "200a") && twin.ends_with(c);
            assert_eq!(signed(&twin), if blank_at_its_end { 1 } else { 2 }, "{twin}");
        }
    }
    let taken = |by: &str| {
        let signed =
            "stages: {finance: {sign_off: [{by: fay, date: 2026-05-20}, {by: omar, date: 2026-05-20}]}}";
        of(&format!("{signed}\nhandoffs: {{value: {{accepted: {{by: \"{by}\"}}}}}}"))
    };
    assert_eq!((taken("mia@acme.example"), taken("Paul <paul@acme.example>")), (0, 1));
    assert_eq!(taken("paul@acme.example\\u200d"), 2);
}

#[test]
fn what_was_accepted_before_it_was_sent_is_not_accepted() {
    assert_eq!(code("handoffs: {price-list: {accepted: {date: 2026-05-10}}}", "", &[]), 1);
}

#[test]
fn a_meeting_that_is_still_to_come_has_told_nobody() {
    for (date, expected) in [("2026-05-28", 0), ("2026-05-29", 1)] {
        let fragment = format!("informed: {{field-sales: {{date: {date}}}}}");
        assert_eq!(code(&fragment, "", &[]), expected, "{date}");
    }
}

#[test]
fn no_input_brings_the_tool_down() {
    let long = "x".repeat(300_000);
    let aliases = format!(
        "launch: A\nkind: product\nowner: &a {long}\nneeds: {{n: {{evidence: [{}]}}}}\n",
        "*a ,".repeat(20_000)
    );
    let asks: String = (0..5000).map(|n| format!("      a{n}: open\n")).collect::<Vec<_>>().concat();
    let owners =
        format!("launch: A\nkind: product\nstages:\n  finance:\n    owner: {long}\n    asks:\n{asks}");
    let nested: String = (1..60).map(|n| format!("&a{n} [")).collect::<Vec<_>>().concat();
    let anchors = format!("launch: A\nkind: product\nneeds: {nested}{}", "x,".repeat(100_000));
    for text in [aliases, owners, anchors] {
        let folder = folder(&[("plan.yaml", text.as_str())]);
        let ended = run(folder.path(), &["check", "plan.yaml"]);
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.out.len() < 1_000_000, "{} bytes of output", ended.out.len());
    }
    let chain: String =
        (0..20_000).map(|n| format!("[stages.a{n}]\nafter = ['a{}']\n", n + 1)).collect::<Vec<_>>().concat();
    let policy = format!("extends = 'none'\n{chain}[stages.a20000]\n");
    let folder = folder(&[("a.yaml", BASE), ("b.yaml", BASE), ("launch.toml", policy.as_str())]);
    assert_eq!(run(folder.path(), &["check", "."]).code, 2);
}

#[test]
fn a_report_is_never_written_over_what_it_was_made_from() {
    let folder = folder(&[("plan.yaml", BASE), ("other.toml", "")]);
    for args in [
        &["--output", "plan.yaml"][..],
        &["--output", "launch.toml"],
        &["--policy", "other.toml", "--output", "other.toml"],
    ] {
        let ended = run(folder.path(), &[&["check", "plan.yaml", "--as-of", "2026-05-28"], args].concat());
        assert_eq!(ended.code, 2, "{args:?}");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan"), BASE);
}

#[test]
fn an_empty_folder_does_not_hide_the_others() {
    let folder = folder(&[("plan.yaml", BASE), ("empty/readme.txt", "")]);
    let ended =
        run(folder.path(), &["check", "plan.yaml", "empty", "--as-of", "2026-05-28", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    assert_eq!((ended.code, &report["plans"][0]["verdict"]), (2, &"go".into()));
    assert!(report["plans"][1]["verdict"].is_null());
}

/// A plan that fits alone into the capacity of [`ONBOARDING`], and not twice.
fn half() -> String {
    plan("loads: {new-customers: {capacity: ~, draws_on: onboarding, forecast: 200 customers/month}}")
}

const ONBOARDING: &str =
    "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n";

#[test]
fn a_capacity_is_one_whatever_way_leads_to_it() {
    let (half, policy) = (half(), format!("{POLICY}\n{ONBOARDING}"));
    let folder =
        folder(&[("a.yaml", &half), ("sub/b.yaml", &half), ("launch.toml", &policy), (".git/HEAD", "")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).expect("a link");
    let (path, absolute) = (folder.path().to_owned(), folder.path().display().to_string());
    let ways: [(std::path::PathBuf, &[&str]); 8] = [
        (path.clone(), &["."]),
        (path.clone(), &["a.yaml", "sub/b.yaml"]),
        (path.clone(), &["./a.yaml", "./sub"]),
        (path.clone(), &["sub/../a.yaml", "sub/b.yaml"]),
        (path.clone(), &["again/a.yaml", "sub/b.yaml"]),
        (path.clone(), &[&absolute]),
        (path.join("sub"), &["..", "--policy", "../launch.toml"]),
        (path.join("sub"), &["../a.yaml", "b.yaml"]),
    ];
    for (path, args) in ways {
        let ended = run(&path, &[&["check", "--as-of", "2026-05-28"], args].concat());
        assert!(ended.code == 1 && ended.out.contains("onboarding"), "{args:?}: {}{}", ended.out, ended.err);
    }
    for alone in ["a.yaml", "sub"] {
        assert_eq!(run(&path, &["check", alone, "--as-of", "2026-05-28"]).code, 0, "{alone}");
    }
}

#[test]
fn a_capacity_belongs_to_the_file_that_defines_it() {
    let (half, company) = (half(), format!("{POLICY}\n{ONBOARDING}"));
    let extends = "extends = \"../company.toml\"\n";
    let own = format!("{extends}{ONBOARDING}");
    for (x, y, code) in [(extends, extends, 1), (extends, own.as_str(), 0), (own.as_str(), own.as_str(), 0)] {
        let files = [("company.toml", company.as_str()), ("x/launch.toml", x), ("y/launch.toml", y)];
        let folder = folder(&[&files[..], &[("x/plan.yaml", &half), ("y/plan.yaml", &half)]].concat());
        let ended = run(folder.path(), &["check", "x", "y", "--as-of", "2026-05-28"]);
        assert_eq!(ended.code, code, "{x}\n{y}\n{}{}", ended.out, ended.err);
    }
}

#[test]
fn what_cannot_be_added_up_is_not_carried() {
    let of = |forecast: &str| {
        format!(
            "{{from: sales, to: operations, draws_on: disk, forecast: \"{forecast}\", accepted: {{by: omar@acme.example, date: 2026-05-06}}}}"
        )
    };
    for (limit, forecast, code) in [
        ("at most 600,000,000,000,000 bytes/day", "600,000,000,000,000 bytes/day", 1),
        ("at most 600,000,000,000,000 bytes/day", "300,000,000,000,000 bytes/day", 0),
    ] {
        let policy = format!("{POLICY}\n[capacity.disk]\nof = \"operations\"\nlimit = \"{limit}\"\n");
        let two = plan(&format!("loads: {{a: {}, b: {}}}", of(forecast), of(forecast)));
        let one = plan(&format!("loads: {{a: {}}}", of(forecast)));
        let files =
            [("two.yaml", two.as_str()), ("x.yaml", &one), ("y.yaml", &one), ("launch.toml", &policy)];
        let folder = folder(&files);
        let check =
            |paths: &[&str]| run(folder.path(), &[&["check", "--as-of", "2026-05-28"], paths].concat());
        for paths in [&["two.yaml"][..], &["x.yaml", "y.yaml"]] {
            let ended = check(paths);
            assert_eq!(ended.code, code, "{limit} {paths:?}: {}{}", ended.out, ended.err);
            assert_eq!(ended.out.contains("nobody knows whether"), code == 1, "{}", ended.out);
        }
        assert_eq!(check(&["x.yaml"]).code, 0, "{limit}");
    }
}

#[test]
fn a_symbol_is_not_another_one_in_other_letters() {
    for (promised, committed, code) in [
        ("at least 100 MB", "at least 100 Mb", 1),
        ("at most 5 mW", "at most 5 MW", 1),
        ("at most 5 new", "at most 5 news", 1),
        ("at most 5 bp", "at most 5 bps", 1),
        ("at least 100 MB", "at least 100 MB", 0),
        ("at most 5 Meetings", "at most 1 meeting", 0),
        ("at most 5 Working days", "at most 1 working day", 0),
    ] {
        let fragment = format!("promises: {{setup-time: {{promised: {promised}, committed: {committed}}}}}");
        assert_eq!(self::code(&fragment, "", &[]), code, "{promised} {committed}");
    }
}

#[test]
fn a_delegation_holds_whichever_file_has_the_roster() {
    let delegation = "[[delegations]]\nfrom = \"fay@acme.example\"\nto = \"felix@acme.example\"\n\
                      start = 2026-05-01\nuntil = 2026-05-31\n";
    let people = format!("{POLICY}\"felix@acme.example\" = {{ stages = [] }}\n");
    let signed = plan("stages: {finance: {sign_off: {by: felix@acme.example}}}");
    for (base, over, code) in [
        (delegation, people.as_str(), 0),
        (people.as_str(), delegation, 0),
        (people.as_str(), "", 1),
        ("", people.as_str(), 1),
    ] {
        let over = format!("extends = \"base.toml\"\n{over}");
        let folder = folder(&[("plan.yaml", &signed), ("base.toml", base), ("launch.toml", &over)]);
        let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
        assert_eq!(ended.code, code, "{base}\n{over}\n{}", ended.out);
    }
}

#[test]
fn what_a_launch_does_not_need_makes_nothing_internal() {
    let unsigned = "marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}";
    let press = "[stages.press]\nafter = [\"sales\"]\ngate = \"internal\"\n";
    let risk = format!("{press}risks = [\"news\"]\n[risks]\nnews = \"Is it news?\"\n");
    let later = format!("{press}tiers = [2]\n[stages.board]\nafter = [\"press\"]\ngate = \"internal\"\n");
    let with = |stages: &str, fragment: &str, policy: &str| {
        let plan = plan(&format!("stages: {{{stages}{unsigned}}}\n{fragment}"));
        let base = format!("{POLICY}\n{policy}");
        let over = "extends = \"base.toml\"\n";
        let of = |over: &str| {
            let folder = folder(&[("plan.yaml", &plan), ("base.toml", &base), ("launch.toml", over)]);
            run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--gate", "internal"]).code
        };
        (of(over), of(&format!("{over}without = [\"stages.press\"]\n")))
    };
    let internal = |fragment: &str, policy: &str| with("", fragment, policy);
    assert_eq!(internal("", press), (1, 0));
    assert_eq!(internal("", &format!("{press}tiers = [2]\n")), (0, 0));
    assert_eq!(internal("", &format!("{press}tiers = [1]\n")), (1, 0));
    assert_eq!(internal("risks: {news: false}", &risk).0, 0);
    assert_eq!(internal("risks: {news: true}", &risk).0, 1);
    assert_eq!(internal("", &risk).0, 1, "unknown is not no");
    let waved_off = |by: &str, date: &str| {
        let stage = format!("press: {{not_needed: {{why: no news, by: {by}, date: {date}}}}}, ");
        with(&stage, "", press).0
    };
    assert_eq!(waved_off("priya@acme.example", "2026-05-20"), 0);
    assert_eq!(waved_off("fay@acme.example", "2026-05-20"), 1, "she may not");
    assert_eq!(waved_off("priya@acme.example", "2026-05-29"), 1, "not said yet");
    assert_eq!(internal("", &later), (1, 1), "what comes after it depends on what comes before it");
}
