//! What leaves by which stream: errors are drawn alike whoever tells them, each stream has its own colours,
//! and no words for people are a command to the log of a build.

use std::fs;
use std::process::Command;

use crate::command::{Ended, ends, folder, has, launch, run};
use crate::formats::readers::logged;
use crate::overlay::BASE;

const BROKEN: &str = "launch: Camp Box\nkind: product\nownr: kim@acme.example\nteir: 1\n";
const TYPO_IN_POLICY: &str = "[rulez]\nopen-ask = \"warn\"\n";
const DAY: &str = "2026-05-28";

#[test]
fn of_many_plans_without_a_verdict_the_first_are_named_aside_and_how_many_more_there_are() {
    let plans: Vec<String> = (10..22).map(|number| format!("launches/{number}.yaml")).collect();
    let all = |count: usize| {
        let broken = plans.iter().take(count).map(|plan| (plan.as_str(), BROKEN));
        folder(&broken.chain([("launches/good.yaml", BASE)]).collect::<Vec<_>>())
    };
    for (args, why) in [(["check", "launches"], "2 errors"), (["report", "launches"], "unknown key")] {
        for (count, named) in [(1, 1), (10, 10), (11, 10), (12, 10)] {
            let ended = run(all(count).path(), &args);
            let mut lines = ended.err.lines();
            for plan in plans.iter().take(named) {
                let line = lines.next().unwrap_or_default();
                assert!(line.starts_with(&format!("error: no verdict on {plan}: {why}")), "{}", ended.err);
            }
            let rest = match count - named {
                0 => None,
                1 => Some("error: no verdict on 1 more plan, which the report names"),
                _ => Some("error: no verdict on 2 more plans, which the report names"),
            };
            assert_eq!((lines.next(), lines.next(), ended.code), (rest, None, 2), "{}", ended.err);
            assert!(plans.iter().take(count).all(|plan| ended.out.contains(plan)), "{}", ended.out);
        }
    }
}

#[test]
fn what_is_wrong_with_a_plan_is_drawn_alike_by_every_command() {
    let folder = folder(&[("b.yaml", BROKEN), ("good.yaml", BASE)]);
    let expected = run(folder.path(), &["verify", "b.yaml"]).err;
    let drawn = expected.contains("--> b.yaml:3:1") && expected.contains("--> b.yaml:4:1");
    assert!(drawn && expected.contains("did you mean `owner`?"), "{expected}");
    assert!(expected.contains("\n\nerror: ") && expected.ends_with("\n\n"), "{expected:?}");
    assert!(!expected.contains("\n\n\n"), "{expected:?}");
    let commands: [&[&str]; 8] = [
        &["diff", "b.yaml", "good.yaml"],
        &["diff", "good.yaml", "b.yaml"],
        &["simulate", "b.yaml", "--sign", "finance"],
        &["next", "b.yaml"],
        &["forecast", "b.yaml"],
        &["retro", "b.yaml"],
        &["report", "b.yaml"],
        &["verify", "b.yaml", "--format", "json"],
    ];
    for args in commands {
        let ended = run(folder.path(), args);
        assert_eq!((ended.code, ended.err.as_str()), (2, expected.as_str()), "launch {args:?}");
    }
    let ended = run(folder.path(), &["sign", "b.yaml", "finance", "--by", "fay@acme.example"]);
    let rest = ended.err.strip_prefix(&expected).unwrap_or_else(|| panic!("{}", ended.err));
    assert!(rest.starts_with("error: `b.yaml` is as it was\nhint: mend"), "{rest}");
    assert_eq!(fs::read_to_string(folder.path().join("b.yaml")).expect("the plan"), BROKEN);
}

#[test]
fn what_is_wrong_with_a_policy_is_drawn_on_its_line() {
    let sheet = ("sheet.csv", "Department,Task,Owner\nfinance,Price list,fay@acme.example\n");
    let folder = folder(&[("bad/launch.toml", TYPO_IN_POLICY), ("bad/p.yaml", BASE), sheet]);
    let expected = run(folder.path(), &["verify", "bad/p.yaml"]).err;
    assert!(
        expected.contains("--> bad/launch.toml:1:2") && expected.contains("did you mean `rules`?"),
        "{expected}"
    );
    let commands: [&[&str]; 4] = [
        &["init", "bad/new.yaml"],
        &["import", "sheet.csv", "--output", "bad/new.yaml"],
        &["schema", "plan", "--policy", "bad/launch.toml"],
        &["retro", "bad/p.yaml"],
    ];
    for args in commands {
        let ended = run(folder.path(), args);
        assert_eq!((ended.code, ended.err.as_str()), (2, expected.as_str()), "launch {args:?}");
        assert!(!folder.path().join("bad/new.yaml").exists());
    }
}

