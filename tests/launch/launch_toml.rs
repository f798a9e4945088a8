//! `launch.toml`, as the contract has it: people, calendar, levels, capacity; its errors; where it is found.

use crate::judged::{ROSTER, judge, judge_with, of};
use crate::overlay::{BASE, plan};

const LEGAL: &str = "[stages.legal]\nafter = [\"product\"]\n";

fn gates(policy: &str, stage: &str) -> i32 {
    judge_with(&format!("stages: {{{stage}: {{sign_off: ~}}}}"), policy, &["--gate", "internal"]).code
}

#[test]
fn whatever_an_internal_stage_depends_on_is_internal_too() {
    let legal = |after: &str, gate: &str| format!("[stages.legal]\nafter = [\"{after}\"]\n{gate}");
    let signed = "stages: {legal: {owner: lea@acme.example, impact: Terms that hold, \
                  sign_off: {by: lea@acme.example, date: 2026-05-27}}}";
    let entitled =
        "[people]\n\"lea@acme.example\" = { stages = [\"legal\", \"leadership\"], waives = true }\n";
    for (after, gate, marketing, sales) in [
        ("product", "", false, false),
        ("marketing", "", false, false),
        ("marketing", "gate = \"external\"\n", false, false),
        ("marketing", "gate = \"internal\"\n", true, false),
        ("sales", "gate = \"internal\"\n", true, true),
    ] {
        let policy = format!("{}{entitled}", legal(after, gate));
        for (stage, counts) in [("marketing", marketing), ("sales", sales), ("leadership", false)] {
            let fragment =
                format!("{}, {stage}: {{owner: ~}}}}", signed.trim_end_matches('}').to_owned() + "}}");
            let code = judge_with(&fragment, &policy, &["--gate", "internal"]).code;
            assert_eq!(code, i32::from(counts), "{stage} under {policy}");
        }
    }
    assert_eq!((gates("", "finance"), gates("", "marketing")), (1, 0));
    assert_eq!(gates(&legal("product", "gate = \"internal\""), "marketing"), 1, "legal itself is open");
    assert_eq!(gates(&legal("product", ""), "marketing"), 0, "legal is for the external gate by default");
    let due = judge("", &legal("marketing", "gate = \"internal\"\n"));
    assert_eq!(
        (&due.stage("marketing")["due"], &due.stage("sales")["due"]),
        (&"2026-06-01".into(), &"2026-06-15".into())
    );
}

#[test]
fn a_lead_counts_working_days_before_the_stages_own_gate() {
    for (policy, due, late) in [
        ("[stages.finance]\nlead = 5", "2026-05-25", false),
        ("[stages.finance]\nlead = 8", "2026-05-20", false),
        ("[stages.finance]\nlead = 9", "2026-05-19", true),
        ("[stages.finance]\nlead = 8\n[calendar]\nholidays = [2026-05-25]", "2026-05-19", true),
        (
            "[stages.finance]\nlead = 5\n[calendar]\nblackouts = [{ from = 2026-05-26, until = 2026-05-29, why = \"close\" }]",
            "2026-05-25",
            false,
        ),
        ("[stages.finance]\nlead = 5\n[calendar]\nweekend = [\"sun\"]", "2026-05-26", false),
    ] {
        let judged = judge("", policy);
        assert_eq!(judged.stage("finance")["due"], due, "{policy}");
        let expected: &[&str] = if late { &["late-sign-off stages.finance"] } else { &[] };
        assert_eq!(
            (judged.found(), judged.verdict()),
            (expected.iter().map(ToString::to_string).collect(), "go")
        );
    }
}

