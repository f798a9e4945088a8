//! The limits that README lists are those that hold: the constants, or what is taken and refused at them.

use std::fs;

use launch::disk::PAGE_LIMIT;
use launch::read::{LONGEST_ID, LONGEST_TEXT, MOST_THINGS};
use launch::source::{MOST_PROBLEMS, SIZE_LIMIT};
use launch::ssh;
use launch::tree::DEPTH_LIMIT;

use super::judged;
use crate::command::{folder, project, run};
use crate::overlay::BASE;

const STAGES: usize = 200;
const PEOPLE: usize = 2_000;
const DELEGATIONS: usize = 200;
const LEAD: usize = 10_000;
const SIGN_OFFS: usize = 100;
const PERSON: usize = 200;
const QUANTITY: usize = 200;
const ALIASES: usize = 8;
const FOLDERS: usize = 32;
const BEHIND_LINKS: usize = 2_000;
const NAMES: usize = 64;
const REMOVED: &str = "10,000";
const ANSWER: usize = 64;
const MESSAGE: usize = 256;

/// A number as README writes it.
fn number(n: usize) -> String {
    match n {
        0..1_000 => n.to_string(),
        _ => format!("{},{:03}", n / 1_000, n % 1_000),
    }
}

fn mib(bytes: u64) -> String {
    assert_eq!(bytes % (1 << 20), 0);
    format!("{} MiB", bytes >> 20)
}

#[test]
fn the_table_says_what_holds() {
    let readme = fs::read_to_string(project().join("README.md")).expect("README.md");
    let (_, limits) = readme.split_once("## Limits\n").expect("the limits");
    let (_, table) = limits.split_once("|---|---|\n").expect("a table");
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let size = mib(SIZE_LIMIT);
    let expected = [
        format!("| a plan, a policy, an `allowed_signers` file, a spreadsheet | {size} |"),
        format!(
            "| a plan or a policy | {DEPTH_LIMIT} levels, {} things in one collection or list |",
            number(MOST_THINGS)
        ),
        format!(
            "| a policy | {STAGES} stages, {} people, {DELEGATIONS} delegations, a lead of {} working days |",
            number(PEOPLE),
            number(LEAD)
        ),
        format!("| a stage | {SIGN_OFFS} sign-offs |"),
        format!("| a text, a person, an id | {}, {PERSON} and {LONGEST_ID} bytes |", number(LONGEST_TEXT)),
        format!("| a quantity | {QUANTITY} characters |"),
        format!("| anchors and aliases | {ALIASES} MiB in all that they stand for |"),
        format!("| an SSH key or signature | {} KiB |", ssh::LIMIT / 1024),
        format!("| problems told of one file | {MOST_PROBLEMS} |"),
        format!("| folders that are searched for plans | {FOLDERS} levels |"),
        format!(
            "| folders behind links that are looked at for plans that are left out | {}; beyond, exit code 2 |",
            number(BEHIND_LINKS)
        ),
        format!(
            "| a plan's history | {NAMES} names that it had, {REMOVED} removed plans that it is held against, {ANSWER} MiB in one answer of git's |"
        ),
        format!("| a page that `launch report --verify` reads | {} |", mib(PAGE_LIMIT)),
        format!("| a message of an editor's | {MESSAGE} MiB |"),
    ];
    assert_eq!(rows, expected);
}

/// What no test can reach in a sensible time is held as it is declared.
#[test]
fn what_is_out_of_reach_is_declared_so() {
    for (file, declared) in [
        ("src/git/command.rs", format!("const ANSWER_LIMIT: u64 = {ANSWER} * 1024 * 1024;")),
        ("src/history/walk.rs", format!("const NAMES: usize = {NAMES};")),
        ("src/history/removed.rs", "const MOST: usize = 10_000;".to_owned()),
        ("src/lsp/wire.rs", format!("const LONGEST: usize = {MESSAGE} << 20;")),
        ("src/yaml.rs", format!("const COPY_LIMIT: usize = {ALIASES} << 20;")),
    ] {
        let text = fs::read_to_string(project().join(file)).expect("a source");
        assert!(text.contains(&declared), "{file} has no `{declared}`: what says README's table of limits?");
    }
}

/// A text that has so much of something.
type Made<'a> = &'a dyn Fn(usize) -> String;

/// What a plan or a policy is refused for, of the problems that speak of a limit.
fn told(plan: &str, policy: &str, about: &str) -> bool {
    judged(plan, policy).errors.iter().any(|error| error.message.contains(about))
}

