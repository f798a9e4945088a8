//! What is open by agreement: told in every format, and with `--strict` a failure in each that knows failures.

use serde_json::Value;

use crate::command::{Ended, folder, run};
use crate::formats::kept::failing;
use crate::formats::nothing_lost::{list, text};
use crate::formats::readers;
use crate::formats::rich::Reports;
use crate::overlay::{BASE, plan};

/// Leadership signed under a condition that covers nothing.
const CONDITION: &str = "stages: {leadership: {sign_off: {verdict: conditions, conditions: {kit: {what: Print the \
                         kit, owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example}}}}}\n";

/// Sales signed under a condition that lets a hand-off stay open.
const COVER: &str = "handoffs: {message-kit: ~}\nstages: {sales: {sign_off: {verdict: conditions, conditions: {kit: \
                     {what: Print the kit, owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: \
                     lea@acme.example, covers: [handoffs.message-kit]}}}}}\n";

/// A hand-off is waived.
const WAIVER: &str = "handoffs: {message-kit: ~}\nwaivers: {kit-later: {rule: missing-handoff, at: \
                      handoffs.message-kit, why: it is printed, by: lea@acme.example, date: 2026-05-20, until: \
                      2026-06-30}}\n";

/// What is let pass is no error.
const WARNING: &str = "stages: {marketing: {impact: ~}}\nwaivers: {silent: {rule: missing-impact, at: \
                       stages.marketing, why: it is new, by: lea@acme.example, date: 2026-05-20, until: \
                       2026-06-30}}\n";

const NAMELESS: &str = "stages: {leadership: {sign_off: {verdict: conditions}}}\n";

const ROSTER: &str = include_str!("../../base.toml");

/// A folder with plans and the roster, to which a policy may add.
fn plans(files: &[(&str, &str)], policy: &str) -> tempfile::TempDir {
    folder(&[files, &[("launch.toml", &format!("{ROSTER}{policy}"))]].concat())
}

fn one(fragment: &str, policy: &str) -> tempfile::TempDir {
    plans(&[("plan.yaml", &plan(fragment))], policy)
}

fn check(folder: &tempfile::TempDir, args: &[&str]) -> Ended {
    run(folder.path(), &[&["check", "plan.yaml", "--as-of", "2026-05-28"], args].concat())
}

#[test]
fn a_format_has_a_failure_where_the_exit_code_is_not_0_and_nowhere_else() {
    let off = |rule: &str| format!("[rules]\n{rule} = \"off\"\n");
    let warn = |rule: &str| format!("[rules]\n{rule} = \"warn\"\n");
    let overdue = CONDITION.replace("2026-06-10", "2026-05-20");
    let no_go = format!("{CONDITION}handoffs: {{price-list: ~}}");
    let late = format!(
        "{overdue}waivers: {{late: {{rule: overdue-condition, at: stages.leadership.sign_off.conditions.kit, why: \
         it is printed, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}}}"
    );
    let folders = [
        (one("{}", ""), [0, 0]),
        (one("stages: {marketing: {impact: ~}}", ""), [0, 0]),
        (one(CONDITION, ""), [0, 1]),
        (one(COVER, ""), [0, 1]),
        (one(WAIVER, ""), [0, 1]),
        (one(WARNING, ""), [0, 1]),
        (one(NAMELESS, ""), [1, 1]),
        (one(NAMELESS, &off("incomplete-condition")), [0, 1]),
        (one(NAMELESS, &warn("incomplete-condition")), [0, 1]),
        (one(&overdue, ""), [1, 1]),
        (one(&overdue, &off("overdue-condition")), [0, 1]),
        (one(&overdue, &warn("overdue-condition")), [0, 1]),
        (one(&late, ""), [0, 1]),
        (one(&no_go, ""), [1, 1]),
        (one(&no_go, &off("missing-handoff")), [0, 1]),
        (plans(&[("plan.yaml", &format!("{}teir: 1\n", plan(CONDITION)))], ""), [2, 2]),
        (plans(&[("a.yaml", BASE), ("b.yaml", &plan(WAIVER))], ""), [0, 1]),
        (plans(&[("a.yaml", &plan("handoffs: {price-list: ~}")), ("b.yaml", &plan(WAIVER))], ""), [1, 1]),
        (plans(&[("a.yaml", "launch: [\n"), ("b.yaml", &plan(WAIVER))], ""), [2, 2]),
    ];
    for (at, (folder, codes)) in folders.iter().enumerate() {
        for (strict, code) in [&[][..], &["--strict"]].into_iter().zip(codes) {
            for gate in ["external", "internal"] {
                let reports = Reports::of(folder, &[&[".", "--gate", gate][..], strict].concat());
                let told = failing(|format| reports.text(format).to_owned());
                let expected = reports.code != 0;
                let wrong: Vec<_> = told.iter().filter(|(_, fails)| *fails != expected).collect();
                assert!(
                    wrong.is_empty(),
                    "{at} {gate} {strict:?}: exit code {}, but {wrong:?}",
                    reports.code
                );
                assert!(gate == "internal" || reports.code == *code, "{at} {strict:?}: {}", reports.code);
            }
        }
    }
}

