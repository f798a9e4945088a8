//! What a page says, where it goes, and what is said when there is none.

use std::fs;

use crate::command::{folder, launch, project, run};
use crate::overlay::{self, BASE};
use crate::report::{DAY, FORMATS, report, rich, said, wide};
use crate::repository::Repo;

/// A text without its lines.
pub(super) fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn page_one_has_what_leadership_decides_from() {
    let Some(repo) = wide() else { return };
    let page = report(&repo.path(""), &["--since", "2026-05-15"]);
    let first = flat(page.split("plan.yaml sha256:").next().expect("page one"));
    for said in [
        "NO-GO Freight Visibility",
        "External gate on 2026-06-25 · 20 working days left · as of 2026-05-28",
        "Decides: Ines Takahashi (it-systems) and Lea Moreau (leadership)",
        "operations (Omar Reyes): 7 of 17 met",
        "What lifts it, and 7 more on page two",
        "First agreed: 2026-05-04 (the launch is 37 working days later)",
        "In the way: 5, and 25 more on page two",
        "To be decided: 3, and 5 more on page two",
        "Settle what Lorenzo Vitale said no-go for, and have legal sign again.",
        "Conditions and waivers: 1, and 4 more on page two",
        "with the database of the oldest customer (condition of product)",
        "Changed since 2026-05-15",
        "dates.external slipped by 6 working days, from 2026-06-17 to 2026-06-25",
    ] {
        assert!(first.contains(said), "{said}: {first}");
    }
    assert!(!first.contains('%'), "counts, and no percentage");
}

#[test]
fn loads_on_one_capacity_fit_together_or_not_at_all() {
    let policy = format!(
        "{}\n[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n",
        include_str!("../../base.toml")
    );
    let page = |ours: u32, more: u32, format: &str| {
        let load = |upto: u32| {
            format!(
                "{{from: sales, to: operations, forecast: 0 to {upto} customers/month, capacity: ~, \
                 draws_on: onboarding, accepted: {{by: omar@acme.example, date: 2026-05-06}}}}"
            )
        };
        let others = if more > 0 { format!(", win-backs: {}", load(more)) } else { String::new() };
        let plan = overlay::plan(&format!("loads: {{new-customers: {}{others}}}", load(ours)));
        let folder = folder(&[("plan.yaml", &plan.replace("capacity: null", "")), ("launch.toml", &policy)]);
        flat(&said(&report(folder.path(), &["--format", format])))
    };
    let both = "new-customers and win-backs together";
    for (ours, more, told, names) in [
        (200, 200, "does not fit, 100 customers/month too many", both),
        (100, 100, "fits, 100 customers/month to spare", both),
        (200, 0, "fits, 100 customers/month to spare", ""),
    ] {
        let page = page(ours, more, "text");
        let told = if names.is_empty() { told.to_owned() } else { format!("{told}, {names}") };
        let loads = page.split(" Loads ").nth(1).expect("loads").split("What customers said").next();
        let loads = loads.unwrap_or_default();
        assert_eq!(loads.matches(&format!("Fit: {told} ")).count(), if more > 0 { 2 } else { 1 }, "{loads}");
        assert_eq!(loads.contains(both), more > 0, "{loads}");
    }
    for format in ["html", "markdown"] {
        let page = page(200, 200, format);
        assert!(page.contains("win-backs together") && !page.contains("customers/month to spare"), "{page}");
    }
}

#[test]
fn a_page_grows_with_the_loads_on_one_capacity_and_no_faster() {
    let policy = format!(
        "{}\n[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 30000 customers/month\"\n",
        include_str!("../../base.toml")
    );
    let page = |number: usize| {
        let load = "from: sales, to: operations, forecast: 5 customers/month, draws_on: onboarding";
        let loads: Vec<String> = (0..number).map(|at| format!("load-{at}: {{{load}}}")).collect();
        let plan = overlay::plan(&format!("loads: {{{}}}", loads.join(", ")));
        let folder = folder(&[("plan.yaml", &plan), ("launch.toml", &policy)]);
        said(&report(folder.path(), &["--format", "markdown"]))
    };
    let (few, many) = (page(40), page(400));
    assert!(flat(&many).contains("load-5 and 394 more together"), "{many}");
    assert!(many.len() < 11 * few.len(), "{} and {}", few.len(), many.len());
}

