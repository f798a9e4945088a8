//! `action.yml`: valid, and no input can make its shell do anything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{bash, ended, is_there, is_valid, yaml};
use crate::command::{Ended, folder, project};
use crate::overlay::BASE;

const NASTY: &[&str] = &[
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned",
    "\"; touch pwned; \"",
    "'; touch pwned; '",
    "&& touch pwned",
    "| touch pwned",
    "> pwned",
    "x\ntouch pwned",
    "x\nverdict=go\nexit-code=0",
    "x\r\n::set-output name=verdict::go",
    "--output=pwned",
    "--policy=pwned",
    "-h",
    "--help",
    "*",
    "${{ github.token }}",
    "$GITHUB_OUTPUT",
    "${IFS}",
    "{touch,pwned}",
    "~",
    "!!",
    "\\",
    "価格 🚀",
    " ",
    "%0Averdict=go",
];

const NO_GO: &str = "launch: Camp Box\nkind: product\n";

/// A step that runs a shell, by its name.
fn step(name: &str) -> Value {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().expect("steps").clone();
    steps.into_iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step `{name}`"))
}

/// A runner's machine: a repository with plans, and what the platform puts beside it.
struct Runner {
    folder: tempfile::TempDir,
}

impl Runner {
    fn with(plan: &str) -> Runner {
        let files = [
            ("work/launches/launch.yaml", plan),
            ("work/launches/launch.toml", include_str!("../../base.toml")),
            ("work/two words/plan.yaml", plan),
            ("temp/keep", ""),
            ("output", ""),
            ("summary", ""),
        ];
        Runner { folder: folder(&files) }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a script there that can be run.
    fn program(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, script).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    /// Runs a step with inputs, as the platform does: each `${{ inputs.x }}` of its `env` filled in.
    fn run(&self, name: &str, inputs: &[(&str, &str)], path: Option<&Path>) -> (Ended, String) {
        fs::write(self.at("output"), "").expect("a file");
        let step = step(name);
        let mut command = bash(&self.at("work"));
        if let Some(path) = path {
            let old = std::env::var_os("PATH").unwrap_or_default();
            let paths = std::iter::once(path.to_owned()).chain(std::env::split_paths(&old));
            command.env("PATH", std::env::join_paths(paths).expect("a path"));
        }
        for (variable, value) in step["env"].as_object().into_iter().flatten() {
            command.env(variable, self.fill(value.as_str().expect("text"), inputs));
        }
        command
            .args(["-c", step["run"].as_str().expect("a script")])
            .env("GITHUB_OUTPUT", self.at("output"))
            .env("GITHUB_STEP_SUMMARY", self.at("summary"))
            .env("GITHUB_ACTION_PATH", project())
            .env("RUNNER_TEMP", self.at("temp"))
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64");
        let ended = ended(&mut command);
        assert!(!self.at("work/pwned").exists() && !self.at("pwned").exists(), "{inputs:?}");
        (ended, fs::read_to_string(self.at("output")).expect("text"))
    }

    fn fill(&self, expression: &str, inputs: &[(&str, &str)]) -> String {
        let inside = expression.trim_start_matches("${{ ").trim_end_matches(" }}");
        let Some(name) = inside.strip_prefix("inputs.") else {
            return self.at("temp/launch-root").to_string_lossy().into_owned();
        };
        let given = inputs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| {
            yaml("action.yml")["inputs"][name]["default"].as_str().expect("a default").to_owned()
        })
    }

    /// The step that checks, with the binary under test.
    fn check(&self, inputs: &[(&str, &str)]) -> (Ended, String) {
        let inputs = [inputs, &[("binary", env!("CARGO_BIN_EXE_launch"))]].concat();
        self.run("Check", &inputs, None)
    }
}

/// The value of an output of a step, which has to be there once.
fn output(outputs: &str, name: &str) -> String {
    let values: Vec<&str> =
        outputs.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('=')).collect();
    let [value] = values.as_slice() else { panic!("`{name}` once in {outputs}") };
    (*value).to_owned()
}