/// Where it is, what it says, and what to do, of each in GitLab's words; and the name that it keeps.
fn issues(folder: &tempfile::TempDir, strict: &[&str]) -> Vec<Value> {
    let quality = readers::gitlab(&check(folder, &[&["--format", "gitlab"], strict].concat()).out);
    let found = quality.as_array().expect("an array").iter().cloned();
    found.filter(|one| ["open-condition", "waiver-in-force"].contains(&text(one, "check_name"))).collect()
}

#[test]
fn each_thing_that_is_open_is_one_issue_with_its_line_and_what_to_do() {
    for (fragment, id, says) in [
        (
            CONDITION,
            "open-condition",
            "leadership signed under a condition that is not met: Print the kit (mia@acme.example, by 2026-06-10; \
             risk accepted by lea@acme.example). Next: meet it by 2026-06-10: `launch meet plan.yaml leadership kit`",
        ),
        (
            COVER,
            "open-condition",
            "sales signed under a condition that is not met: Print the kit (mia@acme.example, by 2026-06-10; risk \
             accepted by lea@acme.example; covers `handoffs.message-kit`). Next: meet it by 2026-06-10: `launch \
             meet plan.yaml sales kit`; before that, what it covers: `handoffs.message-kit`",
        ),
        (
            WAIVER,
            "waiver-in-force",
            "lea@acme.example waives `missing-handoff` at `handoffs.message-kit` until 2026-06-30: it is printed. \
             Next: before it ends, mend what it excuses (mia@acme.example): ",
        ),
    ] {
        let folder = one(fragment, "");
        let [lenient, strict] = [&[][..], &["--strict"]].map(|strict| {
            let found = issues(&folder, strict);
            assert_eq!(found.len(), 1, "{found:#?}");
            found.into_iter().next().expect("one")
        });
        assert!(text(&lenient, "description").starts_with(says), "{lenient:#}");
        assert_eq!((text(&lenient, "check_name"), text(&lenient, "severity")), (id, "info"));
        assert_eq!(text(&strict, "severity"), "critical");
        for key in ["description", "fingerprint", "location", "check_name"] {
            assert_eq!(lenient[key], strict[key], "{key}");
        }
        let source = plan(fragment);
        let line = lenient["location"]["lines"]["begin"].as_u64().expect("a line");
        let named = source.lines().nth(usize::try_from(line).expect("small") - 1).expect("the line");
        assert!(["kit:", "kit-later:"].contains(&named.trim()), "{named}");
    }
}

