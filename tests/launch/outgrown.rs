//! What was accepted by somebody whose sign-off does not cover it, and is not what it was.

use crate::command::{folder, run};
use crate::loopholes::POLICY;
use crate::overlay::plan;
use crate::repository::Repo;

/// The check's exit code, and what it says.
fn ended(repo: &Repo) -> (i32, String) {
    let ended = run(&repo.path(""), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    (ended.code, ended.out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A repository with the plan and a fragment laid over it, committed on a day.
fn begun(fragment: &str, day: u8) -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", POLICY);
    repo.save("plan.yaml", plan(fragment), "priya", day);
    Some(repo)
}

const PAID: &str = "incentives: {commission: {safeguard: Paid in full on the day of signing}}";
const AGAIN: &str =
    "incentives: {commission: {safeguard: Paid in full on the day of signing, accepted: {date: 2026-05-27}}}";

#[test]
fn a_safeguard_that_changed_is_accepted_again() {
    let Some(repo) = begun("", 7) else { return };
    assert_eq!(ended(&repo).0, 0);
    repo.save("plan.yaml", plan(PAID), "sam", 20);
    let (code, said) = ended(&repo);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("cora@acme.example accepted the safeguard of `commission` on 2026-05-07, and since then `incentives.commission.safeguard` went from"), "{said}");
    repo.save("plan.yaml", plan(AGAIN), "cora", 27);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    // Not committed yet, it is somebody's word of today.
    repo.save("plan.yaml", plan(PAID), "sam", 28);
    repo.write("plan.yaml", plan(&AGAIN.replace("27", "28")));
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
}

#[test]
fn what_was_there_when_it_was_accepted_was_accepted() {
    // Put right on the day, after it was accepted: whoever accepted it looks again.
    let Some(repo) = begun(PAID, 7) else { return };
    repo.save("plan.yaml", plan(""), "sam", 7);
    assert_eq!(ended(&repo).0, 1, "{}", ended(&repo).1);
    // Put right on the day, before it was accepted.
    let Some(repo) = begun("incentives: {commission: {safeguard: Another, accepted: ~}}", 7) else { return };
    repo.save("plan.yaml", plan("incentives: {commission: {accepted: ~}}"), "sam", 7);
    repo.save("plan.yaml", plan(""), "cora", 7);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    // Brought in later than it says: what it was then is what was accepted.
    let Some(repo) = begun("incentives: {commission: {accepted: ~}}", 4) else { return };
    repo.save("plan.yaml", plan("incentives: {commission: {safeguard: Another, accepted: ~}}"), "sam", 10);
    repo.save("plan.yaml", plan(""), "cora", 12);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    repo.save("plan.yaml", format!("# A comment\n{}", plan("")), "sam", 20);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
}

#[test]
fn another_id_is_no_new_acceptance() {
    let renamed = |more: &str| plan(more).replace("  commission:", "  bonus:");
    let changed = renamed(PAID);
    assert!(changed.contains("  bonus:") && changed.contains("Paid in full"), "{changed}");
    // Changed and renamed at once, committed or not.
    let Some(repo) = begun("", 7) else { return };
    repo.write("plan.yaml", &changed);
    let (code, said) = ended(&repo);
    assert!(
        code == 1 && said.contains("accepted the safeguard of `bonus` on 2026-05-07, and since then"),
        "{said}"
    );
    repo.save("plan.yaml", changed, "sam", 20);
    let (code, said) = ended(&repo);
    assert!(code == 1 && said.contains("`incentives.bonus.safeguard` went from"), "{said}");
    let again = renamed(AGAIN);
    repo.save("plan.yaml", again, "cora", 27);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    // Renamed and nothing else, it is what was accepted.
    let Some(repo) = begun("", 7) else { return };
    repo.save("plan.yaml", renamed(""), "sam", 20);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    repo.save("plan.yaml", renamed(PAID), "sam", 21);
    assert_eq!(ended(&repo).0, 1, "{}", ended(&repo).1);
}

#[test]
fn what_is_sold_before_it_is_built_is_accepted_by_finance_again() {
    let promise = |claim: &str, more: &str| {
        plan(&format!(
            "promises: {{setup-time: {{future: true{claim}, also_accepted: [{{by: fay@acme.example, date: 2026-05-06}}{more}]}}}}"
        ))
    };
    let Some(repo) = begun("", 4) else { return };
    repo.save("plan.yaml", promise("", ""), "fay", 6);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
    repo.save("plan.yaml", promise(", claim: Set up and refunded", ""), "sam", 20);
    let (code, said) = ended(&repo);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("fay@acme.example accepted “Set up and refunded” on 2026-05-06, before it is built"),
        "{said}"
    );
    let again = ", {by: fay@acme.example, date: 2026-05-21}";
    repo.save("plan.yaml", promise(", claim: Set up and refunded", again), "fay", 21);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
}

