//! `launch import`, seen from outside: what it shows, what it writes, what it refuses.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use launch::plan::PlanFile;
use launch::plan::stage::Answer;
use launch::source::Source;

use crate::command::{Ended, folder, launch, project, run};

const SHEET: &str = "Department,Task,Owner,Due,Status,Link\nOps,Training,Omar,03/04/2026,Done,\n\
                     Growth,Referral code,Mia,25/04/2026,Open,\nSquad 7,Help page,Cem,2026-05-04,Done,https://a.example/h\n";

fn plan(text: &str) -> PlanFile {
    let file = PlanFile::read(Source::new("plan.yaml", text));
    assert!(file.problems.is_empty(), "{:#?}\n{text}", file.problems);
    file
}

fn answer(file: &PlanFile, stage: &str, ask: &str) -> Option<Answer> {
    file.plan.stages.get(stage)?.asks.get(ask).cloned()
}

#[test]
fn the_examples_become_plans_that_are_judged() {
    for (name, asks, handoffs, lost) in [("camp-box", 13, 0, 2), ("practice-booking", 0, 4, 2)] {
        let folder = folder(&[]);
        let sheet = project().join(format!("examples/spreadsheets/{name}.csv"));
        fs::copy(sheet, folder.path().join(format!("{name}.csv"))).expect("a copy");
        let ended = run(folder.path(), &["import", &format!("{name}.csv")]);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        for (number, words) in [(asks, "asks:"), (handoffs, "hand-offs,"), (lost, "comments at the end")] {
            let is_told = |line: &str| line.trim_start().starts_with(&format!("{number}   {words}"));
            assert_eq!(ended.out.lines().any(is_told), number > 0, "{number} {words}\n{}", ended.out);
        }
        assert!(ended.out.ends_with(&format!("launch check {name}.yaml\n")), "{}", ended.out);
        assert_eq!(ended.out.lines().find(|line| launch::text::width(line) > 80), None);
        let checked = run(folder.path(), &["check", &format!("{name}.yaml"), "--as-of", "2026-05-28"]);
        assert!(checked.code == 1 && checked.out.starts_with("NO-GO  "), "{}{}", checked.out, checked.err);
    }
}

#[test]
fn letters_of_windows_survive() {
    let sheet = "examples/spreadsheets/practice-booking.csv";
    assert!(fs::read_to_string(project().join(sheet)).is_err(), "the example is not in UTF-8");
    let ended = run(&project(), &["import", sheet, "--dry-run"]);
    let file = plan(&ended.out);
    assert_eq!(file.plan.launch.text(), Some("Praxisbuchung 2.0 – Übergaben"));
    assert!(file.plan.handoffs.get("demo-zugang-fuer-den-aussendienst").is_some(), "{}", ended.out);
    assert!(ended.err.contains("Windows-1252") && ended.err.contains("day first"), "{}", ended.err);
}

#[test]
fn what_is_said_on_the_command_line_decides() {
    let folder = folder(&[("c.csv", SHEET)]);
    let dry = |args: &[&str]| run(folder.path(), &[&["import", "c.csv", "--dry-run"], args].concat());
    let bare = dry(&[]);
    assert!(bare.err.contains("row 3: `Growth` is no known department"), "{}", bare.err);
    let both = ["--department", "Growth=marketing", "--department", "squad 7=customer-service"];
    let ended = dry(&both);
    let file = plan(&ended.out);
    assert_eq!(answer(&file, "marketing", "referral-code"), Some(Answer::Open));
    assert_eq!(
        answer(&file, "customer-service", "help-page"),
        Some(Answer::Proven("https://a.example/h".to_owned()))
    );
    assert!(!ended.out.contains("Could not be mapped"), "{}", ended.out);
    assert!(ended.out.contains("Due: 03/04/2026 (2026-04-03)"), "another row shows the order: {}", ended.out);
    let american = dry(&["--date-order", "mdy"]);
    assert!(american.out.contains("Due: 03/04/2026 (2026-03-04)"), "{}", american.out);
    let mapped = dry(&["--map", "item=Owner", "--map", "STAGE=department"]);
    assert!(
        plan(&mapped.out).plan.stages.get("operations").is_some_and(|stage| stage.asks.get("omar").is_some())
    );
    let by_place = dry(&["--map", "item=#C", "--map", "stage=#1"]);
    assert_eq!(answer(&plan(&by_place.out), "operations", "omar"), Some(Answer::Claimed));
    for (args, words) in [
        (&["--map", "stage=#Z"][..], "no column is called `#Z`"),
        (&["--map", "colour=Task"], "there is no field `colour`"),
        (&["--map", "stage=Departmnt"], "did you mean `Department`?"),
        (&["--map", "stage"], "write FIELD=COLUMN"),
        (&["--department", "Growth=marketting"], "did you mean `marketing`?"),
        (&["--department", "Growth"], "write NAME=STAGE"),
        (&["--delimiter", "ab"], "comma, semicolon, tab"),
        (&["--delimiter", ";"], "no row names the columns"),
    ] {
        let ended = dry(args);
        assert!(ended.code == 2 && ended.err.contains(words), "{args:?}\n{}{}", ended.out, ended.err);
        assert!(ended.out.is_empty(), "{args:?}");
    }
}