const DAY: (&str, &str) = ("args", "--as-of=2026-05-28");

#[test]
fn it_is_an_action() {
    let action = yaml("action.yml");
    is_valid("github-action.json", &action);
    let text = fs::read_to_string(project().join("action.yml")).expect("text");
    for (name, input) in action["inputs"].as_object().expect("inputs") {
        assert!(input["default"].is_string() && input["description"].is_string(), "{name}");
        assert!(text.contains(&format!("${{{{ inputs.{name} }}}}")), "`{name}` is used");
    }
    assert!(!text.contains("secrets") && !text.contains("github.token"));
}

#[test]
fn no_expression_is_part_of_a_shells_text() {
    let action = yaml("action.yml");
    let mut scripts = 0;
    for step in action["runs"]["steps"].as_array().expect("steps") {
        if let Some(script) = step["run"].as_str() {
            assert!(!script.contains("${{"), "{script}");
            assert_eq!(step["shell"], "bash");
            scripts += 1;
        }
        for value in step["env"].as_object().into_iter().flat_map(|env| env.values()) {
            let value = value.as_str().expect("text");
            assert!(value.starts_with("${{ ") && value.ends_with(" }}") && value.matches("${{").count() == 1);
        }
    }
    assert_eq!(scripts, 3);
}

#[test]
fn its_scripts_are_what_shellcheck_would_write() {
    if !is_there("shellcheck") {
        return;
    }
    for name in ["See what is to be installed", "Install launch", "Check"] {
        let folder = folder(&[("step.sh", step(name)["run"].as_str().expect("a script"))]);
        let checked =
            ended(Command::new("shellcheck").args(["--shell=bash", "step.sh"]).current_dir(folder.path()));
        assert_eq!(checked.code, 0, "{name}: {}", checked.out);
    }
}

#[test]
fn verdict_and_exit_code_are_told() {
    let go = Runner::with(BASE);
    let (ended, outputs) = go.check(&[DAY]);
    assert_eq!((ended.code, output(&outputs, "verdict").as_str()), (0, "go"), "{}{}", ended.out, ended.err);
    assert_eq!(output(&outputs, "exit-code"), "0");
    let report = fs::read_to_string(output(&outputs, "report")).expect("the report");
    assert!(report.starts_with("{\n  \"schema\": 1"));
    assert!(fs::read_to_string(go.at("summary")).expect("text").contains("Invoice Assist"));

    let no_go = Runner::with(NO_GO);
    let (ended, outputs) = no_go.check(&[DAY]);
    assert_eq!((ended.code, output(&outputs, "verdict").as_str()), (1, "no-go"));
    assert_eq!(output(&outputs, "exit-code"), "1");
    assert!(ended.out.contains("::error "), "{}", ended.out);

    let broken = Runner::with("launch: x\nkind: product\nownr: y\n");
    let (ended, outputs) = broken.check(&[DAY]);
    assert_eq!((ended.code, output(&outputs, "verdict").as_str()), (2, ""));
    assert_eq!(output(&outputs, "exit-code"), "2");
}

/// A runner whose `launch` writes a report with this verdict, and ends with this code.
fn lying(verdict: &str, code: u8) -> Runner {
    let runner = Runner::with(BASE);
    let script = format!(
        "#!/bin/bash\nfor arg; do case \"$arg\" in --output=json=*) printf '{{\\n  \"verdict\": \"{verdict}\",\\n' > \
         \"${{arg#--output=json=}}\";; esac; done\nexit {code}\n"
    );
    runner.program("bin/launch", &script);
    runner
}

