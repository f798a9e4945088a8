//! What each person can do now: who, in which order, and with commands that do it.

mod asked;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{folder, run};
use crate::judged::ROSTER;
use crate::overlay::{BASE, plan};

const DAY: &str = "2026-05-28";

/// Finance waits for `cost-to-serve`, late by nine days; sales for `price-list` and `message-kit`, which have
/// no due date. Marketing has a question open.
const OPEN: &str = "
handoffs:
  cost-to-serve: {due: 2026-05-15, accepted: ~}
  price-list: {sent: ~, accepted: ~}
  message-kit: {accepted: ~}
stages: {finance: {sign_off: ~}, marketing: {asks: {message: open}}}
";

/// A folder with a plan, or several, and the roster.
fn plans(files: &[(&str, &str)], policy: &str) -> tempfile::TempDir {
    let policy = format!("{ROSTER}\n{policy}");
    folder(&[files, &[("launch.toml", policy.as_str())]].concat())
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let ended = run(folder, &[&["next", "--as-of", DAY, "--format", "json"], args].concat());
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    serde_json::from_str(&ended.out).expect("JSON")
}

/// Who has what to do, in order, as "who: what".
fn told(told: &Value) -> Vec<String> {
    let people = told.get("people").and_then(Value::as_array).expect("people");
    let of = |person: &Value| -> Vec<String> {
        let who = text(person, "who").to_owned();
        let todo = person.get("todo").and_then(Value::as_array).expect("a list").clone();
        todo.iter().map(|task| format!("{who}: {}", text(task, "at"))).collect()
    };
    people.iter().flat_map(of).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Every thing to do.
fn tasks(told: &Value) -> Vec<Value> {
    let people = told.get("people").and_then(Value::as_array).expect("people");
    let of = |person: &Value| person.get("todo").and_then(Value::as_array).expect("a list").clone();
    people.iter().flat_map(of).collect()
}

#[test]
fn the_latest_comes_first_then_what_is_due_then_what_most_waits_for() {
    let folder = plans(&[("plan.yaml", &plan(OPEN))], "");
    let found = json(folder.path(), &["plan.yaml"]);
    assert_eq!(
        told(&found),
        [
            "fay@acme.example: handoffs.cost-to-serve",
            "fay@acme.example: handoffs.price-list",
            "mia@acme.example: stages.marketing.asks.message",
            "sam@acme.example: handoffs.message-kit",
        ]
    );
    let first = &tasks(&found)[0];
    assert_eq!((text(first, "due"), first.get("days_late")), ("2026-05-15", Some(&Value::from(9))));
    assert_eq!(text(first, "command"), "launch accept plan.yaml cost-to-serve");
    let ask = &tasks(&found)[2];
    assert_eq!(ask.get("command"), Some(&Value::Null));
    assert!(text(ask, "write").starts_with("`message: {done:"), "{ask}");
    let line = ask.get("line").and_then(Value::as_u64).expect("a line");
    let plan = std::fs::read_to_string(folder.path().join("plan.yaml")).expect("a plan");
    assert!(plan.lines().nth(usize::try_from(line).expect("small") - 1).expect("it").contains("message"));
    let shown = run(folder.path(), &["next", "plan.yaml", "--as-of", DAY]).out;
    assert!(shown.starts_with("4 things to do now, in 1 launch, as of 2026-05-28\n"), "{shown}");
    assert!(shown.contains("9\n    working days late") || shown.contains("9 working days late"), "{shown}");
    assert!(shown.contains("\n    launch send plan.yaml price-list\n"), "{shown}");
    assert!(shown.contains(&format!("edit plan.yaml:{line}, stages.marketing.asks.message:")), "{shown}");
}

#[test]
fn each_command_does_what_it_says() {
    let conditions = "stages: {sales: {sign_off: {verdict: conditions, conditions: {kit: {what: Print it, \
                      owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example}}}}}";
    let plan = plan(&format!(
        "handoffs: {{price-list: {{sent: ~, accepted: ~}}, value: {{accepted: ~}}}}\n{conditions}"
    ));
    let folder = plans(&[("it's a plan.yaml", &plan)], "");
    let mut done = Vec::new();
    let first = || {
        let mut all = tasks(&json(folder.path(), &["it's a plan.yaml"])).into_iter();
        all.find(|task| text(task, "level") == "error")
    };
    while let Some(task) = first() {
        let command = text(&task, "command").to_owned();
        assert!(!command.is_empty() && !done.contains(&command), "{task}");
        let line = format!("{command} --by {} --date {DAY}", text(&task, "owner"));
        let bin = Path::new(env!("CARGO_BIN_EXE_launch")).parent().expect("a folder");
        let old = std::env::var_os("PATH").unwrap_or_default();
        let paths = [bin.to_owned()].into_iter().chain(std::env::split_paths(&old));
        let path = std::env::join_paths(paths).expect("a path");
        let ended =
            Command::new("sh").args(["-c", &line]).current_dir(folder.path()).env("PATH", path).output();
        let ended = ended.expect("a shell");
        assert!(ended.status.success(), "{line}: {}", String::from_utf8_lossy(&ended.stderr));
        done.push(command);
    }
    done.sort();
    let plan = r"'it'\''s a plan.yaml'";
    assert_eq!(
        done,
        [
            format!("launch accept {plan} price-list"),
            format!("launch accept {plan} value"),
            format!("launch meet {plan} sales kit"),
            format!("launch send {plan} price-list"),
        ]
    );
}

#[test]
fn what_a_condition_covers_is_done_before_it_is_met() {
    let conditions = "stages: {sales: {sign_off: {verdict: conditions, conditions: {kit: {what: Print it, \
                      owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example, \
                      covers: [handoffs.message-kit]}}}}}";
    let open = "handoffs: {message-kit: {due: 2026-05-15, accepted: ~}}";
    let folder = plans(
        &[("open.yaml", &plan(&format!("{conditions}\n{open}"))), ("done.yaml", &plan(conditions))],
        "",
    );
    let found = json(folder.path(), &["open.yaml"]);
    let kit = "mia@acme.example: stages.sales.sign_off.conditions.kit";
    assert_eq!(told(&found), ["sam@acme.example: handoffs.message-kit", kit]);
    let all = tasks(&found);
    assert_eq!(text(&all[0], "command"), "launch accept open.yaml message-kit");
    assert_eq!(text(&all[0], "due"), "2026-06-10", "it may stay open until then");
    assert_eq!(
        text(&all[1], "do"),
        "by 2026-06-10: Print it; before that, what it covers: `handoffs.message-kit`"
    );
    let found = json(folder.path(), &["done.yaml"]);
    assert_eq!(
        (told(&found), text(&tasks(&found)[0], "do")),
        (vec![kit.to_owned()], "by 2026-06-10: Print it")
    );
    // What is only warned of keeps nobody from calling it met.
    let warned = "[rules]\nlate-handoff = \"warn\"\nunaccepted-handoff = \"warn\"\n";
    let folder = plans(&[("open.yaml", &plan(&format!("{conditions}\n{open}")))], warned);
    let found = json(folder.path(), &["open.yaml"]);
    assert_eq!(text(&tasks(&found)[0], "do"), "by 2026-06-10: Print it");
}

#[test]
fn it_is_for_a_person_a_name_or_a_stage() {
    let folder = plans(&[("plan.yaml", &plan(OPEN))], "");
    let of = |whose: &str| told(&json(folder.path(), &["plan.yaml", "--for", whose]));
    let fays = ["fay@acme.example: handoffs.cost-to-serve", "fay@acme.example: handoffs.price-list"];
    assert_eq!(of("fay@acme.example"), fays);
    assert_eq!(of("Fay@Acme.example"), fays);
    assert_eq!(of("fay lund"), fays);
    assert_eq!(of("finance"), fays);
    assert_eq!(of("marketing"), ["mia@acme.example: stages.marketing.asks.message"]);
    assert_eq!(of("leadership"), [""; 0]);
    let ended = run(folder.path(), &["next", "plan.yaml", "--as-of", DAY, "--for", "lea@acme.example"]);
    assert_eq!(
        (ended.code, ended.out.trim_end()),
        (0, "Nothing to do now for lea@acme.example, in 1 launch, as of 2026-05-28")
    );
    for (asked, meant) in
        [("fey@acme.example", "fay@acme.example"), ("finanse", "finance"), ("Fay Lumd", "Fay Lund")]
    {
        let ended = run(folder.path(), &["next", "plan.yaml", "--for", asked]);
        assert_eq!(ended.code, 2, "{asked}: {}", ended.out);
        assert!(ended.err.contains(&format!("did you mean `{meant}`?")), "{}", ended.err);
    }
    let twins = "\"kay@acme.example\" = { name = \"Fay Lund\" }\n";
    let folder = plans(&[("plan.yaml", &plan(OPEN))], twins);
    let ended = run(folder.path(), &["next", "plan.yaml", "--for", "Fay Lund"]);
    assert!(
        ended.code == 2 && ended.err.contains("is the name of fay@acme.example and kay@acme.example"),
        "{}",
        ended.err
    );
}

#[test]
fn whoever_stands_in_sees_the_work_too() {
    let away = "\"felix@acme.example\" = {}\n[[delegations]]\nfrom = \"fay@acme.example\"\nto = \"felix@acme.example\"\n\
                start = 2026-05-20\nuntil = 2026-05-28\nreason = \"leave\"\n";
    let folder = plans(&[("plan.yaml", &plan(OPEN))], away);
    let of = |day: &str| {
        let ended = run(folder.path(), &["next", "plan.yaml", "--as-of", day, "--for", "felix@acme.example"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let away = of("2026-05-28");
    assert!(away.starts_with("2 things to do now for felix@acme.example"), "{away}");
    assert!(away.contains("in place of fay@acme.example"), "{away}");
    assert!(of("2026-05-29").starts_with("Nothing to do now for felix@acme.example"));
    let all = run(folder.path(), &["next", "plan.yaml", "--as-of", DAY]).out;
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(all.contains("felix@acme.example stands in"), "{all}");
}

#[test]
fn several_launches_are_grouped_by_person() {
    let second = plan("launch: Second\nhandoffs: {cost-to-serve: {due: 2026-05-14, accepted: ~}}");
    let folder = plans(&[("launches/a.yaml", &plan(OPEN)), ("launches/b.yaml", &second)], "");
    let ended = run(folder.path(), &["next", "--as-of", DAY]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.starts_with("5 things to do now, in 2 launches"), "{}", ended.out);
    let at = |needle: &str| ended.out.find(needle).unwrap_or_else(|| panic!("no {needle}: {}", ended.out));
    assert_eq!(ended.out.matches("\nfay@acme.example\n").count(), 1);
    assert!(
        at("Second (launches/b.yaml)") < at("Invoice Assist 2.0 (launches/a.yaml)"),
        "the later one first"
    );
}

#[test]
fn plans_that_cannot_be_judged_are_named_first_with_what_to_do_about_them() {
    let told = |files: &[(&str, &str)], args: &[&str]| {
        let folder = plans(files, "");
        let ended = run(folder.path(), &[&["next", ".", "--as-of", DAY], args].concat());
        assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
        (ended.out, ended.err)
    };
    let broken = "launch: [\n";
    let mend =
        "\n  - first of all, mend what is wrong with how it or its policy is written; this\n    shows it:\n";
    let (out, err) = told(&[("a.yaml", BASE), ("b.yaml", broken)], &[]);
    let head = format!("1 plan could not be judged: b.yaml{mend}    launch check b.yaml\n\n");
    assert_eq!(out, format!("{head}Nothing to do now, in 1 launch, as of {DAY}\n"));
    assert!(err.contains("b.yaml"), "{err}");
    let (out, _) = told(&[("b.yaml", broken)], &["--for", "finance"]);
    assert_eq!(out, format!("{head}What there is to do now for finance is not known, as of {DAY}\n"));

    let slipped = format!("{}nonsense: 1\n", plan(OPEN));
    let (out, _) = told(&[("b.yaml", &slipped)], &[]);
    assert!(
        out.starts_with(&format!("{head}4 things to do now, in what could be read of 1 launch, as")),
        "{out}"
    );
    let files = [
        ("a.yaml", BASE),
        ("b.yaml", &slipped),
        ("c d.yaml", broken),
        ("e.yaml", broken),
        ("f.yaml", broken),
    ];
    let (out, _) = told(&files, &[]);
    assert!(out.starts_with("4 plans could not be judged: b.yaml, c d.yaml, e.yaml and 1 more\n"), "{out}");
    assert!(out.contains("\n    launch check b.yaml 'c d.yaml' e.yaml\n\n"), "{out}");
    assert!(
        out.contains("\n4 things to do now, in 1 launch and what could be read of 1 more, as of"),
        "{out}"
    );
    let (out, _) = told(&files, &["--format", "json"]);
    let told: Value = serde_json::from_str(&out).expect("JSON");
    let errors = told.get("errors").and_then(Value::as_array).expect("errors");
    let mut paths: Vec<&str> = errors.iter().map(|error| text(error, "path")).collect();
    paths.dedup();
    assert_eq!(paths, ["b.yaml", "c d.yaml", "e.yaml", "f.yaml"]);

    let folder = plans(&[("a.yaml", BASE)], "");
    let ended = run(folder.path(), &["next", "a.yaml", "--as-of", DAY]);
    assert_eq!((ended.code, ended.out), (0, format!("Nothing to do now, in 1 launch, as of {DAY}\n")));
}

#[test]
fn a_plan_from_standard_input_has_no_command_but_a_place() {
    use std::io::Write as _;
    use std::process::Stdio;
    let folder = plans(&[], "");
    let mut child = crate::command::launch(folder.path())
        .args(["next", "-", "--as-of", DAY, "--for", "finance"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(plan(OPEN).as_bytes()).expect("written");
    let ended = child.wait_with_output().expect("it ends");
    let out = String::from_utf8(ended.stdout).expect("UTF-8");
    assert_eq!(ended.status.code(), Some(0));
    assert!(out.starts_with("2 things to do now for finance") && out.contains("edit <stdin>:"), "{out}");
    assert!(out.contains("PLAN") && !out.contains("<plan>"), "{out}");
}

/// Finance of the departments: two have to sign, and the line of one who stands there does not count.
fn departments(signed: &str) -> Vec<Value> {
    let kim = "      - {by: kim@dock.example, date: 2026-05-21}\n";
    let plan =
        include_str!("../../examples/departments/failing.yaml").replace(kim, &format!("{kim}{signed}"));
    let policy = include_str!("../../examples/departments/launch.toml");
    let folder = folder(&[("plan.yaml", &plan), ("launch.toml", policy)]);
    let shown = run(folder.path(), &["next", "plan.yaml", "--as-of", DAY]).out;
    assert!(!shown.lines().any(|line| line.contains("edit ") && line.ends_with("stages.finance")), "{shown}");
    let is_late = !signed.is_empty();
    assert_eq!(shown.contains("\n    see plan.yaml:71, stages.finance\n"), is_late, "{shown}");
    let of_finance = |task: &Value| text(task, "at") == "stages.finance" && text(task, "level") == "error";
    tasks(&json(folder.path(), &["plan.yaml"])).into_iter().filter(of_finance).collect()
}

#[test]
fn who_is_still_to_sign_is_named_and_then_the_line_that_does_not_count() {
    let open = departments("");
    let [task] = open.as_slice() else { panic!("{open:?}") };
    let todo = "sign for finance and take out the line of kim@dock.example, which does not count";
    assert_eq!((text(task, "do"), text(task, "command")), (todo, "launch sign plan.yaml finance"));
    assert!(!task.to_string().contains("gus@"), "gus has signed: {task}");
    let enough = departments("      - {by: fay@dock.example, date: 2026-05-28}\n");
    let [task] = enough.as_slice() else { panic!("{enough:?}") };
    assert_eq!(text(task, "do"), "take out the line of kim@dock.example, which does not count");
    let write =
        "delete `stages.finance.sign_off.1`: gus@dock.example and fay@dock.example signed, and no more";
    assert!(text(task, "write").starts_with(write), "{task}");
    assert_eq!(task.get("command"), Some(&Value::Null), "{task}");
}

#[test]
fn a_name_of_the_roster_in_place_of_its_address_is_told_as_that() {
    let plan = BASE.replace("sign_off: {by: fay@acme.example", "sign_off: {by: Fay Lund");
    let folder = folder(&[("plan.yaml", &plan), ("launch.toml", ROSTER)]);
    let found = tasks(&json(folder.path(), &["plan.yaml"]));
    let task = found.iter().find(|task| text(task, "at") == "stages.finance").expect("a task");
    assert_eq!(text(task, "do"), "sign for finance by the address on the roster");
    assert!(text(task, "write").starts_with("`by: fay@acme.example` in place of `Fay Lund`"), "{task}");
    assert_eq!(run(folder.path(), &["check", "plan.yaml", "--as-of", DAY]).code, 1, "it does not count");
}