#[test]
fn what_is_completed_after_the_day_of_the_import_is_left_open() {
    let folder = folder(&[("c.csv", "Team,Task,Completion date\nOps,Training,2026-06-01\n")]);
    for (day, expected) in [("2026-05-31", Answer::Open), ("2026-06-01", Answer::Claimed)] {
        let ended = run(folder.path(), &["import", "c.csv", "--dry-run", "--as-of", day]);
        assert_eq!(answer(&plan(&ended.out), "operations", "training"), Some(expected.clone()), "{day}");
        let is_told = ended.err.contains("`2026-06-01` lies ahead: left open");
        assert_eq!(is_told, expected == Answer::Open, "{}", ended.err);
    }
}

#[test]
fn departments_that_are_spelt_almost_right_are_taken_when_that_is_asked_for() {
    let folder = folder(&[("c.csv", "Team,Task\nMarketting,Poster\n")]);
    let ended = run(folder.path(), &["import", "c.csv", "--dry-run"]);
    assert!(
        ended.err.contains("did you mean `marketing`?") && ended.err.contains("--guess"),
        "{}",
        ended.err
    );
    let ended = run(folder.path(), &["import", "c.csv", "--dry-run", "--guess"]);
    assert_eq!(answer(&plan(&ended.out), "marketing", "poster"), Some(Answer::Open));
}

#[test]
fn the_policy_of_the_place_says_which_departments_there_are() {
    let legal =
        "[stages.legal]\nafter = [\"product\"]\n[people]\n\"lea@acme.example\" = { name = \"Lea Wolf\" }\n";
    let sheet = "Team,Task,Owner\nLegal,Terms,Lea Wolf\n";
    let folder = folder(&[("c.csv", sheet), ("launch.toml", legal)]);
    let file = plan(&run(folder.path(), &["import", "c.csv", "--dry-run"]).out);
    assert_eq!(answer(&file, "legal", "terms"), Some(Answer::Open));
    assert_eq!(file.plan.stages.get("legal").and_then(|stage| stage.owner.text()), Some("lea@acme.example"));
}

#[test]
fn any_policy_has_a_plan_to_fill_in_that_is_read() {
    let odd = "extends = \"none\"\n[stages.null]\nasks.true = \"Is it?\"\n[stages.1]\nafter = [\"null\"]\nasks.1e3 = \"How many?\"\n\
               [handoffs.0x1f]\nfrom = \"null\"\nto = \"1\"\nwhat = \"no\"\n[risks]\nfalse = \"Is it?\"\n";
    let two = "extends = \"none\"\n[stages.design]\n[stages.legal]\nafter = [\"design\"]\n";
    let without = "extends = \"product\"\nwithout = [\"stages.sales\", \"stages.operations\"]\n";
    for (policy, stage, ends) in [
        (odd, "null", [r"'1'", r"'null'"]),
        (two, "design", ["legal", "design"]),
        ("extends = \"none\"\n[stages.design]\n", "design", ["design", "design"]),
        (without, "finance", ["leadership", "customer"]),
        ("", "finance", ["sales", "operations"]),
    ] {
        let sheet = format!("Team,Task,To\n{stage},Training,\n{stage},Poster,1\n");
        let folder = folder(&[("launch.toml", policy), ("c.csv", &sheet)]);
        for args in [&["init", "c.yaml"][..], &["import", "c.csv", "--force"]] {
            let ended = run(folder.path(), args);
            assert_eq!(ended.code, 0, "{policy}\n{}", ended.err);
            let written = fs::read_to_string(folder.path().join("c.yaml")).expect("a plan");
            let [maker, keeper] = ends;
            assert!(written.contains(&format!("made_by: {maker}\n    kept_by: {keeper}\n")), "{written}");
            let checked = run(folder.path(), &["check", "c.yaml"]);
            assert!(checked.out.starts_with("NO-GO  "), "{policy}\n{}{}", checked.out, checked.err);
        }
    }
}