#[test]
fn each_stream_has_its_own_colours() {
    if !has("script") {
        return;
    }
    let folder = folder(&[("b.yaml", BROKEN), ("good.yaml", BASE)]);
    let binary = env!("CARGO_BIN_EXE_launch");
    let commands =
        ["verify b.yaml", "retro b.yaml", "simulate b.yaml --sign finance", "diff b.yaml good.yaml"];
    for command in commands {
        for (to_file, on_terminal) in [("2>err", false), (">out", true)] {
            let mut script = Command::new("script");
            let line = format!("{binary} {command} {to_file}");
            script.args(["-qec", &line, "terminal"]).current_dir(folder.path());
            let environment = script.env("TERM", "xterm").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
            ends(environment.env_remove("CLICOLOR"));
            let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
            assert_eq!(read("terminal").contains("\u{1b}["), on_terminal, "{line}: {}", read("terminal"));
            assert!(on_terminal || read("err").contains("error"), "{line}");
            assert!(on_terminal || !read("err").contains('\u{1b}'), "{line}: {:?}", read("err"));
        }
    }
}

#[test]
fn a_terminal_has_colours_unless_they_are_refused() {
    if !has("script") {
        return;
    }
    let folder = folder(&[("good.yaml", BASE)]);
    let line = format!("{} check good.yaml --as-of {DAY}", env!("CARGO_BIN_EXE_launch"));
    let refusals = [("CLICOLOR", "0"), ("NO_COLOR", "1"), ("TERM", "dumb")];
    for (name, value, colored) in
        [("CLICOLOR", "1", true), ("CLICOLOR_FORCE", "0", true), ("NO_COLOR", "", true)]
            .into_iter()
            .chain(refusals.map(|(name, value)| (name, value, false)))
    {
        let mut script = Command::new("script");
        script.args(["-qec", &line, "terminal"]).current_dir(folder.path()).env("TERM", "xterm");
        for other in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            script.env_remove(other);
        }
        ends(script.env(name, value));
        let seen = fs::read_to_string(folder.path().join("terminal")).expect("what was seen");
        assert_eq!(seen.contains("\u{1b}["), colored, "{name}={value}: {seen}");
    }
}

/// Words that are folded before a command at one width or another.
fn hostile(words: usize) -> String {
    let word = |at: usize| match at % 4 {
        0 => format!("{} ::error::{at}", "x".repeat(at % 23)),
        1 => format!("{} ::warning file=a::{at}", "y".repeat(at % 17)),
        2 => format!("##[group]{at}"),
        _ => format!("##vso[task.complete]{at}"),
    };
    let words: Vec<String> = (0..words).map(word).collect();
    format!("::stop-commands::x {}", words.join(" "))
}

/// The complete plan with hostile words wherever a plan holds words of its own, and much still to be done.
fn hostile_plan() -> String {
    let (long, short) = (hostile(40), "::error::hi ##[group]hi");
    let quoted = |text: &str| format!("{text:?}");
    BASE.replace("launch: Invoice Assist 2.0", &format!("launch: {}", quoted(short)))
        .replace("impact: The invoice shows what was agreed, to the cent", &format!("impact: {}", quoted(&long)))
        .replace("owner: cora@acme.example", &format!("owner: {}", quoted(short)))
        .replace("owner: omar@acme.example", &format!("owner: {}", quoted(short)))
        .replace("claim: Set up in 5 working days", &format!("claim: {}", quoted(&long)))
        .replace("committed: at most 4 working days", "committed: at most 9 working days")
        .replace("scheme: 10 % of first-year revenue", &format!("scheme: {}", quoted(&long)))
        .replace("need: See every billed hour before the invoice goes out", &format!("need: {}", quoted(&long)))
        .replace("{who: Field sales and support,", &format!("{{who: {},", quoted(&long)))
        .replace("measure: trial sign-ups", &format!("measure: {}", quoted(&long)))
        .replace("    sign_off: {by: lea@acme.example, date: 2026-05-27}\n", "")
        .replace(
            "    sign_off: {by: sam@acme.example, date: 2026-05-26}\n",
            &format!(
                "    sign_off: {{by: {}, date: 2026-05-26, verdict: conditions, note: {}, conditions: {{hire: \
                 {{what: {}, owner: {}, due: 2026-05-20, risk_accepted_by: lea@acme.example}}}}}}\n",
                quoted(short),
                quoted(&long),
                quoted(&long),
                quoted(short),
            ),
        )
        + &format!("waivers: {{later: {{rule: open-ask, at: stages.sales, why: {}, by: {}, date: 2026-05-20, until: 2026-06-30}}}}\n", quoted(&long), quoted(short))
}