#[test]
fn people_may_sign_from_and_until_and_through_a_delegation() {
    let people =
        |more: &str| format!("[people]\n\"felix@acme.example\" = {{}}\n\"flo@acme.example\" = {{}}\n{more}");
    let fay = |dates: &str| format!("\"fay@acme.example\" = {{ stages = [\"finance\"], {dates} }}\n");
    let stands_in = |from: &str, to: &str, start: &str, until: &str| {
        format!(
            "[[delegations]]\nfrom = \"{from}@acme.example\"\nto = \"{to}@acme.example\"\n\
             start = {start}\nuntil = {until}\nreason = \"leave\"\n"
        )
    };
    let leave = stands_in("fay", "felix", "2026-05-01", "2026-05-31");
    for (by, policy, signed) in [
        ("fay", fay("from = 2026-05-20"), true),
        ("fay", fay("from = 2026-05-21"), false),
        ("fay", fay("until = 2026-05-20"), true),
        ("fay", fay("until = 2026-05-19"), false),
        ("fay", fay("from = 2026-01-01, until = 2027-12-31"), true),
        ("felix", String::new(), false),
        ("felix", leave.clone(), true),
        ("felix", stands_in("fay", "felix", "2026-05-20", "2026-05-20"), true),
        ("felix", stands_in("fay", "felix", "2026-05-21", "2026-05-31"), false),
        ("felix", stands_in("fay", "felix", "2026-05-01", "2026-05-19"), false),
        ("flo", format!("{leave}{}", stands_in("felix", "flo", "2026-05-01", "2026-05-31")), false),
        ("fay", leave.clone(), true),
        ("felix", stands_in("sam", "felix", "2026-05-01", "2026-05-31"), false),
        (
            "nils",
            format!("\"nils@acme.example\" = {{ until = 2026-05-20 }}\n{}", leave.replace("felix", "nils")),
            true,
        ),
        (
            "nils",
            format!("\"nils@acme.example\" = {{ until = 2026-05-19 }}\n{}", leave.replace("felix", "nils")),
            false,
        ),
        (
            "nils",
            format!("\"nils@acme.example\" = {{ from = 2026-05-21 }}\n{}", leave.replace("felix", "nils")),
            false,
        ),
    ] {
        let policy = people(&policy);
        let judged = judge(&format!("stages: {{finance: {{sign_off: {{by: {by}@acme.example}}}}}}"), &policy);
        assert_eq!(judged.state("finance"), if signed { "signed" } else { "ready" }, "{by}\n{policy}");
        assert_eq!(!judged.found().contains(&"unentitled-signer stages.finance".to_owned()), signed, "{by}");
    }
    let accepted = "handoffs: {cost-to-serve: {accepted: {by: felix@acme.example}}}";
    assert_eq!((judge(accepted, &people(&leave)).code, judge(accepted, &people("")).code), (0, 1));
    let unknown = "unknown-person handoffs.cost-to-serve.accepted.by".to_owned();
    assert_eq!(judge(accepted, &leave).found(), Vec::<String>::new(), "a stand-in is known by standing in");
    assert!(judge(accepted, "").found().contains(&unknown));
    assert!(
        judge(accepted, &stands_in("felix", "fay", "2026-05-01", "2026-05-31")).found().contains(&unknown)
    );
}

#[test]
fn without_a_roster_anyone_may_sign() {
    let text =
        plan("stages: {finance: {sign_off: {by: whoever}}}\nhandoffs: {value: {accepted: {by: somebody}}}");
    let judged = of(&[("plan.yaml", &text)], "plan.yaml", &[]);
    assert_eq!((judged.verdict(), judged.found().len()), ("go", 0));
    let judged = of(&[("plan.yaml", &text), ("launch.toml", ROSTER)], "plan.yaml", &[]);
    assert_eq!(judged.code, 1);
}

#[test]
fn a_launch_keeps_clear_of_blackouts_and_of_the_days_nobody_launches_on() {
    let blackout = |from: &str, until: &str| {
        format!("[calendar]\nblackouts = [{{ from = {from}, until = {until}, why = \"quarter close\" }}]")
    };
    for (policy, expected) in [
        (blackout("2026-06-15", "2026-06-20"), &["blackout-date dates.external"][..]),
        (blackout("2026-06-10", "2026-06-15"), &["blackout-date dates.external"]),
        (blackout("2026-06-15", "2026-06-15"), &["blackout-date dates.external"]),
        (blackout("2026-05-28", "2026-06-01"), &["blackout-date dates.internal"]),
        (blackout("2026-06-02", "2026-06-14"), &[]),
        (blackout("2026-06-16", "2026-06-30"), &[]),
        (
            "[calendar]\nno_launch_on = [\"mon\"]".to_owned(),
            &["blackout-date dates.external", "blackout-date dates.internal"],
        ),
        ("[calendar]\nno_launch_on = [\"fri\"]".to_owned(), &[]),
    ] {
        let judged = judge("", &policy);
        assert_eq!(
            (judged.found().as_slice(), judged.code),
            (&*expected.iter().map(ToString::to_string).collect::<Vec<_>>(), i32::from(!expected.is_empty())),
            "{policy}"
        );
    }
}

