//! What a command reads it never writes over: not a plan, not a policy, whatever it is called there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{folder, has, launch, run};
use crate::overlay::BASE;

/// For every command that has `--output`: what else it is given, and which files that makes it read.
const CASES: [(&str, &[&str], &[&str]); 9] = [
    (
        "check",
        &["launches/", "--policy", "other.toml"],
        &["launches/a.yaml", "launches/b.yaml", "other.toml"],
    ),
    ("report", &["launches/a.yaml", "--policy", "other.toml"], &["launches/a.yaml", "other.toml"]),
    ("report", &["launches/"], &["launches/a.yaml", "launches/b.yaml"]),
    (
        "diff",
        &["launches/a.yaml", "launches/b.yaml", "--policy", "other.toml"],
        &["launches/a.yaml", "launches/b.yaml", "other.toml"],
    ),
    ("history", &["launches/a.yaml", "--policy", "other.toml"], &["launches/a.yaml", "other.toml"]),
    ("next", &["launches/", "--policy", "other.toml"], &["launches/a.yaml", "launches/b.yaml", "other.toml"]),
    (
        "forecast",
        &["launches/a.yaml", "--from-history", "past", "--policy", "other.toml"],
        &["launches/a.yaml", "past/c.yaml", "other.toml"],
    ),
    ("retro", &["launches/a.yaml", "--policy", "other.toml"], &["launches/a.yaml", "other.toml"]),
    ("import", &["sheet.yaml", "--force"], &["sheet.yaml"]),
];

/// A repository with plans, policies and a spreadsheet, all committed.
fn repository() -> tempfile::TempDir {
    let policy = include_str!("../base.toml");
    let goals = format!(
        "{BASE}\ngoals: {{sign-ups: {{stage: marketing, measure: m, target: at least 5, by: 2026-07-15}}}}\n"
    );
    let plan = if BASE.contains("\ngoals:") { BASE } else { &goals };
    let folder = folder(&[
        ("launches/a.yaml", plan),
        ("launches/b.yaml", plan),
        ("past/c.yaml", plan),
        ("launch.toml", "extends = \"shared/base.toml\"\n"),
        ("shared/base.toml", policy),
        ("other.toml", policy),
        ("sheet.yaml", "Department,Task,Owner\nfinance,Price list,fay@acme.example\n"),
    ]);
    let who = ["-c", "user.name=Fay", "-c", "user.email=fay@acme.example"];
    for args in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "-m", "x"]] {
        let mut git = Command::new("git");
        let done = git.args(who).args(args).current_dir(folder.path()).status().expect("git runs");
        assert!(done.success(), "{args:?}");
    }
    folder
}

/// The files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = [
        "launches/a.yaml",
        "launches/b.yaml",
        "past/c.yaml",
        "launch.toml",
        "shared/base.toml",
        "other.toml",
        "sheet.yaml",
    ];
    let read = |name: &str| (name.to_owned(), fs::read(folder.join(name)).expect("it is there"));
    names.into_iter().map(read).collect()
}