#[test]
fn annotations_are_notices_or_errors_and_the_log_says_why_it_fails() {
    let folder = one(CONDITION, "");
    let told = |strict: &[&str]| check(&folder, &[&["--format", "github"], strict].concat()).out;
    let (lenient, strict) = (told(&[]), told(&["--strict"]));
    for (out, command) in [(&lenient, "notice"), (&strict, "error")] {
        let found = readers::github(out);
        assert_eq!((found.len(), found[0].name.as_str()), (1, command), "{out}");
        let title = "open-condition at stages.leadership.sign_off.conditions.kit";
        assert_eq!(found[0].properties["title"], title);
        assert_eq!(run(folder.path(), &["explain", title]).code, 0);
    }
    assert!(lenient.ends_with("GO WITH CONDITIONS: 1 launch, 0 errors, 0 warnings\n"), "{lenient}");
    let last = "GO WITH CONDITIONS: 1 launch, 1 error, 0 warnings; exit code 1 because of --strict: what is open by \
                agreement is no GO\n";
    assert!(strict.ends_with(last), "{strict}");
    let no_go = one(&format!("{CONDITION}handoffs: {{price-list: ~}}"), "");
    let strict = check(&no_go, &["--format", "github", "--strict"]).out;
    assert!(
        strict.ends_with("NO-GO: 1 launch, 2 errors, 0 warnings; of the errors, 1 by --strict alone\n"),
        "{strict}"
    );
}

#[test]
fn a_result_of_sarif_is_not_suppressed_and_what_it_excuses_stays_so() {
    let folder = one(WAIVER, "");
    for (strict, level) in [(&[][..], "note"), (&["--strict"], "error")] {
        let log = readers::sarif(&check(&folder, &[&["--format", "sarif"], strict].concat()).out);
        let results = list(&log["runs"][0], "results");
        let [excused, waiver] = results else { panic!("{results:#?}") };
        assert_eq!((text(waiver, "ruleId"), text(waiver, "level")), ("waiver-in-force", level));
        assert_eq!((list(waiver, "suppressions").len(), list(excused, "suppressions").len()), (0, 1));
        assert_eq!(waiver["properties"]["at"], "waivers.kit-later");
        let rules = list(&log["runs"][0]["tool"]["driver"], "rules");
        assert!(rules.iter().any(|rule| rule["id"] == "waiver-in-force"), "{rules:#?}");
    }
}

#[test]
fn a_test_case_fails_by_what_it_lets_pass() {
    for (fragment, name) in
        [(CONDITION, "stages.leadership"), (COVER, "stages.sales"), (WAIVER, "handoffs.message-kit")]
    {
        let folder = one(fragment, "");
        let suite = |strict: &[&str]| {
            readers::junit(&check(&folder, &[&["--format", "junit"], strict].concat()).out).remove(0)
        };
        let (lenient, strict) = (suite(&[]), suite(&["--strict"]));
        let failed = |suite: &readers::Suite| -> Vec<String> {
            let failed = suite.cases.iter().filter(|case| case.outcome == "failure");
            failed.map(|case| case.name.clone()).collect()
        };
        assert_eq!((failed(&lenient), failed(&strict)), (vec![], vec![name.to_owned()]));
        assert_eq!((&*lenient.attributes["failures"], &*strict.attributes["failures"]), ("0", "1"));
        assert!(lenient.aside.contains(": note[") && !strict.aside.contains(": note["), "{}", lenient.aside);
    }
}

#[test]
fn pages_and_json_say_that_it_is_strict_and_else_nothing_of_it() {
    let folder = one(CONDITION, "");
    let told = |format: &str, strict: &[&str]| check(&folder, &[&["--format", format], strict].concat()).out;
    let why = "Mind: exit code 1 because of --strict: what is open by agreement is no GO.";
    for format in ["text", "markdown"] {
        let strict = told(format, &["--strict"]);
        let words = strict.split_whitespace().collect::<Vec<_>>().join(" ");
        let (above, _) = words.split_once(why).unwrap_or_else(|| panic!("{strict}"));
        assert!(
            above.contains("GO WITH CONDITIONS") && !above.contains("plan.yaml"),
            "under the title: {strict}"
        );
        assert!(!told(format, &[]).contains("strict"));
    }
    let json = |strict: &[&str]| -> Value { serde_json::from_str(&told("json", strict)).expect("JSON") };
    assert_eq!(json(&["--strict"])["strict"], true);
    assert_eq!(json(&["--strict"])["verdict"], "go-with-conditions");
    assert!(json(&[]).get("strict").is_none());
    let two = plans(&[("a.yaml", BASE), ("b.yaml", &plan(WAIVER))], "");
    let page =
        run(two.path(), &["check", ".", "--as-of", "2026-05-28", "--strict", "--format", "markdown"]).out;
    assert_eq!(page.matches(why).count(), 2, "of both, and of the one: {page}");
}