#[test]
fn a_plan_that_is_there_is_left_unless_it_is_to_be_written_over() {
    let folder = folder(&[("c.csv", SHEET), ("c.yaml", "mine"), ("d.yaml", "Team,Task\nOps,a\n")]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    let ended = run(folder.path(), &["import", "c.csv"]);
    assert!(ended.code == 2 && ended.err.contains("`c.yaml` is already there"), "{}", ended.err);
    for args in [&["--dry-run"][..], &["--output", "-"], &["--output", "e.yaml", "--dry-run", "--force"]] {
        let ended = run(folder.path(), &[&["import", "c.csv"], args].concat());
        assert!(ended.code == 0 && plan(&ended.out).plan.kind.word() == "product", "{}", ended.err);
        assert!(ended.err.contains("Department") && ended.err.contains("the stage"), "{}", ended.err);
    }
    assert_eq!((read("c.yaml").as_str(), folder.path().join("e.yaml").exists()), ("mine", false));
    assert_eq!(run(folder.path(), &["import", "c.csv", "--force"]).code, 0);
    plan(&read("c.yaml"));
    assert_eq!(
        run(folder.path(), &["import", "c.csv", "--output", "new/e.yaml", "--kind", "service"]).code,
        0
    );
    assert_eq!(plan(&read("new/e.yaml")).plan.kind.word(), "service");
    for (args, words) in [
        (&["import", "c.csv", "--output", "plan.txt"][..], "does not end in `.yaml`"),
        (&["import", "d.yaml", "--force"], "is the spreadsheet itself"),
        (&["import", "nowhere.csv"], "there is no such file"),
        (&["import", "."], "it is a folder"),
    ] {
        let ended = run(folder.path(), args);
        assert!(ended.code == 2 && ended.err.contains(words), "{args:?}\n{}", ended.err);
    }
    assert_eq!(read("d.yaml"), "Team,Task\nOps,a\n");
    for args in [
        &["init", "c.csv/sub/plan.yaml"][..],
        &["import", "c.csv", "--output", "c.csv/plan.yaml"],
        &["import", "c.csv", "--output", "c.csv/plan.yaml", "--force"],
    ] {
        let ended = run(folder.path(), args);
        let words = "/plan.yaml` cannot be written: `c.csv` is no folder";
        assert!(ended.code == 2 && ended.err.contains(words), "{args:?}\n{}", ended.err);
    }
    let ended = run(folder.path(), &["init", "d.yaml"]);
    assert!(ended.code == 2 && ended.err.contains("`d.yaml` is already there"), "{}", ended.err);
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_row_and_column() {
    let huge = format!("Team,Task\nOps,{}\n", "x".repeat(2 << 20));
    let many = "Team,Task\n".to_owned() + &"Ops,=A1\n".repeat(30);
    for (bytes, words) in [
        ("Team,Task,Status\nOps,a,=B2\n".as_bytes(), "c.csv, row 2, column C (`Status`): a formula"),
        (b"Team,Task\n\nOps,a,b\n", "c.csv, row 3, column C: 3 cells, where row 1 has the names of 2"),
        (b"Team,Task\nOps,a\0b\n", "c.csv, row 2, column B: a NUL"),
        (
            b"Team,Task,Team\nOps,a,b\n",
            "c.csv, row 1, column C (`Team`): the columns A and C have the same name, `Team`\n\
             hint: rename one of them, or say which column to take, by its letter: `--map \"stage=#A\"`",
        ),
        (b"Team,Task\nOps,\"a\n", "c.csv, row 2: a quotation mark is opened and never closed"),
        (
            b"Owner,Task,Done\nOps,a,x\n",
            "hint: the column `Owner` names departments: `--map \"stage=Owner\"`",
        ),
        (b"PK\x03\x04...", "is a workbook"),
        (b"Team,Task\n\xc3\xa9,\xe9\n", "is UTF-8 up to line 2"),
        (b"", "the file is empty"),
        (b"just,words\n", "no row names the columns"),
        (huge.as_bytes(), "larger than 1024 KiB"),
        (many.as_bytes(), "c.csv: and 10 more"),
    ] {
        let folder = folder(&[]);
        fs::write(folder.path().join("c.csv"), bytes).expect("a file");
        let ended = run(folder.path(), &["import", "c.csv"]);
        assert!(ended.code == 2 && ended.err.contains(words), "{words}\n{}{}", ended.out, ended.err);
        assert!(!folder.path().join("c.yaml").exists());
    }
}

#[test]
fn standard_input_is_printed_as_a_plan() {
    let folder = folder(&[]);
    let mut child = launch(folder.path())
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(SHEET.as_bytes()).expect("written");
    let ended: Ended = child.wait_with_output().expect("it ends").into();
    assert_eq!(ended.code, 0, "{}", ended.err);
    plan(&ended.out);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn nothing_in_a_spreadsheet_moves_the_cursor_or_leaves_its_comment() {
    let hostile = "\u{1b}[2J\u{202e}\u{9b}\u{2028}x\rlaunch: y";
    let row = format!("\"{hostile}\"").replace(',', "");
    let text = format!(
        "{row}\n\n{row},Team,Task,Status,Due\n{row},{row},{row},{row},{row}\n,Ops,{row},{row},{row}\n"
    );
    let folder = folder(&[("c\u{1b}[31m.csv", &text)]);
    let name = "c\u{1b}[31m.csv";
    for args in
        [&["import", name, "--dry-run"][..], &["import", name], &["import", name, "--map", "stage=\u{1b}"]]
    {
        let ended = run(folder.path(), args);
        let all = format!("{}{}", ended.out, ended.err);
        let bad = |c: &char| (c.is_control() && *c != '\n') || ('\u{2028}'..='\u{202e}').contains(c);
        assert_eq!(all.chars().find(bad), None, "{all:?}");
        if args.contains(&"--dry-run") {
            assert_ne!(plan(&ended.out).plan.launch.text(), Some("y"));
        }
    }
}
