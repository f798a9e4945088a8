//! `launch diff`: every kind of change in both directions, and nothing for what is no change.

use serde_json::Value;

use super::{POLICY, answered, on_the_day, plan, repo};
use crate::command::{folder, run};
use crate::overlay::BASE;

/// What one plan is called beside the other: the events, as `course kind address told`.
#[track_caller]
fn between(was: &str, is: &str) -> (Value, Vec<String>) {
    let folder = folder(&[("was.yaml", was), ("is.yaml", is), ("launch.toml", POLICY)]);
    let found = answered(folder.path(), &["diff", "was.yaml", "is.yaml"]);
    let text = |event: &Value, key: &str| event[key].as_str().expect("text").to_owned();
    let events = found["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| ["course", "about", "at", "told"].map(|key| text(event, key)).join(" "));
    let events = events.collect();
    (found, events)
}

/// A fragment, and what is told of laying it over the complete plan, and of taking it off again.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "dates: {external: 2026-06-22}",
        "back date dates.external slipped by 5 working days, from 2026-06-15 to 2026-06-22",
        "forward date dates.external moved up by 5 working days, from 2026-06-22 to 2026-06-15",
    ),
    (
        "dates: {baseline: 2026-06-08}",
        "forward date dates.baseline was set to 2026-06-08",
        "back date dates.baseline was taken away: it was 2026-06-08",
    ),
    (
        "stages: {leadership: {sign_off: ~}}",
        "back sign-off stages.leadership was withdrawn: it was by lea@acme.example on 2026-05-27",
        "forward sign-off stages.leadership signed by lea@acme.example on 2026-05-27",
    ),
    (
        "stages: {leadership: {sign_off: {verdict: no-go}}}",
        "back sign-off stages.leadership is a no, by lea@acme.example on 2026-05-27",
        "forward sign-off stages.leadership signed by lea@acme.example on 2026-05-27",
    ),
    (
        "stages: {finance: {sign_off: {by: mia@acme.example}}}",
        "back sign-off stages.finance does not count any more: fay@acme.example on 2026-05-20",
        "forward sign-off stages.finance signed by fay@acme.example on 2026-05-20",
    ),
    (
        "stages: {leadership: {sign_off: {date: 2026-05-28}}}",
        "forward sign-off stages.leadership stands, signed by lea@acme.example on 2026-05-28",
        "forward sign-off stages.leadership stands, signed by lea@acme.example on 2026-05-27",
    ),
    (
        "stages: {leadership: {sign_off: {note: Ship it}}}",
        "open sign-off stages.leadership.sign_off.note was added: `Ship it`",
        "open sign-off stages.leadership.sign_off.note was taken away: it was `Ship it`",
    ),
    (
        "stages: {leadership: {sign_off: {verdict: conditions, conditions: {kit: {what: Print it, owner: mia@acme.example, due: 2026-06-05}}}}}",
        "open condition stages.leadership.sign_off.conditions.kit was added by lea@acme.example: `Print it, due 2026-06-05, owner: mia@acme.example`",
        "back condition stages.leadership.sign_off.conditions.kit was taken away, not met: `Print it, due 2026-06-05, owner: mia@acme.example`",
    ),
    (
        "handoffs: {price-list: {accepted: {date: 2026-05-13}}}",
        "open hand-off handoffs.price-list.accepted.date went from",
        "open hand-off handoffs.price-list.accepted.date went from `2026-05-13` to",
    ),
    (
        "handoffs: {price-list: {accepted: ~}}",
        "back hand-off handoffs.price-list finance → sales: accepted → sent",
        "forward hand-off handoffs.price-list finance → sales: sent → accepted",
    ),
    (
        "handoffs: {price-list: ~}",
        "back hand-off handoffs.price-list finance → sales: accepted → missing",
        "forward hand-off handoffs.price-list finance → sales: missing → accepted",
    ),
    (
        "promises: {setup-time: {committed: at most 3 working days}}",
        "open promise promises.setup-time.committed went from",
        "open promise promises.setup-time.committed went from `at most 3 working days` to",
    ),
    (
        "loads: {new-customers: {forecast: 1 to 2 customers/month}}",
        "open load loads.new-customers.forecast went from",
        "open load loads.new-customers.forecast went from `1 to 2 customers/month` to",
    ),
    (
        "stages: {finance: {asks: {pricing: open}}}",
        "open content stages.finance.asks.pricing went from",
        "open content stages.finance.asks.pricing went from `open` to",
    ),
    (
        "waivers: {w: {rule: open-ask, at: stages.finance.asks.pricing, why: because, by: lea@acme.example, date: 2026-05-01, until: 2026-06-30}}",
        "open waiver waivers.w was added: `open-ask, at stages.finance.asks.pricing",
        "open waiver waivers.w was taken away: it was `open-ask, at stages.finance.asks.pricing",
    ),
];