#[test]
fn a_policy_is_taken_up_to_its_limits() {
    let lines = |line: &dyn Fn(usize) -> String, count: usize| (0..count).map(line).collect::<String>();
    let stages = |count| format!("extends = \"none\"\n{}", lines(&|n| format!("[stages.s{n}]\n"), count));
    let people =
        |count| format!("[people]\n{}", lines(&|n| format!("\"p{n}@acme.example\" = {{}}\n"), count));
    let stand_in = |_| "{ from = \"a\", to = \"b\", start = 2026-05-01, until = 2026-05-02 }, ".to_owned();
    let delegations = |count| format!("delegations = [{}]\n", lines(&stand_in, count));
    let lead = |count| format!("[stages.finance]\nlead = {count}\n");
    let signatures = |count| format!("[stages.finance]\nsignatures = {count}\n");
    let of: [(usize, Made<'_>, &str); 5] = [
        (STAGES, &stages, "more than 200 stages"),
        (PEOPLE, &people, "more than 2000 people"),
        (DELEGATIONS, &delegations, "more than 200 delegations"),
        (LEAD, &lead, "a lead of 10001 working days"),
        (SIGN_OFFS, &signatures, "a stage has at most 100 signatures"),
    ];
    for (most, policy, message) in of {
        assert!(!told(BASE, &policy(most), message), "{most} are refused: {message}");
        assert!(told(BASE, &policy(most + 1), message), "{} are not refused: {message}", most + 1);
    }
}

#[test]
fn a_plan_is_taken_up_to_its_limits() {
    let roster = "extends = \"base.toml\"\n";
    let person =
        |bytes| BASE.replacen("owner: priya@acme.example", &format!("owner: {}", "p".repeat(bytes)), 1);
    let quantity = |characters: usize| {
        let (head, tail) = ("at most 5", "working days");
        let long = format!("\"{head}{}{tail}\"", " ".repeat(characters - head.len() - tail.len()));
        BASE.replacen("at most 5 working days", &long, 1)
    };
    let text =
        |bytes| BASE.replacen("launch: Invoice Assist 2.0", &format!("launch: {}", "x".repeat(bytes)), 1);
    let signed = "sign_off: {by: fay@acme.example, date: 2026-05-20}";
    let sign_offs = |count| {
        let one = |n| format!("\n      - {{by: p{n}@acme.example, date: 2026-05-20}}");
        BASE.replacen(signed, &format!("sign_off:{}", (0..count).map(one).collect::<String>()), 1)
    };
    let of: [(usize, Made<'_>); 4] =
        [(PERSON, &person), (QUANTITY, &quantity), (LONGEST_TEXT, &text), (SIGN_OFFS, &sign_offs)];
    for (most, plan) in of {
        let within = judged(&plan(most), roster);
        assert!(within.errors.is_empty(), "{most}: {:?}", within.errors);
        assert_eq!(judged(&plan(most + 1), roster).errors.len(), 1, "{}", most + 1);
    }
    let refused = judged(&sign_offs(SIGN_OFFS + 1), roster);
    let (begins, told) = (BASE.lines().position(|line| line.contains(signed)), &refused.errors[0]);
    let line = told.place.as_ref().map(|(place, _)| place.start.line);
    assert_eq!(
        (line, told.message.as_str()),
        (begins.map(|at| at + 2), "more than 100 sign-offs of one stage")
    );
}

#[test]
fn no_more_problems_are_told_than_anybody_reads_whoever_finds_them() {
    let covering = |promises: usize, keys: usize| {
        let covers: Vec<String> = (0..promises).map(|n| format!("promises.setup-time-{n}")).collect();
        let keys: Vec<String> = (0..keys).map(|n| format!("colour-{n}: red\n")).collect();
        let sign_off = "sign_off: {by: fay@acme.example, date: 2026-05-20}";
        let condition = format!(
            "sign_off: {{by: fay@acme.example, date: 2026-05-20, verdict: conditions, conditions: {{kit: {{what: Print \
             the kit, owner: fay@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example, covers: [{}]}}}}}}",
            covers.join(", ")
        );
        judged(&(BASE.replacen(sign_off, &condition, 1) + &keys.concat()), "extends = \"base.toml\"\n").errors
    };
    assert_eq!(covering(MOST_PROBLEMS, 0).len(), MOST_PROBLEMS);
    assert_eq!(covering(MOST_PROBLEMS - 100, 100).len(), MOST_PROBLEMS);
    for (promises, keys) in [(1_700, 0), (400, 1_300), (0, 1_700)] {
        let errors = covering(promises, keys);
        assert_eq!(errors.len(), MOST_PROBLEMS + 1, "{promises} and {keys}");
        assert_eq!(errors.last().expect("the rest").message, "and 1200 more problems in this file");
        assert!(errors.first().expect("one").help.is_some());
    }
}

#[test]
fn files_and_folders_are_read_up_to_their_limits() {
    let folder = folder(&[("launch.toml", "[assurance]\nallowed_signers = \"keys\"\n")]);
    let inside = folder.path().join("d/".repeat(FOLDERS));
    let check = |name: &str, most: &str| {
        let ended = run(folder.path(), &["check", name, "--as-of", "2026-05-28"]);
        let said = format!("{}{}", ended.out, ended.err);
        assert!(ended.code == 2 || !said.contains(most), "{said}");
        said.contains(most)
    };
    let size = usize::try_from(SIZE_LIMIT).expect("a size");
    for (more, refused) in [(0, false), (1, true)] {
        fs::write(folder.path().join("keys"), "#".repeat(size + more)).expect("written");
        fs::write(folder.path().join("plan.yaml"), BASE).expect("written");
        assert_eq!(check("plan.yaml", "larger than 1024 KiB"), refused, "keys of {size} + {more}");
        fs::write(folder.path().join("keys"), "").expect("written");
        fs::write(folder.path().join("plan.yaml"), format!("{BASE}{}", "#".repeat(size + more - BASE.len())))
            .expect("written");
        assert_eq!(check("plan.yaml", "larger than 1024 KiB"), refused, "a plan of {size} + {more}");
        fs::create_dir_all(inside.join("d/".repeat(more))).expect("folders");
        fs::write(inside.join("plan.yaml"), BASE).expect("written");
        assert_eq!(check("d/..", "deeper than 32 levels"), refused, "{FOLDERS} + {more} folders");
    }
}