#[test]
fn no_words_for_people_are_a_command_to_a_build() {
    let broken = format!("launch: x\nkind: {:?}\n\"::error::\": {:?}\n", hostile(20), hostile(9));
    let folder = folder(&[
        ("a/::error::a.yaml", &hostile_plan()),
        ("a/plan.yaml", &hostile_plan()),
        ("base.yaml", BASE),
        ("broken.yaml", &broken),
    ]);
    let plan = "a/plan.yaml";
    let commands: [&[&str]; 16] = [
        &["check", plan],
        &["check", "a"],
        &["check", "a", "broken.yaml"],
        &["check", "a", "--output", "x.json"],
        &["check", plan, "--output", "x.txt"],
        &["report", plan],
        &["report", plan, "--output", "x.txt"],
        &["report", "a", "broken.yaml"],
        &["next", "a", "broken.yaml"],
        &["forecast", plan],
        &["retro", plan],
        &["simulate", plan, "--sign", "finance"],
        &["verify", plan],
        &["verify", "broken.yaml"],
        &["diff", "base.yaml", plan],
        &["diff", plan, "base.yaml"],
    ];
    assert_eq!(run(folder.path(), &["check", plan, "--as-of", DAY]).code, 1, "it can be read");
    let mut held = 0;
    for args in commands {
        for width in ["60", "67", "74", "80"] {
            let mut command = launch(folder.path());
            command.args(args).args(["--as-of", DAY]).env("COLUMNS", width);
            let ended = ends(&mut command);
            let file = fs::read_to_string(folder.path().join("x.txt")).unwrap_or_default();
            for text in [&ended.out, &ended.err, &file] {
                logged(text);
                held += usize::from(text.contains("\\::"));
            }
        }
    }
    assert!(held > 40, "only {held} texts had anything to break up");
    let deeds: [&[&str]; 4] = [
        &["send", plan, "value", "--link", "::error::x", "--by", "::error::y", "--dry-run", "--force"],
        &["sign", plan, "leadership", "--note", "::error::x ##[group]", "--by", "::error::y", "--dry-run"],
        &["next", plan, "--for", "::error::y"],
        &["check", "::error::z\n::error::w"],
    ];
    for args in deeds {
        let ended = run(folder.path(), args);
        logged(&ended.out);
        logged(&ended.err);
    }
}

#[test]
fn what_other_tools_read_is_no_command_to_a_build_either() {
    let folder = folder(&[("plan.yaml", &hostile_plan()), ("base.yaml", BASE)]);
    let plan = "plan.yaml";
    let sheet = "Department,Task,Owner,Due,Status,Notes,Link\n\
                 finance,##[error]x,fay@acme.example,2026-05-01,done,\"##vso[t]\n::error::x\",http://a/##[x]\n\
                 ##[error]nobody,::error::y,fay@acme.example,,,,\n";
    fs::write(folder.path().join("a.csv"), sheet).expect("written");
    let printed = run(folder.path(), &["import", "a.csv", "--dry-run"]);
    logged(&printed.out);
    logged(&printed.err);
    let read: serde_yaml::Value = serde_yaml::from_str(&printed.out).expect("YAML");
    assert!(printed.out.contains("\\u005bx]"), "{}", printed.out);
    assert!(format!("{read:?}").contains("http://a/##[x]"), "{read:?}");
    let commands: [(&[&str], &[&str]); 6] = [
        (&["check", plan], &["json", "markdown", "gitlab", "sarif", "junit", "csv", "ics"]),
        (&["report", plan], &["markdown", "html"]),
        (&["report", plan, "base.yaml"], &["markdown", "html", "json"]),
        (&["diff", "base.yaml", plan], &["markdown", "json"]),
        (&["next", plan], &["json"]),
        (&["retro", plan], &["json"]),
    ];
    for (args, formats) in commands {
        for format in formats {
            let ended = run(folder.path(), &[args, &["--as-of", DAY, "--format", format]].concat());
            logged(&ended.out);
            assert!(ended.out.contains("error"), "{args:?} {format}: {}{}", ended.out, ended.err);
        }
    }
}

#[test]
fn annotations_are_commands_and_their_log_holds_no_other() {
    let folder = folder(&[("plan.yaml", &hostile_plan())]);
    let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", DAY, "--format", "github"]);
    let own = ["::error file=plan.yaml,", "::warning file=plan.yaml,", "::notice "];
    let commands = ended.out.lines().filter(|line| line.trim_start().starts_with("::"));
    let mut told = 0;
    for command in commands {
        assert!(own.iter().any(|begin| command.starts_with(begin)), "{command}");
        told += 1;
    }
    assert!(told > 3, "{}", ended.out);
}