#[test]
fn who_signs_or_asks_what_if_is_told_of_it_too() {
    let Some(repo) = begun("stages: {leadership: {sign_off: ~}}", 7) else { return };
    let unsigned = format!("stages: {{leadership: {{sign_off: ~}}}}\n{PAID}");
    repo.save("plan.yaml", plan(&unsigned), "sam", 20);
    let run = |args: &[&str]| run(&repo.path(""), args);
    let simulated = run(&["simulate", "plan.yaml", "--sign", "leadership", "--as-of", "2026-05-28"]).out;
    assert!(!simulated.contains("→ GO"), "{simulated}");
    let by = ["--by", "lea@acme.example", "--date", "2026-05-27"];
    let signed = run(&[&["sign", "plan.yaml", "leadership"], &by[..]].concat());
    assert!(signed.code == 0 && !signed.out.contains("verdict    GO"), "{}{}", signed.out, signed.err);
    let accept =
        ["accept", "plan.yaml", "incentives.commission", "--by", "cora@acme.example", "--date", "2026-05-28"];
    let accepted = run(&accept);
    assert!(accepted.out.contains("verdict    GO, and was NO-GO"), "{}{}", accepted.out, accepted.err);
}

#[test]
fn without_a_history_it_is_not_checked() {
    let folder = folder(&[("plan.yaml", plan("").as_str()), ("launch.toml", POLICY)]);
    let said = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]).out;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("who committed the sign-offs, and whether what was accepted has changed since: it is in no git repository"),
        "{said}"
    );
    let none = folder_without_incentives();
    let said = run(none.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]).out;
    assert!(!said.contains("what was accepted has changed"), "{said}");
}

/// What `next` says is to be done before the launch may go, by whom and by which command.
fn to_do(repo: &Repo) -> Vec<String> {
    let said = run(&repo.path(""), &["next", "plan.yaml", "--as-of", "2026-05-28", "--format", "json"]).out;
    let next: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let all = next["people"].as_array().into_iter().flatten().filter_map(|person| person["todo"].as_array());
    let needed = all.flatten().filter(|task| task["level"] == "error");
    let told = |task: &serde_json::Value| format!("{}: {}", task["owner"], task["command"]).replace('"', "");
    needed.map(told).collect()
}

#[test]
fn whoever_accepts_again_comes_before_whoever_signs_for_it() {
    let Some(repo) = begun("stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}", 7) else { return };
    let does = |args: &[&str], who: &str, day: u8| {
        let (by, date) = (format!("{who}@acme.example"), format!("2026-05-{day}"));
        let ended = run(&repo.path(""), &[args, &["--by", &by, "--date", &date]].concat());
        if ended.code == 0 {
            repo.commit(who, day);
        }
        (ended.code, format!("{}{}", ended.out, ended.err))
    };
    assert_eq!(to_do(&repo), ["sam@acme.example: launch sign plan.yaml sales"]);
    for (stage, who, day) in [("sales", "sam", 26), ("leadership", "lea", 27)] {
        assert_eq!(does(&["sign", "plan.yaml", stage], who, day).0, 0);
    }
    assert!(to_do(&repo).is_empty(), "{:?}", to_do(&repo));
    let text = std::fs::read_to_string(repo.path("plan.yaml")).expect("the plan");
    let changed =
        text.replacen("when the customer leaves within 90 days", "when the customer leaves in 90 days", 1);
    assert_ne!(text, changed);
    repo.save("plan.yaml", changed, "sam", 28);
    assert_eq!(to_do(&repo), ["cora@acme.example: launch accept plan.yaml incentives.commission"]);
    let (code, said) = does(&["sign", "plan.yaml", "sales"], "sam", 28);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("cora@acme.example has to accept `incentives.commission` first"), "{said}");
    assert_eq!(does(&["accept", "plan.yaml", "incentives.commission"], "cora", 28).0, 0);
    assert_eq!(to_do(&repo), ["sam@acme.example: launch sign plan.yaml sales"]);
    assert_eq!(does(&["sign", "plan.yaml", "sales"], "sam", 28).0, 0);
    assert_eq!(does(&["sign", "plan.yaml", "leadership"], "lea", 28).0, 0);
    assert_eq!(ended(&repo).0, 0, "{}", ended(&repo).1);
}

#[test]
fn finances_yes_to_what_is_sold_before_it_is_built_comes_before_the_sign_offs_that_cover_it() {
    let unsigned = "operations: {sign_off: ~}, finance: {sign_off: ~}, customer-service: {sign_off: ~}, \
                    marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}";
    let future = |also: &str| {
        format!("stages: {{{unsigned}}}\npromises: {{setup-time: {{future: true, also_accepted: {also}}}}}")
    };
    let Some(repo) = begun(&future("~"), 7) else { return };
    assert_eq!(to_do(&repo), ["fay@acme.example: launch accept plan.yaml promises.setup-time"]);
    repo.save("plan.yaml", plan(&future("[{by: fay@acme.example, date: 2026-05-08}]")), "fay", 8);
    assert_eq!(to_do(&repo), ["omar@acme.example: launch sign plan.yaml operations"]);
}

fn folder_without_incentives() -> tempfile::TempDir {
    folder(&[("plan.yaml", plan("incentives: ~").as_str()), ("launch.toml", POLICY)])
}
