//! Which format goes where, and what ends with which exit code.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::command::{Ended, folder, launch, run};
use crate::formats::readers;
use crate::formats::rich::FORMATS;
use crate::overlay::{BASE, plan};

/// The arguments of a check of `plan.yaml` on the day of the complete plan, and then these.
fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["check", "plan.yaml", "--as-of", "2026-05-28"], more].concat()
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a format begins with when the plan may go.
fn opening(format: &str) -> &'static str {
    match format {
        "text" => "GO  ",
        "json" => "{\n  \"schema\": 1",
        "markdown" => "# GO: ",
        "github" => "GO: 1 launch, ",
        "gitlab" => "[]",
        "sarif" => "{\n  \"$schema\"",
        "junit" => "<?xml",
        "csv" => "plan,launch,",
        "ics" => "BEGIN:VCALENDAR",
        other => panic!("{other} is new: say what it begins with"),
    }
}

#[test]
fn the_exit_code_is_the_same_in_every_format_and_place() {
    let conditions = plan(
        "stages: {leadership: {sign_off: {verdict: conditions, conditions: {hire: {what: Hire two, \
         owner: lea@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example}}}}}",
    );
    let no_go = plan("stages: {leadership: {sign_off: ~}}");
    for (text, strict, code) in [
        (BASE, false, 0),
        (&no_go, false, 1),
        (&conditions, false, 0),
        (&conditions, true, 1),
        ("launch: x\nkind: produkt\n", false, 2),
    ] {
        let folder = folder(&[("plan.yaml", text)]);
        for (format, _) in FORMATS {
            let output = format!("{format}=report");
            for asked in [["--format", format], ["--output", &output]] {
                let strict: &[&str] = if strict { &["--strict"] } else { &[] };
                let ended = run(folder.path(), &args(&[&asked, strict].concat()));
                assert_eq!(ended.code, code, "{asked:?} {}", ended.err);
            }
        }
    }
}

#[test]
fn a_format_before_the_file_writes_it_beside_what_is_printed() {
    let folder = folder(&[("plan.yaml", BASE)]);
    let outputs: Vec<String> =
        FORMATS.iter().map(|(format, _)| format!("{format}=a={format} b.out")).collect();
    let asked: Vec<&str> = outputs.iter().flat_map(|output| ["--output", output]).collect();
    let ended = run(folder.path(), &args(&asked));
    assert!(ended.code == 0 && ended.out.starts_with(opening("text")), "{}{}", ended.out, ended.err);
    for (format, _) in FORMATS {
        let text = read(folder.path(), &format!("a={format} b.out"));
        assert!(text.starts_with(opening(format)), "{format}: {text}");
        let printed = run(folder.path(), &args(&["--format", format])).out;
        assert_eq!(printed, text, "{format}: the same on standard output");
    }
    let ended = run(folder.path(), &args(&["--format", "csv", "--output", "json=x"]));
    assert!(ended.out.starts_with(opening("csv")) && read(folder.path(), "x").starts_with(opening("json")));
}

#[test]
fn a_bare_file_takes_the_place_of_standard_output() {
    for (asked, file, format) in [
        (&["--format", "json", "--output", "report"][..], "report", "json"),
        (&["--output", "report", "--format", "sarif"], "report", "sarif"),
        (&["--output", "report"], "report", "text"),
        (&["--output", "report.txt"], "report.txt", "text"),
        (&["--output", "report.json"], "report.json", "json"),
        (&["--output", "Report.MD"], "Report.MD", "markdown"),
        (&["--output", "a/report.sarif"], "a/report.sarif", "sarif"),
        (&["--output", "report.sarif.json"], "report.sarif.json", "sarif"),
        (&["--output", "report.xml"], "report.xml", "junit"),
        (&["--output", "report.csv"], "report.csv", "csv"),
        (&["--output", "report.ics"], "report.ics", "ics"),
        (&["--format", "gitlab", "--output", "report.json"], "report.json", "gitlab"),
        (&["--format", "text", "--output", "report.json"], "report.json", "text"),
        (&["--output", "./sarif=report"], "sarif=report", "text"),
        (&["--output", "a/b=c.csv"], "a/b=c.csv", "csv"),
    ] {
        let folder = folder(&[("plan.yaml", BASE), ("a/here", "")]);
        let ended = run(folder.path(), &args(asked));
        assert!(ended.code == 0 && ended.out.is_empty(), "{asked:?}: {}{}", ended.out, ended.err);
        let text = read(folder.path(), file);
        assert!(text.starts_with(opening(format)), "{asked:?}: {text}");
    }
}

