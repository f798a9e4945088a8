//! First tries: what somebody typed that is not quite it is answered with what is.

use std::fs;

use crate::command::{folder, run};
use crate::overlay::{BASE, plan};

const DAY: [&str; 2] = ["--as-of", "2026-05-28"];

fn unsigned(stage: &str) -> String {
    let line = BASE.lines().position(|line| line.starts_with(&format!("  {stage}:"))).expect("the stage");
    let mut lines: Vec<&str> = BASE.lines().collect();
    let sign_off = (line..lines.len()).find(|at| lines[*at].contains("sign_off")).expect("it is signed");
    lines.remove(sign_off);
    lines.join("\n") + "\n"
}

#[test]
fn what_is_not_quite_a_command_line_is_answered_with_one_that_is() {
    let folder = folder(&[("my plan.yaml", BASE), ("plan.yaml", BASE)]);
    let page = "hint: `launch report plan.yaml --output report.html`";
    let cases: [(&[&str], &str); 21] = [
        (&["check", "plan.yaml", "--format", "html"], page),
        (&["check", "plan.yaml", "--format", "pdf"], page),
        (&["check", "my plan.yaml", "--html"], "hint: `launch report 'my plan.yaml' --output report.html`"),
        (&["check", "--format", "html"], "hint: `launch report PLAN --output report.html`"),
        (&["check", "plan.yaml", "--json"], "hint: `--format json`"),
        (&["check", "plan.yaml", "--sarif"], "hint: `--format sarif`"),
        (&["verify", "plan.yaml", "--json"], "hint: `--format json`"),
        (&["history", "plan.yaml", "--markdown"], "hint: `--format markdown`"),
        (&["report", "plan.yaml", "--html"], "hint: `--format html`"),
        (&["check", "plan.yaml", "--output", "x.html"], "hint: `launch report PLAN --output report.html`"),
        (&["check", "plan.yaml", "--output", "x.PDF"], "hint: `launch report PLAN --output report.html`"),
        (
            &["report", "plan.yaml", "--output", "x.pdf"],
            "hint: write a page, `--output report.html`, and print",
        ),
        (
            &["history", "plan.yaml", "--output", "x.html"],
            "hint: endings that name a format are `.md`, `.markdown` and `.json`",
        ),
        (&["next", "plan.yaml", "--output", "x.pdf"], "hint: the ending that names a format is `.json`"),
        (&["forecast", "plan.yaml", "--output", "x.csv"], "hint: the ending that names a format is `.json`"),
        (&["retro", "plan.yaml", "--output", "jsn=x"], "hint: did you mean `json=x`?"),
        (&["next", "plan.yaml", "--format", "text", "--output", "json=x"], "hint: leave one of them out"),
        (&["next", "--for", "omar", "plan.yaml"], "hint: did you mean `omar@acme.example`?"),
        (&["next", "--for", "Omra@acme.example", "plan.yaml"], "hint: did you mean `omar@acme.example`?"),
        (
            &["accept", "plan.yaml", "setup-time", "--by", "omar@acme.example"],
            "hint: did you mean `promises.setup-time`?",
        ),
        (&["simulate", "plan.yaml", "--accept", "setup-tme"], "hint: did you mean `promises.setup-time`?"),
    ];
    for (args, hint) in cases {
        let ended = run(folder.path(), args);
        assert!(ended.code == 2 && ended.err.contains(hint), "launch {args:?}: {}{}", ended.out, ended.err);
        assert!(
            !["x.html", "x.PDF", "x.pdf"].iter().any(|name| folder.path().join(name).exists()),
            "{args:?}"
        );
    }
    for args in [
        &["--output", "x.report"][..],
        &["--output", "text=x.html"],
        &["--format", "json", "--output", "x.pdf"],
    ] {
        let ended = run(folder.path(), &[&["check", "plan.yaml"], &DAY[..], args].concat());
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
    }
    assert!(
        run(folder.path(), &["rules", "--html"])
            .err
            .lines()
            .all(|line| !line.starts_with("hint: `launch report"))
    );
}