#[test]
fn a_report_with_broken_up_commands_still_matches_its_plan() {
    let folder = folder(&[("plan.yaml", &hostile_plan())]);
    let written = run(folder.path(), &["report", "plan.yaml", "--as-of", DAY, "--output", "x.txt"]);
    assert_eq!(written.code, 0, "{}", written.err);
    let page = fs::read_to_string(folder.path().join("x.txt")).expect("the page");
    assert!(page.contains("\\::"), "{page}");
    let verified = run(folder.path(), &["report", "plan.yaml", "--verify", "x.txt"]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

/// Why a launch that may go with conditions fails.
const STRICT: &str = "exit code 1: with --strict, what is open by agreement is no GO\n";

fn quiet(folder: &std::path::Path, args: &[&str]) -> Ended {
    run(folder, &[&["check"], args, &["--as-of", DAY, "--output", "x.json"]].concat())
}

#[test]
fn a_check_whose_report_goes_to_a_file_says_what_became_of_each_plan() {
    let unsent = BASE.replace("    sent: {by: fay@acme.example, date: 2026-05-11}\n", "");
    let conditions = BASE.replace(
        "    sign_off: {by: lea@acme.example, date: 2026-05-27}\n",
        "    sign_off: {by: lea@acme.example, date: 2026-05-27, verdict: conditions, conditions: {hire: {what: Hire \
         two, owner: lea@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example}}}\n",
    );
    let folder = folder(&[
        ("go.yaml", BASE),
        ("no-go.yaml", &unsent),
        ("conditions.yaml", &conditions),
        ("broken.yaml", BROKEN),
    ]);
    let place = "; the report is in `x.json`\n";
    let cases = [
        ("go.yaml", 0, "GO: go.yaml"),
        ("conditions.yaml", 1, "GO WITH CONDITIONS: conditions.yaml, open until 2026-06-10: Hire two"),
        ("no-go.yaml", 1, "NO-GO: no-go.yaml, line "),
        ("broken.yaml", 2, "NO VERDICT: broken.yaml, line 3: "),
    ];
    for (plan, code, begin) in cases {
        let ended = quiet(folder.path(), &[plan, "--strict"]);
        assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{}", ended.err);
        let told = ended.err.strip_suffix(STRICT).unwrap_or(&ended.err);
        assert_eq!(told.len() < ended.err.len(), plan == "conditions.yaml", "{}", ended.err);
        assert!(told.starts_with(begin) && told.ends_with(place) && told.lines().count() == 1, "{told}");
    }
    let all = quiet(folder.path(), &["."]).err;
    let order: Vec<&str> = all.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(order, ["NO VERDICT", "NO-GO", "GO WITH CONDITIONS", "GO"], "{all}");
    let nowhere = run(folder.path(), &["check", "no-go.yaml", "--output", "gone/x.json"]);
    assert!(nowhere.code == 2 && !nowhere.err.contains("the report is in"), "{}", nowhere.err);
    let printed = run(folder.path(), &["check", "no-go.yaml", "--output", "json=y.json"]);
    assert_eq!(printed.err, "");
}

#[test]
fn of_many_plans_a_few_have_a_line_and_the_others_are_counted() {
    let names: Vec<String> = (0..40).map(|at| format!("launches/{at}.yaml")).collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (name.as_str(), if at < 4 { BROKEN } else { BASE }))
        .collect();
    let folder = folder(&files);
    let told = quiet(folder.path(), &[]).err;
    assert_eq!(told.lines().count(), 11, "{told}");
    assert_eq!(told.matches("NO VERDICT: ").count(), 4, "{told}");
    assert!(told.ends_with("and 30 more: 30 GO\n"), "{told}");
}

#[test]
fn strict_says_why_it_fails() {
    let waived = "owner: ~\nwaivers: {w: {rule: missing-owner, at: owner, why: w w, by: lea@acme.example, date: \
                  2026-05-20, until: 2026-06-30}}";
    let folder = folder(&[("plan.yaml", crate::overlay::plan(waived).as_str()), ("go.yaml", BASE)]);
    let check = |plan: &str, strict: &[&str]| {
        run(folder.path(), &[&["check", plan, "--as-of", "2026-05-28", "--format", "junit"], strict].concat())
    };
    let ended = check("plan.yaml", &["--strict"]);
    assert_eq!((ended.code, ended.err.as_str()), (1, STRICT));
    for (plan, strict) in [("plan.yaml", &[][..]), ("go.yaml", &["--strict"])] {
        let ended = check(plan, strict);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{plan}");
    }
}
