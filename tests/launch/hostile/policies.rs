//! Policies that extend themselves, wait for themselves, or are too much.

use std::fmt::Write as _;

use super::{Bomb, Outcome, bounded, judged, outcome, refused_within_bounds};
use crate::command::{folder, has, note, run};
use crate::overlay::BASE;

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn policies_that_go_round_or_too_far_are_refused_with_their_places() {
    if !has("sh") {
        return;
    }
    let none = "extends = \"none\"\n";
    let ring = |count: usize| {
        format!("{none}{}", lines(count, |n| format!("[stages.s{n}]\nafter = [\"s{}\"]\n", (n + 1) % count)))
    };
    let mut wide = format!("{none}[stages.a]\nafter = [");
    for n in 0..2_100 {
        write!(wide, "\"s{n}\", ").expect("a text");
    }
    let cases = [
        ("after itself", ring(1)),
        ("after each other", ring(2)),
        ("a ring of a thousand", ring(1_000)),
        ("after what is not there", format!("{none}[stages.a]\nafter = [\"gone\"]\n")),
        ("after very many that are not there", format!("{wide}]\n")),
        (
            "a hand-off to nobody",
            format!("{none}[stages.a]\n[handoffs.h]\nfrom = \"a\"\nto = \"gone\"\nwhat = \"x\"\n"),
        ),
        ("itself", "extends = \"launch.toml\"\n".to_owned()),
        ("itself by another way", "extends = \"./x/../launch.toml\"\n".to_owned()),
        ("a policy that is not built in", "extends = \"produkt\"\n".to_owned()),
        ("not TOML", "[stages\n".to_owned()),
        ("a zero byte", "extends = \"\0\"\n".to_owned()),
        ("a table twice", "[stages.finance]\nlead = 1\n[stages.finance]\nlead = 2\n".to_owned()),
        ("a key twice", "extends = \"product\"\nextends = \"none\"\n".to_owned()),
        ("a key twice, quoted", "[stages.finance]\nlead = 1\n\"lead\" = 2\n".to_owned()),
        ("a dotted key twice", "stages.finance.lead = 1\n[stages.finance]\nlead = 2\n".to_owned()),
        ("brackets", format!("without = {}", "[".repeat(300_000))),
        ("brackets that close", format!("without = {}{}", "[".repeat(50_000), "]".repeat(50_000))),
        ("braces", format!("stages = {}", "{a = ".repeat(100_000))),
        ("a deep key", format!("a{} = 1\n", ".a".repeat(100_000))),
        ("a deep table", format!("[a{}]\n", ".a".repeat(100_000))),
        ("many deep tables", lines(300, |n| format!("[t{n}{}]\n", ".a".repeat(500)))),
        ("a long text", format!("extends = \"{}\"\n", "x".repeat(900_000))),
        ("a long key", format!("{} = 1\n", "x".repeat(900_000))),
        ("a long number", format!("[stages.finance]\nlead = {}\n", "9".repeat(900_000))),
        ("a number that is too large", "[stages.finance]\nlead = 4294967296\n".to_owned()),
        ("many people", format!("[people]\n{}", lines(2_001, |n| format!("\"p{n}\" = {{}}\n")))),
        ("many unknown keys", lines(60_000, |n| format!("k{n} = 1\n"))),
        ("many unknown rules", format!("[rules]\n{}", lines(40_000, |n| format!("r{n} = \"off\"\n")))),
        ("a capacity that is none", "[capacity.c]\nof = \"operations\"\nlimit = \"lots\"\n".to_owned()),
        (
            "a week without work",
            "[calendar]\nweekend = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n"
                .to_owned(),
        ),
        ("a holiday that is none", "[calendar]\nholidays = [2026-02-30]\n".to_owned()),
    ];
    let bombs: Vec<Bomb> = cases
        .into_iter()
        .map(|(name, policy)| {
            (name, vec![("plan.yaml", BASE.to_owned()), ("launch.toml", policy), ("x/y", String::new())])
        })
        .collect();
    refused_within_bounds(&bombs);
    note(&format!(
        "policies: {} that go round or too far in one check, each refused with its place in 700 MB",
        bombs.len()
    ));
}

