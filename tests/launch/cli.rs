//! Commands, exit codes, outputs and bad input, seen from outside.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::command::{Ended, folder, json, launch, project, run};
use crate::overlay::{BASE, plan};

const DAY: [&str; 2] = ["--as-of", "2026-05-28"];

fn check(text: &str, args: &[&str]) -> Ended {
    let folder = folder(&[("plan.yaml", text)]);
    run(folder.path(), &[&["check", "plan.yaml"], &DAY[..], args].concat())
}

#[test]
fn the_exit_code_is_the_verdict_in_every_format() {
    let conditions = plan(
        "stages: {leadership: {sign_off: {verdict: conditions, conditions: {hire: {what: Hire two, \
         owner: lea@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example}}}}}",
    );
    let no_go = plan("stages: {leadership: {sign_off: ~}}");
    for format in ["text", "json"] {
        let args = ["--format", format];
        assert_eq!(check(BASE, &args).code, 0);
        assert_eq!(check(&no_go, &args).code, 1);
        assert_eq!(check(&conditions, &args).code, 0);
        assert_eq!(check(&conditions, &[&args[..], &["--strict"]].concat()).code, 1);
        assert_eq!(check(BASE, &[&args[..], &["--strict"]].concat()).code, 0);
        assert_eq!(check("launch: x\nkind: produkt\n", &args).code, 2);
    }
}

#[test]
fn the_gate_asks_for_its_own_stages_alone() {
    let unsigned = plan(
        "stages: {marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}}\ninformed: ~",
    );
    assert_eq!(check(&unsigned, &["--gate", "internal"]).code, 0);
    assert_eq!(check(&unsigned, &["--gate", "external"]).code, 1);
    let finance = plan("stages: {finance: {sign_off: ~}}");
    assert_eq!(check(&finance, &["--gate", "internal"]).code, 1);
    // Hand-offs are counted in one way on one screen, and what the gate does not ask for is not missing for it.
    let list = plan("handoffs: {price-list: {accepted: ~}}");
    for (gate, heading) in [("internal", "none, all 6 are accepted"), ("external", "1 of 11")] {
        let said = check(&list, &["--gate", gate]).out;
        assert!(said.contains(&format!("Missing hand-offs: {heading}\n")), "{said}");
        assert_eq!(said.contains("6 of 6 hand-offs accepted"), gate == "internal", "{said}");
    }
}

#[test]
fn usage_errors_are_exit_code_2_and_never_1() {
    let folder = folder(&[("plan.yaml", BASE), ("empty/readme.txt", "")]);
    let cases: [&[&str]; 9] = [
        &[],
        &["chekc"],
        &["check", "--as-of", "tomorrow", "plan.yaml"],
        &["check", "--format", "xml", "plan.yaml"],
        &["check", "nowhere.yaml"],
        &["check"],
        &["check", "empty"],
        &["check", "--policy", "nowhere.toml", "plan.yaml"],
        &["explain", "open-aks"],
    ];
    for args in cases {
        let ended = run(folder.path(), args);
        assert_eq!(ended.code, 2, "launch {args:?}\n{}{}", ended.out, ended.err);
        assert!(!ended.err.is_empty(), "launch {args:?} says why on standard error");
    }
    assert!(run(folder.path(), &["explain", "open-aks"]).err.contains("did you mean `open-ask`?"));
    assert!(run(folder.path(), &["chekc"]).err.contains("check"));
    assert_eq!(run(folder.path(), &["--help"]).code, 0);
    assert_eq!(run(folder.path(), &["--version"]).code, 0);
}