#[test]
fn a_date_does_not_hold_while_errors_stand() {
    let lead = format!("{}\n[stages.finance]\nlead = 2\n", include_str!("../../base.toml"));
    let wrong = overlay::plan("promises: {setup-time: {accepted: ~}}");
    let folder = folder(&[("plan.yaml", BASE), ("wrong.yaml", &wrong), ("launch.toml", &lead)]);
    let spare = "holds as far as lead times tell, 11 working days to spare; 1 error has no lead time";
    let none = "forecast: not known: the policy names no lead times";
    for (plan, day, gate, said) in [
        ("wrong.yaml", DAY, "external", spare),
        ("wrong.yaml", DAY, "internal", spare),
        ("wrong.yaml", "2026-07-20", "external", "has passed with 1 error standing"),
        ("examples/mis-sold/failing.yaml", DAY, "external", none),
    ] {
        let root = if plan.starts_with("examples") { project() } else { folder.path().to_owned() };
        for (format, _) in FORMATS {
            let args = ["report", plan, "--as-of", day, "--gate", gate, "--format", format];
            let page = flat(&run(&root, &args).out);
            assert!(page.contains(said), "{plan} {day} {gate} {format}: {page}");
            for lie in ["nothing is open:", ": nothing is open", "nothing of it is open", "holds,"] {
                assert!(!page.contains(lie), "{plan} {day} {gate} {format} {lie}: {page}");
            }
        }
    }
    let sound = report(folder.path(), &[]);
    assert!(sound.contains("forecast: holds, ") && sound.contains("nothing is open"), "{sound}");
}

#[test]
fn a_date_that_the_forecast_misses_is_to_be_decided() {
    let late = "handoffs: {support-guide: {accepted: {date: 2026-05-28}}}\nstages: {customer-service: {sign_off: {date: 2026-05-28}}}";
    let lead = format!("{}\n[handoffs.support-guide]\nlead = 10\n", include_str!("../../base.toml"));
    let folder = folder(&[("plan.yaml", &overlay::plan(late)), ("launch.toml", &lead)]);
    for (format, _) in FORMATS {
        let page = flat(&report(folder.path(), &["--format", format]).replace("**", ""));
        assert!(page.contains("To be decided: 1"), "{format}: {page}");
        assert!(
            page.contains("the internal date 2026-06-01 is missed: 2026-06-11 is the earliest"),
            "{format}: {page}"
        );
    }
    let internal = report(folder.path(), &["--gate", "internal"]);
    assert!(internal.contains("To be decided: 1"), "{internal}");
}

#[test]
fn one_thing_has_one_number_for_the_gate_that_is_judged() {
    let page = |gate: &str, format: &str| {
        let args = ["report", "examples/invented-product/collision.yaml", "--as-of", DAY];
        flat(&run(&project(), &[&args[..], &["--gate", gate, "--format", format]].concat()).out)
    };
    for (format, _) in FORMATS {
        let internal = page("internal", format);
        for said in [
            "2 of 5 stages signed · 5 of 6 hand-offs accepted",
            "without 3 stages and 5 hand-offs of the external gate",
            "4 of 6 met",
            "not asked for by this gate",
        ] {
            assert!(internal.contains(said), "{format} {said}: {internal}");
        }
        let decides = internal.split_once("Decides:").expect("who decides").1;
        let decides = decides.split("errors").next().unwrap_or_default();
        assert!(!decides.contains("leadership") && decides.contains("finance"), "{format}: {decides}");
        assert!(!internal.contains("5 of 7 met") && !internal.contains("5/7"), "{format}: {internal}");
        let external = page("external", format);
        assert!(
            external.contains("4 of 8 stages signed") && !external.contains("of the external gate"),
            "{external}"
        );
        assert!(external.contains("10 of 12 met") && external.contains("5 of 7 met"), "{external}");
        assert!(external.contains("turn has not come is left out of the comparison"), "{format}: {external}");
    }
}

/// The thermostat that is to go with a condition and a waiver.
fn thermostat(day: &str, format: &str) -> String {
    said(
        &run(
            &project(),
            &["report", "examples/whose-fault/failing.yaml", "--as-of", day, "--format", format],
        )
        .out,
    )
}

#[test]
fn who_answers_for_what_is_open_is_said_before_what_it_is() {
    for (format, _) in FORMATS {
        let page = thermostat("2026-06-01", format);
        for said in [
            "Until 2026-06-12, ora@tern.example, risk accepted by lee@tern.example",
            "Until 2026-06-30, lee@tern.example",
            "(waiver of missing-handoff at handoffs.support-guide)",
            "Not known: 8 of 8 sign-offs are typed names; not checked: who may sign",
        ] {
            assert!(page.contains(said), "{format} {said}: {page}");
        }
    }
}