#[test]
fn where_there_is_no_plan_no_report_of_another_day_stays() {
    let away = "no plan is named, and there is no `launches/` here";
    for (files, words, hint) in [
        (&[("launches/readme.txt", "")][..], "there is no plan in `launches`", "`launch init` writes one"),
        (&[], away, "write one with `launch init`"),
        (&[("a/plan.yaml", BASE)], away, "there are plans here: `launch check .`"),
    ] {
        let folder = folder(&[files, &[("old.xml", "OLD")]].concat());
        let ended = run(folder.path(), &["check", "--output", "junit=old.xml"]);
        assert_eq!(ended.code, 2, "{words}: {}", ended.err);
        let said = ended.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words) && said.contains(hint), "{words}: {}", ended.out);
        assert!(read(folder.path(), "old.xml").contains(words), "{words}");
    }
}

#[test]
fn several_bare_files_go_by_their_endings() {
    let folder = folder(&[("plan.yaml", BASE)]);
    let ended = run(folder.path(), &args(&["--output", "a.md", "--output", "b.csv", "--output", "json=-"]));
    assert!(ended.code == 0 && ended.out.starts_with(opening("json")), "{}{}", ended.out, ended.err);
    assert!(read(folder.path(), "a.md").starts_with(opening("markdown")));
    assert!(read(folder.path(), "b.csv").starts_with(opening("csv")));
}

#[test]
fn what_is_not_clear_is_asked_back_and_nothing_is_written() {
    for (asked, words) in [
        (&["--output", "sarfi=x"][..], "did you mean `sarif=x`?"),
        (&["--output", "SARIF=x"], "did you mean `sarif=x`?"),
        (&["--output", "html=x"], "a file of this name is `./html=x`"),
        (&["--output", "json="], "names no file"),
        (&["--output", "json=x", "--output", "csv=./x"], "`x` can hold one report"),
        (&["--output", "json=-", "--output", "csv=-"], "standard output can hold one report"),
        (&["--format", "json", "--output", "csv=-"], "standard output can hold one report"),
        (&["--format", "json", "--output", "a.md", "--output", "b.md"], "name each format"),
        (&["--output", "sarif=plan.yaml"], "`plan.yaml` is a plan or a policy"),
        (&["--output", "x.json", "--output", "sarif=sub/launch.toml"], "has the name of a policy"),
        (&["--format", "xml"], "possible values"),
    ] {
        let folder = folder(&[("plan.yaml", BASE)]);
        let ended = run(folder.path(), &args(asked));
        assert!(ended.code == 2 && ended.err.contains(words), "{asked:?}: {}", ended.err);
        assert!(ended.out.is_empty() && read(folder.path(), "plan.yaml") == BASE);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "{asked:?}");
    }
}