/// Every command that `--help` lists.
fn commands(folder: &Path) -> Vec<String> {
    let help = run(folder, &["--help"]).out;
    let listed = help.split("Commands:\n").nth(1).expect("commands");
    let lines = listed.lines().take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_command_that_writes_a_file_is_in_the_table() {
    let folder = folder(&[]);
    let commands = commands(folder.path());
    assert!(commands.len() > 20, "{commands:?}");
    let mut with_output = 0;
    for name in commands.iter().filter(|name| *name != "help") {
        let help = run(folder.path(), &[name, "--help"]).out;
        // `man` writes pages of its own into a folder, and reads nothing.
        let writes = help.contains("--output ") && !help.contains("--output <DIR>");
        let known = CASES.iter().any(|(known, ..)| known == name);
        assert_eq!(
            writes, known,
            "`launch {name}` has `--output`: give it a line in CASES, and have it call `spare`"
        );
        with_output += usize::from(writes);
    }
    assert_eq!(with_output, 8);
}

#[test]
fn no_report_is_written_over_what_it_is_made_from() {
    if !has("git") {
        return;
    }
    let folder = repository();
    let before = files(folder.path());
    fs::create_dir(folder.path().join("deep")).expect("a folder");
    for (name, args, inputs) in CASES {
        let policies: &[&str] = &["launch.toml", "new/launch.toml", "shared/base.toml"];
        // An import writes plans alone: what does not end in `.yaml` it refuses for that.
        let policies = if name == "import" { &[] } else { policies };
        for input in inputs.iter().chain(policies) {
            let link = folder.path().join("link.yaml");
            let _ = fs::remove_file(&link);
            std::os::unix::fs::symlink(input, &link).expect("a link");
            let mut ways = vec![(*input).to_owned(), format!("deep/.././{input}"), "link.yaml".to_owned()];
            if *input == "new/launch.toml" {
                ways = vec![(*input).to_owned()];
            }
            for way in ways {
                let ended = run(folder.path(), &[&[name], args, &["--output", &way]].concat());
                let told = ended.err.contains("is left as it is") && ended.err.contains("hint: ");
                assert!(ended.code == 2 && told, "launch {name} --output {way}: {}{}", ended.out, ended.err);
                assert!(before == files(folder.path()), "launch {name} --output {way} wrote over a file");
            }
        }
        let _ = fs::remove_file(folder.path().join("fresh.yaml"));
        let ended = run(folder.path(), &[&[name], args, &["--output", "fresh.yaml"]].concat());
        assert!(folder.path().join("fresh.yaml").is_file(), "launch {name}: {}{}", ended.out, ended.err);
        assert!(before == files(folder.path()), "launch {name} wrote over a file");
    }
}

#[test]
fn what_a_policy_is_made_of_is_not_written_over() {
    let policy = "extends = \"base.conf\"\n[assurance]\nallowed_signers = \"allowed_signers\"\n";
    let folder =
        folder(&[("plan.yaml", BASE), ("launch.toml", policy), ("base.conf", include_str!("../base.toml"))]);
    fs::write(folder.path().join("allowed_signers"), "").expect("written");
    let goals = "goals: {sign-ups: {stage: marketing, measure: m, target: at least 5, by: 2026-07-15}}\n";
    let plan = if BASE.contains("\ngoals:") { BASE.to_owned() } else { format!("{BASE}\n{goals}") };
    fs::write(folder.path().join("plan.yaml"), plan).expect("written");
    for command in ["check", "report", "next", "forecast", "retro"] {
        for file in ["base.conf", "allowed_signers"] {
            let before = fs::read(folder.path().join(file)).expect("the file");
            let ended = run(folder.path(), &[command, "plan.yaml", "--output", &format!("text={file}")]);
            let told = ended.err.contains("is a plan or a policy, and is left as it is");
            assert!(ended.code == 2 && told, "{command} {file}: {}{}", ended.out, ended.err);
            assert_eq!(fs::read(folder.path().join(file)).expect("the file"), before, "{command} {file}");
        }
    }
}

#[test]
fn a_format_before_the_file_changes_nothing() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../base.toml"))]);
    for output in ["json=plan.yaml", "sarif=launch.toml", "markdown=./plan.yaml"] {
        let ended = run(folder.path(), &["check", "plan.yaml", "--output", output]);
        assert!(ended.code == 2 && ended.err.contains("is left as it is"), "{output}: {}", ended.err);
        assert_eq!(fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan"), BASE);
    }
}

#[test]
fn what_is_extracted_is_put_over_no_plan() {
    let folder = folder(&[("proof/finance.json", BASE), ("proof/launch.toml", include_str!("../base.toml"))]);
    let verify = |to: &str| {
        let mut command = launch(folder.path());
        let args = ["verify", "proof/finance.json", "--as-of", "2026-05-28", "--extract", to];
        crate::command::Ended::from(command.args(args).output().expect("it runs"))
    };
    let ended = verify("proof");
    assert!(ended.code == 2 && ended.err.contains("`proof/finance.json` is a plan"), "{}", ended.err);
    assert_eq!(fs::read_to_string(folder.path().join("proof/finance.json")).expect("the plan"), BASE);
    assert!(!folder.path().join("proof/customer.json").exists(), "nothing is written before it is refused");
    assert_ne!(verify("other").code, 2);
    assert!(folder.path().join("other/finance.json").is_file());
}

#[test]
fn what_is_extracted_is_put_over_an_earlier_extract_alone() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../base.toml"))]);
    let extract =
        || run(folder.path(), &["verify", "plan.yaml", "--as-of", "2026-05-28", "--extract", "proof"]);
    let proof = |name: &str| folder.path().join("proof").join(name);
    let all = || -> Vec<(String, String)> {
        let there = fs::read_dir(folder.path().join("proof")).expect("a folder");
        let paths = there.map(|entry| entry.expect("an entry").path());
        let mut all: Vec<(String, String)> = paths
            .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a text")))
            .collect();
        all.sort();
        all
    };
    assert_ne!(extract().code, 2);
    let first = all();
    fs::write(proof("finance.txt"), "launch sign-off 1\nlaunch: Another\n").expect("an earlier extract");
    fs::write(proof("sales.json"), "{\"format\": \"launch-sign-off-1\"}").expect("an earlier extract");
    assert_ne!(extract().code, 2);
    assert_eq!(all(), first, "what was extracted before is written over");
    for (name, text) in [("sales.txt", "mine"), ("sales.json", "{\"mine\": 1}"), ("sales.json", "not JSON")] {
        let whole = fs::read_to_string(proof(name)).expect("an extract");
        fs::remove_file(proof("customer.txt")).expect("removed");
        fs::write(proof(name), text).expect("a file of somebody's");
        let ended = extract();
        let told = format!("`proof/{name}` is left as it is: it is there, and nothing that was extracted");
        assert!(
            ended.code == 2 && ended.err.contains(&told) && ended.err.contains("hint: "),
            "{}",
            ended.err
        );
        assert_eq!(fs::read_to_string(proof(name)).expect("the file"), text);
        assert!(!proof("customer.txt").exists(), "nothing is written before it is refused");
        fs::write(proof(name), whole).expect("the extract");
        assert_ne!(extract().code, 2);
    }
}

#[test]
fn what_is_extracted_follows_no_link() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../base.toml"))]);
    let precious = folder.path().join("precious");
    fs::create_dir(folder.path().join("proof")).expect("a folder");
    for (text, way) in
        [("launch sign-off 1\nlaunch: x\n", "../precious"), ("mine", "../precious"), ("", "../none")]
    {
        fs::write(&precious, text).expect("a file of somebody's");
        let link = folder.path().join("proof/finance.txt");
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(way, &link).expect("a link");
        let ended =
            run(folder.path(), &["verify", "plan.yaml", "--as-of", "2026-05-28", "--extract", "proof"]);
        assert!(
            ended.code == 2 && ended.err.contains("`proof/finance.txt` is left as it is: it is a link"),
            "{}",
            ended.err
        );
        assert_eq!(fs::read_to_string(&precious).expect("the file"), text);
        assert!(!folder.path().join("none").exists() && !folder.path().join("proof/customer.txt").exists());
    }
}
