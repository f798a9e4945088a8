//! Completion as real shells do it, and the manual as a real formatter reads it.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::command::{Ended, folder, launch, note, project, run};

const PLAN: &str = "launch: Camp Box\nkind: product\n\
                    stages:\n  sales: {sign_off: {verdict: conditions, conditions: {print-kit: {what: Print it}}}}\n\
                    handoffs:\n  demo: {from: product, to: sales}\n  $(touch hacked): {}\n\
                    promises: {fast: {claim: Fast}}\n";

/// Files that a shell is asked to complete, one of them with a name that it must not be given as it is.
fn files() -> tempfile::TempDir {
    folder(&[
        ("plan.yaml", PLAN),
        ("broken.yaml", "handoffs: {demo: {from: product, to: sales}}\nstages: [\n"),
        ("notes.txt", ""),
        ("launches/other.yaml", PLAN),
        ("$(touch hacked).yaml", PLAN),
    ])
}

/// Runs a shell with the built binary on its path; none, loudly, where there is no such shell.
fn shell(name: &str, args: &[&str], folder: &Path) -> Option<Ended> {
    let bin = Path::new(env!("CARGO_BIN_EXE_launch")).parent().expect("a folder").to_owned();
    let old = std::env::var_os("PATH").unwrap_or_default();
    let path: OsString =
        std::env::join_paths([bin].into_iter().chain(std::env::split_paths(&old))).expect("a path");
    if let Ok(output) = Command::new(name).args(args).current_dir(folder).env("PATH", path).output() {
        return Some(output.into());
    }
    note(&format!("SKIPPED: there is no `{name}` here, so nothing was tried with it"));
    None
}

/// What a shell offers for a command line whose last word is being typed.
type Offers = fn(&[&str], &Path) -> Option<Vec<String>>;

fn offered(ended: &Ended) -> Vec<String> {
    assert!(ended.code == 0 && ended.err.is_empty(), "{}\n{}", ended.out, ended.err);
    let words = ended.out.lines().map(str::trim_end).filter(|line| !line.is_empty());
    words.map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ")
}

fn bash(words: &[&str], folder: &Path) -> Option<Vec<String>> {
    let (last, before) = (words.last()?, words.len() - 1);
    let script = format!(
        "set -eu; source <(launch completions bash); complete -p launch >/dev/null\n\
         COMP_WORDS=({}); COMP_CWORD={before}; COMP_TYPE=9\n\
         set +eu; _clap_complete_launch launch '{last}' x\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted(words)
    );
    shell("bash", &["--norc", "--noprofile", "-c", &script], folder).map(|ended| offered(&ended))
}

/// Outside its editor zsh has no completion system: the two functions of it that the script calls are
/// stood in for.
fn zsh(words: &[&str], folder: &Path) -> Option<Vec<String>> {
    let script = format!(
        "compdef() {{ [[ $2 == launch ]] || exit 3 }}; _describe() {{ print -l -- ${{(P)3}} }}\n\
         source <(launch completions zsh); words=({}); CURRENT={}; _clap_dynamic_completer_launch; true",
        quoted(words),
        words.len()
    );
    let found = shell("zsh", &["-f", "-c", &script], folder).map(|ended| offered(&ended))?;
    Some(found.iter().map(|word| word.split(':').next().unwrap_or_default().to_owned()).collect())
}

fn fish(words: &[&str], folder: &Path) -> Option<Vec<String>> {
    let script = format!("launch completions fish | source; complete -C '{}'", words.join(" "));
    shell("fish", &["--no-config", "-c", &script], folder).map(|ended| offered(&ended))
}

fn powershell(words: &[&str], folder: &Path) -> Option<Vec<String>> {
    let line = words.join(" ");
    let script = format!(
        "launch completions powershell | Out-String | Invoke-Expression\n\
         (TabExpansion2 -inputScript '{line}' -cursorColumn {}).CompletionMatches.CompletionText",
        line.len()
    );
    shell("pwsh", &["-NoProfile", "-Command", &script], folder).map(|ended| offered(&ended))
}

/// Tries one shell with everything that it should complete.
fn completes(offers: Offers) {
    let folder = files();
    for (words, there, absent) in [
        (&["launch", "chec"][..], &["check"][..], &["init"][..]),
        (&["launch", "check", "--gat"], &["--gate"], &["--strict"]),
        (&["launch", "check", "--gate", ""], &["internal", "external"], &["plan.yaml"]),
        (&["launch", "explain", "open-"], &["open-ask"], &["missing-handoff"]),
        (&["launch", "check", "pl"], &["plan.yaml"], &["notes.txt"]),
        (&["launch", "sign", "plan.yaml", "customer"], &["customer", "customer-service"], &["finance"]),
        (&["launch", "unsign", "plan.yaml", "fi"], &["finance"], &["sales"]),
        (&["launch", "send", "plan.yaml", "d"], &["demo", "delivery-limits"], &["price-list"]),
        (&["launch", "return", "launches/other.yaml", "dem"], &["demo", "demand-forecast"], &["value"]),
        (&["launch", "accept", "plan.yaml", "pr"], &["price-list", "promises.fast"], &["demo"]),
        (&["launch", "meet", "plan.yaml", "sales", "p"], &["print-kit"], &["sales"]),
        (&["launch", "waive", "plan.yaml", "missing-h"], &["missing-handoff"], &["open-ask"]),
        (
            &["launch", "waive", "plan.yaml", "open-ask", "stages.finance.asks.b"],
            &["stages.finance.asks.billing"],
            &[],
        ),
        (&["launch", "send", "broken.yaml", "dem"], &["demo"], &[]),
        (&["launch", "send", "nowhere.yaml", "price"], &["price-list"], &["demo"]),
    ] {
        let Some(found) = offers(words, folder.path()) else { return };
        for word in there {
            assert!(found.iter().any(|known| known.trim_end() == *word), "{words:?}: no {word} in {found:?}");
        }
        for word in absent {
            assert!(!found.iter().any(|known| known == word), "{words:?}: {word} in {found:?}");
        }
        assert!(!found.iter().any(|known| known.contains("touch")), "{words:?}: {found:?}");
    }
    assert!(!folder.path().join("hacked").exists());
}