#[test]
fn one_new_file_takes_one_report_however_it_is_spelled() {
    let folder = folder(&[("plan.yaml", BASE), ("a/here", "")]);
    std::os::unix::fs::symlink("a", folder.path().join("link")).expect("a link");
    let whole = folder.path().join("a/x");
    let whole = whole.to_str().expect("UTF-8");
    for other in ["a/../a/x", "link/x", "./a//x", whole] {
        let outputs = ["--output", "json=a/x", "--output", &format!("sarif={other}")];
        let ended = run(folder.path(), &args(&outputs));
        assert!(ended.code == 2 && ended.err.contains("can hold one report"), "{other}: {}", ended.err);
        assert!(ended.out.is_empty() && !folder.path().join("a/x").exists(), "{other}: {}", ended.out);
    }
    let apart = run(folder.path(), &args(&["--output", "json=a/x", "--output", "sarif=x"]));
    assert!(apart.code == 0 && read(folder.path(), "x").starts_with(opening("sarif")), "{}", apart.err);
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_does_not_stop_the_others() {
    let folder = folder(&[("plan.yaml", BASE), ("taken/here", "")]);
    let outputs = ["--output", "json=no/folder.json", "--output", "csv=taken", "--output", "ics=a.ics"];
    let ended = run(folder.path(), &args(&outputs));
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(
        ended.err.contains("`no/folder.json` cannot be written: its folder is not there"),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("`taken` cannot be written: it is a folder"), "{}", ended.err);
    assert!(ended.out.starts_with("GO  ") && read(folder.path(), "a.ics").starts_with("BEGIN:VCALENDAR"));
}

#[test]
fn a_reader_that_leaves_early_changes_no_exit_code_and_no_file() {
    let no_go = plan("stages: {finance: ~, sales: ~}");
    for (format, _) in FORMATS {
        let folder = folder(&[("plan.yaml", &no_go)]);
        let mut child = launch(folder.path())
            .args(args(&["--format", format, "--output", "json=out.json"]))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let ended: Ended = child.wait_with_output().expect("it ends").into();
        assert_eq!((ended.code, ended.err.as_str()), (1, ""), "{format}");
        assert!(read(folder.path(), "out.json").starts_with(opening("json")));
    }
}

/// One run with `--format github` and a summary that begins with some text.
fn on_github(folder: &Path, before: &str, asked: &[&str]) -> Ended {
    fs::write(folder.join("summary.md"), before).expect("a file");
    let mut command = launch(folder);
    command.args(args(asked)).env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
    command.output().expect("it runs").into()
}

#[test]
fn the_page_goes_to_the_summary_of_the_step() {
    let no_go = plan("handoffs: {price-list: ~}");
    let folder = folder(&[("plan.yaml", &no_go)]);
    let page = run(folder.path(), &args(&["--format", "markdown"])).out;
    let ended = on_github(folder.path(), "# before", &["--format", "github"]);
    assert!(ended.code == 1 && ended.out.starts_with("::error file=plan.yaml,line="), "{}", ended.out);
    assert_eq!(read(folder.path(), "summary.md"), format!("# before\n{page}"));
    for asked in [&["--format", "markdown"][..], &["--output", "github=commands.txt"], &[]] {
        assert_eq!(on_github(folder.path(), "", asked).code, 1);
        assert_eq!(read(folder.path(), "summary.md"), "", "{asked:?} is not what the platform reads");
    }
    let both = ["--format", "github", "--output", "markdown=page.md"];
    assert_eq!(on_github(folder.path(), "", &both).code, 1);
    assert_eq!(read(folder.path(), "summary.md"), format!("\n{}", read(folder.path(), "page.md")));
    let mut command = launch(folder.path());
    let missing = folder.path().join("no/summary.md");
    let ended: Ended = command
        .args(args(&["--format", "github"]))
        .env("GITHUB_STEP_SUMMARY", &missing)
        .output()
        .expect("it runs")
        .into();
    assert!(ended.code == 2 && ended.err.contains("no/summary.md` cannot be written"), "{}", ended.err);
    assert!(ended.out.starts_with("::error"), "what is wrong is said all the same: {}", ended.out);
}

#[test]
fn what_is_not_annotated_is_in_the_summary_where_there_is_one() {
    let none = plan("handoffs: ~\nstages: {finance: ~, sales: ~, leadership: ~, marketing: ~}");
    let folder = folder(&[("plan.yaml", &none)]);
    let in_summary = ": the summary of this step has them all\n";
    let told = on_github(folder.path(), "", &["--format", "github"]).out;
    assert!(told.starts_with("::notice title=NO-GO::") && told.contains(in_summary), "{told}");
    let told = run(folder.path(), &args(&["--format", "github"])).out;
    assert!(told.starts_with("::notice title=NO-GO::") && !told.contains("summary"), "{told}");
    assert!(told.contains(": `--output markdown=FILE` writes them all\n"), "{told}");
    on_github(folder.path(), "", &["--output", "github=commands.txt"]);
    assert!(
        !read(folder.path(), "commands.txt").contains("summary"),
        "a file is not what the platform reads"
    );
}

#[test]
fn the_summary_stays_within_what_the_platform_takes() {
    let no_go = plan("handoffs: {price-list: ~}");
    let folder = folder(&[("plan.yaml", &no_go)]);
    let full = "x".repeat(1024 * 1024 - 1000);
    assert_eq!(on_github(folder.path(), &full, &["--format", "github"]).code, 1);
    let summary = read(folder.path(), "summary.md");
    assert!(summary.len() <= 1024 * 1024 && summary.ends_with("can hold no more.\n"));
    assert!(summary[full.len()..].starts_with("\n# NO-GO: "));
    readers::markdown(&summary[full.len()..]);
}

#[cfg(unix)]
#[test]
fn standard_input_is_in_no_file() {
    let no_go = plan("handoffs: {price-list: ~}");
    let temp = folder(&[("plan.yaml", &no_go)]);
    let commands = plan("handoffs: {price-list: ~}\nstages: {leadership: {sign_off: ~}}");
    let input = || fs::File::open(temp.path().join("unsigned.yaml")).expect("the plan");
    fs::write(temp.path().join("unsigned.yaml"), commands).expect("a plan");
    for (format, _) in FORMATS {
        let mut command = launch(temp.path());
        command.args(["check", "-", "--as-of", "2026-05-28", "--format", format]).stdin(input());
        let ended: Ended = command.output().expect("it runs").into();
        let named = ended.out.contains("`launch sign PLAN leadership`");
        assert_eq!(named, !matches!(format, "csv" | "ics"), "{format}: {}", ended.out);
        assert!(!ended.out.contains("launch sign <") && !ended.out.contains("launch sign &lt;"), "{format}");
    }
    for (format, check) in [("github", "::error title="), ("sarif", "%3Cstdin%3E"), ("gitlab", "\"<stdin>\"")]
    {
        let input = fs::File::open(temp.path().join("plan.yaml")).expect("the plan");
        let mut command = launch(temp.path());
        command.args(["check", "-", "--as-of", "2026-05-28", "--format", format]).stdin(input);
        let ended: Ended = command.output().expect("it runs").into();
        assert!(ended.code == 1 && ended.out.contains(check), "{format}: {}", ended.out);
    }
}

#[test]
fn what_is_open_by_agreement_is_in_json_with_who_answers_for_it() {
    let agreed = plan(
        "stages: {finance: {asks: {pricing: open, billing: open}}, leadership: {sign_off: {verdict: conditions, conditions: \
         {hire: {what: Hire two, owner: olga@acme.example, due: 2026-05-01, risk_accepted_by: lea@acme.example, \
         covers: [stages.finance.asks.billing]}}}}}\n\
         waivers: {later: {rule: open-ask, at: stages.finance.asks.pricing, why: Told by hand, by: lea@acme.example, \
         date: 2026-05-01, until: 2026-06-30}}",
    );
    let folder = folder(&[
        ("open.yaml", &agreed),
        ("go.yaml", BASE),
        ("launch.toml", include_str!("../../base.toml")),
    ]);
    let args = ["check", "open.yaml", "go.yaml", "--as-of", "2026-05-28", "--format", "json"];
    let report: serde_json::Value = serde_json::from_str(&run(folder.path(), &args).out).expect("JSON");
    let (open, go) = (&report["plans"][0], &report["plans"][1]);
    let hire = &open["conditions"][0];
    for (key, value) in [
        ("at", "stages.leadership.sign_off.conditions.hire"),
        ("stage", "leadership"),
        ("what", "Hire two"),
        ("owner", "olga@acme.example"),
        ("due", "2026-05-01"),
        ("risk_accepted_by", "lea@acme.example"),
    ] {
        assert_eq!(hire[key], value, "{key}");
    }
    assert_eq!(hire["covers"], serde_json::json!(["stages.finance.asks.billing"]));
    assert!(hire["days_late"].as_u64().is_some_and(|late| late > 10), "{hire}");
    let later = &open["waivers"][0];
    for (key, value) in [
        ("id", "later"),
        ("rule", "open-ask"),
        ("at", "stages.finance.asks.pricing"),
        ("why", "Told by hand"),
        ("by", "lea@acme.example"),
        ("until", "2026-06-30"),
    ] {
        assert_eq!(later[key], value, "{key}");
    }
    assert!(go.get("conditions").is_none() && go.get("waivers").is_none(), "{go}");
}