#[test]
fn every_change_is_told_in_both_directions() {
    for (fragment, there, back) in CHANGES {
        let changed = plan(fragment);
        for (was, is, told) in [(plan("{}"), &changed, there), (changed.clone(), &plan("{}"), back)] {
            let (_, events) = between(&was, is);
            assert!(events.iter().any(|event| event.starts_with(told)), "{told}\nin {events:#?}");
        }
    }
}

/// The condition of one stage in two plans: what is told of it.
fn conditions(was: &str, is: &str) -> Vec<String> {
    let signed = |conditions: &str| {
        plan(&format!(
            "stages: {{leadership: {{sign_off: {{verdict: conditions, conditions: {conditions}}}}}}}"
        ))
    };
    between(&signed(was), &signed(is)).1
}

#[test]
fn what_becomes_of_a_condition_is_told() {
    let kit = "{kit: {what: Print it, owner: mia@acme.example, due: 2026-06-05}}";
    let at = "condition stages.leadership.sign_off.conditions";
    for (is, told) in [
        (kit.replace("06-05", "12-31"), format!("open {at}.kit.due went from `2026-06-05` to `2026-12-31`")),
        (
            kit.replace("Print it", "Forget it"),
            format!("open {at}.kit.what went from `Print it` to `Forget it`"),
        ),
        (
            kit.replace("}}", ", covers: [handoffs.value]}}"),
            format!("open {at}.kit.covers was added: `handoffs.value`"),
        ),
        (
            kit.replace("}}", ", met: docs/kit.pdf}}"),
            format!("forward {at}.kit.met was added: `docs/kit.pdf`"),
        ),
        (
            kit.replace("kit:", "print:").replace("06-05", "06-06"),
            format!("open {at}.print.due went from `2026-06-05` to `2026-06-06`"),
        ),
    ] {
        let found = conditions(kit, &is);
        assert!(found.contains(&told), "{told} in {found:?}");
    }
    let met = kit.replace("}}", ", met: docs/kit.pdf}}");
    let back = format!("back {at}.kit.met was taken away: it was `docs/kit.pdf`");
    assert!(conditions(&met, kit).contains(&back));
    assert!(conditions(kit, kit).is_empty() && conditions(kit, &kit.replace("kit:", "print:")).is_empty());
}

#[test]
fn an_error_that_only_followed_from_another_is_told_where_it_stands_for_itself() {
    let open = plan("stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}");
    let signed = plan("stages: {leadership: {sign_off: ~}}");
    let (there, _) = between(&open, &signed);
    let (back, _) = between(&signed, &open);
    let rules = |found: &Value, key: &str| -> Vec<String> {
        let all = found[key].as_array().expect("findings").iter();
        all.map(|one| format!("{} {}", one["rule"].as_str().unwrap_or(""), one["at"].as_str().unwrap_or("")))
            .collect()
    };
    assert_eq!(rules(&there, "come_out"), ["missing-sign-off stages.leadership"]);
    assert_eq!(rules(&back, "gone_behind"), ["missing-sign-off stages.leadership"]);
    assert!(rules(&there, "gone_behind").is_empty() && rules(&back, "come_out").is_empty());
}