#[test]
fn levels_and_settings_of_rules_are_the_policys() {
    let soft = "stages: {sales: {sign_off: {note: Ready soon}}}";
    let no = "stages: {sales: {sign_off: {note: No-go. The price list is wrong}}}";
    let missing = "handoffs: {value: ~}";
    for (fragment, policy, level, verdict) in [
        (soft, "", Some("warn"), "go"),
        (no, "", Some("warn"), "go"),
        (soft, "soft-sign-off = \"error\"", Some("error"), "no-go"),
        (soft, "soft-sign-off = { level = \"error\" }", Some("error"), "no-go"),
        (soft, "soft-sign-off = \"off\"", None, "go"),
        (missing, "missing-handoff = \"warn\"", Some("warn"), "go"),
        (missing, "missing-handoff = \"off\"", None, "go"),
        (missing, "missing-handoff = \"error\"", Some("error"), "no-go"),
        ("", "stale-evidence = { level = \"warn\", months = 6 }", None, "go"),
        ("", "stale-evidence = { level = \"warn\", months = 3 }", Some("warn"), "go"),
        ("", "stale-evidence = { level = \"error\", months = 3 }", Some("error"), "no-go"),
        ("", "stale-evidence = { level = \"off\", months = 3 }", None, "go"),
    ] {
        let judged = judge(fragment, &format!("[rules]\n{policy}"));
        let found = judged.found();
        let levels = found.first().map(|name| judged.of_finding(name, "level"));
        assert_eq!((levels, judged.verdict()), (level.map(Into::into), verdict), "{fragment} {policy}");
    }
}

#[test]
fn loads_that_draw_on_one_capacity_are_summed() {
    let policy = "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"";
    let loads = |second: &str, unit: &str| {
        format!(
            "loads: {{new-customers: {{capacity: ~, draws_on: onboarding}}, more: {{from: sales, to: operations, \
             forecast: {second} {unit}, draws_on: onboarding, accepted: {{by: omar@acme.example, date: 2026-05-06}}}}}}"
        )
    };
    let alone = "loads: {new-customers: {capacity: ~, draws_on: onboarding}}";
    assert_eq!(judge(alone, policy).verdict(), "go");
    let small = alone.replace("capacity: ~", "capacity: ~, forecast: at most 301 customers/month");
    assert_eq!(judge(&small, policy).found(), ["overloaded-stage loads.new-customers"]);
    let summed = judge(&loads("at most 1", "customers/month"), policy);
    assert!(
        summed.code == 1 && summed.found().iter().all(|name| name.starts_with("overloaded-stage loads."))
    );
    let roomy = policy.replace("300", "301");
    let carried = judge(&loads("at most 1", "customers/month"), &roomy);
    assert_eq!(carried.verdict(), "go");
    let ((met, of), (all, same)) = (summed.met("operations"), carried.met("operations"));
    assert_eq!((met, of, all), (same - 2, same, same), "what cannot be carried together is not backed");
    assert_eq!(judge(&loads("at most 1", "customers/month"), "").report["errors"][0]["path"], "plan.yaml");
}

#[test]
fn of_many_loads_on_one_capacity_the_first_few_are_named() {
    let policy = "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"";
    let told = |number: usize| {
        let more = (1..number).map(|at| {
            format!(
                ", load-{at}: {{from: sales, to: operations, forecast: 200 customers/month, draws_on: onboarding, \
                 accepted: {{by: omar@acme.example, date: 2026-05-06}}}}"
            )
        });
        let more: String = more.collect();
        let first = "new-customers: {capacity: ~, draws_on: onboarding, forecast: 200 customers/month}";
        let judged = judge(&format!("loads: {{{first}{more}}}"), policy);
        let message = judged.of_finding("overloaded-stage loads.load-5", "message");
        message.as_str().expect("a message").to_owned()
    };
    let all = "together `new-customers`, `load-1`, `load-2`, `load-3`, `load-4` and `load-5` bring";
    let some = "together `new-customers`, `load-1`, `load-2`, `load-3`, `load-4`, `load-5` and 34 more bring";
    for (number, names, sum) in [(6, all, "1,200"), (40, some, "8,000")] {
        let told = told(number);
        assert!(told.starts_with(names) && told.contains(sum), "{told}");
    }
}