#[test]
fn without_a_verdict_it_is_never_green() {
    let no_go = Runner::with(NO_GO);
    for inputs in [
        &[("args", "-h")][..],
        &[("args", "--as-of=2026-05-28\n--help")],
        &[DAY, ("binary", "true")],
        &[DAY, ("binary", "false")],
        &[DAY, ("binary", "/nowhere/launch")],
    ] {
        let (ended, outputs) = no_go.check(inputs);
        let told = ["verdict", "exit-code"].map(|name| output(&outputs, name));
        assert_eq!((ended.code, told), (2, [String::new(), "2".to_owned()]), "{inputs:?}: {}", ended.out);
        assert!(ended.out.contains("::error title=launch::no verdict, but exit code "), "{}", ended.out);
    }
    for (verdict, code, expected) in [
        ("go", 0, (0, "go")),
        ("go-with-conditions", 1, (1, "go-with-conditions")),
        ("no-go", 0, (2, "")),
        ("go", 1, (2, "")),
        ("go", 2, (2, "")),
        ("go", 101, (2, "")),
        ("maybe", 0, (2, "")),
    ] {
        let runner = lying(verdict, code);
        let binary = runner.at("bin/launch").to_string_lossy().into_owned();
        let (ended, outputs) = runner.check(&[DAY, ("binary", &binary)]);
        assert_eq!((ended.code, output(&outputs, "verdict").as_str()), expected, "{verdict} {code}");
        assert_eq!(output(&outputs, "exit-code"), ended.code.to_string());
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_no_verdict() {
    let go = Runner::with(BASE);
    let (ended, outputs) = go.check(&[("args", "--as-of=2026-05-28\n--output=sarif=x/launch.sarif")]);
    assert!(ended.err.contains("`x/launch.sarif` cannot be written"), "{}", ended.err);
    let told = ["verdict", "exit-code"].map(|name| output(&outputs, name));
    assert_eq!((ended.code, told), (2, [String::new(), "2".to_owned()]));
    assert!(fs::exists(output(&outputs, "report")).expect("a path"), "what was read is told all the same");
}

#[test]
fn what_it_cannot_even_ask_is_told_as_what_it_cannot_tell() {
    let told = |runner: &Runner, inputs: &[(&str, &str)], words: &str| {
        let (ended, outputs) = runner.check(inputs);
        assert!(ended.out.contains(&format!("::error title=launch::{words}")), "{inputs:?}: {}", ended.out);
        assert_eq!((ended.code, outputs.as_str()), (2, "verdict=\nexit-code=2\nreport=\n"), "{inputs:?}");
    };
    let runner = Runner::with(BASE);
    for strict in ["yes", "True", " true"] {
        told(&runner, &[DAY, ("strict", strict)], "the input `strict` is true or false");
    }
    fs::remove_dir_all(runner.at("temp")).expect("ours");
    told(&runner, &[DAY], "no folder can be made in RUNNER_TEMP");
}

#[test]
fn each_use_in_a_job_has_a_report_of_its_own_and_none_after_a_usage_error() {
    let runner = Runner::with(BASE);
    let [(_, first), (_, second)] = ["external", "internal"].map(|gate| runner.check(&[DAY, ("gate", gate)]));
    let [first, second] = [first, second].map(|outputs| output(&outputs, "report"));
    assert_ne!(first, second);
    for (report, gate) in [(first, "external"), (second, "internal")] {
        let text = fs::read_to_string(report).expect("the report");
        assert!(text.contains(&format!("\"gate\": \"{gate}\"")), "{text}");
    }
    let (ended, outputs) = runner.check(&[DAY, ("gate", "both")]);
    assert_eq!((ended.code, output(&outputs, "report").as_str()), (2, ""));
}

#[test]
fn every_input_reaches_the_check() {
    let runner = Runner::with(BASE);
    let (ended, outputs) = runner.check(&[DAY, ("path", "launches/launch.yaml\r\ntwo words/plan.yaml\n\n")]);
    assert!(ended.code == 0, "{}{}", ended.out, ended.err);
    let report = fs::read_to_string(output(&outputs, "report")).expect("the report");
    assert_eq!(report.matches("\"launch\": \"Invoice Assist 2.0\"").count(), 2);
    assert_eq!(runner.check(&[("args", "--as-of=2026-05-28\n--policy=launches/launch.toml")]).0.code, 0);
    assert_eq!(runner.check(&[DAY, ("gate", "internal"), ("strict", "true"), ("format", "text")]).0.code, 0);
    assert_eq!(runner.check(&[DAY, ("gate", "both")]).0.code, 2);
    for format in ["yaml", "", "JSON", "a/b"] {
        assert_eq!(runner.check(&[DAY, ("format", format)]).0.code, 2, "{format}");
    }
    assert!(runner.check(&[DAY, ("format", "json")]).0.out.starts_with("{\n  \"schema\": 1"));
    for input in ["policy-from", "since"] {
        let (ended, _) = runner.check(&[DAY, (input, "origin/main")]);
        assert!(ended.code != 0 || ended.out.contains("origin/main"), "{input}: {}{}", ended.out, ended.err);
    }
}

#[test]
fn a_file_among_its_arguments_is_written_beside_the_log() {
    for (file, begins) in [
        ("launch.sarif", "{\n  \"$schema\""),
        ("sarif=launch.json", "{\n  \"$schema\""),
        ("launch.xml", "<?xml"),
    ] {
        let runner = Runner::with(NO_GO);
        let (ended, _) = runner.check(&[("args", &format!("--as-of=2026-05-28\n--output={file}"))]);
        assert!(ended.code == 1 && ended.out.contains("\n::error file="), "{}{}", ended.out, ended.err);
        assert!(fs::read_to_string(runner.at("summary")).expect("text").contains("# NO-GO"));
        let name = file.trim_start_matches("sarif=");
        let text = fs::read_to_string(runner.at("work").join(name)).expect("the report");
        assert!(text.starts_with(begins), "{file}: {text}");
    }
}

#[test]
fn no_input_does_anything_else() {
    let runner = Runner::with(BASE);
    for nasty in NASTY {
        for input in ["path", "gate", "strict", "policy-from", "since", "format"] {
            let (ended, outputs) = runner.check(&[DAY, (input, nasty)]);
            let keys: Vec<&str> = outputs.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
            let expected: &[&str] = &["verdict", "exit-code", "report"];
            assert_eq!(keys, expected, "{input} {nasty:?}: {outputs}");
            assert_eq!(output(&outputs, "exit-code"), ended.code.to_string(), "{input} {nasty:?}: {outputs}");
            assert!(ended.code != 0 || outputs.contains("verdict=go\n"), "{input} {nasty:?}: {outputs}");
        }
    }
}

#[test]
fn what_is_installed_is_this_source_or_a_version() {
    let runner = Runner::with(BASE);
    let source = |inputs: &[(&str, &str)]| runner.run("See what is to be installed", inputs, None);
    let (ended, outputs) = source(&[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(output(&outputs, "install"), "yes");
    assert!(output(&outputs, "key").starts_with("launch-Linux-X64-any-"), "{outputs}");
    assert_eq!(source(&[]).1, outputs, "the same source has the same key");
    assert_eq!(source(&[("binary", "./launch")]).1, "install=no\n");
    assert!(output(&source(&[("version", "0.1.0-rc.1")]).1, "key").ends_with("-0.1.0-rc.1"));
    for nasty in NASTY {
        let (ended, outputs) = source(&[("version", nasty)]);
        assert!(ended.code == 2 && outputs.is_empty(), "{nasty:?}: {outputs}");
        assert!(ended.out.starts_with("::error title=launch::the input `version`"), "{}", ended.out);
    }
}

#[test]
fn it_installs_with_cargo_what_it_was_told_to() {
    let runner = Runner::with(BASE);
    runner.program("bin/cargo", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    let install =
        |inputs: &[(&str, &str)]| runner.run("Install launch", inputs, Some(&runner.at("bin"))).0.out;
    let own = install(&[]);
    let path = project().to_string_lossy().into_owned();
    assert!(
        own.starts_with("install\n--locked\n--root=") && own.ends_with(&format!("--path={path}\n")),
        "{own}"
    );
    assert!(install(&[("version", "0.1.0")]).ends_with("--version=0.1.0\nlaunch-gate\n"));
}