#[test]
fn the_ending_of_a_file_names_its_format_in_every_command() {
    let folder = folder(&[("plan.yaml", BASE), ("old.yaml", BASE)]);
    let is_json = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    let commands: [&[&str]; 6] = [
        &["check", "plan.yaml"],
        &["report", "plan.yaml", "old.yaml"],
        &["diff", "plan.yaml", "old.yaml"],
        &["next", "plan.yaml"],
        &["forecast", "plan.yaml"],
        &["retro", "plan.yaml"],
    ];
    for command in commands {
        let written = |args: &[&str]| {
            let ended = run(folder.path(), &[command, &DAY, args].concat());
            assert_eq!(ended.code, 0, "{command:?} {args:?}: {}", ended.err);
            std::fs::read_to_string(folder.path().join(args[args.len() - 1])).expect("written")
        };
        assert!(is_json(&written(&["--output", "x.JSON"])), "{command:?}");
        assert!(is_json(&written(&["--format", "json", "--output", "y.txt"])), "{command:?}");
        let named = run(folder.path(), &[command, &DAY, &["--output", "json=named.txt"]].concat());
        let file = std::fs::read_to_string(folder.path().join("named.txt")).expect("written");
        assert!(named.code == 0 && is_json(&file), "{command:?}: {}", named.err);
        assert!(!is_json(&written(&["--output", "z.txt"])), "{command:?}");
        assert!(!is_json(&written(&["--format", "text", "--output", "z.json"])), "{command:?}");
    }
}

#[test]
fn where_no_plan_is_named_the_hint_names_the_command_that_was_typed() {
    let with = folder(&[("plan.yaml", BASE)]);
    let without = folder(&[]);
    for command in ["check", "next", "report", "forecast"] {
        for (folder, words) in
            [(&with, "there are plans here: `launch {} .`"), (&without, "name one, `launch {} plan.yaml`")]
        {
            let ended = run(folder.path(), &[command]);
            let words = words.replace("{}", command);
            let told = match command {
                "check" => ended.out.contains(&format!("= help: {words}")),
                _ => ended.err.contains(&format!("hint: {words}")),
            };
            assert!(told, "{}{}", ended.out, ended.err);
        }
    }
}

#[test]
fn an_address_is_taken_wherever_an_id_is() {
    let conditions = unsigned("leadership").replace(
        "    asks: {goals: done, resources: done}\n",
        "    asks: {goals: done, resources: done}\n    sign_off: {by: lea@acme.example, date: 2026-05-27, verdict: \
         conditions, conditions: {hire: {what: Hire two, owner: lea@acme.example, due: 2026-06-10, risk_accepted_by: \
         lea@acme.example}}}\n",
    );
    let folder = folder(&[
        ("signed.yaml", BASE),
        ("unsigned.yaml", &unsigned("leadership")),
        ("conditions.yaml", &conditions),
    ]);
    let lea: &[&str] = &["--by", "lea@acme.example", "--date", "2026-05-28", "--dry-run", "--force"];
    let pairs: [(&[&str], &[&str]); 6] = [
        (&["sign", "unsigned.yaml", "leadership"], &["sign", "unsigned.yaml", "stages.leadership"]),
        (&["unsign", "signed.yaml", "leadership"], &["unsign", "signed.yaml", "stages.leadership"]),
        (
            &["meet", "conditions.yaml", "leadership", "hire"],
            &["meet", "conditions.yaml", "stages.leadership", "stages.leadership.sign_off.conditions.hire"],
        ),
        (&["send", "signed.yaml", "value"], &["send", "signed.yaml", "handoffs.value"]),
        (&["accept", "signed.yaml", "value"], &["accept", "signed.yaml", "handoffs.value"]),
        (
            &["return", "signed.yaml", "value", "--why", "It lacks the trial"],
            &["return", "signed.yaml", "handoffs.value", "--why", "It lacks the trial"],
        ),
    ];
    for (id, address) in pairs {
        let [by_id, by_address] = [id, address].map(|args| run(folder.path(), &[args, lea].concat()));
        assert!(by_id.code == 0 && by_id.out.contains("\n+"), "{id:?}: {}{}", by_id.out, by_id.err);
        assert_eq!((by_address.code, by_address.out), (0, by_id.out), "{address:?}: {}", by_address.err);
    }
    let elsewhere = run(folder.path(), &[&["sign", "unsigned.yaml", "handoffs.value"], lea].concat());
    assert!(elsewhere.code == 2 && elsewhere.err.contains("that is no stage"), "{}", elsewhere.err);
    let other = ["meet", "conditions.yaml", "sales", "stages.leadership.sign_off.conditions.hire"];
    let ended = run(folder.path(), &[&other, lea].concat());
    assert!(ended.code == 2 && ended.err.contains("is no condition of sales"), "{}", ended.err);
}

