//! `launch report` of several plans: one page of all launches.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{Ended, folder, run};
use crate::overlay::{BASE, plan};
use crate::report::said;

const POLICY: &str = include_str!("../base.toml");

fn reported(folder: &Path, args: &[&str]) -> Ended {
    run(folder, &[&["report", ".", "--as-of", "2026-05-28"], args].concat())
}

fn json(folder: &Path) -> Value {
    let ended = reported(folder, &["--format", "json"]);
    serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err))
}

/// Three launches: one may go, one has one error, one has several and is late.
fn three() -> tempfile::TempDir {
    let one = plan(
        "launch: One\ndates: {internal: 2026-06-03, external: 2026-06-17}\nstages: {leadership: {sign_off: ~}}",
    );
    let many = plan(
        "launch: Many\ndates: {internal: 2026-06-04, external: 2026-06-18}\nhandoffs: {price-list: {due: 2026-05-08, accepted: ~}, value: {accepted: ~}}\nstages: {leadership: {sign_off: ~}}",
    );
    folder(&[("a.yaml", BASE), ("b.yaml", &one), ("c.yaml", &many), ("launch.toml", POLICY)])
}

#[test]
fn the_worst_is_first_with_what_weighs_on_it() {
    let found = json(three().path());
    let launches = found["plans"].as_array().expect("plans");
    let names: Vec<&str> = launches.iter().map(|launch| launch["launch"].as_str().expect("a name")).collect();
    assert_eq!(names, ["Many", "One", "Invoice Assist 2.0"]);
    assert_eq!(found["verdict"], "no-go");
    assert_eq!(launches[0]["oldest_blocker"]["at"], "handoffs.price-list");
    assert!(launches[0]["oldest_blocker"]["days_late"].as_u64().expect("days") > 5);
    assert_eq!(launches[1]["weakest_link"]["stage"], "leadership");
    assert_eq!((&launches[2]["weakest_link"], &launches[2]["oldest_blocker"]), (&Value::Null, &Value::Null));
    let people = found["people"].as_array().expect("people");
    let lea = people.iter().find(|one| one["who"] == "lea@acme.example").expect("she holds up two");
    assert_eq!(lea["launches"].as_array().expect("launches").len(), 2);
    assert!(people.iter().all(|one| one["launches"].as_array().is_some_and(|all| all.len() > 1)));
    assert_eq!(found["collisions"], Value::from(vec![0; 0]), "three days");
}

/// Of two that are as bad, the one whose date comes first: on every page, whatever they were named in.
#[test]
fn what_is_worst_is_the_same_on_every_page() {
    let launch = |name: &str, date: &str| {
        plan(&format!(
            "launch: {name}\ndates: {{external: {date}}}\nhandoffs: {{price-list: {{accepted: ~}}}}"
        ))
    };
    let folder = folder(&[
        ("a.yaml", &launch("Alpha", "2026-07-20")),
        ("b.yaml", &launch("Beta", "2026-06-15")),
        ("c.yaml", BASE),
        ("launch.toml", POLICY),
    ]);
    let day = ["--as-of", "2026-05-28"];
    for args in [
        &["check", "."][..],
        &["check", "c.yaml", "a.yaml", "b.yaml"],
        &["check", ".", "--format", "markdown"],
        &["report", ".", "--format", "text"],
        &["report", ".", "--format", "markdown"],
        &["report", ".", "--format", "html"],
    ] {
        let page = run(folder.path(), &[args, &day].concat()).out;
        let places = ["Beta", "Alpha", "Invoice Assist"].map(|name| page.find(name).expect(name));
        assert!(places.is_sorted(), "{args:?}: {places:?}\n{page}");
    }
}

