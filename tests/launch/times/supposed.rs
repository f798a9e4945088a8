//! `launch simulate`: what it says is what then happens, and nothing is written.

use std::fs;

use serde_json::Value;

use super::{POLICY, answered, on_the_day, plan};
use crate::command::{folder, run};
use crate::overlay::BASE;

const OPEN: &str = "stages: {finance: {sign_off: ~}, marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}}\n\
    handoffs: {price-list: ~, message-kit: {accepted: ~}}";

fn states(report: &Value) -> Vec<(String, String)> {
    let stages = report["plans"][0]["stages"].as_array().expect("stages");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    stages.iter().map(|stage| (text(&stage["id"]), text(&stage["state"]))).collect()
}

/// What a check answers.
fn checked(folder: &std::path::Path) -> Value {
    let ended = on_the_day(folder, &["check", "plan.yaml", "--format", "json"]);
    serde_json::from_str(&ended.out).expect("JSON")
}

#[test]
fn it_says_what_then_happens() {
    let text = plan(OPEN);
    let folder = folder(&[("plan.yaml", &text), ("launch.toml", POLICY)]);
    let path = folder.path();
    let supposed = answered(
        path,
        &["simulate", "plan.yaml", "--accept", "price-list", "--accept", "message-kit", "--sign", "finance"],
    );
    assert_eq!(fs::read_to_string(path.join("plan.yaml")).expect("text"), text, "nothing is written");
    let before = checked(path);
    let by = |who: &str| {
        vec!["--by".to_owned(), format!("{who}@acme.example"), "--date".to_owned(), "2026-05-28".to_owned()]
    };
    for (args, who) in [
        (["send", "plan.yaml", "price-list"], "fay"),
        (["accept", "plan.yaml", "price-list"], "sam"),
        (["accept", "plan.yaml", "message-kit"], "sam"),
        (["sign", "plan.yaml", "finance"], "fay"),
    ] {
        let by = by(who);
        let all: Vec<&str> = args.into_iter().chain(by.iter().map(String::as_str)).collect();
        let ended = run(path, &all);
        assert_eq!(ended.code, 0, "{all:?}: {}", ended.err);
    }
    let after = checked(path);
    assert_eq!(supposed["verdict"], after["verdict"]);
    assert_eq!(supposed["verdict_before"], before["verdict"]);
    let (was, is) = (states(&before), states(&after));
    let turned: Vec<&str> = was
        .iter()
        .zip(&is)
        .filter(|((_, was), (_, is))| was == "waiting" && is == "ready")
        .map(|((id, _), _)| id.as_str())
        .collect();
    assert_eq!(supposed["unblocked"], Value::from(turned));
    let supposed_by: Vec<&str> =
        supposed["supposed"].as_array().expect("steps").iter().filter_map(Value::as_str).collect();
    assert_eq!(
        supposed_by,
        [
            "fay@acme.example sends `price-list`",
            "sam@acme.example accepts `price-list`",
            "sam@acme.example accepts `message-kit`",
            "fay@acme.example signs for finance"
        ]
    );
    let next = |report: &Value| report["plans"][0]["next"].as_array().expect("next").clone();
    let new: Vec<Value> = next(&after).into_iter().filter(|one| !next(&before).contains(one)).collect();
    let simulated = supposed["next"].as_array().expect("next");
    for one in &new {
        let same = |other: &&Value| ["who", "do", "at"].iter().all(|key| other[*key] == one[*key]);
        assert!(simulated.iter().any(|other| same(&other)), "{one}\nin {simulated:#?}");
    }
    assert_eq!(simulated.len(), new.len());
}

#[test]
fn of_what_is_sold_before_it_is_built_the_acceptance_that_is_missing_is_supposed() {
    let both =
        "promises: {setup-time: {future: true, also_accepted: [{by: fay@acme.example, date: 2026-05-06}]}}";
    let finance = "promises: {setup-time: {future: true}}";
    let neither = "promises: {setup-time: {future: true, accepted: ~}}";
    let keeper = "promises: {setup-time: {accepted: ~}}";
    let accepts = |who: &str| format!("{who}@acme.example accepts `promises.setup-time`");
    for (fragment, times, supposed, verdict) in [
        (finance, 1, vec![accepts("fay")], "go"),
        (neither, 1, vec![accepts("omar")], "no-go"),
        (neither, 2, vec![accepts("omar"), accepts("fay")], "go"),
        (keeper, 1, vec![accepts("omar")], "go"),
        (both, 1, vec![accepts("fay")], "go"),
    ] {
        let folder = folder(&[("plan.yaml", &plan(fragment)), ("launch.toml", POLICY)]);
        let accept = ["--accept", "promises.setup-time"].repeat(times);
        let found = answered(folder.path(), &[&["simulate", "plan.yaml"][..], &accept].concat());
        assert_eq!(
            (&found["supposed"], &found["verdict"]),
            (&Value::from(supposed), &verdict.into()),
            "{fragment}"
        );
        assert_eq!(found["against"], Value::from(vec![0; 0]), "{found}");
    }
}