#[test]
fn what_is_somebody_elses_names_them_and_how_to_record_what_they_said() {
    let plan = unsigned("customer");
    let roster = include_str!("../base.toml");
    for policy in [None, Some(roster)] {
        let mut files = vec![("plan.yaml", plan.as_str())];
        files.extend(policy.map(|text| ("launch.toml", text)));
        let folder = folder(&files);
        let sign = |more: &[&str]| run(folder.path(), &[&["sign", "plan.yaml", "customer"], more].concat());
        let ended = sign(&["--by", "fay@acme.example"]);
        let hint =
            "hint: have uma@acme.example do this, or record what they said with `--by uma@acme.example`\n";
        assert!(ended.code == 2 && ended.err.ends_with(hint), "{}", ended.err);
        assert_eq!(fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan"), plan);
        let open = plan
            .replace("need: See every billed hour", "need: TBD #")
            .replace("    answer: A", "    # answer: A");
        fs::write(folder.path().join("plan.yaml"), &open).expect("a plan");
        let both = sign(&["--by", "fay@acme.example"]);
        let unsettled = both.err.contains("hint: settle this first");
        assert!(both.code == 2 && (unsettled || both.err.matches("\n  - ").count() == 1), "{}", both.err);
        fs::write(folder.path().join("plan.yaml"), &plan).expect("a plan");
        assert_eq!(sign(&["--by", "uma@acme.example"]).code, 0);
    }
}

#[test]
fn a_command_that_is_shown_can_be_pasted_into_a_shell() {
    let name = "odd/$(touch pwn)`id` it's.yaml";
    let quoted = r"'odd/$(touch pwn)`id` it'\''s.yaml'";
    let folder = folder(&[(
        name,
        &unsigned("leadership").replace("    sent: {by: fay@acme.example, date: 2026-05-11}\n", ""),
    )]);
    for format in ["text", "json", "markdown"] {
        let ended = run(folder.path(), &[&["check", name, "--format", format], &DAY[..]].concat());
        let all = ended.out.replace("\\\\", "\\").split_whitespace().collect::<Vec<_>>().join(" ");
        let commands = all.matches("launch send ").count() + all.matches("launch sign ").count();
        assert!(commands >= 2, "{format}: {}", ended.out);
        if format != "markdown" {
            let shown = all.matches(&format!("launch send {quoted}")).count()
                + all.matches(&format!("launch sign {quoted}")).count();
            assert_eq!(shown, commands, "{format}: {all}");
        }
    }
    let begun = run(folder.path(), &["init", "two words.yaml"]);
    assert!(begun.out.contains("launch check 'two words.yaml'\n"), "{}", begun.out);
    let written = std::fs::read_to_string(folder.path().join("two words.yaml")).expect("a plan");
    assert!(written.contains("#   launch check 'two words.yaml'\n"), "{written}");
    run(folder.path(), &["init", "word.yaml"]);
    let written = std::fs::read_to_string(folder.path().join("word.yaml")).expect("a plan");
    assert!(written.contains("#   launch check word.yaml\n"), "{written}");
}

#[test]
fn whoever_waives_a_waiver_is_told_to_renew_it() {
    let given = "why: Agreed, by: lea@acme.example, date: 2026-05-01, until";
    let text = plan(&format!(
        "waivers: {{one: {{rule: missing-handoff, at: handoffs.value, {given}: 2026-05-20}}, \
         two: {{rule: expired-waiver, at: waivers.one, {given}: 2026-06-30}}}}"
    ));
    let folder = folder(&[("plan.yaml", &text)]);
    let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    let said = format!("{}{}", ended.out, ended.err);
    assert_eq!(ended.code, 2, "{said}");
    assert!(said.contains("`waivers.one` is a waiver, and a waiver cannot be waived"), "{said}");
    assert!(said.contains("renew it with a new last day"), "{said}");
}