#[test]
fn nobody_holds_up_a_launch_that_goes_without_it() {
    let two = |fragment: &str| {
        let plan = |name: &str| plan(&format!("launch: {name}\n{fragment}"));
        folder(&[("a.yaml", &plan("One")), ("b.yaml", &plan("Two")), ("launch.toml", POLICY)])
    };
    let folder = two("stages: {leadership: {impact: ~}}");
    let found = json(folder.path());
    assert_eq!((&found["verdict"], &found["people"]), (&"go".into(), &Value::from(vec![0; 0])));
    assert!(!reported(folder.path(), &[]).out.contains("Who holds up"));
    let found = json(two("stages: {leadership: {impact: ~, sign_off: ~}}").path());
    let held = found["people"].as_array().expect("people");
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(held[0]["who"], "lea@acme.example");
    let todos: Vec<u64> = held[0]["launches"]
        .as_array()
        .expect("launches")
        .iter()
        .map(|launch| launch["todo_count"].as_u64().expect("a count"))
        .collect();
    assert_eq!(todos, [1, 1], "the sign-off, and not what is only warned of");
}

#[test]
fn whoever_is_written_in_two_ways_is_one_person() {
    let held = |other: &str| {
        let plan = |name: &str, owner: &str| {
            plan(&format!("launch: {name}\nstages: {{leadership: {{owner: \"{owner}\", sign_off: ~}}}}"))
        };
        let (one, two) = (plan("One", "lea@acme.example"), plan("Two", other));
        json(folder(&[("a.yaml", &one), ("b.yaml", &two), ("launch.toml", POLICY)]).path())["people"].clone()
    };
    for other in ["lea@acme.example", "Lea Moreau <lea@acme.example>", "Lea@Acme.example"] {
        let people = held(other);
        let launches = people[0]["launches"].as_array().expect("launches").iter();
        let launches: Vec<&str> = launches.filter_map(|one| one["launch"].as_str()).collect();
        assert_eq!((people.as_array().map(Vec::len), launches), (Some(1), vec!["One", "Two"]), "{other}");
    }
    assert_eq!(held("Lea Moreau <leo@acme.example>"), Value::from(vec![0; 0]));
}

#[test]
fn it_says_the_same_as_a_check() {
    let folder = three();
    let page = json(folder.path());
    let ended = run(folder.path(), &["check", ".", "--as-of", "2026-05-28", "--format", "json"]);
    let checked: Value = serde_json::from_str(&ended.out).expect("JSON");
    let launches = page["plans"].as_array().expect("plans");
    assert_eq!(launches.len(), 3);
    for launch in launches {
        let plans = checked["plans"].as_array().expect("plans");
        let plan = plans.iter().find(|plan| plan["path"] == launch["path"]).expect("the plan");
        assert_eq!((&launch["verdict"], &launch["gate"]), (&plan["verdict"], &plan["gate"]));
        assert_eq!(launch["weakest_link"]["stage"], plan["weakest"]);
    }
}

