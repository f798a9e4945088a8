//! What a policy says and would not hold is refused; what nobody can know of other launches is told.

use crate::command::{folder, run};
use crate::overlay::plan;

#[test]
fn a_policy_goes_by_whole_days() {
    for (text, day) in [
        ("[people]\n\"fay@acme.example\" = { until = DAY }\n", "2026-05-20"),
        ("[calendar]\nholidays = [DAY]\n", "2026-05-25"),
        ("[calendar]\nblackouts = [{ from = DAY, until = 2026-06-30 }]\n", "2026-06-24"),
        (
            "[[delegations]]\nfrom = \"fay@acme.example\"\nto = \"sam@acme.example\"\nstart = DAY\nuntil = 2026-05-31\n",
            "2026-05-20",
        ),
    ] {
        let ended = |day: &str| {
            let plan = plan("");
            let policy = text.replace("DAY", day);
            let folder = folder(&[("plan.yaml", plan.as_str()), ("launch.toml", &policy)]);
            run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"])
        };
        assert_ne!(ended(day).code, 2, "{text}");
        let timed = ended(&format!("{day}T18:00:00Z"));
        let said = timed.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(timed.code == 2 && said.contains("policies go by whole days"), "{said}");
    }
}

#[test]
fn other_launches_on_a_shared_capacity_are_not_checked() {
    let capacity = "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n";
    for (fragment, is_shared) in
        [("loads: {new-customers: {capacity: ~, draws_on: onboarding}}", true), ("", false)]
    {
        let plan = plan(fragment);
        let folder = folder(&[("plan.yaml", plan.as_str()), ("launch.toml", capacity)]);
        let said = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]).out;
        assert_eq!(said.contains("other launches that draw on"), is_shared, "{said}");
    }
}

#[test]
fn a_hand_off_that_is_not_whole_is_not_told_that_it_is_meant() {
    let plan = plan("");
    let policy = "[handoffs.value-2]\nfrom = \"product\"\n";
    let folder = folder(&[("plan.yaml", plan.as_str()), ("launch.toml", policy)]);
    let said = run(folder.path(), &["check", "plan.yaml"]).out;
    assert!(said.contains("needs both") && !said.contains("did you mean `value-2`"), "{said}");
}

#[test]
fn a_question_that_nobody_can_answer_is_refused() {
    for policy in [
        "[risks]\nprice = QUESTION\n",
        "[stages.finance]\nasks = { trial = QUESTION }\n",
        "[stages.finance.asks.trial]\nquestion = QUESTION\n",
    ] {
        let ended = |question: &str| {
            let plan = plan("");
            let policy = policy.replace("QUESTION", question);
            let folder = folder(&[("plan.yaml", plan.as_str()), ("launch.toml", &policy)]);
            run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"])
        };
        assert_ne!(ended("\"Is the price approved?\"").code, 2, "{policy}");
        for question in ["\"\"", "\"  \"", "\"?\"", "\"TBD\""] {
            let ended = ended(question);
            assert!(
                ended.code == 2 && ended.out.contains("is no question"),
                "{policy} {question}: {}",
                ended.out
            );
        }
    }
}

#[test]
fn a_waiver_that_only_other_launches_need_is_not_simply_taken_out() {
    let capacity = "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n";
    for (fragment, is_shared) in
        [("capacity: ~, draws_on: onboarding", true), ("capacity: at most 300 customers/month", false)]
    {
        let waived = "waivers: {w: {rule: overloaded-stage, at: loads.new-customers, why: A slow start, by: \
                      lea@acme.example, date: 2026-05-27, until: 2026-06-30}}";
        let plan = plan(&format!("loads: {{new-customers: {{{fragment}}}}}\n{waived}"));
        let folder = folder(&[("plan.yaml", plan.as_str()), ("launch.toml", capacity)]);
        let said = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]).out;
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("unused-waiver"), "{said}");
        assert_eq!(
            said.contains("check the launches that draw on `onboarding` together"),
            is_shared,
            "{said}"
        );
        assert!(said.contains("take the waiver `w` out, or name"), "{said}");
    }
}