#[test]
fn of_many_who_may_sign_the_first_few_are_named() {
    let help = |number: usize| {
        let person = |at| format!("\"p{at}@acme.example\" = {{ stages = [\"operations\"] }}\n");
        let people: String = (1..number).map(person).collect();
        let loads = "loads: {new-customers: {accepted: {by: sam@acme.example, date: 2026-05-06}}}";
        let judged = judge(loads, &format!("[people]\n{people}"));
        judged.of_finding("unentitled-signer loads.new-customers", "help").to_string()
    };
    let some = "p5@acme.example, p6@acme.example, p7@acme.example and 22 more may sign for operations";
    for (number, told) in [(3, "p1@acme.example or p2@acme.example may sign for operations"), (30, some)] {
        assert!(help(number).contains(told), "{}", help(number));
    }
}

#[test]
fn a_load_without_an_upper_limit_is_told_with_what_to_write() {
    let told = |forecast: &str| {
        let found = judge(&format!("loads: {{new-customers: {{forecast: {forecast} customers/month}}}}"), "");
        let word = |key: &str| found.of_finding("overloaded-stage loads.new-customers", key);
        let text = |key: &str| word(key).as_str().unwrap_or_default().to_owned();
        (text("message"), text("help"), text("owner"))
    };
    let (message, help, owner) = told("at least 100");
    assert_eq!(
        message,
        "sales (sam@acme.example) expects at least 100 customers/month, which has no upper limit; operations \
         (omar@acme.example) can carry at most 300 customers/month"
    );
    assert_eq!(
        help,
        "say how much is expected of `new-customers` at most: `forecast: <such as at most 300 customers/month>` under \
         `loads.new-customers`"
    );
    assert_eq!(owner, "sam@acme.example", "who expects it");
    let (message, help, owner) = told("at most 400");
    assert_eq!(owner, "omar@acme.example", "who carries it");
    assert!(
        message.ends_with("can carry at most 300 customers/month: 100 customers/month too many"),
        "{message}"
    );
    assert!(help.starts_with("lower what is expected of `new-customers`"), "{help}");
}