#[test]
fn the_json_has_the_fields_of_the_contract() {
    let folder = folder(&[("plan.yaml", &plan("handoffs: {price-list: ~}"))]);
    let report = json(folder.path(), &[]);
    assert_eq!(report["schema"], 1);
    assert_eq!(report["tool"], concat!("launch ", env!("CARGO_PKG_VERSION")));
    assert_eq!((&report["as_of"], &report["verdict"]), (&"2026-05-28".into(), &"no-go".into()));
    let plan = &report["plans"][0];
    for (key, value) in
        [("path", "plan.yaml"), ("launch", "Invoice Assist 2.0"), ("gate", "external"), ("verdict", "no-go")]
    {
        assert_eq!(plan[key], value, "{key}");
    }
    let finance = plan["stages"]
        .as_array()
        .expect("stages")
        .iter()
        .find(|s| s["id"] == "finance")
        .expect("finance")
        .clone();
    for (key, value) in [
        ("state", "signed"),
        ("owner", "fay@acme.example"),
        ("by", "fay@acme.example"),
        ("date", "2026-05-20"),
    ] {
        assert_eq!(finance[key], value, "{key}");
    }
    assert_eq!((&finance["met"], &finance["of"], &finance["weakest"]), (&6.into(), &7.into(), &true.into()));
    let handoff = plan["handoffs"]
        .as_array()
        .expect("hand-offs")
        .iter()
        .find(|h| h["id"] == "price-list")
        .expect("it")
        .clone();
    for (key, value) in [("from", "finance"), ("to", "sales"), ("state", "missing"), ("turn", "finance")] {
        assert_eq!(handoff[key], value, "{key}");
    }
    assert!(handoff["due"].is_null() && handoff["days_late"].is_null());
    let finding = &plan["findings"][0];
    for (key, value) in [
        ("rule", "missing-handoff"),
        ("level", "error"),
        ("breakdown", "communication"),
        ("at", "handoffs.price-list"),
        ("owner", "fay@acme.example"),
    ] {
        assert_eq!(finding[key], value, "{key}");
    }
    for key in ["line", "column", "end_line", "end_column"] {
        assert!(finding[key].is_u64(), "{key}");
    }
    assert!(finding["follows_from"].is_null() && finding["waived_by"].is_null());
    assert!(finding["message"].is_string() && finding["help"].is_string());
    assert_eq!(plan["weakest"], "finance");
    let next = &plan["next"][0];
    assert_eq!((&next["who"], &next["at"]), (&"fay@acme.example".into(), &"handoffs.price-list".into()));
    assert_eq!(next["do"], "send `price-list` to sales");
}

#[test]
fn a_plan_that_cannot_be_read_does_not_hide_the_others() {
    let files =
        [("launches/a.yaml", BASE), ("launches/b.yaml", "launch: [\n"), ("launches/deep/c.yml", BASE)];
    let folder = folder(&files);
    let ended = run(folder.path(), &[&["check", "--format", "json"], &DAY[..]].concat());
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    assert_eq!(ended.code, 2);
    assert!(report["verdict"].is_null());
    let verdicts: Vec<&serde_json::Value> =
        report["plans"].as_array().expect("plans").iter().map(|p| &p["verdict"]).collect();
    assert_eq!(verdicts, [&serde_json::json!("go"), &serde_json::Value::Null, &serde_json::json!("go")]);
    let error = &report["plans"][1]["errors"][0];
    assert!(error["message"].is_string() && error["line"].is_u64() && error["column"].is_u64(), "{error}");
    let text = run(folder.path(), &[&["check"], &DAY[..]].concat());
    assert!(text.out.starts_with("NO VERDICT  3 launches: 1 no verdict, 2 GO"), "{}", text.out);
}

#[test]
fn all_errors_of_a_file_are_told_in_one_run_with_their_places() {
    let text = "launch: Ünïcode 価格\r\nkind: product\r\ndates: {internal: 2026-02-30}\r\nonwer: x\r\n\
                stages:\r\n  finnace: {owner: f@x}\r\nhandoffs:\r\n  price-lst: {due: 2026-01-01}\r\ntier: 4\r\n";
    let ended = check(&format!("\u{feff}{text}"), &[]);
    assert_eq!(ended.code, 2);
    for (place, words) in [
        ("plan.yaml:3:19", "is no day of the calendar"),
        ("plan.yaml:4:1", "did you mean `owner`?"),
        ("plan.yaml:6:3", "did you mean `finance`?"),
        ("plan.yaml:8:3", "did you mean `price-list`?"),
        ("plan.yaml:9:7", "expected a tier: 1, 2 or 3"),
    ] {
        assert!(ended.out.contains(place) && ended.out.contains(words), "{place} {words}\n{}", ended.out);
    }
}