#[test]
fn what_is_accepted_is_supposed_to_be_sent_where_the_check_says_that_it_is_not() {
    let back = "by: sam@acme.example, date: 2026-05-09, why: No discounts";
    let again = format!("{{accepted: ~, returned: {{{back}}}}}");
    let came_back = format!("{{accepted: ~, returned: {{{}}}}}", back.replace("05-09", "05-12"));
    for (price_list, state, is_sent) in [
        (&*again, "sent", true),
        (&*came_back, "returned", false),
        ("{accepted: ~, sent: {by: ~}}", "unsent", false),
        ("~", "missing", false),
    ] {
        let fragment = format!("handoffs: {{price-list: {price_list}}}");
        let folder = folder(&[("plan.yaml", &plan(&fragment)), ("launch.toml", POLICY)]);
        let report = checked(folder.path());
        let handoffs = report["plans"][0]["handoffs"].as_array().expect("hand-offs");
        let known = handoffs.iter().find(|one| one["id"] == "price-list").expect("it is listed");
        assert_eq!(known["state"], state, "{fragment}");
        let found = answered(folder.path(), &["simulate", "plan.yaml", "--accept", "price-list"]);
        let accepts = "sam@acme.example accepts `price-list`";
        let supposed = match is_sent {
            true => vec![accepts],
            false => vec!["fay@acme.example sends `price-list`", accepts],
        };
        assert_eq!(
            (&found["supposed"], &found["verdict"]),
            (&Value::from(supposed), &"go".into()),
            "{fragment}: {found}"
        );
    }
}

#[test]
fn what_is_out_of_turn_is_said() {
    let folder = folder(&[("plan.yaml", &plan(OPEN)), ("launch.toml", POLICY)]);
    let found = answered(folder.path(), &["simulate", "plan.yaml", "--sign", "leadership"]);
    assert!(!found["against"].as_array().expect("reasons").is_empty(), "{found}");
    let found = answered(folder.path(), &["simulate", "plan.yaml", "--sign", "finance"]);
    assert_eq!(found["against"], Value::from(vec![0; 0]), "{found}");
}

#[test]
fn a_date_that_moves_breaks_lead_times_and_seals() {
    let lead = format!("{POLICY}\n[handoffs.price-list]\nlead = 12\n");
    let open = plan(
        "handoffs: {price-list: {due: ~, accepted: ~}}\nstages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}",
    );
    let folder = folder(&[("plan.yaml", &open), ("launch.toml", &lead)]);
    let moved = |to: &str| {
        on_the_day(folder.path(), &["simulate", "plan.yaml", "--date", &format!("external={to}")]).out
    };
    assert!(moved("2026-06-12").contains("Dates that do not fit any more"), "{}", moved("2026-06-12"));
    assert!(!moved("2026-07-15").contains("Dates that do not fit any more"), "{}", moved("2026-07-15"));
    let args =
        ["sign", "plan.yaml", "marketing", "--by", "mia@acme.example", "--date", "2026-05-22", "--force"];
    assert_eq!(run(folder.path(), &args).code, 0);
    let told = moved("2026-07-15");
    assert!(told.contains("stale-sign-off at stages.marketing"), "{told}");
}

#[test]
fn what_there_is_not_is_an_error_with_a_hint() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", POLICY), ("bad.yaml", "launch: [\n")]);
    for (args, told) in [
        (&["plan.yaml"][..], "nothing is supposed to happen"),
        (&["plan.yaml", "--sign", "finace"], "did you mean `finance`?"),
        (&["plan.yaml", "--accept", "price-lst"], "did you mean `price-list`?"),
        (&["plan.yaml", "--accept", "promises.x"], "`promises.x` is nothing"),
        (&["plan.yaml", "--date", "launch=2026-07-01"], "the dates are"),
        (&["plan.yaml", "--date", "external=soon"], "write a date"),
        (&["bad.yaml", "--sign", "finance"], "not YAML"),
        (&["none.yaml", "--sign", "finance"], "none.yaml"),
    ] {
        let ended = on_the_day(folder.path(), &[&["simulate"], args].concat());
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{args:?}");
        assert!(ended.err.contains(told), "{args:?}: {}", ended.err);
    }
}

/// The errors that would stand in the way are those of now, without what goes, with what comes and comes out.
#[test]
fn what_came_out_from_behind_another_is_told() {
    let collision = include_str!("../../../examples/invented-product/collision.yaml");
    let folder = folder(&[("plan.yaml", collision)]);
    let told = on_the_day(folder.path(), &["simulate", "plan.yaml", "--sign", "operations"]).out;
    let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("5 errors would stand in the way, where there are 4 now."), "{told}");
    let section = |title: &str| {
        let lines = told.lines().skip_while(|line| *line != title).skip(1);
        lines.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  - ")).count()
    };
    let come_out = "Followed from another, and would stand for itself";
    assert_eq!((section("Gone"), section("New findings"), section(come_out)), (1, 0, 2), "{told}");
}

#[test]
fn a_go_has_no_errors_that_could_still_stand() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", POLICY)]);
    let moved = on_the_day(folder.path(), &["simulate", "plan.yaml", "--date", "external=2026-05-29"]).out;
    assert!(moved.contains("1 error would stand in the way, where there is none now."), "{moved}");
    let open = plan("stages: {finance: {asks: {pricing: open}}, leadership: {sign_off: ~}}");
    fs::write(folder.path().join("plan.yaml"), open).expect("a plan");
    let same = on_the_day(folder.path(), &["simulate", "plan.yaml", "--date", "external=2026-06-16"]).out;
    assert!(same.contains(" would still stand in the way."), "{same}");
}