#[test]
fn bash_completes() {
    completes(bash);
}

#[test]
fn zsh_completes() {
    completes(zsh);
}

#[test]
fn fish_completes() {
    completes(fish);
}

#[test]
fn powershell_completes() {
    completes(powershell);
}

#[test]
fn bash_is_never_given_a_file_name_that_it_would_run() {
    let folder = files();
    let found = bash(&["launch", "check", ""], folder.path());
    assert!(found.is_none_or(|found| found.contains(&"plan.yaml".to_owned()) && found.len() > 2));
    let found = bash(&["launch", "check", "$"], folder.path());
    assert!(found.is_none_or(|found| found.is_empty()));
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ended = run(&project(), &["completions", shell]);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        assert!(ended.out.contains("LAUNCH_COMPLETE") && ended.out.contains("launch"), "{}", ended.out);
        let calls = ended.out.contains("launch -- ") || ended.out.contains("\"launch\" -- ");
        assert!(calls, "{shell} calls what stands on the path: {}", ended.out);
    }
    let ended = run(&project(), &["completions", "bsh"]);
    assert!(ended.code == 2 && ended.err.contains("bash"), "{}", ended.err);
}

#[test]
fn a_variable_never_turns_a_check_into_a_completion() {
    let folder = folder(&[("plan.yaml", PLAN)]);
    let without = run(folder.path(), &["check", "plan.yaml"]);
    assert!(without.code != 0, "{}{}", without.out, without.err);
    for shell in ["bash", "zsh", "1", "nonsense"] {
        let with = |args: &[&str]| -> Ended {
            let mut command = launch(folder.path());
            command
                .args(args)
                .env("LAUNCH_COMPLETE", shell)
                .env("COMPLETE", shell)
                .output()
                .expect("it runs")
                .into()
        };
        let ended = with(&["check", "plan.yaml"]);
        assert_eq!(
            (ended.code, &ended.out, &ended.err),
            (without.code, &without.out, &without.err),
            "{shell}"
        );
        assert_eq!(with(&["--"]).code, 2);
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = folder(&[]);
    let ended = run(folder.path(), &["man", "--output", "new/man1"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let help = run(folder.path(), &["--help"]).out;
    let listed =
        help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("commands");
    let names: Vec<&str> =
        listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(names.contains(&"check") && names.contains(&"man"), "{names:?}");
    for name in &names {
        let page =
            std::fs::read_to_string(folder.path().join(format!("new/man1/launch-{name}.1"))).expect("a page");
        assert!(page.contains(&format!(".TH launch-{name} 1")) && page.contains("Examples:"), "{page}");
    }
    let printed = run(folder.path(), &["man"]).out;
    assert_eq!(printed, std::fs::read_to_string(folder.path().join("new/man1/launch.1")).expect("a page"));
    assert_eq!(std::fs::read_dir(folder.path().join("new/man1")).expect("pages").count(), names.len() + 1);
    formatted(&folder.path().join("new/man1"));
}

/// The pages give a real formatter nothing to complain about, and examples keep their lines.
fn formatted(pages: &Path) {
    for page in std::fs::read_dir(pages).expect("pages") {
        let path = page.expect("a page").path();
        let name = path.to_string_lossy().into_owned();
        let Some(ended) = shell("groff", &["-man", "-Tutf8", "-Kutf8", "-ww", "-rLL=100n", &name], pages)
        else {
            return;
        };
        assert!(ended.code == 0 && ended.err.is_empty(), "{name}: {}", ended.err);
        if name.ends_with("launch-retro.1") {
            let lines =
                ended.out.lines().filter(|line| line.trim_start().starts_with("launch retro launches/"));
            assert_eq!(lines.count(), 2, "{}", ended.out);
        }
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_one_that_was_meant() {
    for (args, words) in [
        (&["chekc"][..], "'check'"),
        (&["retor"], "'retro'"),
        (&["help", "chekc"], "`check`"),
        (&["check", "--formt", "json"], "'--format'"),
        (&["check", "--format", "jsn"], "'json'"),
        (&["check", "--gate", "externl"], "'external'"),
        (&["import", "a.csv", "--dryrun"], "'--dry-run'"),
        (&["completions", "powershel"], "'powershell'"),
        (&["explain", "mising-handoff"], "`missing-handoff`"),
        (
            &["waive", "plan.yaml", "open-aks", "stages.sales", "--why", "x", "--until", "2026-06-01"],
            "`open-ask`",
        ),
    ] {
        let ended = run(&project(), args);
        assert!(ended.code == 2 && ended.err.contains(words), "launch {args:?}\n{}{}", ended.out, ended.err);
    }
}

#[test]
fn help_of_a_command_is_its_long_help() {
    for command in ["check", "import", "explain", "completions"] {
        let help = run(&project(), &["help", command]);
        assert_eq!((help.code, &help.out), (0, &run(&project(), &[command, "--help"]).out), "{command}");
        assert!(help.out.contains("Examples:"), "{}", help.out);
        let short = run(&project(), &[command, "-h"]);
        assert!(
            short.code == 0 && short.out.len() < help.out.len() && !short.out.contains("Examples:"),
            "{command}"
        );
    }
}