#[test]
fn bad_files_end_with_exit_code_2() {
    let folder = folder(&[("empty.yaml", ""), ("list.yaml", "- a\n"), ("deep.yaml", &"[".repeat(10_000))]);
    let big = format!("launch: {}\nkind: product\n", "x".repeat(2 * 1024 * 1024));
    let bytes: [(&str, &[u8]); 3] = [
        ("latin.yaml", b"launch: caf\xe9\n"),
        ("utf16.yaml", b"\xff\xfel\x00a\x00"),
        ("big.yaml", big.as_bytes()),
    ];
    for (name, bytes) in bytes {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    fs::create_dir(folder.path().join("folder.yaml")).expect("a folder");
    for (name, words) in [
        ("empty.yaml", "an empty file"),
        ("list.yaml", "expected a launch plan as a map"),
        ("deep.yaml", "nested deeper"),
        ("latin.yaml", "not UTF-8"),
        ("utf16.yaml", "UTF-16"),
        ("big.yaml", "larger than 1024 KiB"),
        ("folder.yaml", "there is no plan in"),
    ] {
        let ended = run(folder.path(), &["check", name]);
        assert_eq!(ended.code, 2, "{name}: {}{}", ended.out, ended.err);
        assert!(format!("{}{}", ended.out, ended.err).contains(words), "{name}: {}{}", ended.out, ended.err);
    }
}

#[cfg(unix)]
#[test]
fn special_files_are_refused_and_standard_input_is_read() {
    let folder = folder(&[]);
    std::os::unix::fs::symlink("loop.yaml", folder.path().join("loop.yaml")).expect("a link");
    assert_eq!(run(folder.path(), &["check", "loop.yaml"]).code, 2);
    assert_eq!(run(folder.path(), &["check", "/dev/zero"]).code, 2);
    let mut child = launch(folder.path())
        .args(["check", "-", "--as-of", "2026-05-28"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(BASE.as_bytes()).expect("written");
    let ended: Ended = child.wait_with_output().expect("it ends").into();
    assert!(ended.code == 0 && ended.out.starts_with("GO  "), "{}", ended.out);
}

#[test]
fn nothing_in_a_plan_or_its_name_moves_the_cursor() {
    let hostile = "\\e[2J\\u202e\\n\\x9b::error::\\r";
    let text = format!(
        "launch: \"{hostile}\"\nkind: product\nowner: \"{hostile}\"\n\"{hostile}\": 1\nstages: {{finance: {{owner: \"{hostile}\"}}}}\n"
    );
    let folder = folder(&[("pl\u{1b}[31man.yaml", &text)]);
    for args in [&["check", "."][..], &["check", ".", "--format", "json"]] {
        let ended = run(folder.path(), args);
        let all = format!("{}{}", ended.out, ended.err);
        let bad = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
        assert_eq!(all.chars().find(bad), None, "{all:?}");
        assert!(!all.lines().any(|line| line.starts_with("::error")), "{all}");
    }
}

#[test]
fn the_output_file_is_written_whole_or_not_at_all() {
    let folder = folder(&[("plan.yaml", BASE), ("report.json", "old")]);
    let path = folder.path();
    let ended = run(
        path,
        &[&["check", "plan.yaml", "--format", "json", "--output", "report.json"], &DAY[..]].concat(),
    );
    assert!(ended.code == 0 && ended.out.is_empty());
    let text = fs::read_to_string(path.join("report.json")).expect("text");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    let ended = run(path, &[&["check", "plan.yaml", "--output", "no/such/folder.txt"], &DAY[..]].concat());
    assert!(ended.code == 2 && ended.err.contains("no/such/folder.txt"), "{}", ended.err);
    assert_eq!(fs::read_dir(path).expect("a folder").count(), 2, "nothing is left beside the report");
}

#[test]
fn a_reader_that_leaves_early_changes_nothing() {
    let folder = folder(&[("plan.yaml", &plan("stages: {finance: ~, sales: ~}"))]);
    let mut child = launch(folder.path())
        .args(["check", "plan.yaml", "--as-of", "2026-05-28"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let ended: Ended = child.wait_with_output().expect("it ends").into();
    assert_eq!((ended.code, ended.err.as_str()), (1, ""));
}

#[test]
fn a_plan_that_was_begun_lists_what_is_to_be_done_and_is_never_overwritten() {
    for kind in ["product", "service"] {
        let folder = folder(&[]);
        assert_eq!(run(folder.path(), &["init", "--kind", kind]).code, 0);
        let ended = run(folder.path(), &["check", "--format", "json"]);
        assert_eq!(ended.code, 1, "{}", ended.out);
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        let rules: std::collections::BTreeSet<&str> = report["plans"][0]["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter_map(|f| f["rule"].as_str())
            .collect();
        for rule in [
            "placeholder",
            "open-ask",
            "missing-sign-off",
            "unsent-handoff",
            "unproven-need",
            "uninformed-audience",
        ] {
            assert!(rules.contains(rule), "{kind}: {rule}");
        }
        let before = fs::read(folder.path().join("launches/launch.yaml")).expect("the plan");
        let again = run(folder.path(), &["init"]);
        assert!(again.code == 2 && again.err.contains("already there"), "{}", again.err);
        assert_eq!(before, fs::read(folder.path().join("launches/launch.yaml")).expect("the plan"));
    }
}

#[test]
fn a_begun_plan_follows_the_policy_that_holds_there() {
    let policy = fs::read_to_string(project().join("examples/departments/launch.toml")).expect("the policy");
    let folder = folder(&[("launch.toml", &policy)]);
    assert_eq!(run(folder.path(), &["init", "plan.yaml"]).code, 0);
    let text = fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan");
    assert!(text.contains("  legal:") && text.contains("  security:") && text.contains("risks:"), "{text}");
    let ended = run(folder.path(), &["check", "plan.yaml"]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
}

#[test]
fn every_rule_is_listed_and_explained() {
    let listed = run(&project(), &["rules"]).out;
    for rule in launch::rules::RULES {
        assert!(listed.contains(rule.id), "{}", rule.id);
        let page = run(&project(), &["explain", rule.id]);
        assert!(page.code == 0 && page.out.contains(rule.page), "{}", rule.id);
    }
}

#[test]
fn what_reports_name_beside_the_rules_is_explained_and_is_no_rule() {
    let (rules, beside) = {
        let listed = run(&project(), &["rules"]).out;
        let (rules, beside) = listed.split_once(" rules. ").expect("their number");
        (rules.to_owned(), beside.to_owned())
    };
    for topic in launch::topic::TOPICS {
        assert!(!rules.contains(topic.id) && beside.contains(topic.id), "{beside}");
        let page = run(&project(), &["explain", &format!("{} at stages.finance", topic.id)]);
        assert!(page.code == 0 && page.out.contains(&topic.is_no_rule()), "{}{}", page.out, page.err);
        let waived = plan(&format!(
            "waivers: {{w: {{rule: {}, at: owner, why: a reason, by: lea@acme.example, date: 2026-05-20, until: \
             2026-06-30}}}}",
            topic.id
        ));
        let policy = format!("[rules]\n{} = \"off\"\n", topic.id);
        for (text, policy) in [(waived.as_str(), ""), (BASE, policy.as_str())] {
            let folder = folder(&[("plan.yaml", text), ("launch.toml", policy)]);
            let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
            let told = ended.out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(ended.code == 2 && told.contains(&topic.is_no_rule()), "{told}");
            assert!(told.contains(&topic.more()) && !told.contains("unknown rule"), "{told}");
        }
    }
    let folder = folder(&[("plan.yaml", BASE)]);
    let args = ["waive", "plan.yaml", "invalid-plan", "owner", "--why", "a reason", "--until", "2026-06-30"];
    let refused = run(folder.path(), &args);
    assert!(refused.code == 2 && refused.err.contains("`invalid-plan` is no rule"), "{}", refused.err);
    assert_eq!(fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan"), BASE);
    assert!(run(&project(), &["explain", "invalid-plam"]).err.contains("did you mean `invalid-plan`?"));
}

#[test]
fn text_fits_80_columns_with_wide_characters_too() {
    let wide = plan(
        "launch: 請求書アシスト 🚀\nstages: {finance: {owner: 財務@acme.example, sign_off: ~}}\nhandoffs: {price-list: ~}",
    );
    let ended = check(&wide, &[]);
    let limit = |line: &&str| launch::text::width(line) > 80 && !line.contains('|');
    assert_eq!(ended.out.lines().find(limit), None);
    assert!(ended.out.contains("請求書アシスト 🚀") && ended.out.contains("財務@acme.example"));
}

#[test]
fn the_first_line_of_an_error_or_a_warning_is_no_wider_than_the_screen() {
    let plan = plan(
        "stages: {operations: {impact: ~}, finance: {impact: ~, asks: {pricing: open}}, sales: {impact: ~, sign_off: \
         {note: we should be fine and hope that it is good enough for all of them}}}\nhandoffs: {price-list: ~}",
    );
    let folder = folder(&[("plan.yaml", &plan)]);
    for width in 60..=80 {
        let mut command = launch(folder.path());
        command.args(["check", "plan.yaml", "--as-of", "2026-05-28"]).env("COLUMNS", width.to_string());
        let said = Ended::from(command.output().expect("it runs")).out;
        let titles = said.lines().filter(|line| line.starts_with("warning[") || line.starts_with("error["));
        let wide: Vec<&str> = titles.filter(|line| launch::text::width(line) > width).collect();
        assert_eq!(wide, [""; 0], "{width}");
    }
}

#[test]
fn colours_are_for_terminals_and_never_where_they_are_refused() {
    let folder = folder(&[("plan.yaml", BASE)]);
    for args in [&["check", "plan.yaml", "--as-of", "2026-05-28"][..], &["--help"]] {
        let run = |set: &[(&str, &str)]| {
            let mut command = launch(folder.path());
            let ended: Ended = command.args(args).envs(set.iter().copied()).output().expect("it runs").into();
            ended.out.contains('\u{1b}')
        };
        assert!(!run(&[]));
        assert!(run(&[("CLICOLOR_FORCE", "1"), ("TERM", "xterm")]));
        assert!(run(&[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0"), ("TERM", "xterm")]));
        assert!(!run(&[("CLICOLOR_FORCE", "0"), ("TERM", "xterm")]), "{args:?}");
        assert!(!run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    }
}