#[test]
fn what_is_no_change_is_none() {
    let commented = format!("# a comment\n{}\n", BASE.replace("tier: 1", "tier:    1   # the largest"));
    let quoted = BASE.replace("kind: product", "kind: \"product\"");
    for same in [BASE, &commented, &quoted, &plan("{}")] {
        let (found, events) = between(BASE, same);
        assert_eq!(events, Vec::<String>::new());
        assert_eq!((&found["new"], &found["gone"]), (&Value::from(vec![0; 0]), &Value::from(vec![0; 0])));
    }
    let folder = folder(&[("a.yaml", BASE), ("b.yaml", &commented), ("launch.toml", POLICY)]);
    let ended = on_the_day(folder.path(), &["diff", "a.yaml", "b.yaml"]);
    assert!(ended.out.contains("Nothing changed that the plan says"), "{}", ended.out);
}

#[test]
fn findings_come_and_go_and_the_verdict_with_them() {
    let open = plan("stages: {finance: {sign_off: ~}}");
    let (there, _) = between(BASE, &open);
    let (back, _) = between(&open, BASE);
    assert_eq!((there["verdict_before"].as_str(), there["verdict"].as_str()), (Some("go"), Some("no-go")));
    assert_eq!((there["new"].clone(), &there["gone"]), (back["gone"].clone(), &Value::from(vec![0; 0])));
    assert_eq!(there["new"][0]["rule"], "missing-sign-off");
    assert_eq!(back["verdict"], "go");
    let waiting =
        plan("stages: {finance: {sign_off: ~}, customer-service: {sign_off: ~}, marketing: {sign_off: ~}}");
    let ready = plan("stages: {marketing: {sign_off: ~}}");
    assert_eq!(between(&waiting, &ready).0["unblocked"], Value::from(vec!["marketing"]));
}

#[test]
fn a_sealed_sign_off_that_falls_is_told() {
    let folder = folder(&[("was.yaml", BASE), ("launch.toml", POLICY)]);
    let signed = run(
        folder.path(),
        &["sign", "was.yaml", "leadership", "--by", "lea@acme.example", "--date", "2026-05-27", "--force"],
    );
    assert_eq!(signed.code, 0, "{}", signed.err);
    let sealed = std::fs::read_to_string(folder.path().join("was.yaml")).expect("text");
    let (found, events) = between(&sealed, &sealed.replace("2026-06-15", "2026-06-16"));
    let told = "back sign-off stages.leadership fell: what lea@acme.example on 2026-05-27 signed has changed";
    assert!(events.iter().any(|event| event == told), "{events:#?}");
    assert_eq!(found["verdict"], "no-go");
}

#[test]
fn revisions_days_and_names_are_found() {
    let Some(repo) = repo() else { return };
    repo.save("old.yaml", plan("stages: {leadership: {sign_off: ~}}"), "priya", 5);
    repo.git(&["mv", "old.yaml", "plan.yaml"]);
    repo.commit("priya", 9);
    repo.save("plan.yaml", BASE, "priya", 10);
    repo.git(&["tag", "v1"]);
    repo.write("plan.yaml", plan("dates: {external: 2026-06-22}"));
    let here = repo.path("");
    let signed = |found: &Value| found["events"].to_string().contains("stages.leadership");
    let slipped = |found: &Value| found["events"].to_string().contains("slipped");
    let found = answered(&here, &["diff", "plan.yaml"]);
    assert!(slipped(&found) && !signed(&found), "HEAD is the default: {found}");
    let found = answered(&here, &["diff", "plan.yaml", "2026-05-07"]);
    assert!(slipped(&found) && signed(&found), "the file had another name then: {found}");
    let found = answered(&here, &["diff", "plan.yaml", "2026-05-07", "v1"]);
    assert!(!slipped(&found) && signed(&found), "{found}");
    let text = on_the_day(&here, &["diff", "plan.yaml", "v1~2", "v1"]).out;
    assert!(text.contains("old.yaml of ") && text.contains("NO-GO → GO"), "{text}");
}