#[test]
fn people_see_it_at_a_glance() {
    let folder = three();
    let text = reported(folder.path(), &[]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert!(
        text.out.starts_with("1 of 3 launches may go: 2 NO-GO, 1 GO, as of 2026-05-28\n"),
        "{}",
        text.out
    );
    assert!(text.out.contains("Who holds up more than one") && text.out.contains("Lea Moreau"));
    assert!(text.out.lines().all(|line| line.chars().count() <= 80), "{}", text.out);
    let markdown = reported(folder.path(), &["--format", "markdown"]).out;
    assert!(markdown.contains("| NO-GO | Many |"), "{markdown}");
    let html = reported(folder.path(), &["--format", "html"]).out;
    for at in 0..3 {
        assert!(html.contains(&format!("href=\"#launch-{at}\"")), "a link to each");
        assert!(html.contains(&format!("id=\"launch-{at}\"")), "and where it leads");
    }
    assert!(!html.contains("<script") && html.contains("default-src &#39;none&#39;"));
}

#[test]
fn what_cannot_be_read_is_worst_and_hides_nothing() {
    let folder = three();
    fs::write(folder.path().join("d.yaml"), "launch: Broken\nkind: product\nownr: x\n").expect("a file");
    let ended = reported(folder.path(), &["--format", "json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("d.yaml"), "{}", ended.err);
    let found: Value = serde_json::from_str(&ended.out).expect("JSON");
    assert_eq!((&found["verdict"], &found["plans"][0]["path"]), (&Value::Null, &"d.yaml".into()));
    let errors = &found["plans"][0]["errors"];
    assert!(errors[0]["message"].as_str().expect("a reason").contains("ownr"));
    let checked = run(folder.path(), &["check", "d.yaml", "--as-of", "2026-05-28", "--format", "json"]);
    let checked: Value = serde_json::from_str(&checked.out).expect("JSON");
    assert_eq!(errors, &checked["plans"][0]["errors"], "as a check says it");
    assert_eq!(found["plans"].as_array().expect("plans").len(), 4);
    assert!(found["plans"][1].get("errors").is_none(), "{found}");
}

#[test]
fn what_is_open_by_agreement_is_named() {
    let folder =
        folder(&[("a.yaml", include_str!("../../examples/whose-fault/failing.yaml")), ("b.yaml", BASE)]);
    for format in ["text", "markdown", "html"] {
        let args = ["report", ".", "--as-of", "2026-06-01", "--format", format];
        let page = said(&run(folder.path(), &args).out);
        for said in [
            "until 2026-06-12, ora@tern.example, risk accepted by lee@tern.example",
            "until 2026-06-30, lee@tern.example",
        ] {
            assert!(page.contains(said), "{format} {said}: {page}");
        }
    }
}

#[test]
fn of_what_cannot_be_read_only_the_reasons_are_said() {
    let wrong =
        plan("stages: {leadership: {owner: ~, sign_off: ~}}").replacen("launch:", "ownr: x\nlaunch:", 1);
    let folder = folder(&[("a.yaml", &wrong), ("b.yaml", BASE), ("launch.toml", POLICY)]);
    for format in ["text", "markdown", "html"] {
        let page = reported(folder.path(), &["--format", format]).out;
        assert!(page.contains("ownr"), "{format}: {page}");
        for said in ["name its owner", "missing-owner", "missing-sign-off", "Oldest: ", "`ownr`"] {
            let is_code = format != "html" && said == "`ownr`";
            assert!(is_code || !page.contains(said), "{format} {said}: {page}");
        }
    }
}

/// The number of errors, and what is said of an unreadable plan, are those of a check.
#[test]
fn an_unreadable_plan_has_as_many_errors_as_in_a_check() {
    let wrong = plan("dates: {external: 06/15/2026}").replacen("owner:", "ownr: x\nowner:", 1);
    let folder = folder(&[("a.yaml", &wrong), ("b.yaml", BASE), ("launch.toml", POLICY)]);
    let errors = |command: &str| {
        let ended = run(folder.path(), &[command, ".", "--as-of", "2026-05-28", "--format", "markdown"]);
        let row = ended.out.lines().find(|line| line.starts_with("| NO VERDICT")).expect("a row").to_owned();
        let numbers = row.split('|').map(str::trim).filter(|cell| cell.parse::<u32>().is_ok());
        (numbers.map(str::to_owned).collect::<Vec<_>>(), ended.err)
    };
    let ((checked, _), (reported, told)) = (errors("check"), errors("report"));
    assert_eq!(checked, ["2"], "two of how it is written: of the date nobody knows that it is missing");
    assert_eq!(reported, checked);
    assert!(told.contains("`ownr`") && told.contains("06/15/2026"), "both on standard error: {told}");
}

#[test]
fn a_page_of_all_launches_says_the_same_in_each_format() {
    let folder = three();
    let page = |format: &str| said(&reported(folder.path(), &["--format", format]).out);
    let message = "Sam Okoye";
    for format in ["text", "markdown", "html"] {
        let page = page(format);
        assert!(
            page.contains("What is in the way the longest") && page.contains(message),
            "{format}: {page}"
        );
        assert!(page.contains("Fay Lund sent price-list on"), "{format}: {page}");
        assert!(!page.contains("at handoffs.price-list"), "{format}, a sentence and no address: {page}");
        assert!(page.contains("Who holds up more than one"), "{format}: {page}");
        assert!(page.contains("1 of 3 launches may go: 2 NO-GO, 1 GO"), "{format}: {page}");
        assert_eq!(page.matches("Lea Moreau (leadership)").count(), 3, "{format}, who decides each: {page}");
        // As on the page of one: names at a glance, and addresses behind it.
        assert_eq!(page.contains("@acme.example"), format == "html", "{format}: {page}");
    }
    assert!(json(folder.path()).to_string().contains("sam@acme.example"), "for other tools they stay ids");
    let sound = crate::command::folder(&[("a.yaml", BASE), ("b.yaml", BASE), ("launch.toml", POLICY)]);
    let page = reported(sound.path(), &["--format", "html"]).out;
    assert!(!page.contains("Who holds up") && !page.contains("Nothing."), "{page}");
    assert!(page.contains("Between the launches"), "both on one day: {page}");
}

#[test]
fn what_lifts_a_weakest_link_and_is_not_named_is_counted() {
    let open = "asks: {delivery: open, training: open, systems: open}";
    let wrong = plan(&format!("stages: {{operations: {{{open}, sign_off: ~}}}}"));
    let folder = folder(&[("a.yaml", &wrong), ("b.yaml", BASE), ("launch.toml", POLICY)]);
    let page = said(&reported(folder.path(), &["--format", "html"]).out);
    assert!(page.contains("What lifts it:") && page.contains("; and 1 more"), "{page}");
    let one = plan("stages: {leadership: {sign_off: ~}}");
    fs::write(folder.path().join("a.yaml"), one).expect("a file");
    let page = said(&reported(folder.path(), &["--format", "html"]).out);
    assert!(page.contains("What lifts it: sign off</p>") && !page.contains(" more</p>"), "{page}");
}

#[test]
fn launches_of_one_name_are_told_apart_by_their_files() {
    let one = plan("launch: One");
    let folder = folder(&[("a.yaml", BASE), ("b.yaml", BASE), ("c.yaml", &one), ("launch.toml", POLICY)]);
    for format in ["text", "markdown", "html"] {
        let said = said(&reported(folder.path(), &["--format", format]).out);
        for name in ["Invoice Assist 2.0 (a.yaml)", "Invoice Assist 2.0 (b.yaml)"] {
            assert!(said.contains(name), "{format}: {said}");
        }
        assert!(!said.contains("One (c.yaml)"), "{format}: {said}");
    }
    let names = json(folder.path())["plans"].as_array().expect("plans").clone();
    assert!(names.iter().all(|one| !one["launch"].as_str().expect("a name").contains('(')));
}

#[test]
fn hostile_names_stay_names() {
    let nasty =
        plan("launch: \"<img src=x onerror=alert(1)>|`a`\\e[31m\"\nowner: \"<b>\\\"'&</b>@acme.example\"");
    let folder = folder(&[("a.yaml", &nasty), ("b.yaml", BASE), ("launch.toml", POLICY)]);
    for format in ["text", "markdown", "html", "json"] {
        let out = reported(folder.path(), &["--format", format]).out;
        assert!(!out.contains('\u{1b}'), "{format}");
        let is_markup = matches!(format, "markdown" | "html");
        assert!(!is_markup || (!out.contains("<img") && !out.contains("<b>\"")), "{format}: {out}");
    }
}

#[test]
fn what_makes_no_sense_for_several_says_so() {
    let folder = three();
    for (args, told) in [
        (&["--since", "main"][..], "for the page of one launch"),
        (&["--output", "a.yaml"], "is a plan or a policy"),
    ] {
        let ended = reported(folder.path(), args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(ended.err.contains(told), "{args:?}: {}", ended.err);
    }
    let verified = run(folder.path(), &["report", ".", "--verify", "a.yaml"]);
    assert_eq!(verified.code, 2);
    assert!(verified.err.contains("the one plan"), "{}", verified.err);
    let one = run(folder.path(), &["report", "a.yaml", "--format", "json"]);
    assert_eq!(one.code, 2);
    assert!(one.err.contains("launch check"), "{}", one.err);
}