/// How many plans one policy holds for.
const PLANS: usize = 3_000;

/// One trouble of very many plans is told with the first of them, and takes no more memory for the others.
#[test]
fn what_many_plans_share_is_told_once() {
    if !has("sh") {
        return;
    }
    let unknown = lines(60_000, |n| format!("k{n} = 1\n"));
    let signers = "[assurance]\nallowed_signers = \"keys\"\n".to_owned();
    for (broken, policy) in [("launch.toml", unknown), ("keys", signers)] {
        let names: Vec<String> = (0..PLANS).map(|n| format!("{n:04}.yaml")).collect();
        let mut files: Vec<(&str, &str)> =
            names.iter().map(|name| (name.as_str(), "launch: A\nkind: product\nteir: 1\n")).collect();
        let keys = "x\n".repeat(60_000);
        files.extend([("launch.toml", policy.as_str()), ("keys", &keys)]);
        let folder = folder(&files);
        let ended = bounded(folder.path(), "check . --as-of 2026-05-28 --format json");
        assert_eq!(ended.code, 2, "{}", ended.err);
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        let plans = report["plans"].as_array().expect("plans");
        assert_eq!(plans.len(), PLANS);
        let told = |plan: usize| plans[plan]["errors"].as_array().expect("errors");
        assert_eq!(told(0).len(), 1 + 501, "its own, and all that is told of {broken}");
        for (plan, name) in names.iter().enumerate().skip(1) {
            let [own, first, others] = told(plan).as_slice() else { panic!("{:?}", told(plan)) };
            assert_eq!(own["path"], name.as_str());
            assert_eq!((&first["path"], first), (&broken.into(), &told(0)[1]));
            assert_eq!(others["message"], "500 more problems are told with `0000.yaml`");
            assert!(others["line"] == 2 && others["path"] == broken, "{others}");
        }
        for command in ["next", "forecast"] {
            let ended = bounded(folder.path(), &format!("{command} . --as-of 2026-05-28 --format json"));
            let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
            let errors = report["errors"].as_array().expect("errors").len();
            assert_eq!((ended.code, errors), (2, 1 + 501 + (PLANS - 1) * 3), "{command}");
        }
    }
    note(&format!(
        "broken policies: a policy and a list of keys, each told once for {PLANS} plans, in 700 MB"
    ));
}

#[test]
fn policies_on_disk_that_extend_each_other_are_refused() {
    let chain: Vec<(String, String)> =
        (0..30).map(|n| (format!("p{n}.toml"), format!("extends = \"p{}.toml\"\n", n + 1))).collect();
    let mut files: Vec<(&str, &str)> =
        chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("plan.yaml", BASE));
    files.push(("launch.toml", "extends = \"sub/../other.toml\"\n"));
    files.push(("other.toml", "extends = \"launch.toml\"\n"));
    files.push(("sub/x", ""));
    let folder = folder(&files);
    for policy in ["launch.toml", "other.toml", "p0.toml"] {
        let ended = run(folder.path(), &["check", "plan.yaml", "--policy", policy]);
        assert_eq!(ended.code, 2, "{policy}: {}", ended.out);
        assert!(ended.out.contains("extends, in the end, itself"), "{policy}: {}", ended.out);
    }
}

#[test]
fn a_large_policy_is_a_policy() {
    let people =
        lines(1_900, |n| format!("\"p{n}@acme.example\" = {{ name = \"P\", stages = [\"finance\"] }}\n"));
    let report = judged(BASE, &format!("[people]\n{people}"));
    assert!(matches!(outcome(&report), Outcome::Judged(_)), "{:?}", report.errors);
    let chain = lines(180, |n| format!("[stages.s{}]\nafter = [\"s{n}\"]\n", n + 1));
    let report = judged(BASE, &format!("[stages.s0]\nafter = [\"product\"]\n{chain}"));
    assert!(
        matches!(outcome(&report), Outcome::Judged(launch::verdict::Verdict::NoGo)),
        "{:?}",
        report.errors
    );
}