#[test]
fn a_fault_of_a_policy_is_exit_code_2_with_its_line() {
    let person = "[people]\n\"a@x\" = { stages = [\"finance\"] }\n\"b@x\" = {}\n";
    let stands_in = |from: &str, to: &str| {
        format!("[[delegations]]\nfrom = \"{from}\"\nto = \"{to}\"\nstart = 2026-05-01\nuntil = 2026-05-31\n")
    };
    let cycle = format!("{person}{}{}", stands_in("a@x", "b@x"), stands_in("b@x", "a@x"));
    for (policy, line) in [
        ("nonsense = 1", 1),
        ("[stages.legal]\nafther = [\"product\"]", 2),
        ("[stages.finance]\nlead = 1\n[calender]", 3),
        ("[people]\n\"a@x\" = { stage = [\"finance\"] }", 2),
        ("[people]\n\"a@x\" = { stages = [\"fnance\"] }", 2),
        ("[rules]\nopen-aks = \"warn\"", 2),
        ("[rules]\nopen-ask = \"loud\"", 2),
        ("[rules]\nstale-evidence = { level = \"warn\", moths = 6 }", 2),
        ("[stages.legal]\nafter = [\"prodct\"]", 2),
        ("[stages.legal]\nafter = [\"legal\"]", 2),
        ("[stages.customer]\nafter = [\"leadership\"]", 2),
        ("[handoffs.x]\nfrom = \"finance\"\nto = \"nowhere\"\nwhat = \"x\"", 3),
        ("[capacity.x]\nof = \"nowhere\"\nlimit = \"at most 3 customers/month\"", 2),
        ("[capacity.x]\nof = \"operations\"\nlimit = \"lots\"", 3),
        ("[calendar]\nholidays = [2026-02-30]", 2),
        ("[calendar]\nholidays = [\"soon\"]", 2),
        ("[calendar]\nno_launch_on = [\"friday\"]", 2),
        ("[calendar]\nblackouts = [{ from = 2026-06-30, until = 2026-06-01, why = \"x\" }]", 2),
        ("[stages.legal]\nrisks = [\"price-chnge\"]", 2),
        ("[people]\n\"a\u{200d}@x\" = {}", 2),
        ("[stages.finance]\nasks.terms = { evidence = true }", 2),
        ("[people]\n\"a@x\" = { from = 2026-02-01, until = 2026-01-01 }", 2),
        ("[stages.finance]\nlead = 1\nlead = 2", 3),
        ("[stages.finance]\nlead = 1\n[stages.finance]\nsignatures = 2", 3),
        ("[stages.finance]\ntiers = [4]", 2),
        ("[stages.finance]\ngate = \"inner\"", 2),
        ("without = [\"stages.fnance\"]", 1),
        ("[assurance]\nminimum = \"sure\"", 2),
        ("extends = \"produkt\"", 1),
        ("extends = \"launch.toml\"", 1),
        ("[stages.legal", 1),
        (&cycle, 4),
    ] {
        let judged = of(&[("plan.yaml", BASE), ("launch.toml", policy)], "plan.yaml", &[]);
        let error = &judged.report["errors"][0];
        assert_eq!((judged.code, error["path"].as_str()), (2, Some("launch.toml")), "{policy}\n{error}");
        assert_eq!(error["line"], line, "{policy}\n{error}");
        assert!(judged.report["verdict"].is_null(), "{policy}");
    }
    let circle = [
        ("plan.yaml", BASE),
        ("launch.toml", "extends = \"b.toml\""),
        ("b.toml", "extends = \"launch.toml\""),
    ];
    assert_eq!(of(&circle, "plan.yaml", &[]).code, 2);
    assert_eq!(
        of(&[("plan.yaml", BASE), ("launch.toml", "extends = \"no.toml\"")], "plan.yaml", &[]).code,
        2
    );
}

#[test]
fn a_policy_is_found_beside_the_plan_or_above_it_up_to_the_repositorys_root() {
    let other = LEGAL.replace("legal", "security");
    let (legal, other) = (("launch.toml", LEGAL), other.as_str());
    let deep = "plans/2026/plan.yaml";
    for (files, path, args, stage) in [
        (vec![("plan.yaml", BASE), legal], "plan.yaml", &[][..], Some("legal")),
        // Outside a repository: beside the plan alone.
        (vec![(deep, BASE), legal], deep, &[], None),
        (vec![(deep, BASE), ("plans/launch.toml", LEGAL)], deep, &[], None),
        (vec![(deep, BASE), ("plans/2026/launch.toml", LEGAL)], deep, &[], Some("legal")),
        // In a repository.
        (vec![(deep, BASE), legal, (".git/HEAD", "ref")], deep, &[], Some("legal")),
        (vec![(deep, BASE), ("plans/launch.toml", LEGAL), (".git/HEAD", "ref")], deep, &[], Some("legal")),
        (vec![(deep, BASE), legal, ("plans/.git/HEAD", "ref")], deep, &[], None),
        (vec![(deep, BASE), legal, ("plans/2026/.git/HEAD", "ref")], deep, &[], None),
        (
            vec![(deep, BASE), legal, ("plans/2026/launch.toml", other), (".git/HEAD", "ref")],
            deep,
            &[],
            Some("security"),
        ),
        // The one that is named.
        (
            vec![("plan.yaml", BASE), ("other.toml", other), legal],
            "plan.yaml",
            &["--policy", "other.toml"],
            Some("security"),
        ),
        (vec![(deep, BASE), legal], deep, &["--policy", "launch.toml"], Some("legal")),
    ] {
        let judged = of(&files, path, args);
        let ids = judged.ids("stages");
        let found = ["legal", "security"].into_iter().find(|id| ids.contains(id));
        assert_eq!(found, stage, "{:?} {args:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(ids.len(), 8 + usize::from(stage.is_some()));
    }
}