#[test]
fn what_is_not_known_ends_with_a_whole_thing() {
    for (format, _) in FORMATS {
        let page = thermostat("2026-05-28", format);
        let (_, told) = page.split_once("Not known: ").expect("it is told");
        let (told, _) = told.split_once(", on page two").expect("with where the rest is");
        assert!(told.contains(" more") && !told.contains('…') && told.len() < 180, "{format}: {told}");
    }
}

#[test]
fn a_date_that_nobody_planned_is_forecast_as_far_as_lead_times_tell() {
    let undated = "dates: {internal: ~, external: ~}";
    for text in [undated.to_owned(), format!("{undated}\nstages: {{leadership: {{sign_off: ~}}}}")] {
        let text = overlay::plan(&text);
        let folder = folder(&[("plan.yaml", &text), ("launch.toml", include_str!("../../base.toml"))]);
        let page = said(&run(folder.path(), &["report", "plan.yaml", "--as-of", "2026-05-28"]).out);
        let (_, told) = page.split_once("no date yet (forecast: 20").expect("a forecast");
        let (told, _) = told.split_once(')').expect("an end");
        assert!(
            told.contains("at the earliest as far as lead times tell; 1 error has no lead time"),
            "{page}"
        );
    }
}

#[test]
fn the_weakest_link_is_what_to_work_on_unless_what_stands_in_the_way_is_elsewhere() {
    let agreed = "stages: {finance: {asks: {billing: open}}, leadership: {sign_off: {verdict: conditions, conditions: \
        {c: {what: Bill, owner: fay@acme.example, due: 2026-06-05, risk_accepted_by: lea@acme.example, \
        covers: [stages.finance.asks.billing]}}}}}";
    let (elsewhere, here) =
        ("what stands in the way of the launch is elsewhere", "work elsewhere does not help");
    for (fragment, told, not) in [
        (agreed.to_owned(), here, elsewhere),
        (format!("owner: TBD\n{agreed}"), elsewhere, here),
        ("owner: TBD\nstages: {finance: {asks: {billing: open}}}".to_owned(), here, elsewhere),
    ] {
        let plan = overlay::plan(&fragment);
        let folder = folder(&[("plan.yaml", &plan), ("launch.toml", include_str!("../../base.toml"))]);
        for args in [&["check"][..], &["check", "--format", "markdown"], &["report"]] {
            let shown =
                said(&run(folder.path(), &[args, &["plan.yaml", "--as-of", "2026-05-28"]].concat()).out);
            assert!(shown.contains(told) && !shown.contains(not), "{fragment} {args:?}: {shown}");
        }
    }
}

#[test]
fn a_decision_has_the_day_of_what_it_is_about() {
    for (format, _) in FORMATS {
        let page = thermostat("2026-07-10", format);
        for said in [
            "ora@tern.example, overdue since 2026-06-12",
            "condition of operations: Hire and train 6 more fitters",
            "overdue since 2026-06-02",
            ". Meet the condition",
            "Goals: visits 61,200 visits so far, to be measured on 2026-07-15; fitted-in-time 38 % so far",
        ] {
            assert!(page.contains(said), "{format} {said}: {page}");
        }
        assert!(!page.contains("by 2026-06-16"), "{format}: {page}");
        assert!(page.contains("1 more follows from these"), "{format}: {page}");
    }
}

#[test]
fn after_its_day_a_launch_is_told_what_is_open_now() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../../base.toml"))]);
    for (day, said, other) in
        [(DAY, "It may go:", "Its day is over;"), ("2026-11-20", "Its day is over;", "It may go:")]
    {
        let page = run(folder.path(), &["report", "plan.yaml", "--as-of", day]).out;
        assert!(page.contains(said) && !page.contains(other), "{page}");
        assert_eq!(page.contains("Goals: activation was to be measured on 2026-07-15"), day != DAY, "{page}");
    }
}

#[test]
fn a_launch_that_may_go_says_so() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../../base.toml"))]);
    let page = report(folder.path(), &["--since", "main"]);
    for said in [
        "GO  ",
        "None: nothing is open in any stage.",
        "Nothing stands in the way.",
        "Nothing waits for a decision.",
        "Nothing is open by agreement.",
        "Changed since main\n  Not known: ",
        "How readiness moved\n  Not known: ",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let missing = overlay::plan("handoffs: {price-list: ~}");
    fs::write(folder.path().join("plan.yaml"), missing).expect("a file");
    let internal = report(folder.path(), &["--gate", "internal"]);
    assert!(internal.contains("Internal gate on"), "{internal}");
    assert!(report(folder.path(), &[]).starts_with("NO-GO"));
}