#[test]
fn what_cannot_be_compared_says_why() {
    let Some(repo) = repo() else { return };
    let here = repo.path("");
    repo.write("plan.yaml", BASE);
    let told = |args: &[&str], what: &str| {
        let ended = on_the_day(&here, args);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{args:?}");
        assert!(ended.err.contains(what), "{args:?}: {}", ended.err);
    };
    told(&["diff", "plan.yaml"], "HEAD");
    repo.save("launch.toml", POLICY, "priya", 1);
    repo.git(&["rm", "-q", "--cached", "plan.yaml"]);
    repo.git(&["commit", "-q", "-m", "without"]);
    told(&["diff", "plan.yaml"], "`plan.yaml` is not in HEAD");
    told(&["diff", "plan.yaml", "nowhere"], "there is no commit `nowhere`");
    told(&["diff", "gone.yaml"], "gone.yaml");
    std::fs::create_dir(repo.path("plans")).expect("a folder");
    told(&["diff", "plan.yaml", "plans"], "`plans` is a folder");
    told(&["diff", "plan.yaml", "launch.toml", "HEAD"], "is a file");
    repo.save("plan.yaml", "launch: [\n", "priya", 2);
    repo.write("plan.yaml", BASE);
    told(&["diff", "plan.yaml"], "not YAML");
    let outside = folder(&[("plan.yaml", BASE)]);
    let ended = run(outside.path(), &["diff", "plan.yaml"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("repository"), "{}", ended.err);
}

#[test]
fn hostile_text_stays_text() {
    let nasty =
        "promises: {x: {claim: \"<script>|\\e[31m`|a|`\\n::error::x\", made_by: sales, kept_by: operations}}";
    let folder = folder(&[("a.yaml", BASE), ("b.yaml", &plan(nasty)), ("launch.toml", POLICY)]);
    for format in ["text", "markdown", "json"] {
        let ended = on_the_day(folder.path(), &["diff", "a.yaml", "b.yaml", "--format", format]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(!ended.out.contains('\u{1b}') && !ended.out.contains("\n::"), "{format}: {}", ended.out);
        assert!(format != "markdown" || !ended.out.contains("<script>"), "{}", ended.out);
    }
}

#[test]
fn a_branch_is_one_though_a_folder_has_its_name() {
    let Some(repo) = repo() else { return };
    repo.save("launch.toml", POLICY, "priya", 1);
    repo.save("plan.yaml", BASE, "priya", 1);
    repo.git(&["branch", "plans"]);
    std::fs::create_dir(repo.path("plans")).expect("a folder");
    let ended = on_the_day(&repo.path(""), &["diff", "plan.yaml", "plans"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
}

/// A changed value may turn the verdict: its sign does not say that it does not.
#[test]
fn the_sign_of_a_change_claims_nothing_of_what_comes_of_it() {
    let changed = plan("promises: {setup-time: {promised: at most 3 working days}}");
    let folder = folder(&[("was.yaml", BASE), ("is.yaml", &changed), ("launch.toml", POLICY)]);
    let told = on_the_day(folder.path(), &["diff", "is.yaml", "was.yaml"]).out;
    assert!(told.contains("GO → NO-GO") || told.contains("NO-GO → GO"), "{told}");
    assert!(told.contains("~ promises.setup-time.promised"), "{told}");
    assert!(!told.contains("neither"), "{told}");
    let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("~ a change: the verdict and the findings say what comes of it"), "{told}");
}

/// Two who signed on two days did not both sign on the later one.
#[test]
fn each_signer_has_the_day_on_which_they_signed() {
    let two = plan(
        "stages: {finance: {sign_off: [{by: gus@acme.example, date: 2026-05-18}, {by: fay@acme.example, date: 2026-05-20}]}}",
    );
    let one = plan("stages: {finance: {sign_off: ~}}");
    let policy = format!(
        "{POLICY}\n[stages.finance]\nsignatures = 2\n[people.\"gus@acme.example\"]\nname = \"Gus\"\nstages = [\"finance\"]\n"
    );
    let folder = folder(&[("was.yaml", &one), ("is.yaml", &two), ("launch.toml", &policy)]);
    let found = on_the_day(folder.path(), &["diff", "was.yaml", "is.yaml"]);
    let told = found.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "stages.finance signed by gus@acme.example on 2026-05-18 and fay@acme.example on 2026-05-20";
    assert!(told.contains(said), "{}{}", found.out, found.err);
}