/// The days between change a verdict too: of which day the old one is, is said.
#[test]
fn the_verdict_of_then_is_that_of_its_own_day() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", BASE, "priya", 1);
    repo.save("plan.yaml", format!("# A comment\n{BASE}"), "priya", 21);
    let page = flat(&report(&repo.path(""), &["--since", "2026-05-20"]));
    assert!(page.contains("GO; on 2026-05-01 it was NO-GO; 0 errors new"), "{page}");
}

/// Whoever reads that something is not needed wants to know why, as for what is done they see what shows it.
#[test]
fn an_answer_comes_with_what_shows_it_or_why_it_is_not_needed() {
    let folder = folder(&[("plan.yaml", &plan_with("{not_needed: Nothing is billed yet}"))]);
    let page = flat(&report(folder.path(), &[]));
    assert!(
        page.contains("Is the price set, and does it pay? Shown by, or why not: Nothing is billed yet"),
        "{page}"
    );
    assert!(page.contains("not needed"), "{page}");
    fs::write(folder.path().join("plan.yaml"), plan_with("{done: docs/trial.md}")).expect("a file");
    let page = flat(&report(folder.path(), &[]));
    assert!(page.contains("docs/trial.md") && !page.contains("not needed"), "{page}");
}

/// The complete plan with an answer of finance.
pub(super) fn plan_with(answer: &str) -> String {
    overlay::plan(&format!("stages: {{finance: {{asks: {{pricing: {answer}}}}}}}"))
}

#[test]
fn a_revision_that_cannot_be_looked_at_is_not_known() {
    let Some(repo) = rich() else { return };
    for (since, why) in [
        ("no-such-branch", "Not known: there is no commit `no-such-branch`"),
        ("2020-01-01", "Not known: no commit is as old as 2020-01-01"),
        ("2026-05-13", "Not known: plan.yaml of"),
    ] {
        let page = flat(&report(&repo.path(""), &["--since", since]));
        let (_, told) = page.split_once(why).unwrap_or_else(|| panic!("{since}: {page}"));
        let told: String = told.chars().take(160).collect();
        assert_eq!(
            told.contains("(line "),
            why.contains("plan.yaml"),
            "{since}: where is said, once: {told}"
        );
    }
}

#[test]
fn the_ending_names_the_format_and_nothing_that_is_read_is_written_over() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../../base.toml"))]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    for (name, start) in
        [("a.html", "<!doctype html>"), ("b.HTM", "<!doctype"), ("c.md", "# GO"), ("d.txt", "GO  ")]
    {
        assert_eq!(report(folder.path(), &["--output", name]), "");
        assert!(read(name).starts_with(start), "{name}: {}", read(name));
    }
    assert_eq!(report(folder.path(), &["--output", "e.html", "--format", "text"]), "");
    assert!(read("e.html").starts_with("GO  "));
    for name in ["plan.yaml", "launch.toml", "sub/launch.toml"] {
        let ended = run(folder.path(), &["report", "plan.yaml", "--as-of", DAY, "--output", name]);
        assert_eq!(ended.code, 2, "{name}");
        assert!(ended.err.contains("is left as it is"), "{}", ended.err);
    }
    assert_eq!(read("plan.yaml"), BASE);
}

#[test]
fn a_plan_that_cannot_be_read_has_no_report() {
    let folder =
        folder(&[("plan.yaml", "launch: [\n"), ("typo.yaml", "launch: x\nkind: product\nowmer: a\n")]);
    for (plan, why) in [("plan.yaml", "error"), ("typo.yaml", "owner"), ("none.yaml", "no such file")] {
        let ended = run(folder.path(), &["report", plan, "--as-of", DAY, "--output", "page.html"]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{plan}");
        assert!(ended.err.contains(why), "{plan}: {}", ended.err);
        assert!(!folder.path().join("page.html").exists());
    }
}

#[test]
fn a_plan_may_come_by_standard_input() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../../base.toml"))]);
    let input = fs::File::open(folder.path().join("plan.yaml")).expect("a file");
    let ended = launch(folder.path())
        .args(["report", "-", "--as-of", DAY, "--since", "main"])
        .stdin(input)
        .output()
        .expect("it runs");
    let page = String::from_utf8(ended.stdout).expect("UTF-8");
    assert_eq!(ended.status.code(), Some(0));
    assert!(page.contains("Not known: the plan came by standard input"), "{page}");
}
